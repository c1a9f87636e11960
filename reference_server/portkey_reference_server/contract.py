"""The contract as the server reads it at start: operations, parameters, bodies, scopes, and what is secret.

Nothing here names a field or an operation of the API; they come from `openapi.yaml`.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import jsonschema_rs
import yaml

from .errors import ApiError, invalid

Json = dict[str, Any]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one, where there is one, is ten times as fast
_METHODS = ("get", "put", "post", "delete", "patch")
_REASONS = {
    "additionalProperties": "has a field that is not allowed",
    "enum": "is not one of the documented values",
    "exclusiveMinimum": "is too small",
    "format": "does not have the documented format",
    "maxItems": "has too many items",
    "maxLength": "is too long",
    "maximum": "is too large",
    "minItems": "has too few items",
    "minLength": "is too short",
    "minProperties": "has too few fields",
    "minimum": "is too small",
    "not": "has a combination of fields that is not allowed",
    "pattern": "has characters that are not allowed",
    "propertyNames": "has a field whose name is not allowed",
    "uniqueItems": "has the same item twice",
}


@dataclass(frozen=True)
class SecretField:
    """A field that is written in clear and answered as a mask, tied to it by `x-masked-as`."""

    name: str
    masked_as: str
    kind: Literal["text", "map", "object"]
    """Text has one mask, a map of texts one mask each, and an object is masked whole."""


@dataclass(frozen=True)
class QueryParameter:
    """A documented query parameter and how its text is read."""

    name: str
    required: bool
    default: Any
    is_integer: bool
    validator: jsonschema_rs.Draft202012Validator

    def read(self, text: str | None, may_be_absent: bool = False) -> Any:
        """The value that was sent, or the default; raises 400 for one that breaks the schema."""
        if text is None:
            if self.required and not may_be_absent:
                raise invalid(f"The query parameter {self.name} is required.")
            return self.default
        value: Any = text
        if self.is_integer:
            # Shorter than the 4300 digits that Python reads, and more pages than there can be.
            if not re.fullmatch(r"[+-]?[0-9]{1,4000}", text, re.ASCII):
                raise invalid(f"The query parameter {self.name} must be an integer.")
            value = int(text)
        if not self.validator.is_valid(value):
            raise invalid(f"The query parameter {self.name} has a value that is not allowed.")
        return value


@dataclass(frozen=True)
class Operation:
    """One operation of the contract."""

    id: str
    method: str
    path: str
    query: tuple[QueryParameter, ...]
    body: str | None
    """The name of the schema of its request body."""
    body_is_required: bool
    scopes: Mapping[str, frozenset[str]]
    """What a key needs, by kind of key: `organisation` or `workspace`."""

    def read_query(self, sent: Mapping[str, str], with_body: bool = False) -> Json:
        """Every documented query parameter, sent or not; raises 400.

        With a body that the operation does not document, required ones may be absent: clients in the field
        send them there.
        """
        may_be_absent = with_body and self.body is None
        return {
            parameter.name: parameter.read(sent.get(parameter.name), may_be_absent)
            for parameter in self.query
        }


class Contract:
    """`openapi.yaml`, read once."""

    def __init__(self, document: Json) -> None:
        self._document = document
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}
        self.version: str = document["info"]["version"]
        self.operations = tuple(self._operations())
        self.secret_fields = {field.name: field for field in self._secret_fields()}
        self.masked_names = frozenset(field.masked_as for field in self.secret_fields.values())
        self.field_names = frozenset(name for name, _ in _properties(document["components"]))

    @functools.cache  # noqa: B019 - a contract lives as long as its server
    def as_json(self) -> bytes:
        """The whole document, as it is served."""
        return json.dumps(self._document, ensure_ascii=False, separators=(",", ":")).encode()

    def scopes(self, kind: str) -> frozenset[str]:
        """Every scope that a key of that kind can need."""
        return frozenset().union(*(operation.scopes[kind] for operation in self.operations))

    def check(self, schema_name: str, value: Any) -> None:
        """Raises 400, naming the field and the rule but never the value, unless `value` fits the schema."""
        validator = self._validator(schema_name)
        if validator.is_valid(value):
            return
        raise self._explained(validator.iter_errors(value))

    def fields(self, schema_name: str) -> Mapping[str, Json]:
        """The properties of a schema, by name."""
        properties: Json = self._document["components"]["schemas"][schema_name]["properties"]
        return properties

    def configuration_names(self, schema_name: str, sent: Json) -> Json:
        """The fields of `sent` that fill a configuration, under the names that they have in it."""
        found: Json = {}
        for name, schema in self.fields(schema_name).items():
            if name not in sent or "x-configuration-field" not in schema:
                continue
            value = sent[name]
            if isinstance(value, list) and "$ref" in schema.get("items", {}):
                items = schema["items"]["$ref"].rpartition("/")[2]
                value = [self.configuration_names(items, item) for item in value]
            found[schema["x-configuration-field"]] = value
        return found

    def configuration_fields(self, ai_provider_id: str) -> frozenset[str] | None:
        """The fields of that provider's configuration, or None where the contract leaves it free-form."""
        name = self._configuration_schemas.get(ai_provider_id)
        return None if name is None else frozenset(self.fields(name))

    @functools.cached_property
    def all_configuration_fields(self) -> frozenset[str]:
        """The fields of every configuration that the contract knows."""
        return frozenset().union(*map(self.fields, self._configuration_schemas.values()))

    @functools.cached_property
    def _configuration_schemas(self) -> Mapping[str, str]:
        """Schema names by provider, from the chain of conditions on `ai_provider_id`."""
        names: dict[str, str] = {}
        for condition in _conditions(self._document["components"]["schemas"]["CreateIntegrationRequest"]):
            provider = condition["if"].get("properties", {}).get("ai_provider_id", {})
            configurations = condition.get("then", {}).get("properties", {}).get("configurations", {})
            if "$ref" in configurations:
                for known in provider.get("enum", [provider.get("const")]):
                    names.setdefault(known, configurations["$ref"].rpartition("/")[2])
        return names

    def _operations(self) -> Iterator[Operation]:
        for path, item in self._document["paths"].items():
            for method in _METHODS:
                if method not in item:
                    continue
                operation = item[method]
                parameters = [*item.get("parameters", []), *operation.get("parameters", [])]
                body = self._resolved(operation.get("requestBody", {}))
                schema = body.get("content", {}).get("application/json", {}).get("schema", {})
                scopes = operation["x-required-scopes"]
                yield Operation(
                    id=operation["operationId"],
                    method=method.upper(),
                    path=path,
                    query=tuple(self._query(map(self._resolved, parameters))),
                    body=schema["$ref"].rpartition("/")[2] if schema else None,
                    body_is_required=bool(body.get("required", False)),
                    scopes={kind: frozenset(scopes[kind]) for kind in ("organisation", "workspace")},
                )

    def _query(self, parameters: Iterable[Json]) -> Iterator[QueryParameter]:
        for parameter in parameters:
            if parameter["in"] == "query":
                schema = self._resolved(parameter["schema"])
                yield QueryParameter(
                    name=parameter["name"],
                    required=parameter.get("required", False),
                    default=schema.get("default"),
                    is_integer=schema.get("type") == "integer",
                    validator=self._compiled(schema),
                )

    def _secret_fields(self) -> Iterator[SecretField]:
        for name, schema in _properties(self._document["components"]):
            if "x-masked-as" in schema:
                kind: Literal["text", "map", "object"] = "text"
                value_schema = self._resolved(schema)
                if "object" in _types(value_schema):
                    values = value_schema.get("additionalProperties")
                    kind = "map" if isinstance(values, dict) and "string" in _types(values) else "object"
                yield SecretField(name, schema["x-masked-as"], kind)

    def _resolved(self, item: Json) -> Json:
        while "$ref" in item:
            target: Any = self._document
            for part in item["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            item = target
        return item

    def _validator(self, schema_name: str) -> jsonschema_rs.Draft202012Validator:
        if schema_name not in self._validators:
            self._validators[schema_name] = self._compiled({"$ref": f"#/components/schemas/{schema_name}"})
        return self._validators[schema_name]

    def _compiled(self, schema: Json) -> jsonschema_rs.Draft202012Validator:
        return jsonschema_rs.Draft202012Validator(
            {**schema, "components": self._document["components"]}, validate_formats=True, offline=True
        )

    def _explained(self, errors: Iterable[jsonschema_rs.ValidationError]) -> ApiError:
        # Of a failed choice and a failure within it, the inner one says what to mend.
        worst = max(errors, key=lambda e: (e.kind.name not in ("anyOf", "oneOf"), len(e.instance_path)))
        kind = worst.kind.as_dict()
        place = "".join(self._step(step) for step in worst.instance_path).lstrip(".") or "The request body"
        match worst.kind.name:
            case "required":
                reason = f"needs the field {kind['property']}"
            case "type":
                types = kind["types"]
                reason = f"must be of type {' or '.join(types if isinstance(types, list) else [types])}"
            case name:
                reason = _REASONS.get(name, "is not valid")
        return invalid(f"{place} {reason}.")

    def _step(self, step: str | int) -> str:
        if isinstance(step, int):
            return f"[{step}]"
        return f".{step}" if step in self.field_names else ".*"  # a caller's own name may be a secret


def load_contract() -> Contract:
    """The contract as the wheel installs it, or at the root of the repository in a checkout."""
    return Contract(yaml.load(contract_file().read_bytes(), _LOADER))  # noqa: S506 - both are safe


def contract_file() -> Path:
    """Where the contract is read from."""
    here = Path(__file__).resolve()
    installed = here.parents[1] / "portkey_integrations_contract" / "openapi.yaml"
    return installed if installed.exists() else here.parents[2] / "openapi.yaml"


def _types(schema: Json) -> list[str]:
    types = schema.get("type", [])
    return types if isinstance(types, list) else [types]


def _properties(item: Any) -> Iterator[tuple[str, Json]]:
    """Every property that a schema anywhere in `item` describes."""
    if isinstance(item, dict):
        properties = item.get("properties")
        if isinstance(properties, dict):
            for name, schema in properties.items():
                if isinstance(schema, dict):
                    yield name, schema
        for value in item.values():
            yield from _properties(value)
    elif isinstance(item, list):
        for value in item:
            yield from _properties(value)


def _conditions(item: Any) -> Iterator[Json]:
    """Every if/then in `item`, outermost first."""
    if isinstance(item, dict):
        if isinstance(item.get("if"), dict):
            yield item
        for key in ("allOf", "else", "then"):
            yield from _conditions(item.get(key))
    elif isinstance(item, list):
        for value in item:
            yield from _conditions(value)
