"""A report as data: what ``report.json`` holds, and what every form of a report is made from."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any, NotRequired, TypedDict, cast

import jsonschema_rs

from portkey_conformance.contract import Contract
from portkey_conformance.target import UsageError
from portkey_conformance.verdicts import Outcome, Ruling, Verdict

SCHEMA_VERSION = 1

EVIDENCE = {
    "L": "seen on the live API",
    "S": "stated by the official specification or documentation",
    "C": "implied by an official client",
    "D": "decided by this contract where nothing is known",
}
"""What each grade of evidence says of where a requirement is known from."""


class Accepted(TypedDict):
    """Why a finding is accepted, and until which day."""

    reason: str
    until: str


class Finding(TypedDict):
    """See ``docs/report.schema.json``, also for the classes below."""

    id: str
    operation: str | None
    expected: str
    actual: str
    sentence: NotRequired[str]
    reproduced: bool
    tries: int
    failures: int
    seconds: NotRequired[float | None]
    source: str
    check: str | None
    cause: NotRequired[str]
    steps: list[str]
    python: str
    requests: list[dict[str, Any]]
    accepted: Accepted | None


class Requirement(TypedDict):
    id: str
    level: str
    verdict: str
    statement: str
    evidence: str
    operations: list[str]
    reason: str
    findings: list[Finding]


class Merged(TypedDict):
    parts: list[str]
    missing: list[str]
    seconds: float


class Report(TypedDict):
    schema_version: int
    judge_version: str
    contract_version: str
    base_url: str
    profile: str
    seed: int
    started: str
    seconds: float
    requests: int
    request_seconds: float
    waited_seconds: float
    interrupted: bool
    shard: str | None
    merged: Merged | None
    summary: dict[str, int]
    notes: list[str]
    undocumented_fields: dict[str, list[str]]
    families: dict[str, str]
    operations: dict[str, str]
    requirements: list[Requirement]


class UnreadableReport(UsageError):  # noqa: N818 - names what happened
    """A file that holds no report that this version reads."""


def of(outcome: Outcome, contract: Contract) -> Report:
    """The report of a run."""
    requirements = [_requirement(ruling) for ruling in outcome.rulings.values()]
    return {
        "schema_version": SCHEMA_VERSION,
        "judge_version": metadata.version("portkey-integrations"),
        "contract_version": outcome.contract_version,
        "base_url": outcome.base_url,
        "profile": outcome.profile,
        "seed": outcome.seed,
        "started": outcome.started.isoformat(timespec="seconds"),
        "seconds": round(outcome.seconds, 2),
        "requests": outcome.requests,
        "request_seconds": outcome.request_seconds,
        "waited_seconds": round(outcome.waited, 2),
        "interrupted": outcome.interrupted,
        "shard": outcome.shard,
        "merged": None,
        "summary": summary(requirements),
        "notes": outcome.notes,
        "undocumented_fields": outcome.undocumented_fields,
        "families": contract.families,
        "operations": {one.id: f"{one.method} {one.path}" for one in contract.operations.values()},
        "requirements": requirements,
    }


def as_text(report: Report) -> str:
    """What ``report.json`` holds."""
    return json.dumps({"$schema": schema()["$id"], **report}, indent=2) + "\n"


def read(file: Path) -> Report:
    """The report in a ``report.json``.

    Raises:
        UnreadableReport: There is none, or none that this version reads.
    """
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableReport(f"{file} cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError):
        raise UnreadableReport(f"{file} is not JSON.") from None
    wrong = next(_validator().iter_errors(document), None)
    if wrong is not None:
        where = "".join(f"/{part}" for part in wrong.instance_path) or "it"
        version = document.get("schema_version", 1) if isinstance(document, dict) else 1
        told = wrong.message if len(wrong.message) < 200 else f"{wrong.message[:199]}…"
        if version != SCHEMA_VERSION:
            told, where = f"it has schema_version {version!r}; this version reads {SCHEMA_VERSION}", "it"
        raise UnreadableReport(f"{file} is not a report of conform that this version reads: {where}: {told}.")
    del document["$schema"]
    return cast(Report, document)


@functools.cache
def schema() -> dict[str, Any]:
    """The JSON Schema of ``report.json``."""
    document: dict[str, Any] = json.loads(schema_path().read_text(encoding="utf-8"))
    return document


def schema_path() -> Path:
    """Where the schema is: beside the contract where installed, in ``docs`` in a checkout."""
    here = Path(__file__).resolve()
    installed = here.parents[2] / "portkey_integrations_contract" / "report.schema.json"
    return installed if installed.exists() else here.parents[3] / "docs" / "report.schema.json"


@functools.cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema(), validate_formats=True)


def summary(requirements: Iterable[Requirement]) -> dict[str, int]:
    """How many requirements have each verdict."""
    verdicts = [requirement["verdict"] for requirement in requirements]
    return {verdict.value: verdicts.count(verdict.value) for verdict in Verdict}


def family(requirement: Requirement) -> str:
    """The family that a requirement belongs to: the first part of its id."""
    return requirement["id"].split("-", 1)[0]


def broken(report: Report, level: str = "MUST") -> list[Requirement]:
    """The requirements of a level that fail."""
    return [one for one in report["requirements"] if (one["verdict"], one["level"]) == ("fail", level)]


def judged(report: Report) -> int:
    """How many requirements were decided."""
    return sum(report["summary"][verdict] for verdict in ("pass", "fail", "accepted"))


def rate(finding: Finding) -> str:
    """How surely a finding shows, in words."""
    if finding["source"] == "recorded":
        return "in recorded traffic"
    tries, failures = finding["tries"], finding["failures"]
    if finding["reproduced"]:
        return "seen once" if tries == 1 else f"at every one of {tries} tries"
    return f"in {failures} of {tries} tries"


def in_one_sentence(report: Report) -> str:
    """What the run says of the server."""
    musts, shoulds = len(broken(report)), len(broken(report, "SHOULD"))
    decided = [one for one in report["requirements"] if one["verdict"] in ("pass", "fail", "accepted")]
    of_musts = sum(one["level"] == "MUST" for one in decided)
    accepted = report["summary"]["accepted"]
    if not decided:
        sentence = "Nothing could be judged."
    elif musts:
        of_all = f"{musts} of the {of_musts} MUSTs that were" if of_musts > 1 else "The one MUST that was"
        sentence = f"{of_all} judged {_is(musts)} broken"
        sentence += f", and {plural(shoulds, 'SHOULD')}." if shoulds else "."
    else:
        but = [f"{plural(shoulds, 'SHOULD')} {_is(shoulds)} not met"] if shoulds else []
        but += [f"{plural(accepted, 'known deviation')} {_is(accepted)} accepted"] if accepted else []
        sentence = "Every MUST that was judged holds" + (f"; {' and '.join(but)}." if but else ".")
    return f"Interrupted before its end. {sentence}" if report["interrupted"] else sentence


def why(requirement: Requirement) -> str:
    """Why a requirement is no pass; of an accepted one, why that is accepted."""
    accepted = [finding["accepted"] for finding in requirement["findings"] if finding["accepted"]]
    if requirement["verdict"] != Verdict.ACCEPTED or not accepted:
        return requirement["reason"]
    reasons = dict.fromkeys(f"{one['reason']} (until {one['until']})" for one in accepted)
    return f"{'; '.join(reasons)}: {requirement['reason']}"


def circumstances(report: Report) -> str:
    """How the run was made, in one line."""
    part = f" · part {report['shard']}" if report["shard"] else ""
    return (
        f"contract {report['contract_version']} · profile {report['profile']} · seed {report['seed']}{part}"
        f" · {report['requests']} requests in {report['seconds']:.1f} s"
    )


def plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _requirement(ruling: Ruling) -> Requirement:
    requirement = ruling.requirement
    return {
        "id": requirement.id,
        "level": requirement.level,
        "verdict": ruling.verdict.value,
        "statement": requirement.statement,
        "evidence": requirement.evidence,
        "operations": list(requirement.operations),
        "reason": ruling.reason,
        "findings": [
            cast(Finding, finding.as_json(number)) for number, finding in enumerate(ruling.findings, start=1)
        ],
    }
