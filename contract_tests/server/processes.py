"""The server as an operator runs it: processes of their own, and their end."""

from __future__ import annotations

import os
import ssl
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx


def command(*arguments: str) -> list[str]:
    """The command line of `portkey-integrations`."""
    return [sys.executable, "-m", "portkey_integrations", *arguments]


def ended(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """What a command that ends by itself said."""
    return subprocess.run(  # noqa: S603 - our own command
        command(*arguments), capture_output=True, text=True, timeout=60, check=False, **options
    )


@dataclass(frozen=True)
class Server:
    """A server with demo data that runs, or ran."""

    process: subprocess.Popen[str]
    errors: Path
    target: dict[str, Any]
    variables: dict[str, str]
    said: list[str]
    """What it told at its start."""

    @property
    def url(self) -> str:
        url: str = self.target["base_url"]
        return url

    def key(self, role: str) -> str:
        return self.variables[self.target["keys"][role]]

    def client(self, role: str = "admin", **options: Any) -> httpx.Client:
        headers = {"x-portkey-api-key": self.key(role)}
        # Reading the certificates of the machine, which are of no use here, takes longer than the calls.
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return httpx.Client(
            base_url=self.url, headers=headers, timeout=60, trust_env=False, verify=tls, **options
        )

    def workers(self) -> list[int]:
        """The ids of the processes that answer, where they are not the one that was started."""
        return [pid for pid in children_of(self.process.pid) if b"spawn_main" in command_line(pid)]


@contextmanager
def serving(folder: Path, database_url: str, *arguments: str, session: bool = False) -> Iterator[Server]:
    """A server that is ready, until the block ends; in a `session` of its own it can be killed at once."""
    target, errors = folder / "demo" / "target.toml", folder / "server.log"
    with errors.open("a") as log:
        process = subprocess.Popen(  # noqa: S603 - our own command
            command(
                *("serve", "--port", "0", "--demo", "--database", database_url),
                *("--target", str(target), *arguments),
            ),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=session,
        )
        try:
            assert process.stdout is not None
            said: list[str] = []
            while not said or not said[-1].startswith("Ready at"):
                said.append(process.stdout.readline())
                assert said[-1], errors.read_text()
            lines = target.with_name("target.env").read_text().splitlines()
            variables = dict(line.split("=", 1) for line in lines)
            yield Server(process, errors, tomllib.loads(target.read_text()), variables, said)
        finally:
            process.terminate()
            process.communicate(timeout=60)


def children_of(parent: int) -> list[int]:
    """The ids of the processes that another one started."""
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and _parent_of(name) == parent]


def command_line(pid: int) -> bytes:
    """How a process was started."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def is_running(pid: int) -> bool:
    """Whether a process is there and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _parent_of(pid: str) -> int | None:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None
