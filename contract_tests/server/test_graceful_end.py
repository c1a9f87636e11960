"""A server that is told to end answers every request that was sent before, and takes no other."""

from __future__ import annotations

import json
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from portkey_reference_server.storage import open_store
from sqlalchemy import text

from .api import LONG_SECRET
from .processes import Server, serving

SENT, LISTED = 12, 6
"""Requests that wait for a lock when the signal comes, and those that are not even read then."""


class Client:
    """A connection of its own."""

    def __init__(self, server: Server) -> None:
        address = urlsplit(server.url)
        self._key = server.key("admin")
        self.socket = socket.create_connection((address.hostname or "", address.port or 0), timeout=60)

    def close(self) -> None:
        self.socket.close()

    def send(self, method: str, path: str, body: bytes = b"") -> None:
        head = [f"{method} /v1{path} HTTP/1.1", "host: x", f"x-portkey-api-key: {self._key}"]
        head += [f"content-length: {len(body)}", "", ""]
        self.socket.sendall("\r\n".join(head).encode() + body)

    def create(self, slug: str) -> None:
        body = {"name": slug, "slug": slug, "ai_provider_id": "openai", "key": LONG_SECRET}
        self.send("POST", "/integrations", json.dumps(body).encode())

    def status(self) -> int:
        """The status of an answer that is read to its end."""
        response = HTTPResponse(self.socket)
        response.begin()
        json.loads(response.read())
        return response.status


@pytest.fixture(params=[1, 4])
def server(request: pytest.FixtureRequest, tmp_path: Path, database_url: str) -> Iterator[Server]:
    with serving(tmp_path, database_url, "--workers", str(request.param)) as server:
        yield server


def until_refused(server: Server) -> None:
    while True:
        try:
            Client(server).close()
        except ConnectionRefusedError:
            return
        except OSError:
            continue


def test_requests_sent_before_the_signal_are_answered_and_new_ones_refused(
    server: Server, tmp_path: Path, database_url: str
) -> None:
    def connected(number: int) -> list[Client]:
        return [Client(server) for _ in range(number)]

    kept_alive, waiting = connected(LISTED), connected(SENT)
    for client in kept_alive:
        client.send("GET", "/integrations")
        assert client.status() == 200
    holder = open_store(database_url, create=False)
    with holder.write() as session:
        session.execute(text("UPDATE organisations SET name = name"))  # so that no write comes to its end
        for number, client in enumerate(waiting):
            client.create(f"waiting-{number}")
        processes = [server.process.pid, *server.workers()]
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        unread = connected(LISTED)  # the kernel takes them, and their requests
        for number, client in enumerate([*kept_alive, *unread]):
            client.create(f"unread-{number}")
        server.process.terminate()
        for process in processes:
            os.kill(process, signal.SIGCONT)
        until_refused(server)
    holder.close()
    for client in [*waiting, *kept_alive, *unread]:
        with closing(client):
            assert client.status() == 200
    assert server.process.wait(timeout=60) == 0
    assert "Traceback" not in server.errors.read_text()
    with serving(tmp_path, database_url) as again, again.client() as http:
        stored = {one["slug"] for one in http.get("/integrations").json()["data"]}
    assert stored == {f"waiting-{n}" for n in range(SENT)} | {f"unread-{n}" for n in range(2 * LISTED)}


def test_a_request_of_which_half_was_sent_is_answered_when_the_rest_comes(
    server: Server, database_url: str
) -> None:
    body = json.dumps({"name": "n", "ai_provider_id": "openai", "key": LONG_SECRET}).encode()
    request = (
        f"POST /v1/integrations HTTP/1.1\r\nhost: x\r\nx-portkey-api-key: {server.key('admin')}\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    ).encode() + body
    clients = [Client(server) for _ in range(2)]
    cuts = (30, len(request) - 10)  # in the head and in the body
    for client, cut in zip(clients, cuts, strict=True):
        client.socket.sendall(request[:cut])
    server.process.terminate()
    until_refused(server)
    for client, cut in zip(clients, cuts, strict=True):
        with closing(client):
            client.socket.sendall(request[cut:])
            assert client.status() == 200
    assert server.process.wait(timeout=60) == 0
