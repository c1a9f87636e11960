"""A proxy that passes requests on to one server and writes what went by as HAR 1.2."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

NOT_PASSED_ON = frozenset({"connection", "content-length", "transfer-encoding", "host", "accept-encoding"})


@dataclass
class Recording:
    """What went by so far."""

    base_url: str
    """Where the proxy listens, with the base path of the server behind it."""
    entries: list[dict[str, Any]] = field(default_factory=list)

    def har(self) -> dict[str, Any]:
        """The recording as HAR, in the order in which the requests came."""
        entries = sorted(self.entries, key=lambda one: str(one["startedDateTime"]))
        return {"log": {"version": "1.2", "creator": {"name": "proxy", "version": "1"}, "entries": entries}}

    def write(self, file: Path) -> Path:
        file.write_text(json.dumps(self.har()), encoding="utf-8")
        return file


@contextmanager
def recording_proxy(base_url: str) -> Iterator[Recording]:
    """A proxy on a free loopback port in front of the server at ``base_url``."""
    split = urlsplit(base_url)
    client = httpx.Client(base_url=f"{split.scheme}://{split.netloc}", timeout=30)
    recording = Recording("")
    handler = type("Handler", (_Handler,), {"client": client, "recording": recording})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    recording.base_url = f"http://127.0.0.1:{server.server_port}{split.path}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield recording
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        client.close()


class _Handler(BaseHTTPRequestHandler):
    client: httpx.Client
    recording: Recording
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *arguments: Any) -> None:
        """Quiet."""

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = [(name.lower(), value) for name, value in self.headers.items()]
        # The real clock tells when, the other one in which order and how long.
        moment, begun = datetime.now(UTC), time.perf_counter()
        try:
            answer = self.client.request(
                self.command,
                httpx.URL(self.client.base_url, raw_path=self.path.encode("latin-1")),
                headers=[pair for pair in headers if pair[0] not in NOT_PASSED_ON],
                content=body,
            )
        except httpx.LocalProtocolError:
            self._refuse()
            return
        seconds = time.perf_counter() - begun
        self.recording.entries.append(self._entry(moment, seconds, headers, body, answer))
        self.send_response(answer.status_code)
        for name, value in answer.headers.multi_items():
            if name not in ("connection", "content-length", "content-encoding", "transfer-encoding", "date"):
                self.send_header(name, value)
        self.send_header("content-length", str(len(answer.content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.content)

    def _refuse(self) -> None:
        """Answer a request that HTTP has no way to pass on."""
        raw = b'{"success": false, "data": {"message": "No.", "errorCode": "AB01"}}'
        self.send_response(400)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = _pass_on  # noqa: N815

    def _entry(
        self,
        moment: datetime,
        seconds: float,
        headers: list[tuple[str, str]],
        body: bytes,
        answer: httpx.Response,
    ) -> dict[str, Any]:
        host = urlsplit(self.recording.base_url).netloc
        request: dict[str, Any] = {
            "method": self.command,
            "url": f"http://{host}{self.path}",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _named(dict(headers)),
            "queryString": _named(dict(parse_qsl(urlsplit(self.path).query))),
            "headersSize": -1,
            "bodySize": len(body),
        }
        if body:
            text = body.decode("utf-8", "replace")
            request["postData"] = {"mimeType": "application/json", "params": [], "text": text}
        return {
            "startedDateTime": moment.isoformat().replace("+00:00", "Z"),
            "time": seconds * 1000,
            "request": request,
            "response": {
                "status": answer.status_code,
                "statusText": answer.reason_phrase,
                "httpVersion": "HTTP/1.1",
                "cookies": [],
                "headers": _named(answer.headers),
                "content": {
                    "size": len(answer.content),
                    "mimeType": answer.headers.get("content-type", ""),
                    "text": answer.text,
                },
                "redirectURL": "",
                "headersSize": -1,
                "bodySize": len(answer.content),
            },
            "cache": {},
            "timings": {"send": 0, "wait": seconds * 1000, "receive": 0},
        }


def _named(pairs: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs.items()]
