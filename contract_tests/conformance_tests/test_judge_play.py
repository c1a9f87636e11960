"""Playing against a server: what random sequences and rounds find, and that nothing of them is left."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from faults.broken_server import Answer, Behaviour, Question, Server, World, broken_server, no_fault
from faults.liberties import every_liberty
from portkey_conformance import checks
from portkey_conformance.contract import Contract
from portkey_conformance.exchanges import Exchange
from portkey_conformance.profiles import Profile
from portkey_conformance.runner import Run, Settings
from portkey_conformance.target import load_target
from portkey_conformance.verdicts import Finding
from stored import stored

INTEGRATION = "/integrations/{slug}"
MODELS = f"{INTEGRATION}/models"
PROVIDER = "/providers/{slug}"
SECONDS = 4.0
ROUNDS = 30
"""So often it is played at most until something is found."""
NOTHING_GENERATED = Profile("play", (), seconds=0.1, examples=1, sequences=0)


class Silent:
    def step(self, phase: str, label: str, done: int, total: int) -> None:
        """Say nothing."""


@contextmanager
def run_against(behaviour: Behaviour, folder: Path) -> Iterator[Run]:
    with broken_server(folder, behaviour) as file:
        run = Run(load_target(None, file, {}), Contract.load(), Settings(NOTHING_GENERATED, 1), Silent())
        try:
            run.open()
            yield run
        finally:
            run.finish()
            run.close()


def found(behaviour: Behaviour, folder: Path, database: Path | None = None) -> list[Finding]:
    """What is found by playing alone, once something is."""
    with run_against(behaviour, folder) as run:
        for seed in range(ROUNDS):
            run.play(SECONDS, seed)
            if run.watch.count:
                break
        run.settle()
        return [finding for ruling in run.rulings.values() for finding in ruling.findings]


def count(world: World, what: object) -> int:
    world.seen[str(what)] = world.seen.get(str(what), 0) + 1
    return int(world.seen[str(what)])


def without(asked: Question, *names: str) -> Question:
    return asked.with_json({name: value for name, value in asked.json.items() if name not in names})


async def a_third_update_that_is_lost(asked: Question, server: Server, world: World) -> Answer:
    if asked.on("PUT", INTEGRATION) and count(world, asked.path) > 2:
        asked = without(asked, "description")
    return await server(asked)


async def models_that_differ_by_case_only(asked: Question, server: Server, world: World) -> Answer:
    if asked.on("PUT", MODELS) and isinstance(asked.json.get("models"), list):
        entries = [
            {**one, "slug": one["slug"].lower()}
            if isinstance(one, dict) and isinstance(one.get("slug"), str)
            else one
            for one in asked.json["models"]
        ]
        asked = asked.with_json({**asked.json, "models": entries})
    return await server(asked)


async def notes_without_characters_beyond_the_bmp(asked: Question, server: Server, world: World) -> Answer:
    note = asked.json.get("note") if asked.on("PUT", PROVIDER) else None
    if isinstance(note, str):
        asked = asked.with_json({**asked.json, "note": "".join(one for one in note if ord(one) < 2**16)})
    return await server(asked)


async def a_deleted_provider_that_is_still_a_virtual_key(
    asked: Question, server: Server, world: World
) -> Answer:
    answer = await server(asked)
    if asked.on("GET", "/virtual-keys/{slug}"):
        if answer.status == 200:
            world.seen[asked.slug] = answer
        elif answer.status == 404 and asked.key == world.demo.keys["admin"]:
            return world.seen.get(asked.slug, answer)  # type: ignore[no-any-return]
    return answer


async def a_page_that_lacks_an_item_now_and_then(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    if asked.on("GET", "/integrations") and answer.status == 200 and count(world, "pages") % 20 == 0:
        return answer.with_json({**answer.json, "data": answer.json["data"][:-1]})
    return answer


async def an_update_that_is_lost_now_and_then(asked: Question, server: Server, world: World) -> Answer:
    if asked.on("PUT", PROVIDER) and "note" in asked.json and count(world, "updates") % 12 == 0:
        asked = without(asked, "note")
    return await server(asked)


@pytest.mark.parametrize(
    ("behaviour", "requirements", "longest"),
    [
        (a_third_update_that_is_lost, {"UPD-002", "UPD-017"}, 6),
        (models_that_differ_by_case_only, {"MOD-001"}, 3),
        (notes_without_characters_beyond_the_bmp, {"PRV-009", "VKY-013"}, 5),
    ],
)
def test_a_fault_that_takes_several_steps_is_found_and_shown_in_few(
    behaviour: Behaviour, requirements: set[str], longest: int, tmp_path: Path
) -> None:
    findings = found(behaviour, tmp_path)
    assert findings
    assert {finding.requirement for finding in findings} <= requirements
    assert all(finding.reproduced for finding in findings)
    assert all(len(finding.steps) <= longest for finding in findings)


@pytest.mark.parametrize(
    ("behaviour", "requirements"),
    [
        (a_page_that_lacks_an_item_now_and_then, {"LST-001", "LST-002", "LST-006", "LST-007", "LST-009"}),
        (an_update_that_is_lost_now_and_then, {"PRV-009"}),
    ],
)
def test_what_fails_now_and_then_is_told_with_how_often_it_did(
    behaviour: Behaviour, requirements: set[str], tmp_path: Path
) -> None:
    findings = found(behaviour, tmp_path)
    assert findings
    assert {finding.requirement for finding in findings} <= requirements
    assert all(0 < finding.failures < finding.tries for finding in findings)


@pytest.mark.parametrize("behaviour", [no_fault, every_liberty])
def test_a_server_that_conforms_has_no_finding_and_keeps_nothing(
    behaviour: Behaviour, tmp_path: Path
) -> None:
    with run_against(behaviour, tmp_path) as run:
        before = stored(tmp_path / "db.sqlite")
        run.play(SECONDS, 7)
        run.settle()
        assert [one for ruling in run.rulings.values() for one in ruling.findings] == []
        run.finish()
        assert stored(tmp_path / "db.sqlite") == before


@pytest.mark.parametrize("at", [3, 40, 90])
def test_an_interruption_while_playing_leaves_nothing(
    at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with broken_server(tmp_path, no_fault) as file:
        before = stored(tmp_path / "db.sqlite")
        settings = Settings(Profile("play", (), seconds=0.1, examples=1, sequences=0, played=60), 1)
        run = Run(load_target(None, file, {}), Contract.load(), settings, Silent())
        monkeypatch.setattr(checks, "CHECKS", [])  # the run is playing at once
        sent: list[Exchange] = []

        def interrupt(exchange: Exchange) -> None:
            sent.append(exchange)
            if sum(one.purpose == "model" for one in sent) == at and exchange.purpose == "model":
                signal.raise_signal(signal.SIGINT)

        run.wire.listeners.append(interrupt)
        try:
            outcome = run.carry_out()
        finally:
            run.close()
        assert outcome.interrupted
        assert stored(tmp_path / "db.sqlite") == before


def test_what_showed_something_is_kept_for_other_runs(tmp_path: Path) -> None:
    database = tmp_path / "examples"
    with run_against(a_third_update_that_is_lost, tmp_path) as run:
        run.settings = Settings(NOTHING_GENERATED, 1, database=database)
        for seed in range(ROUNDS):
            run.play(SECONDS, seed)
            if run.watch.count and any(database.rglob("*")):
                break
        assert any(one.is_file() for one in database.rglob("*"))


def test_a_contract_without_the_operations_is_not_played(tmp_path: Path) -> None:
    document: dict[str, Any] = {"info": {"version": "0"}, "paths": {}, "components": {"schemas": {}}}
    with broken_server(tmp_path, no_fault) as file:
        run = Run(load_target(None, file, {}), Contract(document), Settings(NOTHING_GENERATED, 1), Silent())
        run.play(SECONDS, 1)
        assert run.wire.count == 0
        run.close()
