"""What the client adds to the operations does what it says on a server, for both kinds of client."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from portkey_integrations import (
    AsyncPortkey,
    InvalidArgumentError,
    KeyNotRotatedError,
    NotFoundError,
    Portkey,
    PortkeyError,
)
from portkey_integrations.conveniences import Grant

from .api import Api
from .conftest import World

OLD, NEW = "sk-old-0123456789abc", "sk-new-9876543210xyz"
Convenience = Callable[..., Any]


@pytest.fixture
def client(world: World) -> Iterator[Portkey]:
    with Portkey(api_key=world.demo.keys["admin"], base_url=world.base_url) as client:
        yield client


@pytest.fixture(params=["sync", "async"])
def call(request: pytest.FixtureRequest, world: World) -> Convenience:
    """Calls a method, named by its path, of one kind of client or of the other."""
    key = world.demo.keys["admin"]

    def method_of(client: Any, name: str) -> Any:
        for part in name.split("."):
            client = getattr(client, part)
        return client

    def called(name: str, /, **arguments: Any) -> Any:
        with Portkey(api_key=key, base_url=world.base_url) as client:
            made = method_of(client, name)(**arguments)
            return list(made) if name.endswith("iter_grants") else made

    async def awaited(name: str, arguments: dict[str, Any]) -> Any:
        async with AsyncPortkey(api_key=key, base_url=world.base_url) as client:
            made = method_of(client, name)(**arguments)
            return [one async for one in made] if name.endswith("iter_grants") else await made

    if request.param == "sync":
        return called
    return lambda name, /, **arguments: asyncio.run(awaited(name, arguments))


def make(client: Portkey, slug: str, **more: Any) -> None:
    client.integrations.create(name=slug, ai_provider_id="openai", key=OLD, slug=slug, **more)


def test_ensure_creates_what_is_not_there_and_changes_what_is(call: Convenience) -> None:
    wanted: dict[str, Any] = {"slug": "made", "name": "Made", "ai_provider_id": "openai", "key": OLD}
    created, integration = call("integrations.ensure", **wanted)
    assert (created, integration.slug, integration.name) == (True, "made", "Made")
    created, integration = call("integrations.ensure", **{**wanted, "name": "Renamed", "description": "d"})
    assert (created, integration.name, integration.description) == (False, "Renamed", "d")


def test_ensure_needs_no_credential_for_what_is_there(call: Convenience, client: Portkey) -> None:
    make(client, "made")
    ensured = call("integrations.ensure", slug="made", name="Renamed", ai_provider_id="openai")
    assert (ensured.created, ensured.integration.name) == (False, "Renamed")
    with pytest.raises(InvalidArgumentError, match="needs key"):
        call("integrations.ensure", slug="new", name="New", ai_provider_id="openai")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [({}, "needs slug and"), ({"slug": "made", "ai_provider_id": "acme"}, "belongs to openai")],
)
def test_ensure_refuses_what_it_cannot_bring_about(
    call: Convenience, client: Portkey, arguments: dict[str, Any], said: str
) -> None:
    make(client, "made")
    with pytest.raises(InvalidArgumentError, match=said):
        call("integrations.ensure", **{"name": "Made", "ai_provider_id": "openai", "key": OLD, **arguments})
    assert client.integrations.retrieve(slug="made").name == "made"


def test_a_rotated_key_shows_another_mask(call: Convenience, client: Portkey) -> None:
    make(client, "made")
    before, after, verified = call("integrations.rotate_key", slug="made", new_key=lambda: NEW)
    assert verified is True
    assert before != after == client.integrations.retrieve(slug="made").masked_key


def test_the_same_mask_tells_nothing(call: Convenience, client: Portkey) -> None:
    make(client, "made")
    assert call("integrations.rotate_key", slug="made", new_key=OLD).verified is None
    assert call("integrations.rotate_key", slug="made", new_key=NEW, verify=False) == (None, None, None)


@pytest.mark.parametrize(
    ("masks", "verified"),
    [
        (("sk****abc", "sk****xyz"), True),
        (("sk****xyz", "sk****xyz"), None),
        (("********", "********"), None),
        ((None, ""), None),
        (("sk...abc", "sk...xyz"), True),
        (("sk****abc", "sk****abc"), "told"),
        (("sk****abc", "pa****xyz"), "told"),
    ],
)
def test_a_mask_of_another_key_is_told_of(masks: tuple[Any, Any], verified: Any) -> None:
    shown = iter(masks)

    def handler(request: httpx.Request) -> httpx.Response:
        if request.method == "PUT":
            assert json.loads(request.content) == {"key": NEW}
            return httpx.Response(200, json={})
        body = {
            "id": "00000000-0000-4000-8000-000000000000",
            "slug": "a",
            "name": "a",
            "ai_provider_id": "openai",
            "status": "active",
            "created_at": "2026-01-01T00:00:00Z",
            "object": "integration",
            "masked_key": next(shown),
        }
        return httpx.Response(200, json=body)

    client = Portkey(api_key="k" * 20, http_client=httpx.Client(transport=httpx.MockTransport(handler)))
    if verified == "told":
        with pytest.raises(KeyNotRotatedError, match="another") as caught:
            client.integrations.rotate_key(slug="a", new_key=NEW)
        assert NEW not in str(caught.value)
    else:
        assert client.integrations.rotate_key(slug="a", new_key=NEW).verified is verified


def test_a_grant_changes_one_workspace_alone(call: Convenience, client: Portkey, world: World) -> None:
    make(client, "made")
    limits = [{"type": "requests", "unit": "rpm", "value": 5}]
    call("integrations.workspaces.grant", slug="made", workspace=world.first.id, rate_limits=limits)
    call("integrations.workspaces.grant", slug="made", workspace=world.second.slug)
    access = {one.id: one for one in client.integrations.workspaces.list(slug="made")}
    assert {slug: one.enabled for slug, one in access.items()} == {
        world.first.slug: True,
        world.second.slug: True,
    }
    assert access[world.first.slug].to_dict()["rate_limits"] == limits
    call("integrations.workspaces.revoke", slug="made", workspace=world.second.slug)
    access = {one.id: one for one in client.integrations.workspaces.list(slug="made")}
    assert world.second.slug not in {slug for slug, one in access.items() if one.enabled}
    assert access[world.first.slug].to_dict()["rate_limits"] == limits


def test_models_are_enabled_and_disabled_one_by_one(call: Convenience, client: Portkey) -> None:
    make(client, "made")

    def states() -> dict[str, bool]:
        return {model.slug: model.enabled for model in client.integrations.models.list(slug="made")}

    before = states()
    some, other, *_ = before
    call("integrations.models.disable", slug="made", models=[some, other])
    assert states() == {**before, some: False, other: False}
    call("integrations.models.enable", slug="made", models=some)
    assert states() == {**before, some: True, other: False}
    with pytest.raises(InvalidArgumentError, match="names none"):
        call("integrations.models.enable", slug="made", models=[])


@pytest.mark.parametrize("concurrency", [1, 3, 50])
def test_every_grant_is_given_once_in_the_order_of_the_list(
    call: Convenience, client: Portkey, world: World, concurrency: int
) -> None:
    for number in range(7):
        make(client, f"made-{number}")
        for workspace in (world.first, world.second)[: number % 3]:
            client.integrations.workspaces.grant(slug=f"made-{number}", workspace=workspace.slug)
    grants: list[Grant] = call("integrations.iter_grants", concurrency=concurrency, page_size=2)
    expected = [
        (integration.slug, access.id)
        for integration in client.integrations.list()
        for access in client.integrations.workspaces.list(slug=integration.slug)
    ]
    assert [(grant.integration.slug, grant.access.id) for grant in grants] == expected
    assert len(expected) >= 6


@pytest.mark.parametrize("concurrency", [0, -1])
def test_no_grants_are_read_with_nothing(call: Convenience, concurrency: int) -> None:
    with pytest.raises(InvalidArgumentError, match="concurrency"):
        call("integrations.iter_grants", concurrency=concurrency)


def test_an_integration_that_is_deleted_meanwhile_is_passed_over(admin: Api, world: World) -> None:
    key = world.demo.keys["admin"]
    with Portkey(api_key=key, base_url=world.base_url) as client:
        for slug in ("a", "b"):
            make(client, slug)
            client.integrations.workspaces.grant(slug=slug, workspace=world.first.slug)
        listed = client.integrations.list()
        client.integrations.delete(slug="a")
        client.integrations.list = lambda **query: listed
        assert "a" in [one.slug for one in listed]
        assert "a" not in [grant.integration.slug for grant in client.integrations.iter_grants()]


def test_a_failure_ends_the_reading_of_grants(world: World) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/workspaces"):
            return httpx.Response(
                403, json={"success": False, "data": {"message": "no", "errorCode": "AB03"}}
            )
        return httpx.Client().get(world.base_url)  # not reached

    with Portkey(api_key=world.demo.keys["admin"], base_url=world.base_url) as client:
        make(client, "made")
        found = client.integrations.list()
    mocked = Portkey(api_key="k" * 20, http_client=httpx.Client(transport=httpx.MockTransport(handler)))
    mocked.integrations.list = lambda **query: found
    with pytest.raises(PortkeyError, match="AB03"):
        list(mocked.integrations.iter_grants())


def test_what_is_not_there_is_not_found(call: Convenience) -> None:
    with pytest.raises(NotFoundError):
        call("integrations.rotate_key", slug="nothing", new_key=NEW)
