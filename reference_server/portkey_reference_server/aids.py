"""What a server for tests has besides the API, as `serve` was told; a plain server has nothing of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette

from .app import app_on
from .contract import Contract
from .storage import Store
from .testing import SavedState, control_routes


@dataclass(frozen=True)
class Aids:
    """The same in each of several workers."""

    saved: SavedState | None = None
    """What `POST /_control/reset` returns to; without it, there is no such route."""

    def app_on(self, store: Store, contract: Contract, report: Path | None = None) -> Starlette:
        """The application on an open store, with these aids."""
        saved = self.saved
        control = control_routes(lambda: saved.bring_back(store)) if saved is not None else []
        return app_on(store, contract, report, control)
