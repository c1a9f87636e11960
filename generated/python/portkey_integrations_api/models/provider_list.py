from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import (
    INTEGER,
    STRING,
    Field,
    ListOf,
    Model,
    ModelOf,
)

if TYPE_CHECKING:
    from ..models.provider import Provider


@define(repr=False)
class ProviderList(Model):
    """The schema ProviderList.

    Attributes:
        object_: str
        total: int. How many items the filter lets through, on all pages. At least 0.
        data: list[Provider]
    """

    object_: str
    total: int
    data: list[Provider]
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("object", "object_", STRING, required=True),
        Field("total", "total", INTEGER, required=True),
        Field("data", "data", ListOf(ModelOf("provider", "Provider")), required=True),
    )
