"""`make bench-client` measures what it says, of whoever is there; no test looks at a time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from client.contract import ROOT

BENCH = ROOT / "benchmarks" / "client" / "bench.py"
PEERS = {
    "import": {"bare Python", "raw httpx"},
    "first": {"bare Python", "http.client by hand", "raw httpx"},
    "call": {"http.client by hand", "raw httpx"},
    "decode": {"json.loads alone"},
    "async": {"raw httpx"},
    "memory": {"bare Python", "raw httpx"},
}


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(BENCH), "--without-peers", "--rounds", "1", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What one round of little work prints, and the folder with what it writes."""
    folder = tmp_path_factory.mktemp("benchmark")
    page = folder / "page.md"
    page.write_text(
        "# Speed\n\n<!-- begin: written by make bench-client -->old<!-- end -->\n\nBy hand.\n", "utf-8"
    )
    for rows in ("import,first,memory", "call,decode,async"):
        result = bench(
            "--rows", rows, "--scale", "0.01", "--results", str(folder / "r.json"), "--page", str(page)
        )
        assert result.returncode == 0, result.stderr
    return result.stdout, folder


def test_each_row_has_a_figure_of_each_contender_that_is_there(measured: tuple[str, Path]) -> None:
    results = json.loads((measured[1] / "r.json").read_text("utf-8"))
    found = {name: {*row["contenders"]} - {row["ours"]} for name, row in results.items()}
    assert found == PEERS
    assert all(one["median"] > 0 for row in results.values() for one in row["contenders"].values())


def test_the_page_gets_the_tables_and_keeps_what_is_written_by_hand(measured: tuple[str, Path]) -> None:
    printed, folder = measured
    page = (folder / "page.md").read_text("utf-8")
    assert page.startswith("# Speed\n")
    assert page.endswith("<!-- end -->\n\nBy hand.\n")
    assert "old" not in page
    for title in ("Import and make a client", "One call on a warm connection", "Memory after import"):
        assert title in page
    assert "Import and make a client" not in printed  # of another run, whose figures the page keeps


def test_a_wrong_wish_is_told_before_anything_is_measured(tmp_path: Path) -> None:
    unknown = bench("--rows", "speed", "--results", str(tmp_path / "r.json"))
    assert (unknown.returncode, "there is no row speed" in unknown.stderr) == (2, True)
    partly = bench("--rows", "call", "--scale", "0.1")
    assert (partly.returncode, "give --results" in partly.stderr) == (2, True)
