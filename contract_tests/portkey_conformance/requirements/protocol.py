"""PRO: what holds for every answer, whatever was asked."""

from __future__ import annotations

import json

from portkey_conformance.checks import Observed, check, observation
from portkey_conformance.contract import Contract
from portkey_conformance.exchanges import MISSING, NO_ANSWER, Exchange
from portkey_conformance.redaction import Secrets
from portkey_conformance.samples import site_of_the_organisation
from portkey_conformance.trial import Trial, prepared, require_equal, require_status
from portkey_conformance.verdicts import Violation
from portkey_conformance.views import Views

OF_HTTP = frozenset({405, 406, 408, 411, 413, 414, 415, 429, 431})
"""Statuses that belong to HTTP, a proxy or a limit in front of the application."""


def concerns_the_contract(exchange: Exchange) -> bool:
    """False for what a server may answer as it likes: see the contract's own word on what it leaves open."""
    if exchange.operation is None or exchange.status in OF_HTTP or 300 <= exchange.status < 400:
        return False
    if exchange.status == NO_ANSWER:
        return False
    return exchange.status < 400 or not _odd_path(exchange)


def _odd_path(exchange: Exchange) -> bool:
    """A path whose slug could not exist: a router or a proxy may answer before the application does."""
    parts = exchange.path.strip("/").split("/")
    return any(not part.replace("-", "").replace("_", "").isalnum() or not part.isascii() for part in parts)


@observation("PRO-001")
def every_answer_is_json(exchange: Exchange, contract: Contract, secrets: Secrets) -> Observed | bool | None:
    if not concerns_the_contract(exchange) or exchange.status >= 500:
        return None
    assert exchange.operation is not None
    kind = exchange.headers.get("content-type", "none")
    if "json" not in kind or exchange.json is MISSING:
        return Observed(
            "JSON, with content-type application/json",
            f"content-type {kind} and {'no JSON' if exchange.json is MISSING else 'JSON'} to {exchange.line}",
            f"{exchange.operation.id} {kind}",
        )
    return True


@observation("PRO-002")
def every_status_is_documented(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    if not concerns_the_contract(exchange) or exchange.status >= 500:
        return None
    operation = exchange.operation
    assert operation is not None
    if operation.documents(exchange.status):
        return True
    if exchange.ok and operation.documents(200):
        return None
    return Observed(
        f"one of {', '.join(sorted(operation.statuses))}",
        f"{exchange.summary} to {exchange.line}",
        f"{operation.id} {exchange.status}",
    )


@observation("PRO-003")
def every_body_has_its_schema(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    if not concerns_the_contract(exchange) or not exchange.ok or exchange.json is MISSING:
        return None
    operation = exchange.operation
    assert operation is not None
    errors = contract.response_errors(operation, 200, exchange.json)
    if not errors:
        return True
    first = errors[0]
    place = "/".join("*" if part.isdigit() else part for part in first.location.split("/"))
    return Observed(
        f"a body of the schema of {operation.id}",
        f"{first} (in the {exchange.status} to {exchange.line})",
        f"{operation.id} {place} {first.keyword}",
    )


@observation("PRO-004")
def a_429_says_when_to_try_again(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    if exchange.status != 429:
        return None
    if exchange.headers.get("retry-after", "").strip():
        return True
    return Observed("a Retry-After header with 429", f"none in the 429 to {exchange.line}", "no retry-after")


@observation("PRO-020")
def it_goes_on_answering(exchange: Exchange, contract: Contract, secrets: Secrets) -> Observed | bool | None:
    """That a server fell silent is told by the run, which then ends."""
    return True if exchange.status != NO_ANSWER else None


@observation("PRO-007")
def an_answer_says_its_type_once(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    if not concerns_the_contract(exchange):
        return None
    assert exchange.operation is not None
    kinds = exchange.headers.get_list("content-type")
    charset = kinds[0].lower().partition("charset=")[2].strip("\"' ") if kinds else ""
    if len(kinds) <= 1 and charset in ("", "utf-8", "utf8"):
        return True
    return Observed(
        "one Content-Type, in UTF-8",
        f"{', '.join(kinds)} in the {exchange.status} to {exchange.line}",
        f"{exchange.operation.id} {kinds}",
    )


@check("PRO-005", thorough=True)
def a_method_that_is_not_there_is_refused(trial: Trial) -> None:
    site = site_of_the_organisation(trial)
    views = Views(trial, site)
    paths = {
        one.operation.url_path(slug=one.slug or ""): one.query
        for one in site.requests(trial)
        if not one.writes
    }
    for path, query in paths.items():
        for method in ("PATCH", "POST", "DELETE", "PUT"):
            if trial.contract.operation_at(method, path) is None:
                body = {"name": trial.name()}
                answer = trial.wire.send(method, path, key=trial.admin.key, query=query, body=body)
                require_status(answer, *range(400, 500), because="for a method that the path does not have")
    views.require_unchanged("methods that are not there")


@check("PRO-006")
def an_encoded_slug_is_the_same_slug(trial: Trial) -> None:
    site = site_of_the_organisation(trial)
    for request in site.requests(trial):
        if request.writes or request.slug is None or site.workspace is None:
            continue
        plain = prepared(request.send(trial.admin), "read it by its plain slug")
        encoded = "".join(f"%{ord(one):02X}" for one in request.slug)
        path = request.operation.path.replace("{slug}", encoded)
        answer = trial.wire.send("GET", path, key=trial.admin.key, query=request.query)
        require_status(answer, 200, because="for a slug that is percent-encoded")
        require_equal(answer.body.get("slug"), plain.body.get("slug"), "slug, asked for percent-encoded")


@check("PRO-008")
def a_body_may_name_its_charset(trial: Trial) -> None:
    site = site_of_the_organisation(trial)
    headers = {"content-type": "application/json; charset=utf-8"}
    for request in site.requests(trial):
        if request.operation.has_body and (
            site.workspace or request.operation.path.startswith("/integrations")
        ):
            sent = {"query": request.query, "body": request.body, "headers": headers}
            answer = trial.admin.call(request.operation.id, request.slug, **sent)
            require_status(answer, 200, because="for a JSON body that names its charset")


@check("PRO-009")
def a_body_is_read_as_utf_8(trial: Trial) -> None:
    integration = trial.integration()
    name = f"{trial.name()} Zoë \u4e2d \U0001f600"
    text = json.dumps({"name": name}, ensure_ascii=False)
    prepared(trial.admin.call("updateIntegration", integration.slug, text=text), "send a name in UTF-8")
    answer = trial.admin.call("retrieveIntegration", integration.slug)
    if answer.body.get("name") != name:
        raise Violation("the name as it was written in UTF-8", "another one", evidence=[answer])
