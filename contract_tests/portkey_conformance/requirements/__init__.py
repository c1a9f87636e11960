"""The checks, one module for each family of requirements."""

UNDECIDABLE: dict[str, str] = {
    "PRV-027": "a provider is exhausted by use through the gateway, which this API has no operation for",
}
"""Requirements that no request can decide, with the reason."""
