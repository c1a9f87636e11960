"""LST: a list shows each item once, counts what it filters, and turns its pages in a steady order.

Others may write to a list while it is judged: where two readings are compared, they must differ every time.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portkey_conformance.checks import check
from portkey_conformance.exchanges import Exchange
from portkey_conformance.memory.values import same
from portkey_conformance.trial import (
    QUIET_TRIES,
    Caller,
    Trial,
    prepared,
    require,
    require_code,
    require_equal,
    require_status,
)
from portkey_conformance.verdicts import Violation

IMPOSSIBLE_SIZES = ("0", "-1", "1.5", "ten")
IMPOSSIBLE_PAGES = ("-1", "1.5", "first")
FAR = 1_000_000
FEW = 6
"""So many items are on one page, whatever a server's maximum is."""
TOO_MANY = 1_000_000_000
NO_PROVIDER = {"create_default_provider": False}


@dataclass(frozen=True)
class _List:
    """One of the lists that have pages, and how one of its items is read alone."""

    operation: str
    detail: str
    query: Mapping[str, Any] = field(default_factory=dict)
    """The filter that keeps it short, where the target has a workspace to filter by."""

    def page(self, trial: Trial, caller: Caller | None = None, **query: Any) -> Exchange:
        return (caller or trial.admin).call(self.operation, query={**self.query, **query})

    def read(self, trial: Trial, caller: Caller | None = None, **query: Any) -> Mapping[str, Any]:
        return prepared(self.page(trial, caller, **query), "read a list").body

    def slugs(self, trial: Trial, **query: Any) -> list[str]:
        """The slugs on one page."""
        return _shown(prepared(self.page(trial, **query), "read a list"))


def _lists(trial: Trial) -> list[_List]:
    scope = _scope(trial)
    lists = [_List("listIntegrations", "retrieveIntegration", scope)]
    if scope:
        lists += [
            _List("listProviders", "retrieveProvider", scope),
            _List("listVirtualKeys", "retrieveVirtualKey", scope),
        ]
    return lists


def _filled(trial: Trial, count: int) -> Iterator[tuple[_List, list[str]]]:
    """Each list, and the slugs of so many items that were made for it."""
    integrations, *others = _lists(trial)
    yield integrations, [_somewhere(trial) for _ in range(count)]
    if others:
        providers, virtual_keys = others
        integration = trial.integration()
        trial.grant(integration, trial.first)
        yield providers, [trial.provider(integration).slug for _ in range(count)]
        yield virtual_keys, [trial.virtual_key().slug for _ in range(count)]


def _shown(answer: Exchange) -> list[str]:
    """The slugs on a page; none where there was no page."""
    items = answer.body.get("data") if answer.ok else None
    return [str(item.get("slug")) for item in items] if isinstance(items, list) else []


def _in_first(trial: Trial) -> str:
    return trial.integration(workspace_id=trial.first.id, create_default_provider=False).slug


def _scope(trial: Trial) -> dict[str, Any]:
    return {} if trial.target.first is None else {"workspace_id": trial.first.id}


def _somewhere(trial: Trial) -> str:
    return trial.integration().slug if trial.target.first is None else _in_first(trial)


def _require_each_once(trial: Trial, one: _List, slugs: list[str], sizes: tuple[int, ...]) -> None:
    for size in sizes:
        pages = trial.pages(one.operation, size, **one.query)
        seen = [item.get("slug") for page in pages for item in page if isinstance(item, dict)]
        for slug in slugs:
            require_equal(
                seen.count(slug), 1, f"how often {one.operation} shows an item over pages of {size}"
            )


@check("LST-001")
def what_was_created_is_listed(trial: Trial) -> None:
    slugs = {trial.integration().slug for _ in range(2)}
    if trial.target.first is not None:
        slugs.add(_in_first(trial))
    listed = {item.get("slug") for item in trial.walk("listIntegrations")}
    require(slugs <= listed, "all new integrations in the list", f"{len(slugs & listed)} of {len(slugs)}")


@check("LST-002")
def every_item_is_on_one_page(trial: Trial) -> None:
    slugs = [_somewhere(trial) for _ in range(6)]
    _require_each_once(trial, _lists(trial)[0], slugs, sizes=(1, 2, 3, 4))


@check("LST-012", needs=("first",), given=("LST-002",), thorough=True)
def every_provider_is_on_one_page(trial: Trial) -> None:
    integration = trial.integration()
    trial.grant(integration, trial.first)
    slugs = [trial.provider(integration).slug for _ in range(5)]
    _require_each_once(trial, _lists(trial)[1], slugs, sizes=(1, 2, 5))
    if trial.target.second is None:
        return
    trial.grant(integration, trial.second)
    there = trial.provider(integration, workspace_id=trial.second.id).slug
    for workspace, foreign in ((trial.first, {there}), (trial.second, set(slugs) - {there})):
        listed = {item.get("slug") for item in trial.walk("listProviders", workspace_id=workspace.id)}
        if listed & foreign:
            raise Violation("only the workspace's providers", "those of another workspace")


@check("LST-015", needs=("first",), given=("LST-002",), thorough=True)
def every_virtual_key_is_on_one_page(trial: Trial) -> None:
    slugs = [trial.virtual_key().slug for _ in range(4)]
    _require_each_once(trial, _lists(trial)[2], slugs, sizes=(1, 2, 3))


@check("LST-003", thorough=True)
def a_page_has_at_most_its_size(trial: Trial) -> None:
    for one, _ in _filled(trial, 3):
        for size in (1, 2):
            shown = len(one.slugs(trial, page_size=size))
            require(0 < shown <= size, f"items of {one.operation}, at most {size}", f"{shown} of them")


@check("LST-004", thorough=True)
def a_page_past_the_end_is_empty(trial: Trial) -> None:
    for one, _ in _filled(trial, 1):
        far = one.page(trial, current_page=FAR, page_size=2)
        require_status(far, 200, because="past the end")
        require_equal(far.body.get("data"), [], f"the data of {one.operation}, far past the end")
        _require_end(trial, one)
        answer = one.page(trial, current_page=2**63, page_size=2)
        require_status(answer, 200, 400, because="for a page number that is very large")


def _require_end(trial: Trial, one: _List) -> None:
    """With one item on a page, the total is the number of the first page past the end."""
    for _ in range(QUIET_TRIES):
        total = one.read(trial, page_size=1).get("total")
        if not isinstance(total, int) or total < 1:
            return
        last = one.slugs(trial, page_size=1, current_page=total - 1)
        past = one.page(trial, page_size=1, current_page=total)
        require_status(past, 200, because="just past the end")
        if len(last) == 1 and past.body.get("data") == []:
            return
    require_equal(len(last), 1, f"items of {one.operation} on the last page of one")
    require_equal(past.body.get("data"), [], f"the data of {one.operation}, just past the end")


@check("LST-005")
def an_impossible_page_is_refused(trial: Trial) -> None:
    for one in _lists(trial):
        for size in IMPOSSIBLE_SIZES:
            require_code(one.page(trial, page_size=size), 400, "AB01", f"for page_size={size}")
        for page in IMPOSSIBLE_PAGES:
            require_code(one.page(trial, current_page=page), 400, "AB01", f"for current_page={page}")


@check("LST-006", needs=("first", "second"))
def the_workspace_filter_lets_only_its_own_through(trial: Trial) -> None:
    here, general = _in_first(trial), trial.integration()
    there = trial.integration(workspace_id=trial.second.id, create_default_provider=False).slug
    closed = {"workspaces": [{"id": trial.first.slug, "enabled": False}], **NO_PROVIDER}
    prepared(trial.admin.call("updateIntegrationWorkspaces", general.slug, body=closed), "take access away")
    listed = [item.get("slug") for item in trial.walk("listIntegrations", workspace_id=trial.first.id)]
    require(here in listed, "the workspace's own integration in its list", "it is missing")
    require(there not in listed, "no other workspace's integration", "one of another workspace")
    require(general.slug not in listed, "only the workspace's own integrations", "one that it may not use")
    nobody = trial.admin.call("listIntegrations", query={"workspace_id": str(uuid.uuid4())})
    require(here not in _shown(nobody), "no integration of a workspace of nobody's", "another workspace's")


@check("LST-007", needs=("first",))
def the_type_filter_lets_only_its_kind_through(trial: Trial) -> None:
    made = trial.integration()
    trial.require_an_organisation(made)
    scoped, general = _in_first(trial), made.slug
    for kind, wanted, unwanted in (("workspace", scoped, general), ("organisation", general, scoped)):
        listed = [item.get("slug") for item in trial.walk("listIntegrations", type=kind)]
        require(wanted in listed, f"a {kind} integration with type={kind}", "it is missing")
        require(unwanted not in listed, f"only {kind} integrations with type={kind}", "one of the other kind")
    without: tuple[dict[str, Any], ...] = ({"type": "all"}, {})
    for query in without:
        everything = {item.get("slug") for item in trial.walk("listIntegrations", **query)}
        require(
            {scoped, general} <= everything, "both kinds with type=all and without type", "one is missing"
        )


@check("LST-008")
def an_unknown_type_is_refused(trial: Trial) -> None:
    for kind in ("nobody's", "provider"):
        require_code(trial.admin.call("listIntegrations", query={"type": kind}), 400, "AB01")


def _require_counted(trial: Trial, one: _List, **query: Any) -> None:
    """The total is the number of items over all pages, on the first page and past the last."""
    for _ in range(QUIET_TRIES):
        shown = sum(len(page) for page in trial.pages(one.operation, 5, **one.query, **query))
        totals = [
            one.read(trial, page_size=1, **query).get("total"),
            one.read(trial, page_size=2, current_page=FAR, **query).get("total"),
        ]
        if totals == [shown, shown]:
            return
    require_equal(totals[0], shown, f"total of {one.operation} with {query}")
    require_equal(totals[1], shown, f"total of {one.operation} on a page past the end")


@check("LST-009", thorough=True)
def the_total_counts_what_the_filter_lets_through(trial: Trial) -> None:
    integrations = _lists(trial)[0]
    filters: tuple[dict[str, Any], ...] = ({}, {"type": "workspace"}, {"type": "organisation"})
    for query in filters:
        _somewhere(trial)
        _require_counted(trial, integrations, **query)
    gone = _somewhere(trial)
    _require_counted(trial, integrations)
    prepared(trial.admin.call("deleteIntegration", gone), "delete an integration")
    _require_counted(trial, integrations)


@check("LST-009", needs=("first",), thorough=True)
def the_total_counts_the_providers_of_the_workspace(trial: Trial) -> None:
    _, providers, virtual_keys = _lists(trial)
    integration = trial.integration()
    trial.grant(integration, trial.first)
    provider, key = trial.provider(integration), trial.virtual_key()
    for one in (providers, virtual_keys):
        _require_counted(trial, one)
    prepared(trial.admin.call("deleteProvider", provider.slug, query=provider.query), "delete a provider")
    prepared(trial.admin.call("deleteVirtualKey", key.slug, query=key.query), "delete a virtual key")
    for one in (providers, virtual_keys):
        _require_counted(trial, one)


@check("LST-010", thorough=True)
def the_order_is_the_same_on_every_call(trial: Trial) -> None:
    for one, _ in _filled(trial, 7):
        # A page alone, an odd number of times, and all pages: a server may err every other time. Pages of
        # three, so that pages after the first hold several items, too.
        readings = [one.slugs(trial) for _ in range(3)]
        readings += [
            [str(item.get("slug")) for item in trial.walk(one.operation, **one.query)] for _ in range(2)
        ]
        in_threes = [
            [item.get("slug") for page in trial.pages(one.operation, 3, **one.query) for item in page]
            for _ in range(4)
        ]
        for same_query in (readings[:3], readings[3:], in_threes):
            _require_one_order(trial, one, same_query)


def _require_one_order(trial: Trial, one: _List, readings: Sequence[Sequence[object]]) -> None:
    first, *later = ([slug for slug in slugs if trial.ledger.owns(slug)] for slugs in readings)
    for again in later:
        require_equal(again, first, f"the order of {one.operation}, which nothing was written to")


@check("LST-011")
def an_unknown_parameter_is_no_error(trial: Trial) -> None:
    for one, slugs in _filled(trial, 1):
        answer = one.page(trial, some_future_filter="x")
        require_status(answer, 200, because="with a parameter that the contract does not know")
        total = one.read(trial, page_size=2).get("total")
        if isinstance(total, int) and total < FEW:
            require(
                slugs[0] in _shown(answer), "an unknown parameter to filter nothing", "an item is missing"
            )


def _shared_fields(trial: Trial, one: _List) -> list[str]:
    """What an item and its detail both may have, but for masks, which may show less in one of them."""
    item = trial.contract.response_schema(trial.contract.operations[one.operation], 200) or {}
    data = trial.contract.resolve(item)["properties"]["data"]["items"]
    alone = trial.contract.response_schema(trial.contract.operations[one.detail], 200) or {}
    known = trial.contract.resolve(alone)["properties"]
    return [
        name
        for name in trial.contract.resolve(data)["properties"]
        if name in known and not name.startswith("masked_") and name != "model_config"
    ]


@check("LST-013")
def an_item_says_what_its_own_answer_says(trial: Trial) -> None:
    limits: dict[str, Any] = {
        "usage_limits": {"type": "cost", "credit_limit": 100, "alert_threshold": 80},
        "rate_limits": [{"type": "requests", "unit": "rpm", "value": 60}],
    }
    for one in _lists(trial):
        if one.operation == "listIntegrations":
            scope = {**one.query, **NO_PROVIDER} if one.query else {}
            slug = trial.integration(**scope, description="at first").slug
            update = trial.admin.call("updateIntegration", slug, body={"description": "later"})
        else:
            make = trial.provider if one.operation == "listProviders" else trial.virtual_key
            made = make(note="at first", **limits)
            slug = made.slug
            body = {"note": "later", "name": trial.name()}
            operation = one.detail.replace("retrieve", "update")
            update = trial.admin.call(operation, slug, query=made.query, body=body)
        prepared(update, "update an item")
        items = [item for item in trial.walk(one.operation, **one.query) if item.get("slug") == slug]
        require(bool(items), f"the item in {one.operation}", "it is missing")
        alone = prepared(trial.admin.call(one.detail, slug, query=dict(one.query)), "read an item").body
        for name in _shared_fields(trial, one):
            if name in items[0] and name in alone:
                shown, told = items[0][name], alone[name]
                if not (same(shown, told) or same(told, shown)):
                    raise Violation(
                        f"{name} in {one.operation} as its own answer has it, {told!r}", repr(shown)
                    )


@check("LST-014", thorough=True)
def a_list_begins_at_its_first_page(trial: Trial) -> None:
    for one, _ in _filled(trial, 2):
        for _ in range(QUIET_TRIES):
            without = one.slugs(trial, page_size=1)
            first, second = (one.slugs(trial, page_size=1, current_page=page) for page in (0, 1))
            if without == first != second:
                break
        else:
            require_equal(without, first, f"{one.operation} without current_page, as on page 0,")
            raise Violation(f"another item on page 1 of {one.operation} than on page 0", "the same")


ENOUGH = 51
"""Items that do not fit on a page of the smaller default."""


@check("LST-016", thorough=True)
def a_page_has_room_for_a_hundred(trial: Trial) -> None:
    integrations = _lists(trial)[0]
    total = integrations.read(trial, page_size=1).get("total")
    for _ in range(ENOUGH - (total if isinstance(total, int) else 0)):
        _somewhere(trial)
    _require_room(trial, integrations, 100)


@check("LST-017", needs=("first",), thorough=True)
def a_page_of_providers_has_room_for_fifty(trial: Trial) -> None:
    _, providers, virtual_keys = _lists(trial)
    integration = trial.integration()
    trial.grant(integration, trial.first)
    total = providers.read(trial, page_size=1).get("total")
    for _ in range(ENOUGH - (total if isinstance(total, int) else 0)):
        trial.provider(integration)
    for one in (providers, virtual_keys):
        _require_room(trial, one, 50)


def _require_room(trial: Trial, one: _List, size: int) -> None:
    """A page without page_size is as long as one with its default; a server may take less for the most."""
    for _ in range(QUIET_TRIES):
        without = one.read(trial)
        shown = len(without.get("data") or [])
        asked = one.page(trial, page_size=size)
        total = without.get("total")
        allowed = {len(asked.body.get("data") or [])} if asked.ok else set()
        allowed |= {min(size, total)} if isinstance(total, int) else set()
        # Where the default is refused, the server's most is less: what it takes is then what it gives.
        refused = not asked.ok and one.page(trial, page_size=shown).ok
        if shown in allowed or (refused and not one.page(trial, page_size=shown + 1).ok):
            return
    raise Violation(
        f"{min(size, total) if isinstance(total, int) else size} items of {one.operation} without page_size,"
        f" of {total}",
        f"{shown}",
    )


@check("LST-018", needs=("first",))
def a_workspace_is_named_by_its_id_or_its_slug(trial: Trial) -> None:
    for one, slugs in _filled(trial, 1):
        for name in (trial.first.id, trial.first.slug):
            listed = [item.get("slug") for item in trial.walk(one.operation, workspace_id=name)]
            require(
                slugs[0] in listed,
                f"an item of the workspace in {one.operation} with workspace_id={name}",
                "it is missing",
            )


@check("LST-019", needs=("first", "second"))
def filters_combine(trial: Trial) -> None:
    here, general = _in_first(trial), trial.integration().slug
    there = trial.integration(workspace_id=trial.second.id, create_default_provider=False).slug
    for workspace, kind, wanted, unwanted in (
        (trial.first, "workspace", {here}, {there, general}),
        (trial.second, "workspace", {there}, {here, general}),
        (trial.first, "all", {here}, {there}),
        (trial.first, "organisation", set(), {here, there}),
    ):
        query: dict[str, Any] = {"workspace_id": workspace.id, "type": kind}
        listed = {str(item.get("slug")) for item in trial.walk("listIntegrations", **query)}
        require(wanted <= listed, f"what both filters of {query} let through", "it is missing")
        require(not unwanted & listed, f"only what both filters of {query} let through", "more than that")


@check("LST-020", needs=("first", "second", "workspace"))
def a_workspace_key_lists_its_own(trial: Trial) -> None:
    own = _in_first(trial)
    there = trial.integration(workspace_id=trial.second.id, create_default_provider=False).slug
    caller = trial.as_role("workspace")
    queries: tuple[dict[str, Any], ...] = ({}, {"type": "workspace"})
    for query in queries:
        listed = [item.get("slug") for item in trial.walk("listIntegrations", caller, **query)]
        require(own in listed, "the key's own workspace's integration in its list", "it is missing")
        require(there not in listed, "no other workspace's integration", "one of another workspace")
    other = caller.call("listIntegrations", query={"workspace_id": trial.second.id})
    require(there not in _shown(other), "no other workspace's integration, asked for by name", "one of them")


@check("LST-021")
def a_page_size_above_the_most_is_lowered_or_refused(trial: Trial) -> None:
    for one, slugs in _filled(trial, 1):
        for size in (1000, TOO_MANY):
            answer = one.page(trial, page_size=size)
            require_status(answer, 200, 400, because=f"for page_size={size}")
            if answer.ok and isinstance(answer.body.get("total"), int) and answer.body["total"] < FEW:
                require(slugs[0] in _shown(answer), f"each item on a page of {size}", "one is missing")
