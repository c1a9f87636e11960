"""What the console shows beside the API: the audit log, the last conformance report, and what is used of
budgets. Read only.

None of this is of the contract, and the prefix says so. The log and the report are told to an organisation's
key that may read all that the API has; nobody else learns whether there is anything. What is used of a
budget is told to whoever may read the budget.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from .. import access, auth, usage
from ..audit import as_document, entries_page
from ..calls import Call
from ..contract import Contract, Json
from ..demo import read_only
from ..errors import ApiError, forbidden, internal, not_found
from ..logs import where, with_fields
from ..statements import SessionTransaction
from ..storage import Store

PREFIX = "/_console"
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

_MOST_INTEGRATIONS = 100
_log = logging.getLogger(__name__)


def internal_routes(store: Store, contract: Contract, report: Path | None) -> list[BaseRoute]:
    """The routes below `/_console`; `report` is the directory that `conform --report` writes to, if any."""
    needed = read_only(contract.scopes("organisation"))
    # Pages are asked for as everywhere in the API.
    operations = {one.id: one for one in contract.operations}
    paged = operations["listIntegrations"]
    workspaces, providers = operations["listIntegrationWorkspaces"], operations["listProviders"]

    def authorised(session: Session, request: Request) -> auth.Caller:
        caller = auth.authenticate(SessionTransaction(session), request.headers.get(auth.HEADER))
        if caller.workspace_id is not None or not needed <= caller.scopes:
            raise forbidden("This needs a key of the organisation that may read everything.")
        return caller

    def audit(request: Request) -> Response:
        """A page of the log of the caller's organisation, the newest entry first."""

        def read(session: Session) -> Json:
            caller = authorised(session, request)
            query = paged.read_query(request.query_params)
            page = entries_page(
                session,
                caller.organisation_id,
                resource=request.query_params.get("resource"),
                page=query["current_page"],
                size=query["page_size"],
            )
            return {"object": "list", "total": page.total, "data": [as_document(one) for one in page.entries]}

        return JSONResponse(store.ask(read))

    def used(request: Request) -> Response:
        """What is used of the budgets of integrations: by workspace, and by provider."""

        def read(session: Session) -> Json:
            transaction = SessionTransaction(session)
            caller = auth.authenticate(transaction, request.headers.get(auth.HEADER))
            for operation in (workspaces, providers):
                auth.authorise(caller, operation)
            call = Call(contract, store.vault, transaction, caller, path={}, query={}, raw_body=b"", body={})
            seen = {one.id: one.slug for one in access.visible_workspaces(call)}
            by_slug = {}
            for name in request.query_params.getlist("integration")[:_MOST_INTEGRATIONS]:
                integration = access.integration_named(call, name)
                of_workspaces, of_providers = usage.of_integration(session, integration)
                by_slug[integration.slug] = {
                    "workspaces": {seen[id_]: told for id_, told in of_workspaces.items() if id_ in seen},
                    "providers": {
                        slug: told
                        for (workspace_id, slug), told in of_providers.items()
                        if workspace_id in seen
                    },
                }
            return by_slug

        return JSONResponse(store.ask(read))

    def file_of_report(name: str, media_type: str) -> Callable[[Request], Response]:
        def read(request: Request) -> Response:
            store.ask(lambda session: authorised(session, request))
            if report is None:
                raise ApiError(404, "AB08", "This server was started without --conformance-report DIR.")
            try:
                return Response((report / name).read_bytes(), media_type=media_type)
            except FileNotFoundError as error:
                raise not_found("The conformance report") from error

        return read

    works = {
        "/audit": audit,
        "/usage": used,
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
            fields = with_fields(error_id=trace_id, request_id=trace_id, error=where(error))
            _log.error("A page of the console failed %s: %s", trace_id, where(error), extra=fields)
            response = JSONResponse(internal(trace_id).body(), 500)
        response.headers.update(_HEADERS)
        return response

    return endpoint
