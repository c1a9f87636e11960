"""DEL: what is deleted is gone for everyone, and nothing else is."""

from __future__ import annotations

from typing import Any

from portkey_conformance.appearance import both_views, detail, require_kept, surroundings
from portkey_conformance.checks import check
from portkey_conformance.exchanges import MISSING
from portkey_conformance.trial import (
    Integration,
    Provider,
    Trial,
    prepared,
    require,
    require_code,
    require_missing,
    require_status,
)
from portkey_conformance.verdicts import Skip, Violation

LIMITS: dict[str, Any] = {
    "usage_limits": [{"type": "cost", "credit_limit": 100, "alert_threshold": 80}],
    "rate_limits": [{"type": "requests", "unit": "rpm", "value": 60}],
}


def _delete(trial: Trial, integration: Integration) -> None:
    answer = trial.admin.call("deleteIntegration", integration.slug)
    if answer.status == 409:
        raise Skip("needs a server that deletes an integration in use")
    prepared(answer, "delete the integration")


def _deleted(trial: Trial) -> Integration:
    integration = trial.integration()
    _delete(trial, integration)
    return integration


def _surrounded(trial: Trial, slug: Any = MISSING) -> tuple[Integration, Provider]:
    """An integration that has everything: configuration, prices, a model, access with limits, a provider."""
    integration = trial.integration(
        description="stays",
        configurations={"openai_project": "project-1"},
        pricing_adjustments={"multiplier": {"default": 2}},
        **({} if slug is MISSING else {"slug": slug}),
    )
    models = [
        {"slug": "ft:gpt-4o:own", "enabled": True, "is_custom": True, "base_model_slug": "gpt-4o"},
        {"slug": "gpt-4o", "enabled": False},
    ]
    body = {"models": models, "allow_all_models": False}
    prepared(trial.admin.call("updateIntegrationModels", integration.slug, body=body), "write models")
    trial.grant(integration, trial.first, **LIMITS)
    return integration, trial.provider(integration, note="stays")


@check("DEL-001")
def a_delete_answers_200(trial: Trial) -> None:
    integration = trial.integration()
    answer = require_status(trial.admin.call("deleteIntegration", integration.slug), 200)
    require(isinstance(answer.json, dict), "an object", type(answer.json).__name__)


@check("DEL-002")
def a_deleted_integration_is_gone(trial: Trial) -> None:
    integration = _deleted(trial)
    for name in (integration.slug, integration.id or integration.slug):
        for operation in ("retrieveIntegration", "listIntegrationModels", "listIntegrationWorkspaces"):
            require_code(trial.admin.call(operation, name), 404, "AB08", "after the delete")


@check("DEL-003")
def a_deleted_integration_is_in_no_list(trial: Trial) -> None:
    integration = _deleted(trial)
    if any(item.get("slug") == integration.slug for item in trial.walk("listIntegrations")):
        raise Violation("a list without the deleted integration", "it is still listed")


@check("DEL-003", needs=("first",))
def a_deleted_integration_of_a_workspace_is_in_no_list(trial: Trial) -> None:
    integration = trial.integration(workspace_id=trial.first.id, create_default_provider=False)
    _delete(trial, integration)
    listed = trial.walk("listIntegrations", workspace_id=trial.first.id, type="workspace")
    if any(item.get("slug") == integration.slug for item in listed):
        raise Violation("a workspace's list without the deleted integration", "it is still listed")


@check("DEL-003", needs=("first",))
def a_deleted_provider_is_in_no_list(trial: Trial) -> None:
    provider, key = trial.provider(), trial.virtual_key()
    prepared(trial.admin.call("deleteProvider", provider.slug, query=provider.query), "delete the provider")
    prepared(trial.admin.call("deleteVirtualKey", key.slug, query=key.query), "delete the virtual key")
    for operation in ("listProviders", "listVirtualKeys"):
        listed = [item.get("slug") for item in trial.walk(operation, workspace_id=trial.first.id)]
        if provider.slug in listed or key.slug in listed:
            raise Violation(f"{operation} without what was deleted", "it is still listed")


@check("DEL-004")
def a_second_delete_answers_404(trial: Trial) -> None:
    integration = _deleted(trial)
    for name in (integration.slug, integration.id or integration.slug):
        require_code(trial.admin.call("deleteIntegration", name), 404, "AB08", "a second time")


@check("DEL-005", needs=("first",))
def a_delete_takes_nothing_else(trial: Trial) -> None:
    bystander, provider = _surrounded(trial)
    gone = trial.integration()
    trial.grant(gone, trial.first)
    before = {**detail(trial, bystander), **surroundings(trial, bystander, provider)}
    _delete(trial, gone)
    for operation in ("retrieveIntegration", "listIntegrationModels", "listIntegrationWorkspaces"):
        answer = trial.admin.call(operation, bystander.slug)
        require_status(answer, 200, because="for an integration beside the deleted one")
    answer = trial.admin.call("retrieveProvider", provider.slug, query=provider.query)
    require_status(answer, 200, because="for the provider of an integration beside the deleted one")
    after = {**detail(trial, bystander), **surroundings(trial, bystander, provider)}
    require_kept(before, after, "after another integration was deleted")


@check("DEL-006", needs=("first",))
def its_providers_go_with_it(trial: Trial) -> None:
    integration, provider = _surrounded(trial)
    own_slug = trial.name()
    scoped = trial.integration(workspace_id=trial.first.id, default_provider_slug=own_slug)
    default = Provider(own_slug, None, trial.first.id, scoped.created)
    for one in (integration, scoped):
        _delete(trial, one)
    for gone in (provider, default):
        for operation in ("retrieveProvider", "retrieveVirtualKey"):
            answer = trial.admin.call(operation, gone.slug, query=gone.query)
            require_missing(answer, "for the provider of a deleted integration")


@check("DEL-006", needs=("first",))
def its_providers_are_in_no_list(trial: Trial) -> None:
    integration, provider = _surrounded(trial)
    _delete(trial, integration)
    for operation in ("listProviders", "listVirtualKeys"):
        for item in trial.walk(operation, workspace_id=trial.first.id):
            if provider.slug == item.get("slug") or integration.slug == item.get("integration_id"):
                raise Violation(f"no provider of a deleted integration in {operation}", "it is still listed")


@check("DEL-007", needs=("first",))
def a_deleted_provider_is_gone(trial: Trial) -> None:
    integration = trial.integration()
    trial.grant(integration, trial.first)
    provider = trial.provider(integration)
    answer = require_status(trial.admin.call("deleteProvider", provider.slug, query=provider.query), 200)
    require(isinstance(answer.json, dict), "an object", type(answer.json).__name__)
    for name in (provider.slug, provider.id or provider.slug):
        for operation in ("retrieveProvider", "deleteProvider"):
            answer = trial.admin.call(operation, name, query=provider.query)
            require_missing(answer, "for a deleted provider")
        changed = trial.admin.call("updateProvider", name, query=provider.query, body={"note": "then"})
        require_missing(changed, "for an update of a deleted provider")


@check("DEL-007", needs=("first",))
def its_integration_stays(trial: Trial) -> None:
    integration = trial.integration()
    trial.grant(integration, trial.first)
    for operation in ("deleteProvider", "deleteVirtualKey"):
        provider = trial.provider(integration)
        prepared(trial.admin.call(operation, provider.slug, query=provider.query), "delete the provider")
        answer = trial.admin.call("retrieveIntegration", integration.slug)
        require_status(answer, 200, because="for the integration of a deleted provider")


@check("DEL-008")
def what_is_not_there_cannot_be_deleted(trial: Trial) -> None:
    require_code(trial.admin.call("deleteIntegration", trial.name()), 404, "AB08")


@check("DEL-009", needs=("first",), given=("DEL-007",), thorough=True)
def deleting_a_provider_takes_no_other(trial: Trial) -> None:
    integration = trial.integration()
    trial.grant(integration, trial.first)
    kept, gone = trial.provider(integration), trial.provider(integration)
    key, gone_key = trial.virtual_key(), trial.virtual_key()
    before = {**both_views(trial, kept), **both_views(trial, key)}
    for delete, one, others in (
        ("deleteProvider", gone, (kept, key, gone_key)),
        ("deleteVirtualKey", gone_key, (kept, key)),
    ):
        prepared(trial.admin.call(delete, one.slug, query=one.query), "delete one of several providers")
        for other in others:
            for operation in ("retrieveProvider", "retrieveVirtualKey"):
                answer = trial.admin.call(operation, other.slug, query=other.query)
                require_status(answer, 200, because="for a provider beside a deleted one")
    after = {**both_views(trial, kept), **both_views(trial, key)}
    require_kept(before, after, "after another provider was deleted")


@check("DEL-009", needs=("first", "second"), given=("DEL-007",))
def deleting_a_provider_takes_none_of_another_workspace(trial: Trial) -> None:
    integration = trial.integration()
    trial.grant(integration, trial.first, trial.second)
    gone, kept = trial.provider(integration), trial.provider(integration, workspace_id=trial.second.id)
    prepared(trial.admin.call("deleteProvider", gone.slug, query=gone.query), "delete a provider")
    answer = trial.admin.call("retrieveProvider", kept.slug, query=kept.query)
    require_status(answer, 200, because="for a provider of another workspace than the deleted one's")


@check("DEL-010", needs=("first", "read_only"), thorough=True)
def a_refused_delete_leaves_everything(trial: Trial) -> None:
    integration, provider = _surrounded(trial)
    before = {**detail(trial, integration), **surroundings(trial, integration, provider)}
    for caller in (trial.nobody, trial.as_role("read_only")):
        caller.call("deleteIntegration", integration.slug)
        caller.call("deleteProvider", provider.slug, query=provider.query)
        caller.call("deleteVirtualKey", provider.slug, query=provider.query)
    because = "after deletions that were refused"
    require_status(trial.admin.call("retrieveIntegration", integration.slug), 200, because=because)
    answer = trial.admin.call("retrieveProvider", provider.slug, query=provider.query)
    require_status(answer, 200, because=because)
    after = {**detail(trial, integration), **surroundings(trial, integration, provider)}
    require_kept(before, after, because)


@check("DEL-011", needs=("first",), given=("DEL-007",))
def deleting_a_provider_leaves_its_integration(trial: Trial) -> None:
    integration, first = _surrounded(trial)
    second = trial.provider(integration)
    before = {**detail(trial, integration), **surroundings(trial, integration)}
    for operation, provider in (("deleteProvider", first), ("deleteVirtualKey", second)):
        prepared(trial.admin.call(operation, provider.slug, query=provider.query), "delete the provider")
        after = {**detail(trial, integration), **surroundings(trial, integration)}
        require_kept(before, after, "after its provider was deleted")


@check("DEL-012", needs=("first",), given=("DEL-002", "DEL-006"))
def a_slug_that_is_taken_again_names_a_new_integration(trial: Trial) -> None:
    old, provider = _surrounded(trial)
    _delete(trial, old)
    bare: dict[str, Any] = {"name": trial.name(), "ai_provider_id": "openai", "key": trial.secret()}
    answer = trial.admin.call("createIntegration", body={**bare, "slug": old.slug})
    if answer.status == 409:
        raise Skip("needs a server that lets a deleted slug be taken again")
    again = Integration(old.slug, str(answer.body.get("id")), "", require_status(answer, 200, 409))
    fresh = trial.integration(**bare)
    require(again.id != old.id, "a new id for a slug that is taken again", "the id of the deleted one")
    require_missing(trial.admin.call("retrieveProvider", provider.slug, query=provider.query), "after all")
    expected = {**detail(trial, fresh), **surroundings(trial, fresh)}
    actual = {**detail(trial, again), **surroundings(trial, again)}
    because = "as in a new integration, and nothing of the deleted one"
    require_kept(expected, actual, because, "id", "slug", "created_at")


@check("DEL-012", needs=("first",), given=("DEL-007",))
def a_slug_that_is_taken_again_names_a_new_provider(trial: Trial) -> None:
    integration = trial.integration()
    trial.grant(integration, trial.first)
    limits = {"usage_limits": LIMITS["usage_limits"][0], "rate_limits": LIMITS["rate_limits"]}
    old = trial.provider(integration, note="stays", expires_at="2041-02-03T04:05:06Z", **limits)
    prepared(trial.admin.call("deleteProvider", old.slug, query=old.query), "delete the provider")
    body = {"name": trial.name(), "integration_id": integration.slug, "workspace_id": trial.first.id}
    answer = trial.admin.call("createProvider", body={**body, "slug": old.slug})
    if answer.status == 409:
        raise Skip("needs a server that lets a deleted slug be taken again")
    again = Provider(old.slug, str(answer.body.get("id")), old.workspace, require_status(answer, 200, 409))
    require(again.id != old.id, "a new id for a slug that is taken again", "the id of the deleted one")
    stored = trial.read_provider(again)
    for field in ("note", "usage_limits", "rate_limits", "expires_at"):
        require(not stored.get(field), f"no {field} of the deleted provider", "its own")


@check("DEL-013", needs=("first",), given=("DEL-002",))
def what_was_deleted_cannot_be_used(trial: Trial) -> None:
    integration = trial.integration()
    trial.grant(integration, trial.first)
    _delete(trial, integration)
    models = {"models": [{"slug": "gpt-4o", "enabled": True}]}
    access = {"workspaces": [{"id": trial.first.slug, "enabled": True, "create_default_provider": False}]}
    for operation, body in (
        ("updateIntegration", {"name": trial.name()}),
        ("updateIntegrationModels", models),
        ("updateIntegrationWorkspaces", access),
    ):
        answer = trial.admin.call(operation, integration.slug, body=body)
        require_code(answer, 404, "AB08", "for a deleted integration")
    body = {"name": trial.name(), "integration_id": integration.slug, "workspace_id": trial.first.id}
    made = trial.admin.call("createProvider", body=body)
    require_status(made, 400, 403, 404, because="for a provider of a deleted integration")
    found = trial.admin.call("retrieveIntegration", integration.slug)
    require_status(found, 404, because="after writes to a deleted integration")
