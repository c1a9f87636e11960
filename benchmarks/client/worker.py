"""One contender in a process of its own, which does a turn of work whenever it is told to.

    python worker.py CONTENDER WORK ARGUMENT…

A line on standard input is a turn: the number of units to do. The answer is a line with the seconds that
it took. What is not the work itself, such as making the client, is done before the first turn.
"""

from __future__ import annotations

import gc
import importlib
import sys
import time
from pathlib import Path


def main() -> None:
    _, contender, work, *arguments = sys.argv
    sys.path.insert(0, str(Path(__file__).parent))
    run = getattr(importlib.import_module(f"contenders.{contender}"), work)(*arguments)
    print("ready", flush=True)
    for line in sys.stdin:
        units = int(line)
        gc.collect()
        start = time.perf_counter()
        run(units)
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
