"""RET: what is read is what was written, and the same every time."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from portkey_conformance.appearance import detail, documented, require_kept, require_read, surroundings
from portkey_conformance.checks import check
from portkey_conformance.configurations import configurations
from portkey_conformance.exchanges import MISSING
from portkey_conformance.trial import (
    Integration,
    Trial,
    prepared,
    require,
    require_code,
    require_equal,
    require_status,
)
from portkey_conformance.verdicts import Skip, Violation

SLACK = timedelta(days=1)
"""A clock that is further off than this does not tell when something was created."""


@check("RET-001")
def what_was_written_is_read(trial: Trial) -> None:
    name, description = trial.name(), "A description, with ünïcode and 'quotes'"
    stored = trial.read(trial.integration(name=name, description=description))
    require_equal(stored.get("name"), name, "name")
    require_equal(stored.get("description"), description, "description")
    require_equal(stored.get("ai_provider_id"), "openai", "ai_provider_id")


@check("RET-001", thorough=True)
def every_field_of_every_configuration_is_read_back(trial: Trial) -> None:
    for one in configurations(trial):
        stored = trial.read(trial.integration(**one.body)).get("configurations") or {}
        for field, value in one.fields.items():
            if field not in trial.contract.masks:
                require_read(stored.get(field), value, f"configurations.{field} of {one}")


@check("RET-002")
def an_integration_is_found_by_its_id(trial: Trial) -> None:
    integration = trial.integration(description="found", configurations={"openai_project": "p"})
    if integration.id is None:
        raise Skip("a create that answers an id")
    answer = require_status(trial.admin.call("retrieveIntegration", integration.id), 200, because="by id")
    require_equal(answer.body.get("id"), integration.id, "id")
    require_equal(answer.body.get("slug"), integration.slug, "slug, asked for by id")
    by_id = documented(trial, "retrieveIntegration", answer.body, "integration")
    require_kept(detail(trial, integration), by_id, "asked for by id as by slug")


@check("RET-003")
def what_is_not_there_answers_404(trial: Trial) -> None:
    for name in (trial.name(), str(uuid.uuid4())):
        for operation in ("retrieveIntegration", "listIntegrationModels", "listIntegrationWorkspaces"):
            require_code(trial.admin.call(operation, name), 404, "AB08")


@check("RET-003")
def what_hangs_on_nothing_cannot_be_written(trial: Trial) -> None:
    name = trial.name()
    models: dict[str, Any] = {"models": [{"slug": "gpt-4o", "enabled": True}]}
    for operation, query, body in (
        ("updateIntegrationModels", None, models),
        ("deleteIntegrationModels", {"slugs": "gpt-4o"}, MISSING),
        ("updateIntegrationWorkspaces", None, {"workspaces": []}),
    ):
        answer = trial.admin.call(operation, name, query=query, body=body)
        require_code(answer, 404, "AB08", "for an integration that is not there")


@check("RET-004")
def reading_twice_gives_the_same(trial: Trial) -> None:
    for fields in ({"configurations": {"openai_project": "p"}}, {"description": "d"}):
        integration = trial.integration(**fields)
        first = {**detail(trial, integration), **surroundings(trial, integration)}
        again = {**detail(trial, integration), **surroundings(trial, integration)}
        require_kept(first, again, "at the second reading")


@check("RET-004")
def reading_does_not_count_as_an_update(trial: Trial) -> None:
    integration = trial.integration()
    first = trial.read(integration).get("last_updated_at")
    for operation in ("listIntegrationModels", "listIntegrationWorkspaces", "retrieveIntegration"):
        prepared(trial.admin.call(operation, integration.slug), "read what was made")
    require_read(trial.read(integration).get("last_updated_at"), first, "last_updated_at after reading")


@check("RET-005", needs=("first",))
def identity_is_stable_over_updates(trial: Trial) -> None:
    integration = trial.integration()
    identity = ("id", "slug", "organisation_id", "workspace_id", "type", "created_at", "object")
    before = trial.read(integration)
    models = {"models": [{"slug": "gpt-4o", "enabled": True}]}
    trial.update(integration, name=trial.name(), key=trial.secret("zz"))
    updated = trial.read(integration)
    prepared(trial.admin.call("updateIntegrationModels", integration.slug, body=models), "write a model")
    trial.grant(integration, trial.first)
    for after in (updated, trial.read(integration)):
        for field in identity:
            require_equal(after.get(field), before.get(field), f"{field} after an update")


@check("RET-006")
def all_models_are_allowed_at_first(trial: Trial) -> None:
    for provider in ("openai", "some-future-provider"):
        stored = trial.read(trial.integration(ai_provider_id=provider))
        require_equal(stored.get("allow_all_models"), True, "allow_all_models")


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
    for one in (identity, integration.slug):
        listed = require_status(trial.admin.call("listIntegrationModels", one), 200, because=because)
        slugs = [model.get("slug") for model in listed.body.get("models") or []]
        require("ft:gpt-4o:by-id" in slugs, "the model that was written by id", "no such model")
    gone = trial.admin.call("deleteIntegrationModels", identity, query={"slugs": "ft:gpt-4o:by-id"})
    require_status(gone, 200, because=because)
    left = trial.admin.call("listIntegrationModels", integration.slug).body.get("models") or []
    require(all(one.get("slug") != "ft:gpt-4o:by-id" for one in left), "no model that was removed", "it")


@check("RET-007", needs=("first",))
def access_is_written_by_the_id(trial: Trial) -> None:
    integration = trial.integration()
    if integration.id is None:
        raise Skip("a create that answers an id")
    because = "with the id in place of the slug"
    entry = {"id": trial.first.slug, "enabled": True, "create_default_provider": False}
    body = {"workspaces": [entry], "create_default_provider": False}
    written = trial.admin.call("updateIntegrationWorkspaces", integration.id, body=body)
    require_status(written, 200, because=because)
    for one in (integration.id, integration.slug):
        listed = require_status(trial.admin.call("listIntegrationWorkspaces", one), 200, because=because)
        named = [entry.get("id") for entry in listed.body.get("workspaces") or []]
        require(bool(named), "the workspace that was given access by id", "none")


@check("RET-007")
def an_integration_is_deleted_by_its_id(trial: Trial) -> None:
    integration = trial.integration()
    if integration.id is None:
        raise Skip("a create that answers an id")
    require_status(trial.admin.call("deleteIntegration", integration.id), 200, because="with the id")
    require_status(trial.admin.call("retrieveIntegration", integration.slug), 404, because="deleted by id")


@check("RET-008")
def a_slug_names_one_integration(trial: Trial) -> None:
    integration = trial.integration()
    for other in (
        f"{integration.slug}0",
        integration.slug[:-1],
        f"{integration.slug}-",
        f"x{integration.slug}",
        integration.slug.replace("-", "_", 1),
    ):
        for operation in ("retrieveIntegration", "listIntegrationModels", "listIntegrationWorkspaces"):
            answer = trial.admin.call(operation, other)
            require_status(answer, 404, because="for a slug that differs by a character")
    for other in (f"{integration.slug}0", integration.slug[:-1]):
        require_status(
            trial.admin.call("deleteIntegration", other), 404, because="for a slug that nobody has"
        )
    require_status(trial.admin.call("retrieveIntegration", integration.slug), 200)


@check("RET-009")
def a_new_integration_is_active(trial: Trial) -> None:
    for provider in ("openai", "some-future-provider"):
        stored = trial.read(trial.integration(ai_provider_id=provider))
        require_equal(stored.get("status"), "active", "status of a new integration")


@check("RET-010")
def the_time_of_creation_is_when_it_was_created(trial: Trial) -> None:
    integration = trial.integration()
    created = _moment(trial.read(integration).get("created_at"))
    told = integration.created.headers.get("date")
    if created is None or told is None:
        raise Skip("needs a server that answers created_at and the Date header")
    difference = abs(created - parsedate_to_datetime(told))
    if difference > SLACK:
        raise Violation("created_at to be the time of the creation", f"{difference} from it")


@check("RET-011")
def the_time_of_the_last_update_goes_forward(trial: Trial) -> None:
    integration = trial.integration()
    before = _moments(trial, integration)
    trial.update(integration, name=trial.name())
    middle = _moments(trial, integration)
    trial.update(integration, description="then")
    after = _moments(trial, integration)
    for earlier, later in ((before, middle), (middle, after)):
        if earlier and later and later[-1] < earlier[-1] - timedelta(seconds=1):
            raise Violation("times that go forward over updates", f"{later[-1]} after {earlier[-1]}")


def _moments(trial: Trial, integration: Integration) -> list[datetime]:
    """The time of creation, and that of the last update where there is one."""
    stored = trial.read(integration)
    found = (_moment(stored.get(name)) for name in ("created_at", "last_updated_at"))
    return [moment for moment in found if moment is not None]


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
