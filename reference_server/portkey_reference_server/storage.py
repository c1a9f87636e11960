"""The database: one SQLite file that is ours, read by many and written by one at a time.

WAL lets readers go on while a writer works; a write transaction takes the write lock at its start (BEGIN
IMMEDIATE), so that what it read cannot change before it writes. Statements are never logged with their
parameters.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session

from .errors import OperatorError
from .tables import Base, VaultCheck
from .vault import Vault, load_vault

APPLICATION_ID = 0x504B5253  # "PKRS", in the file's header: whose database this is
SCHEMA_VERSION = 1
_SECONDS_TO_WAIT_FOR_A_LOCK = 30
_VAULT_CHECK = "vault-check"


class Store:
    """Sessions on one database, and the vault that seals its secrets."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self.vault = vault
        self._engine = engine
        self._writing = engine.execution_options(begin="IMMEDIATE")
        # Threads queue here; SQLite's own lock, which only polls, is left to other processes.
        self._writer = threading.Lock()

    @contextlib.contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one consistent state and changes nothing."""
        with Session(self._engine) as session:
            yield session

    @contextlib.contextmanager
    def write(self) -> Iterator[Session]:
        """A session that is committed at the end, or rolled back when the block raises."""
        with self._writer, Session(self._writing) as session, session.begin():
            yield session

    def close(self) -> None:
        """Closes every connection."""
        self._engine.dispose()


def open_store(database_url: str, *, create: bool) -> Store:
    """Opens the database behind a `sqlite:///FILE` URL; with `create` a missing file is made.

    Raises `OperatorError` where the URL, the file or its master key cannot be used.
    """
    url, path = _located(database_url)
    is_new = not path.exists() or path.stat().st_size == 0
    if is_new and not create:
        raise OperatorError(f"There is no database at {path}.")
    if not is_new:
        _check_ours(path)
    if not path.exists():
        _make_private(path)
    vault = load_vault(path.with_name(path.name + ".key"), create=is_new)
    engine = _engine(url)
    store = Store(engine, vault)
    try:
        if is_new:
            _make(store)
        with store.write() as session:
            check = session.get_one(VaultCheck, _VAULT_CHECK)
            vault.open(check.sealed, check.id)
    except InvalidTag as error:
        store.close()
        raise OperatorError(f"The secrets in {path} were sealed with another master key.") from error
    except DBAPIError as error:
        store.close()
        raise OperatorError(f"The database {path} cannot be used: {error.orig}.", exit_code=3) from error
    return store


def _located(database_url: str) -> tuple[URL, Path]:
    try:
        url = make_url(database_url)
    except ArgumentError as error:
        raise OperatorError("The database URL is not understood: use sqlite:///FILE.") from error
    if url.get_backend_name() != "sqlite" or url.drivername not in ("sqlite", "sqlite+pysqlite") or url.host:
        raise OperatorError(
            f"Databases of the kind {url.drivername!r} are not supported: use sqlite:///FILE."
        )
    if not url.database or url.database == ":memory:" or url.query:
        raise OperatorError("The database must be a file, without options: use sqlite:///FILE.")
    path = Path(url.database)
    if path.is_dir():
        raise OperatorError(f"{path} is a directory: name a file in it.")
    if not path.parent.is_dir():
        raise OperatorError(f"The directory {path.parent} does not exist.")
    return url, path


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
    if version != SCHEMA_VERSION:
        raise OperatorError(
            f"{path} has schema version {version} and this server reads {SCHEMA_VERSION}:"
            " use the release that made it."
        )


def _engine(url: URL) -> Engine:
    engine = create_engine(
        url,
        connect_args={"timeout": _SECONDS_TO_WAIT_FOR_A_LOCK, "check_same_thread": False},
        hide_parameters=True,
        pool_size=8,
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


def _make(store: Store) -> None:
    with store.write() as session:
        connection = session.connection()
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
        Base.metadata.create_all(connection)
        session.add(VaultCheck(id=_VAULT_CHECK, sealed=store.vault.seal("this is the key", _VAULT_CHECK)))
