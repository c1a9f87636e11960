from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NotRequired, Self, TypedDict

from attrs import define, field

from ..types import (
    BOOLEAN,
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

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("models", UNSET)
        self.models = fields[0].read(value, src_dict)
        value = take("allow_all_models", UNSET)
        self.allow_all_models = (
            value if type(value) is bool or value is UNSET else fields[1].read(value, src_dict)
        )
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.models) is not UNSET:
            data["models"] = to_json(value)
        if (value := self.allow_all_models) is not UNSET:
            data["allow_all_models"] = value if type(value) is bool else to_json(value)
        return data


class UpdateIntegrationModelsRequestFields(TypedDict):
    """The fields of UpdateIntegrationModelsRequest as keyword arguments, under the names that are sent."""

    models: Sequence[Mapping[str, Any] | IntegrationModelUpdate]
    allow_all_models: NotRequired[bool | Unset]
