"""What a server for tests has besides the API, as `serve` was told; a plain server has nothing of it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from .app import app_on
from .chaos import Chaos, ChaosSpec, WithTransport
from .clock_setting import Clocked
from .contract import Contract
from .gateway import gateway_routes
from .storage import Store
from .testing import SavedState, control_routes

CONTRACT, OFFICIAL = DIALECTS = ("contract", "official")
"""What the server speaks: the contract to the letter, or with the known deviations of the live service."""


@dataclass
class Aids:
    """The same in each of several workers."""

    saved: SavedState | None = None
    """What `POST /_control/reset` returns to; without it, there is no route under `/_control`."""
    clocked: bool = False
    """Whether the clock was set at the start; with `saved` it can be set at any time."""
    dialect: str = CONTRACT
    chaos: ChaosSpec | None = None
    record: Path | None = None
    """A HAR file that `begin_recording` made."""
    salt: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    """Of what stands for secrets in the recording."""
    _chaos: Chaos | None = field(default=None, init=False, repr=False)

    def app_on(self, store: Store, contract: Contract, report: Path | None = None) -> Starlette:
        """The application on an open store, with the routes of a server for tests."""
        control: list[BaseRoute] = []
        if self.saved is not None:
            control = [*control_routes(lambda: self.reset(store)), *gateway_routes(store, contract)]
        app = app_on(store, contract, report, control)
        if self.clocked or self.saved is not None:
            app.add_middleware(Clocked, store=store)
        return app

    def around(self, app: ASGIApp, store: Store, contract: Contract) -> ASGIApp:
        """What answers in place of the application: itself, where nothing else is wanted."""
        if self.dialect == OFFICIAL:
            from .dialects import Official

            app = Official(app, contract, store)
        if self.chaos is not None:
            app = self._chaos = Chaos(app, self.chaos)
        if self.record is not None:
            from .recording import Recorded

            app = Recorded(app, contract, self.record, self.salt)
        return app if self.chaos is None else WithTransport(app)

    def reset(self, store: Store) -> None:
        """Returns to the state of the start, and to the beginning of the chaos."""
        assert self.saved is not None  # noqa: S101 - there is no route to here
        self.saved.bring_back(store)
        if self._chaos is not None:
            self._chaos.begin_anew()
