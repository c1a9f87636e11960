from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import (
    BOOLEAN,
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
    from ..models.model_configurations import ModelConfigurations
    from ..models.pricing_config import PricingConfig


@define(repr=False)
class IntegrationModelUpdate(Model):
    """The schema IntegrationModelUpdate.

    Attributes:
        slug: str Characters: at least 1.
        enabled: bool
        name: str | None, optional
        is_custom: bool, optional
        is_finetune: bool, optional
        base_model_slug: str | None, optional
        pricing_config: PricingConfig | None, optional
        configurations: ModelConfigurations | None, optional
    """

    slug: str
    enabled: bool
    name: str | None | Unset = UNSET
    is_custom: bool | Unset = UNSET
    is_finetune: bool | Unset = UNSET
    base_model_slug: str | None | Unset = UNSET
    pricing_config: PricingConfig | None | Unset = UNSET
    configurations: ModelConfigurations | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("slug", "slug", STRING, required=True),
        Field("name", "name", OneOf(NULL, STRING), required=False),
        Field("enabled", "enabled", BOOLEAN, required=True),
        Field("is_custom", "is_custom", BOOLEAN, required=False),
        Field("is_finetune", "is_finetune", BOOLEAN, required=False),
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
            OneOf(ModelOf("model_configurations", "ModelConfigurations"), NULL),
            required=False,
        ),
    )
