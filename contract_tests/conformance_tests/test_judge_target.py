"""What the judge may use, read from the command line, the target file and the environment."""

from __future__ import annotations

from pathlib import Path

import pytest
from portkey_conformance.target import Target, UsageError, load_target

FILE = """
base_url = "http://127.0.0.1:8787/v1"
[keys]
admin = "PORTKEY_ADMIN_KEY"
workspace = "PORTKEY_WORKSPACE_KEY"
[workspaces.first]
id = "6e5a9f93-ae3a-46b4-a87d-2464d373ef7e"
slug = "ws-first"
"""


def write(directory: Path, text: str = FILE, env: str | None = None) -> Path:
    file = directory / "target.toml"
    file.write_text(text)
    if env is not None:
        (directory / "target.env").write_text(env)
    return file


def test_keys_come_from_the_environment_under_the_names_in_the_file(tmp_path: Path) -> None:
    target = load_target(None, write(tmp_path), {"PORTKEY_ADMIN_KEY": "a", "PORTKEY_WORKSPACE_KEY": "w"})
    assert target.base_url == "http://127.0.0.1:8787/v1"
    assert target.keys["admin"].value == "a"
    assert target.keys["workspace"].variable == "PORTKEY_WORKSPACE_KEY"
    assert target.first is not None
    assert target.first.slug == "ws-first"


def test_keys_come_from_target_env_beside_the_file(tmp_path: Path) -> None:
    file = write(tmp_path, env="# keys\nPORTKEY_ADMIN_KEY=from-file\nexport PORTKEY_WORKSPACE_KEY='w'\n")
    target = load_target(None, file, {})
    assert target.keys["admin"].value == "from-file"
    assert target.keys["workspace"].value == "w"


def test_the_environment_wins_over_target_env(tmp_path: Path) -> None:
    file = write(tmp_path, env="PORTKEY_ADMIN_KEY=from-file\n")
    assert load_target(None, file, {"PORTKEY_ADMIN_KEY": "set"}).keys["admin"].value == "set"


def test_an_argument_wins_over_the_base_url_of_the_file(tmp_path: Path) -> None:
    file = write(tmp_path, env="PORTKEY_ADMIN_KEY=a\n")
    assert load_target("https://other.example/v1/", file, {}).base_url == "https://other.example/v1"


def test_one_key_is_enough_without_a_file() -> None:
    target = load_target("http://localhost:1/v1", None, {"PORTKEY_API_KEY": "k"})
    assert list(target.keys) == ["admin"]


def test_what_a_target_lacks_is_said_in_words() -> None:
    target = load_target("http://localhost:1/v1", None, {"PORTKEY_API_KEY": "k"})
    assert target.missing(("admin",)) == []
    first, second = target.missing(("read_only", "first"))
    assert "keys.read_only" in first
    assert "[workspaces.first]" in second


def test_no_key_is_shown_by_repr(tmp_path: Path) -> None:
    target = load_target(None, write(tmp_path), {"PORTKEY_ADMIN_KEY": "very-secret"})
    assert isinstance(target, Target)
    assert "very-secret" not in repr(target)


@pytest.mark.parametrize(
    ("url", "text", "environment", "told"),
    [
        (None, None, {"PORTKEY_API_KEY": "k"}, "No base URL"),
        ("http://localhost:1", None, {}, "PORTKEY_API_KEY"),
        ("localhost:8787", None, {"PORTKEY_API_KEY": "k"}, "not an http"),
        ("http://user:pw@localhost", None, {"PORTKEY_API_KEY": "k"}, "must not carry"),
        (None, "keys = 3", {}, "No base URL"),
        ("http://localhost:1", "keys = 3", {}, "must be a table"),
        ("http://localhost:1", "[keys]\nroot = 'X'", {}, "not a role"),
        ("http://localhost:1", "[keys]\nadmin = 'pk-9 a'", {}, "must name an environment variable"),
        (None, "not toml", {}, "not valid TOML"),
        (None, "base_url = 3", {}, "base_url must be a string"),
        (None, FILE, {}, "No key"),
        (None, FILE, {"PORTKEY_WORKSPACE_KEY": "w"}, "No admin key"),
        (
            None,
            FILE.replace("slug", "name"),
            {"PORTKEY_ADMIN_KEY": "a"},
            "workspaces.first needs id and slug",
        ),
    ],
)
def test_what_cannot_be_used_is_told_in_one_sentence(
    tmp_path: Path, url: str | None, text: str | None, environment: dict[str, str], told: str
) -> None:
    file = None if text is None else write(tmp_path, text)
    with pytest.raises(UsageError, match=told.replace("[", r"\[")):
        load_target(url, file, environment)


def test_a_key_written_into_the_file_by_mistake_is_not_repeated(tmp_path: Path) -> None:
    file = write(tmp_path, "base_url='http://h/v1'\n[keys]\nadmin = 'pk-live-9f8e7d'")
    with pytest.raises(UsageError) as told:
        load_target(None, file, {})
    assert "pk-live-9f8e7d" not in str(told.value)
