"""Known deviations: declared in a file with a reason and an expiry date, and told as accepted until then."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from portkey_conformance.contract import Contract
from portkey_conformance.target import UsageError
from portkey_conformance.verdicts import Accepted, Finding, Ruling

FIELDS = {"requirement": str, "reason": str, "until": date, "operation": str, "contains": str}
OPTIONAL = ("operation", "contains")


@dataclass(frozen=True)
class Deviation:
    """Findings that are expected of a server, and until when."""

    requirement: str
    reason: str
    until: date
    operation: str | None = None
    """Only findings at this operation; None is all."""
    contains: str = ""
    """Only findings whose words hold this text."""

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is the one declared."""
        return (
            finding.requirement == self.requirement
            and self.operation in (None, finding.operation)
            and self.contains in f"{finding.expected} {finding.actual}"
        )

    def accepted(self, finding: Finding) -> Finding:
        """The finding, marked as accepted."""
        return dataclasses.replace(finding, accepted=Accepted(self.reason, self.until))


def accept(rulings: Mapping[str, Ruling], deviations: Sequence[Deviation]) -> None:
    """Mark the findings that are declared as known deviations."""
    for ruling in rulings.values():
        ruling.findings = [
            next((one.accepted(finding) for one in deviations if one.covers(finding)), finding)
            for finding in ruling.findings
        ]


def load_deviations(file: Path, contract: Contract, today: date) -> tuple[list[Deviation], list[Deviation]]:
    """The deviations that a TOML file declares: those in force on a day, and those expired.

    A deviation is in force on the day of its ``until``, too.

    Raises:
        UsageError: The file cannot be read, or an entry is not complete; the message says which.
    """
    try:
        declared = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(f"{file} does not exist.") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{file} cannot be read: {error}.") from None
    entries = declared.get("deviation", [])
    if set(declared) - {"deviation"} or not isinstance(entries, list):
        raise UsageError(f"{file}: only [[deviation]] tables are known.")
    read = [_read(entry, f"{file}: deviation {number}", contract) for number, entry in enumerate(entries, 1)]
    return [one for one in read if one.until >= today], [one for one in read if one.until < today]


def _read(entry: Any, where: str, contract: Contract) -> Deviation:
    if not isinstance(entry, dict):
        raise UsageError(f"{where} must be a table.")
    for name, kind in FIELDS.items():
        if name not in entry and name not in OPTIONAL:
            raise UsageError(f"{where} needs {name}.")
        # A TOML date and time is a datetime, which is a date too in Python.
        if name in entry and (not isinstance(entry[name], kind) or hasattr(entry[name], "hour")):
            raise UsageError(
                f"{where}: {name} must be a {'date, as 2027-01-31' if kind is date else 'text'}."
            )
    unknown = sorted(set(entry) - set(FIELDS))
    if unknown:
        raise UsageError(f"{where} has {unknown[0]}, which is none of {', '.join(FIELDS)}.")
    if entry["requirement"] not in contract.requirements:
        raise UsageError(f"{where}: {entry['requirement']} is no requirement of the contract.")
    if entry.get("operation") is not None and entry["operation"] not in contract.operations:
        raise UsageError(f"{where}: {entry['operation']} is no operation of the contract.")
    if not entry["reason"].strip():
        raise UsageError(f"{where} needs a reason that says something.")
    return Deviation(**entry)
