"""`make kill-server`: kill -9 under write load, and what is there afterwards.

Writers change things of their own, one call after the other, and remember what was answered. Then the server
is killed, all its processes at once; on PostgreSQL, in every other round, the database instead, while the
server goes on. Afterwards every answered write must be there, the one that was under way wholly or not at
all, and `serve check` must find nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import httpx
from portkey_reference_server.master_keys import MASTER_KEY_VARIABLE
from postgres import Cluster, NoPostgresError, private_cluster

from .databases import MASTER_KEY
from .processes import Server, ended, serving

WRITERS = 6
_MOST_THINGS = 5
_FEWEST_ANSWERS = 2 * WRITERS
_SECONDS_OF_LOAD = (0.0, 0.5)
_SECONDS_TO_RECOVER = 60
GONE = None

State = dict[str, Any]
"""What a thing should look like, by aspect; every aspect is written by one call alone."""


class WrongError(AssertionError):
    """Something is not there, or half of it."""


@dataclass
class Writer:
    """One caller: its things as they were answered, and the call that may or may not have been done."""

    name: str
    random: random.Random
    workspaces: list[str]
    things: dict[str, State] = field(default_factory=dict)
    under_way: tuple[str, State | None] | None = None
    """The slug of a thing, and how it looks if the last call was done."""
    answered: int = 0
    made: int = 0

    def write_until_it_fails(self, client: httpx.Client, stop: threading.Event) -> None:
        """One write after the other, until one is not answered with success, or there is enough."""
        while not stop.is_set():
            slug, after, request = self._next()
            self.under_way = (slug, after)
            try:
                response = client.request(**request)
            except httpx.TransportError:
                return
            if response.status_code != 200:
                if response.status_code < 500:
                    raise WrongError(f"{request['method']} {request['url']}: {response.text}")
                return
            self._settle(done=True)
            self.answered += 1

    def _next(self) -> tuple[str, State | None, dict[str, Any]]:
        token = self.random.randrange(10**6, 10**7)
        if len(self.things) < 2 or (len(self.things) < _MOST_THINGS and self.random.random() < 0.3):
            return self._creation(token)
        slug = self.random.choice(sorted(self.things))
        state = self.things[slug]
        path = f"/integrations/{slug}"
        match self.random.randrange(5 if len(self.things) > 2 else 4):
            case 0 | 1:
                body: Any = {"name": f"n{token}", "description": f"d{token}", "key": f"sk-canary-{token}"}
                return slug, state | {"fields": token}, {"method": "PUT", "url": path, "json": body}
            case 2:
                models = [
                    {"slug": f"m{number}", "name": f"n{token}", "enabled": True, "is_custom": True}
                    for number in range(4)
                ]
                request = {"method": "PUT", "url": f"{path}/models", "json": {"models": models}}
                return slug, state | {"models": token}, request
            case 3:
                limits = [{"type": "cost", "credit_limit": token}]
                grants = [
                    {"id": workspace, "enabled": True, "usage_limits": limits}
                    for workspace in (self.workspaces[:1] if state["scoped"] else self.workspaces)
                ]
                request = {"method": "PUT", "url": f"{path}/workspaces", "json": {"workspaces": grants}}
                return slug, state | {"access": token}, request
        return slug, GONE, {"method": "DELETE", "url": path}

    def _creation(self, token: int) -> tuple[str, State, dict[str, Any]]:
        self.made += 1
        slug, scoped = f"{self.name}-{self.made}", self.random.random() < 0.5
        body = {
            "name": f"n{token}",
            "description": f"d{token}",
            "slug": slug,
            "ai_provider_id": "openai",
            "key": f"sk-canary-{token}",
            **({"workspace_id": self.workspaces[0]} if scoped else {}),
        }
        after = {"scoped": scoped, "fields": token, "models": None, "access": None}
        return slug, after, {"method": "POST", "url": "/integrations", "json": body}

    def _settle(self, *, done: bool) -> None:
        assert self.under_way is not None
        slug, after = self.under_way
        if done and after is GONE:
            del self.things[slug]
        elif done and after is not None:
            self.things[slug] = after
        self.under_way = None

    def check(self, client: httpx.Client) -> None:
        """Raises `WrongError` unless the server has what was answered, and all or none of the last call."""
        seen = {slug: self._seen(client, slug) for slug in self.things}
        if self.under_way is not None:
            slug, after = self.under_way
            seen[slug] = self._seen(client, slug)
            self._settle(done=seen[slug] == after and after != self.things.get(slug))
        for slug, found in seen.items():
            if found != self.things.get(slug):
                raise WrongError(f"{slug}: {self.things.get(slug)} was answered, {found} is there")

    def _seen(self, client: httpx.Client, slug: str) -> State | None:
        path = f"/integrations/{slug}"
        response = client.get(path)
        if response.status_code == 404:
            return GONE
        detail = response.raise_for_status().json()
        tokens = {detail["name"][1:], detail["description"][1:]}
        if len(tokens) != 1 or detail["masked_key"][-3:] != detail["name"][-3:]:
            raise WrongError(f"{slug} is half updated: {detail}")
        models = client.get(f"{path}/models").raise_for_status().json()["models"]
        names = {model["name"] for model in models if model["is_custom"]}
        entries = client.get(f"{path}/workspaces").raise_for_status().json()["workspaces"]
        limits = {(entry["usage_limits"] or [{}])[0].get("credit_limit") for entry in entries}
        scoped = detail["type"] == "workspace"
        if len(names) > 1 or len(limits) > 1:
            raise WrongError(f"{slug} has a half of a call: {names}, {limits}")
        granted = len(entries)
        if granted not in ((1,) if scoped else (0, len(self.workspaces))):
            raise WrongError(f"{slug} has {granted} grants")
        providers = 0
        for workspace in self.workspaces:
            listed = client.get("/providers", params={"workspace_id": workspace, "page_size": 200})
            data = listed.raise_for_status().json()["data"]
            providers += sum(1 for provider in data if provider["integration_id"] == slug)
        if providers != granted:
            raise WrongError(f"{slug} has {granted} grants and {providers} providers")
        return {
            "scoped": scoped,
            "fields": int(detail["name"][1:]),
            "models": int(names.pop()[1:]) if names else None,
            "access": limits.pop() if limits else None,
        }


class Rounds:
    """Rounds of load, a kill, and a look at what is left, all on one database."""

    def __init__(self, folder: Path, database_url: str, seed: int, workers: int) -> None:
        self._folder = folder
        self._database_url = database_url
        self._arguments = ("--workers", str(workers))
        self._random = random.Random(seed)  # noqa: S311 - chooses what to write, guards nothing
        self._seed = seed
        self.writers: list[Writer] = []

    @contextlib.contextmanager
    def _serving(self) -> Iterator[Server]:
        with serving(self._folder, self._database_url, *self._arguments, session=True) as server:
            if not self.writers:
                spaces = [space["id"] for space in server.target["workspaces"].values()]
                self.writers = [
                    Writer(f"w{n}", random.Random(f"{self._seed}/{n}"), spaces)  # noqa: S311 - as above
                    for n in range(WRITERS)
                ]
            with server.client() as client:
                self._look_through(client)  # at what the last round left
            yield server

    def kill_server(self) -> None:
        """A round in which all processes of the server die at once."""
        with self._serving() as server:
            with self._load(server):
                os.killpg(server.process.pid, signal.SIGKILL)
            server.process.wait()
        self._check()

    def kill_postgres(self, cluster: Cluster) -> None:
        """A round in which the database dies and comes back, and the server goes on."""
        with self._serving() as server:
            with self._load(server):
                cluster.stop("immediate")
            cluster.start()
            with server.client() as client:
                give_up = time.monotonic() + _SECONDS_TO_RECOVER
                while client.get("/integrations").status_code != 200:
                    if time.monotonic() > give_up:
                        raise WrongError("The server did not recover from a restart of PostgreSQL.")
                self._look_through(client)
        self._check()

    @contextlib.contextmanager
    def _load(self, server: Server) -> Iterator[None]:
        """Writers that write, for a moment before the block and until it is over."""
        stop, failures = threading.Event(), []

        def write(writer: Writer) -> None:
            try:
                with server.client() as client:
                    writer.write_until_it_fails(client, stop)
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=write, args=(writer,)) for writer in self.writers]
        for thread in threads:
            thread.start()
        enough = self.answered + _FEWEST_ANSWERS
        while self.answered < enough and not failures:
            time.sleep(0.01)
        time.sleep(self._random.uniform(*_SECONDS_OF_LOAD))
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        if failures:
            raise failures[0]

    def _check(self) -> None:
        checked = ended("serve", "check", "--database", self._database_url)
        if checked.returncode:
            raise WrongError(f"serve check: {checked.stdout}{checked.stderr}")

    def look(self) -> None:
        """Raises `WrongError` unless a new server finds all that was answered."""
        with self._serving():
            pass

    def _look_through(self, client: httpx.Client) -> None:
        for writer in self.writers:
            writer.check(client)
        known = {slug for writer in self.writers for slug in writer.things}
        listed = client.get("/integrations", params={"page_size": 1000}).raise_for_status().json()
        stored = {integration["slug"] for integration in listed["data"]}
        if stored != known:
            raise WrongError(f"There is {stored ^ known} more or less than what was answered.")

    @property
    def answered(self) -> int:
        """How many writes were answered with success, in all rounds."""
        return sum(writer.answered for writer in self.writers)


def run(rounds: int, *, seed: int, workers: int, postgres: bool, tell: bool = False) -> int:
    """Runs rounds on a new database and gives how many writes were answered; raises `WrongError`."""
    with tempfile.TemporaryDirectory(prefix="pk-kills-") as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        cluster = stack.enter_context(private_cluster(durable=True)) if postgres else None
        database_url = cluster.url if cluster else f"sqlite:///{folder / 'kills.sqlite3'}"
        key = {MASTER_KEY_VARIABLE: os.environ.get(MASTER_KEY_VARIABLE, MASTER_KEY)}
        stack.enter_context(mock.patch.dict(os.environ, key))
        played = Rounds(folder, database_url, seed, workers)
        for number in range(rounds):
            if cluster is not None and number % 2:
                played.kill_postgres(cluster)
            else:
                played.kill_server()
            if tell:
                print(f"round {number + 1} of {rounds}: {played.answered} writes answered so far", flush=True)
        played.look()
        return played.answered


def main() -> int:
    parser = argparse.ArgumentParser(prog="make kill-server", description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--postgres", action="store_true", help="on a private PostgreSQL, killed in turn")
    parser.add_argument("--workers", type=int, default=2, help="of the server (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    started = time.monotonic()
    try:
        answered = run(
            options.rounds,
            seed=options.seed,
            workers=options.workers,
            postgres=options.postgres,
            tell=True,
        )
    except NoPostgresError as reason:
        print(f"kill-server SKIPPED: {reason}")
        return 0
    except WrongError as wrong:
        print(f"WRONG: {wrong}")
        return 1
    print(
        f"{options.rounds} rounds in {time.monotonic() - started:.0f} s: all {answered} answered writes are"
        " there, none is half done, and serve check finds nothing."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
