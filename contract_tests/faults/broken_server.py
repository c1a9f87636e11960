"""The reference server with one fault: a function that stands between it and its callers."""

from __future__ import annotations

import json
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import uvicorn
from portkey_reference_server.app import app_on
from portkey_reference_server.contract import load_contract
from portkey_reference_server.demo import Demo, make_demo
from portkey_reference_server.serving import base_url_of, bind
from portkey_reference_server.storage import open_store
from portkey_reference_server.targets import Target
from starlette.datastructures import QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

KEY = b"x-portkey-api-key"


@dataclass(frozen=True)
class Question:
    """A request on its way in."""

    method: str
    path: str
    """Below the base path, e.g. `/integrations/a-slug`."""
    query: dict[str, str]
    key: str | None
    body: bytes

    @property
    def json(self) -> Any:
        """The body, or an empty object where it is no JSON object."""
        try:
            body = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return body if isinstance(body, dict) else {}

    @property
    def slug(self) -> str:
        """The second part of the path; empty where there is none."""
        return [*self.path.split("/"), "", ""][2]

    def on(self, method: str, path: str) -> bool:
        """Whether it is for an operation: `on("GET", "/integrations/{slug}")`."""
        own, wanted = self.path.split("/"), path.split("/")
        return (
            self.method == method
            and len(own) == len(wanted)
            and all(part in ("{slug}", given) for part, given in zip(wanted, own, strict=True))
        )

    def with_json(self, body: Any) -> Question:
        return replace(self, body=json.dumps(body).encode())


@dataclass(frozen=True)
class Answer:
    """An answer on its way out."""

    status: int
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()
    """Besides Content-Type and Content-Length."""

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def with_json(self, body: Any) -> Answer:
        return replace(self, body=json.dumps(body).encode())


Server = Callable[[Question], Awaitable[Answer]]


@dataclass
class World:
    """What a fault may know: the demo's keys and workspaces, and what it remembers."""

    demo: Demo
    seen: dict[str, Any] = field(default_factory=dict)


Behaviour = Callable[[Question, Server, World], Awaitable[Answer]]


async def no_fault(asked: Question, server: Server, world: World) -> Answer:
    """A server that conforms."""
    return await server(asked)


class BrokenServer:
    """An ASGI application that answers as a behaviour makes of another application's answers."""

    def __init__(self, app: ASGIApp, behaviour: Behaviour, world: World) -> None:
        self._app = app
        self._behaviour = behaviour
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        base, _, rest = scope["raw_path"].decode().removeprefix("/").partition("/")
        key = headers.get(KEY)
        question = Question(
            scope["method"],
            f"/{rest}",
            dict(QueryParams(scope["query_string"])),
            None if key is None else key.decode("latin-1"),
            await _read(receive),
        )

        async def server(asked: Question) -> Answer:
            return await _ask(self._app, {**scope}, f"/{base}{asked.path}", asked)

        answer = await self._behaviour(question, server, self._world)
        head = [(b"content-type", b"application/json"), (b"content-length", str(len(answer.body)).encode())]
        head += answer.headers
        await send({"type": "http.response.start", "status": answer.status, "headers": head})
        await send({"type": "http.response.body", "body": answer.body})


@contextmanager
def broken_server(folder: Path, behaviour: Behaviour) -> Iterator[Path]:
    """A server with that behaviour on a free port and a database of its own; gives its target file."""
    contract = load_contract()
    store = open_store(f"sqlite:///{folder / 'db.sqlite'}", create=True)
    with store.write() as session:
        demo = make_demo(session, contract, {})
    app = BrokenServer(app_on(store, contract), behaviour, World(demo))
    listener = bind("127.0.0.1", 0)
    target = folder / "target.toml"
    Target(base_url_of(listener), demo.keys, demo.workspaces).write(target)
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield target
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
        store.close()


async def _read(receive: Receive) -> bytes:
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


async def _ask(app: ASGIApp, scope: Scope, path: str, asked: Question) -> Answer:
    """One request to the application inside, and its whole answer."""
    kept = [
        item for item in scope["headers"] if item[0] not in (KEY, b"content-length", b"transfer-encoding")
    ]
    given = [] if asked.key is None else [(KEY, asked.key.encode("latin-1"))]
    scope["method"] = asked.method
    scope["headers"] = [*kept, *given, (b"content-length", str(len(asked.body)).encode())]
    scope["raw_path"] = path.encode()
    scope["path"] = unquote(path)
    scope["query_string"] = str(QueryParams(asked.query)).encode()
    scope["state"] = {}
    status, body = 0, b""

    async def receive() -> Message:
        return {"type": "http.request", "body": asked.body, "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status, body
        if message["type"] == "http.response.start":
            status = message["status"]
        else:
            body += message.get("body", b"")

    await app(scope, receive, send)
    return Answer(status, body)
