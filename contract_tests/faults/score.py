"""`make score`: judge a server with each fault of the catalogue, by the suite and by bare Schemathesis.

Results go to a file of JSON lines as they come, so that an interrupted run goes on with --resume. What is
shown and written to docs/score.md and docs/score.json are all results in that file.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from portkey_conformance.contract import Contract
from portkey_conformance.target import Target, load_target
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from faults import scoreboard
from faults.bare import run_bare
from faults.definitions import Fault, load_catalogue
from faults.reference import FIRED
from faults.results import NO_FAULT, Result, Run, Score, as_line, failure_name, read_about, read_results

CONTRACT_TESTS = Path(__file__).resolve().parents[1]
DOCS = CONTRACT_TESTS.parent / "docs"
RESULTS = CONTRACT_TESTS.parent / "score" / "results.jsonl"
COMMAND = str(Path(sys.executable).with_name("portkey-integrations"))
SECONDS_TO_START = 60.0
MOST_SECONDS = 900.0
"""The longest that one run of the suite may take."""
PACKAGES = ("portkey-integrations", "schemathesis", "hypothesis")


class Interrupted(Exception):  # noqa: N818 - names what happened
    """The run is to end now."""


class NotStarted(Exception):  # noqa: N818
    """A server with a fault did not start."""


class Processes:
    """Every process that was started, so that an interrupted run ends them all."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[str]] = set()
        self._lock = threading.Lock()
        self.ended = False

    def start(self, command: Sequence[str], **options: Any) -> subprocess.Popen[str]:
        environment = {**os.environ, "PYTHONPATH": str(CONTRACT_TESTS)}
        with self._lock:
            if self.ended:
                raise Interrupted
            process = subprocess.Popen(  # noqa: S603 - our own commands
                command,
                **{"text": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **options},
                env=environment,
                start_new_session=True,
            )
            self._running.add(process)
        return process

    def run(self, command: Sequence[str], *, cwd: Path, timeout: float) -> subprocess.CompletedProcess[str]:
        """Like `subprocess.run`, but ended with the rest."""
        process = self.start(command, cwd=cwd)
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.end(process)
            raise
        self.forget(process)
        if self.ended:
            raise Interrupted
        return subprocess.CompletedProcess(command, code)

    def end(self, process: subprocess.Popen[str]) -> None:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self.forget(process)

    def forget(self, process: subprocess.Popen[str]) -> None:
        with self._lock:
            self._running.discard(process)

    def end_all(self) -> None:
        with self._lock:
            self.ended = True
            running = list(self._running)
        for process in running:
            self.end(process)


class Scorer:
    """Runs both sides against one fault after another."""

    def __init__(self, options: argparse.Namespace, processes: Processes) -> None:
        self._options = options
        self._processes = processes

    def result(self, fault: Fault | None) -> Result:
        """What both sides tell of a server with that fault, or without any."""
        with tempfile.TemporaryDirectory(prefix="portkey-score-") as folder:
            suite = self._judged(fault, _made(Path(folder) / "suite"))
            bare = None
            if not self._options.no_bare:
                # A server without a fault is looked at twice as long: nothing that shows there is a catch.
                seconds = suite.seconds * (1 if fault else 2)
                bare = self._bare(fault, _made(Path(folder) / "bare"), seconds)
        if fault is None:
            return Result(NO_FAULT, "", "", (), suite, bare)
        return Result(fault.name, fault.family, fault.requirement, tuple(sorted(fault.also)), suite, bare)

    def _judged(self, fault: Fault | None, folder: Path) -> Run:
        report = folder / "report"
        command = [COMMAND, "conform", "--target", str(folder / "target.toml")]
        command += ["--profile", self._options.profile, "--seed", str(self._options.seed)]
        # What a later phase would find besides changes nothing about whether the fault is caught.
        command += ["--fail-fast"]
        error = ""
        with self._server(fault, folder):
            began = time.monotonic()
            try:
                self._processes.run([*command, "--report", str(report)], cwd=folder, timeout=MOST_SECONDS)
            except subprocess.TimeoutExpired:
                error = f"no end after {MOST_SECONDS:.0f} s"
            seconds = time.monotonic() - began
        file = report / "report.json"
        described = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"requirements": []}
        broken = [one for one in described["requirements"] if one["verdict"] == "fail"]
        moments = [one["seconds"] for entry in broken for one in entry["findings"] if one.get("seconds")]
        return Run(
            tuple(one["id"] for one in broken),
            round(seconds, 1),
            min(moments, default=None),
            **_counted(folder),
            error=error or ("" if file.exists() else "no report"),
        )

    def _bare(self, fault: Fault | None, folder: Path, seconds: float) -> Run:
        with self._server(fault, folder) as target:
            began = time.monotonic()
            key = target.keys["admin"].value
            told = run_bare(target.base_url, key, seconds, self._options.seed, folder, self._processes.run)
            took = time.monotonic() - began
        return Run(
            tuple(failure_name(one) for one in told.failures),
            round(took, 1),
            min(told.failures.values(), default=None),
            **_counted(folder),
            error=told.error,
        )

    @contextmanager
    def _server(self, fault: Fault | None, folder: Path) -> Iterator[Target]:
        command = [sys.executable, "-m", "faults.reference", str(folder), "--seed", str(self._options.seed)]
        command += ["--fault", fault.name] if fault else []
        process = self._processes.start(command, cwd=folder)
        file = folder / "target.toml"
        try:
            give_up = time.monotonic() + SECONDS_TO_START
            while not file.exists():
                if self._processes.ended:
                    raise Interrupted
                if process.poll() is not None or time.monotonic() > give_up:
                    raise NotStarted(fault.name if fault else "the server without a fault")
                time.sleep(0.05)
            yield load_target(None, file, {})
        finally:
            self._processes.end(process)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _counted(folder: Path) -> dict[str, int]:
    file = folder / FIRED
    counted: dict[str, int] = json.loads(file.read_text()) if file.exists() else {"fired": 0, "answered": 0}
    return counted


def chosen(faults: Mapping[str, Fault], options: argparse.Namespace) -> list[Fault]:
    """The faults to judge: of the named ones, or all, every N-th."""
    wanted = [
        fault
        for fault in faults.values()
        if not options.only_faults
        or any(
            word in (fault.family, fault.requirement) or word in fault.name for word in options.only_faults
        )
    ]
    part, parts = (int(number) for number in options.shard.split("/"))
    return wanted[part - 1 :: parts]


def about(options: argparse.Namespace) -> dict[str, Any]:
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "profile": options.profile,
        "seed": options.seed,
        "jobs": options.jobs,
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "versions": {"Python": platform.python_version(), **{name: version(name) for name in PACKAGES}},
    }


def carry_out(options: argparse.Namespace, console: Console) -> bool:
    """Judge what is not judged yet; False if it was interrupted."""
    known = read_results(options.results) if options.resume else {}
    due: list[Fault | None] = [
        fault for fault in chosen(load_catalogue(), options) if fault.name not in known
    ]
    due = [*([] if NO_FAULT in known else [None]), *due]
    options.results.parent.mkdir(parents=True, exist_ok=True)
    processes = Processes()
    scorer = Scorer(options, processes)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with (
        options.results.open("a" if options.resume else "w", encoding="utf-8") as file,
        ThreadPoolExecutor(options.jobs) as pool,
        Progress(*columns, console=console, disable=not console.is_terminal) as progress,
    ):
        if not file.tell():
            file.write(json.dumps({"about": about(options)}) + "\n")
        task = progress.add_task("faults", total=len(due))
        running = [pool.submit(scorer.result, fault) for fault in due]
        try:
            for future in as_completed(running):
                try:
                    result = future.result()
                except NotStarted as error:
                    console.print(f"not judged, and tried again with --resume: {error}", soft_wrap=True)
                    continue
                file.write(as_line(result) + "\n")
                file.flush()
                progress.advance(task)
                if not console.is_terminal:
                    told = ", ".join(result.suite.told) or "nothing"
                    console.print(f"{result.by_suite:7} {result.name or 'no fault'}: {told}", soft_wrap=True)
        except (KeyboardInterrupt, Interrupted):
            pool.shutdown(wait=False, cancel_futures=True)
            processes.end_all()
            return False
    return True


def written(options: argparse.Namespace, contract: Contract, console: Console) -> Score:
    """Show and write what is known."""
    known = read_results(options.results)
    plain = known.pop(NO_FAULT, None)
    faults = load_catalogue()
    broken = {fault.requirement for fault in faults.values()}
    score = Score(
        read_about(options.results) or about(options),
        tuple(known[name] for name in faults if name in known),
        frozenset(plain.bare.told if plain and plain.bare else ()),
        plain.suite.told if plain else (),
        tuple(one for one in contract.requirements if one not in broken),
    )
    scoreboard.show(score, console)
    options.docs.mkdir(parents=True, exist_ok=True)
    (options.docs / "score.md").write_text(scoreboard.markdown(score), encoding="utf-8")
    (options.docs / "score.json").write_text(json.dumps(score.as_json(), indent=1) + "\n", encoding="utf-8")
    return score


def main() -> int:
    parser = argparse.ArgumentParser(prog="make score", description=__doc__)
    parser.add_argument("--profile", default="standard", help="of the suite (default: %(default)s)")
    parser.add_argument(
        "--jobs", type=int, default=2, help="how many faults at a time (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--only-faults", nargs="+", default=[], metavar="WORD", help="a file, a requirement, part of a name"
    )
    parser.add_argument("--shard", default="1/1", metavar="K/N", help="every N-th fault, from the K-th on")
    parser.add_argument("--no-bare", action="store_true", help="leave Schemathesis out")
    parser.add_argument("--resume", action="store_true", help="go on with what --results holds")
    parser.add_argument("--show", action="store_true", help="run nothing, show what --results holds")
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="FILE")
    parser.add_argument(
        "--docs", type=Path, default=DOCS, metavar="DIR", help="where score.md and score.json go"
    )
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    console = Console()
    if not options.show and not carry_out(options, console):
        console.print(f"Interrupted; go on with --resume. What is known is in {options.results}.")
        return 130
    score = written(options, Contract.load(), console)
    return 0 if score.results and not score.false_alarms else 1


if __name__ == "__main__":
    sys.exit(main())
