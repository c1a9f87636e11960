from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import (
    INTEGER,
    NULL,
    STRING,
    UNSET,
    Field,
    ListOf,
    Model,
    ModelOf,
    OneOf,
    Unset,
)

if TYPE_CHECKING:
    from ..models.virtual_key import VirtualKey


@define(repr=False)
class VirtualKeyList(Model):
    """The schema VirtualKeyList.

    Attributes:
        total: int. How many items the filter lets through, on all pages. At least 0.
        data: list[VirtualKey]
        object_: str | None, optional
    """

    total: int
    data: list[VirtualKey]
    object_: str | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("object", "object_", OneOf(NULL, STRING), required=False),
        Field("total", "total", INTEGER, required=True),
        Field("data", "data", ListOf(ModelOf("virtual_key", "VirtualKey")), required=True),
    )
