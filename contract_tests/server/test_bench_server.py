"""The pieces of `make bench-server`: what is measured answers the same, and the load knows refusals."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from portkey_reference_server.contract import Contract

from .conftest import Current, world_on
from .databases import on_sqlite_only

ROOT = Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "benchmarks" / "server"), str(ROOT / "contract_tests")]

import answers  # noqa: E402
import driving  # noqa: E402
import figures  # noqa: E402
import filling  # noqa: E402
import servers  # noqa: E402

pytestmark = on_sqlite_only
_COUNT = 120


@pytest.fixture
def filled(live: tuple[str, Current], loaded_contract: Contract, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The URL of a server on a database that was filled for measuring, and a key."""
    url = f"sqlite:///{tmp_path / 'filled.sqlite3'}"
    key = filling.fill(url, _COUNT, dict(answers.FIELDS))
    with world_on(live, loaded_contract, url):
        yield live[0], key


def test_a_filled_database_answers_as_if_the_server_had_written_it(filled: tuple[str, str]) -> None:
    url, key = filled
    found = answers.answers(url, key)
    statuses = {name: answer["status"] for name, answer in found.items()}
    assert statuses == dict.fromkeys(found, 200) | {"validation": 400, "deleted": 404}
    assert found["list"]["body"]["total"] == _COUNT
    written, filled_in = found["created"]["body"], found["retrieve"]["body"]
    assert written | {"slug": "bench-7", "name": "Integration 7"} == filled_in
    assert answers.misfits(url, key) == []


def test_fastapi_answers_as_we_do(filled: tuple[str, str]) -> None:
    if not (servers.FOLDER / "fastapi" / ".requirements").exists():
        pytest.skip("needs what `make bench-server` installs")
    with ExitStack() as stack:
        contender = servers.Contender(servers.FASTAPI, servers.SQLITE, size=_COUNT)
        running = stack.enter_context(servers.Servers(stack, with_postgres=False).running(contender))
        found = answers.answers(running.url + running.prefix, running.key)
    assert answers.differences(found, answers.answers(*filled)) == []


def test_other_answers_are_told(filled: tuple[str, str]) -> None:
    found = answers.answers(*filled)
    assert answers.differences(found | {"list": {"status": 200, "body": {}}}, found)


def test_the_load_in_python_tells_what_was_refused(filled: tuple[str, str]) -> None:
    url, key = filled

    def load(path: str, *, is_refused: bool = False) -> dict[str, float]:
        request = driving.Request("GET", f"/v1{path}", is_refused=is_refused)
        return driving.drive(
            False, url.removesuffix("/v1"), request, key=key, rows=_COUNT, seconds=0.1, salt=""
        )

    assert load("/integrations/bench-{n}")["requests"] > 0
    assert load("/integrations/none", is_refused=True)["requests"] > 0
    with pytest.raises(driving.BrokenLoadError):
        load("/integrations/none")
    with pytest.raises(driving.BrokenLoadError):
        load("/integrations", is_refused=True)
    assert httpx.get(f"{url}/integrations/bench-1", headers={"x-portkey-api-key": key}).is_success


def test_a_target_that_is_missed_is_told_so() -> None:
    def side(rate: float) -> figures.Json:
        figure = {"per_second": rate, "p50": 1.0, "p99": 1.0, "cpu": 1.0, "requests": 1.0}
        rows = {row: [figure] for row in figures.TITLES}
        return {"kind": "x", "start": [0.1], "pss": [1.0], "rss": [1.0], "wrk": rows, "python": {}}

    results = {
        "side": {"ours, SQLite, 1 worker": side(600), "FastAPI + SQLAlchemy, SQLite, 1 worker": side(100)},
        "sizes": {},
        "problems": [],
    }
    reached = {goal: is_reached for _, goal, _, is_reached in figures.targets(results)}
    peer = "FastAPI + SQLAlchemy"
    assert reached == {f"≥ 5× {peer}": True, f"≥ 8× {peer}": False, f"≥ 2× {peer}": True, "< 0.5 s": True}
