from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import (
    BOOLEAN,
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
    from ..models.integration_model import IntegrationModel


@define(repr=False)
class IntegrationModelList(Model):
    """The schema IntegrationModelList.

    Attributes:
        models: list[IntegrationModel]
        object_: str | None, optional
        total: int | None, optional At least 0.
        allow_all_models: bool | None, optional
    """

    models: list[IntegrationModel]
    object_: str | None | Unset = UNSET
    total: int | None | Unset = UNSET
    allow_all_models: bool | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("object", "object_", OneOf(NULL, STRING), required=False),
        Field("total", "total", OneOf(INTEGER, NULL), required=False),
        Field("allow_all_models", "allow_all_models", OneOf(BOOLEAN, NULL), required=False),
        Field("models", "models", ListOf(ModelOf("integration_model", "IntegrationModel")), required=True),
    )
