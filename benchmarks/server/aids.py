"""`make bench-aids`: how long a test waits for a server of its own, and for the state of its start.

Writes its table into docs/testing-against-it.md.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from filling import fill

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "contract_tests"))

from postgres import NoPostgresError, private_cluster  # noqa: E402 - of the tests

PAGE = ROOT / "docs" / "testing-against-it.md"
BEGIN, END = "<!-- begin: written by make bench-aids -->\n", "<!-- end -->\n"
FIELDS = {"name": "n {n}", "slug": "s-{n}", "ai_provider_id": "openai", "key": "sk-0123456789abcdef"}
START = """
import json, time
began = time.perf_counter()
from portkey_reference_server import LocalServer
loaded = time.perf_counter()
for _ in range(2):  # the second time, everything is loaded
    started = time.perf_counter()
    server = LocalServer()
    server.app
    made = time.perf_counter()
    server.url
    listening = time.perf_counter()
    server.close()
    print(json.dumps({"load": loaded - began, "app": made - started, "url": listening - started}))
"""


def starts(rounds: int) -> tuple[dict[str, float], dict[str, float]]:
    """Seconds of a first start in a process, and of the next one: medians."""
    first, next_one = [], []
    for _ in range(rounds):
        said = subprocess.run([sys.executable, "-c", START], capture_output=True, check=True).stdout  # noqa: S603
        one, other = map(json.loads, said.splitlines())
        first.append(one)
        next_one.append(other)
    return _medians(first), _medians(next_one)


def _medians(samples: list[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(one[name] for one in samples) for name in samples[0]}


@contextlib.contextmanager
def serving(url: str, folder: Path, workers: int) -> Iterator[str]:
    """The address of a server for tests on a database that is filled."""
    process = subprocess.Popen(  # noqa: S603 - our own command
        [
            *(sys.executable, "-m", "portkey_integrations", "serve", "--testing", "--adopt-database"),
            *("--database", url, "--port", "0", "--workers", str(workers)),
        ],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        ready = next(line for line in process.stdout if line.startswith("Ready at"))
        yield urlsplit(ready.split()[2]).netloc
    finally:
        process.terminate()
        process.wait()


def reset(url: str, count: int, rounds: int, workers: int) -> dict[str, float]:
    """Seconds of a reset, each after a write, of a database with so many integrations."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = url or f"sqlite:///{folder / 'filled.sqlite3'}"
        key = fill(url, count, FIELDS)
        seconds = []
        with serving(url, folder, workers) as address:
            connection = http.client.HTTPConnection(address)
            for number in range(rounds):
                body = json.dumps({"name": "n", "ai_provider_id": "openai", "key": "k" * 20})
                _send(connection, "/v1/integrations", body, key)
                began = time.perf_counter()
                _send(connection, "/_control/reset", "", "")
                if number:  # the first opens what later ones have open
                    seconds.append(time.perf_counter() - began)
        return {"median": statistics.median(seconds), "most": max(seconds)}


def _send(connection: http.client.HTTPConnection, path: str, body: str, key: str) -> None:
    connection.request("POST", path, body, {"x-portkey-api-key": key})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path} was answered with {answer.status}")


def table(rounds: int, sizes: list[int]) -> Iterator[str]:
    """The lines of the page."""
    yield "| | median | most |"
    yield "|---|---|---|"
    first, next_one = starts(max(3, rounds // 3))
    yield f"| loading the server's modules, once in a process | {_ms(first['load'])} | |"
    yield f"| the first start of `portkey_server` in a process, as an application | {_ms(first['app'])} | |"
    yield f"| the same, on a port | {_ms(first['url'])} | |"
    yield f"| a further start, on a port | {_ms(next_one['url'])} | |"
    for count in sizes:
        for workers in (1, 2):
            found = reset("", count, rounds, workers)
            yield _row("SQLite", count, workers, found)
    try:
        for count in sizes:
            with private_cluster() as cluster:
                os.environ["PORTKEY_MASTER_KEY"] = "cG9ydGtleS10ZXN0cy1tYXN0ZXIta2V5LTMyLWJ5dGU="
                yield _row("PostgreSQL", count, 1, reset(cluster.url, count, rounds, 1))
    except NoPostgresError as reason:
        yield f"| a reset on PostgreSQL | not measured: {reason} | |"


def _row(database: str, count: int, workers: int, found: dict[str, float]) -> str:
    who = "one worker" if workers == 1 else f"{workers} workers"
    what = f"a reset, {database}, {who}, {count:,} integrations"
    return f"| {what} | {_ms(found['median'])} | {_ms(found['most'])} |"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 0.01 else f"{seconds * 1000:.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-aids", description=__doc__)
    parser.add_argument("--rounds", type=int, default=31, help="of each reset (default: %(default)s)")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000, 10000])
    parser.add_argument("--dry", action="store_true", help="leave the page alone")
    options = parser.parse_args()
    lines = []
    for line in table(options.rounds, options.sizes):
        print(line, flush=True)
        lines.append(line)
    if not options.dry:
        text = "".join(f"{line}\n" for line in lines)
        page = re.sub(f"{BEGIN}.*?{END}", lambda _: BEGIN + text + END, PAGE.read_text(), flags=re.DOTALL)
        PAGE.write_text(page)


if __name__ == "__main__":
    main()
