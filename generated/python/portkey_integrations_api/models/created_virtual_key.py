from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

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
