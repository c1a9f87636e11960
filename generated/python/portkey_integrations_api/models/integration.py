from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

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
