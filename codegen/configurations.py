"""What the templates write for configurations: a class for each provider, and for each way to sign in.

All is read from the conditions of CreateIntegrationRequest: which configuration a provider has, by which
field its mode is chosen, and which fields a mode takes and needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from expressions import Expressions, branches, text_of
from openapi_python_client.parser import properties as p

Json = Mapping[str, Any]
REQUEST = "CreateIntegrationRequest"
KEPT = (
    "anyOf",
    "const",
    "contains",
    "description",
    "else",
    "if",
    "minLength",
    "pattern",
    "properties",
    "required",
    "then",
)
"""The keywords that conditions are made of."""


@dataclass(frozen=True)
class Parameter:
    """A field of a configuration as an argument."""

    name: str
    wire: str
    python_name: str
    annotation: str
    required: bool
    secret: bool
    description: str


@dataclass(frozen=True)
class Mode:
    """A way to sign in at a provider."""

    name: str
    field: str
    value: str
    parameters: tuple[Parameter, ...]
    by_key: bool


@dataclass(frozen=True)
class Provider:
    """A provider whose configuration the contract describes."""

    name: str
    id: str
    model: Any
    mode_field: str
    modes: tuple[Mode, ...]
    parameters: tuple[Parameter, ...]


class Configurations:
    """Reads the providers off the contract."""

    def __init__(self, contract: Json, models: Sequence[p.ModelProperty], expressions: Expressions) -> None:
        self._schemas: Json = contract["components"]["schemas"]
        self._models = {str(model.class_info.name): model for model in models}
        self._expressions = expressions
        self._shared = set(self._schemas["OtherConfigurations"]["properties"])
        self._values = [value for schema in self._schemas.values() for value in schema.get("enum", ())]

    def providers(self) -> list[Provider]:
        """In the order of the contract."""
        return [
            self._provider(provider, _configuration_in(branch), branch)
            for _, provider, branch in branches(self._schemas[REQUEST])
            if provider
        ]

    def modes(self) -> list[Mode]:
        """The modes of all providers, each once."""
        return list({mode.name: mode for provider in self.providers() for mode in provider.modes}.values())

    def conditions(self) -> Json:
        """The conditions of the request, without what schemas say already."""
        kept: Json = _conditions(self._schemas[REQUEST])
        return {name: value for name, value in kept.items() if name in ("if", "then", "else")}

    def virtual_key_names(self) -> Json:
        """The name that a virtual key has for a field, and those of the fields of the items in it."""
        return self._names_in(self._schemas["CreateVirtualKeyRequest"])

    def _names_in(self, schema: Json) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, one in schema["properties"].items():
            if "x-configuration-field" in one:
                items = one.get("items", {}).get("$ref", "").rpartition("/")[2]
                found[one["x-configuration-field"]] = (
                    name,
                    self._names_in(self._schemas[items]) if items else {},
                )
        return found

    def _provider(self, provider: str, component: str, branch: Json) -> Provider:
        model = self._models[next(name for name in self._models if name.lower() == component.lower())]
        all_fields = [*(model.required_properties or ()), *(model.optional_properties or ())]
        properties = {text_of(one.name): one for one in all_fields}
        conditions = dict(_modes(branch))
        field = next((name for name, _ in conditions), "")
        family = field.partition("_")[0]
        modes = []
        if field:
            enum = self._schemas[component]["properties"][field]["$ref"].rpartition("/")[2]
            for value in self._schemas[enum]["enum"]:
                then = conditions.get((field, value), {})
                taken = {name: properties[name] for name in then.get("properties", {}) if name in properties}
                prefix = _prefix([*taken, f"{family}_{value}_"] if len(taken) == 1 else taken)
                parameters = (
                    self._parameter(
                        component, one, name.removeprefix(prefix), name in then.get("required", [])
                    )
                    for name, one in taken.items()
                )
                # What has no fields of its own but conditions is signed in by the integration's key.
                by_key = bool(then) and not taken
                modes.append(Mode(self._name(family, value), field, value, tuple(parameters), by_key))
        snake = provider.replace("-", "_")
        own = re.compile(rf"^(?:(?:[a-z]+_)?{snake}_{f'|{family}_' if family else ''})")
        taken_by_modes = {field, *(one.wire for mode in modes for one in mode.parameters)}
        rest = tuple(
            self._parameter(component, one, name if name in self._shared else own.sub("", name), one.required)
            for name, one in properties.items()
            if name not in taken_by_modes
        )
        if len({one.name for one in rest}) < len(rest):
            raise ValueError(f"two fields of {component} have the same name without their prefix")
        name = str(model.class_info.name).removesuffix("Configurations")
        return Provider(name, provider, model, field, tuple(modes), rest)

    def _name(self, family: str, value: str) -> str:
        """A mode in capitals, with its family where another has the same or it is no name by itself."""
        name = value[0].upper() + value[1:]
        return name if value != "default" and self._values.count(value) == 1 else family.capitalize() + name

    def _parameter(self, component: str, one: Any, name: str, required: bool) -> Parameter:
        said = self._expressions.limits(one.name, component)
        description = " ".join(text_of(one.description or "").split())
        return Parameter(
            name=name,
            wire=text_of(one.name),
            python_name=str(one.python_name),
            annotation=self._expressions.argument(one, component),
            required=required,
            secret=self._expressions.is_secret(one.name, component),
            description=" ".join(part for part in (description, said) if part),
        )


def _configuration_in(branch: Json) -> str:
    """The component that a branch says the configuration is."""
    reference: str = branch["properties"]["configurations"]["$ref"]
    return reference.rpartition("/")[2]


def _prefix(names: Iterable[str]) -> str:
    """The words that all names begin with."""
    columns = zip(*(name.split("_") for name in names), strict=False)
    return "".join(f"{words[0]}_" for words in takewhile(lambda words: len({*words}) == 1, columns))


def _modes(node: Any) -> Iterator[tuple[tuple[str, str], Json]]:
    """Each mode that a condition asks for, and what holds in it."""
    if isinstance(node, Mapping):
        if "if" in node:
            tested = node["if"]["properties"]
            tested = tested.get("configurations", {}).get("properties", tested)
            for name, one in tested.items():
                yield (name, one["const"]), node["then"]
        for value in node.values():
            yield from _modes(value)
    elif isinstance(node, list):
        for one in node:
            yield from _modes(one)


def _conditions(node: Any) -> Any:
    """A condition without what it says of schemas and of fields that it neither needs nor tests."""
    if isinstance(node, list):
        return [_conditions(one) for one in node]
    if not isinstance(node, Mapping):
        return node
    kept = {}
    for name, value in node.items():
        if name == "properties":
            inner = {field: _conditions(one) for field, one in value.items()}
            if inner := {field: one for field, one in inner.items() if one}:
                kept[name] = inner
        elif name in KEPT and (made := _conditions(value)) not in ({}, []):
            kept[name] = made
    return kept
