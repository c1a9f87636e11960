from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

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
