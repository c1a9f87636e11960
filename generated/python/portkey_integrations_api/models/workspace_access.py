from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import define, field

from ..types import (
    BOOLEAN,
    NULL,
    STRING,
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
class WorkspaceAccess(Model):
    """The schema WorkspaceAccess.

    Attributes:
        id: str. The workspace's slug.
        enabled: bool
        usage_limits: list[UsageLimits] | None, optional Items: at most 1.
        rate_limits: list[RateLimit] | None, optional Items: at most 1.
        created_at: str | None, optional In the format date-time.
        last_updated_at: str | None, optional In the format date-time.
    """

    id: str
    enabled: bool
    usage_limits: list[UsageLimits] | None | Unset = UNSET
    rate_limits: list[RateLimit] | None | Unset = UNSET
    created_at: str | None | Unset = UNSET
    last_updated_at: str | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("id", "id", STRING, required=True),
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
        Field("created_at", "created_at", OneOf(NULL, STRING), required=False),
        Field("last_updated_at", "last_updated_at", OneOf(NULL, STRING), required=False),
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("id", UNSET)
        self.id = value if type(value) is str else fields[0].read(value, src_dict)
        value = take("enabled", UNSET)
        self.enabled = value if type(value) is bool else fields[1].read(value, src_dict)
        value = take("usage_limits", UNSET)
        self.usage_limits = value if value is None or value is UNSET else fields[2].read(value, src_dict)
        value = take("rate_limits", UNSET)
        self.rate_limits = value if value is None or value is UNSET else fields[3].read(value, src_dict)
        value = take("created_at", UNSET)
        self.created_at = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[4].read(value, src_dict)
        )
        value = take("last_updated_at", UNSET)
        self.last_updated_at = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[5].read(value, src_dict)
        )
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.id) is not UNSET:
            data["id"] = value if type(value) is str else to_json(value)
        if (value := self.enabled) is not UNSET:
            data["enabled"] = value if type(value) is bool else to_json(value)
        if (value := self.usage_limits) is not UNSET:
            data["usage_limits"] = value if value is None else to_json(value)
        if (value := self.rate_limits) is not UNSET:
            data["rate_limits"] = value if value is None else to_json(value)
        if (value := self.created_at) is not UNSET:
            data["created_at"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.last_updated_at) is not UNSET:
            data["last_updated_at"] = value if value is None or type(value) is str else to_json(value)
        return data
