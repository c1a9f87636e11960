"""ACC: who may use an integration, and what being granted access brings."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from portkey_conformance.checks import check
from portkey_conformance.exchanges import Exchange
from portkey_conformance.refusals import require_refused
from portkey_conformance.target import Workspace
from portkey_conformance.trial import (
    Integration,
    Provider,
    Trial,
    prepared,
    require,
    require_code,
    require_equal,
    require_status,
)
from portkey_conformance.verdicts import Inconclusive, Violation

NO_PROVIDER = {"create_default_provider": False}
RATES = [{"type": "requests", "unit": "rpm", "value": 60}]
USAGES = [{"type": "cost", "credit_limit": 100, "alert_threshold": 80, "periodic_reset": "monthly"}]


def _put(trial: Trial, integration: Integration, **body: Any) -> Exchange:
    return trial.admin.call("updateIntegrationWorkspaces", integration.slug, body=body)


def _write(trial: Trial, integration: Integration, **body: Any) -> None:
    prepared(_put(trial, integration, **{**NO_PROVIDER, **body}), "write workspace access")


def _entry(workspace: Workspace, enabled: bool = True, **fields: Any) -> dict[str, Any]:
    return {"id": workspace.slug, "enabled": enabled, **fields}


def _listed(trial: Trial, integration: Integration) -> Mapping[str, Any]:
    return prepared(
        trial.admin.call("listIntegrationWorkspaces", integration.slug), "read workspace access"
    ).body


def _access(trial: Trial, integration: Integration) -> dict[str, Mapping[str, Any]]:
    return {str(entry.get("id")): entry for entry in _listed(trial, integration).get("workspaces") or []}


def _limited(access: Mapping[str, Any]) -> dict[str, Any]:
    """The access and its limits, without when a budget starts again, which the server reckons."""
    limits = {
        name: [
            {field: value for field, value in one.items() if field != "next_usage_reset_at"}
            for one in access.get(name) or []
        ]
        for name in ("usage_limits", "rate_limits")
    }
    return {"enabled": access.get("enabled", False), **limits}


def _is_enabled(trial: Trial, integration: Integration, workspace: Workspace) -> bool:
    return _access(trial, integration).get(workspace.slug, {}).get("enabled") is True


def _providers(trial: Trial, integration: Integration, workspace: Workspace) -> list[Mapping[str, Any]]:
    """The providers of an integration in a workspace that can be used."""
    items = trial.walk("listProviders", workspace_id=workspace.id)
    return [
        item
        for item in items
        if item.get("integration_id") == integration.slug and item.get("status") == "active"
    ]


def _creation(trial: Trial, integration: Integration, workspace: Workspace) -> Exchange:
    """The answer to the creation of a provider, which is gone again if there was one."""
    body = {"name": trial.name(), "integration_id": integration.slug, "workspace_id": workspace.id}
    answer = trial.admin.call("createProvider", body=body)
    if answer.ok:
        query = {"workspace_id": workspace.id}
        trial.admin.call("deleteProvider", str(answer.body.get("slug")), query=query)
    return answer


@check("ACC-001", needs=("first",))
def a_grant_is_read_back(trial: Trial) -> None:
    integration = trial.integration()
    for enabled in (True, False, True):
        _write(trial, integration, workspaces=[_entry(trial.first, enabled)])
        if enabled:
            stored = _access(trial, integration).get(trial.first.slug, {}).get("enabled")
            require_equal(stored, True, "enabled for the granted workspace")
        elif _is_enabled(trial, integration, trial.first):
            raise Violation("no access for a workspace that it was taken from", "enabled true")


@check("ACC-002", needs=("first", "second"))
def a_workspace_is_answered_by_its_slug(trial: Trial) -> None:
    for names in (("id", "id"), ("slug", "id"), ("id", "slug"), ("slug", "slug")):
        integration = trial.integration()
        for workspace, name in zip((trial.first, trial.second), names, strict=True):
            _write(trial, integration, workspaces=[{"id": getattr(workspace, name), "enabled": True}])
        access = _access(trial, integration)
        for workspace in (trial.first, trial.second):
            require(
                workspace.slug in access,
                "a workspace by its slug, also where its uuid was sent",
                f"{sorted(access)}",
            )


@check("ACC-003", needs=("first", "second"), given=("ACC-001", "ACC-002"))
def workspaces_that_are_not_named_keep_their_access(trial: Trial) -> None:
    integration = trial.integration()
    _write(trial, integration, workspaces=[_entry(trial.first, rate_limits=RATES, usage_limits=USAGES)])
    before = _limited(_access(trial, integration).get(trial.first.slug, {}))
    bodies: tuple[dict[str, Any], ...] = (
        {"workspaces": [_entry(trial.second)]},
        {"workspaces": [_entry(trial.second, False)], "override_existing_workspace_access": False},
        {"workspaces": []},
        {"workspaces": [], "global_workspace_access": {"enabled": False}},
        {"global_workspace_access": {"enabled": True, "rate_limits": [{**RATES[0], "value": 7}]}},
    )
    for body in bodies:
        _write(trial, integration, **body)
        after = _limited(_access(trial, integration).get(trial.first.slug, {}))
        for field, value in before.items():
            require_equal(after[field], value, f"{field} of a workspace that was not named")


@check("ACC-004", needs=("first",))
def without_access_no_provider_is_created(trial: Trial) -> None:
    integration = trial.integration()
    refused = (400, 403, 404)
    _write(trial, integration, workspaces=[_entry(trial.first, False)])
    answer = _creation(trial, integration, trial.first)
    require_status(answer, *refused, because="for a workspace without access")
    _write(trial, integration, workspaces=[_entry(trial.first)])
    prepared(_creation(trial, integration, trial.first), "create a provider where there is access")
    _write(trial, integration, workspaces=[_entry(trial.first, False)])
    answer = _creation(trial, integration, trial.first)
    require_status(answer, *refused, because="for a workspace whose access was taken away")
    by_id = {"name": trial.name(), "integration_id": integration.id, "workspace_id": trial.first.slug}
    if integration.id is not None:
        answer = trial.admin.call("createProvider", body=by_id)
        require_status(answer, *refused, because="for a workspace without access, named otherwise")


@check("ACC-004", needs=("first", "second"))
def anothers_access_is_not_enough(trial: Trial) -> None:
    integration = trial.integration()
    _write(trial, integration, workspaces=[_entry(trial.first, False), _entry(trial.second)])
    answer = _creation(trial, integration, trial.first)
    require_status(answer, 400, 403, 404, because="for a workspace without access, though another has it")


@check("ACC-004", needs=("first", "second"))
def the_integration_of_a_workspace_is_not_anothers(trial: Trial) -> None:
    integration = trial.integration(workspace_id=trial.first.id, create_default_provider=False)
    answer = _creation(trial, integration, trial.second)
    require_status(answer, 400, 403, 404, because="for another workspace's integration")


@check("ACC-005", needs=("first",))
def a_grant_creates_a_provider(trial: Trial) -> None:
    for asked in ("entry", "body", "none"):
        integration, slug = trial.integration(), trial.name()
        trial.require_an_organisation(integration)
        wanted: dict[str, Any] = {"create_default_provider": True, "default_provider_slug": slug}
        entry = _entry(trial.first, **(wanted if asked == "entry" else {}))
        body = wanted if asked == "body" else {}
        prepared(_put(trial, integration, workspaces=[entry], **body), "grant access")
        owned = _providers(trial, integration, trial.first)
        require_equal(len(owned), 1, "how many providers a grant creates")
        if asked != "none":
            require_equal(owned[0].get("slug"), slug, "the slug of the provider that a grant creates")


@check("ACC-006", needs=("first",))
def a_grant_may_leave_out_its_provider(trial: Trial) -> None:
    asked: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
        ({}, NO_PROVIDER),
        (NO_PROVIDER, {}),
        (NO_PROVIDER, NO_PROVIDER),
    )
    for entry, body in asked:
        integration = trial.integration()
        trial.require_an_organisation(integration)
        prepared(_put(trial, integration, workspaces=[_entry(trial.first, **entry)], **body), "grant access")
        owned = _providers(trial, integration, trial.first)
        require_equal(len(owned), 0, "how many providers a grant with create_default_provider: false creates")


@check("ACC-017", needs=("first", "second"), given=("ACC-005", "ACC-006"))
def a_grant_creates_a_provider_in_its_workspace_only(trial: Trial) -> None:
    integration = trial.integration()
    _write(trial, integration, workspaces=[_entry(trial.second)])
    prepared(_put(trial, integration, workspaces=[_entry(trial.first)]), "grant access")
    require_equal(len(_providers(trial, integration, trial.first)), 1, "providers where access was given")
    require_equal(len(_providers(trial, integration, trial.second)), 0, "providers in another workspace")


@check("ACC-018", needs=("first",), given=("ACC-005",))
def a_default_provider_slug_that_cannot_be_is_refused(trial: Trial) -> None:
    integration = trial.integration()
    for slug in ("a b", "ü", "a/b", "", "a" * 256):
        named = {"default_provider_slug": slug}
        for body in (
            {"workspaces": [{**_entry(trial.first), **named}]},
            {"workspaces": [_entry(trial.first)], **named},
        ):
            answer = _put(trial, integration, **body)
            require_code(answer, 400, "AB01", f"for the default_provider_slug {slug[:10]!r}")


@check("ACC-019", needs=("first",), given=("ACC-005",))
def a_default_provider_slug_that_is_taken_is_refused(trial: Trial) -> None:
    taken = trial.provider().slug
    integration = trial.integration()
    trial.require_an_organisation(integration)
    answer = _put(trial, integration, workspaces=[_entry(trial.first, default_provider_slug=taken)])
    require_status(answer, 400, 409, because="for a default_provider_slug that is taken")
    require_equal(
        len(_providers(trial, integration, trial.first)), 0, "providers of a grant that was refused"
    )


@check("ACC-007")
def the_global_default_is_read_back(trial: Trial) -> None:
    integration = trial.integration()
    for enabled in (True, False, True):
        _write(trial, integration, global_workspace_access={"enabled": enabled})
        for where, default in defaults(trial, integration).items():
            require_equal(default.get("enabled", False), enabled, f"{where}.enabled")


def defaults(trial: Trial, integration: Integration) -> dict[str, Mapping[str, Any]]:
    """The default for all workspaces, wherever the server tells it: it may write it out for each workspace.

    Raises:
        Inconclusive: It is written out, if at all, and the target tells of no workspace to look at.
    """
    listed = _listed(trial, integration)
    told = {
        "global_workspace_access_settings": trial.read(integration).get("global_workspace_access_settings"),
        "global_workspace_access of the list": listed.get("global_workspace_access"),
    }
    found: dict[str, Mapping[str, Any]] = {
        where: default for where, default in told.items() if isinstance(default, dict)
    }
    if found:
        return found
    if trial.target.first is None:
        raise Inconclusive("the server tells no default, and the target no workspace that has it")
    entries = [one for one in listed.get("workspaces") or [] if one.get("id") == trial.target.first.slug]
    return {"the access of a workspace without its own": entries[0] if entries else {}}


@check("ACC-020", given=("ACC-007",))
def the_global_default_is_kept_until_it_is_sent(trial: Trial) -> None:
    integration = trial.integration()
    default = {"enabled": True, "rate_limits": RATES, "usage_limits": USAGES}
    _write(trial, integration, global_workspace_access=default)
    before = _limited(trial.read(integration).get("global_workspace_access_settings") or {})
    entries = [_entry(trial.target.first)] if trial.target.first is not None else []
    _write(trial, integration, workspaces=entries)
    trial.update(integration, name=trial.name())
    after = _limited(trial.read(integration).get("global_workspace_access_settings") or {})
    for field, value in before.items():
        require_equal(after[field], value, f"{field} of a default that was not sent")


@check("ACC-021", needs=("first", "second"), given=("ACC-004", "ACC-007"))
def the_default_is_for_those_without_access_of_their_own(trial: Trial) -> None:
    integration = trial.integration()
    _write(trial, integration, global_workspace_access={"enabled": True})
    for workspace in (trial.first, trial.second):
        given = _creation(trial, integration, workspace)
        require_status(given, 200, because="for a workspace that has the access of the default")


@check("ACC-021", needs=("first", "second"), given=("ACC-004", "ACC-007"))
def a_default_without_access_gives_none(trial: Trial) -> None:
    integration = trial.integration()
    _write(
        trial,
        integration,
        workspaces=[_entry(trial.second)],
        global_workspace_access={"enabled": False},
        override_existing_workspace_access=True,
    )
    refused = _creation(trial, integration, trial.first)
    require_status(refused, 400, 403, 404, because="for a workspace whose default is no access")
    given = _creation(trial, integration, trial.second)
    require_status(given, 200, because="for a workspace with access of its own beside a default without")


@check("ACC-008", needs=("first",))
def an_update_of_access_answers_200(trial: Trial) -> None:
    integration = trial.integration()
    trial.require_an_organisation(integration)
    bodies: tuple[dict[str, Any], ...] = (
        {"workspaces": [_entry(trial.first)]},
        {"workspaces": [{**_entry(trial.first), "id": trial.first.id, "rate_limits": RATES}]},
        {"workspaces": [_entry(trial.first, usage_limits=USAGES, rate_limits=None)]},
        {"workspaces": [_entry(trial.first, reset_usage=True)]},
        {"workspaces": [_entry(trial.first, reset_usage=False)]},
        {"workspaces": []},
        {"global_workspace_access": {"enabled": True, "usage_limits": None, "rate_limits": RATES}},
        {"global_workspace_access": {"enabled": False}, "override_existing_workspace_access": True},
    )
    for body in bodies:
        answer = require_status(_put(trial, integration, **NO_PROVIDER, **body), 200)
        require(isinstance(answer.json, dict), "an object", type(answer.json).__name__)


@check("ACC-009", needs=("first", "second"), given=("ACC-001", "ACC-003"), thorough=True)
def a_refused_update_of_access_changes_nothing(trial: Trial) -> None:
    integration = trial.integration()
    _write(
        trial,
        integration,
        workspaces=[_entry(trial.first, rate_limits=RATES)],
        global_workspace_access={"enabled": False},
    )
    before = _access(trial, integration)
    sound = [_entry(trial.first, rate_limits=[{**RATES[0], "value": 9}]), _entry(trial.second)]
    wrong: tuple[dict[str, Any], ...] = (
        {"workspaces": [*sound, {"id": trial.second.slug}]},
        {"workspaces": [*sound[:1], {**sound[1], "rate_limits": [{**RATES[0], "unit": "never"}]}]},
        {"workspaces": [_entry(trial.first, False), {**sound[1], "enabled": "yes"}]},
        {"workspaces": sound, "global_workspace_access": {"usage_limits": None}},
        {"workspaces": sound, "override_existing_workspace_access": "yes"},
        {"workspaces": sound, "create_default_provider": "yes"},
        {"workspaces": "all", "global_workspace_access": {"enabled": True}},
    )
    for body in wrong:
        require_refused(_put(trial, integration, **{**NO_PROVIDER, **body}))
        _require_untouched(trial, integration, before, "after a refused update")
    refused = _put(
        trial,
        integration,
        **NO_PROVIDER,
        workspaces=[*sound, {"id": str(uuid.uuid4()), "enabled": True}],
        global_workspace_access={"enabled": True},
    )
    if not refused.ok:
        _require_untouched(trial, integration, before, "after a refused update")


def _require_untouched(
    trial: Trial, integration: Integration, before: Mapping[str, Mapping[str, Any]], because: str
) -> None:
    after = _access(trial, integration)
    for workspace in (trial.first, trial.second):
        now = _limited(after.get(workspace.slug, {}))
        for field, value in _limited(before.get(workspace.slug, {})).items():
            require_equal(now[field], value, f"{field} of a workspace {because}")
    settings = trial.read(integration).get("global_workspace_access_settings") or {}
    require_equal(settings.get("enabled", False), False, f"enabled of the default {because}")


@check("ACC-010", needs=("first", "second"))
def each_workspace_is_answered_once(trial: Trial) -> None:
    integration = trial.integration()
    for name in ("slug", "id", "slug"):
        for workspace in (trial.first, trial.second):
            _write(trial, integration, workspaces=[{"id": getattr(workspace, name), "enabled": True}])
    listed = _listed(trial, integration)
    ids = [entry.get("id") for entry in listed.get("workspaces") or []]
    for workspace in (trial.first, trial.second):
        require_equal(ids.count(workspace.slug), 1, "how often a workspace is answered")
    require_equal(listed.get("total"), len(ids), "total of the workspaces")


def _is_overridden(trial: Trial, flag: str) -> None:
    integration = trial.integration()
    _write(trial, integration, workspaces=[_entry(trial.first, rate_limits=RATES), _entry(trial.second)])
    _write(
        trial,
        integration,
        workspaces=[_entry(trial.second)],
        global_workspace_access={"enabled": False},
        **{flag: True},
    )
    require(
        not _is_enabled(trial, integration, trial.first),
        f"no access for a workspace that is not named beside {flag}",
        "its own access",
    )
    require(
        _is_enabled(trial, integration, trial.second),
        f"the access of a workspace that is named beside {flag}",
        "none",
    )
    refused = _creation(trial, integration, trial.first)
    require_status(refused, 400, 403, 404, because=f"for a workspace that lost its access to {flag}")


@check("ACC-011", needs=("first", "second"), given=("ACC-001", "ACC-003", "ACC-004"))
def override_takes_what_workspaces_had_of_their_own(trial: Trial) -> None:
    _is_overridden(trial, "override_existing_workspace_access")


@check("ACC-011", needs=("first",), given=("ACC-001", "ACC-003", "ACC-004"))
def override_gives_the_limits_of_the_default(trial: Trial) -> None:
    integration = trial.integration()
    _write(trial, integration, workspaces=[_entry(trial.first, rate_limits=RATES, usage_limits=USAGES)])
    default = [{**RATES[0], "value": 7}]
    _write(
        trial,
        integration,
        workspaces=[],
        global_workspace_access={"enabled": True, "rate_limits": default},
        override_existing_workspace_access=True,
    )
    entry = _access(trial, integration).get(trial.first.slug)
    if entry is not None:  # with none, the workspace has the default's
        require_equal(entry.get("enabled"), True, "enabled of a workspace that has the default's access")
        shown = [one.get("value") for one in entry.get("rate_limits") or default]
        require_equal(shown, [7], "the rate limit of a workspace that has the default's")


@check("ACC-012", needs=("first", "second"), given=("ACC-001", "ACC-003", "ACC-004"))
def the_other_name_of_override_does_the_same(trial: Trial) -> None:
    _is_overridden(trial, "override_existing_workspaces_access")


@check("ACC-013", needs=("first", "second"), given=("LST-012",))
def access_taken_away_leaves_no_active_provider(trial: Trial) -> None:
    integration = trial.integration()
    prepared(_put(trial, integration, workspaces=[_entry(trial.first)]), "grant access")
    trial.grant(integration, trial.second)
    own, elsewhere = trial.provider(integration), trial.provider(integration, workspace_id=trial.second.id)
    _write(trial, integration, workspaces=[_entry(trial.first, False)])
    left = len(_providers(trial, integration, trial.first))
    require_equal(left, 0, "active providers in a workspace whose access was taken away")
    for operation in ("retrieveProvider", "retrieveVirtualKey"):
        answer = trial.admin.call(operation, own.slug, query=own.query)
        require(
            not answer.ok or answer.body.get("status") != "active",
            "no active provider after access was taken away",
            f"status {answer.body.get('status')} of {answer.line}",
        )
    _require_active(trial, elsewhere, "in a workspace that keeps its access")


def _require_active(trial: Trial, provider: Provider, where: str) -> None:
    answer = trial.admin.call("retrieveProvider", provider.slug, query=provider.query)
    require_status(answer, 200, because=f"for a provider {where}")
    require_equal(answer.body.get("status"), "active", f"status of a provider {where}")


@check("ACC-014", needs=("first", "second"), given=("ACC-001",))
def access_to_one_changes_nothing_of_another(trial: Trial) -> None:
    bystander, integration = trial.integration(), trial.integration()
    _write(
        trial,
        bystander,
        workspaces=[_entry(trial.first, rate_limits=RATES), _entry(trial.second, False)],
        global_workspace_access={"enabled": False},
    )
    provider = trial.provider(bystander)
    before = _access(trial, bystander)
    for body in (
        {"workspaces": [_entry(trial.first, usage_limits=USAGES), _entry(trial.second)]},
        {"workspaces": [_entry(trial.first, False)]},
        {"global_workspace_access": {"enabled": True}, "override_existing_workspace_access": True},
    ):
        _write(trial, integration, **body)
        _require_untouched(trial, bystander, before, "after access to another integration was written")
    _require_active(trial, provider, "of an integration that keeps its access")


@check("ACC-015")
def a_workspace_of_nobody_is_given_no_access(trial: Trial) -> None:
    integration = trial.integration()
    for unknown in (str(uuid.uuid4()), trial.name()):
        answer = _put(trial, integration, **NO_PROVIDER, workspaces=[{"id": unknown, "enabled": True}])
        require_status(answer, 200, 400, 403, 404, because="for a workspace of nobody's")
        access = _access(trial, integration)
        require(unknown not in access, "no access for a workspace of nobody's", "its entry")


@check("ACC-016", needs=("first",), given=("ACC-005",))
def access_given_again_leaves_the_provider(trial: Trial) -> None:
    integration = trial.integration()
    for _ in range(3):
        prepared(_put(trial, integration, workspaces=[_entry(trial.first)]), "grant access")
    made = _providers(trial, integration, trial.first)
    require_equal(len(made), 1, "how many providers there are, however often access is given")
    slug, query = str(made[0].get("slug")), {"workspace_id": trial.first.id}
    body = {"note": "kept", "rate_limits": RATES}
    prepared(trial.admin.call("updateProvider", slug, query=query, body=body), "update the provider")
    before = prepared(trial.admin.call("retrieveProvider", slug, query=query), "read the provider").body
    for again in (_entry(trial.first), _entry(trial.first, default_provider_slug=trial.name())):
        answer = _put(trial, integration, workspaces=[again])
        require_status(answer, 200, because="for access that is there")
    after = trial.admin.call("retrieveProvider", slug, query=query)
    require_status(after, 200, because="for the provider, after access was given again")
    for field in ("id", "slug", "name", "note", "rate_limits", "created_at"):
        require_equal(after.body.get(field), before.get(field), f"{field} after access was given again")
    require_equal(
        len(_providers(trial, integration, trial.first)), 1, "providers, after access was given again"
    )
