from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import define, field

from ..types import (
    ANY,
    BOOLEAN,
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
    from ..models.virtual_key_secret_mapping import VirtualKeySecretMapping


@define(repr=False)
class VirtualKey(Model):
    """The schema VirtualKey.

    Attributes:
        slug: str
        name: str
        status: ProviderStatus | str. Whether it can be used; `exhausted` is past its usage limits, `expired` past its time of expiry.
        object_: str
        id: str | None, optional In the format uuid.
        organisation_id: str | None, optional In the format uuid.
        workspace_id: str | None, optional
        workspace_name: str | None, optional
        provider: str | None, optional
        ai_provider_name: str | None, optional
        model_config: OtherConfigurationsDetail | None, optional
        key: str | None, optional. Always empty. Characters: at most 0.
        masked_api_key: str | None, optional. The key's mask.
        integration_id: str | None, optional
        note: str | None, optional
        usage_limits: UsageLimits | None, optional
        rate_limits: list[RateLimit] | None, optional
        reset_usage: bool | float | None, optional
        secret_mappings: list[VirtualKeySecretMapping] | None, optional
        tags: Any, optional. Not described by any source; null where it is seen.
        created_at: str | None, optional In the format date-time.
        last_updated_at: str | None, optional In the format date-time.
        last_reset_at: str | None, optional In the format date-time.
        expires_at: str | None, optional. When it stops to work. In the format date-time.
    """

    slug: str
    name: str
    status: ProviderStatus | str
    object_: str
    id: str | None | Unset = UNSET
    organisation_id: str | None | Unset = UNSET
    workspace_id: str | None | Unset = UNSET
    workspace_name: str | None | Unset = UNSET
    provider: str | None | Unset = UNSET
    ai_provider_name: str | None | Unset = UNSET
    model_config: OtherConfigurationsDetail | None | Unset = UNSET
    key: str | None | Unset = UNSET
    masked_api_key: str | None | Unset = UNSET
    integration_id: str | None | Unset = UNSET
    note: str | None | Unset = UNSET
    usage_limits: UsageLimits | None | Unset = UNSET
    rate_limits: list[RateLimit] | None | Unset = UNSET
    reset_usage: bool | float | None | Unset = UNSET
    secret_mappings: list[VirtualKeySecretMapping] | None | Unset = UNSET
    tags: Any | Unset = UNSET
    created_at: str | None | Unset = UNSET
    last_updated_at: str | None | Unset = UNSET
    last_reset_at: str | None | Unset = UNSET
    expires_at: str | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("id", "id", OneOf(NULL, STRING), required=False),
        Field("organisation_id", "organisation_id", OneOf(NULL, STRING), required=False),
        Field("workspace_id", "workspace_id", OneOf(NULL, STRING), required=False),
        Field("workspace_name", "workspace_name", OneOf(NULL, STRING), required=False),
        Field("provider", "provider", OneOf(NULL, STRING), required=False),
        Field("ai_provider_name", "ai_provider_name", OneOf(NULL, STRING), required=False),
        Field(
            "model_config",
            "model_config",
            OneOf(ModelOf("other_configurations_detail", "OtherConfigurationsDetail"), NULL),
            required=False,
        ),
        Field("key", "key", OneOf(NULL, STRING), required=False),
        Field("masked_api_key", "masked_api_key", OneOf(NULL, STRING), required=False),
        Field("slug", "slug", STRING, required=True),
        Field("name", "name", STRING, required=True),
        Field("integration_id", "integration_id", OneOf(NULL, STRING), required=False),
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
        Field("reset_usage", "reset_usage", OneOf(BOOLEAN, NULL, NUMBER), required=False),
        Field(
            "secret_mappings",
            "secret_mappings",
            OneOf(ListOf(ModelOf("virtual_key_secret_mapping", "VirtualKeySecretMapping")), NULL),
            required=False,
        ),
        Field("tags", "tags", ANY, required=False),
        Field("created_at", "created_at", OneOf(NULL, STRING), required=False),
        Field("last_updated_at", "last_updated_at", OneOf(NULL, STRING), required=False),
        Field("last_reset_at", "last_reset_at", OneOf(NULL, STRING), required=False),
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
        value = take("organisation_id", UNSET)
        self.organisation_id = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[1].read(value, src_dict)
        )
        value = take("workspace_id", UNSET)
        self.workspace_id = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[2].read(value, src_dict)
        )
        value = take("workspace_name", UNSET)
        self.workspace_name = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[3].read(value, src_dict)
        )
        value = take("provider", UNSET)
        self.provider = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[4].read(value, src_dict)
        )
        value = take("ai_provider_name", UNSET)
        self.ai_provider_name = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[5].read(value, src_dict)
        )
        value = take("model_config", UNSET)
        self.model_config = value if value is None or value is UNSET else fields[6].read(value, src_dict)
        value = take("key", UNSET)
        self.key = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[7].read(value, src_dict)
        )
        value = take("masked_api_key", UNSET)
        self.masked_api_key = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[8].read(value, src_dict)
        )
        value = take("slug", UNSET)
        self.slug = value if type(value) is str else fields[9].read(value, src_dict)
        value = take("name", UNSET)
        self.name = value if type(value) is str else fields[10].read(value, src_dict)
        value = take("integration_id", UNSET)
        self.integration_id = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[11].read(value, src_dict)
        )
        value = take("note", UNSET)
        self.note = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[12].read(value, src_dict)
        )
        value = take("status", UNSET)
        self.status = fields[13].read(value, src_dict)
        value = take("usage_limits", UNSET)
        self.usage_limits = value if value is None or value is UNSET else fields[14].read(value, src_dict)
        value = take("rate_limits", UNSET)
        self.rate_limits = value if value is None or value is UNSET else fields[15].read(value, src_dict)
        value = take("reset_usage", UNSET)
        self.reset_usage = (
            value
            if type(value) is bool
            or value is None
            or type(value) is float
            or type(value) is int
            or value is UNSET
            else fields[16].read(value, src_dict)
        )
        value = take("secret_mappings", UNSET)
        self.secret_mappings = value if value is None or value is UNSET else fields[17].read(value, src_dict)
        value = take("tags", UNSET)
        self.tags = value if value is UNSET else fields[18].read(value, src_dict)
        value = take("created_at", UNSET)
        self.created_at = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[19].read(value, src_dict)
        )
        value = take("last_updated_at", UNSET)
        self.last_updated_at = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[20].read(value, src_dict)
        )
        value = take("last_reset_at", UNSET)
        self.last_reset_at = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[21].read(value, src_dict)
        )
        value = take("expires_at", UNSET)
        self.expires_at = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[22].read(value, src_dict)
        )
        value = take("object", UNSET)
        self.object_ = value if type(value) is str else fields[23].read(value, src_dict)
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.id) is not UNSET:
            data["id"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.organisation_id) is not UNSET:
            data["organisation_id"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.workspace_id) is not UNSET:
            data["workspace_id"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.workspace_name) is not UNSET:
            data["workspace_name"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.provider) is not UNSET:
            data["provider"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.ai_provider_name) is not UNSET:
            data["ai_provider_name"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.model_config) is not UNSET:
            data["model_config"] = value if value is None else to_json(value)
        if (value := self.key) is not UNSET:
            data["key"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.masked_api_key) is not UNSET:
            data["masked_api_key"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.slug) is not UNSET:
            data["slug"] = value if type(value) is str else to_json(value)
        if (value := self.name) is not UNSET:
            data["name"] = value if type(value) is str else to_json(value)
        if (value := self.integration_id) is not UNSET:
            data["integration_id"] = value if value is None or type(value) is str else to_json(value)
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
                value
                if type(value) is bool or value is None or type(value) is float or type(value) is int
                else to_json(value)
            )
        if (value := self.secret_mappings) is not UNSET:
            data["secret_mappings"] = value if value is None else to_json(value)
        if (value := self.tags) is not UNSET:
            data["tags"] = to_json(value)
        if (value := self.created_at) is not UNSET:
            data["created_at"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.last_updated_at) is not UNSET:
            data["last_updated_at"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.last_reset_at) is not UNSET:
            data["last_reset_at"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.expires_at) is not UNSET:
            data["expires_at"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.object_) is not UNSET:
            data["object"] = value if type(value) is str else to_json(value)
        return data
