from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import define, field

from ..types import (
    BOOLEAN,
    NULL,
    STRING,
    UNSET,
    EnumOf,
    Field,
    Model,
    ModelOf,
    OneOf,
    Unset,
    to_json,
    unread,
)

if TYPE_CHECKING:
    from ..models.azure_auth_mode import AzureAuthMode
    from ..models.masked_custom_headers import MaskedCustomHeaders


@define(repr=False)
class AzureAIConfigurationsDetail(Model):
    """The schema AzureAIConfigurationsDetail.

    Attributes:
        azure_auth_mode: AzureAuthMode | str. `default` is a key, `entra` an application with a secret, `entraFederated` one without, `managed` a
            managed identity, `workload` a workload identity.
        azure_foundry_url: str
        azure_api_version: str | None, optional
        azure_deployment_name: str | None, optional
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
    azure_foundry_url: str
    azure_api_version: str | None | Unset = UNSET
    azure_deployment_name: str | None | Unset = UNSET
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
        Field("azure_foundry_url", "azure_foundry_url", STRING, required=True),
        Field("azure_api_version", "azure_api_version", OneOf(NULL, STRING), required=False),
        Field("azure_deployment_name", "azure_deployment_name", OneOf(NULL, STRING), required=False),
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

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("azure_auth_mode", UNSET)
        self.azure_auth_mode = fields[0].read(value, src_dict)
        value = take("azure_foundry_url", UNSET)
        self.azure_foundry_url = value if type(value) is str else fields[1].read(value, src_dict)
        value = take("azure_api_version", UNSET)
        self.azure_api_version = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[2].read(value, src_dict)
        )
        value = take("azure_deployment_name", UNSET)
        self.azure_deployment_name = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[3].read(value, src_dict)
        )
        value = take("azure_entra_tenant_id", UNSET)
        self.azure_entra_tenant_id = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[4].read(value, src_dict)
        )
        value = take("azure_entra_client_id", UNSET)
        self.azure_entra_client_id = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[5].read(value, src_dict)
        )
        value = take("masked_azure_entra_client_secret", UNSET)
        self.masked_azure_entra_client_secret = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[6].read(value, src_dict)
        )
        value = take("azure_managed_client_id", UNSET)
        self.azure_managed_client_id = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[7].read(value, src_dict)
        )
        value = take("azure_workload_tenant_id", UNSET)
        self.azure_workload_tenant_id = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[8].read(value, src_dict)
        )
        value = take("azure_workload_client_id", UNSET)
        self.azure_workload_client_id = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[9].read(value, src_dict)
        )
        value = take("custom_host", UNSET)
        self.custom_host = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[10].read(value, src_dict)
        )
        value = take("masked_custom_headers", UNSET)
        self.masked_custom_headers = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[11].read(value, src_dict)
        )
        value = take("is_key_required", UNSET)
        self.is_key_required = (
            value
            if type(value) is bool or value is None or value is UNSET
            else fields[12].read(value, src_dict)
        )
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.azure_auth_mode) is not UNSET:
            data["azure_auth_mode"] = to_json(value)
        if (value := self.azure_foundry_url) is not UNSET:
            data["azure_foundry_url"] = value if type(value) is str else to_json(value)
        if (value := self.azure_api_version) is not UNSET:
            data["azure_api_version"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.azure_deployment_name) is not UNSET:
            data["azure_deployment_name"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.azure_entra_tenant_id) is not UNSET:
            data["azure_entra_tenant_id"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.azure_entra_client_id) is not UNSET:
            data["azure_entra_client_id"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.masked_azure_entra_client_secret) is not UNSET:
            data["masked_azure_entra_client_secret"] = (
                value if value is None or type(value) is str else to_json(value)
            )
        if (value := self.azure_managed_client_id) is not UNSET:
            data["azure_managed_client_id"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.azure_workload_tenant_id) is not UNSET:
            data["azure_workload_tenant_id"] = (
                value if value is None or type(value) is str else to_json(value)
            )
        if (value := self.azure_workload_client_id) is not UNSET:
            data["azure_workload_client_id"] = (
                value if value is None or type(value) is str else to_json(value)
            )
        if (value := self.custom_host) is not UNSET:
            data["custom_host"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.masked_custom_headers) is not UNSET:
            data["masked_custom_headers"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.is_key_required) is not UNSET:
            data["is_key_required"] = value if type(value) is bool or value is None else to_json(value)
        return data
