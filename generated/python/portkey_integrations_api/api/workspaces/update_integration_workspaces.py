"""Give workspaces access to an integration, or take it away: PUT /integrations/{slug}/workspaces"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...types import ModelOf, Operation, Response

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client
    from ...models.acknowledgement import Acknowledgement
    from ...models.error import Error
    from ...models.update_integration_workspaces_request import UpdateIntegrationWorkspacesRequest

OPERATION: Operation[Acknowledgement, Error] = Operation(
    id="updateIntegrationWorkspaces",
    method="PUT",
    path="/integrations/{slug}/workspaces",
    query={},
    body=ModelOf("update_integration_workspaces_request", "UpdateIntegrationWorkspacesRequest"),
    answer=ModelOf("acknowledgement", "Acknowledgement"),
    error=ModelOf("error", "Error"),
    errors=frozenset({400, 401, 402, 403, 404, 409, 413, 415, 429, 500}),
)


def _get_kwargs(
    slug: str,
    *,
    body: UpdateIntegrationWorkspacesRequest,
) -> dict[str, Any]:
    return OPERATION.request(
        path={"slug": slug},
        query={},
        body=body,
    )


def sync_detailed(
    slug: str,
    *,
    body: UpdateIntegrationWorkspacesRequest,
    client: AuthenticatedClient | Client,
) -> Response[Acknowledgement | Error]:
    """Give workspaces access to an integration, or take it away, and give the answer with its status and headers.

    Writes the access of the workspaces that are named, by id or slug, and the default for the others; a
    workspace that is not named keeps its own access unless `override_existing_workspace_access` is true.
    Access makes a provider in the workspace, unless `create_default_provider` is false. Limits are merged
    or replaced field by field, as the server decides. Access taken away removes the workspace's providers
    or disables them.

    Args:
        slug: The integration's slug, or its id in its place. Percent-encoded.
        body: The access to write.
        client: Sends the request.

    Raises:
        DecodeError: The answer is not what the contract says.
        errors.UnexpectedStatus: The status is not documented, and the client is told to raise on that.
        httpx.HTTPError: There is no answer.
    """
    kwargs = _get_kwargs(slug=slug, body=body)
    response = client.get_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status)


def sync(
    slug: str,
    *,
    body: UpdateIntegrationWorkspacesRequest,
    client: AuthenticatedClient | Client,
) -> Acknowledgement | Error | None:
    """The decoded answer of `sync_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(slug=slug, body=body)
    response = client.get_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed


async def asyncio_detailed(
    slug: str,
    *,
    body: UpdateIntegrationWorkspacesRequest,
    client: AuthenticatedClient | Client,
) -> Response[Acknowledgement | Error]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(slug=slug, body=body)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status)


async def asyncio(
    slug: str,
    *,
    body: UpdateIntegrationWorkspacesRequest,
    client: AuthenticatedClient | Client,
) -> Acknowledgement | Error | None:
    """The decoded answer of `asyncio_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(slug=slug, body=body)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed
