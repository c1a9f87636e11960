"""A whole run: preflight, checks, generated requests, clean-up; interruptible at any point."""

from __future__ import annotations

import dataclasses
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

from portkey_conformance import checks, fuzzing
from portkey_conformance.checks import Check
from portkey_conformance.contract import Contract
from portkey_conformance.exchanges import Exchange, Unanswered, Wire
from portkey_conformance.ledger import Ledger
from portkey_conformance.memory import Disagreement
from portkey_conformance.observer import Observer
from portkey_conformance.preflight import NotJudgeable, confirm_judgeable, confirm_permitted
from portkey_conformance.progress import Progress
from portkey_conformance.redaction import Secrets
from portkey_conformance.replay import Replay
from portkey_conformance.requirements import UNDECIDABLE
from portkey_conformance.target import Target
from portkey_conformance.trial import Trial
from portkey_conformance.undocumented import UndocumentedFields
from portkey_conformance.verdicts import (
    Finding,
    Inconclusive,
    Outcome,
    Ruling,
    Skip,
    Violation,
    rulings_for,
)
from portkey_conformance.watch import Watch

TRIES = 3
"""A check that fails is run so often before its failure is told."""
MOST_TRIES = 40
"""A check that fails now and then is run at most so often, to tell its rate."""
RATE_SECONDS = 1.5
"""How long that may take, in seconds."""
SILENCE = 3
"""After so many checks in a row without any answer, the server is taken to be gone."""


@dataclass(frozen=True)
class Settings:
    """How a run is made."""

    profile: fuzzing.Profile
    seed: int
    only: frozenset[str] | None = None
    """The requirements to judge; ``None`` is all of them."""


class ServerGone(Exception):  # noqa: N818 - names what happened
    """The server stopped answering during the run."""


def judge(target: Target, contract: Contract, settings: Settings, progress: Progress) -> Outcome:
    """Judge the server at ``target``.

    Raises:
        NotJudgeable: The server could not be judged; what was tried out is deleted.
    """
    checks.load_all()
    source = random.Random(settings.seed)  # noqa: S311 - reproducible choices, nothing secret
    # The run's own names come from the clock: two runs with one seed must not collide on one server.
    moment = random.Random()  # noqa: S311
    secrets = Secrets(target.keys.values(), moment)
    wire = Wire(target, contract, secrets)
    run = _Run(target, contract, settings, progress, wire, source, moment)
    try:
        confirm_judgeable(wire, target.keys["admin"])
        return run.carry_out()
    finally:
        wire.close()


class _Run:
    def __init__(
        self,
        target: Target,
        contract: Contract,
        settings: Settings,
        progress: Progress,
        wire: Wire,
        source: random.Random,
        moment: random.Random,
    ) -> None:
        self.settings = settings
        self.progress = progress
        self.wire = wire
        self.source = source
        selected = [
            requirement
            for requirement in contract.requirements.values()
            if settings.only is None or requirement.id in settings.only
        ]
        self.rulings = rulings_for(selected)
        prefix = f"conf-{moment.randrange(16**6):06x}"
        self.ledger = Ledger(wire, prefix)
        self.observer = Observer(wire, checks.OBSERVATIONS, self.rulings)
        self.trial = Trial(wire, self.ledger, prefix, moment)
        self.replay = Replay(wire, self.ledger, prefix, moment)
        self.watch = Watch(contract, target, self.ledger, self.replay)
        self.undocumented = UndocumentedFields(contract)
        wire.listeners += [self.undocumented.observe, self.ledger.observe, self.watch.observe]
        wire.listeners += [self.observer.observe]
        self.outcome = Outcome(
            self.rulings, settings.seed, settings.profile.name, target.base_url, contract.version
        )

    def carry_out(self) -> Outcome:
        started = time.monotonic()
        with self.wire.interrupts.raised():
            try:
                confirm_permitted(self.trial)
                self._run_checks()
                self._run_fuzzing()
                self._settle()
            except KeyboardInterrupt:
                self.outcome.interrupted = True
                self.outcome.notes.append("Interrupted: the verdicts are those reached so far.")
            except ServerGone as gone:
                self.outcome.notes.append(str(gone))
        self._clean_up()
        self._explain_what_was_not_decided()
        self.outcome.seconds = time.monotonic() - started
        self.outcome.requests = self.wire.count
        redact = self.wire.secrets.redact
        self.outcome.undocumented_fields = {
            operation: [redact(place) for place in places]
            for operation, places in self.undocumented.by_operation().items()
        }
        return self.outcome

    def _run_checks(self) -> None:
        due = [one for one in checks.CHECKS if one.requirement in self.rulings]
        silent = 0
        for number, one in enumerate(due):
            self.progress.step("checks", one.requirement, number, len(due))
            silent = 0 if self._decide(one, self.rulings[one.requirement]) else silent + 1
            if silent >= SILENCE:
                raise ServerGone(
                    f"The server stopped answering at {one.requirement}; what follows was not judged."
                )

    def _decide(self, one: Check, ruling: Ruling) -> bool:
        """Run one check, again if it fails; False if the server gave no answer at all."""
        lacks = self.wire.target.missing(one.needs)
        if lacks:
            ruling.skipped.append("needs " + " and ".join(lacks))
            return True
        answered, failed = self._attempt(one, ruling)
        if failed is None:
            return answered
        tries, failures = 1, 1
        end = time.monotonic() + RATE_SECONDS
        # One that fails every time is sure; one that does not is tried on, to tell how often it fails.
        while tries < TRIES or (failures < tries and tries < MOST_TRIES and time.monotonic() < end):
            aside = Ruling(ruling.requirement)
            again = self._attempt(one, aside)[1]
            tries += 1
            if again is not None:
                failures += 1
                failed = again if len(again.steps) <= len(failed.steps) else failed
        ruling.add(dataclasses.replace(failed, tries=tries, failures=failures))
        return True

    def _attempt(self, one: Check, ruling: Ruling) -> tuple[bool, Finding | None]:
        """Run one check once: whether the server answered, and what was found."""
        mark = self.ledger.position()
        self.watch.begin()
        with self.wire.recording() as recorded:
            try:
                one.run(self.trial)
            except Violation as violation:
                told = self._told_already(one, violation, recorded)
                if told:
                    ruling.undecided.append(f"cannot be told while {told} is broken")
                    return True, None
                self.watch.explained()
                return True, self._finding(one, violation, recorded)
            except Skip as skip:
                ruling.skipped.append(str(skip))
            except Inconclusive as obstacle:
                ruling.undecided.append(self.wire.secrets.redact(str(obstacle)))
            except Unanswered as error:
                ruling.undecided.append(f"no answer: {error}")
                return False, None
            else:
                ruling.passed += 1
            finally:
                self.observer.forget(recorded)
                self.ledger.clean(mark)
        return True, None

    def _told_already(self, one: Check, violation: Violation, recorded: list[Exchange]) -> str | None:
        """The broken requirement that explains a violation, if there is one: one fault is told once."""
        for exchange in violation.evidence or recorded[-1:]:
            told = self.observer.broken_by(exchange)
            if told is not None and told != one.requirement:
                return told
        broken = (self.rulings[known] for known in one.given if known in self.rulings)
        given = next((ruling.requirement.id for ruling in broken if ruling.findings), None)
        return given or self.watch.certain(one.requirement)

    def _finding(self, one: Check, violation: Violation, recorded: list[Exchange]) -> Finding:
        redact = self.wire.secrets.redact
        sequence = _shortest(recorded, violation)
        operation = sequence[-1].operation if sequence else None
        return self.observer.written_down(
            Finding(
                requirement=one.requirement,
                operation=operation.id if operation else None,
                expected=redact(violation.expected),
                actual=redact(violation.actual),
                steps=(),
                check=one.name,
                cause=one.name,
            ),
            sequence,
        )

    def _settle(self) -> None:
        """Send again what was found, to say how often it shows and by which requests."""
        self.progress.step("settled", "what was found", 0, 1)
        try:
            self.observer.settle(self.replay)
            self.watch.settle(self._is_told, self._tell)
        except Unanswered as error:
            self.outcome.notes.append(f"The server stopped answering while findings were repeated: {error}.")

    def _is_told(self, requirement: str) -> bool:
        ruling = self.rulings.get(requirement)
        return ruling is None or bool(ruling.findings)

    def _tell(self, one: Disagreement, sequence: Sequence[Exchange], tries: int, failures: int) -> None:
        redact = self.wire.secrets.redact
        operation = sequence[-1].operation
        finding = Finding(
            requirement=one.requirement,
            operation=operation.id if operation else None,
            expected=redact(one.expected),
            actual=redact(one.actual),
            steps=(),
            tries=tries,
            failures=failures,
            source=sequence[-1].purpose,
            cause=" ".join(one.about),
        )
        self.rulings[one.requirement].add(self.observer.written_down(finding, sequence))

    def _run_fuzzing(self) -> None:
        if any(one.requirement in self.rulings for one in checks.OBSERVATIONS):
            fuzzing.fuzz(self.trial, self.settings.profile, self.settings.seed, self.rulings, self.progress)

    def _clean_up(self) -> None:
        self.progress.step("clean-up", f"{len(self.ledger)} left", 0, 1)
        with self.wire.interrupts.ignored():
            left = self.ledger.clean()
        if left:
            paths = ", ".join(created.path for created in left[:5])
            self.outcome.notes.append(f"Could not delete {len(left)} of what the run created: {paths}.")

    def _explain_what_was_not_decided(self) -> None:
        for requirement, reason in UNDECIDABLE.items():
            if requirement in self.rulings:
                self.rulings[requirement].skipped.append(reason)


def _shortest(recorded: list[Exchange], violation: Violation) -> list[Exchange]:
    """The fewest exchanges that show a violation: the writes that succeeded before it, and its evidence."""
    own = [one for one in recorded if one.purpose == "check"]
    evidence = list(violation.evidence) or own[-1:]
    ids = {id(one) for one in evidence}
    last = max((place for place, one in enumerate(own) if id(one) in ids), default=len(own) - 1)
    return [one for one in own[: last + 1] if id(one) in ids or (one.method != "GET" and one.ok)]


__all__ = ["NotJudgeable", "Settings", "judge"]
