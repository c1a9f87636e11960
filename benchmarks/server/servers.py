"""The contenders: how each is installed, given its database, started, watched and stopped."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from answers import FIELDS
from portkey_reference_server.master_keys import MASTER_KEY_VARIABLE, new_key
from postgres import Cluster, NoPostgresError, private_cluster

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PEERS = ROOT / "benchmarks" / "peers"
FOLDER = ROOT / "build" / "bench-server"
OURS, FASTAPI, PRISM = "ours", "FastAPI + SQLAlchemy", "Prism"
SQLITE, POSTGRES = "SQLite", "PostgreSQL"
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
_SECONDS_TO_START = 60
_SECONDS_TO_END = 20


class SkippedError(Exception):
    """Why a contender cannot be measured here."""


@dataclass(frozen=True)
class Contender:
    """A server as it is started."""

    kind: str
    database: str = ""
    workers: int = 1
    size: int = 100

    @property
    def name(self) -> str:
        """How the tables call it."""
        workers = f"{self.workers} worker{'s' if self.workers > 1 else ''}" if self.kind != PRISM else ""
        return ", ".join(filter(None, (self.kind, self.database, workers)))


@dataclass(frozen=True)
class Running:
    """A contender that answers."""

    port: int
    prefix: str
    key: str = field(repr=False)
    process: subprocess.Popen[bytes]
    seconds_to_start: float

    @property
    def url(self) -> str:
        """Its address, without the prefix of the API."""
        return f"http://127.0.0.1:{self.port}"

    def memory(self) -> Mapping[str, float]:
        """MiB of all its processes: what is theirs, shared pages in proportion, and what is resident."""
        found = {"pss": 0.0, "rss": 0.0}
        for pid in _tree(self.process.pid):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
                name, _, value = line.partition(":")
                if name.lower() in found:
                    found[name.lower()] += int(value.split()[0]) / 1024
        return found

    def cpu_seconds(self) -> float:
        """What all its processes have used so far."""
        ticks = 0
        for pid in _tree(self.process.pid):
            fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


class Servers:
    """What is needed to start contenders: their environments, and their databases as they are at the start of
    each round.
    """

    def __init__(self, stack: ExitStack, *, with_postgres: bool) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        self._stack = stack
        self._with_postgres = with_postgres
        self._cluster: Cluster | NoPostgresError | None = None
        self._master_key = base64.b64encode(new_key()).decode()
        self._filled: dict[tuple[str, str, int], str] = {}
        self._made: set[str] = set()

    @contextmanager
    def running(self, contender: Contender) -> Iterator[Running]:
        """The contender while the block runs; raises `SkippedError` where it cannot be had."""
        with ExitStack() as stack:
            url, key = self._database(contender, stack)
            command, variables, prefix = self._command(contender, url)
            port = _free_port()
            environment = {name: os.environ[name] for name in _KEPT if name in os.environ} | variables
            log = stack.enter_context((FOLDER / "last.log").open("wb"))
            started = time.perf_counter()
            process = subprocess.Popen(  # noqa: S603 - our own commands
                [part.format(port=port) for part in command],
                env=environment,
                cwd=PEERS,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            stack.callback(_end, process)
            _wait_until_ready(process, f"http://127.0.0.1:{port}{prefix}/integrations/bench-1", key)
            yield Running(port, prefix, key, process, time.perf_counter() - started)

    def versions(self) -> dict[str, str]:
        """What was measured."""
        found = {"Python": sys.version.split()[0]}
        for python, names in (
            (sys.executable, ("portkey-integrations", "starlette", "sqlalchemy", "uvicorn", "uvloop")),
            (str(_fastapi_python()), ("fastapi", "pydantic")),
        ):
            if Path(python).exists():
                command = [python, "-m", "pip", "list", "--format", "json", "--disable-pip-version-check"]
                listed = {one["name"].lower(): one["version"] for one in json.loads(_run(command))}
                found.update({name: listed[name] for name in names if name in listed})
        package = PEERS / "prism" / "node_modules" / "@stoplight" / "prism-cli" / "package.json"
        if package.exists():
            found["Prism"] = json.loads(package.read_text("utf-8"))["version"]
        if isinstance(self._cluster, Cluster):
            with psycopg.connect(self._cluster.url) as connection:
                found["PostgreSQL"] = connection.info.parameter_status("server_version") or ""
        return found

    def _command(self, contender: Contender, url: str) -> tuple[list[str], dict[str, str], str]:
        if contender.kind == OURS:
            command = [
                str(Path(sys.executable).with_name("portkey-integrations")),
                "serve",
                "--port",
                "{port}",
            ]
            command += ["--database", url, "--workers", str(contender.workers), "--log-format", "text"]
            return command, self._secrets(contender), "/v1"
        if contender.kind == FASTAPI:
            command = [str(_fastapi_python()), "-m", "uvicorn", "fastapi_server.main:app", "--port", "{port}"]
            return [*command, "--workers", str(contender.workers)], {"DATABASE_URL": url}, "/v1"
        prism = PEERS / "prism" / "node_modules" / ".bin" / "prism"
        return [str(prism), "mock", "--port", "{port}", str(ROOT / "openapi.yaml")], {}, ""

    def _secrets(self, contender: Contender) -> dict[str, str]:
        return {MASTER_KEY_VARIABLE: self._master_key} if contender.database == POSTGRES else {}

    def _database(self, contender: Contender, stack: ExitStack) -> tuple[str, str]:
        """A database for one start, filled, and a key."""
        self._install(contender.kind)
        if contender.kind == PRISM:
            return "", "any"
        if contender.database == SQLITE:
            return self._file(contender, stack)
        return self._postgres_database(contender, stack)

    def _file(self, contender: Contender, stack: ExitStack) -> tuple[str, str]:
        stamp = hashlib.sha256(json.dumps(FIELDS).encode())
        sources = [*HERE.glob("filling.py"), *(PEERS / "fastapi_server").glob("*.py")]
        sources += [ROOT / "reference_server" / "portkey_reference_server" / "tables.py"]
        sources += sorted(
            (ROOT / "reference_server/portkey_reference_server/migrations/versions").glob("*.py")
        )
        for source in sources:
            stamp.update(source.read_bytes())
        kind = contender.kind.partition(" ")[0].lower()
        kept = FOLDER / "data" / f"{kind}-{contender.size}-{stamp.hexdigest()[:12]}"
        if not (kept / "done").exists():
            shutil.rmtree(kept, ignore_errors=True)
            kept.mkdir(parents=True)
            self._fill(contender, f"sqlite:///{kept / 'data.sqlite3'}", kept / "key")
            (kept / "done").touch()
        key = (kept / "key").read_text("utf-8")
        if contender.size > 100_000:  # only read, and long to copy
            return f"sqlite:///{kept / 'data.sqlite3'}", key
        copy = FOLDER / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(kept, copy)
        stack.callback(shutil.rmtree, copy, ignore_errors=True)
        return f"sqlite:///{copy / 'data.sqlite3'}", key

    def _postgres_database(self, contender: Contender, stack: ExitStack) -> tuple[str, str]:
        cluster = self._started_cluster()
        kind = contender.kind.partition(" ")[0].lower()
        template, key_file = f"{kind}_{contender.size}", FOLDER / f"key-of-{kind}-{contender.size}"
        if template not in self._made:
            _execute(cluster, f"DROP DATABASE IF EXISTS {template}")
            _execute(cluster, f"CREATE DATABASE {template} TEMPLATE template0 ENCODING 'UTF8'")
            self._fill(contender, _url(contender, _url_of(cluster, template)), key_file)
            self._made.add(template)
        key = key_file.read_text("utf-8")
        if contender.size > 100_000:
            return _url(contender, _url_of(cluster, template)), key
        _execute(cluster, "DROP DATABASE IF EXISTS copy WITH (FORCE)")
        _execute(cluster, f"CREATE DATABASE copy TEMPLATE {template}")
        stack.callback(_execute, cluster, "DROP DATABASE IF EXISTS copy WITH (FORCE)")
        return _url(contender, _url_of(cluster, "copy")), key

    def _started_cluster(self) -> Cluster:
        if not self._with_postgres:
            raise SkippedError("it was asked to be left out")
        if self._cluster is None:
            try:
                self._cluster = self._stack.enter_context(private_cluster(durable=True, install=True))
            except NoPostgresError as reason:
                self._cluster = reason
        if isinstance(self._cluster, NoPostgresError):
            raise SkippedError(str(self._cluster))
        return self._cluster

    def _fill(self, contender: Contender, url: str, key_file: Path) -> None:
        print(
            f"  filling {contender.kind} on {contender.database} with {contender.size:,} …", file=sys.stderr
        )
        environment = {**os.environ, **self._secrets(contender), "DATABASE_URL": url}
        if contender.kind == OURS:
            command = [sys.executable, str(HERE / "filling.py"), url, str(contender.size), str(key_file)]
            _run(command, environment=environment, text=json.dumps(FIELDS))
            return
        command = [str(_fastapi_python()), "-m", "fastapi_server.fill", str(contender.size)]
        _run(command, environment=environment, text=json.dumps(FIELDS), folder=PEERS)
        key_file.write_text("any", "utf-8")

    def _install(self, kind: str) -> None:
        if kind == FASTAPI:
            requirements = PEERS / "fastapi_server" / "requirements.txt"
            folder = FOLDER / "fastapi"
            if _has_changed(folder / ".requirements", requirements):
                print("  making build/bench-server/fastapi from the package index …", file=sys.stderr)
                venv.create(folder, with_pip=True, clear=True)
                pip = [str(_fastapi_python()), "-m", "pip", "install", "--quiet"]
                _run([*pip, "--disable-pip-version-check", "-r", str(requirements)])
                _note(folder / ".requirements", requirements)
        elif kind == PRISM:
            if shutil.which("npm") is None or shutil.which("node") is None:
                raise SkippedError("it needs Node with npm")
            lock = PEERS / "prism" / "package-lock.json"
            stamp = PEERS / "prism" / "node_modules" / ".lock"
            if _has_changed(stamp, lock):
                print("  installing Prism with npm …", file=sys.stderr)
                _run(
                    ["npm", "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"],
                    folder=lock.parent,
                )
                _note(stamp, lock)


def _url(contender: Contender, url: str) -> str:
    """The URL of a PostgreSQL database as a contender takes it."""
    return url if contender.kind == OURS else url.replace("postgresql://", "postgresql+psycopg://", 1)


def _url_of(cluster: Cluster, database: str) -> str:
    return cluster.url.replace("/postgres?", f"/{database}?")


def _execute(cluster: Cluster, statement: str) -> None:
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute(statement.encode())


def _fastapi_python() -> Path:
    return FOLDER / "fastapi" / "bin" / "python"


def _has_changed(stamp: Path, source: Path) -> bool:
    return not stamp.exists() or stamp.read_bytes() != source.read_bytes()


def _note(stamp: Path, source: Path) -> None:
    stamp.write_bytes(source.read_bytes())


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _wait_until_ready(process: subprocess.Popen[bytes], url: str, key: str) -> None:
    request = urllib.request.Request(url, headers={"x-portkey-api-key": key})  # noqa: S310 - loopback
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with opener.open(request, timeout=5):
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.002)
    log = (FOLDER / "last.log").read_text("utf-8", "replace")
    raise RuntimeError(f"it did not start: {log.strip()[-500:]}")


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text("ascii").split():
            yield from _tree(int(child))


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _run(
    command: list[str],
    *,
    environment: Mapping[str, str] | None = None,
    text: str | None = None,
    folder: Path | None = None,
) -> str:
    result: Any = subprocess.run(  # noqa: S603 - our own commands
        command, env=environment, input=text, cwd=folder, capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise SkippedError(
            f"{Path(command[0]).name} failed: {(result.stderr or result.stdout).strip()[-500:]}"
        )
    output: str = result.stdout
    return output
