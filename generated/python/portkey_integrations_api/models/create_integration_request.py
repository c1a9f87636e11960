from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NotRequired, Self, TypedDict

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
    to_json,
    unread,
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
    from ..types import SecretText


@define(repr=False)
class CreateIntegrationRequest(Model):
    """The conditions below choose the configuration by `ai_provider_id` and say which credentials it takes. A
    key is required of the known providers that are called with one, unless it comes from a vault, is said
    not to be needed, or custom headers carry the credentials in its place. Beside a mode stand the fields
    that it takes, and those of them that it needs.

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

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("name", UNSET)
        self.name = value if type(value) is str else fields[0].read(value, src_dict)
        value = take("ai_provider_id", UNSET)
        self.ai_provider_id = value if type(value) is str else fields[1].read(value, src_dict)
        value = take("slug", UNSET)
        self.slug = value if type(value) is str or value is UNSET else fields[2].read(value, src_dict)
        value = take("key", UNSET)
        self.key = value if type(value) is str or value is UNSET else fields[3].read(value, src_dict)
        value = take("description", UNSET)
        self.description = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[4].read(value, src_dict)
        )
        value = take("workspace_id", UNSET)
        self.workspace_id = value if type(value) is str or value is UNSET else fields[5].read(value, src_dict)
        value = take("configurations", UNSET)
        self.configurations = value if value is UNSET else fields[6].read(value, src_dict)
        value = take("create_default_provider", UNSET)
        self.create_default_provider = (
            value if type(value) is bool or value is UNSET else fields[7].read(value, src_dict)
        )
        value = take("default_provider_slug", UNSET)
        self.default_provider_slug = (
            value if type(value) is str or value is UNSET else fields[8].read(value, src_dict)
        )
        value = take("secret_mappings", UNSET)
        self.secret_mappings = value if value is UNSET else fields[9].read(value, src_dict)
        value = take("pricing_adjustments", UNSET)
        self.pricing_adjustments = (
            value if value is None or value is UNSET else fields[10].read(value, src_dict)
        )
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.name) is not UNSET:
            data["name"] = value if type(value) is str else to_json(value)
        if (value := self.ai_provider_id) is not UNSET:
            data["ai_provider_id"] = value if type(value) is str else to_json(value)
        if (value := self.slug) is not UNSET:
            data["slug"] = value if type(value) is str else to_json(value)
        if (value := self.key) is not UNSET:
            data["key"] = value if type(value) is str else to_json(value)
        if (value := self.description) is not UNSET:
            data["description"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.workspace_id) is not UNSET:
            data["workspace_id"] = value if type(value) is str else to_json(value)
        if (value := self.configurations) is not UNSET:
            data["configurations"] = to_json(value)
        if (value := self.create_default_provider) is not UNSET:
            data["create_default_provider"] = value if type(value) is bool else to_json(value)
        if (value := self.default_provider_slug) is not UNSET:
            data["default_provider_slug"] = value if type(value) is str else to_json(value)
        if (value := self.secret_mappings) is not UNSET:
            data["secret_mappings"] = to_json(value)
        if (value := self.pricing_adjustments) is not UNSET:
            data["pricing_adjustments"] = value if value is None else to_json(value)
        return data


class CreateIntegrationRequestFields(TypedDict):
    """The fields of CreateIntegrationRequest as keyword arguments, under the names that are sent."""

    name: str
    ai_provider_id: str
    slug: NotRequired[str | Unset]
    key: NotRequired[SecretText | Unset]
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
