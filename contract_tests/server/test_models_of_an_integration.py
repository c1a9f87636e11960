"""Model access: upserts, custom models, and what deletion means for each kind."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from .api import ROOT, Api, contract, items

CUSTOM: dict[str, Any] = {
    "slug": "ft:gpt-4o:acme",
    "name": "Ours",
    "enabled": True,
    "is_custom": True,
    "is_finetune": True,
    "base_model_slug": "gpt-4o",
    "pricing_config": {
        "type": "static",
        "pay_as_you_go": {"request_token": {"price": 0.00001}, "response_token": {"price": 0.00003}},
    },
}


@pytest.fixture
def path(admin: Api) -> str:
    return f"/integrations/{admin.integration()}/models"


def models(admin: Api, path: str) -> dict[str, Any]:
    answer = admin.get(path)
    assert answer["total"] == len(answer["models"])
    return {model["slug"]: model for model in answer["models"]}


def test_a_new_integration_offers_the_built_in_models(admin: Api, path: str) -> None:
    offered = models(admin, path)
    assert offered["gpt-4o"]["enabled"] is True
    assert offered["gpt-4o"]["is_custom"] is False
    assert admin.get(path)["allow_all_models"] is True


def test_an_upsert_adds_and_changes_and_leaves_the_others_alone(admin: Api, path: str) -> None:
    before = models(admin, path)
    admin.put(path, {"models": [CUSTOM, {"slug": "gpt-4", "enabled": False}]})
    after = models(admin, path)
    assert {name: after[CUSTOM["slug"]][name] for name in CUSTOM} == CUSTOM
    assert after["gpt-4"]["enabled"] is False
    assert after["gpt-4o"] == before["gpt-4o"]
    admin.put(path, {"models": [{"slug": CUSTOM["slug"], "enabled": False}]})
    changed = models(admin, path)
    assert changed[CUSTOM["slug"]]["enabled"] is False
    assert changed[CUSTOM["slug"]]["pricing_config"] == CUSTOM["pricing_config"]
    assert changed["gpt-4"] == after["gpt-4"]


def test_allow_all_models_is_kept_until_it_is_sent(admin: Api, path: str) -> None:
    admin.put(path, {"models": [], "allow_all_models": False})
    admin.put(path, {"models": []})
    assert admin.get(path)["allow_all_models"] is False
    assert admin.get(path.removesuffix("/models"))["allow_all_models"] is False


@pytest.mark.parametrize("flag", [1, 0, "true", "false"])
def test_flags_are_booleans(admin: Api, path: str, flag: object) -> None:
    admin.put(path, {"models": [{"slug": "m", "enabled": True, "is_custom": flag}]}, status=400)


def test_the_list_of_models_is_required(admin: Api, path: str) -> None:
    admin.put(path, {"allow_all_models": False}, status=400)


def test_deletion_removes_custom_models_and_disables_built_in_ones(admin: Api, path: str) -> None:
    admin.put(path, {"models": [CUSTOM, CUSTOM | {"slug": "kept"}]})
    admin.delete(path, slugs=f"{CUSTOM['slug']},gpt-4,never-heard-of")
    left = models(admin, path)
    assert CUSTOM["slug"] not in left
    assert "kept" in left
    assert left["gpt-4"]["enabled"] is False
    assert left["gpt-4o"]["enabled"] is True


@pytest.mark.parametrize("body", [{"models": ["kept-not"]}, {"models": [{"slug": "kept-not"}]}])
def test_a_body_names_the_models_where_the_query_does_not(admin: Api, path: str, body: object) -> None:
    admin.put(path, {"models": [CUSTOM | {"slug": "kept-not"}]})
    assert admin.send("DELETE", path, json=body).status_code == 200
    assert "kept-not" not in models(admin, path)


def test_the_query_comes_before_the_body(admin: Api, path: str) -> None:
    admin.put(path, {"models": [CUSTOM | {"slug": "a"}, CUSTOM | {"slug": "b"}]})
    admin.send("DELETE", path, params={"slugs": "a"}, json={"models": ["b"]})
    assert {"a", "b"} & models(admin, path).keys() == {"b"}


@pytest.mark.parametrize(
    "body", [None, {}, {"models": []}, {"models": "x"}, {"models": [1]}, {"models": [{}]}]
)
def test_deleting_nothing_in_particular_is_refused(admin: Api, path: str, body: object) -> None:
    assert admin.send("DELETE", path, json=body).status_code == 400


@pytest.mark.parametrize("slugs", ["", ","])
def test_an_empty_list_of_slugs_is_refused(admin: Api, path: str, slugs: str) -> None:
    admin.delete(path, slugs=slugs, status=400)


@pytest.mark.parametrize(
    ("provider", "model"),
    [
        ("anthropic", "claude-3-5-haiku-latest"),
        ("google", "gemini-2.5-flash"),
        ("openai", "gpt-4o"),
        ("voyage", "voyage-3.5"),
        ("workers-ai", "@cf/meta/llama-3.2-1b-instruct"),
    ],
)
def test_a_provider_offers_its_models(admin: Api, provider: str, model: str) -> None:
    configurations = {"workers_ai_account_id": "account"} if provider == "workers-ai" else {}
    slug = admin.integration(ai_provider_id=provider, configurations=configurations)
    offered = models(admin, f"/integrations/{slug}/models")
    assert offered[model]["enabled"] is True
    assert offered[model]["is_custom"] is False


def test_a_provider_that_nobody_knows_offers_what_is_written_only(admin: Api) -> None:
    path = f"/integrations/{admin.integration(ai_provider_id='made-here')}/models"
    assert models(admin, path) == {}
    admin.put(path, {"models": [CUSTOM]})
    assert list(models(admin, path)) == [CUSTOM["slug"]]


@pytest.mark.parametrize("way", ["written", "removed"])
def test_a_built_in_model_that_is_mentioned_keeps_the_rest(admin: Api, path: str, way: str) -> None:
    before = models(admin, path)["gpt-4o"]
    if way == "written":
        admin.put(path, {"models": [{"slug": "gpt-4o", "enabled": False}]})
    else:
        admin.delete(path, slugs="gpt-4o")
    after = models(admin, path)["gpt-4o"]
    own = ("enabled", "created_at", "last_updated_at")
    assert {n: v for n, v in after.items() if n not in own} == {
        n: v for n, v in before.items() if n not in own
    }
    assert after["enabled"] is False


def test_the_catalogue_names_its_source_and_date_and_knows_the_providers_of_the_contract() -> None:
    catalogue = json.loads((ROOT / "reference_server/portkey_reference_server/catalogue.json").read_text())
    assert catalogue["source"].startswith("https://")
    assert date.fromisoformat(catalogue["date"]).year >= 2026
    # Who runs models of their customers has no list of them, and of cortex none is public.
    without = {"sagemaker", "huggingface", "cortex"}
    named = {
        item["ai_provider_id"]["const"]
        for item in items(contract())
        if isinstance(item, dict) and "const" in (item.get("ai_provider_id") or {})
    }
    assert len(named) >= 9
    assert named - without <= catalogue["models"].keys()
