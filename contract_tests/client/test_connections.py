"""How many connections there are: one for calls in turn, one for each of those at once, 100 at most."""

from __future__ import annotations

import asyncio
import json
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from portkey_integrations import AsyncPortkey, ConfigurationError, Portkey

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


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_process_has_a_connection_of_its_own_and_its_parent_goes_on(server: Counting) -> None:
    with Portkey(api_key="k", base_url=server.url) as client:
        client.integrations.list()
        child = os.fork()
        if child == 0:  # pragma: no cover - in a process that is not measured
            status = 1
            try:
                client.integrations.list()
                client.close()
                status = 0
            finally:
                os._exit(status)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 0
        client.integrations.list()
    assert (server.calls, server.connections) == (3, 2)


def test_a_cancelled_task_leaves_the_client_usable(server: Counting) -> None:
    async def run() -> None:
        async with AsyncPortkey(api_key="k", base_url=server.url) as client:
            await client.integrations.list()
            server.released.clear()
            server.gather = server.calls + 20
            tasks = [asyncio.ensure_future(client.integrations.list()) for _ in range(20)]
            while server.calls < server.gather - 20 + 1:
                await asyncio.sleep(0.001)
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
            assert {type(one) for one in ended} <= {asyncio.CancelledError}
            server.gather = 1
            server.released.set()
            assert (await client.integrations.list()).total == 0
            lanes = [lane for one in client._connections._by_loop.values() for lane in one._lanes]
            assert {lane.calls for lane in lanes} == {0}

    asyncio.run(run())


def test_what_was_given_is_used_as_it_is_and_not_closed(server: Counting) -> None:
    with httpx.Client(headers={"x-mine": "1"}) as given:
        with Portkey(api_key="k", base_url=server.url, http_client=given) as client:
            client.integrations.list()
        assert not given.is_closed
        with pytest.raises(ConfigurationError, match="closed"):
            client.integrations.list()
        assert "x-portkey-api-key" not in given.headers


def test_a_proxy_of_the_environment_is_used(server: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.url.removesuffix("/v1"))
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with (
        pytest.warns(UserWarning, match="unencrypted"),
        Portkey(api_key="k", base_url="http://api.invalid/v1") as client,
    ):
        assert client.integrations.list().total == 0
    assert server.calls == 1


def test_a_transport_that_was_given_is_used_as_it_is_and_not_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(httpx.BaseTransport, "__module__", "openai")  # as importing that package does
    seen: list[str] = []

    class Mine(httpx.MockTransport):
        def close(self) -> None:
            seen.append("closed")

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.method)
        return httpx.Response(200, content=ANSWER)

    with Portkey(api_key="k", base_url="http://127.0.0.1/v1", transport=Mine(handler)) as client:
        client.integrations.list()
    assert seen == ["GET"]


def test_an_asynchronous_client_that_is_closed_says_so(server: Counting) -> None:
    async def run() -> None:
        client = AsyncPortkey(api_key="k", base_url=server.url)
        await client.integrations.list()
        await client.close()
        await client.close()
        with pytest.raises(ConfigurationError, match="closed"):
            await client.integrations.list()

    asyncio.run(run())
