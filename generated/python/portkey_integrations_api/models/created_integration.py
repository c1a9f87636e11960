from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from ..types import (
    STRING,
    UNSET,
    Field,
    Model,
    to_json,
    unread,
)


@define(repr=False)
class CreatedIntegration(Model):
    """The schema CreatedIntegration.

    Attributes:
        id: str In the format uuid.
        slug: str
    """

    id: str
    slug: str
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("id", "id", STRING, required=True),
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
        self.id = value if type(value) is str else fields[0].read(value, src_dict)
        value = take("slug", UNSET)
        self.slug = value if type(value) is str else fields[1].read(value, src_dict)
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.id) is not UNSET:
            data["id"] = value if type(value) is str else to_json(value)
        if (value := self.slug) is not UNSET:
            data["slug"] = value if type(value) is str else to_json(value)
        return data
