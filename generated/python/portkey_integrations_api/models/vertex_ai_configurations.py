from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import define, field

from ..types import (
    BOOLEAN,
    STRING,
    UNSET,
    EnumOf,
    Field,
    Model,
    ModelOf,
    Unset,
    to_json,
    unread,
)

if TYPE_CHECKING:
    from ..models.custom_headers import CustomHeaders
    from ..models.vertex_auth_type import VertexAuthType
    from ..models.vertex_service_account import VertexServiceAccount


@define(repr=False)
class VertexAIConfigurations(Model):
    """The schema VertexAIConfigurations.

    Attributes:
        vertex_auth_type: VertexAuthType | str. `basic` needs a project, `serviceAccount` its JSON, `workload` neither.
        vertex_region: str
        vertex_project_id: str, optional
        vertex_service_account_json: VertexServiceAccount, optional. A service account's JSON, as Google Cloud hands it out.
        vertex_skip_ptu_cost_attribution: bool, optional
        vertex_map_metadata: bool, optional
        custom_host: str, optional. The URL to call in place of the provider's own.
        custom_headers: CustomHeaders, optional. Headers for the provider, by name. Their values are secrets, since they carry tokens.
        is_key_required: bool, optional. False where the provider is called without a key.
    """

    vertex_auth_type: VertexAuthType | str
    vertex_region: str
    vertex_project_id: str | Unset = UNSET
    vertex_service_account_json: VertexServiceAccount | Unset = UNSET
    vertex_skip_ptu_cost_attribution: bool | Unset = UNSET
    vertex_map_metadata: bool | Unset = UNSET
    custom_host: str | Unset = UNSET
    custom_headers: CustomHeaders | Unset = UNSET
    is_key_required: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field(
            "vertex_auth_type",
            "vertex_auth_type",
            EnumOf("vertex_auth_type", "VertexAuthType"),
            required=True,
        ),
        Field("vertex_region", "vertex_region", STRING, required=True),
        Field("vertex_project_id", "vertex_project_id", STRING, required=False),
        Field(
            "vertex_service_account_json",
            "vertex_service_account_json",
            ModelOf("vertex_service_account", "VertexServiceAccount"),
            required=False,
            secret=True,
        ),
        Field(
            "vertex_skip_ptu_cost_attribution", "vertex_skip_ptu_cost_attribution", BOOLEAN, required=False
        ),
        Field("vertex_map_metadata", "vertex_map_metadata", BOOLEAN, required=False),
        Field("custom_host", "custom_host", STRING, required=False),
        Field(
            "custom_headers",
            "custom_headers",
            ModelOf("custom_headers", "CustomHeaders"),
            required=False,
            secret=True,
        ),
        Field("is_key_required", "is_key_required", BOOLEAN, required=False),
    )
    HIDES_ADDITIONAL: ClassVar[bool] = True

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
            value if type(value) is str or value is UNSET else fields[2].read(value, src_dict)
        )
        value = take("vertex_service_account_json", UNSET)
        self.vertex_service_account_json = value if value is UNSET else fields[3].read(value, src_dict)
        value = take("vertex_skip_ptu_cost_attribution", UNSET)
        self.vertex_skip_ptu_cost_attribution = (
            value if type(value) is bool or value is UNSET else fields[4].read(value, src_dict)
        )
        value = take("vertex_map_metadata", UNSET)
        self.vertex_map_metadata = (
            value if type(value) is bool or value is UNSET else fields[5].read(value, src_dict)
        )
        value = take("custom_host", UNSET)
        self.custom_host = value if type(value) is str or value is UNSET else fields[6].read(value, src_dict)
        value = take("custom_headers", UNSET)
        self.custom_headers = value if value is UNSET else fields[7].read(value, src_dict)
        value = take("is_key_required", UNSET)
        self.is_key_required = (
            value if type(value) is bool or value is UNSET else fields[8].read(value, src_dict)
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
            data["vertex_project_id"] = value if type(value) is str else to_json(value)
        if (value := self.vertex_service_account_json) is not UNSET:
            data["vertex_service_account_json"] = to_json(value)
        if (value := self.vertex_skip_ptu_cost_attribution) is not UNSET:
            data["vertex_skip_ptu_cost_attribution"] = value if type(value) is bool else to_json(value)
        if (value := self.vertex_map_metadata) is not UNSET:
            data["vertex_map_metadata"] = value if type(value) is bool else to_json(value)
        if (value := self.custom_host) is not UNSET:
            data["custom_host"] = value if type(value) is str else to_json(value)
        if (value := self.custom_headers) is not UNSET:
            data["custom_headers"] = to_json(value)
        if (value := self.is_key_required) is not UNSET:
            data["is_key_required"] = value if type(value) is bool else to_json(value)
        return data
