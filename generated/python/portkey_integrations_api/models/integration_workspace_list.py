from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import (
    INTEGER,
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
    from ..models.global_workspace_access import GlobalWorkspaceAccess
    from ..models.workspace_access import WorkspaceAccess


@define(repr=False)
class IntegrationWorkspaceList(Model):
    """The schema IntegrationWorkspaceList.

    Attributes:
        total: int. How many items the filter lets through, on all pages. At least 0.
        workspaces: list[WorkspaceAccess]
        object_: str | None, optional
        global_workspace_access: GlobalWorkspaceAccess | None, optional
    """

    total: int
    workspaces: list[WorkspaceAccess]
    object_: str | None | Unset = UNSET
    global_workspace_access: GlobalWorkspaceAccess | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("object", "object_", OneOf(NULL, STRING), required=False),
        Field("total", "total", INTEGER, required=True),
        Field(
            "workspaces", "workspaces", ListOf(ModelOf("workspace_access", "WorkspaceAccess")), required=True
        ),
        Field(
            "global_workspace_access",
            "global_workspace_access",
            OneOf(ModelOf("global_workspace_access", "GlobalWorkspaceAccess"), NULL),
            required=False,
        ),
    )
