"""Who may do what: one table of what each kind of key is answered, by whose the resource is that it asks for.

What the contract leaves free, such as reading an integration of the organisation that is enabled for the
workspace of the key, has no demand here and is not judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import httpx

from portkey_conformance.exchanges import Exchange
from portkey_conformance.samples import Request, Site
from portkey_conformance.target import Key
from portkey_conformance.trial import Caller, Trial, require_status
from portkey_conformance.verdicts import Inconclusive, Skip

MALFORMED = ("x", "Bearer x", "null", "0", "pk-" + "0" * 512)


NOT_FOR_SURE = frozenset({"updateIntegrationWorkspaces"})
"""What a workspace key may be kept from, its scopes notwithstanding."""


class Whose(StrEnum):
    """Whose the resources are that a request names."""

    OWN = "own"
    UNKNOWN = "nobody's"
    OPEN = "the organisation's, enabled for the key's workspace"
    CLOSED = "the organisation's, not enabled for the key's workspace"
    OTHER_WORKSPACE = "another workspace's"
    OTHER_ORGANISATION = "another organisation's"


@dataclass(frozen=True)
class Demand:
    """What a request must be answered, and the requirement that says so."""

    requirement: str
    statuses: tuple[int, ...]

    def __str__(self) -> str:
        return " or ".join(map(str, self.statuses))


@dataclass(frozen=True)
class Row:
    """What one kind of key is answered about the resources of one owner; None is not judged."""

    read: Demand | None
    create: Demand | None
    change: Demand | None

    def of(self, request: Request) -> Demand | None:
        if request.creates:
            return self.create
        return self.change if request.writes else self.read


def _all(requirement: str, *statuses: int) -> Row:
    demand = Demand(requirement, statuses)
    return Row(demand, demand, demand)


TABLE: Mapping[tuple[str, Whose], Row] = {
    ("none", Whose.OWN): _all("AUT-001", 401),
    ("none", Whose.UNKNOWN): _all("AUT-004", 401),
    ("empty", Whose.OWN): _all("AUT-002", 401),
    ("malformed", Whose.OWN): _all("AUT-002", 401),
    ("unknown", Whose.OWN): _all("AUT-002", 401),
    ("unknown", Whose.UNKNOWN): _all("AUT-004", 401),
    ("revoked", Whose.OWN): _all("AUT-003", 401),
    ("revoked", Whose.UNKNOWN): _all("AUT-003", 401),
    ("read_only", Whose.OWN): Row(
        Demand("AZN-003", (200,)), Demand("AZN-001", (403,)), Demand("AZN-001", (403,))
    ),
    ("read_only", Whose.UNKNOWN): Row(None, None, Demand("AZN-001", (403, 404))),
    # A server may hold on to an integration in use: 409.
    ("admin", Whose.OWN): _all("AZN-017", 200, 409),
    ("workspace", Whose.OWN): Row(Demand("AZN-015", (200,)), None, Demand("AZN-015", (200,))),
    ("workspace", Whose.OPEN): Row(None, None, Demand("AZN-004", (403, 404))),
    ("workspace", Whose.CLOSED): Row(Demand("AZN-016", (403, 404)), None, Demand("AZN-004", (403, 404))),
    ("other_workspace", Whose.OTHER_WORKSPACE): Row(
        Demand("AZN-005", (403, 404)), None, Demand("AZN-005", (403, 404))
    ),
    ("other_organisation", Whose.OTHER_ORGANISATION): Row(
        Demand("AZN-006", (404, 403)), None, Demand("AZN-006", (404, 403))
    ),
}
"""By the kind of key and whose the resources are. What a foreign key lists or makes is judged by effect."""


def judge(trial: Trial, requirement: str, kind: str, whose: Whose, site: Site) -> None:
    """Send every request of one row of the table, and hold each answer against the demands of a requirement.

    Raises:
        Violation: An answer is not what the table demands.
    """
    row = TABLE[kind, whose]
    for caller in callers(trial, kind):
        for request in requests(trial, whose, site):
            demand = row.of(request)
            if demand is None or demand.requirement != requirement:
                continue
            allowed = demand.statuses
            if not request.operation.path.startswith("/integrations") and allowed != (401,):
                if site.workspace is None:
                    continue  # a request that names no workspace is wrong in more than one way
                if whose is Whose.OTHER_ORGANISATION:
                    allowed += (400,)  # so is one that names a workspace that is not there for the key
            require_status(request.send(caller), *allowed, because=f"for {_KINDS[kind]} and what is {whose}")


def judge_group(trial: Trial, requirement: str, kind: str, whose: Whose, site: Site) -> None:
    """The same for what a key may do: a key that may do nothing at all of one kind lacks the scope of it.

    Raises:
        Violation: An answer is not what the table demands.
        Skip: The key lacks the scopes that it would take.
    """
    row, (caller,) = TABLE[kind, whose], callers(trial, kind)
    wrong: dict[str, list[Exchange]] = {}
    right: set[str] = set()
    for request in requests(trial, whose, site):
        demand = row.of(request)
        if demand is None or demand.requirement != requirement or request.operation.id in NOT_FOR_SURE:
            continue
        answer = request.send(caller)
        group = request.operation.path.split("/")[1]
        if answer.status in demand.statuses:
            right.add(group)
        else:
            wrong.setdefault(group, []).append(answer)
    lacking = [group for group, answers in wrong.items() if group not in right and _all_forbidden(answers)]
    for group, answers in wrong.items():
        if group not in lacking:
            require_status(answers[0], 200, because=f"for {_KINDS[kind]} and what is {whose}")
    if lacking:
        raise Skip(f"the {kind} key lacks the scopes for {', '.join(lacking)}")


def _all_forbidden(answers: list[Exchange]) -> bool:
    return all(answer.status == httpx.codes.FORBIDDEN for answer in answers)


def requests(trial: Trial, whose: Whose, site: Site) -> list[Request]:
    """What can be asked of a site by somebody it belongs to, or does not."""
    if whose is Whose.UNKNOWN:
        return [one for one in site.requests(trial, absent=True) if one.slug is not None]
    if whose is Whose.OWN:
        return site.requests(trial)
    named = [*site.requests(trial), *site.requests(trial, by_id=True)]
    named = [one for one in named if one.slug is not None]
    if whose in (Whose.OPEN, Whose.CLOSED):
        return [one for one in named if one.operation.path.startswith("/integrations")]
    # A key is bound to its own place whether or not a request names another one.
    return named + [
        Request(one.operation, one.slug, {}, one.body) for one in named if "workspace_id" in one.query
    ]


def callers(trial: Trial, kind: str) -> list[Caller]:
    """Callers with a key of one kind."""
    if kind == "none":
        return [trial.nobody]
    if kind == "unknown":
        return [trial.stranger]
    if kind == "empty":
        return [with_key(trial, "")]
    if kind == "malformed":
        return [with_key(trial, trial.random.choice(MALFORMED))]
    return [trial.as_role(kind)]


def refused(requests: Iterable[Request], caller: Caller) -> list[Exchange]:
    """The answers to requests that have to be refused.

    Raises:
        Inconclusive: One was not, which is told by the requirement that says it has to be.
    """
    answers = [request.send(caller) for request in requests]
    for answer in answers:
        if answer.ok:
            raise Inconclusive(f"{answer.line} was not refused, which another requirement tells")
    return answers


_KINDS = {
    "none": "no key",
    "empty": "an empty key",
    "malformed": "a malformed key",
    "unknown": "a key that nobody has",
    "revoked": "a revoked key",
    "read_only": "a read-only key",
    "admin": "an organisation key",
    "workspace": "a workspace key",
    "other_workspace": "a key of another workspace",
    "other_organisation": "a key of another organisation",
}


def with_key(trial: Trial, text: str) -> Caller:
    """Calls with a key of one's own making."""
    return Caller(trial.wire, Key("unknown", "SOME_MALFORMED_KEY", text))
