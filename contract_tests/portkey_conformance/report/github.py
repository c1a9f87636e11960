"""GitHub Actions: an annotation for each requirement that is not met, and a summary of the job in Markdown.

What a server said stands in both: it must not be able to give the runner commands, nor mark-up to the page.
"""

from __future__ import annotations

import html
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from portkey_conformance.printable import LINES, printable
from portkey_conformance.report import data
from portkey_conformance.report.data import Finding, Report, Requirement

SHOWN_OF_A_KIND = 10
"""GitHub shows so many errors, and so many warnings, of one step, and drops the rest without a word."""
SUMMARY_LIMIT = 1024 * 1024 - 1024
"""A step's summary may have 1 MiB; GitHub refuses a longer one whole."""

_KINDS = {
    ("fail", "MUST"): "error",
    ("fail", "SHOULD"): "warning",
    ("accepted", "MUST"): "notice",
    ("accepted", "SHOULD"): "notice",
}
_SIGNS = {"pass": "✅", "fail": "❌", "accepted": "☑️", "skip": "⏭️", "inconclusive": "❔"}


def inside(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether this is a job of GitHub Actions."""
    return environment.get("GITHUB_ACTIONS") == "true"


def announce(report: Report, output: TextIO, environment: Mapping[str, str] = os.environ) -> None:
    """Print the annotations, and add the summary to the job's where there is one."""
    for line in commands(report):
        output.write(line + "\n")
    output.flush()
    if file := environment.get("GITHUB_STEP_SUMMARY"):
        with Path(file).open("a", encoding="utf-8") as page:
            page.write(summary(report))


@contextmanager
def without_commands(output: TextIO) -> Iterator[None]:
    """Let the runner take nothing that is printed inside for a command: a server chooses some of it."""
    token = secrets.token_hex(16)
    output.write(f"::stop-commands::{token}\n")
    try:
        yield
    finally:
        output.write(f"::{token}::\n")
        output.flush()


def commands(report: Report) -> Iterator[str]:
    """One workflow command for each requirement that is broken, accepted ones as notices."""
    kinds: dict[str, list[Requirement]] = {"error": [], "warning": [], "notice": []}
    for requirement in report["requirements"]:
        kind = _KINDS.get((requirement["verdict"], requirement["level"]))
        if kind is not None:
            kinds[kind].append(requirement)
    for kind, requirements in kinds.items():
        most = SHOWN_OF_A_KIND if len(requirements) <= SHOWN_OF_A_KIND else SHOWN_OF_A_KIND - 1
        for requirement in requirements[:most]:
            yield _command(kind, f"{requirement['id']} {requirement['level']}", _message(requirement))
        if rest := requirements[most:]:
            yield _command(
                kind, f"{len(rest)} more", "Also not met: " + ", ".join(one["id"] for one in rest) + "."
            )


def summary(report: Report) -> str:
    """The summary of the job, in Markdown."""
    counts = ", ".join(f"{number} {verdict}" for verdict, number in report["summary"].items())
    lines = [
        "## Conformance of " + _text(report["base_url"]),
        "",
        f"**{_text(data.in_one_sentence(report))}**",
        "",
        _text(f"{data.circumstances(report)} · {counts}"),
        "",
    ]
    told = [one for one in report["requirements"] if one["findings"]]
    if told:
        lines += ["| requirement | level | verdict | statement |", "|---|---|---|---|"]
        lines += [
            f"| {one['id']} | {one['level']} | {_SIGNS[one['verdict']]} {one['verdict']} "
            f"| {_text(one['statement'])} |"
            for one in told
        ]
    text = "\n".join([*lines, ""])
    for one in told:
        for finding in one["findings"]:
            more = "\n".join(_described(one, finding))
            if len((text + more).encode()) > SUMMARY_LIMIT:
                return text + "\nThe rest is in the report.\n"
            text += more
    return text


def _described(requirement: Requirement, finding: Finding) -> Iterator[str]:
    title = f"{requirement['id']} {requirement['level']}" + (
        f" at {finding['operation']}" if finding["operation"] else ""
    )
    yield "\n<details><summary>" + _text(title) + "</summary>\n"
    yield f"- expected {_text(finding['expected'])}"
    yield f"- got {_text(finding['actual'])} ({data.rate(finding)})"
    if finding["accepted"]:
        yield f"- accepted until {finding['accepted']['until']}: {_text(finding['accepted']['reason'])}"
    steps = printable("\n".join(finding["steps"]), keep=LINES)
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", steps)), default=0))
    yield f"\n{fence}sh\n{steps}\n{fence}\n</details>\n"


def _message(requirement: Requirement) -> str:
    more = len(requirement["findings"]) - 1
    first = requirement["findings"][0]
    where = f"{first['operation']}: " if first["operation"] else ""
    also = f" (and {data.plural(more, 'more finding')})" if more else ""
    told = printable(f"{where}{data.why(requirement)} ({data.rate(first)}){also}")
    return f"{requirement['statement']}\n{told}"


def _command(kind: str, title: str, message: str) -> str:
    """A workflow command, escaped as the runner's own toolkit does it."""
    return f"::{kind} title={_escaped(title).replace(':', '%3A').replace(',', '%2C')}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _text(text: str) -> str:
    """The text as Markdown that shows just that, on one line."""
    return re.sub(r"([\\`*_{}\[\]()#+!|~@:-])", r"\\\1", html.escape(printable(text), quote=False))
