from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NotRequired, TypedDict

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
