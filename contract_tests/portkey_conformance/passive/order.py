"""Puts entries in the order in which they began, and tells which of them nothing else overlapped."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator

from portkey_conformance.passive.entries import Entry

WINDOW = 1000
"""So many entries of a log are kept, to put right those that were written down late."""


def in_order(entries: Iterable[Entry], window: int | None = WINDOW) -> Iterator[tuple[Entry, bool]]:
    """Each entry in the order in which it began, and whether it was alone.

    An entry is alone if no write overlapped it in time, and, if it is a write itself, nothing did. One whose
    time is not known is not alone.

    Args:
        entries: The entries in the order of the recording.
        window: How many may be out of order; None is any number.
    """
    waiting: list[tuple[float, int, Entry]] = []
    writes: list[tuple[float, int]] = []
    latest = 0.0
    ended = _Ends()
    for entry in entries:
        latest = entry.started if entry.started is not None else latest
        heapq.heappush(waiting, (latest, entry.number, entry))
        if entry.writes:
            heapq.heappush(writes, (latest, entry.number))
        if window is not None and len(waiting) > window:
            yield _next(waiting, writes, ended)
    while waiting:
        yield _next(waiting, writes, ended)


class _Ends:
    """When the last of what came before ended."""

    def __init__(self) -> None:
        self.any = 0.0
        self.write = 0.0
        self.timeless = False
        """Whether some write has no time: it may have been at any."""


def _next(
    waiting: list[tuple[float, int, Entry]], writes: list[tuple[float, int]], ended: _Ends
) -> tuple[Entry, bool]:
    start, number, entry = heapq.heappop(waiting)
    if writes and writes[0] == (start, number):
        heapq.heappop(writes)
    if entry.started is None or entry.seconds is None:
        ended.timeless = ended.timeless or entry.writes
        return entry, False
    end = start + entry.seconds
    if entry.writes:
        alone = ended.any <= start and not (waiting and waiting[0][0] < end)
    else:
        alone = ended.write <= start and not (writes and writes[0][0] < end)
    ended.any = max(ended.any, end)
    if entry.writes:
        ended.write = max(ended.write, end)
    return entry, alone and not ended.timeless
