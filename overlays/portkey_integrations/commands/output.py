"""What commands print: tables for people, lines with tabs for pipes, JSON for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from ..secret import printable


def cell(value: Any) -> str:
    """A value on one line, safe for a terminal: nothing for null, `name=value` for a flat object, or JSON."""
    if value is None or value in ([], {}):
        return ""
    if isinstance(value, list) and len(value) == 1:
        return cell(value[0])
    if isinstance(value, dict) and not any(isinstance(one, (dict, list)) for one in value.values()):
        return " ".join(f"{name}={cell(one)}" for name, one in value.items() if one is not None)
    return printable(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


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

    table = Table(*columns, box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for row in cells:
        table.add_row(*map(Text, row))
    Console(highlight=False).print(table)


def confirmed(question: str, yes: bool) -> bool:
    """Whether somebody agrees; without a terminal to ask at, the command itself is the answer."""
    if yes or not sys.stdin.isatty():
        return True
    print(f"{printable(question)} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
