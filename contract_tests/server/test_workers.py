"""Several processes on one port and one database."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from portkey_reference_server.master_keys import MASTER_KEY_VARIABLE

from .api import LONG_SECRET
from .databases import MASTER_KEY, fresh_database
from .processes import Server, is_running, serving

WORKERS = 2


@pytest.fixture
def server(tmp_path: Path, database_url: str) -> Iterator[Server]:
    with serving(tmp_path, database_url, "--workers", str(WORKERS)) as server:
        yield server


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("workers")
    with (
        fresh_database(folder) as url,
        pytest.MonkeyPatch.context() as environment,
    ):
        environment.setenv(MASTER_KEY_VARIABLE, MASTER_KEY)
        with serving(folder, url, "--workers", str(WORKERS)) as server:
            yield server


def integration(**changes: object) -> dict[str, object]:
    return {"name": "n", "ai_provider_id": "openai", "key": LONG_SECRET} | changes


def test_they_see_what_the_others_wrote(shared_server: Server) -> None:
    assert len(shared_server.workers()) == WORKERS
    for number in range(20):
        with (
            shared_server.client() as one,
            shared_server.client() as other,
        ):  # a connection each, to whichever worker
            slug = one.post("/integrations", json=integration(name=f"n{number}")).json()["slug"]
            assert other.get(f"/integrations/{slug}").json()["name"] == f"n{number}"


def test_one_of_many_gets_a_slug(shared_server: Server) -> None:
    def create(_: int) -> int:
        with shared_server.client() as client:
            return client.post("/integrations", json=integration(slug="wanted")).status_code

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(create, range(8))) == [200] + [409] * 7


def test_access_that_is_given_many_times_at_once_makes_one_provider(shared_server: Server) -> None:
    workspace = shared_server.target["workspaces"]["first"]
    with shared_server.client() as client:
        client.post("/integrations", json=integration(slug="shared"))
    grant = {"workspaces": [{"id": workspace["slug"], "enabled": True}]}

    def give(_: int) -> int:
        with shared_server.client() as client:
            return client.put("/integrations/shared/workspaces", json=grant).status_code

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(give, range(8))) == {200}
    with shared_server.client() as client:
        listed = client.get("/providers", params={"workspace_id": workspace["id"]}).json()
    assert [provider["integration_id"] for provider in listed["data"]] == ["shared"]


def test_one_that_dies_is_replaced(server: Server) -> None:
    before = set(server.workers())
    os.kill(min(before), signal.SIGKILL)
    while len(set(server.workers()) - {min(before)}) < WORKERS:
        time.sleep(0.05)
    with server.client() as client:
        assert client.get("/integrations").status_code == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_all_end_without_a_word_when_they_are_told_to(server: Server, number: int) -> None:
    workers = server.workers()
    server.process.send_signal(number)
    assert server.process.wait(timeout=60) == 0
    assert not [worker for worker in workers if is_running(worker)]
    assert "Traceback" not in server.errors.read_text()


def test_none_outlives_the_process_that_started_it(server: Server) -> None:
    workers = server.workers()
    server.process.kill()
    while any(is_running(worker) for worker in workers):
        time.sleep(0.05)
    with pytest.raises(httpx.ConnectError):
        server.client().get("/integrations")


def test_what_is_answered_before_the_end_is_what_was_done(
    server: Server, tmp_path: Path, database_url: str
) -> None:
    answered: list[str] = []

    def create(number: int) -> None:
        with contextlib.suppress(httpx.TransportError), server.client() as client:
            client.post("/integrations", json=integration(slug=f"s{number}")).raise_for_status()
            answered.append(f"s{number}")

    with ThreadPoolExecutor(16) as threads:
        calls = [threads.submit(create, number) for number in range(200)]
        calls[20].result()
        server.process.terminate()
        for call in calls:
            call.result()
    assert server.process.wait(timeout=60) == 0
    assert answered
    with serving(tmp_path, database_url) as again, again.client() as client:
        stored = client.get("/integrations", params={"page_size": 200}).json()["data"]
    assert {one["slug"] for one in stored} == set(answered)
