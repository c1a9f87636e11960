"""One resource as it is remembered, and which requirement is broken where it is answered otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portkey_conformance.exchanges import Exchange
from portkey_conformance.memory.values import comparable, same

Place = tuple[str, ...]
"""A view of a resource (``detail``, ``key``, ``models``, ``workspaces``) and the way to a value in it."""

HISTORY = 12
"""Writes kept of one resource, its creation apart."""
MOST_CAUSES = 40
"""Exchanges kept of what was done elsewhere."""


@dataclass
class Held:
    """A value that was written or seen, and what is broken if another one is answered."""

    value: Any
    blame: str
    settled: bool = False
    """Whether it was answered since the last write: a change after that is the fault of what came after."""
    updated: bool = False
    chosen: bool = False
    """Whether the server chose it: a view may leave it out."""
    written_in: str = ""
    """The operation's view that a write came through, where a resource has two and neither was read since."""
    shown: Exchange | None = field(default=None, repr=False)
    """The last answer that said so."""
    shown_in: frozenset[str] = frozenset()
    """The views that said so since the last write."""
    because: tuple[Exchange, ...] = field(default=(), repr=False)
    """What was done elsewhere since, that must not have changed it."""

    def confirm(self, idle: str, view: str, exchange: Exchange) -> None:
        """It was answered."""
        self.blame, self.settled, self.shown, self.because = idle, True, exchange, ()
        self.shown_in |= {view}

    def doubt(self, blame: str, because: tuple[Exchange, ...]) -> None:
        """Something was done that must not change it: here, or elsewhere if ``because`` says what."""
        if self.settled or (self.because and not because):
            self.blame = blame
        if self.settled or self.because:
            self.because = (*self.because, *because)[-MOST_CAUSES:]
            self.settled, self.written_in, self.shown_in = False, "", frozenset()


@dataclass
class Thing:
    """A resource of this run."""

    kind: str
    """``integration`` or ``provider``; a virtual key is a provider."""
    slug: str
    id: str | None
    created: Exchange = field(repr=False)
    idle: str
    """What is broken where two reads differ and nothing was written between them."""
    workspace: str | None = None
    parent: str | None = None
    """The slug of a provider's integration."""
    scoped: bool = False
    """Whether an integration belongs, or may belong, to one workspace."""
    held: dict[Place, Held] = field(default_factory=dict)
    gone: str | None = None
    """What is broken if it is found; None while it is there."""
    gone_in: str = ""
    """The view that it was deleted through, until that one was seen not to have it."""
    there: Held = field(default_factory=lambda: Held(True, "CRE-003"))
    listed: set[tuple[str, ...]] = field(default_factory=set)
    """The lists, by operation and filter, that it was seen in."""
    former: tuple[Exchange, ...] = field(default=(), repr=False)
    """What happened to another one that had its slug before."""
    writes: list[Exchange] = field(default_factory=list, repr=False)
    uncertain: bool = False
    """True once nobody can say what it should be: a write got no clear answer."""
    secret_ends: tuple[str, str] | None = field(default=None, repr=False)
    """The first and the last character of its key."""

    @property
    def names(self) -> list[str]:
        return [name for name in (self.slug, self.id) if name]

    def write(self, place: Place, value: Any, blame: str, *, updated: bool = True, through: str = "") -> None:
        """Remember what a write named."""
        if comparable(value):
            self.held[place] = Held(value, blame, updated=updated, written_in=through)
        else:
            self.held.pop(place, None)

    def forget(self, *starts: Place) -> None:
        """Drop what is remembered of these places and all below them."""
        self.held = {
            place: one
            for place, one in self.held.items()
            if not any(place[: len(start)] == start for start in starts)
        }

    def happened(self, blame: str, *, below: Place = (), because: tuple[Exchange, ...] = ()) -> None:
        """Something happened that changes nothing here: what differs from now on is its fault.

        Args:
            blame: What is broken then.
            below: The part of it that is meant.
            because: What was done elsewhere, where it was not done to this resource.
        """
        for place, one in self.held.items():
            if place[: len(below)] == below:
                one.doubt(blame, because)
        if not below:
            self.there.doubt(blame, because)

    def keep(self, exchange: Exchange) -> None:
        """Keep a write, for the sequence that shows a finding."""
        self.writes = [*self.writes, exchange][-HISTORY:]

    def found(self, view: str, exchange: Exchange) -> None:
        """It was answered."""
        self.there.confirm(self.idle, view, exchange)

    def differences(
        self, shown: Mapping[str, Any], below: Place, view: str, exchange: Exchange
    ) -> Iterator[tuple[Place, Held, Any, bool]]:
        """Each place in a view that could be compared, with what was answered, and whether it is the same.

        Args:
            shown: What was answered, from the second step of a place on.
            below: The steps that a place begins with.

        A difference is told once: from then on the place is not remembered, until it is written again.
        """
        for place, one in list(self.held.items()):
            if place[: len(below)] != below:
                continue
            answered = _at(shown, place[1:])
            if same(answered, one.value):
                yield place, one, answered, True
                one.confirm(self.idle, view, exchange)
            elif answered is None and one.chosen:
                continue
            elif one.written_in and one.written_in != view and not one.settled:
                continue  # whether the write or this view is wrong, only the other view can tell
            else:
                del self.held[place]
                yield place, one, answered, False


def _at(shown: Any, place: Place) -> Any:
    for part in place:
        shown = shown.get(part) if isinstance(shown, Mapping) else None
    return shown
