from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from ..types import (
    BOOLEAN,
    NULL,
    STRING,
    UNSET,
    Field,
    Model,
    OneOf,
    Unset,
    to_json,
    unread,
)


@define(repr=False)
class AzureDeploymentDetail(Model):
    """The schema AzureDeploymentDetail.

    Attributes:
        azure_api_version: str
        azure_deployment_name: str
        azure_model_slug: str
        alias: str | None, optional
        is_default: bool | None, optional
    """

    azure_api_version: str
    azure_deployment_name: str
    azure_model_slug: str
    alias: str | None | Unset = UNSET
    is_default: bool | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("azure_api_version", "azure_api_version", STRING, required=True),
        Field("azure_deployment_name", "azure_deployment_name", STRING, required=True),
        Field("azure_model_slug", "azure_model_slug", STRING, required=True),
        Field("alias", "alias", OneOf(NULL, STRING), required=False),
        Field("is_default", "is_default", OneOf(BOOLEAN, NULL), required=False),
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("azure_api_version", UNSET)
        self.azure_api_version = value if type(value) is str else fields[0].read(value, src_dict)
        value = take("azure_deployment_name", UNSET)
        self.azure_deployment_name = value if type(value) is str else fields[1].read(value, src_dict)
        value = take("azure_model_slug", UNSET)
        self.azure_model_slug = value if type(value) is str else fields[2].read(value, src_dict)
        value = take("alias", UNSET)
        self.alias = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[3].read(value, src_dict)
        )
        value = take("is_default", UNSET)
        self.is_default = (
            value
            if type(value) is bool or value is None or value is UNSET
            else fields[4].read(value, src_dict)
        )
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.azure_api_version) is not UNSET:
            data["azure_api_version"] = value if type(value) is str else to_json(value)
        if (value := self.azure_deployment_name) is not UNSET:
            data["azure_deployment_name"] = value if type(value) is str else to_json(value)
        if (value := self.azure_model_slug) is not UNSET:
            data["azure_model_slug"] = value if type(value) is str else to_json(value)
        if (value := self.alias) is not UNSET:
            data["alias"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.is_default) is not UNSET:
            data["is_default"] = value if type(value) is bool or value is None else to_json(value)
        return data
