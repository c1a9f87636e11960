"""Secret mappings: which targets there are, and which references may be named."""

from __future__ import annotations

import argparse
from typing import Any

import pytest
from portkey_reference_server import references

from .api import Api
from .conftest import World


def mapping(target: str, reference: str = "any", **more: Any) -> dict[str, Any]:
    return {"target_field": target, "secret_reference_id": reference, **more}


@pytest.mark.parametrize(
    ("provider", "target", "status"),
    [
        ("openai", "key", 200),
        ("openai", "configurations.openai_project", 200),
        ("openai", "configurations.custom_headers.authorization", 200),
        ("openai", "configurations.aws_region", 400),
        ("openai", "configurations.masked_custom_headers", 400),
        ("openai", "configurations.", 400),
        ("openai", "name", 400),
        ("openai", "Key", 400),
        ("made-here", "configurations.anything", 200),
    ],
)
def test_a_mapping_fills_a_field_that_is_there(admin: Api, provider: str, target: str, status: int) -> None:
    body = {"name": "n", "ai_provider_id": provider, "key": "any", "secret_mappings": [mapping(target)]}
    admin.post("/integrations", body, status=status)
    slug = admin.integration(ai_provider_id=provider)
    admin.put(f"/integrations/{slug}", {"secret_mappings": [mapping(target)]}, status=status)
    stored = [mapping(target)] if status == 200 else []
    assert admin.get(f"/integrations/{slug}")["secret_mappings"] == stored


def test_the_refusal_names_the_place_and_not_the_name(admin: Api) -> None:
    slug = admin.integration()
    wrong = [mapping("key"), mapping("configurations.sk-pasted-by-mistake")]
    answer = admin.put(f"/integrations/{slug}", {"secret_mappings": wrong}, status=400)
    assert answer["data"]["message"].startswith("secret_mappings[1].target_field ")
    assert "sk-pasted" not in answer["data"]["message"]


def test_a_virtual_key_maps_fields_of_its_own_provider(world: World, admin: Api) -> None:
    slug = admin.virtual_key(workspace_id=world.first.id, secret_mappings=[mapping("key")])
    for target, status in (("model_config.openai_project", 200), ("model_config.aws_region", 400)):
        admin.put(f"/virtual-keys/{slug}", {"secret_mappings": [mapping(target)]}, status=status)
    [stored] = admin.get(f"/virtual-keys/{slug}")["secret_mappings"]
    assert stored["target_field"] == "model_config.openai_project"
    admin.put(f"/virtual-keys/{slug}", {"secret_mappings": []})
    assert admin.get(f"/virtual-keys/{slug}")["secret_mappings"] == []


def test_a_field_may_have_a_value_and_a_mapping(admin: Api) -> None:
    configurations = {"openai_project": "proj"}
    mappings = [mapping("configurations.openai_project", secret_key=None, value_format="string")]
    slug = admin.integration(configurations=configurations, secret_mappings=mappings)
    detail = admin.get(f"/integrations/{slug}")
    assert detail["configurations"]["openai_project"] == "proj"
    assert detail["secret_mappings"] == mappings


def command(world: World, *words: str) -> None:
    parser = argparse.ArgumentParser()
    references.add_arguments(parser)
    references.run(parser.parse_args(words), world.store)


@pytest.fixture
def named(world: World) -> World:
    """A world whose organisation has three references, two of them for one workspace each."""
    command(world, "add", "shared", "--organisation", "demo")
    command(world, "add", "firsts", "--organisation", "demo", "--workspace", world.first.slug)
    command(world, "add", "seconds", "--organisation", "demo", "--workspace", world.second.id)
    command(world, "add", "others", "--organisation", "demo-other")
    return world


@pytest.mark.parametrize(
    ("reference", "of_organisation", "of_first"),
    [
        ("shared", 200, 200),
        ("firsts", 400, 200),
        ("seconds", 400, 400),
        ("others", 400, 400),
        ("nobodys", 400, 400),
    ],
)
def test_a_reference_is_of_the_organisation_and_seen_by_the_workspace(
    named: World, reference: str, of_organisation: int, of_first: int
) -> None:
    admin, mappings = named.admin, [mapping("key", reference)]
    body = {"name": "n", "ai_provider_id": "openai", "secret_mappings": mappings}
    admin.post("/integrations", body, status=of_organisation)
    admin.post("/integrations", body | {"workspace_id": named.first.id}, status=of_first)
    slug = admin.integration(workspace_id=named.first.id)
    admin.put(f"/integrations/{slug}", {"secret_mappings": mappings}, status=of_first)
    key = {"name": "n", "provider": "openai", "workspace_id": named.first.id, "secret_mappings": mappings}
    admin.post("/virtual-keys", key, status=of_first)


def test_a_reference_is_named_by_its_id_too(named: World, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    command(named, "list")
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    ids = {slug: id_ for slug, id_, *_ in rows}
    assert [row[2] for row in rows if row[0] == "firsts"] == [named.first.slug]
    named.admin.integration(secret_mappings=[mapping("key", ids["shared"])])


def test_without_named_references_any_may_be_named(named: World) -> None:
    for slug in ("shared", "firsts"):
        command(named, "remove", slug, "--organisation", "demo")
    refused = {"name": "n", "ai_provider_id": "openai", "secret_mappings": [mapping("key", "any")]}
    named.admin.post("/integrations", refused, status=400)
    command(named, "remove", "seconds", "--organisation", "demo")
    named.admin.post("/integrations", refused)
