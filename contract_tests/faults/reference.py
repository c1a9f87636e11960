"""The reference server behind a faulty proxy, in one process; `python -m faults.reference --help`."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import httpx
from portkey_reference_server.app import BASE_PATH, app_on
from portkey_reference_server.contract import load_contract
from portkey_reference_server.demo import make_demo
from portkey_reference_server.storage import open_store
from portkey_reference_server.targets import Target

from faults.definitions import Fault, load_catalogue
from faults.proxy import FaultyProxy, served

UPSTREAM = f"http://reference{BASE_PATH}"
FIRED = "fired.json"


@dataclass(frozen=True)
class FaultyServer:
    """A reference server with a fault, as it runs."""

    target: Path
    proxy: FaultyProxy


@contextmanager
def faulty_server(folder: Path, fault: Fault | None, seed: int = 0) -> Iterator[FaultyServer]:
    """A server with that fault on a free port and a database of its own, while the block runs."""
    contract = load_contract()
    store = open_store(f"sqlite:///{folder / 'db.sqlite'}", create=True)
    try:
        with store.write() as session:
            demo = make_demo(session, contract, {})
        inside = httpx.ASGITransport(app_on(store, contract), raise_app_exceptions=False)
        workspaces = {name: one.slug for name, one in demo.workspaces.items()}
        proxy = FaultyProxy(UPSTREAM, demo.keys, fault, workspaces=workspaces, transport=inside, seed=seed)
        with served(proxy) as origin:
            target = folder / "target.toml"
            Target(f"{origin}{BASE_PATH}", demo.keys, demo.workspaces).write(target)
            yield FaultyServer(target, proxy)
    finally:
        store.close()


def main() -> int:
    """Serve until SIGTERM; then say in the folder how often the fault acted."""
    parser = argparse.ArgumentParser(prog="python -m faults.reference", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the database, target.toml and fired.json go")
    parser.add_argument("--fault", metavar="NAME", help="none makes a server that conforms")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    fault = None if options.fault is None else load_catalogue()[options.fault]
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with faulty_server(options.folder, fault, options.seed) as server:
        stop.wait()
    counted = {"fired": server.proxy.fired, "answered": server.proxy.answered}
    (options.folder / FIRED).write_text(json.dumps(counted), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
