"""`--record FILE`: the calls of the API and their answers as HAR 1.2, without keys and secrets.

What is recorded is what the contract says to be no secret: the values of its fields but the secret ones, of
its query parameters, and of a few headers. All other text, and each secret, has a stand-in, the same for the
same text, so that a judge still sees what was equal. Masks stay as they are.

The file is complete after each call: an entry is written over the end of the file, together with a new end.
"""

from __future__ import annotations

import fcntl
import hmac
import json
import logging
import os
import re
import secrets
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .app import BASE_PATH
from .contract import Contract, Json
from .errors import OperatorError

_END = b"\n]}}\n"
_HEADERS = frozenset(
    {
        *("accept", "accept-encoding", "allow", "connection", "content-length", "content-type", "date"),
        *("retry-after", "transfer-encoding", "user-agent", "x-portkey-trace-id"),
    }
)
"""Whose values are recorded; any other may be a key."""
_CONFIGURATIONS = ("configurations", "model_config")
"""Free-form for a provider that the contract does not know: what such a one calls a secret is not known."""

_log = logging.getLogger(__name__)


class Redaction:
    """What is left of a value that may be a secret."""

    def __init__(self, contract: Contract, salt: bytes) -> None:
        self._salt = salt
        self._secret = contract.secret_fields.keys()
        self._maps = {
            name
            for field in contract.secret_fields.values()
            if field.kind == "map"
            for name in (field.name, field.masked_as)
        }
        self._masks = contract.masked_names
        self._fields = contract.field_names
        self._of_configurations = contract.all_configuration_fields
        self._parameters = {
            parameter.name for operation in contract.operations for parameter in operation.query
        }
        paths = [BASE_PATH + operation.path for operation in contract.operations]
        self._known_paths = re.compile("|".join(re.sub(r"\{[^}]+\}", "[^/]+", path) for path in paths))
        self._steps = {"", *(step for path in paths for step in path.split("/"))}

    def stand_in(self, text: str) -> str:
        """The same for the same text, and of no use to whoever wants to know it."""
        digest = hmac.digest(self._salt, text.encode("utf-8", "surrogatepass"), "sha256")
        return f"redacted-{digest[:9].hex()}"

    def headers(self, headers: Iterable[tuple[bytes, bytes]]) -> list[Json]:
        """Every header of a message, as HAR has them."""
        found = []
        for raw_name, raw_value in headers:
            name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
            found.append({"name": name, "value": value if name in _HEADERS else self.stand_in(value)})
        return found

    def query(self, text: str) -> list[tuple[str, str]]:
        """The parameters of a query."""
        return [
            (name, value) if name in self._parameters else (self.stand_in(name), self.stand_in(value))
            for name, value in parse_qsl(text, keep_blank_values=True)
        ]

    def path(self, path: str) -> str:
        """A path of the API; one that the contract does not know may hold anything."""
        if self._known_paths.fullmatch(path):
            return path
        return "/".join(step if step in self._steps else self.stand_in(step) for step in path.split("/"))

    def body(self, raw: bytes) -> str | None:
        """A JSON body; None where there is none, or it is something else, in which a key may be anywhere."""
        try:
            value = json.loads(raw, object_pairs_hook=_unique)
            recorded = self._value(value) if isinstance(value, dict) else self._redacted(value)
            return json.dumps(recorded, ensure_ascii=False, allow_nan=False)
        except (ValueError, RecursionError):
            return None

    def _value(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._value(one) for one in value]
        if not isinstance(value, dict):
            return value
        return {
            name if name in self._fields else self.stand_in(name): self._field(name, one)
            for name, one in value.items()
        }

    def _field(self, name: str, value: Any) -> Any:
        if name in self._maps and isinstance(value, dict):
            is_mask = name in self._masks
            return {entry: one if is_mask else self._redacted(one) for entry, one in value.items()}
        if name in self._masks:
            return value
        if name in self._secret or name not in self._fields:
            return self._redacted(value)
        if name in _CONFIGURATIONS:
            if not isinstance(value, dict):
                return self._redacted(value)
            return {
                entry: self._field(entry, one) if entry in self._of_configurations else self._redacted(one)
                for entry, one in value.items()
            }
        return self._value(value)

    def _redacted(self, value: Any) -> Any:
        """A stand-in for each text in a value, which keeps its form."""
        if isinstance(value, dict):
            return {self.stand_in(name): self._redacted(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self._redacted(one) for one in value]
        return self.stand_in(value) if isinstance(value, str) and value else value


class HarFile:
    """A HAR file that several processes append to, and that is whole after each entry."""

    def __init__(self, file: Path) -> None:
        self._descriptor = os.open(file, os.O_RDWR)

    def append(self, entry: Json) -> None:
        """Adds an entry."""
        text = json.dumps(entry).encode()
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        end = os.fstat(self._descriptor).st_size - len(_END)
        try:
            is_first = os.pread(self._descriptor, 1, end - 1) == b"["
            self._write((b"\n" if is_first else b",\n") + text + _END, end)
        except OSError as error:  # the disk is full: the server is more than its recording
            os.pwrite(self._descriptor, _END, end)
            os.ftruncate(self._descriptor, end + len(_END))
            _log.error("a call was not recorded: %s", error.strerror)
        finally:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def _write(self, text: bytes, at: int) -> None:
        while text:
            written = os.pwrite(self._descriptor, text, at)
            text, at = text[written:], at + written


def begin_recording(file: Path, version: str) -> Path:
    """Makes a HAR file without entries, for its owner alone, in the place of one that is there; raises
    `OperatorError`.
    """
    head = {"version": "1.2", "creator": {"name": "portkey-integrations", "version": version}, "entries": []}
    text = json.dumps({"log": head}).encode().removesuffix(b"]}}") + _END
    try:
        unfinished = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
        unfinished.touch(mode=0o600, exist_ok=False)
        unfinished.write_bytes(text)
        unfinished.replace(file)
    except OSError as error:
        raise OperatorError(f"--record {file} cannot be written: {error.strerror}.", exit_code=3) from error
    return file.resolve()


class Recorded:
    """An application whose calls of the API are recorded, as the caller saw them."""

    def __init__(self, app: ASGIApp, contract: Contract, file: Path, salt: bytes) -> None:
        self._app = app
        self._redaction = Redaction(contract, salt)
        self._har = HarFile(file)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(f"{BASE_PATH}/"):
            await self._app(scope, receive, send)
            return
        sent, answered = bytearray(), bytearray()
        start: Message | None = None
        is_recorded = False
        began, clock = datetime.now(UTC), time.perf_counter()

        async def heard() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                sent.extend(message.get("body", b""))
            return message

        def append() -> None:
            nonlocal is_recorded
            is_recorded = True
            milliseconds = round((time.perf_counter() - clock) * 1000, 3)
            self._har.append(
                {
                    "startedDateTime": began.isoformat(timespec="microseconds").replace("+00:00", "Z"),
                    "time": milliseconds,
                    "request": self._request(scope, bytes(sent)),
                    "response": self._response(scope, start, bytes(answered)),
                    "cache": {},
                    "timings": {"send": 0, "wait": milliseconds, "receive": 0},
                }
            )

        async def told(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
            else:
                answered.extend(message.get("body", b""))
                if not message.get("more_body"):
                    append()  # before the caller has it: what was answered is in the file
            await send(message)

        try:
            await self._app(scope, heard, told)
        finally:
            if not is_recorded:
                append()

    def _request(self, scope: Scope, body: bytes) -> Json:
        query = self._redaction.query(scope["query_string"].decode("latin-1"))
        host, port = scope.get("server") or ("localhost", None)
        host = f"[{host}]" if ":" in host else host
        path = quote(self._redaction.path(scope["path"]))
        url = f"{scope['scheme']}://{host}{f':{port}' if port else ''}{path}"
        recorded = {
            "method": scope["method"],
            "url": url + (f"?{urlencode(query)}" if query else ""),
            "httpVersion": f"HTTP/{scope['http_version']}",
            "cookies": [],
            "headers": self._redaction.headers(scope["headers"]),
            "queryString": [{"name": name, "value": value} for name, value in query],
            "headersSize": -1,
            "bodySize": len(body),
        }
        if body:
            text = self._redaction.body(body)
            recorded["postData"] = {"mimeType": "application/json", **({"text": text} if text else {})}
        return recorded

    def _response(self, scope: Scope, start: Message | None, body: bytes) -> Json:
        status = start["status"] if start else 0
        headers = self._redaction.headers(start.get("headers", ())) if start else []
        text = self._redaction.body(body)
        kind = next((one["value"] for one in headers if one["name"] == "content-type"), "")
        return {
            "status": status,
            "statusText": HTTPStatus(status).phrase if status in _STATUSES else "",
            "httpVersion": f"HTTP/{scope['http_version']}",
            "cookies": [],
            "headers": headers,
            "content": {"size": len(body), "mimeType": kind, **({"text": text} if text else {})},
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": len(body),
        }


_STATUSES = frozenset(HTTPStatus)


def _unique(pairs: list[tuple[str, Any]]) -> Json:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name is given twice")
    return dict(pairs)
