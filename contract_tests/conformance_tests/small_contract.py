"""A contract of five operations, for tests of the judge that must not depend on the real one."""

from __future__ import annotations

from typing import Any

from portkey_conformance.contract import Contract

STATUSES = ("400", "401", "403", "404", "409", "500")


def _answer(schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"description": "An answer.", "content": {"application/json": {"schema": schema}}, **more}


def _body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _operation(name: str, answer: dict[str, Any], **more: Any) -> dict[str, Any]:
    errors = {status: {"$ref": "#/components/responses/Error"} for status in STATUSES}
    return {"operationId": name, "responses": {"200": answer, **errors}, **more}


INTEGRATION = {"$ref": "#/components/schemas/Integration"}
LINKS = {
    "retrieve": {"operationId": "retrieveIntegration", "parameters": {"slug": "$response.body#/slug"}},
    "delete": {"operationId": "deleteIntegration", "parameters": {"slug": "$response.body#/slug"}},
}


def small_contract(**requirements: str) -> Contract:
    """The contract, with a requirement for each keyword: ``CRE_001="MUST"``."""
    return Contract(
        {
            "openapi": "3.1.0",
            "info": {"title": "Small", "version": "0.0.1"},
            "servers": [{"url": "https://api.example/v1"}],
            "security": [{"key": []}],
            "x-requirement-families": [
                {"code": "CRE", "title": "creation"},
                {"code": "ERR", "title": "errors"},
            ],
            "x-requirements": [
                {
                    "id": name.replace("_", "-"),
                    "level": level,
                    "statement": f"Statement {name}.",
                    "evidence": "D",
                }
                for name, level in requirements.items()
            ],
            "paths": {
                "/integrations": {
                    "get": _operation(
                        "listIntegrations",
                        _answer({"type": "object", "required": ["data", "total"]}),
                        parameters=[
                            {"name": "page_size", "in": "query", "schema": {"type": "integer", "minimum": 1}}
                        ],
                    ),
                    "post": _operation(
                        "createIntegration",
                        _answer({"type": "object", "required": ["id", "slug"]}, links=LINKS),
                        requestBody=_body({"$ref": "#/components/schemas/Create"}),
                    ),
                },
                "/integrations/{slug}": {
                    "parameters": [
                        {"name": "slug", "in": "path", "required": True, "schema": {"type": "string"}}
                    ],
                    "get": _operation("retrieveIntegration", _answer(INTEGRATION)),
                    "put": _operation(
                        "updateIntegration",
                        _answer({"type": "object"}),
                        requestBody=_body({"type": "object", "properties": {"name": {"type": "string"}}}),
                    ),
                    "delete": _operation("deleteIntegration", _answer({"type": "object"})),
                },
            },
            "components": {
                "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "x-portkey-api-key"}},
                "responses": {"Error": _answer({"$ref": "#/components/schemas/Error"})},
                "schemas": {
                    "Integration": {
                        "type": "object",
                        "required": ["id", "slug", "name"],
                        "properties": {
                            "id": {"type": "string", "format": "uuid"},
                            "slug": {"type": "string"},
                            "name": {"type": "string"},
                        },
                    },
                    "Create": {
                        "type": "object",
                        "required": ["name", "ai_provider_id"],
                        "properties": {
                            "name": {"type": "string", "minLength": 1},
                            "ai_provider_id": {"type": "string"},
                            "slug": {"type": "string", "pattern": "^[a-zA-Z0-9_-]+$"},
                            "key": {"type": "string", "writeOnly": True, "x-masked-as": "masked_key"},
                        },
                    },
                    "Error": {"type": "object", "required": ["data"]},
                },
            },
        }
    )
