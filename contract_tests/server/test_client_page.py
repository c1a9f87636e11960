"""The examples of the client's pages run, in order, and print what the pages say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from .conftest import World

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(("name", "examples"), [("client.md", 8), ("failures.md", 4)])
def test_the_examples_of_the_page_print_what_it_says(
    name: str,
    examples: int,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = DOCS / name
    monkeypatch.setenv("PORTKEY_API_KEY", world.demo.keys["admin"])
    monkeypatch.setenv("PORTKEY_BASE_URL", world.base_url)
    blocks = re.findall(r"^```python\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(blocks) >= examples
    names: dict[str, Any] = {"__name__": "page"}
    for block in blocks:
        exec(compile(block, str(page), "exec"), names)  # noqa: S102 - our own page
        said = re.findall(r"^\s*print\(.*\)  # (.*)$", block, re.MULTILINE)
        assert said or "print(" not in block
        assert capsys.readouterr().out.splitlines() == said


def test_every_link_of_the_page_leads_to_a_page() -> None:
    for page in (DOCS / name for name in ("client.md", "failures.md", "moving-from-portkey-ai.md")):
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert (DOCS / target).exists(), f"{page.name}: {target}"
