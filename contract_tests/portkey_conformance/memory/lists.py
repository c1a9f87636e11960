"""What lists must show of the resources that are remembered: each once, and none that the filter keeps out.

A page is judged by itself; a walk from the first page to the empty one past the end is judged as a whole, if
nothing was written meanwhile. Others' resources say nothing: only what the run made is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from portkey_conformance.exchanges import Exchange
from portkey_conformance.memory.things import Thing

PAGING = ("current_page", "page_size")
MADE_BY = {
    "listIntegrations": "createIntegration",
    "listProviders": "createProvider",
    "listVirtualKeys": "createVirtualKey",
}
"""What must be in a list was made in its own view."""
MOST_OTHERS = 12
"""So many resources at most are made again to show what is wrong with a walk."""
SMALL_PAGE = 50
"""The least that a page has room for where the request does not say, by the contract's defaults."""
ONCE = {"listIntegrations": "LST-002", "listProviders": "LST-012", "listVirtualKeys": "LST-015"}
"""What is broken where an item is on two pages, or on none."""
THERE = {"listIntegrations": "LST-001", "listProviders": "LST-012", "listVirtualKeys": "VKY-007"}
"""What is broken where a new item is on no page."""


class Known(Protocol):
    """What a list is judged by."""

    def workspace_slug(self, name: object) -> str | None: ...
    def living(self, kind: str) -> list[Thing]: ...
    def thing(self, kind: str, name: str | None) -> Thing | None: ...


@dataclass(frozen=True)
class Trouble:
    """What is wrong with a list, and about which of its items."""

    requirement: str
    thing: Thing
    place: tuple[str, ...]
    expected: str
    actual: str
    pages: tuple[Exchange, ...]
    others: tuple[Thing, ...] = ()
    """What else has to be there for it to show."""


@dataclass
class _Walk:
    filter: tuple[tuple[str, str], ...]
    size: str | None
    total: object
    pages: list[Exchange] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    """On how many pages each resource of the run is."""
    shown: Counter[Any] = field(default_factory=Counter)
    """On how many pages anything is."""
    count: int = 0


class Lists:
    """Follows the pages of each list."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._walks: dict[tuple[str, tuple[tuple[str, str], ...], str | None], _Walk] = {}
        self._totals: dict[tuple[str, tuple[tuple[str, str], ...]], object] = {}
        self._busy = False
        """Whether somebody else was seen to write: then what is on which page is theirs to change."""

    def written(self) -> None:
        """Something was written: what comes now belongs to no walk that began before."""
        self._walks.clear()
        self._totals.clear()

    def read(self, kind: str, exchange: Exchange) -> Iterable[Trouble]:
        """Judge a page that the admin key was answered, and the walk that it ends."""
        items = exchange.body.get("data")
        if not exchange.ok or not isinstance(items, list) or exchange.operation is None:
            return
        query = dict(exchange.query)
        page = query.get("current_page", "0")
        if len(query) != len(exchange.query) or not page.isascii() or not page.isdigit():
            return
        filtered = tuple(sorted((name, one) for name, one in query.items() if name not in PAGING))
        size = query.get("page_size")
        here = [thing for item in items if (thing := self._own(kind, item)) is not None]
        yield from self._each(exchange, here, filtered)
        total = exchange.body.get("total")
        self._notice_others(exchange.operation.id, filtered, total)
        room = int(size) if size is not None and size.isdigit() else SMALL_PAGE
        if int(page) == 0 and total == len(items) < room:
            yield from self._missing(kind, filtered, {thing.slug for thing in here}, (exchange,))
            return
        if exchange.operation.id == "listIntegrations" and isinstance(total, int):
            yield from self._too_few(kind, filtered, total, exchange)
        yield from self._walked(kind, exchange, int(page), filtered, size, here)

    def _own(self, kind: str, item: Any) -> Thing | None:
        thing = self._known.thing(kind, item.get("slug")) if isinstance(item, dict) else None
        return None if thing is None or thing.uncertain or thing.gone else thing

    def _each(
        self, exchange: Exchange, here: list[Thing], filtered: tuple[tuple[str, str], ...]
    ) -> Iterable[Trouble]:
        assert exchange.operation is not None
        operation = exchange.operation.id
        counted = Counter(thing.slug for thing in here)
        wanted = dict(filtered)
        for thing in here:
            thing.listed.add((operation, *(part for pair in filtered for part in pair)))
            if counted[thing.slug] > 1:
                counted[thing.slug] = 1
                words = f"{thing.slug} once on a page"
                yield Trouble(ONCE[operation], thing, ("list", "once"), words, "twice", (exchange,))
            if operation == "listIntegrations" and _contradicts(wanted.get("type"), thing):
                words = f"only those of type={wanted['type']}"
                yield Trouble("LST-007", thing, ("list", "type"), words, thing.slug, (exchange,))
            workspace = self._known.workspace_slug(wanted.get("workspace_id"))
            obeyed = operation != "listVirtualKeys"  # a server may ignore the filter there
            if obeyed and workspace and thing.workspace and workspace != thing.workspace:
                requirement = "LST-006" if operation == "listIntegrations" else "LST-012"
                words = "only those of the workspace"
                yield Trouble(requirement, thing, ("list", "workspace"), words, thing.slug, (exchange,))

    def _notice_others(self, operation: str, filtered: tuple[tuple[str, str], ...], total: object) -> None:
        known = self._totals.setdefault((operation, filtered), total)
        self._busy = self._busy or known != total

    def _missing(
        self,
        kind: str,
        filtered: tuple[tuple[str, str], ...],
        seen: set[str],
        pages: tuple[Exchange, ...],
    ) -> Iterable[Trouble]:
        operation = pages[0].operation
        assert operation is not None
        own = self._expected(kind, filtered)
        made_by = MADE_BY[operation.id]
        for thing in own:
            creation = thing.created.operation
            if thing.slug in seen or creation is None or creation.id != made_by:
                continue
            place = (operation.id, *(part for pair in filtered for part in pair))
            words = f"{thing.slug} in the list"
            yield Trouble(
                self._lost(operation.id, thing, place, filtered),
                thing,
                ("list", "missing"),
                words,
                "it is missing",
                pages,
                tuple(own),
            )

    def _lost(
        self, operation: str, thing: Thing, place: tuple[str, ...], filtered: tuple[tuple[str, str], ...]
    ) -> str:
        if place in thing.listed:
            return ONCE[operation]
        names = {name for name, _ in filtered}
        if operation == "listIntegrations" and filtered and (operation,) in thing.listed:
            return "LST-007" if "type" in names and "workspace_id" not in names else "LST-006"
        return THERE[operation]

    def _expected(self, kind: str, filtered: tuple[tuple[str, str], ...]) -> list[Thing]:
        """What a list must show with a filter, as far as that is known."""
        wanted = dict(filtered)
        if set(wanted) - {"type", "workspace_id"}:
            return []
        workspace = self._known.workspace_slug(wanted.get("workspace_id"))
        if "workspace_id" in wanted and workspace is None:
            return []
        return [
            thing
            for thing in self._known.living(kind)
            if (workspace is None or thing.workspace == workspace)
            and (kind == "integration" or workspace is not None)
            and (wanted.get("type") in (None, "all") or wanted["type"] == _type(thing))
        ]

    def _too_few(
        self, kind: str, filtered: tuple[tuple[str, str], ...], total: int, exchange: Exchange
    ) -> Iterable[Trouble]:
        own = self._expected(kind, filtered)
        if total < len(own):
            words = f"a total of {len(own)} or more"
            yield Trouble("LST-009", own[0], ("list", "total"), words, str(total), (exchange,), tuple(own))

    def _walked(
        self,
        kind: str,
        exchange: Exchange,
        page: int,
        filtered: tuple[tuple[str, str], ...],
        size: str | None,
        here: list[Thing],
    ) -> Iterable[Trouble]:
        assert exchange.operation is not None
        key = exchange.operation.id, filtered, size
        if page == 0:
            self._walks[key] = _Walk(filtered, size, exchange.body.get("total"))
        walk = self._walks.get(key)
        if walk is None:
            return
        items = exchange.body.get("data") or []
        if page != len(walk.pages) or exchange.body.get("total") != walk.total or self._busy:
            del self._walks[key]
            return
        walk.pages.append(exchange)
        walk.seen.update({thing.slug for thing in here})
        walk.shown.update({item.get("slug") for item in items if isinstance(item, dict)})
        walk.count += len(items)
        if items:
            return
        del self._walks[key]
        pages = tuple(walk.pages)
        own = tuple(self._expected(kind, filtered))
        twice = [slug for slug, times in walk.shown.items() if times > 1 and slug is not None]
        thing = self._known.thing(kind, twice[0]) if twice else None
        if twice and (thing is not None or own):
            words = f"{twice[0]} on one page of a walk"
            blame, others = ONCE[exchange.operation.id], tuple(self._known.living(kind)[-MOST_OTHERS:])
            yield Trouble(blame, thing or own[0], ("list", "pages"), words, "on two", pages, others)
        if not twice:
            yield from self._missing(kind, filtered, set(walk.seen), pages)
        if kind == "integration" and own and not twice and walk.total != walk.count:
            words = f"a total of {walk.count}, as many as the pages show"
            yield Trouble("LST-009", own[0], ("list", "total"), words, str(walk.total), pages, own)


def _type(thing: Thing) -> str | None:
    """Whether an integration belongs to a workspace, where that is known."""
    if thing.workspace is not None:
        return "workspace"
    shown = thing.held.get(("detail", "type"))
    return shown.value if shown is not None and not thing.scoped else None


def _contradicts(kind: str | None, thing: Thing) -> bool:
    return kind in ("workspace", "organisation") and _type(thing) not in (None, kind)
