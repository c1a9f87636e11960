from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import define, field

from ..types import (
    BOOLEAN,
    INTEGER,
    NULL,
    STRING,
    UNSET,
    ChosenBy,
    EnumOf,
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
    from ..models.azure_ai_configurations_detail import AzureAIConfigurationsDetail
    from ..models.azure_open_ai_configurations_detail import AzureOpenAIConfigurationsDetail
    from ..models.bedrock_configurations_detail import BedrockConfigurationsDetail
    from ..models.cortex_configurations_detail import CortexConfigurationsDetail
    from ..models.global_workspace_access import GlobalWorkspaceAccess
    from ..models.hugging_face_configurations_detail import HuggingFaceConfigurationsDetail
    from ..models.integration_status import IntegrationStatus
    from ..models.integration_type import IntegrationType
    from ..models.open_ai_configurations_detail import OpenAIConfigurationsDetail
    from ..models.other_configurations_detail import OtherConfigurationsDetail
    from ..models.pricing_adjustments import PricingAdjustments
    from ..models.sage_maker_configurations_detail import SageMakerConfigurationsDetail
    from ..models.secret_mapping import SecretMapping
    from ..models.vertex_ai_configurations_detail import VertexAIConfigurationsDetail
    from ..models.workers_ai_configurations_detail import WorkersAIConfigurationsDetail


@define(repr=False)
class IntegrationDetail(Model):
    """The schema IntegrationDetail.

    Attributes:
        id: str In the format uuid.
        ai_provider_id: str
        name: str
        status: IntegrationStatus | str
        created_at: str In the format date-time.
        slug: str
        object_: str
        organisation_id: str | None, optional In the format uuid.
        workspace_id: str | None, optional
        type_: IntegrationType | str | None, optional
        last_updated_at: str | None, optional In the format date-time.
        description: str | None, optional
        masked_key: str | None, optional. The key's mask; empty, null or absent where there is no key.
        configurations: AzureAIConfigurationsDetail | AzureOpenAIConfigurationsDetail | BedrockConfigurationsDetail | CortexConfigurationsDetail | HuggingFaceConfigurationsDetail | OpenAIConfigurationsDetail | OtherConfigurationsDetail | SageMakerConfigurationsDetail | VertexAIConfigurationsDetail | WorkersAIConfigurationsDetail | None, optional
        global_workspace_access_settings: GlobalWorkspaceAccess | None, optional
        allow_all_models: bool | None, optional
        workspace_count: int | None, optional At least 0.
        secret_mappings: list[SecretMapping] | None, optional
        pricing_adjustments: PricingAdjustments | None, optional
    """

    id: str
    ai_provider_id: str
    name: str
    status: IntegrationStatus | str
    created_at: str
    slug: str
    object_: str
    organisation_id: str | None | Unset = UNSET
    workspace_id: str | None | Unset = UNSET
    type_: IntegrationType | str | None | Unset = UNSET
    last_updated_at: str | None | Unset = UNSET
    description: str | None | Unset = UNSET
    masked_key: str | None | Unset = UNSET
    configurations: (
        AzureAIConfigurationsDetail
        | AzureOpenAIConfigurationsDetail
        | BedrockConfigurationsDetail
        | CortexConfigurationsDetail
        | HuggingFaceConfigurationsDetail
        | OpenAIConfigurationsDetail
        | OtherConfigurationsDetail
        | SageMakerConfigurationsDetail
        | VertexAIConfigurationsDetail
        | WorkersAIConfigurationsDetail
        | None
        | Unset
    ) = UNSET
    global_workspace_access_settings: GlobalWorkspaceAccess | None | Unset = UNSET
    allow_all_models: bool | None | Unset = UNSET
    workspace_count: int | None | Unset = UNSET
    secret_mappings: list[SecretMapping] | None | Unset = UNSET
    pricing_adjustments: PricingAdjustments | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("id", "id", STRING, required=True),
        Field("organisation_id", "organisation_id", OneOf(NULL, STRING), required=False),
        Field("workspace_id", "workspace_id", OneOf(NULL, STRING), required=False),
        Field("type", "type_", OneOf(EnumOf("integration_type", "IntegrationType"), NULL), required=False),
        Field("ai_provider_id", "ai_provider_id", STRING, required=True),
        Field("name", "name", STRING, required=True),
        Field("status", "status", EnumOf("integration_status", "IntegrationStatus"), required=True),
        Field("created_at", "created_at", STRING, required=True),
        Field("last_updated_at", "last_updated_at", OneOf(NULL, STRING), required=False),
        Field("slug", "slug", STRING, required=True),
        Field("description", "description", OneOf(NULL, STRING), required=False),
        Field("object", "object_", STRING, required=True),
        Field("masked_key", "masked_key", OneOf(NULL, STRING), required=False),
        Field(
            "configurations",
            "configurations",
            OneOf(
                ChosenBy(
                    "ai_provider_id",
                    {
                        "openai": ModelOf("open_ai_configurations_detail", "OpenAIConfigurationsDetail"),
                        "azure-openai": ModelOf(
                            "azure_open_ai_configurations_detail", "AzureOpenAIConfigurationsDetail"
                        ),
                        "azure-ai": ModelOf("azure_ai_configurations_detail", "AzureAIConfigurationsDetail"),
                        "bedrock": ModelOf("bedrock_configurations_detail", "BedrockConfigurationsDetail"),
                        "sagemaker": ModelOf(
                            "sage_maker_configurations_detail", "SageMakerConfigurationsDetail"
                        ),
                        "vertex-ai": ModelOf(
                            "vertex_ai_configurations_detail", "VertexAIConfigurationsDetail"
                        ),
                        "workers-ai": ModelOf(
                            "workers_ai_configurations_detail", "WorkersAIConfigurationsDetail"
                        ),
                        "huggingface": ModelOf(
                            "hugging_face_configurations_detail", "HuggingFaceConfigurationsDetail"
                        ),
                        "cortex": ModelOf("cortex_configurations_detail", "CortexConfigurationsDetail"),
                    },
                    ModelOf("other_configurations_detail", "OtherConfigurationsDetail"),
                ),
                NULL,
            ),
            required=False,
        ),
        Field(
            "global_workspace_access_settings",
            "global_workspace_access_settings",
            OneOf(ModelOf("global_workspace_access", "GlobalWorkspaceAccess"), NULL),
            required=False,
        ),
        Field("allow_all_models", "allow_all_models", OneOf(BOOLEAN, NULL), required=False),
        Field("workspace_count", "workspace_count", OneOf(INTEGER, NULL), required=False),
        Field(
            "secret_mappings",
            "secret_mappings",
            OneOf(ListOf(ModelOf("secret_mapping", "SecretMapping")), NULL),
            required=False,
        ),
        Field(
            "pricing_adjustments",
            "pricing_adjustments",
            OneOf(ModelOf("pricing_adjustments", "PricingAdjustments"), NULL),
            required=False,
        ),
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("id", UNSET)
        self.id = value if type(value) is str else fields[0].read(value, src_dict)
        value = take("organisation_id", UNSET)
        self.organisation_id = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[1].read(value, src_dict)
        )
        value = take("workspace_id", UNSET)
        self.workspace_id = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[2].read(value, src_dict)
        )
        value = take("type", UNSET)
        self.type_ = value if value is None or value is UNSET else fields[3].read(value, src_dict)
        value = take("ai_provider_id", UNSET)
        self.ai_provider_id = value if type(value) is str else fields[4].read(value, src_dict)
        value = take("name", UNSET)
        self.name = value if type(value) is str else fields[5].read(value, src_dict)
        value = take("status", UNSET)
        self.status = fields[6].read(value, src_dict)
        value = take("created_at", UNSET)
        self.created_at = value if type(value) is str else fields[7].read(value, src_dict)
        value = take("last_updated_at", UNSET)
        self.last_updated_at = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[8].read(value, src_dict)
        )
        value = take("slug", UNSET)
        self.slug = value if type(value) is str else fields[9].read(value, src_dict)
        value = take("description", UNSET)
        self.description = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[10].read(value, src_dict)
        )
        value = take("object", UNSET)
        self.object_ = value if type(value) is str else fields[11].read(value, src_dict)
        value = take("masked_key", UNSET)
        self.masked_key = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[12].read(value, src_dict)
        )
        value = take("configurations", UNSET)
        self.configurations = value if value is None or value is UNSET else fields[13].read(value, src_dict)
        value = take("global_workspace_access_settings", UNSET)
        self.global_workspace_access_settings = (
            value if value is None or value is UNSET else fields[14].read(value, src_dict)
        )
        value = take("allow_all_models", UNSET)
        self.allow_all_models = (
            value
            if type(value) is bool or value is None or value is UNSET
            else fields[15].read(value, src_dict)
        )
        value = take("workspace_count", UNSET)
        self.workspace_count = (
            value
            if type(value) is int or value is None or value is UNSET
            else fields[16].read(value, src_dict)
        )
        value = take("secret_mappings", UNSET)
        self.secret_mappings = value if value is None or value is UNSET else fields[17].read(value, src_dict)
        value = take("pricing_adjustments", UNSET)
        self.pricing_adjustments = (
            value if value is None or value is UNSET else fields[18].read(value, src_dict)
        )
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.id) is not UNSET:
            data["id"] = value if type(value) is str else to_json(value)
        if (value := self.organisation_id) is not UNSET:
            data["organisation_id"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.workspace_id) is not UNSET:
            data["workspace_id"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.type_) is not UNSET:
            data["type"] = value if value is None else to_json(value)
        if (value := self.ai_provider_id) is not UNSET:
            data["ai_provider_id"] = value if type(value) is str else to_json(value)
        if (value := self.name) is not UNSET:
            data["name"] = value if type(value) is str else to_json(value)
        if (value := self.status) is not UNSET:
            data["status"] = to_json(value)
        if (value := self.created_at) is not UNSET:
            data["created_at"] = value if type(value) is str else to_json(value)
        if (value := self.last_updated_at) is not UNSET:
            data["last_updated_at"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.slug) is not UNSET:
            data["slug"] = value if type(value) is str else to_json(value)
        if (value := self.description) is not UNSET:
            data["description"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.object_) is not UNSET:
            data["object"] = value if type(value) is str else to_json(value)
        if (value := self.masked_key) is not UNSET:
            data["masked_key"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.configurations) is not UNSET:
            data["configurations"] = value if value is None else to_json(value)
        if (value := self.global_workspace_access_settings) is not UNSET:
            data["global_workspace_access_settings"] = value if value is None else to_json(value)
        if (value := self.allow_all_models) is not UNSET:
            data["allow_all_models"] = value if type(value) is bool or value is None else to_json(value)
        if (value := self.workspace_count) is not UNSET:
            data["workspace_count"] = value if type(value) is int or value is None else to_json(value)
        if (value := self.secret_mappings) is not UNSET:
            data["secret_mappings"] = value if value is None else to_json(value)
        if (value := self.pricing_adjustments) is not UNSET:
            data["pricing_adjustments"] = value if value is None else to_json(value)
        return data
