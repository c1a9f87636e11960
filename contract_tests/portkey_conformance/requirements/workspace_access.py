"""ACC: who may use an integration, and what being granted access brings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portkey_conformance.checks import check
from portkey_conformance.trial import Integration, Trial, prepared, require, require_equal, require_status

NO_PROVIDER = {"create_default_provider": False}


def _write(trial: Trial, integration: Integration, **body: Any) -> None:
    answer = trial.admin.call("updateIntegrationWorkspaces", integration.slug, body={**NO_PROVIDER, **body})
    prepared(answer, "write workspace access")


def _access(trial: Trial, integration: Integration) -> dict[str, Mapping[str, Any]]:
    answer = prepared(
        trial.admin.call("listIntegrationWorkspaces", integration.slug), "read workspace access"
    )
    return {str(entry.get("id")): entry for entry in answer.body.get("workspaces") or []}


@check("ACC-001", needs=("first",))
def a_grant_is_read_back(trial: Trial) -> None:
    integration = trial.integration()
    trial.grant(integration, trial.first)
    entry = _access(trial, integration).get(trial.first.slug, {})
    require_equal(entry.get("enabled"), True, "enabled for the granted workspace")


@check("ACC-002", needs=("first",))
def a_workspace_is_answered_by_its_slug(trial: Trial) -> None:
    integration = trial.integration()
    _write(trial, integration, workspaces=[{"id": trial.first.id, "enabled": True, **NO_PROVIDER}])
    access = _access(trial, integration)
    require(
        trial.first.slug in access,
        "the workspace's slug as id, though its uuid was sent",
        f"{sorted(access)}",
    )


@check("ACC-003", needs=("first", "second"))
def workspaces_that_are_not_named_keep_their_access(trial: Trial) -> None:
    integration = trial.integration()
    trial.grant(integration, trial.first)
    trial.grant(integration, trial.second)
    access = _access(trial, integration)
    for workspace in (trial.first, trial.second):
        require_equal(access.get(workspace.slug, {}).get("enabled"), True, f"enabled for {workspace.slug}")


@check("ACC-004", needs=("first",))
def without_access_no_provider_is_created(trial: Trial) -> None:
    integration = trial.integration()
    _write(trial, integration, workspaces=[{"id": trial.first.slug, "enabled": False}])
    body = {"name": trial.name(), "integration_id": integration.slug, "workspace_id": trial.first.id}
    answer = trial.admin.call("createProvider", body=body)
    require_status(answer, 400, 403, 404, because="for a workspace without access")


@check("ACC-005", needs=("first",))
def a_grant_creates_a_provider(trial: Trial) -> None:
    integration = trial.integration()
    slug = trial.name()
    entry = {
        "id": trial.first.slug,
        "enabled": True,
        "create_default_provider": True,
        "default_provider_slug": slug,
    }
    body = {"workspaces": [entry], "create_default_provider": True}
    prepared(trial.admin.call("updateIntegrationWorkspaces", integration.slug, body=body), "grant access")
    owned = [
        item
        for item in trial.walk("listProviders", workspace_id=trial.first.id)
        if item.get("integration_id") == integration.slug
    ]
    require_equal(len(owned), 1, "how many providers a grant creates")
    require_equal(owned[0].get("slug"), slug, "the slug of the provider that a grant creates")


@check("ACC-006", needs=("first",))
def a_grant_may_leave_out_its_provider(trial: Trial) -> None:
    integration = trial.integration()
    trial.grant(integration, trial.first)
    owned = [
        item
        for item in trial.walk("listProviders", workspace_id=trial.first.id)
        if item.get("integration_id") == integration.slug
    ]
    require_equal(len(owned), 0, "how many providers a grant with create_default_provider: false creates")


@check("ACC-007", needs=("first",))
def the_global_default_is_read_back(trial: Trial) -> None:
    integration = trial.integration()
    _write(trial, integration, workspaces=[], global_workspace_access={"enabled": False})
    settings = trial.read(integration).get("global_workspace_access_settings")
    require(
        settings is None or settings.get("enabled") is False,
        "global_workspace_access_settings.enabled to be false",
        repr(settings),
    )
