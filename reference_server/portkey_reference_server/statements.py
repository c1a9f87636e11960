"""Statements that run in nearly every call, put together once and run by the driver itself.

SQLAlchemy writes them, so that there is one text for both databases and its types read what is stored; but
it takes longer to put a statement together and to wrap its rows than SQLite takes to find them.
"""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Dialect, Select
from sqlalchemy.orm import Session

_MOST_REMEMBERED = 1000

Processor = Callable[[Any], Any]


class Statement:
    """A SELECT with all its parameters bound by name; its rows have the columns as attributes."""

    def __init__(self, select: Select[*tuple[Any, ...]]) -> None:
        self._select = select
        self._on: dict[str, StatementOn] = {}

    def on(self, dialect: Dialect) -> StatementOn:
        """The statement as a kind of database takes it."""
        found = self._on.get(dialect.name)
        if found is None:
            found = self._on[dialect.name] = StatementOn(self._select, dialect)
        return found


class StatementOn:
    """A statement in the words of one kind of database."""

    def __init__(self, select: Select[*tuple[Any, ...]], dialect: Dialect) -> None:
        compiled: Any = select.compile(dialect=dialect)
        self.text = str(compiled)
        self._order: Sequence[str] | None = compiled.positiontup if compiled.positional else None
        self._fixed: dict[str, Any] = {}
        self._prepare: dict[str, Processor] = {}
        for name, parameter in compiled.binds.items():
            prepare = parameter.type.dialect_impl(dialect).bind_processor(dialect)
            if not parameter.required:
                self._fixed[name] = prepare(parameter.value) if prepare else parameter.value
            elif prepare:
                self._prepare[name] = prepare
        columns = list(select.selected_columns)
        self._row: Any = namedtuple("Row", [column.key for column in columns])  # type: ignore[misc]
        readers = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._read = [(place, reader) for place, reader in enumerate(readers) if reader is not None]

    def parameters(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver takes them."""
        every = {**self._fixed, **values} if self._fixed or self._prepare else values
        for name, prepare in self._prepare.items():
            every[name] = prepare(every[name])  # type: ignore[index] # a copy, where there is any
        return every if self._order is None else tuple(map(every.__getitem__, self._order))

    def rows(self, found: Iterable[Sequence[Any]]) -> list[Any]:
        """The rows that the driver found, as they were stored."""
        if not self._read:
            return list(map(self._row._make, found))
        rows = []
        for raw in found:
            row = list(raw)
            for place, read in self._read:
                row[place] = read(row[place])
            rows.append(self._row._make(row))
        return rows


class Transaction(Protocol):
    """What a call reads in, and writes where it may."""

    @property
    def session(self) -> Session:
        """The same transaction for the ORM."""

    def rows(self, statement: Statement, values: Mapping[str, Any]) -> list[Any]:
        """What a statement finds."""

    def remembered(self) -> dict[bytes, Any]:
        """What was remembered under the state of the database that is read, and holds as long as nobody
        commits anything; empty where that is not known.
        """


class SessionTransaction:
    """The transaction of a session."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def remembered(self) -> dict[bytes, Any]:
        return {}

    def rows(self, statement: Statement, values: Mapping[str, Any]) -> list[Any]:
        self.session.flush()  # as before every query of the session's own
        connection = self.session.connection()
        on = statement.on(connection.dialect)
        return on.rows(connection.exec_driver_sql(on.text, on.parameters(values)).all())


class Memory:
    """What one connection remembers of the database, until another connection commits."""

    def __init__(self) -> None:
        self.version = -1
        self.found: dict[bytes, Any] = {}


class Glance:
    """A short read on SQLite's own connection; there is no ORM in it."""

    def __init__(self, connection: sqlite3.Connection, dialect: Dialect, memory: Memory) -> None:
        self._connection = connection
        self._dialect = dialect
        self._memory = memory

    @property
    def session(self) -> Session:
        raise RuntimeError("What is read at a glance is read by statements alone.")

    def remembered(self) -> dict[bytes, Any]:
        # In the transaction, of which this is the first read: the version is that of what it sees.
        [version] = self._connection.execute("PRAGMA data_version").fetchone()
        memory = self._memory
        if version != memory.version or len(memory.found) >= _MOST_REMEMBERED:
            memory.version = version
            memory.found = {}
        return memory.found

    def rows(self, statement: Statement, values: Mapping[str, Any]) -> list[Any]:
        on = statement.on(self._dialect)
        return on.rows(self._connection.execute(on.text, on.parameters(values)).fetchall())


class NotNowError(Exception):
    """A read that cannot be done at a glance; a thread has time for it."""
