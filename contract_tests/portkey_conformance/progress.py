"""Who is told how far a run is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told of each step as it begins."""

    def step(self, phase: str, label: str, done: int, total: int) -> None: ...
