"""What is committed is what the contract yields, to the byte, and anything else is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from client.contract import CONTRACT_FILE, ROOT

PACKAGE = ROOT / "generated" / "python" / "portkey_integrations_api"


def generate(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "codegen" / "generate.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command


def contents(package: Path) -> dict[Path, bytes]:
    files = (file for file in package.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    return {file.relative_to(package): file.read_bytes() for file in files}


def test_the_committed_client_is_current() -> None:
    result = generate("--check")
    assert (result.returncode, result.stdout) == (0, "")


def test_a_second_generation_gives_the_same_bytes(tmp_path: Path) -> None:
    assert generate("--package", str(tmp_path / "again")).returncode == 0
    assert contents(tmp_path / "again") == contents(PACKAGE)


@pytest.mark.parametrize(
    ("said", "otherwise", "file"),
    [
        ("The integrations that the key can see", "The ones seen", "api/integrations/list_integrations.py"),
        ("The virtual key is there.", "It is there.", "__init__.py"),
    ],
    ids=["one that the code repeats", "one that it does not"],
)
def test_one_changed_description_is_told_with_the_command_that_mends_it(
    said: str, otherwise: str, file: str, tmp_path: Path
) -> None:
    changed = tmp_path / "openapi.yaml"
    text = CONTRACT_FILE.read_text(encoding="utf-8")
    assert said in text
    changed.write_text(text.replace(said, otherwise, 1), "utf-8")
    result = generate("--check", "--contract", str(changed))
    assert result.returncode == 1
    assert f"portkey_integrations_api/{file} differs" in result.stdout
    assert "make generate" in result.stdout


def test_what_the_generator_cannot_read_is_an_error(tmp_path: Path) -> None:
    changed = tmp_path / "openapi.yaml"
    text = CONTRACT_FILE.read_text(encoding="utf-8")
    changed.write_text(
        text.replace(
            "type: [array, 'null']\n          items:", "type: [array, 'null']\n          x-items:", 1
        ),
        "utf-8",
    )
    result = generate("--check", "--contract", str(changed))
    assert result.returncode == 1
    assert "cannot read" in result.stderr
    assert "Traceback" not in result.stderr
