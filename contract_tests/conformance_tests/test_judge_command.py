"""The command `portkey-integrations conform`: what it prints, what it writes and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from portkey_conformance.cli import conform
from small_server import KEY, small_server

QUICK = ["--profile", "quick", "--seed", "5"]


@pytest.fixture(autouse=True)
def a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTKEY_API_KEY", KEY)


@pytest.fixture
def where(tmp_path: Path) -> list[str]:
    return ["--report", str(tmp_path / "report")]


def test_a_server_that_holds_ends_with_0(
    where: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with small_server() as (url, _):
        code = conform([url, *QUICK, *where, "--only", "CRE-001"])
    assert code == 0
    assert "Every MUST that was judged holds." in capsys.readouterr().out
    report = json.loads((tmp_path / "report" / "report.json").read_text())
    assert [entry["id"] for entry in report["requirements"]] == ["CRE-001"]
    assert report["seed"] == 5
    assert (tmp_path / "report" / "junit.xml").exists()


def test_a_finding_ends_with_1_and_is_shown_with_a_command(
    where: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with small_server(create_status=201) as (url, _):
        code = conform([url, *QUICK, *where, "--only", "CRE-001"])
    shown = capsys.readouterr().out
    assert code == 1
    assert "CRE-001 MUST: A creation answers 200." in shown
    assert f"curl -sS -X POST {url}/integrations" in shown
    assert "$PORTKEY_API_KEY" in shown
    assert KEY not in shown


def test_json_prints_the_report_and_nothing_else(
    where: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with small_server() as (url, _):
        conform([url, *QUICK, *where, "--only", "CRE-001", "--json"])
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads((tmp_path / "report" / "report.json").read_text())


def test_only_takes_a_family_and_a_list(where: list[str], tmp_path: Path) -> None:
    with small_server() as (url, _):
        conform([url, *QUICK, *where, "--only", "cre,DEL-001"])
    report = json.loads((tmp_path / "report" / "report.json").read_text())
    assert {entry["id"][:3] for entry in report["requirements"]} == {"CRE", "DEL"}
    assert sum(entry["id"].startswith("DEL") for entry in report["requirements"]) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["http://127.0.0.1:9/v1", "--bogus"], "unrecognized arguments"),
        (["http://127.0.0.1:9/v1", "--profile", "slow"], "invalid choice"),
        (["http://127.0.0.1:9/v1", "--only", "XYZ-1"], "no such requirement or family"),
        (["127.0.0.1:9/v1"], "is not an http or https URL"),
        (["http://127.0.0.1:9/v1", "--report", __file__], "cannot be written"),
    ],
)
def test_wrong_usage_ends_with_2(
    arguments: list[str],
    told: str,
    where: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert conform([*where, *arguments]) == 2
    assert told in " ".join(capsys.readouterr().err.split())


def test_a_server_that_cannot_be_judged_ends_with_3_in_one_sentence_and_leaves_no_old_report(
    where: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "report.json").write_text("of an earlier run")
    with small_server(html=True) as (url, _):
        assert conform([url, *where]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert "answers HTML" in captured.err
    assert list((tmp_path / "report").iterdir()) == []


def test_what_a_server_says_does_not_command_the_terminal(
    where: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with small_server(hidden_field="\x1b[2Jcleared\n\rand") as (url, _):
        conform([url, *QUICK, *where, "--only", "UPD-002"])
    shown = capsys.readouterr().out
    assert "/\\x1b[2Jcleared\\n\\rand" in shown
    assert "\x1b" not in shown
