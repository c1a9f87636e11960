from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import define, field

from ..types import (
    INTEGER,
    STRING,
    UNSET,
    Field,
    ListOf,
    Model,
    ModelOf,
    to_json,
    unread,
)

if TYPE_CHECKING:
    from ..models.provider import Provider


@define(repr=False)
class ProviderList(Model):
    """The schema ProviderList.

    Attributes:
        object_: str
        total: int. How many items the filter lets through, on all pages. At least 0.
        data: list[Provider]
    """

    object_: str
    total: int
    data: list[Provider]
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("object", "object_", STRING, required=True),
        Field("total", "total", INTEGER, required=True),
        Field("data", "data", ListOf(ModelOf("provider", "Provider")), required=True),
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("object", UNSET)
        self.object_ = value if type(value) is str else fields[0].read(value, src_dict)
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
            data["object"] = value if type(value) is str else to_json(value)
        if (value := self.total) is not UNSET:
            data["total"] = value if type(value) is int else to_json(value)
        if (value := self.data) is not UNSET:
            data["data"] = to_json(value)
        return data
