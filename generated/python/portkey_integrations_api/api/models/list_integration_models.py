"""List the models of an integration: GET /integrations/{slug}/models"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...types import UNSET, ModelOf, Operation, Response

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client
    from ...models.error import Error
    from ...models.integration_model_list import IntegrationModelList

OPERATION: Operation[IntegrationModelList, Error] = Operation(
    id="listIntegrationModels",
    method="GET",
    path="/integrations/{slug}/models",
    query={},
    body=None,
    answer=ModelOf("integration_model_list", "IntegrationModelList"),
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
) -> Response[IntegrationModelList | Error]:
    """List the models of an integration, and give the answer with its status and headers.

    The models that the integration names, custom ones among them, with whether each is enabled. Which
    built-in models are listed is the server's choice. With `allow_all_models`, a model that is not listed
    may be used too.

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
) -> IntegrationModelList | Error | None:
    """The decoded answer of `sync_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(slug=slug)
    response = client.get_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed


async def asyncio_detailed(
    slug: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[IntegrationModelList | Error]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(slug=slug)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status)


async def asyncio(
    slug: str,
    *,
    client: AuthenticatedClient | Client,
) -> IntegrationModelList | Error | None:
    """The decoded answer of `asyncio_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(slug=slug)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed
