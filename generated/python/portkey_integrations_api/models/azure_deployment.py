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
class AzureDeployment(Model):
    """The schema AzureDeployment.

    Attributes:
        azure_api_version: str Characters: at most 30.
        azure_deployment_name: str
        azure_model_slug: str
        alias: str, optional
        is_default: bool, optional The server's default is False.
    """

    azure_api_version: str
    azure_deployment_name: str
    azure_model_slug: str
    alias: str | Unset = UNSET
    is_default: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("azure_api_version", "azure_api_version", STRING, required=True),
        Field("azure_deployment_name", "azure_deployment_name", STRING, required=True),
        Field("azure_model_slug", "azure_model_slug", STRING, required=True),
        Field("alias", "alias", STRING, required=False),
        Field("is_default", "is_default", BOOLEAN, required=False),
    )
