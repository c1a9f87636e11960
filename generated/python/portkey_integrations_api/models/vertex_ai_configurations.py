from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

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
