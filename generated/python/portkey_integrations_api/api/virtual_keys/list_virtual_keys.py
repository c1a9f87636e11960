"""List virtual keys: GET /virtual-keys"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

from ...types import INTEGER, STRING, UNSET, ModelOf, Operation, Response, Unset

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client
    from ...models.error import Error
    from ...models.virtual_key_list import VirtualKeyList

OPERATION: Operation[VirtualKeyList, Error] = Operation(
    id="listVirtualKeys",
    method="GET",
    path="/virtual-keys",
    query={"current_page": INTEGER, "page_size": INTEGER, "workspace_id": STRING},
    body=None,
    answer=ModelOf("virtual_key_list", "VirtualKeyList"),
    error=ModelOf("error", "Error"),
    errors=frozenset({400, 401, 402, 403, 404, 429, 500}),
)


class Query(TypedDict):
    """The query parameters as keyword arguments."""

    current_page: NotRequired[int | Unset]
    page_size: NotRequired[int | Unset]
    workspace_id: NotRequired[str | Unset]


def _get_kwargs(
    *,
    current_page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
    workspace_id: str | Unset = UNSET,
) -> dict[str, Any]:
    return OPERATION.request(
        path={},
        query={"current_page": current_page, "page_size": page_size, "workspace_id": workspace_id},
        body=UNSET,
    )


def sync_detailed(
    *,
    current_page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
    workspace_id: str | Unset = UNSET,
    client: AuthenticatedClient | Client,
) -> Response[VirtualKeyList | Error]:
    """List virtual keys, and give the answer with its status and headers.

    The virtual keys that the key can see, a page at a time from page 0 (the official specification marks
    both parameters required, yet its samples and clients call without them). `workspace_id`, which the
    official clients send, narrows an organisation key's list; a server may ignore it.

    Args:
        current_page: The page, counted from 0. A page past the end is an empty list.
        page_size: The most items on a page. One above the server's own maximum is lowered or refused with 400.
        workspace_id: Only virtual keys of this workspace, by id or slug.
        client: Sends the request.

    Raises:
        DecodeError: The answer is not what the contract says.
        errors.UnexpectedStatus: The status is not documented, and the client is told to raise on that.
        httpx.HTTPError: There is no answer.
    """
    kwargs = _get_kwargs(current_page=current_page, page_size=page_size, workspace_id=workspace_id)
    response = client.get_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status)


def sync(
    *,
    current_page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
    workspace_id: str | Unset = UNSET,
    client: AuthenticatedClient | Client,
) -> VirtualKeyList | Error | None:
    """The decoded answer of `sync_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(current_page=current_page, page_size=page_size, workspace_id=workspace_id)
    response = client.get_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed


async def asyncio_detailed(
    *,
    current_page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
    workspace_id: str | Unset = UNSET,
    client: AuthenticatedClient | Client,
) -> Response[VirtualKeyList | Error]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(current_page=current_page, page_size=page_size, workspace_id=workspace_id)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status)


async def asyncio(
    *,
    current_page: int | Unset = UNSET,
    page_size: int | Unset = UNSET,
    workspace_id: str | Unset = UNSET,
    client: AuthenticatedClient | Client,
) -> VirtualKeyList | Error | None:
    """The decoded answer of `asyncio_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(current_page=current_page, page_size=page_size, workspace_id=workspace_id)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed
