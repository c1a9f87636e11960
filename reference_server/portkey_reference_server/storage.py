"""The database behind the server, SQLite or PostgreSQL, and the vault that seals its secrets.

Statements are never logged with their parameters.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from typing import TypeVar

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session

from . import schema
from .batches import Batches
from .errors import OperatorError
from .master_keys import MasterKeySource
from .postgres import PostgresDatabase
from .sqlite import SqliteDatabase
from .statements import Transaction
from .vault import Vault, VaultAtHand, make_data_key, read_data_keys, seal_all_of_the_first_release

T = TypeVar("T")
Database = SqliteDatabase | PostgresDatabase

_DELAYS = (0.0, 0.1, 0.3, 0.8, 1.5)  # seconds before a call is repeated: PostgreSQL restarts in about one


class Store:
    """Sessions on one database, and the vault that seals its secrets."""

    def __init__(self, database: Database, vault: Vault, master_keys: MasterKeySource) -> None:
        self.vault = vault
        self.vault_at_hand = VaultAtHand(vault)
        self.database = database
        self.master_keys = master_keys
        self._batches = Batches(self.change, database.writing, database.lock_of)

    def read(self) -> AbstractContextManager[Session]:
        """A session that sees one consistent state and changes nothing."""
        return self.database.reading()

    def write(self, organisation_id: str | None = None) -> AbstractContextManager[Session]:
        """A session that is committed at the end, or rolled back when the block raises.

        What it reads of the organisation does not change before it writes: no other writes in it. Without
        one, no other writes at all.
        """
        return self.database.writing(organisation_id)

    @property
    def can_glance(self) -> bool:
        """Whether short reads need no thread of their own."""
        return self.database.can_glance

    def glance(self, work: Callable[[Transaction], T]) -> T:
        """What `work` reads, at once and in this thread: it has to be short, and reads by statements alone.

        Raises `NotNowError` where it cannot be done at once.
        """
        return self.database.glance(work)

    def ask(self, work: Callable[[Session], T]) -> T:
        """What `work` reads. It is done again where the database went away meanwhile, for as long as a
        restart takes.
        """

        def attempt() -> T:
            with self.read() as session:
                return work(session)

        return self._patiently(attempt)

    def submit(self, organisation_id: str, work: Callable[[Session], T]) -> Future[T]:
        """Has `work` done by a thread of this store, maybe in one transaction with what others submitted; the
        future has what it gives after its changes are committed, or what it raised.
        """
        return self._batches.submit(organisation_id, work)

    def change(self, organisation_id: str, work: Callable[[Session], T]) -> T:
        """What `work` gives after its changes are committed. It is done again where the database went away
        before it was asked to commit.
        """
        was_asked_to_commit = False

        def attempt() -> T:
            nonlocal was_asked_to_commit
            with self.write(organisation_id) as session:
                result = work(session)
                session.flush()
                was_asked_to_commit = True
            return result

        return self._patiently(attempt, unless=lambda: was_asked_to_commit)

    def _patiently(self, attempt: Callable[[], T], unless: Callable[[], bool] = lambda: False) -> T:
        for delay in _DELAYS:
            try:
                return attempt()
            except DBAPIError as error:
                if unless() or not self.database.may_be_repeated(error):
                    raise
            time.sleep(delay)
        return attempt()

    def close(self) -> None:
        """Closes every connection, after what was submitted is done."""
        self._batches.close()
        self.database.engine.dispose()


def open_store(database_url: str, *, create: bool, master_keys: MasterKeySource | None = None) -> Store:
    """Opens the database behind a `sqlite:///FILE` or `postgresql://…` URL and brings it up to date.

    With `create` a missing file and missing tables are made. The master keys come from the environment where
    no source is named. Raises `OperatorError` where the URL, the database or its master key cannot be used.
    """
    database = find_database(database_url, create=create)
    try:
        source = master_keys or MasterKeySource.from_environment(database.key_file)
        return Store(database, _opened(database, source, create=create), source)
    except BaseException as error:
        database.engine.dispose()
        if isinstance(error, DBAPIError):
            raise OperatorError(
                f"The database {database.name} cannot be used: {_reason(error)}.", exit_code=3
            ) from error
        raise


def _opened(database: Database, source: MasterKeySource, *, create: bool) -> Vault:
    """The vault of a database that is brought up to date."""
    with database.reading() as session:
        found = schema.revision_of(session.connection(), database.name)
    if found is None:
        if not create:
            raise OperatorError(f"There is nothing of this server in {database.name}.")
        source.make_if_missing()
    master_keys = source.read()

    def reload() -> dict[str, bytes]:
        return _stored_data_keys(database, source)

    if found == schema.HEAD:
        return Vault(reload(), reload)
    with database.migrating() as connection, Session(connection) as session:
        schema.bring_up_to_date(connection, database.name)
        keys = read_data_keys(session, master_keys, database.name)
        if not keys:
            keys = dict([make_data_key(session, master_keys)])
            seal_all_of_the_first_release(session, Vault(keys, reload), master_keys, database.name)
        return Vault(keys, reload)


def _stored_data_keys(database: Database, source: MasterKeySource) -> dict[str, bytes]:
    """The data keys of a database, also while the master key is rotated."""
    while True:
        master_keys = source.read()
        try:
            with database.reading() as session:
                return read_data_keys(session, master_keys, database.name)
        except OperatorError:
            if source.read().ids == master_keys.ids:
                raise


def _reason(error: DBAPIError) -> str:
    """What the database said, on one line."""
    return str(error.orig).strip().partition("\n")[0].rstrip(".")


def find_database(database_url: str, *, create: bool) -> Database:
    """The database behind a URL, as it is; raises `OperatorError` where it cannot be one of ours."""
    try:
        url = make_url(database_url)
    except ArgumentError as error:
        raise OperatorError(
            "The database URL is not understood: use sqlite:///FILE or postgresql://USER@HOST/DATABASE."
        ) from error
    match url.get_backend_name():
        case "sqlite":
            return SqliteDatabase(url, create=create)
        case "postgresql":
            return PostgresDatabase(url)
    raise OperatorError(
        f"Databases of the kind {url.drivername!r} are not supported:"
        " use sqlite:///FILE or postgresql://USER@HOST/DATABASE."
    )
