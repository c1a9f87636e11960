from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NotRequired, TypedDict

from attrs import define, field

from ..types import (
    BOOLEAN,
    UNSET,
    Field,
    ListOf,
    Model,
    ModelOf,
    Unset,
)

if TYPE_CHECKING:
    from ..models.integration_model_update import IntegrationModelUpdate


@define(repr=False)
class UpdateIntegrationModelsRequest(Model):
    """The schema UpdateIntegrationModelsRequest.

    Attributes:
        models: list[IntegrationModelUpdate]
        allow_all_models: bool, optional. Whether models that are not named may be used too.
    """

    models: list[IntegrationModelUpdate]
    allow_all_models: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field(
            "models",
            "models",
            ListOf(ModelOf("integration_model_update", "IntegrationModelUpdate")),
            required=True,
        ),
        Field("allow_all_models", "allow_all_models", BOOLEAN, required=False),
    )


class UpdateIntegrationModelsRequestFields(TypedDict):
    """The fields of UpdateIntegrationModelsRequest as keyword arguments, under the names that are sent."""

    models: Sequence[Mapping[str, Any] | IntegrationModelUpdate]
    allow_all_models: NotRequired[bool | Unset]
