"""The checks, one module for each family of requirements."""

UNDECIDABLE: dict[str, str] = {}
"""Requirements that no request can decide, with the reason."""
