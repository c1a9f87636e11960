"""The operations as methods: one that sends at once and one that is awaited, made of the same description."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Awaitable, Callable
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from . import operations
from .call import Call

P = ParamSpec("P")
T = TypeVar("T")
Method = TypeVar("Method", bound=Callable[..., Any])


class Sender(Protocol):
    """Sends a call and gives the answer."""

    def send(self, call: Call[T]) -> T: ...


class AsyncSender(Protocol):
    """Sends a call and gives the answer, awaited."""

    async def send(self, call: Call[T]) -> T: ...


class _Resource:
    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class _AsyncResource:
    def __init__(self, sender: AsyncSender) -> None:
        self._sender = sender

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def _method(describe: Callable[P, Call[T]]) -> Callable[Concatenate[_Resource, P], T]:
    def method(self: _Resource, /, *args: P.args, **kwargs: P.kwargs) -> T:
        call = describe(*args, **kwargs)
        del args, kwargs  # a traceback that shows locals would show the secrets in them
        return self._sender.send(call)

    return _presented(method, describe)


def _async_method(describe: Callable[P, Call[T]]) -> Callable[Concatenate[_AsyncResource, P], Awaitable[T]]:
    async def method(self: _AsyncResource, /, *args: P.args, **kwargs: P.kwargs) -> T:
        call = describe(*args, **kwargs)
        del args, kwargs
        return await self._sender.send(call)

    return _presented(method, describe)


def _presented(method: Method, describe: Callable[..., Any]) -> Method:
    """The method with the documentation and the arguments of what it sends."""
    functools.update_wrapper(method, describe)
    signature = inspect.signature(describe)
    itself = inspect.Parameter("self", inspect.Parameter.POSITIONAL_ONLY)
    signature = signature.replace(parameters=[itself, *signature.parameters.values()])
    setattr(method, "__signature__", signature)  # noqa: B010 - functions have it, their type does not
    return method


class Models(_Resource):
    """`integrations.models`: which models an integration offers."""

    list = _method(operations.list_integration_models)
    update = _method(operations.update_integration_models)
    delete = _method(operations.delete_integration_models)


class Workspaces(_Resource):
    """`integrations.workspaces`: which workspaces may use an integration, and how much."""

    list = _method(operations.list_integration_workspaces)
    update = _method(operations.update_integration_workspaces)


class Integrations(_Resource):
    """`integrations`: provider credentials of an organisation or of one workspace."""

    def __init__(self, sender: Sender) -> None:
        super().__init__(sender)
        self.models = Models(sender)
        self.workspaces = Workspaces(sender)

    list = _method(operations.list_integrations)
    create = _method(operations.create_integration)
    retrieve = _method(operations.retrieve_integration)
    update = _method(operations.update_integration)
    delete = _method(operations.delete_integration)


class Providers(_Resource):
    """`providers`: an integration as one workspace uses it."""

    list = _method(operations.list_providers)
    create = _method(operations.create_provider)
    retrieve = _method(operations.retrieve_provider)
    update = _method(operations.update_provider)
    delete = _method(operations.delete_provider)


class VirtualKeys(_Resource):
    """`virtual_keys`: the older view of providers."""

    list = _method(operations.list_virtual_keys)
    create = _method(operations.create_virtual_key)
    retrieve = _method(operations.retrieve_virtual_key)
    update = _method(operations.update_virtual_key)
    delete = _method(operations.delete_virtual_key)


class AsyncModels(_AsyncResource):
    """`integrations.models`: which models an integration offers."""

    list = _async_method(operations.list_integration_models)
    update = _async_method(operations.update_integration_models)
    delete = _async_method(operations.delete_integration_models)


class AsyncWorkspaces(_AsyncResource):
    """`integrations.workspaces`: which workspaces may use an integration, and how much."""

    list = _async_method(operations.list_integration_workspaces)
    update = _async_method(operations.update_integration_workspaces)


class AsyncIntegrations(_AsyncResource):
    """`integrations`: provider credentials of an organisation or of one workspace."""

    def __init__(self, sender: AsyncSender) -> None:
        super().__init__(sender)
        self.models = AsyncModels(sender)
        self.workspaces = AsyncWorkspaces(sender)

    list = _async_method(operations.list_integrations)
    create = _async_method(operations.create_integration)
    retrieve = _async_method(operations.retrieve_integration)
    update = _async_method(operations.update_integration)
    delete = _async_method(operations.delete_integration)


class AsyncProviders(_AsyncResource):
    """`providers`: an integration as one workspace uses it."""

    list = _async_method(operations.list_providers)
    create = _async_method(operations.create_provider)
    retrieve = _async_method(operations.retrieve_provider)
    update = _async_method(operations.update_provider)
    delete = _async_method(operations.delete_provider)


class AsyncVirtualKeys(_AsyncResource):
    """`virtual_keys`: the older view of providers."""

    list = _async_method(operations.list_virtual_keys)
    create = _async_method(operations.create_virtual_key)
    retrieve = _async_method(operations.retrieve_virtual_key)
    update = _async_method(operations.update_virtual_key)
    delete = _async_method(operations.delete_virtual_key)
