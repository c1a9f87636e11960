"""What a model does with JSON: as its FIELDS say, whatever shortcuts its code takes."""

from __future__ import annotations

import copy
import datetime
import json
import pickle
import subprocess
import sys
import uuid
from typing import Any

import attrs
import pytest
from hypothesis import given, settings, strategies as st
from portkey_integrations_api import models
from portkey_integrations_api.models import (
    CreateIntegrationRequest,
    CustomHeaders,
    IntegrationDetail,
    IntegrationModel,
    IntegrationStatus,
)
from portkey_integrations_api.types import ANY, UNSET, DecodeError, EnumOf, Field, Model, to_json

MODELS = [one for one in (getattr(models, name) for name in models.__all__) if issubclass(one, Model)]
PLENTY = settings(max_examples=20, deadline=None, database=None)

SCALARS = (
    st.none()
    | st.booleans()
    | st.sampled_from([0, 1, -1, 1.0, 1.5, "", "true", "false", "active", "openai", "default", "cost"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["x", "slug"]), inner, max_size=2)
    ),
    max_leaves=4,
)


def objects_for(model: type[Model], depth: int = 2) -> st.SearchStrategy[dict[str, Any]]:
    """JSON objects with a model's own field names and any values in them, the right ones being likely."""
    known = {field.wire: fitting(field.codec, depth) | VALUES for field in model.FIELDS}
    often = {field.wire for field in model.FIELDS if field.required}
    return st.fixed_dictionaries(
        {name: fitting_or_not for name, fitting_or_not in known.items() if name in often},
        optional={**{name: one for name, one in known.items() if name not in often}, "x_tomorrow": VALUES},
    ) | st.dictionaries(st.sampled_from([*known, "x_tomorrow"]), VALUES, max_size=3)


def fitting(codec: Any, depth: int) -> st.SearchStrategy[Any]:
    """Values that a codec reads."""
    if isinstance(codec, EnumOf):
        return st.sampled_from(["active", "organisation", "a-value-of-tomorrow"])
    if (inner := getattr(codec, "_items", None)) is not None:
        return st.lists(fitting(inner, depth), max_size=2)
    if (members := getattr(codec, "_members", None)) is not None:
        return st.one_of([fitting(one, depth) for one in members])
    if (cases := getattr(codec, "_cases", None)) is not None:
        return fitting(cases["bedrock"], depth) | fitting(codec._otherwise, depth)
    if (model := getattr(codec, "type", None)) is not None:
        return objects_for(model, depth - 1) if depth else st.just({})
    return SCALARS.filter(codec.accepts)


def read_by_fields(model: type[Model], data: dict[str, Any]) -> dict[str, Any]:
    """The attributes for a JSON object: one field after the other, by its codec alone."""
    rest = dict(data)
    attributes = {}
    for field in model.FIELDS:
        attributes[field.name] = read_field(field, rest.pop(field.wire, UNSET), data)
    for name, value in rest.items():
        try:
            rest[name] = model.ADDITIONAL.decode(value, data)
        except DecodeError as error:
            raise error.within(name) from None
    return {**attributes, "additional_properties": rest}


def read_field(field: Field, value: Any, data: dict[str, Any]) -> Any:
    if value is UNSET:
        if field.required:
            raise DecodeError(field.codec.expected, "nothing", (field.wire,))
        return UNSET
    try:
        if not field.codec.accepts(value):
            raise DecodeError(field.codec.expected, f"not {field.codec.expected}")
        return field.codec.decode(value, data)
    except DecodeError as error:
        raise error.within(field.wire) from None


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@PLENTY
@given(data=st.data())
def test_an_object_is_read_as_its_fields_say_or_refused_at_the_same_place(
    model: type[Model], data: st.DataObject
) -> None:
    value = data.draw(objects_for(model))
    before = copy.deepcopy(value)
    refusal: DecodeError | None = None
    try:
        expected = read_by_fields(model, value)
    except DecodeError as error:
        refusal = error
    if refusal is not None:
        with pytest.raises(DecodeError) as caught:
            model.from_dict(value)
        assert (caught.value.path, caught.value.expected) == (refusal.path, refusal.expected)
        return
    read = model.from_dict(value)
    attributes = {name: getattr(read, name) for name in expected}
    assert attributes == expected
    assert [type(one) for one in attributes.values()] == [type(one) for one in expected.values()]
    assert value == before
    assert model.from_dict(read.to_dict()) == read


SET_BY_USERS = st.sampled_from(
    [
        UNSET,
        None,
        "text",
        3,
        True,
        IntegrationStatus.ACTIVE,
        datetime.datetime(2025, 5, 1, tzinfo=datetime.timezone.utc),  # noqa: UP017 - as users of 3.11 write it
        datetime.date(2025, 5, 1),
        uuid.UUID(int=7),
        ("a", UNSET, IntegrationStatus.ARCHIVED),
        {"a": uuid.UUID(int=8), "b": UNSET, "c": [datetime.date(2025, 5, 1)]},
        IntegrationModel(slug="gpt-4", enabled=True),
    ]
)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@PLENTY
@given(data=st.data())
def test_whatever_a_user_sets_is_written_as_plain_json(model: type[Model], data: st.DataObject) -> None:
    made = model.__new__(model)
    values = {field.name: data.draw(SET_BY_USERS) for field in model.FIELDS}
    more = data.draw(st.dictionaries(st.just("x_more"), SET_BY_USERS.filter(lambda one: one is not UNSET)))
    for name, value in {**values, "additional_properties": more}.items():
        setattr(made, name, value)
    written = made.to_dict()
    expected = {
        field.wire: to_json(values[field.name]) for field in model.FIELDS if values[field.name] is not UNSET
    }
    assert written == {**{name: to_json(value) for name, value in more.items()}, **expected}
    assert json.loads(json.dumps(written)) == written


def test_to_json_spells_out_what_json_has_no_type_for() -> None:
    assert to_json(
        {
            "enum": IntegrationStatus.ACTIVE,
            "time": datetime.datetime(2025, 5, 1, 10, 30),
            "day": datetime.date(2025, 5, 1),
            "id": uuid.UUID(int=7),
            "many": (1, UNSET, IntegrationModel(slug="a", enabled=True)),
            "left out": UNSET,
        }
    ) == {
        "enum": "active",
        "time": "2025-05-01T10:30:00",
        "day": "2025-05-01",
        "id": "00000000-0000-0000-0000-000000000007",
        "many": [1, {"slug": "a", "enabled": True}],
    }


def test_a_subclass_of_a_json_type_is_read_as_that_type() -> None:
    class Text(str):
        __slots__ = ()

    class Object(dict[str, Any]):
        pass

    read = IntegrationModel.from_dict(
        Object(slug=Text("gpt-4"), enabled=True, pricing_config=Object(type=Text("x")))
    )
    assert read.slug == "gpt-4"
    assert read.to_dict() == {"slug": "gpt-4", "enabled": True, "pricing_config": {"type": "x"}}


DETAIL: dict[str, Any] = {
    "x_first": {"of": ["tomorrow"]},
    "slug": "gpt-4",
    "enabled": True,
    "is_custom": "true",
    "is_finetune": 1,
    "pricing_config": None,
}


def test_raw_is_the_json_as_it_came_in_its_own_spelling_and_order() -> None:
    read = IntegrationModel.from_dict(DETAIL)
    assert (read.is_custom, read.is_finetune) == (True, True)
    assert json.dumps(read.raw) == json.dumps(DETAIL)


def test_raw_stays_as_it_came_when_attributes_change_and_is_a_copy() -> None:
    read = IntegrationModel.from_dict(copy.deepcopy(DETAIL))
    read.slug = "gpt-5"
    read["x_first"] = None
    read.raw["x_first"]["of"].append("another")
    read.raw.clear()
    assert read.raw == DETAIL
    assert read.to_dict()["slug"] == "gpt-5"


def test_raw_of_a_model_that_came_from_nowhere_is_its_content() -> None:
    made = IntegrationModel(slug="gpt-4", enabled=True)
    assert made.raw == {"slug": "gpt-4", "enabled": True}
    read = IntegrationModel.from_dict(DETAIL)
    for again in (copy.copy(read), copy.deepcopy(read), pickle.loads(pickle.dumps(read))):  # noqa: S301 - our own
        assert again == read
        assert again.raw == read.to_dict()
    assert attrs.evolve(read, slug="gpt-5").raw["slug"] == "gpt-5"


SECRETS: dict[str, Any] = {
    "name": "a",
    "ai_provider_id": "bedrock",
    "key": "sk-canary",
    "configurations": {
        "aws_auth_type": "accessKey",
        "aws_region": "eu-west-1",
        "aws_secret_access_key": "sk-canary",
        "custom_headers": {"authorization": "sk-canary"},
        "a_field_of_tomorrow": ["sk-canary"],
    },
    "a_field_of_tomorrow": {"in": "sk-canary"},
}


def test_raw_tells_no_secret_and_the_rest_as_it_came() -> None:
    read = CreateIntegrationRequest.from_dict(SECRETS)
    raw = read.raw
    assert "canary" not in str(raw)
    assert (raw["name"], raw["configurations"]["aws_auth_type"]) == ("a", "accessKey")
    assert list(raw) == list(SECRETS)
    assert "canary" not in str(CustomHeaders.from_dict({"authorization": "sk-canary"}).raw)
    assert "canary" not in str(CreateIntegrationRequest(name="a", ai_provider_id="b", key="sk-canary").raw)


def test_what_a_model_came_from_shows_nowhere_but_in_raw() -> None:
    read = CreateIntegrationRequest.from_dict({**SECRETS, "key": "sk-canary-before"})
    read.key = "sk-after"
    for shown in (repr(read), str(read), pickle.dumps(read), attrs.asdict(read), read.to_dict()):
        assert "before" not in str(shown)
    assert not hasattr(read, "__dict__")


def test_models_are_equal_by_content_and_print_as_json() -> None:
    one, other = IntegrationModel.from_dict(DETAIL), IntegrationModel.from_dict({**DETAIL, "is_custom": True})
    assert one == other
    assert one != IntegrationModel.from_dict({**DETAIL, "x_second": 1})
    assert json.loads(str(one)) == one.to_dict()
    assert repr(one).startswith("IntegrationModel(x_first={'of': ['tomorrow']}, slug='gpt-4', ")


def imported_by(statement: str) -> set[str]:
    """The modules that a statement loads into a new interpreter."""
    code = f"import sys; before = set(sys.modules); {statement}; print('\\n'.join(set(sys.modules) - before))"
    result = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    )
    return set(result.stdout.split())


def test_an_operation_loads_no_model_and_none_of_what_only_some_calls_need() -> None:
    loaded = imported_by("from portkey_integrations_api.api.integrations import retrieve_integration")
    assert "portkey_integrations_api.types" in loaded
    assert not [name for name in loaded if name.startswith("portkey_integrations_api.models")]
    assert not loaded & {
        "attr",
        "attrs",
        "datetime",
        "httpx",
        "inspect",
        "ssl",
        "string",
        "urllib",
        "uuid",
    }


def test_a_model_loads_only_what_its_json_needs() -> None:
    required = (
        "id='i', ai_provider_id='openai', name='n', status='active', created_at='t', slug='s', object='o'"
    )
    read = f"IntegrationDetail.from_dict(dict({required}, configurations=dict())).to_dict()"
    loaded = imported_by(f"from portkey_integrations_api.models import IntegrationDetail; {read}")
    package = "portkey_integrations_api.models."
    assert {name.removeprefix(package) for name in loaded if name.startswith(package)} == {
        "integration_detail",
        "integration_status",
        "open_ai_configurations_detail",
    }
    assert not loaded & {"httpx", "ssl", "uuid"}


def test_fields_that_additional_properties_cannot_hold_are_refused() -> None:
    with pytest.raises(DecodeError, match=r"authorization: expected a string, found an array"):
        CustomHeaders.from_dict({"authorization": ["sk-canary"]})
    assert CustomHeaders.ADDITIONAL is not ANY
    assert IntegrationDetail.ADDITIONAL is ANY
