"""``report.html``: one file to send to a server's owner, which loads nothing from anywhere."""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import jinja2
from markupsafe import Markup

from portkey_conformance.printable import LINES, printable
from portkey_conformance.report import data
from portkey_conformance.report.data import Report, Requirement

WORDS = {
    "fail": "not met",
    "accepted": "accepted",
    "pass": "met",
    "inconclusive": "inconclusive",
    "skip": "not judged",
}
"""How the page calls each verdict, the most urgent first."""

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Cell:
    """One requirement in a row of the matrix."""

    requirement: Requirement
    looks: str
    """Its verdict, or ``elsewhere`` where it is not met but holds in this row."""

    @property
    def label(self) -> str:
        """The number of the requirement in its family."""
        return self.requirement["id"].rsplit("-", 1)[1].lstrip("0")

    @property
    def says(self) -> str:
        return "not met elsewhere" if self.looks == "elsewhere" else WORDS[self.looks]


@dataclass(frozen=True)
class Row:
    """A row of the matrix: a family or an operation."""

    title: str
    cells: list[Cell]
    path: str = ""

    @property
    def groups(self) -> list[tuple[str, list[Cell]]]:
        """The cells by the codes of their families."""
        return [
            (code, list(group))
            for code, group in groupby(self.cells, lambda one: data.family(one.requirement))
        ]


def as_html(report: Report) -> str:
    """The whole page."""
    by_operation = list(_by_operation(report))
    told = _worst_first([one for one in report["requirements"] if one["verdict"] == "fail"])
    accepted = [one for one in report["requirements"] if one["verdict"] == "accepted"]
    style, script = (Markup((_HERE / name).read_text(encoding="utf-8")) for name in ("page.css", "page.js"))  # noqa: S704 - our own files
    return _template().render(
        report=report,
        sentence=data.in_one_sentence(report),
        tone="broken" if data.broken(report) else "holds" if data.judged(report) else "unknown",
        facts=list(_facts(report)),
        words=WORDS,
        evidence=data.EVIDENCE,
        by_family=list(_by_family(report)),
        by_operation=by_operation,
        elsewhere=any(cell.looks == "elsewhere" for row in by_operation for cell in row.cells),
        told=told,
        accepted=accepted,
        groups=[
            ("Findings", "findings", told, FINDINGS),
            ("Accepted deviations", "accepted", accepted, ACCEPTED),
        ],
        unjudged=list(_unjudged(report)),
        variables="\n".join(f"export {name}=…" for name in _variables(report)),
        style=style,
        style_hash=_hash(style),
        script=script,
        script_hash=_hash(script),
    )


FINDINGS = (
    "Each is one cause: all answers that show the same fault are one finding. "
    "The commands are the fewest that are known to show it."
)
ACCEPTED = "The server breaks these in ways that are declared as known, each with a reason and a last day."


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    started = datetime.fromisoformat(report["started"]).astimezone(UTC)
    yield "Judged on", f"{started.day} {started:%b %Y, %H:%M} UTC"
    yield "Took", _duration(report["seconds"])
    yield "Requests", f"{report['requests']:,}"
    if report["waited_seconds"] >= 1:
        yield "Waited, as asked", _duration(report["waited_seconds"])
    yield "Decided", f"{data.judged(report)} of {data.plural(len(report['requirements']), 'requirement')}"
    yield "Contract", report["contract_version"]
    yield "Profile", report["profile"]
    yield "Seed", str(report["seed"])
    if report["shard"]:
        yield "Part", report["shard"]
    if report["merged"]:
        yield "Merged from", ", ".join(report["merged"]["parts"]) or "several runs"


def _duration(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.1f} s"
    return f"{int(seconds) // 60} min {int(seconds) % 60} s"


def _by_family(report: Report) -> Iterator[Row]:
    for family, group in groupby(report["requirements"], key=data.family):
        yield Row(report["families"].get(family, family), [Cell(one, one["verdict"]) for one in group])


def _by_operation(report: Report) -> Iterator[Row]:
    everywhere = [Cell(one, one["verdict"]) for one in report["requirements"] if not one["operations"]]
    if everywhere:
        yield Row("every operation", everywhere)
    for operation, path in report["operations"].items():
        cells = [
            Cell(one, "elsewhere" if one["findings"] and not found else one["verdict"])
            for one in report["requirements"]
            if (found := any(finding["operation"] == operation for finding in one["findings"]))
            or operation in one["operations"]
        ]
        if cells:
            yield Row(operation, cells, path)


def _worst_first(requirements: list[Requirement]) -> list[Requirement]:
    return sorted(requirements, key=lambda one: one["level"] != "MUST")


def _unjudged(report: Report) -> Iterator[tuple[str, str, list[Requirement]]]:
    """What was not decided, by verdict and reason."""
    for verdict in ("inconclusive", "skip"):
        reasons: dict[str, list[Requirement]] = {}
        for one in report["requirements"]:
            if one["verdict"] == verdict:
                reasons.setdefault(one["reason"], []).append(one)
        for reason, requirements in reasons.items():
            yield verdict, reason, requirements


def _variables(report: Report) -> list[str]:
    """The variables that hold the keys of the commands."""
    return sorted(
        {
            request["key"]
            for requirement in report["requirements"]
            for finding in requirement["findings"]
            for request in finding["requests"]
            if request.get("key")
        }
    )


def _anchor(requirement: Requirement) -> str:
    return requirement["id"] if requirement["findings"] else f"row-{requirement['id']}"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@functools.cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["line"] = printable
    environment.filters["lines"] = functools.partial(printable, keep=LINES)
    environment.globals.update(anchor=_anchor, family=data.family, rate=data.rate, duration=_duration)
    return environment.get_template("page.html.jinja")
