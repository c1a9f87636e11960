"""One phase of a run: games for a while, then rounds of every operation, over and over."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity
from hypothesis.database import DirectoryBasedExampleDatabase
from hypothesis.errors import HypothesisException
from hypothesis.stateful import run_state_machine_as_test

from portkey_conformance.exchanges import Unanswered
from portkey_conformance.memory import Disagreement
from portkey_conformance.play.machine import Disagreed, Machine, Table, TimeIsUp
from portkey_conformance.play.rounds import Rounds
from portkey_conformance.progress import Progress
from portkey_conformance.trial import Trial
from portkey_conformance.watch import Watch

PURPOSE = "model"
STEPS = 40
GAMES = 10
"""Games of one seed; then the next seed begins."""
FOR_GAMES = 0.5
"""The part of the time that is played; in the rest, every operation is repeated."""


def play(
    trial: Trial,
    watch: Watch,
    seconds: float,
    seed: int,
    progress: Progress,
    database: Path | None = None,
) -> None:
    """Send random sequences of all operations for some time; what they made is deleted again.

    Args:
        trial: Where requests are sent.
        watch: What judges the answers.
        seconds: How long it may take; a request under way is still answered.
        seed: What is drawn, and in which order.
        progress: Told of each round.
        database: A folder with examples of other runs; those that showed something are played first,
            and new ones are kept there.

    Raises:
        KeyboardInterrupt: The run was interrupted; what was made is left to the ledger.
        Unanswered: The server stopped answering.
    """
    lacking = {"createIntegration", "createProvider", "createVirtualKey"} - set(trial.contract.operations)
    if lacking or seconds <= 0:
        return
    session = _Session(trial, lambda: watch.found, seconds, progress, database)
    with _sending_for(trial, PURPOSE):
        session.play(seed)
        session.repeat(seed)


class _Session:
    def __init__(
        self,
        trial: Trial,
        found: Callable[[], Sequence[Disagreement]],
        seconds: float,
        progress: Progress,
        database: Path | None,
    ) -> None:
        self._trial = trial
        self._progress = progress
        self._seconds = seconds
        self._database = None if database is None else DirectoryBasedExampleDatabase(database)
        self._started = time.monotonic()
        self._end = self._started + seconds * FOR_GAMES
        self._table = Table(trial, self._tick, found)

    def play(self, seed: int) -> None:
        """Games until half of the time is over."""
        self._table.fresh()
        while time.monotonic() < self._end:
            self._tell("games")
            mark = self._trial.ledger.position()
            try:
                self._games(seed)
            except (TimeIsUp, Disagreed, HypothesisException, BaseExceptionGroup):
                pass  # whatever a game showed, the watch has it
            except Unanswered as error:
                self._go_on_after(error)
            self._trial.ledger.clean(mark)
            seed += 1

    def repeat(self, seed: int) -> None:
        """Rounds until all of the time is over: what fails now and then is met in one of them."""
        self._end = self._started + self._seconds
        rounds = Rounds(self._trial, self._tick, seed)
        while time.monotonic() < self._end:
            self._tell("rounds")
            mark = self._trial.ledger.position()
            try:
                rounds.one()
            except TimeIsUp:
                pass
            except Unanswered as error:
                self._go_on_after(error)
            self._trial.ledger.clean(mark)

    def _games(self, seed: int) -> None:
        table = self._table

        def game() -> Machine:
            return Machine(table)

        run_state_machine_as_test(
            hypothesis.seed(seed)(game),  # type: ignore[arg-type]
            settings=hypothesis.settings(
                max_examples=GAMES,
                stateful_step_count=STEPS,
                deadline=None,
                database=self._database,
                phases=(Phase.reuse, Phase.generate),
                suppress_health_check=list(HealthCheck),
                report_multiple_bugs=False,
                print_blob=False,
                verbosity=Verbosity.quiet,
            ),
        )

    def _go_on_after(self, error: Unanswered) -> None:
        """A request that was dropped for its own sake is told; one that nobody is there for ends the phase.

        Raises:
            Unanswered: The server stopped answering.
        """
        if not self._trial.wire.still_answers():
            raise error
        if error.exchange is not None:
            self._trial.wire.tell(error.exchange)

    def _tick(self) -> None:
        if time.monotonic() > self._end:
            raise TimeIsUp

    def _tell(self, what: str) -> None:
        gone = time.monotonic() - self._started
        self._progress.step("played", what, int(gone * 10), int(self._seconds * 10))


@contextmanager
def _sending_for(trial: Trial, purpose: str) -> Iterator[None]:
    before, trial.wire.purpose = trial.wire.purpose, purpose
    try:
        yield
    finally:
        trial.wire.purpose = before
