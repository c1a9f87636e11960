from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NotRequired, Self, TypedDict

from attrs import define, field

from ..types import (
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
class CreateProviderRequest(Model):
    """The schema CreateProviderRequest.

    Attributes:
        name: str Characters: at least 1.
        integration_id: str. The integration, by slug or id. Characters: at least 1.
        workspace_id: str, optional. The workspace, by id or slug; needed with an organisation key. Characters: at least 1.
        slug: str, optional. Names the object in paths; generated where it is absent. Matches `^[a-zA-Z0-9_-]+$`.
        note: str | None, optional
        usage_limits: UsageLimits | None, optional
        rate_limits: list[RateLimit] | None, optional
        expires_at: str | None, optional. When it stops to work. In the format date-time.
    """

    name: str
    integration_id: str
    workspace_id: str | Unset = UNSET
    slug: str | Unset = UNSET
    note: str | None | Unset = UNSET
    usage_limits: UsageLimits | None | Unset = UNSET
    rate_limits: list[RateLimit] | None | Unset = UNSET
    expires_at: str | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("name", "name", STRING, required=True),
        Field("integration_id", "integration_id", STRING, required=True),
        Field("workspace_id", "workspace_id", STRING, required=False),
        Field("slug", "slug", STRING, required=False),
        Field("note", "note", OneOf(NULL, STRING), required=False),
        Field(
            "usage_limits",
            "usage_limits",
            OneOf(ModelOf("usage_limits", "UsageLimits"), NULL),
            required=False,
        ),
        Field(
            "rate_limits",
            "rate_limits",
            OneOf(ListOf(ModelOf("rate_limit", "RateLimit")), NULL),
            required=False,
        ),
        Field("expires_at", "expires_at", OneOf(NULL, STRING), required=False),
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("name", UNSET)
        self.name = value if type(value) is str else fields[0].read(value, src_dict)
        value = take("integration_id", UNSET)
        self.integration_id = value if type(value) is str else fields[1].read(value, src_dict)
        value = take("workspace_id", UNSET)
        self.workspace_id = value if type(value) is str or value is UNSET else fields[2].read(value, src_dict)
        value = take("slug", UNSET)
        self.slug = value if type(value) is str or value is UNSET else fields[3].read(value, src_dict)
        value = take("note", UNSET)
        self.note = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[4].read(value, src_dict)
        )
        value = take("usage_limits", UNSET)
        self.usage_limits = value if value is None or value is UNSET else fields[5].read(value, src_dict)
        value = take("rate_limits", UNSET)
        self.rate_limits = value if value is None or value is UNSET else fields[6].read(value, src_dict)
        value = take("expires_at", UNSET)
        self.expires_at = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[7].read(value, src_dict)
        )
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.name) is not UNSET:
            data["name"] = value if type(value) is str else to_json(value)
        if (value := self.integration_id) is not UNSET:
            data["integration_id"] = value if type(value) is str else to_json(value)
        if (value := self.workspace_id) is not UNSET:
            data["workspace_id"] = value if type(value) is str else to_json(value)
        if (value := self.slug) is not UNSET:
            data["slug"] = value if type(value) is str else to_json(value)
        if (value := self.note) is not UNSET:
            data["note"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.usage_limits) is not UNSET:
            data["usage_limits"] = value if value is None else to_json(value)
        if (value := self.rate_limits) is not UNSET:
            data["rate_limits"] = value if value is None else to_json(value)
        if (value := self.expires_at) is not UNSET:
            data["expires_at"] = value if value is None or type(value) is str else to_json(value)
        return data


class CreateProviderRequestFields(TypedDict):
    """The fields of CreateProviderRequest as keyword arguments, under the names that are sent."""

    name: str
    integration_id: str
    workspace_id: NotRequired[str | Unset]
    slug: NotRequired[str | Unset]
    note: NotRequired[str | None | Unset]
    usage_limits: NotRequired[Mapping[str, Any] | UsageLimits | None | Unset]
    rate_limits: NotRequired[Sequence[Mapping[str, Any] | RateLimit] | None | Unset]
    expires_at: NotRequired[str | None | Unset]
