"""What commands show on a terminal of 80 columns, as a real process on a pseudo-terminal."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Server
from .test_documentation import blocks

ANSI = re.compile(r"\x1b(\[[0-9;?]*[a-zA-Z]|\][^\x07]*\x07)")
KEY = "sk-first-0123456789-abc"


def on_terminal(server: Server, *arguments: str | Path) -> tuple[int, str]:
    """The exit code, and all that the terminal was sent."""
    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "CI")}
    environment |= {"TERM": "xterm-256color", "COLUMNS": "80", "A_KEY": KEY}
    environment |= {"PORTKEY_API_KEY": server.key, "PORTKEY_BASE_URL": server.base_url}
    command = [sys.executable, "-m", "portkey_integrations", *map(str, arguments)]
    process = subprocess.Popen(command, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)  # noqa: S603
    os.close(theirs)
    sent = b""
    try:
        while some := os.read(ours, 65536):
            sent += some
    except OSError:  # Linux's way to say that the other end is closed
        pass
    os.close(ours)
    return process.wait(), sent.decode().replace("\r\n", "\n")


@pytest.fixture
def one(server: Server) -> Server:
    server.client.integrations.create(
        name="OpenAI production", slug="openai-production", ai_provider_id="openai", key=KEY
    )
    return server


def test_a_list_is_the_documented_table(one: Server) -> None:
    code, sent = on_terminal(one, "integrations", "list")
    shown = "\n".join(line.rstrip() for line in ANSI.sub("", sent).splitlines())
    assert (code, f"{shown}\n") == (0, blocks("command-line.md", "text")[0])


def test_a_table_is_not_wider_than_the_terminal_and_keeps_slugs_whole(one: Server) -> None:
    slug = "a-slug-that-is-so-long-that-half-of-the-table-is-its"
    one.client.integrations.create(name="words " * 20, slug=slug, ai_provider_id="x", key=KEY)
    _, sent = on_terminal(one, "integrations", "list")
    lines = ANSI.sub("", sent).splitlines()
    assert max(map(len, lines)) <= 80
    assert any(line.startswith(f"{slug} ") for line in lines)


def test_a_hostile_name_sends_no_control_characters_to_the_terminal(one: Server) -> None:
    one.client.integrations.update(slug="openai-production", name="\x1b]0;owned\x07\x1b[2J\u202e")
    _, sent = on_terminal(one, "integrations", "list")
    assert "\x1b]" not in sent
    assert not {"\x07", "\u202e"} & {*sent}
    assert "\x1b[2J" not in sent


def test_plan_is_coloured_and_apply_shows_a_bar_that_goes_away(one: Server, tmp_path: Path) -> None:
    file = tmp_path / "state.yaml"
    entry = "- {{slug: {0}, name: New, ai_provider_id: openai, key: {{env: A_KEY}}}}\n"
    entries = "".join(entry.format(slug) for slug in ("openai-production", "b", "c"))
    file.write_text(f"version: 1\nintegrations:\n{entries}", encoding="utf-8")
    code, sent = on_terminal(one, "plan", file)
    assert (code, "\x1b[33m~ openai-production" in sent, "\x1b[32m+ b" in sent) == (2, True, True)
    code, sent = on_terminal(one, "apply", file)
    assert code == 0
    assert "━" in sent
    assert ANSI.sub("", sent).rstrip().splitlines()[-1].endswith("3 of 3 changes made.")
    assert KEY not in sent
