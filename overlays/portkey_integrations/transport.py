"""How one attempt is sent and its answer read: by httpx, bounded in time and in size.

Without a client or a transport of the caller's own, and where no proxy is set, requests go to httpx's public
transport itself: the same connections, TLS and pools as `httpx.Client` has, without its cookies, redirects
and authentication, none of which this API uses.
"""

from __future__ import annotations

import logging
import os
import ssl
import threading
import time
import weakref
import zlib
from contextlib import nullcontext
from contextvars import ContextVar
from functools import lru_cache, partial
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies

import httpx
from portkey_integrations_api import API_KEY_HEADER

from . import __version__
from .call import UNSURE, Answer, Call
from .errors import (
    AnswerTooLargeError,
    APIConnectionError,
    APITimeoutError,
    IncompleteAnswerError,
    NotJSONError,
    RequestError,
)
from .secret import Secret, asked, checked_key, printable, without_secrets

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Generator
    from contextlib import AbstractAsyncContextManager

    from .client import Settings

CONNECTIONS = 100
"""As httpx has it; but it keeps 20 idle, so that with more calls at once it opens new ones all the time."""
LANES = 20
"""Pools that these are spread over. httpcore 1.0 looks at all connections of a pool for each of them, several
times a call (`_assign_requests_to_connections`): with 50 calls at once that is most of the time."""
HEADERS = [
    ("accept", "application/json"),
    ("accept-encoding", "gzip"),
    ("user-agent", f"portkey-integrations/{__version__}"),
]
HEADERS_WITH_BODY = [*HEADERS, ("content-type", "application/json")]
PHASES: dict[type[Exception], str] = {
    httpx.ConnectTimeout: "connect",
    httpx.ReadTimeout: "read",
    httpx.WriteTimeout: "write",
    httpx.PoolTimeout: "pool",
}
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
NEVER_TO_BE_SENT = (httpx.UnsupportedProtocol, httpx.LocalProtocolError, httpx.InvalidURL)
INNER = frozenset({"anyio", "h11", "h2", "hpack", "httpcore", "httpx"})
WIRE_LOGS = [f"httpcore.{name}" for name in ("connection", "http11", "http2", "proxy", "socks")]
_thread = threading.local()
_hidden: ContextVar[tuple[Secret, ...]] = ContextVar("hidden", default=())
"""The secrets of the call that is being sent."""
_url = lru_cache(maxsize=512)(httpx.URL)


@lru_cache(maxsize=64)
def _common_headers(base_url: str, with_body: bool) -> httpx.Headers:
    """What all requests to a server have; not the key."""
    return httpx.Headers(
        [("host", httpx.URL(base_url).netloc.decode()), *(HEADERS_WITH_BODY if with_body else HEADERS)]
    )


def _cleaned(record: logging.LogRecord) -> bool:
    """httpcore logs the headers of answers as they come: a server may repeat there what it was sent."""
    if hidden := _hidden.get():
        record.msg, record.args = without_secrets(record.getMessage(), hidden), ()
    return True


for _name in WIRE_LOGS:
    logging.getLogger(_name).addFilter(_cleaned)


class _KeyAuth(httpx.Auth):
    """Adds the key when a request leaves, so that no client of the caller's carries it in its headers."""

    def __init__(self, key: Secret) -> None:
        self._key = key

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers[API_KEY_HEADER] = self._key.reveal()
        yield request


class _UnreadableError(Exception):
    """The body cannot be used: the type of exception to raise, and its statement."""


class _Attempt:
    """What the synchronous and the asynchronous attempt share."""

    def __init__(self, settings: Settings, call: Call[Any], key: Secret, deadline: float) -> None:
        self.settings = settings
        self.call = call
        self.key = key
        self.deadline = deadline
        _hidden.set((key, *call.secrets))
        self.response: httpx.Response | None = None
        self._chunks: list[bytes] = []
        self._size = 0
        self._decoder: Any = None
        self._lost = False

    def request(self, http: Any, **extensions: Any) -> httpx.Request:
        call, settings = self.call, self.settings
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("no time is left")
        phases = settings.phases
        if any(seconds is None or seconds > left for seconds in phases.values()):
            phases = {name: min(seconds or left, left) for name, seconds in phases.items()}
        extensions["timeout"] = phases
        target = (
            f"{settings.base_url}{call.path}?{call.query}" if call.query else settings.base_url + call.path
        )
        content = None if call.content is None else call.content.reveal()
        headers = HEADERS if content is None else HEADERS_WITH_BODY
        url = _url(target)
        if isinstance(http, (httpx.Client, httpx.AsyncClient)):
            return http.build_request(
                call.method, url, headers=headers, content=content, timeout=None, extensions=extensions
            )
        # With a stream, httpx takes the headers as they are and does not work them out anew for each request.
        stream = httpx.ByteStream(content or b"")
        common = _common_headers(settings.base_url, content is not None)
        request = httpx.Request(call.method, url, headers=common, stream=stream, extensions=extensions)
        request.headers[API_KEY_HEADER] = self.key.reveal()
        if content is not None or call.method in ("POST", "PUT"):
            request.headers["content-length"] = str(len(content or b""))
        request.read()  # so that a transport of the caller's finds its content
        return request

    def began(self, response: httpx.Response) -> bool:
        """Whether there is a body to read."""
        self.response = response
        if response.is_stream_consumed:  # a hook of the caller's client has read it
            self._chunks.append(response.content)
            return False
        told: dict[bytes, bytes] = {}
        for name, value in response.headers.raw:
            name = name.lower()
            told[name] = told[name] + b", " + value if name in told else value
        encoding = told.get(b"content-encoding", b"identity").decode("latin-1").strip().lower()
        if encoding in ("gzip", "x-gzip"):
            self._decoder = zlib.decompressobj(wbits=31)
        elif encoding not in ("", "identity"):
            raise _UnreadableError(
                NotJSONError, f"the body is encoded as {encoding!r}, which was not asked for"
            )
        declared = told.get(b"content-length", b"")
        if declared.isdigit() and int(declared) > self.settings.max_response_bytes:
            raise self._too_large()
        return True

    def add(self, chunk: bytes) -> None:
        if self._decoder is not None:
            try:
                chunk = self._decoder.decompress(chunk, self.settings.max_response_bytes - self._size + 1)
            except zlib.error:
                raise _UnreadableError(NotJSONError, "the body cannot be decompressed") from None
            if self._decoder.unused_data:
                raise _UnreadableError(NotJSONError, "the body goes on after what was compressed")
        self._size += len(chunk)
        if self._size > self.settings.max_response_bytes:
            raise self._too_large()
        self._chunks.append(chunk)
        if time.monotonic() > self.deadline:
            raise TimeoutError("no time is left")

    def ended(self) -> None:
        if self._decoder is not None and self._size and not self._decoder.eof:
            raise _UnreadableError(NotJSONError, "the body ends in the middle of what was compressed")

    def _too_large(self) -> _UnreadableError:
        return _UnreadableError(
            AnswerTooLargeError, f"the body is larger than {self.settings.max_response_bytes} bytes"
        )

    def answer(self) -> Answer:
        assert self.response is not None  # noqa: S101 - for the type checker: there is no failure
        content = None if self._lost else b"".join(self._chunks)
        return Answer(
            self.response.status_code, self.response.headers, content, self.key, self.settings.base_url
        )

    def failed(self, error: Exception) -> RequestError | None:
        """Our exception; None where an error status is known, which says more than the fate of its body."""
        response, call = self.response, self.call
        if response is not None and not 200 <= response.status_code < 300:
            self._lost = True
            return None
        known = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, _UnreadableError)
        if self.settings.http is not None and not isinstance(error, known):
            raise error.with_traceback(_frames(error))  # of the caller's own making
        hidden = (self.key, *call.secrets)
        about = call.about
        if response is not None:
            about["status"] = response.status_code
        if isinstance(error, _UnreadableError):
            kind, said = error.args
            unreadable: RequestError = kind(printable(without_secrets(said, hidden)), **about)
            return unreadable
        said = printable(without_secrets(str(error), hidden), 500)
        about["retryable"] = call.repeatable and not isinstance(error, NEVER_TO_BE_SENT)
        sent = not isinstance(error, NEVER_SENT + NEVER_TO_BE_SENT)
        if not sent:
            about["retryable"] = isinstance(error, NEVER_SENT)
            about["next_step"] = "Check the base URL, the proxy and the network."
            if "CERTIFICATE_VERIFY_FAILED" in said:
                about["retryable"] = False
                about["next_step"] = "If you trust its certificate, give its authority in verify."
        elif not call.repeatable:
            about["next_step"] = UNSURE
        statement = f"{'the answer broke off' if response else 'no answer'}: {type(error).__name__}: {said}"
        failure: APIConnectionError
        if isinstance(error, (httpx.TimeoutException, TimeoutError)):
            phase = PHASES.get(type(error), "total")
            failure = APITimeoutError(f"{statement} ({phase} timeout)", phase=phase, sent=sent, **about)
        elif response is not None:
            failure = IncompleteAnswerError(statement, **about)
        else:
            failure = APIConnectionError(statement, sent=sent, **about)
        failure.__cause__ = _without_frames(error, said)
        return failure


def _without_frames(error: Exception, said: str) -> Exception:
    """The same exception without the frames, which hold headers and bodies."""
    try:
        return type(error)(said)
    except TypeError:
        return Exception(f"{type(error).__name__}: {said}")


class _Lane:
    """A transport, or a client, and how many calls it has at the moment: each enters and leaves it."""

    def __init__(self, http: Any, lock: Any) -> None:
        self._http = http
        self._lock = lock
        self.calls = 0

    def __enter__(self) -> Any:
        return self._http

    def __exit__(self, *exception: object) -> None:
        with self._lock:
            self.calls -= 1


class _Lanes:
    """What sends the calls of a process or an event loop: one transport, and more where it has its fill."""

    def __init__(self, make: Callable[[], Any], most: int) -> None:
        self._make = make
        self._most = most
        self._lock = threading.Lock()
        self.made: list[Any] = []
        self._lanes: list[_Lane] = []

    def take(self) -> _Lane:
        """The first lane that has room, else the one with the fewest calls."""
        with self._lock:
            lane = next((one for one in self._lanes if one.calls < CONNECTIONS // LANES), None)
            if lane is None and len(self._lanes) < self._most:
                self.made.append(self._make())
                lane = _Lane(self.made[-1], self._lock)
                self._lanes.append(lane)
            lane = lane or min(self._lanes, key=lambda one: one.calls)
            lane.calls += 1
            return lane


class Connections:
    """Sends attempts, each process over connections of its own: those of a parent are not touched."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._by_process: dict[int, _Lanes] = {}

    def _lane(self) -> _Lane:
        found = self._by_process.get(os.getpid())
        if found is None:
            fresh = _lanes(self._settings, httpx.Client, httpx.HTTPTransport)
            found = self._by_process.setdefault(os.getpid(), fresh)  # of two threads, both take the same
        return found.take()

    def exchange(self, call: Call[Any], deadline: float) -> Answer:
        """Send a call once; raises RequestError where there is no answer to read."""
        key = checked_key(asked(self._settings.api_key.reveal()))
        attempt = _Attempt(self._settings, call, key, deadline)
        failure = None
        _thread.deadline = deadline
        try:
            with self._lane() as http:
                request = attempt.request(http, trace=_bounded)
                if isinstance(http, httpx.Client):
                    response = http.send(request, auth=_KeyAuth(key), stream=True, follow_redirects=False)
                else:
                    response = http.handle_request(request)
                try:
                    if attempt.began(response):
                        for chunk in response.stream:  # type: ignore[union-attr]
                            attempt.add(chunk)
                        attempt.ended()
                finally:
                    response.close()
        except Exception as error:
            failure = attempt.failed(error)
        except BaseException as error:
            raise error.with_traceback(_frames(error))  # noqa: B904 - it is the same error
        finally:
            _thread.deadline = None
            _hidden.set(())
            chunk = b""  # this frame is in tracebacks
        if failure is not None:
            raise failure
        return attempt.answer()

    def close(self) -> None:
        found = self._by_process.pop(os.getpid(), None)
        for http in found.made if found and self._settings.http is None else ():
            http.close()


class AsyncConnections:
    """The same for an event loop, each over connections of its own."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._by_loop: weakref.WeakKeyDictionary[Any, _Lanes] = weakref.WeakKeyDictionary()

    def _lane(self) -> _Lane:
        loop = _loop() or type(self)
        found = self._by_loop.get(loop)
        if found is None:
            found = self._by_loop[loop] = _lanes(self._settings, httpx.AsyncClient, httpx.AsyncHTTPTransport)
        return found.take()

    async def exchange(self, call: Call[Any], deadline: float) -> Answer:
        """As Connections.exchange, awaited; a cancellation closes the connection that it interrupts."""
        text = asked(self._settings.api_key.reveal())
        key = checked_key(asked(await text) if hasattr(text, "__await__") else text)
        del text
        attempt = _Attempt(self._settings, call, key, deadline)
        failure = None
        try:
            async with _until(deadline):
                with self._lane() as http:
                    request = attempt.request(http)
                    if isinstance(http, httpx.AsyncClient):
                        response = await http.send(
                            request, auth=_KeyAuth(key), stream=True, follow_redirects=False
                        )
                    else:
                        response = await http.handle_async_request(request)
                    try:
                        if attempt.began(response):
                            async for chunk in response.stream:  # type: ignore[union-attr]
                                attempt.add(chunk)
                            attempt.ended()
                    finally:
                        await response.aclose()
        except Exception as error:
            failure = attempt.failed(error)
        except BaseException as error:
            raise error.with_traceback(_frames(error))  # noqa: B904 - it is the same error
        finally:
            _hidden.set(())
            chunk = b""  # this frame is in tracebacks
        if failure is not None:
            raise failure
        return attempt.answer()

    async def close(self) -> None:
        found = self._by_loop.pop(_loop() or type(self), None)
        for http in found.made if found and self._settings.http is None else ():
            await http.aclose()


def _lanes(settings: Settings, client: Callable[..., Any], transport: Callable[..., Any]) -> _Lanes:
    """One alone for what the caller gave, for a proxy, and for HTTP/2, which carries many calls at once."""
    if settings.http is not None:
        return _Lanes(lambda: settings.http, 1)
    network = _network(settings)
    if "trust_env" in network:
        return _Lanes(partial(client, **network), 1)
    return _Lanes(partial(transport, **network), 1 if settings.http2 else LANES)


def _network(settings: Settings) -> dict[str, Any]:
    """What httpx is made with: a transport, or a client where a proxy may be in between."""
    verify = settings.verify
    if isinstance(verify, str):
        directory = os.path.isdir(verify)
        verify = ssl.create_default_context(
            cafile=None if directory else verify, capath=verify if directory else None
        )
    if settings.proxy is not None or any(getproxies().get(name) for name in ("http", "https", "all")):
        return {"verify": verify, "http2": settings.http2, "limits": _limits(1), "trust_env": True} | (
            {} if settings.proxy is None else {"proxy": settings.proxy}
        )
    if settings.base_url.startswith("http:"):
        verify = False  # no TLS, and no redirect to it: the certificates need not be read
    if not isinstance(verify, ssl.SSLContext):
        verify = httpx.create_ssl_context(verify=verify)  # once for all lanes
    return {"verify": verify, "http2": settings.http2, "limits": _limits(1 if settings.http2 else LANES)}


def _limits(lanes: int) -> httpx.Limits:
    most = CONNECTIONS // lanes
    return httpx.Limits(max_connections=most, max_keepalive_connections=most, keepalive_expiry=5.0)


def _loop() -> asyncio.AbstractEventLoop | None:
    import asyncio  # not above: a synchronous program does not need it, and starts the sooner

    try:
        return asyncio.get_running_loop()
    except RuntimeError:  # trio's
        return None


def _until(deadline: float) -> AbstractAsyncContextManager[Any]:
    import asyncio

    left = deadline - time.monotonic()
    return asyncio.timeout(left) if _loop() else nullcontext()


def _bounded(event: str, info: dict[str, Any]) -> None:
    """httpx's trace extension: bounds a new connection by the deadline of whichever call reads from it.

    httpx bounds each wait by itself: a server that sends a little now and then is waited for endlessly.
    """
    if event.endswith(("connect_tcp.complete", "connect_unix_socket.complete", "start_tls.complete")):
        stream = info["return_value"]
        for name in ("read", "write"):
            setattr(stream, name, partial(_in_time, getattr(stream, name)))


def _in_time(wait: Any, what: Any, timeout: float | None = None) -> Any:
    deadline = getattr(_thread, "deadline", None)
    if deadline is not None:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("no time is left")
        timeout = left if timeout is None else min(timeout, left)
    return wait(what, timeout)


def _frames(error: BaseException) -> TracebackType | None:
    """The traceback without the frames of httpx and below, which hold headers and bodies."""
    kept = []
    at = error.__traceback__
    while at is not None:
        if at.tb_frame.f_globals.get("__name__", "").partition(".")[0] not in INNER:
            kept.append(at)
        at = at.tb_next
    traceback = None
    for at in reversed(kept[1:]):
        traceback = TracebackType(traceback, at.tb_frame, at.tb_lasti, at.tb_lineno)
    return traceback
