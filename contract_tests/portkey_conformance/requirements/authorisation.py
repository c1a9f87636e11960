"""AZN: a key does what its scopes and its place allow, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from portkey_conformance.checks import check
from portkey_conformance.exchanges import Exchange
from portkey_conformance.samples import requests_about
from portkey_conformance.target import Workspace
from portkey_conformance.trial import Caller, Integration, Trial, require_code, require_equal, require_status
from portkey_conformance.verdicts import Violation

HIDDEN = (403, 404)


@check("AZN-001", needs=("read_only",))
def a_key_without_the_write_scope_cannot_write(trial: Trial) -> None:
    integration = trial.integration()
    for request in requests_about(trial, integration):
        if request.operation.method != "GET":
            require_code(request.send(trial.as_role("read_only")), 403, "AB03", "with a read-only key")


@check("AZN-002", needs=("read_only",))
def a_write_refused_for_its_scope_changes_nothing(trial: Trial) -> None:
    _nothing_changes(trial, trial.integration(), trial.as_role("read_only"))


@check("AZN-003", needs=("read_only",))
def a_read_only_key_reads(trial: Trial) -> None:
    integration = trial.integration()
    reader = trial.as_role("read_only")
    require_status(reader.call("listIntegrations", query={"page_size": 1}), 200)
    require_status(reader.call("retrieveIntegration", integration.slug), 200)
    require_status(reader.call("listIntegrationModels", integration.slug), 200)
    require_status(reader.call("listIntegrationWorkspaces", integration.slug), 200)


@check("AZN-004", needs=("workspace",))
def a_workspace_key_cannot_write_an_organisation_integration(trial: Trial) -> None:
    integration = trial.integration()
    if trial.target.first is not None:
        trial.grant(integration, trial.first)
    _is_refused(trial, integration, trial.as_role("workspace"))
    _nothing_changes(trial, integration, trial.as_role("workspace"))


@check("AZN-005", needs=("other_workspace", "first"))
def another_workspaces_integration_is_out_of_reach(trial: Trial) -> None:
    integration = trial.integration(workspace_id=trial.first.id, create_default_provider=False)
    _is_refused(trial, integration, trial.as_role("other_workspace"))
    _is_not_told(trial, integration, trial.as_role("other_workspace"))
    _nothing_changes(trial, integration, trial.as_role("other_workspace"))


@check("AZN-005", needs=("other_workspace", "first"))
def another_workspaces_provider_is_out_of_reach(trial: Trial) -> None:
    provider = trial.provider()
    intruder = trial.as_role("other_workspace")
    for query in (provider.query, {}):
        require_status(intruder.call("retrieveProvider", provider.slug, query=query), *HIDDEN)
        require_status(
            intruder.call("updateProvider", provider.slug, query=query, body={"name": trial.name()}), *HIDDEN
        )
        require_status(intruder.call("deleteProvider", provider.slug, query=query), *HIDDEN)
    trial.read_provider(provider)


@check("AZN-006", needs=("other_organisation",))
def another_organisations_integration_is_out_of_reach(trial: Trial) -> None:
    integration = trial.integration()
    intruder = trial.as_role("other_organisation")
    _is_refused(trial, integration, intruder)
    _is_not_told(trial, integration, intruder)
    _nothing_changes(trial, integration, intruder)


@check("AZN-007", needs=("other_organisation",))
def a_list_shows_nothing_of_another_organisation(trial: Trial) -> None:
    integration = trial.integration()
    for item in trial.walk("listIntegrations", trial.as_role("other_organisation")):
        if item.get("slug") == integration.slug:
            raise Violation(
                "only the caller's own organisation in a list", "another organisation's integration"
            )


@check("AZN-008", needs=("workspace", "first", "second"))
def a_workspace_key_creates_in_its_own_workspace_only(trial: Trial) -> None:
    body = {
        "name": trial.name(),
        "slug": trial.name(),
        "ai_provider_id": "openai",
        "key": trial.secret(),
        "workspace_id": trial.second.id,
        "create_default_provider": False,
    }
    answer = trial.as_role("workspace").call("createIntegration", body=body)
    if not answer.ok:
        require_status(answer, 400, *HIDDEN, because="or the key's own workspace")
        return
    if _is_listed(trial, body["slug"], trial.second) and not _is_listed(trial, body["slug"], trial.first):
        raise Violation("the key's own workspace, or a refusal", "an integration in another workspace")


def _is_listed(trial: Trial, slug: object, workspace: Workspace) -> bool:
    items = trial.walk("listIntegrations", workspace_id=workspace.id, type="workspace")
    return any(item.get("slug") == slug for item in items)


def _writes(trial: Trial, integration: Integration, caller: Caller) -> Iterator[Callable[[], Exchange]]:
    slug = integration.slug
    yield lambda: caller.call(
        "updateIntegration", slug, body={"name": trial.name(), "key": trial.secret("zz")}
    )
    yield lambda: caller.call("updateIntegrationModels", slug, body={"models": [], "allow_all_models": False})
    yield lambda: caller.call("updateIntegrationWorkspaces", slug, body={"workspaces": []})
    yield lambda: caller.call("deleteIntegrationModels", slug, query={"slugs": "no-such-model"})
    yield lambda: caller.call("deleteIntegration", slug)


def _is_refused(trial: Trial, integration: Integration, caller: Caller) -> None:
    for write in _writes(trial, integration, caller):
        require_status(write(), *HIDDEN, because="for a key that may not write this integration")


def _is_not_told(trial: Trial, integration: Integration, caller: Caller) -> None:
    name = str(trial.read(integration).get("name"))
    for operation in ("retrieveIntegration", "listIntegrationModels", "listIntegrationWorkspaces"):
        answer = require_status(caller.call(operation, integration.slug), *HIDDEN)
        if name in answer.text:
            raise Violation("nothing told of the resource", "its name in the refusal", evidence=[answer])


def _nothing_changes(trial: Trial, integration: Integration, caller: Caller) -> None:
    before = trial.read(integration)
    for write in _writes(trial, integration, caller):
        write()
    after = trial.admin.call("retrieveIntegration", integration.slug)
    require_status(after, 200, because="for an integration that others may not delete")
    for name in ("name", "masked_key", "allow_all_models"):
        require_equal(after.body.get(name), before.get(name), f"{name} after refused writes")
