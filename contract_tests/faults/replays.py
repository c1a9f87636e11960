"""`make replays`: run the `curl` lines of findings alone, on servers with the fault and without.

A finding is shown by its lines if both servers, each fresh and empty, answer them otherwise. Nothing of the
judge takes part in that.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from portkey_conformance.target import Target, load_target

from faults.definitions import Fault, load_catalogue
from faults.judging import judged
from faults.reference import faulty_server

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
A_WHILE = timedelta(hours=1)
"""Times within it of now are those of the run, which two servers that are alike answer differently."""
MOST_TIMES = 80
"""So often the lines of a finding are run that does not always show."""
SECONDS = 60.0


@dataclass(frozen=True)
class Shown:
    """What came of the lines of one finding."""

    finding: str
    shows: bool
    times: int


def replayed(fault: Fault) -> Iterator[Shown]:
    """Judge a server with the fault, and run the lines of each finding of what it breaks."""
    broken = sorted({fault.requirement, *fault.also})
    with folders(3) as (first, second, third), faulty_server(first, fault) as judged_one:
        judged_at = load_target(None, judged_one.target, {})
        _, report = judged(judged_one.target, "standard", broken)
        with faulty_server(second, fault) as wrong, faulty_server(third, None) as right:
            servers = [load_target(None, one.target, {}) for one in (wrong, right)]
            for entry in report["requirements"]:
                for finding in entry["findings"] if entry["id"] in broken else ():
                    yield _shown(finding, judged_at, servers)


def _shown(finding: Mapping[str, Any], judged_at: Target, servers: Sequence[Target]) -> Shown:
    most = 1 if finding["reproduced"] else MOST_TIMES
    for time in range(1, most + 1):
        wrong, right = (_answers(finding["steps"], judged_at, server, time) for server in servers)
        if wrong != right:
            return Shown(finding["id"], True, time)
    return Shown(finding["id"], False, most)


def _answers(steps: Sequence[str], judged_at: Target, server: Target, time: int) -> str:
    """What the lines print, where they are run against another server."""
    text = "\n".join(steps).replace(judged_at.base_url, server.base_url)
    for name in ("first", "second"):
        there, here = getattr(judged_at, name), getattr(server, name)
        text = text.replace(there.id, here.id).replace(there.slug, here.slug)
    text = re.sub(r"conf-[0-9a-f]{6}", f"conf-{time:06x}", text)  # every time with other names
    keys = {key.variable: key.value for key in server.keys.values()}
    done = subprocess.run(
        ["bash"],  # noqa: S607
        input=text,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
        env={**os.environ, **keys},
    )
    shown = done.stdout.replace(server.base_url, "URL")
    return TIME.sub(_time, UUID.sub("UUID", shown))


def _time(found: re.Match[str]) -> str:
    try:
        time = datetime.fromisoformat(found[0])
    except ValueError:
        return found[0]
    return "NOW" if abs(datetime.now(UTC) - time.astimezone(UTC)) < A_WHILE else found[0]


@contextmanager
def folders(count: int) -> Iterator[list[Path]]:
    """So many empty folders, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="portkey-integrations-") as name:
        made = [Path(name) / str(number) for number in range(count)]
        for one in made:
            one.mkdir()
        yield made


def main() -> int:
    parser = argparse.ArgumentParser(prog="make replays", description=__doc__)
    parser.add_argument("--only-faults", nargs="+", metavar="NAME")
    parser.add_argument(
        "--shard", default="1/20", metavar="K/N", help="every Nth fault (default: %(default)s)"
    )
    options = parser.parse_args()
    part, _, parts = options.shard.partition("/")
    catalogue = list(load_catalogue().values())
    chosen = catalogue[int(part) - 1 :: int(parts)]
    if options.only_faults:
        chosen = [one for one in catalogue if one.name in options.only_faults]
    shown, unshown = 0, 0
    for fault in chosen:
        for one in replayed(fault):
            shown, unshown = shown + one.shows, unshown + (not one.shows)
            print(f"{'shows' if one.shows else 'DOES NOT SHOW':<14}{one.finding:<12}{fault.name}", flush=True)
    print(f"{shown} of {shown + unshown} findings of {len(chosen)} faults are shown by their lines alone")
    return 1 if unshown or not shown else 0


if __name__ == "__main__":
    sys.exit(main())
