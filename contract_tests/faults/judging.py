"""`conform`, run as anybody runs it, and what its report says."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def judged(target: Path, profile: str = "quick", only: Sequence[str] = ()) -> tuple[int, dict[str, Any]]:
    """The exit code of `conform` and its report."""
    report = target.parent / "report"
    command = [sys.executable, "-m", "portkey_integrations", "conform"]
    options = ["--target", str(target), "--profile", profile, "--report", str(report), "--seed", "1"]
    options += ["--allow-shared", *(["--fail-fast"] if only else [])]
    options += ["--only", *only] if only else []
    result = subprocess.run(  # noqa: S603 - our own command
        [*command, *options], capture_output=True, text=True, check=False
    )
    assert "Traceback" not in result.stderr, result.stderr
    file = report / "report.json"
    return result.returncode, json.loads(file.read_text()) if file.exists() else {"requirements": []}


def failed(report: dict[str, Any]) -> set[str]:
    """The requirements that a report says are broken."""
    return {entry["id"] for entry in report["requirements"] if entry["verdict"] == "fail"}
