"""``junit.xml``, as CI systems read it: a suite for each family, a case for each requirement.

JUnit has no word for a SHOULD that is not met, nor for a deviation that is accepted: both are skipped cases
that say so, since a build must not fail for them.
"""

from __future__ import annotations

import re
from itertools import groupby
from xml.etree import ElementTree

from portkey_conformance.report import data
from portkey_conformance.report.data import Report, Requirement

# XML 1.0 has no way to write these, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_xml(report: Report) -> bytes:
    """The whole file."""
    root = ElementTree.Element("testsuites", name="portkey-integrations conform")
    suites = [
        _suite(report, family, list(group))
        for family, group in groupby(report["requirements"], key=data.family)
    ]
    for name in ("tests", "failures", "errors"):  # no "skipped" here: Jenkins' schema refuses it
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    root.set("time", f"{report['seconds']:.2f}")
    root.extend(suites)
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _suite(report: Report, family: str, requirements: list[Requirement]) -> ElementTree.Element:
    # Checks of a family do not run in one stretch: it has no time of its own, and readers expect a number.
    suite = ElementTree.Element(
        "testsuite",
        name=_xml(report["families"].get(family, family)),
        timestamp=report["started"][:19],
        time="0",
        hostname=_xml(report["base_url"]),
    )
    properties = ElementTree.SubElement(suite, "properties")
    for name in ("contract_version", "judge_version", "profile", "seed"):
        ElementTree.SubElement(properties, "property", name=name, value=_xml(str(report[name])))
    for requirement in requirements:
        _case(suite, requirement)
    suite.set("tests", str(len(requirements)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", "0")
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    return suite


def _case(suite: ElementTree.Element, requirement: Requirement) -> None:
    case = ElementTree.SubElement(
        suite,
        "testcase",
        classname=f"conform.{data.family(requirement)}",
        name=_xml(f"{requirement['id']} {requirement['statement']}"),
        time="0",
    )
    verdict, reason = requirement["verdict"], _xml(data.why(requirement))
    if verdict == "fail" and requirement["level"] == "MUST":
        failure = ElementTree.SubElement(case, "failure", message=reason, type=requirement["level"])
        failure.text = _xml("\n\n".join(_told(requirement)))
    elif verdict != "pass":
        word = "SHOULD, not met" if verdict == "fail" else verdict
        ElementTree.SubElement(case, "skipped", message=f"{word}: {reason}")


def _told(requirement: Requirement) -> list[str]:
    return [
        "\n".join(
            [
                f"{finding['id']} {finding['operation'] or ''}".rstrip(),
                f"expected: {finding['expected']}",
                f"got: {finding['actual']} ({data.rate(finding)})",
                *finding["steps"],
            ]
        )
        for finding in requirement["findings"]
    ]


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
