from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from ..types import (
    NULL,
    NUMBER,
    UNSET,
    Field,
    Model,
    OneOf,
    Unset,
    to_json,
    unread,
)


@define(repr=False)
class ImageMultiplier(Model):
    """Factors on the prices of images. Closed.

    Attributes:
        default: float | None, optional At least 0.
    """

    default: float | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (Field("default", "default", OneOf(NULL, NUMBER), required=False),)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("default", UNSET)
        self.default = (
            value
            if value is None or type(value) is float or type(value) is int or value is UNSET
            else fields[0].read(value, src_dict)
        )
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.default) is not UNSET:
            data["default"] = (
                value if value is None or type(value) is float or type(value) is int else to_json(value)
            )
        return data
