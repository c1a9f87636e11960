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
