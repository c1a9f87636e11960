"""Update some fields of an integration: PUT /integrations/{slug}"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...types import ModelOf, Operation, Response

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client
    from ...models.acknowledgement import Acknowledgement
    from ...models.error import Error
    from ...models.update_integration_request import UpdateIntegrationRequest

OPERATION: Operation[Acknowledgement, Error] = Operation(
    id="updateIntegration",
    method="PUT",
    path="/integrations/{slug}",
    query={},
    body=ModelOf("update_integration_request", "UpdateIntegrationRequest"),
    answer=ModelOf("acknowledgement", "Acknowledgement"),
    error=ModelOf("error", "Error"),
    errors=frozenset({400, 401, 402, 403, 404, 409, 413, 415, 429, 500}),
)


def _get_kwargs(
    slug: str,
    *,
    body: UpdateIntegrationRequest,
) -> dict[str, Any]:
    return OPERATION.request(
        path={"slug": slug},
        query={},
        body=body,
    )


def sync_detailed(
    slug: str,
    *,
    body: UpdateIntegrationRequest,
    client: AuthenticatedClient | Client,
) -> Response[Acknowledgement | Error]:
    """Update some fields of an integration, and give the answer with its status and headers.

    Changes what is sent and keeps the rest. `slug` and `ai_provider_id` cannot be changed and are ignored
    here. `secret_mappings` replaces the list, and an empty list clears it; null `pricing_adjustments`
    clears them. Fields of `configurations` that are not secret are merged with what is stored or put in its
    place, as the server decides; what comes out must be a configuration that could have been created. A
    mask that is sent back never becomes the secret. The answer is an object, empty or not: read the
    integration to see what is stored.

    Args:
        slug: The integration's slug, or its id in its place. Percent-encoded.
        body: The fields to change.
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
    body: UpdateIntegrationRequest,
    client: AuthenticatedClient | Client,
) -> Acknowledgement | Error | None:
    """The decoded answer of `sync_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(slug=slug, body=body)
    response = client.get_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed


async def asyncio_detailed(
    slug: str,
    *,
    body: UpdateIntegrationRequest,
    client: AuthenticatedClient | Client,
) -> Response[Acknowledgement | Error]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(slug=slug, body=body)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status)


async def asyncio(
    slug: str,
    *,
    body: UpdateIntegrationRequest,
    client: AuthenticatedClient | Client,
) -> Acknowledgement | Error | None:
    """The decoded answer of `asyncio_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(slug=slug, body=body)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed
