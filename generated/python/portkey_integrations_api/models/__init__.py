"""The schemas of the contract; each is imported when it is first asked for."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .acknowledgement import Acknowledgement
    from .aws_auth_type import AWSAuthType
    from .azure_ai_configurations import AzureAIConfigurations
    from .azure_ai_configurations_detail import AzureAIConfigurationsDetail
    from .azure_auth_mode import AzureAuthMode
    from .azure_deployment import AzureDeployment
    from .azure_deployment_detail import AzureDeploymentDetail
    from .azure_open_ai_configurations import AzureOpenAIConfigurations
    from .azure_open_ai_configurations_detail import AzureOpenAIConfigurationsDetail
    from .bedrock_configurations import BedrockConfigurations
    from .bedrock_configurations_detail import BedrockConfigurationsDetail
    from .configurations_update import ConfigurationsUpdate
    from .cortex_configurations import CortexConfigurations
    from .cortex_configurations_detail import CortexConfigurationsDetail
    from .create_integration_request import CreateIntegrationRequest
    from .create_provider_request import CreateProviderRequest
    from .create_virtual_key_request import CreateVirtualKeyRequest
    from .created_integration import CreatedIntegration
    from .created_virtual_key import CreatedVirtualKey
    from .created_virtual_key_data import CreatedVirtualKeyData
    from .custom_headers import CustomHeaders
    from .error import Error
    from .error_data import ErrorData
    from .global_workspace_access import GlobalWorkspaceAccess
    from .hugging_face_configurations import HuggingFaceConfigurations
    from .hugging_face_configurations_detail import HuggingFaceConfigurationsDetail
    from .image_multiplier import ImageMultiplier
    from .integration import Integration
    from .integration_detail import IntegrationDetail
    from .integration_list import IntegrationList
    from .integration_model import IntegrationModel
    from .integration_model_list import IntegrationModelList
    from .integration_model_update import IntegrationModelUpdate
    from .integration_status import IntegrationStatus
    from .integration_type import IntegrationType
    from .integration_type_filter import IntegrationTypeFilter
    from .integration_workspace_list import IntegrationWorkspaceList
    from .masked_custom_headers import MaskedCustomHeaders
    from .model_configurations import ModelConfigurations
    from .model_configurations_detail import ModelConfigurationsDetail
    from .open_ai_configurations import OpenAIConfigurations
    from .open_ai_configurations_detail import OpenAIConfigurationsDetail
    from .other_configurations import OtherConfigurations
    from .other_configurations_detail import OtherConfigurationsDetail
    from .pay_as_you_go import PayAsYouGo
    from .periodic_reset import PeriodicReset
    from .pricing_adjustments import PricingAdjustments
    from .pricing_config import PricingConfig
    from .pricing_multiplier import PricingMultiplier
    from .pricing_type import PricingType
    from .provider import Provider
    from .provider_list import ProviderList
    from .provider_reference import ProviderReference
    from .provider_status import ProviderStatus
    from .rate_limit import RateLimit
    from .rate_limit_type import RateLimitType
    from .rate_limit_unit import RateLimitUnit
    from .sage_maker_configurations import SageMakerConfigurations
    from .sage_maker_configurations_detail import SageMakerConfigurationsDetail
    from .secret_mapping import SecretMapping
    from .secret_value_format import SecretValueFormat
    from .token_price import TokenPrice
    from .unit_multipliers import UnitMultipliers
    from .update_integration_models_request import UpdateIntegrationModelsRequest
    from .update_integration_request import UpdateIntegrationRequest
    from .update_integration_workspaces_request import UpdateIntegrationWorkspacesRequest
    from .update_provider_request import UpdateProviderRequest
    from .update_virtual_key_request import UpdateVirtualKeyRequest
    from .usage_limit_type import UsageLimitType
    from .usage_limits import UsageLimits
    from .vertex_ai_configurations import VertexAIConfigurations
    from .vertex_ai_configurations_detail import VertexAIConfigurationsDetail
    from .vertex_auth_type import VertexAuthType
    from .vertex_service_account import VertexServiceAccount
    from .virtual_key import VirtualKey
    from .virtual_key_deployment import VirtualKeyDeployment
    from .virtual_key_list import VirtualKeyList
    from .virtual_key_secret_mapping import VirtualKeySecretMapping
    from .workers_ai_configurations import WorkersAIConfigurations
    from .workers_ai_configurations_detail import WorkersAIConfigurationsDetail
    from .workspace_access import WorkspaceAccess
    from .workspace_access_update import WorkspaceAccessUpdate

_MODULES = {
    "Acknowledgement": ".acknowledgement",
    "AWSAuthType": ".aws_auth_type",
    "AzureAIConfigurations": ".azure_ai_configurations",
    "AzureAIConfigurationsDetail": ".azure_ai_configurations_detail",
    "AzureAuthMode": ".azure_auth_mode",
    "AzureDeployment": ".azure_deployment",
    "AzureDeploymentDetail": ".azure_deployment_detail",
    "AzureOpenAIConfigurations": ".azure_open_ai_configurations",
    "AzureOpenAIConfigurationsDetail": ".azure_open_ai_configurations_detail",
    "BedrockConfigurations": ".bedrock_configurations",
    "BedrockConfigurationsDetail": ".bedrock_configurations_detail",
    "ConfigurationsUpdate": ".configurations_update",
    "CortexConfigurations": ".cortex_configurations",
    "CortexConfigurationsDetail": ".cortex_configurations_detail",
    "CreateIntegrationRequest": ".create_integration_request",
    "CreateProviderRequest": ".create_provider_request",
    "CreateVirtualKeyRequest": ".create_virtual_key_request",
    "CreatedIntegration": ".created_integration",
    "CreatedVirtualKey": ".created_virtual_key",
    "CreatedVirtualKeyData": ".created_virtual_key_data",
    "CustomHeaders": ".custom_headers",
    "Error": ".error",
    "ErrorData": ".error_data",
    "GlobalWorkspaceAccess": ".global_workspace_access",
    "HuggingFaceConfigurations": ".hugging_face_configurations",
    "HuggingFaceConfigurationsDetail": ".hugging_face_configurations_detail",
    "ImageMultiplier": ".image_multiplier",
    "Integration": ".integration",
    "IntegrationDetail": ".integration_detail",
    "IntegrationList": ".integration_list",
    "IntegrationModel": ".integration_model",
    "IntegrationModelList": ".integration_model_list",
    "IntegrationModelUpdate": ".integration_model_update",
    "IntegrationStatus": ".integration_status",
    "IntegrationType": ".integration_type",
    "IntegrationTypeFilter": ".integration_type_filter",
    "IntegrationWorkspaceList": ".integration_workspace_list",
    "MaskedCustomHeaders": ".masked_custom_headers",
    "ModelConfigurations": ".model_configurations",
    "ModelConfigurationsDetail": ".model_configurations_detail",
    "OpenAIConfigurations": ".open_ai_configurations",
    "OpenAIConfigurationsDetail": ".open_ai_configurations_detail",
    "OtherConfigurations": ".other_configurations",
    "OtherConfigurationsDetail": ".other_configurations_detail",
    "PayAsYouGo": ".pay_as_you_go",
    "PeriodicReset": ".periodic_reset",
    "PricingAdjustments": ".pricing_adjustments",
    "PricingConfig": ".pricing_config",
    "PricingMultiplier": ".pricing_multiplier",
    "PricingType": ".pricing_type",
    "Provider": ".provider",
    "ProviderList": ".provider_list",
    "ProviderReference": ".provider_reference",
    "ProviderStatus": ".provider_status",
    "RateLimit": ".rate_limit",
    "RateLimitType": ".rate_limit_type",
    "RateLimitUnit": ".rate_limit_unit",
    "SageMakerConfigurations": ".sage_maker_configurations",
    "SageMakerConfigurationsDetail": ".sage_maker_configurations_detail",
    "SecretMapping": ".secret_mapping",
    "SecretValueFormat": ".secret_value_format",
    "TokenPrice": ".token_price",
    "UnitMultipliers": ".unit_multipliers",
    "UpdateIntegrationModelsRequest": ".update_integration_models_request",
    "UpdateIntegrationRequest": ".update_integration_request",
    "UpdateIntegrationWorkspacesRequest": ".update_integration_workspaces_request",
    "UpdateProviderRequest": ".update_provider_request",
    "UpdateVirtualKeyRequest": ".update_virtual_key_request",
    "UsageLimitType": ".usage_limit_type",
    "UsageLimits": ".usage_limits",
    "VertexAIConfigurations": ".vertex_ai_configurations",
    "VertexAIConfigurationsDetail": ".vertex_ai_configurations_detail",
    "VertexAuthType": ".vertex_auth_type",
    "VertexServiceAccount": ".vertex_service_account",
    "VirtualKey": ".virtual_key",
    "VirtualKeyDeployment": ".virtual_key_deployment",
    "VirtualKeyList": ".virtual_key_list",
    "VirtualKeySecretMapping": ".virtual_key_secret_mapping",
    "WorkersAIConfigurations": ".workers_ai_configurations",
    "WorkersAIConfigurationsDetail": ".workers_ai_configurations_detail",
    "WorkspaceAccess": ".workspace_access",
    "WorkspaceAccessUpdate": ".workspace_access_update",
}

__all__ = (
    "Acknowledgement",
    "AWSAuthType",
    "AzureAIConfigurations",
    "AzureAIConfigurationsDetail",
    "AzureAuthMode",
    "AzureDeployment",
    "AzureDeploymentDetail",
    "AzureOpenAIConfigurations",
    "AzureOpenAIConfigurationsDetail",
    "BedrockConfigurations",
    "BedrockConfigurationsDetail",
    "ConfigurationsUpdate",
    "CortexConfigurations",
    "CortexConfigurationsDetail",
    "CreatedIntegration",
    "CreatedVirtualKey",
    "CreatedVirtualKeyData",
    "CreateIntegrationRequest",
    "CreateProviderRequest",
    "CreateVirtualKeyRequest",
    "CustomHeaders",
    "Error",
    "ErrorData",
    "GlobalWorkspaceAccess",
    "HuggingFaceConfigurations",
    "HuggingFaceConfigurationsDetail",
    "ImageMultiplier",
    "Integration",
    "IntegrationDetail",
    "IntegrationList",
    "IntegrationModel",
    "IntegrationModelList",
    "IntegrationModelUpdate",
    "IntegrationStatus",
    "IntegrationType",
    "IntegrationTypeFilter",
    "IntegrationWorkspaceList",
    "MaskedCustomHeaders",
    "ModelConfigurations",
    "ModelConfigurationsDetail",
    "OpenAIConfigurations",
    "OpenAIConfigurationsDetail",
    "OtherConfigurations",
    "OtherConfigurationsDetail",
    "PayAsYouGo",
    "PeriodicReset",
    "PricingAdjustments",
    "PricingConfig",
    "PricingMultiplier",
    "PricingType",
    "Provider",
    "ProviderList",
    "ProviderReference",
    "ProviderStatus",
    "RateLimit",
    "RateLimitType",
    "RateLimitUnit",
    "SageMakerConfigurations",
    "SageMakerConfigurationsDetail",
    "SecretMapping",
    "SecretValueFormat",
    "TokenPrice",
    "UnitMultipliers",
    "UpdateIntegrationModelsRequest",
    "UpdateIntegrationRequest",
    "UpdateIntegrationWorkspacesRequest",
    "UpdateProviderRequest",
    "UpdateVirtualKeyRequest",
    "UsageLimits",
    "UsageLimitType",
    "VertexAIConfigurations",
    "VertexAIConfigurationsDetail",
    "VertexAuthType",
    "VertexServiceAccount",
    "VirtualKey",
    "VirtualKeyDeployment",
    "VirtualKeyList",
    "VirtualKeySecretMapping",
    "WorkersAIConfigurations",
    "WorkersAIConfigurationsDetail",
    "WorkspaceAccess",
    "WorkspaceAccessUpdate",
)


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_MODULES[name], __package__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
