"""PRO: what holds for every answer, whatever was asked."""

from __future__ import annotations

from portkey_conformance.checks import Observed, check, observation
from portkey_conformance.contract import Contract
from portkey_conformance.exchanges import MISSING, Exchange
from portkey_conformance.redaction import Secrets
from portkey_conformance.trial import Trial, require_status

OF_HTTP = frozenset({405, 406, 408, 411, 413, 414, 415, 429, 431})
"""Statuses that belong to HTTP, a proxy or a limit in front of the application."""


def concerns_the_contract(exchange: Exchange) -> bool:
    """False for what a server may answer as it likes: see the contract's own word on what it leaves open."""
    if exchange.operation is None or exchange.status in OF_HTTP or 300 <= exchange.status < 400:
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


@observation("ERR-001")
def no_answer_is_a_server_error(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    if exchange.status < 500:
        return True
    where = exchange.operation.id if exchange.operation else exchange.method
    return Observed("no 5xx, whatever is sent", f"{exchange.summary} to {exchange.line}", f"{where}")


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


@observation("ERR-003")
def an_invalid_body_is_refused(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    operation = exchange.operation
    if operation is None or not operation.has_body or exchange.sent is MISSING:
        return None
    errors = contract.request_errors(operation, exchange.sent)
    if not errors:
        return None
    if not exchange.ok:
        return True
    return Observed(
        f"400 for a body that breaks its schema ({errors[0]})",
        f"{exchange.status} to {exchange.line}",
        f"{operation.id} {errors[0].location} {errors[0].keyword}",
    )


@check("ERR-004")
def a_body_that_is_not_json_is_refused(trial: Trial) -> None:
    for text in ("{not json", "", "\x00", "[1", '{"name": "a"'):
        answer = trial.admin.call("createIntegration", text=text)
        require_status(answer, 400, 415, because="for a body that is not JSON")
