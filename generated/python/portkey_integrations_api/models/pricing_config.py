from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import define, field

from ..types import (
    NULL,
    UNSET,
    EnumOf,
    Field,
    Model,
    ModelOf,
    OneOf,
    Unset,
    to_json,
    unread,
)

if TYPE_CHECKING:
    from ..models.pay_as_you_go import PayAsYouGo
    from ..models.pricing_type import PricingType


@define(repr=False)
class PricingConfig(Model):
    """The price of a model, in cents of a dollar a token.

    Attributes:
        type_: PricingType | str
        pay_as_you_go: PayAsYouGo | None, optional
    """

    type_: PricingType | str
    pay_as_you_go: PayAsYouGo | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("type", "type_", EnumOf("pricing_type", "PricingType"), required=True),
        Field(
            "pay_as_you_go",
            "pay_as_you_go",
            OneOf(ModelOf("pay_as_you_go", "PayAsYouGo"), NULL),
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
        value = take("type", UNSET)
        self.type_ = fields[0].read(value, src_dict)
        value = take("pay_as_you_go", UNSET)
        self.pay_as_you_go = value if value is None or value is UNSET else fields[1].read(value, src_dict)
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.type_) is not UNSET:
            data["type"] = to_json(value)
        if (value := self.pay_as_you_go) is not UNSET:
            data["pay_as_you_go"] = value if value is None else to_json(value)
        return data
