"""Portkey's Integrations API: integrations, providers and virtual keys, from Python.

from portkey_integrations import Portkey

client = Portkey(api_key="…")
print(client.virtual_keys.retrieve(slug="voyage-search"))
"""

from portkey_integrations_api.types import UNSET

from .client import AsyncPortkey, Portkey
from .errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    ConflictError,
    InvalidArgumentError,
    InvalidResponseError,
    NotFoundError,
    PayloadTooLargeError,
    PermissionDeniedError,
    PortkeyError,
    RateLimitError,
    ServerError,
    SubscriptionError,
    UnsupportedMediaTypeError,
)

__all__ = [
    "UNSET",
    "APIConnectionError",
    "APIStatusError",
    "APITimeoutError",
    "AsyncPortkey",
    "AuthenticationError",
    "BadRequestError",
    "ConfigurationError",
    "ConflictError",
    "InvalidArgumentError",
    "InvalidResponseError",
    "NotFoundError",
    "PayloadTooLargeError",
    "PermissionDeniedError",
    "Portkey",
    "PortkeyError",
    "RateLimitError",
    "ServerError",
    "SubscriptionError",
    "UnsupportedMediaTypeError",
]
