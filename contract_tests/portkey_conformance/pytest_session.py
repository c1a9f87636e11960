"""What stands behind the items of the pytest plugin: one run of the judge for each pytest process."""

from __future__ import annotations

import pytest

from portkey_conformance import checks
from portkey_conformance.contract import Contract, Requirement
from portkey_conformance.profiles import PROFILES
from portkey_conformance.pytest_plugin import Subject
from portkey_conformance.runner import Run, ServerGone, Settings
from portkey_conformance.verdicts import Finding, Ruling, Verdict

SEED = 1


class RequirementItem:
    """One requirement, ready to be judged."""

    def __init__(self, requirement: Requirement, session: Session) -> None:
        self.requirement = requirement
        self._session = session

    def __repr__(self) -> str:
        return f"<{self.requirement.id} {self.requirement.level}: {self.requirement.statement}>"

    def holds(self) -> None:
        """Judge the requirement: pass, fail with the requests that show it, or skip with the reason.

        A broken SHOULD is an expected failure (``xfail``), which leaves the run green.
        """
        __tracebackhide__ = True
        ruling, besides = self._session.decide(self.requirement.id)
        if besides:
            pytest.fail("\n\n".join(map(_as_text, besides)), pytrace=False)
        if ruling.verdict is Verdict.PASS:
            return
        if ruling.verdict is Verdict.FAIL:
            text = "\n\n".join(_as_text(finding) for finding in ruling.findings)
            text = f"{self.requirement.level}: {self.requirement.statement}\n\n{text}"
            if self.requirement.is_must:
                pytest.fail(text, pytrace=False)
            pytest.xfail(text)
        pytest.skip(f"{ruling.verdict}: {ruling.reason}")


class Session:
    """One run of the judge for all items of a pytest process."""

    def __init__(self, subject: Subject, profile: str) -> None:
        target, self._transport = subject.resolved()
        settings = Settings(PROFILES[profile], SEED, allow_shared=subject.allow_shared)
        self._run = Run(target, Contract.load(), settings, _Silent(), self._transport)
        self._observed = {one.requirement for one in checks.OBSERVATIONS}
        self._generated = False
        self._told: set[tuple[str, str]] = set()
        self._gone: str | None = None
        self._run.open()

    def decide(self, requirement: str) -> tuple[Ruling, list[Finding]]:
        """The verdict, and what was found meanwhile of other requirements, whose items may be elsewhere."""
        __tracebackhide__ = True
        if self._gone is not None:
            pytest.skip(f"the server stopped answering: {self._gone}")
        try:
            if requirement in self._observed and not self._generated:
                self._generated = True
                self._run.generate(self._run.settings.profile.seconds, SEED)
            ruling = self._run.decide(requirement)
        except ServerGone as gone:
            self._gone = str(gone)
            pytest.fail(f"The server stopped answering: {gone}", pytrace=False)
        self._told |= {(requirement, finding.cause) for finding in ruling.findings}
        besides = [
            finding
            for other in self._run.rulings.values()
            for finding in other.findings
            if other.requirement.is_must and (finding.requirement, finding.cause) not in self._told
        ]
        self._told |= {(finding.requirement, finding.cause) for finding in besides}
        return ruling, besides

    def close(self) -> None:
        self._run.finish()
        self._run.close()


class _Silent:
    def step(self, phase: str, label: str, done: int, total: int) -> None:
        pass


def _as_text(finding: Finding) -> str:
    rate = "" if finding.reproduced else f" ({finding.failures} of {finding.tries} times)"
    lines = [
        f"{finding.requirement} at {finding.operation or 'any operation'}: expected {finding.expected}",
        f"got {finding.actual}{rate}",
        *finding.steps,
    ]
    return "\n".join(lines)
