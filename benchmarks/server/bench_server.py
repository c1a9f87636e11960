"""`make bench-server`: the reference server beside Prism and FastAPI, as JSON and as tables in docs/.

    python benchmarks/server/bench_server.py                         everything, about twelve minutes
    python benchmarks/server/bench_server.py --quick                 one short round, about two minutes
    python benchmarks/server/bench_server.py --rows retrieve,list    some rows
    python benchmarks/server/bench_server.py --parts side,sizes      some parts

Contenders are started one after the other, in turns, and only one runs at a time. Before it is measured each
is asked for what the others were asked for, and has to answer the same. The peers are installed into
build/bench-server and node_modules with the first run. Only a full run writes docs/; others write
build/bench-server/results.json and results.md.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.append(str(ROOT / "contract_tests"))  # where the private PostgreSQL comes from

from answers import CREATE, INVALID, UPDATE, answers, differences, misfits  # noqa: E402
from driving import CONNECTIONS, BrokenLoadError, Request, drive, have_wrk  # noqa: E402
from figures import machine, tables, write_page  # noqa: E402
from servers import (  # noqa: E402
    FASTAPI,
    FOLDER,
    OURS,
    POSTGRES,
    PRISM,
    SQLITE,
    Contender,
    Running,
    Servers,
    SkippedError,
)

PAGE = ROOT / "docs" / "benchmarks-server.md"
RESULTS = ROOT / "docs" / "benchmarks-server.json"
ROWS = {
    "retrieve": Request("GET", "/integrations/bench-{n}"),
    "list": Request("GET", "/integrations?page_size=100"),
    "validation": Request("POST", "/integrations", INVALID, is_refused=True),
    "update": Request("PUT", "/integrations/bench-{n}", UPDATE),
    "create": Request("POST", "/integrations", CREATE),
}
"""In this order: what grows the table comes last."""
SIDE_BY_SIDE = (
    Contender(OURS, SQLITE),
    Contender(FASTAPI, SQLITE),
    Contender(PRISM),
    Contender(OURS, SQLITE, workers=2),
    Contender(FASTAPI, SQLITE, workers=2),
    Contender(OURS, POSTGRES),
    Contender(FASTAPI, POSTGRES),
    Contender(OURS, POSTGRES, workers=2),
    Contender(FASTAPI, POSTGRES, workers=2),
)
ALSO_IN_PYTHON = SIDE_BY_SIDE[:3]
SIZES = (100, 10_000, 1_000_000)
BY_SIZE = ((OURS, SQLITE), (OURS, POSTGRES), (FASTAPI, SQLITE))
PAGES = {"page 0": 0, "page 100": 100, "the last page": -1}
_ROUNDS_OF_SIZES = 2  # at most: the last page takes long
PARTS = ("side", "python", "sizes")

Json = dict[str, Any]


class Bench:
    """One run."""

    def __init__(self, options: argparse.Namespace, servers: Servers) -> None:
        self._options = options
        self._servers = servers
        self._wrk = have_wrk()
        self._expected: Json | None = None
        self._out: set[str] = set()
        self._rounds = 0
        self.results: Json = {"side": {}, "sizes": {}, "problems": []}
        if not self._wrk:
            self._say("There is no wrk here and it cannot be installed: Python makes the load.")

    def run(self) -> None:
        """All rounds."""
        for number in range(self._options.rounds):
            self._rounds = number
            if {"side", "python"} & set(self._options.parts):
                for contender in SIDE_BY_SIDE:
                    self._measured(contender, self._side)
            if "sizes" in self._options.parts and number < _ROUNDS_OF_SIZES:
                for kind, database in BY_SIZE:
                    for size in self._options.sizes:
                        self._measured(Contender(kind, database, size=size), self._size)

    def _measured(self, contender: Contender, measure: Any) -> None:
        """Starts a contender and measures it; what goes wrong is told, and the others go on."""
        name = f"{contender.name}, {contender.size:,} integrations"
        if name in self._out:
            return
        started = time.monotonic()
        try:
            with self._servers.running(contender) as running:
                measure(contender, running)
        except SkippedError as reason:
            self._out.add(name)
            self._say(f"{name}: SKIPPED: {reason}")
        except Exception as error:
            self._out.add(name)
            self._say(f"{name}: FAILED: {type(error).__name__}: {error}")
        else:
            taken = time.monotonic() - started
            print(f"round {self._rounds + 1}: {name}: {taken:.0f} s", file=sys.stderr, flush=True)

    def _side(self, contender: Contender, running: Running) -> None:
        self._check(contender, running)
        found = self.results["side"].setdefault(
            contender.name,
            {"kind": contender.kind, "start": [], "pss": [], "rss": [], "wrk": {}, "python": {}},
        )
        found["start"].append(running.seconds_to_start)
        self._load(contender, running, ROWS["retrieve"], with_wrk=self._wrk, seconds=1)  # to be warm
        drivers = [("wrk", True) if self._wrk else ("python", False)] if "side" in self._options.parts else []
        if "python" in self._options.parts and self._wrk and contender in ALSO_IN_PYTHON:
            drivers.append(("python", False))
        for name in self._options.rows:
            for driver, with_wrk in drivers:
                with self._telling(f"{contender.name}: {name} ({driver})"):
                    figures = self._load(contender, running, ROWS[name], with_wrk=with_wrk)
                    found[driver].setdefault(name, []).append(figures)
        memory = running.memory()
        found["pss"].append(memory["pss"])
        found["rss"].append(memory["rss"])

    def _size(self, contender: Contender, running: Running) -> None:
        found = self.results["sizes"].setdefault(contender.name, {"kind": contender.kind})
        by_row = found.setdefault(str(contender.size), {})
        self._load(contender, running, ROWS["retrieve"], with_wrk=self._wrk, seconds=1)
        for name, request in _sized_rows(contender.size):
            with self._telling(f"{contender.name}, {contender.size:,} integrations: {name}"):
                # One at a time where the cost of a page is looked for, and not how many there are at once.
                connections = 1 if name in PAGES else CONNECTIONS
                figures = self._load(contender, running, request, with_wrk=self._wrk, connections=connections)
                by_row.setdefault(name, []).append(figures)

    @contextmanager
    def _telling(self, name: str) -> Iterator[None]:
        """Tells of a load that broke, and lets the others go on."""
        try:
            yield
        except BrokenLoadError as error:
            self._say(f"{name}: FAILED: {error}")

    def _check(self, contender: Contender, running: Running) -> None:
        """Raises where a contender does not answer as the others do."""
        if contender.kind == PRISM:
            wrong = misfits(running.url + running.prefix, running.key)
        else:
            found = answers(running.url + running.prefix, running.key)
            if self._expected is None:
                self._expected = found
            wrong = differences(found, self._expected)
        if wrong:
            raise BrokenLoadError(f"other answers than expected: {'; '.join(wrong)}")

    def _load(
        self,
        contender: Contender,
        running: Running,
        request: Request,
        *,
        with_wrk: bool,
        seconds: float | None = None,
        connections: int = CONNECTIONS,
    ) -> dict[str, float]:
        before = running.cpu_seconds()
        figures = drive(
            with_wrk,
            running.url,
            Request(request.method, running.prefix + request.path, request.body, request.is_refused),
            key=running.key,
            rows=contender.size,
            seconds=seconds or self._options.seconds,
            connections=connections,
            salt=f"r{self._rounds}-{time.monotonic_ns()}",
        )
        cpu = (running.cpu_seconds() - before) / figures["requests"] * 1e6
        return {name: round(value, 3) for name, value in (figures | {"cpu": cpu}).items()}

    def _say(self, problem: str) -> None:
        self.results["problems"].append(problem)
        print(problem, file=sys.stderr, flush=True)


def _sized_rows(size: int) -> Iterator[tuple[str, Request]]:
    yield "retrieve", ROWS["retrieve"]
    last = size // 100 - 1
    for name, page in PAGES.items():
        number = last if page < 0 else page
        if number <= last and (page >= 0 or last > PAGES["page 100"]):
            yield name, Request("GET", f"/integrations?page_size=100&current_page={number}")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="make bench-server", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", default=",".join(ROWS), help=f"some of {','.join(ROWS)}")
    parser.add_argument("--parts", default=",".join(PARTS), help=f"some of {','.join(PARTS)}")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="how many integrations there are")
    parser.add_argument("--rounds", type=int, default=3, help="of each contender (default: %(default)s)")
    parser.add_argument("--seconds", type=int, default=2, help="of each load (default: %(default)s)")
    parser.add_argument("--quick", action="store_true", help="one round, loads of a second, small tables")
    parser.add_argument("--without-postgres", action="store_true")
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.seconds, options.sizes = 1, 1, "100,10000"
    is_full = vars(options) == vars(parser.parse_args([]))
    options.rows, options.parts = options.rows.split(","), options.parts.split(",")
    options.sizes = [int(size) for size in options.sizes.split(",")]
    for name, known in (("rows", ROWS), ("parts", PARTS)):
        if unknown := [one for one in getattr(options, name) if one not in known]:
            parser.error(f"--{name}: there is no {', '.join(unknown)}; there are {', '.join(known)}")
    options.rows = [name for name in ROWS if name in options.rows]
    if min(options.rounds, options.seconds, *options.sizes) < 1:
        parser.error("there has to be something to measure")

    started = time.monotonic()
    with ExitStack() as stack:
        servers = Servers(stack, with_postgres=not options.without_postgres)
        bench = Bench(options, servers)
        begin = machine()
        bench.run()
        results = bench.results
        results["taken"] = {
            **begin,
            "load_at_the_end": machine()["load"],
            "versions": servers.versions(),
            "rounds": options.rounds,
            "seconds_of_a_load": options.seconds,
            "seconds": round(time.monotonic() - started),
        }
    file, page = (RESULTS, PAGE) if is_full else (FOLDER / "results.json", FOLDER / "results.md")
    file.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    write_page(page, results)
    print(tables(results))
    print(f"make bench-server took {time.monotonic() - started:.0f} s: {page.relative_to(ROOT)}")
    return 0 if results["side"] or results["sizes"] else 1


if __name__ == "__main__":
    sys.exit(main())
