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


@dataclass
class Held:
    """A value that was written or seen, and what is broken if another one is answered."""

    value: Any
    blame: str
    settled: bool = False
    """Whether it was answered since the last write: a change after that is the fault of what came after."""
    updated: bool = False


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
    held: dict[Place, Held] = field(default_factory=dict)
    gone: str | None = None
    """What is broken if it is found; None while it is there."""
    there: Held = field(default_factory=lambda: Held(True, "CRE-003"))
    writes: list[Exchange] = field(default_factory=list, repr=False)
    uncertain: bool = False
    """True once nobody can say what it should be: a write got no clear answer."""
    secret_ends: tuple[str, str] | None = field(default=None, repr=False)
    """The first and the last character of its key."""

    @property
    def names(self) -> list[str]:
        return [name for name in (self.slug, self.id) if name]

    def write(self, place: Place, value: Any, blame: str, *, updated: bool = True) -> None:
        """Remember what a write named."""
        if comparable(value):
            self.held[place] = Held(value, blame, updated=updated)
        else:
            self.held.pop(place, None)

    def forget(self, *starts: Place) -> None:
        """Drop what is remembered of these places and all below them."""
        self.held = {
            place: one
            for place, one in self.held.items()
            if not any(place[: len(start)] == start for start in starts)
        }

    def happened(self, blame: str, *, below: Place = ()) -> None:
        """Something happened that changes nothing here: what differs from now on is its fault."""
        for place, one in self.held.items():
            if one.settled and place[: len(below)] == below:
                one.blame, one.settled = blame, False
        if self.there.settled and not below:
            self.there.blame, self.there.settled = blame, False

    def keep(self, exchange: Exchange) -> None:
        """Keep a write, for the sequence that shows a finding."""
        self.writes = [*self.writes, exchange][-HISTORY:]

    def found(self) -> None:
        """It was answered."""
        self.there.blame, self.there.settled = self.idle, True

    def differences(self, shown: Mapping[str, Any], below: Place) -> Iterator[tuple[Place, Held, Any]]:
        """Each place in a view that is answered otherwise; the others are settled by it.

        A difference is told once: from then on, what the server says is what is remembered.
        """
        for place, one in list(self.held.items()):
            if place[: len(below)] != below:
                continue
            answered = _at(shown, place[len(below) :])
            if same(answered, one.value):
                one.blame, one.settled = self.idle, True
            else:
                self.held[place] = Held(answered, self.idle, settled=True)
                yield place, one, answered


def _at(shown: Any, place: Place) -> Any:
    for part in place:
        shown = shown.get(part) if isinstance(shown, Mapping) else None
    return shown
