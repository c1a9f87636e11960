from __future__ import annotations

from typing import Any, ClassVar

from attrs import define, field

from ..types import (
    STRING,
    UNSET,
    Field,
    Model,
    Unset,
)


@define(repr=False)
class VertexServiceAccount(Model):
    """A service account's JSON, as Google Cloud hands it out.

    Attributes:
        type_: str, optional
        project_id: str, optional
        client_email: str, optional
    """

    type_: str | Unset = UNSET
    project_id: str | Unset = UNSET
    client_email: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("type", "type_", STRING, required=False),
        Field("project_id", "project_id", STRING, required=False),
        Field("client_email", "client_email", STRING, required=False),
    )
    HIDES_ADDITIONAL: ClassVar[bool] = True
