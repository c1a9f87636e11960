"""No false alarm: a server that keeps the contract is accused of nothing, whatever it decides for itself."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from other_server.app import OtherServer
from other_server.freedom import EVERY_OTHER_WAY, Freedom, mixed
from other_server.running import other_server, write_target

SEEDS = (1, 2, 3)


def judged(target: Path, profile: str, seed: int = 1) -> tuple[int, dict[str, Any]]:
    """The exit code of `conform` and its report."""
    report = target.parent / "report"
    command = [sys.executable, "-m", "portkey_integrations", "conform", "--target", str(target)]
    options = ["--profile", profile, "--report", str(report), "--seed", str(seed)]
    result = subprocess.run(  # noqa: S603 - our own command
        [*command, *options], capture_output=True, text=True, check=False
    )
    assert "Traceback" not in result.stderr, result.stderr
    file = report / "report.json"
    return result.returncode, json.loads(file.read_text()) if file.exists() else {"requirements": []}


def accusations(report: dict[str, Any], freedom: Freedom) -> list[str]:
    """What the report holds against the server, SHOULDs too, but for the one that it does without."""
    without = {"MOD-006"} if freedom.model_removal_by_body == "refused" else set()
    return [
        f"{entry['id']}: expected {finding['expected']}, got {finding['actual']}"
        for entry in report["requirements"]
        for finding in entry["findings"]
        if entry["id"] not in without
    ]


def as_it_is(app: OtherServer) -> str:
    """What the server holds."""
    return repr([(one.integrations, one.providers) for one in app.world.organisations])


@pytest.mark.parametrize(
    "freedom",
    [EVERY_OTHER_WAY, *(mixed(seed) for seed in SEEDS)],
    ids=["other", *(f"mixed-{n}" for n in SEEDS)],
)
def test_a_server_that_decides_otherwise_is_accused_of_nothing(freedom: Freedom, tmp_path: Path) -> None:
    app = OtherServer(freedom)
    empty = as_it_is(app)
    with other_server(app) as base_url:
        write_target(app, base_url, tmp_path / "target.toml")
        code, report = judged(tmp_path / "target.toml", "quick")
    assert accusations(report, freedom) == []
    assert code == 0
    assert as_it_is(app) == empty


def test_a_mixture_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    assert mixed(7) == mixed(7)
    assert mixed(7) != mixed(8)
