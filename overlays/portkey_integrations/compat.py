"""The official SDK's clients, for these resources: a script moves by changing where it imports them from.

    from portkey_integrations.compat import Portkey     # was: from portkey_ai import Portkey

Methods and arguments have the official names; unknown arguments are sent as fields, as the official SDK sends
them. Answers have attributes and, like the official ones, `answer["name"]`, `get`, `dict`, `model_dump` and
JSON as their text. docs/moving-from-portkey-ai.md lists each call, and where this is different on purpose.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

from . import client, resources
from .conveniences import tried
from .errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    InvalidArgumentError,
    NotFoundError,
    PermissionDeniedError,
    PortkeyError as APIError,
    RateLimitError,
    ServerError as InternalServerError,
)

Json = dict[str, Any]

if TYPE_CHECKING:
    from collections.abc import Callable

    from portkey_integrations_api.types import Model

    from .call import Call

__all__ = [
    "APIConnectionError",
    "APIError",
    "APIStatusError",
    "APITimeoutError",
    "Answer",
    "AsyncPortkey",
    "AuthenticationError",
    "BadRequestError",
    "ConflictError",
    "InternalServerError",
    "NotFoundError",
    "PermissionDeniedError",
    "Portkey",
    "RateLimitError",
]


class Answer(Json):
    """An answer as the official SDK gives it: what is not there is None, by attribute and by key.

    Objects within it are such answers, too, which the official ones are only in part.
    """

    def __init__(self, fields: Json) -> None:
        super().__init__({name: _answered(value) for name, value in fields.items()})

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]

    def __missing__(self, name: str) -> None:
        return None

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a field, or the default where it is not there or says nothing, as the official one."""
        return self[name] or default

    def model_dump(self, **options: Any) -> Json:
        """The same as plain data; options of pydantic's method are taken and change nothing."""
        plain: Json = json.loads(json.dumps(self))
        return plain

    def dict(self, **options: Any) -> Json:
        """As `model_dump`."""
        return self.model_dump()

    def __str__(self) -> str:
        return json.dumps(self, indent=4)


def _answered(value: Any) -> Any:
    if isinstance(value, list):
        return [_answered(one) for one in value]
    return Answer(value) if type(value) is dict else value


def _described(describe: Callable[..., Call[Model]], arguments: dict[str, Any]) -> Call[Model]:
    """The call for arguments of which the contract need not know all."""
    try:
        return describe(**arguments)
    except InvalidArgumentError as error:
        if not error.unknown or "extra_body" not in describe.__annotations__:
            raise
        further = {name: arguments[name] for name in error.unknown}
    known = {name: value for name, value in arguments.items() if name not in further}
    return describe(**known, extra_body=further)


class _Resource:
    """The operations of a resource under their official names; `repr` and errors are ours."""

    def __init__(self, native: Any) -> None:
        self._native = native

    def __getattr__(self, name: str) -> Any:
        part = getattr(type(self._native), name, None) or getattr(self._native, name)
        describe: Any = getattr(part, "__wrapped__", None)
        if describe is None and name in ("models", "workspaces"):
            made: Any = type(self)(part)
        elif getattr(describe, "__module__", "").endswith(".operations"):
            made = self._method(describe)
        else:
            raise AttributeError(f"the official SDK has no {name} here")
        vars(self)[name] = made
        return made

    def _method(self, describe: Callable[..., Call[Model]]) -> Any:
        def method(**arguments: Any) -> Answer:
            call = tried(_described, describe, arguments)
            del arguments
            if isinstance(call, Exception):
                raise call
            return Answer(self._native._sender.send(call).to_dict())

        return method


class _AsyncResource(_Resource):
    def _method(self, describe: Callable[..., Call[Model]]) -> Any:
        async def method(**arguments: Any) -> Answer:
            call = tried(_described, describe, arguments)
            del arguments
            if isinstance(call, Exception):
                raise call
            return Answer((await self._native._sender.send(call)).to_dict())

        return method


class Portkey(client.Portkey):
    """The official `Portkey`, with `integrations`, `providers` and `virtual_keys`; made as ours is."""

    integrations: Any = cached_property(lambda self: _Resource(resources.Integrations(self)))
    providers: Any = cached_property(lambda self: _Resource(resources.Providers(self)))
    virtual_keys: Any = cached_property(lambda self: _Resource(resources.VirtualKeys(self)))


class AsyncPortkey(client.AsyncPortkey):
    """The official `AsyncPortkey`, as `Portkey` is."""

    integrations: Any = cached_property(lambda self: _AsyncResource(resources.AsyncIntegrations(self)))
    providers: Any = cached_property(lambda self: _AsyncResource(resources.AsyncProviders(self)))
    virtual_keys: Any = cached_property(lambda self: _AsyncResource(resources.AsyncVirtualKeys(self)))
