"""The clock that a test sets: stored in the database, so that all workers show the same.

Only a server that was started with `--clock` or `--testing` looks at it, once for each request.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from .clock import LAST, Clock, read, using
from .errors import OperatorError
from .storage import Store
from .tables import ClockSetting

_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_ONLY = 1


def stored_clock(session: Session) -> Clock | None:
    """The clock that was set, or None for the machine's."""
    row = session.get(ClockSetting, _ONLY)
    moment = None if row is None else read(row.moment)
    return None if row is None or moment is None else Clock(moment, read(row.set_at))


def store_clock(session: Session, clock: Clock | None) -> None:
    """Sets the clock, or with None gives it back to the machine; raises `ValueError` for a moment that is
    not in the years 1970 to 9999.
    """
    if clock is not None and not _FIRST <= clock.moment <= LAST:
        raise ValueError("a clock shows moments of the years 1970 to 9999")
    session.execute(delete(ClockSetting))
    if clock is not None:
        set_at = clock.set_at and clock.set_at.isoformat()
        session.add(ClockSetting(id=_ONLY, moment=clock.moment.isoformat(), set_at=set_at))
        session.flush()


def start_clock(store: Store, clock: Clock | None) -> None:
    """Sets the clock that a server starts with; one that an earlier run left goes."""
    with store.write() as session:
        try:
            store_clock(session, clock)
        except ValueError as error:
            raise OperatorError(f"--clock cannot be set: {error}.") from error


class Clocked:
    """Lets the stored clock hold for each request."""

    def __init__(self, app: ASGIApp, store: Store) -> None:
        self._app = app
        self._store = store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with using(await run_in_threadpool(self._store.ask, stored_clock)):
            await self._app(scope, receive, send)
