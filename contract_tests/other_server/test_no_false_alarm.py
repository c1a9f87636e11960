"""No false alarm: a server that keeps the contract is accused of nothing, whatever it decides for itself."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from other_server.app import OtherServer
from other_server.freedom import EVERY_OTHER_WAY, Freedom, mixed
from other_server.running import other_server, write_target
from other_server.runs import unmet
from other_server.things import Access, Integration, Provider

SEEDS = (1, 2)
FOREIGN = 300
LEAST = dataclasses.replace(mixed(4), optional_fields="least", nothing="absent", integration_in_use="deleted")
"""A server that tells as little as it may."""


def judged(target: Path, *options: str, profile: str = "quick") -> tuple[int, dict[str, Any]]:
    """The exit code of `conform` and its report."""
    report = target.parent / "report"
    command = [sys.executable, "-m", "portkey_integrations", "conform", "--target", str(target), *options]
    command += ["--profile", profile, "--report", str(report), "--seed", "1"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert "Traceback" not in result.stderr, result.stderr
    file = report / "report.json"
    return result.returncode, json.loads(file.read_text()) if file.exists() else {"requirements": []}


def accusations(report: dict[str, Any], freedom: Freedom) -> list[str]:
    """What the report holds against the server, SHOULDs too, but for the one that it does without."""
    return [
        f"{entry['id']}: expected {finding['expected']}, got {finding['actual']}"
        for entry in report["requirements"]
        for finding in entry["findings"]
        if entry["id"] not in unmet(freedom)
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
        code, report = judged(tmp_path / "target.toml")
    assert accusations(report, freedom) == []
    assert code == 0
    assert as_it_is(app) == empty


@pytest.mark.parametrize(
    ("freedom", "told", "workspaces"),
    [
        (EVERY_OTHER_WAY, {"admin": "admin"}, ("first",)),
        (EVERY_OTHER_WAY, {"admin": "workspace"}, ("first",)),
        (EVERY_OTHER_WAY, {"admin": "other_organisation"}, ()),
        (LEAST, {"admin": "admin"}, ()),
        (LEAST, {"admin": "workspace"}, ()),
    ],
    ids=["admin and first", "workspace and first", "another organisation", "admin", "workspace"],
)
def test_a_judge_that_is_told_little_accuses_of_nothing(
    freedom: Freedom, told: dict[str, str], workspaces: tuple[str, ...], tmp_path: Path
) -> None:
    app = OtherServer(freedom)
    empty = as_it_is(app)
    with other_server(app) as base_url:
        write_target(app, base_url, tmp_path / "target.toml", told, workspaces)
        code, report = judged(tmp_path / "target.toml")
    assert accusations(report, freedom) == []
    assert code == 0
    assert as_it_is(app) == empty


def test_what_others_have_is_neither_touched_nor_held_against_the_server(tmp_path: Path) -> None:
    app = OtherServer(EVERY_OTHER_WAY)
    ours = app.world.organisations[0]
    for number in range(FOREIGN):
        workspace = ours.workspaces[number % 3] if number % 2 else None
        one = Integration(f"theirs-{number}", "openai", "Production", workspace, key="sk-0123456789abcdef")
        for space in [workspace] if workspace else ours.workspaces:
            one.access[space.id] = Access(enabled=True)
            ours.providers.append(Provider(f"theirs-{number}-{space.name}", "Production", one, space))
        ours.integrations.append(one)
    before = as_it_is(app)
    with other_server(app) as base_url:
        write_target(app, base_url, tmp_path / "target.toml")
        code, report = judged(tmp_path / "target.toml", "--allow-shared")
    assert accusations(report, app.freedom) == []
    assert code == 0
    assert as_it_is(app) == before


def test_a_mixture_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    assert mixed(7) == mixed(7)
    assert mixed(7) != mixed(8)
