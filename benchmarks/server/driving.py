"""The load on a server: wrk where it is or can be installed, and a driver in Python."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CONNECTIONS = 16


class BrokenLoadError(Exception):
    """What a load met beside the answers that were expected; figures of it would say nothing."""


@dataclass(frozen=True)
class Request:
    """What a row sends. In the path and the body, {n} is an integration by chance and {new} is new."""

    method: str
    path: str
    body: str = ""
    is_refused: bool = False
    """Whether the answer that is expected is 400."""


def have_wrk() -> bool:
    """Whether there is wrk, after having Debian's installed where that may be."""
    if shutil.which("wrk") is None and os.getuid() == 0 and shutil.which("apt-get"):
        for arguments in (["update"], ["install", "--yes", "--no-install-recommends", "wrk"]):
            command = ["apt-get", "--quiet", *arguments]
            environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            if subprocess.run(command, env=environment, capture_output=True, check=False).returncode:  # noqa: S603
                break
    return shutil.which("wrk") is not None


def drive(
    with_wrk: bool,
    url: str,
    request: Request,
    *,
    key: str,
    rows: int,
    seconds: float,
    salt: str,
    connections: int = CONNECTIONS,
) -> dict[str, float]:
    """The figures of a load on a server: `requests`, `per_second`, and `p50` and `p99` in milliseconds.

    Raises `BrokenLoadError` where answers are missing, or are not of the status that is expected.
    """
    shape = [request.method, request.path, request.body]
    if with_wrk:
        command = [
            "wrk",
            "-t1",
            f"-c{connections}",
            f"-d{seconds:g}s",
            "--timeout=60s",
            "-s",
            str(HERE / "load.lua"),
            url,
        ]
        if seconds != int(seconds):
            command[3] = f"-d{max(1, round(seconds))}s"  # wrk counts whole seconds
        command += ["--", *shape, key, str(rows), salt]
    else:
        port = url.rpartition(":")[2]
        command = [sys.executable, str(HERE / "python_driver.py"), port, f"{seconds:g}", str(connections)]
        command += [*shape, key, str(rows), salt]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    if result.returncode:
        raise BrokenLoadError(f"{command[0]} failed: {result.stderr.strip()[-500:]}")
    found: dict[str, Any] = json.loads(result.stdout.strip().splitlines()[-1])
    expected = found["requests"] if request.is_refused else 0
    if not found["requests"] or found["broken"] or found["refused"] != expected:
        raise BrokenLoadError(
            f"of {found['requests']} requests {found['refused']} were refused, {found['broken']} broken"
        )
    return {
        "requests": found["requests"],
        "per_second": found["requests"] / found["seconds"],
        "p50": found["p50"],
        "p99": found["p99"],
    }
