from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from ..types import (
    STRING,
    UNSET,
    Field,
    Model,
    Unset,
    to_json,
    unread,
)


@define(repr=False)
class VertexServiceAccount(Model):
    """A service account's JSON, as Google Cloud hands it out.

    Attributes:
        type_: str, optional
        project_id: str, optional
        client_email: str, optional
    """

    type_: str | Unset = UNSET
    project_id: str | Unset = UNSET
    client_email: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("type", "type_", STRING, required=False),
        Field("project_id", "project_id", STRING, required=False),
        Field("client_email", "client_email", STRING, required=False),
    )
    HIDES_ADDITIONAL: ClassVar[bool] = True

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("type", UNSET)
        self.type_ = value if type(value) is str or value is UNSET else fields[0].read(value, src_dict)
        value = take("project_id", UNSET)
        self.project_id = value if type(value) is str or value is UNSET else fields[1].read(value, src_dict)
        value = take("client_email", UNSET)
        self.client_email = value if type(value) is str or value is UNSET else fields[2].read(value, src_dict)
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.type_) is not UNSET:
            data["type"] = value if type(value) is str else to_json(value)
        if (value := self.project_id) is not UNSET:
            data["project_id"] = value if type(value) is str else to_json(value)
        if (value := self.client_email) is not UNSET:
            data["client_email"] = value if type(value) is str else to_json(value)
        return data
