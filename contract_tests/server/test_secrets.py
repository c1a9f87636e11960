"""Secrets: masked in every answer, sealed in the database, kept by updates that are not about them."""

from __future__ import annotations

import itertools
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from portkey_reference_server.contract import Contract
from portkey_reference_server.credentials import Credentials
from portkey_reference_server.masks import mask

from .api import LONG_SECRET, Api
from .conftest import World
from .databases import on_sqlite_only
from .test_integrations import AZURE, BEDROCK

HEADERS = {"authorization": "Bearer header-canary-123456", "x-team": "short"}
SERVICE_ACCOUNT = {"type": "service_account", "private_key": "vertex-canary-1234567890", "project_id": "p"}
WITH_SECRETS: Mapping[str, dict[str, Any]] = {
    "azure-openai": AZURE,
    "bedrock": BEDROCK | {"aws_session_token": "session-canary-1234567890"},
    "vertex-ai": {
        "vertex_auth_type": "serviceAccount",
        "vertex_region": "r",
        "vertex_service_account_json": SERVICE_ACCOUNT,
    },
    "openai": {"custom_host": "https://example.com", "custom_headers": HEADERS},
    "a-new-provider": {"custom_headers": HEADERS, "aws_secret_access_key": "other-canary-1234567890"},
}


def stored(world: World, slug: str) -> Credentials:
    """What the server would send to the provider."""
    from portkey_reference_server.tables import Integration
    from sqlalchemy import select

    with world.store.read() as session:
        row = session.scalars(select(Integration).where(Integration.slug == slug)).one()
        return Credentials({}, **world.store.vault.open(row.sealed_credentials, row.id))


@pytest.mark.parametrize("provider", WITH_SECRETS)
def test_no_answer_holds_a_secret(world: World, admin: Api, provider: str) -> None:
    slug = admin.integration(
        ai_provider_id=provider, configurations=WITH_SECRETS[provider], workspace_id=world.first.slug
    )
    admin.put(
        f"/integrations/{slug}/models",
        {
            "models": [
                {
                    "slug": "m",
                    "enabled": True,
                    "is_custom": True,
                    "configurations": {"custom_headers": HEADERS},
                }
            ]
        },
    )
    virtual_key = admin.get("/virtual-keys")["data"][0]["slug"]
    for path in (
        "/integrations",
        f"/integrations/{slug}",
        f"/integrations/{slug}/models",
        f"/integrations/{slug}/workspaces",
        f"/providers?workspace_id={world.first.id}",
        f"/providers/{virtual_key}",
        "/virtual-keys",
        f"/virtual-keys/{virtual_key}",
    ):
        text = admin.send("GET", path).text
        assert "canary" not in text
        assert "short" not in text.replace("shortcut", "")


@pytest.mark.parametrize(
    ("provider", "field"),
    [
        ("azure-openai", "azure_entra_client_secret"),
        ("bedrock", "aws_secret_access_key"),
        ("bedrock", "aws_session_token"),
        ("vertex-ai", "vertex_service_account_json"),
        ("openai", "custom_headers"),
        ("a-new-provider", "custom_headers"),
        ("a-new-provider", "aws_secret_access_key"),
    ],
)
def test_a_secret_field_is_replaced_by_its_mask(admin: Api, provider: str, field: str) -> None:
    slug = admin.integration(ai_provider_id=provider, configurations=WITH_SECRETS[provider])
    configurations = admin.get(f"/integrations/{slug}")["configurations"]
    assert field not in configurations
    assert configurations[f"masked_{field}"]


def test_what_is_not_secret_is_shown(admin: Api) -> None:
    slug = admin.integration(ai_provider_id="bedrock", configurations=BEDROCK)
    configurations = admin.get(f"/integrations/{slug}")["configurations"]
    assert configurations["aws_access_key_id"] == "AKIAEXAMPLE"
    assert configurations["aws_region"] == "us-east-1"


@pytest.mark.parametrize("length", range(1, 60))
def test_a_mask_shows_little_and_nothing_of_the_length(length: int) -> None:
    secret = "".join(chr(0x100 + i) for i in range(length))
    shown = mask(secret)
    assert shown == ("*****" if length < 12 else f"{secret[:2]}*****{secret[-3:]}")


def test_a_mask_changes_with_its_secret_even_where_the_ends_are_the_same(admin: Api) -> None:
    slug = admin.integration(key="sk-one-0000-end")
    seen = [admin.get(f"/integrations/{slug}")["masked_key"]]
    for key in ("sk-two-0000-end", "sk-three-000-end", "short", "other"):
        admin.put(f"/integrations/{slug}", {"key": key})
        seen.append(admin.get(f"/integrations/{slug}")["masked_key"])
    assert all(before != after for before, after in itertools.pairwise(seen))


@pytest.mark.parametrize(
    ("provider", "field", "new"),
    [
        ("bedrock", "aws_secret_access_key", "bedrock-canary-another-7890"),
        ("vertex-ai", "vertex_service_account_json", SERVICE_ACCOUNT | {"private_key": "other"}),
        ("openai", "custom_headers", HEADERS | {"authorization": "Bearer header-canary-another-3456"}),
        ("openai", "custom_headers", HEADERS | {"x-team": "other"}),
    ],
)
def test_the_mask_of_a_configuration_changes_with_its_secret(
    admin: Api, provider: str, field: str, new: object
) -> None:
    slug = admin.integration(ai_provider_id=provider, configurations=WITH_SECRETS[provider])
    before = admin.get(f"/integrations/{slug}")["configurations"][f"masked_{field}"]
    admin.put(f"/integrations/{slug}", {"configurations": {field: new}})
    after = admin.get(f"/integrations/{slug}")["configurations"][f"masked_{field}"]
    assert after != before


def test_a_mask_stays_while_its_secret_stays(admin: Api) -> None:
    slug = admin.integration()
    before = admin.get(f"/integrations/{slug}")["masked_key"]
    admin.put(f"/integrations/{slug}", {"key": LONG_SECRET, "name": "renamed"})
    assert admin.get(f"/integrations/{slug}")["masked_key"] == before


@pytest.mark.parametrize("provider", [name for name in WITH_SECRETS if name != "a-new-provider"])
def test_sending_an_answer_back_keeps_every_secret(world: World, admin: Api, provider: str) -> None:
    configurations = WITH_SECRETS[provider]
    slug = admin.integration(ai_provider_id=provider, configurations=configurations)
    detail = admin.get(f"/integrations/{slug}")
    admin.put(
        f"/integrations/{slug}", {"key": detail["masked_key"], "configurations": detail["configurations"]}
    )
    assert stored(world, slug).key == LONG_SECRET
    assert stored(world, slug).configurations == configurations


@pytest.mark.parametrize("provider", ["azure-openai", "bedrock", "openai"])
def test_a_mask_in_the_place_of_its_secret_keeps_the_secret(world: World, admin: Api, provider: str) -> None:
    configurations = WITH_SECRETS[provider]
    slug = admin.integration(ai_provider_id=provider, configurations=configurations)
    masked = admin.get(f"/integrations/{slug}")["configurations"]
    back = {
        name.removeprefix("masked_"): value for name, value in masked.items() if name.startswith("masked_")
    }
    admin.put(f"/integrations/{slug}", {"configurations": back})
    assert stored(world, slug).configurations == configurations


def test_a_secret_is_replaced_by_a_new_one(world: World, admin: Api) -> None:
    slug = admin.integration(configurations=WITH_SECRETS["openai"])
    admin.put(
        f"/integrations/{slug}", {"key": "a new key", "configurations": {"custom_headers": {"x-team": "new"}}}
    )
    assert stored(world, slug).key == "a new key"
    assert stored(world, slug).configurations["custom_headers"] == {"x-team": "new"}


def test_a_masked_name_never_becomes_a_secret(world: World, admin: Api) -> None:
    slug = admin.integration(
        ai_provider_id="bedrock", configurations=BEDROCK | {"masked_aws_session_token": "x"}, masked_key="m"
    )
    admin.put(
        f"/integrations/{slug}", {"masked_key": "m", "configurations": {"masked_aws_secret_access_key": "x"}}
    )
    assert stored(world, slug).key == LONG_SECRET
    assert stored(world, slug).configurations == BEDROCK


@on_sqlite_only
@pytest.mark.parametrize("provider", WITH_SECRETS)
def test_no_secret_lies_in_the_database_in_clear(
    world: World, admin: Api, provider: str, tmp_path: Path
) -> None:
    slug = admin.integration(ai_provider_id=provider, configurations=WITH_SECRETS[provider])
    admin.put(f"/integrations/{slug}", {"key": LONG_SECRET + "2"})
    admin.put(
        f"/integrations/{slug}/models",
        {"models": [{"slug": "m", "enabled": True, "configurations": {"custom_headers": HEADERS}}]},
    )
    admin.virtual_key(workspace_id=world.first.id)
    files = list(tmp_path.iterdir())
    assert {file.name for file in files} >= {"world.sqlite3", "world.sqlite3-wal"}
    for file in files:
        content = file.read_bytes()
        assert b"canary" not in content
        for key in world.demo.keys.values():
            assert key.encode() not in content


@on_sqlite_only
def test_the_master_key_file_is_for_its_owner_alone(world: World, tmp_path: Path) -> None:
    file = tmp_path / "world.sqlite3.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_credentials_show_nothing_of_themselves(loaded_contract: Contract) -> None:
    credentials = Credentials(loaded_contract.secret_fields, LONG_SECRET, {"custom_headers": HEADERS})
    assert "canary" not in repr(credentials)
