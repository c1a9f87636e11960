"""The judge and the contract name the same requirements, and the judge knows nothing but the contract."""

from __future__ import annotations

import ast
from pathlib import Path

import portkey_conformance
from portkey_conformance import checks
from portkey_conformance.contract import Contract
from portkey_conformance.requirements import UNDECIDABLE

PACKAGE = Path(portkey_conformance.__file__).parent
FORBIDDEN = {"portkey_integrations", "portkey_integrations_api", "portkey_reference_server", "portkey_ai"}


def test_every_requirement_is_decided_and_every_check_decides_one() -> None:
    checks.load_all()
    decided = {one.requirement for one in checks.CHECKS} | {one.requirement for one in checks.OBSERVATIONS}
    assert decided | UNDECIDABLE.keys() == Contract.load().requirements.keys()


def test_the_judge_imports_neither_a_client_nor_a_server() -> None:
    imported = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                imported.add(str(node.module).partition(".")[0])
    assert not imported & FORBIDDEN
