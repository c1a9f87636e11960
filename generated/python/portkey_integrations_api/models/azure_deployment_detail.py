from __future__ import annotations

from typing import Any, ClassVar

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
