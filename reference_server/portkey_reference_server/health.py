"""Whether the process lives and whether it can serve: `/healthz` and `/readyz`, for whoever starts servers.

Neither is of the contract, neither needs a key, and neither tells more than a word.
"""

from __future__ import annotations

import logging
import threading
import time

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from . import schema
from .errors import OperatorError
from .observing import OPERATION
from .storage import Store
from .vault import read_data_keys

PATHS = ("/healthz", "/readyz")
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
# Whoever reaches the port may ask, and not have a command run each time.
_SECONDS_BETWEEN_RUNS_OF_A_COMMAND = 30

_log = logging.getLogger(__name__)


def health_routes(store: Store) -> list[BaseRoute]:
    """`/healthz` answers 200 for as long as the process answers at all; `/readyz` 200, or 503 with a reason:
    `database`, `schema` or `master_key`.
    """
    probe = _Probe(store)

    async def alive(request: Request) -> Response:
        request.scope["state"][OPERATION] = "healthz"
        return JSONResponse({"status": "alive"}, headers=_HEADERS)

    async def ready(request: Request) -> Response:
        request.scope["state"][OPERATION] = "readyz"
        reason = await run_in_threadpool(probe.what_is_missing)
        if reason is None:
            return JSONResponse({"status": "ready"}, headers=_HEADERS)
        return JSONResponse({"status": "unavailable", "reason": reason}, 503, headers=_HEADERS)

    return [Route(path, endpoint) for path, endpoint in zip(PATHS, (alive, ready), strict=True)]


class _Probe:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._told: str | None = None
        self._asking_for_master_key = threading.Lock()
        self._master_key_is_known_until = 0.0
        self._master_key_is_readable = False

    def what_is_missing(self) -> str | None:
        """The first of what a call needs and does not have, as one word; None where it has all."""
        reason = self._reason()
        if reason != self._told:  # at every change, not at every question
            self._told = reason
            _log.warning("Not ready: %s", reason) if reason else _log.warning("Ready again")
        return reason

    def _reason(self) -> str | None:
        try:
            if not self._schema_is_current():
                return "schema"
            with self._asking_for_master_key:
                return None if self._has_master_key() else "master_key"
        except (SQLAlchemyError, OSError):
            return "database"

    def _schema_is_current(self) -> bool:
        database = self._store.database
        with database.reading() as session:
            try:
                return schema.revision_of(session.connection(), database.name) == schema.HEAD
            except OperatorError:
                return False

    def _has_master_key(self) -> bool:
        source, database = self._store.master_keys, self._store.database
        if time.monotonic() < self._master_key_is_known_until:
            return self._master_key_is_readable
        try:
            keys = source.read()
            with database.reading() as session:
                read_data_keys(session, keys, database.name)
            self._master_key_is_readable = True
        except OperatorError:
            self._master_key_is_readable = False
        if source.command is not None:
            self._master_key_is_known_until = time.monotonic() + _SECONDS_BETWEEN_RUNS_OF_A_COMMAND
        return self._master_key_is_readable
