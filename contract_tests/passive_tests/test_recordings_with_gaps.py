"""No false alarm: what a recording lacks, holds twice or tells late is never held against a server."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from faults.broken_server import broken_server, no_fault
from faults.liberties import every_liberty
from hypothesis import given, settings, strategies as st
from portkey_conformance.passive.entries import Broken, Entry
from portkey_conformance.passive.har import entries_of
from portkey_conformance.passive.order import in_order
from portkey_conformance.target import load_target

from passive_tests.judging import failed, judged, judged_entries, with_verdict
from passive_tests.recording_proxy import recording_proxy
from passive_tests.traffic import recorded

VERY_FEW = settings(max_examples=5, deadline=None, derandomize=True)
FEW = settings(max_examples=25, deadline=None, derandomize=True)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with recorded(tmp_path_factory.mktemp("clean"), no_fault) as har:
        yield har


@pytest.fixture(scope="module")
def entries(clean: dict[str, Any]) -> list[Entry]:
    return [one for one in entries_of(clean) or [] if isinstance(one, Entry)]


@pytest.fixture(scope="module")
def whole_run(tmp_path_factory: pytest.TempPathFactory) -> list[Entry]:
    """What the judge itself sends for some families: races, mistakes and all keys."""
    folder = tmp_path_factory.mktemp("whole")
    with broken_server(folder, no_fault) as target:
        with recording_proxy(load_target(None, target, {}).base_url) as recording:
            command = [sys.executable, "-m", "portkey_integrations", "conform", recording.base_url]
            options = ["--target", str(target), "--profile", "quick", "--report", str(folder / "report")]
            options += ["--only", "AUT", "CRE", "DEL", "ERR", "LST", "PRV", "CON"]
            subprocess.run([*command, *options], check=False, capture_output=True)  # noqa: S603 - our own
        found = [one for one in entries_of(recording.har()) or [] if isinstance(one, Entry)]
    assert len(found) > 300
    return found


@pytest.mark.parametrize("complete", [False, True])
def test_a_run_of_the_judge_is_no_finding(whole_run: list[Entry], complete: bool) -> None:
    told = judged_entries(list(whole_run), whole=True, complete=complete)
    assert failed(told) == set()
    assert len(with_verdict(told, "pass")) > 30


@VERY_FEW
@given(seed=st.integers(0, 2**16), share=st.sampled_from((0.1, 0.5, 0.9)))
def test_parts_of_a_run_of_the_judge_are_no_finding(whole_run: list[Entry], seed: int, share: float) -> None:
    source = random.Random(seed)  # noqa: S311 - reproducible
    parts: list[Entry | Broken] = [one for one in whole_run if source.random() < share]
    source.shuffle(parts)
    if parts:
        assert failed(judged_entries(parts, whole=True)) == set()


@FEW
@given(data=st.data())
def test_entries_that_are_missing_or_there_twice_are_no_finding(
    entries: list[Entry], data: st.DataObject
) -> None:
    dropped = data.draw(st.sets(st.integers(0, len(entries) - 1)))
    repeated = data.draw(st.lists(st.sampled_from(entries), max_size=20))
    kept = [one for number, one in enumerate(entries) if number not in dropped]
    shuffled = data.draw(st.permutations([*kept, *repeated]))
    if shuffled:
        assert failed(judged_entries(list(shuffled), whole=True)) == set()


@FEW
@given(data=st.data())
def test_bodies_that_were_not_recorded_are_no_finding(clean: dict[str, Any], data: st.DataObject) -> None:
    har = copy.deepcopy(clean)
    for entry in har["log"]["entries"]:
        lacks = data.draw(st.sampled_from(("nothing", "answer", "request", "both", "half", "headers")))
        content = entry["response"]["content"]
        if lacks in ("answer", "both"):
            del content["text"]
        if lacks in ("request", "both"):
            entry["request"].pop("postData", None)
            entry["request"]["bodySize"] = -1
        if lacks == "half":
            content["text"] = content["text"][: len(content["text"]) // 2]
        if lacks == "headers":
            entry["response"]["headers"] = []
    assert failed(judged(har)) == set()


@FEW
@given(data=st.data())
def test_requests_that_may_have_overlapped_are_in_no_order(entries: list[Entry], data: st.DataObject) -> None:
    """Each entry began somewhat earlier than was recorded, and took so much longer."""
    moved: list[Entry | Broken] = []
    for one in entries:
        earlier = data.draw(st.floats(0, 0.05))
        assert one.started is not None
        assert one.seconds is not None
        fields = {**vars(one), "started": one.started - earlier, "seconds": one.seconds + earlier}
        moved.append(Entry(**fields))
    assert failed(judged_entries(moved, whole=True)) == set()
    assert failed(judged_entries(moved, whole=True, complete=True)) == set()


def test_what_a_server_decides_for_itself_is_no_finding(tmp_path: Path) -> None:
    with recorded(tmp_path, every_liberty) as har:
        for complete in (False, True):
            assert failed(judged(har, complete=complete)) == set()


def test_a_write_that_the_recording_lacks_leaves_a_requirement_open(clean: dict[str, Any]) -> None:
    har = copy.deepcopy(clean)
    writes = [
        one
        for one in har["log"]["entries"]
        if one["request"]["method"] == "PUT" and one["request"]["url"].endswith("/integrations/alpha")
    ]
    har["log"]["entries"].remove(
        next(one for one in writes if "Changed" in one["request"]["postData"]["text"])
    )
    told = judged(har)
    assert failed(told) == set()
    assert failed(judged(har, complete=True)) <= with_verdict(told, "inconclusive") != set()


def test_a_broken_entry_may_have_been_any_write(clean: dict[str, Any]) -> None:
    har = copy.deepcopy(clean)
    for number, one in enumerate(har["log"]["entries"]):
        if one["request"]["method"] == "PUT" and "Changed" in json.dumps(one):
            har["log"]["entries"][number] = {"request": {}}
    told = judged(har, complete=True)
    assert failed(told) == set()
    assert any("broken" in note for note in told["notes"])


def test_entries_come_in_the_order_in_which_they_began(entries: list[Entry]) -> None:
    ordered = [entry for entry, _ in in_order(reversed(entries), None)]
    assert ordered == sorted(entries, key=lambda one: one.started or 0)


def test_a_time_in_another_zone_is_the_same_time(clean: dict[str, Any]) -> None:
    har = copy.deepcopy(clean)
    for entry in har["log"]["entries"][::2]:
        moment = datetime.fromisoformat(entry["startedDateTime"])
        entry["startedDateTime"] = (moment + timedelta(hours=2)).isoformat().replace("+00:00", "+02:00")
    assert failed(judged(har, complete=True)) == set()
