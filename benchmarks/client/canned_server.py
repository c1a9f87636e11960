"""Answers every request at once with bytes that were made before: what is measured is the client alone.

    python canned_server.py FOLDER     prints its port; ends when its standard input does

FOLDER has the bodies: `detail.json` for an integration, `acknowledgement.json` for what is not a GET.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path


def answer(body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


class Canned(asyncio.Protocol):
    """One connection, kept open; requests come one after another."""

    def __init__(self, detail: bytes, acknowledgement: bytes) -> None:
        self._detail, self._acknowledgement = answer(detail), answer(acknowledgement)
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            size = end + 4 + self._length_of_body(self._received[:end])
            if len(self._received) < size:
                return
            is_get = self._received.startswith(b"GET")
            self._received = self._received[size:]
            self._transport.write(self._detail if is_get else self._acknowledgement)

    def _length_of_body(self, head: bytes) -> int:
        _, found, rest = head.lower().partition(b"content-length:")
        return int(rest.partition(b"\r\n")[0]) if found else 0


async def serve(folder: Path) -> None:
    loop = asyncio.get_running_loop()
    detail = (folder / "detail.json").read_bytes()
    acknowledgement = (folder / "acknowledgement.json").read_bytes()
    server = await loop.create_server(lambda: Canned(detail, acknowledgement), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
