"""Keys, scopes, and what one tenant learns of another."""

from __future__ import annotations

import pytest
from portkey_reference_server.auth import make_key
from portkey_reference_server.contract import Contract
from portkey_reference_server.tables import Organisation, Workspace
from sqlalchemy import select

from .api import Api, contract
from .conftest import World

OPERATIONS = [
    (method.upper(), path.replace("{slug}", "x"))
    for path, item in contract()["paths"].items()
    for method in item
    if method in ("get", "post", "put", "delete")
]
WRITES = [(method, path) for method, path in OPERATIONS if method != "GET"]


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
@pytest.mark.parametrize("key", ["", "pk-nobody-has-this-key", "clé"])
def test_a_wrong_key_is_refused_before_anything_else(world: World, method: str, path: str, key: str) -> None:
    response = world.http.request(
        method, path, headers=[(b"x-portkey-api-key", key.encode("latin-1"))], content=b"{not json"
    )
    assert response.status_code == 401
    assert response.json()["data"]["errorCode"] == "AB05"


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_key_is_refused(world: World, method: str, path: str) -> None:
    assert world.http.request(method, path).status_code == 401


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_a_revoked_key_is_refused(world: World, method: str, path: str) -> None:
    response = world.api("revoked").send(method, path)
    assert response.status_code == 401


SCOPES = [
    pytest.param(method.upper(), path.replace("{slug}", "x"), kind, frozenset(scopes), id=f"{kind}-{id_}")
    for path, item in contract()["paths"].items()
    for method, operation in item.items()
    if method in ("get", "post", "put", "delete")
    for id_ in [operation["operationId"]]
    for kind, scopes in operation["x-required-scopes"].items()
]


@pytest.mark.parametrize(("method", "path", "kind", "scopes"), SCOPES)
def test_an_operation_asks_for_its_own_scopes_and_for_no_others(
    world: World, loaded_contract: Contract, method: str, path: str, kind: str, scopes: frozenset[str]
) -> None:
    every = loaded_contract.scopes("organisation") | loaded_contract.scopes("workspace")

    def status(granted: frozenset[str]) -> int:
        with world.store.write() as session:
            organisation = session.scalars(select(Organisation).where(Organisation.name == "demo")).one()
            workspace = session.get(Workspace, world.first.id) if kind == "workspace" else None
            _, key = make_key(
                session, name="k", organisation_id=organisation.id, workspace=workspace, scopes=granted
            )
        return Api(world.http, key).send(method, path, content=None if method == "GET" else b"{}").status_code

    assert scopes, "every operation asks for something"
    for missing in scopes:
        assert status(every - {missing}) == 403
    assert status(scopes) != 403


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_a_key_that_only_reads_writes_nothing(world: World, method: str, path: str) -> None:
    response = world.api("read_only").send(method, path, content=b"{}")
    assert response.status_code == 403
    assert response.json()["data"]["errorCode"] == "AB03"


def test_a_key_that_only_reads_reads(world: World, admin: Api) -> None:
    slug = admin.integration()
    reader = world.api("read_only")
    assert reader.get("/integrations")["total"] == 1
    assert reader.get(f"/integrations/{slug}")["slug"] == slug


def test_another_organisation_finds_nothing(world: World, admin: Api) -> None:
    integration = admin.integration(workspace_id=world.first.slug)
    provider = admin.provider(integration, world.first.id)
    stranger = world.api("other_organisation")
    assert stranger.get("/integrations")["total"] == 0
    assert stranger.get("/virtual-keys")["total"] == 0
    for path in (
        f"/integrations/{integration}",
        f"/integrations/{integration}/models",
        f"/integrations/{integration}/workspaces",
        f"/providers/{provider}",
        f"/virtual-keys/{provider}",
    ):
        assert stranger.get(path, status=404)["data"]["errorCode"] == "AB08"
    stranger.put(f"/integrations/{integration}", {"name": "mine"}, status=404)
    stranger.delete(f"/integrations/{integration}", status=404)
    stranger.put(f"/providers/{provider}", {"name": "mine"}, status=404)
    stranger.delete(f"/providers/{provider}", status=404)
    stranger.delete(f"/virtual-keys/{provider}", status=404)
    assert admin.get(f"/integrations/{integration}")["name"] == "an integration"
    assert admin.get(f"/providers/{provider}")["name"] == "a provider"


def test_another_organisation_may_take_the_same_slug(world: World, admin: Api) -> None:
    admin.integration(slug="shared-name")
    world.api("other_organisation").integration(slug="shared-name")


def test_a_workspace_of_another_organisation_does_not_exist(world: World) -> None:
    body = {"name": "n", "ai_provider_id": "openai", "key": "k", "workspace_id": world.first.id}
    world.api("other_organisation").post("/integrations", body, status=404)


def test_a_workspace_does_not_see_what_another_workspace_has(
    world: World, workspace: Api, other_workspace: Api
) -> None:
    integration = workspace.integration()
    provider = workspace.provider(integration, world.first.id)
    other_workspace.get(f"/integrations/{integration}", status=404)
    other_workspace.put(f"/integrations/{integration}", {"name": "mine"}, status=404)
    other_workspace.delete(f"/integrations/{integration}", status=404)
    other_workspace.get(f"/providers/{provider}", status=404)
    other_workspace.delete(f"/virtual-keys/{provider}", status=404)
    assert other_workspace.get("/integrations")["total"] == 0
    assert other_workspace.get("/providers")["total"] == 0
    assert workspace.get(f"/integrations/{integration}")["name"] == "an integration"


def test_a_workspace_key_cannot_reach_out_of_its_workspace_by_naming_another(
    world: World, workspace: Api, other_workspace: Api
) -> None:
    slug = workspace.integration(workspace_id=world.second.id)
    assert workspace.get(f"/integrations/{slug}")["workspace_id"] == world.first.id
    provider = other_workspace.provider(other_workspace.integration(), world.second.id)
    workspace.get(f"/providers/{provider}", workspace_id=world.second.id, status=404)
    listed = workspace.get("/providers", workspace_id=world.second.id)["data"]
    assert provider not in [item["slug"] for item in listed]


def test_a_workspace_reads_but_does_not_change_what_its_organisation_shares(
    world: World, admin: Api, workspace: Api, other_workspace: Api
) -> None:
    slug = admin.integration()
    workspace.get(f"/integrations/{slug}", status=404)
    grant = {"workspaces": [{"id": world.first.slug, "enabled": True}]}
    admin.put(f"/integrations/{slug}/workspaces", grant)

    assert workspace.get(f"/integrations/{slug}")["slug"] == slug
    workspace.put(f"/integrations/{slug}", {"name": "mine"}, status=403)
    workspace.put(f"/integrations/{slug}/models", {"models": []}, status=403)
    workspace.put(f"/integrations/{slug}/workspaces", grant, status=403)
    workspace.delete(f"/integrations/{slug}", status=403)
    other_workspace.get(f"/integrations/{slug}", status=404)
    [entry] = workspace.get(f"/integrations/{slug}/workspaces")["workspaces"]
    assert entry["id"] == world.first.slug
