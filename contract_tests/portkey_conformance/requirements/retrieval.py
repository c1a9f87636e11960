"""RET: what is read is what was written, and the same every time."""

from __future__ import annotations

from portkey_conformance.checks import check
from portkey_conformance.trial import Trial, require_code, require_equal, require_status
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
