"""A Portkey control plane in the small: the Integrations API of the contract, with its state in one SQLite
file or in PostgreSQL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if (
    TYPE_CHECKING
):  # every pytest run with this package installed imports it: what is slow comes when it is used
    from .app import create_app
    from .in_process import LocalServer

__all__ = ["LocalServer", "create_app"]


def __getattr__(name: str) -> Any:
    if name == "create_app":
        from .app import create_app

        return create_app
    if name == "LocalServer":
        from .in_process import LocalServer

        return LocalServer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
