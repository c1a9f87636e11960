"""State files: read with the line of all that is wrong in them, written so that every reader agrees."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

from ..commands.options import secret_at
from ..errors import ConfigurationError, InvalidArgumentError
from .form import Json, Place, Wanted, integration_form, schema, shaped, spelled

LARGEST = 64 << 20
MOST_VALUES = 4_000_000
"""Values after aliases are followed; what names itself over and over is larger."""
_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER = r"[-+]?(0|[1-9][0-9]*)|[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?|[-+]?[0-9]+[eE][-+]?[0-9]+"


class StateError(ConfigurationError):
    """A state file cannot be used; the message has a line for each reason."""


class _Loader(_BASE):  # type: ignore[misc]
    """YAML 1.2's reading of plain words: `no`, `12:30` and `2026-01-01` are texts."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own way


for _tag, _words, _first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("merge", "<<", "<"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_words})$"), list(_first))
for _tag, _words in (("int", "[-+]?(0|[1-9][0-9]*)"), ("float", _NUMBER)):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_words})$"), list("-+.0123456789")
    )


class _Dumper(yaml.SafeDumper):
    """Quotes texts that another reader takes for a number, and repeats what is the same."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    quoted = "'" if re.fullmatch("[-+]?[0-9.][0-9:_.eExXoO+-]*", text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=quoted)


_Dumper.add_representer(str, _text)


def written(integrations: list[Json], heading: list[str]) -> str:
    """A state file, with comment lines before it."""
    lines = [f"# {line}".rstrip() for line in heading]
    items = yaml.dump(
        integrations, Dumper=_Dumper, default_flow_style=None, sort_keys=False, allow_unicode=True, width=110
    )
    body = f"integrations:\n{items}" if integrations else "integrations: []\n"
    return "\n".join([*lines, "version: 1", body])


def read(file: Path, *, with_secrets: bool = True) -> list[Json]:
    """The integrations of a state file, shaped, each secret as Wanted.

    Raises:
        StateError: The file cannot be read, is not of the form, or refers to a secret that is not there.
    """
    try:
        with file.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise StateError(f"{file}: larger than {LARGEST >> 20} MiB")
        loader = _Loader(raw)
        root = loader.get_single_node()
        problems = list(_structure(root))
        state = loader.construct_document(root) if root is not None and not problems else None
    except OSError as error:
        raise StateError(f"{file}: cannot be read: {error.strerror}") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise StateError(f"{file}:{line}: {error.problem}") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        said = "nested too deep" if isinstance(error, RecursionError) else "it is not text in UTF-8"
        raise StateError(f"{file}: {said}") from None
    integrations: list[Json] = []
    if not problems:
        problems = list(_form(state))
        wrong = {place[1] for place, _ in problems if len(place) > 1}
        problems += _names(state)
        for index, one in enumerate(state.get("integrations", []) if isinstance(state, dict) else []):
            if index not in wrong:
                at = ("integrations", index)
                integrations.append(_with_secrets(one, at, file.parent, with_secrets, problems))
    if problems:
        told = sorted(
            {(_line(root, place), f"{spelled(place)}: {said}".lstrip(": ")) for place, said in problems}
        )
        raise StateError("\n".join(f"{file}:{line}: {said}" for line, said in told))
    return integrations


def _structure(root: yaml.Node | None) -> Iterator[tuple[Place, str]]:
    """What YAML lets pass and we do not: no content, aliases that grow, a key given twice."""
    if root is None:
        yield (), "the file is empty"
        return
    sizes: dict[int, int] = {}

    def size(node: yaml.Node, at: Place) -> Iterator[tuple[Place, str]]:
        sizes[id(node)] = MOST_VALUES + 1  # while it is open: an alias to what holds it never ends
        total = 1
        for child, place in _steps(node, at):
            if id(child) not in sizes:
                yield from size(child, place)
            total += sizes[id(child)]
        sizes[id(node)] = total
        if isinstance(node, yaml.MappingNode):
            keys = Counter(key.value for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge")
            yield from (((*at, key), "given twice") for key, count in keys.items() if count > 1)

    yield from size(root, ())
    if sizes[id(root)] > MOST_VALUES:
        yield (), f"its aliases make more than {MOST_VALUES} values of it"


def _steps(node: yaml.Node, at: Place) -> Iterator[tuple[yaml.Node, Place]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((value, (*at, str(key.value))) for key, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        yield from ((one, (*at, index)) for index, one in enumerate(node.value))


def _line(root: yaml.Node | None, place: Place) -> int:
    """The line of a place, or of the nearest thing around it that the file itself has."""
    line, node = 1, root
    for step in place:
        found = None
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            found = (node.value[step], node.value[step])
        elif isinstance(node, yaml.MappingNode):
            found = next((pair for pair in reversed(node.value) if pair[0].value == step), None)
        if found is None:
            break
        line, node = found[0].start_mark.line + 1, found[1]
    return line


def _form(state: Any) -> Iterator[tuple[Place, str]]:
    """Where a state is not of the form, without the values, one of which may be a secret by mistake."""
    for error in jsonschema_rs.Draft202012Validator(schema(), mask="it").iter_errors(state):
        place, path = tuple(error.instance_path), list(error.schema_path)
        if "Secret" in path:
            yield place, "must be {env: NAME} or {file: PATH}: the secret itself does not belong in the file"
            continue
        holder: Any = schema()
        for step in path[:-1]:
            holder = holder[step]
        said = error.message
        if isinstance(error.kind, jsonschema_rs.ValidationErrorKind.AdditionalProperties):
            yield from (((*place, name), "there is no such field") for name in error.kind.unexpected)
            continue
        match path[-1]:
            case "anyOf":
                said = "its credentials are not complete. " + " ".join(
                    one["description"] for one in holder["anyOf"]
                )
            case "not":
                said = f"not allowed. {holder['description']}"
        yield place, said


def _names(state: Any) -> Iterator[tuple[Place, str]]:
    """What is named twice in one list."""
    integrations = state.get("integrations", []) if isinstance(state, dict) else []
    yield from _repeated(integrations, ("integrations",), "slug")
    for index, one in enumerate(integrations if isinstance(integrations, list) else []):
        for name, key in (("models", "slug"), ("workspaces", "id")):
            yield from _repeated(
                one.get(name) if isinstance(one, dict) else [], ("integrations", index, name), key
            )


def _repeated(items: Any, at: Place, key: str) -> Iterator[tuple[Place, str]]:
    seen: set[str] = set()
    for index, item in enumerate(items if isinstance(items, list) else []):
        name = item.get(key) if isinstance(item, Mapping) else None
        if isinstance(name, str):
            if name in seen:
                yield (*at, index, key), f"{name} is there already"
            seen.add(name)


def _with_secrets(
    integration: Json, at: Place, folder: Path, with_secrets: bool, problems: list[tuple[Place, str]]
) -> Json:
    def wanted(reference: Any, is_json: bool, place: Place) -> Any:
        text = None
        try:
            text = secret_at(**reference, folder=folder) if with_secrets else None
            if text and is_json and not isinstance(json.loads(text), dict):
                raise ValueError
        except InvalidArgumentError as error:
            problems.append((place, str(error)))
        except (ValueError, RecursionError):
            problems.append((place, "what is kept there must be a JSON object"))
        return Wanted(text, is_json)

    def secret(name: str, field: Json, holder: Json, place: Place) -> Any:
        found = holder.get(name)
        if found and "$ref" not in field:
            return {one: wanted(each, False, (*place, one)) for one, each in sorted(found.items())}
        return found and wanted(found, "x-json" in field, place)

    form = integration_form(integration["ai_provider_id"])
    made: Json = shaped(integration, form, secret, [], at)
    return made
