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
    from ..models.configurations_update import ConfigurationsUpdate
    from ..models.pricing_adjustments import PricingAdjustments
    from ..models.secret_mapping import SecretMapping


@define(repr=False)
class UpdateIntegrationRequest(Model):
    """The schema UpdateIntegrationRequest.

    Attributes:
        name: str, optional Characters: at least 1.
        key: str, optional. The provider's new API key.
        description: str | None, optional
        configurations: ConfigurationsUpdate, optional. The fields of a configuration to change; those of the stored provider count. A mask that is sent back is
            passed over.
        secret_mappings: list[SecretMapping], optional. Replaces the list; an empty one clears it.
        pricing_adjustments: PricingAdjustments | None, optional
    """

    name: str | Unset = UNSET
    key: str | Unset = UNSET
    description: str | None | Unset = UNSET
    configurations: ConfigurationsUpdate | Unset = UNSET
    secret_mappings: list[SecretMapping] | Unset = UNSET
    pricing_adjustments: PricingAdjustments | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("name", "name", STRING, required=False),
        Field("key", "key", STRING, required=False, secret=True),
        Field("description", "description", OneOf(NULL, STRING), required=False),
        Field(
            "configurations",
            "configurations",
            ModelOf("configurations_update", "ConfigurationsUpdate"),
            required=False,
        ),
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


class UpdateIntegrationRequestFields(TypedDict):
    """The fields of UpdateIntegrationRequest as keyword arguments, under the names that are sent."""

    name: NotRequired[str | Unset]
    key: NotRequired[str | Unset]
    description: NotRequired[str | None | Unset]
    configurations: NotRequired[Mapping[str, Any] | ConfigurationsUpdate | Unset]
    secret_mappings: NotRequired[Sequence[Mapping[str, Any] | SecretMapping] | Unset]
    pricing_adjustments: NotRequired[Mapping[str, Any] | PricingAdjustments | None | Unset]
