"""A proxy that makes any conforming server wrong in one way; by hand: `python -m faults.proxy --help`."""

from __future__ import annotations

import argparse
import signal
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

import httpx
import uvicorn
from portkey_conformance.contract import Contract
from portkey_conformance.target import UsageError, load_target
from starlette.types import Receive, Scope, Send

from faults.definitions import CatalogueError, Fault, Rule, load_catalogue
from faults.memory import Memory
from faults.messages import KEY_HEADER, Answer, Question
from faults.verbs import Moment, Server

HOP_BY_HOP = frozenset(
    (b"connection", b"keep-alive", b"transfer-encoding", b"upgrade", b"te", b"trailer", b"content-length")
)
SECONDS_TO_ANSWER = 30.0


class FaultyProxy:
    """An ASGI application that hands everything on to a server, and acts as a fault says.

    Args:
        upstream: The base URL of the server, such as ``http://127.0.0.1:8787/v1``.
        keys: The keys of a target by role.
        workspaces: Slugs of its workspaces, `first` and `second`; nothing else is known of the server.
        fault: What is wrong; None hands everything on as it is.
        transport: How the server is reached; for one in the same process, ``httpx.ASGITransport``.
    """

    def __init__(
        self,
        upstream: str,
        keys: Mapping[str, str],
        fault: Fault | None,
        *,
        workspaces: Mapping[str, str] | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        contract: Contract | None = None,
        seed: int = 0,
    ) -> None:
        parts = urlsplit(upstream)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self.base = parts.path.rstrip("/")
        self._fault = fault
        self._contract = contract or Contract.load()
        self._client = httpx.AsyncClient(transport=transport, timeout=SECONDS_TO_ANSWER, trust_env=False)
        self.memory = Memory(self._contract, keys, workspaces or {}, seed)
        self.fired = 0
        """How often the fault changed a request or an answer, or did something of its own."""
        self.answered = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = await self._read(scope, receive)
        self.answered += 1
        self.memory.begin(asked)
        try:
            answer = await self.answer(asked)
        finally:
            self.memory.end(asked)
        head = [header for header in answer.headers if header[0].lower() not in HOP_BY_HOP]
        length = (b"content-length", str(len(answer.body)).encode())
        await send({"type": "http.response.start", "status": answer.status, "headers": [*head, length]})
        await send({"type": "http.response.body", "body": b"" if asked.method == "HEAD" else answer.body})

    async def answer(self, asked: Question) -> Answer:
        """The faulty answer to a request."""
        server: Server = self._forward
        for number, rule in enumerate(self._fault.rules if self._fault else ()):
            server = self._with(number, rule, server)
        return await server(asked)

    def _with(self, number: int, rule: Rule, server: Server) -> Server:
        async def answered(asked: Question) -> Answer:
            return await self._by_rule(number, rule, asked, server)

        return answered

    async def _by_rule(self, number: int, rule: Rule, asked: Question, server: Server) -> Answer:
        if not await rule.when.asks(asked, self.memory):
            return await server(asked)
        moment = Moment(asked, self.memory, self._forward)
        if rule.decides_before and not self._hits(number, rule, asked):
            return await server(asked)
        effects = self.memory.side_effects
        request, answer = asked, None
        for verb in rule.do:
            request = await verb.request(request, moment)
        for verb in rule.do:
            answer = answer or await verb.instead(request, moment)
        fired = answer is not None or request != asked
        answer = answer or await server(request)
        if not rule.decides_before and not (rule.when.answers(answer) and self._hits(number, rule, asked)):
            return answer
        changed = answer
        for verb in rule.do:
            changed = await verb.answer(changed, moment)
        self.fired += fired or changed != answer or self.memory.side_effects > effects
        return changed

    def _hits(self, number: int, rule: Rule, asked: Question) -> bool:
        """Whether this is the call that a rule waits for, and chance wants it."""
        counted = self.memory.counted
        resource = self.memory.resource(asked)
        own = (number, resource.slug if resource else "")
        of_all = (number, "*")
        counted[own] = counted.get(own, 0) + 1
        counted[of_all] = counted.get(of_all, 0) + 1
        rate = self._fault.rate if self._fault else 1
        return rule.when.counts(counted[own], counted[of_all]) and (
            rate == 1 or self.memory.chance.randrange(rate) == 0
        )

    async def _forward(self, asked: Question) -> Answer:
        headers = [header for header in asked.headers if header[0] not in HOP_BY_HOP | {KEY_HEADER, b"host"}]
        if asked.key is not None:
            headers.append((KEY_HEADER, asked.key.encode("latin-1")))
        url = f"{self._origin}{asked.path}{'?' + asked.query if asked.query else ''}"
        response = await self._client.request(asked.method, url, headers=headers, content=asked.body)
        kept = tuple(
            (name.lower(), value)
            for name, value in response.headers.raw
            if name.lower() not in HOP_BY_HOP | {b"content-encoding"}
        )
        answer = Answer(response.status_code, kept, response.content)
        self.memory.observe(asked, answer)
        return answer

    async def _read(self, scope: Scope, receive: Receive) -> Question:
        headers = tuple((name.lower(), value) for name, value in scope["headers"])
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
        below = path.removeprefix(self.base) if path.startswith(f"{self.base}/") else ""
        given = dict(headers).get(KEY_HEADER)
        return Question(
            scope["method"],
            path,
            scope["query_string"].decode("latin-1"),
            headers,
            body,
            None if given is None else given.decode("latin-1"),
            self._contract.operation_at(scope["method"], below),
        )


@contextmanager
def served(app: FaultyProxy) -> Iterator[str]:
    """A proxy on a free port, in a thread of its own; gives the origin that it listens at."""
    # asyncio turns off Nagle's algorithm only where the protocol is named.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen(128)
    config = uvicorn.Config(app, lifespan="off", log_config=None, access_log=False, server_header=False)
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m faults.proxy", description=__doc__)
    parser.add_argument("--target", type=Path, metavar="FILE", help="the conforming server's target.toml")
    parser.add_argument("--fault", metavar="NAME", help="what is to be wrong; without it, all are listed")
    parser.add_argument("--seed", type=int, default=0, help="of the faults that act now and then")
    options = parser.parse_args()
    try:
        faults = load_catalogue()
        if options.fault is None or options.target is None:
            for known in faults.values():
                print(f"{known.requirement}  {known.family}: {known.name}")
            return 0
        if options.fault not in faults:
            raise CatalogueError(f"No fault is named {options.fault!r}; run without --fault for a list.")
        target = load_target(None, options.target)
    except (CatalogueError, UsageError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    keys = {role: key.value for role, key in target.keys.items()}
    given = {"first": target.first, "second": target.second}
    workspaces = {name: one.slug for name, one in given.items() if one}
    fault = faults[options.fault]
    proxy = FaultyProxy(target.base_url, keys, fault, workspaces=workspaces, seed=options.seed)
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with served(proxy) as origin:
        print(f"portkey-integrations conform {origin}{proxy.base} --target {options.target}", flush=True)
        stop.wait()
    print(f"acted in {proxy.fired} of {proxy.answered} requests")
    return 0


if __name__ == "__main__":
    sys.exit(main())
