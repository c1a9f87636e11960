"""What is told of every request that was answered: a line in the log, and numbers for Prometheus.

The application is wrapped only where something is to be told: requests cost nothing more without it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .auth import Caller
from .logs import LogFormat, log_to_stderr, with_fields
from .storage import Store

TRACE_HEADER = "x-portkey-trace-id"
OPERATION, CALLER, TRACE_ID = "operation", "caller", "trace_id"
"""What the application leaves in the state of a request: the operation's id, who called, the id answered."""
OTHER = "other"
"""What stands for an operation where the request is for none: no path that a caller made up is told."""

_log = logging.getLogger("portkey_reference_server.requests")


@dataclass(frozen=True, slots=True)
class Seen:
    """A request that came to its end; without a status where the caller went away first."""

    operation: str
    status: int | None
    seconds: float
    request_id: str | None
    caller: Caller | None
    address: str | None


class Observed:
    """An application whose requests are seen: `before` and `after` each."""

    def __init__(
        self,
        app: ASGIApp,
        after: tuple[Callable[[Seen], None], ...],
        before: Callable[[], None] = lambda: None,
    ) -> None:
        self._app = app
        self._before = before
        self._after = after

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status: int | None = None

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        state = scope.setdefault("state", {})
        self._before()
        started = time.perf_counter()
        try:
            await self._app(scope, receive, noting)
        finally:
            client = scope.get("client")
            seen = Seen(
                operation=state.get(OPERATION, OTHER),
                status=status,
                seconds=time.perf_counter() - started,
                request_id=state.get(TRACE_ID),
                caller=state.get(CALLER),
                address=client[0] if client else None,
            )
            for tell in self._after:
                tell(seen)


def log_request(seen: Seen) -> None:
    """A line for a request. Of its path, query, headers and body nothing is told: any may hold a secret."""
    caller = seen.caller
    duration = round(seen.seconds * 1000, 3)
    prefix, organisation = (caller.key_prefix, caller.organisation_id) if caller else (None, None)
    _log.info(
        "%s %s %s ms %s %s %s %s",
        seen.operation,
        seen.status or "-",
        duration,
        seen.request_id,
        prefix or "-",
        organisation or "-",
        seen.address or "-",
        extra=with_fields(
            message="request",
            request_id=seen.request_id,
            operation=seen.operation,
            status=seen.status,
            duration_ms=duration,
            key_prefix=prefix,
            organisation_id=organisation,
            address=seen.address,
        ),
    )


@dataclass(frozen=True)
class Observation:
    """What an operator wants to know; the same in every process."""

    log_format: LogFormat
    requests: bool
    """Whether the log has a line for each request."""
    metrics: bool
    """Whether requests are counted."""
    metrics_here: bool
    """Whether the numbers are told on the port of the API, too."""

    def begin_log(self) -> None:
        """Sends the log of this process where it belongs."""
        log_to_stderr(self.log_format, requests=self.requests)

    def of(self, app: Starlette, store: Store) -> ASGIApp:
        """The application with its requests observed; as it is where nothing is wanted."""
        after: tuple[Callable[[Seen], None], ...] = (log_request,) if self.requests else ()
        if not self.metrics:
            return Observed(app, after) if after else app
        from . import metrics

        counted = metrics.of_this_process()
        counted.count_errors_of(store.database.engine)
        if self.metrics_here:
            app.router.routes.append(counted.route())
        return Observed(app, (counted.after, *after), counted.before)
