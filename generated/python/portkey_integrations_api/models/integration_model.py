from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import (
    BOOLEAN,
    LENIENT_BOOLEAN,
    NULL,
    STRING,
    UNSET,
    Field,
    Model,
    ModelOf,
    OneOf,
    Unset,
)

if TYPE_CHECKING:
    from ..models.model_configurations_detail import ModelConfigurationsDetail
    from ..models.pricing_config import PricingConfig


@define(repr=False)
class IntegrationModel(Model):
    """The schema IntegrationModel.

    Attributes:
        slug: str
        enabled: bool
        name: str | None, optional
        is_custom: bool | None, optional. The live API is seen to send a number or a string in its place; a client reads all of them.
        is_finetune: bool | None, optional. The live API is seen to send a number or a string in its place; a client reads all of them.
        base_model_slug: str | None, optional
        pricing_config: PricingConfig | None, optional
        configurations: ModelConfigurationsDetail | None, optional
        created_at: str | None, optional In the format date-time.
        last_updated_at: str | None, optional In the format date-time.
    """

    slug: str
    enabled: bool
    name: str | None | Unset = UNSET
    is_custom: bool | None | Unset = UNSET
    is_finetune: bool | None | Unset = UNSET
    base_model_slug: str | None | Unset = UNSET
    pricing_config: PricingConfig | None | Unset = UNSET
    configurations: ModelConfigurationsDetail | None | Unset = UNSET
    created_at: str | None | Unset = UNSET
    last_updated_at: str | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("slug", "slug", STRING, required=True),
        Field("name", "name", OneOf(NULL, STRING), required=False),
        Field("enabled", "enabled", BOOLEAN, required=True),
        Field("is_custom", "is_custom", OneOf(LENIENT_BOOLEAN, NULL), required=False),
        Field("is_finetune", "is_finetune", OneOf(LENIENT_BOOLEAN, NULL), required=False),
        Field("base_model_slug", "base_model_slug", OneOf(NULL, STRING), required=False),
        Field(
            "pricing_config",
            "pricing_config",
            OneOf(ModelOf("pricing_config", "PricingConfig"), NULL),
            required=False,
        ),
        Field(
            "configurations",
            "configurations",
            OneOf(ModelOf("model_configurations_detail", "ModelConfigurationsDetail"), NULL),
            required=False,
        ),
        Field("created_at", "created_at", OneOf(NULL, STRING), required=False),
        Field("last_updated_at", "last_updated_at", OneOf(NULL, STRING), required=False),
    )
