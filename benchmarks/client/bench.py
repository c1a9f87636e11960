"""`make bench-client`: the speed of the client beside that of its peers, as JSON and as a table in docs/.

    python benchmarks/client/bench.py                      all rows, about five minutes
    python benchmarks/client/bench.py --rows call,decode   some of them; the others keep their figures
    python benchmarks/client/bench.py --rounds 3           fewer rounds of each

The first run makes two environments in build/bench-client from the package index. Contenders are measured in
turns, in one process tree, against one server on loopback that answers at once.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from environments import HERE, ROOT, made, this_one
from report import summary, tables, write_page
from rows import ROWS

RESULTS = HERE / "results.json"
PAGE = ROOT / "docs" / "benchmarks-client.md"


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="make bench-client", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", default=",".join(ROWS), help=f"some of {','.join(ROWS)}")
    parser.add_argument("--rounds", type=int, help="of each row, in the place of its own number")
    parser.add_argument("--scale", type=float, default=1.0, help="do this part of the work, to try it out")
    parser.add_argument("--results", type=Path, default=RESULTS, help="the JSON file that rows are put into")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page that the tables are put into")
    parser.add_argument(
        "--without-peers",
        action="store_true",
        help="measure what this interpreter has, and make no environments",
    )
    options = parser.parse_args()
    names = options.rows.split(",")
    if unknown := [name for name in names if name not in ROWS]:
        parser.error(f"there is no row {', '.join(unknown)}; there are {', '.join(ROWS)}")
    if options.rounds is not None and options.rounds < 1:
        parser.error("--rounds must be at least 1")
    if options.scale != 1 and options.results == RESULTS:
        parser.error("figures of another scale are not those of the page: give --results and --page")
    environments = this_one() if options.without_peers else made()
    versions = environments.versions()
    results = json.loads(options.results.read_text("utf-8")) if options.results.exists() else {}
    for name in names:
        start = time.monotonic()
        print(f"{ROWS[name].title} …", file=sys.stderr, end=" ", flush=True)
        samples = ROWS[name].measure(environments, options.rounds or ROWS[name].rounds, options.scale)
        print(f"{time.monotonic() - start:.0f} s", file=sys.stderr)
        results[name] = summary(ROWS[name], samples, versions)
        # After each row, so that an interrupted run keeps what it has.
        options.results.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", "utf-8")
        write_page(options.page, results)
    print(tables({name: results[name] for name in names}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
