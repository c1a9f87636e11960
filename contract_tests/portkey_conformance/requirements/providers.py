"""PRV: a provider is one workspace's way to use an integration."""

from __future__ import annotations

from portkey_conformance.checks import check
from portkey_conformance.trial import Trial, require_code, require_equal, require_missing, require_status
from portkey_conformance.verdicts import Skip


@check("PRV-001", needs=("first",))
def a_provider_is_created_and_read(trial: Trial) -> None:
    integration = trial.integration()
    trial.grant(integration, trial.first)
    slug, name = trial.name(), trial.name()
    provider = trial.provider(integration, slug=slug, name=name, note="a note")
    require_status(provider.created, 200)
    stored = trial.read_provider(provider)
    for field, value in (
        ("slug", slug),
        ("name", name),
        ("note", "a note"),
        ("integration_id", integration.slug),
        ("object", "provider"),
    ):
        require_equal(stored.get(field), value, field)


@check("PRV-002", needs=("first",))
def an_update_of_a_provider_is_partial(trial: Trial) -> None:
    provider = trial.provider(note="at first")
    before = trial.read_provider(provider)
    body = {"name": trial.name()}
    answer = trial.admin.call("updateProvider", provider.slug, query=provider.query, body=body)
    require_status(answer, 200)
    after = trial.read_provider(provider)
    require_equal(after.get("name"), body["name"], "name after its update")
    for field in ("note", "slug", "integration_id", "status"):
        require_equal(after.get(field), before.get(field), f"{field}, which the update did not name,")


@check("PRV-003", needs=("first",))
def the_workspace_of_an_update_may_be_in_its_body(trial: Trial) -> None:
    provider = trial.provider()
    body = {"name": trial.name(), "workspace_id": trial.first.id}
    require_status(trial.admin.call("updateProvider", provider.slug, body=body), 200)
    require_equal(trial.read_provider(provider).get("name"), body["name"], "name after its update")


@check("PRV-004")
def an_organisation_key_names_the_workspace(trial: Trial) -> None:
    # What a workspace key creates is in its own workspace, whether the body names one or not.
    if trial.read(trial.integration()).get("workspace_id") is not None:
        raise Skip("needs an organisation key as keys.admin; this one belongs to a workspace")
    require_code(trial.admin.call("listProviders"), 400, "AB01", "without workspace_id")


@check("PRV-005", needs=("first",))
def an_unknown_integration_has_no_providers(trial: Trial) -> None:
    body = {"name": trial.name(), "integration_id": trial.name(), "workspace_id": trial.first.id}
    require_status(trial.admin.call("createProvider", body=body), 400, 403, 404)


@check("PRV-006", needs=("first",))
def what_is_not_there_is_told(trial: Trial) -> None:
    query = {"workspace_id": trial.first.id}
    slug = trial.name()
    require_missing(trial.admin.call("retrieveProvider", slug, query=query))
    require_missing(trial.admin.call("deleteProvider", slug, query=query))
    require_missing(trial.admin.call("updateProvider", slug, query=query, body={"name": trial.name()}))


@check("PRV-007", needs=("first", "workspace"))
def a_workspace_key_works_in_its_own_workspace(trial: Trial) -> None:
    provider = trial.provider()
    answer = trial.as_role("workspace").call("retrieveProvider", provider.slug)
    require_status(answer, 200, because="for a provider of the key's own workspace")
    require_equal(answer.body.get("slug"), provider.slug, "slug")


@check("PRV-008", needs=("first",))
def a_taken_slug_is_refused(trial: Trial) -> None:
    provider = trial.provider()
    integration = trial.read_provider(provider).get("integration_id")
    body = {
        "name": trial.name(),
        "slug": provider.slug,
        "integration_id": integration,
        "workspace_id": trial.first.id,
    }
    answer = trial.admin.call("createProvider", body=body)
    require_code(answer, 409, "AB07", "for a slug that is taken in the workspace")
