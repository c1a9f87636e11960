"""PRO: what holds for every answer, whatever was asked."""

from __future__ import annotations

from typing import Any

from portkey_conformance import refusals
from portkey_conformance.checks import Observed, check, observation
from portkey_conformance.contract import Contract
from portkey_conformance.exchanges import MISSING, NO_ANSWER, Exchange
from portkey_conformance.redaction import Secrets
from portkey_conformance.trial import Trial, require_equal, require_status

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


@observation("ERR-003")
def an_invalid_body_is_refused(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    return refusals.taken(refusals.ANY_BODY, exchange, contract)


@check("ERR-004")
def a_body_that_is_not_json_is_refused(trial: Trial) -> None:
    for text in ("{not json", "", "\x00", "[1", '{"name": "a"'):
        answer = trial.admin.call("createIntegration", text=text)
        require_status(answer, 400, 415, because="for a body that is not JSON")


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


CODES = {
    400: ("AB01", "AB02"),
    401: ("AB05",),
    402: ("AB09",),
    403: ("AB03",),
    404: ("AB08", "AB02"),
    409: ("AB07",),
    429: ("AB06",),
    500: ("AB04",),
}
"""The error codes of the documentation, by the status that they belong to."""


@observation("ERR-005")
def a_code_belongs_to_its_status(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    code = exchange.error_code
    if exchange.operation is None or exchange.status not in CODES or code is None:
        return None
    if code in CODES[exchange.status] or code not in {one for codes in CODES.values() for one in codes}:
        return True
    return Observed(
        f"the code {CODES[exchange.status][0]} with {exchange.status}",
        f"{code} in the {exchange.status} to {exchange.line}",
        f"{exchange.status} {code}",
    )


@check("ERR-006")
def a_body_that_is_no_object_is_refused(trial: Trial) -> None:
    integration = trial.integration()
    for operation, slug in (
        ("createIntegration", None),
        ("updateIntegration", integration.slug),
        ("updateIntegrationModels", integration.slug),
        ("updateIntegrationWorkspaces", integration.slug),
        ("createProvider", None),
        ("createVirtualKey", None),
    ):
        bodies: tuple[Any, ...] = ([], "text", 7, None, True)
        for body in bodies:
            answer = trial.admin.call(operation, slug, body=body)
            require_status(answer, 400, 415, 422, because="for a body that is no object")


@check("ERR-001")
def odd_requests_get_no_server_error(trial: Trial) -> None:
    """The observation judges the answers; this sends what generated data does not reach."""
    integration = trial.integration()
    slug = integration.slug
    deep = "[" * 2000 + "]" * 2000
    twice = f'{{"name": "{trial.name()}", "name": "{trial.name()}"}}'
    number = '{"name": 1e999, "description": -1e999}'
    for text in (
        deep,
        f'{{"name": {deep}}}',
        twice,
        number,
        '{"name": "\\ud800"}',
        '{"name": "\\u0000"}',
        "null",
        "[]",
    ):
        trial.admin.call("updateIntegration", slug, text=text)
    trial.admin.call("updateIntegration", slug, body={"description": "x" * 300_000})
    trial.admin.call("updateIntegration", slug, text='{"name": "a"}', headers={"content-type": "text/plain"})
    trial.admin.call(
        "updateIntegration", slug, text="name=a", headers={"content-type": "multipart/form-data"}
    )
    for path in (
        f"/integrations/{slug}/",
        f"/integrations/{slug}?page_size=1&page_size=2",
        "/integrations//",
        "/integrations/%00",
        "/integrations/%ff",
        "/integrations/..%2f",
        f"/integrations/{'a' * 3000}",
        "/integrations?page_size=99999999999999999999",
        "/integrations?current_page=99999999999999999999",
        "/integrations?current_page=1&current_page=2",
        "/integrations?page_size=&type=",
        "/integrations/%F0%9D%95%8F",
        "/providers?workspace_id=%00",
        "/virtual-keys?workspace_id=no-such",
    ):
        trial.wire.send("GET", path, key=trial.admin.key)
    for method in ("HEAD", "OPTIONS", "PATCH"):
        trial.wire.send(method, f"/integrations/{slug}", key=trial.admin.key)


@check("PRO-005")
def a_method_that_is_not_there_is_refused(trial: Trial) -> None:
    integration = trial.integration()
    before = trial.read(integration)
    body = {"name": trial.name()}
    paths = (
        "/integrations",
        f"/integrations/{integration.slug}",
        f"/integrations/{integration.slug}/models",
        f"/integrations/{integration.slug}/workspaces",
    )
    for path in paths:
        for method in ("PATCH", "POST", "DELETE", "PUT"):
            if trial.contract.operation_at(method, path) is None:
                answer = trial.wire.send(method, path, key=trial.admin.key, body=body)
                require_status(answer, *range(400, 500), because="for a method that the path does not have")
    require_equal(
        trial.read(integration).get("name"), before.get("name"), "name after methods that are not there"
    )


@check("PRO-006")
def an_encoded_slug_is_the_same_slug(trial: Trial) -> None:
    integration = trial.integration()
    encoded = "".join(f"%{ord(one):02X}" for one in integration.slug)
    answer = trial.wire.send("GET", f"/integrations/{encoded}", key=trial.admin.key)
    require_status(answer, 200, because="for a slug that is percent-encoded")
    require_equal(answer.body.get("slug"), integration.slug, "slug, asked for percent-encoded")
