"""How much a run does: quick for an edit loop, standard, and deep for a time budget."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """How much is generated."""

    name: str
    phases: tuple[str, ...]
    """Schemathesis's phases."""
    seconds: float
    """The longest that generated requests may take, in one round."""
    examples: int
    """Random cases for each operation, in one round."""
    sequences: int
    """Stateful sequences, in one round."""
    played: float = 0.0
    """How many seconds the state machine plays, in one round."""
    thorough: bool = True
    """Whether the checks that send much are made, too."""
    total_seconds: float = 0.0
    """How long the run goes on with further rounds, once all has been done; 0 is not at all."""


ALL_PHASES = ("examples", "coverage", "fuzzing", "stateful")

PROFILES = {
    profile.name: profile
    for profile in (
        Profile("quick", ("examples", "fuzzing"), 2, examples=2, sequences=0, played=1, thorough=False),
        Profile("standard", ALL_PHASES, seconds=14, examples=10, sequences=8, played=9),
        Profile("deep", ALL_PHASES, seconds=60, examples=40, sequences=30, played=30, total_seconds=600),
    )
}
