"""Retrieve a provider: GET /providers/{slug}"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

from ...types import STRING, UNSET, ModelOf, Operation, Response, Unset

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client
    from ...models.error import Error
    from ...models.provider import Provider

OPERATION: Operation[Provider, Error] = Operation(
    id="retrieveProvider",
    method="GET",
    path="/providers/{slug}",
    query={"workspace_id": STRING},
    body=None,
    answer=ModelOf("provider", "Provider"),
    error=ModelOf("error", "Error"),
    errors=frozenset({400, 401, 402, 403, 404, 429, 500}),
)


class Query(TypedDict):
    """The query parameters as keyword arguments."""

    workspace_id: NotRequired[str | Unset]


def _get_kwargs(
    slug: str,
    *,
    workspace_id: str | Unset = UNSET,
) -> dict[str, Any]:
    return OPERATION.request(
        path={"slug": slug},
        query={"workspace_id": workspace_id},
        body=UNSET,
    )


def sync_detailed(
    slug: str,
    *,
    workspace_id: str | Unset = UNSET,
    client: AuthenticatedClient | Client,
) -> Response[Provider | Error]:
    """Retrieve a provider, and give the answer with its status and headers.

    The provider, by its slug or its id. An organisation key names the workspace, since a slug may be unique
    in its workspace only. A slug that could not exist answers 404 or 400.

    Args:
        slug: The provider's slug, or its id in its place. Percent-encoded.
        workspace_id: The workspace, by id or slug. Needed with an organisation key; a workspace key is bound to its
            own workspace whatever is sent.
        client: Sends the request.

    Raises:
        DecodeError: The answer is not what the contract says.
        errors.UnexpectedStatus: The status is not documented, and the client is told to raise on that.
        httpx.HTTPError: There is no answer.
    """
    kwargs = _get_kwargs(slug=slug, workspace_id=workspace_id)
    response = client.get_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status)


def sync(
    slug: str,
    *,
    workspace_id: str | Unset = UNSET,
    client: AuthenticatedClient | Client,
) -> Provider | Error | None:
    """The decoded answer of `sync_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(slug=slug, workspace_id=workspace_id)
    response = client.get_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed


async def asyncio_detailed(
    slug: str,
    *,
    workspace_id: str | Unset = UNSET,
    client: AuthenticatedClient | Client,
) -> Response[Provider | Error]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(slug=slug, workspace_id=workspace_id)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status)


async def asyncio(
    slug: str,
    *,
    workspace_id: str | Unset = UNSET,
    client: AuthenticatedClient | Client,
) -> Provider | Error | None:
    """The decoded answer of `asyncio_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(slug=slug, workspace_id=workspace_id)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed
