"""Running the application: a socket, uvicorn in one process or several, a quiet end on SIGTERM or Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing import parent_process
from multiprocessing.connection import wait
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess, multiprocess

from .app import BASE_PATH
from .errors import OperatorError
from .protocol import LARGEST_HEAD, Protocol

SECONDS_FOR_A_REQUEST = 30.0
"""How long a request may take to arrive, where nothing else is said."""
_SECONDS_FOR_CALLS_UNDER_WAY = 25  # who supervises servers commonly kills them after thirty
_ROUNDS_TO_COME_IN = 10
_SECONDS_TO_START = 60
_SECONDS_BETWEEN_LOOKS = 0.1
_SECONDS_UNTIL_A_WORKER_HANGS = 30


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; raises `OperatorError` where the address cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError) as error:
        raise OperatorError(f"The host {host} is not known.") from error
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise OperatorError(
                f"Port {port} is in use: choose another with --port, or --port 0 for a free one.", exit_code=3
            ) from error
        raise OperatorError(f"{host}:{port} cannot be bound: {error.strerror}.", exit_code=3) from error
    return listener


def base_url_of(listener: socket.socket) -> str:
    """Where callers on this machine reach the API."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - names it, binds nothing
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{BASE_PATH}"


def run(
    app: ASGIApp,
    listener: socket.socket,
    when_ready: Callable[[], None],
    request_timeout: float = SECONDS_FOR_A_REQUEST,
) -> None:
    """Serves until SIGTERM or SIGINT, and lets the calls under way come to their end."""
    # uvicorn raises the signal that ended it once more when it is done; here that is a normal end.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    gc.freeze()  # what is here now stays; without it, the collector would look at all of it again and again
    _Announcing(configuration(app, request_timeout), when_ready).run(sockets=[listener])


@contextlib.contextmanager
def running(app: ASGIApp, listener: socket.socket) -> Iterator[None]:
    """Serves in a thread while the block runs."""
    ready = threading.Event()
    server = _Announcing(configuration(app), ready.set)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        while not ready.wait(_SECONDS_BETWEEN_LOOKS) and thread.is_alive():
            pass
        yield
    finally:
        server.should_exit = True
        thread.join()


def run_workers(
    make_app: Callable[[], ASGIApp],
    count: int,
    listener: socket.socket,
    when_ready: Callable[[], None],
    when_one_ends: Callable[[int], None] | None = None,
    request_timeout: float = SECONDS_FOR_A_REQUEST,
) -> None:
    """The same in `count` processes on one socket; one that dies is replaced, after `when_one_ends` was told
    its id.

    Each makes its own application: `make_app` must be picklable. Raises `OperatorError` where one does not
    start.
    """
    config = configuration(
        _InWorker(make_app),
        request_timeout,
        factory=True,
        workers=count,
        timeout_worker_healthcheck=_SECONDS_UNTIL_A_WORKER_HANGS,
    )
    workers = _AnnouncingWorkers(config, [listener], when_ready, when_one_ends)
    multiprocess.Process = _Process  # type: ignore[misc] # uvicorn 0.54 cannot be told which server to run
    workers.run()
    if not workers.were_ready:
        raise OperatorError("The workers did not start.", exit_code=3)


def configuration(
    app: ASGIApp | Callable[[], ASGIApp], request_timeout: float = SECONDS_FOR_A_REQUEST, **options: Any
) -> uvicorn.Config:
    """How uvicorn serves the application."""
    return uvicorn.Config(
        app,
        http=cast("type[asyncio.Protocol]", partial(Protocol, request_timeout=request_timeout)),
        ws="none",
        h11_max_incomplete_event_size=LARGEST_HEAD,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=_SECONDS_FOR_CALLS_UNDER_WAY,
        **options,
    )


class _InWorker:
    """Makes the application in a process of its own, which ends with the one that started it."""

    def __init__(self, make_app: Callable[[], ASGIApp]) -> None:
        self._make_app = make_app

    def __call__(self) -> ASGIApp:
        threading.Thread(target=_end_with_parent, daemon=True).start()
        try:
            app = self._make_app()
        except OperatorError as error:
            print(error, file=sys.stderr)
            sys.exit(STARTUP_FAILURE)
        gc.freeze()
        return app


def _end_with_parent() -> None:
    """Else workers of a parent that was killed would go on serving, and hold its port."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        signal.raise_signal(signal.SIGTERM)


class _AnnouncingWorkers(Multiprocess):
    def __init__(
        self,
        config: uvicorn.Config,
        sockets: list[socket.socket],
        when_ready: Callable[[], None],
        when_one_ends: Callable[[int], None] | None,
    ) -> None:
        super().__init__(config, sockets)
        self._when_ready = when_ready
        self._when_one_ends = when_one_ends
        self._known: set[int] = set()
        self.were_ready = False

    def init_processes(self) -> None:
        super().init_processes()
        self.were_ready = all(process.wait_until_ready(_SECONDS_TO_START) for process in self.processes)
        if self.were_ready:
            self._when_ready()
        else:
            self.should_exit.set()

    def terminate_all(self) -> None:
        for listener in self.sockets:  # else who comes after the workers would wait here for nobody
            listener.close()
        super().terminate_all()

    def keep_subprocess_alive(self) -> None:
        super().keep_subprocess_alive()
        here = {process.pid for process in self.processes if process.pid is not None}
        if self._when_one_ends is not None:
            for process_id in self._known - here:
                self._when_one_ends(process_id)
        self._known = here


class _Graceful(uvicorn.Server):
    """Loses no request that was sent before it was told to end."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Said in every answer from now on: late connections end with it, and clients look for new ones.
        self.server_state.default_headers.append((b"connection", b"close"))
        await _let_come_in()
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        await _let_come_in()
        await super().shutdown(sockets)


async def _let_come_in() -> None:
    """Lets the event loop accept who is waiting and read what they sent, which takes a few rounds."""
    for _ in range(_ROUNDS_TO_COME_IN):
        await asyncio.sleep(0)


class _Process(multiprocess.Process):
    @property
    def server(self) -> uvicorn.Server:
        if self._server is None:
            self._server = _Graceful(self.config)
        return self._server


class _Announcing(_Graceful):
    def __init__(self, config: uvicorn.Config, when_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._when_ready = when_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._when_ready()
