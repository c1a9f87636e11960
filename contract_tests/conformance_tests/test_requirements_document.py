"""``docs/requirements.md``: generated, whole, and found out of date where it is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from portkey_conformance.contract import Contract
from portkey_conformance.requirements import UNDECIDABLE

GENERATOR = Path(__file__).parents[1] / "requirements_document.py"
WRITTEN = """\
import sys
from pathlib import Path
import requirements_document
requirements_document.DOCUMENT = Path(sys.argv.pop(1))
sys.exit(requirements_document.main())
"""


def generate(document: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the generator on another file than the repository's."""
    command = [sys.executable, "-c", WRITTEN, str(document), *options]
    return subprocess.run(command, capture_output=True, text=True, cwd=GENERATOR.parent, check=False)  # noqa: S603


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("docs") / "requirements.md"
    assert generate(file).returncode == 0
    return file


def test_every_requirement_has_its_sentence_and_what_decides_it(document: Path) -> None:
    text = document.read_text()
    for requirement in Contract.load().requirements.values():
        part = text.split(f"\n### {requirement.id}\n")[1].split("\n#")[0]
        assert f"**{requirement.level}** {requirement.statement}" in part
        assert re.search(
            r"^- (Checks|Every answer is shown to|Also told by|Cannot be decided)", part, re.MULTILINE
        )
        if requirement.id in UNDECIDABLE:
            assert UNDECIDABLE[requirement.id] in part


def test_checks_and_faults_stand_with_their_requirement(document: Path) -> None:
    part = document.read_text().split("\n### SEC-005\n")[1].split("\n#")[0]
    assert re.search(r"- Checks: .*`secrets\.\w+`", part)
    assert re.search(r"- Faults: `[\w-]+`", part)


def test_every_link_leads_to_a_heading(document: Path) -> None:
    text = document.read_text()
    headings = {
        line.lstrip("# ").lower().replace(" ", "-") for line in text.splitlines() if line.startswith("##")
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings


def test_check_tells_a_document_that_is_not_current_and_does_not_write_it(document: Path) -> None:
    assert generate(document, "--check").returncode == 0
    old = document.read_text()
    document.write_text(old + "\nby hand\n")
    told = generate(document, "--check")
    assert told.returncode == 1
    assert "make requirements-doc" in told.stderr
    assert document.read_text().endswith("by hand\n")
    document.write_text(old)
