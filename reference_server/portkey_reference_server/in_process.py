"""A server in the process of the tests that use it, on a free port or without one."""

from __future__ import annotations

import contextlib
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import event
from starlette.types import ASGIApp

from .aids import CONTRACT, DIALECTS, Aids
from .auth import HEADER
from .chaos import read_chaos
from .contract import load_contract
from .demo import make_demo
from .errors import OperatorError
from .fixtures import read_fixtures
from .master_keys import MasterKeySource
from .serving import base_url_of, bind, running
from .storage import open_store
from .targets import TargetWorkspace
from .testing import begin_testing, saved_state


class LocalServer(contextlib.AbstractContextManager["LocalServer"]):
    """A reference server with demonstration data, until it is closed; its `repr` shows no key.

    It listens when its `url` is asked for; `app` is the same server as an ASGI application without a port.
    """

    def __init__(
        self, *, fixtures: Path | str | None = None, chaos: str | None = None, dialect: str = CONTRACT
    ) -> None:
        """Starts it.

        Args:
            fixtures: A state file, as `serve --fixtures` takes it; secrets that are not there get stand-ins.
            chaos: What goes wrong, as `serve --chaos` takes it.
            dialect: `contract`, or `official` for the deviations of the live service.

        Raises:
            OperatorError: The file or one of the arguments cannot be used.
        """
        if dialect not in DIALECTS:
            raise OperatorError(f"There is no dialect {dialect}: it is one of {', '.join(DIALECTS)}.")
        spec = read_chaos(chaos) if chaos else None
        contract = load_contract()
        state = read_fixtures(Path(fixtures), contract, stand_in_secrets=True) if fixtures else None
        self._at_the_end = contextlib.ExitStack()
        self._url: str | None = None
        self._lock = threading.Lock()
        try:
            folder = Path(
                self._at_the_end.enter_context(tempfile.TemporaryDirectory(prefix="portkey-testing-"))
            )
            store = open_store(
                f"sqlite:///{folder / 'portkey.sqlite3'}",
                create=True,
                master_keys=MasterKeySource(folder / "master.key", None),
            )
            self._at_the_end.callback(store.close)
            event.listen(store.database.engine, "connect", _without_waiting_for_the_disk)
            begin_testing(store, adopt=False)
            if state is not None:
                state.load(store, contract)
            with store.write() as session:
                demo = make_demo(session, contract, {})
            saved = self._at_the_end.enter_context(saved_state(store, folder))
        except BaseException:
            self._at_the_end.close()
            raise
        self._keys, self._workspaces = demo.keys, demo.workspaces
        self._store, self._aids = store, Aids(saved, dialect=dialect, chaos=spec)
        self._app = self._aids.around(self._aids.app_on(store, contract), store, contract)

    @property
    def app(self) -> ASGIApp:
        """The server as an ASGI application, with the API below `/v1`."""
        return self._app

    @property
    def url(self) -> str:
        """The base URL of the API, e.g. `http://127.0.0.1:40123/v1`; the server listens from now on."""
        with self._lock:
            if self._url is None:
                listener = bind("127.0.0.1", 0)
                self._at_the_end.callback(listener.close)
                self._at_the_end.enter_context(running(self._app, listener))
                self._url = base_url_of(listener)
            return self._url

    @property
    def keys(self) -> Mapping[str, str]:
        """API keys by role: `admin`, `workspace`, `other_workspace`, `read_only`, `other_organisation` and
        `revoked`.
        """
        return self._keys

    @property
    def admin_key(self) -> str:
        """An organisation key with every scope."""
        return self._keys["admin"]

    @property
    def workspace_key(self) -> str:
        """A key of the workspace `first`."""
        return self._keys["workspace"]

    @property
    def workspaces(self) -> Mapping[str, TargetWorkspace]:
        """`first`, `second` and `third`, each with its `id` and `slug`."""
        return self._workspaces

    def headers(self, role: str = "admin") -> dict[str, str]:
        """The header that carries a key."""
        return {HEADER: self._keys[role]}

    def reset(self) -> None:
        """Returns to the state of the start, keys and the order of chaos included."""
        self._aids.reset(self._store)

    def close(self) -> None:
        """Ends it; everything that was stored is gone."""
        self._at_the_end.close()

    def __exit__(self, *_: object) -> None:
        self.close()


def _without_waiting_for_the_disk(connection: Any, _: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")
