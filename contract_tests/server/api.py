"""A caller of the server that holds every answer against the contract."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import yaml

ROOT = Path(__file__).resolve().parents[2]
LONG_SECRET = "sk-canary-7f3e9a-0123456789-tail"


class Api:
    """One key's view of the server; its calls give the decoded answer and check status and shape."""

    def __init__(self, http: httpx.Client, key: str) -> None:
        self._http = http
        self._headers = {"x-portkey-api-key": key}

    def send(self, method: str, path: str, **request: Any) -> httpx.Response:
        """An answer of any status, which has to be one that the contract describes."""
        headers = {**self._headers, **request.pop("headers", {})}
        response = self._http.request(method, path, headers=headers, **request)
        check_answer(method, response)
        return response

    def get(self, path: str, *, status: int = 200, **query: Any) -> Any:
        return self._expect(self.send("GET", path, params=query), status)

    def post(self, path: str, body: Any, *, status: int = 200) -> Any:
        return self._expect(self.send("POST", path, json=body), status)

    def put(self, path: str, body: Any, *, status: int = 200, **query: Any) -> Any:
        return self._expect(self.send("PUT", path, json=body, params=query), status)

    def delete(self, path: str, *, status: int = 200, **query: Any) -> Any:
        return self._expect(self.send("DELETE", path, params=query), status)

    def integration(self, **changes: Any) -> str:
        """The slug of a new OpenAI integration."""
        body = {"name": "an integration", "ai_provider_id": "openai", "key": LONG_SECRET} | changes
        slug: str = self.post("/integrations", body)["slug"]
        return slug

    def provider(self, integration: str, workspace_id: str, **changes: Any) -> str:
        """The slug of a new provider."""
        body = {"name": "a provider", "integration_id": integration, "workspace_id": workspace_id} | changes
        slug: str = self.post("/providers", body)["slug"]
        return slug

    def virtual_key(self, **changes: Any) -> str:
        """The slug of a new virtual key."""
        body = {"name": "a virtual key", "provider": "openai", "key": LONG_SECRET} | changes
        slug: str = self.post("/virtual-keys", body)["slug"]
        return slug

    @staticmethod
    def _expect(response: httpx.Response, status: int) -> Any:
        assert response.status_code == status, response.text
        return response.json()


def check_answer(method: str, response: httpx.Response) -> None:
    """Holds an answer against the schema that the contract gives its operation and status."""
    operation = _operation(method, response.request.url.path.removeprefix("/v1"))
    assert response.status_code < 500, response.text
    assert response.headers["x-portkey-trace-id"]
    assert response.headers["content-type"] == "application/json"
    if operation is None:
        _validator("#/components/schemas/Error").validate(response.json())
        return
    answers = operation["responses"]
    assert str(response.status_code) in answers, f"{response.status_code} is not documented"
    answer = resolved(answers[str(response.status_code)])
    _validator_of(json.dumps(answer["content"]["application/json"]["schema"])).validate(response.json())


@cache
def contract() -> dict[str, Any]:
    """The contract."""
    document: dict[str, Any] = yaml.load(
        (ROOT / "openapi.yaml").read_bytes(),
        getattr(yaml, "CSafeLoader", yaml.SafeLoader),  # noqa: S506 - both are safe
    )
    return document


def _operation(method: str, path: str) -> Mapping[str, Any] | None:
    for template, item in contract()["paths"].items():
        if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), path):
            found: Mapping[str, Any] | None = item.get(method.lower())
            return found
    return None


def resolved(item: Any) -> Any:
    """What a reference of the contract stands for, or the item itself."""
    while isinstance(item, dict) and "$ref" in item:
        target: Any = contract()
        for part in item["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        item = target
    return item


def _validator(reference: str) -> jsonschema_rs.Draft202012Validator:
    return _validator_of(json.dumps({"$ref": reference}))


@cache
def _validator_of(schema: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        {**json.loads(schema), "components": contract()["components"]}, validate_formats=True
    )


def items(document: Any) -> Iterator[Any]:
    """Every value in a JSON document."""
    yield document
    children = (
        document.values() if isinstance(document, dict) else document if isinstance(document, list) else ()
    )
    for child in children:
        yield from items(child)
