"""Create an integration: POST /integrations"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...types import ModelOf, Operation, Response

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client
    from ...models.create_integration_request import CreateIntegrationRequest
    from ...models.created_integration import CreatedIntegration
    from ...models.error import Error

OPERATION: Operation[CreatedIntegration, Error] = Operation(
    id="createIntegration",
    method="POST",
    path="/integrations",
    query={},
    body=ModelOf("create_integration_request", "CreateIntegrationRequest"),
    answer=ModelOf("created_integration", "CreatedIntegration"),
    error=ModelOf("error", "Error"),
    errors=frozenset({400, 401, 402, 403, 404, 409, 413, 415, 429, 500}),
)


def _get_kwargs(
    *,
    body: CreateIntegrationRequest,
) -> dict[str, Any]:
    return OPERATION.request(
        path={},
        query={},
        body=body,
    )


def sync_detailed(
    *,
    body: CreateIntegrationRequest,
    client: AuthenticatedClient | Client,
) -> Response[CreatedIntegration | Error]:
    """Create an integration, and give the answer with its status and headers.

    Stores the credentials of one AI provider. `ai_provider_id` decides what `configurations` may and must
    hold; an id that this contract does not know keeps a free-form object. With `workspace_id`, or with a
    workspace key, the integration belongs to that workspace, which gets access and, unless
    `create_default_provider` is false, a provider. A generated slug is of the server's own making, with the
    characters that slugs allow.

    Args:
        body: The integration to store.
        client: Sends the request.

    Raises:
        DecodeError: The answer is not what the contract says.
        errors.UnexpectedStatus: The status is not documented, and the client is told to raise on that.
        httpx.HTTPError: There is no answer.
    """
    kwargs = _get_kwargs(body=body)
    response = client.get_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status)


def sync(
    *,
    body: CreateIntegrationRequest,
    client: AuthenticatedClient | Client,
) -> CreatedIntegration | Error | None:
    """The decoded answer of `sync_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(body=body)
    response = client.get_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed


async def asyncio_detailed(
    *,
    body: CreateIntegrationRequest,
    client: AuthenticatedClient | Client,
) -> Response[CreatedIntegration | Error]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(body=body)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status)


async def asyncio(
    *,
    body: CreateIntegrationRequest,
    client: AuthenticatedClient | Client,
) -> CreatedIntegration | Error | None:
    """The decoded answer of `asyncio_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(body=body)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed
