"""Watches all traffic of a run with a memory, and settles what it saw once the run is over.

One fault is told once: what a check has told already, in whichever words, is not told again by the memory.
"""

from __future__ import annotations

import dataclasses
import time
from collections import Counter
from collections.abc import Callable, Sequence

from portkey_conformance.contract import Contract
from portkey_conformance.exchanges import Exchange, Unanswered
from portkey_conformance.ledger import Ledger
from portkey_conformance.memory import Disagreement, Memory
from portkey_conformance.replay import PURPOSE, Replay
from portkey_conformance.target import Target

CONFIRMATIONS = 3
"""So often a disagreement is shown again before it is told."""
RATE_SECONDS = 1.0
"""How long one that does not always show is tried again, to tell its rate."""
SAYING_LESS = frozenset({"UPD-008", "CRE-011", "UPD-004", "LST-013"})
"""Told only where nothing else was found about the same field."""
SETTLE_SECONDS = 20.0
"""How long findings are shown again; what is left then is told with how often it was seen."""
AT_TIMES = {
    "UPD-012": "UPD-002",
    "UPD-015": "UPD-002",
    "UPD-017": "UPD-002",
    "PRI-002": "UPD-002",
    "PRV-017": "PRV-009",
}
"""What is broken where an update of one kind of value is lost, but not always: it is not that kind then."""
ATTEMPTS = 3
"""So many sequences are tried for what does not show again at once."""
ENOUGH = 40
"""So many tries tell a rate."""
KEPT = 60
"""Disagreements kept of one requirement about one thing."""

Tell = Callable[[Disagreement, Sequence[Exchange], int, int], None]
"""Takes a disagreement, the sequence that shows it, how often that was tried, and how often it showed."""


class Watch:
    """The memory of a run, and what it found."""

    def __init__(self, contract: Contract, target: Target, ledger: Ledger, replay: Replay) -> None:
        self._contract = contract
        self._target = target
        self._ledger = ledger
        self._replay = replay
        self._memory = Memory(contract, target, ledger.owns)
        self._found: list[Disagreement] = []
        self._explained: set[tuple[str, ...]] = set()
        self._since = 0

    def observe(self, exchange: Exchange) -> None:
        """Let the memory look at an exchange."""
        if exchange.purpose == PURPOSE:
            return
        found = self._memory.observe(exchange)
        if exchange.purpose != "clean-up":
            alike = {(one.requirement, one.about) for one in self._found} if found else set()
            count = len(self._found)
            self._found += [one for one in found if (one.requirement, one.about) not in alike or count < KEPT]

    @property
    def found(self) -> Sequence[Disagreement]:
        """The disagreements that wait to be told."""
        return self._found

    @property
    def count(self) -> int:
        """How many disagreements wait to be told."""
        return len(self._found)

    def lose(self, exchange: Exchange) -> None:
        """A request got no answer: what it wrote to is not known any more."""
        self._memory.lose(exchange)

    def begin(self) -> None:
        """A check begins."""
        self._since = len(self._found)

    def certain(self, requirement: str) -> str | None:
        """What the check under way met that explains its failure whatever it looked for, if anything."""
        own = self._found[self._since :]
        return next((one.requirement for one in own if one.certain and one.requirement != requirement), None)

    def explained(self) -> None:
        """The check under way failed, and tells what the memory saw meanwhile."""
        self._explained |= {one.about for one in self._found[self._since :] if not one.certain}
        self._found = self._found[: self._since] + [one for one in self._found[self._since :] if one.certain]

    def settle(self, told: Callable[[str], bool], tell: Tell) -> None:
        """Show each disagreement again, as short as can be, and tell it.

        Args:
            told: Whether a requirement has findings already, or is not judged.
            tell: Takes what is to be told.

        Raises:
            Unanswered: The server stopped answering.
        """
        told_about: set[tuple[str, ...]] = set()
        unsteady: list[Disagreement] = []
        end = time.monotonic() + SETTLE_SECONDS
        tried: Counter[tuple[str, ...]] = Counter()
        for one in sorted(self._found, key=_rank):
            seen = (one.requirement, *one.about)
            if tried[seen] >= ATTEMPTS or one.about in self._explained | told_about or told(one.requirement):
                continue
            if one.about[1] == "list" and (one.about[0], "detail", one.about[2]) in told_about:
                continue  # the field itself is answered wrongly, wherever it is read
            tried[seen] += 1
            if time.monotonic() > end:
                unsteady.append(one)
            elif self._tell_steady(one, told, tell):
                told_about.add(one.about)
            else:
                unsteady.append(one)
        self._settle_unsteady(unsteady, told_about, told, tell)

    def _settle_unsteady(
        self,
        found: list[Disagreement],
        told_about: set[tuple[str, ...]],
        told: Callable[[str], bool],
        tell: Tell,
    ) -> None:
        unreliable: set[tuple[str, ...]] = set()
        # Where two reads in a row differ, what was written between other reads says nothing more.
        for one in sorted(found, key=lambda each: not (each.bystanding or each.requirement == each.idle)):
            requirement = one.idle if one.bystanding and one.idle else one.requirement
            requirement = AT_TIMES.get(requirement, requirement)
            if requirement in ("LST-001", "LST-006", "LST-007") and one.about[-1] == "missing":
                requirement = "LST-002"
            if one.about in told_about or told(requirement) or _reading(one) in unreliable:
                continue
            told_about.add(one.about)
            if requirement == one.idle:
                unreliable.add(_reading(one))
            self._tell_unsteady(one, requirement, tell)

    def _tell_steady(self, one: Disagreement, told: Callable[[str], bool], tell: Tell) -> bool:
        """Tell a disagreement that shows every time; False if it does not."""
        try:
            if not all(self._shows_again(one) for _ in range(CONFIRMATIONS)):
                return False
            sequence = self._replay.shortest(one.sequence, lambda answered: self._shows(one, answered))
            named = self._named(one, self._replay.again(sequence))
        except Unanswered:
            tell(one, one.sequence, 1, 1)
            return True
        if not told(named.requirement):
            tell(named, sequence, CONFIRMATIONS + 1, CONFIRMATIONS + 1)
        return True

    def _named(self, one: Disagreement, answered: Sequence[Exchange]) -> Disagreement:
        """The disagreement under the requirement that its shortest sequence breaks."""
        alike = [each for each in self._remembered(answered) if each.about == one.about]
        if any(each.requirement == one.requirement for each in alike) or not alike:
            return one
        return dataclasses.replace(one, requirement=alike[-1].requirement)

    def _tell_unsteady(self, one: Disagreement, requirement: str, tell: Tell) -> None:
        """Tell one that shows now and then, with how often it did of all the times that it could have."""
        failures, held = self._memory.times(one)
        tries = failures + held
        end = time.monotonic() + RATE_SECONDS
        try:
            while tries < ENOUGH and time.monotonic() < end:
                failures += self._shows_again(one)
                tries += 1
        except Unanswered:
            pass  # the rate so far is told
        tell(dataclasses.replace(one, requirement=requirement), one.sequence, tries, failures)

    def _shows_again(self, one: Disagreement) -> bool:
        return self._replay.shows(one.sequence, lambda answered: self._shows(one, answered))

    def _shows(self, wanted: Disagreement, answered: Sequence[Exchange]) -> bool:
        return any(
            each.requirement in (wanted.requirement, wanted.idle) and each.about == wanted.about
            for each in self._remembered(answered)
        )

    def _remembered(self, answered: Sequence[Exchange]) -> list[Disagreement]:
        memory = Memory(self._contract, self._target, self._ledger.owns)
        return [each for exchange in answered for each in memory.observe(exchange)]


def _rank(one: Disagreement) -> tuple[bool, bool, bool, int]:
    """What is told first: what is certain, then what needs no write, what says less last; by length."""
    return (
        not one.certain,
        one.requirement != one.idle,
        one.requirement in SAYING_LESS,
        len(one.sequence),
    )


def _reading(one: Disagreement) -> tuple[str, ...]:
    """The kind of resource, and the operation that answered wrongly."""
    operation = one.sequence[-1].operation
    return (one.place[0], operation.id if operation else "")
