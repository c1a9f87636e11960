from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import define, field

from ..types import (
    BOOLEAN,
    NULL,
    UNSET,
    Field,
    ListOf,
    Model,
    ModelOf,
    OneOf,
    Unset,
    to_json,
    unread,
)

if TYPE_CHECKING:
    from ..models.rate_limit import RateLimit
    from ..models.usage_limits import UsageLimits


@define(repr=False)
class GlobalWorkspaceAccess(Model):
    """The access of the workspaces that have none of their own.

    Attributes:
        enabled: bool
        usage_limits: list[UsageLimits] | None, optional Items: at most 1.
        rate_limits: list[RateLimit] | None, optional Items: at most 1.
    """

    enabled: bool
    usage_limits: list[UsageLimits] | None | Unset = UNSET
    rate_limits: list[RateLimit] | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("enabled", "enabled", BOOLEAN, required=True),
        Field(
            "usage_limits",
            "usage_limits",
            OneOf(ListOf(ModelOf("usage_limits", "UsageLimits")), NULL),
            required=False,
        ),
        Field(
            "rate_limits",
            "rate_limits",
            OneOf(ListOf(ModelOf("rate_limit", "RateLimit")), NULL),
            required=False,
        ),
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("enabled", UNSET)
        self.enabled = value if type(value) is bool else fields[0].read(value, src_dict)
        value = take("usage_limits", UNSET)
        self.usage_limits = value if value is None or value is UNSET else fields[1].read(value, src_dict)
        value = take("rate_limits", UNSET)
        self.rate_limits = value if value is None or value is UNSET else fields[2].read(value, src_dict)
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.enabled) is not UNSET:
            data["enabled"] = value if type(value) is bool else to_json(value)
        if (value := self.usage_limits) is not UNSET:
            data["usage_limits"] = value if value is None else to_json(value)
        if (value := self.rate_limits) is not UNSET:
            data["rate_limits"] = value if value is None else to_json(value)
        return data
