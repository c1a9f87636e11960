"""Numbers for Prometheus, counted in one process or in several that answer on one port.

`prometheus_client` is imported only where numbers are asked for. Several processes share theirs through files
in a directory that the first of them names before any imports it.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .errors import OperatorError
from .observing import OPERATION, Seen

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter, Histogram

PATH = "/metrics"
_DIRECTORY_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """What one process counts. No label holds anything that a caller made up."""

    def __init__(self) -> None:
        from prometheus_client import (
            CollectorRegistry,
            Counter,
            Gauge,
            GCCollector,
            Histogram,
            ProcessCollector,
        )

        self._own = CollectorRegistry()
        if not is_shared():  # these tell of one process only
            ProcessCollector(registry=self._own)
            GCCollector(registry=self._own)
        self._requests = Counter(
            "portkey_http_requests",
            "Requests answered, by operation of the contract and status; 'gone' where the caller went away.",
            ["operation", "status"],
            registry=self._own,
        )
        self._durations = Histogram(
            "portkey_http_request_duration_seconds",
            "From a request's head to the end of its answer.",
            ["operation"],
            buckets=_BUCKETS,
            registry=self._own,
        )
        self._in_flight = Gauge(
            "portkey_http_requests_in_flight",
            "Requests under way.",
            multiprocess_mode="livesum",
            registry=self._own,
        )
        self._database_errors = Counter(
            "portkey_database_errors",
            "Errors of the database by kind, those included after which a call was repeated.",
            ["kind"],
            registry=self._own,
        )
        Gauge(
            "portkey_start_time_seconds",
            "When the server was started, in seconds since 1970.",
            multiprocess_mode="min",
            registry=self._own,
        ).set(time.time())
        self._counters: dict[tuple[str, int | None], tuple[Counter, Histogram]] = {}

    def before(self) -> None:
        """A request begins."""
        self._in_flight.inc()

    def after(self, seen: Seen) -> None:
        """A request came to its end."""
        self._in_flight.dec()
        found = self._counters.get((seen.operation, seen.status))
        if found is None:
            found = (
                self._requests.labels(seen.operation, str(seen.status or "gone")),
                self._durations.labels(seen.operation),
            )
            self._counters[seen.operation, seen.status] = found
        found[0].inc()
        found[1].observe(seen.seconds)

    def count_errors_of(self, engine: Engine) -> None:
        """Counts what goes wrong with a database from now on."""

        def count(context: ExceptionContext) -> None:
            self._database_errors.labels(type(context.original_exception).__name__).inc()

        event.listen(engine, "handle_error", count)

    def route(self) -> Route:
        """`/metrics`, which tells of all processes, whichever is asked."""

        async def metrics(request: Request) -> Response:
            from prometheus_client.exposition import choose_encoder

            request.scope["state"][OPERATION] = "metrics"
            encode, media_type = choose_encoder(request.headers.get("accept", ""))
            text = await run_in_threadpool(lambda: encode(self.registry()))
            return Response(text, headers={"Content-Type": media_type, "Cache-Control": "no-store"})

        return Route(PATH, metrics)

    def registry(self) -> CollectorRegistry:
        """The numbers of all processes."""
        return registry_of_all() if is_shared() else self._own


@cache
def of_this_process() -> Metrics:
    """The one counter of a process that serves."""
    return Metrics()


def is_shared() -> bool:
    """Whether several processes count together."""
    return _DIRECTORY_VARIABLE in os.environ


@contextmanager
def shared(*, among_several: bool) -> Iterator[None]:
    """While the block runs, processes that it starts count together, or this one alone."""
    before = os.environ.pop(_DIRECTORY_VARIABLE, None)
    try:
        if not among_several:
            yield
            return
        with tempfile.TemporaryDirectory(prefix="portkey-metrics-") as folder:
            os.environ[_DIRECTORY_VARIABLE] = folder
            yield
    finally:
        os.environ.pop(_DIRECTORY_VARIABLE, None)
        if before is not None:
            os.environ[_DIRECTORY_VARIABLE] = before


def forget(process: int) -> None:
    """Takes what a process that ended had under way out of the numbers; what it counted stays in them."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(process)  # type: ignore[no-untyped-call]


@contextmanager
def listening(host: str, port: int) -> Iterator[int]:
    """Answers every path on a port of its own with the numbers, from a thread; gives the port.

    Raises `OperatorError` where the port cannot be had.
    """
    from prometheus_client import start_http_server

    registry = registry_of_all() if is_shared() else of_this_process().registry()
    try:
        server, thread = start_http_server(port, host, registry)
    except OSError as error:
        raise OperatorError(
            f"{host}:{port} cannot be bound for the metrics: {error.strerror}.", exit_code=3
        ) from error
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def registry_of_all() -> CollectorRegistry:
    """What all processes counted, read anew whenever it is asked."""
    from prometheus_client import CollectorRegistry, multiprocess

    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry
