"""The command ``portkey-integrations conform``."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import secrets
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console

from portkey_conformance import report
from portkey_conformance.again import load_finding, send_again
from portkey_conformance.contract import Contract
from portkey_conformance.deviations import Deviation, accept, load_deviations
from portkey_conformance.exchanges import REQUEST_SECONDS
from portkey_conformance.exits import FINDINGS, HOLDS, INTERRUPTED, NOT_JUDGED, USAGE
from portkey_conformance.passive.command import NoTraffic, add_options, is_recorded, judge_recorded
from portkey_conformance.passive.reading_run import judge_reading
from portkey_conformance.preflight import NotJudgeable
from portkey_conformance.profiles import PROFILES, Profile
from portkey_conformance.report import commands
from portkey_conformance.runner import Run, Settings, judge
from portkey_conformance.target import UsageError, load_target
from portkey_conformance.terminal import Terminal
from portkey_conformance.verdicts import Outcome

EPILOG = """\
keys:
  Without --target, the key is read from PORTKEY_API_KEY. A target file names the environment variables that
  hold keys by role, and two workspaces; what is not given is skipped, and the report says what it would take.

reports:
  conform diff OLD.json NEW.json    what got better or worse; --help after any of these says more
  conform merge PART.json ...       one report of several, such as those of the shards of a run
  conform schema                    the JSON Schema of report.json

exit codes:
  0  every MUST that could be judged holds      2  the command line or the target file is wrong
  1  findings                                   3  the server could not be judged
  130  interrupted before any finding
"""


def conform(argv: list[str]) -> int:
    """Judge a server; the exit code says how it went (see ``--help``)."""
    ended = commands.run(argv)
    if ended is not None:
        return ended
    try:
        parser = _parser()
        arguments = parser.parse_args(argv)
        if arguments.minutes and arguments.profile != "deep":
            parser.error("--minutes needs --profile deep")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    try:
        contract = Contract.load()
        recorded = is_recorded(arguments)
        finding: dict[str, Any] | None = None
        base_url = arguments.base_url
        if arguments.replay:
            finding, earlier = load_finding(arguments.replay, arguments.report)
            arguments.only = [str(finding["id"]).partition("/")[0]]
            arguments.report = arguments.report / "replay"
            base_url = base_url or (None if arguments.target else earlier.get("base_url"))
        target = None if recorded else load_target(base_url, arguments.target)
        only = _selected(arguments.only, contract)
        deviations, expired = _deviations(arguments.accept, contract)
        _writable(arguments.report)
    except UsageError as error:
        return _refuse(error, USAGE)
    settings = Settings(
        _profile(arguments),
        secrets.randbelow(2**31) if arguments.seed is None else arguments.seed,
        only,
        shard=arguments.shard,
        allow_shared=arguments.allow_shared,
        deviations=tuple(deviations),
        fail_fast=arguments.fail_fast,
        database=arguments.database,
        request_seconds=arguments.timeout,
    )
    terminal = Terminal(Console(stderr=True) if arguments.json else None)
    try:
        with terminal:
            if target is None:
                outcome = judge_recorded(arguments, contract, only, terminal)
                accept(outcome.rulings, deviations)
            elif arguments.read_only:
                outcome = judge_reading(target, contract, settings, terminal)
            elif finding is None:
                outcome = judge(target, contract, settings, terminal)
            else:
                with contextlib.closing(Run(target, contract, settings, terminal)) as run:
                    outcome = send_again(run, finding)
    except UsageError as error:
        return _refuse(error, USAGE)
    except (NotJudgeable, NoTraffic) as error:
        return _refuse(error, NOT_JUDGED)
    except KeyboardInterrupt:
        return INTERRUPTED
    outcome.notes += [
        f"The deviation from {one.requirement} was accepted until {one.until}, which is over ({one.reason})."
        for one in expired
    ]
    told = report.of(outcome, contract)
    report.write(told, arguments.report)
    commands.show(told, terminal, arguments.report, as_json=arguments.json, on_github=arguments.github)
    return _exit_code(outcome)


def _exit_code(outcome: Outcome) -> int:
    if outcome.broken_musts:
        return FINDINGS
    if outcome.interrupted:
        return INTERRUPTED
    return HOLDS if outcome.judged else NOT_JUDGED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="portkey-integrations conform",
        description="Judge any server that speaks the Integrations API, over plain HTTP.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "base_url",
        nargs="?",
        metavar="BASE_URL",
        help="such as http://127.0.0.1:8787/v1; default: the target's",
    )
    parser.add_argument("--target", type=Path, metavar="FILE", help="a target.toml: keys by role, workspaces")
    parser.add_argument(
        "--profile",
        choices=list(PROFILES),
        default="standard",
        help="how much is sent; quick leaves long checks out, but for those of --only (default: %(default)s)",
    )
    commands.add_options(parser)
    parser.add_argument(
        "--minutes",
        type=_positive,
        metavar="N",
        help="how long a deep run takes (default: 10); needs --profile deep",
    )
    parser.add_argument(
        "--shard",
        type=_shard,
        default=(1, 1),
        metavar="K/N",
        help="make part K of a run that N machines share; see conform merge",
    )
    parser.add_argument(
        "--fail-fast",
        action="store_true",
        help="end with the phase that finds a broken MUST: checks, played sequences or generated requests",
    )
    parser.add_argument(
        "--database",
        type=Path,
        metavar="DIR",
        help="keep Hypothesis's examples there, and start from those that showed something before",
    )
    parser.add_argument(
        "--timeout",
        type=_positive,
        default=REQUEST_SECONDS,
        metavar="SECONDS",
        help="how long one request may take (default: %(default)g)",
    )
    parser.add_argument(
        "--allow-shared",
        action="store_true",
        help="write to an account that holds what the judge did not create; only what it creates is touched",
    )
    parser.add_argument(
        "--accept", type=Path, metavar="FILE", help="a TOML file of known deviations: see docs/conform.md"
    )
    parser.add_argument(
        "--replay",
        metavar="FINDING",
        help="send one finding of the last report again, such as SEC-005/1, or FILE:SEC-005/1",
    )
    parser.add_argument("--seed", type=int, metavar="N", help="repeat the generated requests of a run")
    parser.add_argument(
        "--only", nargs="+", action="extend", metavar="ID", help="judge these requirements or families only"
    )
    add_options(parser)
    return parser


def _positive(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return number


def _shard(text: str) -> tuple[int, int]:
    part, _, parts = text.partition("/")
    if not (part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts)):
        raise argparse.ArgumentTypeError(f"{text!r} is not K/N with 1 ≤ K ≤ N")
    return int(part), int(parts)


def _profile(arguments: argparse.Namespace) -> Profile:
    profile = PROFILES[arguments.profile]
    return (
        dataclasses.replace(profile, total_seconds=60 * arguments.minutes) if arguments.minutes else profile
    )


def _deviations(file: Path | None, contract: Contract) -> tuple[list[Deviation], list[Deviation]]:
    return ([], []) if file is None else load_deviations(file, contract, date.today())


def _selected(names: list[str] | None, contract: Contract) -> frozenset[str] | None:
    if names is None:
        return None
    selected: set[str] = set()
    for name in (part for joined in names for part in joined.split(",") if part):
        wanted = name.upper()
        found = {one for one in contract.requirements if one == wanted or one.startswith(f"{wanted}-")}
        if not found:
            families = ", ".join(contract.families)
            raise UsageError(f"--only {name}: no such requirement or family; the families are {families}.")
        selected |= found
    return frozenset(selected)


def _writable(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name in report.FILES:
            (directory / name).unlink(missing_ok=True)  # an earlier run's report must not pass for this one's
        with tempfile.TemporaryFile(dir=directory):
            pass
    except OSError as error:
        raise UsageError(f"--report {directory} cannot be written: {error.strerror}.") from None


def _refuse(error: Exception, code: int) -> int:
    Console(stderr=True, soft_wrap=True, highlight=False).print(f"error: {error}", markup=False)
    return code


if __name__ == "__main__":
    sys.exit(conform(sys.argv[1:]))
