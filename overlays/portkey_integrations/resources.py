"""The operations as methods: one that sends at once and one that is awaited, made of the same description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Protocol, TypeVar, overload

from . import operations
from .pages import (
    AsyncPages,
    IntegrationPages,
    ItemT,
    ModelPages,
    Pages,
    PageT,
    ProviderPages,
    VirtualKeyPages,
    Walk,
    WorkspacePages,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Self

    from .call import Call

P = ParamSpec("P")
T = TypeVar("T")
PagesT = TypeVar("PagesT")


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


class _List(_Bound[P], Generic[P, PagesT]):
    def __init__(self, describe: Callable[P, Call[Any]], shown_as: type[PagesT]) -> None:
        super().__init__(describe)

    @overload
    def __get__(self, resource: None, owner: type) -> Self: ...
    @overload
    def __get__(self, resource: _Resource, owner: type) -> Callable[P, PagesT]: ...
    def __get__(self, resource: _Resource | None, owner: type) -> Self | Callable[P, PagesT]:
        if resource is None:
            return self
        describe, sender = self.__wrapped__, resource._sender

        def method(*args: P.args, **kwargs: P.kwargs) -> Any:
            return Pages(Walk(describe(*args, **kwargs), describe, kwargs), sender)

        bound: Callable[P, PagesT] = self._kept(resource, method)
        return bound


class _AsyncList(_Bound[P], Generic[P, PageT, ItemT]):
    def __init__(self, describe: Callable[P, Call[PageT]], shown_as: type[Pages[PageT, ItemT]]) -> None:
        super().__init__(describe)

    @overload
    def __get__(self, resource: None, owner: type) -> Self: ...
    @overload
    def __get__(self, resource: _AsyncResource, owner: type) -> Callable[P, AsyncPages[PageT, ItemT]]: ...
    def __get__(
        self, resource: _AsyncResource | None, owner: type
    ) -> Self | Callable[P, AsyncPages[PageT, ItemT]]:
        if resource is None:
            return self
        describe, sender = self.__wrapped__, resource._sender

        def method(*args: P.args, **kwargs: P.kwargs) -> AsyncPages[PageT, ItemT]:
            return AsyncPages(Walk(describe(*args, **kwargs), describe, kwargs), sender)

        bound: Callable[P, AsyncPages[PageT, ItemT]] = self._kept(resource, method)
        return bound


class Models(_Resource):
    """`integrations.models`: which models an integration offers."""

    list = _List(operations.list_integration_models, ModelPages)
    update = _Method(operations.update_integration_models)
    delete = _Method(operations.delete_integration_models)


class Workspaces(_Resource):
    """`integrations.workspaces`: which workspaces may use an integration, and how much."""

    list = _List(operations.list_integration_workspaces, WorkspacePages)
    update = _Method(operations.update_integration_workspaces)


class Integrations(_Resource):
    """`integrations`: provider credentials of an organisation or of one workspace."""

    def __init__(self, sender: Sender) -> None:
        super().__init__(sender)
        self.models = Models(sender)
        self.workspaces = Workspaces(sender)

    list = _List(operations.list_integrations, IntegrationPages)
    create = _Method(operations.create_integration)
    retrieve = _Method(operations.retrieve_integration)
    update = _Method(operations.update_integration)
    delete = _Method(operations.delete_integration)


class Providers(_Resource):
    """`providers`: an integration as one workspace uses it."""

    list = _List(operations.list_providers, ProviderPages)
    create = _Method(operations.create_provider)
    retrieve = _Method(operations.retrieve_provider)
    update = _Method(operations.update_provider)
    delete = _Method(operations.delete_provider)


class VirtualKeys(_Resource):
    """`virtual_keys`: the older view of providers."""

    list = _List(operations.list_virtual_keys, VirtualKeyPages)
    create = _Method(operations.create_virtual_key)
    retrieve = _Method(operations.retrieve_virtual_key)
    update = _Method(operations.update_virtual_key)
    delete = _Method(operations.delete_virtual_key)


class AsyncModels(_AsyncResource):
    """`integrations.models`: which models an integration offers."""

    list = _AsyncList(operations.list_integration_models, ModelPages)
    update = _AsyncMethod(operations.update_integration_models)
    delete = _AsyncMethod(operations.delete_integration_models)


class AsyncWorkspaces(_AsyncResource):
    """`integrations.workspaces`: which workspaces may use an integration, and how much."""

    list = _AsyncList(operations.list_integration_workspaces, WorkspacePages)
    update = _AsyncMethod(operations.update_integration_workspaces)


class AsyncIntegrations(_AsyncResource):
    """`integrations`: provider credentials of an organisation or of one workspace."""

    def __init__(self, sender: AsyncSender) -> None:
        super().__init__(sender)
        self.models = AsyncModels(sender)
        self.workspaces = AsyncWorkspaces(sender)

    list = _AsyncList(operations.list_integrations, IntegrationPages)
    create = _AsyncMethod(operations.create_integration)
    retrieve = _AsyncMethod(operations.retrieve_integration)
    update = _AsyncMethod(operations.update_integration)
    delete = _AsyncMethod(operations.delete_integration)


class AsyncProviders(_AsyncResource):
    """`providers`: an integration as one workspace uses it."""

    list = _AsyncList(operations.list_providers, ProviderPages)
    create = _AsyncMethod(operations.create_provider)
    retrieve = _AsyncMethod(operations.retrieve_provider)
    update = _AsyncMethod(operations.update_provider)
    delete = _AsyncMethod(operations.delete_provider)


class AsyncVirtualKeys(_AsyncResource):
    """`virtual_keys`: the older view of providers."""

    list = _AsyncList(operations.list_virtual_keys, VirtualKeyPages)
    create = _AsyncMethod(operations.create_virtual_key)
    retrieve = _AsyncMethod(operations.retrieve_virtual_key)
    update = _AsyncMethod(operations.update_virtual_key)
    delete = _AsyncMethod(operations.delete_virtual_key)
