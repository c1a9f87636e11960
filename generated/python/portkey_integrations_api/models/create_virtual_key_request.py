from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NotRequired, Self, TypedDict

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
    to_json,
    unread,
)

if TYPE_CHECKING:
    from ..models.rate_limit import RateLimit
    from ..models.usage_limits import UsageLimits
    from ..models.virtual_key_deployment import VirtualKeyDeployment
    from ..models.virtual_key_secret_mapping import VirtualKeySecretMapping
    from ..types import SecretText


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

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("name", UNSET)
        self.name = value if type(value) is str else fields[0].read(value, src_dict)
        value = take("provider", UNSET)
        self.provider = value if type(value) is str else fields[1].read(value, src_dict)
        value = take("key", UNSET)
        self.key = value if type(value) is str or value is UNSET else fields[2].read(value, src_dict)
        value = take("note", UNSET)
        self.note = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[3].read(value, src_dict)
        )
        value = take("workspace_id", UNSET)
        self.workspace_id = value if type(value) is str or value is UNSET else fields[4].read(value, src_dict)
        value = take("usage_limits", UNSET)
        self.usage_limits = value if value is None or value is UNSET else fields[5].read(value, src_dict)
        value = take("rate_limits", UNSET)
        self.rate_limits = value if value is None or value is UNSET else fields[6].read(value, src_dict)
        value = take("expires_at", UNSET)
        self.expires_at = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[7].read(value, src_dict)
        )
        value = take("secret_mappings", UNSET)
        self.secret_mappings = value if value is UNSET else fields[8].read(value, src_dict)
        value = take("apiVersion", UNSET)
        self.api_version = value if type(value) is str or value is UNSET else fields[9].read(value, src_dict)
        value = take("resourceName", UNSET)
        self.resource_name = (
            value if type(value) is str or value is UNSET else fields[10].read(value, src_dict)
        )
        value = take("deploymentName", UNSET)
        self.deployment_name = (
            value if type(value) is str or value is UNSET else fields[11].read(value, src_dict)
        )
        value = take("deploymentConfig", UNSET)
        self.deployment_config = value if value is UNSET else fields[12].read(value, src_dict)
        value = take("awsAccessKeyId", UNSET)
        self.aws_access_key_id = (
            value if type(value) is str or value is UNSET else fields[13].read(value, src_dict)
        )
        value = take("awsSecretAccessKey", UNSET)
        self.aws_secret_access_key = (
            value if type(value) is str or value is UNSET else fields[14].read(value, src_dict)
        )
        value = take("awsRegion", UNSET)
        self.aws_region = value if type(value) is str or value is UNSET else fields[15].read(value, src_dict)
        value = take("vertexProjectId", UNSET)
        self.vertex_project_id = (
            value if type(value) is str or value is UNSET else fields[16].read(value, src_dict)
        )
        value = take("vertexRegion", UNSET)
        self.vertex_region = (
            value if type(value) is str or value is UNSET else fields[17].read(value, src_dict)
        )
        value = take("workersAiAccountId", UNSET)
        self.workers_ai_account_id = (
            value if type(value) is str or value is UNSET else fields[18].read(value, src_dict)
        )
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.name) is not UNSET:
            data["name"] = value if type(value) is str else to_json(value)
        if (value := self.provider) is not UNSET:
            data["provider"] = value if type(value) is str else to_json(value)
        if (value := self.key) is not UNSET:
            data["key"] = value if type(value) is str else to_json(value)
        if (value := self.note) is not UNSET:
            data["note"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.workspace_id) is not UNSET:
            data["workspace_id"] = value if type(value) is str else to_json(value)
        if (value := self.usage_limits) is not UNSET:
            data["usage_limits"] = value if value is None else to_json(value)
        if (value := self.rate_limits) is not UNSET:
            data["rate_limits"] = value if value is None else to_json(value)
        if (value := self.expires_at) is not UNSET:
            data["expires_at"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.secret_mappings) is not UNSET:
            data["secret_mappings"] = to_json(value)
        if (value := self.api_version) is not UNSET:
            data["apiVersion"] = value if type(value) is str else to_json(value)
        if (value := self.resource_name) is not UNSET:
            data["resourceName"] = value if type(value) is str else to_json(value)
        if (value := self.deployment_name) is not UNSET:
            data["deploymentName"] = value if type(value) is str else to_json(value)
        if (value := self.deployment_config) is not UNSET:
            data["deploymentConfig"] = to_json(value)
        if (value := self.aws_access_key_id) is not UNSET:
            data["awsAccessKeyId"] = value if type(value) is str else to_json(value)
        if (value := self.aws_secret_access_key) is not UNSET:
            data["awsSecretAccessKey"] = value if type(value) is str else to_json(value)
        if (value := self.aws_region) is not UNSET:
            data["awsRegion"] = value if type(value) is str else to_json(value)
        if (value := self.vertex_project_id) is not UNSET:
            data["vertexProjectId"] = value if type(value) is str else to_json(value)
        if (value := self.vertex_region) is not UNSET:
            data["vertexRegion"] = value if type(value) is str else to_json(value)
        if (value := self.workers_ai_account_id) is not UNSET:
            data["workersAiAccountId"] = value if type(value) is str else to_json(value)
        return data


class CreateVirtualKeyRequestFields(TypedDict):
    """The fields of CreateVirtualKeyRequest as keyword arguments, under the names that are sent."""

    name: str
    provider: str
    key: NotRequired[SecretText | Unset]
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
    awsSecretAccessKey: NotRequired[SecretText | Unset]
    awsRegion: NotRequired[str | Unset]
    vertexProjectId: NotRequired[str | Unset]
    vertexRegion: NotRequired[str | Unset]
    workersAiAccountId: NotRequired[str | Unset]
