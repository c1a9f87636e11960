"""Schemathesis by itself, as its own command line runs it: the same contract, all phases, default checks."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portkey_conformance.contract import contract_path

COMMAND = str(Path(sys.executable).with_name("st"))
SECONDS_TO_END = 90.0
"""What it may take beyond its time, to load the contract and to write its report, before it is ended."""

Failure = tuple[str, str]
"""The kind of a failure and its operation."""


@dataclass(frozen=True)
class BareRun:
    """What one run told."""

    failures: dict[Failure, float]
    """Each failure, and after how many seconds it was told first."""
    error: str = ""
    """Why there is no report, if so."""


def run_bare(
    base_url: str,
    key: str,
    seconds: float,
    seed: int,
    folder: Path,
    run: Callable[..., subprocess.CompletedProcess[str]],
) -> BareRun:
    """Run it against a server for so long, with a key as header; `run` is `subprocess.run` or like it."""
    report = folder / "schemathesis.ndjson"
    command = [
        *(COMMAND, "run", str(contract_path())),
        *("--url", base_url, "--header", f"x-portkey-api-key: {key}"),
        *("--max-time", str(max(1, round(seconds))), "--seed", str(seed)),
        *("--report", "ndjson", "--report-ndjson-path", str(report)),
        *("--generation-database", "none", "--no-color"),
    ]
    try:
        ended = run(command, cwd=folder, timeout=seconds + SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        error = "it did not end in time"
    else:
        error = "" if ended.returncode in (0, 1) else f"it ended with {ended.returncode}"
    return BareRun(dict(_failures(report)), "" if report.exists() and not error else error or "no report")


def _failures(report: Path) -> Iterator[tuple[Failure, float]]:
    began = None
    told: set[Failure] = set()
    for line in report.read_text(encoding="utf-8").splitlines() if report.exists() else ():
        try:
            ((kind, event),) = json.loads(line).items()
        except ValueError:
            continue  # it was ended while it wrote
        if kind == "EngineStarted":
            began = event["timestamp"]
        if kind != "ScenarioFinished" or not event.get("recorder"):
            continue
        for failure in _of(event["recorder"]):
            if failure not in told:
                told.add(failure)
                yield failure, round(event["timestamp"] - (began or event["timestamp"]), 1)


def _of(recorder: dict[str, Any]) -> Iterator[Failure]:
    for checks in recorder.get("checks", {}).values():
        for check in checks:
            if check["status"] == "failure":
                failure = check["failure_info"]["failure"]
                yield str(failure["type"]), str(failure.get("operation") or recorder["label"])
