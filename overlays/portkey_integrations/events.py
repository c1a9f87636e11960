"""What a client tells while it works: events for a hook, lines for a log and spans for OpenTelemetry.

The log is `logging.getLogger("portkey_integrations")`: attempts at DEBUG, waits before a retry at INFO. Spans
follow the semantic conventions for HTTP clients, one for each attempt, in a program that has imported
opentelemetry.trace. None of them has a key, a body or a query.
"""

from __future__ import annotations

import logging
import sys
import time
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from urllib.parse import urlsplit

from .errors import RequestError

if TYPE_CHECKING:
    from .call import Call
    from .client import Settings

LOG = logging.getLogger("portkey_integrations")


class Event(NamedTuple):
    """Something that happened to a call.

    Attributes:
        kind: `attempt` (one has ended), `retry` (the next comes after a wait), or `looked` (after a create of
            unknown outcome, its slug was read).
        operation: The operation of the contract, e.g. createIntegration.
        method: The HTTP method.
        path: The path below the base URL.
        attempt: Which attempt it was, from 1.
        seconds: How long the attempt took, or how long the wait will be.
        status: The HTTP status; None where there was no answer.
        error: The type of the exception that the attempt ended with, or that is the reason to wait; None
            where it succeeded.
        found: What a look at the slug showed: `nothing`, `made here` or `something else`; else None.
    """

    kind: str
    operation: str
    method: str
    path: str
    attempt: int
    seconds: float
    status: int | None
    error: str | None
    found: str | None = None

    def __repr__(self) -> str:
        told = (f"{name}={value!r}" for name, value in self._asdict().items() if value is not None)
        return f"Event({', '.join(told)})"


def tell(settings: Settings, level: int, kind: str, call: Call[Any], *about: Any) -> None:
    """Give an event to the log and the hook; a hook that fails is logged and does not touch the call."""
    if settings.on_event is None and not LOG.isEnabledFor(level):
        return
    event = Event(kind, call.operation.id, call.method, call.path, *about)
    LOG.log(level, "%r", event)
    if settings.on_event is not None:
        try:
            settings.on_event(event)
        except Exception:
            LOG.exception("on_event failed for %r", event)


class Observed:
    """One attempt, seen from outside: times it and tells how it ended.

    Attributes:
        status: The HTTP status, once there is one.
    """

    def __init__(self, settings: Settings, call: Call[Any], number: int) -> None:
        self._settings = settings
        self._call = call
        self._number = number
        self.status: int | None = None
        self._span: Any = None

    def __enter__(self) -> Self:
        self._otel: Any = sys.modules.get("opentelemetry.trace")
        if self._otel is not None:
            self._span = self._otel.get_tracer("portkey_integrations").start_as_current_span(
                f"{self._call.method} {self._call.operation.path}",
                kind=self._otel.SpanKind.CLIENT,
                attributes=self._attributes(),
                record_exception=False,
                set_status_on_exception=False,
            )
            self._current = self._span.__enter__()
        self._started = time.perf_counter()
        return self

    def _attributes(self) -> dict[str, Any]:
        call, url = self._call, urlsplit(self._settings.base_url)
        attributes = {
            "http.request.method": call.method,
            "url.full": self._settings.base_url + call.path,
            "url.template": call.operation.path,
            "server.address": url.hostname or "",
            "server.port": url.port or (443 if url.scheme == "https" else 80),
        }
        return attributes | ({"http.request.resend_count": self._number - 1} if self._number > 1 else {})

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, *frames: Any) -> None:
        seconds = time.perf_counter() - self._started
        if isinstance(error, RequestError):
            error.attempts = self._number
        name = None if kind is None else kind.__name__
        if self._span is not None:
            if self.status is not None:
                self._current.set_attribute("http.response.status_code", self.status)
            if name is not None:
                failed = self.status is not None and self.status >= 300
                self._current.set_attribute("error.type", str(self.status) if failed else name)
                self._current.set_status(self._otel.StatusCode.ERROR)
            self._span.__exit__(None, None, None)
        tell(self._settings, logging.DEBUG, "attempt", self._call, self._number, seconds, self.status, name)
