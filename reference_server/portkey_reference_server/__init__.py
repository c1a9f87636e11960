"""A Portkey control plane in the small: the Integrations API of the contract, with its state in one SQLite
file.
"""

from .app import create_app

__all__ = ["create_app"]
