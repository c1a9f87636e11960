"""Servers that use the liberties which the contract leaves them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from other_server.app import OtherServer
from other_server.freedom import preset
from other_server.running import other_server

from .conftest import WORKSPACES, Server, Traffic


@contextmanager
def other(name: str, **liberties: Any) -> Iterator[Server]:
    """A server by a preset, with the workspaces of the reference server's demonstration."""
    taken = {"too_many": 0, "unknown_secret_reference": "taken", "default_of_a_workspaces_own": "taken"}
    app = OtherServer(dataclasses.replace(preset(name), **{**taken, **liberties}))
    for workspace, slug in zip(app.world.organisations[0].workspaces, WORKSPACES, strict=True):
        workspace.slug = slug
    with other_server(app) as base_url:
        yield Server(base_url, app.keys["admin"], dict(app.keys), Traffic())
