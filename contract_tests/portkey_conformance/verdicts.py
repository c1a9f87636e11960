"""What a run found: outcomes of checks, findings, and one verdict for each requirement."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from portkey_conformance.contract import Requirement
from portkey_conformance.exchanges import Exchange


class Verdict(StrEnum):
    """The answer for one requirement."""

    PASS = "pass"
    FAIL = "fail"
    ACCEPTED = "accepted"
    SKIP = "skip"
    INCONCLUSIVE = "inconclusive"


class Violation(Exception):  # noqa: N818 - an outcome, as in pytest
    """Raised by a check: the server breaks the requirement.

    Args:
        expected: What the requirement asks for, in words.
        actual: What the server did.
        evidence: The exchanges that show it, where not all of the check's are needed.
    """

    def __init__(self, expected: str, actual: str, *, evidence: Sequence[Exchange] = ()) -> None:
        super().__init__(f"expected {expected}; got {actual}")
        self.expected = expected
        self.actual = actual
        self.evidence = tuple(evidence)


class Skip(Exception):  # noqa: N818
    """Raised by a check that this target gives no means to decide; says what it would take."""


class Inconclusive(Exception):  # noqa: N818
    """Raised by a check whose preparation failed for a reason that another requirement covers."""


@dataclass(frozen=True)
class Accepted:
    """Why a known deviation is accepted, and until when."""

    reason: str
    until: date


@dataclass(frozen=True)
class Finding:
    """One way in which the server breaks one requirement."""

    requirement: str
    operation: str | None
    expected: str
    actual: str
    steps: tuple[str, ...]
    """``curl`` lines that show it, in order."""
    python: str = ""
    """The same as a Python program for httpx."""
    requests: tuple[Mapping[str, Any], ...] = ()
    """The same as data, for ``--replay``."""
    tries: int = 1
    """How often it was tried."""
    failures: int = 1
    """How often of these it showed."""
    source: str = "check"
    """Who found it: ``check``, ``generated``, ``model``, ``memory`` or ``recorded``."""
    check: str = ""
    """The check that found it, if one did: what ``--replay`` runs again."""
    cause: str = ""
    """Findings of one requirement with the same cause are one."""
    seconds: float = 0.0
    """How long the run had been going when it was seen first."""
    accepted: Accepted | None = None

    @property
    def reproduced(self) -> bool:
        """Whether it showed at every try."""
        return self.failures == self.tries

    def as_json(self, number: int) -> dict[str, Any]:
        """The finding as JSON data; ``number`` tells it from others of its requirement."""
        return {
            "id": f"{self.requirement}/{number}",
            "operation": self.operation,
            "expected": self.expected,
            "actual": self.actual,
            "reproduced": self.reproduced,
            "tries": self.tries,
            "failures": self.failures,
            "source": self.source,
            "check": self.check or None,
            "cause": hashlib.sha256((self.cause or self.actual).encode()).hexdigest()[:12],
            "seconds": round(self.seconds, 2),
            "steps": list(self.steps),
            "python": self.python,
            "requests": [dict(request) for request in self.requests],
            "accepted": self.accepted
            and {"reason": self.accepted.reason, "until": self.accepted.until.isoformat()},
        }


@dataclass
class Ruling:
    """The verdict for one requirement, with what it rests on."""

    requirement: Requirement
    findings: list[Finding] = field(default_factory=list)
    passed: int = 0
    skipped: list[str] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)

    @property
    def verdict(self) -> Verdict:
        if self.findings:
            accepted = all(finding.accepted for finding in self.findings)
            return Verdict.ACCEPTED if accepted else Verdict.FAIL
        if self.passed and not self.undecided:
            return Verdict.PASS
        if self.undecided:
            return Verdict.INCONCLUSIVE
        return Verdict.SKIP

    @property
    def reason(self) -> str:
        """Why there is no pass: the first finding, obstacle or need; empty for a pass."""
        if self.findings:
            return f"expected {self.findings[0].expected}; got {self.findings[0].actual}"
        if self.undecided:
            return self.undecided[0]
        return (
            "" if self.passed else "; ".join(dict.fromkeys(self.skipped)) or "nothing was sent that shows it"
        )

    def add(self, finding: Finding) -> bool:
        """Keep a finding unless one with the same cause is kept already; True if it was kept."""
        cause = finding.cause or finding.actual
        if any((known.cause or known.actual) == cause for known in self.findings):
            return False
        self.findings.append(finding)
        return True


@dataclass
class Outcome:
    """Everything that a run found."""

    rulings: dict[str, Ruling]
    seed: int
    profile: str
    base_url: str
    contract_version: str
    seconds: float = 0.0
    requests: int = 0
    interrupted: bool = False
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    shard: str | None = None
    """Which part of a run that several machines share, as ``K/N``."""
    request_seconds: float = 0.0
    """How long one request was given."""
    waited: float = 0.0
    """How long the run waited where the server limited the rate, in seconds."""
    notes: list[str] = field(default_factory=list)
    undocumented_fields: dict[str, list[str]] = field(default_factory=dict)
    """For each operation, where its answers have fields that the contract does not name."""

    @property
    def broken_musts(self) -> list[Ruling]:
        return [
            ruling
            for ruling in self.rulings.values()
            if ruling.requirement.is_must and ruling.verdict is Verdict.FAIL
        ]

    def count(self, verdict: Verdict) -> int:
        return sum(ruling.verdict is verdict for ruling in self.rulings.values())

    @property
    def judged(self) -> int:
        return sum(self.count(verdict) for verdict in (Verdict.PASS, Verdict.FAIL, Verdict.ACCEPTED))


def rulings_for(requirements: Iterable[Requirement]) -> dict[str, Ruling]:
    return {requirement.id: Ruling(requirement) for requirement in requirements}
