"""`apply` killed at any point, and run again, ends where an undisturbed one ends."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from .conftest import Run, Server

ALL = [(n, when) for n in range(1, 13) for when in ("instead", "before", "after")]
POINTS = random.Random(6).sample(ALL, 25)  # noqa: S311 - a seed, so that the points are the same everywhere
SLUGS = [f"openai-{index}" for index in range(4)]
STATE = {
    "version": 1,
    "integrations": [
        {
            "slug": slug,
            "name": slug,
            "ai_provider_id": "openai",
            "key": {"env": "A_KEY"},
            "models": [
                {"slug": "gpt-4", "enabled": False},
                {"slug": "our-own", "enabled": True, "is_custom": True, "base_model_slug": "gpt-4o"},
            ],
            "workspaces": [
                {"id": "ws-demo-first", "enabled": True, "default_provider_slug": f"{slug}-first"},
                {
                    "id": "ws-demo-second",
                    "enabled": True,
                    "usage_limits": [{"type": "cost", "credit_limit": 9, "periodic_reset": "weekly"}],
                    "default_provider_slug": f"{slug}-second",
                },
            ],
        }
        for slug in SLUGS
    ],
}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("A_KEY", "sk-0123456789abcdef")
    written = tmp_path / "state.yaml"
    written.write_text(yaml.safe_dump(STATE), encoding="utf-8")
    return written


@pytest.fixture(scope="module")
def expected() -> list[Any]:
    """What an undisturbed apply ends in, once it was asked for."""
    return []


def everything(server: Server, run: Run) -> tuple[str, list[Any]]:
    """What a server holds: its state, and every provider with its workspace."""
    state = run(server, "export").out
    listed = server.client.virtual_keys.list(page_size=200).data
    return state, sorted((key.workspace_name, key.integration_id, key.slug) for key in listed)


@pytest.mark.parametrize(("number", "when"), POINTS)
def test_an_apply_that_is_killed_and_run_again_ends_in_the_same_state(
    start: Callable[[str], Server], run: Run, file: Path, expected: list[Any], number: int, when: str
) -> None:
    if not expected:
        undisturbed = start("undisturbed")
        assert run(undisturbed, "apply", file).code == 0
        expected.append(everything(undisturbed, run))
    killed = start("killed")
    environment = {**os.environ, "PORTKEY_API_KEY": killed.key, "PORTKEY_BASE_URL": killed.base_url}
    command = [sys.executable, "-m", "portkey_integrations", "apply", str(file), "--concurrency", "4"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603

    def kill(write: int, moment: str) -> bool:
        if write == number and moment == ("after" if when == "after" else "before"):
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        return write == number and when == "instead"

    killed.traffic.on_write = kill
    assert process.wait() == -signal.SIGKILL
    killed.traffic.settle()
    killed.traffic.on_write = lambda write, moment: False
    again = run(killed, "apply", file)
    assert again.code == 0, again.err
    assert [everything(killed, run)] == expected
    assert run(killed, "plan", file).code == 0
