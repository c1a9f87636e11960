"""The row of `apply`: the same integrations and grants, made on a reference server that is new each time."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import payloads
from environments import HERE
from measuring import Samples, environment
from portkey_integrations_api import API_KEY_HEADER

COMMAND = str(Path(sys.executable).with_name("portkey-integrations"))
SECONDS_TO_START = 60


def applied(contenders: dict[str, str], integrations: int, workspaces: int, rounds: int) -> Samples:
    """Seconds from the start of a process to its end.

    Args:
        contenders: By name, `apply`, or how often the loop calls: by `grant` or by `integration`.
        integrations: How many there are to make.
        workspaces: How many each is granted to.
        rounds: How often each contender makes them, but for the loop by grant, which does it once.
    """
    samples: Samples = {name: [] for name in contenders}
    with TemporaryDirectory() as folder:
        seed, names = Path(folder, "seed"), [f"ws-bench-{number}" for number in range(workspaces)]
        seed.mkdir()
        _make_database(seed / "portkey.sqlite", names)
        state = Path(folder, "state.json")
        state.write_text(json.dumps(payloads.state(integrations, names)), "utf-8")
        for number in range(rounds):
            for name, way in contenders.items():
                if way == "grant" and number:
                    continue  # it takes minutes
                with _server(seed, Path(folder, "run")) as (url, key):
                    samples[name].append(_seconds(way, url, key, state))
                    _check(url, key, integrations, workspaces)
    return samples


def _make_database(file: Path, workspaces: list[str]) -> None:
    for name in workspaces:
        subprocess.run(  # noqa: S603 - our own command
            [
                *(COMMAND, "keys", "create", "--make", "--database", f"sqlite:///{file}"),
                *("--organisation", "demo", "--workspace", name),
            ],
            check=True,
            capture_output=True,
        )


@contextmanager
def _server(seed: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """The reference server on a copy of the database; gives its base URL and an organisation's key."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(seed, folder)
    target = folder / "target.toml"
    command = [COMMAND, "serve", "--demo", "--port", "0", "--target", str(target)]
    command += ["--database", f"sqlite:///{folder / 'portkey.sqlite'}"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        give_up = time.monotonic() + SECONDS_TO_START
        while not target.exists():
            if server.poll() is not None or time.monotonic() > give_up:
                sys.exit("The reference server did not start.")
            time.sleep(0.05)
        lines = target.with_suffix(".env").read_text("utf-8").splitlines()
        keys = dict(line.split("=", 1) for line in lines)
        told = tomllib.loads(target.read_text("utf-8"))
        yield told["base_url"], keys[told["keys"]["admin"]]
    finally:
        server.terminate()
        server.wait()


def _seconds(way: str, url: str, key: str, state: Path) -> float:
    if way == "apply":
        command = [COMMAND, "apply", str(state), "--base-url", url]
    else:
        command = [sys.executable, str(HERE / "contenders" / "official_loop.py"), url, str(state), way]
    variables = {**environment(), "PORTKEY_API_KEY": key, "BENCH_PROVIDER_KEY": "sk-benchmark-0123456789"}
    start = time.perf_counter()
    result = subprocess.run(command, env=variables, check=False, capture_output=True, text=True)  # noqa: S603
    seconds = time.perf_counter() - start
    if result.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{result.stderr}")
    return seconds


def _check(url: str, key: str, integrations: int, workspaces: int) -> None:
    """Ends the run where a contender did not make what was asked of it: its time would say nothing."""
    with httpx.Client(headers={API_KEY_HEADER: key}, trust_env=False) as client:
        made = client.get(f"{url}/integrations").json()["total"]
        granted = client.get(f"{url}/integrations/bench-{integrations - 1}/workspaces").json()["workspaces"]
    enabled = [one for one in granted if one["enabled"] and one["usage_limits"]]
    if (made, len(enabled)) != (integrations, workspaces):
        sys.exit(
            f"{made} integrations and {len(enabled)} grants were made, not {integrations} and {workspaces}."
        )
