from __future__ import annotations

from typing import Any, ClassVar

from attrs import define, field

from ..types import (
    NUMBER,
    Field,
    Model,
)


@define(repr=False)
class TokenPrice(Model):
    """The schema TokenPrice.

    Attributes:
        price: float At least 0.
    """

    price: float
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (Field("price", "price", NUMBER, required=True),)
