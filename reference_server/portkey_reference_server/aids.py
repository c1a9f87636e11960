"""What a server for tests has besides the API, as `serve` was told; a plain server has nothing of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from .app import app_on
from .clock_setting import Clocked
from .contract import Contract
from .gateway import gateway_routes
from .storage import Store
from .testing import SavedState, control_routes


@dataclass(frozen=True)
class Aids:
    """The same in each of several workers."""

    saved: SavedState | None = None
    """What `POST /_control/reset` returns to; without it, there is no route under `/_control`."""
    clocked: bool = False
    """Whether the clock was set at the start; with `saved` it can be set at any time."""

    def app_on(self, store: Store, contract: Contract, report: Path | None = None) -> Starlette:
        """The application on an open store, with these aids."""
        saved = self.saved
        control: list[BaseRoute] = []
        if saved is not None:
            control = [*control_routes(lambda: saved.bring_back(store)), *gateway_routes(store, contract)]
        app = app_on(store, contract, report, control)
        if self.clocked or saved is not None:
            app.add_middleware(Clocked, store=store)
        return app
