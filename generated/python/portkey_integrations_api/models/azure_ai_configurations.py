from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import (
    BOOLEAN,
    STRING,
    UNSET,
    EnumOf,
    Field,
    Model,
    ModelOf,
    Unset,
)

if TYPE_CHECKING:
    from ..models.azure_auth_mode import AzureAuthMode
    from ..models.custom_headers import CustomHeaders


@define(repr=False)
class AzureAIConfigurations(Model):
    """The schema AzureAIConfigurations.

    Attributes:
        azure_auth_mode: AzureAuthMode | str. `default` is a key, `entra` an application with a secret, `entraFederated` one without, `managed` a
            managed identity, `workload` a workload identity.
        azure_foundry_url: str
        azure_api_version: str, optional Characters: at most 30.
        azure_deployment_name: str, optional
        azure_entra_tenant_id: str, optional
        azure_entra_client_id: str, optional
        azure_entra_client_secret: str, optional
        azure_managed_client_id: str, optional
        azure_workload_tenant_id: str, optional
        azure_workload_client_id: str, optional
        custom_host: str, optional. The URL to call in place of the provider's own.
        custom_headers: CustomHeaders, optional. Headers for the provider, by name. Their values are secrets, since they carry tokens.
        is_key_required: bool, optional. False where the provider is called without a key.
    """

    azure_auth_mode: AzureAuthMode | str
    azure_foundry_url: str
    azure_api_version: str | Unset = UNSET
    azure_deployment_name: str | Unset = UNSET
    azure_entra_tenant_id: str | Unset = UNSET
    azure_entra_client_id: str | Unset = UNSET
    azure_entra_client_secret: str | Unset = UNSET
    azure_managed_client_id: str | Unset = UNSET
    azure_workload_tenant_id: str | Unset = UNSET
    azure_workload_client_id: str | Unset = UNSET
    custom_host: str | Unset = UNSET
    custom_headers: CustomHeaders | Unset = UNSET
    is_key_required: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field(
            "azure_auth_mode", "azure_auth_mode", EnumOf("azure_auth_mode", "AzureAuthMode"), required=True
        ),
        Field("azure_foundry_url", "azure_foundry_url", STRING, required=True),
        Field("azure_api_version", "azure_api_version", STRING, required=False),
        Field("azure_deployment_name", "azure_deployment_name", STRING, required=False),
        Field("azure_entra_tenant_id", "azure_entra_tenant_id", STRING, required=False),
        Field("azure_entra_client_id", "azure_entra_client_id", STRING, required=False),
        Field("azure_entra_client_secret", "azure_entra_client_secret", STRING, required=False, secret=True),
        Field("azure_managed_client_id", "azure_managed_client_id", STRING, required=False),
        Field("azure_workload_tenant_id", "azure_workload_tenant_id", STRING, required=False),
        Field("azure_workload_client_id", "azure_workload_client_id", STRING, required=False),
        Field("custom_host", "custom_host", STRING, required=False),
        Field(
            "custom_headers",
            "custom_headers",
            ModelOf("custom_headers", "CustomHeaders"),
            required=False,
            secret=True,
        ),
        Field("is_key_required", "is_key_required", BOOLEAN, required=False),
    )
    HIDES_ADDITIONAL: ClassVar[bool] = True
