from __future__ import annotations

from typing import Any, ClassVar

from attrs import define, field

from ..types import (
    BOOLEAN,
    NULL,
    UNSET,
    Field,
    Model,
    OneOf,
    Unset,
)


@define(repr=False)
class Acknowledgement(Model):
    """An object, empty or not.

    Attributes:
        success: bool | None, optional
    """

    success: bool | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (Field("success", "success", OneOf(BOOLEAN, NULL), required=False),)
