"""What is sent and read: details of integrations of several providers, and the state that `apply` makes."""

from __future__ import annotations

import copy
import uuid
from typing import Any

Json = dict[str, Any]

CONFIGURATIONS: dict[str, Json] = {
    "openai": {"openai_organization": "org-1", "openai_project": "proj-1"},
    "azure-openai": {
        "azure_auth_mode": "default",
        "azure_resource_name": "resource",
        "azure_deployment_config": [
            {
                "azure_api_version": "2024-10-21",
                "azure_deployment_name": f"deployment-{model}",
                "azure_model_slug": model,
                "is_default": model == "gpt-4o",
            }
            for model in ("gpt-4o", "gpt-4o-mini")
        ],
    },
    "bedrock": {
        "aws_auth_type": "accessKey",
        "aws_region": "eu-west-1",
        "aws_access_key_id": "AKIAEXAMPLE",
        "masked_aws_secret_access_key": "wJ***EY",
    },
    "vertex-ai": {
        "vertex_auth_type": "basic",
        "vertex_region": "europe-west4",
        "vertex_project_id": "project",
    },
    "voyage": {"custom_host": "https://voyage.example.com"},
}
ACKNOWLEDGEMENT: Json = {"success": True}


def details(count: int) -> list[Json]:
    """So many integrations as `retrieveIntegration` tells them, of five providers in turn."""
    return [detail(number) for number in range(count)]


def detail(number: int) -> Json:
    provider = list(CONFIGURATIONS)[number % len(CONFIGURATIONS)]
    return {
        "id": str(uuid.UUID(int=number + 1)),
        "organisation_id": str(uuid.UUID(int=7)),
        "workspace_id": None,
        "type": "organisation",
        "ai_provider_id": provider,
        "name": f"Integration {number}",
        "status": "active",
        "created_at": "2025-05-01T10:00:00.000Z",
        "last_updated_at": "2025-06-01T10:00:00.000Z",
        "slug": f"integration-{number}",
        "description": "For the services in production",
        "object": "integration",
        "masked_key": "sk***3f",
        "configurations": copy.deepcopy(CONFIGURATIONS[provider]),
        "global_workspace_access_settings": {
            "enabled": True,
            "usage_limits": [
                {"type": "cost", "credit_limit": 100, "alert_threshold": 80, "periodic_reset": "monthly"}
            ],
            "rate_limits": [{"type": "requests", "unit": "rpm", "value": 100}],
        },
        "allow_all_models": True,
        "workspace_count": 20,
        "secret_mappings": [],
    }


def state(integrations: int, workspaces: list[str]) -> Json:
    """A state file: so many integrations, each granted to all workspaces with a limit."""
    return {
        "version": 1,
        "integrations": [
            {
                "slug": f"bench-{number}",
                "name": f"Bench {number}",
                "ai_provider_id": "openai",
                "key": {"env": "BENCH_PROVIDER_KEY"},
                "workspaces": [
                    {
                        "id": workspace,
                        "enabled": True,
                        "usage_limits": [{"type": "cost", "credit_limit": 10, "periodic_reset": "monthly"}],
                    }
                    for workspace in workspaces
                ],
            }
            for number in range(integrations)
        ],
    }
