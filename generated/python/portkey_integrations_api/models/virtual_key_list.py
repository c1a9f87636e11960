from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import define, field

from ..types import (
    INTEGER,
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
    from ..models.virtual_key import VirtualKey


@define(repr=False)
class VirtualKeyList(Model):
    """The schema VirtualKeyList.

    Attributes:
        total: int. How many items the filter lets through, on all pages. At least 0.
        data: list[VirtualKey]
        object_: str | None, optional
    """

    total: int
    data: list[VirtualKey]
    object_: str | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("object", "object_", OneOf(NULL, STRING), required=False),
        Field("total", "total", INTEGER, required=True),
        Field("data", "data", ListOf(ModelOf("virtual_key", "VirtualKey")), required=True),
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("object", UNSET)
        self.object_ = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[0].read(value, src_dict)
        )
        value = take("total", UNSET)
        self.total = value if type(value) is int else fields[1].read(value, src_dict)
        value = take("data", UNSET)
        self.data = fields[2].read(value, src_dict)
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.object_) is not UNSET:
            data["object"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.total) is not UNSET:
            data["total"] = value if type(value) is int else to_json(value)
        if (value := self.data) is not UNSET:
            data["data"] = to_json(value)
        return data
