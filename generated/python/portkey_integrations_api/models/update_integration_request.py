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
    from ..models.configurations_update import ConfigurationsUpdate
    from ..models.pricing_adjustments import PricingAdjustments
    from ..models.secret_mapping import SecretMapping
    from ..types import SecretText


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

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("name", UNSET)
        self.name = value if type(value) is str or value is UNSET else fields[0].read(value, src_dict)
        value = take("key", UNSET)
        self.key = value if type(value) is str or value is UNSET else fields[1].read(value, src_dict)
        value = take("description", UNSET)
        self.description = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[2].read(value, src_dict)
        )
        value = take("configurations", UNSET)
        self.configurations = value if value is UNSET else fields[3].read(value, src_dict)
        value = take("secret_mappings", UNSET)
        self.secret_mappings = value if value is UNSET else fields[4].read(value, src_dict)
        value = take("pricing_adjustments", UNSET)
        self.pricing_adjustments = (
            value if value is None or value is UNSET else fields[5].read(value, src_dict)
        )
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.name) is not UNSET:
            data["name"] = value if type(value) is str else to_json(value)
        if (value := self.key) is not UNSET:
            data["key"] = value if type(value) is str else to_json(value)
        if (value := self.description) is not UNSET:
            data["description"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.configurations) is not UNSET:
            data["configurations"] = to_json(value)
        if (value := self.secret_mappings) is not UNSET:
            data["secret_mappings"] = to_json(value)
        if (value := self.pricing_adjustments) is not UNSET:
            data["pricing_adjustments"] = value if value is None else to_json(value)
        return data


class UpdateIntegrationRequestFields(TypedDict):
    """The fields of UpdateIntegrationRequest as keyword arguments, under the names that are sent."""

    name: NotRequired[str | Unset]
    key: NotRequired[SecretText | Unset]
    description: NotRequired[str | None | Unset]
    configurations: NotRequired[Mapping[str, Any] | ConfigurationsUpdate | Unset]
    secret_mappings: NotRequired[Sequence[Mapping[str, Any] | SecretMapping] | Unset]
    pricing_adjustments: NotRequired[Mapping[str, Any] | PricingAdjustments | None | Unset]
