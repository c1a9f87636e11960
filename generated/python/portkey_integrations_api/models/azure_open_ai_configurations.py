from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import define, field

from ..types import (
    BOOLEAN,
    STRING,
    UNSET,
    EnumOf,
    Field,
    ListOf,
    Model,
    ModelOf,
    Unset,
    to_json,
    unread,
)

if TYPE_CHECKING:
    from ..models.azure_auth_mode import AzureAuthMode
    from ..models.azure_deployment import AzureDeployment
    from ..models.custom_headers import CustomHeaders


@define(repr=False)
class AzureOpenAIConfigurations(Model):
    """The schema AzureOpenAIConfigurations.

    Attributes:
        azure_auth_mode: AzureAuthMode | str. `default` is a key, `entra` an application with a secret, `entraFederated` one without, `managed` a
            managed identity, `workload` a workload identity.
        azure_resource_name: str
        azure_deployment_config: list[AzureDeployment] Items: at least 1.
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
    azure_resource_name: str
    azure_deployment_config: list[AzureDeployment]
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
        Field("azure_resource_name", "azure_resource_name", STRING, required=True),
        Field(
            "azure_deployment_config",
            "azure_deployment_config",
            ListOf(ModelOf("azure_deployment", "AzureDeployment")),
            required=True,
        ),
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

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("azure_auth_mode", UNSET)
        self.azure_auth_mode = fields[0].read(value, src_dict)
        value = take("azure_resource_name", UNSET)
        self.azure_resource_name = value if type(value) is str else fields[1].read(value, src_dict)
        value = take("azure_deployment_config", UNSET)
        self.azure_deployment_config = fields[2].read(value, src_dict)
        value = take("azure_entra_tenant_id", UNSET)
        self.azure_entra_tenant_id = (
            value if type(value) is str or value is UNSET else fields[3].read(value, src_dict)
        )
        value = take("azure_entra_client_id", UNSET)
        self.azure_entra_client_id = (
            value if type(value) is str or value is UNSET else fields[4].read(value, src_dict)
        )
        value = take("azure_entra_client_secret", UNSET)
        self.azure_entra_client_secret = (
            value if type(value) is str or value is UNSET else fields[5].read(value, src_dict)
        )
        value = take("azure_managed_client_id", UNSET)
        self.azure_managed_client_id = (
            value if type(value) is str or value is UNSET else fields[6].read(value, src_dict)
        )
        value = take("azure_workload_tenant_id", UNSET)
        self.azure_workload_tenant_id = (
            value if type(value) is str or value is UNSET else fields[7].read(value, src_dict)
        )
        value = take("azure_workload_client_id", UNSET)
        self.azure_workload_client_id = (
            value if type(value) is str or value is UNSET else fields[8].read(value, src_dict)
        )
        value = take("custom_host", UNSET)
        self.custom_host = value if type(value) is str or value is UNSET else fields[9].read(value, src_dict)
        value = take("custom_headers", UNSET)
        self.custom_headers = value if value is UNSET else fields[10].read(value, src_dict)
        value = take("is_key_required", UNSET)
        self.is_key_required = (
            value if type(value) is bool or value is UNSET else fields[11].read(value, src_dict)
        )
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.azure_auth_mode) is not UNSET:
            data["azure_auth_mode"] = to_json(value)
        if (value := self.azure_resource_name) is not UNSET:
            data["azure_resource_name"] = value if type(value) is str else to_json(value)
        if (value := self.azure_deployment_config) is not UNSET:
            data["azure_deployment_config"] = to_json(value)
        if (value := self.azure_entra_tenant_id) is not UNSET:
            data["azure_entra_tenant_id"] = value if type(value) is str else to_json(value)
        if (value := self.azure_entra_client_id) is not UNSET:
            data["azure_entra_client_id"] = value if type(value) is str else to_json(value)
        if (value := self.azure_entra_client_secret) is not UNSET:
            data["azure_entra_client_secret"] = value if type(value) is str else to_json(value)
        if (value := self.azure_managed_client_id) is not UNSET:
            data["azure_managed_client_id"] = value if type(value) is str else to_json(value)
        if (value := self.azure_workload_tenant_id) is not UNSET:
            data["azure_workload_tenant_id"] = value if type(value) is str else to_json(value)
        if (value := self.azure_workload_client_id) is not UNSET:
            data["azure_workload_client_id"] = value if type(value) is str else to_json(value)
        if (value := self.custom_host) is not UNSET:
            data["custom_host"] = value if type(value) is str else to_json(value)
        if (value := self.custom_headers) is not UNSET:
            data["custom_headers"] = to_json(value)
        if (value := self.is_key_required) is not UNSET:
            data["is_key_required"] = value if type(value) is bool else to_json(value)
        return data
