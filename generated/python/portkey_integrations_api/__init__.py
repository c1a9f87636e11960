"""A client library for accessing Portkey Integrations API: generated from openapi.yaml, never edited."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .client import AuthenticatedClient, Client

API_KEY_HEADER = "x-portkey-api-key"
BASE_URL = "https://api.portkey.ai/v1"
CONTRACT_VERSION = "0.1.0"
CONTRACT_SHA256 = "65eb4602028844ee5d795414cdc01a8e140aeac7ee39577da9b962341d210c0e"
"""Of the contract as canonical JSON: which text of it this client was generated from."""

__all__ = (
    "API_KEY_HEADER",
    "BASE_URL",
    "CONTRACT_SHA256",
    "CONTRACT_VERSION",
    "AuthenticatedClient",
    "Client",
)


def __getattr__(name: str) -> Any:
    if name in ("AuthenticatedClient", "Client"):
        from . import client

        return getattr(client, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
