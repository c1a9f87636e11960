"""`make fuzz-server`: valid, wrong and hostile requests, many and fast, and what may not come of them.

Players send from several processes, each over connections of its own, what follows from the seed. Nothing
that they send may be answered with 5xx, or with an error that has not the documented body, or with a secret
that was sent; no proper request may stay without an answer. Afterwards the log holds no traceback and no
error, the memory of the server has not grown beyond a bound, its own count of answers holds no 5xx, and
`serve check` finds nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import os
import queue
import socket
import statistics
import struct
import sys
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from random import Random, SystemRandom
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

import httpx
from portkey_reference_server.master_keys import MASTER_KEY_VARIABLE
from portkey_reference_server.sqlite import KIB_FOR_GLANCES, POOLED
from postgres import NoPostgresError, private_cluster

from .databases import MASTER_KEY
from .fuzz_requests import CANARY, INTEGRATION, WORKSPACE, Operation, no_http, operations, query, slug
from .processes import Server, ended, serving

MOST_GROWTH = 32 * 1024 * 1024
"""Bytes by which the memory of one process may grow from the second tenth of a run to its last, besides what
SQLite keeps of a file that grows: no more than `CACHES`, nor than the file."""
CACHES = (KIB_FOR_GLANCES + POOLED * 2000) * 1024
PLAYERS_OF_A_PROCESS = 4
_MOST_OWNED = 6
_MOST_TOLD = 5
_SECONDS_FOR_AN_ANSWER = 60
_SECONDS_BETWEEN_LOOKS = 0.05
_CLIENT_ERRORS = frozenset({400, 401, 402, 403, 404, 405, 408, 409, 413, 414, 415, 417, 429, 431})
_KINDS = {
    "good": 50,
    "bad": 24,
    "no http": 6,
    "half": 3,
    "unread": 2,
    "pipelined": 4,
    "page": 8,
    "odd method": 3,
}
_PAGES = [
    *(
        "/",
        "/healthz",
        "/readyz",
        "/metrics",
        "/docs",
        "/_console/audit?page_size=5",
        "/_console/report",
        "/console/",
    ),
    *(
        "/console/nothing.js",
        "/console/..%2f..%2fapp.py",
        "/console/%00",
        "/_console/nothing",
        "/v1",
        "/v1/",
        "//",
        "/%",
    ),
    *(
        "/metrics?name[]=%ff",
        "/v1/integrations/",
        "/v1/nothing",
        "/_control/reset",
        "http://elsewhere/v1/integrations",
    ),
]
_METHODS = ["HEAD", "OPTIONS", "PATCH", "TRACE", "CONNECT", "PUT", "DELETE", "POST", "NONSENSE", "get"]


class WrongError(AssertionError):
    """The server did what it may not do."""


class ClosedError(Exception):
    """The server closed the connection."""


@dataclass(frozen=True)
class Game:
    """What all players know."""

    host: str
    port: int
    seed: int
    keys: dict[str, str] = field(repr=False)
    workspaces: list[str]


@dataclass
class Report:
    """What a player saw."""

    sent: Counter[str] = field(default_factory=Counter)
    """By kind of request."""
    answered: Counter[str] = field(default_factory=Counter)
    """By kind or operation, and status."""
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Report) -> None:
        self.sent += other.sent
        self.answered += other.answered
        self.wrong += other.wrong


@dataclass(frozen=True)
class Answer:
    status: int
    head: bytes
    body: bytes

    @property
    def ends_connection(self) -> bool:
        return b"\r\nconnection: close" in self.head


class Connection:
    """A socket that requests are written to as they are."""

    def __init__(self, game: Game) -> None:
        self._socket = socket.create_connection((game.host, game.port), timeout=_SECONDS_FOR_AN_ANSWER)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = b""

    def send(self, data: bytes) -> None:
        try:
            self._socket.sendall(data)
        except OSError as error:
            raise ClosedError from error

    def end_sending(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)

    def reset(self) -> None:
        """Ends the connection as a client does that dies."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def close(self) -> None:
        self._socket.close()

    def answer(self, *, to_head: bool = False) -> Answer:
        """The next answer; raises `ClosedError` where the connection ends before it does."""
        status = 100
        while status < 200:
            head, _, self._received = self._until(b"\r\n\r\n").partition(b"\r\n\r\n")
            head = head.lower()
            status = int(head[9:12])
        length = 0
        if not to_head and (at := head.find(b"\r\ncontent-length: ")) >= 0:
            length = int(head[at + 18 :].partition(b"\r\n")[0])
        while len(self._received) < length:
            self._receive()
        body, self._received = self._received[:length], self._received[length:]
        return Answer(status, head, body)

    def _until(self, end: bytes) -> bytes:
        while end not in self._received:
            self._receive()
        return self._received

    def _receive(self) -> None:
        try:
            data = self._socket.recv(262_144)
        except TimeoutError as error:
            raise WrongError("no answer came") from error
        except OSError as error:
            raise ClosedError from error
        if not data:
            raise ClosedError
        self._received += data


class Player:
    """One sequence of requests, which follows from the seed and the player's number."""

    def __init__(self, game: Game, pool: list[Operation], number: int) -> None:
        self._game = game
        self._random = Random(f"{game.seed}/{number}")  # noqa: S311 - chooses what to send, guards nothing
        self._pool = pool
        self._removals = {one.kind: one for one in pool if one.removes_one}
        self._creations = {one.kind: one for one in pool if one.makes_one}
        self._own: dict[str, deque[str]] = {one.kind: deque() for one in pool}
        self._connection: Connection | None = None
        self._keys = [*game.keys.values(), "", "x", "pk-" + "w" * 43, "\x1b[31m", "é", "k" * 5000]
        self.report = Report()

    def play(self, requests: int, done: Synchronized[int]) -> None:
        """Sends so many requests."""
        kinds, weights = list(_KINDS), list(_KINDS.values())
        number = 0
        while number < requests:
            [kind] = self._random.choices(kinds, weights)
            count = self._random.randrange(2, 6) if kind == "pipelined" else 1
            self.report.sent[kind] += count
            number += count
            try:
                self._turn(kind, count)
            except WrongError as wrong:
                self.report.wrong.append(f"request {number} ({kind}): {wrong}")
                self._hang_up()
            with done.get_lock():
                done.value += count
        for kind, owned in self._own.items():
            for one in owned:
                self._exchange(self._request(self._removals[kind], one, good=True), kind)
        self._hang_up()

    def _turn(self, kind: str, count: int) -> None:
        random = self._random
        match kind:
            case "good" | "bad":
                self._call(good=kind == "good")
            case "pipelined":
                requests = [self._read_request() for _ in range(count)]
                self._expect_answers(b"".join(requests), kind, [False] * count)
            case "page":
                page = random.choice(_PAGES).encode()
                self._exchange(self._head(b"GET", page) + b"\r\n", kind)
            case "odd method":
                method = random.choice(_METHODS)
                operation = random.choice(self._pool)
                path = "/v1" + operation.path.replace("{slug}", "x")
                request = self._head(method.encode(), path.encode()) + b"content-length: 2\r\n\r\n{}"
                self._exchange(request, kind, to_head=method == "HEAD")
            case "no http":
                self._without_http(no_http(random, self._head(b"POST", b"/v1/integrations")))
            case "half":
                request = self._read_request() if random.random() < 0.3 else self._write_request()
                self._hang_up()
                with contextlib.suppress(ClosedError):
                    self._connected().send(request[: random.randrange(len(request))])
                self._hang_up(reset=random.random() < 0.5)
            case "unread":
                self._connected().send(self._read_request())
                self._hang_up(reset=True)

    def _call(self, *, good: bool) -> None:
        """A call of an operation; what it makes is removed again."""
        operation = self._random.choice(self._pool)
        owned = self._own[operation.kind]
        if operation.makes_one and len(owned) >= _MOST_OWNED:
            operation = self._removals[operation.kind]
        elif good and not owned and "{slug}" in operation.path:
            operation = self._creations[operation.kind]
        named = slug(self._random, owned, good=good)
        if operation.removes_one and owned and good:
            named = owned.popleft()
        answer = self._exchange(self._request(operation, named, good=good), operation.id)
        if answer is not None and operation.makes_one and answer.status == 200:
            owned.append(json.loads(answer.body)["slug"])

    def _read_request(self) -> bytes:
        operation = self._random.choice([one for one in self._pool if one.method == "GET"])
        return self._request(operation, slug(self._random, self._own[operation.kind], good=True), good=True)

    def _write_request(self) -> bytes:
        operation = self._random.choice([one for one in self._pool if one.method == "PUT"])
        return self._request(operation, slug(self._random, self._own[operation.kind], good=False), good=False)

    def _request(self, operation: Operation, named: str, *, good: bool) -> bytes:
        random = self._random
        asked = query(random, operation, self._game.workspaces, good=good)
        path = f"/v1{operation.path.replace('{slug}', named)}{asked}"
        body = random.choice(operation.good if good else operation.bad)
        if b"@" in body:
            integrations = self._own["integrations"]
            integration = random.choice(integrations) if integrations else "nothing"
            body = body.replace(WORKSPACE.encode(), random.choice(self._game.workspaces).encode())
            body = body.replace(INTEGRATION.encode(), integration.encode())
        head = self._head(operation.method.encode(), path.encode(), good=good)
        if body or operation.method in ("POST", "PUT"):
            head += b"content-length: %d\r\n" % len(body)
        return head + b"\r\n" + body

    def _head(self, method: bytes, path: bytes, *, good: bool = True) -> bytes:
        admin = self._random.random() < (0.9 if good else 0.6)
        key = self._game.keys["admin"] if admin else self._random.choice(self._keys)
        return b"%s %s HTTP/1.1\r\nhost: x\r\nx-portkey-api-key: %s\r\n" % (method, path, key.encode())

    def _exchange(self, request: bytes, name: str, *, to_head: bool = False) -> Answer | None:
        """Sends a request; its answer, or None where it is none that has to be answered with care."""
        return self._expect_answers(request, name, [to_head])

    def _expect_answers(self, request: bytes, name: str, to_head: list[bool]) -> Answer | None:
        answer = None
        try:
            connection = self._connected()
            connection.send(request)
            for one in to_head:
                answer = connection.answer(to_head=one)
                self.judge(answer, name, request)
                if answer.ends_connection:
                    self._hang_up()
                    break
        except ClosedError as error:
            raise WrongError(f"the connection ended without an answer to {_short(request)}") from error
        return answer

    def _without_http(self, data: bytes) -> None:
        """Sends what may be no request: there may be no answer, but no wrong one."""
        self._hang_up()
        connection = self._connected()
        with contextlib.suppress(ClosedError):
            with contextlib.suppress(ClosedError):
                connection.send(data)
                connection.end_sending()
            while True:
                self.judge(connection.answer(), "no http", data)
        self._hang_up()

    def judge(self, answer: Answer, name: str, request: bytes) -> None:
        """Notes an answer; raises `WrongError` for one that may not be."""
        self.report.answered[f"{name} {answer.status}"] += 1
        if CANARY.encode() in answer.body or CANARY.encode() in answer.head:
            raise WrongError(f"a secret that was sent is in the answer to {_short(request)}")
        if answer.status < 400:
            return
        if answer.status not in _CLIENT_ERRORS:
            raise WrongError(f"{answer.status} {answer.body!r} to {_short(request)}")
        if request.startswith(b"HEAD"):
            return
        try:
            document = json.loads(answer.body)
            is_documented = document["success"] is False and {"message", "errorCode"} == set(document["data"])
        except (ValueError, KeyError, TypeError):
            is_documented = False
        if not is_documented or b"\r\nx-portkey-trace-id: " not in answer.head:
            raise WrongError(
                f"{answer.status} without the documented body, {answer.body!r}, to {_short(request)}"
            )

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = Connection(self._game)
        return self._connection

    def _hang_up(self, *, reset: bool = False) -> None:
        if self._connection is not None:
            if reset:
                self._connection.reset()
            else:
                self._connection.close()
        self._connection = None


def _short(request: bytes) -> str:
    text = repr(request)
    return text if len(text) < 1200 else f"{text[:1200]}… ({len(request)} bytes)"


def _play(game: Game, first: int, players: int, requests: int, done: Synchronized[int], told: Any) -> None:
    """One process of players."""
    report, pool = Report(), operations(game.seed)

    def play(number: int) -> None:
        player = Player(game, pool, number)
        try:
            player.play(requests, done)
        except BaseException as error:
            player.report.wrong.append(f"player {number} failed: {error!r}")
        player.report.wrong[:] = [f"player {number}, {one}" for one in player.report.wrong]
        reports.append(player.report)

    reports: list[Report] = []
    threads = [threading.Thread(target=play, args=(first + n,)) for n in range(players)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in reports:
        report.add(one)
    told.put(report)


@dataclass
class Memory:
    """How much memory the processes of a server had at which moment of a run."""

    requests: int
    looks: list[tuple[int, int]] = field(default_factory=list)

    def look(self, done: int, processes: list[int]) -> None:
        with contextlib.suppress(OSError, ValueError):
            pages = sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in processes)
            self.looks.append((done, pages * os.sysconf("SC_PAGESIZE")))

    def of_tenth(self, number: int) -> float:
        """The median of one tenth of the run, from 1 to 10; of the nearest look where there is none in it."""
        low, high = (number - 1) * self.requests / 10, number * self.requests / 10
        found = [memory for done, memory in self.looks if low <= done <= high]
        return statistics.median(found or [min(self.looks, key=lambda look: abs(look[0] - high))[1]])


@dataclass(frozen=True)
class Outcome:
    """What came of a run."""

    report: Report
    seconds: float
    memory: Memory
    database_bytes: int | None


def run(requests: int, *, seed: int, workers: int = 1, postgres: bool = False, clients: int = 2) -> Outcome:
    """Plays against a new server; raises `WrongError` with all that went wrong."""
    with tempfile.TemporaryDirectory(prefix="pk-fuzz-") as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        key = {MASTER_KEY_VARIABLE: os.environ.get(MASTER_KEY_VARIABLE, MASTER_KEY)}
        stack.enter_context(mock.patch.dict(os.environ, key))
        file = folder / "fuzz.sqlite3"
        url = stack.enter_context(private_cluster()).url if postgres else f"sqlite:///{file}"
        options = ("--workers", str(workers), "--metrics")
        with serving(folder, url, *options) as server:
            report, seconds, memory = _played(server, requests, seed, clients)
            wrong = [*report.wrong[:_MOST_TOLD], *_counted_wrong(server)]
        if server.process.returncode != 0:
            wrong.append(f"The server ended with {server.process.returncode}.")
        wrong += logged_wrong(server.errors.read_text())
        processes = max(1, workers if workers > 1 else 1)
        growth = memory.of_tenth(10) - memory.of_tenth(2)
        cached = 0 if postgres else min(file.stat().st_size, CACHES)
        if growth > (MOST_GROWTH + cached) * processes:
            tenths = ", ".join(f"{memory.of_tenth(number) / 2**20:.0f}" for number in range(1, 11))
            wrong.append(f"The memory of the server grew by {growth / 2**20:.0f} MiB: {tenths}.")
        checked = ended("serve", "check", "--database", url)
        if checked.returncode:
            wrong.append(f"serve check: {checked.stdout}{checked.stderr}")
        if wrong:
            raise WrongError("\n".join(wrong))
        return Outcome(report, seconds, memory, None if postgres else file.stat().st_size)


def _played(server: Server, requests: int, seed: int, clients: int) -> tuple[Report, float, Memory]:
    address = urlsplit(server.url)
    spaces = server.target["workspaces"].values()
    game = Game(
        host=address.hostname or "",
        port=address.port or 0,
        seed=seed,
        keys={role: server.variables[name] for role, name in server.target["keys"].items()},
        workspaces=[space[name] for space in spaces for name in ("id", "slug")],
    )
    context = multiprocessing.get_context("spawn")
    done, told = context.Value("q", 0), context.Queue()
    share = -(-requests // (clients * PLAYERS_OF_A_PROCESS))
    arguments = (PLAYERS_OF_A_PROCESS, share, done, told)
    processes = [
        context.Process(target=_play, args=(game, n * PLAYERS_OF_A_PROCESS, *arguments))
        for n in range(clients)
    ]
    memory = Memory(share * clients * PLAYERS_OF_A_PROCESS)
    of_server = [server.process.pid, *server.workers()]
    for process in processes:
        process.start()
    started = time.monotonic()
    with _looking(memory, done, of_server):
        reports = [_told_by(process, told) for process in processes]
    for process in processes:
        process.join()
    total = Report()
    for one in reports:
        total.add(one)
    return total, time.monotonic() - started, memory


def _told_by(process: multiprocessing.process.BaseProcess, told: Any) -> Report:
    """The next report; raises `WrongError` where the process ended without one."""
    while True:
        try:
            report: Report = told.get(timeout=1)
        except queue.Empty:
            if process.exitcode:
                raise WrongError(f"a process of players ended with {process.exitcode}") from None
            continue
        return report


@contextlib.contextmanager
def _looking(memory: Memory, done: Synchronized[int], processes: list[int]) -> Iterator[None]:
    """Looks at the memory of the server until the block is over."""
    over = threading.Event()

    def look() -> None:
        while not over.wait(_SECONDS_BETWEEN_LOOKS):
            memory.look(done.value, processes)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        memory.look(memory.requests, processes)


def _counted_wrong(server: Server) -> Iterator[str]:
    """Answers that the server itself counted and that may not be."""
    metrics = httpx.get(f"{server.url.removesuffix('/v1')}/metrics", trust_env=False, timeout=60).text
    for line in metrics.splitlines():
        if line.startswith("portkey_http_requests_total") and 'status="5' in line:
            yield f"It counted {line}"
        elif line.startswith("portkey_http_requests_in_flight") and float(line.split()[-1]) > 1:
            yield f"There are requests without an end: {line}"


def logged_wrong(log: str) -> Iterator[str]:
    """What a log says that it may not."""
    for line in log.splitlines():
        if "Traceback" in line or " ERROR " in line or " CRITICAL " in line or CANARY in line:
            yield f"The log says {line[:500]}"
            return


def main() -> int:
    parser = argparse.ArgumentParser(prog="make fuzz-server", description=__doc__)
    parser.add_argument("--requests", type=int, default=30_000, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**9))
    parser.add_argument("--workers", type=int, default=1, help="of the server (default: %(default)s)")
    parser.add_argument("--clients", type=int, default=2, help="processes that send (default: %(default)s)")
    parser.add_argument("--postgres", action="store_true", help="on a private PostgreSQL")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    try:
        outcome = run(
            options.requests,
            seed=options.seed,
            workers=options.workers,
            postgres=options.postgres,
            clients=options.clients,
        )
    except NoPostgresError as reason:
        print(f"fuzz-server SKIPPED: {reason}")
        return 0
    except WrongError as wrong:
        print(f"WRONG: {wrong}")
        return 1
    _tell(outcome)
    return 0


def _tell(outcome: Outcome) -> None:
    sent, memory = outcome.report.sent, outcome.memory
    print(*(f"{number:>9,} {kind}" for kind, number in sent.most_common()), sep="\n")
    statuses: Counter[str] = Counter()
    for name, number in outcome.report.answered.items():
        statuses[name.rpartition(" ")[2]] += number
    print("answers:", ", ".join(f"{number:,} × {status}" for status, number in sorted(statuses.items())))
    print("memory of the server in MiB, by tenths:", end=" ")
    print(*(f"{memory.of_tenth(number) / 2**20:.0f}" for number in range(1, 11)))
    if outcome.database_bytes is not None:
        print(f"database: {outcome.database_bytes / 2**20:.1f} MiB, most of it the audit log")
    total, seconds = sum(sent.values()), outcome.seconds
    print(f"{total:,} requests in {seconds:.0f} s, {total / seconds:.0f} a second: nothing wrong.")


if __name__ == "__main__":
    sys.exit(main())
