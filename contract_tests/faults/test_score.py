"""How results are counted, kept and shown."""

from __future__ import annotations

import json
from pathlib import Path

from faults.bare import _failures
from faults.results import Catch, Result, Run, Score, as_line, read_results, share
from faults.scoreboard import markdown

ABOUT = {
    "date": "2026-01-01",
    "profile": "quick",
    "machine": "x",
    "seed": 1,
    "jobs": 1,
    "versions": {"Python": "3"},
}


def run(*told: str, fired: int = 3) -> Run:
    return Run(told, 9.0, 1.5 if told else None, fired, 10)


def result(name: str, suite: Run, bare: Run | None = None) -> Result:
    return Result(name, "masks", "SEC-003", ("SEC-001",), suite, bare)


def test_a_fault_is_caught_under_what_it_breaks_and_astray_under_anything_else() -> None:
    assert result("a", run("SEC-003", "UPD-002")).by_suite is Catch.CAUGHT
    assert result("a", run("SEC-003", "UPD-002")).beside == ["UPD-002"]
    assert result("a", run("SEC-001")).by_suite is Catch.CAUGHT
    assert result("a", run("UPD-002")).by_suite is Catch.ASTRAY
    assert result("a", run()).by_suite is Catch.MISSED


def test_a_fault_that_did_not_act_is_neither_caught_nor_missed() -> None:
    idle = result("a", run(fired=0), run(fired=0))
    assert (idle.by_suite, idle.by_bare(frozenset())) == (Catch.IDLE, Catch.IDLE)
    assert share([Catch.IDLE, Catch.CAUGHT, Catch.MISSED, Catch.NOT_RUN]) == (1, 2)


def test_what_schemathesis_tells_of_a_good_server_is_no_catch() -> None:
    told = result("a", run(), run("UseAfterFree GET /x", "Other GET /y"))
    assert told.by_bare(frozenset({"UseAfterFree GET /x"})) is Catch.CAUGHT
    assert told.by_bare(frozenset({"UseAfterFree GET /x", "Other GET /y"})) is Catch.MISSED


def test_results_are_kept_and_a_line_that_is_half_written_is_not(tmp_path: Path) -> None:
    kept = [result("a", run("SEC-003"), run("Other GET /y")), result("b", run())]
    lines = [json.dumps({"about": ABOUT}), *map(as_line, kept), as_line(result("c", run()))[:40]]
    (tmp_path / "r.jsonl").write_text("\n".join(lines))
    assert list(read_results(tmp_path / "r.jsonl").values()) == kept


def test_the_page_counts_and_lists_debts() -> None:
    results = (result("a", run("SEC-003")), result("b", run()), result("c", run(fired=0)))
    page = markdown(Score(ABOUT, results, frozenset(), ("PRO-001",), ("LST-001",)))
    assert "caught **1 of 2**" in page
    assert "| masks | 3 | 1/2 (50 %) | – |" in page
    assert "Missed (1):\n\n- b (SEC-003)" in page
    assert "Faults that did not act (1):\n\n- c (SEC-003)" in page
    assert "Requirements that no fault breaks (1):\n\n- LST-001" in page
    assert "Told of the server without a fault (1):\n\n- PRO-001" in page


def test_a_failure_is_read_from_the_events_of_schemathesis_once(tmp_path: Path) -> None:
    def scenario(at: float) -> str:
        failure = {"type": "JsonSchemaError", "operation": "GET /x"}
        check = {"name": "n", "status": "failure", "failure_info": {"failure": failure}}
        passed = {"name": "n", "status": "success"}
        recorder = {"label": "GET /x", "checks": {"1": [passed, check]}}
        return json.dumps({"ScenarioFinished": {"timestamp": at, "recorder": recorder}})

    events = [json.dumps({"EngineStarted": {"timestamp": 100.0}}), scenario(102.5), scenario(103.0), "{half"]
    (tmp_path / "e.ndjson").write_text("\n".join(events))
    assert dict(_failures(tmp_path / "e.ndjson")) == {("JsonSchemaError", "GET /x"): 2.5}
