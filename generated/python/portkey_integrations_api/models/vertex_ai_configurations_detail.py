from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

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
