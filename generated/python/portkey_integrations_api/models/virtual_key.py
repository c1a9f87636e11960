from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

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
