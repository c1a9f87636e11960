from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import (
    INTEGER,
    EnumOf,
    Field,
    Model,
)

if TYPE_CHECKING:
    from ..models.rate_limit_type import RateLimitType
    from ..models.rate_limit_unit import RateLimitUnit


@define(repr=False)
class RateLimit(Model):
    """How many requests or tokens in a day, an hour or a minute.

    Attributes:
        type_: RateLimitType | str
        unit: RateLimitUnit | str. Per day, per hour or per minute.
        value: int. The most in one unit of time.
    """

    type_: RateLimitType | str
    unit: RateLimitUnit | str
    value: int
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("type", "type_", EnumOf("rate_limit_type", "RateLimitType"), required=True),
        Field("unit", "unit", EnumOf("rate_limit_unit", "RateLimitUnit"), required=True),
        Field("value", "value", INTEGER, required=True),
    )
