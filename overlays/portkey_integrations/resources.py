"""The operations as methods: one that sends at once and one that is awaited, made of the same description."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Protocol, TypeVar, overload

from . import conveniences, operations
from .conveniences import Grant
from .errors import NotFoundError
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
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
    from concurrent.futures import Future
    from typing import TypeAlias, Unpack

    from portkey_integrations_api.api.integrations.list_integrations import Query as ListIntegrationsQuery
    from portkey_integrations_api.models import Integration, WorkspaceAccess

    from .call import Call
    from .conveniences import Flow

    Accesses: TypeAlias = list[WorkspaceAccess]  # the classes below have a method `list`

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

    def __init__(self, describe: Callable[P, Any], *types: Any) -> None:
        self.__wrapped__ = describe
        self.__doc__ = describe.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.__name__ = name

    if not TYPE_CHECKING:  # each kind of method says what it gives to which resource

        def __get__(self, resource, owner):
            if resource is None:
                return self
            method = self._method(self.__wrapped__, resource)
            for name in ("__doc__", "__name__", "__wrapped__"):
                setattr(method, name, getattr(self, name))
            method.__qualname__ = f"{owner.__qualname__}.{self.__name__}"
            vars(resource)[self.__name__] = method  # the resource has it at hand from now on
            return method

    def _method(self, describe: Callable[P, Any], resource: Any) -> Any:
        raise NotImplementedError


class _Method(_Bound[P], Generic[P, T]):
    """A method that sends at once, or that is awaited, as the resource is."""

    if TYPE_CHECKING:

        def __init__(self, describe: Callable[P, Call[T] | Flow[T]]) -> None: ...
        @overload
        def __get__(self, resource: _Resource, owner: type) -> Callable[P, T]: ...
        @overload
        def __get__(self, resource: _AsyncResource, owner: type) -> Callable[P, Coroutine[Any, Any, T]]: ...
        def __get__(self, resource: Any, owner: type) -> Any: ...

    def _method(self, describe: Callable[P, Any], resource: Any) -> Any:
        sender = resource._sender

        def method(*args: P.args, **kwargs: P.kwargs) -> Any:
            described = conveniences.tried(describe, *args, **kwargs)
            del args, kwargs
            if isinstance(described, Exception):
                raise described
            return conveniences.run(sender, described)

        async def awaited(*args: P.args, **kwargs: P.kwargs) -> Any:
            described = conveniences.tried(describe, *args, **kwargs)
            del args, kwargs
            if isinstance(described, Exception):
                raise described
            return await conveniences.run_async(sender, described)

        return method if isinstance(resource, _Resource) else awaited


class _Pages(_Bound[P]):
    shown_as: Any = Pages

    def _method(self, describe: Callable[P, Any], resource: Any) -> Any:
        def method(*args: P.args, **kwargs: P.kwargs) -> Any:
            return self.shown_as(Walk(describe(*args, **kwargs), describe, kwargs), resource._sender)

        return method


class _List(_Pages[P], Generic[P, PagesT]):
    if TYPE_CHECKING:

        def __init__(self, describe: Callable[P, Call[Any]], shown_as: type[PagesT]) -> None: ...
        def __get__(self, resource: _Resource, owner: type) -> Callable[P, PagesT]: ...


class _AsyncList(_Pages[P], Generic[P, PageT, ItemT]):
    shown_as = AsyncPages

    if TYPE_CHECKING:

        def __init__(
            self, describe: Callable[P, Call[PageT]], shown_as: type[Pages[PageT, ItemT]]
        ) -> None: ...
        def __get__(self, resource: _AsyncResource, owner: type) -> Callable[P, AsyncPages[PageT, ItemT]]: ...


class _Models:
    update = _Method(operations.update_integration_models)
    delete = _Method(operations.delete_integration_models)
    enable = _Method(conveniences.enable)
    disable = _Method(conveniences.disable)


class _Workspaces:
    update = _Method(operations.update_integration_workspaces)
    grant = _Method(conveniences.grant)
    revoke = _Method(conveniences.revoke)


class _Integrations:
    create = _Method(operations.create_integration)
    retrieve = _Method(operations.retrieve_integration)
    update = _Method(operations.update_integration)
    delete = _Method(operations.delete_integration)
    ensure = _Method(conveniences.ensure)
    rotate_key = _Method(conveniences.rotate_key)


class _Providers:
    create = _Method(operations.create_provider)
    retrieve = _Method(operations.retrieve_provider)
    update = _Method(operations.update_provider)
    delete = _Method(operations.delete_provider)


class _VirtualKeys:
    create = _Method(operations.create_virtual_key)
    retrieve = _Method(operations.retrieve_virtual_key)
    update = _Method(operations.update_virtual_key)
    delete = _Method(operations.delete_virtual_key)


class Models(_Models, _Resource):
    """`integrations.models`: which models an integration offers."""

    list = _List(operations.list_integration_models, ModelPages)


class Workspaces(_Workspaces, _Resource):
    """`integrations.workspaces`: which workspaces may use an integration, and how much."""

    list = _List(operations.list_integration_workspaces, WorkspacePages)

    def _of(self, slug: str) -> Accesses:
        try:
            return self.list(slug=slug).page().workspaces
        except NotFoundError:
            return []


class Integrations(_Integrations, _Resource):
    """`integrations`: provider credentials of an organisation or of one workspace."""

    list = _List(operations.list_integrations, IntegrationPages)

    def __init__(self, sender: Sender) -> None:
        super().__init__(sender)
        self.models = Models(sender)
        self.workspaces = Workspaces(sender)

    def iter_grants(self, *, concurrency: int = 8, **query: Unpack[ListIntegrationsQuery]) -> Iterator[Grant]:
        """The access that each workspace has to each integration of `list`, read on several threads.

        An integration that is deleted meanwhile is passed over. Nothing is sent before the first is taken.

        Args:
            concurrency: How many integrations are read at a time, 1 or more.
            query: As for `list`.
        """
        from concurrent.futures import ThreadPoolExecutor

        pool = ThreadPoolExecutor(conveniences.checked(concurrency))
        waiting: deque[tuple[Integration, Future[Accesses]]] = deque()
        try:
            for integration in self.list(**query):
                waiting.append((integration, pool.submit(self.workspaces._of, integration.slug)))
                if len(waiting) > concurrency:
                    first, reading = waiting.popleft()
                    yield from (Grant(first, access) for access in reading.result())
            for first, reading in waiting:
                yield from (Grant(first, access) for access in reading.result())
        finally:
            pool.shutdown(cancel_futures=True)


class Providers(_Providers, _Resource):
    """`providers`: an integration as one workspace uses it."""

    list = _List(operations.list_providers, ProviderPages)


class VirtualKeys(_VirtualKeys, _Resource):
    """`virtual_keys`: the older view of providers."""

    list = _List(operations.list_virtual_keys, VirtualKeyPages)


class AsyncModels(_Models, _AsyncResource):
    """`integrations.models`: which models an integration offers."""

    list = _AsyncList(operations.list_integration_models, ModelPages)


class AsyncWorkspaces(_Workspaces, _AsyncResource):
    """`integrations.workspaces`: which workspaces may use an integration, and how much."""

    list = _AsyncList(operations.list_integration_workspaces, WorkspacePages)

    async def _of(self, slug: str) -> Accesses:
        try:
            return (await self.list(slug=slug)).workspaces
        except NotFoundError:
            return []


class AsyncIntegrations(_Integrations, _AsyncResource):
    """`integrations`: provider credentials of an organisation or of one workspace."""

    list = _AsyncList(operations.list_integrations, IntegrationPages)

    def __init__(self, sender: AsyncSender) -> None:
        super().__init__(sender)
        self.models = AsyncModels(sender)
        self.workspaces = AsyncWorkspaces(sender)

    async def iter_grants(
        self, *, concurrency: int = 8, **query: Unpack[ListIntegrationsQuery]
    ) -> AsyncIterator[Grant]:
        """As `Integrations.iter_grants`, with tasks in place of threads."""
        import asyncio

        conveniences.checked(concurrency)
        waiting: deque[tuple[Integration, asyncio.Task[Accesses]]] = deque()
        try:
            async for integration in self.list(**query):
                reading = asyncio.create_task(self.workspaces._of(integration.slug))
                waiting.append((integration, reading))
                while len(waiting) > concurrency:
                    first, reading = waiting.popleft()
                    for access in await reading:
                        yield Grant(first, access)
            for first, reading in waiting:
                for access in await reading:
                    yield Grant(first, access)
        finally:
            for _, reading in waiting:
                reading.cancel()
            await asyncio.gather(*(reading for _, reading in waiting), return_exceptions=True)


class AsyncProviders(_Providers, _AsyncResource):
    """`providers`: an integration as one workspace uses it."""

    list = _AsyncList(operations.list_providers, ProviderPages)


class AsyncVirtualKeys(_VirtualKeys, _AsyncResource):
    """`virtual_keys`: the older view of providers."""

    list = _AsyncList(operations.list_virtual_keys, VirtualKeyPages)
