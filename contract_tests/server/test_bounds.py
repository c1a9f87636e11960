"""Requests that are too large, too slow or no HTTP: refused soon, in a way that clients understand."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from portkey_reference_server.app import LARGEST_BODY
from portkey_reference_server.master_keys import MASTER_KEY_VARIABLE
from portkey_reference_server.protocol import LARGEST_HEAD
from starlette.types import Message, Receive, Scope, Send

from .conftest import Current, World
from .databases import MASTER_KEY, fresh_database
from .processes import Server, serving

HUGE = 64 * LARGEST_BODY
READ_AT_ONCE = 512 * 1024
"""More than uvicorn and asyncio have in hand at any time."""


def connected(url: str) -> socket.socket:
    address = urlsplit(url)
    return socket.create_connection((address.hostname or "", address.port or 0), timeout=60)


def head(world: World, *lines: str, method: str = "POST", key: str | None = None) -> bytes:
    key = key or world.demo.keys["admin"]
    return "\r\n".join(
        [f"{method} /v1/integrations HTTP/1.1", "host: x", f"x-portkey-api-key: {key}", *lines, "", ""]
    ).encode()


def answered(connection: socket.socket) -> tuple[int, dict[str, Any]]:
    response = http.client.HTTPResponse(connection)
    response.begin()
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-portkey-trace-id"]
    document = json.loads(response.read())
    assert document["success"] is False
    assert set(document["data"]) == {"message", "errorCode"}
    return response.status, document


def is_closed(connection: socket.socket) -> bool:
    """Waits until the server sends something or closes."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.fixture
def bytes_read(world: World, live: tuple[str, Current]) -> Iterator[list[int]]:
    """How many bytes of bodies the application read."""
    app, read = live[1].app, [0]

    async def counting(scope: Scope, receive: Receive, send: Send) -> None:
        async def counted() -> Message:
            message = await receive()
            read[0] += len(message.get("body", b""))
            return message

        await app(scope, counted, send)

    live[1].app = counting
    yield read
    live[1].app = app


def test_an_announced_body_that_is_too_large_is_refused_before_any_of_it_is_read(
    world: World, bytes_read: list[int]
) -> None:
    for length in (LARGEST_BODY + 1, 10**10, 10**19):
        with connected(world.base_url) as connection:
            connection.sendall(head(world, f"content-length: {length}"))
            assert answered(connection)[0] == 413
    assert bytes_read == [0]


def test_a_client_that_asks_before_it_sends_is_told_not_to(world: World, bytes_read: list[int]) -> None:
    with connected(world.base_url) as connection:
        connection.sendall(head(world, f"content-length: {HUGE}", "expect: 100-continue"))
        assert answered(connection)[0] == 413
    assert bytes_read == [0]


def test_an_unannounced_body_is_read_up_to_the_limit(world: World, bytes_read: list[int]) -> None:
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    with connected(world.base_url) as connection:
        connection.sendall(head(world, "transfer-encoding: chunked"))
        with contextlib.suppress(OSError):  # it is cut off when it does not stop
            for _ in range(HUGE // 0x10000):
                connection.sendall(chunk)
        assert answered(connection)[0] == 413
    assert LARGEST_BODY < bytes_read[0] < 2 * (LARGEST_BODY + READ_AT_ONCE)  # as much is dropped afterwards


def test_the_largest_body_is_taken_and_whoever_sends_more_may_go_on(
    world: World, bytes_read: list[int]
) -> None:
    body = b'{"name": "n", "ai_provider_id": "openai", "key": "k"'
    body += b" " * (LARGEST_BODY - len(body) - 1) + b"}"
    with httpx.Client(base_url=world.base_url, trust_env=False) as client:
        headers = {"x-portkey-api-key": world.demo.keys["admin"]}
        assert client.post("/integrations", headers=headers, content=body).status_code == 200
        assert client.post("/integrations", headers=headers, content=body + b" ").status_code == 413
        assert client.get("/integrations", headers=headers).json()["total"] == 1
    assert bytes_read[0] >= LARGEST_BODY


def test_a_refused_client_that_goes_on_sending_is_cut_off(world: World, bytes_read: list[int]) -> None:
    with connected(world.base_url) as connection:
        connection.sendall(head(world, f"content-length: {10**12}", key="pk-wrong"))
        assert answered(connection)[0] == 401
        with pytest.raises(OSError, match=r"reset|[Bb]roken"):
            send_without_end(connection)
    assert bytes_read[0] < LARGEST_BODY + READ_AT_ONCE


def send_without_end(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"x" * LARGEST_BODY)


def with_httpx(url: str, key: str, file: Path) -> int:
    with file.open("rb") as body, httpx.Client(trust_env=False, timeout=60) as client:
        return client.post(url, headers={"x-portkey-api-key": key}, content=body).status_code


def with_curl(url: str, key: str, file: Path) -> int:
    if shutil.which("curl") is None:
        pytest.skip("needs curl")
    options = ("-X", "POST", "-H", f"x-portkey-api-key: {key}", "-T", str(file), "--max-time", "60")
    command = ["curl", "-s", "--noproxy", "*", "-o", os.devnull, "-w", "%{http_code}", *options, url]
    return int(subprocess.run(command, capture_output=True, check=False).stdout)  # noqa: S603


def with_node(url: str, key: str, file: Path) -> int:
    if shutil.which("node") is None:
        pytest.skip("needs Node")
    script = (
        "const [url, key, file] = process.argv.slice(1);"
        "const body = require('fs').readFileSync(file);"
        "fetch(url, {method: 'POST', headers: {'x-portkey-api-key': key}, body})"
        ".then(answer => answer.text().then(() => console.log(answer.status)))"
    )
    command = ["node", "-e", script, url, key, str(file)]
    return int(subprocess.run(command, capture_output=True, check=True).stdout)  # noqa: S603


@pytest.mark.parametrize("send", [with_httpx, with_curl, with_node])
@pytest.mark.parametrize("size", [LARGEST_BODY + 1, 5 * LARGEST_BODY, HUGE])
def test_clients_read_why_their_body_is_refused(
    world: World, bytes_read: list[int], tmp_path: Path, send: Any, size: int
) -> None:
    file = tmp_path / "body"
    with file.open("wb") as body:
        body.truncate(size)
    assert send(f"{world.base_url}/integrations", world.demo.keys["admin"], file) == 413
    assert bytes_read[0] < LARGEST_BODY + READ_AT_ONCE  # dropped, while it reads the answer


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400, id="TLS"),
        pytest.param(b"GET / HTTP/1.1\r\n\r\n", 400, id="no host"),
        pytest.param(b"GET /\x00 HTTP/1.1\r\nhost: x\r\n\r\n", 400, id="NUL"),
        pytest.param(b"GET / HTTP\r\nhost: x\r\n\r\n", 400, id="no version"),
        pytest.param(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n", 400, id="negative length"),
        pytest.param(
            b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
            400,
            id="two lengths",
        ),
        pytest.param(b"GET / HTTP/1.1\r\nhost: x\r\na b: c\r\n\r\n", 400, id="a blank in a name"),
        pytest.param(
            b"GET / HTTP/1.1\r\nhost: x\r\nx: " + b"y" * 10 * LARGEST_HEAD, 431, id="a header without end"
        ),
        pytest.param(b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * 3 * LARGEST_HEAD, 431, id="headers without end"),
        pytest.param(b"GET /" + b"x" * 10 * LARGEST_HEAD, 431, id="a path without end"),
    ],
)
def test_what_is_no_request_is_answered_with_the_documented_body(
    world: World, request_bytes: bytes, status: int
) -> None:
    with connected(world.base_url) as connection:
        with contextlib.suppress(OSError):
            connection.sendall(request_bytes)
        assert answered(connection)[0] == status
        assert is_closed(connection)


def test_a_body_that_breaks_off_in_nonsense_is_refused(world: World) -> None:
    with connected(world.base_url) as connection:
        connection.sendall(head(world, "transfer-encoding: chunked") + b"zz\r\n")
        assert answered(connection)[0] == 400
        assert is_closed(connection)
    with connected(world.base_url) as connection:  # and also after the answer
        connection.sendall(head(world, "transfer-encoding: chunked", key="pk-wrong"))
        assert answered(connection)[0] == 401
        connection.sendall(b"zz\r\n")
        assert is_closed(connection)


def test_nonsense_after_a_body_that_nobody_read_is_told_to_be_such(world: World) -> None:
    with connected(world.base_url) as connection:
        connection.sendall(head(world, "content-length: 10", method="GET"))
        response = http.client.HTTPResponse(connection)
        response.begin()
        assert (response.status, len(response.read()) > 0) == (200, True)
        connection.sendall(b"x" * 10 + b"NONSENSE\r\n\r\n")
        assert answered(connection)[0] == 400


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that waits for half a second only."""
    folder = tmp_path_factory.mktemp("bounds")
    with fresh_database(folder) as url, pytest.MonkeyPatch.context() as environment:
        environment.setenv(MASTER_KEY_VARIABLE, MASTER_KEY)
        with serving(folder, url, "--request-timeout", "0.5") as server:
            yield server
    assert "Traceback" not in server.errors.read_text()


def test_a_connection_on_which_nothing_comes_is_closed(hasty: Server) -> None:
    with connected(hasty.url) as connection:
        assert is_closed(connection)


@pytest.mark.parametrize("is_sent", ["the head", "the body", "the body in chunks"])
def test_a_request_that_comes_too_slowly_is_answered_so(hasty: Server, is_sent: str) -> None:
    start = f"POST /v1/integrations HTTP/1.1\r\nhost: x\r\nx-portkey-api-key: {hasty.key('admin')}\r\n"
    start += {
        "the head": "x: ",
        "the body": "content-length: 100000\r\n\r\n",
        "the body in chunks": "transfer-encoding: chunked\r\n\r\n",
    }[is_sent]
    piece = b"1\r\nx\r\n" if "chunks" in is_sent else b"x"
    with connected(hasty.url) as connection:
        connection.sendall(start.encode())
        connection.settimeout(0.02)
        while True:  # a piece now and then, until there is an answer
            with contextlib.suppress(TimeoutError):
                if connection.recv(1, socket.MSG_PEEK):
                    break
            connection.sendall(piece)
        connection.settimeout(60)
        status, document = answered(connection)
    assert (status, document["data"]["errorCode"]) == (408, "AB01")


def test_the_rest_of_a_refused_body_is_not_waited_for(hasty: Server) -> None:
    with connected(hasty.url) as connection:
        connection.sendall(b"POST /v1/integrations HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nx")
        assert answered(connection)[0] == 401
        assert is_closed(connection)


def test_slow_clients_keep_nobody_waiting_and_are_cut_off(hasty: Server) -> None:
    with hasty.client() as client:
        for number in range(100):  # together they are more than the kernel holds for a connection
            body = {
                "name": "n" * 80_000,
                "ai_provider_id": "openai",
                "key": "k",
                "slug": f"s{number}",
            }
            assert client.post("/integrations", json=body).status_code == 200
        before = open_sockets(hasty)
        slow = [socket.socket() for _ in range(8)]
        address = urlsplit(hasty.url)
        for connection in slow:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(60)
            connection.connect((address.hostname or "", address.port or 0))
            line = (
                f"GET /v1/integrations HTTP/1.1\r\nhost: x\r\nx-portkey-api-key: {hasty.key('admin')}\r\n\r\n"
            )
            connection.sendall(line.encode())
        assert client.get("/integrations/s1").status_code == 200
        while open_sockets(hasty) > before:
            assert client.get("/integrations/s1").status_code == 200
    for connection in slow:
        response = http.client.HTTPResponse(connection)
        with connection, pytest.raises((OSError, http.client.HTTPException)):
            read_all(response)


def open_sockets(server: Server) -> int:
    """Connections that the server has with its clients; others, to a database, are of another port."""
    port, established = f":{urlsplit(server.url).port:04X}", "01"
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    return sum(
        local.endswith(port) and state == established for _, local, _, state, *_ in map(str.split, lines)
    )


def read_all(response: http.client.HTTPResponse) -> None:
    response.begin()
    response.read()
