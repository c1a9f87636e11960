"""The twenty operations as functions: each takes what the official SDK takes and gives the call to send.

Arguments are keyword only. The fields of a body are those of the request model that the signature names; its
docstring gives their types and limits. UNSET, or leaving it out, does not send an argument; None sends null.
Every function raises InvalidArgumentError for an argument that is unknown, missing or of the wrong kind. What
is generated for an operation is imported when it is first described.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .call import Call
from .errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, TypeAlias, Unpack

    from portkey_integrations_api.api.integrations.list_integrations import Query as ListIntegrationsQuery
    from portkey_integrations_api.api.providers.delete_provider import Query as DeleteProviderQuery
    from portkey_integrations_api.api.providers.list_providers import Query as ListProvidersQuery
    from portkey_integrations_api.api.providers.retrieve_provider import Query as RetrieveProviderQuery
    from portkey_integrations_api.api.virtual_keys.list_virtual_keys import Query as ListVirtualKeysQuery
    from portkey_integrations_api.models import (
        Acknowledgement,
        CreatedIntegration,
        CreatedVirtualKey,
        IntegrationDetail,
        IntegrationList,
        IntegrationModelList,
        IntegrationWorkspaceList,
        Provider,
        ProviderList,
        ProviderReference,
        VirtualKey,
        VirtualKeyList,
    )
    from portkey_integrations_api.models.create_integration_request import CreateIntegrationRequestFields
    from portkey_integrations_api.models.create_provider_request import CreateProviderRequestFields
    from portkey_integrations_api.models.create_virtual_key_request import CreateVirtualKeyRequestFields
    from portkey_integrations_api.models.update_integration_models_request import (
        UpdateIntegrationModelsRequestFields,
    )
    from portkey_integrations_api.models.update_integration_request import UpdateIntegrationRequestFields
    from portkey_integrations_api.models.update_integration_workspaces_request import (
        UpdateIntegrationWorkspacesRequestFields,
    )
    from portkey_integrations_api.models.update_provider_request import UpdateProviderRequestFields
    from portkey_integrations_api.models.update_virtual_key_request import UpdateVirtualKeyRequestFields

    ExtraBody: TypeAlias = Mapping[str, Any] | None


def list_integrations(**query: Unpack[ListIntegrationsQuery]) -> Call[IntegrationList]:
    """A page of the integrations that the key can see (operation listIntegrations)."""
    from portkey_integrations_api.api.integrations.list_integrations import OPERATION

    return Call(OPERATION, query)


def create_integration(
    *, extra_body: ExtraBody = None, **fields: Unpack[CreateIntegrationRequestFields]
) -> Call[CreatedIntegration]:
    """The id and slug of a new integration (operation createIntegration).

    Its fields are those of CreateIntegrationRequest; `portkey_integrations.configurations` has a class for
    each provider's configuration. Raises ConflictError for a slug that is taken.
    """
    from portkey_integrations_api.api.integrations.create_integration import OPERATION

    meant = getattr(fields.get("configurations"), "AI_PROVIDER_ID", None)
    if meant is not None and meant != fields.get("ai_provider_id"):
        raise InvalidArgumentError(f"{OPERATION.id}: the configurations are those of {meant!r}")
    return Call(OPERATION, fields, extra_body)


def retrieve_integration(*, slug: str) -> Call[IntegrationDetail]:
    """An integration by its slug or id, its secrets masked (operation retrieveIntegration).

    Raises NotFoundError where there is none.
    """
    from portkey_integrations_api.api.integrations.retrieve_integration import OPERATION

    return Call(OPERATION, {"slug": slug})


def update_integration(
    *, slug: str, extra_body: ExtraBody = None, **fields: Unpack[UpdateIntegrationRequestFields]
) -> Call[Acknowledgement]:
    """Change the given fields of an integration and keep the rest (operation updateIntegration).

    The fields are those of UpdateIntegrationRequest. An empty `secret_mappings` clears them, and so does None
    for `pricing_adjustments`. Raises NotFoundError where there is no such integration.
    """
    from portkey_integrations_api.api.integrations.update_integration import OPERATION

    return Call(OPERATION, {"slug": slug, **fields}, extra_body)


def delete_integration(*, slug: str) -> Call[Acknowledgement]:
    """Delete an integration with its providers (operation deleteIntegration).

    Raises NotFoundError where there is none, ConflictError where the server holds on to one in use.
    """
    from portkey_integrations_api.api.integrations.delete_integration import OPERATION

    return Call(OPERATION, {"slug": slug})


def list_integration_models(*, slug: str) -> Call[IntegrationModelList]:
    """The models of an integration (operation listIntegrationModels)."""
    from portkey_integrations_api.api.models.list_integration_models import OPERATION

    return Call(OPERATION, {"slug": slug})


def update_integration_models(
    *, slug: str, extra_body: ExtraBody = None, **fields: Unpack[UpdateIntegrationModelsRequestFields]
) -> Call[Acknowledgement]:
    """Write the given models of an integration and keep the others (operation updateIntegrationModels).

    The fields are those of UpdateIntegrationModelsRequest.
    """
    from portkey_integrations_api.api.models.update_integration_models import OPERATION

    return Call(OPERATION, {"slug": slug, **fields}, extra_body)


def delete_integration_models(*, slug: str, slugs: str | Iterable[str]) -> Call[Acknowledgement]:
    """Remove custom models, and disable built-in ones (operation deleteIntegrationModels).

    Args:
        slug: The integration.
        slugs: The models: a list of slugs, or one text with commas between them.
    """
    if not isinstance(slugs, str):
        slugs = list(slugs)
        if any("," in one for one in slugs):
            raise InvalidArgumentError(
                "slugs has a slug with a comma, which separates them when they are sent"
            )
        slugs = ",".join(slugs)
    from portkey_integrations_api.api.models.delete_integration_models import OPERATION

    return Call(OPERATION, {"slug": slug, "slugs": slugs})


def list_integration_workspaces(*, slug: str) -> Call[IntegrationWorkspaceList]:
    """The workspaces that may use an integration (operation listIntegrationWorkspaces)."""
    from portkey_integrations_api.api.workspaces.list_integration_workspaces import OPERATION

    return Call(OPERATION, {"slug": slug})


def update_integration_workspaces(
    *, slug: str, extra_body: ExtraBody = None, **fields: Unpack[UpdateIntegrationWorkspacesRequestFields]
) -> Call[Acknowledgement]:
    """Give workspaces access to an integration, or take it away (operation updateIntegrationWorkspaces).

    The fields are those of UpdateIntegrationWorkspacesRequest. The official SDK's
    `override_existing_workspaces_access` is sent under the contract's name.
    """
    from portkey_integrations_api.api.workspaces.update_integration_workspaces import OPERATION

    return Call(OPERATION, {"slug": slug, **fields}, extra_body)


def list_providers(**query: Unpack[ListProvidersQuery]) -> Call[ProviderList]:
    """A page of the providers of a workspace (operation listProviders)."""
    from portkey_integrations_api.api.providers.list_providers import OPERATION

    return Call(OPERATION, query)


def create_provider(
    *, extra_body: ExtraBody = None, **fields: Unpack[CreateProviderRequestFields]
) -> Call[ProviderReference]:
    """The id and slug of a new provider (operation createProvider).

    Its fields are those of CreateProviderRequest. Raises ConflictError for a slug that is taken.
    """
    from portkey_integrations_api.api.providers.create_provider import OPERATION

    return Call(OPERATION, fields, extra_body)


def retrieve_provider(*, slug: str, **query: Unpack[RetrieveProviderQuery]) -> Call[Provider]:
    """A provider by its slug or id (operation retrieveProvider); an organisation key names the workspace."""
    from portkey_integrations_api.api.providers.retrieve_provider import OPERATION

    return Call(OPERATION, {"slug": slug, **query})


def update_provider(
    *, slug: str, extra_body: ExtraBody = None, **fields: Unpack[UpdateProviderRequestFields]
) -> Call[ProviderReference]:
    """Change the given fields of a provider and keep the rest (operation updateProvider).

    The fields are those of UpdateProviderRequest; `workspace_id` is sent in the query and in the body, for
    servers that read it in either.
    """
    from portkey_integrations_api.api.providers.update_provider import OPERATION

    return Call(OPERATION, {"slug": slug, **fields}, extra_body)


def delete_provider(*, slug: str, **query: Unpack[DeleteProviderQuery]) -> Call[Acknowledgement]:
    """Delete a provider and keep its integration (operation deleteProvider)."""
    from portkey_integrations_api.api.providers.delete_provider import OPERATION

    return Call(OPERATION, {"slug": slug, **query})


def list_virtual_keys(**query: Unpack[ListVirtualKeysQuery]) -> Call[VirtualKeyList]:
    """A page of the virtual keys that the key can see (operation listVirtualKeys)."""
    from portkey_integrations_api.api.virtual_keys.list_virtual_keys import OPERATION

    return Call(OPERATION, query)


def create_virtual_key(
    *, extra_body: ExtraBody = None, **fields: Unpack[CreateVirtualKeyRequestFields]
) -> Call[CreatedVirtualKey]:
    """The id and slug of a new virtual key (operation createVirtualKey).

    Its fields are those of CreateVirtualKeyRequest, those of a configuration in camelCase.
    """
    from portkey_integrations_api.api.virtual_keys.create_virtual_key import OPERATION

    return Call(OPERATION, fields, extra_body)


def retrieve_virtual_key(*, slug: str) -> Call[VirtualKey]:
    """A virtual key by its slug or id, its secrets masked (operation retrieveVirtualKey).

    Raises NotFoundError where there is none.
    """
    from portkey_integrations_api.api.virtual_keys.retrieve_virtual_key import OPERATION

    return Call(OPERATION, {"slug": slug})


def update_virtual_key(
    *, slug: str, extra_body: ExtraBody = None, **fields: Unpack[UpdateVirtualKeyRequestFields]
) -> Call[Acknowledgement]:
    """Change the given fields of a virtual key and keep the rest (operation updateVirtualKey).

    The fields are those of UpdateVirtualKeyRequest.
    """
    from portkey_integrations_api.api.virtual_keys.update_virtual_key import OPERATION

    return Call(OPERATION, {"slug": slug, **fields}, extra_body)


def delete_virtual_key(*, slug: str) -> Call[Acknowledgement]:
    """Delete a virtual key (operation deleteVirtualKey)."""
    from portkey_integrations_api.api.virtual_keys.delete_virtual_key import OPERATION

    return Call(OPERATION, {"slug": slug})
