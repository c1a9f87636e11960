"""A live server on loopback, with a database of its own for each test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from portkey_reference_server.app import BASE_PATH, app_on
from portkey_reference_server.clock_setting import Clocked
from portkey_reference_server.contract import Contract, load_contract
from portkey_reference_server.demo import Demo, make_demo
from portkey_reference_server.gateway import gateway_routes
from portkey_reference_server.master_keys import MASTER_KEY_VARIABLE
from portkey_reference_server.serving import base_url_of, bind, configuration
from portkey_reference_server.storage import Store, open_store
from portkey_reference_server.targets import TargetWorkspace
from starlette.types import ASGIApp, Receive, Scope, Send

from .api import Api
from .databases import MASTER_KEY, fresh_database


class Current:
    """The application of the test that runs."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


@dataclass(frozen=True)
class World:
    """A server with the demonstration data, and a caller for each of its keys."""

    base_url: str
    database_url: str
    store: Store
    contract: Contract
    demo: Demo
    http: httpx.Client

    def api(self, name: str) -> Api:
        return Api(self.http, self.demo.keys[name])

    @property
    def admin(self) -> Api:
        return self.api("admin")

    @property
    def first(self) -> TargetWorkspace:
        return self.demo.workspaces["first"]

    @property
    def second(self) -> TargetWorkspace:
        return self.demo.workspaces["second"]

    @property
    def third(self) -> TargetWorkspace:
        return self.demo.workspaces["third"]


@pytest.fixture(scope="session")
def loaded_contract() -> Contract:
    return load_contract()


@pytest.fixture(scope="session")
def live() -> Iterator[tuple[str, Current]]:
    """uvicorn in a thread, and the place where a test puts its application."""
    current = Current()
    listener = bind("127.0.0.1", 0)
    server = uvicorn.Server(configuration(current))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield base_url_of(listener), current
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture(scope="session")
def http(live: tuple[str, Current]) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=live[0], timeout=30, trust_env=False) as client:
        yield client


@pytest.fixture
def database_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A new database for one test: on the PostgreSQL that `make test-postgres` started, or else a file."""
    with fresh_database(tmp_path) as url:
        if not url.startswith("sqlite:"):
            monkeypatch.setenv(MASTER_KEY_VARIABLE, MASTER_KEY)
        yield url


@contextmanager
def world_on(live: tuple[str, Current], contract: Contract, database_url: str) -> Iterator[Store]:
    """Serves a database while the block runs."""
    store = open_store(database_url, create=True)
    try:
        live[1].app = app_on(store, contract)
        yield store
    finally:
        store.close()


@pytest.fixture
def world(
    live: tuple[str, Current], http: httpx.Client, loaded_contract: Contract, database_url: str
) -> Iterator[World]:
    with world_on(live, loaded_contract, database_url) as store:
        with store.write() as session:
            demo = make_demo(session, loaded_contract, {})
        yield World(live[0], database_url, store, loaded_contract, demo, http)


@pytest.fixture
def admin(world: World) -> Api:
    return world.admin


@pytest.fixture
def workspace(world: World) -> Api:
    """The caller with the key of the first workspace."""
    return world.api("workspace")


@pytest.fixture
def other_workspace(world: World) -> Api:
    return world.api("other_workspace")


@dataclass(frozen=True)
class Gateway:
    """What stands in for a gateway and sets the clock: the routes of a server for tests."""

    world: World

    def clock(self, **sent: Any) -> Any:
        """What the clock shows after it was set; raises for an answer that is no 200."""
        return self._answer(self.world.http.post(self._url("/_control/clock"), json=sent))

    def uses(self, provider: str, *, by: str = "admin", **sent: Any) -> Any:
        """What a gateway would have done with a use of a provider."""
        headers = {"x-portkey-api-key": self.world.demo.keys[by]}
        body = {"provider": provider, **sent}
        return self._answer(self.world.http.post(self._url("/_control/usage"), json=body, headers=headers))

    def _url(self, path: str) -> str:
        return self.world.base_url.removesuffix(BASE_PATH) + path

    @staticmethod
    def _answer(response: httpx.Response) -> Any:
        assert response.status_code == 200, response.text
        return response.json()


@pytest.fixture
def gateway(live: tuple[str, Current], loaded_contract: Contract, world: World) -> Gateway:
    """The same world with a clock and a gateway, whose clock stands at the middle of a Tuesday."""
    store = world.store
    app = app_on(store, loaded_contract, control=gateway_routes(store, loaded_contract))
    live[1].app = Clocked(app, store)
    gateway = Gateway(world)
    gateway.clock(now="2026-03-31T12:00:00Z", frozen=True)
    return gateway
