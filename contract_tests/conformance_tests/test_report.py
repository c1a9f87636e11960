"""The report in the forms that machines read: JSON by its schema, JUnit, GitHub's commands and summary."""

from __future__ import annotations

import copy
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema_rs
import pytest
from portkey_conformance import report
from portkey_conformance.cli import conform
from portkey_conformance.report import commands, data, github, junit
from portkey_conformance.terminal import Terminal
from small_report import small_report
from small_server import KEY, small_server


def undescribed(schema: dict[str, Any], value: Any, place: str = "") -> Iterator[str]:
    """Where a value has fields that a schema does not describe."""
    if "$ref" in schema:
        schema = data.schema()["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    if isinstance(value, list) and "items" in schema:
        for one in value:
            yield from undescribed(schema["items"], one, f"{place}/*")
    if isinstance(value, dict) and "properties" in schema:
        for name, one in value.items():
            if name not in schema["properties"]:
                yield f"{place}/{name}"
            else:
                yield from undescribed(schema["properties"][name], one, f"{place}/{name}")


def test_the_schema_is_valid_and_names_itself() -> None:
    jsonschema_rs.meta.validate(data.schema())
    assert data.schema()["properties"]["$schema"]["const"] == data.schema()["$id"]
    assert data.schema()["properties"]["schema_version"]["const"] == data.SCHEMA_VERSION


def test_a_report_of_a_run_follows_its_schema_and_has_no_field_that_it_does_not_describe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTKEY_API_KEY", KEY)
    with small_server(create_status=201, hidden_field="owner") as (url, _):
        conform(
            [url, "--profile", "quick", "--report", str(tmp_path), "--only", "CRE-001", "CRE-005", "AZN-001"]
        )
    document = json.loads((tmp_path / "report.json").read_text())
    verdicts = {one["verdict"] for one in document["requirements"]}
    assert {"pass", "fail", "skip"} <= verdicts
    jsonschema_rs.validate(data.schema(), document, validate_formats=True)
    assert sorted(set(undescribed(data.schema(), document))) == []
    assert report.read(tmp_path / "report.json")["requirements"] == document["requirements"]


def test_a_report_with_one_of_everything_survives_writing_and_reading(tmp_path: Path) -> None:
    told = small_report()
    report.write(told, tmp_path)
    document = json.loads((tmp_path / "report.json").read_text())
    assert sorted(set(undescribed(data.schema(), document))) == []
    assert report.read(tmp_path / "report.json") == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "cannot be read"),
        ("not JSON", "is not JSON"),
        pytest.param("[" * 100_000, "is not JSON", id="nested too deep"),
        ("[]", "is not a report of conform"),
        ('{"schema_version": 99}', "schema_version 99; this version reads 1"),
        ('{"seed": 1, "requirements": []}', "is not a report of conform"),
    ],
)
def test_a_file_that_is_no_report_is_refused_with_the_reason(
    tmp_path: Path, text: str | None, told: str
) -> None:
    file = tmp_path / "report.json"
    if text is not None:
        file.write_text(text)
    with pytest.raises(report.UnreadableReport, match=told) as refused:
        report.read(file)
    assert str(file) in str(refused.value)


def test_junit_fails_for_a_broken_must_only() -> None:
    root = ElementTree.fromstring(junit.as_xml(small_report()))  # noqa: S314 - our own
    cases = {case.get("name", "")[:7]: case for case in root.iter("testcase")}
    assert [name for name, case in cases.items() if case.find("failure") is not None] == ["CRE-001"]
    failure = cases["CRE-001"].find("failure")
    assert failure is not None
    assert failure.text is not None
    assert "in 3 of 40 tries" in failure.text
    assert "curl -sS -X POST" in failure.text
    skipped = {
        name: found.get("message", "")
        for name, case in cases.items()
        if (found := case.find("skipped")) is not None
    }
    assert skipped["CRE-003"].startswith("accepted: our proxy does that; ticket 7 (until 2027-03-01)")
    assert skipped["ERR-001"].startswith("inconclusive: 500 in the preparation")
    assert skipped["ERR-002"] == "skip: needs keys.read_only"
    assert root.attrib["tests"] == "5"
    assert root.attrib["failures"] == "1"
    assert [suite.attrib["skipped"] for suite in root] == ["1", "2"]


def test_a_should_that_is_not_met_is_skipped_in_junit() -> None:
    told = small_report()
    told["requirements"][0]["level"] = "SHOULD"
    root = ElementTree.fromstring(junit.as_xml(told))  # noqa: S314
    skipped = root.find("testsuite/testcase/skipped")
    assert skipped is not None
    assert skipped.attrib["message"].startswith("SHOULD, not met: expected 200")


def test_github_gets_one_command_a_line_whatever_the_server_said() -> None:
    lines = list(github.commands(small_report()))
    assert [line.split(" ")[0] for line in lines] == ["::error", "::notice"]
    assert lines[0].startswith(
        "::error title=CRE-001 MUST::Statement CRE_001.%0AcreateIntegration: expected 200"
    )
    assert "(and 1 more finding)" in lines[0]
    assert "100%25" in lines[0]
    assert "\\n::error::forged" in lines[0]
    assert not any("\n" in line or "\r" in line for line in lines)
    assert "our proxy does that; ticket 7 (until 2027-03-01)" in lines[1]


def test_github_is_not_sent_more_annotations_than_it_shows() -> None:
    told = small_report()
    first = told["requirements"][0]
    told["requirements"] = [{**copy.deepcopy(first), "id": f"CRE-{number:03}"} for number in range(1, 15)]
    lines = list(github.commands(told))
    assert len(lines) == github.SHOWN_OF_A_KIND
    assert lines[-1].startswith("::error title=5 more::")
    assert "CRE-014" in lines[-1]


def test_the_summary_of_a_github_job_shows_a_servers_text_and_no_mark_up_of_it(tmp_path: Path) -> None:
    page = tmp_path / "summary.md"
    page.write_text("of an earlier step\n")
    github.announce(small_report(), io.StringIO(), {"GITHUB_STEP_SUMMARY": str(page)})
    text = page.read_text()
    assert text.startswith("of an earlier step\n")
    assert "1 of the 3 MUSTs that were judged is broken." in text
    outside = re.sub(r"^```sh\n.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    assert "<script>" not in outside
    assert "**bold**" not in outside
    assert r"\*\*bold\*\*" in outside


def test_a_summary_stays_below_githubs_limit() -> None:
    told = small_report()
    finding = told["requirements"][0]["findings"][0]
    told["requirements"][0]["findings"] = [{**finding, "steps": [f"curl {'é' * 60_000}"]} for _ in range(20)]
    text = github.summary(told)
    assert len(text.encode()) <= 1024 * 1024
    assert "The rest is in the report." in text


def test_in_a_github_job_a_report_annotates_and_lets_nothing_else_be_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    commands.show(small_report(), Terminal(), tmp_path, as_json=False, on_github=False)
    printed = capsys.readouterr().out
    stop = re.match(r"::stop-commands::(\w{32})\n", printed)
    assert stop is not None
    shown, after = printed[stop.end() :].split(f"::{stop[1]}::\n")
    assert "CRE-001 MUST: Statement CRE_001." in shown
    assert after.startswith("::error title=CRE-001 MUST::Statement CRE_001.")
    assert "## Conformance of" in (tmp_path / "summary.md").read_text()


def test_json_on_github_keeps_the_output_to_the_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.show(small_report(), Terminal(), tmp_path, as_json=True, on_github=True)
    printed = capsys.readouterr()
    assert printed.out == report.as_text(small_report())
    assert "::error title=CRE-001 MUST::" in printed.err


def test_elsewhere_nothing_is_said_to_github(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    commands.show(small_report(), Terminal(), tmp_path, as_json=False, on_github=False)
    assert "\n::" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("source", "tries", "failures", "rate"),
    [
        ("check", 3, 3, "at every one of 3 tries"),
        ("check", 40, 3, "in 3 of 40 tries"),
        ("generated", 1, 1, "seen once"),
        ("recorded", 1, 1, "in recorded traffic"),
    ],
)
def test_how_surely_a_finding_shows_is_told_in_words(
    source: str, tries: int, failures: int, rate: str
) -> None:
    finding = small_report()["requirements"][0]["findings"][0]
    shown = {"source": source, "tries": tries, "failures": failures, "reproduced": tries == failures}
    assert data.rate({**finding, **shown}) == rate  # type: ignore[typeddict-item]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "1 of the 3 MUSTs that were judged is broken."),
        ({"CRE-002": "skip", "CRE-003": "skip"}, "The one MUST that was judged is broken."),
        ({"CRE-001": "pass"}, "Every MUST that was judged holds; 1 known deviation is accepted."),
        ({"CRE-001": "pass", "CRE-003": "pass"}, "Every MUST that was judged holds."),
        ({"ERR-001": "fail"}, "1 of the 3 MUSTs that were judged is broken, and 1 SHOULD."),
        (dict.fromkeys(("CRE-001", "CRE-002", "CRE-003"), "skip"), "Nothing could be judged."),
    ],
)
def test_a_report_is_one_sentence(changes: dict[str, str], sentence: str) -> None:
    told = small_report()
    for requirement in told["requirements"]:
        requirement["verdict"] = changes.get(requirement["id"], requirement["verdict"])
    told["summary"] = data.summary(told["requirements"])
    assert data.in_one_sentence(told) == sentence
