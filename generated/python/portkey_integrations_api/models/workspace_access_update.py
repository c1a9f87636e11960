from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

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
