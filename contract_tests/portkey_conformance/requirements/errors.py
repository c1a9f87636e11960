"""ERR: what is wrong with a request is told in one form, and nothing that is sent makes the server fail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from portkey_conformance import refusals
from portkey_conformance.checks import Observed, check, observation
from portkey_conformance.contract import Contract
from portkey_conformance.exchanges import MISSING, Exchange, encoded
from portkey_conformance.redaction import Secrets
from portkey_conformance.requirements.protocol import concerns_the_contract
from portkey_conformance.samples import Request, Site, site_of_the_organisation
from portkey_conformance.trial import Trial, require_status

refusals.observe_for(refusals.ANY_BODY)

REFUSED = range(400, 500)
CODES = {
    400: ("AB01", "AB02"),
    402: ("AB09",),
    403: ("AB03",),
    404: ("AB08", "AB02"),
    409: ("AB07",),
    500: ("AB04",),
}
"""The error codes of the documentation, by the status that they belong to; that of 401 is judged apart."""
KNOWN_CODES = {"AB05", "AB06"} | {code for codes in CODES.values() for code in codes}
OTHER_TYPES: tuple[Any, ...] = (7, "true")
"""A field takes one of them at most."""


@observation("ERR-001")
def no_answer_is_a_server_error(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    if 0 < exchange.status < 500:
        return True
    where = exchange.operation.id if exchange.operation else exchange.method
    return Observed(
        "an answer that is no 5xx, whatever is sent", f"{exchange.summary} to {exchange.line}", f"{where}"
    )


@observation("ERR-002")
def every_error_has_the_error_body(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    if not concerns_the_contract(exchange) or exchange.status < 400 or exchange.json is MISSING:
        return None
    assert exchange.operation is not None
    errors = contract.component_errors("Error", exchange.json)
    if not errors:
        return True
    return Observed(
        "the documented error body",
        f"{errors[0]} (in the {exchange.status} to {exchange.line})",
        f"{exchange.operation.id} {exchange.status}",
    )


@observation("ERR-007")
def an_error_has_a_message(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    if not concerns_the_contract(exchange) or exchange.status < 400 or not exchange.body:
        return None
    assert exchange.operation is not None
    data = exchange.body.get("data")
    message = (data if isinstance(data, dict) else exchange.body).get("message")
    if not isinstance(message, str) or message.strip():
        return True
    return Observed(
        "a message that says something",
        f"an empty one in the {exchange.status} to {exchange.line}",
        f"{exchange.operation.id} {exchange.status}",
    )


@observation("ERR-005")
def a_code_belongs_to_its_status(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    code = exchange.error_code
    if exchange.operation is None or exchange.status not in CODES or code is None:
        return None
    if code in CODES[exchange.status] or code not in KNOWN_CODES:
        return True
    return Observed(
        f"the code {CODES[exchange.status][0]} with {exchange.status}",
        f"{code} in the {exchange.status} to {exchange.line}",
        f"{exchange.status} {code}",
    )


@check("ERR-002", thorough=True)
def every_kind_of_error_on_every_operation(trial: Trial) -> None:
    """The observations judge the answers; this brings about each error that each operation has."""
    site = site_of_the_organisation(trial)
    for request in site.requests(trial):
        request.send(trial.nobody)
        if request.writes and "read_only" in trial.target.keys:
            request.send(trial.as_role("read_only"))
        _send_invalid(trial, request)
    for request in site.requests(trial, absent=True):
        if request.slug is not None:
            request.send(trial.admin)
    for request in site.requests(trial):
        if request.creates and request.operation.id != "createVirtualKey":
            request.send(trial.admin)
            request.send(trial.admin)


@check("ERR-003", thorough=True)
def what_breaks_the_body_in_one_place_is_refused(trial: Trial) -> None:
    site = site_of_the_organisation(trial)
    for request in site.requests(trial):
        if not request.operation.has_body or (site.workspace is None and not _on_integrations(request)):
            continue
        for place, body in _broken(trial, request):
            if _breaks_just_that(trial, request, body):
                answer = trial.admin.call(request.operation.id, request.slug, query=request.query, body=body)
                require_status(answer, *REFUSED, because=f"for a body that {place} breaks")


@check("ERR-004", thorough=True)
def a_body_that_is_not_json_is_refused(trial: Trial) -> None:
    site = site_of_the_organisation(trial)
    for request in site.requests(trial):
        if not request.operation.has_body:
            continue
        texts = ["{not json", '{"name": "a"', "[1"]
        for text in [*texts, "", "\x00"] if request.creates else texts:
            answer = trial.admin.call(request.operation.id, request.slug, query=request.query, text=text)
            require_status(
                answer, *_or_missing(site, request, 400, 415), because="for a body that is not JSON"
            )


@check("ERR-006", thorough=True)
def a_body_that_is_no_object_is_refused(trial: Trial) -> None:
    site = site_of_the_organisation(trial)
    for request in site.requests(trial):
        bodies: tuple[Any, ...] = ([], "text", 7, None, True) if request.creates else ([], "text", None)
        for body in bodies if request.operation.has_body else ():
            answer = trial.admin.call(request.operation.id, request.slug, query=request.query, body=body)
            allowed = _or_missing(site, request, 400, 415, 422)
            require_status(answer, *allowed, because="for a body that is no object")


@check("ERR-001", thorough=True)
def odd_bodies_get_no_server_error(trial: Trial) -> None:
    """The observation judges the answers; this sends what generated data does not reach."""
    site = site_of_the_organisation(trial)
    deep = "[" * 2000 + "]" * 2000
    name = trial.name()
    for request in site.requests(trial):
        if not request.operation.has_body:
            continue
        sound = encoded(request.body)[1:]
        # The query, which a creation passes over, tells whoever cleans up the workspace that the text names.
        query = {**request.query}
        if "workspace_id" in request.body:
            query["workspace_id"] = request.body["workspace_id"]
        for text in (
            deep,
            f'{{"name": {deep}}}',
            f'{{"x_unknown": {deep}, {sound}',
            f'{{"name": "{name}", "name": "{name}", {sound}',
            f'{{"note": 1e999, "description": -1e999, "x_number": {"9" * 40}, {sound}',
            f'{{{sound[:-1]}, "name": "{name}\\ud800", "note": "\\ud83d\\ude00", "description": "\\udfff"}}',
            f'{{{sound[:-1]}, "name": "{name} \U0001f600", "note": "\U0001f600", "x_big": {2**63}}}',
            f'{{{sound[:-1]}, "name": "{name}\\u0000", "note": "\\u0000", "description": "\\u0000"}}',
        ):
            trial.admin.call(request.operation.id, request.slug, query=query, text=text)
        if request.creates or request.operation.path.count("/") == 2:
            body = {**request.body, "note": "x" * 300_000, "description": "x" * 300_000}
            trial.admin.call(request.operation.id, request.slug, query=query, body=body)
    slug = site.integration.slug
    for kind in ("text/plain", "multipart/form-data", "application/xml", ""):
        for text in ('{"name": "a"}', "name=a"):
            trial.admin.call("updateIntegration", slug, text=text, headers={"content-type": kind})


@check("ERR-001", thorough=True)
def odd_paths_and_queries_get_no_server_error(trial: Trial) -> None:
    """The observation judges the answers; this sends what generated data does not reach."""
    site = site_of_the_organisation(trial)
    slug = site.integration.slug
    workspace = site.workspace.id if site.workspace else "none"
    for path in (
        f"/integrations/{slug}/",
        f"/integrations/{slug}?page_size=1&page_size=2",
        f"/integrations/{slug}/models?slugs=a&slugs=b",
        f"/integrations/{slug}/models/",
        f"/integrations/{'a' * 3000}",
        "/integrations//",
        "/integrations/..%2f",
        "/integrations?page_size=&type=",
        *(
            f"{path}{query}"
            for path in ("/integrations", "/providers", "/virtual-keys")
            for query in (
                f"?page_size={2**31}&workspace_id={workspace}",
                f"?current_page={2**63}&workspace_id={workspace}",
                f"?current_page={2**31}&page_size=1&workspace_id={workspace}",
                "?page_size=99999999999999999999&current_page=99999999999999999999&workspace_id=%00",
                "?current_page=1&current_page=2&workspace_id=a&workspace_id=b",
                "?workspace_id=no-such",
                "?workspace_id=%ff&page_size=1.0",
                "/%00",
                "/%ff",
                "/%F0%9D%95%8F",
            )
        ),
    ):
        trial.wire.send("GET", path, key=trial.admin.key)
    for request in site.requests(trial):
        path = request.operation.url_path(slug=request.slug or "")
        if request.operation.method == "GET":
            for method in ("HEAD", "OPTIONS"):
                trial.wire.send(method, path, key=trial.admin.key, query=request.query)
    trial.wire.send("DELETE", f"/integrations/{slug}/models?slugs=a&slugs=b", key=trial.admin.key)
    trial.wire.send("DELETE", f"/integrations/{slug}/models?slugs=,", key=trial.admin.key)


def _on_integrations(request: Request) -> bool:
    return request.operation.path.startswith("/integrations")


def _or_missing(site: Site, request: Request, *statuses: int) -> tuple[int, ...]:
    """The statuses, and those of what is not there where the request names nobody's slug."""
    there = site.workspace is not None or _on_integrations(request) or request.slug is None
    return statuses if there else (*statuses, 403, 404)


def _send_invalid(trial: Trial, request: Request) -> None:
    operation = request.operation
    if operation.has_body:
        trial.admin.call(operation.id, request.slug, query=request.query, body={**request.body, "name": 7})
    elif operation.id == "deleteIntegrationModels":
        trial.admin.call(operation.id, request.slug)
    elif request.slug is None:
        trial.admin.call(operation.id, query={**request.query, "page_size": -1})


def _broken(trial: Trial, request: Request) -> Iterator[tuple[str, dict[str, Any]]]:
    """The body with one field of an entry at a time of another type."""
    properties = trial.contract.request_schema(request.operation).get("properties", {})
    for name, schema in properties.items():
        items = trial.contract.resolve(trial.contract.resolve(schema).get("items", {}))
        entries = request.body.get(name)
        for field in items.get("properties", {}) if entries else ():
            for value in OTHER_TYPES:
                yield f"{name}.{field}", {**request.body, name: [{**entries[0], field: value}]}


def _breaks_just_that(trial: Trial, request: Request, body: dict[str, Any]) -> bool:
    """Whether a body breaks its schema in a way that no other requirement says better."""
    errors = trial.contract.refusal_errors(request.operation, body)
    told_by = {refusals.requirement_on(request.operation, error) for error in errors}
    return told_by == {refusals.ANY_BODY}
