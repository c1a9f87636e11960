"""What `plan` tells and `apply` does, one change at a time."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from portkey_integrations import NotFoundError

from .conftest import Run, Server

KEY = "sk-first-0123456789-abc"
Json = dict[str, Any]


def integration(slug: str = "one", **fields: Any) -> Json:
    return {"slug": slug, "name": slug, "ai_provider_id": "openai", "key": {"env": "A_KEY"}, **fields}


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_KEY", KEY)


@pytest.fixture
def write(tmp_path: Path) -> Any:
    """Writes a state file."""

    def written(*integrations: Json, name: str = "state.yaml") -> Path:
        file = tmp_path / name
        file.write_text(yaml.safe_dump({"version": 1, "integrations": [*integrations]}), encoding="utf-8")
        return file

    return written


def test_a_second_apply_writes_nothing(server: Server, run: Run, write: Any) -> None:
    file = write(
        integration(
            description="x",
            models=[{"slug": "own", "enabled": True, "is_custom": True}],
            workspaces=[{"id": "ws-demo-first", "enabled": True}],
        ),
        integration("two"),
    )
    assert run(server, "apply", file).code == 0
    before = server.traffic.writes
    assert run(server, "apply", file).code == 0
    assert (before > 0, server.traffic.writes) == (True, before)


def test_a_plan_that_is_not_empty_ends_with_2_and_writes_nothing(
    server: Server, run: Run, write: Any
) -> None:
    planned = run(server, "plan", write(integration()))
    assert planned.code == 2
    assert "+ one" in planned.out
    assert server.traffic.writes == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"description": "x"}, {"description": "y"}),
        ({"description": "x"}, {}),
        ({"configurations": {"openai_project": "a"}}, {"configurations": {"openai_project": "b"}}),
        ({"pricing_adjustments": {"multiplier": {"default": 2}}}, {}),
        ({"secret_mappings": [{"target_field": "key", "secret_reference_id": "v"}]}, {}),
        ({"allow_all_models": False}, {}),
        ({}, {"models": [{"slug": "gpt-4", "enabled": False}]}),
        (
            {"models": [{"slug": "own", "enabled": True, "is_custom": True, "base_model_slug": "gpt-4"}]},
            {"models": [{"slug": "own", "enabled": False, "is_custom": True}]},
        ),
        (
            {
                "workspaces": [
                    {
                        "id": "ws-demo-first",
                        "enabled": True,
                        "usage_limits": [{"credit_limit": 9, "alert_threshold": 3}],
                    }
                ]
            },
            {"workspaces": [{"id": "ws-demo-first", "enabled": True, "usage_limits": [{"credit_limit": 8}]}]},
        ),
        (
            {
                "workspaces": [
                    {
                        "id": "ws-demo-first",
                        "enabled": True,
                        "rate_limits": [{"type": "requests", "unit": "rpm", "value": 1}],
                    }
                ]
            },
            {"workspaces": [{"id": "ws-demo-first", "enabled": True}]},
        ),
        ({"global_workspace_access": {"enabled": True}}, {}),
    ],
    ids=lambda fields: ",".join(fields) if isinstance(fields, dict) else str(fields),
)
def test_a_change_is_planned_made_and_then_gone_from_the_plan(
    server: Server, run: Run, write: Any, before: Json, after: Json
) -> None:
    assert run(server, "apply", write(integration(**before))).code == 0
    changed = write(integration(**after))
    assert run(server, "plan", changed).code == 2
    applied = run(server, "apply", changed)
    assert applied.code == 0, applied.err
    assert run(server, "plan", changed).code == 0
    assert server.client.integrations.retrieve(slug="one").masked_key == "sk*****abc"


def test_what_the_file_does_not_have_is_kept_and_told(server: Server, run: Run, write: Any) -> None:
    grants = [{"id": "ws-demo-first", "enabled": True}, {"id": "ws-demo-second", "enabled": True}]
    models = [{"slug": "own", "enabled": True, "is_custom": True}, {"slug": "gpt-4", "enabled": False}]
    run(server, "apply", write(integration(models=models, workspaces=grants), integration("two")))
    planned = run(server, "plan", write(integration()))
    assert planned.code == 0
    for kept in (
        "integrations that are not in the file, kept: two",
        "models.own",
        "models.gpt-4",
        "workspaces.ws-demo-first",
    ):
        assert kept in planned.out


def test_prune_takes_away_what_the_file_does_not_have_and_nothing_else(
    server: Server, run: Run, write: Any
) -> None:
    grants = [{"id": "ws-demo-first", "enabled": True}, {"id": "ws-demo-second", "enabled": True}]
    models = [{"slug": "own", "enabled": True, "is_custom": True}, {"slug": "gpt-4", "enabled": False}]
    run(
        server,
        "apply",
        write(integration(models=models, workspaces=grants), integration("two"), integration("three")),
    )
    less = write(integration(workspaces=grants[:1]), integration("three"))
    planned = run(server, "plan", less, "--prune")
    assert planned.code == 2
    for gone in ("- two", "- models.own", "- models.gpt-4", "- workspaces.ws-demo-second"):
        assert gone in planned.out
    assert run(server, "apply", less, "--prune").code == 0
    client = server.client
    with pytest.raises(NotFoundError):
        client.integrations.retrieve(slug="two")
    assert client.integrations.retrieve(slug="three").name == "three"
    shown = client.integrations.models.list(slug="one").models
    assert [one.slug for one in shown if one.is_custom or not one.enabled] == []
    access = {one.id: one.enabled for one in client.integrations.workspaces.list(slug="one").workspaces}
    assert access == {"ws-demo-first": True, "ws-demo-second": False}
    assert run(server, "plan", less, "--prune").code == 0


def test_a_secret_with_another_mask_is_written(
    server: Server, run: Run, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(integration())
    run(server, "apply", file)
    monkeypatch.setenv("A_KEY", "sk-second-0123456789-xyz")
    planned = run(server, "plan", file)
    assert (planned.code, "~ key: *** → ***" in planned.out) == (2, True)
    assert run(server, "plan", file, "--no-secrets").code == 0
    assert run(server, "apply", file).code == 0
    assert server.client.integrations.retrieve(slug="one").masked_key == "sk*****xyz"


def test_a_mask_that_does_not_tell_is_told_and_rotate_writes_the_secret(
    server: Server, run: Run, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_KEY", "short-1")
    file = write(integration())
    run(server, "apply", file)
    monkeypatch.setenv("A_KEY", "short-2")
    planned = run(server, "plan", file)
    assert planned.code == 0
    assert "the mask does not tell whether this changed; --rotate writes it: key" in planned.out
    before = server.client.integrations.retrieve(slug="one").masked_key
    assert run(server, "plan", file, "--rotate").code == 2
    assert run(server, "apply", file, "--rotate").code == 0
    assert server.client.integrations.retrieve(slug="one").masked_key != before


def test_a_field_that_the_api_does_not_clear_is_told_and_is_no_change(
    server: Server, run: Run, write: Any
) -> None:
    run(server, "apply", write(integration(configurations={"openai_project": "a"})))
    planned = run(server, "plan", write(integration()))
    assert planned.code == 0
    assert "the API does not clear it: configurations.openai_project" in planned.out


def test_what_cannot_be_changed_stops_apply_before_anything_is_sent(
    server: Server, run: Run, write: Any
) -> None:
    run(server, "apply", write(integration()))
    before = server.traffic.writes
    ended = run(server, "apply", write({**integration(), "ai_provider_id": "voyage"}, integration("two")))
    assert (ended.code, server.traffic.writes) == (1, before)
    assert "one: ai_provider_id is openai and cannot become voyage" in ended.out


def test_one_failure_leaves_the_others_done_and_is_told(server: Server, run: Run, write: Any) -> None:
    unknown = integration("two", workspaces=[{"id": "ws-nobody", "enabled": True}])
    ended = run(server, "apply", write(integration(), unknown, integration("three")))
    assert ended.code == 1
    assert "two: PUT /integrations/two/workspaces: 404" in ended.err
    assert server.client.integrations.retrieve(slug="three").name == "three"


def test_json_holds_the_plan_without_secrets(server: Server, run: Run, write: Any) -> None:
    planned = json.loads(run(server, "plan", write(integration()), "--json").out)
    assert [(one["integration"], one["action"]) for one in planned["changes"]] == [("one", "create")]
    assert {"path": "key", "before": None, "after": "***"} in planned["changes"][0]["differences"]


def test_secrets_come_from_files_beside_the_state_file(
    server: Server, run: Run, write: Any, tmp_path: Path
) -> None:
    (tmp_path / "key.txt").write_text("sk-from-a-file-0123456789\n", encoding="utf-8")
    assert run(server, "apply", write({**integration(), "key": {"file": "key.txt"}})).code == 0
    assert server.client.integrations.retrieve(slug="one").masked_key == "sk*****789"


def test_deletions_are_asked_for_on_a_terminal(
    server: Server, run: Run, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(server, "apply", write(integration(), integration("two")))
    less = write(integration())
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdin, "readline", lambda: "no\n", raising=False)
    assert run(server, "apply", less, "--prune").code == 1
    assert server.client.integrations.retrieve(slug="two").name == "two"
    assert run(server, "apply", less, "--prune", "--yes").code == 0


def test_a_workspace_that_gets_access_back_gets_the_provider_that_the_file_names(
    server: Server, run: Run, write: Any
) -> None:
    def grant(enabled: bool) -> Json:
        return {"id": "ws-demo-first", "enabled": enabled, "default_provider_slug": "its-own"}

    for enabled in (True, False, True):
        assert run(server, "apply", write(integration(workspaces=[grant(enabled)]))).code == 0
    providers = server.client.providers.list(workspace_id="ws-demo-first").data
    assert [provider.slug for provider in providers] == ["its-own"]


@pytest.mark.parametrize("command", ["plan", "apply"])
def test_no_secret_is_shown(server: Server, run: Run, write: Any, command: str) -> None:
    for options in ([], ["--json"], ["--rotate"]):
        ended = run(server, command, write(integration()), *options)
        assert KEY not in ended.out + ended.err
