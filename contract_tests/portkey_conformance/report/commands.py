"""The commands that work on reports alone: ``conform diff``, ``conform merge`` and ``conform schema``."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from portkey_conformance import report
from portkey_conformance.exits import FINDINGS, HOLDS, NOT_JUDGED, USAGE
from portkey_conformance.report import data, github
from portkey_conformance.report.data import Report
from portkey_conformance.report.difference import Change, Difference, compare
from portkey_conformance.report.merging import merge as merged
from portkey_conformance.target import UsageError
from portkey_conformance.terminal import Terminal

PROGRAM = "portkey-integrations conform"
STYLES = {"worse": "bold red", "better": "green", "changed": "yellow"}


def show(told: Report, terminal: Terminal, directory: Path, *, as_json: bool, on_github: bool) -> None:
    """Print a report that was written, as the options of a command ask for it."""
    on_github = on_github or github.inside()
    if as_json:
        sys.stdout.write(report.as_text(told))
    else:
        with github.without_commands(sys.stdout) if on_github else contextlib.nullcontext():
            terminal.show(told, directory)
    if on_github:
        github.announce(told, sys.stderr if as_json else sys.stdout)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what every command that makes a report takes: ``--report``, ``--json`` and ``--github``."""
    parser.add_argument(
        "--report",
        type=Path,
        metavar="DIR",
        default=Path("conformance-report"),
        help=f"where {report.FILES_IN_WORDS} go (default: %(default)s/)",
    )
    parser.add_argument("--json", action="store_true", help="print report.json instead of the table")
    parser.add_argument(
        "--github",
        action="store_true",
        help="print annotations for GitHub Actions and add to the job's summary; on by itself in such a job",
    )


def diff(argv: list[str]) -> int:
    """Say what got better or worse from one report to another; 1 if anything got worse."""
    parser = argparse.ArgumentParser(
        prog=f"{PROGRAM} diff",
        description="Say what got better or worse from one report to another.",
        epilog="Exit code: 0 if nothing got worse, 1 if something did, 2 if a file cannot be read. "
        "Worse is: newly broken, one finding more, flaky before and certain now, met before, not judged now.",
    )
    parser.add_argument("old", type=Path, metavar="OLD.json")
    parser.add_argument("new", type=Path, metavar="NEW.json")
    parser.add_argument("--json", action="store_true", help="print the difference as JSON")
    arguments = parser.parse_args(argv)
    old, new = report.read(arguments.old), report.read(arguments.new)
    difference = compare(old, new)
    if arguments.json:
        sys.stdout.write(json.dumps(difference.as_json(), indent=2) + "\n")
    else:
        _show_difference(old, new, difference)
    return FINDINGS if difference.worse else HOLDS


def merge(argv: list[str]) -> int:
    """Make one report of those of several runs; it ends as the run would that found all that."""
    parser = argparse.ArgumentParser(
        prog=f"{PROGRAM} merge",
        description="Make one report of several against one server, such as those of the shards of a run.",
        epilog="Exit code: 0 if every MUST that was judged holds, 1 for findings, 2 if the files cannot be "
        "read or do not belong together, 3 if nothing was judged or a shard is missing.",
    )
    parser.add_argument("parts", type=Path, nargs="+", metavar="PART.json")
    add_options(parser)
    arguments = parser.parse_args(argv)
    told = merged([report.read(file) for file in arguments.parts])
    try:
        report.write(told, arguments.report)
    except OSError as error:
        raise UsageError(f"--report {arguments.report} cannot be written: {error.strerror}.") from None
    show(told, Terminal(), arguments.report, as_json=arguments.json, on_github=arguments.github)
    if data.broken(told):
        return FINDINGS
    return HOLDS if data.judged(told) and not (told["merged"] and told["merged"]["missing"]) else NOT_JUDGED


def schema(argv: list[str]) -> int:
    """Print the JSON Schema of ``report.json``."""
    argparse.ArgumentParser(
        prog=f"{PROGRAM} schema", description="Print the JSON Schema of report.json."
    ).parse_args(argv)
    sys.stdout.write(data.schema_path().read_text(encoding="utf-8"))
    return HOLDS


COMMANDS: dict[str, Callable[[list[str]], int]] = {"diff": diff, "merge": merge, "schema": schema}


def run(argv: list[str]) -> int | None:
    """Carry out a command on reports; ``None`` if it is none of them."""
    command = COMMANDS.get(argv[0]) if argv else None
    if command is None:
        return None
    try:
        return command(argv[1:])
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    except UsageError as error:
        Console(stderr=True, soft_wrap=True, highlight=False).print(f"error: {error}", markup=False)
        return USAGE


def _show_difference(old: Report, new: Report, difference: Difference) -> None:
    terminal = Terminal()
    for name, one in (("old", old), ("new", new)):
        terminal.prose(f"{name}: {one['base_url']} · {one['started'][:16]} · {data.circumstances(one)}")
    for remark in difference.remarks:
        terminal.prose(remark, style="yellow")
    for place, style in STYLES.items():
        changes: list[Change] = getattr(difference, place)
        if changes:
            terminal.prose("")
            terminal.prose(place.capitalize(), style=style)
        for change in changes:
            turned = f" ({change.was} → {change.now})" if change.was and change.now != change.was else ""
            terminal.prose(f"{change.id} {change.level}: {change.what}{turned}", 2)
            terminal.prose(change.statement, 4, "dim")
            if change.detail:
                terminal.prose(change.detail, 4)
    terminal.prose("")
    terminal.prose(
        f"{len(difference.worse)} worse, {len(difference.better)} better, {len(difference.changed)} changed, "
        f"{data.plural(difference.same, 'requirement')} the same",
        style=STYLES["worse"] if difference.worse else STYLES["better"],
    )
