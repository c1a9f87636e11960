"""What docs/testing-against-it.md shows works as it stands there."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import httpx
import pytest

from .api import ROOT
from .processes import command, ended

pytest_plugins = ["pytester"]

PAGE = (ROOT / "docs" / "testing-against-it.md").read_text()
STATE = """
version: 1
integrations:
- {slug: loaded, name: Loaded, ai_provider_id: openai, key: {env: NOT_SET_AT_ALL}}
"""


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_commands_work(tmp_path: Path) -> None:
    (tmp_path / "state.yaml").write_text(STATE)
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    assert len(lines) == 5
    resets = 0
    for line in lines:
        program, *arguments = shlex.split(line)
        if arguments[0] == "serve":
            process = subprocess.Popen(  # noqa: S603 - our own command
                command(*arguments, "--port", "0"), cwd=tmp_path, stdout=subprocess.PIPE, text=True
            )
            try:
                assert process.stdout is not None
                ready = next((told for told in process.stdout if told.startswith("Ready at")), None)
                assert ready is not None, line
                httpx.get(f"{ready.split()[2]}/integrations", trust_env=False)
            finally:
                process.terminate()
                process.wait(timeout=60)
        elif program == "curl":
            assert arguments[-1].endswith("/_control/reset")
            resets += 1
        else:
            assert ended(*arguments, cwd=tmp_path).returncode == 0, line
    assert resets == 1
    assert (tmp_path / "test-server" / "target.env").exists()


def test_the_example_for_pytest_works(pytester: pytest.Pytester) -> None:
    example, marked = blocks("python")
    (ini,) = blocks("ini")
    pytester.path.joinpath("pytest.ini").write_text(ini)
    pytester.mkdir("tests").joinpath("state.yaml").write_text(STATE)
    pytester.makepyfile(test_example=example, test_marked=marked)
    result = pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider", "--strict-markers")
    assert result.parseoutcomes() == {"passed": 2}, result.stdout.str()
