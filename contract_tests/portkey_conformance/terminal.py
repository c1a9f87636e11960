"""The report for people: live progress on a terminal, plain lines in a pipe, a table at the end."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from portkey_conformance.printable import LINES, printable
from portkey_conformance.report import FILES, data
from portkey_conformance.report.data import Finding, Report, Requirement
from portkey_conformance.verdicts import Verdict

STYLES = {
    Verdict.PASS: "green",
    Verdict.FAIL: "bold red",
    Verdict.ACCEPTED: "cyan",
    Verdict.SKIP: "yellow",
    Verdict.INCONCLUSIVE: "magenta",
}
FINDINGS_SHOWN = 3
"""Findings of one requirement that the terminal shows; the report has all."""

FIELDS_SHOWN = 5
"""Undocumented fields of one operation that the terminal shows."""


class Terminal:
    """Shows a run as it goes, and what it found."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(soft_wrap=False)
        self._phase = ""
        self._bar: Progress | None = None

    def __enter__(self) -> Terminal:
        if self.console.is_terminal:
            self._bar = Progress(
                TextColumn("{task.description:<10}"),
                BarColumn(),
                TaskProgressColumn(),
                TimeElapsedColumn(),
                TextColumn("{task.fields[label]}"),
                console=self.console,
                transient=True,
            )
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def step(self, phase: str, label: str, done: int, total: int) -> None:
        """Show which step begins."""
        if self._bar is None:
            if phase != self._phase:
                self.console.print(f"{phase} …", highlight=False)
        else:
            if phase != self._phase:
                for task in self._bar.task_ids:
                    self._bar.remove_task(task)
                self._bar.add_task(phase, total=total, label=label)
            self._bar.update(
                self._bar.task_ids[0], completed=done, total=total, label=escape(printable(label))
            )
        self._phase = phase

    def show(self, report: Report, directory: Path | None) -> None:
        """Print the table, the findings and the summary; ``directory`` is where the report's files are."""
        self.console.print(self._table(report))
        for requirement in report["requirements"]:
            if requirement["findings"]:
                self._show_findings(requirement)
        if report["notes"]:
            self._line("")
        for note in report["notes"]:
            self.prose(note, style="yellow")
        self._show_undocumented(report)
        self._show_summary(report, directory)

    def _table(self, report: Report) -> Table:
        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column("requirement", no_wrap=True)
        table.add_column("level", no_wrap=True)
        table.add_column("verdict", no_wrap=True)
        table.add_column("statement", overflow="fold", ratio=1)
        family = ""
        for requirement in report["requirements"]:
            if data.family(requirement) != family:
                family = data.family(requirement)
                title = report["families"].get(family, family)
                table.add_row("", "", "", f"[bold]{escape(printable(title))}[/]")
            text = escape(printable(requirement["statement"]))
            verdict = Verdict(requirement["verdict"])
            if verdict in (Verdict.SKIP, Verdict.INCONCLUSIVE):
                text += f"\n[dim]{escape(printable(requirement['reason']))}[/]"
            shown = f"[{STYLES[verdict]}]{verdict.value}[/]"
            table.add_row(requirement["id"], requirement["level"], shown, text)
        return table

    def _show_findings(self, requirement: Requirement) -> None:
        failed = requirement["verdict"] == Verdict.FAIL
        style = "cyan" if not failed else "bold red" if requirement["level"] == "MUST" else "yellow"
        self._line("")
        accepted = "" if failed else " (accepted)"
        self.prose(
            f"{requirement['id']} {requirement['level']}: {requirement['statement']}{accepted}", style=style
        )
        for finding in requirement["findings"][:FINDINGS_SHOWN]:
            self._show_finding(finding)
        more = len(requirement["findings"]) - FINDINGS_SHOWN
        if more > 0:
            self.prose(f"… and {more} more in the report", 2)

    def _show_finding(self, finding: Finding) -> None:
        self.prose(f"{finding['operation'] or 'any operation'}, {data.rate(finding)}:", 2)
        self.prose(f"expected {finding['expected']}", 4)
        self.prose(f"got {finding['actual']}", 4)
        if finding["accepted"]:
            self.prose(
                f"accepted until {finding['accepted']['until']}: {finding['accepted']['reason']}", 4, "cyan"
            )
        for step in finding["steps"]:
            # Commands are to be copied: they are never wrapped, whatever the width.
            self._line("    " + printable(step, keep=LINES), "dim")

    def _show_undocumented(self, report: Report) -> None:
        fields = report["undocumented_fields"]
        if not fields:
            return
        self._line("")
        self.prose("Fields that the contract does not know; answers are open, so this is no failure:")
        for operation, places in fields.items():
            more = len(places) - FIELDS_SHOWN
            also = f" and {more} more in the report" if more > 0 else ""
            self.prose(f"{operation}: {', '.join(places[:FIELDS_SHOWN])}{also}", 2)

    def _show_summary(self, report: Report, directory: Path | None) -> None:
        counted = report["summary"]
        words = {"pass": "pass", "fail": "fail", "accepted": "accepted", "skip": "skipped"}
        counts = [
            f"{number} {words.get(verdict, verdict)}"
            for verdict, number in counted.items()
            if number or verdict != Verdict.ACCEPTED
        ]
        self._line("")
        total = len(report["requirements"])
        self.prose(f"{data.judged(report)} of {total} requirements decided: {', '.join(counts)}")
        self.prose(data.circumstances(report))
        broken = data.broken(report)
        style = "bold red" if broken else "green" if data.judged(report) else "yellow"
        self.prose(data.in_one_sentence(report), style=style)
        if directory is not None:
            self._line(f"Report: {directory / FILES[0]}, and beside it {' and '.join(FILES[1:])}")

    def prose(self, text: str, indent: int = 0, style: str = "") -> None:
        """Print text, wrapped on a terminal and on one line in a pipe; a server's text adds no lines."""
        margin, text = " " * indent, printable(text)
        if not self.console.is_terminal:
            return self._line(margin + text, style)
        hanging = margin + ("  " if indent else "")
        for number, line in enumerate(Text(text).wrap(self.console, self.console.width - len(hanging))):
            self._line((hanging if number else margin) + line.plain, style)
        return None

    def _line(self, text: str, style: str = "") -> None:
        self.console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)
