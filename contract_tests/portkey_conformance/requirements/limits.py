"""LIM: usage and rate limits are stored as sent, within their bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from portkey_conformance.checks import check
from portkey_conformance.exchanges import Exchange
from portkey_conformance.refusals import observe_for
from portkey_conformance.requirements.workspace_access import defaults
from portkey_conformance.trial import Integration, Provider, Trial, prepared, require_code, require_equal
from portkey_conformance.verdicts import Violation

observe_for("LIM-002")
observe_for("LIM-006")

Limits = Mapping[str, Any]

USAGE: Limits = {
    "type": "cost",
    "credit_limit": 100,
    "alert_threshold": 80,
    "periodic_reset": "monthly",
    "periodic_reset_days": None,
}
RATE: Limits = {"type": "requests", "unit": "rpm", "value": 1000}
USAGES: tuple[Limits, ...] = (
    USAGE,
    {**USAGE, "type": "tokens", "credit_limit": 1, "alert_threshold": 1, "periodic_reset": "weekly"},
    {**USAGE, "periodic_reset": None, "periodic_reset_days": 1},
    {**USAGE, "type": "tokens", "periodic_reset": None, "periodic_reset_days": 365},
    {**USAGE, "credit_limit": 3_000_000_000, "alert_threshold": 2_900_000_000, "periodic_reset": None},
    {**USAGE, "alert_threshold": None, "periodic_reset": None, "periodic_reset_days": 30},
)
"""Every kind of budget. Each names both ways to start again: a server may merge or replace what is stored."""
RATES: tuple[Limits, ...] = tuple(
    {"type": kind, "unit": unit, "value": value}
    for value, (kind, unit) in enumerate(
        ((kind, unit) for kind in ("requests", "tokens") for unit in ("rpd", "rph", "rpm")), start=1
    )
)
WRONG_USAGES: tuple[Any, ...] = (
    {**USAGE, "credit_limit": 0},
    {**USAGE, "credit_limit": -1},
    {**USAGE, "credit_limit": 1.5},
    {**USAGE, "credit_limit": "100"},
    {**USAGE, "alert_threshold": 0},
    {**USAGE, "alert_threshold": -5},
    {**USAGE, "alert_threshold": 1.5},
    {**USAGE, "type": "money"},
    {**USAGE, "periodic_reset": "daily"},
    {**USAGE, "periodic_reset": None, "periodic_reset_days": 0},
    {**USAGE, "periodic_reset": None, "periodic_reset_days": 366},
    {**USAGE, "periodic_reset": None, "periodic_reset_days": 1.5},
    {**USAGE, "periodic_reset_days": 30},
    "plenty",
)
WRONG_RATES: tuple[Any, ...] = (
    {**RATE, "unit": "rps"},
    {**RATE, "type": "money"},
    {**RATE, "value": "many"},
    {**RATE, "value": 1.5},
    "plenty",
)


def _require_read(stored: Any, sent: Limits, what: str) -> None:
    """The limit is stored with all that was sent; null and absent are one."""
    if not isinstance(stored, dict):
        raise Violation(f"{what} to be an object", repr(stored))
    for field, value in sent.items():
        require_equal(stored.get(field), value, f"{what}.{field}")


def _require_array_of(stored: Any, sent: Limits, what: str) -> None:
    if not isinstance(stored, list) or len(stored) != 1:
        raise Violation(f"{what} to be a list of one", repr(stored))
    _require_read(stored[0], sent, f"{what}[0]")


def _put(trial: Trial, integration: Integration, **body: Any) -> Exchange:
    sent = {"create_default_provider": False, **body}
    return trial.admin.call("updateIntegrationWorkspaces", integration.slug, body=sent)


def _for_workspace(trial: Trial, **limits: Any) -> dict[str, Any]:
    return {"workspaces": [{"id": trial.first.slug, "enabled": True, **limits}]}


def _for_all(**limits: Any) -> dict[str, Any]:
    return {"global_workspace_access": {"enabled": True, **limits}}


def _of_workspace(trial: Trial, integration: Integration) -> Mapping[str, Any]:
    answer = prepared(trial.admin.call("listIntegrationWorkspaces", integration.slug), "read limits")
    entries = [one for one in answer.body.get("workspaces") or [] if one.get("id") == trial.first.slug]
    require_equal(len(entries), 1, "how often the workspace is answered")
    entry: Mapping[str, Any] = entries[0]
    return entry


@check("LIM-001", needs=("first",))
def the_limits_of_a_workspace_are_read_back(trial: Trial) -> None:
    integration = trial.integration()
    for usage, rate in zip(USAGES, RATES, strict=True):
        body = _for_workspace(trial, usage_limits=[usage], rate_limits=[rate])
        prepared(_put(trial, integration, **body), "set limits")
        entry = _of_workspace(trial, integration)
        _require_array_of(entry.get("usage_limits"), usage, "usage_limits")
        _require_array_of(entry.get("rate_limits"), rate, "rate_limits")


@check("LIM-008", needs=("first",), given=("LIM-001",))
def null_clears_the_limits_of_a_workspace(trial: Trial) -> None:
    integration = trial.integration()
    for cleared, kept in (("usage_limits", "rate_limits"), ("rate_limits", "usage_limits")):
        body = _for_workspace(trial, usage_limits=[USAGE], rate_limits=[RATE])
        prepared(_put(trial, integration, **body), "set limits")
        sent = {cleared: None, kept: [USAGE] if kept == "usage_limits" else [RATE]}
        prepared(_put(trial, integration, **_for_workspace(trial, **sent)), "clear limits")
        entry = _of_workspace(trial, integration)
        if entry.get(cleared):
            raise Violation(f"no {cleared} after null", repr(entry.get(cleared)))
        if not entry.get(kept):
            raise Violation(f"the {kept} that were sent beside null {cleared}", repr(entry.get(kept)))


@check("LIM-009", needs=("first", "second"), given=("LIM-001",))
def the_limits_of_workspaces_are_their_own(trial: Trial) -> None:
    integration = trial.integration()
    entries = [
        {"id": one.slug, "enabled": True, "rate_limits": [RATES[place]], "usage_limits": [USAGES[place]]}
        for place, one in enumerate((trial.first, trial.second))
    ]
    prepared(_put(trial, integration, workspaces=entries), "set limits")
    answer = prepared(trial.admin.call("listIntegrationWorkspaces", integration.slug), "read limits")
    stored = {one.get("id"): one for one in answer.body.get("workspaces") or []}
    for place, one in enumerate((trial.first, trial.second)):
        entry = stored.get(one.slug, {})
        _require_array_of(entry.get("usage_limits"), USAGES[place], f"usage_limits of {one.slug}")
        _require_array_of(entry.get("rate_limits"), RATES[place], f"rate_limits of {one.slug}")


@check("LIM-007")
def the_limits_of_the_default_are_read_back(trial: Trial) -> None:
    integration = trial.integration()
    for usage, rate in zip(USAGES[::2], RATES[1::2], strict=True):
        prepared(_put(trial, integration, **_for_all(usage_limits=[usage], rate_limits=[rate])), "set limits")
        for where, default in defaults(trial, integration).items():
            _require_array_of(default.get("usage_limits"), usage, f"usage_limits of {where}")
            _require_array_of(default.get("rate_limits"), rate, f"rate_limits of {where}")


def _refused_limits(several: bool) -> Iterator[dict[str, Any]]:
    """Limits that are refused, in arrays of at most one or as one object, as a view has them."""
    for wrong in WRONG_USAGES:
        yield {"usage_limits": [wrong] if several else wrong}
    for wrong in WRONG_RATES:
        yield {"rate_limits": [wrong]}
    yield {"usage_limits": USAGE if several else [USAGE]}
    yield {"rate_limits": RATE}
    if several:
        yield {"usage_limits": [USAGE, USAGE]}
        yield {"rate_limits": [RATE, RATES[0]]}


@check("LIM-002", needs=("first",), thorough=True)
def a_limit_of_a_workspace_out_of_bounds_is_refused(trial: Trial) -> None:
    integration = trial.integration()
    for limits in _refused_limits(several=True):
        answer = _put(trial, integration, **_for_workspace(trial, **limits))
        require_code(answer, 400, "AB01", f"for {limits}")


@check("LIM-002", thorough=True)
def a_limit_of_the_default_out_of_bounds_is_refused(trial: Trial) -> None:
    integration = trial.integration()
    for limits in _refused_limits(several=True):
        answer = _put(trial, integration, **_for_all(**limits))
        require_code(answer, 400, "AB01", f"for {limits} of the default")


@check("LIM-003", needs=("first",))
def the_limits_of_a_provider_are_read_back(trial: Trial) -> None:
    integration = trial.integration()
    trial.grant(integration, trial.first)
    for usage, rate in zip(USAGES, RATES, strict=True):
        provider = trial.provider(integration, usage_limits=usage, rate_limits=[rate])
        _require_limits(trial.read_provider(provider), usage, rate)


@check("LIM-004", needs=("first",))
def the_limits_of_a_virtual_key_are_read_back(trial: Trial) -> None:
    for usage, rate in zip(USAGES[1::2], RATES[::2], strict=True):
        key = trial.virtual_key(usage_limits=usage, rate_limits=[rate])
        _require_limits(trial.read_virtual_key(key), usage, rate)


def _require_limits(stored: Mapping[str, Any], usage: Limits, rate: Limits) -> None:
    _require_read(stored.get("usage_limits"), usage, "usage_limits")
    _require_array_of(stored.get("rate_limits"), rate, "rate_limits")


Read = Callable[[Trial, Provider], Mapping[str, Any]]


def _limits_can_be_changed(trial: Trial, made: Provider, operation: str, read: Read) -> None:
    def updated(**limits: Any) -> Mapping[str, Any]:
        prepared(trial.admin.call(operation, made.slug, query=made.query, body=limits), "set limits")
        return read(trial, made)

    for usage, rate in zip(USAGES, RATES, strict=True):
        _require_limits(updated(usage_limits=usage, rate_limits=[rate]), usage, rate)
    for cleared in ("usage_limits", "rate_limits"):
        left = updated(**{cleared: None}).get(cleared)
        if left:
            raise Violation(f"no {cleared} after null", repr(left))


@check("LIM-005", needs=("first",), given=("LIM-003",))
def the_limits_of_a_provider_can_be_changed(trial: Trial) -> None:
    _limits_can_be_changed(trial, trial.provider(), "updateProvider", Trial.read_provider)


@check("LIM-005", needs=("first",), given=("LIM-004",))
def the_limits_of_a_virtual_key_can_be_changed(trial: Trial) -> None:
    _limits_can_be_changed(trial, trial.virtual_key(), "updateVirtualKey", Trial.read_virtual_key)


def _are_refused(bodies: Sequence[dict[str, Any]], call: Callable[[dict[str, Any]], Exchange]) -> None:
    for limits in bodies:
        require_code(call(limits), 400, "AB01", f"for {limits}")


@check("LIM-006", needs=("first",), thorough=True)
def a_limit_of_a_new_provider_out_of_bounds_is_refused(trial: Trial) -> None:
    integration = trial.integration()
    trial.grant(integration, trial.first)
    needed = {"name": trial.name(), "integration_id": integration.slug, "workspace_id": trial.first.id}
    _are_refused(
        list(_refused_limits(several=False)),
        lambda limits: trial.admin.call("createProvider", body={**needed, **limits}),
    )


@check("LIM-006", needs=("first",), thorough=True)
def a_limit_of_a_provider_out_of_bounds_is_refused(trial: Trial) -> None:
    made = trial.provider()
    _are_refused(
        list(_refused_limits(several=False)),
        lambda limits: trial.admin.call("updateProvider", made.slug, query=made.query, body=limits),
    )


@check("LIM-006", needs=("first",), thorough=True)
def a_limit_of_a_new_virtual_key_out_of_bounds_is_refused(trial: Trial) -> None:
    needed = {
        "name": trial.name(),
        "provider": "openai",
        "key": trial.secret(),
        "workspace_id": trial.first.id,
    }
    _are_refused(
        list(_refused_limits(several=False)),
        lambda limits: trial.admin.call("createVirtualKey", body={**needed, **limits}),
    )


@check("LIM-006", needs=("first",), thorough=True)
def a_limit_of_a_virtual_key_out_of_bounds_is_refused(trial: Trial) -> None:
    made = trial.virtual_key()
    _are_refused(
        list(_refused_limits(several=False)),
        lambda limits: trial.admin.call("updateVirtualKey", made.slug, query=made.query, body=limits),
    )
