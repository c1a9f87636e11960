"""Moments as the API writes them: RFC 3339, UTC, milliseconds; and a clock that a test may set.

Everything in the server that asks for the time asks here. A clock that was set holds for the calls that run
under it (`using`); without one the machine's holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class Clock:
    """A clock that showed `moment` when the machine's showed `set_at`, and runs on; or stands at `moment`,
    where that is None.
    """

    moment: datetime
    set_at: datetime | None = None

    def present(self) -> datetime:
        """What it shows; it stops at the last moment that the calendar has."""
        if self.set_at is None:
            return self.moment
        try:
            return self.moment + (datetime.now(UTC) - self.set_at)
        except OverflowError:
            return LAST


LAST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
"""No clock shows more."""
_in_use: ContextVar[Clock | None] = ContextVar("clock", default=None)


def present() -> datetime:
    """The present moment."""
    clock = _in_use.get()
    return datetime.now(UTC) if clock is None else clock.present()


def now() -> str:
    """The present moment as the API writes it, e.g. `2026-05-02T12:31:48.000Z`."""
    return written(present())


def written(moment: datetime) -> str:
    """A moment of UTC as the API writes it."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read(moment: str | None) -> datetime | None:
    """A moment that a caller sent; None for one that the calendar does not know."""
    if moment is None:
        return None
    try:
        parsed = datetime.fromisoformat(moment.upper())
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None  # RFC 3339 allows a leap second and the year 0; datetime knows neither


def is_past(moment: str | None) -> bool:
    """Whether a moment that a caller sent is behind us; one that the calendar does not know never is."""
    parsed = read(moment)
    return parsed is not None and parsed < present()


@contextmanager
def using(clock: Clock | None) -> Iterator[None]:
    """Lets a clock hold for what is done in the block, also in threads that it waits for; None is the
    machine's.
    """
    token = _in_use.set(clock)
    try:
        yield
    finally:
        _in_use.reset(token)


def clock_from(text: str) -> Clock:
    """The clock that `MOMENT` or `MOMENT,frozen` names, which starts now; raises `ValueError`."""
    moment, comma, word = text.partition(",")
    try:
        parsed = datetime.fromisoformat(moment.upper())
    except ValueError:
        raise ValueError("a moment is written like 2026-03-31T12:00:00Z") from None
    if comma and word != "frozen":
        raise ValueError("after a moment comes nothing, or ,frozen")
    if parsed.tzinfo is None:
        raise ValueError("a moment names its time zone, e.g. 2026-03-31T12:00:00Z")
    return Clock(parsed.astimezone(UTC), None if comma else datetime.now(UTC))


def advanced(clock: Clock, by: timedelta) -> Clock:
    """The clock set forward; raises `OverflowError` past the end of the calendar."""
    return Clock(clock.moment + by, clock.set_at)
