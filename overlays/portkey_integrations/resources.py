"""The operations as methods: one that sends at once and one that is awaited, made of the same description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Protocol, TypeVar, overload

from . import operations

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Self

    from .call import Call

P = ParamSpec("P")
T = TypeVar("T")


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


class _Bound(Generic[P]):
    """A method that is made when it is first asked for, with the documentation and the signature of what it
    describes; making all of them when the module is imported would cost more than most programs use."""

    def __init__(self, describe: Callable[P, Any]) -> None:
        self.__wrapped__ = describe
        self.__doc__ = describe.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.__name__ = name
        self.__qualname__ = f"{owner.__qualname__}.{name}"

    def _kept(self, resource: object, method: Any) -> Any:
        """The method, presented as what it stands for; the resource has it at hand from now on."""
        for name in ("__doc__", "__name__", "__qualname__", "__wrapped__"):
            setattr(method, name, getattr(self, name))
        vars(resource)[self.__name__] = method
        return method


class _Method(_Bound[P], Generic[P, T]):
    def __init__(self, describe: Callable[P, Call[T]]) -> None:
        super().__init__(describe)

    @overload
    def __get__(self, resource: None, owner: type) -> Self: ...
    @overload
    def __get__(self, resource: _Resource, owner: type) -> Callable[P, T]: ...
    def __get__(self, resource: _Resource | None, owner: type) -> Self | Callable[P, T]:
        if resource is None:
            return self
        describe, sender = self.__wrapped__, resource._sender

        def method(*args: P.args, **kwargs: P.kwargs) -> T:
            call: Call[T] = describe(*args, **kwargs)
            del args, kwargs  # a traceback that shows locals would show the secrets in them
            return sender.send(call)

        bound: Callable[P, T] = self._kept(resource, method)
        return bound


class _AsyncMethod(_Bound[P], Generic[P, T]):
    def __init__(self, describe: Callable[P, Call[T]]) -> None:
        super().__init__(describe)

    @overload
    def __get__(self, resource: None, owner: type) -> Self: ...
    @overload
    def __get__(self, resource: _AsyncResource, owner: type) -> Callable[P, Coroutine[Any, Any, T]]: ...
    def __get__(
        self, resource: _AsyncResource | None, owner: type
    ) -> Self | Callable[P, Coroutine[Any, Any, T]]:
        if resource is None:
            return self
        describe, sender = self.__wrapped__, resource._sender

        async def method(*args: P.args, **kwargs: P.kwargs) -> T:
            call: Call[T] = describe(*args, **kwargs)
            del args, kwargs
            return await sender.send(call)

        bound: Callable[P, Coroutine[Any, Any, T]] = self._kept(resource, method)
        return bound


class Models(_Resource):
    """`integrations.models`: which models an integration offers."""

    list = _Method(operations.list_integration_models)
    update = _Method(operations.update_integration_models)
    delete = _Method(operations.delete_integration_models)


class Workspaces(_Resource):
    """`integrations.workspaces`: which workspaces may use an integration, and how much."""

    list = _Method(operations.list_integration_workspaces)
    update = _Method(operations.update_integration_workspaces)


class Integrations(_Resource):
    """`integrations`: provider credentials of an organisation or of one workspace."""

    def __init__(self, sender: Sender) -> None:
        super().__init__(sender)
        self.models = Models(sender)
        self.workspaces = Workspaces(sender)

    list = _Method(operations.list_integrations)
    create = _Method(operations.create_integration)
    retrieve = _Method(operations.retrieve_integration)
    update = _Method(operations.update_integration)
    delete = _Method(operations.delete_integration)


class Providers(_Resource):
    """`providers`: an integration as one workspace uses it."""

    list = _Method(operations.list_providers)
    create = _Method(operations.create_provider)
    retrieve = _Method(operations.retrieve_provider)
    update = _Method(operations.update_provider)
    delete = _Method(operations.delete_provider)


class VirtualKeys(_Resource):
    """`virtual_keys`: the older view of providers."""

    list = _Method(operations.list_virtual_keys)
    create = _Method(operations.create_virtual_key)
    retrieve = _Method(operations.retrieve_virtual_key)
    update = _Method(operations.update_virtual_key)
    delete = _Method(operations.delete_virtual_key)


class AsyncModels(_AsyncResource):
    """`integrations.models`: which models an integration offers."""

    list = _AsyncMethod(operations.list_integration_models)
    update = _AsyncMethod(operations.update_integration_models)
    delete = _AsyncMethod(operations.delete_integration_models)


class AsyncWorkspaces(_AsyncResource):
    """`integrations.workspaces`: which workspaces may use an integration, and how much."""

    list = _AsyncMethod(operations.list_integration_workspaces)
    update = _AsyncMethod(operations.update_integration_workspaces)


class AsyncIntegrations(_AsyncResource):
    """`integrations`: provider credentials of an organisation or of one workspace."""

    def __init__(self, sender: AsyncSender) -> None:
        super().__init__(sender)
        self.models = AsyncModels(sender)
        self.workspaces = AsyncWorkspaces(sender)

    list = _AsyncMethod(operations.list_integrations)
    create = _AsyncMethod(operations.create_integration)
    retrieve = _AsyncMethod(operations.retrieve_integration)
    update = _AsyncMethod(operations.update_integration)
    delete = _AsyncMethod(operations.delete_integration)


class AsyncProviders(_AsyncResource):
    """`providers`: an integration as one workspace uses it."""

    list = _AsyncMethod(operations.list_providers)
    create = _AsyncMethod(operations.create_provider)
    retrieve = _AsyncMethod(operations.retrieve_provider)
    update = _AsyncMethod(operations.update_provider)
    delete = _AsyncMethod(operations.delete_provider)


class AsyncVirtualKeys(_AsyncResource):
    """`virtual_keys`: the older view of providers."""

    list = _AsyncMethod(operations.list_virtual_keys)
    create = _AsyncMethod(operations.create_virtual_key)
    retrieve = _AsyncMethod(operations.retrieve_virtual_key)
    update = _AsyncMethod(operations.update_virtual_key)
    delete = _AsyncMethod(operations.delete_virtual_key)
