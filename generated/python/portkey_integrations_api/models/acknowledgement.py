from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from ..types import (
    BOOLEAN,
    NULL,
    UNSET,
    Field,
    Model,
    OneOf,
    Unset,
    to_json,
    unread,
)


@define(repr=False)
class Acknowledgement(Model):
    """An object, empty or not.

    Attributes:
        success: bool | None, optional
    """

    success: bool | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (Field("success", "success", OneOf(BOOLEAN, NULL), required=False),)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("success", UNSET)
        self.success = (
            value
            if type(value) is bool or value is None or value is UNSET
            else fields[0].read(value, src_dict)
        )
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.success) is not UNSET:
            data["success"] = value if type(value) is bool or value is None else to_json(value)
        return data
