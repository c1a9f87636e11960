"""The tables of a database: whether they are there, from which release, and bringing them up to date.

A new database gets its tables from `tables.py` at once; one that an earlier release made is brought up to
date by the revisions in `migrations/versions`. A test holds the two against each other.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, insert, inspect, select

from . import counts  # noqa: F401 - its triggers come with the tables
from .errors import OperatorError
from .tables import Base

HEAD = "0005"
"""The revision that this release reads and writes."""
_FIRST_RELEASE = "0001"  # SQLite only, and without a table of revisions

_MIGRATIONS = Path(__file__).with_name("migrations")
_revisions = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))


def revision_of(connection: Connection, name: str) -> str | None:
    """The revision of the tables in a database, or None where there are none.

    Raises `OperatorError` for a database that holds tables of something else.
    """
    tables = set(inspect(connection).get_table_names())
    if _revisions.name in tables:
        return connection.scalar(select(_revisions.c.version_num))
    if not tables:
        return None
    if connection.dialect.name == "sqlite" and "vault_check" in tables:
        return _FIRST_RELEASE
    raise OperatorError(f"{name} holds tables of something else: name another database.")


def bring_up_to_date(connection: Connection, name: str) -> None:
    """Makes the tables, or alters those of an earlier release, within the transaction of `connection`.

    Raises `OperatorError` for tables of a later release.
    """
    found = revision_of(connection, name)
    if found is None:
        Base.metadata.create_all(connection)
        _revisions.create(connection)
        connection.execute(insert(_revisions).values(version_num=HEAD))
    elif found != HEAD:
        if not inspect(connection).has_table(_revisions.name):
            _revisions.create(connection)
            connection.execute(insert(_revisions).values(version_num=found))
        migrate(connection, name)


def migrate(connection: Connection, name: str, to: str = HEAD) -> None:
    """Runs the revisions up to `to`; raises `OperatorError` where one is not known or does not run."""
    # A start on a database that is up to date, as nearly all are, does without these.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError
    from sqlalchemy.exc import DBAPIError

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, to)
    except CommandError as error:
        raise OperatorError(
            f"{name} was made by a later release or by another server: its tables are not known here."
        ) from error
    except DBAPIError as error:
        raise OperatorError(
            f"{name} cannot be brought up to date and was left as it was: {type(error.orig).__name__}.",
            exit_code=3,
        ) from error
