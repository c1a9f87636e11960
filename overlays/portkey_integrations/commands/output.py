"""What commands print: tables for people, lines with tabs for pipes, JSON for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

NEEDS_EXTRA = "pip install 'portkey-integrations[cli]'"


def escaped(text: str) -> str:
    """Text of a server, with escapes for what a terminal would act upon or not show."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


def cell(value: Any) -> str:
    """A value on one line: nothing for null, JSON for objects."""
    if value is None or value in ([], {}):
        return ""
    if isinstance(value, list) and len(value) == 1:
        return cell(value[0])
    if isinstance(value, dict) and not any(isinstance(one, (dict, list)) for one in value.values()):
        return " ".join(f"{name}={cell(one)}" for name, one in value.items() if one is not None)
    return escaped(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def told(*lines: str) -> None:
    """Print lines for people to the standard error, where they are not in the way of a result."""
    for line in lines:
        print(escaped(line), file=sys.stderr, flush=True)


def show_json(value: Any) -> None:
    """Print JSON, complete and with the names of the API; ASCII, which every terminal takes."""
    print(json.dumps(value, indent=2))


def show_table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print a table on a terminal; in a pipe a line with tabs for each row, the first with the names."""
    cells = [[cell(value) for value in row] for row in rows]
    if not sys.stdout.isatty():
        print(*("\t".join(row) for row in (columns, *cells)), sep="\n")
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in cells:
        table.add_row(*map(Text, row))
    Console(highlight=False).print(table)


def confirmed(question: str, yes: bool) -> bool:
    """Whether somebody agrees; without a terminal to ask at, the command itself is the answer."""
    if yes or not sys.stdin.isatty():
        return True
    print(f"{escaped(question)} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
