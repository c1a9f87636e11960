"""``conform diff``, ``conform merge`` and ``conform schema``: what they say of reports, and how they end."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from portkey_conformance import report
from portkey_conformance.cli import conform
from portkey_conformance.report import Report, data
from portkey_conformance.report.data import Finding, Requirement
from portkey_conformance.report.difference import Change, Difference, compare
from portkey_conformance.report.merging import CannotMergeError, merge
from small_report import small_report


def requirement(of: Report, name: str) -> Requirement:
    return next(one for one in of["requirements"] if one["id"] == name)


def finding(of: Report, name: str, number: int = 0) -> Finding:
    return requirement(of, name)["findings"][number]


def change(one: Any, **values: Any) -> None:
    one.update(values)


def with_verdict(of: Report, name: str, verdict: str) -> Report:
    """The report with another verdict for one requirement, and its findings only if it has any by that."""
    changed = requirement(of, name)
    changed["verdict"] = verdict
    if verdict not in ("fail", "accepted"):
        changed["findings"] = []
    of["summary"] = data.summary(of["requirements"])
    return of


def changes(found: Difference, place: str) -> list[tuple[str, str]]:
    listed: list[Change] = getattr(found, place)
    return [(one.id, one.what) for one in listed]


def test_a_report_is_the_same_as_itself() -> None:
    found = compare(small_report(), small_report())
    assert (found.worse, found.better, found.changed, found.same) == ([], [], [], 5)


@pytest.mark.parametrize(
    ("name", "before", "after", "place", "what"),
    [
        ("CRE-001", "pass", "fail", "worse", "newly broken"),
        ("CRE-001", "skip", "fail", "worse", "newly broken"),
        ("CRE-001", "fail", "pass", "better", "fixed"),
        ("CRE-001", "fail", "skip", "changed", "no longer judged"),
        ("CRE-002", "pass", "inconclusive", "worse", "no longer judged"),
        ("CRE-002", "skip", "pass", "better", "judged now, and met"),
        ("CRE-003", "accepted", "pass", "better", "fixed"),
        ("CRE-003", "accepted", "fail", "worse", "no longer accepted"),
        ("CRE-003", "fail", "accepted", "changed", "accepted now"),
        ("CRE-003", "pass", "accepted", "changed", "broken, and accepted"),
        ("ERR-001", "inconclusive", "skip", "changed", "not judged for another reason"),
    ],
)
def test_a_verdict_that_changes_is_worse_better_or_only_changed(
    name: str, before: str, after: str, place: str, what: str
) -> None:
    found = compare(with_verdict(small_report(), name, before), with_verdict(small_report(), name, after))
    assert changes(found, place) == [(name, what)]
    assert sum(len(changes(found, one)) for one in ("worse", "better", "changed")) == 1
    assert found.same == 4


def test_another_finding_of_a_broken_requirement_is_worse_and_one_less_is_better() -> None:
    less = small_report()
    del requirement(less, "CRE-001")["findings"][1]
    assert changes(compare(less, small_report()), "worse") == [("CRE-001", "another finding")]
    assert changes(compare(small_report(), less), "better") == [("CRE-001", "one finding less")]


def test_a_finding_is_the_same_in_two_runs_though_the_names_in_it_differ() -> None:
    new = small_report()
    finding(new, "CRE-001")["actual"] = "201 to PUT /integrations/another-name"
    assert compare(small_report(), new).same == 5


def test_a_finding_at_one_operation_is_the_same_whether_a_check_or_the_memory_tells_it() -> None:
    new = small_report()
    change(finding(new, "CRE-001"), check=None, cause="told otherwise")
    assert compare(small_report(), new).same == 5


def test_a_rate_that_changes_is_told_and_one_that_becomes_certain_is_worse() -> None:
    seldom, often, always = small_report(), small_report(), small_report()
    change(finding(often, "CRE-001", 1), failures=9)
    change(finding(always, "CRE-001", 1), tries=3, failures=3, reproduced=True)
    what = "shows in 9 of 40 tries; before in 3 of 40 tries"
    assert changes(compare(seldom, often), "changed") == [("CRE-001", what)]
    assert [one for one, _ in changes(compare(seldom, always), "worse")] == ["CRE-001"]
    assert [one for one, _ in changes(compare(always, seldom), "better")] == ["CRE-001"]


def test_an_acceptance_that_is_prolonged_is_told() -> None:
    new = small_report()
    finding(new, "CRE-003")["accepted"] = {"reason": "still", "until": "2028-01-01"}
    (told,) = compare(small_report(), new).changed
    assert (told.what, told.detail) == ("accepted otherwise", "still (until 2028-01-01)")


def test_a_requirement_that_only_one_report_has_is_worse_only_if_it_is_broken() -> None:
    less = small_report()
    less["requirements"] = less["requirements"][3:]
    found = compare(less, small_report())
    assert changes(found, "worse") == [("CRE-001", "newly broken")]
    assert [what for _, what in changes(found, "changed")] == ["not in the old report"] * 2
    assert changes(compare(small_report(), less), "worse") == []


def test_reports_that_are_hardly_comparable_say_so() -> None:
    new = small_report()
    new["contract_version"], new["interrupted"] = "0.0.2", True
    assert compare(small_report(), new).remarks == [
        "The contracts differ: 0.0.1 before, 0.0.2 now.",
        "The new run was interrupted.",
    ]


def written(folder: Path, **reports: Report) -> list[str]:
    files = []
    for name, one in reports.items():
        files.append(folder / f"{name}.json")
        files[-1].write_text(report.as_text(one))
    return [str(file) for file in files]


def test_diff_ends_with_1_if_anything_got_worse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = written(tmp_path, old=with_verdict(small_report(), "CRE-001", "pass"), new=small_report())
    assert conform(["diff", old, new]) == 1
    shown = capsys.readouterr().out
    assert "CRE-001 MUST: newly broken (pass → fail)" in shown
    assert "1 worse, 0 better, 0 changed, 4 requirements the same" in shown
    assert "\x1b" not in shown
    assert conform(["diff", new, old]) == 0
    assert "fixed (fail → pass)" in capsys.readouterr().out


def test_diff_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = written(tmp_path, old=small_report(), new=with_verdict(small_report(), "CRE-001", "pass"))
    assert conform(["diff", old, new, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert [(one["id"], one["was"], one["now"]) for one in printed["better"]] == [("CRE-001", "fail", "pass")]
    assert (printed["worse"], printed["changed"], printed["same"]) == ([], [], 4)


@pytest.mark.parametrize("arguments", [["diff", "none.json", "none.json"], ["merge", "none.json"], ["diff"]])
def test_what_cannot_be_read_ends_with_2_and_no_traceback(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert conform(arguments) == 2
    assert capsys.readouterr().out == ""


def test_schema_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert conform(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == data.schema()


def shard(name: str, **verdicts: str) -> Report:
    """A part of a run; other verdicts than the small report's by ``CRE_001="pass"``."""
    part = small_report()
    part["shard"] = name
    for one, verdict in verdicts.items():
        with_verdict(part, one.replace("_", "-"), verdict)
    return part


@pytest.mark.parametrize(
    ("verdicts", "merged"),
    [
        (("fail", "pass"), "fail"),
        (("inconclusive", "fail"), "fail"),
        (("pass", "pass"), "pass"),
        (("pass", "skip"), "pass"),
        (("pass", "inconclusive"), "inconclusive"),
        (("skip", "inconclusive"), "inconclusive"),
        (("skip", "skip"), "skip"),
    ],
)
def test_a_merged_verdict_is_the_gravest_that_anyone_reached(verdicts: tuple[str, str], merged: str) -> None:
    parts = [shard(f"{number}/2", CRE_001=one) for number, one in enumerate(verdicts, start=1)]
    for told in (merge(parts), merge(parts[::-1])):
        assert requirement(told, "CRE-001")["verdict"] == merged
        assert sum(told["summary"].values()) == 5


def test_an_accepted_finding_stays_accepted_unless_another_part_has_one_that_is_not() -> None:
    told = merge([shard("1/2"), shard("2/2", CRE_003="pass")])
    assert requirement(told, "CRE-003")["verdict"] == "accepted"
    other = shard("2/2", CRE_003="fail")
    change(finding(other, "CRE-003"), accepted=None, cause="another")
    told = merge([shard("1/2"), other])
    assert requirement(told, "CRE-003")["verdict"] == "fail"
    assert [one["id"] for one in requirement(told, "CRE-003")["findings"]] == ["CRE-003/1", "CRE-003/2"]


def test_findings_with_one_cause_become_one_with_the_tries_of_all() -> None:
    other = shard("2/2")
    change(finding(other, "CRE-001"), tries=5, failures=4, reproduced=False, steps=["a", "b"])
    told = requirement(merge([shard("1/2"), other]), "CRE-001")
    first, second = told["findings"]
    assert (first["tries"], first["failures"], first["reproduced"]) == (8, 7, False)
    assert len(first["steps"]) == 1
    assert (second["tries"], second["failures"]) == (80, 6)


def test_what_a_check_of_one_part_found_is_not_told_again_by_what_another_only_watched() -> None:
    watched = shard("2/2")
    del requirement(watched, "CRE-001")["findings"][1:]
    change(finding(watched, "CRE-001"), check=None, source="memory", cause="another")
    for parts in ([shard("1/2"), watched], [watched, shard("1/2")]):
        told = requirement(merge(parts), "CRE-001")["findings"]
        assert [(one["operation"], one["check"]) for one in told] == [
            ("createIntegration", "a_creation_answers_200"),
            ("updateIntegration", None),
        ]


def test_a_merged_report_says_what_it_is_made_of_and_what_is_missing() -> None:
    parts = [shard("4/4"), shard("1/4"), shard("2/4")]
    change(parts[0], seconds=9.5, started="2026-11-25T00:00:00+00:00", seed=8, notes=["Only here."])
    parts[1]["waited_seconds"] = 2.5
    told = merge(parts)
    assert told["merged"] == {"parts": ["1/4", "2/4", "4/4"], "missing": ["3/4"], "seconds": 12.5}
    assert (told["shard"], told["seconds"], told["requests"]) == (None, 9.5, 36)
    assert told["waited_seconds"] == 2.5
    assert told["started"] == "2026-11-25T00:00:00+00:00"
    assert told["notes"][0].startswith("Part 3/4 is missing")
    assert "Part 4/4: Only here." in told["notes"]
    assert "The runs had different seeds: 8, 7." in told["notes"]


def test_merging_in_steps_is_merging_at_once() -> None:
    parts = [shard(f"{number}/3") for number in (1, 2, 3)]
    at_once, in_steps = merge(parts), merge([merge(parts[:2]), parts[2]])
    for told in (at_once, in_steps):
        told["notes"] = []
    assert in_steps == at_once


def test_requirements_that_only_one_part_judged_are_all_there_in_order() -> None:
    one, other = shard("1/2"), shard("2/2")
    one["requirements"], other["requirements"] = other["requirements"][2:], one["requirements"][:2]
    names = [each["id"] for each in merge([one, other])["requirements"]]
    assert names == ["CRE-001", "CRE-002", "CRE-003", "ERR-001", "ERR-002"]


@pytest.mark.parametrize(
    ("different", "told"),
    [
        (
            {"base_url": "http://elsewhere/v1"},
            "different servers: http://127.0.0.1:8787/v1, http://elsewhere/v1",
        ),
        ({"contract_version": "9"}, "different contracts: 0.0.1, 9"),
        ({"shard": "1/2"}, "Part 1/2 is given twice"),
        ({"shard": "2/3"}, "split differently: into 2, 3"),
    ],
)
def test_reports_that_do_not_belong_together_are_refused(different: dict[str, Any], told: str) -> None:
    other = copy.deepcopy(shard("2/2"))
    change(other, **different)
    with pytest.raises(CannotMergeError, match=told):
        merge([shard("1/2"), other])


def test_merge_writes_every_form_and_ends_as_a_run_would(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = written(tmp_path, one=shard("1/2"), two=shard("2/2"))
    folder = tmp_path / "merged"
    assert conform(["merge", *files, "--report", str(folder)]) == 1
    assert {file.name for file in folder.iterdir()} == set(report.FILES)
    assert report.read(folder / "report.json")["merged"] is not None
    assert "1 of the 3 MUSTs that were judged is broken." in capsys.readouterr().out
    fine = [shard("1/2", CRE_001="pass"), shard("2/2", CRE_001="pass")]
    assert conform(["merge", *written(tmp_path, three=fine[0], four=fine[1]), "--report", str(folder)]) == 0
    assert conform(["merge", *written(tmp_path, three=fine[0]), "--report", str(folder)]) == 3
