"""Derives `docs/state.schema.json`, the JSON Schema of a state file, from `openapi.yaml`.

    python codegen/state_schema.py           write it
    python codegen/state_schema.py --check   compare only; exit code 1 where it differs

A state file is what `portkey-integrations export` writes and `apply` reads. Its integrations have the fields
of CreateIntegrationRequest, with their models and workspaces beside them, and differ in this:

- a secret is a reference to where it is kept (`x-masked-as` names the field of an answer that masks it);
- what no answer shows is used when something is made and not compared (`x-only-when-made`);
- times are left out, and so is what is an action and not a state;
- what is left out is null, and null is not written (`x-null-clears` says where the API takes null);
- objects are closed, so that a misspelt field is told, but for those that the contract says are free-form.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import yaml
from expressions import branches

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docs" / "state.schema.json"
ACTIONS = {"reset_usage"}
UUID = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
REFERENCE = {
    "description": "Where a secret is kept: an environment variable, or a file beside this one.",
    "type": "object",
    "oneOf": [
        {
            "required": ["env"],
            "properties": {"env": {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$"}},
        },
        {"required": ["file"], "properties": {"file": {"type": "string", "minLength": 1}}},
    ],
    "properties": {"env": True, "file": True},
    "additionalProperties": False,
}
KEPT = (
    "type", "description", "enum", "const", "pattern", "minLength", "maxLength", "minimum", "maximum",
    "minItems", "maxItems", "required", "default",
)  # fmt: skip


def state_schema(contract: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema of a state file."""
    return _Reader(contract).state()


class _Reader:
    def __init__(self, contract: dict[str, Any]) -> None:
        self._schemas: dict[str, Any] = contract["components"]["schemas"]
        self._defs: dict[str, Any] = {}

    def state(self) -> dict[str, Any]:
        integration = self._object("CreateIntegrationRequest", "IntegrationDetail")
        access = self._object("UpdateIntegrationWorkspacesRequest", "IntegrationWorkspaceList")
        models = self._object("UpdateIntegrationModelsRequest", "IntegrationModelList")
        grant = self._object("WorkspaceAccessUpdate", "WorkspaceAccess")
        grant["properties"]["id"] = {
            "type": "string",
            "minLength": 1,
            "not": {"pattern": UUID},
            "description": "The workspace's slug. The API answers slugs, so an id could not be compared.",
        }
        self._defs |= {"Integration": integration, "WorkspaceAccessUpdate": grant}
        integration["required"] = ["slug", *integration["required"]]
        integration["x-configurations"] = self._configurations()
        integration["properties"]["configurations"] = {"type": "object"}  # the conditions say which
        integration["properties"] = {"slug": integration["properties"]["slug"]} | integration["properties"]
        for part, names in (
            (models, ("allow_all_models", "models")),
            (access, ("global_workspace_access", "workspaces")),
        ):
            integration["properties"] |= {name: part["properties"][name] for name in names}
        integration["properties"]["allow_all_models"]["default"] = True  # RET-006
        for flag in ("is_custom", "is_finetune"):  # a model that says neither is a built-in one
            self._defs["IntegrationModelUpdate"]["properties"][flag]["default"] = False
        defs = dict(sorted(self._defs.items()))
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Integrations of an organisation, for portkey-integrations export, plan and apply",
            "type": "object",
            "required": ["version", "integrations"],
            "additionalProperties": False,
            "properties": {
                "version": {"const": 1, "description": "The version of this form."},
                "integrations": {"type": "array", "items": {"$ref": "#/$defs/Integration"}},
            },
            "$defs": {**defs, "Secret": REFERENCE},
        }

    def _object(self, name: str, answer: str | None = None) -> dict[str, Any]:
        """A schema of the contract as an object of a state file; `answer` is the schema that shows it."""
        schema = self._schemas[name]
        made: dict[str, Any] = {one: schema[one] for one in KEPT if one in schema}
        made |= {
            one: self._read(schema[one]) for one in ("not", "if", "then", "else", "anyOf") if one in schema
        }
        shown = self._schemas[answer]["properties"] if answer else None
        if "properties" in schema:
            made["properties"] = {}
            for field, definition in schema["properties"].items():
                if field in ACTIONS or definition.get("format") == "date-time":
                    continue
                made["properties"][field] = self._read(definition)
                if shown is not None and field not in shown and "x-masked-as" not in definition:
                    made["properties"][field]["x-only-when-made"] = True
        if "type" in schema and schema["type"] == "object":
            extra = schema.get("additionalProperties", False)
            made["additionalProperties"] = self._read(extra) if isinstance(extra, dict) else extra
        return made

    def _read(self, node: Any) -> Any:
        """A definition or a condition, with references that stay within the file."""
        if isinstance(node, list):
            return [self._read(one) for one in node]
        if not isinstance(node, dict):
            return node
        if "x-masked-as" in node:
            return self._secret(node)
        node = _without_null(node)
        read = {
            name: {key: self._read(one) for key, one in value.items()}
            if name == "properties"
            else self._read(value)
            for name, value in node.items()
            if name not in ("$ref", "example", "writeOnly", "readOnly")
            and (name == "x-null-clears" or not name.startswith("x-"))
        }
        if "$ref" in node:
            name = node["$ref"].rpartition("/")[2]
            if name not in self._defs:
                self._defs[name] = {}  # what refers to itself finds it
                self._defs[name] = self._object(name)
            read["$ref"] = f"#/$defs/{name}"
        return read

    def _secret(self, node: dict[str, Any]) -> dict[str, Any]:
        """References in place of a text, of each text of a map, or of the JSON of an object."""
        target: dict[str, Any] = self._schemas[node["$ref"].rpartition("/")[2]] if "$ref" in node else node
        reference = {"$ref": "#/$defs/Secret"}
        about = {"x-masked-as": node["x-masked-as"]}
        if isinstance(target.get("additionalProperties"), dict):
            return {"type": "object", "additionalProperties": reference, **about}
        if target["type"] == "object":
            return {**reference, **about, "description": "The secret is JSON.", "x-json": True}
        return {**reference, **about}

    def _configurations(self) -> dict[str, str]:
        """The definition of the configuration of each provider, as the conditions choose it."""
        return {
            provider: branch["properties"]["configurations"]["$ref"].rpartition("/")[2]
            for _, provider, branch in branches(self._schemas["CreateIntegrationRequest"])
        }


def _without_null(node: dict[str, Any]) -> dict[str, Any]:
    """A definition without null, which a state file does not need: what is left out is null already."""
    if isinstance(node.get("type"), list):
        (kind,) = (one for one in node["type"] if one != "null")
        return {**node, "type": kind, "x-null-clears": True}
    if {"type": "null"} in node.get("anyOf", []):
        kept: dict[str, Any]
        (kept,) = (one for one in node["anyOf"] if one != {"type": "null"})
        return (
            {name: value for name, value in node.items() if name != "anyOf"} | kept | {"x-null-clears": True}
        )
    return node


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare only")
    options = parser.parse_args()
    contract = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
    text = json.dumps(state_schema(contract), indent=1, ensure_ascii=False) + "\n"
    if not options.check:
        FILE.write_text(text, encoding="utf-8")
        return 0
    if not FILE.exists() or FILE.read_text(encoding="utf-8") != text:
        print(f"{FILE.name} is not what openapi.yaml yields. To mend it, run: make generate")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
