from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from ..types import (
    NULL,
    STRING,
    UNSET,
    Field,
    Model,
    OneOf,
    Unset,
    to_json,
    unread,
)


@define(repr=False)
class CreatedVirtualKeyData(Model):
    """The schema CreatedVirtualKeyData.

    Attributes:
        slug: str
        id: str | None, optional In the format uuid.
    """

    slug: str
    id: str | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("id", "id", OneOf(NULL, STRING), required=False),
        Field("slug", "slug", STRING, required=True),
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("id", UNSET)
        self.id = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[0].read(value, src_dict)
        )
        value = take("slug", UNSET)
        self.slug = value if type(value) is str else fields[1].read(value, src_dict)
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.id) is not UNSET:
            data["id"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.slug) is not UNSET:
            data["slug"] = value if type(value) is str else to_json(value)
        return data
