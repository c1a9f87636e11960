"""`--read-only` sends GETs and nothing else, and finds what these show of what is there."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from faults.broken_server import Answer, Behaviour, Question, Server, World, broken_server, no_fault
from faults.liberties import every_liberty
from portkey_conformance import report
from portkey_conformance.cli import conform
from portkey_conformance.passive.reading_run import WOULD_WRITE, judge_reading
from portkey_conformance.profiles import PROFILES
from portkey_conformance.runner import Settings
from portkey_conformance.target import Key, Target, load_target
from stored import stored

from passive_tests.judging import Silent, contract, failed, requirement, with_verdict, written
from passive_tests.recording_proxy import recording_proxy

INTEGRATION = "/integrations/{slug}"
SECRETS = ("sk-AAbbCCdd11223344", "zx-QQwwEErr55667788", "yq-TTzzUUii99001122")


def what_is_there(target: Target) -> None:
    """Resources of the account's owner, in both workspaces and none."""
    assert target.first is not None
    headers = {"x-portkey-api-key": target.keys["admin"].value}
    with httpx.Client(base_url=target.base_url, headers=headers) as http:
        for number in range(9):
            body: dict[str, Any] = {
                "name": f"Theirs {number}",
                "slug": f"theirs-{number}",
                "ai_provider_id": "openai",
                "key": SECRETS[number % 3],
                "description": "In use",
            }
            if number % 3 == 0:
                body["workspace_id"] = target.first.id
            http.post("/integrations", json=body).raise_for_status()
        access = {"workspaces": [{"id": target.first.slug, "enabled": True}]}
        http.put("/integrations/theirs-1/workspaces", json=access).raise_for_status()
        body = {"name": "A key", "provider": "openai", "key": SECRETS[0], "workspace_id": target.first.id}
        http.post("/virtual-keys", json=body).raise_for_status()


def read(folder: Path, behaviour: Behaviour, role: str = "read_only") -> tuple[report.Report, set[str]]:
    """The report of a run that only reads, and the methods that it sent."""
    with broken_server(folder, behaviour) as file:
        target = load_target(None, file, {})
        what_is_there(target)
        before = stored(folder / "db.sqlite")
        with recording_proxy(target.base_url) as recording:
            key = Key("admin", "ONLY_KEY", target.keys[role].value)
            alone = Target(recording.base_url, {"admin": key})
            settings = Settings(PROFILES["quick"], 1)
            told = report.of(judge_reading(alone, contract(), settings, Silent()), contract())
        assert stored(folder / "db.sqlite") == before
    return told, {str(one["request"]["method"]) for one in recording.entries}


@pytest.mark.parametrize("behaviour", [no_fault, every_liberty])
@pytest.mark.parametrize("role", ["read_only", "admin", "workspace"])
def test_a_server_that_conforms_has_no_finding_and_gets_nothing_but_gets(
    behaviour: Behaviour, role: str, tmp_path: Path
) -> None:
    told, methods = read(tmp_path, behaviour, role)
    assert failed(told) == set()
    assert methods == {"GET"}
    assert {"AUT-001", "LST-005", "LST-013", "PRO-003", "RET-002", "RET-003"} <= with_verdict(told, "pass")
    assert WOULD_WRITE in requirement(told, "UPD-001")["reason"]


async def items_that_say_something_else(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    if asked.on("GET", "/integrations") and answer.status == 200:
        return answer.with_json(
            {**answer.json, "data": [{**one, "name": "?"} for one in answer.json["data"]]}
        )
    return answer


async def times_that_move(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    world.seen["reads"] = world.seen.get("reads", 0) + 1
    if asked.on("GET", INTEGRATION) and answer.status == 200:
        return answer.with_json(
            {**answer.json, "created_at": f"2026-01-01T00:00:{world.seen['reads'] % 60:02}Z"}
        )
    return answer


async def ids_that_find_nothing(asked: Question, server: Server, world: World) -> Answer:
    nothing = {"success": False, "data": {"message": "No.", "errorCode": "AB08"}}
    if asked.on("GET", INTEGRATION) and len(asked.slug) == 36:
        return Answer(404, b"").with_json(nothing)
    return await server(asked)


async def models_for_everybody(asked: Question, server: Server, world: World) -> Answer:
    if asked.on("GET", f"{INTEGRATION}/models") and asked.key is None:
        asked = replace(asked, key=world.demo.keys["admin"])
    return await server(asked)


def altered(path: str, change: Callable[[Any], Any]) -> Behaviour:
    async def behaviour(asked: Question, server: Server, world: World) -> Answer:
        answer = await server(asked)
        return (
            answer.with_json(change(answer.json))
            if asked.on("GET", path) and answer.status == 200
            else answer
        )

    return behaviour


async def pages_that_overlap(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    page = asked.query.get("current_page", "0")
    if asked.on("GET", "/integrations") and answer.status == 200 and page.isdigit() and int(page) == 1:
        before = await server(replace(asked, query={**asked.query, "current_page": "0"}))
        return answer.with_json({**answer.json, "data": before.json["data"][-1:] + answer.json["data"][1:]})
    return answer


async def masks_that_show_too_much(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    if asked.on("GET", INTEGRATION) and answer.status == 200 and "masked_key" in answer.json:
        mask = answer.json["masked_key"]
        return answer.with_json({**answer.json, "masked_key": f"{mask[:2]}-12*****{mask[-3:]}"})
    return answer


FAULTS: dict[str, tuple[Behaviour, set[str]]] = {
    "LST-013": (items_that_say_something_else, set()),
    "RET-004": (times_that_move, {"LST-013"}),
    "RET-002": (ids_that_find_nothing, set()),
    "AUT-001": (models_for_everybody, {"AUT-004"}),
    "LST-009": (altered("/integrations", lambda one: {**one, "total": len(one["data"])}), {"LST-007"}),
    "LST-002": (pages_that_overlap, {"LST-004", "LST-009", "LST-013"}),
    "SEC-003": (masks_that_show_too_much, set()),
    "SEC-002": (altered(INTEGRATION, lambda one: {**one, "key": "sk-of-their-own-0123"}), {"PRO-003"}),
    "PRO-003": (altered(f"{INTEGRATION}/workspaces", lambda one: {**one, "total": "9"}), set()),
    "MOD-009": (altered(f"{INTEGRATION}/models", lambda one: {**one, "models": one["models"] * 2}), set()),
}


@pytest.mark.parametrize("broken", FAULTS)
def test_a_fault_that_reading_shows_is_found(broken: str, tmp_path: Path) -> None:
    behaviour, also = FAULTS[broken]
    told, methods = read(tmp_path, behaviour)
    assert broken in failed(told)
    assert failed(told) <= {broken} | also
    assert methods == {"GET"}
    assert "sk-of-their-own" not in written(told)


def test_the_command_reads_with_a_key_that_may_not_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with broken_server(tmp_path, no_fault) as file:
        target = load_target(None, file, {})
        monkeypatch.setenv("PORTKEY_API_KEY", target.keys["read_only"].value)
        code = conform([target.base_url, "--read-only", "--report", str(tmp_path / "report")])
    told = json.loads((tmp_path / "report" / "report.json").read_text())
    assert (code, failed(told)) == (0, set())
    assert told["profile"] == "read-only"
