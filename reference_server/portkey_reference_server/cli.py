"""`portkey-integrations serve`, `keys` and `audit`."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from starlette.types import ASGIApp

from . import maintenance, metrics
from .aids import DIALECTS, Aids
from .app import BASE_PATH
from .audit import as_document, as_line, entries
from .chaos import read_chaos
from .clock import Clock, clock_from, using
from .clock_setting import start_clock
from .contract import Contract, load_contract
from .demo import make_demo
from .fixtures import Fixtures, read_fixtures
from .keys import create_key, list_keys, revoke_key
from .logs import FORMATS
from .master_keys import MasterKeySource
from .observing import Observation
from .options import DEFAULT_DATABASE, add_database, master_key_source, open_named_store, told
from .recording import begin_recording
from .serving import SECONDS_FOR_A_REQUEST, base_url_of, bind, run, run_workers
from .storage import Store, open_store
from .targets import Target, environment_file, read_keys
from .testing import WARNING, begin_testing, end_testing, saved_state
from .throttling import Rate, Throttle, throttle


def serve(argv: list[str]) -> int:
    """Runs the reference server until it is told to stop, or a command on its database; the exit code."""
    if argv and argv[0] in maintenance.COMMANDS:
        return maintenance.COMMANDS[argv[0]](argv[1:])
    parser = argparse.ArgumentParser(
        prog="portkey-integrations serve",
        description="A Portkey control plane in the small, with its state in a SQLite file or PostgreSQL.",
        epilog=f"Commands on its database: serve {', serve '.join(maintenance.COMMANDS)}; each has --help.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument(
        "--port",
        type=_port,
        default=8787,
        help="port to listen on; 0 takes a free one (default: %(default)s)",
    )
    add_database(parser, "made where it is missing")
    parser.add_argument(
        "--demo", action="store_true", help="make two organisations, workspaces and keys of every kind"
    )
    parser.add_argument(
        "--target",
        type=Path,
        metavar="FILE",
        help="with --demo: write FILE for `portkey-integrations conform --target`, and target.env beside it",
    )
    parser.add_argument(
        "--fixtures",
        type=Path,
        metavar="FILE",
        help="load a state, as `portkey-integrations export` writes it, into the organisation `demo`",
    )
    parser.add_argument(
        "--stand-in-secrets",
        action="store_true",
        help="with --fixtures: a secret that it refers to and that is not there gets a stand-in",
    )
    parser.add_argument(
        "--testing",
        action="store_true",
        help="let every caller return to the state of the start with POST /_control/reset; without --database"
        " everything is gone at the end",
    )
    parser.add_argument(
        "--adopt-database",
        action="store_true",
        help="with --testing: use a database that holds other data; a reset returns to what it holds now",
    )
    parser.add_argument(
        "--dialect",
        choices=DIALECTS,
        default=DIALECTS[0],
        help="answer as the contract says, or as the live service is known to deviate (default: %(default)s)",
    )
    parser.add_argument(
        "--chaos",
        metavar="SPEC",
        help="let a share of the calls go wrong, e.g. delay=0.05:200ms,429=0.02:1s,500=0.01,reset=0.01,"
        "cut=0.01,seed=7",
    )
    parser.add_argument(
        "--record",
        type=Path,
        metavar="FILE",
        help="write the calls of the API as HAR, without keys and secrets, in the place of the file",
    )
    parser.add_argument(
        "--workers",
        type=_count,
        default=1,
        metavar="N",
        help="processes that answer on the same port, on the same database (default: %(default)s)",
    )
    parser.add_argument(
        "--rate-limit",
        type=_rate,
        metavar="N/s|min|h",
        help="calls of the API that each key may make in a time, in all workers together: more get 429",
    )
    parser.add_argument(
        "--clock",
        type=_clock,
        metavar="MOMENT[,frozen]",
        help="let the server's clock begin at a moment, e.g. 2026-03-31T12:00:00Z, or stand there",
    )
    parser.add_argument(
        "--conformance-report",
        type=Path,
        metavar="DIR",
        help="what `portkey-integrations conform --report DIR` wrote, for the console to show",
    )
    parser.add_argument(
        "--log-format",
        choices=FORMATS,
        help="log a line for each request, and everything else, as text or as JSON (default: text, without"
        " lines for requests)",
    )
    parser.add_argument("--verbose", action="store_true", help="the same as --log-format text")
    parser.add_argument(
        "--metrics",
        action="store_true",
        help="numbers for Prometheus at /metrics, for everybody who reaches the port",
    )
    parser.add_argument(
        "--metrics-port",
        type=_port,
        metavar="PORT",
        help="the same on a port of its own, on the same host or on --metrics-host; 0 takes a free one",
    )
    parser.add_argument(
        "--request-timeout",
        type=_seconds,
        default=SECONDS_FOR_A_REQUEST,
        metavar="SECONDS",
        help="within which a request has to arrive whole, and an answer to be taken (default: %(default)g)",
    )
    parser.add_argument("--metrics-host", metavar="HOST", help="address of --metrics-port")
    parser.set_defaults(database=None)
    arguments = parser.parse_args(argv)
    if arguments.target is not None and not arguments.demo:
        parser.error("--target describes the demonstration data: add --demo")
    if arguments.metrics_host is not None and arguments.metrics_port is None:
        parser.error("--metrics-host is the address of --metrics-port: add it")
    if arguments.stand_in_secrets and arguments.fixtures is None:
        parser.error("--stand-in-secrets is about the secrets of --fixtures")
    if arguments.adopt_database and (not arguments.testing or arguments.database is None):
        parser.error("--adopt-database is about the --database of --testing")
    return told(lambda: _serve(arguments))


def keys(argv: list[str]) -> int:
    """Creates, lists and revokes keys; gives the exit code."""
    parser = argparse.ArgumentParser(
        prog="portkey-integrations keys", description="The keys that a reference server accepts."
    )
    commands = parser.add_subparsers(required=True, metavar="create|list|revoke")

    create = commands.add_parser("create", help="make a key and print it, once")
    create.add_argument("--organisation", help="name or id (default: the only one there is)")
    create.add_argument("--workspace", help="slug or id: makes a workspace key instead of an admin key")
    create.add_argument("--name", default="key", help="what the list shows (default: %(default)s)")
    create.add_argument(
        "--scope", action="append", metavar="SCOPE", help="repeatable (default: all of its kind)"
    )
    create.add_argument("--read-only", action="store_true", help="only the scopes that change nothing")
    create.add_argument(
        "--make", action="store_true", help="make the database, organisation and workspace that are missing"
    )
    create.set_defaults(command=create_key)

    listing = commands.add_parser(
        "list", help="show keys: id, state, kind, organisation, visible prefix, name"
    )
    listing.set_defaults(command=list_keys, make=False)

    revoke = commands.add_parser("revoke", help="make a key worthless, now")
    revoke.add_argument("id", help="the id that `keys list` shows")
    revoke.set_defaults(command=revoke_key, make=False)

    for command in (create, listing, revoke):
        add_database(command, "the one that `serve` uses")
    arguments = parser.parse_args(argv)

    def work() -> None:
        store = open_named_store(arguments, create=arguments.make)
        try:
            arguments.command(store, load_contract(), arguments)
        finally:
            store.close()

    return told(work)


def audit(argv: list[str]) -> int:
    """Prints the audit log; gives the exit code."""
    parser = argparse.ArgumentParser(
        prog="portkey-integrations audit",
        description="Who did what to which resource, when and from where: a line for each, oldest first.",
    )
    parser.add_argument("--organisation", metavar="NAME", help="only of this one, by name or id")
    parser.add_argument("--resource", metavar="SLUG", help="only about this one, by slug or id")
    parser.add_argument("--since", metavar="MOMENT", help="only from then on, e.g. 2026-05-02T12:00:00Z")
    parser.add_argument(
        "--limit", type=int, default=100, metavar="N", help="the last N (default: %(default)s)"
    )
    parser.add_argument("--json", action="store_true", help="an object a line, with every field")
    add_database(parser, "the one that `serve` uses")
    arguments = parser.parse_args(argv)

    def work() -> None:
        store = open_named_store(arguments, create=False)
        try:
            with store.read() as session:
                for entry in entries(
                    session,
                    organisation=arguments.organisation,
                    resource=arguments.resource,
                    since=arguments.since,
                    limit=arguments.limit,
                ):
                    print(json.dumps(as_document(entry)) if arguments.json else as_line(entry))
        finally:
            store.close()

    return told(work)


def _serve(arguments: argparse.Namespace) -> None:
    observation = Observation(
        log_format=arguments.log_format or "text",
        requests=arguments.log_format is not None or arguments.verbose,
        metrics=arguments.metrics or arguments.metrics_port is not None,
        metrics_here=arguments.metrics,
    )
    observation.begin_log()
    contract = load_contract()
    chaos = read_chaos(arguments.chaos) if arguments.chaos is not None else None
    fixtures = None
    if arguments.fixtures is not None:
        fixtures = read_fixtures(arguments.fixtures, contract, stand_in_secrets=arguments.stand_in_secrets)
    with contextlib.ExitStack() as at_the_end:
        folder = None
        if arguments.testing:
            folder = Path(at_the_end.enter_context(tempfile.TemporaryDirectory(prefix="portkey-testing-")))
        arguments.database = arguments.database or (
            f"sqlite:///{folder / 'portkey.sqlite3'}" if folder else DEFAULT_DATABASE
        )
        listener = bind(arguments.host, arguments.port)
        at_the_end.callback(listener.close)
        base_url = base_url_of(listener)
        store = open_named_store(arguments, create=True)
        at_the_end.callback(store.close)
        if folder is not None:
            begin_testing(store, adopt=arguments.adopt_database)
        else:
            end_testing(store)
        if arguments.clock is not None:
            start_clock(store, arguments.clock)
        with using(arguments.clock):
            notes = _load(fixtures, store, contract) if fixtures is not None else []
            notes += _prepare_demo(store, contract, base_url, arguments.target) if arguments.demo else []
        notes.append(f"Console: {base_url.removesuffix(BASE_PATH)}/")
        saved = None
        if folder is not None:
            saved = at_the_end.enter_context(saved_state(store, folder))
            notes.append(WARNING)
        if observation.metrics:
            at_the_end.enter_context(metrics.shared(among_several=arguments.workers > 1))
        if arguments.metrics_port is not None:
            host = arguments.metrics_host or arguments.host
            port = at_the_end.enter_context(metrics.listening(host, arguments.metrics_port))
            notes.append(f"Metrics: port {port}")

        def announce() -> None:
            _say(*notes, f"Ready at {base_url} (stop with Ctrl-C)")

        record = begin_recording(arguments.record, contract.version) if arguments.record is not None else None
        aids = Aids(saved, arguments.clock is not None, arguments.dialect, chaos, record)
        among_several = arguments.workers > 1
        limit = at_the_end.enter_context(throttle(arguments.rate_limit, among_several=among_several))
        if arguments.workers == 1:
            app = observation.of(aids.app_on(store, contract, arguments.conformance_report), store)
            app = aids.around(limit.around(app) if limit else app, store, contract)
            run(app, listener, announce, arguments.request_timeout)
        else:
            store.close()
            worker = _Worker(
                arguments.database,
                master_key_source(arguments),
                arguments.conformance_report,
                observation,
                aids,
                limit,
            )
            when_one_ends = metrics.forget if observation.metrics else None
            timeout = arguments.request_timeout
            run_workers(worker, arguments.workers, listener, announce, when_one_ends, timeout)


@dataclass(frozen=True)
class _Worker:
    """Makes the application of one process of several."""

    database_url: str = field(repr=False)
    master_keys: MasterKeySource | None
    conformance_report: Path | None
    observation: Observation
    aids: Aids
    limit: Throttle | None

    def __call__(self) -> ASGIApp:
        self.observation.begin_log()
        store = open_store(self.database_url, create=False, master_keys=self.master_keys)
        contract = load_contract()
        app = self.observation.of(self.aids.app_on(store, contract, self.conformance_report), store)
        return self.aids.around(self.limit.around(app) if self.limit else app, store, contract)


def _load(fixtures: Fixtures, store: Store, contract: Contract) -> list[str]:
    """Loads a state; gives the lines to tell."""
    kept = fixtures.load(store, contract)
    return [f"There already, and not loaded from {fixtures.file}: {', '.join(kept)}"] if kept else []


def _prepare_demo(store: Store, contract: Contract, base_url: str, target: Path | None) -> list[str]:
    """Makes the demonstration data and writes the target; gives the lines to tell, of which none goes to a
    log.
    """
    with store.write() as session:
        demo = make_demo(session, contract, read_keys(target) if target else {})
        if target is not None:
            Target(base_url, demo.keys, demo.workspaces).write(target)
    notes = []
    if demo.replaced_keys:
        notes.append("The demonstration keys of the last start could not be read back and were replaced.")
    if target is not None:
        notes.append(f"Target: {target}; keys: {environment_file(target)}")
    elif sys.stdout.isatty():
        notes += [f"{name}: {key}" for name, key in demo.keys.items()]
    else:
        notes.append("Demonstration keys are not shown here: start with --target FILE, or use `keys create`.")
    return notes


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0.1 <= seconds <= 86_400:
        raise argparse.ArgumentTypeError("a number of seconds from 0.1 to 86400")
    return seconds


def _at_least_one(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) < 2**31):
        raise argparse.ArgumentTypeError("a number from 1 on")
    return int(text)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 64):
        raise argparse.ArgumentTypeError("a number from 1 to 64")
    return int(text)


def _rate(text: str) -> Rate:
    try:
        return Rate.read(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _clock(text: str) -> Clock:
    try:
        return clock_from(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _say(*lines: str) -> None:
    print(*lines, sep="\n", flush=True)
