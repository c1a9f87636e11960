"""`--testing`: a state that tests return to, and the routes under `/_control`.

The state at the end of the start is kept apart: in a file for SQLite, in tables of another schema for
PostgreSQL. Bringing it back is one transaction, so that calls under way see what was before it or after it,
in whichever worker they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from .audit import record_command
from .errors import OperatorError, method_not_allowed
from .sqlite import SqliteDatabase
from .storage import Store
from .tables import AuditEntry, Base, Count, DataKey, Organisation

CONTROL_PATH = "/_control"
WARNING = (
    "Serving for tests: whoever reaches this server can undo everything with"
    f" POST {CONTROL_PATH}/reset, without a key."
)
_MARK, _END_OF_MARK = "serve --testing", "serve"
_SCHEMA = "portkey_testing"


@dataclass(frozen=True)
class SavedState:
    """Everything in a database at one moment: the file of a SQLite one, None for PostgreSQL."""

    file: Path | None

    def bring_back(self, store: Store) -> None:
        """Makes the database what it was, in one transaction."""
        if self.file is not None and isinstance(store.database, SqliteDatabase):
            store.database.become(self.file)
        else:
            with store.write() as session:
                _copy_back(session)


@contextmanager
def saved_state(store: Store, folder: Path) -> Iterator[SavedState]:
    """What the database holds now, for as long as the block runs; a SQLite one is copied into the folder."""
    if isinstance(store.database, SqliteDatabase):
        file = folder / "start.sqlite3"
        store.database.copy_to(file)
        yield SavedState(file)
        return
    with store.write() as session:
        session.execute(text(f"DROP SCHEMA IF EXISTS {_SCHEMA} CASCADE"))
        session.execute(text(f"CREATE SCHEMA {_SCHEMA}"))
        for table in Base.metadata.sorted_tables:
            session.execute(text(f"CREATE TABLE {_SCHEMA}.{table.name} AS TABLE {table.name}"))
            session.execute(text(f"ANALYZE {_SCHEMA}.{table.name}"))
    try:
        yield SavedState(None)
    finally:
        with store.write() as session:
            session.execute(text(f"DROP SCHEMA {_SCHEMA} CASCADE"))


def begin_testing(store: Store, *, adopt: bool) -> None:
    """Makes the database one that tests may undo: a new one, or one that was made so, which is emptied.

    Raises `OperatorError` where it holds anything else, unless it is to be adopted as it is.
    """
    with store.write() as session:
        is_ours = _is_for_tests(session)
        if adopt and not is_ours:
            return
        if not is_ours and session.scalar(select(Organisation.id).limit(1)) is not None:
            raise OperatorError(
                f"{store.database.name} holds data that was not made with --testing, and a reset undoes what"
                " is written: name another database, or add --adopt-database to return to what it holds now."
            )
        for table in reversed(Base.metadata.sorted_tables):
            if table.name != DataKey.__tablename__:  # what sealed secrets goes on to do so
                session.execute(delete(table))
        record_command(session, _MARK, None, None)


def end_testing(store: Store) -> None:
    """Notes that the database is no longer for tests, where it was: what it holds from now on is kept."""
    with store.read() as session:
        is_for_tests = _is_for_tests(session)
    if is_for_tests:
        with store.write() as session:
            record_command(session, _END_OF_MARK, None, None)


def check_not_for_tests(session: Session, name: str) -> None:
    """Raises `OperatorError` for a database whose past tests may bring back."""
    if _is_for_tests(session):
        raise OperatorError(
            f"{name} is served with --testing, and a reset would bring old keys back: serve it without first."
        )


def control_routes(reset: Callable[[], None]) -> list[BaseRoute]:
    """What a server for tests has besides the API; `reset` brings the state of its start back."""

    async def answer_reset(request: Request) -> Response:
        if request.method != "POST":
            error = method_not_allowed()
            return JSONResponse(error.body(), error.status, headers={"allow": "POST"})
        await run_in_threadpool(reset)
        return JSONResponse({})

    return [Route(f"{CONTROL_PATH}/reset", answer_reset, methods=_ALL_METHODS)]


_ALL_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]


def _is_for_tests(session: Session) -> bool:
    last = session.scalar(
        select(AuditEntry.operation)
        .where(AuditEntry.organisation_id.is_(None), AuditEntry.operation.in_((_MARK, _END_OF_MARK)))
        .order_by(AuditEntry.position.desc())
        .limit(1)
    )
    return last == _MARK


def _copy_back(session: Session) -> None:
    """Replaces the rows of PostgreSQL's tables that are not what they were: what is the same costs little.

    Rows are compared as texts, for JSON knows no equality. Deleting, unlike TRUNCATE, lets readers go on with
    the old ones.
    """
    counts = Base.metadata.tables[Count.__tablename__]  # last: triggers count what goes and comes
    tables = [*(table for table in Base.metadata.sorted_tables if table is not counts), counts]
    for table in reversed(tables[:-1]):
        session.execute(text(_STRANGERS.format(table=table.name)))
    for table in tables:
        if table is counts:
            session.execute(text(_STRANGERS.format(table=table.name)))
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        same_key = " AND ".join(f'now."{one.name}" = saved."{one.name}"' for one in table.primary_key)
        session.execute(text(_MISSING.format(table=table.name, columns=columns, same_key=same_key)))


_STRANGERS = f"""
    DELETE FROM {{table}} WHERE NOT EXISTS (
        SELECT FROM {_SCHEMA}.{{table}} AS saved WHERE saved::text = {{table}}::text
    )
"""  # noqa: S608 - our own names
_MISSING = f"""
    INSERT INTO {{table}} ({{columns}}) SELECT {{columns}} FROM {_SCHEMA}.{{table}} AS saved
    WHERE NOT EXISTS (SELECT FROM {{table}} AS now WHERE {{same_key}})
"""  # noqa: S608 - our own names
