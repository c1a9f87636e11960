"""Integrations: what is created is what is read, updates are partial, deletion takes everything along."""

from __future__ import annotations

from typing import Any

import pytest
from portkey_reference_server.tables import Workspace
from sqlalchemy import delete

from .api import LONG_SECRET, Api
from .conftest import World

AZURE = {
    "azure_auth_mode": "entra",
    "azure_resource_name": "resource",
    "azure_entra_tenant_id": "tenant",
    "azure_entra_client_id": "client",
    "azure_entra_client_secret": "azure-canary-1234567890",
    "azure_deployment_config": [
        {
            "azure_deployment_name": "deployment",
            "azure_api_version": "2024-02-15-preview",
            "azure_model_slug": "gpt-4",
            "is_default": True,
        }
    ],
}
BEDROCK = {
    "aws_auth_type": "accessKey",
    "aws_region": "us-east-1",
    "aws_access_key_id": "AKIAEXAMPLE",
    "aws_secret_access_key": "bedrock-canary-1234567890",
}


def test_creating_answers_the_id_and_the_slug(admin: Api) -> None:
    answer = admin.post(
        "/integrations", {"name": "n", "ai_provider_id": "openai", "key": "k", "slug": "My_Slug-1"}
    )
    assert answer == {"id": answer["id"], "slug": "My_Slug-1"}


def test_what_is_created_is_what_is_read(admin: Api) -> None:
    slug = admin.integration(
        name="Production",
        description="for the site",
        configurations={"openai_organization": "org", "openai_project": "project"},
        pricing_adjustments={"multiplier": {"default": 1.5}},
        secret_mappings=[{"target_field": "key", "secret_reference_id": "vault-1", "secret_key": None}],
    )
    detail = admin.get(f"/integrations/{slug}")
    assert detail["name"] == "Production"
    assert detail["description"] == "for the site"
    assert detail["ai_provider_id"] == "openai"
    assert detail["status"] == "active"
    assert detail["type"] == "organisation"
    assert detail["configurations"] == {"openai_organization": "org", "openai_project": "project"}
    assert detail["pricing_adjustments"] == {"multiplier": {"default": 1.5}}
    assert detail["secret_mappings"][0]["secret_reference_id"] == "vault-1"
    assert detail["allow_all_models"] is True
    assert detail["workspace_count"] == 0


@pytest.mark.parametrize("name", ["Production OpenAI", "é", "", "-", "x" * 500])
def test_a_slug_is_made_from_the_name(admin: Api, name: str) -> None:
    body = {"name": name, "ai_provider_id": "openai", "key": "k"}
    response = admin.send("POST", "/integrations", json=body)
    if response.status_code == 400:
        assert name == ""
        return
    again = admin.post("/integrations", body)
    assert response.json()["slug"] != again["slug"]


def test_a_slug_that_is_taken_is_a_conflict(admin: Api) -> None:
    slug = admin.integration()
    body = {"name": "n", "ai_provider_id": "openai", "key": "k", "slug": slug}
    assert admin.post("/integrations", body, status=409)["data"]["errorCode"] == "AB07"


def test_an_id_cannot_be_taken_as_a_slug(admin: Api) -> None:
    integration_id = admin.get(f"/integrations/{admin.integration()}")["id"]
    body = {"name": "n", "ai_provider_id": "openai", "key": "k", "slug": integration_id}
    admin.post("/integrations", body, status=409)


def test_an_id_is_taken_in_place_of_a_slug_and_the_slug_is_shown(admin: Api) -> None:
    slug = admin.integration()
    integration_id = admin.get(f"/integrations/{slug}")["id"]
    assert admin.get(f"/integrations/{integration_id}")["slug"] == slug
    admin.get(f"/integrations/{integration_id}/models")
    admin.get(f"/integrations/{integration_id}/workspaces")
    admin.put(f"/integrations/{integration_id}", {"name": "renamed"})
    assert admin.get(f"/integrations/{slug}")["name"] == "renamed"
    admin.delete(f"/integrations/{integration_id}")
    admin.get(f"/integrations/{slug}", status=404)


def test_a_workspace_scoped_integration_gets_a_default_provider(world: World, admin: Api) -> None:
    admin.integration(workspace_id=world.first.slug, default_provider_slug="the-default")
    provider = admin.get("/providers/the-default", workspace_id=world.first.id)
    assert provider["workspace_id"] == world.first.id


def test_a_default_provider_can_be_declined(world: World, admin: Api) -> None:
    admin.integration(workspace_id=world.first.slug, create_default_provider=False)
    assert admin.get("/providers", workspace_id=world.first.id)["total"] == 0


def test_a_default_provider_slug_that_is_taken_is_invalid_and_creates_nothing(
    world: World, admin: Api
) -> None:
    admin.integration(workspace_id=world.first.slug, default_provider_slug="taken")
    body = {
        "name": "n",
        "ai_provider_id": "openai",
        "key": "k",
        "workspace_id": world.first.id,
        "default_provider_slug": "taken",
    }
    assert admin.post("/integrations", body, status=400)["data"]["errorCode"] == "AB01"
    assert admin.get("/integrations")["total"] == 1


def test_an_update_changes_only_what_was_sent(admin: Api) -> None:
    slug = admin.integration(
        description="d",
        configurations={"openai_organization": "org", "openai_project": "project"},
        pricing_adjustments={"multiplier": {"default": 2}},
    )
    before = admin.get(f"/integrations/{slug}")
    admin.put(f"/integrations/{slug}", {"name": "renamed"})
    after = admin.get(f"/integrations/{slug}")
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"name", "last_updated_at"}


def test_slug_and_provider_are_not_updatable(admin: Api) -> None:
    slug = admin.integration()
    admin.put(f"/integrations/{slug}", {"slug": "another", "ai_provider_id": "anthropic", "id": "x"})
    assert admin.get(f"/integrations/{slug}")["ai_provider_id"] == "openai"


def test_a_configuration_field_that_is_left_out_of_an_update_stays(admin: Api) -> None:
    slug = admin.integration(configurations={"openai_organization": "org", "openai_project": "project"})
    admin.put(f"/integrations/{slug}", {"configurations": {"openai_project": "other"}})
    configurations = admin.get(f"/integrations/{slug}")["configurations"]
    assert configurations == {"openai_organization": "org", "openai_project": "other"}


def test_an_update_that_would_not_make_a_valid_configuration_is_refused(admin: Api) -> None:
    slug = admin.integration(
        ai_provider_id="bedrock",
        configurations={"aws_auth_type": "assumedRole", "aws_region": "r", "aws_role_arn": "a"},
    )
    answer = admin.put(
        f"/integrations/{slug}", {"configurations": {"aws_auth_type": "accessKey"}}, status=400
    )
    assert answer["data"]["errorCode"] == "AB01"
    assert admin.get(f"/integrations/{slug}")["configurations"]["aws_auth_type"] == "assumedRole"
    keys = {name: BEDROCK[name] for name in ("aws_access_key_id", "aws_secret_access_key")}
    admin.put(f"/integrations/{slug}", {"configurations": {"aws_auth_type": "accessKey", **keys}})


def test_a_refused_update_changes_nothing(admin: Api) -> None:
    slug = admin.integration()
    admin.put(f"/integrations/{slug}", {"name": "renamed", "configurations": {"custom_host": 5}}, status=400)
    assert admin.get(f"/integrations/{slug}")["name"] == "an integration"


def test_another_providers_configuration_is_refused(admin: Api) -> None:
    body = {"name": "n", "ai_provider_id": "azure-openai", "configurations": BEDROCK, "key": "k"}
    admin.post("/integrations", body, status=400)


def test_an_unknown_provider_keeps_a_free_form_configuration(admin: Api) -> None:
    configurations = {"anything": {"nested": [1, 2.5, None, True]}, "text": "é"}
    slug = admin.integration(ai_provider_id="some-new-provider", configurations=configurations)
    assert admin.get(f"/integrations/{slug}")["configurations"] == configurations


@pytest.mark.parametrize(("sent", "left"), [({}, 1), ({"secret_mappings": []}, 0)])
def test_secret_mappings_stay_unless_sent(admin: Api, sent: dict[str, object], left: int) -> None:
    slug = admin.integration(secret_mappings=[{"target_field": "key", "secret_reference_id": "r"}])
    admin.put(f"/integrations/{slug}", {"name": "updated", **sent})
    assert len(admin.get(f"/integrations/{slug}")["secret_mappings"]) == left


def test_sent_secret_mappings_replace_the_stored_ones(admin: Api) -> None:
    slug = admin.integration(secret_mappings=[{"target_field": "key", "secret_reference_id": "old"}])
    mapping = {"target_field": "configurations.openai_project", "secret_reference_id": "new"}
    admin.put(f"/integrations/{slug}", {"secret_mappings": [mapping]})
    [stored] = admin.get(f"/integrations/{slug}")["secret_mappings"]
    assert stored["secret_reference_id"] == "new"


def test_a_target_field_is_mapped_once(admin: Api) -> None:
    mapping = {"target_field": "key", "secret_reference_id": "r"}
    body = {
        "name": "n",
        "ai_provider_id": "openai",
        "secret_mappings": [mapping, mapping | {"secret_key": "x"}],
    }
    admin.post("/integrations", body, status=400)


def test_null_clears_pricing_adjustments(admin: Api) -> None:
    slug = admin.integration(pricing_adjustments={"multiplier": {"default": 2}})
    admin.put(f"/integrations/{slug}", {"name": "n"})
    assert admin.get(f"/integrations/{slug}")["pricing_adjustments"] == {"multiplier": {"default": 2}}
    admin.put(f"/integrations/{slug}", {"pricing_adjustments": None})
    assert admin.get(f"/integrations/{slug}")["pricing_adjustments"] is None


def test_a_deleted_integration_is_gone_with_all_that_hung_on_it(world: World, admin: Api) -> None:
    slug = admin.integration(workspace_id=world.first.slug)
    provider = admin.provider(slug, world.first.id)
    admin.delete(f"/integrations/{slug}")
    assert admin.get(f"/integrations/{slug}", status=404)["data"]["errorCode"] == "AB08"
    admin.get(f"/integrations/{slug}/models", status=404)
    admin.get(f"/providers/{provider}", status=404)
    admin.get(f"/virtual-keys/{provider}", status=404)
    admin.delete(f"/integrations/{slug}", status=404)
    assert admin.get("/providers", workspace_id=world.first.id)["total"] == 0
    admin.integration(slug=slug)


def test_pages_show_each_integration_once(admin: Api) -> None:
    slugs = [admin.integration() for _ in range(7)]
    pages = [admin.get("/integrations", current_page=page, page_size=3) for page in range(4)]
    assert [len(page["data"]) for page in pages] == [3, 3, 1, 0]
    assert [item["slug"] for page in pages for item in page["data"]] == slugs
    assert {page["total"] for page in pages} == {7}


def test_lists_filter_by_type_and_by_workspace(world: World, admin: Api) -> None:
    shared = admin.integration()
    first = admin.integration(workspace_id=world.first.slug)
    second = admin.integration(workspace_id=world.second.id)

    def listed(**query: Any) -> set[str]:
        answer = admin.get("/integrations", **query)
        assert answer["total"] == len(answer["data"])
        return {item["slug"] for item in answer["data"]}

    assert listed() == listed(type="all") == {shared, first, second}
    assert listed(type="organisation") == {shared}
    assert listed(type="workspace") == {first, second}
    assert listed(workspace_id=world.first.id) == listed(workspace_id=world.first.slug) == {first}
    assert listed(workspace_id="ws-nowhere") == set()
    admin.get("/integrations", type="nonsense", status=400)


def test_a_list_shows_no_configuration(admin: Api) -> None:
    admin.integration(configurations={"openai_project": "p"})
    [item] = admin.get("/integrations")["data"]
    assert "configurations" not in item
    assert LONG_SECRET not in str(item)


def test_totals_follow_what_is_made_and_deleted(world: World, admin: Api, workspace: Api) -> None:
    def totals() -> list[int]:
        kinds = [
            admin.get("/integrations", type=kind)["total"] for kind in ("all", "organisation", "workspace")
        ]
        ids = (world.first.id, world.second.id)
        providers = [admin.get("/providers", workspace_id=one)["total"] for one in ids]
        every, of_one = admin.get("/virtual-keys"), admin.get("/virtual-keys", workspace_id=ids[0])
        return [*kinds, *providers, every["total"], of_one["total"], workspace.get("/virtual-keys")["total"]]

    assert totals() == [0] * 8
    shared = admin.integration()
    own = workspace.integration()
    admin.virtual_key(workspace_id=world.second.id)
    grants = [{"id": w.id, "enabled": True} for w in (world.first, world.second)]
    admin.put(f"/integrations/{shared}/workspaces", {"workspaces": grants})
    assert totals() == [3, 1, 2, 2, 2, 4, 2, 2]
    admin.delete(f"/integrations/{shared}")
    assert totals() == [2, 0, 2, 1, 1, 2, 1, 1]
    admin.delete(f"/integrations/{own}")
    with world.store.write() as session:
        session.execute(delete(Workspace).where(Workspace.id == world.second.id))
    assert [admin.get("/integrations")["total"], admin.get("/virtual-keys")["total"]] == [0, 0]
