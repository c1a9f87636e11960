"""Playing the machine against a server, within a time, and telling each requirement that breaks once."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from hypothesis import HealthCheck, Phase, Verbosity, seed as with_seed, settings
from hypothesis.errors import HypothesisException
from hypothesis.stateful import run_state_machine_as_test

from portkey_conformance.exchanges import Exchange, Unanswered
from portkey_conformance.model.machine import Broken, Machine, Play
from portkey_conformance.trial import Trial
from portkey_conformance.verdicts import Inconclusive, Ruling

GAMES = 2000
"""More than any budget lets be played."""
SHRINKING = 0.5
"""The share of the time left that one finding may take to be made short."""


class TimeIsUp(BaseException):
    """Ends a game from inside; not an Exception, so that nothing takes it for a failure."""


def play(
    trial: Trial,
    seconds: float,
    steps: int,
    seed: int,
    rulings: Mapping[str, Ruling],
    report: Callable[[Broken, list[Exchange], bool], None],
) -> int:
    """Play until the time is up; each requirement that breaks is reported once, by its shortest sequence.

    Returns:
        How many requests were played.
    """
    end = time.monotonic() + seconds
    muted = {name for name, ruling in rulings.items() if ruling.findings}
    muted |= {name for name in trial.contract.requirements if name not in rulings}
    played = 0
    while time.monotonic() < end:
        clock = _Clock(end)
        game = Play(trial, muted, clock)
        clock.game = game
        machine = with_seed(seed + len(muted))(type("Game", (Machine,), {"play": game}))
        try:
            run_state_machine_as_test(machine, settings=_settings(steps))
        except (TimeIsUp, Broken, HypothesisException):
            pass
        except (Unanswered, Inconclusive):
            return played + game.steps
        played += game.steps
        if game.found is None:
            break
        broken, recorded = game.found
        report(broken, recorded, game.times > 1)
        muted.add(broken.requirement)
    return played


class _Clock:
    """Called before each step: ends the game in time, and sooner once there is something to make short."""

    def __init__(self, end: float) -> None:
        self._end = end
        self._shrinking = False
        self.game: Play | None = None

    def __call__(self) -> None:
        now = time.monotonic()
        if self.game is not None and self.game.found is not None and not self._shrinking:
            self._shrinking = True
            self._end = now + (self._end - now) * SHRINKING
        if now > self._end:
            raise TimeIsUp


def _settings(steps: int) -> settings:
    return settings(
        max_examples=GAMES,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
        verbosity=Verbosity.quiet,
    )
