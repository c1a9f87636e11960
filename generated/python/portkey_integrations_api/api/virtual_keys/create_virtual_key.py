"""Create a virtual key: POST /virtual-keys"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...types import ModelOf, Operation, Response

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client
    from ...models.create_virtual_key_request import CreateVirtualKeyRequest
    from ...models.created_virtual_key import CreatedVirtualKey
    from ...models.error import Error

OPERATION: Operation[CreatedVirtualKey, Error] = Operation(
    id="createVirtualKey",
    method="POST",
    path="/virtual-keys",
    query={},
    body=ModelOf("create_virtual_key_request", "CreateVirtualKeyRequest"),
    answer=ModelOf("created_virtual_key", "CreatedVirtualKey"),
    error=ModelOf("error", "Error"),
    errors=frozenset({400, 401, 402, 403, 404, 409, 413, 415, 429, 500}),
)


def _get_kwargs(
    *,
    body: CreateVirtualKeyRequest,
) -> dict[str, Any]:
    return OPERATION.request(
        path={},
        query={},
        body=body,
    )


def sync_detailed(
    *,
    body: CreateVirtualKeyRequest,
    client: AuthenticatedClient | Client,
) -> Response[CreatedVirtualKey | Error]:
    """Create a virtual key, and give the answer with its status and headers.

    Makes a workspace-scoped integration and its provider in one call. The fields of the provider's
    configuration are written in camelCase here; `x-configuration-field` names the configuration field that
    each fills, under which it is read. Their snake_case spelling is an unknown field. What the provider
    needs and this view has no field for is understood; what still could not be created as an integration
    answers 400. The answer says the id and the slug twice, for the specification's readers and for the
    official clients'.

    Args:
        body: The virtual key to make.
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
    body: CreateVirtualKeyRequest,
    client: AuthenticatedClient | Client,
) -> CreatedVirtualKey | Error | None:
    """The decoded answer of `sync_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(body=body)
    response = client.get_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed


async def asyncio_detailed(
    *,
    body: CreateVirtualKeyRequest,
    client: AuthenticatedClient | Client,
) -> Response[CreatedVirtualKey | Error]:
    """`sync_detailed`, awaited."""
    kwargs = _get_kwargs(body=body)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status)


async def asyncio(
    *,
    body: CreateVirtualKeyRequest,
    client: AuthenticatedClient | Client,
) -> CreatedVirtualKey | Error | None:
    """The decoded answer of `asyncio_detailed` alone; None for a status that is not documented."""
    kwargs = _get_kwargs(body=body)
    response = await client.get_async_httpx_client().request(**kwargs)
    return OPERATION.response(response, client.raise_on_unexpected_status).parsed
