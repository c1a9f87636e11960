"""The form of a state file, by the JSON Schema derived of the contract, and what stands for secrets."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..secret import MASK, Secret, ends_of

Json = dict[str, Any]
Place = tuple[str | int, ...]


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


def part(form: Json, name: str) -> Json:
    """The definition of a field of an object, or of the objects in a list; empty for a free-form one."""
    node = resolved(form)
    return resolved(resolved(node.get("items", node)).get("properties", {}).get(name, {}))


def integration_form(ai_provider_id: str) -> Json:
    """The definition of an integration, with the configuration of its provider."""
    form = resolved(schema()["properties"]["integrations"]["items"])
    known = form["x-configurations"]
    chosen = {"$ref": f"#/$defs/{known.get(ai_provider_id, known[''])}"}
    return {**form, "properties": {**form["properties"], "configurations": chosen}}


@dataclass(frozen=True)
class Mask:
    """What the API shows in the place of a secret, or of a map of secrets."""

    text: str
    of_map: bool = False


class Wanted(Secret):
    """A secret that a state file refers to, as text; None where it is not to be read."""

    __slots__ = ("is_json",)

    def __init__(self, text: str | None, is_json: bool = False) -> None:
        super().__init__(text)
        self.is_json = is_json

    def to_send(self) -> Any:
        """The text, or the JSON in it."""
        return json.loads(self.reveal()) if self.is_json and self.reveal() else self.reveal() or ""

    def is_behind(self, mask: Mask) -> bool | None:
        """Whether a mask is that of this secret, as far as its characters tell; None where it shows none."""
        text = self.reveal()
        start, end = ends_of(mask.text)
        if text is None or self.is_json or not (start or end):
            return None
        return bool(text.startswith(start) and text.endswith(end))


def plain(value: Any) -> Any:
    """A value without secrets and masks."""
    if isinstance(value, (Mask, Secret)):
        return MASK
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list) else value


def shaped(
    value: Any,
    form: Json,
    secret: Callable[[str, Json, Json, Place], Any],
    missed: list[Place],
    at: Place = (),
) -> Any:
    """A value in the order of its definition, without null, what is empty, and defaults.

    Args:
        value: Of an answer, or of a file.
        form: Its definition.
        secret: Gives what stands for a secret: by its name, its definition, what holds it, and where.
        missed: Gets the places of fields that a closed object does not have.
        at: The place of the value.
    """
    form = resolved(form)
    if isinstance(value, list):
        return [shaped(one, form.get("items", {}), secret, missed, (*at, i)) for i, one in enumerate(value)]
    if not isinstance(value, dict):
        return value
    fields: Json = form.get("properties", {})
    made = {}
    for name, field in fields.items():
        here = (*at, name)
        is_secret = "x-masked-as" in field
        found = (
            secret(name, field, value, here)
            if is_secret
            else shaped(value.get(name), field, secret, missed, here)
        )
        if found not in (None, {}, []) and found != field.get("default"):
            made[name] = found
    for name in sorted(
        value.keys() - fields.keys() - {field.get("x-masked-as") for field in fields.values()}
    ):
        if form.get("additionalProperties", True) is False or name.startswith("masked_"):
            missed.append((*at, name))
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
    if "workspaces" in made:  # limits of who has no access say nothing
        made["workspaces"] = [
            {name: value for name, value in one.items() if one["enabled"] or not isinstance(value, list)}
            for one in made["workspaces"]
        ]
    if not made.get("global_workspace_access", {"enabled": False})["enabled"]:
        made.pop("global_workspace_access", None)
    return made


def spelled(place: Place) -> str:
    """A place as people write it, e.g. `integrations[0].name`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place).lstrip(".")
