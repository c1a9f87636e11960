"""LST: a list shows each item once, counts what it filters, and turns its pages in a steady order."""

from __future__ import annotations

from typing import Any

from portkey_conformance.checks import check
from portkey_conformance.trial import Trial, prepared, require, require_code, require_equal, require_status
from portkey_conformance.verdicts import Violation

IMPOSSIBLE_SIZES = ("0", "-1", "1.5", "ten")
FAR = 1_000_000


@check("LST-001")
def what_was_created_is_listed(trial: Trial) -> None:
    slugs = {trial.integration().slug for _ in range(3)}
    listed = {item.get("slug") for item in trial.walk("listIntegrations")}
    require(slugs <= listed, "all three new integrations in the list", f"{len(slugs & listed)} of them")


@check("LST-002")
def every_item_is_on_one_page(trial: Trial) -> None:
    slugs = [_somewhere(trial) for _ in range(7)]
    for size in (2, 3):
        seen = [
            item.get("slug")
            for page in trial.pages("listIntegrations", size, **_scope(trial))
            for item in page
        ]
        for slug in slugs:
            require_equal(seen.count(slug), 1, f"how often an integration is seen over pages of {size}")


@check("LST-003")
def a_page_has_at_most_its_size(trial: Trial) -> None:
    for _ in range(3):
        _somewhere(trial)
    for size in (1, 2):
        answer = trial.admin.call("listIntegrations", query={"page_size": size, **_scope(trial)})
        require_equal(
            len(prepared(answer, "list").body.get("data") or []), size, f"items on a page of {size}"
        )


@check("LST-004")
def a_page_past_the_end_is_empty(trial: Trial) -> None:
    trial.integration()
    answer = trial.admin.call("listIntegrations", query={"current_page": FAR, "page_size": 10})
    require_status(answer, 200, because="past the end")
    require_equal(answer.body.get("data"), [], "the data of a page past the end")


@check("LST-005")
def an_impossible_page_is_refused(trial: Trial) -> None:
    for size in IMPOSSIBLE_SIZES:
        require_code(trial.admin.call("listIntegrations", query={"page_size": size}), 400, "AB01")
    for page in ("-1", "1.5", "first"):
        require_code(trial.admin.call("listIntegrations", query={"current_page": page}), 400, "AB01")


@check("LST-006", needs=("first", "second"))
def the_workspace_filter_lets_only_its_own_through(trial: Trial) -> None:
    here = _in_first(trial)
    there = trial.integration(workspace_id=trial.second.id, create_default_provider=False).slug
    listed = [item.get("slug") for item in trial.walk("listIntegrations", workspace_id=trial.first.id)]
    require(here in listed, "the workspace's own integration in its list", "it is missing")
    require(there not in listed, "no other workspace's integration", "one of another workspace")


@check("LST-007", needs=("first",))
def the_type_filter_lets_only_its_kind_through(trial: Trial) -> None:
    scoped, general = _in_first(trial), trial.integration().slug
    for kind, wanted, unwanted in (("workspace", scoped, general), ("organisation", general, scoped)):
        listed = [item.get("slug") for item in trial.walk("listIntegrations", type=kind)]
        require(wanted in listed, f"a {kind} integration with type={kind}", "it is missing")
        require(unwanted not in listed, f"only {kind} integrations with type={kind}", "one of the other kind")
    everything = [item.get("slug") for item in trial.walk("listIntegrations", type="all")]
    require({scoped, general} <= set(everything), "both kinds with type=all", "one is missing")


@check("LST-008")
def an_unknown_type_is_refused(trial: Trial) -> None:
    require_code(trial.admin.call("listIntegrations", query={"type": "nobody's"}), 400, "AB01")


@check("LST-009")
def the_total_counts_what_the_filter_lets_through(trial: Trial) -> None:
    scope = _scope(trial)
    for query in ({}, {"type": "workspace"}, {"type": "organisation"}):
        _somewhere(trial)
        shown = [item for page in trial.pages("listIntegrations", 10, **scope, **query) for item in page]
        answer = trial.admin.call("listIntegrations", query={**scope, **query, "page_size": 1})
        require_equal(prepared(answer, "list").body.get("total"), len(shown), f"total of a list with {query}")


@check("LST-010")
def the_order_is_the_same_on_every_call(trial: Trial) -> None:
    for _ in range(4):
        _somewhere(trial)

    def ours() -> list[object]:
        items = trial.walk("listIntegrations", **_scope(trial))
        return [item.get("slug") for item in items if trial.ledger.owns(item.get("slug"))]

    require_equal(ours(), ours(), "the order of a list that nothing was written to")


@check("LST-011")
def an_unknown_parameter_is_no_error(trial: Trial) -> None:
    answer = trial.admin.call("listIntegrations", query={"some_future_filter": "x", "page_size": 1})
    require_status(answer, 200, because="with a parameter that the contract does not know")


@check("LST-012", needs=("first",))
def providers_are_paged_and_filtered(trial: Trial) -> None:
    integration = trial.integration()
    trial.grant(integration, trial.first)
    slugs = [trial.provider(integration).slug for _ in range(3)]
    seen = [item.get("slug") for item in trial.walk("listProviders", size=2, workspace_id=trial.first.id)]
    for slug in slugs:
        require_equal(seen.count(slug), 1, "how often a provider is seen over all pages")
    if trial.target.second is not None:
        elsewhere = [item.get("slug") for item in trial.walk("listProviders", workspace_id=trial.second.id)]
        if set(slugs) & set(elsewhere):
            raise Violation("only the workspace's providers", "those of another workspace")


def _in_first(trial: Trial) -> str:
    return trial.integration(workspace_id=trial.first.id, create_default_provider=False).slug


def _scope(trial: Trial) -> dict[str, Any]:
    """The filter that keeps lists short, where the target has a workspace to filter by."""
    return {} if trial.target.first is None else {"workspace_id": trial.first.id}


def _somewhere(trial: Trial) -> str:
    return trial.integration().slug if trial.target.first is None else _in_first(trial)
