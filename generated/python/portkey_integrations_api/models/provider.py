from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import define, field

from ..types import (
    NULL,
    NUMBER,
    STRING,
    UNSET,
    EnumOf,
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
    from ..models.other_configurations_detail import OtherConfigurationsDetail
    from ..models.provider_status import ProviderStatus
    from ..models.rate_limit import RateLimit
    from ..models.usage_limits import UsageLimits


@define(repr=False)
class Provider(Model):
    """The schema Provider.

    Attributes:
        name: str
        slug: str
        integration_id: str. The integration's slug.
        status: ProviderStatus | str. Whether it can be used; `exhausted` is past its usage limits, `expired` past its time of expiry.
        created_at: str In the format date-time.
        object_: str
        id: str | None, optional In the format uuid.
        workspace_id: str | None, optional
        ai_provider_name: str | None, optional
        model_config: OtherConfigurationsDetail | None, optional
        note: str | None, optional
        usage_limits: UsageLimits | None, optional
        rate_limits: list[RateLimit] | None, optional
        reset_usage: float | None, optional
        last_reset_at: str | None, optional In the format date-time.
        last_updated_at: str | None, optional In the format date-time.
        expires_at: str | None, optional. When it stops to work. In the format date-time.
    """

    name: str
    slug: str
    integration_id: str
    status: ProviderStatus | str
    created_at: str
    object_: str
    id: str | None | Unset = UNSET
    workspace_id: str | None | Unset = UNSET
    ai_provider_name: str | None | Unset = UNSET
    model_config: OtherConfigurationsDetail | None | Unset = UNSET
    note: str | None | Unset = UNSET
    usage_limits: UsageLimits | None | Unset = UNSET
    rate_limits: list[RateLimit] | None | Unset = UNSET
    reset_usage: float | None | Unset = UNSET
    last_reset_at: str | None | Unset = UNSET
    last_updated_at: str | None | Unset = UNSET
    expires_at: str | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("id", "id", OneOf(NULL, STRING), required=False),
        Field("name", "name", STRING, required=True),
        Field("slug", "slug", STRING, required=True),
        Field("workspace_id", "workspace_id", OneOf(NULL, STRING), required=False),
        Field("integration_id", "integration_id", STRING, required=True),
        Field("ai_provider_name", "ai_provider_name", OneOf(NULL, STRING), required=False),
        Field(
            "model_config",
            "model_config",
            OneOf(ModelOf("other_configurations_detail", "OtherConfigurationsDetail"), NULL),
            required=False,
        ),
        Field("note", "note", OneOf(NULL, STRING), required=False),
        Field("status", "status", EnumOf("provider_status", "ProviderStatus"), required=True),
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
        Field("reset_usage", "reset_usage", OneOf(NULL, NUMBER), required=False),
        Field("last_reset_at", "last_reset_at", OneOf(NULL, STRING), required=False),
        Field("created_at", "created_at", STRING, required=True),
        Field("last_updated_at", "last_updated_at", OneOf(NULL, STRING), required=False),
        Field("expires_at", "expires_at", OneOf(NULL, STRING), required=False),
        Field("object", "object_", STRING, required=True),
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("id", UNSET)
        self.id = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[0].read(value, src_dict)
        )
        value = take("name", UNSET)
        self.name = value if type(value) is str else fields[1].read(value, src_dict)
        value = take("slug", UNSET)
        self.slug = value if type(value) is str else fields[2].read(value, src_dict)
        value = take("workspace_id", UNSET)
        self.workspace_id = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[3].read(value, src_dict)
        )
        value = take("integration_id", UNSET)
        self.integration_id = value if type(value) is str else fields[4].read(value, src_dict)
        value = take("ai_provider_name", UNSET)
        self.ai_provider_name = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[5].read(value, src_dict)
        )
        value = take("model_config", UNSET)
        self.model_config = value if value is None or value is UNSET else fields[6].read(value, src_dict)
        value = take("note", UNSET)
        self.note = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[7].read(value, src_dict)
        )
        value = take("status", UNSET)
        self.status = fields[8].read(value, src_dict)
        value = take("usage_limits", UNSET)
        self.usage_limits = value if value is None or value is UNSET else fields[9].read(value, src_dict)
        value = take("rate_limits", UNSET)
        self.rate_limits = value if value is None or value is UNSET else fields[10].read(value, src_dict)
        value = take("reset_usage", UNSET)
        self.reset_usage = (
            value
            if value is None or type(value) is float or type(value) is int or value is UNSET
            else fields[11].read(value, src_dict)
        )
        value = take("last_reset_at", UNSET)
        self.last_reset_at = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[12].read(value, src_dict)
        )
        value = take("created_at", UNSET)
        self.created_at = value if type(value) is str else fields[13].read(value, src_dict)
        value = take("last_updated_at", UNSET)
        self.last_updated_at = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[14].read(value, src_dict)
        )
        value = take("expires_at", UNSET)
        self.expires_at = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[15].read(value, src_dict)
        )
        value = take("object", UNSET)
        self.object_ = value if type(value) is str else fields[16].read(value, src_dict)
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.id) is not UNSET:
            data["id"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.name) is not UNSET:
            data["name"] = value if type(value) is str else to_json(value)
        if (value := self.slug) is not UNSET:
            data["slug"] = value if type(value) is str else to_json(value)
        if (value := self.workspace_id) is not UNSET:
            data["workspace_id"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.integration_id) is not UNSET:
            data["integration_id"] = value if type(value) is str else to_json(value)
        if (value := self.ai_provider_name) is not UNSET:
            data["ai_provider_name"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.model_config) is not UNSET:
            data["model_config"] = value if value is None else to_json(value)
        if (value := self.note) is not UNSET:
            data["note"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.status) is not UNSET:
            data["status"] = to_json(value)
        if (value := self.usage_limits) is not UNSET:
            data["usage_limits"] = value if value is None else to_json(value)
        if (value := self.rate_limits) is not UNSET:
            data["rate_limits"] = value if value is None else to_json(value)
        if (value := self.reset_usage) is not UNSET:
            data["reset_usage"] = (
                value if value is None or type(value) is float or type(value) is int else to_json(value)
            )
        if (value := self.last_reset_at) is not UNSET:
            data["last_reset_at"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.created_at) is not UNSET:
            data["created_at"] = value if type(value) is str else to_json(value)
        if (value := self.last_updated_at) is not UNSET:
            data["last_updated_at"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.expires_at) is not UNSET:
            data["expires_at"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.object_) is not UNSET:
            data["object"] = value if type(value) is str else to_json(value)
        return data
