"""Every fault is caught by `conform`, which names the requirement that it breaks and hardly any other."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from faults.broken_server import broken_server
from faults.faults import FAULTS, Fault, no_fault


def judged(target: Path, profile: str = "quick") -> tuple[int, dict[str, Any]]:
    """The exit code of `conform` and its report."""
    report = target.parent / "report"
    command = [sys.executable, "-m", "portkey_integrations", "conform"]
    options = [
        "--target",
        str(target),
        "--profile",
        profile,
        "--report",
        str(report),
        "--seed",
        "1",
        "--allow-shared",
    ]
    result = subprocess.run(  # noqa: S603 - our own command
        [*command, *options], capture_output=True, text=True, check=False
    )
    assert "Traceback" not in result.stderr, result.stderr
    file = report / "report.json"
    return result.returncode, json.loads(file.read_text()) if file.exists() else {"requirements": []}


def failed(report: dict[str, Any]) -> set[str]:
    return {entry["id"] for entry in report["requirements"] if entry["verdict"] == "fail"}


def test_a_server_without_a_fault_has_no_finding(tmp_path: Path) -> None:
    with broken_server(tmp_path, no_fault) as target:
        code, report = judged(target)
    assert (code, failed(report)) == (0, set())


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_is_caught_under_the_name_of_what_it_breaks(fault: Fault, tmp_path: Path) -> None:
    with broken_server(tmp_path, fault.behaviour) as target:
        code, report = judged(target)
    assert code == 1
    assert fault.requirement in failed(report)
    assert failed(report) <= {fault.requirement} | fault.also
    entry = next(one for one in report["requirements"] if one["id"] == fault.requirement)
    steps = entry["findings"][0]["steps"]
    assert steps
    assert all(step.startswith("curl ") for step in steps)


def test_every_family_has_a_fault() -> None:
    contract = yaml.safe_load((Path(__file__).parents[2] / "openapi.yaml").read_text(encoding="utf-8"))
    families = {family["code"] for family in contract["x-requirement-families"]}
    assert {fault.requirement[:3] for fault in FAULTS} == families
