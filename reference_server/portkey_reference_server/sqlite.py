"""A SQLite database: one file that is ours, read by many and written by one at a time.

WAL lets readers go on while a writer works; a write transaction takes the write lock at its start (BEGIN
IMMEDIATE), so that what it read cannot change before it writes.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from .errors import OperatorError
from .statements import Glance, Memory, NotNowError, Transaction

T = TypeVar("T")

APPLICATION_ID = 0x504B5253  # "PKRS", in the file's header: whose database this is
FIRST_VERSION, VERSION = 1, 2  # also in the header: as the first release made it; with a table of revisions
SECONDS_TO_WAIT_FOR_A_LOCK = 30.0
KIB_FOR_GLANCES = 64 * 1024
"""How much of the file the connection for short reads keeps in memory at most; a million integrations have
indexes of about this size. Any other connection keeps SQLite's 2,000 KiB."""
POOLED = 8
"""Connections that are kept; more are opened while there is need for them."""
_SECONDS_BETWEEN_TRIES = 0.001


class SqliteDatabase:
    """One file, which exists and is ours, or is new."""

    key_file: Path | None
    can_glance = True

    def __init__(self, url: URL, *, create: bool) -> None:
        """Raises `OperatorError` for a file that is missing, without `create`, and for one that is not ours
        to write.
        """
        self.path = _path_in(url)
        self.key_file = self.path.with_name(self.path.name + ".key")
        self.name = str(self.path)
        is_new = not self.path.exists() or self.path.stat().st_size == 0
        if is_new and not create:
            raise OperatorError(f"There is no database at {self.path}.")
        if not is_new:
            _check_ours(self.path)
        if not self.path.exists():
            _make_private(self.path)
        self._identity = _identity(self.path)
        self.engine = _engine(self.path)
        self._writing = self.engine.execution_options(begin="IMMEDIATE")
        # Threads queue here; SQLite's own lock, which only polls, is left to other processes.
        self._writer = threading.Lock()
        self._glances = threading.local()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one consistent state and changes nothing."""
        self._follow_file()
        with Session(self.engine) as session:
            yield session

    def glance(self, work: Callable[[Transaction], T]) -> T:
        """What `work` reads, in this thread and now: for the few reads that take microseconds, from which a
        thread would be a detour. Each thread keeps a connection for them, and waits for nobody: readers of a
        WAL need not, and where this one has to (the file is being recovered, or was locked by hand) it
        raises `NotNowError`, as it does for all else that SQLite says.
        """
        identity = _identity(self.path)
        if identity != getattr(self._glances, "identity", None):
            self._glances.connection = None  # what was open is another file
        try:
            if (connection := getattr(self._glances, "connection", None)) is None:
                connection = _connect(self.path, timeout=0)
                connection.isolation_level = None
                connection.execute("PRAGMA query_only = ON")
                connection.execute(f"PRAGMA cache_size = -{KIB_FOR_GLANCES}")
                self._glances.connection, self._glances.identity = connection, identity
                self._glances.memory = Memory()
            connection.execute("BEGIN")
            try:
                return work(Glance(connection, self.engine.dialect, self._glances.memory))
            finally:
                connection.execute("ROLLBACK")
        except sqlite3.Error as error:
            self._glances.connection = None
            raise NotNowError from error

    @contextlib.contextmanager
    def writing(self, organisation_id: str | None) -> Iterator[Session]:
        """A session of the only writer."""
        self._follow_file()
        with self._writer, Session(self._writing) as session, session.begin():
            session.connection()  # takes the lock now, not with the first statement
            yield session

    @contextlib.contextmanager
    def migrating(self) -> Iterator[Connection]:
        """A transaction that may make and alter tables, and in which no other does."""
        with self._writer, self._writing.connect() as connection:
            # A table that is rebuilt is dropped in between, and what refers to it must not go with it. The
            # setting does nothing within a transaction.
            cursor = connection.connection.cursor()
            cursor.execute("PRAGMA foreign_keys = OFF")
            try:
                with connection.begin():
                    yield connection
                    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                        raise OperatorError(f"{self.name} would not be consistent: it was left as it was.")
                    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                    connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
            finally:
                cursor.execute("PRAGMA foreign_keys = ON")

    def copy_to(self, file: Path) -> None:
        """Writes a new file with what the database holds now."""
        _make_private(file)
        with contextlib.closing(sqlite3.connect(file)) as copy, contextlib.closing(self._apart()) as source:
            source.backup(copy)

    def become(self, file: Path) -> None:
        """Makes the database what such a file holds, in one step: who reads meanwhile sees what was before,
        and who writes is waited for.
        """
        self._follow_file()
        with (
            self._writer,
            contextlib.closing(sqlite3.connect(f"{file.as_uri()}?immutable=1", uri=True)) as source,
            contextlib.closing(self._apart()) as database,
        ):
            database.execute("PRAGMA synchronous = OFF")  # nobody counts on what a copy is kept of
            source.backup(database, sleep=_SECONDS_BETWEEN_TRIES)

    def _apart(self) -> sqlite3.Connection:
        """A connection of which the engine knows nothing."""
        return sqlite3.connect(_address(self.path), uri=True, timeout=SECONDS_TO_WAIT_FOR_A_LOCK)

    @staticmethod
    def lock_of(organisation_id: str) -> str:
        """The lock that writes in an organisation need: there is one for the whole file."""
        return ""

    @staticmethod
    def may_be_repeated(error: DBAPIError) -> bool:
        """Whether what failed so may succeed in another transaction: SQLite has waited long enough itself."""
        return False

    def _follow_file(self) -> None:
        """Drops connections to a file that was removed or replaced: they would go on with what nobody has."""
        identity = _identity(self.path)
        if identity != self._identity:
            self._identity = identity
            self.engine.dispose()


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _path_in(url: URL) -> Path:
    if url.drivername not in ("sqlite", "sqlite+pysqlite") or url.host:
        raise OperatorError("The database URL is not understood: use sqlite:///FILE.")
    if not url.database or url.database == ":memory:" or url.query:
        raise OperatorError("The database must be a file, without options: use sqlite:///FILE.")
    path = Path(url.database)
    if path.is_dir():
        raise OperatorError(f"{path} is a directory: name a file in it.")
    if not path.parent.is_dir():
        raise OperatorError(f"The directory {path.parent} does not exist.")
    return path


def _make_private(path: Path) -> None:
    """Makes an empty file that only its owner may read; SQLite gives its WAL the same mode."""
    try:
        path.touch(mode=0o600)
    except OSError as error:
        raise OperatorError(f"The database {path} cannot be made: {error.strerror}.", exit_code=3) from error


def _check_ours(path: Path) -> None:
    if not path.is_file():
        raise OperatorError(f"{path} is not a file.")
    # The bits, too: they are what the file's owner meant, even to a user whom they do not bind.
    if not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK):
        raise OperatorError(f"The database {path} is read-only: make it writable or name another file.")
    folder = path.resolve().parent
    if not folder.stat().st_mode & 0o222 or not os.access(folder, os.W_OK):
        raise OperatorError(f"The directory of {path} is read-only, and SQLite keeps its log there.")
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)
        try:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        raise OperatorError(f"The database {path} cannot be opened: {error}.", exit_code=3) from error
    except sqlite3.Error as error:
        raise OperatorError(f"{path} is not a SQLite database: name another file.") from error
    if application != APPLICATION_ID:
        raise OperatorError(f"{path} was not made by this server: name another file.")
    if version not in (FIRST_VERSION, VERSION):
        raise OperatorError(
            f"{path} has format {version} and this server reads {VERSION}: use the release that made it."
        )


def _address(path: Path) -> str:
    """A file as SQLite opens it so that one that is gone is an error, and no empty one takes its place."""
    return f"{path.resolve().as_uri()}?mode=rw"


def _connect(path: Path, *, timeout: float) -> sqlite3.Connection:
    return sqlite3.connect(_address(path), uri=True, timeout=timeout, check_same_thread=False)


def _engine(path: Path) -> Engine:
    engine = create_engine(
        "sqlite://",
        creator=lambda: _connect(path, timeout=SECONDS_TO_WAIT_FOR_A_LOCK),
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=POOLED,
        max_overflow=-1,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # transactions begin where `begin` says, not where sqlite3 guesses
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")  # what was answered with 200 survives a power cut

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        mode = connection.get_execution_options().get("begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")

    return engine
