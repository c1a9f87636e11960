from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import define, field

from ..types import (
    INTEGER,
    UNSET,
    EnumOf,
    Field,
    Model,
    to_json,
    unread,
)

if TYPE_CHECKING:
    from ..models.rate_limit_type import RateLimitType
    from ..models.rate_limit_unit import RateLimitUnit


@define(repr=False)
class RateLimit(Model):
    """How many requests or tokens in a day, an hour or a minute.

    Attributes:
        type_: RateLimitType | str
        unit: RateLimitUnit | str. Per day, per hour or per minute.
        value: int. The most in one unit of time.
    """

    type_: RateLimitType | str
    unit: RateLimitUnit | str
    value: int
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("type", "type_", EnumOf("rate_limit_type", "RateLimitType"), required=True),
        Field("unit", "unit", EnumOf("rate_limit_unit", "RateLimitUnit"), required=True),
        Field("value", "value", INTEGER, required=True),
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
        value = take("unit", UNSET)
        self.unit = fields[1].read(value, src_dict)
        value = take("value", UNSET)
        self.value = value if type(value) is int else fields[2].read(value, src_dict)
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.type_) is not UNSET:
            data["type"] = to_json(value)
        if (value := self.unit) is not UNSET:
            data["unit"] = to_json(value)
        if (value := self.value) is not UNSET:
            data["value"] = value if type(value) is int else to_json(value)
        return data
