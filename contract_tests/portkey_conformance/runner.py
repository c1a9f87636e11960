"""A whole run: preflight, checks, play, generated requests, clean-up; interruptible at any point."""

from __future__ import annotations

import dataclasses
import math
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from portkey_conformance import checks, fuzzing
from portkey_conformance.checks import Check
from portkey_conformance.contract import Contract
from portkey_conformance.deviations import Deviation, accept
from portkey_conformance.exchanges import REQUEST_SECONDS, Exchange, Unanswered, Wire
from portkey_conformance.ledger import Ledger
from portkey_conformance.memory import Disagreement
from portkey_conformance.observer import Observer
from portkey_conformance.play import play
from portkey_conformance.preflight import (
    NotJudgeable,
    confirm_judgeable,
    confirm_permitted,
    confirm_unshared,
)
from portkey_conformance.profiles import Profile
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
GOES_ON_ANSWERING = "PRO-020"
"""What a server breaks that stops answering in the middle of a run."""
LAST_REQUESTS = 5
"""So many requests before a server fell silent are told."""
MOST_COMPARED = 6
"""So many answers since the last write are told of a finding that names no evidence."""
GENERAL = frozenset({"ERR-003"})
"""Requirements that say of all bodies what others say of some: where a check fails under one of those, it is
told and not the general one."""


@dataclass(frozen=True)
class Settings:
    """How a run is made."""

    profile: Profile
    seed: int
    only: frozenset[str] | None = None
    """The requirements to judge; ``None`` is all of them."""
    shard: tuple[int, int] = (1, 1)
    """Which part of the run this is, and of how many."""
    allow_shared: bool = False
    """Whether to write to an account that holds what the judge did not create."""
    deviations: tuple[Deviation, ...] = ()
    """Known deviations that are accepted."""
    fail_fast: bool = False
    """Whether the run ends with the phase that finds a broken MUST."""
    database: Path | None = None
    """A folder that Hypothesis keeps its examples in, shared with other runs."""
    request_seconds: float = REQUEST_SECONDS
    """How long one request may take."""


@dataclass
class _Activity:
    """A way to spend the time of a deep run."""

    name: str
    spent: float = 0.0
    found: int = 0

    def worth(self, source: random.Random) -> float:
        """A draw of how many findings a second of it may bring: Thompson sampling over what it brought."""
        return source.gammavariate(1 + self.found, 1 / (30 + self.spent))


class ServerGone(Exception):  # noqa: N818 - names what happened
    """The server stopped answering during the run."""


def judge(
    target: Target,
    contract: Contract,
    settings: Settings,
    progress: Progress,
    transport: httpx.BaseTransport | None = None,
) -> Outcome:
    """Judge the server at ``target``.

    Args:
        target: The server, the keys and the workspaces.
        contract: What it is held against.
        settings: How the run is made.
        progress: Told of each step.
        transport: What carries the requests in place of the network, for an application in this process.

    Raises:
        NotJudgeable: The server could not be judged; what was tried out is deleted.
    """
    run = Run(target, contract, settings, progress, transport)
    try:
        return run.carry_out()
    finally:
        run.close()


class Run:
    """One run against one server, from which a verdict on each requirement comes."""

    def __init__(
        self,
        target: Target,
        contract: Contract,
        settings: Settings,
        progress: Progress,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        checks.load_all()
        self.settings = settings
        self.progress = progress
        # The run's own names come from the clock: two runs with one seed must not collide on one server.
        moment = random.Random()  # noqa: S311 - names, nothing secret
        secrets = Secrets(target.keys.values(), moment)
        self.wire = wire = Wire(target, contract, secrets, settings.request_seconds, transport)
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
        wire.lost.append(self.watch.lose)
        self.outcome = Outcome(
            self.rulings, settings.seed, settings.profile.name, target.base_url, contract.version
        )
        self.outcome.request_seconds = settings.request_seconds
        if settings.shard[1] > 1:
            self.outcome.shard = f"{settings.shard[0]}/{settings.shard[1]}"

    def carry_out(self) -> Outcome:
        """Make the whole run.

        Raises:
            NotJudgeable: The server could not be judged.
        """
        self.open()
        with self.wire.interrupts.raised():
            try:
                self._all_phases()
            except KeyboardInterrupt:
                self.outcome.interrupted = True
                self.outcome.notes.append("Interrupted: the verdicts are those reached so far.")
            except ServerGone as gone:
                self._tell_gone(gone)
        return self.finish()

    def open(self) -> None:
        """Find out whether the server can be judged, before anything is written.

        Raises:
            NotJudgeable: It cannot.
        """
        confirm_judgeable(self.wire, self.wire.target.keys["admin"])
        if not self.settings.allow_shared:
            confirm_unshared(self.trial)

    def finish(self) -> Outcome:
        """Delete what was created and give the verdicts."""
        self._clean_up()
        self._explain_what_was_not_decided()
        self.outcome.seconds = time.monotonic() - self.wire.started
        self.outcome.requests = self.wire.count
        self.outcome.waited = self.wire.waited
        redact = self.wire.secrets.redact
        self.outcome.undocumented_fields = {
            operation: [redact(place) for place in places]
            for operation, places in self.undocumented.by_operation().items()
        }
        accept(self.rulings, self.settings.deviations)
        return self.outcome

    def close(self) -> None:
        """Let go of the connections."""
        self.wire.close()

    def decide(self, requirement: str) -> Ruling:
        """Run the checks of one requirement, and settle what was seen meanwhile.

        Raises:
            ServerGone: The server stopped answering.
        """
        self._decide_all(one for one in checks.CHECKS if one.requirement == requirement)
        self.settle()
        return self.rulings[requirement]

    def settle(self) -> None:
        """Send again what was found, to say how often it shows and by which requests.

        What the run made is deleted before: requests that show a finding show it on an empty account, too.
        """
        self.progress.step("settled", "what was found", 0, 1)
        try:
            self.ledger.clean()
            self.observer.settle(self.replay)
            self.watch.settle(self._is_told, self._tell)
        except Unanswered as error:
            self._is_gone(error)
            self.outcome.notes.append(f"A request got no answer while findings were repeated: {error}.")

    def generate(self, seconds: float, seed: int) -> None:
        """Send generated requests for so long at most.

        Raises:
            ServerGone: The server stopped answering.
        """
        profile = dataclasses.replace(self.settings.profile, seconds=seconds)
        try:
            fuzzing.fuzz(self.trial, profile, seed, self._tell_generated, self.progress)
        except Unanswered as error:
            self._is_gone(error)

    def play(self, seconds: float, seed: int) -> None:
        """Play random sequences of all operations for some time.

        Raises:
            ServerGone: The server stopped answering.
        """
        try:
            play(self.trial, self.watch, seconds, seed, self.progress, self.settings.database)
        except Unanswered as error:
            self._is_gone(error)

    def _all_phases(self) -> None:
        confirm_permitted(self.trial)
        profile = self.settings.profile
        part, parts = self.settings.shard
        seed = self.settings.seed + part - 1
        due = [one for one in checks.CHECKS if one.requirement in self.rulings]
        due = due[part - 1 :: parts]
        phases: list[Callable[[], None]] = [
            lambda: self._decide_all(due),
            lambda: self.play(profile.played, seed),
            lambda: self.generate(profile.seconds, seed),
            lambda: self._further_rounds(due, seed),
        ]
        for number, phase in enumerate(phases, 1):
            phase()
            if self.settings.fail_fast or number == len(phases):
                self.settle()
            if self.settings.fail_fast and self.outcome.broken_musts:
                if number < len(phases):
                    self.outcome.notes.append("The run ended early, with the phase that found something.")
                return

    def _further_rounds(self, due: list[Check], seed: int) -> None:
        """Spend what is left of the run's time where most was found so far, and a share of it everywhere."""
        end = self.wire.started + self.settings.profile.total_seconds
        source = random.Random(seed)  # noqa: S311 - reproducible choices, nothing secret
        activities = [_Activity("generated"), _Activity("played"), _Activity("checks")]
        while (left := end - time.monotonic()) > 0:
            chosen = max(activities, key=lambda one: one.worth(source))
            began, before = time.monotonic(), self._found()
            seed += self.settings.shard[1]
            if chosen.name == "generated":
                self.generate(min(left, self.settings.profile.seconds), seed)
            elif chosen.name == "played":
                self.play(min(left, self.settings.profile.played), seed)
            else:
                # Another order is another history for the server; what is found needs no further proof.
                open_still = [one for one in due if not self.rulings[one.requirement].findings]
                self._decide_all(source.sample(open_still, len(open_still)), end)
            chosen.spent += time.monotonic() - began
            chosen.found += self._found() - before

    def _found(self) -> int:
        return self.watch.count + sum(len(ruling.findings) for ruling in self.rulings.values())

    def _decide_all(self, due: Iterable[Check], end: float = math.inf) -> None:
        all_due = list(due)
        for number, one in enumerate(all_due):
            if time.monotonic() > end:
                return
            self.progress.step("checks", one.requirement, number, len(all_due))
            self._decide(one, self.rulings[one.requirement])

    def _decide(self, one: Check, ruling: Ruling) -> None:
        """Run one check; again if it fails."""
        if one.thorough and not self.settings.profile.thorough and self.settings.only is None:
            ruling.skipped.append(f"the {self.settings.profile.name} profile leaves it to the standard one")
            return
        lacks = self.wire.target.missing(one.needs)
        if lacks:
            ruling.skipped.append("needs " + " and ".join(lacks))
            return
        failed = self._attempt(one, ruling)
        if failed is None:
            return
        tries, failures = 1, 1
        end = time.monotonic() + RATE_SECONDS
        # One that fails every time is sure; one that does not is tried on, to tell how often it fails.
        while tries < TRIES or (failures < tries and tries < MOST_TRIES and time.monotonic() < end):
            aside = Ruling(ruling.requirement)
            again = self._attempt(one, aside)
            tries += 1
            if again is not None:
                failures += 1
                failed = again if len(again.steps) <= len(failed.steps) else failed
        ruling.add(dataclasses.replace(failed, tries=tries, failures=failures))

    def _attempt(self, one: Check, ruling: Ruling) -> Finding | None:
        """Run one check once and give what was found."""
        mark = self.ledger.position()
        self.watch.begin()
        with self.wire.recording() as recorded:
            try:
                one.run(self.trial)
            except Violation as violation:
                told = self._told_already(one, violation, recorded)
                if told:
                    ruling.undecided.append(f"cannot be told while {told} is broken")
                    return None
                self.watch.explained()
                for exchange in violation.evidence or recorded[-1:]:
                    if self.observer.broken_by(exchange) in GENERAL - {one.requirement}:
                        self.observer.withdraw(exchange)
                return self._finding(one, violation, recorded)
            except Skip as skip:
                ruling.skipped.append(str(skip))
            except Inconclusive as obstacle:
                ruling.undecided.append(self.wire.secrets.redact(str(obstacle)))
            except Unanswered as error:
                ruling.undecided.append(f"no answer: {error}")
                self._is_gone(error)
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                # An answer of another shape than documented, which the requirement on schemas tells.
                ruling.undecided.append(f"an answer could not be read: {type(error).__name__} in {one.name}")
            else:
                ruling.passed += 1
            finally:
                self.observer.forget(recorded)
                self.ledger.clean(mark)
        return None

    def _is_gone(self, error: Unanswered) -> None:
        """Find out whether the server still answers: the one request was dropped for its own sake, if so.

        Raises:
            ServerGone: It does not.
        """
        if not self.wire.still_answers():
            raise ServerGone(str(error)) from error
        if error.exchange is not None:
            self.wire.tell(error.exchange)

    def _tell_gone(self, gone: ServerGone) -> None:
        last = list(self.wire.recent)[-LAST_REQUESTS:]
        self.outcome.notes.append(f"The server stopped answering ({gone}); what follows was not judged.")
        for ruling in self.rulings.values():
            if not ruling.findings and not ruling.passed:
                ruling.undecided.append("the server stopped answering before this was judged")
        ruling_on_silence = self.rulings.get(GOES_ON_ANSWERING)
        if ruling_on_silence is not None:
            operation = last[-1].operation if last else None
            finding = Finding(
                requirement=GOES_ON_ANSWERING,
                operation=operation.id if operation else None,
                expected="an answer",
                actual=f"none, nor to any request after it: {gone}",
                steps=(),
                seconds=time.monotonic() - self.wire.started,
                cause="gone",
            )
            ruling_on_silence.add(self.observer.written_down(finding, last))

    def _told_already(self, one: Check, violation: Violation, recorded: list[Exchange]) -> str | None:
        """The broken requirement that explains a violation, if there is one: one fault is told once."""
        for exchange in violation.evidence or recorded[-1:]:
            told = self.observer.broken_by(exchange)
            if told is not None and told != one.requirement and told not in GENERAL:
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
            source=one.sequence[-1].purpose,
            seconds=one.sequence[-1].at - self.wire.started,
            cause=" ".join(one.about),
        )
        self.rulings[one.requirement].add(self.observer.written_down(finding, sequence))

    def _tell_generated(self, requirement: str, sequence: Sequence[Exchange], actual: str) -> None:
        """Tell what Schemathesis found, unless it is told already, if it shows again."""
        ruling = self.rulings.get(requirement)
        if ruling is None or ruling.findings:
            return

        def alike(answered: Sequence[Exchange]) -> bool:
            return answered[-1].status == sequence[-1].status

        if requirement == "AUT-001":
            shown = self.replay.shows(sequence, lambda answered: answered[-1].ok)
        else:
            shown = all(self.replay.shows(sequence, alike) for _ in range(TRIES))
        operation = sequence[-1].operation
        finding = Finding(
            requirement=requirement,
            operation=operation.id if operation else None,
            expected=ruling.requirement.statement,
            actual=self.wire.secrets.redact(actual),
            steps=(),
            tries=TRIES,
            failures=TRIES,
            source="generated",
            seconds=sequence[-1].at - self.wire.started,
            cause=f"schemathesis {operation.id if operation else ''}",
        )
        if shown:
            ruling.add(self.observer.written_down(finding, sequence))

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
    """The exchanges that show a violation: its evidence, and before it the writes, and reads of the same.

    A check that names no evidence may have compared its last answers: those since the last write stay, too.
    """
    own = [one for one in recorded if one.purpose == "check"]
    evidence = list(violation.evidence) or own[-1:]
    ids = {id(one) for one in evidence}
    if not violation.evidence:
        written = max((place for place, one in enumerate(own) if _writes(one)), default=-1)
        ids |= {id(one) for one in own[written + 1 :][-MOST_COMPARED:]}
    last = max((place for place, one in enumerate(own) if id(one) in ids), default=len(own) - 1)
    about = {one.path for one in evidence}

    def matters(one: Exchange) -> bool:
        if _writes(one):
            return True
        named = one.sent.get("slug") if isinstance(one.sent, dict) else None
        # A read of the same, or a write of it that was refused and may have been done all the same.
        return one.path in about or (
            isinstance(named, str) and any(path.endswith(f"/{named}") for path in about)
        )

    return [one for one in own[: last + 1] if id(one) in ids or matters(one)]


def _writes(one: Exchange) -> bool:
    return one.ok and one.method != "GET"


__all__ = ["NotJudgeable", "Run", "ServerGone", "Settings", "judge"]
