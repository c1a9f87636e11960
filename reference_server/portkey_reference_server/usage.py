"""What is used of budgets and rates, and what follows from it: a provider's status, and whether a gateway
would let a request through.

Use counts for the provider that it came through and for what its workspace used of the integration in all;
either may have limits. Nothing runs when a period ends: whoever reads or counts looks at the time.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from .clock import is_past, now, present, read, written
from .contract import Json
from .grants import portions
from .limits import last_reset, only, shown, window
from .tables import Grant, Integration, Provider, ProviderUsage, WorkspaceUsage

Status = Literal["active", "exhausted", "expired"]
Whose = Literal["provider", "workspace"]
_MILLIONTHS = 1_000_000
_MOST = 2**62  # of what a column holds
_BUDGET_EXHAUSTED, _TOO_MANY_REQUESTS = 412, 429  # as Portkey's gateway answers


@dataclass(frozen=True)
class Standing:
    """What follows for one provider from what was used."""

    status: Status
    usage_limits: Json | None
    """As they are answered."""
    last_reset_at: str | None


def standings(
    session: Session, found: Sequence[Provider], integrations: Mapping[str, Integration]
) -> Mapping[str, Standing]:
    """How providers stand, by id; `integrations` has those behind them, by id."""
    moment = present()
    of_workspaces = _of_workspaces(session, integrations)
    own: dict[str, ProviderUsage] = {}
    grants: Mapping[tuple[str, str], Grant] = {}
    if of_workspaces:  # whoever has used nothing has no use of his own either
        used = [one.id for one in found if (one.integration_id, one.workspace_id) in of_workspaces]
        rows = session.scalars(select(ProviderUsage).where(ProviderUsage.provider_id.in_(used)))
        own = {row.provider_id: row for row in rows}
        grants = _grants(session, {integration_id for integration_id, _ in of_workspaces})
    standing = {}
    for provider in found:
        where = provider.integration_id, provider.workspace_id
        limit_of_workspace, _ = _limits_of_workspace(grants.get(where), integrations[where[0]])
        at_its_own = _Budget.of("provider", provider.usage_limits, own.get(provider.id), moment)
        at_its_workspace = _Budget.of("workspace", limit_of_workspace, of_workspaces.get(where), moment)
        status: Status = "active"
        if is_past(provider.expires_at):
            status = "expired"
        elif at_its_own.is_used_up or at_its_workspace.is_used_up:
            status = "exhausted"
        resets = [provider.last_reset_at, at_its_own.started_again_at]
        standing[provider.id] = Standing(
            status, shown(provider.usage_limits), max((reset for reset in resets if reset), default=None)
        )
    return standing


def reset(session: Session, providers: Iterable[Provider]) -> None:
    """Lets the use of providers start again from nothing."""
    ids = []
    for provider in providers:
        provider.last_reset_at = now()
        ids.append(provider.id)
    for some in portions(ids):
        session.execute(delete(ProviderUsage).where(ProviderUsage.provider_id.in_(some)))


def reset_workspaces(session: Session, integration: Integration, workspace_ids: Collection[str]) -> None:
    """The same for what workspaces used of an integration."""
    for some in portions(workspace_ids):
        session.execute(
            delete(WorkspaceUsage).where(
                WorkspaceUsage.integration_id == integration.id, WorkspaceUsage.workspace_id.in_(some)
            )
        )


def of_integration(
    session: Session, integration: Integration
) -> tuple[Mapping[str, Json], Mapping[tuple[str, str], Json]]:
    """What is used of an integration's budgets now: by the workspace's id, and by the workspace's id with the
    provider's slug.
    """
    moment = present()
    grants = _grants(session, {integration.id})
    by_workspace = {
        workspace_id: _Budget.of(
            "workspace",
            _limits_of_workspace(grants.get((integration.id, workspace_id)), integration)[0],
            row,
            moment,
        ).document()
        for (_, workspace_id), row in _of_workspaces(session, {integration.id: integration}).items()
    }
    rows = session.execute(
        select(Provider, ProviderUsage)
        .join(ProviderUsage, ProviderUsage.provider_id == Provider.id)
        .where(Provider.integration_id == integration.id)
    )
    by_provider = {
        (provider.workspace_id, provider.slug): _Budget.of(
            "provider", provider.usage_limits, row, moment
        ).document()
        for provider, row in rows
    }
    return by_workspace, by_provider


@dataclass(frozen=True)
class Use:
    """One or several requests through a gateway: what they cost in cents of a dollar, and their tokens."""

    cost: float = 0
    tokens: int = 0
    requests: int = 1


@dataclass(frozen=True)
class Verdict:
    """Whether a gateway would have let requests through, and where not, which limit was in the way."""

    refused_by: Json | None
    status_code: int | None
    """What Portkey's gateway answers then, where that is known."""
    alerts: Sequence[Whose]
    """Whose alert threshold the use reached."""
    used: Mapping[Whose, Json]


def count(session: Session, provider: Provider, integration: Integration, use: Use) -> Verdict:
    """Counts use, unless a limit is reached already: then nothing is counted. Within a transaction in which
    nobody else writes in the organisation.
    """
    moment = present()
    own = session.get(ProviderUsage, provider.id) or ProviderUsage(
        provider_id=provider.id, cost=0, tokens=0, since=now(), rates={}
    )
    where = (integration.id, provider.workspace_id)
    shared = session.get(WorkspaceUsage, where) or WorkspaceUsage(
        integration_id=where[0], workspace_id=where[1], cost=0, tokens=0, since=now(), rates={}
    )
    limit, rates = _limits_of_workspace(session.get(Grant, where), integration)
    budgets = (
        _Budget.of("provider", provider.usage_limits, own, moment),
        _Budget.of("workspace", limit, shared, moment),
    )
    counted: tuple[tuple[Whose, ProviderUsage | WorkspaceUsage, Any], ...] = (
        ("provider", own, provider.rate_limits),
        ("workspace", shared, rates),
    )
    refusal, status_code = _refusal(provider, budgets, counted, use, moment)
    if refusal is not None:
        return Verdict(refusal, status_code, (), {budget.whose: budget.document() for budget in budgets})

    if budgets[0].started_again_at is not None:
        provider.last_reset_at = budgets[0].started_again_at
    for (_, row, _), budget in zip(counted, budgets, strict=True):
        if budget.started_again_at is not None:
            row.since = budget.started_again_at
        row.cost = min(budget.cost + round(use.cost * _MILLIONTHS), _MOST)
        row.tokens = min(budget.tokens + use.tokens, _MOST)
        row.rates = _counted(row.rates, use, moment)
        session.add(row)
    session.flush()
    after = (
        _Budget.of("provider", provider.usage_limits, own, moment),
        _Budget.of("workspace", limit, shared, moment),
    )
    alerts = [new.whose for old, new in zip(budgets, after, strict=True) if new.alerts and not old.alerts]
    return Verdict(None, None, alerts, {budget.whose: budget.document() for budget in after})


@dataclass(frozen=True)
class _Budget:
    """A usage limit, if there is one, and what is used of it at a moment."""

    whose: Whose
    limit: Json | None
    cost: int
    tokens: int
    since: str | None
    started_again_at: str | None
    """Where a period ended after the last use."""

    @classmethod
    def of(
        cls,
        whose: Whose,
        limits: Any,
        row: ProviderUsage | WorkspaceUsage | None,
        moment: datetime,
    ) -> _Budget:
        limit = only(limits)
        if row is None:
            return cls(whose, limit, 0, 0, None, None)
        since = read(row.since) or datetime.min.replace(tzinfo=UTC)
        again = last_reset(limit, since, moment)
        if again is not None:
            return cls(whose, limit, 0, 0, written(again), written(again))
        return cls(whose, limit, row.cost, row.tokens, row.since, None)

    @property
    def is_used_up(self) -> bool:
        return self._reaches("credit_limit")

    @property
    def alerts(self) -> bool:
        return self._reaches("alert_threshold")

    def document(self) -> Json:
        """What is used of it, in the units of the contract."""
        return {"cost": _cents(self.cost), "tokens": self.tokens, "since": self.since}

    def _reaches(self, name: str) -> bool:
        most = None if self.limit is None else self.limit.get(name)
        if most is None or self.limit is None:
            return False
        # A budget whose type nobody named is one of money.
        reached: bool = (
            self.tokens >= most if self.limit.get("type") == "tokens" else self.cost >= most * _MILLIONTHS
        )
        return reached


def _refusal(
    provider: Provider,
    budgets: Iterable[_Budget],
    counted: Iterable[tuple[Whose, ProviderUsage | WorkspaceUsage, Any]],
    use: Use,
    moment: datetime,
) -> tuple[Json | None, int | None]:
    if is_past(provider.expires_at):
        return {"field": "expires_at", "of": "provider", "limit": provider.expires_at}, None
    for budget in budgets:
        if budget.is_used_up:
            return {
                "field": "usage_limits",
                "of": budget.whose,
                "limit": shown(budget.limit),
            }, _BUDGET_EXHAUSTED
    for whose, row, limits in counted:
        for limit in limits or ():
            used = _in_window(row.rates, limit, moment)
            # What a request will have of tokens is known when it is over, so one that begins below ends.
            over = (
                used + use.requests > limit["value"]
                if limit["type"] == "requests"
                else used >= limit["value"]
            )
            if over:
                _, end = window(limit["unit"], moment)
                return {
                    "field": "rate_limits",
                    "of": whose,
                    "limit": limit,
                    "used": used,
                    "retry_after": math.ceil((end - moment).total_seconds()),
                }, _TOO_MANY_REQUESTS
    return None, None


_UNITS = ("rpm", "rph", "rpd")


def _in_window(rates: Mapping[str, Any], limit: Json, moment: datetime) -> int:
    start, _ = window(limit["unit"], moment)
    counted = rates.get(limit["unit"])
    return int(counted[limit["type"]]) if counted and counted["from"] == written(start) else 0


def _counted(rates: Mapping[str, Any], use: Use, moment: datetime) -> Json:
    """The windows of all units with use added, whether they are limited now or not."""
    added: Json = {}
    for unit in _UNITS:
        start = written(window(unit, moment)[0])
        before = rates.get(unit)
        if before is None or before["from"] != start:
            before = {"requests": 0, "tokens": 0}
        added[unit] = {
            "from": start,
            "requests": before["requests"] + use.requests,
            "tokens": before["tokens"] + use.tokens,
        }
    return added


def _of_workspaces(
    session: Session, integrations: Mapping[str, Integration]
) -> Mapping[tuple[str, str], WorkspaceUsage]:
    rows = session.scalars(
        select(WorkspaceUsage).where(WorkspaceUsage.integration_id.in_(list(integrations)))
    )
    return {(row.integration_id, row.workspace_id): row for row in rows}


def _grants(session: Session, integration_ids: set[str]) -> Mapping[tuple[str, str], Grant]:
    rows = session.scalars(select(Grant).where(Grant.integration_id.in_(integration_ids)))
    return {(grant.integration_id, grant.workspace_id): grant for grant in rows}


def _limits_of_workspace(grant: Grant | None, integration: Integration) -> tuple[Any, Any]:
    """The usage and the rate limits of a workspace: of its own access, or else of the default's."""
    if grant is not None:
        return grant.usage_limits, grant.rate_limits
    default = integration.global_access or {}
    return default.get("usage_limits"), default.get("rate_limits")


def _cents(millionths: int) -> float | int:
    return millionths // _MILLIONTHS if millionths % _MILLIONTHS == 0 else millionths / _MILLIONTHS
