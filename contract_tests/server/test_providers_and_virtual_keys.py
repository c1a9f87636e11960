"""Providers and virtual keys: two views of one stored object."""

from __future__ import annotations

from typing import Any

import pytest

from .api import LONG_SECRET, Api
from .conftest import World

LIMITS = {"type": "cost", "credit_limit": 10, "alert_threshold": 9, "periodic_reset": "monthly"}
RATE = {"type": "requests", "unit": "rpm", "value": 5}
SETTINGS = {
    "name": "p",
    "note": "for tests",
    "usage_limits": LIMITS,
    "rate_limits": [RATE],
    "expires_at": "2999-01-01T00:00:00Z",
}


@pytest.fixture
def integration(world: World, admin: Api) -> str:
    return admin.integration(workspace_id=world.first.id, create_default_provider=False)


def test_what_is_created_is_what_is_read(world: World, admin: Api, integration: str) -> None:
    slug = admin.provider(integration, world.first.id, slug="mine", **SETTINGS)
    assert slug == "mine"
    detail = admin.get("/providers/mine", workspace_id=world.first.id)
    assert detail["usage_limits"].items() >= LIMITS.items()
    assert {name: detail[name] for name in SETTINGS if name != "usage_limits"} == {
        name: value for name, value in SETTINGS.items() if name != "usage_limits"
    }
    assert detail["status"] == "active"
    assert detail["integration_id"] == integration


def test_a_provider_and_a_virtual_key_are_one_object(world: World, admin: Api, integration: str) -> None:
    slug = admin.provider(integration, world.first.id, **SETTINGS)
    key = admin.get(f"/virtual-keys/{slug}")
    assert key["object"] == "virtual-key"
    assert key["integration_id"] == integration
    assert key["name"] == "p"
    assert key["rate_limits"] == [RATE]
    admin.put(f"/virtual-keys/{slug}", {"name": "renamed", "note": None})
    provider = admin.get(f"/providers/{slug}")
    assert provider["id"] == key["id"]
    assert provider["name"] == "renamed"
    assert provider["note"] is None
    admin.put(f"/providers/{slug}", {"name": "again"})
    assert admin.get(f"/virtual-keys/{slug}")["name"] == "again"
    admin.delete(f"/virtual-keys/{slug}")
    admin.get(f"/providers/{slug}", status=404)
    admin.get(f"/integrations/{integration}")


def test_an_id_is_taken_in_place_of_a_slug(world: World, admin: Api, integration: str) -> None:
    integration_id = admin.get(f"/integrations/{integration}")["id"]
    slug = admin.provider(integration_id, world.first.slug)
    provider_id = admin.get(f"/providers/{slug}")["id"]
    assert admin.get(f"/providers/{provider_id}")["slug"] == slug
    assert admin.get(f"/virtual-keys/{provider_id}")["slug"] == slug
    admin.put(f"/providers/{provider_id}", {"name": "renamed"})
    assert admin.get(f"/providers/{slug}")["integration_id"] == integration
    admin.delete(f"/providers/{provider_id}")
    admin.get(f"/providers/{slug}", status=404)


def test_an_update_changes_only_what_was_sent(world: World, admin: Api, integration: str) -> None:
    slug = admin.provider(integration, world.first.id, **SETTINGS)
    before = admin.get(f"/providers/{slug}")
    admin.put(f"/providers/{slug}", {"note": "changed"})
    after = admin.get(f"/providers/{slug}")
    assert {name for name in after if after[name] != before[name]} == {"note", "last_updated_at"}


def test_the_workspace_of_an_update_may_stand_in_the_body(world: World, admin: Api, integration: str) -> None:
    slug = admin.provider(integration, world.first.id)
    admin.put(f"/providers/{slug}", {"name": "a", "workspace_id": world.first.id})
    admin.put(f"/providers/{slug}", {"name": "b", "workspace_id": world.second.id}, status=404)
    admin.put(f"/providers/{slug}", {"name": "c"}, workspace_id=world.second.id, status=404)
    assert admin.get(f"/providers/{slug}")["name"] == "a"


def test_a_slug_that_is_taken_is_a_conflict(world: World, admin: Api, integration: str) -> None:
    slug = admin.provider(integration, world.first.id)
    body = {"name": "p", "integration_id": integration, "workspace_id": world.first.id, "slug": slug}
    assert admin.post("/providers", body, status=409)["data"]["errorCode"] == "AB07"


def test_an_organisation_key_names_the_workspace(world: World, admin: Api, integration: str) -> None:
    admin.get("/providers", status=400)
    admin.post("/providers", {"name": "p", "integration_id": integration}, status=400)
    admin.post("/virtual-keys", {"name": "p", "provider": "openai", "key": "k"}, status=400)


def test_a_workspace_key_need_not_name_its_workspace(world: World, workspace: Api) -> None:
    integration = workspace.integration(create_default_provider=False)
    answer = workspace.post("/providers", {"name": "p", "integration_id": integration})
    assert [item["slug"] for item in workspace.get("/providers")["data"]] == [answer["slug"]]
    assert workspace.get(f"/providers/{answer['slug']}")["workspace_id"] == world.first.id


def test_an_integration_that_is_not_there_is_not_found(world: World, admin: Api) -> None:
    body = {"name": "p", "integration_id": "nowhere", "workspace_id": world.first.id}
    admin.post("/providers", body, status=404)


def test_a_provider_expires(world: World, admin: Api, integration: str) -> None:
    slug = admin.provider(integration, world.first.id, expires_at="2001-01-01T00:00:00+02:00")
    assert admin.get(f"/providers/{slug}")["status"] == "expired"
    admin.put(f"/providers/{slug}", {"expires_at": None})
    assert admin.get(f"/providers/{slug}")["status"] == "active"


@pytest.mark.parametrize(
    "moment", ["0000-01-01T00:00:00Z", "2016-12-31T23:59:60Z", "9999-12-31T23:59:59.999999999-12:00"]
)
def test_odd_moments_do_no_harm(world: World, admin: Api, integration: str, moment: str) -> None:
    body = {"name": "p", "integration_id": integration, "workspace_id": world.first.id, "expires_at": moment}
    response = admin.send("POST", "/providers", json=body)
    if response.status_code == 200:
        assert admin.get(f"/providers/{response.json()['slug']}")["expires_at"] == moment
    assert response.status_code in (200, 400)


def test_pages_show_each_provider_once(world: World, admin: Api, integration: str) -> None:
    slugs = [admin.provider(integration, world.first.id) for _ in range(5)]
    of_workspace: dict[str, Any] = {"workspace_id": world.first.id}
    for path, query in (("/providers", of_workspace), ("/virtual-keys", {})):
        pages = [admin.get(path, page_size=2, current_page=page, **query) for page in range(3)]
        assert [item["slug"] for page in pages for item in page["data"]] == slugs
        assert {page["total"] for page in pages} == {5}


def test_creating_a_virtual_key_makes_an_integration_and_its_provider(world: World, admin: Api) -> None:
    answer = admin.post(
        "/virtual-keys",
        {
            "name": "My key",
            "provider": "openai",
            "key": LONG_SECRET,
            "workspace_id": world.first.id,
            "note": "n",
        },
    )
    assert answer["success"] is True
    assert answer["data"]["slug"] == answer["slug"]
    key = admin.get(f"/virtual-keys/{answer['slug']}")
    assert key["id"] == answer["id"]
    assert key["masked_api_key"] == "sk*****ail"
    assert key["ai_provider_name"] == "openai"
    assert key["note"] == "n"
    assert not key["key"]
    integration = admin.get(f"/integrations/{key['integration_id']}")
    assert integration["workspace_id"] == world.first.id
    assert admin.get(f"/providers/{answer['slug']}")["integration_id"] == integration["slug"]


def test_deleting_a_virtual_key_deletes_the_integration_that_it_made(world: World, admin: Api) -> None:
    slug = admin.virtual_key(workspace_id=world.first.id)
    integration = admin.get(f"/virtual-keys/{slug}")["integration_id"]
    admin.delete(f"/virtual-keys/{slug}")
    admin.get(f"/virtual-keys/{slug}", status=404)
    admin.get(f"/integrations/{integration}", status=404)


def test_deleting_a_virtual_key_leaves_an_integration_that_others_use(world: World, admin: Api) -> None:
    slug = admin.virtual_key(workspace_id=world.first.id)
    integration = admin.get(f"/virtual-keys/{slug}")["integration_id"]
    admin.provider(integration, world.first.id)
    admin.delete(f"/virtual-keys/{slug}")
    admin.get(f"/integrations/{integration}")


def test_deleting_a_provider_leaves_its_integration(world: World, admin: Api, integration: str) -> None:
    admin.delete(f"/providers/{admin.provider(integration, world.first.id)}")
    admin.get(f"/integrations/{integration}")


def test_camel_case_fields_become_a_masked_configuration(world: World, admin: Api) -> None:
    slug = admin.virtual_key(
        provider="bedrock",
        awsAccessKeyId="AKIA",
        awsSecretAccessKey="aws-canary-1234567890",
        awsRegion="us-east-1",
        workspace_id=world.first.id,
    )
    config = admin.get(f"/virtual-keys/{slug}")["model_config"]
    assert config["aws_access_key_id"] == "AKIA"
    assert config["aws_region"] == "us-east-1"
    assert config["masked_aws_secret_access_key"] == "aw*****890"
    assert "aws_secret_access_key" not in config
    admin.put(f"/virtual-keys/{slug}", {"awsRegion": "eu-west-1"})
    changed = admin.get(f"/virtual-keys/{slug}")["model_config"]
    assert changed == config | {"aws_region": "eu-west-1"}


def test_a_deployment_becomes_an_azure_configuration(world: World, admin: Api) -> None:
    slug = admin.virtual_key(
        provider="azure-openai",
        resourceName="resource",
        deploymentConfig=[{"apiVersion": "2024-02-15", "deploymentName": "d", "is_default": True}],
        workspace_id=world.first.id,
    )
    key = admin.get(f"/virtual-keys/{slug}")
    assert key["model_config"]["azure_resource_name"] == "resource"
    [deployment] = key["model_config"]["azure_deployment_config"]
    assert deployment["azure_api_version"] == "2024-02-15"
    assert deployment["azure_deployment_name"] == "d"
    assert deployment["is_default"] is True
    admin.get(f"/integrations/{key['integration_id']}")


def test_a_virtual_keys_key_is_changed_for_its_integration(world: World, admin: Api) -> None:
    slug = admin.virtual_key(workspace_id=world.first.id)
    before = admin.get(f"/virtual-keys/{slug}")["masked_api_key"]
    admin.put(f"/virtual-keys/{slug}", {"key": "another-key-0123456789"})
    after = admin.get(f"/virtual-keys/{slug}")
    assert after["masked_api_key"] != before
    assert admin.get(f"/integrations/{after['integration_id']}")["masked_key"] == after["masked_api_key"]


def test_a_workspace_cannot_change_the_key_that_its_organisation_shares(
    world: World, admin: Api, workspace: Api
) -> None:
    path = f"/integrations/{admin.integration()}/workspaces"
    admin.put(path, {"workspaces": [{"id": world.first.id, "enabled": True}]})
    [item] = workspace.get("/virtual-keys")["data"]
    workspace.put(f"/virtual-keys/{item['slug']}", {"key": "mine"}, status=403)
    workspace.put(f"/virtual-keys/{item['slug']}", {"note": "mine"})


def test_virtual_keys_are_filtered_by_workspace(world: World, admin: Api) -> None:
    first = admin.virtual_key(workspace_id=world.first.id)
    second = admin.virtual_key(workspace_id=world.second.slug)

    def listed(**query: Any) -> set[str]:
        return {item["slug"] for item in admin.get("/virtual-keys", **query)["data"]}

    assert listed() == {first, second}
    assert listed(workspace_id=world.first.slug) == listed(workspace_id=world.first.id) == {first}
    assert listed(workspace_id=world.second.id) == {second}


def test_secret_mappings_name_the_model_configuration(world: World, admin: Api) -> None:
    mapping = {"target_field": "model_config.openai_project", "secret_reference_id": "r"}
    slug = admin.virtual_key(workspace_id=world.first.id, secret_mappings=[mapping])
    integration = admin.get(f"/virtual-keys/{slug}")["integration_id"]
    [stored] = admin.get(f"/integrations/{integration}")["secret_mappings"]
    assert stored["target_field"] == "configurations.openai_project"
