"""Retrieve an integration: GET /integrations/{slug}"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...types import UNSET, ModelOf, Operation, Response

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client
    from ...models.error import Error
    from ...models.integration_detail import IntegrationDetail

OPERATION: Operation[IntegrationDetail, Error] = Operation(
    id="retrieveIntegration",
    method="GET",
    path="/integrations/{slug}",
    query={},
    body=None,
    answer=ModelOf("integration_detail", "IntegrationDetail"),
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
) -> Response[IntegrationDetail | Error]:
    """Retrieve an integration, and give the answer with its status and headers.

    The integration with its configuration, each secret replaced by its mask. The form of a mask is the
    server's choice within the requirements on secrets; `masked_key` is empty, null or absent where there is
    no key. An integration of the organisation, read with a workspace key, is answered where it is enabled
    for that workspace, or answers 403 or 404. A slug that could not exist answers 404 or 400.

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
) -> IntegrationDetail | Error | None:
    """The decoded answer of `sync_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(slug=slug)
    response = client.get_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed


async def asyncio_detailed(
    slug: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[IntegrationDetail | Error]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(slug=slug)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status)


async def asyncio(
    slug: str,
    *,
    client: AuthenticatedClient | Client,
) -> IntegrationDetail | Error | None:
    """The decoded answer of `asyncio_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(slug=slug)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed
