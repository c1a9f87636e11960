"""Numbers for Prometheus, in one process and in several."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from portkey_reference_server import sqlite
from portkey_reference_server.app import app_on
from portkey_reference_server.contract import Contract
from portkey_reference_server.master_keys import MASTER_KEY_VARIABLE
from portkey_reference_server.observing import Observation
from portkey_reference_server.storage import open_store
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from .api import LONG_SECRET
from .conftest import Current, World
from .databases import MASTER_KEY, fresh_database, on_sqlite_only
from .processes import Server, ended, serving

Sample = tuple[str, frozenset[tuple[str, str]]]
REQUESTS, COUNT = "portkey_http_requests_total", "portkey_http_request_duration_seconds_count"


def samples(answer: httpx.Response) -> dict[Sample, float]:
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    families = list(text_string_to_metric_families(answer.text))
    assert len({family.name for family in families}) == len(families)
    return {
        (one.name, frozenset(one.labels.items())): one.value for family in families for one in family.samples
    }


def sample(name: str, **labels: str) -> Sample:
    return name, frozenset(labels.items())


@pytest.fixture
def scrape(world: World, live: tuple[str, Current], loaded_contract: Contract) -> Iterator[httpx.Client]:
    """The world's server, observed."""
    observation = Observation(log_format="text", requests=False, metrics=True, metrics_here=True)
    live[1].app = observation.of(app_on(world.store, loaded_contract), world.store)
    with httpx.Client(base_url=world.base_url.removesuffix("/v1"), trust_env=False) as client:
        yield client


def test_requests_are_counted_by_operation_and_status(world: World, scrape: httpx.Client) -> None:
    before = samples(scrape.get("/metrics"))
    slug = world.admin.integration()
    world.admin.get(f"/integrations/{slug}")
    world.admin.get(f"/integrations/{slug}")
    world.admin.get("/integrations/made-up-by-a-caller", status=404)
    world.admin.send("GET", "/a-path-of-theirs")
    after = samples(scrape.get("/metrics"))

    def grown(found: Sample) -> float:
        return after[found] - before.get(found, 0)

    assert grown(sample(REQUESTS, operation="createIntegration", status="200")) == 1
    assert grown(sample(REQUESTS, operation="retrieveIntegration", status="200")) == 2
    assert grown(sample(REQUESTS, operation="retrieveIntegration", status="404")) == 1
    assert grown(sample(REQUESTS, operation="other", status="404")) == 1
    assert grown(sample(COUNT, operation="retrieveIntegration")) == 3
    assert after[sample("portkey_http_requests_in_flight")] == 1  # the one that asks
    assert after[sample("portkey_start_time_seconds")] <= time.time()
    assert after[sample("process_resident_memory_bytes")] > 0


def test_no_label_holds_what_a_caller_sent(
    world: World, scrape: httpx.Client, loaded_contract: Contract
) -> None:
    slug = world.admin.integration(key=LONG_SECRET)
    world.admin.get(f"/integrations/{slug}")
    scrape.get(f"/{LONG_SECRET}")
    scrape.request("MADEUP", f"/v1/integrations?x={LONG_SECRET}")
    answer = scrape.get("/metrics")
    for text_of_theirs in (slug, LONG_SECRET, "MADEUP", *world.demo.keys.values(), world.first.id):
        assert text_of_theirs not in answer.text
    known = {one.id for one in loaded_contract.operations} | {"other", "healthz", "readyz", "metrics"}
    assert {dict(labels).get("operation", "other") for _, labels in samples(answer)} <= known


@on_sqlite_only
def test_errors_of_the_database_are_counted(
    world: World, scrape: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "SECONDS_TO_WAIT_FOR_A_LOCK", 0.1)
    assert isinstance(world.store.database, sqlite.SqliteDatabase)
    world.store.database.engine.dispose()
    found = sample("portkey_database_errors_total", kind="OperationalError")
    before = samples(scrape.get("/metrics")).get(found, 0)
    other = open_store(world.database_url, create=False)
    with other.write() as session:
        session.execute(text("UPDATE organisations SET name = name"))
        body = {"name": "n", "ai_provider_id": "openai", "key": LONG_SECRET}
        headers = {"x-portkey-api-key": world.demo.keys["admin"]}
        assert scrape.post("/v1/integrations", headers=headers, json=body).status_code == 500
    other.close()
    assert samples(scrape.get("/metrics"))[found] == before + 1


def test_without_the_option_there_is_no_such_path(world: World) -> None:
    assert world.http.get(world.base_url.removesuffix("/v1") + "/metrics").status_code == 404


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("metrics")
    options = ("--workers", "2", "--metrics", "--metrics-port", "0")
    with fresh_database(folder) as url, pytest.MonkeyPatch.context() as environment:
        environment.setenv(MASTER_KEY_VARIABLE, MASTER_KEY)
        environment.setenv("TMPDIR", str(folder))
        with serving(folder, url, *options) as server:
            yield server
    assert not list(folder.glob("portkey-metrics-*"))


def both(server: Server) -> Iterator[dict[Sample, float]]:
    """What is told on the port of the API, and on the other."""
    [line] = [line for line in server.said if line.startswith("Metrics")]
    port = line.split()[-1]
    for address in (f"{server.url.removesuffix('/v1')}/metrics", f"http://127.0.0.1:{port}/metrics"):
        yield samples(httpx.get(address, trust_env=False))


def test_several_processes_count_together_and_none_is_lost_with_one_that_dies(server: Server) -> None:
    found = sample(REQUESTS, operation="listIntegrations", status="200")
    for _ in range(20):  # a connection each, to whichever process
        with server.client() as client:
            assert client.get("/integrations").status_code == 200
    assert [numbers[found] for numbers in both(server)] == [20, 20]
    dead = server.workers()[0]
    os.kill(dead, signal.SIGKILL)
    while dead in server.workers() or len(server.workers()) < 2:
        time.sleep(0.05)
    with server.client() as client:
        assert client.get("/integrations").status_code == 200
    for numbers in both(server):
        assert numbers[found] == 21
        assert numbers[sample("portkey_http_requests_in_flight")] in (0, 1)


def test_the_other_port_in_use_is_one_sentence(server: Server, tmp_path: Path) -> None:
    port = server.url.rpartition(":")[2].partition("/")[0]
    database = f"sqlite:///{tmp_path / 'db.sqlite3'}"
    result = ended("serve", "--port", "0", "--metrics-port", port, "--database", database)
    assert (result.returncode, len(result.stderr.splitlines())) == (3, 1)
    result = ended("serve", "--metrics-host", "127.0.0.1")
    assert result.returncode == 2
