"""The report of a run in every form: each is made from the same data, whether a run or a file gave it.

``report.html`` is for people, ``report.json`` follows ``docs/report.schema.json``, ``junit.xml`` is for CI.
"""

from __future__ import annotations

from pathlib import Path

from portkey_conformance.report import html, junit
from portkey_conformance.report.data import Report, UnreadableReport, as_text, of, read

FILES = ("report.html", "report.json", "junit.xml")
FILES_IN_WORDS = f"{', '.join(FILES[:-1])} and {FILES[-1]}"


def write(report: Report, directory: Path) -> None:
    """Write every file of a report into a directory, made if it is not there."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "report.json").write_text(as_text(report), encoding="utf-8")
    (directory / "report.html").write_text(html.as_html(report), encoding="utf-8")
    (directory / "junit.xml").write_bytes(junit.as_xml(report))


__all__ = ["FILES", "FILES_IN_WORDS", "Report", "UnreadableReport", "as_text", "of", "read", "write"]
