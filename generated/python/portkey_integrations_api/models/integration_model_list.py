from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

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
    to_json,
    unread,
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
        self.total = (
            value
            if type(value) is int or value is None or value is UNSET
            else fields[1].read(value, src_dict)
        )
        value = take("allow_all_models", UNSET)
        self.allow_all_models = (
            value
            if type(value) is bool or value is None or value is UNSET
            else fields[2].read(value, src_dict)
        )
        value = take("models", UNSET)
        self.models = fields[3].read(value, src_dict)
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.object_) is not UNSET:
            data["object"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.total) is not UNSET:
            data["total"] = value if type(value) is int or value is None else to_json(value)
        if (value := self.allow_all_models) is not UNSET:
            data["allow_all_models"] = value if type(value) is bool or value is None else to_json(value)
        if (value := self.models) is not UNSET:
            data["models"] = to_json(value)
        return data
