from __future__ import annotations

from typing import Any, ClassVar

from attrs import define, field

from ..types import (
    STRING,
    Codec,
    Field,
    Model,
)


@define(repr=False)
class MaskedCustomHeaders(Model):
    """The names of the headers, each with its mask."""

    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = ()
    ADDITIONAL: ClassVar[Codec] = STRING
