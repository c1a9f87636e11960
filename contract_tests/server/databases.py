"""New databases for tests: a SQLite file, or one on the PostgreSQL that PORTKEY_TEST_DATABASE names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import URL, make_url

POSTGRES = os.environ.get("PORTKEY_TEST_DATABASE")
MASTER_KEY = "cG9ydGtleS10ZXN0cy1tYXN0ZXIta2V5LTMyLWJ5dGU="
"""The master key of databases that have no file for one."""

on_sqlite_only = pytest.mark.skipif(POSTGRES is not None, reason="about the files of a SQLite database")
on_postgres_only = pytest.mark.skipif(POSTGRES is None, reason="needs PostgreSQL: make test-postgres")


@contextmanager
def fresh_database(folder: Path) -> Iterator[str]:
    """The URL of an empty database, which is gone after the block."""
    if POSTGRES is None:
        yield f"sqlite:///{folder / 'world.sqlite3'}"
        return
    server = make_url(POSTGRES)
    name = f"test_{uuid4().hex}"
    _execute(server, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(server: URL, statement: str) -> None:
    engine = create_engine(server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
