"""The server as an ASGI application."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

from starlette.types import Receive, Scope, Send

from .contract import Contract, Route
from .freedom import Freedom
from .operations import Call, Operations
from .refusals import CODES, GERMAN, Refusal
from .things import Key, World, new_id

BASE = "/v1"
A_FEW_MILLISECONDS = 0.004
NO_CODE = frozenset({405, 413, 415})
"""Statuses for which the contract knows no code."""


class OtherServer:
    """An ASGI application that keeps the contract, in memory, by the switches of a `Freedom`.

    Attributes:
        keys: The key of each role that a judge can be told: admin, workspace, other_workspace, read_only,
            other_organisation, revoked.
        world: What it remembers.
    """

    def __init__(self, freedom: Freedom) -> None:
        self.freedom = freedom
        self._contract = Contract()
        scopes = {one for route in self._contract.routes for kind in route.scopes.values() for one in kind}
        self.world = World(frozenset(scopes))
        self.keys = self.world.roles
        self._operations = Operations(self.world, freedom, self._contract)
        self._requests = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        body = await self._body(receive)
        if self.freedom.slow:
            await asyncio.sleep(A_FEW_MILLISECONDS)
        # From here on nothing is awaited until the answer is there: no request sees half of another.
        headers = {"content-type": "application/json" + ("; charset=utf-8" if self.freedom.charset else "")}
        if self.freedom.trace_id:
            headers["x-portkey-trace-id"] = new_id()
        try:
            status, shown = self._answer(scope, body, headers)
        except Refusal as refusal:
            status, shown = refusal.status, self._error(refusal)
        content = json.dumps(shown, ensure_ascii=self.freedom.text == "escaped").encode()
        await send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            }
        )
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else content})

    def _answer(
        self, scope: Scope, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, dict[str, Any]]:
        self._check_rate(headers)
        sent = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        method, path = scope["method"], scope.get("raw_path", scope["path"].encode()).decode("latin-1")
        if method == "OPTIONS" and self.freedom.head_and_options == "answered":
            headers["allow"] = "GET, POST, PUT, DELETE"
            return 200, {}
        key = self._key(sent.get("x-portkey-api-key"))
        if path.endswith("/"):
            self._check_trailing_slash()
            if self.freedom.trailing_slash == "redirected":
                headers["location"] = path.rstrip("/")
                return 308, {}
        if method == "HEAD" and self.freedom.head_and_options == "answered":
            method = "GET"
        route, slug = self._route(method, path.rstrip("/"))
        if body is None:
            raise Refusal(413, "The body is too large.")
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if self.freedom.repeated_parameter == "first":
            query.reverse()
        call = Call(route, key, slug, dict(query), lambda: self._json(sent, body), {})
        return 200, self._operations.answer(call)

    async def _body(self, receive: Receive) -> bytes | None:
        """The body, or nothing where it is too large."""
        parts, size = [], 0
        while True:
            message = await receive()
            part = message.get("body", b"")
            size += len(part)
            if size <= self.freedom.largest_body:
                parts.append(part)
            if message["type"] == "http.disconnect" or not message.get("more_body"):
                return b"".join(parts) if size <= self.freedom.largest_body else None

    def _check_rate(self, headers: dict[str, str]) -> None:
        self._requests += 1
        if self.freedom.too_many and self._requests % self.freedom.too_many == 0:
            soon = datetime.now(UTC) + timedelta(seconds=1)
            dated = self.freedom.retry_after == "date"
            headers["retry-after"] = format_datetime(soon, usegmt=True) if dated else "1"
            raise Refusal(429, "Too many requests.")

    def _check_trailing_slash(self) -> None:
        if self.freedom.trailing_slash == "unknown":
            raise Refusal(404, "There is no such path.")

    def _key(self, sent: str | None) -> Key:
        key = self.world.keys.get(sent or "")
        if key is None or key.revoked:
            raise Refusal(401, "The key is not valid.")
        return key

    def _route(self, method: str, path: str) -> tuple[Route, str]:
        parts = path.removeprefix(f"{BASE}/").split("/")
        there = False
        for route in self._contract.routes:
            if len(parts) == len(route.template) and path.startswith(f"{BASE}/"):
                pairs = list(zip(route.template, parts, strict=True))
                if all(wanted == given or (wanted == "{slug}" and given) for wanted, given in pairs):
                    there = True
                    if route.method == method:
                        slug = next((given for wanted, given in pairs if wanted == "{slug}"), "")
                        return route, unquote(slug)
        raise Refusal(
            self.freedom.missing_method if there else 404, "There is no such path, or no such method."
        )

    def _json(self, headers: dict[str, str], body: bytes) -> dict[str, Any]:
        if self.freedom.content_type == "looked at" and "json" not in headers.get("content-type", "json"):
            raise Refusal(self.freedom.body_not_json, "The body is not said to be JSON.")
        try:
            value = json.loads(body, parse_constant=_no_constant, object_pairs_hook=self._object)
            json.dumps(value, ensure_ascii=False).encode()  # refuses halves of surrogate pairs
        except (ValueError, RecursionError):
            raise Refusal(self.freedom.body_not_json, "The body is not JSON.") from None
        if not isinstance(value, dict):
            raise Refusal(400, "The body is not an object.")
        return value

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) < len(pairs) and self.freedom.repeated_json_key == "refused":
            raise Refusal(400, "The body names one field twice.")
        return value

    def _error(self, refusal: Refusal) -> dict[str, Any]:
        german = self.freedom.language == "German"
        message = GERMAN[refusal.status] if german else refusal.message
        code = CODES.get(refusal.status)
        if self.freedom.error_form == "flat":
            return {"errorCode": code or "AB01", "message": message}
        data: dict[str, Any] = {"message": message}
        if refusal.status not in NO_CODE:
            data["errorCode"] = code
        return {"success": False, "data": data}


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


def _no_constant(name: str) -> Any:
    raise ValueError(name)
