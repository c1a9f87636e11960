"""The configurations of the providers that the contract knows, as classes: `AzureOpenAI(auth=Entra(…), …)`.

Each is the model of its configuration, made of what the chosen way to sign in takes and no more; what that way needs
cannot be left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final, NoReturn

from .models.azure_ai_configurations import AzureAIConfigurations
from .models.azure_open_ai_configurations import AzureOpenAIConfigurations
from .models.bedrock_configurations import BedrockConfigurations
from .models.cortex_configurations import CortexConfigurations
from .models.hugging_face_configurations import HuggingFaceConfigurations
from .models.open_ai_configurations import OpenAIConfigurations
from .models.sage_maker_configurations import SageMakerConfigurations
from .models.vertex_ai_configurations import VertexAIConfigurations
from .models.workers_ai_configurations import WorkersAIConfigurations
from .types import UNSET

if TYPE_CHECKING:
    from collections.abc import Callable

    from .models import (
        AzureDeployment,
        CustomHeaders,
        VertexServiceAccount,
    )
    from .types import SecretText, Unset

__all__ = (
    "AzureDefault",
    "Entra",
    "EntraFederated",
    "Managed",
    "AzureWorkload",
    "AccessKey",
    "AssumedRole",
    "Basic",
    "ServiceAccount",
    "VertexWorkload",
    "OpenAI",
    "AzureOpenAI",
    "AzureAI",
    "Bedrock",
    "SageMaker",
    "VertexAI",
    "WorkersAI",
    "HuggingFace",
    "Cortex",
)

VIRTUAL_KEY_NAMES: Final[Mapping[str, tuple[str, Mapping[str, Any]]]] = {
    "azure_api_version": ("apiVersion", {}),
    "azure_resource_name": ("resourceName", {}),
    "azure_deployment_name": ("deploymentName", {}),
    "azure_deployment_config": (
        "deploymentConfig",
        {
            "azure_api_version": ("apiVersion", {}),
            "azure_deployment_name": ("deploymentName", {}),
            "alias": ("alias", {}),
            "is_default": ("is_default", {}),
        },
    ),
    "aws_access_key_id": ("awsAccessKeyId", {}),
    "aws_secret_access_key": ("awsSecretAccessKey", {}),
    "aws_region": ("awsRegion", {}),
    "vertex_project_id": ("vertexProjectId", {}),
    "vertex_region": ("vertexRegion", {}),
    "workers_ai_account_id": ("workersAiAccountId", {}),
}
"""What a virtual key calls a field of a configuration, and the fields of the items in it."""


class Mode:
    """A way to sign in at a provider. Its `repr` shows no value."""

    __slots__ = ("fields",)

    FIELD: ClassVar[str]
    VALUE: ClassVar[str]
    NEEDS: ClassVar[tuple[str, ...]] = ()
    """The fields that it cannot do without."""
    BY_KEY: ClassVar[bool] = False
    """Whether it is the key of the integration that signs in."""

    def __init__(self, **fields: Any) -> None:
        self.fields: Callable[[], dict[str, Any]] = lambda: fields

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}=***' for name in self.fields())})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("credentials are not pickled")


class AzureDefault(Mode):
    """The azure_auth_mode `default`, which the integration's key belongs to."""

    __slots__ = ()
    FIELD: ClassVar[str] = "azure_auth_mode"
    VALUE: ClassVar[str] = "default"
    BY_KEY: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()


class Entra(Mode):
    """The azure_auth_mode `entra`.

    Args:
        tenant_id: The field azure_entra_tenant_id.
        client_id: The field azure_entra_client_id.
        client_secret: The field azure_entra_client_secret, a secret.
    """

    __slots__ = ()
    FIELD: ClassVar[str] = "azure_auth_mode"
    VALUE: ClassVar[str] = "entra"
    NEEDS: ClassVar[tuple[str, ...]] = (
        "azure_entra_tenant_id",
        "azure_entra_client_id",
        "azure_entra_client_secret",
    )

    def __init__(
        self,
        *,
        tenant_id: str,
        client_id: str,
        client_secret: SecretText,
    ) -> None:
        super().__init__(
            azure_entra_tenant_id=tenant_id,
            azure_entra_client_id=client_id,
            azure_entra_client_secret=client_secret,
        )


class EntraFederated(Mode):
    """The azure_auth_mode `entraFederated`.

    Args:
        tenant_id: The field azure_entra_tenant_id.
        client_id: The field azure_entra_client_id.
    """

    __slots__ = ()
    FIELD: ClassVar[str] = "azure_auth_mode"
    VALUE: ClassVar[str] = "entraFederated"
    NEEDS: ClassVar[tuple[str, ...]] = (
        "azure_entra_tenant_id",
        "azure_entra_client_id",
    )

    def __init__(
        self,
        *,
        tenant_id: str,
        client_id: str,
    ) -> None:
        super().__init__(
            azure_entra_tenant_id=tenant_id,
            azure_entra_client_id=client_id,
        )


class Managed(Mode):
    """The azure_auth_mode `managed`.

    Args:
        client_id: Optional; the field azure_managed_client_id.
    """

    __slots__ = ()
    FIELD: ClassVar[str] = "azure_auth_mode"
    VALUE: ClassVar[str] = "managed"

    def __init__(
        self,
        *,
        client_id: str | Unset = UNSET,
    ) -> None:
        super().__init__(
            azure_managed_client_id=client_id,
        )


class AzureWorkload(Mode):
    """The azure_auth_mode `workload`.

    Args:
        tenant_id: The field azure_workload_tenant_id.
        client_id: The field azure_workload_client_id.
    """

    __slots__ = ()
    FIELD: ClassVar[str] = "azure_auth_mode"
    VALUE: ClassVar[str] = "workload"
    NEEDS: ClassVar[tuple[str, ...]] = (
        "azure_workload_tenant_id",
        "azure_workload_client_id",
    )

    def __init__(
        self,
        *,
        tenant_id: str,
        client_id: str,
    ) -> None:
        super().__init__(
            azure_workload_tenant_id=tenant_id,
            azure_workload_client_id=client_id,
        )


class AccessKey(Mode):
    """The aws_auth_type `accessKey`.

    Args:
        access_key_id: The field aws_access_key_id.
        secret_access_key: The field aws_secret_access_key, a secret.
        session_token: Optional; the field aws_session_token, a secret.
    """

    __slots__ = ()
    FIELD: ClassVar[str] = "aws_auth_type"
    VALUE: ClassVar[str] = "accessKey"
    NEEDS: ClassVar[tuple[str, ...]] = (
        "aws_access_key_id",
        "aws_secret_access_key",
    )

    def __init__(
        self,
        *,
        access_key_id: str,
        secret_access_key: SecretText,
        session_token: SecretText | Unset = UNSET,
    ) -> None:
        super().__init__(
            aws_access_key_id=access_key_id,
            aws_secret_access_key=secret_access_key,
            aws_session_token=session_token,
        )


class AssumedRole(Mode):
    """The aws_auth_type `assumedRole`.

    Args:
        role_arn: The field aws_role_arn.
        external_id: Optional; the field aws_external_id.
    """

    __slots__ = ()
    FIELD: ClassVar[str] = "aws_auth_type"
    VALUE: ClassVar[str] = "assumedRole"
    NEEDS: ClassVar[tuple[str, ...]] = ("aws_role_arn",)

    def __init__(
        self,
        *,
        role_arn: str,
        external_id: str | None | Unset = UNSET,
    ) -> None:
        super().__init__(
            aws_role_arn=role_arn,
            aws_external_id=external_id,
        )


class Basic(Mode):
    """The vertex_auth_type `basic`.

    Args:
        project_id: The field vertex_project_id.
    """

    __slots__ = ()
    FIELD: ClassVar[str] = "vertex_auth_type"
    VALUE: ClassVar[str] = "basic"
    NEEDS: ClassVar[tuple[str, ...]] = ("vertex_project_id",)

    def __init__(
        self,
        *,
        project_id: str,
    ) -> None:
        super().__init__(
            vertex_project_id=project_id,
        )


class ServiceAccount(Mode):
    """The vertex_auth_type `serviceAccount`.

    Args:
        service_account_json: The field vertex_service_account_json, a secret. A service account's JSON, as Google Cloud hands it out.
        project_id: Optional; the field vertex_project_id.
    """

    __slots__ = ()
    FIELD: ClassVar[str] = "vertex_auth_type"
    VALUE: ClassVar[str] = "serviceAccount"
    NEEDS: ClassVar[tuple[str, ...]] = ("vertex_service_account_json",)

    def __init__(
        self,
        *,
        service_account_json: Mapping[str, Any] | VertexServiceAccount,
        project_id: str | Unset = UNSET,
    ) -> None:
        super().__init__(
            vertex_service_account_json=service_account_json,
            vertex_project_id=project_id,
        )


class VertexWorkload(Mode):
    """The vertex_auth_type `workload`.

    Args:
        project_id: Optional; the field vertex_project_id.
    """

    __slots__ = ()
    FIELD: ClassVar[str] = "vertex_auth_type"
    VALUE: ClassVar[str] = "workload"

    def __init__(
        self,
        *,
        project_id: str | Unset = UNSET,
    ) -> None:
        super().__init__(
            vertex_project_id=project_id,
        )


class OpenAI(OpenAIConfigurations):
    """The configuration of the provider `openai`.

    Args:
        organization: Optional; the field openai_organization.
        project: Optional; the field openai_project.
        custom_host: Optional; the field custom_host. The URL to call in place of the provider's own.
        custom_headers: Optional; the field custom_headers, a secret. Headers for the provider, by name. Their values are secrets, since they carry tokens.
        is_key_required: Optional; the field is_key_required. False where the provider is called without a key.
    """

    __slots__ = ()
    AI_PROVIDER_ID: ClassVar[str] = "openai"

    def __init__(
        self,
        *,
        organization: str | Unset = UNSET,
        project: str | Unset = UNSET,
        custom_host: str | Unset = UNSET,
        custom_headers: Mapping[str, Any] | CustomHeaders | Unset = UNSET,
        is_key_required: bool | Unset = UNSET,
    ) -> None:
        given: dict[str, Any] = {
            "openai_organization": organization,
            "openai_project": project,
            "custom_host": custom_host,
            "custom_headers": custom_headers,
            "is_key_required": is_key_required,
        }
        super().__init__(**given)


class AzureOpenAI(AzureOpenAIConfigurations):
    """The configuration of the provider `azure-openai`.

    Args:
        auth: How to sign in (the field azure_auth_mode).
        resource_name: The field azure_resource_name.
        deployment_config: The field azure_deployment_config. Items: at least 1.
        custom_host: Optional; the field custom_host. The URL to call in place of the provider's own.
        custom_headers: Optional; the field custom_headers, a secret. Headers for the provider, by name. Their values are secrets, since they carry tokens.
        is_key_required: Optional; the field is_key_required. False where the provider is called without a key.
    """

    __slots__ = ()
    AI_PROVIDER_ID: ClassVar[str] = "azure-openai"

    def __init__(
        self,
        *,
        auth: AzureDefault | Entra | EntraFederated | Managed | AzureWorkload,
        resource_name: str,
        deployment_config: Sequence[Mapping[str, Any] | AzureDeployment],
        custom_host: str | Unset = UNSET,
        custom_headers: Mapping[str, Any] | CustomHeaders | Unset = UNSET,
        is_key_required: bool | Unset = UNSET,
    ) -> None:
        given: dict[str, Any] = {
            "azure_resource_name": resource_name,
            "azure_deployment_config": deployment_config,
            "custom_host": custom_host,
            "custom_headers": custom_headers,
            "is_key_required": is_key_required,
        }
        super().__init__(azure_auth_mode=auth.VALUE, **auth.fields(), **given)


class AzureAI(AzureAIConfigurations):
    """The configuration of the provider `azure-ai`.

    Args:
        auth: How to sign in (the field azure_auth_mode).
        foundry_url: The field azure_foundry_url.
        api_version: Optional; the field azure_api_version. Characters: at most 30.
        deployment_name: Optional; the field azure_deployment_name.
        custom_host: Optional; the field custom_host. The URL to call in place of the provider's own.
        custom_headers: Optional; the field custom_headers, a secret. Headers for the provider, by name. Their values are secrets, since they carry tokens.
        is_key_required: Optional; the field is_key_required. False where the provider is called without a key.
    """

    __slots__ = ()
    AI_PROVIDER_ID: ClassVar[str] = "azure-ai"

    def __init__(
        self,
        *,
        auth: AzureDefault | Entra | EntraFederated | Managed | AzureWorkload,
        foundry_url: str,
        api_version: str | Unset = UNSET,
        deployment_name: str | Unset = UNSET,
        custom_host: str | Unset = UNSET,
        custom_headers: Mapping[str, Any] | CustomHeaders | Unset = UNSET,
        is_key_required: bool | Unset = UNSET,
    ) -> None:
        given: dict[str, Any] = {
            "azure_foundry_url": foundry_url,
            "azure_api_version": api_version,
            "azure_deployment_name": deployment_name,
            "custom_host": custom_host,
            "custom_headers": custom_headers,
            "is_key_required": is_key_required,
        }
        super().__init__(azure_auth_mode=auth.VALUE, **auth.fields(), **given)


class Bedrock(BedrockConfigurations):
    """The configuration of the provider `bedrock`.

    Args:
        auth: How to sign in (the field aws_auth_type).
        region: The field aws_region.
        custom_host: Optional; the field custom_host. The URL to call in place of the provider's own.
        custom_headers: Optional; the field custom_headers, a secret. Headers for the provider, by name. Their values are secrets, since they carry tokens.
        is_key_required: Optional; the field is_key_required. False where the provider is called without a key.
    """

    __slots__ = ()
    AI_PROVIDER_ID: ClassVar[str] = "bedrock"

    def __init__(
        self,
        *,
        auth: AccessKey | AssumedRole,
        region: str,
        custom_host: str | Unset = UNSET,
        custom_headers: Mapping[str, Any] | CustomHeaders | Unset = UNSET,
        is_key_required: bool | Unset = UNSET,
    ) -> None:
        given: dict[str, Any] = {
            "aws_region": region,
            "custom_host": custom_host,
            "custom_headers": custom_headers,
            "is_key_required": is_key_required,
        }
        super().__init__(aws_auth_type=auth.VALUE, **auth.fields(), **given)


class SageMaker(SageMakerConfigurations):
    """The configuration of the provider `sagemaker`.

    Args:
        auth: How to sign in (the field aws_auth_type).
        region: The field aws_region.
        custom_attributes: Optional; the field amzn_sagemaker_custom_attributes.
        target_model: Optional; the field amzn_sagemaker_target_model.
        target_variant: Optional; the field amzn_sagemaker_target_variant.
        target_container_hostname: Optional; the field amzn_sagemaker_target_container_hostname.
        inference_id: Optional; the field amzn_sagemaker_inference_id.
        enable_explanations: Optional; the field amzn_sagemaker_enable_explanations.
        inference_component: Optional; the field amzn_sagemaker_inference_component.
        session_id: Optional; the field amzn_sagemaker_session_id.
        model_name: Optional; the field amzn_sagemaker_model_name.
        custom_host: Optional; the field custom_host. The URL to call in place of the provider's own.
        custom_headers: Optional; the field custom_headers, a secret. Headers for the provider, by name. Their values are secrets, since they carry tokens.
        is_key_required: Optional; the field is_key_required. False where the provider is called without a key.
    """

    __slots__ = ()
    AI_PROVIDER_ID: ClassVar[str] = "sagemaker"

    def __init__(
        self,
        *,
        auth: AccessKey | AssumedRole,
        region: str,
        custom_attributes: str | Unset = UNSET,
        target_model: str | Unset = UNSET,
        target_variant: str | Unset = UNSET,
        target_container_hostname: str | Unset = UNSET,
        inference_id: str | Unset = UNSET,
        enable_explanations: str | Unset = UNSET,
        inference_component: str | Unset = UNSET,
        session_id: str | Unset = UNSET,
        model_name: str | Unset = UNSET,
        custom_host: str | Unset = UNSET,
        custom_headers: Mapping[str, Any] | CustomHeaders | Unset = UNSET,
        is_key_required: bool | Unset = UNSET,
    ) -> None:
        given: dict[str, Any] = {
            "aws_region": region,
            "amzn_sagemaker_custom_attributes": custom_attributes,
            "amzn_sagemaker_target_model": target_model,
            "amzn_sagemaker_target_variant": target_variant,
            "amzn_sagemaker_target_container_hostname": target_container_hostname,
            "amzn_sagemaker_inference_id": inference_id,
            "amzn_sagemaker_enable_explanations": enable_explanations,
            "amzn_sagemaker_inference_component": inference_component,
            "amzn_sagemaker_session_id": session_id,
            "amzn_sagemaker_model_name": model_name,
            "custom_host": custom_host,
            "custom_headers": custom_headers,
            "is_key_required": is_key_required,
        }
        super().__init__(aws_auth_type=auth.VALUE, **auth.fields(), **given)


class VertexAI(VertexAIConfigurations):
    """The configuration of the provider `vertex-ai`.

    Args:
        auth: How to sign in (the field vertex_auth_type).
        region: The field vertex_region.
        skip_ptu_cost_attribution: Optional; the field vertex_skip_ptu_cost_attribution.
        map_metadata: Optional; the field vertex_map_metadata.
        custom_host: Optional; the field custom_host. The URL to call in place of the provider's own.
        custom_headers: Optional; the field custom_headers, a secret. Headers for the provider, by name. Their values are secrets, since they carry tokens.
        is_key_required: Optional; the field is_key_required. False where the provider is called without a key.
    """

    __slots__ = ()
    AI_PROVIDER_ID: ClassVar[str] = "vertex-ai"

    def __init__(
        self,
        *,
        auth: Basic | ServiceAccount | VertexWorkload,
        region: str,
        skip_ptu_cost_attribution: bool | Unset = UNSET,
        map_metadata: bool | Unset = UNSET,
        custom_host: str | Unset = UNSET,
        custom_headers: Mapping[str, Any] | CustomHeaders | Unset = UNSET,
        is_key_required: bool | Unset = UNSET,
    ) -> None:
        given: dict[str, Any] = {
            "vertex_region": region,
            "vertex_skip_ptu_cost_attribution": skip_ptu_cost_attribution,
            "vertex_map_metadata": map_metadata,
            "custom_host": custom_host,
            "custom_headers": custom_headers,
            "is_key_required": is_key_required,
        }
        super().__init__(vertex_auth_type=auth.VALUE, **auth.fields(), **given)


class WorkersAI(WorkersAIConfigurations):
    """The configuration of the provider `workers-ai`.

    Args:
        account_id: The field workers_ai_account_id.
        custom_host: Optional; the field custom_host. The URL to call in place of the provider's own.
        custom_headers: Optional; the field custom_headers, a secret. Headers for the provider, by name. Their values are secrets, since they carry tokens.
        is_key_required: Optional; the field is_key_required. False where the provider is called without a key.
    """

    __slots__ = ()
    AI_PROVIDER_ID: ClassVar[str] = "workers-ai"

    def __init__(
        self,
        *,
        account_id: str,
        custom_host: str | Unset = UNSET,
        custom_headers: Mapping[str, Any] | CustomHeaders | Unset = UNSET,
        is_key_required: bool | Unset = UNSET,
    ) -> None:
        given: dict[str, Any] = {
            "workers_ai_account_id": account_id,
            "custom_host": custom_host,
            "custom_headers": custom_headers,
            "is_key_required": is_key_required,
        }
        super().__init__(**given)


class HuggingFace(HuggingFaceConfigurations):
    """The configuration of the provider `huggingface`.

    Args:
        base_url: Optional; the field huggingface_base_url.
        custom_host: Optional; the field custom_host. The URL to call in place of the provider's own.
        custom_headers: Optional; the field custom_headers, a secret. Headers for the provider, by name. Their values are secrets, since they carry tokens.
        is_key_required: Optional; the field is_key_required. False where the provider is called without a key.
    """

    __slots__ = ()
    AI_PROVIDER_ID: ClassVar[str] = "huggingface"

    def __init__(
        self,
        *,
        base_url: str | Unset = UNSET,
        custom_host: str | Unset = UNSET,
        custom_headers: Mapping[str, Any] | CustomHeaders | Unset = UNSET,
        is_key_required: bool | Unset = UNSET,
    ) -> None:
        given: dict[str, Any] = {
            "huggingface_base_url": base_url,
            "custom_host": custom_host,
            "custom_headers": custom_headers,
            "is_key_required": is_key_required,
        }
        super().__init__(**given)


class Cortex(CortexConfigurations):
    """The configuration of the provider `cortex`.

    Args:
        snowflake_account: The field snowflake_account.
        custom_host: Optional; the field custom_host. The URL to call in place of the provider's own.
        custom_headers: Optional; the field custom_headers, a secret. Headers for the provider, by name. Their values are secrets, since they carry tokens.
        is_key_required: Optional; the field is_key_required. False where the provider is called without a key.
    """

    __slots__ = ()
    AI_PROVIDER_ID: ClassVar[str] = "cortex"

    def __init__(
        self,
        *,
        snowflake_account: str,
        custom_host: str | Unset = UNSET,
        custom_headers: Mapping[str, Any] | CustomHeaders | Unset = UNSET,
        is_key_required: bool | Unset = UNSET,
    ) -> None:
        given: dict[str, Any] = {
            "snowflake_account": snowflake_account,
            "custom_host": custom_host,
            "custom_headers": custom_headers,
            "is_key_required": is_key_required,
        }
        super().__init__(**given)
