"""`--chaos SPEC`: some answers come late, are refused, fail, or break off, in an order that a seed decides.

Only calls of the API meet it. Each takes the same number of draws whatever happens to it, so that the n-th
call after a start meets the same with the same seed and rates.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import socket
import struct
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import uuid4

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .app import BASE_PATH
from .errors import ApiError, OperatorError
from .observing import TRACE_HEADER

_API = f"{BASE_PATH}/"
_TRANSPORT = "portkey.transport"
_UNITS = {"ms": 0.001, "s": 1.0}
_FAULTS = ("429", "500", "reset", "cut")
_FORM = "e.g. delay=0.05:200ms,429=0.02:1s,500=0.01,reset=0.01,cut=0.01,seed=7"


@dataclass(frozen=True)
class ChaosSpec:
    """How many of the calls meet what; rates are shares of 1."""

    delay: float = 0.0
    seconds: float = 0.0
    """How long a delay is."""
    rates: tuple[tuple[str, float], ...] = ()
    """Of those of `429`, `500`, `reset` and `cut` that happen at all; a call meets one at most."""
    retry_after: int = 1
    """What a 429 tells, in seconds."""
    seed: int = 0


def read_chaos(text: str) -> ChaosSpec:
    """A specification such as `delay=0.05:200ms,429=0.02,seed=7`; raises `OperatorError`."""
    found: dict[str, Any] = {}
    rates: dict[str, float] = {}
    for item in text.split(","):
        name, _, value = item.strip().partition("=")
        if name in found or name in rates:
            raise OperatorError(f"--chaos names {name} twice.")
        rate, _, rest = value.partition(":")
        match name:
            case "delay":
                found |= {"delay": _rate(name, rate), "seconds": _seconds(name, rest)}
            case "429":
                rates[name] = _rate(name, rate)
                if rest:
                    found["retry_after"] = max(1, round(_seconds(name, rest)))
            case "500" | "reset" | "cut" if not rest:
                rates[name] = _rate(name, rate)
            case "seed" if re.fullmatch("[0-9]{1,18}", value):
                found["seed"] = int(value)
            case _:
                raise OperatorError(f"--chaos does not understand {item.strip()!r}: {_FORM}.")
    if sum(rates.values()) > 1:
        raise OperatorError("--chaos: the rates of 429, 500, reset and cut are more than 1 together.")
    return ChaosSpec(rates=tuple((name, rates[name]) for name in _FAULTS if name in rates), **found)


def _rate(name: str, text: str) -> float:
    if re.fullmatch(r"(0|1)?(\.[0-9]{1,9})?", text) and text and float(text) <= 1:
        return float(text)
    raise OperatorError(f"--chaos: {name} needs a rate from 0 to 1: {_FORM}.")


def _seconds(name: str, text: str) -> float:
    found = re.fullmatch(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)(ms|s)", text)
    if found is None:
        raise OperatorError(f"--chaos: {name} needs a time such as 200ms or 1.5s after its rate: {_FORM}.")
    return float(found[1]) * _UNITS[found[2]]


class Chaos:
    """An application of which some calls go wrong."""

    def __init__(self, app: ASGIApp, spec: ChaosSpec) -> None:
        self._app = app
        self._spec = spec
        self.begin_anew()

    def begin_anew(self) -> None:
        """Lets the next call meet what the first one met."""
        self._random = Random(self._spec.seed)  # noqa: S311 - it is to be foreseen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(_API):
            await self._app(scope, receive, send)
            return
        late, draw, done_before = (self._random.random() for _ in range(3))
        if late < self._spec.delay:
            await asyncio.sleep(self._spec.seconds)
        match self._fault(draw):
            case "429":
                error = ApiError(429, "AB06", "Too many requests, as --chaos wants it.")
                await _refuse(error, scope, receive, send, {"retry-after": str(self._spec.retry_after)})
            case "500":
                error = ApiError(500, "AB04", "Something went wrong, as --chaos wants it.")
                await _refuse(error, scope, receive, send, {})
            case "reset" if done_before < 0.5:
                await _drop_body(receive)
                await _break_off(scope, receive, at_once=True)
            case "reset":  # what the caller wanted is done, and it cannot know
                await self._app(scope, receive, _dropped)
                await _break_off(scope, receive, at_once=True)
            case "cut":
                await self._cut(scope, receive, send)
            case _:
                await self._app(scope, receive, send)

    def _fault(self, draw: float) -> str | None:
        for name, rate in self._spec.rates:
            draw -= rate
            if draw < 0:
                return name
        return None

    async def _cut(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers with the first half of the body, under the length of the whole."""
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._app(scope, receive, keep)
        body = b"".join(message.get("body", b"") for message in messages[1:])
        await send(messages[0])
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        await _break_off(scope, receive, at_once=False)


class WithTransport:
    """Tells the application within which connection a call came on; for uvicorn, which hands out methods of
    the object that has it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[_TRANSPORT] = getattr(getattr(receive, "__self__", None), "transport", None)
        await self._app(scope, receive, send)


async def _refuse(
    error: ApiError, scope: Scope, receive: Receive, send: Send, headers: dict[str, str]
) -> None:
    await _drop_body(receive)
    headers[TRACE_HEADER] = str(uuid4())
    response = Response(json.dumps(error.body()), error.status, headers, "application/json")
    await response(scope, receive, send)


async def _drop_body(receive: Receive) -> None:
    """Lets a client come to the end of what it sends; before that, it may not see what happens."""
    while (message := await receive())["type"] == "http.request" and message.get("more_body"):
        pass


async def _break_off(scope: Scope, receive: Receive, *, at_once: bool) -> None:
    """Closes the connection: with a reset, or after what was sent. Where there is none, because the caller is
    in the same process, raises `ConnectionResetError`.
    """
    transport: asyncio.Transport | None = scope.get(_TRANSPORT)
    if transport is None:
        raise ConnectionResetError("The connection was reset, as --chaos wants it.")
    if at_once:
        with contextlib.suppress(OSError):
            transport.get_extra_info("socket").setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
            )
        transport.abort()
    else:
        transport.close()
    while (await receive())["type"] != "http.disconnect":
        pass  # until the server knows, too, which would else finish the answer


async def _dropped(_: Message) -> None:
    """Where an answer goes that nobody gets."""
