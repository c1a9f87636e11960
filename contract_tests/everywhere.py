"""`make conform-everywhere`: judge the reference server on SQLite and PostgreSQL, in one process and in four.

PostgreSQL is a private cluster, as for `make test-postgres`; where there is none, that half is skipped, which
is said.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

from postgres import ROOT, VARIABLE, NoPostgresError, private_cluster

DATABASES = ("sqlite", "postgresql")
WORKERS = ("1", "4")


def judged(name: str, workers: str, arguments: Sequence[str], variables: Mapping[str, str]) -> str:
    """Judges the server on a new database; says how that went."""
    print(f"== {name}", flush=True)
    command = [sys.executable, "contract_tests/conform.py", "--workers", workers, *arguments]
    code = subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, check=False).returncode  # noqa: S603 - our own command
    return f"{name}: {'clean' if code == 0 else f'exit code {code}'}"


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="make conform-everywhere",
        description=__doc__,
        epilog="Other arguments are the judge's.",
        allow_abbrev=False,
    )
    parser.add_argument("--database", choices=DATABASES, help="one of the two alone")
    options, arguments = parser.parse_known_args()
    lines = []
    for database in [options.database] if options.database else DATABASES:
        for workers in WORKERS:
            name = f"{database}, {workers} worker{'s' if workers != '1' else ''}"
            try:
                if database == "sqlite":
                    lines.append(judged(name, workers, arguments, {}))
                else:
                    with private_cluster(install=True) as cluster:
                        lines.append(judged(name, workers, arguments, {VARIABLE: cluster.url}))
            except NoPostgresError as reason:
                lines.append(f"{name} SKIPPED: {reason}")
    print(*lines, sep="\n")
    return 0 if all(line.endswith("clean") or "SKIPPED" in line for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
