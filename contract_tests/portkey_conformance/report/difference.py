"""What got better and what got worse from one report to another.

Worse is what a release should wait for: a requirement or a finding that is newly broken, one that was flaky
and now shows every time, and one that held and cannot be told any more. What is declared as accepted is told
and is not worse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from portkey_conformance.report import data
from portkey_conformance.report.data import Finding, Report, Requirement

DECIDED = ("pass", "fail", "accepted")
UNDECIDED = ("skip", "inconclusive")


@dataclass(frozen=True)
class Change:
    """One way in which two reports differ."""

    id: str
    level: str
    statement: str
    was: str | None
    """The verdict before; ``None`` where the requirement was not in the report."""
    now: str | None
    what: str
    """The change in a few words."""
    detail: str = ""
    """What was expected and answered, or why it was not judged."""


@dataclass
class Difference:
    """All changes between two reports."""

    worse: list[Change] = field(default_factory=list)
    better: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0
    """Requirements of both reports that did not change."""
    remarks: list[str] = field(default_factory=list)
    """Why the two may not be comparable."""

    def as_json(self) -> dict[str, Any]:
        """The difference as JSON data."""
        return asdict(self)


def compare(old: Report, new: Report) -> Difference:
    """What changed from ``old`` to ``new``."""
    found = Difference(remarks=list(_remarks(old, new)))
    before = {one["id"]: one for one in old["requirements"]}
    after = {one["id"]: one for one in new["requirements"]}
    for name in dict.fromkeys([*after, *before]):
        changes = list(_changes(before.get(name), after.get(name)))
        found.same += not changes
        for place, change in changes:
            getattr(found, place).append(change)
    return found


def _remarks(old: Report, new: Report) -> Iterator[str]:
    for name, word in (("base_url", "servers"), ("contract_version", "contracts"), ("profile", "profiles")):
        was, now = str(old.get(name)), str(new.get(name))
        if was != now:
            yield f"The {word} differ: {was} before, {now} now."
    if old["interrupted"] or new["interrupted"]:
        yield f"The {'old' if old['interrupted'] else 'new'} run was interrupted."


def _changes(old: Requirement | None, new: Requirement | None) -> Iterator[tuple[str, Change]]:
    """Each change of one requirement, and whether it is worse, better or only changed."""
    one = new or old
    assert one is not None
    was, now = old and old["verdict"], new and new["verdict"]

    def change(what: str, detail: str = "") -> Change:
        return Change(one["id"], one["level"], one["statement"], was, now, what, detail)

    if old is None or new is None:
        what = "not in the new report" if new is None else "not in the old report"
        place = "worse" if now == "fail" else "changed"
        yield place, change("newly broken" if now == "fail" else what, data.why(one) if new else "")
    elif was == now:
        yield from _changes_within(old, new, change)
    elif now == "fail":
        what = "no longer accepted" if was == "accepted" else "newly broken"
        yield "worse", change(what, new["reason"])
    elif now == "accepted":
        yield "changed", change("accepted now" if was == "fail" else "broken, and accepted", data.why(new))
    elif now == "pass":
        yield "better", change("fixed" if was in DECIDED else "judged now, and met")
    elif was in DECIDED:
        yield "worse" if was == "pass" else "changed", change("no longer judged", new["reason"])
    else:
        yield "changed", change("not judged for another reason", new["reason"])


def _changes_within(
    old: Requirement, new: Requirement, change: Callable[[str, str], Change]
) -> Iterator[tuple[str, Change]]:
    """Changes of the findings of a requirement whose verdict is the same."""
    pairs, gone, come = _matched(old["findings"], new["findings"])
    for finding in come:
        place = "changed" if finding["accepted"] else "worse"
        yield place, change("another finding", _said(finding))
    for finding in gone:
        yield "better", change("one finding less", _said(finding))
    for before, after in pairs:
        if data.rate(before) != data.rate(after) and not (before["reproduced"] and after["reproduced"]):
            place = "worse" if after["reproduced"] else "better" if before["reproduced"] else "changed"
            yield place, change(f"shows {data.rate(after)}; before {data.rate(before)}", _said(after))
        if before["accepted"] != after["accepted"] and before["accepted"] and after["accepted"]:
            accepted = after["accepted"]
            yield "changed", change("accepted otherwise", f"{accepted['reason']} (until {accepted['until']})")


def _matched(
    old: list[Finding], new: list[Finding]
) -> tuple[list[tuple[Finding, Finding]], list[Finding], list[Finding]]:
    """Findings of both that are one fault, those that are gone, and those that are new."""
    gone, come = list(old), list(new)
    pairs: list[tuple[Finding, Finding]] = []
    # Texts hold names of one run: where the cause does not tell that two are one, the operation does.
    for same in (_same_cause, _same_operation):
        for after in list(come):
            before = next((one for one in gone if same(one, after)), None)
            if before is not None:
                pairs.append((before, after))
                gone.remove(before)
                come.remove(after)
    return pairs, gone, come


def _same_cause(one: Finding, other: Finding) -> bool:
    return "cause" in one and one.get("cause") == other.get("cause")


def _same_operation(one: Finding, other: Finding) -> bool:
    return one["operation"] == other["operation"]


def _said(finding: Finding) -> str:
    where = f"{finding['operation']}: " if finding["operation"] else ""
    return f"{where}expected {finding['expected']}; got {finding['actual']}"
