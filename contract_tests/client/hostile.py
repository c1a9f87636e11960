"""A server that answers by a script, byte by byte, and the seeded scripts of ten thousand wrong answers.

A case is a function of its number and the seed alone: the server finds the number in the path of a request,
and the test knows what has to come of it. Nothing here knows HTTP but the bytes that it writes.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gzip
import json
import random
import socket
import struct
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from portkey_integrations import (
    AnswerTooLargeError,
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    IncompleteAnswerError,
    NotFoundError,
    NotJSONError,
    RateLimitError,
    RedirectError,
    RequestError,
    ServerError,
    UnexpectedShapeError,
)

from client.contract import body_schema, is_valid

LARGEST = 64 * 1024
"""The bodies that the clients of these cases read at most."""
BOMB, GREAT_BOMB = (gzip.compress(b'"' + b"a" * size, 9) for size in (2_000_000, 20_000_000))
FIN, RESET, STALL, KEEP, ENDLESS, DRIP = "fin", "reset", "stall", "keep", "endless", "drip"


@dataclass
class Case:
    """What a server does with one request, and what a client has to make of it.

    Attributes:
        name: What is wrong, in words.
        writes: The bytes to write, one write each.
        end: What comes after them: `fin` and `reset` end the connection, `keep` leaves it for the next one,
            `stall` does nothing more, `endless` writes `more` for ever and `drip` now and then.
        raises: The exception to expect; None for the object.
        patience: Which client is to send it: `long` waits as long as any machine takes; `short` does not.
    """

    name: str
    writes: list[bytes]
    end: str = FIN
    more: bytes = b""
    raises: tuple[type[RequestError], ...] = ()
    patience: str = "long"
    body: dict[str, Any] = field(default_factory=dict)


def head(status: int = 200, *headers: str, reason: str = "Whatever", version: str = "1.1") -> bytes:
    return "\r\n".join([f"HTTP/{version} {status} {reason}", *headers, "", ""]).encode("latin-1")


def sized(content: bytes) -> str:
    return f"Content-Length: {len(content)}"


def chunked(dice: random.Random, content: bytes) -> bytes:
    parts = []
    while content:
        size = dice.randint(1, len(content))
        parts.append(b"%x%s\r\n%s\r\n" % (size, dice.choice([b"", b";a=b"]), content[:size]))
        content = content[size:]
    return b"".join(parts) + b"0\r\n\r\n"


def in_pieces(dice: random.Random, content: bytes) -> list[bytes]:
    cuts = sorted(dice.randrange(len(content) + 1) for _ in range(dice.choice([0, 0, 1, 3])))
    return [content[a:b] for a, b in zip([0, *cuts], [*cuts, len(content)], strict=True) if a < b]


def integration(dice: random.Random) -> dict[str, Any]:
    """A valid answer, each time another one."""
    return {
        "id": str(uuid.UUID(int=dice.getrandbits(128))),
        "organisation_id": str(uuid.UUID(int=1)),
        "ai_provider_id": dice.choice(["openai", "acme", "voyage"]),
        "name": "".join(dice.choice('aé日"\\/ \u2028') for _ in range(dice.randrange(20))),
        "status": dice.choice(["active", "archived"]),
        "created_at": "2026-01-01T00:00:00Z",
        "last_updated_at": None,
        "slug": "s",
        "object": "integration",
        "configurations": {},
        "x": dice.choice([1, 1.5, [], {"y": None}]),
    }


def whole(dice: random.Random, body: dict[str, Any], end: str = KEEP) -> bytes:
    """A right answer in one of the ways of framing it that HTTP has."""
    content = json.dumps(body, ensure_ascii=dice.random() < 0.5).encode()
    headers = ["Content-Type: application/json", *(["Connection: close"] if end == FIN else [])]
    if dice.random() < 0.3:
        headers, content = [*headers, "Content-Encoding: gzip"], gzip.compress(content)
    if dice.random() < 0.4:
        return head(200, *headers, "transfer-encoding: chunked") + chunked(dice, content)
    return head(200, *headers, sized(content)) + content


def _required_texts() -> list[str]:
    """The fields of an answer that the contract demands, and which are null nowhere."""
    schema = body_schema("retrieveIntegration", "response", 200)
    right = integration(random.Random(0))  # noqa: S311 - any will do
    assert is_valid(schema, right)
    rest = {name: {other: one for other, one in right.items() if other != name} for name in right}
    return [
        name
        for name in right
        if not (is_valid(schema, rest[name]) or is_valid(schema, {**right, name: None}))
    ]


REQUIRED_TEXTS = _required_texts()
Family = Callable[[random.Random], Case]
FAMILIES: list[tuple[int, Family]] = []


def family(weight: int) -> Callable[[Family], Family]:
    def add(make: Family) -> Family:
        FAMILIES.append((weight, make))
        return make

    return add


@family(20)
def right(dice: random.Random) -> Case:
    body = integration(dice)
    before = dice.choice([b"", b"", head(100), head(103, "Link: </a>") * 3])
    end = dice.choice([KEEP, KEEP, FIN])
    return Case("right", in_pieces(dice, before + whole(dice, body, end)), end, body=body)


@family(3)
def right_until_the_end_of_the_connection(dice: random.Random) -> Case:
    body = integration(dice)
    start = head(200, "Connection: close", version=dice.choice(["1.0", "1.1"]))
    return Case(
        "right, ended by the connection", in_pieces(dice, start + json.dumps(body).encode()), body=body
    )


@family(3)
def right_under_another_media_type(dice: random.Random) -> Case:
    body = integration(dice)
    content = json.dumps(body).encode()
    kind = dice.choice(["text/html", "application/octet-stream", "text/plain; charset=utf-16", ";;;", "\xff"])
    return Case(
        "right, of a wrong media type",
        [head(200, f"Content-Type: {kind}", sized(content)), content],
        KEEP,
        body=body,
    )


@family(14)
def cut(dice: random.Random) -> Case:
    answer = whole(dice, integration(dice))
    at = dice.randrange(len(answer))
    within = answer.find(b"\r\n\r\n") + 4 <= at
    raises = IncompleteAnswerError if within else APIConnectionError
    return Case(f"cut at {at}", in_pieces(dice, answer[:at]), FIN, raises=(raises,))


@family(10)
def reset(dice: random.Random) -> Case:
    answer = whole(dice, integration(dice))
    at = dice.randrange(len(answer))
    return Case(f"reset at {at}", [answer[:at]], RESET, raises=(APIConnectionError, IncompleteAnswerError))


@family(2)
def cut_without_a_length(dice: random.Random) -> Case:
    content = json.dumps(integration(dice)).encode()
    at = dice.randrange(len(content))
    return Case("cut, without a length", [head(200), content[:at]], raises=(NotJSONError,))


@family(4)
def stall(dice: random.Random) -> Case:
    answer = whole(dice, integration(dice))
    at = dice.randrange(len(answer))
    return Case(f"stall at {at}", [answer[:at]], STALL, raises=(APITimeoutError,), patience="short")


@family(1)
def drip(dice: random.Random) -> Case:
    start, more = dice.choice(
        [(b"HTTP/1.1 200 OK\r\nX-A: ", b"a"), (head(200, "Content-Length: 60000"), b" "), (b"", head(103))]
    )
    return Case("a byte now and then", [start], DRIP, more, raises=(APITimeoutError,), patience="short")


@family(1)
def endless_news(dice: random.Random) -> Case:
    return Case("endless 1xx", [], ENDLESS, head(102) * 50, raises=(APITimeoutError,), patience="short")


@family(5)
def wrong_length(dice: random.Random) -> Case:
    content = json.dumps(integration(dice)).encode()
    length, raises = dice.choice(
        [
            (str(len(content) + dice.randint(1, 9999)), IncompleteAnswerError),
            (str(dice.randrange(len(content))), NotJSONError),
            ("-1", APIConnectionError),
            ("0x10", APIConnectionError),
            ("", APIConnectionError),
            ("12, 13", APIConnectionError),
            ("1" * 30, APIConnectionError),
            (str(LARGEST * 99), AnswerTooLargeError),
        ]
    )
    return Case(
        f"length {length}",
        [head(200, "Connection: close", f"Content-Length: {length}"), content],
        raises=(raises,),
    )


@family(5)
def wrong_chunks(dice: random.Random) -> Case:
    content = json.dumps(integration(dice)).encode()
    right = b"%x\r\n%s\r\n" % (len(content), content)
    wrong = dice.choice(
        [
            b"zz\r\n",
            b"-5\r\nabc",
            b"5\r\nabcdefgh\r\n",
            b"f" * 40 + b"\r\n",
            right[:-2] + b"xx",
            b"\0",
            right + b"0\r\n",
        ]
    )
    start = head(200, "Transfer-Encoding: chunked")
    return Case("wrong chunks", [start + wrong], raises=(APIConnectionError, IncompleteAnswerError))


@family(4)
def endless_body(dice: random.Random) -> Case:
    start, more = dice.choice(
        [
            (head(200, "Transfer-Encoding: chunked"), b"1000\r\n" + b" " * 4096 + b"\r\n"),
            (head(200), b"[" * 4096),
            (head(200, "Content-Encoding: gzip"), BOMB),
        ]
    )
    return Case("endless body", [start], ENDLESS, more, raises=(AnswerTooLargeError,))


@family(1)
def endless_body_of_an_error(dice: random.Random) -> Case:
    return Case("endless body of an error", [head(404)], ENDLESS, b"a" * 4096, raises=(NotFoundError,))


@family(1)
def stalled_body_of_an_error(dice: random.Random) -> Case:
    start = head(404, "Content-Length: 100") + b'{"message"'
    return Case("stalled body of an error", [start], STALL, raises=(NotFoundError,), patience="medium")


@family(2)
def cut_body_of_an_error(dice: random.Random) -> Case:
    status, raises = dice.choice([(404, NotFoundError), (500, ServerError), (429, RateLimitError)])
    start = head(status, "Content-Length: 100") + b'{"message": "a'
    return Case("cut body of an error", [start], dice.choice([FIN, FIN]), raises=(raises,))


@family(2)
def endless_headers(dice: random.Random) -> Case:
    return Case(
        "endless headers",
        [b"HTTP/1.1 200 OK\r\n"],
        ENDLESS,
        b"X-A: " + b"a" * 4000 + b"\r\n",
        raises=(APIConnectionError,),
    )


@family(1)
def oversized_header(dice: random.Random) -> Case:
    return Case(
        "oversized header", [b"HTTP/1.1 200 OK\r\nX-A: "], ENDLESS, b"a" * 4096, raises=(APIConnectionError,)
    )


@family(7)
def redirect(dice: random.Random) -> Case:
    location = dice.choice(
        ["/v1/other", "https://elsewhere.example/v1", "//elsewhere.example", "http://u:p@elsewhere.example/?a#b",
         "", "http://[", "javascript:alert(1)", "http://\xff", "/v1/integrations/itself", "ftp://x", "\x7f"]
    )  # fmt: skip
    status = dice.choice([300, 301, 302, 303, 304, 305, 307, 308])
    headers = [f"Location: {location}"] if dice.random() < 0.9 else []
    return Case(
        f"redirect to {location!r}",
        [head(status, *headers, "Content-Length: 0")],
        KEEP,
        raises=(RedirectError,),
    )


@family(5)
def refused(dice: random.Random) -> Case:
    status, raises = dice.choice(
        [
            (429, RateLimitError),
            (500, ServerError),
            (501, ServerError),
            (503, ServerError),
            (404, NotFoundError),
            (418, APIStatusError),
        ]
    )
    wait = dice.choice(
        ["1", "0", "-1", "soon", "1e999", "Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 99 Foo 0000", "\xb2"]
    )
    content = dice.choice(
        [b"", b'{"success": false, "data": {"message": "a\\u001b[31m\\n"}}', b"\xff", b"[]", b"[" * 9999]
    )
    return Case(
        f"{status}, wait {wait!r}",
        [head(status, f"Retry-After: {wait}", sized(content)), content],
        KEEP,
        raises=(raises,),
    )


@family(5)
def no_http(dice: random.Random) -> Case:
    line = dice.choice(
        [b"", b"\0" * 50, b"HTTP/1.1 \r\n\r\n", b"HTTP/1.1 abc OK\r\n\r\n", b"HTTP/9 200 OK\r\n\r\n",
         b"SSH-2.0-x\r\n", b"HTTP/1.1 20 OK\r\n\r\n", b"HTTP/1.1 2000 OK\r\n\r\n", b"{}", b"\x15\x03\x01",
         b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", b"HTTP/1.1 200 OK\r\n: empty\r\n\r\n",
         b"HTTP/1.1 200 OK\r\nA b: c\r\n\r\n", b"\r\n" * 5]
    )  # fmt: skip
    return Case(f"not HTTP: {line[:20]!r}", [line], raises=(APIConnectionError,))


@family(2)
def noise(dice: random.Random) -> Case:
    return Case("noise", [dice.randbytes(dice.randrange(400))], raises=(APIConnectionError,))


@family(4)
def wrong_compression(dice: random.Random) -> Case:
    content = gzip.compress(json.dumps(integration(dice)).encode())
    encoding, content = dice.choice(
        [
            ("gzip", content[: dice.randrange(1, len(content))]),
            ("gzip", content + b"trailing"),
            ("gzip", b"\x1f\x8b" + dice.randbytes(50)),
            ("gzip", b"{}"),
            ("br", content),
            ("gzip, gzip", gzip.compress(content)),
            ("", content),
        ]
    )
    start = head(200, f"Content-Encoding: {encoding}", sized(content))
    return Case(f"wrongly compressed: {encoding}", [start, content], KEEP, raises=(NotJSONError,))


@family(2)
def bomb(dice: random.Random) -> Case:
    content = dice.choice([BOMB, BOMB, BOMB, GREAT_BOMB])
    start = head(200, "Content-Encoding: gzip", sized(content))
    return Case("compressed bomb", [start, content], KEEP, raises=(AnswerTooLargeError,))


@family(8)
def wrong_shape(dice: random.Random) -> Case:
    body = integration(dice)
    for name in dice.sample(REQUIRED_TEXTS, dice.randint(1, 3)):
        if dice.random() < 0.5:
            del body[name]
        else:
            body[name] = dice.choice([None, 1, 1.5, True, [], {}])
    wrong: Any = dice.choice([body, body, body, [body], None, "text", 1, [], {"data": body}])
    content = json.dumps(wrong).encode()
    return Case("wrong shape", [head(200, sized(content)), content], KEEP, raises=(UnexpectedShapeError,))


@family(5)
def no_json(dice: random.Random) -> Case:
    right = json.dumps(integration(dice)).encode()
    no_values = [
        b"NaN",
        b"-Infinity",
        b"\xff",
        b"1" * 5000,
        b"01",
        b'"\n"',
        b"nul",
        b"'a'",
        b'"\\x"',
        b",",
        b"+1",
    ]
    content = dice.choice(
        [b"", b"<html>", right[:-1], right + b"}", b"\xef\xbb\xbf" + right, right.decode().encode("utf-16"),
         b"[" * 60_000, b'{"a":' * 9_000, right + b"\0", *(right.replace(b"null", one) for one in no_values)]
    )  # fmt: skip
    return Case(
        f"not JSON: {content[:9]!r}", [head(200, sized(content)), content], KEEP, raises=(NotJSONError,)
    )


@family(1)
def nothing_where_an_object_belongs(dice: random.Random) -> Case:
    status = dice.choice([204, 205, 206])
    return Case(
        f"{status}",
        [head(status, *([] if status == 204 else ["Content-Length: 0"]))],
        KEEP,
        raises=(NotJSONError,),
    )


@family(1)
def another_protocol(dice: random.Random) -> Case:
    return Case(
        "101", [head(101, "Upgrade: x", "Connection: upgrade")], raises=(APIStatusError, APIConnectionError)
    )


@functools.lru_cache(maxsize=2048)
def case(seed: int, number: int) -> Case:
    dice = random.Random(f"{seed}/{number}")  # noqa: S311 - to be the same again, not to be secret
    (make,) = dice.choices([make for _, make in FAMILIES], [weight for weight, _ in FAMILIES])
    return make(dice)


class _Connection(asyncio.Protocol):
    def __init__(self, server: Server) -> None:
        self._server = server
        self._got = b""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._server.connections += 1
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def data_received(self, data: bytes) -> None:
        self._got += data
        start, end, rest = self._got.partition(b"\r\n\r\n")
        if not end:
            return
        lengths = [
            int(line.partition(b":")[2])
            for line in start.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        ]
        if len(rest) < sum(lengths):
            return
        self._got = b""
        self._server.requests.append(start + end + rest)
        task = asyncio.get_running_loop().create_task(self._answer(self._server.answer(start + end + rest)))
        self._server.tasks.add(task)
        task.add_done_callback(self._server.tasks.discard)

    async def _answer(self, case: Case) -> None:
        transport = self._transport
        for one in case.writes:
            transport.write(one)
            await asyncio.sleep(0)
        if case.end == RESET:
            linger = struct.pack("ii", 1, 0)
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            transport.abort()
        elif case.end == FIN:
            transport.close()
        while case.end in (ENDLESS, DRIP) and not transport.is_closing():
            if transport.get_write_buffer_size() < LARGEST:
                transport.write(case.more)
            await asyncio.sleep(0.01 if case.end == DRIP or transport.get_write_buffer_size() else 0)


class Server:
    """Listens on a port of loopback, in a thread of its own.

    Attributes:
        requests: What was received, whole requests as bytes.
        connections: How many there were.
    """

    def __init__(self, answer: Callable[[bytes], Case]) -> None:
        self.answer = answer
        self.requests: list[bytes] = []
        self.connections = 0
        self.tasks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._listening = self._loop.run_until_complete(
            self._loop.create_server(lambda: _Connection(self), "127.0.0.1", 0, backlog=512)
        )
        self.port = self._listening.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/v1"
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._listening.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()


@contextlib.contextmanager
def serving(answer: Callable[[bytes], Case]) -> Iterator[Server]:
    server = Server(answer)
    try:
        yield server
    finally:
        server.close()
