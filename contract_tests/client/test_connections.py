"""How many connections there are: one for calls in turn, one for each of those at once, 100 at most."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from portkey_integrations import AsyncPortkey, Portkey

ANSWER = json.dumps({"object": "list", "total": 0, "data": []}).encode()


class Counting(ThreadingHTTPServer):
    """Answers lists once so many calls wait for it as it is told to gather."""

    request_queue_size = 256
    daemon_threads = True

    def __init__(self) -> None:
        self.connections = 0
        self.gather = 1
        self.released = threading.Event()
        self.lock = threading.Lock()
        self.calls = 0
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def called(self) -> None:
        with self.lock:
            self.calls += 1
            if self.calls >= self.gather:
                self.released.set()
        self.released.wait(30)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Counting

    def setup(self) -> None:
        super().setup()
        with self.server.lock:
            self.server.connections += 1

    def do_GET(self) -> None:
        self.server.called()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Counting]:
    with Counting() as counting:
        thread = threading.Thread(target=counting.serve_forever, args=(0.01,))
        thread.start()
        yield counting
        counting.released.set()
        counting.shutdown()
        thread.join()


def at_once(server: Counting, calls: int, *, asynchronous: bool) -> None:
    """So many calls of one client, begun together."""
    if asynchronous:

        async def run() -> None:
            async with AsyncPortkey(api_key="k", base_url=server.url) as client:
                await asyncio.gather(*(client.integrations.list() for _ in range(calls)))

        asyncio.run(run())
        return
    with Portkey(api_key="k", base_url=server.url) as client, ThreadPoolExecutor(calls) as threads:
        for done in [threads.submit(client.integrations.list) for _ in range(calls)]:
            done.result()


def test_calls_one_after_another_share_one_connection(server: Counting) -> None:
    with Portkey(api_key="k", base_url=server.url) as client:
        for _ in range(30):
            client.integrations.list()
    assert server.connections == 1


@pytest.mark.parametrize("asynchronous", [False, True], ids=["threads", "tasks"])
def test_calls_at_once_have_a_connection_each(server: Counting, asynchronous: bool) -> None:
    server.gather = 40
    at_once(server, 40, asynchronous=asynchronous)
    assert (server.calls, server.connections) == (40, 40)


@pytest.mark.parametrize("asynchronous", [False, True], ids=["threads", "tasks"])
def test_more_calls_than_connections_wait_for_one(server: Counting, asynchronous: bool) -> None:
    server.gather = 100
    at_once(server, 130, asynchronous=asynchronous)
    assert (server.calls, server.connections) == (130, 100)


def test_calls_at_once_leave_room_for_those_after_them(server: Counting) -> None:
    with Portkey(api_key="k", base_url=server.url) as client:
        for _ in range(3):
            with ThreadPoolExecutor(12) as threads:
                for done in [threads.submit(client.integrations.list) for _ in range(60)]:
                    done.result()
    assert server.calls == 180
    assert server.connections <= 12
