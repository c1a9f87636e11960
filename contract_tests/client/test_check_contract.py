"""A contract that is broken in one way, and the place that the check names."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from client.contract import CONTRACT_FILE, ROOT

BROKEN = [
    ("a tab in the indentation", "  version: 0.1.0", "\tversion: 0.1.0", "not YAML"),
    ("a missing title", "  title: Portkey Integrations API\n", "", '"title" is a required property'),
    (
        "a name that is there twice",
        "  version: 0.1.0",
        "  version: 0.1.0\n  version: 0.2.0",
        "is there twice",
    ),
    (
        "a dangling reference",
        "schema:\n                $ref: '#/components/schemas/IntegrationList'",
        "schema:\n                $ref: '#/components/schemas/IntegrationLists'",
        "/paths/~1integrations/get/responses/200/content/application~1json/schema/$ref: "
        "#/components/schemas/IntegrationLists is not there",
    ),
    (
        "a status that is not documented",
        "        '402': {$ref: '#/components/responses/SubscriptionExhausted'}\n",
        "",
        "/paths/~1integrations/get/responses: does not document the status 402",
    ),
    ("an example that does not fit", "azure_auth_mode: entra\n", "azure_auth_mode: entry\n", "/value"),
    ("a level of its own making", "    level: MUST\n", "    level: MAY\n", "neither MUST nor SHOULD"),
    ("a requirement without evidence", "    evidence: S\n", "", "/x-requirements/0: has no evidence"),
    ("a requirement said in two ways", "  - id: PRO-002", "  - id: PRO-001", "PRO-001 is said in two ways"),
    (
        "a link to nowhere",
        "operationId: retrieveIntegration\n              desc",
        "operationId: getIt\n              desc",
        "links",
    ),
    (
        "a secret without a mask",
        "          x-masked-as: masked_key\n",
        "",
        "key is writeOnly without x-masked-as",
    ),
    (
        "an operation without a description",
        "      description: |\n        The integrations that",
        "      x-d: |\n        The",
        "has no description",
    ),
]


def check(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "codegen" / "check_contract.py"), str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command


def test_the_contract_is_valid() -> None:
    assert check(CONTRACT_FILE).returncode == 0


@pytest.mark.parametrize(
    ("old", "new", "said"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_a_broken_contract_is_refused_and_the_place_is_named(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    text = CONTRACT_FILE.read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "openapi.yaml"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    result = check(broken)
    assert result.returncode == 1
    assert said in result.stdout
    assert result.stdout.startswith("openapi.yaml:")
    assert result.stdout.splitlines()[0].split(":")[1].isdigit()
    assert "Traceback" not in result.stderr


def test_the_line_is_the_line_of_the_place(tmp_path: Path) -> None:
    lines = CONTRACT_FILE.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line == "    level: MUST\n")
    lines[at] = "    level: MAY\n"
    broken = tmp_path / "openapi.yaml"
    broken.write_text("".join(lines), encoding="utf-8")
    line = int(check(broken).stdout.split(":")[1])
    assert abs(line - (at + 1)) <= 1  # the requirement begins one line above its level
