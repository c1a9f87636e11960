"""What docs/command-line.md and docs/state.md show is what the commands print."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import Run, Server
from .organisations import ROOT

KEYS = {
    "OPENAI_KEY": "sk-0123456789abcdef",
    "NEW_OPENAI_KEY": "sk-1123456789abcdeg",
    "VOYAGE_KEY": "pa-0123456789ab",
}
VOYAGE = """\
- slug: voyage
  name: Voyage
  ai_provider_id: voyage
  key: {env: VOYAGE_KEY}
  workspaces:
  - {id: ws-demo-second, enabled: true}
"""
WRONG = """\
version: 1
integrations:
- slug: openai-production
  name: OpenAI
  ai_provider_id: openai
  key: sk-0123456789
  descripton: a word that is not one
- slug: openai-production
  name: Another
  ai_provider_id: openai
  key: {env: NOT_SET}
"""


def blocks(page: str, kind: str) -> list[str]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(f"^```{kind}\n(.*?)^```$", text, re.M | re.S)


def shown(page: str) -> Iterator[tuple[list[str], str]]:
    """Each command of a page with what the page says that it prints."""
    for block in blocks(page, "console"):
        for command, printed in re.findall(r"^\$ portkey-integrations (.*)\n((?:[^$\n].*\n)*)", block, re.M):
            yield shlex.split(command), printed


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NOT_SET", raising=False)
    for name, key in KEYS.items():
        monkeypatch.setenv(name, key)


def printed_by(run: Run, server: Server, command: list[str]) -> str:
    ended = run(server, *command)
    return re.sub(r"request id [0-9a-f-]+", "request id …", ended.out + ended.err)


def test_the_command_line_is_as_documented(server: Server, run: Run) -> None:
    for command, printed in shown("command-line.md"):
        assert printed_by(run, server, command) == printed, command


def test_state_files_are_as_documented(server: Server, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    client = server.client
    monkeypatch.setenv("SECRET_OPENAI_PRODUCTION_KEY", KEYS["OPENAI_KEY"])
    client.integrations.create(
        name="OpenAI production",
        slug="openai-production",
        ai_provider_id="openai",
        key=KEYS["OPENAI_KEY"],
        configurations={"openai_project": "proj-chat"},
    )
    client.integrations.models.update(slug="openai-production", models=[{"slug": "gpt-4", "enabled": False}])
    grant = {"id": "ws-demo-first", "enabled": True, "usage_limits": [{"type": "cost", "credit_limit": 100}]}
    client.integrations.workspaces.update(slug="openai-production", workspaces=[grant])
    Path("wrong.yaml").write_text(WRONG, encoding="utf-8")
    for command, printed in shown("state.md"):
        assert printed_by(run, server, command) == printed, command
        if command[0] == "export":
            state = Path("state.yaml").read_text(encoding="utf-8")
            assert state == blocks("state.md", "yaml")[0]
            edited = state.replace("OpenAI production", "OpenAI").replace("100}", "150}")
            Path("edited.yaml").write_text(edited + VOYAGE, encoding="utf-8")
