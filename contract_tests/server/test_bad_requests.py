"""What bad input gets: the documented error body, never a 500, never what was sent."""

from __future__ import annotations

import json
import socket
from urllib.parse import quote, urlsplit

import pytest

from .api import LONG_SECRET, Api
from .conftest import World

VALID = {"name": "n", "ai_provider_id": "openai", "key": "k"}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="cut off"),
        pytest.param(b"null", id="null"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b'"text"', id="a string"),
        pytest.param(b"name=n&key=k", id="a form"),
        pytest.param(b'{"name":"n","ai_provider_id":"openai","key":"\xff"}', id="not UTF-8"),
        pytest.param('{"name":"n","ai_provider_id":"openai"}'.encode("utf-16"), id="UTF-16"),
        pytest.param(b'{"name":"\\ud800","ai_provider_id":"openai","key":"k"}', id="half a surrogate pair"),
        pytest.param(b'{"\\udfff":1,"name":"n","ai_provider_id":"openai","key":"k"}', id="in a field's name"),
        pytest.param(b'{"name":"n","ai_provider_id":"openai","key":"k","x":NaN}', id="NaN"),
        pytest.param(b'{"name":"n","ai_provider_id":"openai","key":"k","x":-Infinity}', id="infinity"),
        pytest.param(b'{"name":"n","ai_provider_id":"openai","key":"k","x":1e999}', id="out of range"),
        pytest.param(b'{"name":"a","name":"b","ai_provider_id":"openai","key":"k"}', id="a field twice"),
        pytest.param(b'{"x":' + b"9" * 5000 + b"}", id="an integer of 5000 digits"),
        pytest.param(b'{"x":' + b"[" * 100 + b"]" * 100 + b"}", id="nested 100 deep"),
        pytest.param(b'{"x":' + b"[" * 100_000, id="nested 100000 deep"),
    ],
)
@pytest.mark.parametrize("path", ["/integrations", "/providers", "/virtual-keys"])
def test_a_body_that_is_no_json_object_is_refused(admin: Api, path: str, body: bytes) -> None:
    response = admin.send("POST", path, content=body)
    assert response.status_code == 400
    assert response.json()["data"]["errorCode"] == "AB01"


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "nonsense", None]
)
def test_a_wrong_content_type_does_not_hide_good_json(admin: Api, content_type: str | None) -> None:
    headers = {"content-type": content_type} if content_type else {}
    response = admin.send("POST", "/integrations", content=json.dumps(VALID).encode(), headers=headers)
    assert response.status_code == 200


def test_a_huge_body_is_refused_and_the_client_reads_why(admin: Api) -> None:
    response = admin.send("POST", "/integrations", json=VALID | {"description": "x" * 5_000_000})
    assert response.status_code == 413


def test_a_huge_body_with_a_wrong_key_is_unauthorised(world: World) -> None:
    response = Api(world.http, "pk-wrong").send("POST", "/integrations", content=b"x" * 5_000_000)
    assert response.status_code == 401


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "é", "💥", "\u2028", "' OR 1=1 --", "%s", "x" * 100_000])
def test_any_text_is_kept_as_it_was_sent(admin: Api, text: str) -> None:
    slug = admin.integration(name=f"n{text}", description=text)
    detail = admin.get(f"/integrations/{slug}")
    assert detail["name"] == f"n{text}"
    assert detail["description"] == text


def test_a_slug_that_no_index_can_hold_is_refused(world: World, admin: Api) -> None:
    endless = "".join(map(str, range(20_000)))
    integration = admin.integration(workspace_id=world.first.id)
    admin.post("/integrations", VALID | {"slug": endless}, status=400)
    provider = {"name": "p", "integration_id": integration, "workspace_id": world.first.id, "slug": endless}
    admin.post("/providers", provider, status=400)
    models = {"models": [{"slug": endless, "enabled": True, "is_custom": True}]}
    admin.put(f"/integrations/{integration}/models", models, status=400)
    admin.get(f"/integrations/{'x' * 5000}", status=404)


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\x1a", "\x1a0", "\x00\x1a1"])
def test_names_that_databases_cannot_hold_are_kept_and_found(admin: Api, text: str) -> None:
    slug = admin.integration()
    models = {"models": [{"slug": f"m{text}", "name": text, "enabled": True, "is_custom": True}]}
    admin.put(f"/integrations/{slug}/models", models)
    admin.put(f"/integrations/{slug}/models", models)
    found = [m for m in admin.get(f"/integrations/{slug}/models")["models"] if m["is_custom"]]
    assert [(model["slug"], model["name"]) for model in found] == [(f"m{text}", text)]
    admin.get(f"/integrations/{quote(text)}", status=404)


@pytest.mark.parametrize("number", [10**30, -(10**30), 2**63, 1.5, 0, -1, "1", True, None, [], {}])
def test_odd_numbers_are_kept_or_refused(world: World, admin: Api, number: object) -> None:
    slug = admin.integration(workspace_id=world.first.slug)
    body = {
        "name": "p",
        "integration_id": slug,
        "workspace_id": world.first.id,
        "usage_limits": {"type": "cost", "credit_limit": number},
    }
    response = admin.send("POST", "/providers", json=body)
    if response.status_code == 200:
        stored = admin.get(f"/providers/{response.json()['slug']}")
        assert stored["usage_limits"]["credit_limit"] == number
    else:
        assert response.status_code == 400


def test_fields_and_query_parameters_that_are_not_documented_are_ignored(admin: Api) -> None:
    admin.integration(
        totally_new={"a": [1]}, slugs=["x"], id="mine", organisation_id="mine", status="archived"
    )
    [item] = admin.get("/integrations", totally_new="1")["data"]
    assert item["id"] != "mine"
    assert item["organisation_id"] != "mine"
    assert item["status"] == "active"


@pytest.mark.parametrize("path", ["", "/", "/nothing", "/integrations/x/nothing", "/integrations/a/b/c"])
def test_a_path_that_is_not_there_answers_404_with_the_error_body(admin: Api, path: str) -> None:
    assert admin.send("GET", path).status_code == 404


@pytest.mark.parametrize("path", ["/integrations/", "/integrations/x/"])
def test_a_trailing_slash_is_another_path(admin: Api, path: str) -> None:
    assert admin.send("GET", path).status_code == 404


@pytest.mark.parametrize("method", ["OPTIONS", "PATCH", "TRACE", "PUT", "DELETE", "NONSENSE"])
def test_a_method_that_is_not_there_answers_405_and_says_which_are(admin: Api, method: str) -> None:
    response = admin.send(method, "/integrations")
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, POST"


def test_head_answers_as_get_does(world: World) -> None:
    response = world.http.head("/integrations", headers={"x-portkey-api-key": world.demo.keys["admin"]})
    assert response.status_code == 200
    assert not response.content


@pytest.mark.parametrize(
    "slug", ["a%20b", "%C3%A9", "%FF", "%00", "..%2F..", "a%2Fmodels", "%F0%9F%92%A5", "x" * 5000]
)
@pytest.mark.parametrize("path", ["/integrations", "/providers", "/virtual-keys"])
def test_a_slug_that_cannot_exist_is_not_found(admin: Api, path: str, slug: str) -> None:
    for method in ("GET", "DELETE"):
        response = admin.send(method, f"{path}/{slug}")
        assert response.status_code in (400, 404)


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "x", "", "1e3", "١", "1_0", " 1"])
@pytest.mark.parametrize("path", ["/integrations", "/virtual-keys"])
def test_a_page_size_that_is_no_positive_integer_is_refused(admin: Api, path: str, value: str) -> None:
    admin.get(path, page_size=value, status=400)


@pytest.mark.parametrize("value", ["-1", "1.5", "x", ""])
def test_a_page_that_is_no_natural_number_is_refused(admin: Api, value: str) -> None:
    admin.get("/integrations", current_page=value, status=400)


@pytest.mark.parametrize("value", ["1", "7", "9" * 18, "9" * 19, "9" * 300])
def test_a_page_past_the_end_is_empty(admin: Api, value: str) -> None:
    admin.integration()
    answer = admin.get("/integrations", current_page=value)
    assert answer["data"] == []
    assert answer["total"] == 1


def test_a_number_too_long_to_read_is_refused(admin: Api) -> None:
    assert admin.send("GET", "/integrations?current_page=" + "9" * 5000).status_code == 400


@pytest.mark.parametrize(
    "changes",
    [
        {"key": [LONG_SECRET]},
        {"ai_provider_id": LONG_SECRET, "configurations": [LONG_SECRET]},
        {"slug": LONG_SECRET + " "},
        {"configurations": {"custom_headers": {LONG_SECRET: [LONG_SECRET]}}},
        {"pricing_adjustments": {LONG_SECRET: LONG_SECRET}},
        {"secret_mappings": [{"target_field": LONG_SECRET + " ", "secret_reference_id": 1}]},
    ],
)
def test_a_refusal_does_not_repeat_what_was_sent(admin: Api, changes: dict[str, object]) -> None:
    response = admin.send("POST", "/integrations", json=VALID | changes)
    assert response.status_code == 400
    assert LONG_SECRET not in response.text


def test_a_refusal_names_the_field_and_the_rule(admin: Api) -> None:
    answer = admin.post("/integrations", {"name": 1, "ai_provider_id": "openai", "key": "k"}, status=400)
    assert answer["data"]["message"] == "name must be of type string."


def test_a_client_that_goes_away_does_no_harm(world: World, admin: Api) -> None:
    url = urlsplit(world.base_url)
    with socket.create_connection((url.hostname or "", url.port or 0)) as connection:
        head = (
            f"POST /v1/integrations HTTP/1.1\r\nhost: x\r\nx-portkey-api-key: {world.demo.keys['admin']}\r\n"
        )
        connection.sendall(f"{head}content-length: 100\r\n\r\n{{".encode())
    assert admin.get("/integrations")["total"] == 0
