"""`make test-postgres`: a private PostgreSQL, the server's tests and the standard profile on it, and its end.

It listens on a unix socket in a temporary directory only. Where there is no PostgreSQL and none can be
installed, the target says so and passes.
"""

from __future__ import annotations

import argparse
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VARIABLE = "PORTKEY_TEST_DATABASE"
"""Where the tests of the server, and `conform.py`, find a PostgreSQL to make databases on."""
_DEBIAN = Path("/usr/lib/postgresql")
_OWN_USER = "portkey"


class NoPostgresError(Exception):
    """Why there is no PostgreSQL here."""


class Cluster:
    """A private cluster: its directory, and the user that runs it, for PostgreSQL refuses to run as root."""

    def __init__(self, folder: Path, binaries: Path, user: str | None, options: str) -> None:
        self._options = options
        self.folder = folder
        self.data = folder / "data"
        self._binaries = binaries
        self._user = user

    @property
    def url(self) -> str:
        """The URL of its first database, for the superuser of the cluster."""
        return f"postgresql://{_OWN_USER}@/postgres?host={self.folder}"

    def make(self) -> None:
        """Makes its files."""
        names = ("--username", _OWN_USER, "--auth", "trust", "--encoding", "UTF8", "--no-locale")
        self._run("initdb", "--pgdata", self.data, *names)

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        options = f"-k {self.folder} -c listen_addresses='' -c max_connections=200 {self._options}"
        self._run("pg_ctl", "start", "--pgdata", self.data, "--wait", "--options", options)

    def stop(self, mode: str = "fast") -> None:
        """Ends it: `fast` in an orderly way, `immediate` as if it crashed."""
        self._run("pg_ctl", "stop", "--pgdata", self.data, "--wait", "--mode", mode)

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(self._binaries / program), *map(str, arguments)]
        if self._user is not None:
            command = ["runuser", "-u", self._user, "--", *command]
        log = self.folder / "cluster.log"
        with log.open("a") as output:
            result = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
                command, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False
            )
        if result.returncode:
            raise NoPostgresError(f"{program} failed: {log.read_text()[-2000:]}")


@contextmanager
def private_cluster(*, durable: bool = False, install: bool = False, options: str = "") -> Iterator[Cluster]:
    """A PostgreSQL of our own while the block runs; raises `NoPostgresError` where there cannot be one.

    Only a durable one waits for the disk. With `install` the distribution's is installed where there is none.
    """
    binaries = _binaries(install=install)
    user = None
    if os.getuid() == 0:
        user = "postgres" if _exists("postgres") else "nobody"
    with tempfile.TemporaryDirectory(prefix="pk-postgres-") as name:
        folder = Path(name)
        if user is not None:
            shutil.chown(folder, user)
            folder.chmod(0o755)  # ours to enter, too, where we are not root in the tests
        cluster = Cluster(folder, binaries, user, f"-c fsync={'on' if durable else 'off'} {options}")
        cluster.make()
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop("immediate")


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def _binaries(*, install: bool) -> Path:
    """The newest PostgreSQL here."""
    if (found := _newest()) is None and install:
        _install()
        found = _newest()
    if found is None:
        raise NoPostgresError("there is no PostgreSQL here")
    return found


def _newest() -> Path | None:
    versions = [folder for folder in _DEBIAN.glob("*") if (folder / "bin" / "postgres").exists()]
    if versions:
        return max(versions, key=lambda folder: float(folder.name)) / "bin"
    on_path = shutil.which("postgres")
    return Path(on_path).resolve().parent if on_path else None


def _install() -> None:
    if os.getuid() != 0 or shutil.which("apt-get") is None:
        raise NoPostgresError("there is no PostgreSQL here, and only root on Debian can have it installed")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # Debian starts a cluster on port 5432 with the package; we want the programs only.
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", "postgresql"]):
        result = subprocess.run(  # noqa: S603 - the distribution's own program
            ["apt-get", "--quiet", *arguments],  # noqa: S607 - from the PATH, like every command of ours
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            raise NoPostgresError(f"apt-get {arguments[0]} failed: {result.stderr.strip()[-500:]}")


def _passes(command: Sequence[str], variables: Mapping[str, str]) -> bool:
    print("$", *command, flush=True)
    return subprocess.run(command, env={**os.environ, **variables}, cwd=ROOT, check=False).returncode == 0  # noqa: S603 - our own commands


def main() -> int:
    parser = argparse.ArgumentParser(prog="make test-postgres", description=__doc__)
    parser.add_argument("--profile", default="standard", help="of the judge (default: %(default)s)")
    parser.add_argument("--workers", default="1", help="of the judged server (default: %(default)s)")
    options, for_pytest = parser.parse_known_args()
    started = time.monotonic()
    try:
        with private_cluster(install=True) as cluster:
            variables = {VARIABLE: cluster.url}
            tests = [sys.executable, "-m", "pytest", "contract_tests/server", "-q", *for_pytest]
            judge = [sys.executable, "contract_tests/conform.py", "--profile", options.profile]
            judge += ["--workers", options.workers] if options.workers != "1" else []
            passed = [_passes(command, variables) for command in (tests, judge)]
    except NoPostgresError as reason:
        print(f"test-postgres SKIPPED: {reason}")
        return 0
    print(f"make test-postgres took {time.monotonic() - started:.0f} s")
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
