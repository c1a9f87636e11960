from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import define, field

from ..types import (
    BOOLEAN,
    NULL,
    STRING,
    UNSET,
    EnumOf,
    Field,
    Model,
    ModelOf,
    OneOf,
    Unset,
    to_json,
    unread,
)

if TYPE_CHECKING:
    from ..models.masked_custom_headers import MaskedCustomHeaders
    from ..models.vertex_auth_type import VertexAuthType


@define(repr=False)
class VertexAIConfigurationsDetail(Model):
    """The schema VertexAIConfigurationsDetail.

    Attributes:
        vertex_auth_type: VertexAuthType | str. `basic` needs a project, `serviceAccount` its JSON, `workload` neither.
        vertex_region: str
        vertex_project_id: str | None, optional
        masked_vertex_service_account_json: str | None, optional
        vertex_skip_ptu_cost_attribution: bool | None, optional
        vertex_map_metadata: bool | None, optional
        custom_host: str | None, optional
        masked_custom_headers: MaskedCustomHeaders | str | None, optional
        is_key_required: bool | None, optional
    """

    vertex_auth_type: VertexAuthType | str
    vertex_region: str
    vertex_project_id: str | None | Unset = UNSET
    masked_vertex_service_account_json: str | None | Unset = UNSET
    vertex_skip_ptu_cost_attribution: bool | None | Unset = UNSET
    vertex_map_metadata: bool | None | Unset = UNSET
    custom_host: str | None | Unset = UNSET
    masked_custom_headers: MaskedCustomHeaders | str | None | Unset = UNSET
    is_key_required: bool | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field(
            "vertex_auth_type",
            "vertex_auth_type",
            EnumOf("vertex_auth_type", "VertexAuthType"),
            required=True,
        ),
        Field("vertex_region", "vertex_region", STRING, required=True),
        Field("vertex_project_id", "vertex_project_id", OneOf(NULL, STRING), required=False),
        Field(
            "masked_vertex_service_account_json",
            "masked_vertex_service_account_json",
            OneOf(NULL, STRING),
            required=False,
        ),
        Field(
            "vertex_skip_ptu_cost_attribution",
            "vertex_skip_ptu_cost_attribution",
            OneOf(BOOLEAN, NULL),
            required=False,
        ),
        Field("vertex_map_metadata", "vertex_map_metadata", OneOf(BOOLEAN, NULL), required=False),
        Field("custom_host", "custom_host", OneOf(NULL, STRING), required=False),
        Field(
            "masked_custom_headers",
            "masked_custom_headers",
            OneOf(ModelOf("masked_custom_headers", "MaskedCustomHeaders"), NULL, STRING),
            required=False,
        ),
        Field("is_key_required", "is_key_required", OneOf(BOOLEAN, NULL), required=False),
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("vertex_auth_type", UNSET)
        self.vertex_auth_type = fields[0].read(value, src_dict)
        value = take("vertex_region", UNSET)
        self.vertex_region = value if type(value) is str else fields[1].read(value, src_dict)
        value = take("vertex_project_id", UNSET)
        self.vertex_project_id = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[2].read(value, src_dict)
        )
        value = take("masked_vertex_service_account_json", UNSET)
        self.masked_vertex_service_account_json = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[3].read(value, src_dict)
        )
        value = take("vertex_skip_ptu_cost_attribution", UNSET)
        self.vertex_skip_ptu_cost_attribution = (
            value
            if type(value) is bool or value is None or value is UNSET
            else fields[4].read(value, src_dict)
        )
        value = take("vertex_map_metadata", UNSET)
        self.vertex_map_metadata = (
            value
            if type(value) is bool or value is None or value is UNSET
            else fields[5].read(value, src_dict)
        )
        value = take("custom_host", UNSET)
        self.custom_host = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[6].read(value, src_dict)
        )
        value = take("masked_custom_headers", UNSET)
        self.masked_custom_headers = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[7].read(value, src_dict)
        )
        value = take("is_key_required", UNSET)
        self.is_key_required = (
            value
            if type(value) is bool or value is None or value is UNSET
            else fields[8].read(value, src_dict)
        )
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.vertex_auth_type) is not UNSET:
            data["vertex_auth_type"] = to_json(value)
        if (value := self.vertex_region) is not UNSET:
            data["vertex_region"] = value if type(value) is str else to_json(value)
        if (value := self.vertex_project_id) is not UNSET:
            data["vertex_project_id"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.masked_vertex_service_account_json) is not UNSET:
            data["masked_vertex_service_account_json"] = (
                value if value is None or type(value) is str else to_json(value)
            )
        if (value := self.vertex_skip_ptu_cost_attribution) is not UNSET:
            data["vertex_skip_ptu_cost_attribution"] = (
                value if type(value) is bool or value is None else to_json(value)
            )
        if (value := self.vertex_map_metadata) is not UNSET:
            data["vertex_map_metadata"] = value if type(value) is bool or value is None else to_json(value)
        if (value := self.custom_host) is not UNSET:
            data["custom_host"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.masked_custom_headers) is not UNSET:
            data["masked_custom_headers"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.is_key_required) is not UNSET:
            data["is_key_required"] = value if type(value) is bool or value is None else to_json(value)
        return data
