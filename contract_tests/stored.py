"""What the reference server's database holds: the proof that a run of the judge left nothing behind."""

from __future__ import annotations

import sqlite3
from pathlib import Path


def stored(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of a SQLite database by table, but for SQLite's own counters and what the audit log tells."""
    with sqlite3.connect(database) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        rows = {"counts": "counts WHERE number <> 0"}  # where there was something once, there is nothing
        return {
            table: sorted(
                connection.execute(f"SELECT * FROM {rows.get(table, table)}"),  # noqa: S608 - its own names
                key=repr,
            )
            for table in tables
            if table not in ("sqlite_sequence", "audit_log")
        }
