"""The command `portkey-integrations` itself: finding its subcommands, and saying what is missing."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint, entry_points, metadata, version

import pytest
from portkey_integrations import cli


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    out = capsys.readouterr().out
    installed = {command.name for command in entry_points(group=cli.GROUP)}
    assert [name for name in (installed | cli.SUMMARIES.keys()) if f"\n  {name} " not in out] == []


def test_every_installed_command_has_a_summary_and_an_extra_that_there_is() -> None:
    extras = metadata("portkey-integrations").get_all("Provides-Extra") or []
    for command in entry_points(group=cli.GROUP):
        assert cli.SUMMARIES.get(command.name), command.name
        assert cli.EXTRAS.get(command.name) in extras, command.name


def test_no_command_shows_the_help_and_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 2
    assert "usage:" in capsys.readouterr().out


def test_the_version_is_that_of_the_distribution(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert version("portkey-integrations") in capsys.readouterr().out


def test_an_unknown_command_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["judge"]) == 2
    assert "there is no command 'judge'" in capsys.readouterr().err


def test_a_missing_extra_is_told_with_what_installs_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = EntryPoint("serve", "no_such_module_of_the_server:serve", cli.GROUP)
    monkeypatch.setattr(cli, "entry_points", lambda group: [missing])
    assert cli.main(["serve"]) == 2
    said = capsys.readouterr().err
    assert "pip install 'portkey-integrations[server]'" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("imported", "never"),
    [
        (
            "portkey_integrations",
            ["schemathesis", "sqlalchemy", "jsonschema_rs", "portkey_integrations_api.models.error"],
        ),
        ("portkey_integrations_api.models", ["httpx", "portkey_integrations_api.models.error"]),
    ],
)
def test_an_import_loads_no_more_than_it_needs(imported: str, never: list[str]) -> None:
    code = f"import sys, {imported}; print([name for name in {never!r} if name in sys.modules])"
    result = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
