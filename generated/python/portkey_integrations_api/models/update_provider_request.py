from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NotRequired, TypedDict

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
class UpdateProviderRequest(Model):
    """The schema UpdateProviderRequest.

    Attributes:
        name: str, optional Characters: at least 1.
        workspace_id: str, optional. The workspace, by id or slug, where the query does not name it. Characters: at least 1.
        note: str | None, optional
        usage_limits: UsageLimits | None, optional
        rate_limits: list[RateLimit] | None, optional
        expires_at: str | None, optional. When it stops to work. In the format date-time.
        reset_usage: bool, optional. True makes an exhausted provider active again.
    """

    name: str | Unset = UNSET
    workspace_id: str | Unset = UNSET
    note: str | None | Unset = UNSET
    usage_limits: UsageLimits | None | Unset = UNSET
    rate_limits: list[RateLimit] | None | Unset = UNSET
    expires_at: str | None | Unset = UNSET
    reset_usage: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("name", "name", STRING, required=False),
        Field("workspace_id", "workspace_id", STRING, required=False),
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
        Field("reset_usage", "reset_usage", BOOLEAN, required=False),
    )


class UpdateProviderRequestFields(TypedDict):
    """The fields of UpdateProviderRequest as keyword arguments, under the names that are sent."""

    name: NotRequired[str | Unset]
    workspace_id: NotRequired[str | Unset]
    note: NotRequired[str | None | Unset]
    usage_limits: NotRequired[Mapping[str, Any] | UsageLimits | None | Unset]
    rate_limits: NotRequired[Sequence[Mapping[str, Any] | RateLimit] | None | Unset]
    expires_at: NotRequired[str | None | Unset]
    reset_usage: NotRequired[bool | Unset]
