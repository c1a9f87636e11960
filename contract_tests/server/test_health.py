"""Whoever starts servers asks whether they live and whether they can serve."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from pathlib import Path

import httpx
import pytest
from portkey_reference_server.app import app_on
from portkey_reference_server.contract import Contract
from portkey_reference_server.master_keys import MASTER_KEY_VARIABLE, MasterKeySource
from portkey_reference_server.storage import open_store
from sqlalchemy import text

from .conftest import Current, World
from .databases import MASTER_KEY, on_sqlite_only


def ask(world: World, path: str, method: str = "GET") -> httpx.Response:
    return world.http.request(method, world.base_url.removesuffix("/v1") + path)


def reason(world: World) -> str | None:
    response = ask(world, "/readyz")
    document = response.json()
    if response.status_code == 200:
        assert document == {"status": "ready"}
        return None
    assert response.status_code == 503
    assert set(document) == {"status", "reason"}
    told: str = document["reason"]
    return told


@pytest.mark.parametrize(("path", "word"), [("/healthz", "alive"), ("/readyz", "ready")])
def test_a_server_that_serves_says_so_to_anybody(world: World, path: str, word: str) -> None:
    response = ask(world, path)
    assert (response.status_code, response.json()) == (200, {"status": word})
    assert response.headers["cache-control"] == "no-store"
    head = ask(world, path, "HEAD")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == response.headers["content-length"]
    refused = ask(world, path, "POST")
    assert (refused.status_code, set(refused.headers["allow"].split(", "))) == (405, {"GET", "HEAD"})
    assert refused.json()["success"] is False


@on_sqlite_only
def test_a_database_that_is_gone_makes_it_alive_but_not_ready(world: World, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    for suffix in ("", "-wal", "-shm"):
        shutil.move(tmp_path / f"world.sqlite3{suffix}", away)
    assert reason(world) == "database"
    assert ask(world, "/healthz").status_code == 200
    for file in away.iterdir():
        shutil.move(file, tmp_path)
    assert reason(world) is None


def test_tables_of_another_release_make_it_not_ready(world: World) -> None:
    with world.store.write() as session:
        before = session.scalar(text("SELECT version_num FROM alembic_version"))
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert reason(world) == "schema"
    with world.store.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :before"), {"before": before})
    assert reason(world) is None


@on_sqlite_only
def test_a_file_of_something_else_makes_it_not_ready(world: World, tmp_path: Path) -> None:
    other = tmp_path / "other"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE theirs (id)")
    connection.close()
    for suffix in ("-wal", "-shm"):
        (tmp_path / f"world.sqlite3{suffix}").unlink()
    other.replace(tmp_path / "world.sqlite3")
    assert reason(world) == "schema"


@on_sqlite_only
def test_a_master_key_that_is_gone_makes_it_not_ready(world: World, tmp_path: Path) -> None:
    file = tmp_path / "world.sqlite3.key"
    key = file.read_text()
    file.unlink()
    assert reason(world) == "master_key"
    file.write_text(MASTER_KEY)  # another one
    assert reason(world) == "master_key"
    file.write_text(key)
    assert reason(world) is None


@on_sqlite_only
def test_a_command_for_the_master_key_does_not_run_at_every_question(
    live: tuple[str, Current],
    http: httpx.Client,
    loaded_contract: Contract,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(MASTER_KEY_VARIABLE, raising=False)
    runs = tmp_path / "runs"
    script = tmp_path / "print-key"
    script.write_text(f"#!/bin/sh\necho >> {runs}\necho {MASTER_KEY}\n")
    script.chmod(0o700)
    source = MasterKeySource(command=str(script))
    store = open_store(f"sqlite:///{tmp_path / 'db.sqlite3'}", create=True, master_keys=source)
    live[1].app = app_on(store, loaded_contract)
    before = len(runs.read_text())
    for _ in range(5):
        assert http.get(live[0].removesuffix("/v1") + "/readyz").status_code == 200
    assert len(runs.read_text()) == before + 1
    store.close()


def test_curl_fails_where_a_server_is_not_ready(world: World) -> None:
    if shutil.which("curl") is None:
        pytest.skip("needs curl")
    url = world.base_url.removesuffix("/v1") + "/readyz"
    curl = ["curl", "--silent", "--fail", "--noproxy", "*", url]
    assert subprocess.run(curl, capture_output=True, check=False).returncode == 0  # noqa: S603
    with world.store.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert subprocess.run(curl, capture_output=True, check=False).returncode == 22  # noqa: S603
