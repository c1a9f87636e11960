"""What every contender has to answer before it is measured: the same, but for what differs by nature."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import yaml

ROOT = Path(__file__).resolve().parents[2]
FIELDS: Mapping[str, Any] = {
    "name": "Integration {n}",
    "slug": "bench-{n}",
    "ai_provider_id": "openai",
    "key": "sk-bench-0123456789abcdef",
    "description": "One of many, for measuring",
    "configurations": {"openai_organization": "org-bench", "openai_project": "proj-bench"},
}
"""The integrations that there are, {n} being their numbers from 1 on."""
CREATE = json.dumps(dict(FIELDS) | {"name": "A new one", "slug": "{new}"})
UPDATE = json.dumps({"name": "Renamed", "description": "With another description"})
INVALID = json.dumps({name: value for name, value in FIELDS.items() if name != "name"} | {"slug": "{new}"})
_DIFFER = ("id", "organisation_id", "created_at", "last_updated_at")
_SECONDS = 30


def answers(url: str, key: str) -> dict[str, Any]:
    """What a server answers to each row's request: status and body, without what differs by nature."""
    return dict(_answers(url, key))


def _answers(url: str, key: str) -> Iterator[tuple[str, Any]]:
    headers = {"x-portkey-api-key": key, "content-type": "application/json"}
    with httpx.Client(base_url=url, headers=headers, trust_env=False, timeout=_SECONDS) as client:

        def told(method: str, path: str, body: str | None = None) -> Any:
            response = client.request(method, path, content=body)
            return {"status": response.status_code, "body": _comparable(response.json())}

        yield "retrieve", told("GET", "/integrations/bench-7")
        yield "list", told("GET", "/integrations?page_size=100")
        yield "page", told("GET", "/integrations?page_size=7&current_page=3")
        yield "validation", told("POST", "/integrations", INVALID.replace("{new}", "check-1"))
        yield "create", told("POST", "/integrations", CREATE.replace("{new}", "check-2"))
        yield "created", told("GET", "/integrations/check-2")
        yield "update", told("PUT", "/integrations/check-2", UPDATE)
        yield "updated", told("GET", "/integrations/check-2")
        yield "delete", told("DELETE", "/integrations/check-2")
        yield "deleted", told("GET", "/integrations/check-2")


def _comparable(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: type(item).__name__ if name in _DIFFER else _comparable(item)
            for name, item in value.items()
        }
    return [_comparable(item) for item in value] if isinstance(value, list) else value


def differences(found: Mapping[str, Any], expected: Mapping[str, Any]) -> list[str]:
    """In which answers a server differs from another, in a line each."""
    return [f"{name}: {found.get(name)!r}"[:300] for name in expected if found.get(name) != expected[name]]


def misfits(url: str, key: str) -> list[str]:
    """The same for a server that answers examples: what is not as the contract describes it."""
    contract = yaml.load(
        (ROOT / "openapi.yaml").read_bytes(),
        getattr(yaml, "CSafeLoader", yaml.SafeLoader),  # noqa: S506 - both are safe
    )
    schemas = {"retrieve": "IntegrationDetail", "list": "IntegrationList", "validation": "Error"}
    headers = {"x-portkey-api-key": key, "content-type": "application/json"}
    found = []
    with httpx.Client(base_url=url, headers=headers, trust_env=False, timeout=_SECONDS) as client:
        sent = {
            "retrieve": client.get("/integrations/bench-7"),
            "list": client.get("/integrations?page_size=100"),
            "validation": client.post("/integrations", content=INVALID),
            "create": client.post("/integrations", content=CREATE.replace("{new}", "check-2")),
            "update": client.put("/integrations/bench-7", content=UPDATE),
        }
    for name, response in sent.items():
        if response.status_code != (400 if name == "validation" else 200):
            found.append(f"{name}: status {response.status_code}")
        elif name in schemas:
            schema = {"$ref": f"#/components/schemas/{schemas[name]}", "components": contract["components"]}
            if not jsonschema_rs.is_valid(schema, response.json()):
                found.append(f"{name}: not as the contract describes it")
    return found
