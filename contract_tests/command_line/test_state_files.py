"""State files: what is wrong in one is told at once, with its line, before anything is sent."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from portkey_integrations.state.document import StateError, read, written

from .organisations import AWKWARD

HEAD = "version: 1\nintegrations:\n"
ONE = "- slug: one\n  name: One\n  ai_provider_id: openai\n  key: {env: A_KEY}\n"


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_KEY", "sk-0123456789")
    monkeypatch.delenv("NOT_THERE", raising=False)


def told(tmp_path: Path, text: str | bytes) -> list[str]:
    """The lines that are told of a file, without its name."""
    file = tmp_path / "state.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(StateError) as raised:
        read(file)
    return [line.removeprefix(f"{file}:") for line in str(raised.value).splitlines()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + ONE + "  nmae: x\n", "7: integrations[0].nmae: there is no such field"),
        (HEAD + ONE.replace("One", "3"), '4: integrations[0].name: it is not of type "string"'),
        (HEAD + ONE + ONE, "7: integrations[1].slug: one is there already"),
        (
            HEAD + ONE.replace("A_KEY", "NOT_THERE"),
            "6: integrations[0].key: the variable NOT_THERE is not set",
        ),
        (
            HEAD + ONE.replace("{env: A_KEY}", "sk-clear"),
            "6: integrations[0].key: must be {env: NAME} or {file: PATH}",
        ),
        (HEAD + ONE.replace("env: A_KEY", "file: no.txt"), "6: integrations[0].key: the file"),
        (
            HEAD + ONE.replace("  key: {env: A_KEY}\n", ""),
            "3: integrations[0]: its credentials are not complete.",
        ),
        (HEAD + ONE + "  name: Two\n", "7: integrations[0].name: given twice"),
        (
            HEAD + ONE + "  configurations: {aws_region: x}\n",
            "7: integrations[0].configurations.aws_region: there is",
        ),
        (
            HEAD + ONE + "  workspaces:\n  - {id: ws, enabled: yes}\n",
            "8: integrations[0].workspaces[0].enabled: it is",
        ),
        (
            HEAD + ONE + "  workspaces:\n  - {id: ws, enabled: true}\n  - {id: ws, enabled: true}\n",
            "9: integrations[0].workspaces[1].id: ws is there already",
        ),
        (
            HEAD + ONE + "  workspaces:\n  - id: 6e5a9f93-ae3a-46b4-a87d-2464d373ef7e\n    enabled: true\n",
            "8: integrations[0].workspaces[0].id: not allowed. The workspace's slug.",
        ),
        ("version: 2\nintegrations: []\n", "1: version: "),
        ("- a\n", "1: it is not of type"),
        ("", "1: the file is empty"),
        ("a: [\n", "2: did not find expected node content"),
        ("a: !!python/object:os.system x\n", "1: could not determine a constructor"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, expected: str) -> None:
    assert [line for line in told(tmp_path, text) if line.startswith(expected)], told(tmp_path, text)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    missing = ONE.replace("one", "two").replace("A_KEY", "NOT_THERE")
    lines = told(tmp_path, HEAD + ONE.replace("One", "1") + "  what: 1\n" + missing)
    assert [line.partition(":")[0] for line in lines] == ["4", "7", "11"]


@pytest.mark.parametrize(
    "value",
    [
        "sk-clear-secret-1",
        "[sk-clear-secret-1]",
        "{env: 'sk-clear-secret-1 '}",
        f"{{env: sk_{'clear_secret' * 4}}}",
    ],
)
def test_a_secret_that_stands_in_the_file_is_not_repeated(tmp_path: Path, value: str) -> None:
    assert "clear" not in "".join(told(tmp_path, HEAD + ONE.replace("{env: A_KEY}", value)))


BOMB = "".join(
    f"{one}: &{one} [{', '.join(['*' + before] * 10) if before else 1}]\n"
    for before, one in pairwise(["", *"abcdefghi"])
)


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        "a: &a [*a]\n",
        "a: &a {b: *a}\n",
        "[" * 100_000,
        "- " * 100_000,
        "a: " + "x" * (65 << 20),
        b"\xff\xfe\x00a",
        b"\x00",
    ],
    ids=["aliases", "loop", "loop of a map", "brackets", "dashes", "large", "no UTF-8", "zero"],
)
def test_a_hostile_file_is_refused_in_one_line(tmp_path: Path, text: str | bytes) -> None:
    assert len(told(tmp_path, text)) == 1


def test_anchors_and_merges_are_read(tmp_path: Path) -> None:
    file = tmp_path / "state.yaml"
    two = "- <<: *base\n  slug: two\n"
    file.write_text(HEAD + ONE.replace("- slug", "- &base\n  slug") + two, encoding="utf-8")
    assert [(one["slug"], one["name"]) for one in read(file)] == [("one", "One"), ("two", "One")]


@pytest.mark.parametrize("text", AWKWARD)
def test_a_text_is_written_so_that_every_reader_reads_it(tmp_path: Path, text: str) -> None:
    file = tmp_path / "state.yaml"
    integration = {"slug": "one", "name": text, "ai_provider_id": "openai", "key": {"env": "A_KEY"}}
    file.write_text(written([integration], ["Heading"]), encoding="utf-8")
    assert read(file)[0]["name"] == text
    assert yaml.safe_load(file.read_text(encoding="utf-8"))["integrations"] == [integration]


@pytest.mark.parametrize("word", ["no", "yes", "on", "12:30", "2026-01-01", "012"])
def test_a_word_that_older_readers_take_for_something_else_is_a_text(tmp_path: Path, word: str) -> None:
    file = tmp_path / "state.yaml"
    file.write_text(HEAD + ONE.replace("One", word), encoding="utf-8")
    assert read(file)[0]["name"] == word
