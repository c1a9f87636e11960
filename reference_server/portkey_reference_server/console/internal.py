"""What the console shows beside the API: the audit log and the last conformance report. Read only.

None of this is of the contract, and the prefix says so. It is told to an organisation's key that may read
all that the API has; nobody else learns whether there is anything.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from .. import auth
from ..contract import Contract
from ..demo import read_only
from ..errors import ApiError, forbidden, internal, not_found
from ..storage import Store

PREFIX = "/_console"
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

_log = logging.getLogger(__name__)


def internal_routes(store: Store, contract: Contract, report: Path | None) -> list[BaseRoute]:
    """The routes below `/_console`; `report` is the directory that `conform --report` writes to, if any."""
    needed = read_only(contract.scopes("organisation"))

    def authorised(request: Request) -> auth.Caller:
        with store.read() as session:
            caller = auth.authenticate(session, request.headers.get(auth.HEADER))
        if caller.workspace_id is not None or not needed <= caller.scopes:
            raise forbidden("This needs a key of the organisation that may read everything.")
        return caller

    def file_of_report(name: str, media_type: str) -> Callable[[Request], Response]:
        def read(request: Request) -> Response:
            authorised(request)
            if report is None:
                raise ApiError(404, "AB08", "This server was started without --conformance-report DIR.")
            try:
                return Response((report / name).read_bytes(), media_type=media_type)
            except FileNotFoundError as error:
                raise not_found("The conformance report") from error

        return read

    works = {
        "/report": file_of_report("report.json", "application/json"),
        "/report.html": file_of_report("report.html", "text/html"),
    }
    return [Mount(PREFIX, routes=[Route(path, _answering(work)) for path, work in works.items()])]


def _answering(work: Callable[[Request], Response]) -> Callable[[Request], object]:
    """An endpoint that does the work in a thread and answers errors as the API does."""

    async def endpoint(request: Request) -> Response:
        try:
            response = await run_in_threadpool(work, request)
        except ApiError as error:
            response = JSONResponse(error.body(), error.status)
        except Exception as error:
            trace_id = request.scope["state"]["trace_id"]
            _log.error("%s failed %s: %s", request.url.path, trace_id, type(error).__name__)
            response = JSONResponse(internal(trace_id).body(), 500)
        response.headers.update(_HEADERS)
        return response

    return endpoint
