"""`make pace`: how many findings a deep run makes each minute, on a server with many rare faults at once.

The faults are drawn from the catalogue; each acts one time in so many, so that most of the API works and
there is something left to find after the first minute.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from faults.definitions import Fault, load_catalogue
from faults.reference import faulty_server

COMMAND = str(Path(sys.executable).with_name("portkey-integrations"))


def mixture(count: int, rate: int, seed: int) -> tuple[Fault, set[str]]:
    """So many faults as one, and the requirements that they break."""
    single = [one for one in load_catalogue().values() if len(one.rules) == 1 and one.rate == 1]
    chosen = random.Random(seed).sample(single, count)  # noqa: S311 - which faults, nothing secret
    broken = {name for one in chosen for name in (one.requirement, *one.also)}
    rules = tuple(rule for one in chosen for rule in one.rules)
    return Fault("mixture", "mixture", chosen[0].requirement, frozenset(broken), rate, rules), broken


def main() -> int:
    parser = argparse.ArgumentParser(prog="make pace", description=__doc__)
    parser.add_argument("--minutes", type=int, default=5, help="of the deep run (default: %(default)s)")
    parser.add_argument("--faults", type=int, default=40, help="how many at once (default: %(default)s)")
    parser.add_argument(
        "--rate", type=int, default=12, help="each acts one time in so many (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    fault, broken = mixture(options.faults, options.rate, options.seed)
    with tempfile.TemporaryDirectory(prefix="portkey-integrations-") as name:
        folder = Path(name)
        with faulty_server(folder, fault, options.seed) as server:
            command = [COMMAND, "conform", "--target", str(server.target), "--profile", "deep"]
            command += ["--minutes", str(options.minutes), "--report", str(folder / "report")]
            subprocess.run(  # noqa: S603 - our own command
                [*command, "--seed", str(options.seed)], stdout=subprocess.DEVNULL, check=False
            )
            fired = server.proxy.fired
        report = json.loads((folder / "report" / "report.json").read_text(encoding="utf-8"))
    first: dict[str, float] = {}
    for entry in report["requirements"]:
        for finding in entry["findings"]:
            seconds = finding.get("seconds")
            if seconds is not None:
                first[entry["id"]] = min(seconds, first.get(entry["id"], seconds))
    print(f"{options.faults} faults, each one time in {options.rate}, acted {fired} times")
    total = 0
    for minute in range(options.minutes + 1):
        new = [one for one, seconds in first.items() if minute <= seconds / 60 < minute + 1]
        total += len(new)
        if new or minute < options.minutes:
            print(f"minute {minute + 1}: {len(new)} new requirements found broken, {total} in all")
    print(f"of the {len(broken)} that the faults break, {len(first.keys() & broken)} were found")
    return 0 if first else 1


if __name__ == "__main__":
    sys.exit(main())
