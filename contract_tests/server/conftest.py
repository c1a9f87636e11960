"""A live server on loopback, with a database of its own for each test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import uvicorn
from portkey_reference_server.app import app_on
from portkey_reference_server.contract import Contract, load_contract
from portkey_reference_server.demo import Demo, make_demo
from portkey_reference_server.serving import base_url_of, bind
from portkey_reference_server.storage import Store, open_store
from portkey_reference_server.targets import TargetWorkspace
from starlette.types import ASGIApp, Receive, Scope, Send

from .api import Api


class _Current:
    """The application of the test that runs."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


@dataclass(frozen=True)
class World:
    """A server with the demonstration data, and a caller for each of its keys."""

    base_url: str
    database: Path
    store: Store
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
def live() -> Iterator[tuple[str, _Current]]:
    """uvicorn in a thread, and the place where a test puts its application."""
    current = _Current()
    listener = bind("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(current, lifespan="off", log_config=None))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield base_url_of(listener), current
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture(scope="session")
def http(live: tuple[str, _Current]) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=live[0], timeout=30, trust_env=False) as client:
        yield client


@pytest.fixture
def world(
    live: tuple[str, _Current], http: httpx.Client, loaded_contract: Contract, tmp_path: Path
) -> Iterator[World]:
    database = tmp_path / "world.sqlite3"
    store = open_store(f"sqlite:///{database}", create=True)
    with store.write() as session:
        demo = make_demo(session, loaded_contract, {})
    live[1].app = app_on(store, loaded_contract)
    yield World(live[0], database, store, demo, http)
    store.close()


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
