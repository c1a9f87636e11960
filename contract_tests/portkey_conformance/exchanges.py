"""Requests sent and answers received, each kept so that it can be judged and shown again."""

from __future__ import annotations

import dataclasses
import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx

from portkey_conformance.contract import Contract, Operation
from portkey_conformance.interrupts import Interrupts
from portkey_conformance.redaction import Secrets
from portkey_conformance.target import Key, Target

KEY_HEADER = "x-portkey-api-key"
MISSING: Any = object()
"""No JSON: the body is empty or is not JSON."""

NO_ANSWER = 0
"""The status of an exchange whose request made the server drop the connection."""

REQUEST_SECONDS = 30.0
"""How long one request may take, unless the run says otherwise."""
RATE_LIMIT_WAITS = 4
LONGEST_WAIT = 15.0
PATIENCE = (0.2, 0.5, 1.0, 2.0)
"""Pauses between attempts to reach a server that did not answer, in seconds."""
RECENT = 12
"""So many of the latest exchanges are kept, whoever sent them."""


@dataclass(frozen=True)
class Exchange:
    """One request and its answer."""

    operation: Operation | None
    """The operation of the contract that the request line reaches, if any."""
    method: str
    path: str
    """Relative to the base URL, percent-encoded."""
    query: tuple[tuple[str, str], ...]
    key: Key | None
    sent_headers: tuple[tuple[str, str], ...]
    sent: Any = field(repr=False)
    """The JSON sent, or ``MISSING``."""
    sent_text: str | None = field(repr=False)
    """The body as sent, where it was given as text: it need not be JSON, nor written as others write it."""
    status: int
    headers: httpx.Headers = field(repr=False)
    text: str = field(repr=False)
    json: Any = field(repr=False)
    purpose: str = "check"
    """Who sent it: ``check``, ``generated``, ``model`` or ``clean-up``."""
    together: int = 0
    """The same number, not 0, on exchanges that were sent at once."""
    at: float = field(default_factory=time.monotonic, repr=False, compare=False)
    """When it was answered, on the clock of :func:`time.monotonic`, in seconds."""

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def body(self) -> Mapping[str, Any]:
        """The answer's object; empty if it is anything else."""
        return self.json if isinstance(self.json, dict) else {}

    @property
    def error_code(self) -> str | None:
        """The server's code (``AB01``…) from either form of error body."""
        data = self.body.get("data")
        nested = data.get("errorCode") if isinstance(data, dict) else None
        code = nested or self.body.get("errorCode")
        return code if isinstance(code, str) else None

    @property
    def line(self) -> str:
        """The request line, for people."""
        return f"{self.method} {self.path}{'?' + urlencode(self.query) if self.query else ''}"

    @property
    def summary(self) -> str:
        """The answer in a few words."""
        if self.status == NO_ANSWER:
            return "no HTTP answer"
        return f"{self.status}{' ' + self.error_code if self.error_code else ''}"


class Unanswered(Exception):  # noqa: N818 - names what happened
    """A request got no HTTP answer: no connection, a timeout, a broken stream.

    Args:
        message: What happened.
        exchange: The request, where the server dropped it; None where it was only slow.
    """

    def __init__(self, message: str, exchange: Exchange | None = None) -> None:
        super().__init__(message)
        self.exchange = exchange


class Wire:
    """Sends requests over plain HTTP and tells its listeners of each answer."""

    def __init__(
        self,
        target: Target,
        contract: Contract,
        secrets: Secrets,
        timeout: float = REQUEST_SECONDS,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.started = time.monotonic()
        self.target = target
        self.contract = contract
        self.secrets = secrets
        self.listeners: list[Callable[[Exchange], None]] = []
        self.lost: list[Callable[[Exchange], None]] = []
        """Told of each request that got no answer: nobody knows what came of it."""
        self.interrupts = Interrupts()
        self.guard: Callable[[str], None] | None = None
        """Told the method of each request before it is sent; what it raises keeps the request back."""
        self.count = 0
        self.purpose = "check"
        """Who sends, where :meth:`send` is not told."""
        self.waited = 0.0
        self.recent: deque[Exchange] = deque(maxlen=RECENT)
        self._recording: list[list[Exchange]] = []
        self._lock = threading.Lock()
        self.timeout = timeout
        self.transport = transport
        """What carries the requests in place of the network, if anything."""
        self._client = httpx.Client(
            timeout=timeout, follow_redirects=False, trust_env=transport is None, transport=transport
        )

    def close(self) -> None:
        self._client.close()

    def send(
        self,
        method: str,
        path: str,
        *,
        key: Key | None,
        query: Mapping[str, Any] | None = None,
        body: Any = MISSING,
        text: str | None = None,
        headers: Mapping[str, str] | None = None,
        purpose: str | None = None,
        together: int = 0,
    ) -> Exchange:
        """Send one request; wait and repeat where the server limits the rate.

        Raises:
            Unanswered: There was no HTTP answer.
        """
        if self.guard is not None:
            self.guard(method)
        pairs = tuple((name, _query_text(value)) for name, value in (query or {}).items())
        sent_headers = {"content-type": "application/json", "accept": "application/json", **(headers or {})}
        if key is not None:
            sent_headers[KEY_HEADER] = key.value
        content = text if text is not None else None if body is MISSING else encoded(body)
        url = f"{self.target.base_url}{path}{'?' + urlencode(pairs) if pairs else ''}"
        asked = Exchange(
            operation=self.contract.operation_at(method, path),
            method=method,
            path=path,
            query=pairs,
            key=key,
            sent_headers=tuple((name, value) for name, value in sent_headers.items() if name != KEY_HEADER),
            sent=body if text is None else parsed(text),
            sent_text=text,
            status=NO_ANSWER,
            headers=httpx.Headers(),
            text="",
            json=MISSING,
            purpose=purpose or self.purpose,
            together=together,
        )
        with self.interrupts.deferred():
            try:
                response = self._answer(method, url, sent_headers, content, asked)
            except httpx.TimeoutException as error:
                self._lose(asked)
                raise Unanswered(f"none within {self.timeout:g} s to {asked.line}") from error
            except httpx.HTTPError as error:
                self.recent.append(asked)
                self._lose(asked)
                raise Unanswered(f"{type(error).__name__} at {asked.line}: {error}", asked) from error
            exchange = _answered(asked, response)
            self.tell(exchange)
        return exchange

    def _lose(self, asked: Exchange) -> None:
        for listener in self.lost:
            listener(asked)

    def still_answers(self) -> bool:
        """Whether the server answers a plain read, be it after a few seconds."""
        for pause in PATIENCE:
            time.sleep(pause)
            try:
                self._client.get(f"{self.target.base_url}/integrations", params={"page_size": 1})
            except httpx.HTTPError:
                continue
            return True
        return False

    def tell(self, exchange: Exchange) -> None:
        """Record an exchange and hand it to every listener."""
        with self._lock:
            self.count += 1
            self.recent.append(exchange)
            for recording in self._recording:
                recording.append(exchange)
        for listener in self.listeners:
            listener(exchange)

    @contextmanager
    def recording(self) -> Iterator[list[Exchange]]:
        """Collect the exchanges made inside the ``with`` block."""
        recorded: list[Exchange] = []
        with self._lock:
            self._recording.append(recorded)
        try:
            yield recorded
        finally:
            with self._lock:
                self._recording = [one for one in self._recording if one is not recorded]

    def _answer(
        self, method: str, url: str, headers: Mapping[str, str], content: str | None, asked: Exchange
    ) -> httpx.Response:
        for attempt in range(RATE_LIMIT_WAITS + 1):
            response = self._client.request(method, url, headers=dict(headers), content=content)
            if response.status_code != httpx.codes.TOO_MANY_REQUESTS or attempt == RATE_LIMIT_WAITS:
                break
            self.tell(_answered(asked, response))
            pause = min(_retry_after(response) or 0.5 * 2**attempt, LONGEST_WAIT)
            self.waited += pause
            time.sleep(pause)
        return response


def _answered(asked: Exchange, response: httpx.Response) -> Exchange:
    return dataclasses.replace(
        asked,
        status=response.status_code,
        headers=response.headers,
        text=response.text,
        json=parsed(response.text),
        at=time.monotonic(),
    )


def encoded(body: Any) -> str:
    """The JSON text of a body, as it is sent."""
    return json.dumps(body)


def parsed(text: str) -> Any:
    """The JSON of an answer, or ``MISSING``."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return MISSING


def _query_text(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)


def _retry_after(response: httpx.Response) -> float | None:
    try:
        return max(0.0, float(response.headers.get("retry-after", "")))
    except ValueError:
        return None
