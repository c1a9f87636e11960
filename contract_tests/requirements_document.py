"""`make requirements-doc`: writes docs/requirements.md, every requirement with what decides it.

    python contract_tests/requirements_document.py [--check]

With --check nothing is written; the exit code is 1 where the document is not what it would be.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import portkey_conformance
import yaml
from portkey_conformance import checks
from portkey_conformance.contract import Contract, Requirement
from portkey_conformance.report.data import EVIDENCE, plural
from portkey_conformance.requirements import UNDECIDABLE

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parent / "docs" / "requirements.md"
CATALOGUE = HERE / "faults" / "catalogue"
SUITE = Path(portkey_conformance.__file__).parent
NO_DECISIONS = ("requirements", "report", "runner")
"""Parts of the suite that name requirements and decide none by it: checks are found by their registration."""
RECORDED = "passive"
"""The part of the suite that judges recorded traffic."""
RUNNER = SUITE / "runner.py"
"""Decides what no check can, such as that the server goes on answering; names others to set them aside."""


@dataclass
class Known:
    """What decides the requirements, and what proves that it does; each by the requirement's id."""

    checks: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    observations: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    models: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    recorded: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """What decides it in recorded traffic; in a run, the rest does."""
    faults: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def decides(self, requirement: str) -> bool:
        """Whether anything decides it in a run."""
        return any(requirement in one for one in (self.checks, self.observations, self.models))


def known(contract: Contract) -> Known:
    """All checks, observations and models of the suite, and all faults."""
    found = Known()
    checks.load_all()
    for check in checks.CHECKS:
        found.checks[check.requirement].append(f"{_module(check.run)}.{check.name}")
    for observation in checks.OBSERVATIONS:
        name = getattr(observation.run, "__name__", "")
        found.observations[observation.requirement].append(f"{_module(observation.run)}.{name}")
    for file in sorted(SUITE.rglob("*.py")):
        module = file.relative_to(SUITE).with_suffix("")
        if module.parts[0] not in NO_DECISIONS:
            known_there = found.recorded if module.parts[0] == RECORDED else found.models
            for requirement in _named_in(file, contract):
                known_there[requirement].append(".".join(module.parts))
    for requirement in _named_in(RUNNER, contract):
        if not found.decides(requirement):
            found.models[requirement].append(RUNNER.stem)
    for fault, requirement in faults():
        found.faults[requirement].append(fault)
    return found


def faults() -> Iterator[tuple[str, str]]:
    """Each fault of the catalogue by name, with the requirement that it breaks."""
    for file in sorted(CATALOGUE.glob("*.yaml")):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8")):
            yield str(entry["name"]), str(entry["requirement"])


def document(contract: Contract, found: Known) -> str:
    """The text of ``docs/requirements.md``."""
    return "\n".join([*_introduction(contract, found), *_debts(contract, found), *_families(contract, found)])


def _introduction(contract: Contract, found: Known) -> Iterator[str]:
    requirements = contract.requirements.values()
    musts = sum(one.is_must for one in requirements)
    decided = sum(found.decides(one.id) for one in requirements)
    yield "# Requirements"
    yield ""
    yield "<!-- Written by `make requirements-doc` from openapi.yaml, the suite and the faults. -->"
    yield ""
    yield (
        f"Contract {contract.version} has {len(requirements)} requirements: {musts} MUST and "
        f"{len(requirements) - musts} SHOULD. The suite decides {decided}; {len(UNDECIDABLE)} cannot be "
        f"decided from outside. {plural(sum(map(len, found.faults.values())), 'fault')} prove the checks of "
        f"{plural(len(found.faults), 'requirement')}."
    )
    yield ""
    yield "| evidence | the requirement is |"
    yield "|---|---|"
    yield from (f"| {grade} | {meaning} |" for grade, meaning in EVIDENCE.items())
    yield ""
    yield "| family | | requirements | MUST | decided | with a fault |"
    yield "|---|---|---|---|---|---|"
    for code, group in groupby(requirements, key=lambda one: one.family):
        of_family = list(group)
        title = contract.families.get(code, code)
        numbers = (
            len(of_family),
            sum(one.is_must for one in of_family),
            sum(found.decides(one.id) for one in of_family),
            sum(one.id in found.faults for one in of_family),
        )
        yield f"| [{code}](#{_anchor(title)}) | {title} | {' | '.join(map(str, numbers))} |"
    yield ""


def _debts(contract: Contract, found: Known) -> Iterator[str]:
    requirements = list(contract.requirements.values())
    undecided = [one for one in requirements if not found.decides(one.id) and one.id not in UNDECIDABLE]
    unproved = [one for one in requirements if found.decides(one.id) and one.id not in found.faults]
    yield "## Debts"
    yield ""
    yield from _list_of("Nothing decides", undecided)
    yield from _list_of("No fault proves the checks of", unproved)
    yield f"Cannot be decided from outside: {'' if UNDECIDABLE else 'none.'}".rstrip()
    yield ""
    for requirement, reason in sorted(UNDECIDABLE.items()):
        yield f"- {_link(requirement)}: {reason}"
    yield ""


def _list_of(title: str, requirements: list[Requirement]) -> Iterator[str]:
    yield f"{title}: {', '.join(_link(one.id) for one in requirements) or 'none'}."
    yield ""


def _families(contract: Contract, found: Known) -> Iterator[str]:
    for code, group in groupby(contract.requirements.values(), key=lambda one: one.family):
        yield f"## {contract.families.get(code, code)}"
        yield ""
        for requirement in group:
            yield from _one(contract, requirement, found)


def _one(contract: Contract, requirement: Requirement, found: Known) -> Iterator[str]:
    yield f"### {requirement.id}"
    yield ""
    yield f"**{requirement.level}** {requirement.statement}"
    yield ""
    operations = [contract.operations[one] for one in requirement.operations]
    where = ", ".join(f"`{one.method} {one.path}`" for one in operations)
    yield f"- Operations: {where or 'every one'}"
    yield f"- Evidence: {requirement.evidence}, {EVIDENCE.get(requirement.evidence, 'of no grade')}"
    ways = [
        ("Checks", found.checks),
        ("Every answer is shown to", found.observations),
        ("Also told by", found.models),
        ("In recorded traffic", found.recorded),
        ("Faults", found.faults),
    ]
    for title, by_requirement in ways:
        if named := by_requirement.get(requirement.id):
            yield f"- {title}: {', '.join(f'`{one}`' for one in sorted(named))}"
    if requirement.id in UNDECIDABLE:
        yield f"- Cannot be decided from outside: {UNDECIDABLE[requirement.id]}"
    elif not found.decides(requirement.id):
        yield "- Checks: none"
    yield ""


def _named_in(file: Path, contract: Contract) -> list[str]:
    """The requirements whose ids stand as strings in a module."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return [one for one in contract.requirements if one in texts]


def _module(function: object) -> str:
    return str(getattr(function, "__module__", "")).rsplit(".", 1)[-1]


def _link(requirement: str) -> str:
    return f"[{requirement}](#{_anchor(requirement)})"


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


def main() -> int:
    parser = argparse.ArgumentParser(prog="make requirements-doc", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say whether the document is current")
    arguments = parser.parse_args()
    contract = Contract.load()
    text = document(contract, known(contract))
    if not arguments.check:
        DOCUMENT.write_text(text, encoding="utf-8")
        return 0
    if DOCUMENT.exists() and DOCUMENT.read_text(encoding="utf-8") == text:
        return 0
    print(f"{DOCUMENT} is not current: run `make requirements-doc` and commit the result.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
