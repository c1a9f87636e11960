"""Watches all traffic of a run with a memory, and settles what it saw once the run is over.

One fault is told once: what a check has told already, in whichever words, is not told again by the memory.
"""

from __future__ import annotations

import time
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
    def count(self) -> int:
        """How many disagreements wait to be told."""
        return len(self._found)

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
        known: set[tuple[str, ...]] = set()
        for one in sorted(self._found, key=lambda each: not each.certain):
            if one.about in self._explained or one.about in known or told(one.requirement):
                continue
            known.add(one.about)
            self._settle(one, tell)

    def _settle(self, one: Disagreement, tell: Tell) -> None:
        def shows(answered: Sequence[Exchange]) -> bool:
            return self._shows(one, answered)

        try:
            failures = sum(self._replay.shows(one.sequence, shows) for _ in range(CONFIRMATIONS))
            if failures == CONFIRMATIONS:
                sequence = self._replay.shortest(one.sequence, shows)
                tell(one, sequence, CONFIRMATIONS + 1, CONFIRMATIONS + 1)
                return
            tries = CONFIRMATIONS
            end = time.monotonic() + RATE_SECONDS
            while time.monotonic() < end:
                failures += self._replay.shows(one.sequence, shows)
                tries += 1
        except Unanswered:
            tell(one, one.sequence, 1, 1)
            return
        tell(one, one.sequence, tries + 1, failures + 1)

    def _shows(self, wanted: Disagreement, answered: Sequence[Exchange]) -> bool:
        memory = Memory(self._contract, self._target, self._ledger.owns)
        found = [each for exchange in answered for each in memory.observe(exchange)]
        return any(each.requirement == wanted.requirement and each.about == wanted.about for each in found)
