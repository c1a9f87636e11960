from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

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
    to_json,
    unread,
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

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("type", UNSET)
        self.type_ = value if value is None or value is UNSET else fields[0].read(value, src_dict)
        value = take("credit_limit", UNSET)
        self.credit_limit = (
            value
            if type(value) is int or value is None or value is UNSET
            else fields[1].read(value, src_dict)
        )
        value = take("alert_threshold", UNSET)
        self.alert_threshold = (
            value
            if type(value) is int or value is None or value is UNSET
            else fields[2].read(value, src_dict)
        )
        value = take("periodic_reset", UNSET)
        self.periodic_reset = value if value is None or value is UNSET else fields[3].read(value, src_dict)
        value = take("periodic_reset_days", UNSET)
        self.periodic_reset_days = (
            value
            if type(value) is int or value is None or value is UNSET
            else fields[4].read(value, src_dict)
        )
        value = take("next_usage_reset_at", UNSET)
        self.next_usage_reset_at = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[5].read(value, src_dict)
        )
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.type_) is not UNSET:
            data["type"] = value if value is None else to_json(value)
        if (value := self.credit_limit) is not UNSET:
            data["credit_limit"] = value if type(value) is int or value is None else to_json(value)
        if (value := self.alert_threshold) is not UNSET:
            data["alert_threshold"] = value if type(value) is int or value is None else to_json(value)
        if (value := self.periodic_reset) is not UNSET:
            data["periodic_reset"] = value if value is None else to_json(value)
        if (value := self.periodic_reset_days) is not UNSET:
            data["periodic_reset_days"] = value if type(value) is int or value is None else to_json(value)
        if (value := self.next_usage_reset_at) is not UNSET:
            data["next_usage_reset_at"] = value if value is None or type(value) is str else to_json(value)
        return data
