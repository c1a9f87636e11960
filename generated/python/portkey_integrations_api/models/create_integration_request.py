from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NotRequired, TypedDict

from attrs import define, field

from ..types import (
    BOOLEAN,
    NULL,
    STRING,
    UNSET,
    ChosenBy,
    Field,
    ListOf,
    Model,
    ModelOf,
    OneOf,
    Unset,
)

if TYPE_CHECKING:
    from ..models.azure_ai_configurations import AzureAIConfigurations
    from ..models.azure_open_ai_configurations import AzureOpenAIConfigurations
    from ..models.bedrock_configurations import BedrockConfigurations
    from ..models.cortex_configurations import CortexConfigurations
    from ..models.hugging_face_configurations import HuggingFaceConfigurations
    from ..models.open_ai_configurations import OpenAIConfigurations
    from ..models.other_configurations import OtherConfigurations
    from ..models.pricing_adjustments import PricingAdjustments
    from ..models.sage_maker_configurations import SageMakerConfigurations
    from ..models.secret_mapping import SecretMapping
    from ..models.vertex_ai_configurations import VertexAIConfigurations
    from ..models.workers_ai_configurations import WorkersAIConfigurations


@define(repr=False)
class CreateIntegrationRequest(Model):
    """The conditions below choose the configuration by `ai_provider_id` and say which credentials it takes. A
    key is required of the known providers that are called with one, unless it comes from a vault, is said
    not to be needed, or custom headers carry the credentials in its place.

    Attributes:
        name: str Characters: at least 1.
        ai_provider_id: str. An open set, e.g. openai, azure-openai, anthropic, voyage. Characters: at least 1.
        slug: str, optional. Names the object in paths; generated where it is absent. Matches `^[a-zA-Z0-9_-]+$`.
        key: str, optional. The provider's API key.
        description: str | None, optional
        workspace_id: str, optional. The workspace that it belongs to, by id or slug; a workspace key forces its own. Characters: at least 1.
        configurations: AzureAIConfigurations | AzureOpenAIConfigurations | BedrockConfigurations | CortexConfigurations | HuggingFaceConfigurations | OpenAIConfigurations | OtherConfigurations | SageMakerConfigurations | VertexAIConfigurations | WorkersAIConfigurations, optional
        create_default_provider: bool, optional. Whether access makes a provider in the workspace. The server's default is True.
        default_provider_slug: str, optional. The slug of the provider that access makes. Characters: at most 255. Matches `^[a-zA-Z0-9_-]+$`.
        secret_mappings: list[SecretMapping], optional
        pricing_adjustments: PricingAdjustments | None, optional
    """

    name: str
    ai_provider_id: str
    slug: str | Unset = UNSET
    key: str | Unset = UNSET
    description: str | None | Unset = UNSET
    workspace_id: str | Unset = UNSET
    configurations: (
        AzureAIConfigurations
        | AzureOpenAIConfigurations
        | BedrockConfigurations
        | CortexConfigurations
        | HuggingFaceConfigurations
        | OpenAIConfigurations
        | OtherConfigurations
        | SageMakerConfigurations
        | VertexAIConfigurations
        | WorkersAIConfigurations
        | Unset
    ) = UNSET
    create_default_provider: bool | Unset = UNSET
    default_provider_slug: str | Unset = UNSET
    secret_mappings: list[SecretMapping] | Unset = UNSET
    pricing_adjustments: PricingAdjustments | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("name", "name", STRING, required=True),
        Field("ai_provider_id", "ai_provider_id", STRING, required=True),
        Field("slug", "slug", STRING, required=False),
        Field("key", "key", STRING, required=False, secret=True),
        Field("description", "description", OneOf(NULL, STRING), required=False),
        Field("workspace_id", "workspace_id", STRING, required=False),
        Field(
            "configurations",
            "configurations",
            ChosenBy(
                "ai_provider_id",
                {
                    "openai": ModelOf("open_ai_configurations", "OpenAIConfigurations"),
                    "azure-openai": ModelOf("azure_open_ai_configurations", "AzureOpenAIConfigurations"),
                    "azure-ai": ModelOf("azure_ai_configurations", "AzureAIConfigurations"),
                    "bedrock": ModelOf("bedrock_configurations", "BedrockConfigurations"),
                    "sagemaker": ModelOf("sage_maker_configurations", "SageMakerConfigurations"),
                    "vertex-ai": ModelOf("vertex_ai_configurations", "VertexAIConfigurations"),
                    "workers-ai": ModelOf("workers_ai_configurations", "WorkersAIConfigurations"),
                    "huggingface": ModelOf("hugging_face_configurations", "HuggingFaceConfigurations"),
                    "cortex": ModelOf("cortex_configurations", "CortexConfigurations"),
                },
                ModelOf("other_configurations", "OtherConfigurations"),
            ),
            required=False,
        ),
        Field("create_default_provider", "create_default_provider", BOOLEAN, required=False),
        Field("default_provider_slug", "default_provider_slug", STRING, required=False),
        Field(
            "secret_mappings",
            "secret_mappings",
            ListOf(ModelOf("secret_mapping", "SecretMapping")),
            required=False,
        ),
        Field(
            "pricing_adjustments",
            "pricing_adjustments",
            OneOf(ModelOf("pricing_adjustments", "PricingAdjustments"), NULL),
            required=False,
        ),
    )
    HIDES_ADDITIONAL: ClassVar[bool] = True


class CreateIntegrationRequestFields(TypedDict):
    """The fields of CreateIntegrationRequest as keyword arguments, under the names that are sent."""

    name: str
    ai_provider_id: str
    slug: NotRequired[str | Unset]
    key: NotRequired[str | Unset]
    description: NotRequired[str | None | Unset]
    workspace_id: NotRequired[str | Unset]
    configurations: NotRequired[
        AzureAIConfigurations
        | AzureOpenAIConfigurations
        | BedrockConfigurations
        | CortexConfigurations
        | HuggingFaceConfigurations
        | Mapping[str, Any]
        | OpenAIConfigurations
        | OtherConfigurations
        | SageMakerConfigurations
        | VertexAIConfigurations
        | WorkersAIConfigurations
        | Unset
    ]
    create_default_provider: NotRequired[bool | Unset]
    default_provider_slug: NotRequired[str | Unset]
    secret_mappings: NotRequired[Sequence[Mapping[str, Any] | SecretMapping] | Unset]
    pricing_adjustments: NotRequired[Mapping[str, Any] | PricingAdjustments | None | Unset]
