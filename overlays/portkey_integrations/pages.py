"""Lists: the page that was asked for, and a walk over it and all that follow.

    for integration in client.integrations.list():          # every page, each fetched when it is reached
        ...
    client.integrations.list(page_size=20).total            # the page's own fields, as ever
    page = client.integrations.list(current_page=3).page()  # that page alone

A walk ends where the server's `total` is reached, or a page is empty. Others may write in between: what moves
to a later page is not given a second time (items are told apart by id), what moves to an earlier one may be
missed. A list that the contract does not divide into pages is one page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .errors import RepeatedPageError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Generator, Iterator

    from portkey_integrations_api.models import (
        Integration,
        IntegrationList,
        IntegrationModel,
        IntegrationModelList,
        IntegrationWorkspaceList,
        Provider,
        ProviderList,
        VirtualKey,
        VirtualKeyList,
        WorkspaceAccess,
    )

    from .call import Call
    from .resources import AsyncSender, Sender

PageT = TypeVar("PageT")
ItemT = TypeVar("ItemT")
NUMBER = "current_page"
MOST_IDLE = 3
"""How many pages in a row may have nothing new."""


class Walk(Generic[PageT]):
    """Which pages are asked for and what is new on each; senders, synchronous or not, do the rest."""

    def __init__(
        self, first: Call[PageT], describe: Callable[..., Call[PageT]], arguments: dict[str, Any]
    ) -> None:
        self.first = first
        self._describe = describe
        self._arguments = arguments

    def steps(self) -> Generator[Call[PageT], PageT, None]:
        """Gives the call for each page after the first and takes each page, the first one, too."""
        number = self._arguments.get(NUMBER) or 0
        from_the_start = number == 0
        received = idle = 0
        before: tuple[list[Any], int] | None = None
        seen: set[Any] = set()
        page = yield self.first
        while NUMBER in self.first.operation.query:
            keys, total = [key_of(item) for item in items_of(page)], getattr(page, "total", 0)
            received += len(keys)
            if not keys or (from_the_start and received >= total):
                return
            # Where others write, a page may have nothing new. A server that does not read the page's number
            # gives the same for ever, and what is on its other pages cannot be had.
            idle = idle + 1 if seen.issuperset(keys) else 0
            if idle == MOST_IDLE or (keys, total) == before:
                raise RepeatedPageError(
                    f"page {number} has nothing that the pages before it had not, though there are {total}",
                    operation=self.first.operation.id,
                    method=self.first.method,
                    path=self.first.path,
                )
            seen.update(keys)
            before = keys, total
            number += 1
            page = yield self._describe(**{**self._arguments, NUMBER: number})


class Pages(Generic[PageT, ItemT]):
    """The page that was asked for, as the model of the contract, and what follows it.

    Its attributes, `to_dict()`, `raw`, equality and text are the page's.
    """

    def __init__(self, walk: Walk[PageT], sender: Sender) -> None:
        self._walk = walk
        self._sender = sender
        self._page = sender.send(walk.first)

    def page(self) -> PageT:
        """The page that was asked for, alone."""
        return self._page

    def pages(self) -> Iterator[PageT]:
        """This page and each that follows, as the server gives them; an item may be on two of them."""
        steps, page = self._walk.steps(), self._page
        next(steps)
        yield page
        while (call := _after(steps, page)) is not None:
            page = self._sender.send(call)
            yield page

    def __iter__(self) -> Iterator[ItemT]:
        """The items of this page and of those that follow, each once.

        Raises:
            RepeatedPageError: The server gives the same page again and again.
        """
        seen: set[Any] = set()
        for page in self.pages():
            yield from _unseen(page, seen)

    @property  # type: ignore[misc]
    def __class__(self) -> type[Any]:
        return type(self._page)

    if not TYPE_CHECKING:  # checkers are to know the page's attributes, and no others

        def __getattr__(self, name):
            return getattr(self._page, name)

    def __getitem__(self, name: str) -> Any:
        return self._page[name]  # type: ignore[index]

    def __contains__(self, name: str) -> bool:
        return name in self._page  # type: ignore[operator]

    def __eq__(self, other: object) -> bool:
        return bool(self._page == (other._page if type(other) is Pages else other))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._page)

    def __str__(self) -> str:
        return str(self._page)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return self._page.__reduce_ex__(protocol)


class AsyncPages(Generic[PageT, ItemT]):
    """A list that has not been asked for yet: `await` it for the page, or walk it with `async for`."""

    def __init__(self, walk: Walk[PageT], sender: AsyncSender) -> None:
        self._walk = walk
        self._sender = sender

    async def page(self) -> PageT:
        """The page that was asked for, alone; awaiting the list gives the same."""
        return await self._sender.send(self._walk.first)

    def __await__(self) -> Generator[Any, None, PageT]:
        return self.page().__await__()

    async def pages(self) -> AsyncIterator[PageT]:
        """As `Pages.pages`."""
        steps = self._walk.steps()
        call: Call[PageT] | None = next(steps)
        while call is not None:
            page = await self._sender.send(call)
            yield page
            call = _after(steps, page)

    async def __aiter__(self) -> AsyncIterator[ItemT]:
        """As `Pages.__iter__`."""
        seen: set[Any] = set()
        async for page in self.pages():
            for item in _unseen(page, seen):
                yield item


def everything(client: AsyncSender, describe: Callable[..., Call[Any]], **query: Any) -> AsyncPages[Any, Any]:
    """All items of the list that a function of `operations` describes."""
    return AsyncPages(Walk(describe(**query), describe, query), client)


def items_of(page: Any) -> list[Any]:
    """The items of a list of the contract, which is the one field of it that is always an array."""
    from portkey_integrations_api.types import ListOf

    (name,) = (field.name for field in page.FIELDS if field.required and isinstance(field.codec, ListOf))
    items: list[Any] = getattr(page, name)
    return items


def key_of(item: Any) -> Any:
    """What tells an item of a list from the others: its id, or its slug where it has none."""
    return getattr(item, "id", None) or getattr(item, "slug", None)


def _after(steps: Generator[Call[PageT], PageT, None], page: PageT) -> Call[PageT] | None:
    try:
        return steps.send(page)
    except StopIteration:
        return None


def _unseen(page: Any, seen: set[Any]) -> Iterator[Any]:
    for item in items_of(page):
        if (key := key_of(item)) not in seen:
            seen.add(key)
            yield item


if TYPE_CHECKING:

    class IntegrationPages(IntegrationList, Pages[IntegrationList, Integration]): ...

    class ModelPages(IntegrationModelList, Pages[IntegrationModelList, IntegrationModel]): ...

    class WorkspacePages(IntegrationWorkspaceList, Pages[IntegrationWorkspaceList, WorkspaceAccess]): ...

    class ProviderPages(ProviderList, Pages[ProviderList, Provider]): ...

    class VirtualKeyPages(VirtualKeyList, Pages[VirtualKeyList, VirtualKey]): ...
else:
    # To type checkers, what a list answers is its page and more; when it runs, `Pages` passes that on.
    IntegrationPages = ModelPages = WorkspacePages = ProviderPages = VirtualKeyPages = Pages
