"""List integrations: GET /integrations"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

from ...types import INTEGER, STRING, UNSET, EnumOf, ModelOf, Operation, Response, Unset

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client
    from ...models.error import Error
    from ...models.integration_list import IntegrationList
    from ...models.integration_type_filter import IntegrationTypeFilter

OPERATION: Operation[IntegrationList, Error] = Operation(
    id="listIntegrations",
    method="GET",
    path="/integrations",
    query={
        "current_page": INTEGER,
        "page_size": INTEGER,
        "workspace_id": STRING,
        "type": EnumOf("integration_type_filter", "IntegrationTypeFilter"),
    },
    body=None,
    answer=ModelOf("integration_list", "IntegrationList"),
    error=ModelOf("error", "Error"),
    errors=frozenset({400, 401, 402, 403, 404, 429, 500}),
)


class Query(TypedDict):
    """The query parameters as keyword arguments."""

    current_page: NotRequired[int | Unset]
    page_size: NotRequired[int | Unset]
    workspace_id: NotRequired[str | Unset]
    type: NotRequired[IntegrationTypeFilter | str | Unset]


def _get_kwargs(
    *,
    current_page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
    workspace_id: str | Unset = UNSET,
    type_: IntegrationTypeFilter | str | Unset = UNSET,
) -> dict[str, Any]:
    return OPERATION.request(
        path={},
        query={
            "current_page": current_page,
            "page_size": page_size,
            "workspace_id": workspace_id,
            "type": type_,
        },
        body=UNSET,
    )


def sync_detailed(
    *,
    current_page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
    workspace_id: str | Unset = UNSET,
    type_: IntegrationTypeFilter | str | Unset = UNSET,
    client: AuthenticatedClient | Client,
) -> Response[IntegrationList | Error]:
    """List integrations, and give the answer with its status and headers.

    The integrations that the key can see, a page at a time. The order is the server's choice and the same
    on every call while nothing is written. A page past the end is an empty list; a `page_size` above the
    server's maximum is lowered or refused with 400. A workspace key sees its workspace's own integrations
    and may see those of the organisation that are enabled for it.

    Args:
        current_page: The page, counted from 0. A page past the end is an empty list.
        page_size: The most items on a page. One above the server's own maximum is lowered or refused with 400.
        workspace_id: Only integrations of this workspace, named by its id or its slug.
        type_: Only integrations of one workspace, only those of the organisation, or both.
        client: Sends the request.

    Raises:
        DecodeError: The answer is not what the contract says.
        errors.UnexpectedStatus: The status is not documented, and the client is told to raise on that.
        httpx.HTTPError: There is no answer.
    """
    kwargs = _get_kwargs(
        current_page=current_page, page_size=page_size, workspace_id=workspace_id, type_=type_
    )
    response = client.get_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status)


def sync(
    *,
    current_page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
    workspace_id: str | Unset = UNSET,
    type_: IntegrationTypeFilter | str | Unset = UNSET,
    client: AuthenticatedClient | Client,
) -> IntegrationList | Error | None:
    """The decoded answer of `sync_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(
        current_page=current_page, page_size=page_size, workspace_id=workspace_id, type_=type_
    )
    response = client.get_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed


async def asyncio_detailed(
    *,
    current_page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
    workspace_id: str | Unset = UNSET,
    type_: IntegrationTypeFilter | str | Unset = UNSET,
    client: AuthenticatedClient | Client,
) -> Response[IntegrationList | Error]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(
        current_page=current_page, page_size=page_size, workspace_id=workspace_id, type_=type_
    )
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status)


async def asyncio(
    *,
    current_page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
    workspace_id: str | Unset = UNSET,
    type_: IntegrationTypeFilter | str | Unset = UNSET,
    client: AuthenticatedClient | Client,
) -> IntegrationList | Error | None:
    """The decoded answer of `asyncio_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(
        current_page=current_page, page_size=page_size, workspace_id=workspace_id, type_=type_
    )
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed
