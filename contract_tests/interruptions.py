"""`make interruptions`: interrupt runs of the judge at random moments; nothing may be left behind."""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from conform import COMMAND, reference_server
from stored import stored

LATEST = 25.0
"""No run is interrupted later than so many seconds after its start."""
SIGNALS = (signal.SIGINT, signal.SIGTERM)


def interrupted(target: Path, report: Path, after: float, by: signal.Signals) -> int:
    """The exit code of a standard run that gets a signal after so many seconds."""
    command = [COMMAND, "conform", "--target", str(target), "--report", str(report)]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    try:
        return run.wait(after)
    except subprocess.TimeoutExpired:
        run.send_signal(by)
        return run.wait()


def main() -> int:
    parser = argparse.ArgumentParser(prog="make interruptions", description=__doc__)
    parser.add_argument("--moments", type=int, default=10, help="default: %(default)s")
    parser.add_argument("--seed", type=int, help="repeat the moments of an earlier call")
    options = parser.parse_args()
    seed = random.randrange(2**31) if options.seed is None else options.seed  # noqa: S311
    source = random.Random(seed)  # noqa: S311 - moments, nothing secret
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="portkey-integrations-") as name:
        folder = Path(name)
        with reference_server(folder) as target:
            before = stored(folder / "portkey.sqlite")
            for number in range(options.moments):
                after, by = source.uniform(0.5, LATEST), SIGNALS[number % 2]
                began = time.monotonic()
                code = interrupted(target, folder / "report", after, by)
                took = time.monotonic() - began - after
                left = stored(folder / "portkey.sqlite") != before
                wrong += left
                what = "something is LEFT" if left else "nothing is left"
                print(f"{by.name} after {after:4.1f} s: exit {code}, ended {took:.1f} s later, {what}")
    print(f"{options.moments} interruptions, {wrong} left something behind (seed {seed})")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
