"""What became of each fault: caught, missed, or told under another name; by the suite and by Schemathesis."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from faults.bare import Failure

NO_FAULT = ""
"""The name of the run without a fault."""


class Catch(StrEnum):
    """How a run fared with a fault."""

    CAUGHT = "caught"
    ASTRAY = "astray"
    """Told under other requirements only."""
    MISSED = "missed"
    IDLE = "idle"
    """The fault did not act, so there was nothing to catch."""
    NOT_RUN = "not run"


@dataclass(frozen=True)
class Run:
    """One run against one faulty server."""

    told: tuple[str, ...]
    """The requirements that are broken; of Schemathesis, `kind operation`."""
    seconds: float
    first: float | None
    """Seconds to the first finding, where it is told."""
    fired: int
    """In how many requests the fault acted."""
    answered: int
    error: str = ""


@dataclass(frozen=True)
class Result:
    """One fault and what was told of it."""

    name: str
    family: str
    requirement: str
    also: tuple[str, ...]
    suite: Run
    bare: Run | None

    @property
    def right(self) -> frozenset[str]:
        """The names that it may be told under."""
        return frozenset((self.requirement, *self.also))

    @property
    def beside(self) -> list[str]:
        """What was told that the fault does not break."""
        return sorted(set(self.suite.told) - self.right)

    @property
    def by_suite(self) -> Catch:
        if not self.suite.fired:
            return Catch.IDLE
        if not self.suite.told:
            return Catch.MISSED
        return Catch.CAUGHT if self.right & set(self.suite.told) else Catch.ASTRAY

    def by_bare(self, baseline: frozenset[str]) -> Catch:
        """Schemathesis names no requirements, so whatever it does not tell of a good server is a catch."""
        if self.bare is None:
            return Catch.NOT_RUN
        if set(self.bare.told) - baseline:
            return Catch.CAUGHT
        return Catch.MISSED if self.bare.fired else Catch.IDLE


@dataclass(frozen=True)
class Score:
    """All results, with what they were reached by."""

    about: Mapping[str, Any]
    """Profile, seed, date, machine, versions."""
    results: tuple[Result, ...]
    baseline: frozenset[str]
    """What Schemathesis tells of a server without a fault."""
    false_alarms: tuple[str, ...]
    """What the suite tells of it."""
    unbroken: tuple[str, ...]
    """The requirements that no fault of the catalogue breaks."""

    def by_family(self) -> dict[str, list[Result]]:
        families: dict[str, list[Result]] = {}
        for result in self.results:
            families.setdefault(result.family, []).append(result)
        return families

    def as_json(self) -> dict[str, Any]:
        return {
            **self.about,
            "schemathesis_baseline": sorted(self.baseline),
            "false_alarms": list(self.false_alarms),
            "requirements_without_fault": list(self.unbroken),
            "faults": [
                {
                    **asdict(result),
                    "suite_verdict": result.by_suite,
                    "bare_verdict": result.by_bare(self.baseline),
                    "beside": result.beside,
                }
                for result in self.results
            ],
        }


def share(results: Iterable[Catch]) -> tuple[int, int]:
    """How many are caught, of those whose fault acted."""
    acted = [one for one in results if one not in (Catch.IDLE, Catch.NOT_RUN)]
    return sum(one is Catch.CAUGHT for one in acted), len(acted)


def failure_name(failure: Failure) -> str:
    return " ".join(failure)


def as_line(result: Result) -> str:
    return json.dumps(asdict(result))


def read_results(file: Path) -> dict[str, Result]:
    """The results of an earlier run by fault; the last line may be half written."""
    found: dict[str, Result] = {}
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
        try:
            kept = json.loads(line)
        except ValueError:
            continue
        if "name" in kept:
            found[kept["name"]] = Result(
                kept["name"],
                kept["family"],
                kept["requirement"],
                tuple(kept["also"]),
                _run(kept["suite"]),
                kept["bare"] and _run(kept["bare"]),
            )
    return found


def read_about(file: Path) -> dict[str, Any]:
    """What the results of a file were reached by."""
    for line in file.read_text(encoding="utf-8").splitlines()[:1] if file.exists() else ():
        described: dict[str, Any] = json.loads(line).get("about", {})
        return described
    return {}


def _run(kept: dict[str, Any]) -> Run:
    return Run(**{**kept, "told": tuple(kept["told"])})
