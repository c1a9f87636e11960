"""Update some fields of a provider: PUT /providers/{slug}"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

from ...types import STRING, UNSET, ModelOf, Operation, Response, Unset

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client
    from ...models.error import Error
    from ...models.provider_reference import ProviderReference
    from ...models.update_provider_request import UpdateProviderRequest

OPERATION: Operation[ProviderReference, Error] = Operation(
    id="updateProvider",
    method="PUT",
    path="/providers/{slug}",
    query={"workspace_id": STRING},
    body=ModelOf("update_provider_request", "UpdateProviderRequest"),
    answer=ModelOf("provider_reference", "ProviderReference"),
    error=ModelOf("error", "Error"),
    errors=frozenset({400, 401, 402, 403, 404, 409, 413, 415, 429, 500}),
)


class Query(TypedDict):
    """The query parameters as keyword arguments."""

    workspace_id: NotRequired[str | Unset]


def _get_kwargs(
    slug: str,
    *,
    body: UpdateProviderRequest,
    workspace_id: str | Unset = UNSET,
) -> dict[str, Any]:
    return OPERATION.request(
        path={"slug": slug},
        query={"workspace_id": workspace_id},
        body=body,
    )


def sync_detailed(
    slug: str,
    *,
    body: UpdateProviderRequest,
    workspace_id: str | Unset = UNSET,
    client: AuthenticatedClient | Client,
) -> Response[ProviderReference | Error]:
    """Update some fields of a provider, and give the answer with its status and headers.

    Changes what is sent and keeps the rest; null clears a note, a limit or a time of expiry. `reset_usage`
    makes an exhausted provider active again, where no limit of its workspace is used up: that one is reset
    through the integration. The workspace is named in the query or in the body. Limits are merged or
    replaced field by field, as the server decides.

    Args:
        slug: The provider's slug, or its id in its place. Percent-encoded.
        workspace_id: The workspace, by id or slug. Needed with an organisation key; a workspace key is bound to its
            own workspace whatever is sent.
        body: The fields to change.
        client: Sends the request.

    Raises:
        DecodeError: The answer is not what the contract says.
        errors.UnexpectedStatus: The status is not documented, and the client is told to raise on that.
        httpx.HTTPError: There is no answer.
    """
    kwargs = _get_kwargs(slug=slug, body=body, workspace_id=workspace_id)
    response = client.get_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status)


def sync(
    slug: str,
    *,
    body: UpdateProviderRequest,
    workspace_id: str | Unset = UNSET,
    client: AuthenticatedClient | Client,
) -> ProviderReference | Error | None:
    """The decoded answer of `sync_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(slug=slug, body=body, workspace_id=workspace_id)
    response = client.get_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed


async def asyncio_detailed(
    slug: str,
    *,
    body: UpdateProviderRequest,
    workspace_id: str | Unset = UNSET,
    client: AuthenticatedClient | Client,
) -> Response[ProviderReference | Error]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(slug=slug, body=body, workspace_id=workspace_id)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status)


async def asyncio(
    slug: str,
    *,
    body: UpdateProviderRequest,
    workspace_id: str | Unset = UNSET,
    client: AuthenticatedClient | Client,
) -> ProviderReference | Error | None:
    """The decoded answer of `asyncio_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(slug=slug, body=body, workspace_id=workspace_id)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed
