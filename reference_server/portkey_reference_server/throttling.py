"""`--rate-limit`: how many calls of the API each key may make, counted over all workers of a machine.

A key may make as many calls at once as the limit names, and regains them one by one in equal steps (the
generic cell rate algorithm): one number for each key says when it will have all of them again. The numbers
lie in memory that the workers share, under a lock; no database is asked.
"""

from __future__ import annotations

import hashlib
import math
import mmap
import re
import struct
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from .errors import too_many_requests

COUNTED_BY = "counted_by"
"""Under this name the state of a request has what counts it, for whoever knows its key."""
_SECONDS = {"s": 1, "min": 60, "h": 3600}
_ENTRY = struct.Struct("=8sd")
_ENTRIES = 16_384
_TRIES = 8
_SLACK = 1e-9  # of seconds: sums of fractions are not exact


@dataclass(frozen=True)
class Rate:
    """So many calls in so many seconds."""

    calls: int
    seconds: int

    @classmethod
    def read(cls, text: str) -> Rate:
        """What `100/s`, `600/min` or `5000/h` says; raises `ValueError`."""
        found = re.fullmatch(r"([1-9][0-9]{0,8})/(s|min|h)", text, re.ASCII)
        if found is None:
            raise ValueError("a rate is a number of calls in a time, e.g. 100/s, 600/min or 5000/h")
        return cls(int(found[1]), _SECONDS[found[2]])


class Counts:
    """Who made how many calls of late. `file` is shared by processes; without one the memory is our own."""

    def __init__(
        self, rate: Rate, file: Path | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._step = rate.seconds / rate.calls
        self._room = rate.seconds - self._step
        self._clock = clock  # that of the machine, which all of its processes share
        self._among_threads = threading.Lock()
        self._file = None if file is None else file.open("r+b")
        self._memory = mmap.mmap(-1 if self._file is None else self._file.fileno(), _ENTRIES * _ENTRY.size)

    def take(self, key_id: str) -> float:
        """Counts a call of a key; gives 0, or the seconds until it may make one, which is not counted."""
        name = hashlib.blake2b(key_id.encode(), digest_size=8).digest()
        with self._locked():
            now = self._clock()
            place, whole_again = self._find(name)
            whole_again = max(whole_again, now)
            wait = whole_again - now - self._room
            if wait > _SLACK:
                return wait
            _ENTRY.pack_into(self._memory, place, name, whole_again + self._step)
            return 0

    def _find(self, name: bytes) -> tuple[int, float]:
        """The place of a key and its number; where all places are taken, that of whoever made no call for the
        longest.
        """
        first = int.from_bytes(name, "big")
        idlest, since = 0, math.inf
        for step in range(_TRIES):
            place = (first + step) % _ENTRIES * _ENTRY.size
            found, whole_again = _ENTRY.unpack_from(self._memory, place)
            if found == name:
                return place, whole_again
            if whole_again < since:
                idlest, since = place, whole_again
        return idlest, 0

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._among_threads:
            if self._file is None:
                yield
                return
            import fcntl  # which only systems have that run several workers

            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)


@dataclass(frozen=True)
class Throttle:
    """What `--rate-limit` asks for; the same in every process."""

    rate: Rate
    file: Path | None

    def around(self, app: ASGIApp) -> ASGIApp:
        """The application whose calls are counted."""
        return Throttled(app, Counts(self.rate, self.file))


@contextmanager
def throttle(rate: Rate | None, *, among_several: bool) -> Iterator[Throttle | None]:
    """The limit, as long as the block runs; None where there is none."""
    if rate is None:
        yield None
    elif not among_several:
        yield Throttle(rate, None)
    else:
        with tempfile.NamedTemporaryFile(prefix="portkey-rates-") as file:
            file.truncate(_ENTRIES * _ENTRY.size)
            yield Throttle(rate, Path(file.name))


class Throttled:
    """Lets the calls of each key be counted, once it is known whose it is: 401 comes before 429."""

    def __init__(self, app: ASGIApp, counts: Counts) -> None:
        self._app = app
        self._counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope.setdefault("state", {})[COUNTED_BY] = _Once(self._counts)
        await self._app(scope, receive, send)


class _Once:
    """Counts one request, however often it is begun anew."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._is_counted = False

    def __call__(self, key_id: str) -> None:
        if not self._is_counted:
            self._is_counted = True
            wait = self._counts.take(key_id)
            if wait:
                raise too_many_requests(math.ceil(wait))
