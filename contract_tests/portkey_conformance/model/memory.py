"""What a server that conforms remembers, and which requirement it breaks where it remembers otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = Mapping[str, Any]


@dataclass
class Held:
    """One value that was written, and what is broken if another one is read."""

    value: Any
    blame: str
    seen: bool = False
    """Whether it was read as it was written, so that a change since then is another fault."""


@dataclass
class Thing:
    """One resource: its names, and what was written to it."""

    slug: str
    id: str | None
    held: dict[str, Held] = field(default_factory=dict)
    workspace: str | None = None
    mask: Any = None
    secret: str = field(default="", repr=False)

    def write(self, values: Json, written: str, kept: str) -> None:
        """Remember a write: what it names is new, and what it does not name stays."""
        self.untouched(kept)
        for name, value in values.items():
            self.held[name] = Held(value, written)

    def untouched(self, blame: str) -> None:
        """Whatever differs from now on, though it was read right before, breaks this requirement."""
        for one in self.held.values():
            if one.seen:
                one.blame = blame

    def differences(self, shown: Json) -> list[tuple[str, Held]]:
        """What is not as it was written; the rest counts as seen."""
        found = []
        for name, one in self.held.items():
            if same(shown.get(name), one.value):
                one.seen = True
            else:
                found.append((name, one))
        return found


@dataclass
class RememberedIntegration(Thing):
    models: dict[str, Held] = field(default_factory=dict)
    """Whether each model is enabled."""
    access: dict[str, Thing] = field(default_factory=dict)
    """By the slug of a workspace."""


@dataclass
class RememberedProvider(Thing):
    integration: str = ""
    made_as: str = "provider"
    """Or ``virtual_key``."""


def same(shown: Any, written: Any) -> bool:
    """Whether an answer says what was written: it may say more, and may leave out what is null."""
    if written is None:
        return shown is None or shown in ([], {}, "")
    if isinstance(written, bool) or isinstance(shown, bool):
        return shown is written
    if isinstance(written, Mapping):
        return isinstance(shown, Mapping) and all(same(shown.get(name), one) for name, one in written.items())
    if isinstance(written, list):
        return (
            isinstance(shown, list)
            and len(shown) == len(written)
            and all(same(one, other) for one, other in zip(shown, written, strict=True))
        )
    alike = type(shown) is type(written) or _numbers(shown, written)
    return alike and bool(shown == written)


def _numbers(*values: Any) -> bool:
    return all(isinstance(value, int | float) for value in values)
