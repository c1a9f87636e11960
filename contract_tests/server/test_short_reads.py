"""Reads that are done at once, without a thread and the ORM: the same answers, whatever happens beside."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from portkey_reference_server import app, integrations
from portkey_reference_server.statements import NotNowError
from portkey_reference_server.storage import open_store
from portkey_reference_server.tables import ApiKey, Integration
from portkey_reference_server.vault import make_data_key
from sqlalchemy import update
from sqlalchemy.engine import make_url

from .api import LONG_SECRET, Api, items
from .conftest import World
from .databases import on_sqlite_only

CONFIGURATION = {"openai_organization": "org-1", "openai_project": "proj-1"}


@pytest.fixture
def filled(world: World, admin: Api) -> Api:
    """A caller that sees integrations of both kinds, with and without all that an integration can have."""
    admin.integration(slug="plain")
    admin.integration(slug="rich", description="d", configurations=CONFIGURATION)
    admin.put("/integrations/rich/workspaces", {"global_workspace_access": {"enabled": True}})
    admin.put("/integrations/plain/workspaces", {"workspaces": [{"id": world.first.id, "enabled": True}]})
    admin.integration(slug="of-one", workspace_id=world.first.id)
    admin.post(
        "/integrations",
        {
            "name": "a",
            "slug": "free",
            "ai_provider_id": "none-of-ours",
            "configurations": {"n": [2**70, 1.5]},
        },
    )
    return admin


READS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/integrations/plain", {}),
    ("/integrations/rich", {}),
    ("/integrations/free", {}),
    ("/integrations/of-one", {}),
    ("/integrations", {}),
    ("/integrations", {"page_size": 2, "current_page": 1}),
    ("/integrations", {"current_page": 9}),
    ("/integrations", {"type": "workspace"}),
    ("/integrations", {"type": "organisation", "page_size": 1}),
    ("/integrations", {"page_size": 5000}),
)


@pytest.mark.parametrize("key", ["admin", "workspace", "other_workspace", "read_only", "other_organisation"])
def test_a_short_read_answers_what_a_long_one_does(
    world: World, filled: Api, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    caller = world.api(key)
    at_once = [caller.send("GET", path, params=query) for path, query in READS]
    monkeypatch.setattr(app, "AT_A_GLANCE", {})
    in_a_thread = [caller.send("GET", path, params=query) for path, query in READS]
    assert [(one.status_code, one.content) for one in at_once] == [
        (one.status_code, one.content) for one in in_a_thread
    ]
    assert key != "admin" or {one.status_code for one in at_once} == {200}


def test_a_far_page_is_read_like_a_near_one(filled: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def pages() -> list[Any]:
        kinds: list[dict[str, Any]] = [{}, {"type": "workspace"}, {"type": "organisation"}]
        return [
            filled.get("/integrations", page_size=1, current_page=page, **kind)
            for page in range(5)
            for kind in kinds
        ]

    near = pages()
    monkeypatch.setattr(integrations, "_FEW_ROWS_TO_SKIP", -1)
    assert pages() == near
    assert len({item["slug"] for page in near for item in page["data"]}) == 4


def test_no_short_read_shows_a_secret(filled: Api) -> None:
    for path, query in READS:
        assert all(LONG_SECRET not in item for item in items(filled.get(path, **query)) if type(item) is str)


def test_a_revoked_key_is_refused_from_the_next_call_on(world: World, filled: Api) -> None:
    for path in ("/integrations/plain", "/integrations"):
        filled.get(path)
    with world.store.write() as session:
        session.execute(update(ApiKey).values(revoked_at="2026-01-01T00:00:00.000Z"))
    for path in ("/integrations/plain", "/integrations"):
        assert filled.get(path, status=401)["data"]["errorCode"] == "AB05"
    with world.store.write() as session:
        session.execute(update(ApiKey).values(revoked_at=None, scopes=[]))
    filled.get("/integrations/plain", status=403)


def test_what_was_written_is_read(world: World, filled: Api) -> None:
    for number in range(5):
        filled.put("/integrations/plain", {"name": f"name {number}"})
        assert filled.get("/integrations/plain")["name"] == f"name {number}"
    filled.delete("/integrations/plain")
    filled.get("/integrations/plain", status=404)


@on_sqlite_only
def test_a_short_read_cannot_write(world: World) -> None:
    def write(transaction: Any) -> None:
        transaction._connection.execute("DELETE FROM integrations")

    with pytest.raises(NotNowError):
        world.store.glance(write)


@on_sqlite_only
def test_a_short_read_waits_for_no_lock(world: World, filled: Api) -> None:
    file = make_url(world.database_url).database
    assert file is not None
    filled.get("/integrations/plain")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # a writer, for whom readers of a WAL do not wait
    other.execute("UPDATE integrations SET name = 'not yet'")
    assert filled.get("/integrations/plain")["name"] == "an integration"
    assert world.store.glance(lambda _: "read") == "read"
    other.execute("ROLLBACK")
    other.close()


@on_sqlite_only
def test_a_database_that_is_gone_is_not_read_on(world: World, filled: Api) -> None:
    filled.get("/integrations/plain")
    Path(make_url(world.database_url).database or "").unlink()
    with pytest.raises(NotNowError):
        world.store.glance(lambda _: "read")


def test_a_data_key_that_is_new_is_fetched_by_a_thread(world: World, filled: Api) -> None:
    with world.store.write() as session:
        make_data_key(session, world.store.master_keys.read())
    # Another process seals with the new key; this one has not heard of it.
    other = open_store(world.database_url, create=False)
    try:
        with other.write() as session:
            row = session.query(Integration).filter_by(slug="rich").one()
            row.sealed_credentials = other.vault.seal(
                {"key": "sk-another-0123456789", "configurations": {}, "stars": {}}, row.id
            )
    finally:
        other.close()
    assert filled.get("/integrations/rich")["masked_key"] == "sk*****789"
