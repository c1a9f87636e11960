from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import define, field

from ..types import (
    BOOLEAN,
    NULL,
    STRING,
    UNSET,
    Field,
    Model,
    ModelOf,
    OneOf,
    Unset,
    to_json,
    unread,
)

if TYPE_CHECKING:
    from ..models.created_virtual_key_data import CreatedVirtualKeyData


@define(repr=False)
class CreatedVirtualKey(Model):
    """Two readings are in the field, `{success, data: {slug}}` and `{id, slug, object}`; a server should
    answer both at once.

    Attributes:
        success: bool, optional
        data: CreatedVirtualKeyData, optional
        id: str | None, optional In the format uuid.
        slug: str, optional
        object_: str | None, optional
    """

    success: bool | Unset = UNSET
    data: CreatedVirtualKeyData | Unset = UNSET
    id: str | None | Unset = UNSET
    slug: str | Unset = UNSET
    object_: str | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("success", "success", BOOLEAN, required=False),
        Field("data", "data", ModelOf("created_virtual_key_data", "CreatedVirtualKeyData"), required=False),
        Field("id", "id", OneOf(NULL, STRING), required=False),
        Field("slug", "slug", STRING, required=False),
        Field("object", "object_", OneOf(NULL, STRING), required=False),
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("success", UNSET)
        self.success = value if type(value) is bool or value is UNSET else fields[0].read(value, src_dict)
        value = take("data", UNSET)
        self.data = value if value is UNSET else fields[1].read(value, src_dict)
        value = take("id", UNSET)
        self.id = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[2].read(value, src_dict)
        )
        value = take("slug", UNSET)
        self.slug = value if type(value) is str or value is UNSET else fields[3].read(value, src_dict)
        value = take("object", UNSET)
        self.object_ = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[4].read(value, src_dict)
        )
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.success) is not UNSET:
            data["success"] = value if type(value) is bool else to_json(value)
        if (value := self.data) is not UNSET:
            data["data"] = to_json(value)
        if (value := self.id) is not UNSET:
            data["id"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.slug) is not UNSET:
            data["slug"] = value if type(value) is str else to_json(value)
        if (value := self.object_) is not UNSET:
            data["object"] = value if value is None or type(value) is str else to_json(value)
        return data
