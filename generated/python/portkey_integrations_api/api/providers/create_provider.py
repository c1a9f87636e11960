"""Create a provider: POST /providers"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...types import ModelOf, Operation, Response

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client
    from ...models.create_provider_request import CreateProviderRequest
    from ...models.error import Error
    from ...models.provider_reference import ProviderReference

OPERATION: Operation[ProviderReference, Error] = Operation(
    id="createProvider",
    method="POST",
    path="/providers",
    query={},
    body=ModelOf("create_provider_request", "CreateProviderRequest"),
    answer=ModelOf("provider_reference", "ProviderReference"),
    error=ModelOf("error", "Error"),
    errors=frozenset({400, 401, 402, 403, 404, 409, 413, 415, 429, 500}),
)


def _get_kwargs(
    *,
    body: CreateProviderRequest,
) -> dict[str, Any]:
    return OPERATION.request(
        path={},
        query={},
        body=body,
    )


def sync_detailed(
    *,
    body: CreateProviderRequest,
    client: AuthenticatedClient | Client,
) -> Response[ProviderReference | Error]:
    """Create a provider, and give the answer with its status and headers.

    Makes another provider of an integration in a workspace that may use it. `integration_id` is the
    integration's slug or its id. A provider's slug is unique in its workspace or in the organisation, as
    the server decides.

    Args:
        body: The provider to make.
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
    body: CreateProviderRequest,
    client: AuthenticatedClient | Client,
) -> ProviderReference | Error | None:
    """The decoded answer of `sync_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(body=body)
    response = client.get_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed


async def asyncio_detailed(
    *,
    body: CreateProviderRequest,
    client: AuthenticatedClient | Client,
) -> Response[ProviderReference | Error]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(body=body)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status)


async def asyncio(
    *,
    body: CreateProviderRequest,
    client: AuthenticatedClient | Client,
) -> ProviderReference | Error | None:
    """The decoded answer of `asyncio_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(body=body)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed
