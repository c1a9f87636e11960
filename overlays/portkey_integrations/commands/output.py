"""What commands print: tables for people, lines with tabs for pipes, JSON for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from ..secret import printable


def cell(value: Any) -> str:
    """A value on one line, safe for a terminal: objects as `name=value`, null as nothing."""
    if isinstance(value, dict):
        return " ".join(f"{printable(name)}={_inner(one)}" for name, one in value.items() if one is not None)
    if isinstance(value, list):
        return ", ".join(map(cell, value))
    return "" if value is None else printable(value if isinstance(value, str) else json.dumps(value))


def _inner(value: Any) -> str:
    return f"({cell(value)})" if isinstance(value, (dict, list)) else cell(value)


def told(*lines: str) -> None:
    """Print lines to the standard error, where they are not in the way of a result."""
    for line in lines:
        print(printable(line), file=sys.stderr, flush=True)


def show_json(value: Any) -> None:
    """Print JSON, all of it under the names of the API; in ASCII, which no terminal acts upon."""
    print(json.dumps(value, indent=2))


def show_table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print a table on a terminal; in a pipe a line with tabs for each row, the names first."""
    cells = [[cell(value) for value in row] for row in rows]
    if not sys.stdout.isatty():
        print(*("\t".join(row) for row in (columns, *cells)), sep="\n")
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for index, column in enumerate(columns):
        table.add_column(column.replace("_", " "), overflow="fold", no_wrap=index == 0)
    for row in cells:
        table.add_row(*map(Text, row))
    Console(highlight=False).print(table)


def confirmed(question: str, yes: bool) -> bool:
    """Whether somebody agrees; without a terminal to ask at, the command itself is the answer."""
    if yes or not sys.stdin.isatty():
        return True
    print(f"{printable(question)} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
