from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

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
