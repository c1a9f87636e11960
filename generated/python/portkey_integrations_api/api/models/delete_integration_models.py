"""Remove custom models of an integration: DELETE /integrations/{slug}/models"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from ...types import STRING, UNSET, ModelOf, Operation, Response

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client
    from ...models.acknowledgement import Acknowledgement
    from ...models.error import Error

OPERATION: Operation[Acknowledgement, Error] = Operation(
    id="deleteIntegrationModels",
    method="DELETE",
    path="/integrations/{slug}/models",
    query={"slugs": STRING},
    body=None,
    answer=ModelOf("acknowledgement", "Acknowledgement"),
    error=ModelOf("error", "Error"),
    errors=frozenset({400, 401, 402, 403, 404, 429, 500}),
)


class Query(TypedDict):
    """The query parameters as keyword arguments."""

    slugs: str


def _get_kwargs(
    slug: str,
    *,
    slugs: str,
) -> dict[str, Any]:
    return OPERATION.request(
        path={"slug": slug},
        query={"slugs": slugs},
        body=UNSET,
    )


def sync_detailed(
    slug: str,
    *,
    slugs: str,
    client: AuthenticatedClient | Client,
) -> Response[Acknowledgement | Error]:
    """Remove custom models of an integration, and give the answer with its status and headers.

    Removes the custom models that `slugs` names. A built-in model is disabled, not removed; a slug that the
    integration does not have is passed over. One client in the field sends `{"models": [slug, …]}` as a
    body instead of the query: a server should take it where there is no `slugs`. It stays out of this
    contract, since a DELETE's body is lost on the way by some intermediaries. A request with neither is
    invalid.

    Args:
        slug: The integration's slug, or its id in its place. Percent-encoded.
        slugs: The slugs of the models to remove, separated by commas.
        client: Sends the request.

    Raises:
        DecodeError: The answer is not what the contract says.
        errors.UnexpectedStatus: The status is not documented, and the client is told to raise on that.
        httpx.HTTPError: There is no answer.
    """
    kwargs = _get_kwargs(slug=slug, slugs=slugs)
    response = client.get_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status)


def sync(
    slug: str,
    *,
    slugs: str,
    client: AuthenticatedClient | Client,
) -> Acknowledgement | Error | None:
    """The decoded answer of `sync_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(slug=slug, slugs=slugs)
    response = client.get_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed


async def asyncio_detailed(
    slug: str,
    *,
    slugs: str,
    client: AuthenticatedClient | Client,
) -> Response[Acknowledgement | Error]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(slug=slug, slugs=slugs)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status)


async def asyncio(
    slug: str,
    *,
    slugs: str,
    client: AuthenticatedClient | Client,
) -> Acknowledgement | Error | None:
    """The decoded answer of `asyncio_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(slug=slug, slugs=slugs)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed
