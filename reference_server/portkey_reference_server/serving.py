"""Running the application: a socket, uvicorn, and a quiet end on SIGTERM or Ctrl-C."""

from __future__ import annotations

import errno
import signal
import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from .app import BASE_PATH
from .errors import OperatorError

_SECONDS_FOR_CALLS_UNDER_WAY = 5


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


def run(app: ASGIApp, listener: socket.socket, when_ready: Callable[[], None]) -> None:
    """Serves until SIGTERM or SIGINT, and lets the calls under way come to their end."""
    # uvicorn raises the signal that ended it once more when it is done; here that is a normal end.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=_SECONDS_FOR_CALLS_UNDER_WAY,
    )
    _Announcing(config, when_ready).run(sockets=[listener])


class _Announcing(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, when_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._when_ready = when_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._when_ready()
