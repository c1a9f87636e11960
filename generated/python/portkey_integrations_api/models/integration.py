from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import define, field

from ..types import (
    NULL,
    STRING,
    UNSET,
    EnumOf,
    Field,
    Model,
    OneOf,
    Unset,
    to_json,
    unread,
)

if TYPE_CHECKING:
    from ..models.integration_status import IntegrationStatus
    from ..models.integration_type import IntegrationType


@define(repr=False)
class Integration(Model):
    """The schema Integration.

    Attributes:
        id: str In the format uuid.
        ai_provider_id: str
        name: str
        status: IntegrationStatus | str
        created_at: str In the format date-time.
        slug: str
        object_: str
        organisation_id: str | None, optional In the format uuid.
        workspace_id: str | None, optional
        type_: IntegrationType | str | None, optional
        last_updated_at: str | None, optional In the format date-time.
        description: str | None, optional
    """

    id: str
    ai_provider_id: str
    name: str
    status: IntegrationStatus | str
    created_at: str
    slug: str
    object_: str
    organisation_id: str | None | Unset = UNSET
    workspace_id: str | None | Unset = UNSET
    type_: IntegrationType | str | None | Unset = UNSET
    last_updated_at: str | None | Unset = UNSET
    description: str | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("id", "id", STRING, required=True),
        Field("organisation_id", "organisation_id", OneOf(NULL, STRING), required=False),
        Field("workspace_id", "workspace_id", OneOf(NULL, STRING), required=False),
        Field("type", "type_", OneOf(EnumOf("integration_type", "IntegrationType"), NULL), required=False),
        Field("ai_provider_id", "ai_provider_id", STRING, required=True),
        Field("name", "name", STRING, required=True),
        Field("status", "status", EnumOf("integration_status", "IntegrationStatus"), required=True),
        Field("created_at", "created_at", STRING, required=True),
        Field("last_updated_at", "last_updated_at", OneOf(NULL, STRING), required=False),
        Field("slug", "slug", STRING, required=True),
        Field("description", "description", OneOf(NULL, STRING), required=False),
        Field("object", "object_", STRING, required=True),
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
        value = take("organisation_id", UNSET)
        self.organisation_id = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[1].read(value, src_dict)
        )
        value = take("workspace_id", UNSET)
        self.workspace_id = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[2].read(value, src_dict)
        )
        value = take("type", UNSET)
        self.type_ = value if value is None or value is UNSET else fields[3].read(value, src_dict)
        value = take("ai_provider_id", UNSET)
        self.ai_provider_id = value if type(value) is str else fields[4].read(value, src_dict)
        value = take("name", UNSET)
        self.name = value if type(value) is str else fields[5].read(value, src_dict)
        value = take("status", UNSET)
        self.status = fields[6].read(value, src_dict)
        value = take("created_at", UNSET)
        self.created_at = value if type(value) is str else fields[7].read(value, src_dict)
        value = take("last_updated_at", UNSET)
        self.last_updated_at = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[8].read(value, src_dict)
        )
        value = take("slug", UNSET)
        self.slug = value if type(value) is str else fields[9].read(value, src_dict)
        value = take("description", UNSET)
        self.description = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[10].read(value, src_dict)
        )
        value = take("object", UNSET)
        self.object_ = value if type(value) is str else fields[11].read(value, src_dict)
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.id) is not UNSET:
            data["id"] = value if type(value) is str else to_json(value)
        if (value := self.organisation_id) is not UNSET:
            data["organisation_id"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.workspace_id) is not UNSET:
            data["workspace_id"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.type_) is not UNSET:
            data["type"] = value if value is None else to_json(value)
        if (value := self.ai_provider_id) is not UNSET:
            data["ai_provider_id"] = value if type(value) is str else to_json(value)
        if (value := self.name) is not UNSET:
            data["name"] = value if type(value) is str else to_json(value)
        if (value := self.status) is not UNSET:
            data["status"] = to_json(value)
        if (value := self.created_at) is not UNSET:
            data["created_at"] = value if type(value) is str else to_json(value)
        if (value := self.last_updated_at) is not UNSET:
            data["last_updated_at"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.slug) is not UNSET:
            data["slug"] = value if type(value) is str else to_json(value)
        if (value := self.description) is not UNSET:
            data["description"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.object_) is not UNSET:
            data["object"] = value if type(value) is str else to_json(value)
        return data
