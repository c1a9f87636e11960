"""`--rate-limit`: how many calls a key may make, and what the one too many is told."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from portkey_reference_server.app import app_on
from portkey_reference_server.contract import Contract
from portkey_reference_server.throttling import Counts, Rate, Throttled, throttle

from .api import Api
from .conftest import Current, World
from .processes import ended, serving


class Clock:
    """A clock that moves when it is told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_key_makes_as_many_calls_at_once_as_the_limit_says() -> None:
    clock = Clock()
    counts = Counts(Rate(5, 60), clock=clock)
    assert [counts.take("one") for _ in range(5)] == [0] * 5
    assert counts.take("one") == pytest.approx(12)
    assert counts.take("other") == 0, "each key has a limit of its own"


def test_calls_come_back_in_equal_steps_and_no_more_than_the_limit() -> None:
    clock = Clock()
    counts = Counts(Rate(5, 60), clock=clock)
    for _ in range(5):
        counts.take("one")
    clock.now += 11.9
    assert counts.take("one") == pytest.approx(0.1)
    clock.now += 0.1
    assert [counts.take("one"), counts.take("one")] == [0, pytest.approx(12)]
    clock.now += 3600
    assert [bool(counts.take("one")) for _ in range(6)] == [False] * 5 + [True]


def test_over_a_long_time_the_rate_holds() -> None:
    clock = Clock()
    counts = Counts(Rate(100, 1), clock=clock)
    let_through = 0
    for _ in range(10_000):
        clock.now += 0.001
        let_through += counts.take("one") == 0
    assert let_through == pytest.approx(100 + 10 * 100, abs=2)


def test_keys_beyond_the_memory_do_not_slow_each_other() -> None:
    counts = Counts(Rate(1, 60), clock=Clock())
    assert sum(counts.take(f"key {number}") == 0 for number in range(40_000)) == 40_000


def _take(file: Path, times: int) -> int:
    counts = Counts(Rate(50, 3600), file)
    return sum(counts.take("one") == 0 for _ in range(times))


def test_processes_share_one_limit() -> None:
    with throttle(Rate(50, 3600), among_several=True) as limit:
        assert limit is not None
        assert limit.file is not None
        with multiprocessing.get_context("spawn").Pool(3) as pool:
            taken = pool.starmap(_take, [(limit.file, 40)] * 3)
    assert sum(taken) == 50
    assert not limit.file.exists()


@pytest.fixture
def limited(live: tuple[str, Current], loaded_contract: Contract, world: World) -> tuple[World, Clock]:
    clock = Clock()
    app = app_on(world.store, loaded_contract)
    live[1].app = Throttled(app, Counts(Rate(3, 60), clock=clock))
    return world, clock


@pytest.mark.parametrize("call", ["read", "write", "invalid", "forbidden"])
def test_one_call_too_many_is_told_when_to_come_back(limited: tuple[World, Clock], call: str) -> None:
    world, clock = limited
    key = "read_only" if call == "forbidden" else "admin"
    api: Api = world.api(key)
    body = {} if call == "invalid" else {"name": "x", "ai_provider_id": "openai", "key": "any"}
    method = "GET" if call == "read" else "POST"

    def status() -> int:
        response = api.send(method, "/integrations", json=None if method == "GET" else body)
        if response.status_code == 429:
            assert response.headers["retry-after"] == "20"
            assert response.json()["data"]["errorCode"] == "AB06"
        return response.status_code

    normal = {"read": 200, "write": 200, "invalid": 400, "forbidden": 403}[call]
    assert [status() for _ in range(5)] == [normal] * 3 + [429] * 2
    assert world.api("other_organisation").send("GET", "/integrations").status_code == 200
    clock.now += 20
    assert [status(), status()] == [normal, 429]


def test_a_refused_call_changes_nothing(limited: tuple[World, Clock]) -> None:
    world, clock = limited
    slugs = [
        world.admin.send("POST", "/integrations", json={"name": "x", "ai_provider_id": "openai", "key": "y"})
        for _ in range(5)
    ]
    assert [response.status_code for response in slugs] == [200] * 3 + [429] * 2
    clock.now += 60
    assert world.admin.get("/integrations")["total"] == 3


@pytest.mark.parametrize("key", ["revoked", None])
def test_who_is_not_known_is_told_so_and_not_counted(limited: tuple[World, Clock], key: str | None) -> None:
    world, _ = limited
    headers = {} if key is None else {"x-portkey-api-key": world.demo.keys[key]}
    answers = [world.http.get("/integrations", headers=headers).status_code for _ in range(6)]
    assert answers == [401] * 6


def test_workers_count_together(tmp_path: Path, database_url: str) -> None:
    options = ("--rate-limit", "10/h", "--workers", "2")
    with serving(tmp_path, database_url, *options) as server:
        statuses = []
        for _ in range(12):
            with server.client() as http:  # a connection each, so that both workers get some
                statuses.append(http.get("/integrations").status_code)
    assert statuses == [200] * 10 + [429] * 2


@pytest.mark.parametrize("rate", ["0/s", "10", "10/d", "-1/s", "1.5/s", "10/s/s", "1000000000000/s"])
def test_a_rate_that_cannot_be_is_not_read(rate: str) -> None:
    with pytest.raises(ValueError, match=r"e\.g\. 100/s"):
        Rate.read(rate)


def test_such_a_rate_is_a_mistake_of_usage(tmp_path: Path) -> None:
    result = ended("serve", "--port", "0", "--rate-limit", "0/s", cwd=tmp_path)
    assert result.returncode == 2
    assert "--rate-limit" in result.stderr
