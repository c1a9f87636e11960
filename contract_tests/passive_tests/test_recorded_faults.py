"""What one exchange shows is found in a recording of it, under the requirement that it breaks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from faults.broken_server import Answer, Behaviour, Question, Server, World, no_fault

from passive_tests.judging import failed, judged, requirement, with_verdict, written
from passive_tests.traffic import AWS_SECRET, KEY, ROTATED, recorded

INTEGRATION = "/integrations/{slug}"
Change = Callable[[Question, Answer], Answer]


def altered(method: str, path: str, change: Change, status: int = 200) -> Behaviour:
    """A server that answers one operation otherwise than it should."""

    async def behaviour(asked: Question, server: Server, world: World) -> Answer:
        answer = await server(asked)
        return change(asked, answer) if asked.on(method, path) and answer.status == status else answer

    return behaviour


def with_status(status: int) -> Change:
    return lambda asked, answer: replace(answer, status=status)


def with_fields(**fields: Any) -> Change:
    return lambda asked, answer: answer.with_json({**answer.json, **fields})


def without(field: str) -> Change:
    def change(asked: Question, answer: Answer) -> Answer:
        return answer.with_json({name: value for name, value in answer.json.items() if name != field})

    return change


def with_items(change: Callable[[list[Any]], list[Any]], field: str = "data") -> Change:
    return lambda asked, answer: answer.with_json({**answer.json, field: change(answer.json[field])})


def quoting(asked: Question, answer: Answer) -> Answer:
    quoted = {"message": f"invalid: {asked.body.decode()}", "errorCode": "AB01"}
    return answer.with_json({"success": False, "data": quoted})


def created_anyway(asked: Question, answer: Answer) -> Answer:
    slug = asked.json.get("slug") or "made-up"
    identity = "5d3f5a0e-1111-4222-8333-444455556666"
    return replace(answer, status=200).with_json({"id": identity, "slug": slug})


def taken(asked: Question, answer: Answer) -> Answer:
    return replace(answer, status=200, body=b"{}")


def empty(asked: Question, answer: Answer) -> Answer:
    return replace(answer, status=204, body=b"")


def not_found_where_empty(asked: Question, answer: Answer) -> Answer:
    refusal = {"success": False, "data": {"message": "No.", "errorCode": "AB08"}}
    return answer if answer.json["data"] else Answer(404, b"").with_json(refusal)


def conflicting(asked: Question, answer: Answer) -> Answer:
    refusal = {"success": False, "data": {"message": "No.", "errorCode": "AB07"}}
    return answer if "name" in asked.json else Answer(409, b"").with_json(refusal)


def with_a_longer_mask(asked: Question, answer: Answer) -> Answer:
    return with_fields(masked_key=f"{KEY[:6]}*****{KEY[-3:]}")(asked, answer)


async def nobody_needs_a_key(asked: Question, server: Server, world: World) -> Answer:
    if asked.on("GET", f"{INTEGRATION}/models") and asked.key is None:
        asked = replace(asked, key=world.demo.keys["admin"])
    return await server(asked)


def keyless_is(status: int, code: str) -> Behaviour:
    refusal = {"success": False, "data": {"message": "No.", "errorCode": code}}

    async def behaviour(asked: Question, server: Server, world: World) -> Answer:
        answer = await server(asked)
        return Answer(status, b"").with_json(refusal) if asked.key is None else answer

    return behaviour


async def the_type_is_ignored(asked: Question, server: Server, world: World) -> Answer:
    query = {name: value for name, value in asked.query.items() if name != "type"}
    return await server(replace(asked, query=query) if asked.on("GET", "/integrations") else asked)


async def the_size_is_ignored(asked: Question, server: Server, world: World) -> Answer:
    query = {name: value for name, value in asked.query.items() if name != "page_size"}
    return await server(replace(asked, query=query) if asked.on("GET", "/integrations") else asked)


async def deletions_only_say_so(asked: Question, server: Server, world: World) -> Answer:
    if asked.on("DELETE", INTEGRATION) and asked.key == world.demo.keys["admin"]:
        found = await server(replace(asked, method="GET", body=b""))
        return replace(found, status=200, body=b"{}") if found.status == 200 else found
    return await server(asked)


async def times_move(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    world.seen["reads"] = world.seen.get("reads", 0) + 1
    if asked.on("GET", INTEGRATION) and answer.status == 200:
        moved = f"2026-01-01T00:{world.seen['reads'] % 60:02}:00Z"
        return answer.with_json({**answer.json, "created_at": moved})
    return answer


FAULTS: dict[str, tuple[str, Behaviour]] = {
    "a creation that answers 201": ("CRE-001", altered("POST", "/integrations", with_status(201))),
    "an update that answers 202": ("UPD-001", altered("PUT", INTEGRATION, with_status(202))),
    "a deletion that answers 204": ("DEL-001", altered("DELETE", INTEGRATION, empty)),
    "a provider that is created with 201": ("PRO-002", altered("POST", "/providers", with_status(201))),
    "an undocumented status": ("PRO-002", altered("GET", "/providers", with_status(422), 400)),
    "a total that is text": ("PRO-003", altered("GET", f"{INTEGRATION}/models", with_fields(total="9"))),
    "a field that is missing": ("PRO-003", altered("GET", INTEGRATION, without("ai_provider_id"))),
    "a time that is no time": ("PRO-003", altered("GET", INTEGRATION, with_fields(created_at="noon"))),
    "a 500 on bad input": ("ERR-001", altered("PUT", INTEGRATION, with_status(500), 400)),
    "an error body of its own": (
        "ERR-002",
        altered("GET", INTEGRATION, lambda asked, answer: answer.with_json({"detail": "no"}), 404),
    ),
    "a code of another status": (
        "ERR-005",
        altered(
            "GET",
            INTEGRATION,
            lambda a, answer: answer.with_json(
                {"success": False, "data": {"message": "No.", "errorCode": "AB01"}}
            ),
            404,
        ),
    ),
    "a wrong body that is taken": (
        "ERR-003",
        altered("PUT", INTEGRATION, taken, 400),
    ),
    "a body without a name that is taken": ("CRE-006", altered("POST", "/integrations", created_anyway, 400)),
    "a page past the end that is not found": (
        "LST-004",
        altered("GET", "/integrations", not_found_where_empty),
    ),
    "a field that is missing as a conflict": ("CRE-006", altered("POST", "/integrations", conflicting, 400)),
    "a key in clear": ("SEC-001", altered("GET", INTEGRATION, with_fields(hint=f"it is {KEY}"))),
    "a key backwards": ("SEC-013", altered("GET", INTEGRATION, with_fields(hint=KEY[::-1]))),
    "half of a secret": ("SEC-001", altered("GET", INTEGRATION, with_fields(hint=AWS_SECRET[12:32]))),
    "an error that quotes the body": ("SEC-009", altered("POST", "/integrations", quoting, 400)),
    "a secret field": ("SEC-002", altered("GET", "/virtual-keys/{slug}", with_fields(key="sk-of-another-1"))),
    "a mask that tells too much": ("SEC-003", altered("GET", INTEGRATION, with_a_longer_mask)),
    "another slug than asked for": ("CRE-002", altered("POST", "/integrations", with_fields(slug="other"))),
    "the id in place of the slug": (
        "RET-002",
        altered("GET", INTEGRATION, lambda q, a: a.with_json({**a.json, "slug": q.slug})),
    ),
    "a page that is too long": ("LST-003", the_size_is_ignored),
    "an item twice on a page": ("LST-002", altered("GET", "/integrations", with_items(lambda one: one * 2))),
    "a type that is ignored": ("LST-007", the_type_is_ignored),
    "a total of one page": (
        "LST-009",
        altered("GET", "/integrations", lambda q, a: a.with_json({**a.json, "total": len(a.json["data"])})),
    ),
    "a model twice": (
        "MOD-009",
        altered("GET", f"{INTEGRATION}/models", with_items(lambda one: one * 2, "models")),
    ),
    "a workspace twice": (
        "ACC-010",
        altered("GET", f"{INTEGRATION}/workspaces", with_items(lambda one: one * 2, "workspaces")),
    ),
    "a removal of nothing": (
        "MOD-005",
        altered("DELETE", f"{INTEGRATION}/models", taken, 400),
    ),
    "an operation that needs no key": ("AUT-001", nobody_needs_a_key),
    "a missing key that is forbidden": ("AUT-001", keyless_is(403, "AB03")),
    "a missing key that is told last": ("AUT-004", keyless_is(404, "AB08")),
    "a list that tells another time": (
        "LST-013",
        altered(
            "GET",
            "/integrations",
            with_items(lambda items: [{**one, "created_at": "2020-01-01T00:00:00Z"} for one in items]),
        ),
    ),
    "a deletion that only says so": ("DEL-002", deletions_only_say_so),
    "a time of creation that moves": ("RET-005", times_move),
}
ALSO = {
    "a secret field": {"PRO-003"},
    "a type that is ignored": {"LST-008"},
    "a page that is too long": {"LST-005"},
    "a deletion that only says so": {"DEL-003", "DEL-004"},
    "an undocumented status": {"LST-012"},
    "a body without a name that is taken": {"CRE-007", "ERR-003", "ERR-006", "CRE-005"},
    "a wrong body that is taken": {"PRI-003", "PRO-003"},
    "the id in place of the slug": {"UPD-006"},
}
"""What else a fault breaks."""


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_that_one_exchange_shows_is_found_in_a_recording(name: str, tmp_path: Path) -> None:
    broken, behaviour = FAULTS[name]
    with recorded(tmp_path, behaviour) as har:
        told = judged(har)
    assert broken in failed(told)
    assert failed(told) <= {broken} | ALSO.get(name, set())
    finding = requirement(told, broken)["findings"][0]
    assert finding["source"] == "recorded"
    assert re.search(r"; entry \d+ \(20", finding["actual"])
    assert all(step.startswith(("curl ", "ANSWER_")) for step in finding["steps"])
    text = written(told)
    for secret in (KEY, ROTATED, AWS_SECRET):
        assert secret not in text


@pytest.mark.parametrize("complete", [False, True])
def test_a_server_without_a_fault_has_no_finding(complete: bool, tmp_path: Path) -> None:
    with recorded(tmp_path, no_fault) as har:
        told = judged(har, complete=complete)
    assert (failed(told), with_verdict(told, "inconclusive")) == (set(), set())
    assert {"PRO-003", "SEC-001", "CRE-001"} <= with_verdict(told, "pass")
    assert "CON-001" in with_verdict(told, "skip")
