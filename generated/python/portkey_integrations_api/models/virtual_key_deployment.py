from __future__ import annotations

from typing import Any, ClassVar

from attrs import define, field

from ..types import (
    BOOLEAN,
    STRING,
    UNSET,
    Field,
    Model,
    Unset,
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
