"""The twenty operations as functions: each takes what the official SDK takes and gives the call to send.

Arguments are keyword only. The fields of a body are those of the request model that the signature names; its
docstring gives their types and limits. UNSET, or leaving it out, does not send an argument; None sends null.
Every function raises InvalidArgumentError for an argument that is unknown, missing or of the wrong kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Unpack

from portkey_integrations_api.api.integrations import (
    create_integration as _create_integration,
    delete_integration as _delete_integration,
    list_integrations as _list_integrations,
    retrieve_integration as _retrieve_integration,
    update_integration as _update_integration,
)
from portkey_integrations_api.api.models import (
    delete_integration_models as _delete_integration_models,
    list_integration_models as _list_integration_models,
    update_integration_models as _update_integration_models,
)
from portkey_integrations_api.api.providers import (
    create_provider as _create_provider,
    delete_provider as _delete_provider,
    list_providers as _list_providers,
    retrieve_provider as _retrieve_provider,
    update_provider as _update_provider,
)
from portkey_integrations_api.api.virtual_keys import (
    create_virtual_key as _create_virtual_key,
    delete_virtual_key as _delete_virtual_key,
    list_virtual_keys as _list_virtual_keys,
    retrieve_virtual_key as _retrieve_virtual_key,
    update_virtual_key as _update_virtual_key,
)
from portkey_integrations_api.api.workspaces import (
    list_integration_workspaces as _list_integration_workspaces,
    update_integration_workspaces as _update_integration_workspaces,
)

from .call import Call
from .errors import InvalidArgumentError

if TYPE_CHECKING:
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

ExtraBody = Mapping[str, Any] | None


def list_integrations(**query: Unpack[_list_integrations.Query]) -> Call[IntegrationList]:
    """A page of the integrations that the key can see (operation listIntegrations)."""
    return Call(_list_integrations.OPERATION, query)


def create_integration(
    *, extra_body: ExtraBody = None, **fields: Unpack[CreateIntegrationRequestFields]
) -> Call[CreatedIntegration]:
    """The id and slug of a new integration (operation createIntegration).

    Its fields are those of CreateIntegrationRequest. Raises ConflictError for a slug that is taken.
    """
    return Call(_create_integration.OPERATION, fields, extra_body)


def retrieve_integration(*, slug: str) -> Call[IntegrationDetail]:
    """An integration by its slug or id, its secrets masked (operation retrieveIntegration).

    Raises NotFoundError where there is none.
    """
    return Call(_retrieve_integration.OPERATION, {"slug": slug})


def update_integration(
    *, slug: str, extra_body: ExtraBody = None, **fields: Unpack[UpdateIntegrationRequestFields]
) -> Call[Acknowledgement]:
    """Change the given fields of an integration and keep the rest (operation updateIntegration).

    The fields are those of UpdateIntegrationRequest. An empty `secret_mappings` clears them, and so does None
    for `pricing_adjustments`. Raises NotFoundError where there is no such integration.
    """
    return Call(_update_integration.OPERATION, {"slug": slug, **fields}, extra_body)


def delete_integration(*, slug: str) -> Call[Acknowledgement]:
    """Delete an integration with its providers (operation deleteIntegration).

    Raises NotFoundError where there is none, ConflictError where the server holds on to one in use.
    """
    return Call(_delete_integration.OPERATION, {"slug": slug})


def list_integration_models(*, slug: str) -> Call[IntegrationModelList]:
    """The models of an integration (operation listIntegrationModels)."""
    return Call(_list_integration_models.OPERATION, {"slug": slug})


def update_integration_models(
    *, slug: str, extra_body: ExtraBody = None, **fields: Unpack[UpdateIntegrationModelsRequestFields]
) -> Call[Acknowledgement]:
    """Write the given models of an integration and keep the others (operation updateIntegrationModels).

    The fields are those of UpdateIntegrationModelsRequest.
    """
    return Call(_update_integration_models.OPERATION, {"slug": slug, **fields}, extra_body)


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
    return Call(_delete_integration_models.OPERATION, {"slug": slug, "slugs": slugs})


def list_integration_workspaces(*, slug: str) -> Call[IntegrationWorkspaceList]:
    """The workspaces that may use an integration (operation listIntegrationWorkspaces)."""
    return Call(_list_integration_workspaces.OPERATION, {"slug": slug})


def update_integration_workspaces(
    *, slug: str, extra_body: ExtraBody = None, **fields: Unpack[UpdateIntegrationWorkspacesRequestFields]
) -> Call[Acknowledgement]:
    """Give workspaces access to an integration, or take it away (operation updateIntegrationWorkspaces).

    The fields are those of UpdateIntegrationWorkspacesRequest. The official SDK's
    `override_existing_workspaces_access` is sent under the contract's name.
    """
    return Call(_update_integration_workspaces.OPERATION, {"slug": slug, **fields}, extra_body)


def list_providers(**query: Unpack[_list_providers.Query]) -> Call[ProviderList]:
    """A page of the providers of a workspace (operation listProviders)."""
    return Call(_list_providers.OPERATION, query)


def create_provider(
    *, extra_body: ExtraBody = None, **fields: Unpack[CreateProviderRequestFields]
) -> Call[ProviderReference]:
    """The id and slug of a new provider (operation createProvider).

    Its fields are those of CreateProviderRequest. Raises ConflictError for a slug that is taken.
    """
    return Call(_create_provider.OPERATION, fields, extra_body)


def retrieve_provider(*, slug: str, **query: Unpack[_retrieve_provider.Query]) -> Call[Provider]:
    """A provider by its slug or id (operation retrieveProvider); an organisation key names the workspace."""
    return Call(_retrieve_provider.OPERATION, {"slug": slug, **query})


def update_provider(
    *, slug: str, extra_body: ExtraBody = None, **fields: Unpack[UpdateProviderRequestFields]
) -> Call[ProviderReference]:
    """Change the given fields of a provider and keep the rest (operation updateProvider).

    The fields are those of UpdateProviderRequest; `workspace_id` is sent in the query and in the body, for
    servers that read it in either.
    """
    return Call(_update_provider.OPERATION, {"slug": slug, **fields}, extra_body)


def delete_provider(*, slug: str, **query: Unpack[_delete_provider.Query]) -> Call[Acknowledgement]:
    """Delete a provider and keep its integration (operation deleteProvider)."""
    return Call(_delete_provider.OPERATION, {"slug": slug, **query})


def list_virtual_keys(**query: Unpack[_list_virtual_keys.Query]) -> Call[VirtualKeyList]:
    """A page of the virtual keys that the key can see (operation listVirtualKeys)."""
    return Call(_list_virtual_keys.OPERATION, query)


def create_virtual_key(
    *, extra_body: ExtraBody = None, **fields: Unpack[CreateVirtualKeyRequestFields]
) -> Call[CreatedVirtualKey]:
    """The id and slug of a new virtual key (operation createVirtualKey).

    Its fields are those of CreateVirtualKeyRequest, those of a configuration in camelCase.
    """
    return Call(_create_virtual_key.OPERATION, fields, extra_body)


def retrieve_virtual_key(*, slug: str) -> Call[VirtualKey]:
    """A virtual key by its slug or id, its secrets masked (operation retrieveVirtualKey).

    Raises NotFoundError where there is none.
    """
    return Call(_retrieve_virtual_key.OPERATION, {"slug": slug})


def update_virtual_key(
    *, slug: str, extra_body: ExtraBody = None, **fields: Unpack[UpdateVirtualKeyRequestFields]
) -> Call[Acknowledgement]:
    """Change the given fields of a virtual key and keep the rest (operation updateVirtualKey).

    The fields are those of UpdateVirtualKeyRequest.
    """
    return Call(_update_virtual_key.OPERATION, {"slug": slug, **fields}, extra_body)


def delete_virtual_key(*, slug: str) -> Call[Acknowledgement]:
    """Delete a virtual key (operation deleteVirtualKey)."""
    return Call(_delete_virtual_key.OPERATION, {"slug": slug})
