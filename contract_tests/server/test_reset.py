"""`serve --testing`: every test begins with the state of the start."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import takewhile
from pathlib import Path

import httpx
import pytest
from portkey_reference_server.aids import Aids
from portkey_reference_server.errors import OperatorError
from portkey_reference_server.storage import open_store
from portkey_reference_server.testing import begin_testing, end_testing, saved_state
from sqlalchemy import select, text

from .api import LONG_SECRET
from .conftest import Current, World
from .databases import on_sqlite_only
from .processes import Server, command, ended, serving


@pytest.fixture
def testing(world: World, live: tuple[str, Current], tmp_path: Path) -> Iterator[World]:
    """A server for tests with one integration at its start."""
    world.admin.integration(slug="kept")
    with saved_state(world.store, tmp_path) as saved:
        live[1].app = Aids(saved).app_on(world.store, world.contract)
        yield world


def reset(world: World) -> None:
    answer = world.http.post(world.base_url.replace("/v1", "/_control/reset"))
    assert (answer.status_code, answer.json()) == (200, {})


def test_a_reset_undoes_all_that_was_written_since_the_start(testing: World) -> None:
    before = testing.admin.get("/integrations/kept")
    testing.admin.delete("/integrations/kept")
    testing.admin.integration(slug="new")
    testing.admin.virtual_key(workspace_id=testing.first.slug)
    for _ in range(2):
        reset(testing)
        assert testing.admin.get("/integrations/kept") == before
        assert [one["slug"] for one in testing.admin.get("/integrations")["data"]] == ["kept"]
        assert testing.admin.get("/virtual-keys")["total"] == 0
        testing.admin.integration(slug="new")


def test_the_clock_and_what_is_used_are_what_they_were_at_the_start(testing: World) -> None:
    control = testing.base_url.replace("/v1", "/_control")
    testing.http.post(f"{control}/clock", json={"now": "2030-01-01T00:00:00Z", "frozen": True})
    slug = testing.admin.virtual_key(workspace_id=testing.first.slug)
    headers = {"x-portkey-api-key": testing.demo.keys["admin"]}
    testing.http.post(f"{control}/usage", json={"provider": slug, "cost": 1}, headers=headers)
    with testing.store.read() as session:
        assert session.scalar(text("SELECT count(*) FROM provider_usage")) == 1
    reset(testing)
    assert testing.http.get(f"{control}/clock").json()["frozen"] is False
    with testing.store.read() as session:
        assert session.scalar(text("SELECT count(*) FROM provider_usage")) == 0


def test_keys_are_what_they_were_at_the_start(testing: World) -> None:
    with testing.store.write() as session:
        session.execute(text("UPDATE api_keys SET revoked_at = created_at"))
    testing.admin.get("/integrations", status=401)
    reset(testing)
    testing.admin.get("/integrations")
    testing.api("revoked").get("/integrations", status=401)


def test_who_reads_meanwhile_sees_what_was_before_to_the_end(testing: World) -> None:
    testing.admin.integration(slug="new")
    with testing.store.read() as session:
        counted = select(text("count(*)")).select_from(text("integrations"))
        assert session.scalar(counted) == 2
        reset(testing)
        assert session.scalar(counted) == 2
    assert testing.admin.get("/integrations")["total"] == 1


def test_other_ways_to_call_it_get_the_documented_error(testing: World) -> None:
    for method in ("GET", "PUT", "DELETE"):
        answer = testing.http.request(method, testing.base_url.replace("/v1", "/_control/reset"))
        assert (answer.status_code, answer.json()["success"], answer.headers["allow"]) == (405, False, "POST")


def test_a_plain_server_has_no_such_route(world: World) -> None:
    answer = world.http.post(world.base_url.replace("/v1", "/_control/reset"))
    assert (answer.status_code, answer.json()["data"]["errorCode"]) == (404, "AB08")


def test_resets_and_calls_at_once_on_several_workers_never_mix(tmp_path: Path, database_url: str) -> None:
    """Nobody sees an integration without its provider, or a total that is not that of the list."""

    def play(server: Server, number: int) -> None:
        with server.client() as client:
            for turn in range(8):
                if number == 0:
                    url = server.url.replace("/v1", "/_control/reset")
                    assert client.post(url).status_code == 200
                    continue
                body = {
                    "name": "n",
                    "provider": "openai",
                    "key": LONG_SECRET,
                    "workspace_id": "ws-demo-first",
                }
                made = client.post("/virtual-keys", json=body)
                assert made.status_code == 200, made.text
                listed = client.get("/virtual-keys").json()
                assert listed["total"] == len(listed["data"])
                found = client.get(f"/virtual-keys/{made.json()['slug']}")
                assert found.status_code in (200, 404), (turn, found.text)

    with serving(tmp_path, database_url, "--testing", "--workers", "2") as server:
        with ThreadPoolExecutor(5) as threads:
            list(threads.map(lambda number: play(server, number), range(5)))
        with server.client() as client:
            client.post(server.url.replace("/v1", "/_control/reset"))
            for path in ("/virtual-keys", "/integrations"):
                for _ in range(4):  # whichever worker answers
                    assert httpx.get(f"{server.url}{path}", headers=client.headers).json()["total"] == 0
    checked = ended("serve", "check", "--database", database_url)
    assert checked.returncode == 0, checked.stdout


def test_a_database_with_data_of_its_own_is_refused_and_left_alone(world: World, database_url: str) -> None:
    world.admin.integration(slug="precious")
    refused = ended("serve", "--testing", "--port", "0", "--database", database_url)
    assert (refused.returncode, "--adopt-database" in refused.stderr) == (2, True)
    world.admin.get("/integrations/precious")


def test_an_adopted_database_keeps_what_it_holds(world: World) -> None:
    world.admin.integration(slug="precious")
    begin_testing(world.store, adopt=True)
    world.admin.get("/integrations/precious")
    with pytest.raises(OperatorError):
        begin_testing(world.store, adopt=False)


def test_one_that_was_made_for_tests_begins_anew_until_it_is_served_without(
    database_url: str,
) -> None:
    with contextlib.closing(open_store(database_url, create=True)) as store:
        begin_testing(store, adopt=False)

        def organisations(add: str | None = None) -> list[str]:
            with store.write() as session:
                if add:
                    session.execute(
                        text("INSERT INTO organisations (id, name, created_at) VALUES (:name, :name, '')"),
                        {"name": add},
                    )
                return [*session.scalars(text("SELECT name FROM organisations"))]

        assert organisations(add="first") == ["first"]
        begin_testing(store, adopt=False)
        assert organisations(add="second") == ["second"]
        end_testing(store)
        with pytest.raises(OperatorError, match="holds data that was not made with --testing"):
            begin_testing(store, adopt=False)
        assert organisations() == ["second"]


@on_sqlite_only
def test_without_a_database_everything_is_gone_at_the_end(tmp_path: Path) -> None:
    process = subprocess.Popen(  # noqa: S603 - our own command
        command("serve", "--testing", "--port", "0"),
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    told = list(takewhile(lambda line: not line.startswith("Ready at"), process.stdout))
    assert any("without a key" in line for line in told)
    assert [*tmp_path.rglob("*.sqlite3")]
    process.terminate()
    assert process.wait(timeout=60) == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "options", [["--stand-in-secrets"], ["--adopt-database"], ["--adopt-database", "--testing"]]
)
def test_an_option_about_another_needs_it(tmp_path: Path, options: list[str]) -> None:
    refused = ended("serve", *options, cwd=tmp_path)
    assert (refused.returncode, list(tmp_path.iterdir())) == (2, [])


def test_the_master_key_is_not_changed_while_tests_may_bring_the_old_one_back(
    tmp_path: Path, database_url: str
) -> None:
    with contextlib.closing(open_store(database_url, create=True)) as store:
        begin_testing(store, adopt=False)
    refused = ended("serve", "rotate-master-key", "--database", database_url)
    assert (refused.returncode, "--testing" in refused.stderr) == (2, True)
