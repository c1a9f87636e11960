"""The console: a page at `/`, the contract's reference at `/docs`, and what only the console may read.

The page speaks to `/v1` like any other caller, with a key in its header. It has no cookie and the server
allows no other origin, so no other page can speak in its name. Everything is served from files of this
package, and nothing here reaches for the network.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..contract import Contract
from ..storage import Store
from .internal import internal_routes

_HERE = Path(__file__).parent
_ON_EVERY_PAGE: Mapping[str, str] = {
    "Cache-Control": "no-cache",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# Trusted types with no policy at all: the browser itself refuses innerHTML and its like, whatever we write.
_CONSOLE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'; trusted-types 'none'"
)
# Redoc writes its styles into the page and searches in a worker that it makes of a blob. It reads only the
# contract, and no key is ever typed there.
_REFERENCE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " connect-src 'self'; worker-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def console_routes(store: Store, contract: Contract, report: Path | None) -> list[BaseRoute]:
    """All that a browser is served; `report` is the directory of the conformance report to show."""

    async def console(_: Request) -> Response:
        return FileResponse(_HERE / "static" / "index.html")

    async def reference(_: Request) -> Response:
        return FileResponse(_HERE / "reference" / "index.html")

    async def document(_: Request) -> Response:
        return Response(await run_in_threadpool(contract.as_json), media_type="application/json")

    page = [Middleware(_WithHeaders, {**_ON_EVERY_PAGE, "Content-Security-Policy": _CONSOLE_POLICY})]
    manual = [Middleware(_WithHeaders, {**_ON_EVERY_PAGE, "Content-Security-Policy": _REFERENCE_POLICY})]
    return [
        Route("/", console, middleware=page),
        Mount("/console", StaticFiles(directory=_HERE / "static"), middleware=page),
        Route("/openapi.json", document, middleware=page),
        Route("/docs", reference, middleware=manual),
        Mount("/docs", StaticFiles(directory=_HERE / "reference"), middleware=manual),
        *internal_routes(store, contract, report),
    ]


class _WithHeaders:
    """Puts headers on every answer of an application."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self._app = app
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        await self._app(scope, receive, send_with_headers)
