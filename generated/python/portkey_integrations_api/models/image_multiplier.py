from __future__ import annotations

from typing import Any, ClassVar

from attrs import define, field

from ..types import (
    NULL,
    NUMBER,
    UNSET,
    Field,
    Model,
    OneOf,
    Unset,
)


@define(repr=False)
class ImageMultiplier(Model):
    """Factors on the prices of images. Closed.

    Attributes:
        default: float | None, optional At least 0.
    """

    default: float | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (Field("default", "default", OneOf(NULL, NUMBER), required=False),)
