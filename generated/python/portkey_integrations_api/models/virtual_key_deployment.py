from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from ..types import (
    BOOLEAN,
    STRING,
    UNSET,
    Field,
    Model,
    Unset,
    to_json,
    unread,
)


@define(repr=False)
class VirtualKeyDeployment(Model):
    """The schema VirtualKeyDeployment.

    Attributes:
        api_version: str
        deployment_name: str
        alias: str, optional
        is_default: bool, optional The server's default is False.
    """

    api_version: str
    deployment_name: str
    alias: str | Unset = UNSET
    is_default: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("apiVersion", "api_version", STRING, required=True),
        Field("deploymentName", "deployment_name", STRING, required=True),
        Field("alias", "alias", STRING, required=False),
        Field("is_default", "is_default", BOOLEAN, required=False),
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("apiVersion", UNSET)
        self.api_version = value if type(value) is str else fields[0].read(value, src_dict)
        value = take("deploymentName", UNSET)
        self.deployment_name = value if type(value) is str else fields[1].read(value, src_dict)
        value = take("alias", UNSET)
        self.alias = value if type(value) is str or value is UNSET else fields[2].read(value, src_dict)
        value = take("is_default", UNSET)
        self.is_default = value if type(value) is bool or value is UNSET else fields[3].read(value, src_dict)
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.api_version) is not UNSET:
            data["apiVersion"] = value if type(value) is str else to_json(value)
        if (value := self.deployment_name) is not UNSET:
            data["deploymentName"] = value if type(value) is str else to_json(value)
        if (value := self.alias) is not UNSET:
            data["alias"] = value if type(value) is str else to_json(value)
        if (value := self.is_default) is not UNSET:
            data["is_default"] = value if type(value) is bool else to_json(value)
        return data
