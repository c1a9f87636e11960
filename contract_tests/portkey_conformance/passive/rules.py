"""What one exchange alone shows of requirements that a live run decides with requests of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from portkey_conformance import refusals
from portkey_conformance.checks import Observation, ObservationFunction, Observed
from portkey_conformance.contract import Contract, Operation, SchemaError
from portkey_conformance.exchanges import MISSING, Exchange
from portkey_conformance.redaction import Secrets

Rule = ObservationFunction

SLUG = re.compile(r"[a-zA-Z0-9_-]+")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
IMPOSSIBLE_SIZE = re.compile(r"-[0-9]*[1-9][0-9]*|0|[0-9]+\.[0-9]*[1-9][0-9]*|[A-Za-z]+")
IMPOSSIBLE_PAGE = re.compile(r"-[0-9]*[1-9][0-9]*|[0-9]+\.[0-9]*[1-9][0-9]*|[A-Za-z]+")

ANSWERS_200 = {
    "createIntegration": "CRE-001",
    "updateIntegration": "UPD-001",
    "deleteIntegration": "DEL-001",
    "updateIntegrationModels": "MOD-007",
    "updateIntegrationWorkspaces": "ACC-008",
    "updateVirtualKey": "VKY-010",
}
"""What is broken where an operation succeeds with another status; elsewhere it is PRO-002."""
ONCE = {"listIntegrations": "LST-002", "listProviders": "LST-012", "listVirtualKeys": "VKY-007"}
PAGED = {"listIntegrations": "LST-003", "listProviders": "LST-012", "listVirtualKeys": "LST-015"}
TOTALS = {"listIntegrations": "LST-009"}
REFUSED = (
    ("createIntegration", "", "required", "CRE-006"),
    ("createIntegration", "/slug", "", "CRE-007"),
    ("createIntegration", "/default_provider_slug", "", "CRE-017"),
)
"""Which requirement a live check has for a body: operation, place, keyword, requirement."""
IN_PART = frozenset({"PRV-001", "VKY-007", "VKY-010", "LST-002", "LST-012", "LST-015", "UPD-006", "PRV-011"})
"""Requirements that say more than a recording can show to hold, though it can show that they are broken."""
CLASHES = frozenset({404, 409})
NAMING_NOTHING = frozenset({"name", "ai_provider_id", "key", "description"})
"""Fields of a creation that neither name something else nor could be taken."""
REFUSALS = frozenset({400, 413, 415, 422})
"""Statuses of a refusal for the sake of the body; others may have had another reason."""


def taken_bodies(exchange: Exchange, contract: Contract) -> str | None:
    """The requirement that names best why a body that was taken should have been refused; None if sound."""
    operation = exchange.operation
    if operation is None or not operation.has_body or exchange.method == "DELETE":
        return None
    if exchange.sent is MISSING:
        return "ERR-004" if exchange.sent_text else None
    if not isinstance(exchange.sent, dict):
        return "ERR-006"
    named = {_refused(operation, error) for error in contract.refusal_errors(operation, exchange.sent)}
    return named.pop() if len(named) == 1 else refusals.ANY_BODY if named else None


def a_sound_status(exchange: Exchange, contract: Contract, secrets: Secrets) -> Observed | bool | None:
    """A success is 200, as the contract documents it."""
    assert exchange.operation is not None
    if not exchange.ok:
        return None
    if exchange.operation.documents(exchange.status):
        return True
    wanted = " or ".join(sorted(one for one in exchange.operation.statuses if one.startswith("2")))
    return Observed(wanted, f"{exchange.summary} to {exchange.line}", f"{exchange.operation.id} status")


def a_body_that_must_be_refused(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    """A body that does not validate is refused."""
    if taken_bodies(exchange, contract) is None:
        return None
    if not exchange.ok:
        if exchange.status in CLASHES and _can_clash_with_nothing(exchange):
            return Observed(
                "400 for a body without a required field",
                f"{exchange.summary} to {exchange.line}",
                f"{exchange.status}",
            )
        return True if exchange.status in REFUSALS else None
    assert exchange.operation is not None
    why = "it is not JSON"
    if exchange.sent is not MISSING:
        errors = contract.refusal_errors(exchange.operation, exchange.sent)
        why = str(errors[0]) if errors else "it is no object"
        place = errors[0].location if errors else ""
        place = re.sub(r"/\d+", "/*", place)
        return Observed(
            f"400 for a body that breaks its schema ({why})",
            f"{exchange.summary} to {exchange.line}",
            f"{exchange.operation.id} {place} {errors[0].keyword if errors else ''}",
        )
    return Observed(f"400 or 415: {why}", f"{exchange.summary} to {exchange.line}", exchange.operation.id)


def _can_clash_with_nothing(exchange: Exchange) -> bool:
    """Whether a creation lacks a field and names nothing that is taken or missing: only one error applies."""
    assert exchange.operation is not None
    return (
        exchange.operation.id == "createIntegration"
        and isinstance(exchange.sent, dict)
        and set(exchange.sent) <= NAMING_NOTHING
        and not {"name", "ai_provider_id"} <= set(exchange.sent)
    )


def the_slug_that_was_asked_for(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    wanted, made = exchange.sent.get("slug"), exchange.body.get("slug")
    if not isinstance(wanted, str) or not isinstance(made, str) or not SLUG.fullmatch(wanted):
        return None
    if wanted == made:
        return True
    return Observed(f"the slug {wanted!r}, which was asked for", repr(made), f"{exchange.method} slug")


def a_generated_slug_is_sound(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    made = exchange.body.get("slug")
    if "slug" in exchange.sent or not isinstance(made, str):
        return None
    if SLUG.fullmatch(made):
        return True
    return Observed("a slug of letters, digits, _ and -", repr(made), "generated slug")


def a_page_has_at_most_its_size(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    items, size = _items(exchange), _integer(_only(exchange, "page_size"))
    if items is None or size is None or size < 1 or _repeats(items):
        return None
    if len(items) <= size:
        return True
    return Observed(f"at most {size} items", f"{len(items)} items in answer to {exchange.line}", "page size")


def each_item_once_on_a_page(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    ids = [one["id"] for one in _items(exchange) or () if isinstance(one.get("id"), str)]
    return _once(ids, "item", exchange) if ids else None


def an_impossible_page_is_refused(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    size, page = _only(exchange, "page_size") or "", _only(exchange, "current_page") or ""
    for name, value, impossible in (
        ("page_size", size, IMPOSSIBLE_SIZE),
        ("current_page", page, IMPOSSIBLE_PAGE),
    ):
        if impossible.fullmatch(value):
            if exchange.ok:
                return Observed(
                    f"400 for {name}={value}", f"{exchange.summary} to {exchange.line}", f"{name} {value}"
                )
            return True if exchange.status == 400 else None
    return None


def a_page_past_the_end_is_found(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    page = _integer(_only(exchange, "current_page"))
    if not page or any(name == "workspace_id" for name, _ in exchange.query) or exchange.status != 404:
        return None
    if exchange.error_code is None:
        return None  # whoever answered may not have been the application
    return Observed("an empty list past the end", f"{exchange.summary} to {exchange.line}", "past the end")


def an_unknown_type_is_refused(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    kind = _only(exchange, "type")
    assert exchange.operation is not None
    known = next((one for one in exchange.operation.parameters if one["name"] == "type"), None)
    schema = contract.resolve(known.get("schema", {})) if known else {}
    if not kind or "enum" not in schema or kind in schema["enum"] or kind.lower() in schema["enum"]:
        return None
    if exchange.ok:
        return Observed("400 for a type that is not documented", f"{exchange.status}", "unknown type")
    return True if exchange.status == 400 else None


def a_filter_lets_only_its_own_through(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    wanted = _only(exchange, "workspace_id")
    if not wanted or not UUID.fullmatch(wanted):
        return None
    named = {
        one["workspace_id"] for one in _items(exchange) or () if isinstance(one.get("workspace_id"), str)
    }
    shown = {one.lower() for one in named if UUID.fullmatch(one)}
    # A workspace key has its own workspace put in the place of the one asked for: one other is no fault.
    if len(shown) > 1:
        return Observed("only what is in the workspace asked for", "what is in several", "workspace_id")
    return True if shown == {wanted.lower()} else None


def a_type_lets_only_its_kind_through(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    wanted = _only(exchange, "type")
    if wanted not in ("workspace", "organisation"):
        return None
    shown = {one["type"] for one in _items(exchange) or () if isinstance(one.get("type"), str)}
    other = next((one for one in sorted(shown) if one != wanted), None)
    if other is not None:
        return Observed(f"only integrations of the type {wanted}", f"one of the type {other}", "type")
    return True if shown else None


def a_total_counts_all(exchange: Exchange, contract: Contract, secrets: Secrets) -> Observed | bool | None:
    items, total = _items(exchange), exchange.body.get("total")
    if items is None or not isinstance(total, int) or isinstance(total, bool) or _repeats(items):
        return None
    size, page = _integer(_only(exchange, "page_size")), _integer(_only(exchange, "current_page") or "0")
    # A full page shows that the server took the size as it is: all the pages before it are full too.
    before = size * page if size and page and len(items) == size else 0
    if total >= before + len(items):
        return True
    return Observed(
        f"a total of at least {before + len(items)}", f"{total} in answer to {exchange.line}", "total"
    )


def what_is_asked_for_is_answered(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    asked, slug, identity = slug_in(exchange), exchange.body.get("slug"), exchange.body.get("id")
    if not exchange.ok or not isinstance(slug, str) or not isinstance(identity, str):
        return None
    if asked in (slug, identity) or asked.lower() == identity.lower():
        return True
    return Observed(f"the integration {asked!r}, or 404", f"the integration {slug!r}", "another slug")


def an_id_is_answered_with_the_slug(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    asked, slug, identity = slug_in(exchange), exchange.body.get("slug"), exchange.body.get("id")
    if not exchange.ok or asked != identity:
        return None
    if slug != identity:
        return True
    return Observed("the slug, where the id was asked for", "the id in its place", "id as slug")


def each_model_once(exchange: Exchange, contract: Contract, secrets: Secrets) -> Observed | bool | None:
    models = _objects(exchange.body.get("models"))
    slugs = [one["slug"] for one in models if isinstance(one.get("slug"), str)]
    return _once(slugs, "model", exchange) if slugs else None


def each_workspace_once(exchange: Exchange, contract: Contract, secrets: Secrets) -> Observed | bool | None:
    workspaces, total = _objects(exchange.body.get("workspaces")), exchange.body.get("total")
    ids = [one["id"] for one in workspaces if isinstance(one.get("id"), str)]
    if not ids:
        return None
    if isinstance(total, int) and total != len(workspaces):
        return Observed(f"a total of {len(workspaces)}, which are answered", str(total), "total")
    return _once(ids, "workspace", exchange)


def a_removal_that_names_nothing_is_refused(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    if any(name == "slugs" for name, _ in exchange.query):
        return None
    if exchange.sent is not MISSING or exchange.sent_text:
        return None
    if exchange.ok:
        return Observed("400 where no model is named", exchange.summary, "no slugs")
    return True if exchange.status == 400 else None


def a_creation_says_id_and_slug_twice(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    data = exchange.body.get("data")
    if not exchange.ok or not exchange.body:
        return None
    nested: Mapping[str, Any] = data if isinstance(data, dict) else {}
    for name in ("id", "slug"):
        for where, source in (("at its top", exchange.body), ("in data", nested)):
            if not isinstance(source.get(name), str):
                return Observed(
                    "id and slug, at its top and in data", f"no {name} {where}", f"{name} {where}"
                )
    return True


BY_OPERATION: dict[str, tuple[tuple[str, Rule], ...]] = {
    "createIntegration": (
        ("CRE-002", the_slug_that_was_asked_for),
        ("CRE-004", a_generated_slug_is_sound),
    ),
    "createProvider": (
        ("PRV-001", the_slug_that_was_asked_for),
        ("PRV-015", a_generated_slug_is_sound),
    ),
    "createVirtualKey": (("VKY-008", a_creation_says_id_and_slug_twice),),
    "listIntegrations": (
        ("LST-004", a_page_past_the_end_is_found),
        ("LST-005", an_impossible_page_is_refused),
        ("LST-006", a_filter_lets_only_its_own_through),
        ("LST-007", a_type_lets_only_its_kind_through),
        ("LST-008", an_unknown_type_is_refused),
    ),
    "listProviders": (("LST-012", a_filter_lets_only_its_own_through),),
    "retrieveIntegration": (
        ("RET-002", an_id_is_answered_with_the_slug),
        ("RET-008", what_is_asked_for_is_answered),
    ),
    "listIntegrationModels": (("MOD-009", each_model_once),),
    "listIntegrationWorkspaces": (("ACC-010", each_workspace_once),),
    "deleteIntegrationModels": (("MOD-005", a_removal_that_names_nothing_is_refused),),
}
WITHOUT_AN_ANSWERS_BODY = frozenset(
    {
        a_sound_status,
        a_body_that_must_be_refused,
        an_impossible_page_is_refused,
        an_unknown_type_is_refused,
        a_removal_that_names_nothing_is_refused,
    }
)
"""Rules that need not know what was answered."""
CREATIONS = frozenset({the_slug_that_was_asked_for, a_generated_slug_is_sound})
"""Rules that need a creation that succeeded, and its body."""


def rules_for(exchange: Exchange, contract: Contract) -> Iterator[tuple[str, Rule]]:
    """Each rule that may say something of an exchange, and the requirement that it decides."""
    operation = exchange.operation
    assert operation is not None
    yield ANSWERS_200.get(operation.id, "PRO-002"), a_sound_status
    body = taken_bodies(exchange, contract)
    if body is not None:
        yield body, a_body_that_must_be_refused
    tables: tuple[tuple[dict[str, str], Rule], ...] = (
        (PAGED, a_page_has_at_most_its_size),
        (ONCE, each_item_once_on_a_page),
        (TOTALS, a_total_counts_all),
    )
    for table, rule in tables:
        if operation.id in table:
            yield table[operation.id], rule
    for requirement, rule in BY_OPERATION.get(operation.id, ()):
        if rule not in CREATIONS or (exchange.ok and isinstance(exchange.sent, dict)):
            yield requirement, rule


def as_observations() -> list[Observation]:
    """The rules, to look at every exchange of a run."""
    tables = (ANSWERS_200, ONCE, PAGED, TOTALS)
    named = {one for table in tables for one in table.values()} | {"PRO-002"}
    named |= {requirement for pairs in BY_OPERATION.values() for requirement, _ in pairs}
    return [Observation(requirement, _observing(requirement)) for requirement in sorted(named)]


def _observing(requirement: str) -> Rule:
    def observe(exchange: Exchange, contract: Contract, secrets: Secrets) -> Observed | bool | None:
        if exchange.operation is None:
            return None
        said = [
            rule(exchange, contract, secrets)
            for decided, rule in rules_for(exchange, contract)
            if decided == requirement
        ]
        broken = next((one for one in said if isinstance(one, Observed)), None)
        return broken or (True if True in said and requirement not in IN_PART else None)

    return observe


def slug_in(exchange: Exchange) -> str:
    """The second part of the path, decoded; empty where there is none."""
    return unquote([*exchange.path.split("/"), "", ""][2])


def _refused(operation: Operation, error: SchemaError) -> str:
    for name, place, keyword, requirement in REFUSED:
        here = error.location == place if not place else error.location.startswith(place)
        if operation.id == name and here and keyword in ("", error.keyword):
            return requirement
    return refusals.requirement_on(operation, error)


def _once(names: list[str], what: str, exchange: Exchange) -> Observed | bool:
    twice = (
        next((one for one in names if names.count(one) > 1), None) if len(set(names)) < len(names) else None
    )
    if twice is None:
        return True
    return Observed(f"each {what} once", f"{twice!r} twice in answer to {exchange.line}", f"{what} twice")


def _repeats(items: list[Mapping[str, Any]]) -> bool:
    """Whether an item is there twice, which another rule tells."""
    ids = [str(one.get("id")) for one in items if one.get("id")]
    return len(set(ids)) < len(ids)


def _only(exchange: Exchange, name: str) -> str | None:
    """A parameter that was given once; None if it was not, or more often."""
    values = [value for one, value in exchange.query if one == name]
    return values[0] if len(values) == 1 else None


def _integer(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _items(exchange: Exchange) -> list[Mapping[str, Any]] | None:
    data = exchange.body.get("data")
    return _objects(data) if exchange.ok and isinstance(data, list) else None


def _objects(listed: object) -> list[Mapping[str, Any]]:
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
