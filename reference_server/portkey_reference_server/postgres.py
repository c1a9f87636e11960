"""A PostgreSQL database: read by many, and written by one at a time in each organisation.

Rules that span rows (a slug is nobody's id, access brings one provider) hold because whoever writes in an
organisation holds the lock on its row first, and because every statement of READ COMMITTED sees what the
last holder left. Unique indexes and foreign keys hold for those who forget it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine, select, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from .errors import OperatorError
from .statements import NotNowError, Transaction
from .tables import Base, Organisation, Provider

T = TypeVar("T")

_MIGRATING = 0x504B5253  # an advisory lock of our own
# Serialization failure, deadlock, and shutdown by an administrator, by a crash, and still starting.
_REPEATABLE = frozenset({"40001", "40P01", "57P01", "57P02", "57P03"})
_SECONDS_TO_CONNECT = 10
SECONDS_TO_WAIT_FOR_A_LOCK = 30.0


class PostgresDatabase:
    """One database on a server, which exists; its tables may not yet."""

    key_file: Path | None = None
    can_glance = False

    def __init__(self, url: URL) -> None:
        """Raises `OperatorError` where the driver is not installed; connects to nothing."""
        if url.drivername not in ("postgresql", "postgresql+psycopg"):
            raise OperatorError("The database URL is not understood: use postgresql://USER@HOST/DATABASE.")
        _say_which_rows_are_unique()
        self.name = url.set(drivername="postgresql", password=None, query={}).render_as_string()
        self.engine = _engine(url.set(drivername="postgresql+psycopg"))
        self._reading = self.engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one consistent state and changes nothing."""
        with Session(self._reading) as session:
            yield session

    def glance(self, work: Callable[[Transaction], T]) -> T:
        """Nothing on another machine is read at a glance: raises `NotNowError`."""
        raise NotNowError

    @contextlib.contextmanager
    def writing(self, organisation_id: str | None) -> Iterator[Session]:
        """A session of the only writer in an organisation, or of the only one at all."""
        with Session(self.engine) as session, session.begin():
            if organisation_id is None:
                session.execute(text(f"LOCK TABLE {Organisation.__tablename__} IN EXCLUSIVE MODE"))
            else:
                # Not FOR UPDATE: rows that refer to the organisation may be made meanwhile.
                session.execute(
                    select(Organisation.id)
                    .where(Organisation.id == organisation_id)
                    .with_for_update(key_share=True)
                )
            yield session

    @contextlib.contextmanager
    def migrating(self) -> Iterator[Connection]:
        """A transaction that may make and alter tables, and in which no other does."""
        with self.engine.begin() as connection:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATING})"))
            if connection.scalar(text("SHOW server_encoding")) != "UTF8":
                raise OperatorError(f"{self.name} does not hold UTF-8: make it with ENCODING 'UTF8'.")
            yield connection

    @staticmethod
    def lock_of(organisation_id: str) -> str:
        """The lock that writes in an organisation need: its own."""
        return organisation_id

    @staticmethod
    def may_be_repeated(error: DBAPIError) -> bool:
        """Whether what failed so may succeed in another transaction: PostgreSQL was stopped or is not there
        (no code), it was restarted, or two transactions waited for each other.
        """
        code = getattr(error.orig, "sqlstate", None)
        return error.connection_invalidated or (
            isinstance(error, OperationalError) and (code is None or code in _REPEATABLE)
        )


def _engine(url: URL) -> Engine:
    try:
        return create_engine(
            url,
            connect_args={
                "connect_timeout": _SECONDS_TO_CONNECT,
                "options": f"-c lock_timeout={int(SECONDS_TO_WAIT_FOR_A_LOCK * 1000)}ms",
                "application_name": "portkey-integrations",
            },
            hide_parameters=True,
            isolation_level="READ COMMITTED",
            pool_size=8,
            max_overflow=8,
        )
    except ImportError as error:
        raise OperatorError(
            "PostgreSQL needs its driver: pip install 'portkey-integrations[server,postgres]'."
        ) from error


def _say_which_rows_are_unique() -> None:
    """As the table says it of its index for SQLite; there, it would load this dialect for SQLite, too."""
    for index in Base.metadata.tables[Provider.__tablename__].indexes:
        if (where := index.dialect_kwargs.get("sqlite_where")) is not None:
            index.dialect_kwargs["postgresql_where"] = where
