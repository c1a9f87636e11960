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
    ListOf,
    Model,
    ModelOf,
    OneOf,
    Unset,
    to_json,
    unread,
)

if TYPE_CHECKING:
    from ..models.aws_auth_type import AWSAuthType
    from ..models.azure_auth_mode import AzureAuthMode
    from ..models.azure_deployment import AzureDeployment
    from ..models.custom_headers import CustomHeaders
    from ..models.vertex_auth_type import VertexAuthType
    from ..models.vertex_service_account import VertexServiceAccount


@define(repr=False)
class ConfigurationsUpdate(Model):
    """The fields of a configuration to change; those of the stored provider count. A mask that is sent back is
    passed over.

    Attributes:
        openai_organization: str, optional
        openai_project: str, optional
        azure_auth_mode: AzureAuthMode | str, optional. `default` is a key, `entra` an application with a secret, `entraFederated` one without, `managed` a
            managed identity, `workload` a workload identity.
        azure_resource_name: str, optional
        azure_deployment_config: list[AzureDeployment], optional Items: at least 1.
        azure_foundry_url: str, optional
        azure_api_version: str, optional Characters: at most 30.
        azure_deployment_name: str, optional
        azure_entra_tenant_id: str, optional
        azure_entra_client_id: str, optional
        azure_entra_client_secret: str, optional
        azure_managed_client_id: str, optional
        azure_workload_tenant_id: str, optional
        azure_workload_client_id: str, optional
        aws_auth_type: AWSAuthType | str, optional. `accessKey` needs both halves of an access key, `assumedRole` the ARN of a role.
        aws_region: str, optional
        aws_access_key_id: str, optional
        aws_secret_access_key: str, optional
        aws_session_token: str, optional
        aws_role_arn: str, optional
        aws_external_id: str | None, optional
        amzn_sagemaker_custom_attributes: str, optional
        amzn_sagemaker_target_model: str, optional
        amzn_sagemaker_target_variant: str, optional
        amzn_sagemaker_target_container_hostname: str, optional
        amzn_sagemaker_inference_id: str, optional
        amzn_sagemaker_enable_explanations: str, optional
        amzn_sagemaker_inference_component: str, optional
        amzn_sagemaker_session_id: str, optional
        amzn_sagemaker_model_name: str, optional
        vertex_auth_type: VertexAuthType | str, optional. `basic` needs a project, `serviceAccount` its JSON, `workload` neither.
        vertex_region: str, optional
        vertex_project_id: str, optional
        vertex_service_account_json: VertexServiceAccount, optional. A service account's JSON, as Google Cloud hands it out.
        vertex_skip_ptu_cost_attribution: bool, optional
        vertex_map_metadata: bool, optional
        workers_ai_account_id: str, optional
        huggingface_base_url: str, optional
        snowflake_account: str, optional
        custom_host: str, optional. The URL to call in place of the provider's own.
        custom_headers: CustomHeaders, optional. Headers for the provider, by name. Their values are secrets, since they carry tokens.
        is_key_required: bool, optional. False where the provider is called without a key.
    """

    openai_organization: str | Unset = UNSET
    openai_project: str | Unset = UNSET
    azure_auth_mode: AzureAuthMode | str | Unset = UNSET
    azure_resource_name: str | Unset = UNSET
    azure_deployment_config: list[AzureDeployment] | Unset = UNSET
    azure_foundry_url: str | Unset = UNSET
    azure_api_version: str | Unset = UNSET
    azure_deployment_name: str | Unset = UNSET
    azure_entra_tenant_id: str | Unset = UNSET
    azure_entra_client_id: str | Unset = UNSET
    azure_entra_client_secret: str | Unset = UNSET
    azure_managed_client_id: str | Unset = UNSET
    azure_workload_tenant_id: str | Unset = UNSET
    azure_workload_client_id: str | Unset = UNSET
    aws_auth_type: AWSAuthType | str | Unset = UNSET
    aws_region: str | Unset = UNSET
    aws_access_key_id: str | Unset = UNSET
    aws_secret_access_key: str | Unset = UNSET
    aws_session_token: str | Unset = UNSET
    aws_role_arn: str | Unset = UNSET
    aws_external_id: str | None | Unset = UNSET
    amzn_sagemaker_custom_attributes: str | Unset = UNSET
    amzn_sagemaker_target_model: str | Unset = UNSET
    amzn_sagemaker_target_variant: str | Unset = UNSET
    amzn_sagemaker_target_container_hostname: str | Unset = UNSET
    amzn_sagemaker_inference_id: str | Unset = UNSET
    amzn_sagemaker_enable_explanations: str | Unset = UNSET
    amzn_sagemaker_inference_component: str | Unset = UNSET
    amzn_sagemaker_session_id: str | Unset = UNSET
    amzn_sagemaker_model_name: str | Unset = UNSET
    vertex_auth_type: VertexAuthType | str | Unset = UNSET
    vertex_region: str | Unset = UNSET
    vertex_project_id: str | Unset = UNSET
    vertex_service_account_json: VertexServiceAccount | Unset = UNSET
    vertex_skip_ptu_cost_attribution: bool | Unset = UNSET
    vertex_map_metadata: bool | Unset = UNSET
    workers_ai_account_id: str | Unset = UNSET
    huggingface_base_url: str | Unset = UNSET
    snowflake_account: str | Unset = UNSET
    custom_host: str | Unset = UNSET
    custom_headers: CustomHeaders | Unset = UNSET
    is_key_required: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("openai_organization", "openai_organization", STRING, required=False),
        Field("openai_project", "openai_project", STRING, required=False),
        Field(
            "azure_auth_mode", "azure_auth_mode", EnumOf("azure_auth_mode", "AzureAuthMode"), required=False
        ),
        Field("azure_resource_name", "azure_resource_name", STRING, required=False),
        Field(
            "azure_deployment_config",
            "azure_deployment_config",
            ListOf(ModelOf("azure_deployment", "AzureDeployment")),
            required=False,
        ),
        Field("azure_foundry_url", "azure_foundry_url", STRING, required=False),
        Field("azure_api_version", "azure_api_version", STRING, required=False),
        Field("azure_deployment_name", "azure_deployment_name", STRING, required=False),
        Field("azure_entra_tenant_id", "azure_entra_tenant_id", STRING, required=False),
        Field("azure_entra_client_id", "azure_entra_client_id", STRING, required=False),
        Field("azure_entra_client_secret", "azure_entra_client_secret", STRING, required=False, secret=True),
        Field("azure_managed_client_id", "azure_managed_client_id", STRING, required=False),
        Field("azure_workload_tenant_id", "azure_workload_tenant_id", STRING, required=False),
        Field("azure_workload_client_id", "azure_workload_client_id", STRING, required=False),
        Field("aws_auth_type", "aws_auth_type", EnumOf("aws_auth_type", "AWSAuthType"), required=False),
        Field("aws_region", "aws_region", STRING, required=False),
        Field("aws_access_key_id", "aws_access_key_id", STRING, required=False),
        Field("aws_secret_access_key", "aws_secret_access_key", STRING, required=False, secret=True),
        Field("aws_session_token", "aws_session_token", STRING, required=False, secret=True),
        Field("aws_role_arn", "aws_role_arn", STRING, required=False),
        Field("aws_external_id", "aws_external_id", OneOf(NULL, STRING), required=False),
        Field("amzn_sagemaker_custom_attributes", "amzn_sagemaker_custom_attributes", STRING, required=False),
        Field("amzn_sagemaker_target_model", "amzn_sagemaker_target_model", STRING, required=False),
        Field("amzn_sagemaker_target_variant", "amzn_sagemaker_target_variant", STRING, required=False),
        Field(
            "amzn_sagemaker_target_container_hostname",
            "amzn_sagemaker_target_container_hostname",
            STRING,
            required=False,
        ),
        Field("amzn_sagemaker_inference_id", "amzn_sagemaker_inference_id", STRING, required=False),
        Field(
            "amzn_sagemaker_enable_explanations", "amzn_sagemaker_enable_explanations", STRING, required=False
        ),
        Field(
            "amzn_sagemaker_inference_component", "amzn_sagemaker_inference_component", STRING, required=False
        ),
        Field("amzn_sagemaker_session_id", "amzn_sagemaker_session_id", STRING, required=False),
        Field("amzn_sagemaker_model_name", "amzn_sagemaker_model_name", STRING, required=False),
        Field(
            "vertex_auth_type",
            "vertex_auth_type",
            EnumOf("vertex_auth_type", "VertexAuthType"),
            required=False,
        ),
        Field("vertex_region", "vertex_region", STRING, required=False),
        Field("vertex_project_id", "vertex_project_id", STRING, required=False),
        Field(
            "vertex_service_account_json",
            "vertex_service_account_json",
            ModelOf("vertex_service_account", "VertexServiceAccount"),
            required=False,
            secret=True,
        ),
        Field(
            "vertex_skip_ptu_cost_attribution", "vertex_skip_ptu_cost_attribution", BOOLEAN, required=False
        ),
        Field("vertex_map_metadata", "vertex_map_metadata", BOOLEAN, required=False),
        Field("workers_ai_account_id", "workers_ai_account_id", STRING, required=False),
        Field("huggingface_base_url", "huggingface_base_url", STRING, required=False),
        Field("snowflake_account", "snowflake_account", STRING, required=False),
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
        value = take("openai_organization", UNSET)
        self.openai_organization = (
            value if type(value) is str or value is UNSET else fields[0].read(value, src_dict)
        )
        value = take("openai_project", UNSET)
        self.openai_project = (
            value if type(value) is str or value is UNSET else fields[1].read(value, src_dict)
        )
        value = take("azure_auth_mode", UNSET)
        self.azure_auth_mode = value if value is UNSET else fields[2].read(value, src_dict)
        value = take("azure_resource_name", UNSET)
        self.azure_resource_name = (
            value if type(value) is str or value is UNSET else fields[3].read(value, src_dict)
        )
        value = take("azure_deployment_config", UNSET)
        self.azure_deployment_config = value if value is UNSET else fields[4].read(value, src_dict)
        value = take("azure_foundry_url", UNSET)
        self.azure_foundry_url = (
            value if type(value) is str or value is UNSET else fields[5].read(value, src_dict)
        )
        value = take("azure_api_version", UNSET)
        self.azure_api_version = (
            value if type(value) is str or value is UNSET else fields[6].read(value, src_dict)
        )
        value = take("azure_deployment_name", UNSET)
        self.azure_deployment_name = (
            value if type(value) is str or value is UNSET else fields[7].read(value, src_dict)
        )
        value = take("azure_entra_tenant_id", UNSET)
        self.azure_entra_tenant_id = (
            value if type(value) is str or value is UNSET else fields[8].read(value, src_dict)
        )
        value = take("azure_entra_client_id", UNSET)
        self.azure_entra_client_id = (
            value if type(value) is str or value is UNSET else fields[9].read(value, src_dict)
        )
        value = take("azure_entra_client_secret", UNSET)
        self.azure_entra_client_secret = (
            value if type(value) is str or value is UNSET else fields[10].read(value, src_dict)
        )
        value = take("azure_managed_client_id", UNSET)
        self.azure_managed_client_id = (
            value if type(value) is str or value is UNSET else fields[11].read(value, src_dict)
        )
        value = take("azure_workload_tenant_id", UNSET)
        self.azure_workload_tenant_id = (
            value if type(value) is str or value is UNSET else fields[12].read(value, src_dict)
        )
        value = take("azure_workload_client_id", UNSET)
        self.azure_workload_client_id = (
            value if type(value) is str or value is UNSET else fields[13].read(value, src_dict)
        )
        value = take("aws_auth_type", UNSET)
        self.aws_auth_type = value if value is UNSET else fields[14].read(value, src_dict)
        value = take("aws_region", UNSET)
        self.aws_region = value if type(value) is str or value is UNSET else fields[15].read(value, src_dict)
        value = take("aws_access_key_id", UNSET)
        self.aws_access_key_id = (
            value if type(value) is str or value is UNSET else fields[16].read(value, src_dict)
        )
        value = take("aws_secret_access_key", UNSET)
        self.aws_secret_access_key = (
            value if type(value) is str or value is UNSET else fields[17].read(value, src_dict)
        )
        value = take("aws_session_token", UNSET)
        self.aws_session_token = (
            value if type(value) is str or value is UNSET else fields[18].read(value, src_dict)
        )
        value = take("aws_role_arn", UNSET)
        self.aws_role_arn = (
            value if type(value) is str or value is UNSET else fields[19].read(value, src_dict)
        )
        value = take("aws_external_id", UNSET)
        self.aws_external_id = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[20].read(value, src_dict)
        )
        value = take("amzn_sagemaker_custom_attributes", UNSET)
        self.amzn_sagemaker_custom_attributes = (
            value if type(value) is str or value is UNSET else fields[21].read(value, src_dict)
        )
        value = take("amzn_sagemaker_target_model", UNSET)
        self.amzn_sagemaker_target_model = (
            value if type(value) is str or value is UNSET else fields[22].read(value, src_dict)
        )
        value = take("amzn_sagemaker_target_variant", UNSET)
        self.amzn_sagemaker_target_variant = (
            value if type(value) is str or value is UNSET else fields[23].read(value, src_dict)
        )
        value = take("amzn_sagemaker_target_container_hostname", UNSET)
        self.amzn_sagemaker_target_container_hostname = (
            value if type(value) is str or value is UNSET else fields[24].read(value, src_dict)
        )
        value = take("amzn_sagemaker_inference_id", UNSET)
        self.amzn_sagemaker_inference_id = (
            value if type(value) is str or value is UNSET else fields[25].read(value, src_dict)
        )
        value = take("amzn_sagemaker_enable_explanations", UNSET)
        self.amzn_sagemaker_enable_explanations = (
            value if type(value) is str or value is UNSET else fields[26].read(value, src_dict)
        )
        value = take("amzn_sagemaker_inference_component", UNSET)
        self.amzn_sagemaker_inference_component = (
            value if type(value) is str or value is UNSET else fields[27].read(value, src_dict)
        )
        value = take("amzn_sagemaker_session_id", UNSET)
        self.amzn_sagemaker_session_id = (
            value if type(value) is str or value is UNSET else fields[28].read(value, src_dict)
        )
        value = take("amzn_sagemaker_model_name", UNSET)
        self.amzn_sagemaker_model_name = (
            value if type(value) is str or value is UNSET else fields[29].read(value, src_dict)
        )
        value = take("vertex_auth_type", UNSET)
        self.vertex_auth_type = value if value is UNSET else fields[30].read(value, src_dict)
        value = take("vertex_region", UNSET)
        self.vertex_region = (
            value if type(value) is str or value is UNSET else fields[31].read(value, src_dict)
        )
        value = take("vertex_project_id", UNSET)
        self.vertex_project_id = (
            value if type(value) is str or value is UNSET else fields[32].read(value, src_dict)
        )
        value = take("vertex_service_account_json", UNSET)
        self.vertex_service_account_json = value if value is UNSET else fields[33].read(value, src_dict)
        value = take("vertex_skip_ptu_cost_attribution", UNSET)
        self.vertex_skip_ptu_cost_attribution = (
            value if type(value) is bool or value is UNSET else fields[34].read(value, src_dict)
        )
        value = take("vertex_map_metadata", UNSET)
        self.vertex_map_metadata = (
            value if type(value) is bool or value is UNSET else fields[35].read(value, src_dict)
        )
        value = take("workers_ai_account_id", UNSET)
        self.workers_ai_account_id = (
            value if type(value) is str or value is UNSET else fields[36].read(value, src_dict)
        )
        value = take("huggingface_base_url", UNSET)
        self.huggingface_base_url = (
            value if type(value) is str or value is UNSET else fields[37].read(value, src_dict)
        )
        value = take("snowflake_account", UNSET)
        self.snowflake_account = (
            value if type(value) is str or value is UNSET else fields[38].read(value, src_dict)
        )
        value = take("custom_host", UNSET)
        self.custom_host = value if type(value) is str or value is UNSET else fields[39].read(value, src_dict)
        value = take("custom_headers", UNSET)
        self.custom_headers = value if value is UNSET else fields[40].read(value, src_dict)
        value = take("is_key_required", UNSET)
        self.is_key_required = (
            value if type(value) is bool or value is UNSET else fields[41].read(value, src_dict)
        )
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.openai_organization) is not UNSET:
            data["openai_organization"] = value if type(value) is str else to_json(value)
        if (value := self.openai_project) is not UNSET:
            data["openai_project"] = value if type(value) is str else to_json(value)
        if (value := self.azure_auth_mode) is not UNSET:
            data["azure_auth_mode"] = to_json(value)
        if (value := self.azure_resource_name) is not UNSET:
            data["azure_resource_name"] = value if type(value) is str else to_json(value)
        if (value := self.azure_deployment_config) is not UNSET:
            data["azure_deployment_config"] = to_json(value)
        if (value := self.azure_foundry_url) is not UNSET:
            data["azure_foundry_url"] = value if type(value) is str else to_json(value)
        if (value := self.azure_api_version) is not UNSET:
            data["azure_api_version"] = value if type(value) is str else to_json(value)
        if (value := self.azure_deployment_name) is not UNSET:
            data["azure_deployment_name"] = value if type(value) is str else to_json(value)
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
        if (value := self.aws_auth_type) is not UNSET:
            data["aws_auth_type"] = to_json(value)
        if (value := self.aws_region) is not UNSET:
            data["aws_region"] = value if type(value) is str else to_json(value)
        if (value := self.aws_access_key_id) is not UNSET:
            data["aws_access_key_id"] = value if type(value) is str else to_json(value)
        if (value := self.aws_secret_access_key) is not UNSET:
            data["aws_secret_access_key"] = value if type(value) is str else to_json(value)
        if (value := self.aws_session_token) is not UNSET:
            data["aws_session_token"] = value if type(value) is str else to_json(value)
        if (value := self.aws_role_arn) is not UNSET:
            data["aws_role_arn"] = value if type(value) is str else to_json(value)
        if (value := self.aws_external_id) is not UNSET:
            data["aws_external_id"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.amzn_sagemaker_custom_attributes) is not UNSET:
            data["amzn_sagemaker_custom_attributes"] = value if type(value) is str else to_json(value)
        if (value := self.amzn_sagemaker_target_model) is not UNSET:
            data["amzn_sagemaker_target_model"] = value if type(value) is str else to_json(value)
        if (value := self.amzn_sagemaker_target_variant) is not UNSET:
            data["amzn_sagemaker_target_variant"] = value if type(value) is str else to_json(value)
        if (value := self.amzn_sagemaker_target_container_hostname) is not UNSET:
            data["amzn_sagemaker_target_container_hostname"] = value if type(value) is str else to_json(value)
        if (value := self.amzn_sagemaker_inference_id) is not UNSET:
            data["amzn_sagemaker_inference_id"] = value if type(value) is str else to_json(value)
        if (value := self.amzn_sagemaker_enable_explanations) is not UNSET:
            data["amzn_sagemaker_enable_explanations"] = value if type(value) is str else to_json(value)
        if (value := self.amzn_sagemaker_inference_component) is not UNSET:
            data["amzn_sagemaker_inference_component"] = value if type(value) is str else to_json(value)
        if (value := self.amzn_sagemaker_session_id) is not UNSET:
            data["amzn_sagemaker_session_id"] = value if type(value) is str else to_json(value)
        if (value := self.amzn_sagemaker_model_name) is not UNSET:
            data["amzn_sagemaker_model_name"] = value if type(value) is str else to_json(value)
        if (value := self.vertex_auth_type) is not UNSET:
            data["vertex_auth_type"] = to_json(value)
        if (value := self.vertex_region) is not UNSET:
            data["vertex_region"] = value if type(value) is str else to_json(value)
        if (value := self.vertex_project_id) is not UNSET:
            data["vertex_project_id"] = value if type(value) is str else to_json(value)
        if (value := self.vertex_service_account_json) is not UNSET:
            data["vertex_service_account_json"] = to_json(value)
        if (value := self.vertex_skip_ptu_cost_attribution) is not UNSET:
            data["vertex_skip_ptu_cost_attribution"] = value if type(value) is bool else to_json(value)
        if (value := self.vertex_map_metadata) is not UNSET:
            data["vertex_map_metadata"] = value if type(value) is bool else to_json(value)
        if (value := self.workers_ai_account_id) is not UNSET:
            data["workers_ai_account_id"] = value if type(value) is str else to_json(value)
        if (value := self.huggingface_base_url) is not UNSET:
            data["huggingface_base_url"] = value if type(value) is str else to_json(value)
        if (value := self.snowflake_account) is not UNSET:
            data["snowflake_account"] = value if type(value) is str else to_json(value)
        if (value := self.custom_host) is not UNSET:
            data["custom_host"] = value if type(value) is str else to_json(value)
        if (value := self.custom_headers) is not UNSET:
            data["custom_headers"] = to_json(value)
        if (value := self.is_key_required) is not UNSET:
            data["is_key_required"] = value if type(value) is bool else to_json(value)
        return data
