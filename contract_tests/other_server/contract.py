"""What this server takes from the contract: routes, scopes, request schemas, and which fields are secret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

CONTRACT = Path(__file__).parents[2] / "openapi.yaml"
METHODS = ("get", "post", "put", "delete")


@dataclass(frozen=True)
class Route:
    """An operation: where it is, who may call it, and what its body is."""

    operation: str
    method: str
    template: tuple[str, ...]
    scopes: Mapping[str, tuple[str, ...]]
    body: str | None
    """The name of the schema of its body."""


class Contract:
    def __init__(self, file: Path = CONTRACT) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._document = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both are safe
        self.schemas: Mapping[str, Any] = self._document["components"]["schemas"]
        self.routes = tuple(self._read_routes())
        self.masks = dict(self._read_masks())
        self.camel_case: Mapping[str, str] = {
            name: one["x-configuration-field"]
            for schema in ("CreateVirtualKeyRequest", "VirtualKeyDeployment")
            for name, one in self.schemas[schema]["properties"].items()
            if "x-configuration-field" in one
        }
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}

    def error(self, schema: str, value: Any) -> str | None:
        """Where a value breaks a schema, without the value itself."""
        if schema not in self._validators:
            root = {"$ref": f"#/components/schemas/{schema}", "components": self._document["components"]}
            self._validators[schema] = jsonschema_rs.Draft202012Validator(root, validate_formats=True)
        first = next(iter(self._validators[schema].iter_errors(value)), None)
        return None if first is None else "/".join(str(part) for part in first.instance_path) or "(body)"

    def fields(self, schema: str) -> frozenset[str]:
        return frozenset(self.schemas[schema]["properties"])

    def known_configuration(self, provider: str) -> frozenset[str] | None:
        """The fields of a provider's configuration, or None where it is free-form."""
        named = [
            (branch["if"]["properties"]["ai_provider_id"]["const"], branch["then"]["properties"])
            for branch in _branches(self.schemas["CreateIntegrationRequest"])
        ]
        for name, properties in named:
            if name == provider:
                return self.fields(properties["configurations"]["$ref"].rsplit("/", 1)[1])
        return None

    def _read_routes(self) -> Iterator[Route]:
        for path, item in self._document["paths"].items():
            for method in METHODS:
                if method in item:
                    one = item[method]
                    content = one.get("requestBody", {}).get("content", {}).get("application/json")
                    yield Route(
                        one["operationId"],
                        method.upper(),
                        tuple(path.strip("/").split("/")),
                        {kind: tuple(names) for kind, names in one["x-required-scopes"].items()},
                        content["schema"]["$ref"].rsplit("/", 1)[1] if content else None,
                    )

    def _read_masks(self) -> Iterator[tuple[str, str]]:
        for schema in self.schemas.values():
            for name, one in schema.get("properties", {}).items():
                if isinstance(one, dict) and "x-masked-as" in one:
                    yield name, one["x-masked-as"]


def _branches(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    while "if" in schema:
        yield schema
        schema = schema.get("else", {})
