"""``conform --replay``: a finding of an earlier report, sent again alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from typing import Any

from portkey_conformance import checks
from portkey_conformance.exchanges import MISSING, Exchange, Unanswered, parsed
from portkey_conformance.runner import Run
from portkey_conformance.target import Key, UsageError
from portkey_conformance.verdicts import Outcome

TIMES = 3
"""So often the requests of a finding are sent again."""
SHORTEST = 8
"""A stand-in of fewer characters is sent as it is: a secret of so few has no room to be told apart."""
PREFIX = re.compile(r"conf-[0-9a-f]{6}")
_TOKEN = re.compile(r"@@(\w+)@@")


def load_finding(where: str, directory: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """A finding by its id, such as ``SEC-005/1``, and the report that it stands in.

    Args:
        where: The id, for the report in ``directory``; or ``FILE:ID``.
        directory: Where the last run's ``report.json`` is.

    Raises:
        UsageError: There is no such report, or no such finding in it.
    """
    name, _, identity = where.rpartition(":")
    file = Path(name) if name else directory / "report.json"
    try:
        report = json.loads(file.read_text(encoding="utf-8"))
        entries = [one for entry in report["requirements"] for one in entry["findings"]]
        known = {str(one["id"]): one for one in entries}
    except FileNotFoundError:
        raise UsageError(f"{file} does not exist; give --replay FILE:ID.") from None
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{file} is no report of a run ({type(error).__name__}).") from None
    if identity not in known:
        has = ", ".join(known) or "none"
        raise UsageError(f"{file} has no finding {identity}; it has {has}.")
    return known[identity], report


def send_again(run: Run, finding: Mapping[str, Any]) -> Outcome:
    """Judge what a finding is about, and nothing else.

    A finding of a check is that check, run again; another one is its requests, sent again under fresh names.

    Raises:
        NotJudgeable: The server could not be judged.
    """
    run.open()
    with run.wire.interrupts.raised():
        try:
            known = {one.name for one in checks.CHECKS if one.requirement in run.rulings}
            if finding.get("check") in known:
                run.decide(_requirement(finding))
            else:
                for _ in range(TIMES):
                    _send(run, finding["requests"])
                run.settle()
        except KeyboardInterrupt:
            run.outcome.interrupted = True
        except Unanswered as error:
            run.outcome.notes.append(f"A request got no answer: {error}.")
    for ruling in run.rulings.values():
        if not ruling.findings and not ruling.skipped:
            ruling.passed += 1
    return run.finish()


def _requirement(finding: Mapping[str, Any]) -> str:
    return str(finding["id"]).partition("/")[0]


def _send(run: Run, requests: list[Mapping[str, Any]]) -> None:
    mark = run.ledger.position()
    fresh = f"{run.trial.prefix}-{run.trial.random.randrange(10**6):06d}"
    taken = {key.variable: key.value for key in run.wire.target.keys.values()}
    try:
        for together, group in groupby(requests, key=lambda one: one.get("together", 0)):
            batch = list(group)
            if together:
                with ThreadPoolExecutor(len(batch)) as threads:
                    list(threads.map(lambda one: _send_one(run, one, fresh, taken), batch))
            else:
                for request in batch:
                    answer = _send_one(run, request, fresh, taken)
                    taken.update(_captured(request, answer))
    finally:
        run.ledger.clean(mark)


def _send_one(run: Run, request: Mapping[str, Any], fresh: str, taken: dict[str, str]) -> Exchange:
    def renamed(text: str) -> str:
        text = _TOKEN.sub(lambda found: taken.get(found[1], found[0]), text)
        return PREFIX.sub(lambda found: fresh, text)

    text = None if request.get("text") is None else renamed(request["text"])
    body = MISSING if text is None else _with_secrets(parsed(text), run, taken)
    return run.wire.send(
        request["method"],
        renamed(request["path"]),
        key=_key(run, request.get("key")),
        query={name: renamed(value) for name, value in request["query"]},
        body=body,
        text=text if body is MISSING else None,
        headers={name: renamed(value) for name, value in request["headers"]},
        together=request.get("together", 0),
    )


def _with_secrets(node: Any, run: Run, taken: dict[str, str], hidden: bool = False) -> Any:
    """The body with a fresh secret for each stand-in, the same one wherever that stands."""
    if isinstance(node, dict):
        masks = run.wire.contract.masks
        return {
            name: _with_secrets(value, run, taken, hidden or name in masks) for name, value in node.items()
        }
    if isinstance(node, list):
        return [_with_secrets(value, run, taken, hidden) for value in node]
    if not hidden or not isinstance(node, str) or len(node) < SHORTEST:
        return node
    if node not in taken:
        taken[node] = run.wire.secrets.plant(node[:2], len(node))
    return taken[node]


def _key(run: Run, variable: str | None) -> Key | None:
    if variable is None:
        return None
    known = {key.variable: key for key in run.wire.target.keys.values()}
    return known.get(variable) or Key("unknown", variable, f"pk-{variable.lower()}")


def _captured(request: Mapping[str, Any], answer: Exchange) -> Iterator[tuple[str, str]]:
    nested = answer.body.get("data")
    for token, field in (request.get("capture") or {}).items():
        for source in (answer.body, nested if isinstance(nested, dict) else {}):
            if isinstance(source.get(field), str):
                yield token, source[field]
                break


__all__ = ["load_finding", "send_again"]
