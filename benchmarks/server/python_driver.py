"""The load of one row in Python, in a process of its own: as wrk makes it, with nothing but asyncio.

    python python_driver.py PORT SECONDS CONNECTIONS METHOD PATH BODY KEY COUNT SALT

Prints a JSON object: how many requests, in how many seconds, the latencies in ms, and how many were refused.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from itertools import count


class Connection(asyncio.Protocol):
    """Sends a request as soon as the last one was answered."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._buffer = b""
        self._missing: int | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def _send(self) -> None:
        self._started = time.perf_counter()
        self._transport.write(self._load.next_request())

    def data_received(self, data: bytes) -> None:
        if self._missing is None:
            self._buffer += data
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self._buffer[:end].lower()
            length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
            self._status = int(head[9:12])
            self._missing = length - (len(self._buffer) - end - 4)
        else:
            self._missing -= len(data)
        if self._missing <= 0:
            self._buffer, self._missing = b"", None
            self._load.answered(self._status, time.perf_counter() - self._started)
            self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        self._load.broken += not self._load.is_over


class Load:
    """What is sent, and what came of it."""

    def __init__(self, method: str, path: str, body: str, key: str, rows: int, salt: str) -> None:
        self._method, self._path, self._body, self._key = method, path, body, key
        self._rows, self._salt = rows, salt
        self._random, self._numbers = random.Random(1), count(1)  # noqa: S311 - a load, no secret
        self.latencies: list[float] = []
        self.refused = self.broken = 0
        self.is_over = False

    def next_request(self) -> bytes:
        """The bytes of a request: {n} is an integration by chance, {new} was never sent before."""
        body = self._filled(self._body)
        head = f"{self._method} {self._filled(self._path)} HTTP/1.1\r\nhost: 127.0.0.1\r\n"
        head += f"x-portkey-api-key: {self._key}\r\n"
        if body:
            head += f"content-type: application/json\r\ncontent-length: {len(body)}\r\n"
        return f"{head}\r\n{body}".encode()

    def _filled(self, text: str) -> str:
        if "{n}" in text:
            text = text.replace("{n}", str(self._random.randint(1, self._rows)))
        return text.replace("{new}", f"{self._salt}-{next(self._numbers)}") if "{new}" in text else text

    def answered(self, status: int, seconds: float) -> None:
        """Notes an answer."""
        self.latencies.append(seconds)
        self.refused += status > 399


async def run(port: int, seconds: float, connections: int, load: Load) -> dict[str, float]:
    """The figures of a load of so many seconds."""
    loop = asyncio.get_running_loop()
    started = time.perf_counter()
    opened = [
        await loop.create_connection(lambda: Connection(load), "127.0.0.1", port) for _ in range(connections)
    ]
    await asyncio.sleep(seconds)
    taken = time.perf_counter() - started
    load.is_over = True
    latencies = sorted(load.latencies)
    for transport, _ in opened:
        transport.abort()

    def percentile(of: int) -> float:
        return round(latencies[min(len(latencies) - 1, len(latencies) * of // 100)] * 1000, 3)

    return {
        "requests": len(latencies),
        "seconds": round(taken, 6),
        "p50": percentile(50) if latencies else 0,
        "p99": percentile(99) if latencies else 0,
        "refused": load.refused,
        "broken": load.broken,
    }


def main() -> None:
    port, seconds, connections, method, path, body, key, rows, salt = sys.argv[1:]
    load = Load(method, path, body, key, int(rows), salt)
    print(json.dumps(asyncio.run(run(int(port), float(seconds), int(connections), load))))


if __name__ == "__main__":
    main()
