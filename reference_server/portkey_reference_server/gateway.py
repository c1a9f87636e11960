"""`/_control/clock` and `/_control/usage`: the time, and the gateway that this server has not.

Routes of a server for tests only. Use is counted as if it had come through a gateway, and the answer says
what a gateway would have done. Setting the clock needs no key; counting use needs one that sees the provider.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from . import access, auth, usage
from .bodies import parse_object
from .calls import Call
from .catalogue import Price
from .clock import Clock, advanced, clock_from, present, using, written
from .clock_setting import store_clock, stored_clock
from .contract import Contract, Json
from .errors import ApiError, internal, invalid, too_large
from .logs import where
from .model_use import may_be_used, price_of
from .observing import TRACE_ID
from .providers import integration_of
from .statements import SessionTransaction
from .storage import Store
from .tables import Integration, Provider

CLOCK_PATH, USAGE_PATH = "/_control/clock", "/_control/usage"
_LARGEST_BODY = 64 * 1024
_MOST = 10**12
"""Of cents, tokens or requests in one call."""
_TOKENS = ("request_tokens", "response_tokens")

_log = logging.getLogger(__name__)

Work = Callable[[Request, Json], Json]


def gateway_routes(store: Store, contract: Contract) -> list[BaseRoute]:
    """The routes, for `control` of an application: `Clocked`, or no clock that is set holds."""

    def read_clock(_: Request, __: Json) -> Json:
        return _told(store.ask(stored_clock))

    def set_clock(_: Request, body: Json) -> Json:
        with store.write() as session:
            try:
                clock = _changed(stored_clock(session), body)
                store_clock(session, clock)
            except (ValueError, OverflowError) as error:
                raise invalid(f"The clock cannot be set: {error}.") from error
        return _told(clock)

    def count_use(request: Request, body: Json) -> Json:
        key = request.headers.get(auth.HEADER)
        caller = store.ask(lambda session: auth.authenticate(SessionTransaction(session), key))
        sent = {field: int(_amount(body, field, whole=True)) for field in _TOKENS}
        use = usage.Use(
            cost=_amount(body, "cost"),
            tokens=int(_amount(body, "tokens", whole=True)) + sum(sent.values()),
            requests=int(_amount(body, "requests", absent=1, whole=True)),
        )
        model = _name(body, "model") if "model" in body else None
        name, workspace = _name(body, "provider"), body.get("workspace_id") and _name(body, "workspace_id")

        def counted(session: Session) -> Json:
            transaction = SessionTransaction(session)
            call = Call(
                contract, store.vault, transaction, caller, path={}, query={}, raw_body=b"", body=body
            )
            provider = access.provider_named(call, name, workspace, "The provider")
            integration = integration_of(call, provider)
            verdict = _of_model(session, provider, integration, use, model, sent)
            standing = usage.standings(session, [provider], {integration.id: integration})[provider.id]
            return {
                "provider": provider.slug,
                "allowed": verdict.refused_by is None,
                "refused_by": verdict.refused_by,
                "status_code": verdict.status_code,
                "status": standing.status,
                "used": verdict.used,
                "alerts": list(verdict.alerts),
            }

        return store.change(caller.organisation_id, counted)

    return [
        Route(CLOCK_PATH, _answering(read_clock), methods=["GET"]),
        Route(CLOCK_PATH, _answering(set_clock), methods=["POST"]),
        Route(USAGE_PATH, _answering(count_use), methods=["POST"]),
    ]


def _of_model(
    session: Session,
    provider: Provider,
    integration: Integration,
    use: usage.Use,
    model: str | None,
    sent: Mapping[str, int],
) -> usage.Verdict:
    """The verdict on use of a model, whose tokens cost their known price; or of none in particular."""
    if model is None:
        return usage.count(session, provider, integration, use)
    if not may_be_used(session, integration, model):
        nothing = usage.count(session, provider, integration, usage.Use(requests=0))
        return replace(
            nothing, refused_by={"field": "models", "of": "integration", "limit": None}, status_code=None
        )
    price = price_of(session, integration, model) or Price(0, 0)
    cost = sent["request_tokens"] * price.request + sent["response_tokens"] * price.response
    return usage.count(session, provider, integration, replace(use, cost=min(use.cost + cost, _MOST)))


def _changed(clock: Clock | None, body: Json) -> Clock | None:
    """The clock that a body asks for: `now` sets it, `advance_seconds` sets it forward, `frozen` stops it or
    lets it run, and `machine` gives it back to the machine. Raises 400, `ValueError` and `OverflowError`.
    """
    if body.get("machine") is True:
        return None
    if not body.keys() & {"now", "advance_seconds", "frozen"}:
        raise invalid("Send now, advance_seconds, frozen or machine.")
    seconds = body.get("advance_seconds", 0)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= _MOST:
        raise invalid("advance_seconds is a number from 0 on: a clock is not turned back, but set.")
    frozen = body.get("frozen", clock is not None and clock.set_at is None)
    if not isinstance(frozen, bool):
        raise invalid("frozen must be of type boolean.")
    with using(clock):
        moment = clock_from(_name(body, "now")).moment if "now" in body else present()
    return advanced(Clock(moment, None if frozen else datetime.now(UTC)), timedelta(seconds=seconds))


def _told(clock: Clock | None) -> Json:
    with using(clock):
        return {"now": written(present()), "frozen": clock is not None and clock.set_at is None}


def _name(body: Json, field: str) -> str:
    value = body.get(field)
    if not isinstance(value, str):
        raise invalid(f"{field} must be of type string.")
    return value


def _amount(body: Json, field: str, *, absent: int = 0, whole: bool = False) -> float:
    value: Any = body.get(field, absent)
    kinds = (int,) if whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds) or not 0 <= value <= _MOST:
        raise invalid(f"{field} must be a{' whole' if whole else ''} number from 0 to {_MOST}.")
    return float(value)


def _answering(work: Work) -> Callable[[Request], object]:
    """An endpoint that does the work in a thread and answers errors as the API does."""

    async def endpoint(request: Request) -> Response:
        try:
            body = parse_object(await _body(request)) if request.method == "POST" else {}
            return JSONResponse(await run_in_threadpool(work, request, body))
        except ClientDisconnect:
            return Response()
        except ApiError as error:
            return JSONResponse(error.body(), error.status, error.headers)
        except Exception as error:
            trace_id = request.scope["state"][TRACE_ID]
            _log.error("%s failed %s: %s", request.url.path, trace_id, where(error))
            return JSONResponse(internal(trace_id).body(), 500)

    return endpoint


async def _body(request: Request) -> bytes:
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > _LARGEST_BODY:
            raise too_large(_LARGEST_BODY)
    return bytes(raw)
