"""The contract as the suite reads it: operations, requirements, secret fields and validators.

Everything here is derived from ``openapi.yaml``; the suite holds no second copy of a path, a schema or a
status code.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import yaml

METHODS = ("get", "post", "put", "patch", "delete")
JSON = "application/json"
KEPT = ("_configuration", "_component_validator", "_request_validator", "_response_validator")
"""Methods of the contract whose answers are kept."""


@dataclass(frozen=True)
class Requirement:
    """One statement of the contract that a check decides."""

    id: str
    level: str
    statement: str
    evidence: str
    operations: tuple[str, ...]
    """The operations it binds; empty means every one."""

    @property
    def family(self) -> str:
        return self.id.split("-", 1)[0]

    @property
    def is_must(self) -> bool:
        return self.level == "MUST"


@dataclass(frozen=True)
class SchemaError:
    """Where and how a JSON value departs from its schema."""

    location: str
    """A JSON pointer into the value; empty is the value itself."""
    keyword: str
    message: str

    def __str__(self) -> str:
        return f"{self.location or 'the body'}: {self.message}"


@dataclass(frozen=True)
class Operation:
    """One operation: how to address it and what it may answer."""

    id: str
    method: str
    path: str
    definition: Mapping[str, Any] = field(repr=False)
    parameters: tuple[Mapping[str, Any], ...] = field(repr=False)

    @property
    def statuses(self) -> frozenset[str]:
        return frozenset(str(status) for status in self.definition["responses"])

    @property
    def has_body(self) -> bool:
        return "requestBody" in self.definition

    def documents(self, status: int) -> bool:
        """True if the contract names this status, exactly or by class."""
        return not self.statuses.isdisjoint({str(status), f"{status // 100}XX", "default"})

    def url_path(self, **path: str) -> str:
        """The path with its parameters filled in, percent-encoded."""
        return re.sub(r"\{(\w+)\}", lambda found: quote(path[found[1]], safe=""), self.path)


class Contract:
    """``openapi.yaml``, read once."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.version = str(document["info"]["version"])
        self.operations = {operation.id: operation for operation in self._read_operations()}
        self.families: dict[str, str] = {
            family["code"]: family["title"] for family in document.get("x-requirement-families", [])
        }
        self.requirements = {requirement.id: requirement for requirement in self._read_requirements()}
        self.masks = dict(self._read_masks())
        """Each secret field's name and the name of the mask that is answered in its place."""
        self._parts: dict[int, jsonschema_rs.Draft202012Validator] = {}
        for derived in KEPT:  # for as long as this object, and not for that of the process
            setattr(self, derived, functools.cache(getattr(self, derived)))
        self._routes = [
            (operation, re.compile(re.sub(r"\\{\w+\\}", "([^/]*)", re.escape(operation.path)) + "$"))
            for operation in self.operations.values()
        ]

    @classmethod
    def load(cls, path: Path | None = None) -> Contract:
        """Read the contract as installed, or at the root of the checkout."""
        text = (path or contract_path()).read_text(encoding="utf-8")
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        return cls(yaml.load(text, Loader=loader))  # noqa: S506 - both are the safe loader

    def resolve(self, node: Any) -> Any:
        """Follow a local ``$ref``; anything else is given back."""
        while isinstance(node, Mapping) and "$ref" in node:
            target: Any = self.document
            for part in str(node["$ref"]).removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def operation_at(self, method: str, path: str) -> Operation | None:
        """The operation that a request line reaches; ``path`` is relative to the base URL, still encoded."""
        for operation, pattern in self._routes:
            if operation.method == method.upper() and pattern.match(path):
                return operation
        return None

    def binding(self, requirement: Requirement) -> list[Operation]:
        """The operations that a requirement binds."""
        if not requirement.operations:
            return list(self.operations.values())
        return [self.operations[name] for name in requirement.operations]

    def request_errors(self, operation: Operation, body: Any) -> list[SchemaError]:
        """Where a request body departs from the contract; empty if it is valid."""
        validator = self._request_validator(operation.id)
        return [] if validator is None else _errors(validator, body)

    def refusal_errors(self, operation: Operation, body: Any) -> list[SchemaError]:
        """Why a server must refuse a request body; empty if it may take it.

        Where the contract is stricter than any source of the API, a server may go on taking what it takes.
        """
        return [one for one in self.request_errors(operation, body) if not _is_our_own(one)]

    def response_errors(self, operation: Operation, status: int, body: Any) -> list[SchemaError]:
        """Where an answer's body departs from the schema of its status; empty if none is given."""
        validator = self._response_validator(operation.id, status)
        return [] if validator is None else _errors(validator, body)

    def response_schema(self, operation: Operation, status: int) -> Mapping[str, Any] | None:
        """The schema of an answer with this status, named exactly or by class; None if there is none."""
        by_text = {str(key): value for key, value in operation.definition["responses"].items()}
        for key in (str(status), f"{status // 100}XX", "default"):
            if key in by_text:
                content = self.resolve(by_text[key]).get("content", {})
                schema: Mapping[str, Any] | None = content.get(JSON, {}).get("schema")
                return schema
        return None

    def component_errors(self, name: str, body: Any) -> list[SchemaError]:
        """Where a JSON value departs from the named component schema."""
        return _errors(self._component_validator(name), body)

    def is_valid(self, schema: Mapping[str, Any], value: Any) -> bool:
        """Whether a JSON value satisfies a schema that is part of the contract."""
        validator = self._parts.get(id(schema))
        if validator is None:
            validator = self._parts[id(schema)] = self._validator(schema)
        return validator.is_valid(value)

    def configured_providers(self) -> list[str]:
        """The providers that the contract describes a configuration of, in its order."""
        found: list[str] = []
        node = self.document["components"]["schemas"].get("CreateIntegrationRequest", {})
        while "if" in node:
            tested = node["if"]["properties"].get("ai_provider_id", {})
            found += tested.get("enum", [tested["const"]] if "const" in tested else [])
            node = node.get("else", {})
        return found

    def configuration_fields(self, provider: str) -> frozenset[str] | None:
        """The fields that the contract knows of a provider's configuration; None if it knows no such one."""
        schema = self._configuration(provider)
        return None if schema is None else frozenset(schema.get("properties", {}))

    def configuration_required(self, provider: str) -> frozenset[str]:
        """The fields that a provider's configuration always has, whatever its mode of authentication."""
        return frozenset((self._configuration(provider) or {}).get("required", ()))

    def configuration_schema(self, provider: str, field: str) -> Mapping[str, Any]:
        """The schema of one field of a provider's configuration; empty if the contract knows none."""
        schema: Mapping[str, Any] = ((self._configuration(provider) or {}).get("properties", {})).get(
            field, {}
        )
        return schema

    def configuration_holds(self, provider: str, configurations: Any) -> bool:
        """Whether a configuration could be created for a provider as it is."""
        creation = self.operations.get("createIntegration")
        body = {"name": "any", "ai_provider_id": provider, "key": "any", "configurations": configurations}
        return creation is not None and not self.request_errors(creation, body)

    def _configuration(self, provider: str) -> Mapping[str, Any] | None:
        node = self.document["components"]["schemas"].get("CreateIntegrationRequest", {})
        while "if" in node:
            tested = node["if"]["properties"].get("ai_provider_id", {})
            if provider in tested.get("enum", [tested.get("const")]):
                chosen = node["then"].get("properties", {}).get("configurations", {})
                found: Mapping[str, Any] = self.resolve(chosen)
                return found
            node = node.get("else", {})
        return None

    def request_schema(self, operation: Operation) -> Mapping[str, Any]:
        """The schema of an operation's JSON body; empty if it takes none."""
        body = self.resolve(operation.definition.get("requestBody", {}))
        schema: Mapping[str, Any] = self.resolve(body.get("content", {}).get(JSON, {}).get("schema", {}))
        return schema

    def described(self, schema: Mapping[str, Any], value: Any) -> Any:
        """``value`` without the properties that a schema does not describe: a server may drop those."""
        schemas = list(self.alternatives(schema))
        if isinstance(value, list):
            items = [one["items"] for one in schemas if "items" in one]
            return [self.described({"anyOf": items}, one) for one in value] if items else value
        if not isinstance(value, Mapping):
            return value
        open_to = [one["additionalProperties"] for one in schemas if one.get("additionalProperties")]
        kept = {}
        for name, one in value.items():
            known = [each["properties"][name] for each in schemas if name in each.get("properties", {})]
            further = known or [rest for rest in open_to if isinstance(rest, Mapping)]
            if further:
                kept[name] = self.described({"anyOf": further}, one)
            elif open_to:
                kept[name] = one
        return kept

    def alternatives(self, schema: Any) -> Iterator[Mapping[str, Any]]:
        """A schema and all that it combines, each with its references followed."""
        schema = self.resolve(schema)
        if isinstance(schema, Mapping):
            yield schema
            for keyword in ("allOf", "anyOf", "oneOf"):
                for one in schema.get(keyword, ()):
                    yield from self.alternatives(one)

    def request_examples(self, operation: Operation) -> dict[str, Any]:
        """The contract's own example bodies of an operation, by name."""
        content = self.resolve(operation.definition.get("requestBody", {})).get("content", {})
        media = content.get(JSON, {})
        examples = {
            name: self.resolve(example)["value"] for name, example in media.get("examples", {}).items()
        }
        return examples | ({"example": media["example"]} if "example" in media else {})

    def _component_validator(self, name: str) -> jsonschema_rs.Draft202012Validator:
        return self._validator({"$ref": f"#/components/schemas/{name}"})

    def _request_validator(self, operation_id: str) -> jsonschema_rs.Draft202012Validator | None:
        body = self.resolve(self.operations[operation_id].definition.get("requestBody", {}))
        schema = body.get("content", {}).get(JSON, {}).get("schema")
        return None if schema is None else self._validator(schema)

    def _response_validator(
        self, operation_id: str, status: int
    ) -> jsonschema_rs.Draft202012Validator | None:
        schema = self.response_schema(self.operations[operation_id], status)
        return None if schema is None else self._validator(schema)

    def _validator(self, schema: Mapping[str, Any]) -> jsonschema_rs.Draft202012Validator:
        rooted = {**schema, "components": self.document["components"]}
        return jsonschema_rs.Draft202012Validator(rooted, validate_formats=True)

    def _read_operations(self) -> Iterator[Operation]:
        for path, item in self.document["paths"].items():
            shared = item.get("parameters", [])
            for method in METHODS:
                if method in item:
                    parameters = [self.resolve(one) for one in (*shared, *item[method].get("parameters", []))]
                    yield Operation(
                        item[method]["operationId"], method.upper(), path, item[method], tuple(parameters)
                    )

    def _read_requirements(self) -> Iterator[Requirement]:
        found: dict[str, Requirement] = {}
        everywhere: list[tuple[tuple[str, ...], Mapping[str, Any]]] = [
            ((), entry) for entry in self.document.get("x-requirements", [])
        ]
        for operation in self.operations.values():
            everywhere += [
                ((operation.id,), entry) for entry in operation.definition.get("x-requirements", [])
            ]
        for operations, entry in everywhere:
            known = found.get(entry["id"])
            found[entry["id"]] = Requirement(
                entry["id"],
                entry["level"],
                " ".join(str(entry["statement"]).split()),
                str(entry.get("evidence", "")),
                (*known.operations, *operations) if known else operations,
            )
        order = list(self.families)
        yield from sorted(found.values(), key=lambda one: (_position(one.family, order), one.id))

    def _read_masks(self) -> Iterator[tuple[str, str]]:
        for node in _mappings(self.document["components"]):
            properties = node.get("properties")
            if isinstance(properties, Mapping):
                for name, schema in properties.items():
                    if isinstance(schema, Mapping) and "x-masked-as" in schema:
                        yield name, str(schema["x-masked-as"])


def contract_path() -> Path:
    """Where ``openapi.yaml`` is: in a folder of its own where installed, at the root in a checkout."""
    here = Path(__file__).resolve()
    installed = here.parents[1] / "portkey_integrations_contract" / "openapi.yaml"
    return installed if installed.exists() else here.parents[2] / "openapi.yaml"


def _position(code: str, order: list[str]) -> int:
    return order.index(code) if code in order else len(order)


def _mappings(node: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(node, Mapping):
        yield node
        for value in node.values():
            yield from _mappings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _mappings(value)


def _errors(validator: jsonschema_rs.Draft202012Validator, body: Any) -> list[SchemaError]:
    return [
        SchemaError(_pointer(error.instance_path), error.kind.name, _short(error.message))
        for error in validator.iter_errors(body)
    ]


def _pointer(path: Iterable[str | int]) -> str:
    return "".join(f"/{part}" for part in path)


def _is_our_own(error: SchemaError) -> bool:
    """Whether no source says so: that a text is not empty, and what prices and rates must have."""
    place = error.location
    return (
        error.keyword == "minLength"
        or (error.keyword == "minimum" and place.endswith("/price"))
        or (error.keyword == "required" and ("/pricing_config" in place or "/rate_limits" in place))
    )


def _short(message: str, limit: int = 300) -> str:
    return message if len(message) <= limit else message[: limit - 1] + "…"
