from __future__ import annotations

from typing import Any, ClassVar

from attrs import define, field

from ..types import (
    NULL,
    STRING,
    UNSET,
    Field,
    Model,
    OneOf,
    Unset,
)


@define(repr=False)
class ProviderReference(Model):
    """The schema ProviderReference.

    Attributes:
        id: str In the format uuid.
        slug: str
        object_: str | None, optional
    """

    id: str
    slug: str
    object_: str | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("id", "id", STRING, required=True),
        Field("slug", "slug", STRING, required=True),
        Field("object", "object_", OneOf(NULL, STRING), required=False),
    )
