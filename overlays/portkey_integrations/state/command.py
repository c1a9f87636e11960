"""`portkey-integrations export`, `plan` and `apply`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from .. import AsyncPortkey
from ..commands.output import cell, confirmed, show_json, told
from ..errors import AuthenticationError, PermissionDeniedError, PortkeyError
from ..secret import printable
from .document import StateError, read, written
from .form import plain, settled
from .plan import Change, Plan, compare
from .server import add_providers, each, integration, organisation, with_references

HEADING = "Integrations of an organisation, made by `portkey-integrations export` for `plan` and `apply`."
SIGNS = {"create": "+", "update": "~", "delete": "-"}
STYLES = {"+": "green", "~": "yellow", "-": "red"}
DONE = {"create": "created", "update": "updated", "delete": "deleted"}
OK, FAILED, NOT_EMPTY = 0, 1, 2


async def export(client: AsyncPortkey, arguments: argparse.Namespace) -> int:
    """Write the organisation's integrations as a state file."""
    left_out: list[str] = []
    found, _ = await organisation(client, arguments.concurrency, left_out)
    notes = []
    try:
        more = await add_providers(client, [*found.values()], arguments.concurrency)
        notes += [f"{more} more providers were made by hand; a state file does not hold them"] if more else []
    except PermissionDeniedError:
        notes.append("the key may not list providers: their slugs are not in the file")
    state, variables = with_references(found.values(), left_out)
    if left_out:
        notes.append(f"not in the file, as this version cannot put them there: {', '.join(sorted(left_out))}")
    if arguments.json:
        text = None
        show_json({"version": 1, "integrations": state})
    else:
        text = written(state, [HEADING])
        if arguments.file is None:
            sys.stdout.write(text)
        else:
            _replace(arguments.file, text)
    told(*notes)
    if variables:
        told("Before apply, put the secrets, which the API does not give back, into these variables:")
        told(*(f"  {name}" for name in variables))
    return OK


async def plan(client: AsyncPortkey, arguments: argparse.Namespace) -> int:
    """Say what `apply` would do."""
    made = await _planned(client, arguments, with_secrets=not arguments.no_secrets)
    _show(made, arguments.json)
    return FAILED if made.obstacles else NOT_EMPTY if made.changes else OK


async def apply(client: AsyncPortkey, arguments: argparse.Namespace) -> int:
    """Make the server what the file says."""
    made = await _planned(client, arguments)
    if not arguments.json:
        _show(made, False)
    if made.obstacles:
        return FAILED
    lost = [one for one in made.changes if one.action == "delete"]
    if lost and not confirmed(f"Delete {len(lost)} integrations with their providers?", arguments.yes):
        return FAILED
    failures: dict[str, str] = {}
    with _progress(made.changes) as advance:

        async def carry_out(change: Change) -> None:
            try:
                await _send(client, change)
                if change.is_closed and arguments.prune:
                    # What a new integration offers by itself is seen once it is there.
                    there = {change.slug: await integration(client, change.slug, [])}
                    for more in compare([change.wanted], there, [], prune=True, rotate=False).changes:
                        await _send(client, more)
                advance(f"{DONE[change.action]} {change.slug}")
            except AuthenticationError:
                raise
            except PortkeyError as error:
                failures[change.slug] = str(error)
                advance(f"failed {change.slug}")

        await each(carry_out, made.changes, arguments.concurrency)
    if arguments.json:
        show_json({**_as_json(made), "failures": failures})
    told(*(f"{slug}: {said}" for slug, said in failures.items()))
    if made.changes:
        again = "; the same command goes on from there" if failures else ""
        told(f"{len(made.changes) - len(failures)} of {len(made.changes)} changes made{again}.")
    return FAILED if failures else OK


async def _send(client: AsyncPortkey, change: Change) -> None:
    for call in change.calls:
        await client.send(call)


async def _planned(client: AsyncPortkey, arguments: argparse.Namespace, with_secrets: bool = True) -> Plan:
    wanted = [settled(one) for one in read(arguments.file, with_secrets=with_secrets)]
    found, slugs = await organisation(client, arguments.concurrency, [], [one["slug"] for one in wanted])
    return compare(wanted, found, slugs, prune=arguments.prune, rotate=arguments.rotate)


def _show(made: Plan, as_json: bool) -> None:
    if as_json:
        show_json(_as_json(made))
        return
    lines = []
    for change in made.changes:
        sign = SIGNS[change.action]
        lines.append(Text(f"{sign} {change.slug}", STYLES[sign]))
        for one in change.differences:
            sign = "+" if one.before is None else "-" if one.after is None else "~"
            shown = " → ".join(cell(plain(value)) for value in (one.before, one.after) if value is not None)
            lines.append(Text(f"    {sign} {printable(one.path)}: {shown}", STYLES[sign]))
    lines += [Text(f"  {printable(note)}", "dim") for note in (*made.notes, *made.obstacles)]
    console = Console(highlight=False, soft_wrap=True)
    if lines:
        console.print(Text("\n").join(lines))  # at once, in a third of the time
    counts = [f"{sum(one.action == name for one in made.changes)} to {name}" for name in SIGNS]
    console.print(f"{', '.join(counts)}." if made.changes else "Nothing to change.")


def _as_json(made: Plan) -> dict[str, Any]:
    changes = [
        {
            "integration": one.slug,
            "action": one.action,
            "differences": [
                {"path": each.path, "before": plain(each.before), "after": plain(each.after)}
                for each in one.differences
            ],
        }
        for one in made.changes
    ]
    return {"changes": changes, "notes": made.notes, "obstacles": made.obstacles}


@contextmanager
def _progress(changes: list[Change]) -> Iterator[Any]:
    """A bar on a terminal, a line for each change in a pipe."""
    if not sys.stderr.isatty():
        yield told
        return
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("applying", total=len(changes))
        yield lambda said: bar.update(task, advance=1, description=said)


def _replace(file: Path, text: str) -> None:
    """Write a file at once, so that nobody reads a half of it."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(file)
    except OSError as error:
        raise StateError(f"{file} cannot be written: {error.strerror}") from None
