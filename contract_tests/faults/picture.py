"""`make picture`: the terminal of a run that finds something, for the README.

The server is the reference server with one fault; only its port is changed in what is shown.
"""

from __future__ import annotations

import io
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from portkey_conformance import report
from portkey_conformance.contract import Contract
from portkey_conformance.profiles import PROFILES
from portkey_conformance.runner import Settings, judge
from portkey_conformance.target import load_target
from portkey_conformance.terminal import Terminal
from portkey_conformance.verdicts import Outcome
from rich.console import Console

from faults.definitions import load_catalogue
from faults.reference import faulty_server

URL = "http://127.0.0.1:8787/v1"
TITLE = f"portkey-integrations conform {URL} --target target.toml --only SEC --profile quick"
FAULT = "a-mask-stays-when-the-key-changes"
WIDTH = 124


def main(picture: Path) -> None:
    contract = Contract.load()
    only = frozenset(one for one in contract.requirements if one.startswith("SEC-"))
    settings = Settings(PROFILES["quick"], seed=1, only=only)
    fault = load_catalogue()[FAULT]
    with tempfile.TemporaryDirectory() as folder, faulty_server(Path(folder), fault) as server:
        target = load_target(None, server.target, {})
        outcome = judge(target, contract, settings, Terminal(Console(file=io.StringIO())))
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    Terminal(console).show(report.of(_at(URL, outcome), contract), Path("conformance-report"))
    picture.parent.mkdir(exist_ok=True)
    picture.write_text(console.export_svg(title=TITLE, unique_id="conform"), encoding="utf-8")


def _at(url: str, outcome: Outcome) -> Outcome:
    """The outcome as if the server had been at another URL."""
    for ruling in outcome.rulings.values():
        ruling.findings = [
            replace(finding, steps=tuple(step.replace(outcome.base_url, url) for step in finding.steps))
            for finding in ruling.findings
        ]
    return outcome


if __name__ == "__main__":
    main(Path(sys.argv[1]))
