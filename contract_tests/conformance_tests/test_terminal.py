"""The report for people: on a terminal of 80 columns and in a pipe."""

from __future__ import annotations

import io
from pathlib import Path

from portkey_conformance.report import Report
from portkey_conformance.terminal import Terminal
from rich.console import Console
from small_report import small_report


def shown(report: Report, *, terminal: bool, width: int = 80) -> str:
    output = io.StringIO()
    console = Console(file=output, force_terminal=terminal, width=width, color_system=None)
    Terminal(console).show(report, Path("conformance-report"))
    return output.getvalue()


def test_on_a_terminal_prose_is_wrapped_and_commands_are_not() -> None:
    report = small_report()
    report["requirements"][0]["findings"][0]["expected"] = "a word " * 40
    lines = shown(report, terminal=True).splitlines()
    commands = [line for line in lines if line.lstrip().startswith("curl")]
    assert len(commands) == 3
    assert all(len(line) > 80 for line in commands)
    assert all(len(line) <= 80 for line in lines if line not in commands)


def test_in_a_pipe_a_finding_is_one_line_and_has_no_control_characters() -> None:
    report = small_report()
    report["requirements"][0]["findings"][0]["expected"] = "a word " * 40
    text = shown(report, terminal=False)
    assert f"expected {'a word ' * 40}\n" in text
    assert "\x1b" not in text


def test_a_server_cannot_write_lines_of_the_report() -> None:
    for terminal in (True, False):
        assert not [
            line for line in shown(small_report(), terminal=terminal).splitlines() if line[:2] == "::"
        ]


def test_a_flaky_finding_tells_its_rate_and_an_accepted_one_why_and_until_when() -> None:
    text = shown(small_report(), terminal=False)
    assert "updateIntegration, in 3 of 40 tries:" in text
    assert "createIntegration, at every one of 3 tries:" in text
    assert "CRE-003 MUST: Statement CRE_003. (accepted)" in text
    assert "accepted until 2027-03-01: our proxy does that; ticket 7" in text
    assert "3 of 5 requirements decided: 1 pass, 1 fail, 1 accepted, 1 skipped, 1 inconclusive" in text
    assert "import httpx" not in text
