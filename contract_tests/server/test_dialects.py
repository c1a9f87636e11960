"""`serve --dialect official`: the known deviations of the live service, one by one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from portkey_reference_server import dialects
from portkey_reference_server.aids import Aids

from .api import ROOT
from .conftest import Current, World

Json = dict[str, Any]


class Speaker:
    """The same server in a dialect."""

    def __init__(self, world: World, live: tuple[str, Current], dialect: str) -> None:
        self._world, self._live, self._dialect = world, live, dialect

    def __call__(self, method: str, path: str, key: str = "admin", **request: Any) -> tuple[int, Json]:
        aids = Aids(dialect=self._dialect)
        world = self._world
        app = aids.app_on(world.store, world.contract)
        self._live[1].app = aids.around(app, world.store, world.contract)
        headers = {"x-portkey-api-key": world.demo.keys[key]}
        answer = world.http.request(method, path, headers=headers, **request)
        assert int(answer.headers["content-length"]) == len(answer.content)
        return answer.status_code, answer.json()


@pytest.fixture
def speakers(world: World, live: tuple[str, Current]) -> tuple[Speaker, Speaker]:
    """The contract's and the official one, on one database with an integration."""
    world.admin.integration(slug="one")
    return Speaker(world, live, "contract"), Speaker(world, live, "official")


def test_flags_of_models_are_numbers_and_texts(world: World, speakers: tuple[Speaker, Speaker]) -> None:
    custom = {"slug": "mine", "enabled": True, "is_custom": True, "is_finetune": False}
    world.admin.put("/integrations/one/models", {"models": [custom]})
    flags = []
    for speak in speakers:
        models = speak("GET", "/integrations/one/models")[1]["models"]
        flags.append({m["slug"]: (m["is_custom"], m["is_finetune"]) for m in models})
    assert repr(flags[0]["mine"]) == "(True, False)"
    assert repr(flags[1]["mine"]) == "(1, 'false')"
    assert repr(flags[1]["gpt-4o"]) == "(0, 'false')"


def test_an_integration_asked_for_by_its_id_shows_it_as_its_slug(
    world: World, speakers: tuple[Speaker, Speaker]
) -> None:
    made = world.admin.get("/integrations/one")["id"]
    assert [speak("GET", f"/integrations/{made}")[1]["slug"] for speak in speakers] == ["one", made]
    assert [speak("GET", "/integrations/one")[1]["slug"] for speak in speakers] == ["one", "one"]


def test_the_workspace_of_an_integration_is_a_slug(world: World, speakers: tuple[Speaker, Speaker]) -> None:
    world.admin.integration(slug="own", workspace_id=world.first.id)
    expected = [world.first.id, world.first.slug]
    assert [speak("GET", "/integrations/own")[1]["workspace_id"] for speak in speakers] == expected
    listed = [speak("GET", "/integrations", params={"type": "workspace"})[1]["data"] for speak in speakers]
    assert [one[0]["workspace_id"] for one in listed] == expected
    assert speakers[1]("GET", "/integrations/one")[1]["workspace_id"] is None


def test_a_virtual_key_has_the_recorded_fields_only(world: World, speakers: tuple[Speaker, Speaker]) -> None:
    slug = world.admin.virtual_key(workspace_id=world.first.id)
    recorded = json.loads((ROOT / "contract_tests/corpus/virtual-key-detail.voyage.live.json").read_text())
    ours, official = (speak("GET", f"/virtual-keys/{slug}")[1] for speak in speakers)
    assert official.keys() == recorded["body"].keys()
    assert ours.keys() - official.keys() == {"workspace_id", "secret_mappings"}
    ours, official = (speak("GET", "/virtual-keys")[1]["data"][0] for speak in speakers)
    assert ours.keys() - official.keys() == {"secret_mappings"}


@pytest.mark.parametrize(
    ("key", "path", "status"),
    [
        ("admin", "/providers/none?workspace_id=ws-demo-first", 403),
        ("admin", "/virtual-keys/none", 403),
        ("workspace", "/virtual-keys/none", 403),
        ("workspace", "/integrations/none", 403),
        ("workspace", "/integrations/one", 403),
        ("admin", "/integrations/none", 404),
        ("admin", "/integrations/none/models", 404),
        ("admin", "/nothing", 404),
    ],
)
def test_what_is_not_in_the_workspace_is_forbidden(
    speakers: tuple[Speaker, Speaker], key: str, path: str, status: int
) -> None:
    told = [speak("GET", path, key) for speak in speakers]
    assert (told[0][0], told[1][0]) == (404, status)
    assert told[1][1]["data"]["errorCode"] == {403: "AB03", 404: "AB08"}[status]
    assert told[1][1]["success"] is False


def test_a_wrong_base_path_is_a_bad_request(speakers: tuple[Speaker, Speaker]) -> None:
    told = [speak("GET", "/admin/integrations") for speak in speakers]
    assert [status for status, _ in told] == [404, 400]
    assert told[1][1]["data"]["errorCode"] == "AB01"


def test_the_documentation_names_each_deviation_and_its_grade() -> None:
    page = (ROOT / "docs" / "testing-against-it.md").read_text()
    for deviation in dialects.DEVIATIONS:
        assert deviation.__doc__ is not None
        grade = deviation.__doc__[0]
        assert f"| `{deviation.__name__}` | {grade} |" in page
