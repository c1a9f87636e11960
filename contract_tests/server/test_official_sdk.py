"""The official Python SDK (portkey-ai, a test dependency only) works against the reference server.

Its types call limits a dict, so that it cannot read answers that have them; those are read as raw JSON here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from portkey_ai import AsyncPortkey, Portkey

from .api import LONG_SECRET, Api
from .conftest import World

LIMITS = {"credit_limit": 10, "periodic_reset": "monthly", "alert_threshold": 9}


@pytest.fixture
def sdk(world: World) -> Any:  # its types make every field optional
    return Portkey(api_key=world.demo.keys["admin"], base_url=world.base_url)


@pytest.fixture
def integration(sdk: Any) -> Iterator[str]:
    slug: str = sdk.integrations.create(
        name="By SDK", ai_provider_id="openai", key=LONG_SECRET, slug="by-sdk"
    ).slug
    yield slug
    sdk.integrations.delete(slug=slug)


def test_an_integration_from_creation_to_deletion(sdk: Any, admin: Api) -> None:
    created = sdk.integrations.create(
        name="Azure",
        ai_provider_id="azure-openai",
        description="shared",
        configurations={
            "azure_auth_mode": "entra",
            "azure_resource_name": "r",
            "azure_entra_tenant_id": "t",
            "azure_entra_client_id": "c",
            "azure_entra_client_secret": LONG_SECRET,
            "azure_deployment_config": [
                {"azure_api_version": "v", "azure_deployment_name": "d", "azure_model_slug": "gpt-4"}
            ],
        },
    )
    assert created.slug in [item.slug for item in sdk.integrations.list(type="organisation").data]
    detail = sdk.integrations.retrieve(slug=created.slug)
    assert detail.description == "shared"
    assert LONG_SECRET not in str(detail)
    sdk.integrations.update(slug=created.slug, name="Renamed")
    assert sdk.integrations.retrieve(slug=created.slug).name == "Renamed"
    assert sdk.integrations.retrieve(slug=created.slug).description == "shared"
    sdk.integrations.delete(slug=created.slug)
    admin.get(f"/integrations/{created.slug}", status=404)


def test_the_models_of_an_integration(sdk: Any, integration: str) -> None:
    models = sdk.integrations.models
    custom = {"slug": "ft:mine", "enabled": True, "is_custom": True, "base_model_slug": "gpt-4o"}
    models.update(slug=integration, allow_all_models=False, models=[custom])
    stored = models.list(slug=integration)
    assert stored.allow_all_models is False
    assert "ft:mine" in [model.slug for model in stored.models]
    models.delete(slug=integration, slugs="ft:mine")
    assert "ft:mine" not in [model.slug for model in models.list(slug=integration).models]


def test_the_workspaces_of_an_integration_and_the_flag_that_the_sdk_misspells(
    sdk: Any, admin: Api, world: World, integration: str
) -> None:
    workspaces = sdk.integrations.workspaces
    workspaces.update(slug=integration, workspaces=[{"id": world.first.id, "enabled": True}])
    workspaces.update(
        slug=integration,
        global_workspace_access={"enabled": False},
        override_existing_workspaces_access=True,
    )
    entries = admin.get(f"/integrations/{integration}/workspaces")["workspaces"]
    assert [entry["enabled"] for entry in entries if entry["id"] == world.first.slug] == [False]


def test_a_provider_from_creation_to_deletion(sdk: Any, admin: Api, world: World, integration: str) -> None:
    workspace = world.first.id
    sdk.integrations.workspaces.update(
        slug=integration, workspaces=[{"id": workspace, "enabled": True, "create_default_provider": False}]
    )
    created = sdk.providers.create(
        name="Search", integration_id=integration, workspace_id=workspace, slug="search", usage_limits=LIMITS
    )
    assert created.slug == "search"
    assert [item["slug"] for item in admin.get("/providers", workspace_id=workspace)["data"]] == ["search"]
    assert "search" in [item.slug for item in sdk.providers.list(workspace_id=workspace).data]
    assert sdk.providers.retrieve(slug="search", workspace_id=workspace).name == "Search"
    sdk.providers.update(slug="search", workspace_id=workspace, note="for the evaluation runs")
    detail = admin.get("/providers/search", workspace_id=workspace)
    assert detail["note"] == "for the evaluation runs"
    assert detail["usage_limits"].items() >= LIMITS.items()
    sdk.providers.delete(slug="search", workspace_id=workspace)
    admin.get("/providers/search", workspace_id=workspace, status=404)


def test_a_virtual_key_from_creation_to_deletion(sdk: Any, admin: Api, world: World) -> None:
    created = sdk.virtual_keys.create(
        name="My first virtual key", provider="openai", key=LONG_SECRET, workspace_id=world.first.id
    )
    slug = created.slug
    assert slug in [item["slug"] for item in sdk.virtual_keys.list(workspace_id=world.first.id).data]
    assert LONG_SECRET not in str(sdk.virtual_keys.retrieve(slug=slug))
    sdk.virtual_keys.update(slug=slug, note="renewed", key=f"{LONG_SECRET}-renewed")
    assert admin.get(f"/virtual-keys/{slug}")["note"] == "renewed"
    sdk.virtual_keys.delete(slug=slug)
    admin.get(f"/virtual-keys/{slug}", status=404)


def test_the_asynchronous_sdk_works_too(world: World) -> None:
    async def made_and_read() -> str:
        sdk: Any = AsyncPortkey(api_key=world.demo.keys["admin"], base_url=world.base_url)
        created = await sdk.integrations.create(name="Async", ai_provider_id="openai", key=LONG_SECRET)
        name: str = (await sdk.integrations.retrieve(slug=created.slug)).name
        return name

    assert asyncio.run(made_and_read()) == "Async"
