"""The form of a state file, read from the JSON Schema that is derived of the contract."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Json = dict[str, Any]
Place = tuple[str | int, ...]
ReadSecret = Callable[[str, Json, Mapping[str, Any], Place], Any]
"""What stands for a secret in a shaped value: of its name, its definition, what holds it, and where."""


@functools.cache
def schema() -> Json:
    """The JSON Schema: beside the contract when installed, in docs/ in a checkout."""
    here = Path(__file__).resolve()
    installed = here.parents[2] / "portkey_integrations_contract" / "state.schema.json"
    file = installed if installed.exists() else here.parents[3] / "docs" / "state.schema.json"
    form: Json = json.loads(file.read_text(encoding="utf-8"))
    return form


def resolved(node: Json) -> Json:
    """A definition with what it refers to."""
    while "$ref" in node:
        rest = {name: value for name, value in node.items() if name != "$ref"}
        node = schema()["$defs"][node["$ref"].rpartition("/")[2]] | rest
    return node


def integration_form(ai_provider_id: str) -> Json:
    """The definition of an integration, with the configuration of its provider."""
    form = resolved(schema()["properties"]["integrations"]["items"])
    known = form["x-configurations"]
    chosen = {"$ref": f"#/$defs/{known.get(ai_provider_id, known[''])}"}
    return {**form, "properties": {**form["properties"], "configurations": chosen}}


def part(form: Json, name: str) -> Json:
    """The definition of a field of an object, or of the objects in a list; empty for a free-form one."""
    node = resolved(form)
    return resolved(resolved(node.get("items", node)).get("properties", {}).get(name, {}))


def shaped(value: Any, form: Json, secret: ReadSecret, left_out: list[Place], at: Place = ()) -> Any:
    """A value in the order and with the fields of its definition, without what says nothing.

    Null, empty lists and objects, and defaults say nothing. `left_out` gets the places of fields that a
    closed object does not have.
    """
    form = resolved(form)
    if isinstance(value, list):
        items = form.get("items", {})
        return [shaped(one, items, secret, left_out, (*at, index)) for index, one in enumerate(value)]
    if not isinstance(value, Mapping):
        return value
    fields: Json = form.get("properties", {})
    made = {}
    for name, field in fields.items():
        if "x-masked-as" in field:
            found = secret(name, field, value, (*at, name))
        else:
            found = shaped(value.get(name), field, secret, left_out, (*at, name))
        if found not in (None, {}, []) and found != field.get("default"):
            made[name] = found
    hidden = {field.get("x-masked-as") for field in fields.values()}
    for name in sorted(value.keys() - fields.keys() - hidden):
        if form.get("additionalProperties", True) is False or name.startswith("masked_"):
            left_out.append((*at, name))
        elif value[name] is not None:
            made[name] = value[name]
    return made


def settled(integration: Json) -> Json:
    """A shaped integration with its models and workspaces in order, and without what is so anyhow."""
    made = dict(integration)
    for name, key in (("models", "slug"), ("workspaces", "id")):
        if name in made:
            made[name] = sorted(made[name], key=lambda one: str(one[key]))
    for model in made.get("models", []):
        if model.get("name") == model["slug"]:
            del model["name"]
    if made.get("global_workspace_access") == {"enabled": False}:
        del made["global_workspace_access"]
    return made


def spelled(place: Place) -> str:
    """A place as people write it, e.g. `integrations[0].name`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place).lstrip(".")
