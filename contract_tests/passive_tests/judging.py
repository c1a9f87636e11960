"""Judges recordings in this process, with one reading of the contract for all tests."""

from __future__ import annotations

import functools
from typing import Any

from portkey_conformance import report
from portkey_conformance.contract import Contract
from portkey_conformance.passive.entries import Broken, Entry
from portkey_conformance.passive.har import entries_of
from portkey_conformance.passive.judging import Reading, judge_recording
from portkey_conformance.report import data, html, junit


class Silent:
    def step(self, phase: str, label: str, done: int, total: int) -> None:
        """Say nothing."""


@functools.cache
def contract() -> Contract:
    return Contract.load()


def judged(har: dict[str, Any], **reading: Any) -> report.Report:
    """The report on a recording."""
    entries = entries_of(har)
    assert entries is not None
    return judged_entries(entries, **{"whole": True, **reading})


def judged_entries(entries: list[Entry | Broken], **reading: Any) -> report.Report:
    """The report on the entries of a recording."""
    return report.of(judge_recording(entries, contract(), Reading(**reading), Silent()), contract())


def written(told: report.Report) -> str:
    """All that a report says in any form, without the requirements' own words."""
    return report.as_text(told) + html.as_html(told) + junit.as_xml(told).decode()


def failed(told: report.Report) -> set[str]:
    return with_verdict(told, "fail")


def with_verdict(told: report.Report, verdict: str) -> set[str]:
    return {one["id"] for one in told["requirements"] if one["verdict"] == verdict}


def requirement(told: report.Report, identity: str) -> data.Requirement:
    return next(one for one in told["requirements"] if one["id"] == identity)
