"""Figures as JSON, and as the tables of docs/benchmarks-client.md."""

from __future__ import annotations

import datetime
import os
import platform
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from measuring import Samples
from rows import ROWS, Row

Json = dict[str, Any]
BEGIN, END = "<!-- begin: written by make bench-client -->", "<!-- end -->"


def summary(row: Row, samples: Samples, versions: dict[str, str]) -> Json:
    """What results.json holds of a row: figures in its unit, and when and where they were taken."""
    taken = {name: [one * row.per_unit for one in found] for name, found in samples.items()}
    medians = {name: median(found) for name, found in taken.items()}
    return {
        "title": row.title,
        "unit": row.unit,
        "ours": row.ours,
        "contenders": {name: _spread(found) for name, found in taken.items()},
        "goals": [
            {
                "words": goal.words,
                "ratio": round(medians[row.ours] / medians[goal.peer], 4),
                "reached": medians[row.ours] <= goal.at_most * medians[goal.peer],
            }
            for goal in row.goals
            if goal.peer in medians
        ],
        "taken": {
            "at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "machine": machine(),
            "load": round(os.getloadavg()[0], 2),
            "versions": versions,
        },
    }


def _spread(found: list[float]) -> Json:
    quarters = quantiles(found, n=4, method="inclusive") if len(found) > 1 else [found[0]] * 3
    return {
        "median": round(quarters[1], 3),
        "quartiles": [round(quarters[0], 3), round(quarters[2], 3)],
        "rounds": len(found),
    }


def machine() -> str:
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = (line.partition(":") for line in info.read_text("utf-8").splitlines())
        model = next((value.strip() for name, _, value in lines if name.strip() == "model name"), model)
    return f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.release().partition('-')[0]}"


def tables(results: Json) -> str:
    """All rows that there are figures of, in Markdown."""
    found = [results[name] for name in ROWS if name in results]
    return "\n".join(
        line for lines in (_goals(found), *map(_contenders, found), _taken(found)) for line in lines
    )


def _goals(found: list[Json]) -> Iterator[str]:
    yield "| measure | ours | to reach | ratio | |"
    yield "| --- | --- | --- | --- | --- |"
    for row in found:
        ours = _figure(row, row["ours"])
        for goal in row["goals"]:
            reached = "reached" if goal["reached"] else "**missed**"
            yield f"| {row['title']} | {ours} | {goal['words']} | {_ratio(goal['ratio'])} | {reached} |"
    yield ""


def _contenders(row: Json) -> Iterator[str]:
    yield f"**{row['title']}**"
    yield ""
    yield "| | median | middle half | × ours |"
    yield "| --- | --- | --- | --- |"
    ours = row["contenders"][row["ours"]]["median"]
    for name, one in sorted(row["contenders"].items(), key=lambda item: item[1]["median"]):
        low, high = (_digits(figure) for figure in one["quartiles"])
        label = f"**{name}**" if name == row["ours"] else name
        spread = f"{low} – {high}" if one["rounds"] > 1 else "one round"
        yield f"| {label} | {_figure(row, name)} | {spread} | {one['median'] / ours:.2f} |"
    yield ""


def _taken(found: list[Json]) -> Iterator[str]:
    yield "Taken:"
    yield ""
    for row in found:
        taken = row["taken"]
        rounds = max(one["rounds"] for one in row["contenders"].values())
        said = "1 round" if rounds == 1 else f"{rounds} rounds"
        yield f"- {row['title']}: {taken['at']}, {said}, load {taken['load']} at the end"
    yield ""
    for value in dict.fromkeys(row["taken"]["machine"] for row in found):
        yield f"Machine: {value}."
    for value in dict.fromkeys(_versions(row["taken"]["versions"]) for row in found):
        yield f"Versions: {value}."


def _versions(versions: dict[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items())


def _figure(row: Json, name: str) -> str:
    return f"{_digits(row['contenders'][name]['median'])} {row['unit']}"


def _digits(figure: float) -> str:
    """Three digits that count."""
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.1f}" if figure >= 10 else f"{figure:.2f}"


def _ratio(ratio: float) -> str:
    """Ours by the peer's; the other way round where we are much faster."""
    return f"{1 / ratio:.1f}× faster" if ratio < 0.4 else f"{ratio:.2f}×"


def write_page(page: Path, results: Json) -> None:
    """Puts the tables into the page, between two marks; what is around them is written by hand."""
    text = page.read_text(encoding="utf-8") if page.exists() else f"# The client's speed\n\n{BEGIN}\n{END}\n"
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n\n{tables(results)}\n\n{END}{after}", encoding="utf-8")
