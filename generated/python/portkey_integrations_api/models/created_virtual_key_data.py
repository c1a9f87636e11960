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
