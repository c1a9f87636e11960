"""DEL: what is deleted is gone for everyone, and nothing else is."""

from __future__ import annotations

from portkey_conformance.checks import check
from portkey_conformance.trial import (
    Integration,
    Trial,
    prepared,
    require,
    require_code,
    require_missing,
    require_status,
)
from portkey_conformance.verdicts import Violation


def _deleted(trial: Trial) -> Integration:
    integration = trial.integration()
    prepared(trial.admin.call("deleteIntegration", integration.slug), "delete the integration")
    return integration


@check("DEL-001")
def a_delete_answers_200(trial: Trial) -> None:
    integration = trial.integration()
    answer = require_status(trial.admin.call("deleteIntegration", integration.slug), 200)
    require(isinstance(answer.json, dict), "an object", type(answer.json).__name__)


@check("DEL-002")
def a_deleted_integration_is_gone(trial: Trial) -> None:
    integration = _deleted(trial)
    for operation in ("retrieveIntegration", "listIntegrationModels", "listIntegrationWorkspaces"):
        require_code(trial.admin.call(operation, integration.slug), 404, "AB08", "after the delete")
    if integration.id:
        require_status(trial.admin.call("retrieveIntegration", integration.id), 404, because="by id, after")


@check("DEL-003")
def a_deleted_integration_is_in_no_list(trial: Trial) -> None:
    integration = _deleted(trial)
    if any(item.get("slug") == integration.slug for item in trial.walk("listIntegrations")):
        raise Violation("a list without the deleted integration", "it is still listed")


@check("DEL-004")
def a_second_delete_answers_404(trial: Trial) -> None:
    integration = _deleted(trial)
    require_code(trial.admin.call("deleteIntegration", integration.slug), 404, "AB08")


@check("DEL-005")
def a_delete_takes_nothing_else(trial: Trial) -> None:
    bystander = trial.integration()
    _deleted(trial)
    answer = trial.admin.call("retrieveIntegration", bystander.slug)
    require_status(answer, 200, because="for an integration beside the deleted one")


@check("DEL-006", needs=("first",))
def its_providers_go_with_it(trial: Trial) -> None:
    integration = trial.integration()
    trial.grant(integration, trial.first)
    provider = trial.provider(integration)
    prepared(trial.admin.call("deleteIntegration", integration.slug), "delete the integration")
    answer = trial.admin.call("retrieveProvider", provider.slug, query=provider.query)
    require_missing(answer, because="for the provider of a deleted integration")


@check("DEL-007", needs=("first",))
def deleting_a_provider_leaves_the_integration(trial: Trial) -> None:
    integration = trial.integration()
    trial.grant(integration, trial.first)
    provider = trial.provider(integration)
    deleted = trial.admin.call("deleteProvider", provider.slug, query=provider.query)
    require_status(deleted, 200)
    answer = trial.admin.call("retrieveProvider", provider.slug, query=provider.query)
    require_status(answer, 404, 403, because="for a deleted provider")
    require_status(trial.admin.call("retrieveIntegration", integration.slug), 200)


@check("DEL-008")
def what_is_not_there_cannot_be_deleted(trial: Trial) -> None:
    require_code(trial.admin.call("deleteIntegration", trial.name()), 404, "AB08")


@check("DEL-009", needs=("first",))
def deleting_a_provider_takes_no_other(trial: Trial) -> None:
    integration = trial.integration()
    trial.grant(integration, trial.first)
    kept, gone = trial.provider(integration), trial.provider(integration)
    key, gone_key = trial.virtual_key(), trial.virtual_key()
    prepared(trial.admin.call("deleteProvider", gone.slug, query=gone.query), "delete a provider")
    prepared(
        trial.admin.call("deleteVirtualKey", gone_key.slug, query=gone_key.query), "delete a virtual key"
    )
    for one in (kept, key):
        answer = trial.admin.call("retrieveProvider", one.slug, query=one.query)
        require_status(answer, 200, because="for a provider beside a deleted one")


@check("DEL-010", needs=("first", "read_only"))
def a_refused_delete_leaves_everything(trial: Trial) -> None:
    integration = trial.integration(description="stays")
    trial.grant(integration, trial.first)
    provider = trial.provider(integration)
    before = trial.read(integration)
    for caller in (trial.nobody, trial.as_role("read_only")):
        caller.call("deleteIntegration", integration.slug)
        caller.call("deleteProvider", provider.slug, query=provider.query)
        caller.call("deleteVirtualKey", provider.slug, query=provider.query)
    after = trial.admin.call("retrieveIntegration", integration.slug)
    require_status(after, 200, because="after deletions that were refused")
    require(after.body.get("description") == before.get("description"), "its description", "another one")
    answer = trial.admin.call("retrieveProvider", provider.slug, query=provider.query)
    require_status(answer, 200, because="after deletions that were refused")


@check("DEL-003", needs=("first",))
def a_deleted_provider_is_in_no_list(trial: Trial) -> None:
    provider, key = trial.provider(), trial.virtual_key()
    prepared(trial.admin.call("deleteProvider", provider.slug, query=provider.query), "delete the provider")
    prepared(trial.admin.call("deleteVirtualKey", key.slug, query=key.query), "delete the virtual key")
    for operation in ("listProviders", "listVirtualKeys"):
        listed = {item.get("slug") for item in trial.walk(operation, workspace_id=trial.first.id)}
        if listed & {provider.slug, key.slug}:
            raise Violation(f"{operation} without what was deleted", "it is still listed")
