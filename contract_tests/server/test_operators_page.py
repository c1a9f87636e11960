"""The commands in docs/server.md do what they say, in the order in which they stand there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from .api import ROOT
from .processes import ended


def test_every_command_on_the_operators_page_succeeds(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "server.md").read_text()
    lines = [line for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) for line in block.splitlines()]
    assert len(lines) >= 10
    for line in lines:
        program, *arguments = shlex.split(line)
        assert program == "portkey-integrations"
        result = ended(*arguments, cwd=tmp_path)
        assert result.returncode == 0, f"{line}: {result.stderr}"
        assert result.stderr == ""
    assert (tmp_path / "backup.sqlite3").exists()
