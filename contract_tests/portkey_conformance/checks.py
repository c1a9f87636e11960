"""The registry of checks: which function decides which requirement.

A *check* sends requests of its own and decides one requirement. An *observation* looks at every exchange of
the run, whoever sent it, and decides a requirement that binds all answers.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portkey_conformance.contract import Contract
from portkey_conformance.exchanges import Exchange

if TYPE_CHECKING:
    from portkey_conformance.redaction import Secrets
    from portkey_conformance.trial import Trial

CheckFunction = Callable[["Trial"], None]


@dataclass(frozen=True)
class Observed:
    """What an observation says of an exchange that breaks its requirement."""

    expected: str
    actual: str
    cause: str
    """The same for all exchanges that show the same fault."""


ObservationFunction = Callable[[Exchange, Contract, "Secrets"], Observed | bool | None]


@dataclass(frozen=True)
class Check:
    """A function that decides one requirement, and what it needs of the target."""

    requirement: str
    name: str
    needs: tuple[str, ...]
    given: tuple[str, ...]
    run: CheckFunction
    thorough: bool = False
    """Whether it sends so much that the quick profile leaves it out."""


@dataclass(frozen=True)
class Observation:
    """A function that looks at every exchange; it gives True if that holds, None if it says nothing."""

    requirement: str
    run: ObservationFunction


CHECKS: list[Check] = []
OBSERVATIONS: list[Observation] = []


def check(
    requirement: str, *, needs: tuple[str, ...] = (), given: tuple[str, ...] = (), thorough: bool = False
) -> Callable[[CheckFunction], CheckFunction]:
    """Register the decorated function as the decision of a requirement.

    Args:
        requirement: The requirement's id.
        needs: Roles (see :mod:`portkey_conformance.target`) and workspaces (``first``, ``second``) that it
            uses besides the admin key; a target without them skips the check.
        given: Requirements that the check takes for granted. While one of them is broken, a failure of this
            check says nothing more: the verdict is inconclusive, so that one fault is told once.
        thorough: Whether it sends so much that the quick profile leaves it out.
    """

    def register(function: CheckFunction) -> CheckFunction:
        CHECKS.append(Check(requirement, function.__name__, needs, given, function, thorough))
        return function

    return register


def observation(requirement: str) -> Callable[[ObservationFunction], ObservationFunction]:
    """Register the decorated function to look at every exchange on behalf of a requirement."""

    def register(function: ObservationFunction) -> ObservationFunction:
        OBSERVATIONS.append(Observation(requirement, function))
        return function

    return register


def load_all() -> None:
    """Import every module of checks, which registers them."""
    from portkey_conformance import requirements

    for module in pkgutil.iter_modules(requirements.__path__):
        importlib.import_module(f"{requirements.__name__}.{module.name}")
    CHECKS[:] = _in_order(CHECKS)


def _in_order(found: list[Check]) -> list[Check]:
    """Each check after those that decide what it takes for granted, and else as they were."""
    ordered: dict[Check, None] = {}

    def place(one: Check, above: frozenset[Check]) -> None:
        if one in ordered or one in above:
            return
        for other in found:
            if other.requirement in one.given and other.requirement != one.requirement:
                place(other, above | {one})
        ordered[one] = None

    for one in found:
        place(one, frozenset())
    return list(ordered)


def decided() -> set[str]:
    """The ids of the requirements that some check or observation decides."""
    return {one.requirement for one in CHECKS} | {one.requirement for one in OBSERVATIONS}
