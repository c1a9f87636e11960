"""A server in one page, right or wrong on demand, for tests of the judge itself.

It knows one key and the five operations on integrations; ``Faults`` make it wrong in one way each.
"""

from __future__ import annotations

import json
import os
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "pk-small-server-key-0123456789"


@dataclass
class Faults:
    """What this server does wrong."""

    create_status: int = 200
    forgets_names: bool = False
    tells_keys: bool = False
    fails_on_wrong_names: bool = False
    drops_on_wrong_names: bool = False
    fails_first_update_only: bool = False
    refuses_deletes: bool = False
    html: bool = False
    reads_only: bool = False
    drops_everything: bool = False
    signals_while_creating: int | None = None
    hidden_field: str | None = None
    falls_silent_after: int | None = None


@dataclass
class State:
    faults: Faults
    integrations: dict[str, dict[str, Any]] = field(default_factory=dict)
    created: int = 0
    updates: int = 0
    paths: list[str] = field(default_factory=list)


@contextmanager
def small_server(**faults: Any) -> Iterator[tuple[str, State]]:
    """A server on a free loopback port: its base URL and what it holds."""
    state = State(Faults(**faults))
    handler = type("Handler", (_Handler,), {"state": state})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    state: State
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *arguments: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        self._answer()

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 - the names that http.server asks for

    def _answer(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        raw = self.rfile.read(length)
        self.state.paths.append(f"{self.command} {self.path}")
        silent_after = self.state.faults.falls_silent_after
        if self.state.faults.drops_everything or len(self.state.paths) > (silent_after or 10**9):
            self.close_connection = True
            return None
        if self.state.faults.html:
            return self._send(200, "<html>hello</html>", "text/html")
        if self.headers.get("x-portkey-api-key") != KEY:
            return self._refuse(401, "AB05")
        if self.state.faults.reads_only and self.command != "GET":
            return self._refuse(403, "AB03")
        path = urlsplit(self.path)
        parts = path.path.removeprefix("/v1").strip("/").split("/")
        if parts[0] != "integrations" or len(parts) > 2:
            return self._refuse(404, "AB08")
        try:
            body = json.loads(raw) if raw else None
        except ValueError:
            return self._refuse(400, "AB01")
        if len(parts) == 1:
            return self._list(parse_qs(path.query)) if self.command == "GET" else self._create(body)
        return self._one(parts[1], body)

    def _list(self, query: dict[str, list[str]]) -> None:
        try:
            page, size = int(query.get("current_page", ["0"])[0]), int(query.get("page_size", ["100"])[0])
        except ValueError:
            return self._refuse(400, "AB01")
        if page < 0 or size < 1:
            return self._refuse(400, "AB01")
        items = [self._shown(one) for one in self.state.integrations.values()]
        data = items[page * size : (page + 1) * size]
        return self._send(200, {"object": "list", "total": len(items), "data": data})

    def _create(self, body: Any) -> None:
        faults = self.state.faults
        if not isinstance(body, dict) or "name" not in body or "ai_provider_id" not in body:
            return self._refuse(400, "AB01")
        if not isinstance(body["name"], str):
            return self._mistreat_a_wrong_name(faults)
        slug = body.get("slug", f"s-{uuid.uuid4().hex[:8]}")
        if not isinstance(slug, str) or not isinstance(body.get("key", ""), str) or not slug:
            return self._refuse(400, "AB01")
        if slug in self.state.integrations:
            return self._refuse(409, "AB07")
        made = {"id": str(uuid.uuid4()), "slug": slug, **{k: v for k, v in body.items() if k != "slug"}}
        self.state.integrations[slug] = made
        self.state.created += 1
        if faults.signals_while_creating is not None:
            os.kill(os.getpid(), faults.signals_while_creating)
            time.sleep(0.1)  # the caller gets the signal long before the answer
        return self._send(faults.create_status, {"id": made["id"], "slug": slug})

    def _mistreat_a_wrong_name(self, faults: Faults) -> None:
        if faults.drops_on_wrong_names:
            self.close_connection = True
            return None
        return self._refuse(500, "AB04") if faults.fails_on_wrong_names else self._refuse(400, "AB01")

    def _one(self, slug: str, body: Any) -> None:
        found = self.state.integrations.get(slug)
        if found is None:
            return self._refuse(404, "AB08")
        if self.command == "GET":
            return self._send(200, self._shown(found))
        if self.command == "DELETE":
            if self.state.faults.refuses_deletes:
                return self._refuse(403, "AB03")
            del self.state.integrations[slug]
            return self._send(200, {})
        if not isinstance(body, dict) or not isinstance(body.get("name", ""), str):
            return self._refuse(400, "AB01")
        self.state.updates += 1
        faults = self.state.faults
        lost = faults.forgets_names or (faults.fails_first_update_only and self.state.updates == 1)
        found.update(
            {k: v for k, v in body.items() if k not in ("slug", "id") and not (lost and k == "name")}
        )
        return self._send(200, {})

    def _shown(self, integration: dict[str, Any]) -> dict[str, Any]:
        key = integration.get("key") or ""
        shown = {
            "id": integration["id"],
            "organisation_id": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
            "ai_provider_id": integration["ai_provider_id"],
            "name": integration["name"],
            "status": "active",
            "created_at": "2023-11-07T05:31:56Z",
            "last_updated_at": None,
            "slug": integration["slug"],
            "description": integration.get("description"),
            "object": "integration",
            "masked_key": f"{key[:2]}*****{key[-3:]}" if len(key) > 11 else "*****",
            "allow_all_models": True,
        }
        if self.state.faults.hidden_field:
            shown[self.state.faults.hidden_field] = 1
        return shown | ({"masked_key": key} if self.state.faults.tells_keys else {})

    def _refuse(self, status: int, code: str) -> None:
        self._send(status, {"success": False, "data": {"message": "No.", "errorCode": code}})

    def _send(self, status: int, body: Any, kind: str = "application/json") -> None:
        raw = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)
