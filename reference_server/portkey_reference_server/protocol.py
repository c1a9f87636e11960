"""HTTP/1.1 as uvicorn speaks it, with bounds: no client, slow or broken, holds a connection for long.

- A request has to arrive whole within `request_timeout` seconds, else it is answered with 408, or the
  connection is closed where nothing of a request came. Time in which the server itself does not read is not
  counted.
- An answer has to be taken: where a client reads nothing of it for as long, the connection is cut.
- What comes of a body after its answer is dropped, so that a client which is still sending reads the answer,
  but not without end.
- What is no HTTP is answered with the documented body of errors.
"""

from __future__ import annotations

import asyncio
import json
import sys
from http import HTTPStatus
from typing import Any, cast
from uuid import uuid4

from h11 import DONE, MUST_CLOSE
from uvicorn.protocols.http.h11_impl import H11Protocol

from .errors import ApiError, head_too_large, malformed, too_slow
from .observing import TRACE_HEADER

LARGEST_HEAD = 64 * 1024
"""Bytes of the line and the headers of a request."""
MOST_DROPPED = 1024 * 1024
"""Bytes of a body that are dropped after its answer."""
_ENDED = (DONE, MUST_CLOSE)  # our side of a request whose other side has not


class Protocol(H11Protocol):
    """One connection."""

    def __init__(self, *args: Any, request_timeout: float, **options: Any) -> None:
        super().__init__(*args, **options)
        self._request_timeout = request_timeout
        self._arriving: asyncio.TimerHandle | None = None
        self._stalled: asyncio.TimerHandle | None = None
        self._bytes_of_head = 0
        self._dropped = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # The flow of the connection keeps the transport itself.
        self.transport = cast("asyncio.Transport", _Joining(transport, self.loop))
        self._arriving = self.loop.call_later(self._request_timeout, self._did_not_arrive)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timers()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        before = self.cycle
        if self._is_answered_early() and self._dropped + len(data) > MOST_DROPPED:
            self._close()
            return
        super().data_received(data)
        if self.transport.is_closing():
            return
        cycle = self.cycle
        if cycle is not before:
            self._bytes_of_head = self._dropped = 0
        if cycle is not None and not cycle.response_complete and not cycle.more_body:
            if self._arriving is not None:  # it is whole
                self._arriving.cancel()
                self._arriving = None
            return
        if self._is_answered_early():
            self._dropped += len(data)
        elif self._awaits_head():
            self._bytes_of_head += len(data)
            if self._bytes_of_head > LARGEST_HEAD:
                self._refuse(head_too_large(LARGEST_HEAD))
                return
        if self._arriving is None:
            self._arriving = self.loop.call_later(self._request_timeout, self._did_not_arrive)

    def send_400_response(self, msg: str) -> None:
        """Answers what is no HTTP, or too much of it; called within the handling of h11's error."""
        hint = getattr(sys.exc_info()[1], "error_status_hint", HTTPStatus.BAD_REQUEST)
        if hint == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE:
            self._refuse(head_too_large(LARGEST_HEAD))
        else:
            self._refuse(malformed())

    def shutdown(self) -> None:
        """Closes the connection, after the request that is arriving or under way."""
        if self._awaits_head() and self._bytes_of_head:
            return  # what is said to every connection at the end closes it after the answer
        super().shutdown()

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._stalled is None:
            self._stalled = self.loop.call_later(self._request_timeout, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    def timeout_keep_alive_handler(self) -> None:
        """Closes an idle connection, also where the client does not take the rest of the last answer."""
        super().timeout_keep_alive_handler()
        self._close()

    def _is_answered_early(self) -> bool:
        """Whether the last request is answered and has not come to its end."""
        return self.cycle is not None and self.cycle.response_complete and self.conn.our_state in _ENDED

    def _awaits_head(self) -> bool:
        return self.cycle is None or (self.cycle.response_complete and not self._is_answered_early())

    def _did_not_arrive(self) -> None:
        self._arriving = None
        cycle = self.cycle
        if self.transport.is_closing():
            return
        if self._awaits_head():
            if self._bytes_of_head:
                self._refuse(too_slow())
            else:
                self._close()
        elif self._is_answered_early():
            self._close()
        elif cycle.more_body:
            if self.flow.read_paused or cycle.waiting_for_100_continue:  # it is the server that is slow
                self._arriving = self.loop.call_later(self._request_timeout, self._did_not_arrive)
            else:
                self._refuse(too_slow())

    def _refuse(self, error: ApiError) -> None:
        """Ends the connection with an answer that the application has no part in."""
        cycle = self.cycle
        answered = self._is_answered_early()
        if cycle is not None and not cycle.response_complete:
            answered = cycle.response_started
            cycle.disconnected = True  # so it looks to the application, which may be waiting for the rest
            cycle.message_event.set()
        if not answered:
            self.transport.write(_on_the_wire(error, self.server_state.default_headers))
        self._close()

    def _close(self) -> None:
        """Closes the connection when what was written is sent, or when nobody takes that."""
        self._stop_timers()
        self._unset_keepalive_if_required()
        self.transport.close()
        if self.transport.get_write_buffer_size():
            self._stalled = self.loop.call_later(self._request_timeout, self.transport.abort)

    def _stop_timers(self) -> None:
        for timer in (self._arriving, self._stalled):
            if timer is not None:
                timer.cancel()
        self._arriving = self._stalled = None


class _Joining:
    """A transport that sends what is written in one turn of the event loop at once: the head of an answer and
    its body are two writes, and each would be a packet and a call of the system.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._written: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if not self._written:
            self._loop.call_soon(self._send)
        self._written.append(data)

    def close(self) -> None:
        self._send()
        self._transport.close()

    def get_write_buffer_size(self) -> int:
        self._send()
        return self._transport.get_write_buffer_size()

    def _send(self) -> None:
        if self._written:
            joined = b"".join(self._written)
            self._written.clear()
            if not self._transport.is_closing():  # the caller may have gone meanwhile
                self._transport.write(joined)


def _on_the_wire(error: ApiError, headers: list[tuple[bytes, bytes]]) -> bytes:
    body = json.dumps(error.body(), separators=(",", ":")).encode()
    lines = [
        f"HTTP/1.1 {error.status} {HTTPStatus(error.status).phrase}".encode(),
        *(name + b": " + value for name, value in headers if name != b"connection"),
        b"content-type: application/json",
        f"content-length: {len(body)}".encode(),
        b"connection: close",
        f"{TRACE_HEADER}: {uuid4()}".encode(),
    ]
    return b"\r\n".join([*lines, b"", body])
