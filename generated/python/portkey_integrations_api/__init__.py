"""A client library for accessing Portkey Integrations API: generated from openapi.yaml, never edited."""

TYPE_CHECKING = False  # type checkers know the name; typing's own is not worth its import
if TYPE_CHECKING:
    from typing import Any

    from .client import AuthenticatedClient, Client

API_KEY_HEADER = "x-portkey-api-key"
BASE_URL = "https://api.portkey.ai/v1"
CONTRACT_VERSION = "0.1.0"
CONTRACT_SHA256 = "993d9a99c3b6f471d99ffd76a41794e175738ca72abc0d30097907874155a6a4"
"""Of the contract as canonical JSON: which text of it this client was generated from."""

__all__ = (
    "API_KEY_HEADER",
    "BASE_URL",
    "CONTRACT_SHA256",
    "CONTRACT_VERSION",
    "AuthenticatedClient",
    "Client",
)


def __getattr__(name: str) -> "Any":
    if name in ("AuthenticatedClient", "Client"):
        from . import client

        return getattr(client, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
