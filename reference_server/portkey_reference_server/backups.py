"""Copies of a database that is in use: one state, complete, without the master key."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

from sqlalchemy import make_url

from .errors import OperatorError
from .postgres import PostgresDatabase
from .sqlite import SqliteDatabase


def back_up(database: SqliteDatabase | PostgresDatabase, database_url: str, file: Path) -> None:
    """Writes a copy of the database to a new file, which is there when it is whole; raises `OperatorError`.

    SQLite gives a database file, PostgreSQL an archive for `pg_restore`.
    """
    if file.exists():
        raise OperatorError(f"{file} is there already: name a new file.")
    if not file.parent.is_dir():
        raise OperatorError(f"The directory {file.parent} does not exist.")
    try:
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # for its owner alone
        os.close(descriptor)
    except OSError as error:
        raise OperatorError(f"{file} cannot be written: {error.strerror}.", exit_code=3) from error
    unfinished = Path(name)
    try:
        if isinstance(database, SqliteDatabase):
            _copy(database.path, unfinished)
        else:
            _dump(database_url, unfinished)
        _sync(unfinished)
        os.link(unfinished, file)  # unlike a renaming, it does not replace what came there meanwhile
        _sync(file.parent)
    except FileExistsError as error:
        raise OperatorError(f"{file} is there already: name a new file.") from error
    except (OSError, sqlite3.Error) as error:
        raise OperatorError(f"{file} cannot be written: {error}.", exit_code=3) from error
    finally:
        unfinished.unlink()


def _copy(path: Path, to: Path) -> None:
    source = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        copy = sqlite3.connect(to)
        try:
            source.backup(copy)  # in one step: writers go on, and it does not have to begin again
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        finally:
            copy.close()
    finally:
        source.close()


def _dump(database_url: str, to: Path) -> None:
    if shutil.which("pg_dump") is None:
        raise OperatorError("A backup of PostgreSQL needs pg_dump: install PostgreSQL's client programs.")
    url = make_url(database_url).set(drivername="postgresql")
    variables = {**os.environ, "PGPASSWORD": url.password} if url.password else dict(os.environ)
    # Not in the arguments, which every user of the machine can read.
    address = url.set(password=None).render_as_string()
    result = subprocess.run(  # noqa: S603 - PostgreSQL's own program
        ["pg_dump", "--format=custom", f"--file={to}", f"--dbname={address}"],  # noqa: S607 - from the PATH
        env=variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        reason = (result.stderr.strip().splitlines() or ["it said nothing"])[0]
        raise OperatorError(f"pg_dump failed: {reason}", exit_code=3)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
