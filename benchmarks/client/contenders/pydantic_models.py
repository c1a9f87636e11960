"""pydantic v2, with models as one would write them by hand: unknown fields kept, enums as texts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    model_config = ConfigDict(extra="allow")


class Deployment(Model):
    azure_api_version: str
    azure_deployment_name: str
    azure_model_slug: str
    is_default: bool | None = None


class Configurations(Model):
    openai_organization: str | None = None
    openai_project: str | None = None
    azure_auth_mode: str | None = None
    azure_resource_name: str | None = None
    azure_deployment_config: list[Deployment] | None = None
    aws_auth_type: str | None = None
    aws_region: str | None = None
    aws_access_key_id: str | None = None
    masked_aws_secret_access_key: str | None = None
    vertex_auth_type: str | None = None
    vertex_region: str | None = None
    vertex_project_id: str | None = None
    custom_host: str | None = None


class UsageLimits(Model):
    type: str | None = None
    credit_limit: int | None = None
    alert_threshold: int | None = None
    periodic_reset: str | None = None


class RateLimit(Model):
    type: str
    unit: str
    value: int


class Access(Model):
    enabled: bool
    usage_limits: list[UsageLimits] | None = None
    rate_limits: list[RateLimit] | None = None


class Detail(Model):
    id: str
    organisation_id: str | None = None
    workspace_id: str | None = None
    type: str | None = None
    ai_provider_id: str
    name: str
    status: str
    created_at: str
    last_updated_at: str | None = None
    slug: str
    description: str | None = None
    object: str
    masked_key: str | None = None
    configurations: Configurations | None = None
    global_workspace_access_settings: Access | None = None
    allow_all_models: bool | None = None
    workspace_count: int | None = None
    secret_mappings: list[dict[str, Any]] | None = None
    pricing_adjustments: dict[str, Any] | None = None


def details(file: str) -> Callable[[int], None]:
    data = json.loads(Path(file).read_bytes())

    def run(units: int) -> None:
        for _ in range(units):
            models = [Detail.model_validate(one) for one in data]
            [one.model_dump(exclude_unset=True) for one in models]

    return run
