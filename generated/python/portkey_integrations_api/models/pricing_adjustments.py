from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import define, field

from ..types import (
    UNSET,
    Field,
    Model,
    ModelOf,
    Unset,
    to_json,
    unread,
)

if TYPE_CHECKING:
    from ..models.pricing_multiplier import PricingMultiplier


@define(repr=False)
class PricingAdjustments(Model):
    """Factors on the prices that usage is charged with. Closed.

    Attributes:
        multiplier: PricingMultiplier, optional. A factor for each kind of token; `default` is for those that are not named. Closed.
    """

    multiplier: PricingMultiplier | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("multiplier", "multiplier", ModelOf("pricing_multiplier", "PricingMultiplier"), required=False),
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("multiplier", UNSET)
        self.multiplier = value if value is UNSET else fields[0].read(value, src_dict)
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.multiplier) is not UNSET:
            data["multiplier"] = to_json(value)
        return data
