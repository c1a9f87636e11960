"""The database behind the server, SQLite or PostgreSQL, and the vault that seals its secrets.

Statements are never logged with their parameters.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

from cryptography.exceptions import InvalidTag
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session

from . import schema
from .errors import OperatorError
from .postgres import PostgresDatabase
from .sqlite import SqliteDatabase
from .tables import VaultCheck
from .vault import Vault, load_vault

Database = SqliteDatabase | PostgresDatabase

_VAULT_CHECK = "vault-check"


class Store:
    """Sessions on one database, and the vault that seals its secrets."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self.vault = vault
        self.database = database

    def read(self) -> AbstractContextManager[Session]:
        """A session that sees one consistent state and changes nothing."""
        return self.database.reading()

    def write(self, organisation_id: str | None = None) -> AbstractContextManager[Session]:
        """A session that is committed at the end, or rolled back when the block raises.

        What it reads of the organisation does not change before it writes: no other writes in it. Without
        one, no other writes at all.
        """
        return self.database.writing(organisation_id)

    def close(self) -> None:
        """Closes every connection."""
        self.database.engine.dispose()


def open_store(database_url: str, *, create: bool) -> Store:
    """Opens the database behind a `sqlite:///FILE` or `postgresql://…` URL and brings it up to date.

    With `create` a missing file and missing tables are made. Raises `OperatorError` where the URL, the
    database or its master key cannot be used.
    """
    database = find_database(database_url, create=create)
    try:
        return Store(database, _opened(database, create=create))
    except BaseException as error:
        database.engine.dispose()
        if isinstance(error, DBAPIError):
            raise OperatorError(
                f"The database {database.name} cannot be used: {_reason(error)}.", exit_code=3
            ) from error
        raise


def _opened(database: Database, *, create: bool) -> Vault:
    """The vault of a database that is brought up to date."""
    with database.reading() as session:
        found = schema.revision_of(session.connection(), database.name)
    if found is None and not create:
        raise OperatorError(f"There is nothing of this server in {database.name}.")
    vault = load_vault(database.key_file, create=found is None)
    if found != schema.HEAD:
        with database.migrating() as connection:
            schema.bring_up_to_date(connection, database.name)
    with database.writing(None) as session:
        check = session.get(VaultCheck, _VAULT_CHECK)
        try:
            if check is None:
                session.add(VaultCheck(id=_VAULT_CHECK, sealed=vault.seal("this is the key", _VAULT_CHECK)))
            else:
                vault.open(check.sealed, check.id)
        except InvalidTag as error:
            raise OperatorError(
                f"The secrets in {database.name} were sealed with another master key."
            ) from error
    return vault


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
