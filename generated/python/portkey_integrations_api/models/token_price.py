from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from ..types import (
    NUMBER,
    UNSET,
    Field,
    Model,
    to_json,
    unread,
)


@define(repr=False)
class TokenPrice(Model):
    """The schema TokenPrice.

    Attributes:
        price: float At least 0.
    """

    price: float
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (Field("price", "price", NUMBER, required=True),)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("price", UNSET)
        self.price = value if type(value) is float or type(value) is int else fields[0].read(value, src_dict)
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.price) is not UNSET:
            data["price"] = value if type(value) is float or type(value) is int else to_json(value)
        return data
