"""The commands that are operations: what they send, what they print, and what they refuse."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from portkey_integrations import cli
from portkey_integrations_api import api

from .conftest import Run, Server

KEY = "sk-first-0123456789-abc"
RESOURCES = [one.name.replace("_", "-") for one in iter_modules(api.__path__)]
COMMANDS = [*RESOURCES, "export", "plan", "apply", "completion"]


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_KEY", KEY)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def one(server: Server, run: Run) -> Server:
    """A server with an integration that was made by a command."""
    made = run(
        server,
        *[
            "integrations",
            "create",
            "--name",
            "One",
            "--slug",
            "one",
            "--ai-provider-id",
            "openai",
            "--key-env",
            "A_KEY",
        ],
    )
    assert (made.code, made.out) == (0, "created one\n")
    return server


def helped(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    assert cli.main([*command, "--help"]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_and_verb_fits_80_columns(
    capsys: pytest.CaptureFixture[str], command: str
) -> None:
    texts = [helped(capsys, command)]
    if command in RESOURCES:
        verbs = [
            line.split()[0] for line in texts[0].splitlines() if line.startswith("    ") and line[4] != " "
        ]
        assert len(verbs) >= 3
        texts += [helped(capsys, command, verb) for verb in verbs]
    assert [line for text in texts for line in text.splitlines() if len(line) > 80] == []


def test_every_operation_is_a_verb(capsys: pytest.CaptureFixture[str]) -> None:
    for resource in RESOURCES:
        package = import_module(f"{api.__name__}.{resource.replace('-', '_')}")
        words = [
            one.name.partition("_")[0].replace("retrieve", "get") for one in iter_modules(package.__path__)
        ]
        shown = helped(capsys, resource)
        assert [word for word in words if f"\n    {word} " not in shown] == []


def test_an_integration_is_created_changed_read_and_deleted(one: Server, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "configuration.json"
    file.write_text('{"openai_project": "p", "custom_headers": {"x": "header-secret"}}', encoding="utf-8")
    changed = run(
        one, "integrations", "update", "one", "--description", "New", "--configurations", f"@{file}"
    )
    assert (changed.code, changed.out) == (0, "updated one\n")
    shown = json.loads(run(one, "integrations", "get", "one", "--json").out)
    assert (shown["description"], shown["masked_key"]) == ("New", "sk*****abc")
    assert shown["configurations"]["openai_project"] == "p"
    assert run(one, "integrations", "update", "one", "--clear", "description").code == 0
    assert "\ndescription\t" not in run(one, "integrations", "get", "one").out
    assert run(one, "integrations", "delete", "one").code == 0
    assert run(one, "integrations", "get", "one").code == 1


def test_lists_have_a_line_for_each_item_of_all_pages(one: Server, run: Run) -> None:
    for index in range(120):
        one.client.integrations.create(name="n", slug=f"n-{index}", ai_provider_id="openai", key=KEY)
    lines = run(one, "integrations", "list").out.splitlines()
    assert lines[0].split("\t")[:2] == ["slug", "name"]
    assert len(lines) == 122
    listed = json.loads(run(one, "integrations", "list", "--json").out)
    assert (listed["total"], len({item["slug"] for item in listed["data"]})) == (121, 121)


def test_access_is_given_to_one_workspace_and_taken_without_touching_another(one: Server, run: Run) -> None:
    limits = '[{"type": "cost", "credit_limit": 5}]'
    assert run(one, "workspaces", "grant", "one", "ws-demo-first", "--usage-limits", limits).code == 0
    assert run(one, "workspaces", "grant", "one", "ws-demo-second").code == 0
    assert run(one, "workspaces", "revoke", "one", "ws-demo-second").code == 0
    lines = run(one, "workspaces", "list", "one").out.splitlines()
    assert lines[1:] == ["ws-demo-first\ttrue\ttype=cost credit_limit=5", "ws-demo-second\tfalse\t"]


def test_models_are_switched_and_removed_one_by_one(one: Server, run: Run) -> None:
    assert run(one, "models", "disable", "one", "gpt-4", "own").code == 0
    assert run(one, "models", "enable", "one", "gpt-4").code == 0
    shown = {
        row["slug"]: row["enabled"]
        for row in json.loads(run(one, "models", "list", "one", "--json").out)["models"]
    }
    assert (shown["gpt-4"], shown["own"], shown["gpt-4o"]) == (True, False, True)
    assert run(one, "models", "delete", "one", "--slugs", "gpt-4", "--yes").code == 0


def test_a_key_is_rotated_from_standard_input(one: Server, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", open_text("sk-second-0123456789-xyz\n"))
    assert run(one, "integrations", "rotate-key", "one", "--key-stdin").code == 0
    assert one.client.integrations.retrieve(slug="one").masked_key == "sk*****xyz"


def test_providers_and_virtual_keys_are_shown(one: Server, run: Run) -> None:
    run(one, "workspaces", "grant", "one", "ws-demo-first", "--default-provider-slug", "its-own")
    assert "its-own\tOne\tone" in run(one, "providers", "list", "--workspace-id", "ws-demo-first").out
    assert "its-own\tOne\tone" in run(one, "virtual-keys", "list").out
    assert (
        run(one, "providers", "update", "its-own", "--workspace-id", "ws-demo-first", "--note", "n").code == 0
    )
    assert json.loads(run(one, "virtual-keys", "get", "its-own", "--json").out)["note"] == "n"


def open_text(text: str) -> Any:
    read, write = os.pipe()
    os.write(write, text.encode())
    os.close(write)
    return os.fdopen(read, encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ["integrations", "create", "--key", KEY],
        ["integrations", "create", f"--key={KEY}"],
        ["integrations", "list", "--api-key", KEY],
        ["integrations", "get", "sk-proj-0123456789abcdefghij"],
        ["integrations", "list", "--unknown", "sk-proj-0123456789abcdefghij"],
        ["integrations", "list", f"--unknown={KEY}"],
        ["integrations", "update", "one", "--configurations", f'{{"custom_headers": {{"x": "{KEY}"}}}}'],
        ["virtual-keys", "create", "--name", "n", "--provider", "x", "--awsSecretAccessKey", KEY],
    ],
)
def test_a_secret_in_an_argument_is_refused_and_not_repeated(
    server: Server, run: Run, arguments: list[str]
) -> None:
    ended = run(server, *arguments)
    assert (ended.code, len(ended.err.splitlines())) == (2, 1)
    assert "0123456789" not in ended.err + ended.out
    assert server.traffic.requests == []


@pytest.mark.parametrize(
    "arguments", [["integrations"], ["integrations", "frob"], ["integrations", "get"], ["plan"]]
)
def test_wrong_usage_is_told_in_a_line(server: Server, run: Run, arguments: list[str]) -> None:
    ended = run(server, *arguments)
    assert (ended.code, ended.out, len(ended.err.splitlines())) == (2, "", 1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["integrations", "update", "one", "--configurations", "@nowhere"],
            "the file nowhere cannot be read",
        ),
        (["integrations", "update", "one", "--configurations", "{"], "it is not JSON"),
        (["integrations", "update", "one", "--key-file", "nowhere"], "the file nowhere cannot be read"),
        (["integrations", "update", "one", "--key-env", "NOT_SET"], "the variable NOT_SET is not set"),
        (["integrations", "list", "--base-url", "ftp://x"], "must be an http or https URL"),
        (["export", "/nowhere/state.yaml"], "/nowhere/state.yaml cannot be written"),
        (["apply", "nowhere.yaml"], "nowhere.yaml: cannot be read"),
        (["plan", "nowhere.yaml", "--concurrency", "0"], "it is a number from 1 to 1000"),
    ],
)
def test_what_is_not_there_is_told_in_a_line(
    server: Server, run: Run, arguments: list[str], said: str
) -> None:
    ended = run(server, *arguments)
    assert (ended.code, len(ended.err.splitlines()), said in ended.err) == (2, 1, True), ended.err


@pytest.mark.parametrize("source", ["env", "file", "stdin"])
def test_the_api_key_comes_from_where_it_is_said(
    server: Server, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, source: str
) -> None:
    monkeypatch.setenv("OTHER", server.keys["workspace"])
    (tmp_path / "key").write_text(server.keys["workspace"] + "\n", encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", open_text(server.keys["workspace"] + "\n"))
    option = {"env": ["OTHER"], "file": [str(tmp_path / "key")], "stdin": []}[source]
    body = ["--name", "n", "--slug", "of-the-workspace", "--ai-provider-id", "x"]
    assert run(server, "integrations", "create", f"--api-key-{source}", *option, *body).code == 0
    assert server.client.integrations.retrieve(slug="of-the-workspace").workspace_id


def test_a_hostile_name_is_escaped_in_tables_and_whole_in_json(one: Server, run: Run) -> None:
    hostile = "\x1b[2J\x1b]0;owned\x07\r\n\ttab \u202egnp"
    one.client.integrations.update(slug="one", name=hostile)
    for verb in (["list"], ["get", "one"]):
        out = run(one, "integrations", *verb).out
        assert not {"\x1b", "\x07", "\r", "\u202e"} & {*out}
        assert "\\x1b[2J" in out
        assert json.loads(run(one, "integrations", *verb, "--json").out.replace("\n", ""))
    assert hostile in json.loads(run(one, "integrations", "get", "one", "--json").out).values()


def test_a_failure_of_the_api_is_one_line(server: Server, run: Run) -> None:
    ended = run(server, "integrations", "get", "nobody")
    assert (ended.code, ended.out, len(ended.err.splitlines())) == (1, "", 1)
    assert "AB08" in ended.err


def test_a_deletion_is_asked_for_on_a_terminal(
    one: Server, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdin, "readline", lambda: "\n", raising=False)
    assert run(one, "integrations", "delete", "one").code == 1
    assert run(one, "integrations", "delete", "one", "--yes").code == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_commands_and_options(capsys: pytest.CaptureFixture[str], shell: str) -> None:
    assert cli.main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert [word for word in ("rotate-key", "api-key-env", "conform", "prune") if word not in script] == []


BARE = """
import sys
sys.modules |= dict.fromkeys(("rich", "yaml", "shtab", "jsonschema_rs"))
from portkey_integrations.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("integrations list --json", 0),
        ("integrations list", 0),
        ("export", 2),
        ("plan x.yaml", 2),
        ("completion bash", 2),
    ],
)
def test_a_bare_install_does_what_it_can_and_names_the_extra(one: Server, arguments: str, code: int) -> None:
    environment = {**os.environ, "PORTKEY_API_KEY": one.key, "PORTKEY_BASE_URL": one.base_url}
    command = [sys.executable, "-c", BARE, *arguments.split()]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert ended.returncode == code, ended.stderr
    assert ("pip install 'portkey-integrations[cli]'" in ended.stderr) is (code == 2)
    assert len(ended.stderr.splitlines()) == (1 if code else 0)


def test_an_interrupted_command_ends_with_130_and_says_so(
    start: Callable[[str], Server], tmp_path: Path
) -> None:
    server = start("interrupted")
    file = tmp_path / "state.yaml"
    file.write_text("version: 1\nintegrations:\n- {slug: a, name: a, ai_provider_id: x}\n", encoding="utf-8")
    environment = {**os.environ, "PORTKEY_API_KEY": server.key, "PORTKEY_BASE_URL": server.base_url}
    command = [sys.executable, "-m", "portkey_integrations", "apply", str(file)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    # Where the tests run in the background, SIGINT is ignored, and what they start would inherit that.
    process = subprocess.Popen(  # type: ignore[call-overload] # noqa: S603
        command,
        env=environment,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        **pipes,
    )

    def interrupt(number: int, when: str) -> bool:
        process.send_signal(signal.SIGINT)
        process.wait()
        return False

    server.traffic.on_write = interrupt
    _, said = process.communicate()
    assert process.returncode == 130
    assert said.splitlines() == [
        "interrupted; what was done is done, and the same command goes on from there"
    ]
