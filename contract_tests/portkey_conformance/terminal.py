"""The report for people: live progress on a terminal, plain lines in a pipe, a table at the end."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from portkey_conformance.verdicts import Outcome, Ruling, Verdict

STYLES = {
    Verdict.PASS: "green",
    Verdict.FAIL: "bold red",
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

    def show(self, outcome: Outcome, families: Mapping[str, str], directory: Path) -> None:
        """Print the table, the findings and the summary."""
        self.console.print(self._table(outcome, families))
        for ruling in outcome.rulings.values():
            if ruling.findings:
                self._show_findings(ruling)
        for note in outcome.notes:
            self._line(note, "yellow")
        self._show_undocumented(outcome)
        self._show_summary(outcome, directory)

    def _table(self, outcome: Outcome, families: Mapping[str, str]) -> Table:
        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column("requirement", no_wrap=True)
        table.add_column("level", no_wrap=True)
        table.add_column("verdict", no_wrap=True)
        table.add_column("statement", overflow="fold", ratio=1)
        family = ""
        for ruling in outcome.rulings.values():
            requirement = ruling.requirement
            if requirement.family != family:
                family = requirement.family
                table.add_row("", "", "", f"[bold]{escape(families.get(family, family))}[/]")
            text = escape(requirement.statement)
            if ruling.verdict in (Verdict.SKIP, Verdict.INCONCLUSIVE):
                text += f"\n[dim]{escape(printable(ruling.reason))}[/]"
            verdict = ruling.verdict
            table.add_row(requirement.id, requirement.level, f"[{STYLES[verdict]}]{verdict.value}[/]", text)
        return table

    def _show_findings(self, ruling: Ruling) -> None:
        requirement = ruling.requirement
        style = "bold red" if requirement.is_must else "yellow"
        self._line("")
        self._line(f"{requirement.id} {requirement.level}: {requirement.statement}", style)
        for finding in ruling.findings[:FINDINGS_SHOWN]:
            self._line(f"  {finding.operation or 'any operation'}: expected {finding.expected}")
            self._line(f"  got {finding.actual}{'' if finding.reproduced else ' (seen once, not again)'}")
            for step in finding.steps:
                self._line(f"    {step}", "dim")
        more = len(ruling.findings) - FINDINGS_SHOWN
        if more > 0:
            self._line(f"  … and {more} more in the report")

    def _show_undocumented(self, outcome: Outcome) -> None:
        if not outcome.undocumented_fields:
            return
        self._line("")
        self._line("Fields that the contract does not know; answers are open, so this is no failure:")
        for operation, places in outcome.undocumented_fields.items():
            more = len(places) - FIELDS_SHOWN
            shown = [place.replace("\n", "\\n") for place in places[:FIELDS_SHOWN]]
            also = f" and {more} more in the report" if more > 0 else ""
            self._line(f"  {operation}: {', '.join(shown)}{also}")

    def _show_summary(self, outcome: Outcome, directory: Path) -> None:
        counts = ", ".join(
            f"{outcome.count(verdict)} {word}"
            for verdict, word in (
                (Verdict.PASS, "pass"),
                (Verdict.FAIL, "fail"),
                (Verdict.SKIP, "skipped"),
                (Verdict.INCONCLUSIVE, "inconclusive"),
            )
        )
        broken = len(outcome.broken_musts)
        self._line("")
        self._line(f"{outcome.judged} of {len(outcome.rulings)} requirements decided: {counts}")
        self._line(
            f"contract {outcome.contract_version} · profile {outcome.profile} · seed {outcome.seed}"
            f" · {outcome.requests} requests in {outcome.seconds:.1f} s"
        )
        if broken:
            self._line(f"{broken} MUST{'s' if broken > 1 else ''} broken", "bold red")
        elif outcome.judged:
            self._line("Every MUST that was judged holds.", "green")
        self._line(f"Report: {directory / 'report.json'}, {directory / 'junit.xml'}")

    def _line(self, text: str, style: str = "") -> None:
        # Commands are to be copied: they are never wrapped, whatever the width.
        self.console.print(printable(text), style=style, markup=False, highlight=False, soft_wrap=True)


def printable(text: str) -> str:
    """The text with escapes for what a terminal would act upon: a server chooses some of it."""
    return "".join(
        one if one.isprintable() or one in "\n\t" else one.encode("unicode_escape").decode() for one in text
    )
