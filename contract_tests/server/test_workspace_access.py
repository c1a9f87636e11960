"""Grants: who may use an integration, within which limits, and through which providers."""

from __future__ import annotations

from typing import Any

import pytest
from portkey_reference_server.tables import Workspace
from sqlalchemy import event

from .api import Api
from .conftest import World

USAGE = {"type": "cost", "credit_limit": 100, "alert_threshold": 80, "periodic_reset": "monthly"}
RATE = {"type": "requests", "unit": "rpm", "value": 1000}


@pytest.fixture
def integration(admin: Api) -> str:
    return admin.integration(slug="shared")


@pytest.fixture
def path(integration: str) -> str:
    return f"/integrations/{integration}/workspaces"


def entries(admin: Api, path: str) -> dict[str, Any]:
    answer = admin.get(path)
    assert answer["total"] == len(answer["workspaces"])
    return {entry["id"]: entry for entry in answer["workspaces"]}


def providers(admin: Api, workspace_id: str) -> list[str]:
    return [item["slug"] for item in admin.get("/providers", workspace_id=workspace_id)["data"]]


def test_a_grant_is_read_as_it_was_sent_under_the_workspaces_slug(
    world: World, admin: Api, path: str
) -> None:
    for name in (world.first.id, world.first.slug):
        entry = {"id": name, "enabled": True, "usage_limits": [USAGE], "rate_limits": [RATE]}
        admin.put(path, {"workspaces": [entry]})
        found = entries(admin, path)
        assert found.keys() == {world.first.slug}
        assert found[world.first.slug]["usage_limits"][0].items() >= USAGE.items()
        assert found[world.first.slug]["rate_limits"] == [RATE]


def test_grants_that_are_not_named_stay(world: World, admin: Api, path: str) -> None:
    admin.put(path, {"workspaces": [{"id": world.first.id, "enabled": True, "usage_limits": [USAGE]}]})
    admin.put(path, {"workspaces": [{"id": world.second.id, "enabled": True}]})
    found = entries(admin, path)
    assert found.keys() == {world.first.slug, world.second.slug}
    assert found[world.first.slug]["usage_limits"]


def test_limits_that_are_not_sent_stay_and_null_clears_them(world: World, admin: Api, path: str) -> None:
    entry = {"id": world.first.id, "enabled": True}
    admin.put(path, {"workspaces": [entry | {"usage_limits": [USAGE], "rate_limits": [RATE]}]})
    admin.put(path, {"workspaces": [entry | {"usage_limits": None}]})
    found = entries(admin, path)[world.first.slug]
    assert not found["usage_limits"]
    assert found["rate_limits"] == [RATE]


def test_a_grant_makes_a_provider(world: World, admin: Api, integration: str, path: str) -> None:
    admin.put(path, {"workspaces": [{"id": world.first.id, "enabled": True}]})
    [slug] = providers(admin, world.first.id)
    assert admin.get(f"/virtual-keys/{slug}")["integration_id"] == integration
    admin.put(path, {"workspaces": [{"id": world.first.id, "enabled": True}]})
    assert providers(admin, world.first.id) == [slug]


@pytest.mark.parametrize("where", ["entry", "request"])
def test_the_provider_of_a_grant_can_be_declined(world: World, admin: Api, path: str, where: str) -> None:
    entry: dict[str, object] = {"id": world.first.id, "enabled": True}
    body: dict[str, object] = {"workspaces": [entry]}
    (entry if where == "entry" else body)["create_default_provider"] = False
    admin.put(path, body)
    assert providers(admin, world.first.id) == []


@pytest.mark.parametrize("where", ["entry", "request"])
def test_the_provider_of_a_grant_can_be_named(world: World, admin: Api, path: str, where: str) -> None:
    entry: dict[str, object] = {"id": world.first.id, "enabled": True}
    body: dict[str, object] = {"workspaces": [entry]}
    (entry if where == "entry" else body)["default_provider_slug"] = "named"
    admin.put(path, body)
    assert providers(admin, world.first.id) == ["named"]
    entry["id"] = world.second.id
    admin.put(path, body, status=400)
    assert entries(admin, path).keys() == {world.first.slug}


def test_access_that_is_taken_away_takes_the_providers_along(
    world: World, admin: Api, integration: str, path: str
) -> None:
    admin.put(
        path,
        {"workspaces": [{"id": world.first.id, "enabled": True}, {"id": world.second.id, "enabled": True}]},
    )
    admin.put(path, {"workspaces": [{"id": world.first.id, "enabled": False}]})
    assert providers(admin, world.first.id) == []
    assert len(providers(admin, world.second.id)) == 1
    body = {"name": "p", "integration_id": integration, "workspace_id": world.first.id}
    admin.post("/providers", body, status=403)
    assert admin.get(f"/integrations/{integration}")["workspace_count"] == 1


def test_a_workspace_without_a_grant_cannot_make_a_provider(
    world: World, admin: Api, integration: str
) -> None:
    body = {"name": "p", "integration_id": integration, "workspace_id": world.first.id}
    assert admin.post("/providers", body, status=403)["data"]["errorCode"] == "AB03"


def test_the_global_default_opens_to_every_workspace(
    world: World, admin: Api, integration: str, path: str
) -> None:
    default = {"enabled": True, "usage_limits": [USAGE], "rate_limits": [RATE]}
    admin.put(path, {"global_workspace_access": default})
    detail = admin.get(f"/integrations/{integration}")
    assert detail["workspace_count"] == 3
    assert detail["global_workspace_access_settings"]["enabled"] is True
    assert detail["global_workspace_access_settings"]["rate_limits"] == [RATE]
    assert all(len(providers(admin, place.id)) == 1 for place in (world.first, world.second, world.third))
    admin.put(path, {"global_workspace_access": {"enabled": False}})
    assert admin.get(f"/integrations/{integration}")["workspace_count"] == 0
    assert providers(admin, world.first.id) == []


def test_a_grant_of_its_own_comes_before_the_global_default(world: World, admin: Api, path: str) -> None:
    admin.put(path, {"workspaces": [{"id": world.first.id, "enabled": False}]})
    admin.put(path, {"global_workspace_access": {"enabled": True}})
    assert providers(admin, world.first.id) == []
    assert len(providers(admin, world.second.id)) == 1


@pytest.mark.parametrize(
    "flag", ["override_existing_workspace_access", "override_existing_workspaces_access"]
)
def test_the_override_gives_the_global_default_to_existing_grants(
    world: World, admin: Api, path: str, flag: str
) -> None:
    admin.put(path, {"workspaces": [{"id": world.first.id, "enabled": True, "rate_limits": [RATE]}]})
    admin.put(path, {"global_workspace_access": {"enabled": False}})
    assert entries(admin, path)[world.first.slug]["enabled"] is True
    admin.put(path, {"global_workspace_access": {"enabled": False}, flag: True})
    found = entries(admin, path)[world.first.slug]
    assert found["enabled"] is False
    assert not found["rate_limits"]


def test_a_workspace_that_is_not_there_is_not_found_and_nothing_changes(
    world: World, admin: Api, path: str
) -> None:
    body = {"workspaces": [{"id": world.first.id, "enabled": True}, {"id": "ws-nowhere", "enabled": True}]}
    admin.put(path, body, status=404)
    assert entries(admin, path) == {}


def test_a_workspace_is_named_once(world: World, admin: Api, path: str) -> None:
    body = {
        "workspaces": [{"id": world.first.id, "enabled": True}, {"id": world.first.slug, "enabled": False}]
    }
    admin.put(path, body, status=400)


def test_an_integration_of_one_workspace_is_not_opened_to_others(world: World, admin: Api) -> None:
    path = f"/integrations/{admin.integration(workspace_id=world.first.id)}/workspaces"
    admin.put(path, {"workspaces": [{"id": world.second.id, "enabled": True}]}, status=400)
    admin.put(path, {"global_workspace_access": {"enabled": True}}, status=400)
    assert entries(admin, path).keys() == {world.first.slug}


@pytest.mark.parametrize(
    "limits",
    [
        [USAGE, USAGE],
        [USAGE | {"credit_limit": 0}],
        [USAGE | {"alert_threshold": 0}],
        [USAGE | {"periodic_reset": "daily"}],
        [{"credit_limit": 1, "periodic_reset_days": 0}],
        [{"credit_limit": 1, "periodic_reset_days": 366}],
        [USAGE | {"periodic_reset_days": 3}],
        [USAGE | {"type": "hope"}],
        USAGE,
    ],
)
def test_usage_limits_keep_to_their_bounds(world: World, admin: Api, path: str, limits: object) -> None:
    body = {"workspaces": [{"id": world.first.id, "enabled": True, "usage_limits": limits}]}
    admin.put(path, body, status=400)


def test_two_providers_of_one_request_do_not_get_one_slug(world: World, admin: Api, path: str) -> None:
    named = [
        {"id": place.id, "enabled": True, "default_provider_slug": "named"}
        for place in (world.first, world.second)
    ]
    admin.put(path, {"workspaces": named}, status=400)
    assert entries(admin, path) == {}
    # What is made up for the first is not what is asked for by the second.
    named[0].pop("default_provider_slug")
    named[1]["default_provider_slug"] = "shared"
    admin.put(path, {"workspaces": named})
    assert providers(admin, world.second.id) == ["shared"]
    [made_up] = providers(admin, world.first.id)
    assert made_up.startswith("shared-")


def test_access_for_many_workspaces_takes_no_more_statements_than_for_one(world: World, admin: Api) -> None:
    with world.store.write() as session:
        organisation_id = session.get_one(Workspace, world.first.id).organisation_id
        many = [Workspace(organisation_id=organisation_id, slug=f"w{i}", name=f"w{i}") for i in range(40)]
        session.add_all(many)
        session.flush()
        ids = [place.id for place in many]

    def statements(workspaces: list[str], **more: object) -> int:
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            seen.append(statement)

        event.listen(world.store.database.engine, "before_cursor_execute", note)
        try:
            sent = [{"id": workspace_id, "enabled": True, **more} for workspace_id in workspaces]
            admin.put(f"/integrations/{slug}/workspaces", {"workspaces": sent})
        finally:
            event.remove(world.store.database.engine, "before_cursor_execute", note)
        return len(seen)

    slug = admin.integration()
    for more in ({}, {"reset_usage": True, "rate_limits": [RATE]}, {"enabled": False}):
        assert statements(ids[1:], **more) <= statements(ids[:1], **more)
