"""AUT: a request without a valid key gets 401, before anything else is looked at."""

from __future__ import annotations

from typing import Any

from portkey_conformance.checks import Observed, check, observation
from portkey_conformance.contract import Contract
from portkey_conformance.exchanges import KEY_HEADER, Exchange
from portkey_conformance.permissions import MALFORMED, Whose, callers, judge, refused, with_key
from portkey_conformance.redaction import Secrets
from portkey_conformance.samples import site_of_the_organisation
from portkey_conformance.target import Key
from portkey_conformance.trial import Caller, Trial, require_status
from portkey_conformance.views import Views, require_nothing_made

UNAUTHENTICATED = ("none", "unknown", "revoked")


@check("AUT-001")
def no_key_is_refused_everywhere(trial: Trial) -> None:
    judge(trial, "AUT-001", "none", Whose.OWN, site_of_the_organisation(trial))


@check("AUT-002")
def a_key_that_nobody_has_is_refused_everywhere(trial: Trial) -> None:
    site = site_of_the_organisation(trial)
    for kind in ("unknown", "empty", "malformed"):
        judge(trial, "AUT-002", kind, Whose.OWN, site)


@check("AUT-002")
def a_malformed_key_is_refused(trial: Trial) -> None:
    for text in MALFORMED:
        for operation in ("listIntegrations", "listVirtualKeys"):
            answer = with_key(trial, text).call(operation, query={"page_size": 1})
            require_status(answer, 401, because="with a malformed key")


@check("AUT-003", needs=("revoked",))
def a_revoked_key_is_refused_everywhere(trial: Trial) -> None:
    site = site_of_the_organisation(trial)
    judge(trial, "AUT-003", "revoked", Whose.OWN, site)
    judge(trial, "AUT-003", "revoked", Whose.UNKNOWN, site)


@check("AUT-004", given=("AUT-001", "AUT-002"), thorough=True)
def a_missing_key_is_told_before_what_is_not_there(trial: Trial) -> None:
    site = site_of_the_organisation(trial)
    judge(trial, "AUT-004", "none", Whose.UNKNOWN, site)
    judge(trial, "AUT-004", "unknown", Whose.UNKNOWN, site)


@check("AUT-004", given=("AUT-001", "AUT-002"), thorough=True)
def a_missing_key_is_told_before_what_is_invalid(trial: Trial) -> None:
    for request in site_of_the_organisation(trial).requests(trial):
        wrong: list[dict[str, Any]] = []
        if request.operation.has_body:
            wrong = [{"text": "{not json"}, {"body": {"name": 1}}]
        elif request.slug is None:
            wrong = [{"query": {"page_size": -1, "current_page": "x"}}]
        for sent in wrong:
            answer = trial.nobody.call(request.operation.id, request.slug, **{"query": request.query, **sent})
            require_status(answer, 401, because="before any other error")


@check("AUT-005", given=("AUT-001", "AUT-002", "AUT-003"), thorough=True)
def a_request_without_a_valid_key_changes_nothing(trial: Trial) -> None:
    site = site_of_the_organisation(trial)
    views = Views(trial, site)
    sent = []
    for kind in UNAUTHENTICATED:
        for caller in callers(trial, kind) if kind != "revoked" or kind in trial.target.keys else ():
            writes = [one for one in site.requests(trial) if one.writes]
            refused(writes, caller)
            sent += writes
    views.require_unchanged("requests without a valid key")
    require_nothing_made(trial, sent, "requests without a valid key")


@observation("AUT-006")
def a_401_has_its_own_code(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    if exchange.operation is None or exchange.status != 401:
        return None
    if exchange.error_code in (None, "AB05"):
        return True
    return Observed(
        "the code AB05 with 401",
        f"{exchange.error_code} in the 401 to {exchange.line}",
        f"{exchange.operation.id} {exchange.error_code}",
    )


@check("AUT-007")
def a_key_in_the_query_is_no_key(trial: Trial) -> None:
    assert trial.admin.key is not None
    for operation in ("listIntegrations", "listVirtualKeys"):
        for name in (KEY_HEADER, "api_key", "x_portkey_api_key"):
            answer = trial.nobody.call(operation, query={"page_size": 1, name: trial.admin.key.value})
            require_status(answer, 401, because="with the key in the query only")


@check("AUT-008")
def a_key_that_is_almost_right_is_refused(trial: Trial) -> None:
    assert trial.admin.key is not None
    key = trial.admin.key.value
    middle = len(key) // 2
    almost = [key[:-1], key + "0", key[:middle], key[1:], f"{key}x", key[::-1]]
    almost += [f"{key[:middle]} {key[middle:]}", f"{key[:middle]}\t{key[middle:]}"]
    almost += [changed for changed in (key.swapcase(), key.upper(), key.lower()) if changed != key]
    keys = {known.value for known in trial.target.keys.values()}
    for text in (one for one in almost if one not in keys):
        caller = Caller(trial.wire, Key("altered", "A_KEY_THAT_IS_ALMOST_RIGHT", text))
        answer = caller.call("listIntegrations", query={"page_size": 1})
        require_status(answer, 401, because="with a key that is almost right")


@check("AUT-009")
def the_name_of_the_header_is_matched_in_any_case(trial: Trial) -> None:
    assert trial.admin.key is not None
    for name in (KEY_HEADER.title(), KEY_HEADER.upper()):
        answer = trial.nobody.call("listIntegrations", headers={name: trial.admin.key.value})
        require_status(answer, 200, because=f"with the key in {name}")


@check("AUT-010")
def a_key_in_another_header_is_no_key(trial: Trial) -> None:
    assert trial.admin.key is not None
    key = trial.admin.key.value
    for name, value in (
        ("authorization", f"Bearer {key}"),
        ("authorization", key),
        ("x-api-key", key),
        ("api-key", key),
        ("cookie", f"{KEY_HEADER}={key}"),
    ):
        answer = trial.nobody.call("listIntegrations", query={"page_size": 1}, headers={name: value})
        require_status(answer, 401, because=f"with the key in {name} only")
