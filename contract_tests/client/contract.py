"""The contract as these tests read it, with the generated operation and model of each operation."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import jsonschema_rs
import portkey_integrations_api.api
import yaml
from portkey_integrations_api.types import Codec, Operation

ROOT = Path(__file__).resolve().parents[2]
CONTRACT_FILE = ROOT / "openapi.yaml"
CORPUS = sorted((ROOT / "contract_tests" / "corpus").glob("*.json"))
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DOCUMENT: dict[str, Any] = yaml.load(CONTRACT_FILE.read_bytes(), _LOADER)  # noqa: S506 - both are safe
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]


@functools.cache
def generated() -> Mapping[str, Operation[Any, Any]]:
    """The operations of the generated client by id."""
    package = portkey_integrations_api.api
    names = [
        module.name for module in walk_packages(package.__path__, f"{package.__name__}.") if not module.ispkg
    ]
    return {operation.id: operation for operation in (import_module(name).OPERATION for name in names)}


def contract_operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Method, path and definition of each operation of the contract."""
    for path, item in DOCUMENT["paths"].items():
        for method, definition in item.items():
            if method != "parameters":
                yield method.upper(), path, definition


OPERATIONS = {definition["operationId"]: definition for _, _, definition in contract_operations()}


def resolved(node: Any) -> Any:
    while "$ref" in node:
        target: Any = DOCUMENT
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def body_schema(operation: str, direction: str, status: int | None) -> dict[str, Any]:
    """The schema of a request body, or of an answer with a status."""
    definition = OPERATIONS[operation]
    holder = definition["requestBody"] if direction == "request" else definition["responses"][str(status)]
    schema: dict[str, Any] = resolved(holder)["content"]["application/json"]["schema"]
    return schema


def body_codec(operation: str, direction: str, status: int | None) -> Codec:
    """What the generated client reads and writes it with."""
    found = generated()[operation]
    if direction == "request":
        assert found.body is not None
        return found.body
    return found.answer if status == 200 else found.error


@functools.cache
def _validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        {**json.loads(schema), "components": DOCUMENT["components"]}, validate_formats=True
    )


def is_valid(schema: Mapping[str, Any], value: Any) -> bool:
    """Whether the contract accepts a value."""
    return _validator(json.dumps(schema)).is_valid(value)


def errors(schema: Mapping[str, Any], value: Any) -> list[str]:
    """Why the contract does not accept a value; empty where it does."""
    found = _validator(json.dumps(schema)).iter_errors(value)
    return [f"/{'/'.join(map(str, error.instance_path))}: {error.message}" for error in found]


@dataclass(frozen=True)
class Payload:
    """A real payload: what was sent or answered, by whom it is told and for which operation."""

    name: str
    operation: str
    direction: str
    status: int | None
    body: Any

    @property
    def schema(self) -> dict[str, Any]:
        return body_schema(self.operation, self.direction, self.status)

    @property
    def codec(self) -> Codec:
        return body_codec(self.operation, self.direction, self.status)

    def __str__(self) -> str:
        return self.name


def corpus() -> list[Payload]:
    payloads = []
    for file in CORPUS:
        told = json.loads(file.read_text(encoding="utf-8"))
        payloads.append(
            Payload(file.stem, *(told[name] for name in ("operation", "direction", "status", "body")))
        )
    return payloads


def examples() -> list[Payload]:
    """The contract's own examples, which are payloads like any other."""
    payloads = []
    for operation, definition in OPERATIONS.items():
        holders: list[tuple[str, int | None, Any]] = [("request", None, definition.get("requestBody", {}))]
        holders += [("response", int(status), one) for status, one in definition["responses"].items()]
        for direction, status, holder in holders:
            media = resolved(holder).get("content", {}).get("application/json", {})
            for name, example in media.get("examples", {}).items():
                label = f"{operation}.{status or 'request'}.{name}"
                payloads.append(Payload(label, operation, direction, status, example["value"]))
    return payloads
