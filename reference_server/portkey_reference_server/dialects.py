"""`--dialect official`: answers as the live service gives them where it is known to deviate.

Each deviation is a function with the fact that it stands on and that fact's grade: L where it was seen on the
live service (by the acceptance tests of the Terraform provider, or in recorded answers), C where an official
client tells of it. The page docs/testing-against-it.md lists them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .app import BASE_PATH
from .contract import Contract, Operation
from .errors import forbidden, invalid
from .observing import CALLER
from .storage import Store
from .tables import Workspace


@dataclass
class Answer:
    """An answer on its way out, and the call that it answers."""

    operation: Operation | None
    """None where the path is not the contract's."""
    path: str
    slug: str | None
    """The part of the path that names a resource."""
    caller_kind: str | None
    """`organisation` or `workspace`; None where the key was not known."""
    workspace_slug: Callable[[str], str]
    status: int
    body: Any = field(repr=False)


def flags_of_models_are_numbers_and_texts(answer: Answer) -> None:
    """L: `is_custom` is answered as 1 or 0, `is_finetune` as "true" or "false"."""
    if answer.operation is None or answer.operation.id != "listIntegrationModels":
        return
    for model in answer.body["models"]:
        if model["is_custom"] is not None:
            model["is_custom"] = int(model["is_custom"])
        if model["is_finetune"] is not None:
            model["is_finetune"] = str(model["is_finetune"]).lower()


def an_id_is_shown_where_it_was_asked_by(answer: Answer) -> None:
    """L: an integration that was asked for by its id shows the id as its `slug`."""
    is_one = answer.operation is not None and answer.operation.id == "retrieveIntegration"
    if is_one and answer.slug == answer.body["id"]:
        answer.body["slug"] = answer.slug


def workspaces_of_integrations_are_slugs(answer: Answer) -> None:
    """C: `workspace_id` of an integration is the workspace's slug, whatever named it when it was made. (L for
    the `id` of a workspace's access, which is the slug in both dialects.)
    """
    if answer.operation is None:
        return
    found = {"listIntegrations": answer.body.get("data", []), "retrieveIntegration": [answer.body]}
    for integration in found.get(answer.operation.id, []):
        if integration["workspace_id"] is not None:
            integration["workspace_id"] = answer.workspace_slug(integration["workspace_id"])


def a_virtual_key_has_the_recorded_fields_only(answer: Answer) -> None:
    """L: a virtual key is answered without `secret_mappings`, and alone without `workspace_id`."""
    if answer.operation is not None and answer.operation.id == "retrieveVirtualKey":
        answer.body.pop("workspace_id", None)
        answer.body.pop("secret_mappings", None)
    elif answer.operation is not None and answer.operation.id == "listVirtualKeys":
        for key in answer.body["data"]:
            key.pop("secret_mappings", None)


def what_is_not_in_the_workspace_is_forbidden(answer: Answer) -> None:
    """L: 403 AB03 in place of 404 AB08 for what is not in the caller's workspace: a provider or virtual key,
    and with a workspace key an integration, too.
    """
    of_a_workspace = answer.path.startswith(("/providers/", "/virtual-keys/"))
    if answer.slug is not None and (of_a_workspace or answer.caller_kind == "workspace"):
        answer.status, answer.body = 403, forbidden().body()


def a_wrong_base_path_is_a_bad_request(answer: Answer) -> None:
    """L: `/admin/integrations` answers 400."""
    if answer.operation is None and answer.path.startswith("/admin/"):
        answer.status, answer.body = 400, invalid("The base path is not that of this API.").body()


_OF_SUCCESS = (
    flags_of_models_are_numbers_and_texts,
    an_id_is_shown_where_it_was_asked_by,
    workspaces_of_integrations_are_slugs,
    a_virtual_key_has_the_recorded_fields_only,
)
_OF_404 = (what_is_not_in_the_workspace_is_forbidden, a_wrong_base_path_is_a_bad_request)
DEVIATIONS = (*_OF_SUCCESS, *_OF_404)


class Official:
    """An application that speaks the dialect of the live service."""

    def __init__(self, app: ASGIApp, contract: Contract, store: Store) -> None:
        self._app = app
        self._store = store
        self._operations = [
            (operation, re.compile(re.sub(r"\{[^}]+\}", "([^/]+)", operation.path)))
            for operation in contract.operations
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(f"{BASE_PATH}/"):
            await self._app(scope, receive, send)
            return
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._app(scope, receive, keep)
        if not messages:
            return  # the caller went away
        start, body = messages[0], b"".join(message.get("body", b"") for message in messages[1:])
        if start["status"] in (200, 404):
            body = await run_in_threadpool(self._translated, scope, start, body)
        await send(start)
        await send({"type": "http.response.body", "body": body})

    def _translated(self, scope: Scope, start: Message, body: bytes) -> bytes:
        """The body as the live service has it; status and length are changed in place."""
        path = scope["path"].removeprefix(BASE_PATH)
        operation, slug = next(self._matching(scope["method"], path), (None, None))
        caller = scope.get("state", {}).get(CALLER)
        answer = Answer(
            operation,
            path,
            slug,
            caller.kind if caller else None,
            self._workspace_slug,
            start["status"],
            json.loads(body),
        )
        for deviation in _OF_SUCCESS if answer.status == 200 else _OF_404:
            deviation(answer)
        text = json.dumps(answer.body, ensure_ascii=False, separators=(",", ":")).encode()
        start["status"] = answer.status
        start["headers"] = [
            (name, str(len(text)).encode() if name.lower() == b"content-length" else value)
            for name, value in start["headers"]
        ]
        return text

    def _matching(self, method: str, path: str) -> Iterator[tuple[Operation, str | None]]:
        for operation, pattern in self._operations:
            found = pattern.fullmatch(path)
            if found and operation.method == method:
                yield operation, found.group(1) if found.groups() else None

    def _workspace_slug(self, workspace_id: str) -> str:
        with self._store.read() as session:
            slug = session.scalar(select(Workspace.slug).where(Workspace.id == workspace_id))
        return slug or workspace_id
