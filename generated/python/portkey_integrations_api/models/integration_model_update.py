from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

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
    to_json,
    unread,
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

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("slug", UNSET)
        self.slug = value if type(value) is str else fields[0].read(value, src_dict)
        value = take("name", UNSET)
        self.name = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[1].read(value, src_dict)
        )
        value = take("enabled", UNSET)
        self.enabled = value if type(value) is bool else fields[2].read(value, src_dict)
        value = take("is_custom", UNSET)
        self.is_custom = value if type(value) is bool or value is UNSET else fields[3].read(value, src_dict)
        value = take("is_finetune", UNSET)
        self.is_finetune = value if type(value) is bool or value is UNSET else fields[4].read(value, src_dict)
        value = take("base_model_slug", UNSET)
        self.base_model_slug = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[5].read(value, src_dict)
        )
        value = take("pricing_config", UNSET)
        self.pricing_config = value if value is None or value is UNSET else fields[6].read(value, src_dict)
        value = take("configurations", UNSET)
        self.configurations = value if value is None or value is UNSET else fields[7].read(value, src_dict)
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.slug) is not UNSET:
            data["slug"] = value if type(value) is str else to_json(value)
        if (value := self.name) is not UNSET:
            data["name"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.enabled) is not UNSET:
            data["enabled"] = value if type(value) is bool else to_json(value)
        if (value := self.is_custom) is not UNSET:
            data["is_custom"] = value if type(value) is bool else to_json(value)
        if (value := self.is_finetune) is not UNSET:
            data["is_finetune"] = value if type(value) is bool else to_json(value)
        if (value := self.base_model_slug) is not UNSET:
            data["base_model_slug"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.pricing_config) is not UNSET:
            data["pricing_config"] = value if value is None else to_json(value)
        if (value := self.configurations) is not UNSET:
            data["configurations"] = value if value is None else to_json(value)
        return data
