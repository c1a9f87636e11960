"""`portkey-integrations serve` and `keys`, as an operator meets them."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

Process = subprocess.Popen[str]


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "portkey_integrations", *arguments]


def ended(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        command(*arguments), capture_output=True, text=True, timeout=60, check=False, **options
    )


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[tuple[Process, dict[str, Any], dict[str, str]]]:
    """A server with demo data: its process, its target file and its keys by variable."""
    target = folder / "demo" / "target.toml"
    process = subprocess.Popen(  # noqa: S603 - our own command
        command(
            *("serve", "--port", "0", "--demo", "--database", f"sqlite:///{folder / 'db.sqlite'}"),
            *("--target", str(target), *arguments),
        ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("Ready at"):
                break
        variables = dict(
            line.split("=", 1) for line in target.with_name("target.env").read_text().splitlines()
        )
        yield process, tomllib.loads(target.read_text()), variables
    finally:
        process.terminate()
        process.communicate(timeout=30)


def status(target: dict[str, Any], variables: dict[str, str], role: str) -> int:
    key = variables[target["keys"][role]]
    url = f"{target['base_url']}/integrations"
    return httpx.get(url, headers={"x-portkey-api-key": key}, trust_env=False).status_code


def test_the_demo_has_a_key_of_every_kind_and_the_target_holds_none(tmp_path: Path) -> None:
    with serving(tmp_path) as (_, target, variables):
        statuses = {role: status(target, variables, role) for role in target["keys"]}
        assert statuses.pop("revoked") == 401
        assert set(statuses) == {"admin", "workspace", "other_workspace", "read_only", "other_organisation"}
        assert set(statuses.values()) == {200}
        text = (tmp_path / "demo" / "target.toml").read_text()
        assert not [key for key in variables.values() if key in text]
        for private in ("demo/target.env", "db.sqlite", "db.sqlite-wal", "db.sqlite.key"):
            assert stat.S_IMODE((tmp_path / private).stat().st_mode) == 0o600


def test_a_second_start_on_the_same_database_keeps_the_keys_working(tmp_path: Path) -> None:
    with serving(tmp_path):
        pass
    with serving(tmp_path) as (_, target, variables):
        assert status(target, variables, "admin") == 200


@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_shows_the_conformance_report_that_it_was_told_of(tmp_path: Path, workers: str) -> None:
    (tmp_path / "report.json").write_text("{}")
    options = ("--workers", workers, "--conformance-report", str(tmp_path))
    with serving(tmp_path, *options) as (_, target, variables):
        headers = {"x-portkey-api-key": variables[target["keys"]["admin"]]}
        origin = target["base_url"].removesuffix("/v1")
        answer = httpx.get(f"{origin}/_console/report", headers=headers, trust_env=False)
        assert (answer.status_code, answer.json()) == (200, {})


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_without_a_traceback_when_it_is_told_to(tmp_path: Path, number: int) -> None:
    with serving(tmp_path) as (process, _, _):
        process.send_signal(number)
        _, errors = process.communicate(timeout=30)
        assert "Traceback" not in errors


def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = ended("serve", "--port", str(port), "--database", f"sqlite:///{tmp_path / 'db.sqlite'}")
    assert (result.returncode, result.stdout) == (3, "")
    assert str(port) in result.stderr
    assert len(result.stderr.splitlines()) == 1


def _not_a_database(path: Path) -> None:
    path.write_text("a letter to my aunt\n" * 100)


def _somebody_elses_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("create table aunts (name text)")


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("make", [_not_a_database, _somebody_elses_database, _folder])
def test_a_database_that_is_not_ours_is_left_alone(tmp_path: Path, make: Any) -> None:
    path = tmp_path / "theirs"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    result = ended("serve", "--port", "0", "--database", f"sqlite:///{path}")
    assert result.returncode in (2, 3)
    assert "Traceback" not in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert (path.read_bytes() if path.is_file() else b"") == before


@pytest.mark.parametrize(("what", "mode"), [("db.sqlite", 0o400), (".", 0o500)])
def test_a_database_that_is_read_only_is_one_sentence(tmp_path: Path, what: str, mode: int) -> None:
    with serving(tmp_path):
        pass
    (tmp_path / what).chmod(mode)
    result = ended("serve", "--port", "0", "--database", f"sqlite:///{tmp_path / 'db.sqlite'}")
    (tmp_path / what).chmod(0o700)
    assert result.returncode in (2, 3)
    assert "read-only" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("serve", "--prot", "1"),
        ("serve", "--port", "x"),
        ("serve", "--database", "postgres://x"),
        ("serve", "--target", "t.toml"),
        ("keys",),
        ("keys", "create", "--database", "sqlite:////no/such/folder/db.sqlite"),
    ],
)
def test_a_wrong_command_line_is_told_without_a_traceback(arguments: tuple[str, ...]) -> None:
    result = ended(*arguments)
    assert result.returncode == 2
    assert result.stderr
    assert "Traceback" not in result.stderr


def test_keys_are_made_listed_and_revoked(tmp_path: Path) -> None:
    with serving(tmp_path) as (_, target, _):
        database = ("--database", f"sqlite:///{tmp_path / 'db.sqlite'}")
        made = ended("keys", "create", "--name", "ours", "--organisation", "demo", *database)
        assert made.returncode == 0, made.stderr
        key = made.stdout.split()[-1]
        listed = ended("keys", "list", *database)
        assert key not in listed.stdout
        mine = next(line for line in listed.stdout.splitlines() if "ours" in line)
        headers = {"x-portkey-api-key": key}
        url = f"{target['base_url']}/integrations"
        assert httpx.get(url, headers=headers, trust_env=False).status_code == 200
        assert ended("keys", "revoke", mine.split()[0], *database).returncode == 0
        assert httpx.get(url, headers=headers, trust_env=False).status_code == 401


def test_a_lost_encryption_key_is_told_at_the_start(tmp_path: Path) -> None:
    with serving(tmp_path):
        pass
    variables = {**os.environ, "PORTKEY_MASTER_KEY": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}
    result = ended("serve", "--port", "0", "--database", f"sqlite:///{tmp_path / 'db.sqlite'}", env=variables)
    assert result.returncode in (2, 3)
    assert len(result.stderr.splitlines()) == 1
