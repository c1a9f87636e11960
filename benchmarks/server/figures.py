"""Figures as JSON, and as the tables of docs/benchmarks-server.md."""

from __future__ import annotations

import datetime
import os
import platform
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

Json = dict[str, Any]
BEGIN, END = "<!-- begin: written by make bench-server -->", "<!-- end -->"
TITLES = {
    "retrieve": "Retrieve an integration",
    "list": "List 100 integrations",
    "create": "Create an integration",
    "update": "Update an integration",
    "validation": "Refuse an invalid one",
}
_OURS = "ours, SQLite, 1 worker"
_FASTAPI = "FastAPI + SQLAlchemy, SQLite, 1 worker"
_PRISM = "Prism"


def machine() -> Json:
    """Where and when figures are taken."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = (line.partition(":") for line in info.read_text("utf-8").splitlines())
        model = next((value.strip() for name, _, value in lines if name.strip() == "model name"), model)
    system = f"{platform.system()} {platform.release().partition('-')[0]}"
    return {
        "at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "machine": f"{model}, {os.cpu_count()} cores, {system}",
        "load": round(os.getloadavg()[0], 2),
    }


def tables(results: Json) -> str:
    """All of it in Markdown."""
    return "\n".join(
        [
            *_targets(results),
            *_side(results, "wrk", "16 connections"),
            *_side(results, "python", "16 connections, the driver in Python"),
            *_whole(results),
            *_sizes(results),
            *_taken(results),
        ]
    )


def _rate(results: Json, contender: str, row: str) -> float | None:
    """Requests in a second, by wrk where there was one."""
    found = results["side"].get(contender, {})
    samples = found.get("wrk", {}).get(row) or found.get("python", {}).get(row)
    return _median(samples, "per_second") if samples else None


def _size_rate(results: Json, contender: str, size: str, row: str) -> float | None:
    samples = results["sizes"].get(contender, {}).get(size, {}).get(row)
    return _median(samples, "per_second") if samples else None


def _size_p50(results: Json, contender: str, size: str, row: str) -> float | None:
    samples = results["sizes"].get(contender, {}).get(size, {}).get(row)
    return _median(samples, "p50") if samples else None


def _median(samples: list[dict[str, float]], name: str) -> float:
    return median(sample[name] for sample in samples)


def targets(results: Json) -> Iterator[tuple[str, str, str, bool]]:
    """What is to be reached: a title, the goal, what was reached, and whether it was."""
    for row, peer, times in (
        ("retrieve", _FASTAPI, 5),
        ("retrieve", _PRISM, 5),
        ("list", _FASTAPI, 8),
        ("create", _FASTAPI, 2),
    ):
        ours, theirs = _rate(results, _OURS, row), _rate(results, peer, row)
        if ours and theirs:
            goal = f"≥ {times}× {peer.partition(',')[0]}"
            yield TITLES[row], goal, f"{ours / theirs:.1f}×", ours >= times * theirs
    few, many = (_size_rate(results, _OURS, size, "retrieve") for size in ("100", "1000000"))
    if few and many:
        goal = "≤ 1.2× the time with 100"
        yield "Retrieve with 1,000,000 integrations", goal, f"{few / many:.2f}×", few <= 1.2 * many
    for page in ("page 100", "the last page"):
        near = _size_p50(results, _OURS, "1000000", "page 0")
        far = _size_p50(results, _OURS, "1000000", page)
        if near and far:
            title = f"List {page} of 1,000,000"
            yield (
                title,
                "keyset-like: ≤ 1.5× page 0; or the reason, below",
                f"{far / near:.2f}×",
                far <= 1.5 * near,
            )
    if start := results["side"].get(_OURS, {}).get("start"):
        yield "Start to the first answer", "< 0.5 s", f"{median(start):.2f} s", median(start) < 0.5


def _targets(results: Json) -> Iterator[str]:
    found = list(targets(results))
    if found:
        yield "| SQLite, 1 worker | to reach | ours | |"
        yield "| --- | --- | --- | --- |"
        for title, goal, reached, is_reached in found:
            yield f"| {title} | {goal} | {reached} | {'reached' if is_reached else '**missed**'} |"
        yield ""


def _side(results: Json, driver: str, title: str) -> Iterator[str]:
    for row in TITLES:
        found = {
            name: contender[driver][row]
            for name, contender in results["side"].items()
            if contender[driver].get(row)
        }
        if not found:
            continue
        yield f"**{TITLES[row]}** ({title})"
        yield ""
        yield "| | per second | all rounds | p50, ms | p99, ms | CPU, µs a request |"
        yield "| --- | --- | --- | --- | --- | --- |"
        for name, samples in sorted(found.items(), key=lambda one: -_median(one[1], "per_second")):
            rates = sorted(sample["per_second"] for sample in samples)
            spread = f"{rates[0]:,.0f} – {rates[-1]:,.0f}" if len(rates) > 1 else "one round"
            p50, p99 = (f"{_median(samples, of):.2f}" for of in ("p50", "p99"))
            label = _label(results["side"][name], name)
            rate, cpu = (f"{_median(samples, of):,.0f}" for of in ("per_second", "cpu"))
            yield f"| {label} | {rate} | {spread} | {p50} | {p99} | {cpu} |"
        yield ""


def _whole(results: Json) -> Iterator[str]:
    if not results["side"]:
        return
    yield "**Memory after the load, of all processes, and start**"
    yield ""
    yield "| | PSS | RSS | start to the first answer |"
    yield "| --- | --- | --- | --- |"
    for name, found in results["side"].items():
        if found["pss"]:
            memory = " | ".join(f"{median(found[one]):.0f} MiB" for one in ("pss", "rss"))
            yield f"| {_label(found, name)} | {memory} | {median(found['start']):.2f} s |"
    yield ""


def _sizes(results: Json) -> Iterator[str]:
    for name, found in results["sizes"].items():
        sizes = [size for size in found if size != "kind"]
        rows = list(dict.fromkeys(row for size in sizes for row in found[size]))
        if not rows:
            continue
        yield f"**As the table grows: {name}**, retrieves per second (p99 in ms), pages one at a time in ms"
        yield ""
        yield "| integrations | " + " | ".join(rows) + " |"
        yield "| --- |" + " --- |" * len(rows)
        for size in sizes:
            cells = [
                _cell(row, samples) if samples else "–"
                for row, samples in ((row, found[size].get(row)) for row in rows)
            ]
            yield f"| {int(size):,} | " + " | ".join(cells) + " |"
        yield ""


def _cell(row: str, samples: list[dict[str, float]]) -> str:
    if row == "retrieve":
        return f"{_median(samples, 'per_second'):,.0f} ({_median(samples, 'p99'):.1f})"
    return f"{_median(samples, 'p50'):.2f}"


def _label(found: Json, name: str) -> str:
    return f"**{name}**" if found["kind"] == "ours" else name


def _taken(results: Json) -> Iterator[str]:
    taken = results["taken"]
    yield (
        f"Taken {taken['at']} in {taken['rounds']} rounds, {taken['seconds_of_a_load']} s for each load; load"
        f" average {taken['load']} before and {taken['load_at_the_end']} after."
    )
    yield f"Machine: {taken['machine']}."
    yield "Versions: " + ", ".join(f"{name} {version}" for name, version in taken["versions"].items()) + "."
    if results["problems"]:
        yield ""
        yield from (f"- {problem}" for problem in results["problems"])


def write_page(page: Path, results: Json) -> None:
    """Puts the tables into the page, between two marks; what is around them is written by hand."""
    text = page.read_text("utf-8") if page.exists() else f"# The server's speed\n\n{BEGIN}\n{END}\n"
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n\n{tables(results)}\n\n{END}{after}", "utf-8")
