"""AZN: a key does what its scopes and its place allow, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from portkey_conformance.checks import check
from portkey_conformance.exchanges import Exchange
from portkey_conformance.permissions import Whose, judge, judge_group, refused
from portkey_conformance.samples import Site, site_of_a_workspace, site_of_the_organisation
from portkey_conformance.target import Workspace
from portkey_conformance.trial import Integration, Trial, prepared, require_status
from portkey_conformance.verdicts import Violation
from portkey_conformance.views import Views, require_nothing_made

REFUSALS = range(400, 500)
NOT_READ = (403, 404)
SEVERAL = 3


@check("AZN-001", needs=("read_only",), thorough=True)
def a_key_without_the_write_scope_cannot_write(trial: Trial) -> None:
    site = site_of_the_organisation(trial)
    judge(trial, "AZN-001", "read_only", Whose.OWN, site)
    judge(trial, "AZN-001", "read_only", Whose.UNKNOWN, site)


@check("AZN-002", needs=("read_only",), given=("AZN-001",))
def a_write_refused_for_its_scope_changes_nothing(trial: Trial) -> None:
    site = site_of_the_organisation(trial)
    views = Views(trial, site)
    writes = [one for one in site.requests(trial) if one.writes]
    refused(writes, trial.as_role("read_only"))
    views.require_unchanged("writes of a read-only key")
    require_nothing_made(trial, writes, "writes of a read-only key")


@check("AZN-003", needs=("read_only",))
def a_read_only_key_reads_and_lists_everything(trial: Trial) -> None:
    judge(trial, "AZN-003", "read_only", Whose.OWN, site_of_the_organisation(trial))


@check("AZN-004", needs=("workspace", "first"))
def a_workspace_key_does_not_write_what_the_organisation_opened_to_it(trial: Trial) -> None:
    judge(trial, "AZN-004", "workspace", Whose.OPEN, site_of_the_organisation(trial))


@check("AZN-004", needs=("workspace",))
def a_workspace_key_does_not_write_an_integration_of_the_organisation(trial: Trial) -> None:
    judge(trial, "AZN-004", "workspace", Whose.CLOSED, _closed(trial))


@check("AZN-004", needs=("workspace", "first"))
def a_workspace_key_does_not_change_the_organisations_credentials_through_a_provider(trial: Trial) -> None:
    site = site_of_the_organisation(trial)
    assert site.provider is not None
    before = trial.read(site.integration).get("masked_key")
    answer = trial.as_role("workspace").call(
        "updateVirtualKey", site.provider.slug, query=site.provider.query, body={"key": trial.secret("zz")}
    )
    if trial.read(site.integration).get("masked_key") != before:
        raise Violation(
            "the key of an integration of the organisation as it was", "another mask", evidence=[answer]
        )


@check("AZN-005", needs=("other_workspace", "first"))
def what_is_another_workspaces_is_out_of_reach(trial: Trial) -> None:
    site = site_of_a_workspace(trial, trial.first)
    judge(trial, "AZN-005", "other_workspace", Whose.OTHER_WORKSPACE, site)


@check("AZN-005", needs=("other_workspace", "first"))
def no_provider_is_made_of_another_workspaces_integration(trial: Trial) -> None:
    integration = trial.integration(workspace_id=trial.first.id, create_default_provider=False)
    for name in _names(integration):
        body = {"name": trial.name(), "slug": trial.name(), "integration_id": name}
        require_status(trial.as_role("other_workspace").call("createProvider", body=body), *REFUSALS)


@check("AZN-006", needs=("other_organisation",))
def what_is_another_organisations_is_out_of_reach(trial: Trial) -> None:
    site = site_of_the_organisation(trial)
    judge(trial, "AZN-006", "other_organisation", Whose.OTHER_ORGANISATION, site)


@check("AZN-007", needs=("other_organisation",))
def a_list_shows_no_integration_of_another_organisation(trial: Trial) -> None:
    queries: list[dict[str, str]] = [{}, {"type": "organisation"}, {"type": "workspace"}]
    made = [trial.integration()]
    if trial.target.first is not None:
        made.append(trial.integration(workspace_id=trial.first.id, create_default_provider=False))
        queries += [{"workspace_id": name} for name in (trial.first.id, trial.first.slug)]
    for query in queries:
        _lists_none_of(trial, "listIntegrations", "other_organisation", query, {one.slug for one in made})


@check("AZN-007", needs=("other_organisation",))
def a_list_counts_no_integration_of_another_organisation(trial: Trial) -> None:
    def make() -> Callable[[], object]:
        made = trial.integration()
        return lambda: trial.admin.call("deleteIntegration", made.slug)

    _counts_none_of(trial, "listIntegrations", "other_organisation", {}, make)


@check("AZN-008", needs=("workspace", "first", "second"))
def a_workspace_key_creates_in_its_own_workspace_only(trial: Trial) -> None:
    for named in (trial.second.id, trial.second.slug):
        body = {
            "name": trial.name(),
            "slug": trial.name(),
            "ai_provider_id": "openai",
            "key": trial.secret(),
            "workspace_id": named,
            "create_default_provider": False,
        }
        answer = trial.as_role("workspace").call("createIntegration", body=body)
        require_status(answer, 200, *REFUSALS)
        if _is_in(trial, "listIntegrations", trial.second, body["name"], type="workspace"):
            raise Violation(
                "the key's own workspace, or a refusal", "an integration in another one", evidence=[answer]
            )


@check("AZN-009", needs=("workspace", "first", "second"), thorough=True)
def a_workspace_key_lists_nothing_of_another_workspace(trial: Trial) -> None:
    site = site_of_a_workspace(trial, trial.second)
    assert site.provider is not None
    assert site.virtual_key is not None
    queries: list[dict[str, str]] = [
        {},
        {"workspace_id": trial.second.id},
        {"workspace_id": trial.second.slug},
    ]
    slugs = {site.integration.slug, site.provider.slug, site.virtual_key.slug}
    for operation in ("listIntegrations", "listProviders", "listVirtualKeys"):
        for query in queries:
            _lists_none_of(trial, operation, "workspace", query, slugs)


@check("AZN-009", needs=("workspace", "first", "second"))
def a_workspace_key_counts_nothing_of_another_workspace(trial: Trial) -> None:
    integration = trial.integration()
    trial.grant(integration, trial.second)

    def make() -> Callable[[], object]:
        made = trial.provider(integration, workspace_id=trial.second.id)
        return lambda: trial.admin.call("deleteProvider", made.slug, query=made.query)

    for operation in ("listProviders", "listVirtualKeys"):
        _counts_none_of(trial, operation, "workspace", {}, make)


@check("AZN-009", needs=("workspace", "first", "second"))
def a_workspace_key_makes_nothing_in_another_workspace(trial: Trial) -> None:
    integration = trial.integration()
    trial.grant(integration, trial.first, trial.second)
    for named in (trial.second.id, trial.second.slug):
        bodies: dict[str, dict[str, Any]] = {
            "createProvider": {"integration_id": integration.slug, "slug": trial.name()},
            "createVirtualKey": {"provider": "openai", "key": trial.secret()},
        }
        for operation, rest in bodies.items():
            body = {"name": trial.name(), "workspace_id": named, **rest}
            answer = trial.as_role("workspace").call(operation, body=body)
            require_status(answer, 200, *REFUSALS)
            if _is_in(trial, "listProviders", trial.second, body["name"]):
                raise Violation(
                    "the key's own workspace, or a refusal", "a provider in another one", evidence=[answer]
                )


@check("AZN-010", needs=("other_organisation", "first"))
def a_workspace_of_another_organisation_cannot_be_named(trial: Trial) -> None:
    intruder = trial.as_role("other_organisation")
    own = trial.integration(intruder)
    because = "where a workspace of another organisation is named"
    openai = {"key": trial.secret()}
    for operation, slug, rest in (
        ("createIntegration", None, {"slug": trial.name(), "ai_provider_id": "openai", **openai}),
        ("createProvider", None, {"slug": trial.name(), "integration_id": own.slug}),
        ("createVirtualKey", None, {"provider": "openai", **openai}),
    ):
        body = {"name": trial.name(), "workspace_id": trial.first.id, **rest}
        require_status(intruder.call(operation, slug, body=body), *REFUSALS, because=because)


@check("AZN-010", needs=("other_organisation", "first"))
def no_access_is_given_to_a_workspace_of_another_organisation(trial: Trial) -> None:
    intruder = trial.as_role("other_organisation")
    own = trial.integration(intruder)
    body = {"workspaces": [{"id": trial.first.id, "enabled": True}]}
    answer = intruder.call("updateIntegrationWorkspaces", own.slug, body=body)
    listed = prepared(intruder.call("listIntegrationWorkspaces", own.slug), "list the access").body
    for entry in listed.get("workspaces") or []:
        named = isinstance(entry, dict) and entry.get("id") in (trial.first.id, trial.first.slug)
        if named and entry.get("enabled") is True:
            raise Violation("no workspace of another organisation", "access for one", evidence=[answer])
    if answer.ok and _is_in(trial, "listProviders", trial.first, own.created.sent["name"]):
        raise Violation("nothing in another organisation", "a provider in its workspace", evidence=[answer])


@check("AZN-011", needs=("other_organisation", "first"))
def a_list_shows_no_provider_of_another_organisation(trial: Trial) -> None:
    provider, key = trial.provider(), trial.virtual_key()
    for name in (trial.first.id, trial.first.slug):
        query = {"workspace_id": name}
        _lists_none_of(trial, "listProviders", "other_organisation", query, {provider.slug, key.slug})
        _lists_none_of(trial, "listVirtualKeys", "other_organisation", query, {provider.slug, key.slug})
    _lists_none_of(trial, "listVirtualKeys", "other_organisation", {}, {provider.slug, key.slug})


@check("AZN-011", needs=("other_organisation", "first"))
def a_list_counts_no_provider_of_another_organisation(trial: Trial) -> None:
    integration = trial.integration()
    trial.grant(integration, trial.first)

    def make() -> Callable[[], object]:
        made = trial.provider(integration)
        return lambda: trial.admin.call("deleteProvider", made.slug, query=made.query)

    named = {"workspace_id": trial.first.id}
    for operation, query in (("listProviders", named), ("listVirtualKeys", {})):
        _counts_none_of(trial, operation, "other_organisation", query, make)


@check("AZN-012", needs=("other_organisation", "first"))
def no_provider_is_made_of_another_organisations_integration(trial: Trial) -> None:
    theirs = trial.as_role("other_organisation")
    integration = trial.integration(theirs)
    everywhere = {"global_workspace_access": {"enabled": True}, "create_default_provider": False}
    prepared(theirs.call("updateIntegrationWorkspaces", integration.slug, body=everywhere), "open it to all")
    for name in _names(integration):
        body = {"name": trial.name(), "integration_id": name, "workspace_id": trial.first.id}
        answer = trial.admin.call("createProvider", body={**body, "slug": trial.name()})
        require_status(answer, *REFUSALS, because="for an integration of another organisation")


@check("AZN-012", needs=("other_organisation", "first"))
def another_organisation_makes_no_provider_of_ours(trial: Trial) -> None:
    integration = trial.integration()
    trial.grant(integration, trial.first)
    for name in _names(integration):
        body = {"name": trial.name(), "integration_id": name, "workspace_id": trial.first.id}
        answer = trial.as_role("other_organisation").call(
            "createProvider", body={**body, "slug": trial.name()}
        )
        require_status(answer, *REFUSALS, because="for an integration of another organisation")


@check("AZN-013", needs=("other_workspace", "first"), given=("AZN-005",), thorough=True)
def a_refusal_tells_nothing_of_another_workspace(trial: Trial) -> None:
    _is_not_told(trial, site_of_a_workspace(trial, trial.first), "other_workspace")


@check("AZN-013", needs=("other_organisation",), given=("AZN-006",), thorough=True)
def a_refusal_tells_nothing_of_another_organisation(trial: Trial) -> None:
    _is_not_told(trial, site_of_the_organisation(trial), "other_organisation")


@check("AZN-014", needs=("other_workspace", "first"), given=("AZN-005",), thorough=True)
def a_refused_write_changes_nothing_in_another_workspace(trial: Trial) -> None:
    _nothing_changes(trial, site_of_a_workspace(trial, trial.first), "other_workspace")


@check("AZN-014", needs=("other_organisation",), given=("AZN-006",), thorough=True)
def a_refused_write_changes_nothing_in_another_organisation(trial: Trial) -> None:
    _nothing_changes(trial, site_of_the_organisation(trial), "other_organisation")


@check("AZN-014", needs=("workspace", "first"), given=("AZN-004",), thorough=True)
def a_refused_write_of_a_workspace_key_changes_nothing(trial: Trial) -> None:
    _nothing_changes(trial, site_of_the_organisation(trial), "workspace", "/integrations")


@check("AZN-015", needs=("workspace", "first"))
def a_workspace_key_reads_changes_and_deletes_what_is_its_own(trial: Trial) -> None:
    judge_group(trial, "AZN-015", "workspace", Whose.OWN, site_of_a_workspace(trial, trial.first))


@check("AZN-015", needs=("workspace", "first"))
def a_workspace_key_reads_changes_and_deletes_what_it_made(trial: Trial) -> None:
    site = site_of_a_workspace(trial, trial.first, trial.as_role("workspace"))
    judge_group(trial, "AZN-015", "workspace", Whose.OWN, site)


@check("AZN-016", needs=("workspace",))
def an_integration_that_is_not_enabled_is_not_read(trial: Trial) -> None:
    judge(trial, "AZN-016", "workspace", Whose.CLOSED, _closed(trial))


@check("AZN-016", needs=("workspace",))
def an_integration_that_is_not_enabled_is_not_listed(trial: Trial) -> None:
    slugs = {trial.integration().slug}
    for query in ({}, {"type": "organisation"}):
        _lists_none_of(trial, "listIntegrations", "workspace", query, slugs)


@check("AZN-017", needs=("second",), thorough=True)
def an_organisation_key_reaches_every_workspace(trial: Trial) -> None:
    judge(trial, "AZN-017", "admin", Whose.OWN, site_of_a_workspace(trial, trial.second))


def _closed(trial: Trial) -> Site:
    """An integration of the organisation that no workspace may use."""
    model = trial.name()
    integration = trial.integration()
    body = {"models": [{"slug": model, "enabled": True, "is_custom": True}]}
    prepared(trial.admin.call("updateIntegrationModels", integration.slug, body=body), "add a model")
    return Site(integration, model, None, None, None)


def _names(integration: Integration) -> list[str]:
    return [integration.slug, *([integration.id] if integration.id else [])]


def _is_in(trial: Trial, operation: str, workspace: Workspace, name: object, **query: Any) -> bool:
    items = trial.walk(operation, workspace_id=workspace.id, **query)
    return any(item.get("name") == name and _is_of(item, workspace) for item in items)


def _is_of(item: Mapping[str, Any], workspace: Workspace) -> bool:
    """Whether an item of a list that is filtered by a workspace is in it, as far as it says."""
    return item.get("workspace_id") in (None, workspace.id, workspace.slug)


def _lists_none_of(
    trial: Trial, operation: str, role: str, query: Mapping[str, Any], slugs: set[str]
) -> None:
    caller = trial.as_role(role)
    first = caller.call(operation, query={"page_size": 1, **query})
    if not first.ok:
        require_status(first, *REFUSALS)
        return
    for item in trial.walk(operation, caller, **query):
        if item.get("slug") in slugs:
            raise Violation("only what is the caller's own in a list", f"what is not, in {first.line}")


def _counts_none_of(
    trial: Trial,
    operation: str,
    role: str,
    query: Mapping[str, str],
    make: Callable[[], Callable[[], object]],
) -> None:
    """Hold a total against what is made and deleted elsewhere: it must not go up and down with that."""

    def total() -> tuple[int, Exchange]:
        answer = trial.as_role(role).call(operation, query={"page_size": 1, **query})
        counted = answer.body.get("total")
        return (counted if isinstance(counted, int) else 0), answer

    before, _ = total()
    undo = [make() for _ in range(SEVERAL)]
    during, answer = total()
    for one in undo:
        one()
    after, _ = total()
    if during - before == SEVERAL and during - after == SEVERAL:
        raise Violation(
            "a total of what is the caller's own",
            f"one that counts what is not, in {answer.line}",
            evidence=[answer],
        )


_TELLING = ("name", "description", "note", "id", "integration_id")


def _is_not_told(trial: Trial, site: Site, role: str) -> None:
    told = set(_what_would_tell(Views(trial, site)))
    for request in site.requests(trial):
        if request.slug is None:
            continue
        answer = request.send(trial.as_role(role))
        said = answer.text + " ".join(answer.headers.values())
        sent = f"{answer.path} {request.query} {request.body}"
        if not answer.ok and any(value in said and value not in sent for value in told):
            raise Violation(
                "nothing told of the resource", f"some of it in the {answer.summary}", evidence=[answer]
            )


def _what_would_tell(views: Views) -> Iterator[str]:
    for place, value in views.leaves.items():
        telling = place[-1] in _TELLING or place[-1].startswith("masked_")
        # The names of workspaces are no news to those who are in them.
        telling = telling and not place[0].startswith("listIntegrationWorkspaces")
        if telling and isinstance(value, str) and len(value) > SEVERAL and value.strip("*•.") != "":
            yield value


def _nothing_changes(trial: Trial, site: Site, role: str, under: str = "/") -> None:
    views = Views(trial, site)
    writes = [one for one in site.requests(trial) if one.writes and one.slug is not None]
    refused((one for one in writes if one.operation.path.startswith(under)), trial.as_role(role))
    views.require_unchanged("requests that were refused")
