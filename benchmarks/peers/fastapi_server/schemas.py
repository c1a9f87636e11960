from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class IntegrationCreate(BaseModel):
    name: str = Field(min_length=1)
    ai_provider_id: str = Field(min_length=1)
    slug: str | None = Field(default=None, pattern="^[a-zA-Z0-9_-]+$")
    key: str | None = None
    description: str | None = None
    configurations: dict[str, Any] = {}
    secret_mappings: list[dict[str, Any]] = []
    pricing_adjustments: dict[str, Any] | None = None


class IntegrationUpdate(BaseModel):
    name: str | None = Field(default=None, min_length=1)
    key: str | None = None
    description: str | None = None
    configurations: dict[str, Any] | None = None
    secret_mappings: list[dict[str, Any]] | None = None
    pricing_adjustments: dict[str, Any] | None = None


class IntegrationCreated(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    slug: str


class Integration(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    organisation_id: str
    workspace_id: str | None
    type: str
    ai_provider_id: str
    name: str
    status: str
    created_at: str
    last_updated_at: str | None
    slug: str
    description: str | None
    object: str = "integration"


class IntegrationDetail(Integration):
    masked_key: str
    configurations: dict[str, Any]
    global_workspace_access_settings: dict[str, Any] | None
    allow_all_models: bool
    workspace_count: int
    secret_mappings: list[dict[str, Any]]
    pricing_adjustments: dict[str, Any] | None


class IntegrationList(BaseModel):
    object: str = "list"
    total: int
    data: list[Integration]
