from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

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
    to_json,
    unread,
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

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("object", UNSET)
        self.object_ = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[0].read(value, src_dict)
        )
        value = take("total", UNSET)
        self.total = value if type(value) is int else fields[1].read(value, src_dict)
        value = take("workspaces", UNSET)
        self.workspaces = fields[2].read(value, src_dict)
        value = take("global_workspace_access", UNSET)
        self.global_workspace_access = (
            value if value is None or value is UNSET else fields[3].read(value, src_dict)
        )
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.object_) is not UNSET:
            data["object"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.total) is not UNSET:
            data["total"] = value if type(value) is int else to_json(value)
        if (value := self.workspaces) is not UNSET:
            data["workspaces"] = to_json(value)
        if (value := self.global_workspace_access) is not UNSET:
            data["global_workspace_access"] = value if value is None else to_json(value)
        return data
