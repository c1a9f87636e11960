from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NotRequired, TypedDict

from attrs import define, field

from ..types import (
    NULL,
    STRING,
    UNSET,
    Field,
    ListOf,
    Model,
    ModelOf,
    OneOf,
    Unset,
)

if TYPE_CHECKING:
    from ..models.rate_limit import RateLimit
    from ..models.usage_limits import UsageLimits
    from ..models.virtual_key_deployment import VirtualKeyDeployment
    from ..models.virtual_key_secret_mapping import VirtualKeySecretMapping


@define(repr=False)
class CreateVirtualKeyRequest(Model):
    """The schema CreateVirtualKeyRequest.

    Attributes:
        name: str Characters: at least 1.
        provider: str. An open set, as ai_provider_id of an integration. Characters: at least 1.
        key: str, optional. The provider's API key.
        note: str | None, optional
        workspace_id: str, optional. The workspace, by id or slug; needed with an organisation key. Characters: at least 1.
        usage_limits: UsageLimits | None, optional
        rate_limits: list[RateLimit] | None, optional
        expires_at: str | None, optional. When it stops to work. In the format date-time.
        secret_mappings: list[VirtualKeySecretMapping], optional
        api_version: str, optional Characters: at most 30.
        resource_name: str, optional
        deployment_name: str, optional
        deployment_config: list[VirtualKeyDeployment], optional
        aws_access_key_id: str, optional
        aws_secret_access_key: str, optional
        aws_region: str, optional
        vertex_project_id: str, optional
        vertex_region: str, optional
        workers_ai_account_id: str, optional
    """

    name: str
    provider: str
    key: str | Unset = UNSET
    note: str | None | Unset = UNSET
    workspace_id: str | Unset = UNSET
    usage_limits: UsageLimits | None | Unset = UNSET
    rate_limits: list[RateLimit] | None | Unset = UNSET
    expires_at: str | None | Unset = UNSET
    secret_mappings: list[VirtualKeySecretMapping] | Unset = UNSET
    api_version: str | Unset = UNSET
    resource_name: str | Unset = UNSET
    deployment_name: str | Unset = UNSET
    deployment_config: list[VirtualKeyDeployment] | Unset = UNSET
    aws_access_key_id: str | Unset = UNSET
    aws_secret_access_key: str | Unset = UNSET
    aws_region: str | Unset = UNSET
    vertex_project_id: str | Unset = UNSET
    vertex_region: str | Unset = UNSET
    workers_ai_account_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("name", "name", STRING, required=True),
        Field("provider", "provider", STRING, required=True),
        Field("key", "key", STRING, required=False, secret=True),
        Field("note", "note", OneOf(NULL, STRING), required=False),
        Field("workspace_id", "workspace_id", STRING, required=False),
        Field(
            "usage_limits",
            "usage_limits",
            OneOf(ModelOf("usage_limits", "UsageLimits"), NULL),
            required=False,
        ),
        Field(
            "rate_limits",
            "rate_limits",
            OneOf(ListOf(ModelOf("rate_limit", "RateLimit")), NULL),
            required=False,
        ),
        Field("expires_at", "expires_at", OneOf(NULL, STRING), required=False),
        Field(
            "secret_mappings",
            "secret_mappings",
            ListOf(ModelOf("virtual_key_secret_mapping", "VirtualKeySecretMapping")),
            required=False,
        ),
        Field("apiVersion", "api_version", STRING, required=False),
        Field("resourceName", "resource_name", STRING, required=False),
        Field("deploymentName", "deployment_name", STRING, required=False),
        Field(
            "deploymentConfig",
            "deployment_config",
            ListOf(ModelOf("virtual_key_deployment", "VirtualKeyDeployment")),
            required=False,
        ),
        Field("awsAccessKeyId", "aws_access_key_id", STRING, required=False),
        Field("awsSecretAccessKey", "aws_secret_access_key", STRING, required=False, secret=True),
        Field("awsRegion", "aws_region", STRING, required=False),
        Field("vertexProjectId", "vertex_project_id", STRING, required=False),
        Field("vertexRegion", "vertex_region", STRING, required=False),
        Field("workersAiAccountId", "workers_ai_account_id", STRING, required=False),
    )
    HIDES_ADDITIONAL: ClassVar[bool] = True


class CreateVirtualKeyRequestFields(TypedDict):
    """The fields of CreateVirtualKeyRequest as keyword arguments, under the names that are sent."""

    name: str
    provider: str
    key: NotRequired[str | Unset]
    note: NotRequired[str | None | Unset]
    workspace_id: NotRequired[str | Unset]
    usage_limits: NotRequired[Mapping[str, Any] | UsageLimits | None | Unset]
    rate_limits: NotRequired[Sequence[Mapping[str, Any] | RateLimit] | None | Unset]
    expires_at: NotRequired[str | None | Unset]
    secret_mappings: NotRequired[Sequence[Mapping[str, Any] | VirtualKeySecretMapping] | Unset]
    apiVersion: NotRequired[str | Unset]
    resourceName: NotRequired[str | Unset]
    deploymentName: NotRequired[str | Unset]
    deploymentConfig: NotRequired[Sequence[Mapping[str, Any] | VirtualKeyDeployment] | Unset]
    awsAccessKeyId: NotRequired[str | Unset]
    awsSecretAccessKey: NotRequired[str | Unset]
    awsRegion: NotRequired[str | Unset]
    vertexProjectId: NotRequired[str | Unset]
    vertexRegion: NotRequired[str | Unset]
    workersAiAccountId: NotRequired[str | Unset]
