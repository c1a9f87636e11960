from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import (
    INTEGER,
    NULL,
    STRING,
    UNSET,
    EnumOf,
    Field,
    Model,
    OneOf,
    Unset,
)

if TYPE_CHECKING:
    from ..models.periodic_reset import PeriodicReset
    from ..models.usage_limit_type import UsageLimitType


@define(repr=False)
class UsageLimits(Model):
    """A budget, and when it starts again. `periodic_reset` and `periodic_reset_days` exclude each other.

    Attributes:
        type_: UsageLimitType | str | None, optional
        credit_limit: int | None, optional. The most that may be used, in cents of a dollar or in tokens by `type`. At least 1.
        alert_threshold: int | None, optional. How much use sends an alert, in the unit of credit_limit. At least 1.
        periodic_reset: PeriodicReset | str | None, optional
        periodic_reset_days: int | None, optional. The budget starts again after this many days. At least 1. At most 365.
        next_usage_reset_at: str | None, optional. When the budget starts again. In the format date-time.
    """

    type_: UsageLimitType | str | None | Unset = UNSET
    credit_limit: int | None | Unset = UNSET
    alert_threshold: int | None | Unset = UNSET
    periodic_reset: PeriodicReset | str | None | Unset = UNSET
    periodic_reset_days: int | None | Unset = UNSET
    next_usage_reset_at: str | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("type", "type_", OneOf(EnumOf("usage_limit_type", "UsageLimitType"), NULL), required=False),
        Field("credit_limit", "credit_limit", OneOf(INTEGER, NULL), required=False),
        Field("alert_threshold", "alert_threshold", OneOf(INTEGER, NULL), required=False),
        Field(
            "periodic_reset",
            "periodic_reset",
            OneOf(EnumOf("periodic_reset", "PeriodicReset"), NULL),
            required=False,
        ),
        Field("periodic_reset_days", "periodic_reset_days", OneOf(INTEGER, NULL), required=False),
        Field("next_usage_reset_at", "next_usage_reset_at", OneOf(NULL, STRING), required=False),
    )
