"""RET: what is read is what was written, and the same every time."""

from __future__ import annotations

from portkey_conformance.checks import check
from portkey_conformance.trial import Trial, require, require_code, require_equal, require_status
from portkey_conformance.verdicts import Skip


@check("RET-001")
def what_was_written_is_read(trial: Trial) -> None:
    name, description = trial.name(), "A description, with ünïcode and 'quotes'"
    configurations = {"openai_organization": "org-1", "openai_project": "proj-1"}
    stored = trial.read(trial.integration(name=name, description=description, configurations=configurations))
    require_equal(stored.get("name"), name, "name")
    require_equal(stored.get("description"), description, "description")
    require_equal(stored.get("ai_provider_id"), "openai", "ai_provider_id")
    read = stored.get("configurations")
    for field, value in configurations.items():
        require_equal(read.get(field) if isinstance(read, dict) else None, value, f"configurations.{field}")


@check("RET-002")
def an_integration_is_found_by_its_id(trial: Trial) -> None:
    integration = trial.integration()
    if integration.id is None:
        raise Skip("a create that answers an id")
    answer = require_status(trial.admin.call("retrieveIntegration", integration.id), 200, because="by id")
    require_equal(answer.body.get("id"), integration.id, "id")
    require_equal(answer.body.get("slug"), integration.slug, "slug, asked for by id")


@check("RET-003")
def what_is_not_there_answers_404(trial: Trial) -> None:
    for operation in ("retrieveIntegration", "listIntegrationModels", "listIntegrationWorkspaces"):
        require_code(trial.admin.call(operation, trial.name()), 404, "AB08")


@check("RET-004")
def reading_twice_gives_the_same(trial: Trial) -> None:
    integration = trial.integration()
    first = trial.read(integration)
    for field, value in trial.read(integration).items():
        require_equal(value, first.get(field), field)


@check("RET-005")
def identity_is_stable_over_updates(trial: Trial) -> None:
    integration = trial.integration()
    before = trial.read(integration)
    trial.update(integration, name=trial.name())
    after = trial.read(integration)
    for field in ("id", "slug", "ai_provider_id", "organisation_id", "created_at"):
        require_equal(after.get(field), before.get(field), f"{field} after an update")


@check("RET-006")
def all_models_are_allowed_at_first(trial: Trial) -> None:
    require_equal(trial.read(trial.integration()).get("allow_all_models"), True, "allow_all_models")


@check("RET-007")
def every_operation_takes_the_id(trial: Trial) -> None:
    integration = trial.integration()
    if integration.id is None:
        raise Skip("a create that answers an id")
    identity, because = integration.id, "with the id in place of the slug"
    name = trial.name()
    require_status(trial.admin.call("updateIntegration", identity, body={"name": name}), 200, because=because)
    require_equal(trial.read(integration).get("name"), name, "name, updated by id")
    models = {"models": [{"slug": "ft:gpt-4o:by-id", "enabled": True, "is_custom": True}]}
    require_status(trial.admin.call("updateIntegrationModels", identity, body=models), 200, because=because)
    listed = require_status(trial.admin.call("listIntegrationModels", identity), 200, because=because)
    slugs = [one.get("slug") for one in listed.body.get("models") or []]
    require("ft:gpt-4o:by-id" in slugs, "the model that was written by id", "no such model")
    gone = trial.admin.call("deleteIntegrationModels", identity, query={"slugs": "ft:gpt-4o:by-id"})
    require_status(gone, 200, because=because)
    body = {"workspaces": [], "create_default_provider": False}
    require_status(trial.admin.call("updateIntegrationWorkspaces", identity, body=body), 200, because=because)
    require_status(trial.admin.call("listIntegrationWorkspaces", identity), 200, because=because)
    require_status(trial.admin.call("deleteIntegration", identity), 200, because=because)
    require_status(trial.admin.call("retrieveIntegration", integration.slug), 404, because="deleted by id")


@check("RET-008")
def a_slug_names_one_integration(trial: Trial) -> None:
    integration = trial.integration()
    for other in (
        f"{integration.slug}0",
        integration.slug[:-1],
        f"{integration.slug}-",
        f"x{integration.slug}",
    ):
        for operation in ("retrieveIntegration", "listIntegrationModels", "listIntegrationWorkspaces"):
            answer = trial.admin.call(operation, other)
            require_status(answer, 404, because="for a slug that differs by a character")
    for other in (f"{integration.slug}0", integration.slug[:-1]):
        require_status(
            trial.admin.call("deleteIntegration", other), 404, because="for a slug that nobody has"
        )
    require_status(trial.admin.call("retrieveIntegration", integration.slug), 200)
