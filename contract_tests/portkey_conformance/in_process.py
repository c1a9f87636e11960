"""Applications in this process: ASGI and WSGI apps answer the judge's requests without a port."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine, Iterable, MutableMapping
from concurrent.futures import Future
from typing import Any, TypeVar

import httpx

from portkey_conformance.target import Target

Scope = MutableMapping[str, Any]
AsgiApp = Callable[..., Coroutine[Any, Any, None]]
WsgiApp = Callable[..., Iterable[bytes]]

HOST = "http://in-process"
"""The host that requests to an application in this process name."""
LIFESPAN_SECONDS = 10.0
"""How long an application may take to start up, and to shut down."""

Result = TypeVar("Result")


class AsgiTransport(httpx.BaseTransport):
    """Carries requests to an ASGI application, which lives on one event loop from startup to shutdown.

    Args:
        app: The application.
    """

    def __init__(self, app: AsgiApp) -> None:
        self._app = app
        self._transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="asgi-app", daemon=True)
        self._thread.start()
        self._inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._started: Future[None] = Future()
        self._lifespan = asyncio.run_coroutine_threadsafe(self._live(), self._loop)
        with contextlib.suppress(TimeoutError):
            self._started.result(LIFESPAN_SECONDS)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request; called from any thread."""
        request.read()
        return self._on_loop(self._answer(request))

    def close(self) -> None:
        """Shut the application down."""
        self._loop.call_soon_threadsafe(self._inbox.put_nowait, {"type": "lifespan.shutdown"})
        with contextlib.suppress(TimeoutError):
            self._lifespan.result(LIFESPAN_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(LIFESPAN_SECONDS)
        self._loop.close()

    def _on_loop(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        asked = httpx.Request(
            request.method, request.url, headers=request.headers.raw, content=request.content
        )
        answered = await self._transport.handle_async_request(asked)
        content = b"".join([part async for part in answered.aiter_raw()])
        return httpx.Response(answered.status_code, headers=answered.headers.raw, content=content)

    async def _live(self) -> None:
        """Run the application's lifespan; one that has none refuses it, which is no trouble."""
        scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
        await self._inbox.put({"type": "lifespan.startup"})
        try:
            await self._app(scope, self._inbox.get, self._heard)
        except Exception:  # noqa: S110 - by the ASGI specification, whatever it raises
            pass
        finally:
            self._ready()

    async def _heard(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "lifespan.startup.failed" and not self._started.done():
            self._started.set_exception(
                RuntimeError(f"the application did not start: {message.get('message')}")
            )
        self._ready()

    def _ready(self) -> None:
        if not self._started.done():
            self._started.set_result(None)


def transport_for(app: Any) -> httpx.BaseTransport:
    """What carries requests to an application: an ASGI one is a coroutine function, another one is WSGI."""
    call = app if asyncio.iscoroutinefunction(app) else getattr(app, "__call__", None)  # noqa: B004
    if asyncio.iscoroutinefunction(call):
        return AsgiTransport(app)
    return httpx.WSGITransport(app, raise_app_exceptions=False)


def as_wsgi(transport: httpx.BaseTransport, target: Target) -> WsgiApp:
    """A WSGI application that passes each request on to a transport: what Schemathesis sends its cases to."""
    origin = httpx.URL(target.base_url).copy_with(path="/", query=None)

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        raw = environ.get("RAW_URI") or environ.get("REQUEST_URI") or environ["PATH_INFO"]
        path = raw.partition("?")[0]
        query = environ.get("QUERY_STRING", "")
        headers = [
            (name[5:].replace("_", "-").lower(), value)
            for name, value in environ.items()
            if name.startswith("HTTP_") and name != "HTTP_HOST"
        ]
        if environ.get("CONTENT_TYPE"):
            headers.append(("content-type", environ["CONTENT_TYPE"]))
        content = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        url = origin.copy_with(raw_path=(path + (f"?{query}" if query else "")).encode("latin-1", "replace"))
        answered = transport.handle_request(
            httpx.Request(environ["REQUEST_METHOD"], url, headers=headers, content=content)
        )
        start_response(f"{answered.status_code} {answered.reason_phrase}", list(answered.headers.items()))
        return [answered.read()]

    return app
