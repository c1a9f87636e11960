"""Any answer that the contract allows, the client gives back; any other is one clear error."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from portkey_integrations_api.models import IntegrationModel
from portkey_integrations_api.types import UNSET, DecodeError
from schemathesis import GenerationMode, openapi

from client.contract import OPERATIONS, SCHEMAS, body_codec, body_schema, is_valid, resolved

ANSWERS = [(name, 200) for name in sorted(OPERATIONS)] + [("listIntegrations", 400)]
QUIET = settings(
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


def values_of(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """What the schema allows, made by Schemathesis, which makes request bodies: so it is shown one.

    The filter is for what a generator may get wrong, such as the end of a regular expression.
    """
    operation = {
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {"200": {"description": "Done."}},
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Answers", "version": "1"},
        "paths": {"/": {"post": operation}},
        "components": {"schemas": SCHEMAS},
    }
    shown = openapi.from_dict(_without_directions(document))
    cases = shown["/"]["POST"].as_strategy(generation_mode=GenerationMode.POSITIVE)
    return cases.map(lambda case: case.body).filter(lambda body: is_valid(schema, body))


def _without_directions(node: Any) -> Any:
    """A copy without readOnly and writeOnly, which would leave the fields of an answer out of a request."""
    if isinstance(node, dict):
        kept = (item for item in node.items() if item[0] not in ("readOnly", "writeOnly"))
        return {name: _without_directions(value) for name, value in kept}
    return [_without_directions(one) for one in node] if isinstance(node, list) else node


STRATEGIES = {key: values_of(body_schema(key[0], "response", key[1])) for key in ANSWERS}


def same_json(left: Any, right: Any) -> bool:
    return json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)


@pytest.mark.parametrize("answer", ANSWERS, ids=str)
@QUIET
@given(data=st.data())
def test_any_valid_answer_is_given_back(answer: tuple[str, int], data: st.DataObject) -> None:
    value = data.draw(STRATEGIES[answer])
    codec = body_codec(answer[0], "response", answer[1])
    assert same_json(codec.encode(codec.decode(value, {})), value)


@pytest.mark.parametrize("answer", ANSWERS, ids=str)
@QUIET
@given(
    data=st.data(), extra=st.dictionaries(st.from_regex(r"\Ax_[a-z]{3,9}\Z"), JSON, min_size=1, max_size=2)
)
def test_unknown_fields_and_enum_values_are_given_back(
    answer: tuple[str, int], data: st.DataObject, extra: dict[str, Any]
) -> None:
    value = copy.deepcopy(data.draw(STRATEGIES[answer]))
    for node in objects_in(value):
        node.update(copy.deepcopy(extra))
    for node in objects_in(value):
        for name in ENUMS & node.keys():
            if isinstance(node[name], str):
                node[name] = "a-value-of-tomorrow"
    codec = body_codec(answer[0], "response", answer[1])
    assert same_json(codec.encode(codec.decode(value, {})), value)


@pytest.mark.parametrize("answer", ANSWERS, ids=str)
@QUIET
@given(data=st.data())
def test_a_value_of_the_wrong_kind_is_one_error_that_names_the_place_and_not_the_value(
    answer: tuple[str, int], data: st.DataObject
) -> None:
    value = copy.deepcopy(data.draw(STRATEGIES[answer]))
    codec = body_codec(answer[0], "response", answer[1])
    described = resolved(body_schema(answer[0], "response", answer[1]))["properties"]
    names = sorted(TYPED & value.keys() & described.keys())
    name = data.draw(st.sampled_from(names)) if names else ""
    if name:
        value[name] = [{"sk-canary": "sk-canary"}]
    else:
        value = ["sk-canary"]
    with pytest.raises(DecodeError) as caught:
        codec.decode(value, {})
    assert name in str(caught.value)
    assert "canary" not in f"{caught.value!s} {caught.value!r}"


@pytest.mark.parametrize("answer", ANSWERS, ids=str)
@given(garbage=JSON.filter(lambda value: not isinstance(value, dict)))
@QUIET
def test_what_is_no_object_is_never_an_answer(answer: tuple[str, int], garbage: Any) -> None:
    with pytest.raises(DecodeError):
        body_codec(answer[0], "response", answer[1]).decode(garbage, {})


@pytest.mark.parametrize("seen", [True, 1, "true"])
def test_a_flag_that_the_live_api_spells_otherwise_is_read(seen: object) -> None:
    model = IntegrationModel.from_dict({"slug": "gpt-4", "enabled": True, "is_custom": seen})
    assert model.is_custom is True


def test_null_and_absence_stay_apart() -> None:
    null = IntegrationModel.from_dict({"slug": "a", "enabled": True, "name": None})
    absent = IntegrationModel.from_dict({"slug": "a", "enabled": True})
    assert null.name is None
    assert absent.name is UNSET
    assert null.to_dict() != absent.to_dict()


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every object that a schema describes; the insides of free-form ones are none of them."""
    if isinstance(value, dict):
        yield value
        for name, inner in value.items():
            if name in DESCRIBED:
                yield from objects_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from objects_in(inner)


def _names(wanted: str) -> set[str]:
    """Properties that have this keyword, or refer to what has it, in every schema that has them."""
    found: dict[str, bool] = {}
    for schema in SCHEMAS.values():
        for name, one in schema.get("properties", {}).items():
            described = [one, *one.get("anyOf", [])]
            described += [SCHEMAS[part["$ref"].rpartition("/")[2]] for part in described if "$ref" in part]
            found[name] = found.get(name, True) and any(wanted in part for part in described)
    return {name for name, everywhere in found.items() if everywhere}


ENUMS = _names("enum")
DESCRIBED = {
    "data",
    "models",
    "workspaces",
    "global_workspace_access",
    "usage_limits",
    "rate_limits",
    "pricing_config",
}
TYPED = {"id", "slug", "name", "status", "object", "total", "created_at", "message", "success"}
