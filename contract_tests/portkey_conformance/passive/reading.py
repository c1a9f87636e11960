"""Checks of what is there, for a run that may not write: on the resources of whoever owns the account.

Others may write at any time. So whatever may change by a write is read again before it is told, and an answer
counts only if what it is compared with is the same before and after.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice, pairwise
from typing import Any

from portkey_conformance.checks import Check, CheckFunction
from portkey_conformance.exchanges import Exchange
from portkey_conformance.masks import FIRST, LAST, LONG
from portkey_conformance.memory.values import same, short
from portkey_conformance.passive.rules import UUID
from portkey_conformance.trial import Caller, Trial, require_code, require_status
from portkey_conformance.verdicts import Inconclusive, Skip, Violation

MOST = 200
"""So many resources of a kind are looked at."""
SOME = 20
PAGE = 50
TRIES = 3
"""What differs is read again so often before it is told."""
STABLE = (
    "id",
    "slug",
    "name",
    "created_at",
    "organisation_id",
    "ai_provider_id",
    "masked_key",
    "masked_api_key",
    "description",
    "note",
    "integration_id",
)
"""Fields that only a write changes."""
VIEWS = {"listProviders": "retrieveProvider", "listVirtualKeys": "retrieveVirtualKey"}
HIDING = re.compile(r"[*•●…]+|\.{3,}|x{4,}|X{4,}")
NONE_THERE = "an integration that is there"
FAR = 1_000_000

READING: list[Check] = []


def reading(requirement: str) -> Callable[[CheckFunction], CheckFunction]:
    """Register a check that only reads."""

    def register(function: CheckFunction) -> CheckFunction:
        READING.append(Check(requirement, function.__name__, (), (), function))
        return function

    return register


@reading("LST-013")
def an_item_of_the_list_is_what_it_says_itself(trial: Trial) -> None:
    for listed, item in _listed(trial, "listIntegrations", {}, MOST):
        slug = str(item["slug"])
        _agree(trial, "listIntegrations", {}, listed, item, lambda one=slug: _read(trial, one))  # type: ignore[misc]
        # What the integration holds is for the observations to judge.
        for operation in ("listIntegrationModels", "listIntegrationWorkspaces"):
            trial.admin.call(operation, slug)


@reading("LST-013")
def an_item_of_a_list_of_a_workspace_is_what_it_says_itself(trial: Trial) -> None:
    seen = False
    for workspace in _workspaces(trial):
        query = {"workspace_id": workspace}
        for list_operation, operation in VIEWS.items():
            for listed, item in _listed(trial, list_operation, query, SOME):

                def read(slug: str = str(item["slug"]), one: str = operation) -> Exchange:
                    return trial.admin.call(one, slug, query=query)  # noqa: B023 - called at once

                _agree(trial, list_operation, query, listed, item, read)
                seen = True
    if not seen:
        raise Skip("a provider or a virtual key that is there")


@reading("RET-002")
def an_integration_that_is_there_is_found_by_its_id(trial: Trial) -> None:
    for _, item in _some(trial):
        slug, identity = str(item["slug"]), item.get("id")
        if not isinstance(identity, str):
            raise Skip("a list that tells ids")
        for _ in range(TRIES):
            before, by_id, after = _read(trial, slug), _read(trial, identity), _read(trial, slug)
            there = before.ok and after.ok and before.body.get("id") == after.body.get("id") == identity
            if not there or (by_id.ok and by_id.body.get("slug") == slug):
                break
        else:
            shown = by_id.summary if not by_id.ok else f"the slug {short(by_id.body.get('slug'))}"
            raise Violation(f"the integration {slug!r} by its id", shown, evidence=[before, by_id])


@reading("RET-004")
def reading_twice_gives_the_same(trial: Trial) -> None:
    for _, item in _some(trial):
        reads = [_read(trial, str(item["slug"])) for _ in range(TRIES)]
        if not all(one.ok for one in reads):
            continue
        for name in STABLE:
            shown = [one.body.get(name) for one in reads]
            # A write changes a value once; what is another one every time changes by being read.
            if all(not same(one, other) for one, other in pairwise(shown)):
                raise Violation(f"{name} as it was read before", "another one every time", evidence=reads)


@reading("RET-008")
def what_follows_a_slug_names_nothing(trial: Trial) -> None:
    for _, item in islice(_some(trial), 1):
        for operation in ("retrieveIntegration", "listIntegrationModels", "listIntegrationWorkspaces"):
            answer = trial.admin.call(operation, f"{item['slug']}-{trial.name()}")
            require_status(answer, 404, because="for a slug that is longer than one that is there")


@reading("LST-002")
def every_item_is_on_one_page(trial: Trial) -> None:
    with trial.wire.recording() as sent:
        ids = [one for one in _ids(_steady(trial)) if one]
    twice = next((one for one in ids if ids.count(one) > 1), None)
    if twice is not None:
        showing = {one.line: one for one in sent if any(item.get("id") == twice for item in _items(one))}
        raise Violation(
            "each item on one page", f"{short(twice)} on several", evidence=list(showing.values())
        )


@reading("LST-009")
def the_total_is_the_number_of_items(trial: Trial) -> None:
    pages = _steady(trial)
    ids = {str(one.get("id") or one.get("slug")) for page in pages for one in page}
    answer = trial.admin.call("listIntegrations", query={"page_size": 1})
    again = _ids(_steady(trial))
    if answer.ok and _ids(pages) == again and answer.body.get("total") != len(ids):
        raise Violation(f"a total of {len(ids)}", short(answer.body.get("total")), evidence=[answer])


@reading("LST-010")
def the_order_of_a_list_stays(trial: Trial) -> None:
    query = {"page_size": PAGE}
    lists = [trial.admin.call("listIntegrations", query=query) for _ in range(TRIES)]
    shown = [[one.get("id") for one in _items(each)] for each in lists]
    states = [{str(one.get("id")): one for one in _items(each)} for each in lists]
    if all(one == states[0] for one in states) and any(one != shown[0] for one in shown):
        raise Violation("one order while nothing is written", "another one", evidence=lists)


@reading("LST-004")
def a_page_past_the_end_is_empty(trial: Trial) -> None:
    answer = trial.admin.call("listIntegrations", query={"current_page": FAR, "page_size": 10})
    require_status(answer, 200, because="past the end")
    if answer.body.get("data") != []:
        raise Violation("an empty list past the end", short(answer.body.get("data")), evidence=[answer])


@reading("LST-007")
def both_types_are_all_there_is(trial: Trial) -> None:
    for _ in range(TRIES):
        answers = {
            kind: trial.admin.call("listIntegrations", query={"type": kind, "page_size": 1})
            for kind in ("all", "workspace", "organisation")
        }
        totals = {kind: _total(one) for kind, one in answers.items()}
        if totals["all"] == totals["workspace"] + totals["organisation"]:
            return
    raise Violation("as many of both types as of all", short(totals), evidence=list(answers.values()))


@reading("SEC-003")
def a_mask_looks_like_one(trial: Trial) -> None:
    begins: dict[str, Exchange] = {}
    ends: dict[str, Exchange] = {}
    bare: dict[str, Exchange] = {}
    seen = False
    for _, item in islice(_listed(trial, "listIntegrations", {}, MOST), 2 * SOME):
        read = _read(trial, str(item["slug"]))
        mask = read.body.get("masked_key")
        if not isinstance(mask, str) or not mask:
            continue
        seen = True
        hidden = list(HIDING.finditer(mask))
        if not hidden:
            if len(mask) >= LONG and len(set(mask)) >= LONG // 2:
                bare[mask] = read
            continue
        begin, end = mask[: hidden[0].start()], mask[hidden[-1].end() :]
        if len(begin) > FIRST:
            begins[begin] = read
        if len(end) > LAST:
            ends[end] = read
    if not seen:
        raise Skip("an integration with a key")
    # The same in every mask would be an ornament, not a piece of a secret.
    for found, words in (
        (bare, "nothing of it is hidden"),
        (begins, f"more than {FIRST} characters before what is hidden"),
        (ends, f"more than {LAST} characters after what is hidden"),
    ):
        if len(found) > 1:
            raise Violation("a mask that hides its key", words, evidence=list(found.values())[:2])


@reading("ACC-002")
def a_workspace_is_answered_by_its_slug(trial: Trial) -> None:
    ids = {str(item.get("workspace_id")) for _, item in _listed(trial, "listIntegrations", {}, MOST)}
    ids |= {one.id for one in (trial.target.first, trial.target.second) if one is not None}
    uuids = {one.lower() for one in ids if UUID.fullmatch(one)}
    seen = False
    for _, item in _some(trial):
        answer = trial.admin.call("listIntegrationWorkspaces", str(item["slug"]))
        for one in answer.body.get("workspaces") or []:
            name = one.get("id") if isinstance(one, dict) else None
            if isinstance(name, str) and name.lower() in uuids:
                raise Violation("a workspace by its slug", "its id", evidence=[answer])
            seen = True
    if not seen:
        raise Skip("an integration that names a workspace")


@reading("AUT-001")
def no_key_reads_nothing(trial: Trial) -> None:
    for answer in _everything(trial, trial.nobody):
        require_status(answer, 401, because="without a key")


@reading("AUT-002")
def an_unknown_key_reads_nothing(trial: Trial) -> None:
    for answer in _everything(trial, trial.stranger):
        require_status(answer, 401, because="with a key that nobody has")


@reading("AUT-004")
def a_missing_key_is_told_first(trial: Trial) -> None:
    for caller in (trial.nobody, trial.stranger):
        require_status(
            caller.call("retrieveIntegration", trial.name()), 401, because="before any other error"
        )
        answer = caller.call("listIntegrations", query={"page_size": -1})
        require_status(answer, 401, because="before any other error")


@reading("VKY-009")
def a_virtual_key_that_is_not_there_is_not_found(trial: Trial) -> None:
    _not_found(trial, "retrieveVirtualKey")


@reading("PRV-006")
def a_provider_that_is_not_there_is_not_found(trial: Trial) -> None:
    _not_found(trial, "retrieveProvider")


@reading("VKY-002")
def a_virtual_key_is_a_provider_too(trial: Trial) -> None:
    seen = False
    for workspace in _workspaces(trial):
        query = {"workspace_id": workspace}
        for _, item in _listed(trial, "listVirtualKeys", query, SOME):
            slug = str(item["slug"])
            for _ in range(TRIES):
                key = trial.admin.call("retrieveVirtualKey", slug, query=query)
                provider = trial.admin.call("retrieveProvider", slug, query=query)
                seen = seen or key.ok
                if not key.ok or provider.ok or provider.status not in (400, 404):
                    break
            else:
                words = f"the provider {slug!r}, which is a virtual key"
                raise Violation(words, provider.summary, evidence=[key, provider])
    if not seen:
        raise Skip("a virtual key that is there")


def _everything(trial: Trial, caller: Caller) -> Iterator[Exchange]:
    """The answers to every operation that reads, on what is there and on what is not."""
    there = [str(item["slug"]) for _, item in islice(_listed(trial, "listIntegrations", {}, 1), 1)]
    for operation in trial.contract.operations.values():
        if operation.method != "GET":
            continue
        if "{slug}" not in operation.path:
            yield caller.call(operation.id)
        else:
            own = there if operation.path.startswith("/integrations") else []
            for slug in (*own, trial.name()):
                yield caller.call(operation.id, slug)


def _not_found(trial: Trial, operation: str) -> None:
    workspace = next(_workspaces(trial), None)
    if workspace is None:
        raise Skip("a workspace: [workspaces.first] in the target file, or one that an integration names")
    answer = trial.admin.call(operation, trial.name(), query={"workspace_id": workspace})
    require_status(answer, 404, 403, because="for what is not there")
    require_code(answer, answer.status, "AB08" if answer.status == 404 else "AB03")


def _read(trial: Trial, slug: str) -> Exchange:
    return trial.admin.call("retrieveIntegration", slug)


def _agree(
    trial: Trial,
    list_operation: str,
    query: Mapping[str, Any],
    listed: Exchange,
    item: Mapping[str, Any],
    read: Callable[[], Exchange],
) -> None:
    """Hold an item of a list against its own answer, and read both again where they differ.

    Raises:
        Violation: They differ in the same field every time.
    """
    for _ in range(TRIES):
        answer = read()
        if not answer.ok or answer.body.get("id", item.get("id")) != item.get("id", answer.body.get("id")):
            return  # deleted, replaced, or not for this key to read
        differing = [
            name
            for name in STABLE
            if name in item and name in answer.body and not same(answer.body[name], item[name])
        ]
        if not differing:
            return
        again = trial.admin.call(list_operation, query=dict(listed.query))
        found = next((one for one in _items(again) if one.get("slug") == item["slug"]), None)
        if found is None:
            return
        settled = all(same(found.get(name), item.get(name)) for name in differing)
        listed, item = again, found
    if settled:
        name = differing[0]
        raise Violation(
            f"{name} of {item['slug']!r} to be {short(answer.body[name])} in the list, as in its own answer",
            short(item[name]),
            evidence=[listed, answer],
        )


def _some(trial: Trial) -> Iterator[tuple[Exchange, Mapping[str, Any]]]:
    found = list(_listed(trial, "listIntegrations", {}, SOME))
    if not found:
        raise Skip(NONE_THERE)
    return iter(found)


def _listed(
    trial: Trial, operation: str, query: Mapping[str, Any], most: int
) -> Iterator[tuple[Exchange, Mapping[str, Any]]]:
    """The first items of a list, each with the answer that shows it.

    Raises:
        Skip: The key may not list them.
    """
    count = 0
    for page in range(most):
        answer = trial.admin.call(
            operation, query={**query, "current_page": page, "page_size": min(PAGE, most)}
        )
        if answer.status == 403:
            raise Skip(f"a key with the scope of {operation}")
        if not answer.ok:
            raise Inconclusive(f"could not read a list: {answer.line} answered {answer.summary}")
        items = [one for one in _items(answer) if isinstance(one.get("slug"), str)]
        for item in items:
            yield answer, item
            count += 1
            if count >= most:
                return
        if not items:
            return


def _steady(trial: Trial) -> list[list[Mapping[str, Any]]]:
    """All pages of the list of integrations, read twice with the same result.

    Raises:
        Inconclusive: It was another one every time: somebody may be writing to it.
    """
    for _ in range(TRIES):
        first, second = (trial.pages("listIntegrations", PAGE) for _ in range(2))
        if _ids(first) == _ids(second):
            return [[one for one in page if isinstance(one, dict)] for page in first]
    raise Inconclusive("the list was another one every time it was read")


def _total(answer: Exchange) -> int:
    total = answer.body.get("total")
    if not answer.ok or not isinstance(total, int):
        raise Inconclusive("a list answered no total")
    return total


def _ids(pages: list[list[Any]]) -> list[object]:
    return [one.get("id") for page in pages for one in page if isinstance(one, dict)]


def _workspaces(trial: Trial) -> Iterator[str]:
    """The ids of workspaces: those of the target, or some that integrations name."""
    own = [one.id for one in (trial.target.first, trial.target.second) if one is not None]
    named = (item.get("workspace_id") for _, item in _listed(trial, "listIntegrations", {}, MOST))
    found = own or (one for one in named if isinstance(one, str) and one)
    yield from islice(dict.fromkeys(found), 2)


def _items(answer: Exchange) -> list[Mapping[str, Any]]:
    data = answer.body.get("data") if answer.ok else None
    return [one for one in data if isinstance(one, dict)] if isinstance(data, list) else []
