"""The operations of the contract as functions: each takes keywords, and gives what an operation is to be sent with.

What is UNSET, or left out, is not sent; None sends null. Nothing is checked here: whoever sends it does that. What
an operation is made of is imported when the operation is first described.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from typing import Unpack

    from .api.integrations.list_integrations import Query as ListIntegrationsQuery
    from .api.models.delete_integration_models import Query as DeleteIntegrationModelsQuery
    from .api.providers.delete_provider import Query as DeleteProviderQuery
    from .api.providers.list_providers import Query as ListProvidersQuery
    from .api.providers.retrieve_provider import Query as RetrieveProviderQuery
    from .api.virtual_keys.list_virtual_keys import Query as ListVirtualKeysQuery
    from .models import (
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
    from .models.create_integration_request import CreateIntegrationRequestFields
    from .models.create_provider_request import CreateProviderRequestFields
    from .models.create_virtual_key_request import CreateVirtualKeyRequestFields
    from .models.update_integration_models_request import UpdateIntegrationModelsRequestFields
    from .models.update_integration_request import UpdateIntegrationRequestFields
    from .models.update_integration_workspaces_request import UpdateIntegrationWorkspacesRequestFields
    from .models.update_provider_request import UpdateProviderRequestFields
    from .models.update_virtual_key_request import UpdateVirtualKeyRequestFields
    from .types import Operation

AnswerT = TypeVar("AnswerT")


class Described(NamedTuple, Generic[AnswerT]):
    """An operation and what it is to be sent with; its `repr` shows no argument."""

    operation: Operation[AnswerT, Any]
    arguments: Mapping[str, Any]
    extra_body: Mapping[str, Any] | None = None

    def __repr__(self) -> str:
        return f"<Described {self.operation.id}>"


def list_integrations(
    **query: Unpack[ListIntegrationsQuery],
) -> Described[IntegrationList]:
    """List integrations (operation listIntegrations).

    The integrations that the key can see, a page at a time. The order is the server's choice and the same
    on every call while nothing is written. A page past the end is an empty list; a `page_size` above the
    server's maximum is lowered or refused with 400. A workspace key sees its workspace's own integrations
    and may see those of the organisation that are enabled for it.

    Args:
        current_page: The page, counted from 0. A page past the end is an empty list.
        page_size: The most items on a page. One above the server's own maximum is lowered or refused with 400.
        workspace_id: Only integrations of this workspace, named by its id or its slug.
        type: Only integrations of one workspace, only those of the organisation, or both.
    """
    from .api.integrations.list_integrations import OPERATION

    return Described(OPERATION, {**query})


def create_integration(
    *,
    extra_body: Mapping[str, Any] | None = None,
    **fields: Unpack[CreateIntegrationRequestFields],
) -> Described[CreatedIntegration]:
    """Create an integration (operation createIntegration).

    Stores the credentials of one AI provider. `ai_provider_id` decides what `configurations` may and must
    hold; an id that this contract does not know keeps a free-form object. With `workspace_id`, or with a
    workspace key, the integration belongs to that workspace, which gets access and, unless
    `create_default_provider` is false, a provider. A generated slug is of the server's own making, with the
    characters that slugs allow.

    Args:
        extra_body: Fields that the contract does not know, or forms that it does not; sent as they are.
        fields: Those of `CreateIntegrationRequest`, which gives their types and limits.
    """
    from .api.integrations.create_integration import OPERATION

    return Described(OPERATION, {**fields}, extra_body)


def retrieve_integration(
    *,
    slug: str,
) -> Described[IntegrationDetail]:
    """Retrieve an integration (operation retrieveIntegration).

    The integration with its configuration, each secret replaced by its mask. The form of a mask is the
    server's choice within the requirements on secrets; `masked_key` is empty, null or absent where there is
    no key. An integration of the organisation, read with a workspace key, is answered where it is enabled
    for that workspace, or answers 403 or 404. A slug that could not exist answers 404 or 400.

    Args:
        slug: The integration's slug, or its id in its place. Percent-encoded.
    """
    from .api.integrations.retrieve_integration import OPERATION

    return Described(
        OPERATION,
        {
            "slug": slug,
        },
    )


def update_integration(
    *,
    slug: str,
    extra_body: Mapping[str, Any] | None = None,
    **fields: Unpack[UpdateIntegrationRequestFields],
) -> Described[Acknowledgement]:
    """Update some fields of an integration (operation updateIntegration).

    Changes what is sent and keeps the rest. `slug` and `ai_provider_id` cannot be changed and are ignored
    here. `secret_mappings` replaces the list, and an empty list clears it; null `pricing_adjustments`
    clears them. Fields of `configurations` that are not secret are merged with what is stored or put in its
    place, as the server decides; what comes out must be a configuration that could have been created. A
    mask that is sent back never becomes the secret. The answer is an object, empty or not: read the
    integration to see what is stored.

    Args:
        slug: The integration's slug, or its id in its place. Percent-encoded.
        extra_body: Fields that the contract does not know, or forms that it does not; sent as they are.
        fields: Those of `UpdateIntegrationRequest`, which gives their types and limits.
    """
    from .api.integrations.update_integration import OPERATION

    return Described(OPERATION, {"slug": slug, **fields}, extra_body)


def delete_integration(
    *,
    slug: str,
) -> Described[Acknowledgement]:
    """Delete an integration (operation deleteIntegration).

    Removes the integration with its models, its workspace access and its providers. The answer is an
    object, empty or not. A server that holds on to an integration in use answers 409.

    Args:
        slug: The integration's slug, or its id in its place. Percent-encoded.
    """
    from .api.integrations.delete_integration import OPERATION

    return Described(
        OPERATION,
        {
            "slug": slug,
        },
    )


def list_integration_models(
    *,
    slug: str,
) -> Described[IntegrationModelList]:
    """List the models of an integration (operation listIntegrationModels).

    The models that the integration names, custom ones among them, with whether each is enabled. Which
    built-in models are listed is the server's choice. With `allow_all_models`, a model that is not listed
    may be used too.

    Args:
        slug: The integration's slug, or its id in its place. Percent-encoded.
    """
    from .api.models.list_integration_models import OPERATION

    return Described(
        OPERATION,
        {
            "slug": slug,
        },
    )


def update_integration_models(
    *,
    slug: str,
    extra_body: Mapping[str, Any] | None = None,
    **fields: Unpack[UpdateIntegrationModelsRequestFields],
) -> Described[Acknowledgement]:
    """Write some models of an integration (operation updateIntegrationModels).

    Writes the models that are named, new ones among them; those that are not named keep their state. Where
    `allow_all_models` is absent it keeps its value.

    Args:
        slug: The integration's slug, or its id in its place. Percent-encoded.
        extra_body: Fields that the contract does not know, or forms that it does not; sent as they are.
        fields: Those of `UpdateIntegrationModelsRequest`, which gives their types and limits.
    """
    from .api.models.update_integration_models import OPERATION

    return Described(OPERATION, {"slug": slug, **fields}, extra_body)


def delete_integration_models(
    *,
    slug: str,
    **query: Unpack[DeleteIntegrationModelsQuery],
) -> Described[Acknowledgement]:
    """Remove custom models of an integration (operation deleteIntegrationModels).

    Removes the custom models that `slugs` names. A built-in model is disabled, not removed; a slug that the
    integration does not have is passed over. One client in the field sends `{"models": [slug, …]}` as a
    body instead of the query: a server should take it where there is no `slugs`. It stays out of this
    contract, since a DELETE's body is lost on the way by some intermediaries. A request with neither is
    invalid.

    Args:
        slug: The integration's slug, or its id in its place. Percent-encoded.
        slugs: The slugs of the models to remove, separated by commas.
    """
    from .api.models.delete_integration_models import OPERATION

    return Described(OPERATION, {"slug": slug, **query})


def list_integration_workspaces(
    *,
    slug: str,
) -> Described[IntegrationWorkspaceList]:
    """List the workspaces of an integration (operation listIntegrationWorkspaces).

    The workspaces with access of their own, each by its slug whichever way it was named when access was
    given, and the default for all others. A server may write the default out as one entry per workspace.

    Args:
        slug: The integration's slug, or its id in its place. Percent-encoded.
    """
    from .api.workspaces.list_integration_workspaces import OPERATION

    return Described(
        OPERATION,
        {
            "slug": slug,
        },
    )


def update_integration_workspaces(
    *,
    slug: str,
    extra_body: Mapping[str, Any] | None = None,
    **fields: Unpack[UpdateIntegrationWorkspacesRequestFields],
) -> Described[Acknowledgement]:
    """Give workspaces access to an integration, or take it away (operation updateIntegrationWorkspaces).

    Writes the access of the workspaces that are named, by id or slug, and the default for the others; a
    workspace that is not named keeps its own access unless `override_existing_workspace_access` is true.
    Access makes a provider in the workspace, unless `create_default_provider` is false. Limits are merged
    or replaced field by field, as the server decides. Access taken away removes the workspace's providers
    or disables them.

    Args:
        slug: The integration's slug, or its id in its place. Percent-encoded.
        extra_body: Fields that the contract does not know, or forms that it does not; sent as they are.
        fields: Those of `UpdateIntegrationWorkspacesRequest`, which gives their types and limits.
    """
    from .api.workspaces.update_integration_workspaces import OPERATION

    return Described(OPERATION, {"slug": slug, **fields}, extra_body)


def list_providers(
    **query: Unpack[ListProvidersQuery],
) -> Described[ProviderList]:
    """List providers (operation listProviders).

    The providers of one workspace, a page at a time, in an order of the server's choice that stays the same
    while nothing is written. An organisation key names the workspace; a workspace key lists its own.

    Args:
        current_page: The page, counted from 0. A page past the end is an empty list.
        page_size: The most items on a page. One above the server's own maximum is lowered or refused with 400.
        workspace_id: The workspace, by id or slug. Needed with an organisation key; a workspace key is bound to
            its own workspace whatever is sent.
    """
    from .api.providers.list_providers import OPERATION

    return Described(OPERATION, {**query})


def create_provider(
    *,
    extra_body: Mapping[str, Any] | None = None,
    **fields: Unpack[CreateProviderRequestFields],
) -> Described[ProviderReference]:
    """Create a provider (operation createProvider).

    Makes another provider of an integration in a workspace that may use it. `integration_id` is the
    integration's slug or its id. A provider's slug is unique in its workspace or in the organisation, as
    the server decides.

    Args:
        extra_body: Fields that the contract does not know, or forms that it does not; sent as they are.
        fields: Those of `CreateProviderRequest`, which gives their types and limits.
    """
    from .api.providers.create_provider import OPERATION

    return Described(OPERATION, {**fields}, extra_body)


def retrieve_provider(
    *,
    slug: str,
    **query: Unpack[RetrieveProviderQuery],
) -> Described[Provider]:
    """Retrieve a provider (operation retrieveProvider).

    The provider, by its slug or its id. An organisation key names the workspace, since a slug may be unique
    in its workspace only. A slug that could not exist answers 404 or 400.

    Args:
        slug: The provider's slug, or its id in its place. Percent-encoded.
        workspace_id: The workspace, by id or slug. Needed with an organisation key; a workspace key is bound to
            its own workspace whatever is sent.
    """
    from .api.providers.retrieve_provider import OPERATION

    return Described(OPERATION, {"slug": slug, **query})


def update_provider(
    *,
    slug: str,
    extra_body: Mapping[str, Any] | None = None,
    **fields: Unpack[UpdateProviderRequestFields],
) -> Described[ProviderReference]:
    """Update some fields of a provider (operation updateProvider).

    Changes what is sent and keeps the rest; null clears a note, a limit or a time of expiry. `reset_usage`
    makes an exhausted provider active again, where no limit of its workspace is used up: that one is reset
    through the integration. The workspace is named in the query or in the body. Limits are merged or
    replaced field by field, as the server decides.

    Args:
        slug: The provider's slug, or its id in its place. Percent-encoded.
        extra_body: Fields that the contract does not know, or forms that it does not; sent as they are.
        fields: Those of `UpdateProviderRequest`, which gives their types and limits.
    """
    from .api.providers.update_provider import OPERATION

    return Described(OPERATION, {"slug": slug, **fields}, extra_body)


def delete_provider(
    *,
    slug: str,
    **query: Unpack[DeleteProviderQuery],
) -> Described[Acknowledgement]:
    """Delete a provider (operation deleteProvider).

    Removes the provider and leaves its integration. The answer is an object, empty or not.

    Args:
        slug: The provider's slug, or its id in its place. Percent-encoded.
        workspace_id: The workspace, by id or slug. Needed with an organisation key; a workspace key is bound to
            its own workspace whatever is sent.
    """
    from .api.providers.delete_provider import OPERATION

    return Described(OPERATION, {"slug": slug, **query})


def list_virtual_keys(
    **query: Unpack[ListVirtualKeysQuery],
) -> Described[VirtualKeyList]:
    """List virtual keys (operation listVirtualKeys).

    The virtual keys that the key can see, a page at a time from page 0 (the official specification marks
    both parameters required, yet its samples and clients call without them). `workspace_id`, which the
    official clients send, narrows an organisation key's list; a server may ignore it.

    Args:
        current_page: The page, counted from 0. A page past the end is an empty list.
        page_size: The most items on a page. One above the server's own maximum is lowered or refused with 400.
        workspace_id: Only virtual keys of this workspace, by id or slug.
    """
    from .api.virtual_keys.list_virtual_keys import OPERATION

    return Described(OPERATION, {**query})


def create_virtual_key(
    *,
    extra_body: Mapping[str, Any] | None = None,
    **fields: Unpack[CreateVirtualKeyRequestFields],
) -> Described[CreatedVirtualKey]:
    """Create a virtual key (operation createVirtualKey).

    Makes a workspace-scoped integration and its provider in one call. The fields of the provider's
    configuration are written in camelCase here; `x-configuration-field` names the configuration field that
    each fills, under which it is read. Their snake_case spelling is an unknown field. What the provider
    needs and this view has no field for is understood; what still could not be created as an integration
    answers 400. The answer says the id and the slug twice, for the specification's readers and for the
    official clients'.

    Args:
        extra_body: Fields that the contract does not know, or forms that it does not; sent as they are.
        fields: Those of `CreateVirtualKeyRequest`, which gives their types and limits.
    """
    from .api.virtual_keys.create_virtual_key import OPERATION

    return Described(OPERATION, {**fields}, extra_body)


def retrieve_virtual_key(
    *,
    slug: str,
) -> Described[VirtualKey]:
    """Retrieve a virtual key (operation retrieveVirtualKey).

    The virtual key, by its slug or its id. `key` is empty or absent; `masked_api_key` stands in its place.
    A slug that could not exist answers 404 or 400.

    Args:
        slug: The virtual key's slug, or its id in its place. Percent-encoded.
    """
    from .api.virtual_keys.retrieve_virtual_key import OPERATION

    return Described(
        OPERATION,
        {
            "slug": slug,
        },
    )


def update_virtual_key(
    *,
    slug: str,
    extra_body: Mapping[str, Any] | None = None,
    **fields: Unpack[UpdateVirtualKeyRequestFields],
) -> Described[Acknowledgement]:
    """Update some fields of a virtual key (operation updateVirtualKey).

    Changes what is sent and keeps the rest, the credentials of the integration behind it among them. Limits
    are merged or replaced field by field, as the server decides. The answer is an object, empty or not.

    Args:
        slug: The virtual key's slug, or its id in its place. Percent-encoded.
        extra_body: Fields that the contract does not know, or forms that it does not; sent as they are.
        fields: Those of `UpdateVirtualKeyRequest`, which gives their types and limits.
    """
    from .api.virtual_keys.update_virtual_key import OPERATION

    return Described(OPERATION, {"slug": slug, **fields}, extra_body)


def delete_virtual_key(
    *,
    slug: str,
) -> Described[Acknowledgement]:
    """Delete a virtual key (operation deleteVirtualKey).

    Removes the virtual key, which is its provider too. The answer is an object, empty or not.

    Args:
        slug: The virtual key's slug, or its id in its place. Percent-encoded.
    """
    from .api.virtual_keys.delete_virtual_key import OPERATION

    return Described(
        OPERATION,
        {
            "slug": slug,
        },
    )
