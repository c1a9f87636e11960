"""LIM: usage and rate limits are stored as sent, within their bounds."""

from __future__ import annotations

from typing import Any

from portkey_conformance.checks import check
from portkey_conformance.refusals import observe_for
from portkey_conformance.trial import Trial, prepared, require, require_code, require_equal
from portkey_conformance.verdicts import Violation

observe_for("LIM-002")
observe_for("LIM-006")

USAGE = {"type": "cost", "credit_limit": 100, "alert_threshold": 80, "periodic_reset": "monthly"}
RATE = {"type": "requests", "unit": "rpm", "value": 1000}


def _entry(trial: Trial, **limits: Any) -> dict[str, Any]:
    entry = {"id": trial.first.slug, "enabled": True, "create_default_provider": False, **limits}
    return {"workspaces": [entry], "create_default_provider": False}


@check("LIM-001", needs=("first",))
def the_limits_of_a_workspace_are_read_back(trial: Trial) -> None:
    integration = trial.integration()
    body = _entry(trial, usage_limits=[USAGE], rate_limits=[RATE])
    prepared(trial.admin.call("updateIntegrationWorkspaces", integration.slug, body=body), "set limits")
    answer = prepared(trial.admin.call("listIntegrationWorkspaces", integration.slug), "read limits")
    entries = [one for one in answer.body.get("workspaces") or [] if one.get("id") == trial.first.slug]
    require_equal(len(entries), 1, "how often the workspace is answered")
    for name, sent in (("usage_limits", USAGE), ("rate_limits", RATE)):
        stored = entries[0].get(name)
        require(isinstance(stored, list) and len(stored) == 1, f"{name} to be a list of one", repr(stored))
        for field, value in sent.items():
            require_equal(stored[0].get(field), value, f"{name}[0].{field}")


@check("LIM-002", needs=("first",))
def a_limit_out_of_bounds_is_refused(trial: Trial) -> None:
    integration = trial.integration()
    wrong = (
        {"usage_limits": [{**USAGE, "credit_limit": 0}]},
        {"usage_limits": [{**USAGE, "alert_threshold": 0}]},
        {"usage_limits": [{**USAGE, "type": "wishes"}]},
        {"usage_limits": [USAGE, USAGE]},
        {"rate_limits": [{**RATE, "unit": "rps"}]},
        {"rate_limits": [{**RATE, "value": "many"}]},
    )
    for limits in wrong:
        answer = trial.admin.call(
            "updateIntegrationWorkspaces", integration.slug, body=_entry(trial, **limits)
        )
        require_code(answer, 400, "AB01", f"for {limits}")


@check("LIM-003", needs=("first",))
def the_limits_of_a_provider_are_read_back(trial: Trial) -> None:
    provider = trial.provider(usage_limits=USAGE, rate_limits=[RATE])
    stored = trial.read_provider(provider)
    usage, rates = stored.get("usage_limits"), stored.get("rate_limits")
    if not isinstance(usage, dict):
        raise Violation("usage_limits to be an object", repr(usage))
    if not isinstance(rates, list) or len(rates) != 1:
        raise Violation("rate_limits to be a list of one", repr(rates))
    for field in ("credit_limit", "alert_threshold", "periodic_reset"):
        require_equal(usage.get(field), USAGE[field], f"usage_limits.{field}")
    for field, value in RATE.items():
        require_equal(rates[0].get(field), value, f"rate_limits[0].{field}")
