from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NotRequired, Self, TypedDict

from attrs import define, field

from ..types import (
    BOOLEAN,
    STRING,
    UNSET,
    Field,
    ListOf,
    Model,
    ModelOf,
    Unset,
    to_json,
    unread,
)

if TYPE_CHECKING:
    from ..models.global_workspace_access import GlobalWorkspaceAccess
    from ..models.workspace_access_update import WorkspaceAccessUpdate


@define(repr=False)
class UpdateIntegrationWorkspacesRequest(Model):
    """The schema UpdateIntegrationWorkspacesRequest.

    Attributes:
        workspaces: list[WorkspaceAccessUpdate], optional
        global_workspace_access: GlobalWorkspaceAccess, optional. The access of the workspaces that have none of their own.
        override_existing_workspace_access: bool, optional. True gives the default to the workspaces that have access of their own and are not named.
        override_existing_workspaces_access: bool, optional. The same under the name that two official clients send; the other name comes first.
        create_default_provider: bool, optional. Whether access makes a provider in the workspace. The server's default is True.
        default_provider_slug: str, optional. The slug of the provider that access makes. Characters: at most 255. Matches `^[a-zA-Z0-9_-]+$`.
    """

    workspaces: list[WorkspaceAccessUpdate] | Unset = UNSET
    global_workspace_access: GlobalWorkspaceAccess | Unset = UNSET
    override_existing_workspace_access: bool | Unset = UNSET
    override_existing_workspaces_access: bool | Unset = UNSET
    create_default_provider: bool | Unset = UNSET
    default_provider_slug: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field(
            "workspaces",
            "workspaces",
            ListOf(ModelOf("workspace_access_update", "WorkspaceAccessUpdate")),
            required=False,
        ),
        Field(
            "global_workspace_access",
            "global_workspace_access",
            ModelOf("global_workspace_access", "GlobalWorkspaceAccess"),
            required=False,
        ),
        Field(
            "override_existing_workspace_access",
            "override_existing_workspace_access",
            BOOLEAN,
            required=False,
        ),
        Field(
            "override_existing_workspaces_access",
            "override_existing_workspaces_access",
            BOOLEAN,
            required=False,
            alias_of="override_existing_workspace_access",
        ),
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
        value = take("workspaces", UNSET)
        self.workspaces = value if value is UNSET else fields[0].read(value, src_dict)
        value = take("global_workspace_access", UNSET)
        self.global_workspace_access = value if value is UNSET else fields[1].read(value, src_dict)
        value = take("override_existing_workspace_access", UNSET)
        self.override_existing_workspace_access = (
            value if type(value) is bool or value is UNSET else fields[2].read(value, src_dict)
        )
        value = take("override_existing_workspaces_access", UNSET)
        self.override_existing_workspaces_access = (
            value if type(value) is bool or value is UNSET else fields[3].read(value, src_dict)
        )
        value = take("create_default_provider", UNSET)
        self.create_default_provider = (
            value if type(value) is bool or value is UNSET else fields[4].read(value, src_dict)
        )
        value = take("default_provider_slug", UNSET)
        self.default_provider_slug = (
            value if type(value) is str or value is UNSET else fields[5].read(value, src_dict)
        )
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.workspaces) is not UNSET:
            data["workspaces"] = to_json(value)
        if (value := self.global_workspace_access) is not UNSET:
            data["global_workspace_access"] = to_json(value)
        if (value := self.override_existing_workspace_access) is not UNSET:
            data["override_existing_workspace_access"] = value if type(value) is bool else to_json(value)
        if (value := self.override_existing_workspaces_access) is not UNSET:
            data["override_existing_workspaces_access"] = value if type(value) is bool else to_json(value)
        if (value := self.create_default_provider) is not UNSET:
            data["create_default_provider"] = value if type(value) is bool else to_json(value)
        if (value := self.default_provider_slug) is not UNSET:
            data["default_provider_slug"] = value if type(value) is str else to_json(value)
        return data


class UpdateIntegrationWorkspacesRequestFields(TypedDict):
    """The fields of UpdateIntegrationWorkspacesRequest as keyword arguments, under the names that are sent."""

    workspaces: NotRequired[Sequence[Mapping[str, Any] | WorkspaceAccessUpdate] | Unset]
    global_workspace_access: NotRequired[Mapping[str, Any] | GlobalWorkspaceAccess | Unset]
    override_existing_workspace_access: NotRequired[bool | Unset]
    override_existing_workspaces_access: NotRequired[bool | Unset]
    create_default_provider: NotRequired[bool | Unset]
    default_provider_slug: NotRequired[str | Unset]
