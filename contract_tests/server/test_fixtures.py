"""`serve --fixtures`: a state that is there from the start, by the rules of the API."""

from __future__ import annotations

from pathlib import Path

import pytest
from portkey_reference_server.errors import OperatorError
from portkey_reference_server.fixtures import read_fixtures

from .api import LONG_SECRET
from .conftest import World

SECRET = "SECRET_OF_THE_FIXTURE"
STATE = f"""
version: 1
integrations:
- slug: loaded
  name: no
  ai_provider_id: openai
  key: {{env: {SECRET}}}
  models:
  - {{slug: gpt-4o, enabled: false}}
  - {{slug: mine, enabled: true, is_custom: true}}
  workspaces:
  - id: ws-demo-first
    enabled: true
    usage_limits: [{{type: cost, credit_limit: 7}}]
    default_provider_slug: first
  - {{id: ws-new, enabled: true}}
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(SECRET, LONG_SECRET)
    file = tmp_path / "state.yaml"
    file.write_text(STATE)
    return file


def load(world: World, file: Path) -> list[str]:
    contract = world.contract
    return read_fixtures(file, contract).load(world.store, contract)


def test_a_state_is_there_with_its_models_access_and_providers(world: World, file: Path) -> None:
    assert load(world, file) == []
    detail = world.admin.get("/integrations/loaded")
    assert (detail["name"], detail["masked_key"][-3:]) == ("no", LONG_SECRET[-3:])
    models = {one["slug"]: one for one in world.admin.get("/integrations/loaded/models")["models"]}
    assert (models["gpt-4o"]["enabled"], models["mine"]["is_custom"]) == (False, True)
    access = {one["id"]: one for one in world.admin.get("/integrations/loaded/workspaces")["workspaces"]}
    assert access["ws-demo-first"]["usage_limits"][0]["credit_limit"] == 7
    assert access["ws-new"]["enabled"]
    assert world.api("workspace").get("/providers/first")["integration_id"] == "loaded"


def test_what_is_there_already_is_left_as_it_is(world: World, file: Path) -> None:
    world.admin.integration(slug="loaded", name="mine")
    assert load(world, file) == ["loaded"]
    assert world.admin.get("/integrations/loaded")["name"] == "mine"


def test_a_file_that_breaks_a_rule_of_the_api_leaves_nothing(world: World, file: Path) -> None:
    taken = (
        "- {slug: other, name: o, ai_provider_id: x, workspace_id: ws-new, default_provider_slug: first}\n"
    )
    file.write_text(STATE + taken)
    with pytest.raises(OperatorError, match=r"integrations\[1\] \(other\): default_provider_slug is taken"):
        load(world, file)
    assert world.admin.get("/integrations")["total"] == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("slug: loaded", "slug: a b", r"integrations\[0\]\.slug: "),
        ("enabled: false", "enabled: 0", r"integrations\[0\]\.models\[0\]\.enabled: .*boolean"),
        ("  name: no\n", "", r'integrations\[0\]: "name" is a required property'),
        (f"{{env: {SECRET}}}", LONG_SECRET, r"integrations\[0\]\.key: must be \{env: NAME\}"),
        (f"  key: {{env: {SECRET}}}\n", "", r"integrations\[0\]: its credentials are not complete"),
        ("name: no", "nam: no", r"integrations\[0\]: .*"),
        (SECRET, "NOT_SET_AT_ALL", r"integrations\[0\]\.key: the variable NOT_SET_AT_ALL is not set"),
        ("slug: mine", "slug: gpt-4o", r"integrations\[0\]\.models: names twice: gpt-4o"),
        ("integrations:", "- integrations: [", r":\d+: this is not YAML"),
        (STATE, "", "the file: "),
    ],
)
def test_a_file_that_is_wrong_is_told_by_the_place_and_never_by_a_secret(
    world: World, file: Path, old: str, new: str, said: str
) -> None:
    assert old in STATE
    file.write_text(STATE.replace(old, new))
    with pytest.raises(OperatorError, match=said) as refused:
        load(world, file)
    assert LONG_SECRET not in str(refused.value)
    assert str(file) in str(refused.value)


def test_a_file_that_is_not_there_is_told(world: World, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=r"none\.yaml cannot be read: No such file"):
        load(world, tmp_path / "none.yaml")


def test_stand_ins_take_the_place_of_secrets_that_are_not_there_only(
    world: World, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(STATE + "- {slug: second, name: s, ai_provider_id: openai, key: {env: NOT_SET_AT_ALL}}\n")
    state = read_fixtures(file, world.contract, stand_in_secrets=True)
    state.load(world.store, world.contract)
    assert world.admin.get("/integrations/loaded")["masked_key"][-3:] == LONG_SECRET[-3:]
    assert world.admin.get("/integrations/second")["masked_key"].startswith("st")
