from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import (
    BOOLEAN,
    NULL,
    STRING,
    UNSET,
    EnumOf,
    Field,
    ListOf,
    Model,
    ModelOf,
    OneOf,
    Unset,
)

if TYPE_CHECKING:
    from ..models.azure_auth_mode import AzureAuthMode
    from ..models.azure_deployment_detail import AzureDeploymentDetail
    from ..models.masked_custom_headers import MaskedCustomHeaders


@define(repr=False)
class AzureOpenAIConfigurationsDetail(Model):
    """The schema AzureOpenAIConfigurationsDetail.

    Attributes:
        azure_auth_mode: AzureAuthMode | str. `default` is a key, `entra` an application with a secret, `entraFederated` one without, `managed` a
            managed identity, `workload` a workload identity.
        azure_resource_name: str
        azure_deployment_config: list[AzureDeploymentDetail]
        azure_entra_tenant_id: str | None, optional
        azure_entra_client_id: str | None, optional
        masked_azure_entra_client_secret: str | None, optional
        azure_managed_client_id: str | None, optional
        azure_workload_tenant_id: str | None, optional
        azure_workload_client_id: str | None, optional
        custom_host: str | None, optional
        masked_custom_headers: MaskedCustomHeaders | str | None, optional
        is_key_required: bool | None, optional
    """

    azure_auth_mode: AzureAuthMode | str
    azure_resource_name: str
    azure_deployment_config: list[AzureDeploymentDetail]
    azure_entra_tenant_id: str | None | Unset = UNSET
    azure_entra_client_id: str | None | Unset = UNSET
    masked_azure_entra_client_secret: str | None | Unset = UNSET
    azure_managed_client_id: str | None | Unset = UNSET
    azure_workload_tenant_id: str | None | Unset = UNSET
    azure_workload_client_id: str | None | Unset = UNSET
    custom_host: str | None | Unset = UNSET
    masked_custom_headers: MaskedCustomHeaders | str | None | Unset = UNSET
    is_key_required: bool | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field(
            "azure_auth_mode", "azure_auth_mode", EnumOf("azure_auth_mode", "AzureAuthMode"), required=True
        ),
        Field("azure_resource_name", "azure_resource_name", STRING, required=True),
        Field(
            "azure_deployment_config",
            "azure_deployment_config",
            ListOf(ModelOf("azure_deployment_detail", "AzureDeploymentDetail")),
            required=True,
        ),
        Field("azure_entra_tenant_id", "azure_entra_tenant_id", OneOf(NULL, STRING), required=False),
        Field("azure_entra_client_id", "azure_entra_client_id", OneOf(NULL, STRING), required=False),
        Field(
            "masked_azure_entra_client_secret",
            "masked_azure_entra_client_secret",
            OneOf(NULL, STRING),
            required=False,
        ),
        Field("azure_managed_client_id", "azure_managed_client_id", OneOf(NULL, STRING), required=False),
        Field("azure_workload_tenant_id", "azure_workload_tenant_id", OneOf(NULL, STRING), required=False),
        Field("azure_workload_client_id", "azure_workload_client_id", OneOf(NULL, STRING), required=False),
        Field("custom_host", "custom_host", OneOf(NULL, STRING), required=False),
        Field(
            "masked_custom_headers",
            "masked_custom_headers",
            OneOf(ModelOf("masked_custom_headers", "MaskedCustomHeaders"), NULL, STRING),
            required=False,
        ),
        Field("is_key_required", "is_key_required", OneOf(BOOLEAN, NULL), required=False),
    )
