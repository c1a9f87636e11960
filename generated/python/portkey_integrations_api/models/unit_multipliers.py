from __future__ import annotations

from typing import Any, ClassVar

from attrs import define, field

from ..types import (
    NULL,
    NUMBER,
    Codec,
    Field,
    Model,
    OneOf,
)


@define(repr=False)
class UnitMultipliers(Model):
    """Factors by the name of a unit."""

    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = ()
    ADDITIONAL: ClassVar[Codec] = OneOf(NULL, NUMBER)
