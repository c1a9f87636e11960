"""One report from those of several runs against one server, such as the shards of a deep run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from portkey_conformance.report import data
from portkey_conformance.report.data import Finding, Report, Requirement
from portkey_conformance.target import UsageError


class CannotMergeError(UsageError):
    """Reports that do not belong together."""


def merge(reports: Sequence[Report]) -> Report:
    """One report that says what all of them say.

    A requirement fails if it fails in one of them, and holds if it holds in one and none was stopped from
    telling. Findings with one cause are one finding, its tries taken together.

    Raises:
        CannotMergeError: They are of different servers or contracts, or a part is given twice.
    """
    first = reports[0]
    for name, word in (("base_url", "servers"), ("contract_version", "contracts")):
        values = list(dict.fromkeys(str(one.get(name)) for one in reports))
        if len(values) > 1:
            raise CannotMergeError(f"These are reports of different {word}: {', '.join(values)}.")
    parts, missing = _parts(reports)
    requirements = list(_requirements(reports))
    return {
        **first,
        "profile": ", ".join(dict.fromkeys(one["profile"] for one in reports)),
        "started": min(one["started"] for one in reports),
        "seconds": max(one["seconds"] for one in reports),
        "requests": sum(one["requests"] for one in reports),
        "waited_seconds": round(sum(one["waited_seconds"] for one in reports), 2),
        "interrupted": any(one["interrupted"] for one in reports),
        "shard": None,
        "merged": {
            "parts": parts,
            "missing": missing,
            "seconds": round(sum(_seconds(one) for one in reports), 2),
        },
        "summary": data.summary(requirements),
        "notes": list(_notes(reports, missing)),
        "undocumented_fields": _undocumented(reports),
        "families": _all(one["families"] for one in reports),
        "operations": _all(one["operations"] for one in reports),
        "requirements": requirements,
    }


def _parts(reports: Sequence[Report]) -> tuple[list[str], list[str]]:
    """The shards that are given, and those of the same run that are not."""
    given = list(chain.from_iterable(_shards(one) for one in reports))
    twice = sorted({one for one in given if given.count(one) > 1})
    if twice:
        raise CannotMergeError(f"Part {', '.join(twice)} is given twice.")
    totals = {one.split("/")[1] for one in given}
    if len(totals) > 1:
        counts = ", ".join(sorted(totals, key=int))
        raise CannotMergeError(f"These are parts of runs that were split differently: into {counts}.")
    expected = [f"{number}/{total}" for total in totals for number in range(1, int(total) + 1)]
    return sorted(given, key=_position), [one for one in expected if one not in given]


def _shards(report: Report) -> list[str]:
    if report["merged"]:
        return report["merged"]["parts"]
    return [report["shard"]] if report["shard"] else []


def _position(shard: str) -> int:
    return int(shard.split("/")[0])


def _seconds(report: Report) -> float:
    return report["merged"]["seconds"] if report["merged"] else report["seconds"]


def _notes(reports: Sequence[Report], missing: list[str]) -> Iterator[str]:
    for one in missing:
        yield f"Part {one} is missing: nothing that only it judged is in this report."
    told: dict[str, list[str]] = {}
    for report in reports:
        for note in report["notes"]:
            told.setdefault(note, []).extend([report["shard"]] if report["shard"] else [])
    for note, parts in told.items():
        yield f"Part {', '.join(parts)}: {note}" if parts else note
    seeds = dict.fromkeys(str(one["seed"]) for one in reports)
    if len(seeds) > 1:
        yield f"The runs had different seeds: {', '.join(seeds)}."


def _undocumented(reports: Sequence[Report]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for report in reports:
        for operation, places in report["undocumented_fields"].items():
            found.setdefault(operation, set()).update(places)
    return {operation: sorted(places) for operation, places in sorted(found.items())}


def _all(several: Iterable[dict[str, str]]) -> dict[str, str]:
    return {name: value for one in several for name, value in one.items()}


def _requirements(reports: Sequence[Report]) -> Iterator[Requirement]:
    order = list(_all(one["families"] for one in reports))
    of_each: dict[str, list[Requirement]] = {}
    for one in chain.from_iterable(report["requirements"] for report in reports):
        of_each.setdefault(one["id"], []).append(one)

    def position(name: str) -> tuple[int, str]:
        code = name.split("-", 1)[0]
        return order.index(code) if code in order else len(order), name

    for name in sorted(of_each, key=position):
        yield _one_requirement(of_each[name])


def _one_requirement(told: Sequence[Requirement]) -> Requirement:
    findings = _findings(_told_once([one["findings"] for one in told]))
    verdicts = [one["verdict"] for one in told]
    if findings:
        verdict = "accepted" if all(one["accepted"] for one in findings) else "fail"
        reason = f"expected {findings[0]['expected']}; got {findings[0]['actual']}"
    else:
        verdict = next(one for one in ("fail", "accepted", "inconclusive", "pass", "skip") if one in verdicts)
        reasons = [one["reason"] for one in told if one["verdict"] == verdict and one["reason"]]
        reason = "; ".join(dict.fromkeys(reasons)) if verdict == "skip" else next(iter(reasons), "")
    return {**told[0], "verdict": verdict, "reason": reason, "findings": findings}


def _told_once(parts: Sequence[Sequence[Finding]]) -> Iterator[Finding]:
    """The findings of all parts, but for those that a check of another part tells better.

    In one run, what a check has found is not told again by what only watches.
    """
    for number, findings in enumerate(parts):
        others = chain.from_iterable(part for place, part in enumerate(parts) if place != number)
        checked = {one["operation"] for one in others if one["check"]}
        yield from (one for one in findings if one["check"] or one["operation"] not in checked)


def _findings(all_of_them: Iterable[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for finding in all_of_them:
        known = next((number for number, one in enumerate(kept) if _is_one(one, finding)), None)
        if known is None:
            kept.append(finding)
        else:
            kept[known] = _together(kept[known], finding)
    return [{**one, "id": f"{one['id'].split('/')[0]}/{number}"} for number, one in enumerate(kept, start=1)]


def _is_one(one: Finding, other: Finding) -> bool:
    if "cause" in one and "cause" in other:
        return one["cause"] == other["cause"]
    return (one["operation"], one["expected"], one["actual"]) == (
        other["operation"],
        other["expected"],
        other["actual"],
    )


def _together(one: Finding, other: Finding) -> Finding:
    """The finding with the shorter way to show it, and the tries of both; accepted only if both are."""
    short = min(one, other, key=lambda each: (not each["reproduced"], len(each["steps"])))
    tries, failures = one["tries"] + other["tries"], one["failures"] + other["failures"]
    return {
        **short,
        "tries": tries,
        "failures": failures,
        "reproduced": tries == failures,
        "accepted": one["accepted"] and other["accepted"],
    }
