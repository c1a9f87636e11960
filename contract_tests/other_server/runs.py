"""``make no-false-alarms``: standard runs against servers that conform; red at the first finding.

Each round judges the reference server on SQLite with another seed, then the other server with a mixture of
choices that comes from the seed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from conform import COMMAND, reference_server

from other_server.app import OtherServer
from other_server.freedom import Freedom, mixed
from other_server.running import other_server, write_target


def main() -> int:
    parser = argparse.ArgumentParser(prog="make no-false-alarms", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="how many rounds (default 20)")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--profile", default="standard")
    parser.add_argument("--only", choices=("reference", "mixed"), help="one of the two servers alone")
    options = parser.parse_args()
    for seed in range(options.first, options.first + options.seeds):
        for name, server in (("reference", reference_server), (f"mixed:{seed}", _mixed(seed))):
            if options.only and not name.startswith(options.only):
                continue
            with (
                tempfile.TemporaryDirectory(prefix="no-false-alarms-") as folder,
                server(Path(folder)) as file,
            ):
                if not _is_clean(name, file, options.profile, seed):
                    return 1
    return 0


def unmet(freedom: Freedom) -> set[str]:
    """The SHOULDs that a server which decides so does without."""
    return {"MOD-006"} if freedom.model_removal_by_body == "refused" else set()


def _mixed(seed: int) -> Any:
    @contextmanager
    def server(folder: Path) -> Iterator[Path]:
        app = OtherServer(mixed(seed))
        with other_server(app) as base_url:
            write_target(app, base_url, folder / "target.toml")
            yield folder / "target.toml"

    return server


def _is_clean(name: str, target: Path, profile: str, seed: int) -> bool:
    """Judge once, print a line, and what is held against the server if anything is."""
    report, started = target.parent / "report", time.monotonic()
    command = [COMMAND, "conform", "--target", str(target), "--profile", profile, "--seed", str(seed)]
    ended = subprocess.run(  # noqa: S603 - our own command
        [*command, "--report", str(report)], capture_output=True, text=True, check=False
    )
    without = unmet(mixed(seed)) if name != "reference" else set()
    told = json.loads((report / "report.json").read_text())["requirements"] if report.exists() else []
    found = [one for one in told if one["findings"] and one["id"] not in without]
    undecided = sum(one["verdict"] == "inconclusive" for one in told)
    clean = ended.returncode == 0 and not found
    print(
        f"{name} seed {seed}: {'clean' if clean else 'FINDINGS'}, {undecided} inconclusive, "
        f"{time.monotonic() - started:.0f} s",
        flush=True,
    )
    for one in found:
        for finding in one["findings"]:
            print(f"  {one['id']} expected {finding['expected']}, got {finding['actual']}")
            print("\n".join(f"    {step}" for step in finding["steps"]))
    if not clean and not found:
        print(ended.stdout[-2000:] + ended.stderr[-2000:])
    return clean


if __name__ == "__main__":
    sys.exit(main())
