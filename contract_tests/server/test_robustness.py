"""A database that is full, locked, gone or restarted: a 500 with an id, nothing harmed, and on it goes."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from portkey_reference_server import postgres, sqlite
from portkey_reference_server.backups import back_up
from portkey_reference_server.contract import Contract
from portkey_reference_server.demo import make_demo
from portkey_reference_server.errors import OperatorError
from portkey_reference_server.integrity import findings
from portkey_reference_server.master_keys import MASTER_KEY_VARIABLE
from portkey_reference_server.storage import open_store
from postgres import NoPostgresError, private_cluster
from sqlalchemy import event, text

from .api import Api
from .conftest import Current, World, world_on
from .databases import MASTER_KEY, on_postgres_only, on_sqlite_only
from .processes import ended, serving

CANARY = "sk-robust-canary-0123456789"
NEW = {"name": "n", "ai_provider_id": "openai", "key": CANARY}


def failed(world: World, method: str, path: str, **request: Any) -> str:
    """The id of the error that a call ends in; its answer is the documented one and quotes nothing."""
    headers = {"x-portkey-api-key": world.demo.keys["admin"]}
    response = world.http.request(method, path, headers=headers, **request)
    assert response.status_code == 500
    document = response.json()
    assert document["success"] is False
    assert document["data"]["errorCode"] == "AB04"
    assert CANARY not in response.text
    trace_id = response.headers["x-portkey-trace-id"]
    assert trace_id in document["data"]["message"]
    return trace_id


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Locks are waited for a moment only."""
    monkeypatch.setattr(sqlite, "SECONDS_TO_WAIT_FOR_A_LOCK", 0.1)
    monkeypatch.setattr(postgres, "SECONDS_TO_WAIT_FOR_A_LOCK", 0.1)


def test_a_write_that_waits_too_long_for_a_lock_is_an_error_and_the_next_one_is_done(
    impatient: None, world: World, admin: Api, caplog: pytest.LogCaptureFixture
) -> None:
    other = open_store(world.database_url, create=False)
    with other.write() as session:
        session.execute(text("UPDATE organisations SET name = name"))
        error_id = failed(world, "POST", "/integrations", json=NEW)
        assert admin.get("/integrations")["total"] == 0
    other.close()
    assert error_id in caplog.text
    assert CANARY not in caplog.text
    admin.post("/integrations", NEW)


@on_sqlite_only
def test_a_start_on_a_locked_database_serves_or_is_refused_in_one_sentence(
    world: World, impatient: None
) -> None:
    other = open_store(world.database_url, create=False)
    with other.write() as session:
        session.execute(text("UPDATE organisations SET name = name"))
        open_store(world.database_url, create=True).close()  # nothing to write: nothing to wait for
        session.rollback()
    with other.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    with other.write() as session:
        session.execute(text("UPDATE organisations SET name = name"))
        with pytest.raises(OperatorError, match="locked"):
            open_store(world.database_url, create=True)
    other.close()


@on_sqlite_only
def test_a_database_that_is_gone_is_an_error_until_it_is_back(
    world: World, admin: Api, tmp_path: Path
) -> None:
    slug = admin.integration()
    file, away = tmp_path / "world.sqlite3", tmp_path / "away"
    away.mkdir()
    for suffix in ("", "-wal", "-shm"):
        shutil.move(f"{file}{suffix}", away)
    failed(world, "GET", "/integrations")
    failed(world, "POST", "/integrations", json=NEW)
    assert not file.exists()
    for moved in away.iterdir():
        shutil.move(moved, tmp_path)
    assert [one["slug"] for one in admin.get("/integrations")["data"]] == [slug]
    admin.integration()


@on_sqlite_only
def test_processes_whose_database_is_gone_tell_the_id_of_each_error_and_go_on_when_it_is_back(
    tmp_path: Path,
) -> None:
    file, away = tmp_path / "db.sqlite3", tmp_path / "away"
    away.mkdir()
    with serving(tmp_path, f"sqlite:///{file}", "--workers", "2", "--log-format", "json") as server:
        origin = server.url.removesuffix("/v1")
        with server.client() as client:
            slug = client.post("/integrations", json=NEW).json()["slug"]
        for suffix in ("", "-wal", "-shm"):
            shutil.move(f"{file}{suffix}", away)
        ids = set()
        for path in ("/v1/integrations", "/_console/audit") * 5:
            with server.client() as client:  # a connection each, to whichever process
                response = client.get(f"{origin}{path}")
                assert (response.status_code, response.json()["data"]["errorCode"]) == (500, "AB04")
                ids.add(response.headers["x-portkey-trace-id"])
                assert client.get(f"{origin}/readyz").json()["reason"] == "database"
                assert client.get(f"{origin}/healthz").status_code == 200
        for moved in away.iterdir():
            shutil.move(moved, tmp_path)
        for _ in range(5):
            with server.client() as client:
                assert client.get(f"/integrations/{slug}").status_code == 200
                assert client.post("/integrations", json=NEW).status_code == 200
                assert client.get(f"{origin}/readyz").status_code == 200
        logged = [json.loads(line) for line in server.errors.read_text().splitlines()]
    told = {line["error_id"] for line in logged if line["level"] == "error"}
    assert ids == told & ids
    assert not [line for line in logged if "Traceback" in line["message"]]
    assert ended("serve", "check", "--database", f"sqlite:///{file}").returncode == 0


@on_sqlite_only
def test_a_start_that_cannot_bring_its_database_up_to_date_is_refused_and_leaves_it(tmp_path: Path) -> None:
    database = ("--database", f"sqlite:///{tmp_path / 'db.sqlite3'}")
    assert ended("serve", "migrate", *database).returncode == 0
    with contextlib.closing(sqlite3.connect(tmp_path / "db.sqlite3")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")  # so it runs what it has
        connection.commit()
        before = list(connection.iterdump())
        for command in (("serve", "--port", "0", "--workers", "2"), ("serve", "migrate")):
            result = ended(*command, *database)
            assert result.returncode == 3
            assert len(result.stderr.splitlines()) == 1
            assert "left as it was" in result.stderr
            assert list(connection.iterdump()) == before


@on_sqlite_only
def test_a_database_that_is_replaced_by_its_backup_is_served_from_then_on(
    world: World, admin: Api, tmp_path: Path
) -> None:
    admin.integration(slug="before")
    back_up(world.store.database, world.database_url, tmp_path / "backup")
    admin.integration(slug="after")
    for suffix in ("-wal", "-shm"):
        (tmp_path / f"world.sqlite3{suffix}").unlink()
    (tmp_path / "backup").replace(tmp_path / "world.sqlite3")
    assert [one["slug"] for one in admin.get("/integrations")["data"]] == ["before"]
    admin.integration(slug="later")
    assert admin.get("/integrations")["total"] == 2
    assert list(findings(world.store)) == []


@on_sqlite_only
def test_a_full_disk_is_an_error_that_harms_nothing(
    world: World, admin: Api, caplog: pytest.LogCaptureFixture
) -> None:
    """Here the database may not grow; a test below fills a real disk."""
    assert isinstance(world.store.database, sqlite.SqliteDatabase)
    engine = world.store.database.engine

    def limit(connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")

    engine.dispose()
    event.listen(engine, "connect", limit)
    made = 0
    while True:
        headers = {"x-portkey-api-key": world.demo.keys["admin"]}
        body = NEW | {"description": "x" * 20_000}
        if world.http.post("/integrations", headers=headers, json=body).status_code == 500:
            break
        made += 1
    failed(world, "POST", "/integrations", json=body)
    assert admin.get("/integrations")["total"] == made
    assert "SQLITE_FULL" in caplog.text
    assert CANARY not in caplog.text
    event.remove(engine, "connect", limit)
    engine.dispose()
    admin.post("/integrations", body)
    assert list(findings(world.store)) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if os.getuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:  # noqa: S603
        pytest.skip("only root may mount a small file system")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S603, S607


@on_sqlite_only
def test_a_disk_that_is_really_full_is_an_error_until_there_is_room(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    with serving(small_disk, f"sqlite:///{small_disk / 'db.sqlite3'}") as server, server.client() as client:
        ballast.write_bytes(bytes(500_000))
        answers: list[httpx.Response] = []
        while not answers or answers[-1].status_code == 200:
            body = NEW | {"slug": f"s{len(answers)}", "description": "x" * 20_000}
            answers.append(client.post("/integrations", json=body))
        assert answers[-1].status_code == 500
        assert client.post("/integrations", json=NEW).status_code == 500
        assert client.get("/integrations").json()["total"] == len(answers) - 1
        ballast.unlink()
        assert client.post("/integrations", json=NEW).status_code == 200
        assert client.get("/integrations").json()["total"] == len(answers)
        log = server.errors.read_text()
        assert "Traceback" not in log
        assert CANARY not in log
    database = ("--database", f"sqlite:///{small_disk / 'db.sqlite3'}")
    assert ended("serve", "check", *database).returncode == 0


@on_postgres_only
def test_connections_that_postgres_ends_are_not_noticed_by_callers(world: World, admin: Api) -> None:
    slugs = {admin.integration() for _ in range(3)}
    url = world.database_url
    for _ in range(3):
        outside = open_store(url, create=False)
        with outside.read() as session:
            session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        outside.close()
        slugs.add(admin.integration())
        assert {one["slug"] for one in admin.get("/integrations")["data"]} == slugs


def test_postgres_is_restarted_under_the_server(
    live: tuple[str, Current],
    http: httpx.Client,
    loaded_contract: Contract,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(MASTER_KEY_VARIABLE, MASTER_KEY)
    try:
        with (
            private_cluster(durable=True) as cluster,
            world_on(live, loaded_contract, cluster.url) as store,
        ):
            with store.write() as session:
                demo = make_demo(session, loaded_contract, {})
            admin = Api(http, demo.keys["admin"])
            world = World(live[0], cluster.url, store, loaded_contract, demo, http)
            admin.integration(slug="before")
            cluster.stop("immediate")
            failed(world, "GET", "/integrations")
            failed(world, "POST", "/integrations", json=NEW)
            cluster.start()
            assert [one["slug"] for one in admin.get("/integrations")["data"]] == ["before"]
            admin.integration(slug="after")
            assert admin.get("/integrations")["total"] == 2
    except NoPostgresError as reason:
        pytest.skip(str(reason))


def test_a_database_that_is_not_there_is_one_sentence_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(MASTER_KEY_VARIABLE, MASTER_KEY)
    url = f"postgresql://somebody:{CANARY}@127.0.0.1:1/nothing"
    for command in (("serve", "--port", "0"), ("keys", "list"), ("serve", "check")):
        result = ended(*command, "--database", url)
        assert result.returncode == 3
        assert len(result.stderr.splitlines()) == 1
        assert CANARY not in result.stderr
