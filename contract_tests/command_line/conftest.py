"""Reference servers on loopback, a fresh one for each name that a test asks for, and commands run on them."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn
from portkey_integrations import Portkey, cli
from portkey_reference_server.app import app_on
from portkey_reference_server.contract import Contract, load_contract
from portkey_reference_server.demo import make_demo
from portkey_reference_server.serving import base_url_of, bind
from portkey_reference_server.storage import open_store
from starlette.types import ASGIApp, Message, Receive, Scope, Send

WORKSPACES = ("ws-demo-first", "ws-demo-second", "ws-demo-third")


@dataclass
class Traffic:
    """What a server received; `on_write` sees each write before and after, and may leave it undone."""

    requests: list[str] = field(default_factory=list)
    writes: int = 0
    on_write: Callable[[int, str], bool] = lambda number, when: False
    running: int = 0
    ended: threading.Condition = field(default_factory=threading.Condition)

    def settle(self) -> None:
        """Waits until no request is being handled, that of a client that is gone included."""
        with self.ended:
            assert self.ended.wait_for(lambda: self.running == 0, timeout=60)


@dataclass(frozen=True)
class Server:
    """A reference server with the demonstration organisation and nothing in it."""

    base_url: str
    key: str
    keys: dict[str, str]
    traffic: Traffic

    @property
    def client(self) -> Portkey:
        return Portkey(api_key=self.key, base_url=self.base_url)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


class _Watched:
    """The application, with what a test wants to know of its traffic."""

    def __init__(self, app: ASGIApp, traffic: Traffic) -> None:
        self._app, self._traffic = app, traffic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        traffic = self._traffic
        with traffic.ended:
            traffic.running += 1
        try:
            await self._handle(scope, receive, send, traffic)
        finally:
            with traffic.ended:
                traffic.running -= 1
                traffic.ended.notify_all()

    async def _handle(self, scope: Scope, receive: Receive, send: Send, traffic: Traffic) -> None:
        traffic.requests.append(f"{scope['method']} {scope['path']}")
        if scope["method"] == "GET":
            await self._app(scope, receive, send)
            return
        traffic.writes += 1
        number = traffic.writes
        answers: list[Message] = []

        async def keep(message: Message) -> None:
            answers.append(message)

        if traffic.on_write(number, "before"):
            return
        await self._app(scope, receive, keep)
        traffic.on_write(number, "after")
        for message in answers:
            await send(message)


@pytest.fixture(scope="session")
def contract() -> Contract:
    return load_contract()


@contextlib.contextmanager
def serving(contract: Contract, database: Path) -> Iterator[Server]:
    """A server with a database of its own."""
    store = open_store(f"sqlite:///{database}", create=True)
    with store.write() as session:
        keys = dict(make_demo(session, contract, {}).keys)
    traffic = Traffic()
    listener = bind("127.0.0.1", 0)
    watched = _Watched(app_on(store, contract), traffic)
    server = uvicorn.Server(uvicorn.Config(watched, lifespan="off", log_config=None))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield Server(base_url_of(listener), keys["admin"], keys, traffic)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
        store.close()


@pytest.fixture
def start(contract: Contract, tmp_path: Path) -> Iterator[Callable[[str], Server]]:
    """Starts servers, each under a name."""
    with contextlib.ExitStack() as stack:
        yield lambda name: stack.enter_context(serving(contract, tmp_path / f"{name}.sqlite3"))


@pytest.fixture
def server(start: Callable[[str], Server]) -> Server:
    return start("server")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on a server, in this process, as in a pipe."""

    def ran(server: Server, *arguments: str | Path) -> Ended:
        monkeypatch.setenv("PORTKEY_API_KEY", server.key)
        monkeypatch.setenv("PORTKEY_BASE_URL", server.base_url)
        capsys.readouterr()
        code = cli.main([str(one) for one in arguments])
        out, err = capsys.readouterr()
        return Ended(code, out, err)

    return ran
