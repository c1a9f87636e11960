"""List the workspaces of an integration: GET /integrations/{slug}/workspaces"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...types import UNSET, ModelOf, Operation, Response

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client
    from ...models.error import Error
    from ...models.integration_workspace_list import IntegrationWorkspaceList

OPERATION: Operation[IntegrationWorkspaceList, Error] = Operation(
    id="listIntegrationWorkspaces",
    method="GET",
    path="/integrations/{slug}/workspaces",
    query={},
    body=None,
    answer=ModelOf("integration_workspace_list", "IntegrationWorkspaceList"),
    error=ModelOf("error", "Error"),
    errors=frozenset({400, 401, 402, 403, 404, 429, 500}),
)


def _get_kwargs(
    slug: str,
) -> dict[str, Any]:
    return OPERATION.request(
        path={"slug": slug},
        query={},
        body=UNSET,
    )


def sync_detailed(
    slug: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[IntegrationWorkspaceList | Error]:
    """List the workspaces of an integration, and give the answer with its status and headers.

    The workspaces with access of their own, each by its slug whichever way it was named when access was
    given, and the default for all others. A server may write the default out as one entry per workspace.

    Args:
        slug: The integration's slug, or its id in its place. Percent-encoded.
        client: Sends the request.

    Raises:
        DecodeError: The answer is not what the contract says.
        errors.UnexpectedStatus: The status is not documented, and the client is told to raise on that.
        httpx.HTTPError: There is no answer.
    """
    kwargs = _get_kwargs(slug=slug)
    response = client.get_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status)


def sync(
    slug: str,
    *,
    client: AuthenticatedClient | Client,
) -> IntegrationWorkspaceList | Error | None:
    """The decoded answer of `sync_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(slug=slug)
    response = client.get_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed


async def asyncio_detailed(
    slug: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[IntegrationWorkspaceList | Error]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(slug=slug)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status)


async def asyncio(
    slug: str,
    *,
    client: AuthenticatedClient | Client,
) -> IntegrationWorkspaceList | Error | None:
    """The decoded answer of `asyncio_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(slug=slug)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed
