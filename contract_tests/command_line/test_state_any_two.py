"""From whichever state to whichever other: `apply --prune` ends where the second file alone ends."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from .conftest import WORKSPACES, Run, Server
from .others import other

KEYS = {"FIRST_KEY": "sk-first-0123456789", "OTHER_KEY": "sk-other-0123456abc"}
Json = dict[str, Any]


def a_state(chance: random.Random) -> Json:
    """A state with each of three integrations, or without it."""

    def maybe(likely: float, name: str, value: Any) -> Json:
        return {name: value} if chance.random() < likely else {}

    def limits() -> Json:
        days: Json = {"periodic_reset_days": chance.randint(1, 9)}
        period: Json = chance.choice([{}, {"periodic_reset": "weekly"}, days])
        usage = {"type": chance.choice(["cost", "tokens"]), "credit_limit": chance.randint(1, 9), **period}
        rate = {"type": "requests", "unit": chance.choice(["rpm", "rph"]), "value": chance.randint(1, 9)}
        usage |= maybe(0.5, "alert_threshold", chance.randint(1, 9))
        return maybe(0.5, "usage_limits", [usage]) | maybe(0.4, "rate_limits", [rate])

    def access(likely: float) -> Json:
        return {"enabled": chance.random() < likely, **limits()}

    def model(slug: str) -> Json:
        made: Json = {"slug": slug, "enabled": chance.random() < 0.5}
        if slug.startswith("own"):
            price = {"type": "static", "pay_as_you_go": {"request_token": {"price": chance.randint(1, 3)}}}
            made |= {"is_custom": True, **maybe(0.5, "base_model_slug", chance.choice(["gpt-4", "gpt-4o"]))}
            made |= maybe(0.5, "pricing_config", price) | maybe(0.3, "name", chance.choice("xy"))
        return made

    def integration(slug: str) -> Json:
        multiplier = {chance.choice(["default", "request_token"]): chance.choice([1, 2.5])}
        mapping = {
            "target_field": "configurations.openai_project",
            "secret_reference_id": chance.choice("mn"),
        }
        return {
            "slug": slug,
            "name": chance.choice("xyz"),
            "ai_provider_id": "openai",
            "key": {"env": chance.choice(list(KEYS))},
            **maybe(0.5, "description", chance.choice("pq")),
            **maybe(0.3, "pricing_adjustments", {"multiplier": multiplier}),
            **maybe(0.3, "secret_mappings", [mapping]),
            **maybe(0.3, "allow_all_models", False),
            "models": [model(one) for one in ("gpt-4", "gpt-4o", "own1", "own2") if chance.random() < 0.4],
            "workspaces": [{"id": one, **access(0.7)} for one in WORKSPACES if chance.random() < 0.5],
            **maybe(0.3, "global_workspace_access", access(0.6)),
        }

    return {"version": 1, "integrations": [integration(slug) for slug in "abc" if chance.random() < 0.7]}


def effective(exported: str) -> Json:
    """An export without slugs of providers, and without access that is as the default for all."""
    state: Json = yaml.safe_load(exported)
    for one in state["integrations"]:
        default = one.get("global_workspace_access", {"enabled": False})
        for grant in one.get("workspaces", []):
            for name in ("default_provider_slug", "create_default_provider"):
                grant.pop(name, None)
        grants = one.pop("workspaces", [])
        one["workspaces"] = [grant for grant in grants if {"id": grant["id"], **default} != grant]
    return state


@pytest.mark.parametrize("seed", range(6))
def test_what_was_there_before_makes_no_difference(
    start: Callable[[str], Server], run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, seed: int
) -> None:
    for name, key in KEYS.items():
        monkeypatch.setenv(name, key)
    chance = random.Random(seed)  # noqa: S311 - a seed, so that it can be made again
    before, after = tmp_path / "before.yaml", tmp_path / "after.yaml"
    for file in (before, after):
        file.write_text(yaml.safe_dump(a_state(chance)), encoding="utf-8")
    used, new = start("used"), start("new")
    assert run(used, "apply", before).code == 0
    for server in (used, new):
        applied = run(server, "apply", after, "--prune")
        assert applied.code == 0, applied.err
        planned = run(server, "plan", after, "--prune")
        assert planned.code == 0, planned.out
    assert effective(run(used, "export").out) == effective(run(new, "export").out)


@pytest.mark.parametrize("seed", [1, 3, 5, 9, 14, 50])
def test_nor_does_it_on_servers_that_use_their_liberties(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, seed: int
) -> None:
    for name, key in KEYS.items():
        monkeypatch.setenv(name, key)
    chance = random.Random(seed)  # noqa: S311
    with other(f"mixed:{seed}", integration_in_use="deleted", workspace_default="both") as server:
        for options in ([], ["--prune"]):
            file = tmp_path / "state.yaml"
            file.write_text(yaml.safe_dump(a_state(chance)), encoding="utf-8")
            applied = run(server, "apply", file, *options)
            assert applied.code == 0, applied.err
            planned = run(server, "plan", file, *options)
            assert planned.code == 0, planned.out
