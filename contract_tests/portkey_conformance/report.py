"""The report for machines: ``report.json`` and ``junit.xml``."""

from __future__ import annotations

import json
import re
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from portkey_conformance.verdicts import Outcome, Ruling, Verdict

FILES = ("report.json", "junit.xml")
# XML 1.0 has no way to write these, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The report as JSON data; findings are part of the requirement that they break."""
    return {
        "contract_version": outcome.contract_version,
        "base_url": outcome.base_url,
        "profile": outcome.profile,
        "seed": outcome.seed,
        "seconds": round(outcome.seconds, 2),
        "requests": outcome.requests,
        "interrupted": outcome.interrupted,
        "summary": {verdict.value: outcome.count(verdict) for verdict in Verdict},
        "notes": outcome.notes,
        "undocumented_fields": outcome.undocumented_fields,
        "requirements": [_requirement(ruling) for ruling in outcome.rulings.values()],
    }


def as_text(outcome: Outcome) -> str:
    """What ``report.json`` holds."""
    return json.dumps(as_json(outcome), indent=2) + "\n"


def write(outcome: Outcome, directory: Path, families: dict[str, str]) -> None:
    """Write ``report.json`` and ``junit.xml`` into a directory, made if it is not there."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "report.json").write_text(as_text(outcome), encoding="utf-8")
    tree = ElementTree.ElementTree(_junit(outcome, families))
    ElementTree.indent(tree)
    tree.write(directory / "junit.xml", encoding="utf-8", xml_declaration=True)


def _requirement(ruling: Ruling) -> dict[str, Any]:
    requirement = ruling.requirement
    return {
        "id": requirement.id,
        "level": requirement.level,
        "verdict": ruling.verdict.value,
        "statement": requirement.statement,
        "evidence": requirement.evidence,
        "operations": list(requirement.operations),
        "reason": ruling.reason,
        "findings": [finding.as_json(number) for number, finding in enumerate(ruling.findings, start=1)],
    }


def _junit(outcome: Outcome, families: dict[str, str]) -> ElementTree.Element:
    root = ElementTree.Element(
        "testsuites", name="portkey-integrations conform", time=f"{outcome.seconds:.2f}"
    )
    for family, group in groupby(outcome.rulings.values(), key=lambda one: one.requirement.family):
        rulings = list(group)
        suite = ElementTree.SubElement(root, "testsuite", name=families.get(family, family))
        for ruling in rulings:
            _testcase(suite, ruling)
        suite.set("tests", str(len(rulings)))
        suite.set("failures", str(len(suite.findall("testcase/failure"))))
        suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    return root


def _testcase(suite: ElementTree.Element, ruling: Ruling) -> None:
    requirement = ruling.requirement
    case = ElementTree.SubElement(
        suite, "testcase", classname=requirement.family, name=f"{requirement.id} {requirement.statement}"
    )
    if ruling.verdict is Verdict.FAIL and requirement.is_must:
        failure = ElementTree.SubElement(case, "failure", message=_xml(ruling.reason))
        failure.text = _xml("\n\n".join("\n".join(finding.steps) for finding in ruling.findings))
    elif ruling.verdict is not Verdict.PASS:
        ElementTree.SubElement(case, "skipped", message=_xml(f"{ruling.verdict}: {ruling.reason}"))


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
