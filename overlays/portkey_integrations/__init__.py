"""Portkey's Integrations API: integrations, providers and virtual keys, from Python.

from portkey_integrations import Portkey

client = Portkey(api_key="…")
print(client.virtual_keys.retrieve(slug="voyage-search"))
"""

from .client import AsyncPortkey, Portkey
from .errors import (
    AnswerTooLargeError,
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    ConflictError,
    IncompleteAnswerError,
    InvalidArgumentError,
    InvalidResponseError,
    KeyNotRotatedError,
    NotFoundError,
    NotJSONError,
    OutcomeUnknownError,
    PayloadTooLargeError,
    PermissionDeniedError,
    PortkeyError,
    RateLimitError,
    RedirectError,
    RepeatedPageError,
    RequestError,
    ServerError,
    SubscriptionError,
    UnexpectedShapeError,
    UnsupportedMediaTypeError,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from portkey_integrations_api.types import UNSET

    from .events import Event

__version__ = "0.1.0"

__all__ = [
    "UNSET",
    "APIConnectionError",
    "APIStatusError",
    "APITimeoutError",
    "AnswerTooLargeError",
    "AsyncPortkey",
    "AuthenticationError",
    "BadRequestError",
    "ConfigurationError",
    "ConflictError",
    "Event",
    "IncompleteAnswerError",
    "InvalidArgumentError",
    "InvalidResponseError",
    "KeyNotRotatedError",
    "NotFoundError",
    "NotJSONError",
    "OutcomeUnknownError",
    "PayloadTooLargeError",
    "PermissionDeniedError",
    "Portkey",
    "PortkeyError",
    "RateLimitError",
    "RedirectError",
    "RepeatedPageError",
    "RequestError",
    "ServerError",
    "SubscriptionError",
    "UnexpectedShapeError",
    "UnsupportedMediaTypeError",
]


def __getattr__(name: str) -> object:
    """What only some need, imported when it is asked for."""
    places = {"UNSET": "portkey_integrations_api.types", "Event": f"{__name__}.events"}
    if name not in places:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(places[name]), name)
