"""Verdicts that can be trusted: findings are sent again alone, deviations are declared, silence is told."""

from __future__ import annotations

import json
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from portkey_conformance.again import load_finding
from portkey_conformance.cli import conform
from portkey_conformance.contract import Contract
from portkey_conformance.deviations import load_deviations
from portkey_conformance.target import UsageError
from small_server import KEY, State, small_server

QUICK = ["--profile", "quick", "--seed", "5"]


@pytest.fixture(autouse=True)
def a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTKEY_API_KEY", KEY)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return tmp_path / "report"


def read(report: Path) -> dict[str, Any]:
    entries = json.loads((report / "report.json").read_text())["requirements"]
    return {entry["id"]: entry for entry in entries}


def test_a_finding_is_sent_again_alone_and_shows_or_does_not(report: Path) -> None:
    with small_server(create_status=201) as (url, state):
        assert conform([url, *QUICK, "--report", str(report), "--only", "CRE-001"]) == 1
        sent = len(state.paths)
        assert conform([url, "--report", str(report), "--replay", "CRE-001/1"]) == 1
        assert len(state.paths) - sent < 40
        state.faults.create_status = 200
        assert conform([url, "--report", str(report), "--replay", "CRE-001/1"]) == 0
        assert not state.integrations


def test_a_finding_that_no_check_made_is_sent_again_by_its_requests(report: Path) -> None:
    with small_server(tells_keys=True) as (url, state):
        assert conform([url, *QUICK, "--report", str(report), "--only", "SEC-001"]) == 1
        (finding, *_) = read(report)["SEC-001"]["findings"]
        assert finding["check"] is None
        assert conform([url, "--report", str(report), "--replay", finding["id"]]) == 1
        state.faults.tells_keys = False
        assert conform([url, "--report", str(report), "--replay", finding["id"]]) == 0
        assert not state.integrations


def test_the_base_url_of_a_replay_is_the_reports(report: Path) -> None:
    with small_server(create_status=201) as (url, _):
        conform([url, *QUICK, "--report", str(report), "--only", "CRE-001"])
        assert conform(["--replay", f"{report / 'report.json'}:CRE-001/1", "--report", str(report)]) == 1


def test_curl_lines_alone_show_a_finding(report: Path) -> None:
    with small_server(forgets_names=True) as (url, state):
        assert conform([url, *QUICK, "--report", str(report), "--only", "UPD-002"]) == 1
        steps = read(report)["UPD-002"]["findings"][0]["steps"]

        def last_answer() -> dict[str, Any]:
            state.integrations.clear()
            shell = ["bash", "-c", "\n".join(steps)]
            done = subprocess.run(shell, capture_output=True, text=True, check=True)  # noqa: S603
            body: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-2])
            return body

        wrong = last_answer()
        state.faults.forgets_names = False
        right = last_answer()
    assert wrong["slug"] == right["slug"]
    assert wrong["name"] != right["name"]


@pytest.mark.parametrize("where", ["CRE-001/9", "no-file.json:CRE-001/1"])
def test_a_finding_that_is_not_there_is_refused(where: str, report: Path) -> None:
    report.mkdir()
    (report / "report.json").write_text('{"requirements": []}')
    with pytest.raises(UsageError, match=r"no finding|does not exist"):
        load_finding(where, report)


def declared(file: Path, until: date, **more: str) -> Path:
    entry = {"requirement": "CRE-001", "reason": "the old gateway answers 201", **more}
    lines = [f'{name} = "{value}"' for name, value in entry.items()]
    file.write_text("\n".join(["[[deviation]]", *lines, f"until = {until.isoformat()}"]))
    return file


def test_a_known_deviation_is_told_as_accepted_until_its_day(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = declared(tmp_path / "known.toml", date.today())
    with small_server(create_status=201) as (url, _):
        options = [url, *QUICK, "--report", str(report), "--only", "CRE-001", "--accept", str(known)]
        assert conform(options) == 0
        assert "the old gateway answers 201" in capsys.readouterr().out
        assert read(report)["CRE-001"]["verdict"] == "accepted"
        declared(known, date.today() - timedelta(days=1))
        assert conform(options) == 1
    assert "which is over" in capsys.readouterr().out


def test_a_deviation_covers_only_what_it_names(report: Path, tmp_path: Path) -> None:
    known = declared(tmp_path / "known.toml", date.today(), operation="updateIntegration")
    with small_server(create_status=201) as (url, _):
        options = [url, *QUICK, "--report", str(report), "--only", "CRE-001", "--accept", str(known)]
        assert conform(options) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[deviation]]\nrequirement = 'CRE-001'\nuntil = 2030-01-01", "needs reason"),
        ("[[deviation]]\nrequirement = 'CRE-001'\nreason = 'r'\nuntil = 'soon'", "until must be a date"),
        ("[[deviation]]\nrequirement = 'CRE-999'\nreason = 'r'\nuntil = 2030-01-01", "CRE-999 is no"),
        ("[[deviation]]\nrequirement = 'CRE-001'\nreason = ' '\nuntil = 2030-01-01", "says something"),
        ("[[deviation]]\nrequirement = 'CRE-001'\nreason = 'r'\nuntil = 2030-01-01\nwhy = 1", "has why"),
        ("[[exception]]\nrequirement = 'CRE-001'", "only"),
        ("not toml", "cannot be read"),
    ],
)
def test_a_file_of_deviations_that_is_not_sound_is_refused(text: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "known.toml"
    file.write_text(text)
    with pytest.raises(UsageError, match=told):
        load_deviations(file, Contract.load(), date.today())


def test_a_server_that_falls_silent_is_a_finding_with_the_last_requests(
    report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portkey_conformance.exchanges.PATIENCE", (0.0, 0.01))
    with small_server(falls_silent_after=30) as (url, _):
        code = conform([url, *QUICK, "--report", str(report), "--only", "CRE", "UPD", "PRO-020"])
    told = read(report)
    assert code == 1
    assert told["PRO-020"]["verdict"] == "fail"
    assert told["PRO-020"]["findings"][0]["steps"]
    assert told["UPD-011"]["verdict"] == "inconclusive"
    assert "stopped answering" in told["UPD-011"]["reason"]


def test_the_time_of_a_request_is_limited_and_told(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with small_server() as (url, _):
        conform([url, *QUICK, "--report", str(report), "--only", "CRE-001", "--timeout", "7"])
    assert json.loads((report / "report.json").read_text())["request_seconds"] == 7


def test_options_that_make_no_sense_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for options in (["--shard", "3/2"], ["--timeout", "0"], ["--minutes", "2"], ["--minutes", "-1"]):
        assert conform(["http://127.0.0.1:1/v1", *options]) == 2


def test_a_run_may_end_with_the_phase_that_finds_something(report: Path) -> None:
    def requests(*options: str) -> int:
        with small_server(create_status=201) as (url, _):
            assert conform([url, *QUICK, "--report", str(report), "--only", "CRE-001", *options]) == 1
        return int(json.loads((report / "report.json").read_text())["requests"])

    all_phases = requests()
    assert requests("--fail-fast") < all_phases / 2
    (note,) = json.loads((report / "report.json").read_text())["notes"]
    assert "ended early" in note


def test_shards_share_the_checks(report: Path) -> None:
    with small_server() as (url, state):
        seen = []
        for part in ("1/2", "2/2"):
            conform([url, *QUICK, "--report", str(report / part[0]), "--only", "CRE", "--shard", part])
            seen.append(_decided(report / part[0]))
    assert seen[0] != seen[1]
    assert json.loads((report / "1" / "report.json").read_text())["shard"] == "1/2"
    assert isinstance(state, State)


def _decided(report: Path) -> set[str]:
    return {name for name, entry in read(report).items() if entry["verdict"] in ("pass", "fail")}
