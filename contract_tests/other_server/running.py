"""The server on a port of loopback, with the files that tell a judge what it may use."""

from __future__ import annotations

import socket
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from .app import BASE, OtherServer

VARIABLE = "OTHER_SERVER_{}_KEY"
SECONDS_TO_START = 10


def listen(port: int) -> tuple[socket.socket, str]:
    """A socket of loopback, and the base URL on it."""
    # Named TCP, or asyncio leaves Nagle's algorithm on and each answer takes 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    listening.listen(128)
    return listening, f"http://127.0.0.1:{listening.getsockname()[1]}{BASE}"


def serving(app: OtherServer) -> uvicorn.Server:
    return uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off"))


def write_target(
    app: OtherServer,
    base_url: str,
    file: Path,
    told: Mapping[str, str] | None = None,
    workspaces: Collection[str] = ("first", "second"),
) -> None:
    """Writes a target file, and the keys beside it.

    Args:
        told: The roles to tell of, each with the role whose key it gets; every role with its own if absent.
        workspaces: Which of ``first`` and ``second`` to tell of.
    """
    told = {role: role for role in app.keys} if told is None else told
    lines = [f'base_url = "{base_url}"', "", "[keys]"]
    lines += [f'{role} = "{VARIABLE.format(role.upper())}"' for role in told]
    for name, workspace in zip(("first", "second"), app.world.organisations[0].workspaces, strict=False):
        if name in workspaces:
            lines += ["", f"[workspaces.{name}]", f'id = "{workspace.id}"', f'slug = "{workspace.slug}"']
    file.parent.mkdir(parents=True, exist_ok=True)
    values = [f"{VARIABLE.format(role.upper())}={app.keys[whose]}\n" for role, whose in told.items()]
    environment = file.with_name("target.env")
    environment.touch(mode=0o600)
    environment.write_text("".join(values))
    finished = file.with_name(f".{file.name}")
    finished.write_text("\n".join(lines) + "\n")
    finished.replace(file)


@contextmanager
def other_server(app: OtherServer) -> Iterator[str]:
    """The server in a thread of its own: its base URL."""
    listening, base_url = listen(0)
    server = serving(app)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        yield base_url
    finally:
        server.should_exit = True
        thread.join(SECONDS_TO_START)
        listening.close()
