"""Checks `openapi.yaml`: what an OpenAPI validator says of it, and what this project asks beyond that.

    python codegen/check_contract.py [FILE]

Each problem is one line, `openapi.yaml:LINE: /json/pointer: what is wrong`; exit code 1 where there is any.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

ROOT = Path(__file__).resolve().parent.parent
METHODS = ("get", "post", "put", "delete", "patch", "head", "options", "trace")
ALWAYS = {"200", "400", "401", "402", "403", "404", "429", "500"}
WITH_BODY = {"413", "415"}
FEWEST_REQUIREMENTS = 60
LEVELS = {"MUST", "SHOULD"}
EVIDENCE = {"L", "S", "C", "D"}
Pointer = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """Something that is wrong, and where."""

    pointer: Pointer
    statement: str


@dataclass
class Document:
    """The contract with the line of every node."""

    value: Any
    lines: dict[Pointer, int] = field(default_factory=dict)
    twice: list[Pointer] = field(default_factory=list)
    """Names that an object has twice, of which YAML readers silently take the last."""

    def line(self, pointer: Pointer) -> int:
        """The line of a node, or of the nearest one around it."""
        while pointer and pointer not in self.lines:
            pointer = pointer[:-1]
        return self.lines.get(pointer, 1)

    def resolved(self, node: Any) -> Any:
        """What a local reference points at; anything else is given back."""
        while isinstance(node, Mapping) and "$ref" in node:
            node = self.at(node["$ref"])
        return node

    def at(self, reference: str) -> Any:
        """The node of a local reference; raises LookupError where there is none."""
        node = self.value
        for part in reference.removeprefix("#/").split("/"):
            node = node[part.replace("~1", "/").replace("~0", "~")]
        return node


def read(path: Path) -> Document:
    """Raises yaml.YAMLError for text that is not YAML."""
    text = path.read_text(encoding="utf-8")
    document = Document(yaml.safe_load(text))
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is not None:
        _note_lines(root, (), document)
    return document


def problems(document: Document) -> Iterator[Problem]:
    """All that is wrong; what the validator finds comes alone, since the rest relies on it."""
    if not isinstance(document.value, dict):
        yield Problem((), "is not an object")
        return
    yield from (Problem(pointer, "is there twice") for pointer in document.twice)
    dangling = list(_dangling_references(document, document.value, ()))
    if dangling:
        yield from dangling
        return
    invalid = [
        Problem(tuple(error.absolute_path), _short(error.message.partition("\n\nFailed")[0]))
        for error in OpenAPIV31SpecValidator(document.value).iter_errors()
    ]
    if invalid:
        yield from invalid
        return
    yield from _operations(document)
    yield from _requirements(document)
    yield from _examples(document, document.value, ())
    yield from _secrets(document)


def _operations(document: Document) -> Iterator[Problem]:
    operations = {
        operation["operationId"]: operation
        for _, operation in _each_operation(document)
        if "operationId" in operation
    }
    for pointer, operation in _each_operation(document):
        for name in ("operationId", "summary", "description", "x-required-scopes", "tags"):
            if not operation.get(name):
                yield Problem(pointer, f"has no {name}")
        if not operation.get("security", document.value.get("security")):
            yield Problem(pointer, "has no security")
        wanted = ALWAYS | (WITH_BODY if "requestBody" in operation else set())
        for status in sorted(wanted - set(operation["responses"])):
            yield Problem((*pointer, "responses"), f"does not document the status {status}")
        for status, response in operation["responses"].items():
            place = (*pointer, "responses", status)
            response = document.resolved(response)
            schema = response.get("content", {}).get("application/json", {}).get("schema")
            if schema is None:
                yield Problem(place, "has no JSON body")
            elif not status.startswith("2") and schema.get("$ref") != "#/components/schemas/Error":
                yield Problem(place, "has another body than the Error")
            for name, link in response.get("links", {}).items():
                target = operations.get(link.get("operationId"))
                if target is None:
                    yield Problem((*place, "links", name), "leads to no operation of this contract")


def _requirements(document: Document) -> Iterator[Problem]:
    families = {family["code"] for family in document.value.get("x-requirement-families", [])}
    places = [((), document.value), *_each_operation(document)]
    seen: dict[str, Any] = {}
    for pointer, owner in places:
        for index, requirement in enumerate(owner.get("x-requirements", [])):
            place = (*pointer, "x-requirements", index)
            missing = {"id", "level", "statement", "evidence"} - set(requirement)
            if missing:
                yield Problem(place, f"has no {' and no '.join(sorted(missing))}")
                continue
            name = requirement["id"]
            if not re.fullmatch(r"[A-Z]{3}-\d{3}", name) or name[:3] not in families:
                yield Problem(place, f"{name} is not a number of a family")
            if requirement["level"] not in LEVELS:
                yield Problem(place, f"{name} has a level that is neither MUST nor SHOULD")
            if requirement["evidence"] not in EVIDENCE:
                yield Problem(place, f"{name} has evidence that is none of L, S, C and D")
            if not requirement["statement"].rstrip().endswith("."):
                yield Problem(place, f"{name} is not a sentence")
            if seen.setdefault(name, requirement) != requirement:
                yield Problem(place, f"{name} is said in two ways")
    if len(seen) < FEWEST_REQUIREMENTS:
        yield Problem(("x-requirements",), f"{len(seen)} requirements are fewer than {FEWEST_REQUIREMENTS}")


def _examples(document: Document, node: Any, pointer: Pointer) -> Iterator[Problem]:
    """Examples that do not fit the schema beside them."""
    if isinstance(node, dict):
        if "schema" in node:
            validator = jsonschema_rs.Draft202012Validator(
                {**node["schema"], "components": document.value["components"]}, validate_formats=True
            )
            named = {
                name: document.resolved(one).get("value") for name, one in node.get("examples", {}).items()
            }
            for name, value in {**named, **({"": node["example"]} if "example" in node else {})}.items():
                place = (*pointer, "examples", name, "value") if name else (*pointer, "example")
                for error in validator.iter_errors(value):
                    yield Problem((*place, *error.instance_path), _short(error.message))
            if "application/json" in pointer and not named:
                yield Problem(pointer, "has no example")
        for name, value in node.items():
            if name not in ("example", "examples", "schema", "schemas"):
                yield from _examples(document, value, (*pointer, name))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _examples(document, value, (*pointer, index))


def _secrets(document: Document) -> Iterator[Problem]:
    """A secret is `writeOnly` and has a mask that is `readOnly`."""
    fields = list(_each_property(document))
    masks = {name for _, name, schema in fields if schema.get("readOnly")}
    for pointer, name, schema in fields:
        if bool(schema.get("writeOnly")) != ("x-masked-as" in schema):
            yield Problem(pointer, f"{name} is writeOnly without x-masked-as, or the reverse")
        elif "x-masked-as" in schema and schema["x-masked-as"] not in masks:
            yield Problem(pointer, f"no answer has the mask {schema['x-masked-as']}, readOnly")


def _each_operation(document: Document) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    for path, item in document.value["paths"].items():
        for method in METHODS:
            if method in item:
                yield ("paths", path, method), item[method]


def _each_property(document: Document) -> Iterator[tuple[Pointer, str, dict[str, Any]]]:
    for component, schema in document.value["components"]["schemas"].items():
        for name, one in schema.get("properties", {}).items():
            yield ("components", "schemas", component, "properties", name), name, one


def _dangling_references(document: Document, node: Any, pointer: Pointer) -> Iterator[Problem]:
    if isinstance(node, dict):
        if isinstance(reference := node.get("$ref"), str):
            try:
                document.at(reference)
            except (LookupError, TypeError):
                yield Problem((*pointer, "$ref"), f"{reference} is not there")
        for name, value in node.items():
            yield from _dangling_references(document, value, (*pointer, name))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _dangling_references(document, value, (*pointer, index))


def _note_lines(node: yaml.Node, pointer: Pointer, document: Document) -> None:
    document.lines.setdefault(pointer, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            place = (*pointer, key.value)
            if place in document.lines:
                document.twice.append(place)
            document.lines[place] = key.start_mark.line + 1
            _note_lines(value, place, document)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _note_lines(value, (*pointer, index), document)


def _short(message: str, limit: int = 200) -> str:
    line = " ".join(message.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _written(pointer: Pointer) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in pointer) or "/"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, nargs="?", default=ROOT / "openapi.yaml")
    path: Path = parser.parse_args().file
    try:
        document = read(path)
    except OSError as error:
        print(f"{path}: {error.strerror}")
        return 1
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        print(f"{path.name}:{mark.line + 1 if mark else 1}: this is not YAML: {error.problem}")
        return 1
    found = list(problems(document))
    for problem in found:
        line = document.line(problem.pointer)
        print(f"{path.name}:{line}: {_written(problem.pointer)}: {problem.statement}")
    if not found:
        print(f"{path.name} is valid")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
