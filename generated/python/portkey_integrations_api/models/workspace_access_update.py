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
class WorkspaceAccessUpdate(Model):
    """The schema WorkspaceAccessUpdate.

    Attributes:
        id: str. The workspace, by id or slug. Characters: at least 1.
        enabled: bool
        usage_limits: list[UsageLimits] | None, optional Items: at most 1.
        rate_limits: list[RateLimit] | None, optional Items: at most 1.
        reset_usage: bool, optional. True makes an exhausted workspace active again.
        create_default_provider: bool, optional. Whether access makes a provider in the workspace. The server's default is True.
        default_provider_slug: str, optional. The slug of the provider that access makes. Characters: at most 255. Matches `^[a-zA-Z0-9_-]+$`.
    """

    id: str
    enabled: bool
    usage_limits: list[UsageLimits] | None | Unset = UNSET
    rate_limits: list[RateLimit] | None | Unset = UNSET
    reset_usage: bool | Unset = UNSET
    create_default_provider: bool | Unset = UNSET
    default_provider_slug: str | Unset = UNSET
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
        Field("reset_usage", "reset_usage", BOOLEAN, required=False),
        Field("create_default_provider", "create_default_provider", BOOLEAN, required=False),
        Field("default_provider_slug", "default_provider_slug", STRING, required=False),
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
        value = take("reset_usage", UNSET)
        self.reset_usage = value if type(value) is bool or value is UNSET else fields[4].read(value, src_dict)
        value = take("create_default_provider", UNSET)
        self.create_default_provider = (
            value if type(value) is bool or value is UNSET else fields[5].read(value, src_dict)
        )
        value = take("default_provider_slug", UNSET)
        self.default_provider_slug = (
            value if type(value) is str or value is UNSET else fields[6].read(value, src_dict)
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
        if (value := self.reset_usage) is not UNSET:
            data["reset_usage"] = value if type(value) is bool else to_json(value)
        if (value := self.create_default_provider) is not UNSET:
            data["create_default_provider"] = value if type(value) is bool else to_json(value)
        if (value := self.default_provider_slug) is not UNSET:
            data["default_provider_slug"] = value if type(value) is str else to_json(value)
        return data
