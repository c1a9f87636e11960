from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

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
