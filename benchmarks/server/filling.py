"""Databases of our server with many integrations, written into its tables at once.

    python filling.py DATABASE_URL COUNT FILE < the fields of each

Writes FILE with an organisation's key. The secrets are sealed and the rows are as the server would write
them; only the way there is shorter.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from portkey_reference_server.clock import now
from portkey_reference_server.contract import load_contract
from portkey_reference_server.counts import NO_WORKSPACE
from portkey_reference_server.credentials import Credentials
from portkey_reference_server.demo import make_demo
from portkey_reference_server.postgres import PostgresDatabase
from portkey_reference_server.storage import Store, open_store
from portkey_reference_server.tables import Count, Integration, Workspace, new_id
from sqlalchemy import delete, insert, select

Row = dict[str, Any]


def fill(url: str, count: int, fields: Row) -> str:
    """Makes a database with `count` integrations, in which {n} of each field is its number; gives a key of
    the organisation that has them.
    """
    contract = load_contract()
    store = open_store(url, create=True)
    try:
        with store.write() as session:
            demo = make_demo(session, contract, {})
            organisation_id = session.scalars(
                select(Workspace.organisation_id).where(Workspace.id == demo.workspaces["first"].id)
            ).one()
        rows = _rows(store, organisation_id, count, fields)
        if isinstance(store.database, PostgresDatabase):
            _copy(store, rows, organisation_id, count)
        else:
            _insert(store, rows)
    finally:
        store.close()
    return demo.keys["admin"]


def _rows(store: Store, organisation_id: str, count: int, fields: Row) -> Iterator[Row]:
    """The columns of each integration, as drivers take them."""
    credentials = Credentials(load_contract().secret_fields).updated(
        fields["key"], fields.get("configurations", {})
    )
    same = {
        column.key: column.default.arg if column.default is not None and column.default.is_scalar else None
        for column in Integration.__table__.columns
        if column.key != "position"
    } | {
        "organisation_id": organisation_id,
        "ai_provider_id": fields["ai_provider_id"],
        "description": fields.get("description"),
        "secret_mappings": "[]",
        "created_at": now(),
    }
    for number in range(1, count + 1):
        integration_id = new_id()
        yield same | {
            "id": integration_id,
            "slug": fields["slug"].format(n=number),
            "name": fields["name"].format(n=number),
            "sealed_credentials": store.vault.seal(credentials.document(), integration_id),
        }


def _insert(store: Store, rows: Iterator[Row]) -> None:
    first = next(rows)
    names = ", ".join(first)
    with contextlib.closing(sqlite3.connect(store.database.name)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        statement = f"INSERT INTO integrations ({names}) VALUES ({', '.join(f':{name}' for name in first)})"  # noqa: S608
        connection.execute(statement, first)
        connection.executemany(statement, rows)


def _copy(store: Store, rows: Iterator[Row], organisation_id: str, count: int) -> None:
    """With the triggers off, and counted afterwards: a million updates of one row are not its daily bread."""
    first = next(rows)
    with store.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE integrations DISABLE TRIGGER USER")
        cursor = connection.connection.cursor()
        with cursor.copy(f"COPY integrations ({', '.join(first)}) FROM STDIN") as copy:
            copy.write_row(tuple(first.values()))
            for row in rows:
                copy.write_row(tuple(row.values()))
        connection.exec_driver_sql("ALTER TABLE integrations ENABLE TRIGGER USER")
        connection.execute(delete(Count).where(Count.organisation_id == organisation_id))
        number = {"organisation_id": organisation_id, "workspace_id": NO_WORKSPACE, "number": count}
        connection.execute(insert(Count).values(counted=Integration.__tablename__, **number))
    with store.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def main() -> None:
    url, count, file = sys.argv[1:]
    key = fill(url, int(count), json.load(sys.stdin))
    Path(file).touch(mode=0o600)
    Path(file).write_text(key, "utf-8")


if __name__ == "__main__":
    main()
