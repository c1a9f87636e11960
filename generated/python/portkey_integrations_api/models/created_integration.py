from __future__ import annotations

from typing import Any, ClassVar

from attrs import define, field

from ..types import (
    STRING,
    Field,
    Model,
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
