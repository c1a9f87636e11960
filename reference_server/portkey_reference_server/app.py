"""The HTTP side: from a request to a handler and back, with the documented body on every error.

A request passes, in this order: its path and method, its key (401), the scopes of the key (403), the size
and the form of its body (413, 400), the contract (400), and then the handler of its operation, in one
transaction.
"""

from __future__ import annotations

import contextlib
import json
import logging
from asyncio import wrap_future
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
from anyio import move_on_after, sleep_forever
from sqlalchemy import insert
from sqlalchemy.orm import Session
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from . import auth, integrations, models_access, providers, virtual_keys, workspaces
from .bodies import parse_object
from .calls import Call, Handler
from .clock import now
from .console import console_routes
from .contract import Contract, Json, Operation, load_contract
from .errors import ApiError, internal, method_not_allowed, not_found, too_large
from .health import health_routes
from .logs import where, with_fields
from .observing import CALLER, OPERATION, TRACE_HEADER, TRACE_ID
from .statements import NotNowError, SessionTransaction, Transaction
from .storage import Store, open_store
from .tables import AuditEntry, Base
from .throttling import COUNTED_BY
from .vault import Vault

BASE_PATH = "/v1"
LARGEST_BODY = 1024 * 1024
_SHORT_BODY = 16 * 1024  # is read and checked before a thread would have been woken for it
_KEY = auth.HEADER.encode()
_MOST_DIGITS = 20  # of the length of a body
_SECONDS_TO_READ_WHY = 5

HANDLERS: Mapping[str, Handler] = {
    "listIntegrations": integrations.list_integrations,
    "createIntegration": integrations.create_integration,
    "retrieveIntegration": integrations.retrieve_integration,
    "updateIntegration": integrations.update_integration,
    "deleteIntegration": integrations.delete_integration,
    "listIntegrationModels": models_access.list_integration_models,
    "updateIntegrationModels": models_access.update_integration_models,
    "deleteIntegrationModels": models_access.delete_integration_models,
    "listIntegrationWorkspaces": workspaces.list_integration_workspaces,
    "updateIntegrationWorkspaces": workspaces.update_integration_workspaces,
    "listProviders": providers.list_providers,
    "createProvider": providers.create_provider,
    "retrieveProvider": providers.retrieve_provider,
    "updateProvider": providers.update_provider,
    "deleteProvider": providers.delete_provider,
    "listVirtualKeys": virtual_keys.list_virtual_keys,
    "createVirtualKey": virtual_keys.create_virtual_key,
    "retrieveVirtualKey": virtual_keys.retrieve_virtual_key,
    "updateVirtualKey": virtual_keys.update_virtual_key,
    "deleteVirtualKey": virtual_keys.delete_virtual_key,
}

AT_A_GLANCE: Mapping[str, Callable[[Call], bool]] = {
    "listIntegrations": integrations.list_is_short,
    "retrieveIntegration": lambda call: True,
}
"""Operations that read by statements alone, and which of their calls are short enough to need no thread."""

_INTO_AUDIT_LOG = insert(Base.metadata.tables[AuditEntry.__tablename__])
_log = logging.getLogger(__name__)


def create_app(database_url: str, *, contract: Contract | None = None) -> Starlette:
    """The server as an ASGI application on a `sqlite:///FILE` database, which is made where it is missing,
    or on a `postgresql://…` one.

    Raises `OperatorError` where the database cannot be used.
    """
    return app_on(open_store(database_url, create=True), contract or load_contract())


def app_on(
    store: Store, contract: Contract, report: Path | None = None, control: Iterable[BaseRoute] = ()
) -> Starlette:
    """The server on an open store, which the application does not close; its console shows the conformance
    report in the directory `report`. `control` are the routes of a server for tests.
    """
    _check_handlers(contract)
    by_path: dict[str, dict[str, Operation]] = {}
    for operation in contract.operations:
        by_path.setdefault(operation.path, {})[operation.method] = operation
    app = _Server(
        {BASE_PATH + path: _Resource(store, contract, found) for path, found in by_path.items()},
        routes=[
            *control,
            *console_routes(store, contract, report),
            *health_routes(store),
        ],
        middleware=[Middleware(_Traced)],
        exception_handlers={HTTPException: _no_such_path},
    )
    app.router.redirect_slashes = False  # a redirect would have no error body
    return app


class _Server(Starlette):
    """Takes what is asked of the API to its resource, and leaves the pages beside it to Starlette, which
    tries one route after the other and wraps each request several times on the way.
    """

    def __init__(self, resources: Mapping[str, _Resource], **options: Any) -> None:
        super().__init__(**options)
        self._resources: dict[int, list[tuple[list[str | None], list[str], _Resource]]] = {}
        for template, resource in resources.items():
            parts = template.split("/")
            names = [part[1:-1] for part in parts if part.startswith("{")]
            fixed = [None if part.startswith("{") else part for part in parts]
            self._resources.setdefault(len(parts), []).append((fixed, names, resource))

    def build_middleware_stack(self) -> ASGIApp:
        others, api = super().build_middleware_stack(), _to_endpoint
        for wrapper, arguments, options in reversed(self.user_middleware):
            api = wrapper(api, *arguments, **options)

        async def whichever(scope: Scope, receive: Receive, send: Send) -> None:
            found = scope["type"] == "http" and self._find(scope)
            await (api if found else others)(scope, receive, send)

        return whichever

    def _find(self, scope: Scope) -> bool:
        path: str = scope["path"]
        if root := scope.get("root_path"):
            path = path.removeprefix(root)
        parts = path.split("/")
        for fixed, names, resource in self._resources.get(len(parts), ()):
            if all(sent if part is None else sent == part for sent, part in zip(parts, fixed, strict=True)):
                values = [sent for sent, part in zip(parts, fixed, strict=True) if part is None]
                scope["path_params"] = dict(zip(names, values, strict=True))
                scope["endpoint"] = resource
                return True
        return False


async def _to_endpoint(scope: Scope, receive: Receive, send: Send) -> None:
    await scope["endpoint"](scope, receive, send)


class _Resource:
    """One path of the contract and the operations on it."""

    def __init__(self, store: Store, contract: Contract, operations: Mapping[str, Operation]) -> None:
        self._store = store
        self._contract = contract
        self._operations = operations
        self._allowed = ", ".join(sorted(operations))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        body = _Body(request)
        state = scope["state"]
        trace_id: str = state[TRACE_ID]
        operation = self._operations.get("GET" if request.method == "HEAD" else request.method)
        if operation is not None:
            state[OPERATION] = operation.id
        try:
            text = _text_of(await self._run(operation, request, body))
        except ClientDisconnect:
            return
        except ApiError as error:
            response = _refusal(error, request)
            if operation is None:
                response.headers["allow"] = self._allowed
        except Exception as error:
            name = operation.id if operation else "routing"
            fields = with_fields(error_id=trace_id, request_id=trace_id, operation=name, error=where(error))
            _log.error("%s failed %s: %s", name, trace_id, where(error), extra=fields)
            response = _answer(500, internal(trace_id).body())
        else:
            headers = [(b"content-length", str(len(text)).encode()), (b"content-type", b"application/json")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": text})
            return
        await response(scope, receive, send)

    async def _run(self, operation: Operation | None, request: Request, body: _Body) -> Json:
        if b"%2f" in request.scope.get("raw_path", b"").lower():  # decoded, it would pass for another path
            raise not_found("The resource")
        if operation is None:
            raise method_not_allowed()
        sent = request.scope["headers"]
        key = next((value.decode("latin-1") for name, value in sent if name == _KEY), None)
        if operation.method == "GET":
            if self._store.can_glance and operation.id in AT_A_GLANCE:
                with contextlib.suppress(NotNowError):
                    return self._store.glance(partial(self._glanced, operation, key, request))
            return await run_in_threadpool(self._read, operation, key, request)
        caller = await self._caller(operation, key, request)
        return await self._write(operation, caller, request, await body.read())

    async def _caller(self, operation: Operation, key: str | None, request: Request) -> auth.Caller:
        if self._store.can_glance:
            with contextlib.suppress(NotNowError):
                return self._store.glance(lambda transaction: _caller(transaction, key, operation, request))
        return await run_in_threadpool(
            self._store.ask, lambda session: _caller(SessionTransaction(session), key, operation, request)
        )

    def _glanced(
        self, operation: Operation, key: str | None, request: Request, transaction: Transaction
    ) -> Json:
        caller = _caller(transaction, key, operation, request)
        query = operation.read_query(_query_of(request))
        call = self._call(transaction, self._store.vault_at_hand, caller, request, query)
        if not AT_A_GLANCE[operation.id](call):
            raise NotNowError
        return HANDLERS[operation.id](call)

    def _read(self, operation: Operation, key: str | None, request: Request) -> Json:
        def answered(session: Session) -> Json:
            transaction = SessionTransaction(session)
            caller = _caller(transaction, key, operation, request)
            query = operation.read_query(_query_of(request))
            call = self._call(transaction, self._store.vault, caller, request, query)
            return HANDLERS[operation.id](call)

        return self._store.ask(answered)

    async def _write(
        self, operation: Operation, caller: auth.Caller, request: Request, raw_body: bytes
    ) -> Json:
        if len(raw_body) <= _SHORT_BODY:
            body = self._read_body(operation, raw_body)
        else:
            body = await run_in_threadpool(self._read_body, operation, raw_body)
        query = operation.read_query(_query_of(request), with_body=bool(raw_body))

        def done(session: Session) -> Json:
            transaction = SessionTransaction(session)
            call = self._call(transaction, self._store.vault, caller, request, query, raw_body, body)
            answer = HANDLERS[operation.id](call)
            _record(call, operation, request)
            return answer

        return await wrap_future(self._store.submit(caller.organisation_id, done))

    def _read_body(self, operation: Operation, raw_body: bytes) -> Json:
        if operation.body is None or not (raw_body or operation.body_is_required):
            return {}
        body = parse_object(raw_body)
        self._contract.check(operation.body, body)
        return body

    def _call(
        self,
        transaction: Transaction,
        vault: Vault,
        caller: auth.Caller,
        request: Request,
        query: Json,
        raw_body: bytes = b"",
        body: Json | None = None,
    ) -> Call:
        return Call(
            contract=self._contract,
            vault=vault,
            transaction=transaction,
            caller=caller,
            path=request.path_params,
            query=query,
            raw_body=raw_body,
            body=body or {},
        )


def _caller(transaction: Transaction, key: str | None, operation: Operation, request: Request) -> auth.Caller:
    """Whoever holds the key, who may do this; raises 401, 429 and 403."""
    caller = auth.authenticate(transaction, key)
    state = request.scope["state"]
    state[CALLER] = caller
    if COUNTED_BY in state:
        state.pop(COUNTED_BY)(caller.key_id)  # once, also where the call is begun anew in a thread
    auth.authorise(caller, operation)
    return caller


def _query_of(request: Request) -> Mapping[str, str]:
    return request.query_params if request.scope["query_string"] else {}


def _record(call: Call, operation: Operation, request: Request) -> None:
    """Notes in the audit log what a call did."""
    about_all = {
        "at": now(),
        "organisation_id": call.caller.organisation_id,
        "key_id": call.caller.key_id,
        "actor": call.caller.key_prefix,
        "operation": operation.id,
        "address": request.client.host if request.client else None,
        "request_id": request.scope["state"][TRACE_ID],
    }
    entries = [
        {
            **about_all,
            "resource_type": change.resource_type,
            "resource_id": change.resource_id,
            "resource_slug": change.resource_slug,
        }
        for change in dict.fromkeys(call.changes)
    ]
    if entries:
        call.session.connection().execute(_INTO_AUDIT_LOG, entries)


class _Traced:
    """Puts a fresh request id on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        trace_id = str(uuid4())
        scope.setdefault("state", {})[TRACE_ID] = trace_id

        async def send_traced(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), (TRACE_HEADER.encode(), trace_id.encode())]
            await send(message)

        await self._app(scope, receive, send_traced)


class _Body:
    """The body of a request, read at most once."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._more = True

    async def read(self) -> bytes:
        """The whole body; raises 413 when there is too much of it: where it was announced, before reading
        any.
        """
        if _announces_too_much(self._request):
            raise too_large(LARGEST_BODY)
        raw = bytearray()
        while self._more:
            raw += await self._chunk()
            if len(raw) > LARGEST_BODY:
                raise too_large(LARGEST_BODY)
        return bytes(raw)

    async def _chunk(self) -> bytes:
        message = await self._request.receive()
        if message["type"] == "http.disconnect":
            self._more = False
            raise ClientDisconnect
        self._more = message.get("more_body", False)
        chunk: bytes = message.get("body", b"")
        return chunk


def _announces_too_much(request: Request) -> bool:
    length = request.headers.get("content-length", "")
    return length.isdecimal() and (len(length) > _MOST_DIGITS or int(length) > LARGEST_BODY)


class _LastResponse(Response):
    """An answer that ends its connection, of whose request much is not read. A client that is still sending
    gets the time to read it and to end the connection itself: closed at once, it would be reset, and the
    answer might be lost with it.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.headers["connection"] = "close"
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": True})
        with move_on_after(_SECONDS_TO_READ_WHY):
            dropped, more = 0, True
            while more and dropped < LARGEST_BODY:
                message = await receive()
                dropped += len(message.get("body", b""))
                more = message.get("more_body", False)
            if more:
                await sleep_forever()  # the rest stays where it is
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _no_such_path(request: Request, error: Exception) -> Response:
    known = isinstance(error, HTTPException) and error.status_code == 405
    response = _refusal(method_not_allowed() if known else not_found("The resource"), request)
    if isinstance(error, HTTPException):
        response.headers.update(error.headers or {})
    return response


def _refusal(error: ApiError, request: Request) -> Response:
    ends = error.status == 413 or _announces_too_much(request)
    response = _answer(error.status, error.body(), _LastResponse if ends else Response)
    response.headers.update(error.headers or {})
    return response


def _answer(status: int, body: Any, kind: type[Response] = Response) -> Response:
    return kind(_text_of(body), status, media_type="application/json")


def _text_of(body: Any) -> bytes:
    try:
        return orjson.dumps(body)
    except TypeError:  # an integer of more than 64 bits, which JSON has
        return json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _check_handlers(contract: Contract) -> None:
    documented = {operation.id for operation in contract.operations}
    if documented != set(HANDLERS):
        raise RuntimeError(f"The contract and the server differ on {sorted(documented ^ set(HANDLERS))}.")
