"""Ctrl-C and SIGTERM: a request that is under way is answered first, so that what it created is known."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupts:
    """Turns SIGINT and SIGTERM into ``KeyboardInterrupt``, but not in the middle of a request."""

    def __init__(self) -> None:
        self._shielded = False
        self._waiting = False

    @contextmanager
    def raised(self) -> Iterator[None]:
        """Inside the block, a signal ends the run: after the request under way; a second one at once."""
        with _handling(self._interrupt):
            yield

    @contextmanager
    def ignored(self) -> Iterator[None]:
        """Inside the block, signals do nothing."""
        with _handling(lambda number, frame: None):
            yield

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """Hold a signal back until the end of the block."""
        if threading.current_thread() is not threading.main_thread():  # which alone gets signals
            yield
            return
        outer, self._shielded = self._shielded, True
        try:
            yield
        finally:
            self._shielded = outer
            if self._waiting and not outer:
                self._waiting = False
                raise KeyboardInterrupt

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        if self._shielded and not self._waiting:
            self._waiting = True
        else:
            self._waiting = False
            raise KeyboardInterrupt


@contextmanager
def _handling(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():  # signals are not ours to handle
        yield
        return
    before = [(number, signal.signal(number, handler)) for number in SIGNALS]
    try:
        yield
    finally:
        for number, earlier in before:
            signal.signal(number, earlier)
