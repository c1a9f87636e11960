"""The score for people: a matrix on the terminal, and docs/score.md."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.table import Table

from faults.results import Catch, Result, Run, Score, share

STYLES = {
    Catch.CAUGHT: "green",
    Catch.ASTRAY: "yellow",
    Catch.MISSED: "red",
    Catch.IDLE: "dim",
    Catch.NOT_RUN: "dim",
}

EXPLANATION = """\
Each fault stands in `contract_tests/faults/catalogue/`, a few lines that a proxy before a conforming server
acts by. *Caught* is a finding under a requirement that the fault breaks, *astray* one under others only. Of
Schemathesis, whatever it does not tell of the server without a fault is a catch, whether or not it says what
is wrong. A fault that did not *act* counts for neither; the last column says how often it did, for each."""


def show(score: Score, console: Console) -> None:
    """Print the matrix and the summary."""
    table = Table(box=None, pad_edge=False)
    for name in ("fault", "breaks", "suite", "told as", "s", "Schemathesis", "s", "acted"):
        table.add_column(name, justify="right" if name in ("s", "acted") else "left", no_wrap=name == "fault")
    for family, results in score.by_family().items():
        table.add_row(f"[bold]{family}[/]")
        for result in results:
            ours, bare = result.by_suite, result.by_bare(score.baseline)
            table.add_row(
                f"  {result.name}",
                result.requirement,
                f"[{STYLES[ours]}]{ours}[/]",
                _told(result),
                _first(result.suite),
                f"[{STYLES[bare]}]{bare}[/]",
                _first(result.bare),
                _acted(result),
            )
    console.print(table, soft_wrap=not console.is_terminal)
    console.print()
    summary = Table(box=None, pad_edge=False)
    for name in ("family", "faults", "suite", "Schemathesis"):
        summary.add_column(name, justify="left" if name == "family" else "right")
    for row in summary_rows(score):
        summary.add_row(*row)
    console.print(summary)


def markdown(score: Score) -> str:
    """The text of docs/score.md."""
    return "\n".join(_lines(score)) + "\n"


def summary_rows(score: Score) -> Iterator[tuple[str, str, str, str]]:
    """Each family, and all together: how many faults, and the share that each side caught."""
    for family, results in [*score.by_family().items(), ("all", list(score.results))]:
        yield (
            family,
            str(len(results)),
            _share(one.by_suite for one in results),
            _share(one.by_bare(score.baseline) for one in results),
        )


def _lines(score: Score) -> Iterator[str]:
    about = score.about
    caught, acted = share(one.by_suite for one in score.results)
    bare_caught, bare_acted = share(one.by_bare(score.baseline) for one in score.results)
    yield "# The score"
    yield ""
    yield "<!-- Written by `make score`. -->"
    yield ""
    yield (
        f"On {about['date']}, in the profile *{about['profile']}*, the suite caught **{caught} of {acted}** "
        "faults under a requirement that they break"
        + (
            "; bare Schemathesis, with the same contract and as much time, caught "
            f"**{bare_caught} of {bare_acted}**."
            if bare_acted
            else "."
        )
    )
    yield ""
    yield (
        f"{about['machine']}; seed {about['seed']}; {about['jobs']} at a time; "
        + ", ".join(f"{name} {version}" for name, version in about["versions"].items())
        + "."
    )
    yield ""
    yield EXPLANATION
    yield ""
    seconds = [one.suite.first for one in score.results if one.suite.first is not None]
    if seconds:
        yield (
            f"Seconds to the first finding: median {statistics.median(seconds):.1f}, "
            f"most {max(seconds):.1f}. "
            f"A run took {statistics.median(one.suite.seconds for one in score.results):.0f} s (median)."
        )
        yield ""
    yield "| family | faults | suite | Schemathesis |"
    yield "|---|---:|---:|---:|"
    yield from (f"| {' | '.join(row)} |" for row in summary_rows(score))
    yield ""
    yield "## Debts"
    yield ""
    yield from _debts(score)
    for family, results in score.by_family().items():
        yield f"## {family}"
        yield ""
        yield "| fault | breaks | suite | told as | s | Schemathesis | s | acted |"
        yield "|---|---|---|---|---:|---|---:|---:|"
        for result in results:
            bare = result.by_bare(score.baseline)
            cells = (
                result.name,
                result.requirement,
                str(result.by_suite),
                _told(result),
                _first(result.suite),
                str(bare),
                _first(result.bare),
                _acted(result),
            )
            yield f"| {' | '.join(cells)} |"
        yield ""


def _debts(score: Score) -> Iterator[str]:
    none = [one for one in score.results if one.by_suite is Catch.MISSED]
    astray = [one for one in score.results if one.by_suite is Catch.ASTRAY]
    beside = [one for one in score.results if one.by_suite is Catch.CAUGHT and one.beside]
    idle = [one for one in score.results if one.by_suite is Catch.IDLE]
    for title, names in (
        ("Missed", [f"{one.name} ({one.requirement})" for one in none]),
        ("Told under another name", [f"{one.name} ({one.requirement}): {_told(one)}" for one in astray]),
        ("Told under more names than it breaks", [f"{one.name}: {', '.join(one.beside)}" for one in beside]),
        ("Faults that did not act", [f"{one.name} ({one.requirement})" for one in idle]),
        ("Requirements that no fault breaks", list(score.unbroken)),
        ("Told of the server without a fault", list(score.false_alarms)),
    ):
        if names:
            yield f"{title} ({len(names)}):"
            yield ""
            yield from (f"- {name}" for name in names)
            yield ""


def _share(catches: Iterable[Catch]) -> str:
    caught, acted = share(catches)
    return f"{caught}/{acted} ({100 * caught / acted:.0f} %)" if acted else "–"


def _told(result: Result) -> str:
    told = [one for one in result.suite.told if one in result.right] or list(result.suite.told)
    return ", ".join(sorted(told)) or result.suite.error or "–"


def _first(run: Run | None) -> str:
    return "" if run is None or run.first is None else f"{run.first:.1f}"


def _acted(result: Result) -> str:
    return f"{result.suite.fired}" + ("" if result.bare is None else f"/{result.bare.fired}")
