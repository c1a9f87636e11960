"""A run that sends GETs only, for an account that nobody may write to."""

from __future__ import annotations

import dataclasses

import httpx

from portkey_conformance import checks
from portkey_conformance.contract import Contract
from portkey_conformance.exchanges import MISSING, Exchange
from portkey_conformance.observer import Observer
from portkey_conformance.passive import rules
from portkey_conformance.passive.reading import READING
from portkey_conformance.passive.seen_secrets import hidden_in
from portkey_conformance.progress import Progress
from portkey_conformance.runner import Run, Settings
from portkey_conformance.target import Target
from portkey_conformance.verdicts import Outcome, Skip

NAME = "read-only"
WOULD_WRITE = "needs to write, and --read-only was given"


def judge_reading(
    target: Target,
    contract: Contract,
    settings: Settings,
    progress: Progress,
    transport: httpx.BaseTransport | None = None,
) -> Outcome:
    """Judge the server at ``target`` by GETs alone.

    Raises:
        NotJudgeable: The server could not be judged.
    """
    run = ReadingRun(target, contract, settings, progress, transport)
    try:
        return run.carry_out()
    finally:
        run.close()


class ReadingRun(Run):
    """A run whose checks are those that only read, and what of the others comes before they write."""

    def __init__(
        self,
        target: Target,
        contract: Contract,
        settings: Settings,
        progress: Progress,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        profile = dataclasses.replace(settings.profile, name=NAME)
        settings = dataclasses.replace(settings, allow_shared=True, profile=profile)
        super().__init__(target, contract, settings, progress, transport)
        self.wire.guard = refuse_to_write
        observations = [*checks.OBSERVATIONS, *rules.as_observations()]
        listeners = [one for one in self.wire.listeners if one != self.observer.observe]
        self.observer = Observer(self.wire, observations, self.rulings)
        self.wire.listeners[:] = [self._hide, *listeners, self.observer.observe]

    def _all_phases(self) -> None:
        due = [one for one in (*READING, *checks.CHECKS) if one.requirement in self.rulings]
        self._decide_all(due)
        self.settle()
        self.outcome.notes.append("Only GETs were sent: what takes a write to see was not judged.")

    def _hide(self, exchange: Exchange) -> None:
        """Keep the secrets of others that an answer should not have held out of the report."""
        if exchange.json is not MISSING:
            for text in hidden_in(exchange.json, self.wire.contract.masks):
                self.wire.secrets.hide(text)


def refuse_to_write(method: str) -> None:
    """Let a request pass only if it reads.

    Raises:
        Skip: It would write.
    """
    if method != "GET":
        raise Skip(WOULD_WRITE)
