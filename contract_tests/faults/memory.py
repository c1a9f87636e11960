"""What the proxy remembers of the resources that pass through it: what was sent, answered and deleted."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portkey_conformance.contract import Contract

from faults.messages import NOTHING, Answer, Question, first_at

CREATIONS = {"createIntegration": "integration", "createProvider": "provider", "createVirtualKey": "provider"}
KINDS = {"integrations": "integration", "providers": "provider", "virtual-keys": "provider"}
DELETIONS = ("deleteIntegration", "deleteProvider", "deleteVirtualKey")


@dataclass
class Resource:
    """One integration or provider that was made or read through the proxy."""

    kind: str
    slug: str
    id: str | None = None
    role: str = ""
    """The role of the key that it was made with; empty if it was there before."""
    workspace: str | None = None
    secret: str | None = None
    """The newest secret that was sent for it."""
    old_secret: str | None = None
    """The one before it."""
    former: Resource | None = None
    """The one that had this slug before it and was deleted."""
    deleted: bool = False
    writes: int = 0
    reads_since_write: int = 0
    sent: dict[str, Any] = field(default_factory=dict)
    """Every field that was sent for it, as last sent, by operation."""
    first: dict[str, Answer] = field(default_factory=dict)
    """The first good answer of each operation on it."""
    last: dict[str, Answer] = field(default_factory=dict)
    before: dict[str, Answer] = field(default_factory=dict)
    """The last good answer of each reading before the newest write."""
    models: dict[str, None] = field(default_factory=dict)
    """The custom models that were written."""
    done: set[str] = field(default_factory=set)
    """The operations that wrote to it."""

    @property
    def everything_sent(self) -> dict[str, Any]:
        """What was last sent of each field, by whichever operation."""
        return {name: value for body in self.sent.values() for name, value in body.items()}


class Memory:
    """Everything that the faults of one proxy may look up."""

    def __init__(
        self, contract: Contract, keys: Mapping[str, str], workspaces: Mapping[str, str], seed: int
    ) -> None:
        self.contract = contract
        self.keys = dict(keys)
        self.workspaces = dict(workspaces)
        self.chance = random.Random(seed)  # noqa: S311 - which requests a fault hits
        self.resources: list[Resource] = []
        self.under_way: dict[tuple[str, str], int] = {}
        self.counted: dict[tuple[int, str], int] = {}
        self.lists: dict[tuple[str, str, str | None], list[Answer]] = {}
        """The last two answers of each list, by operation, query and key."""
        self.side_effects = 0
        self.number = 0
        self._secrets = frozenset(contract.masks)
        self._waiting: dict[tuple[str, str], asyncio.Event] = {}

    def role(self, key: str | None) -> str:
        """The role of a key; `none` without one, `unknown` if the target names it not."""
        if key is None:
            return "none"
        return next((role for role, value in self.keys.items() if value == key), "unknown")

    def resource(self, asked: Question) -> Resource | None:
        """What the path of a request names, if it is known."""
        if asked.operation is None or not asked.slug:
            return None
        return self.named(KINDS[asked.operation.path.split("/")[1]], asked.slug)

    def named(self, kind: str, name: str) -> Resource | None:
        for one in reversed(self.resources):
            if one.kind == kind and name in (one.slug, one.id):
                return one
        return None

    def other(self, than: Resource | None, kind: str) -> Resource | None:
        """The newest resource of the same kind and maker that is still there."""
        for one in reversed(self.resources):
            if (
                one is not than
                and one.kind == kind
                and not one.deleted
                and one.role in ("admin", "workspace")
            ):
                return one
        return None

    def secret_of(self, body: Any) -> str | None:
        """The longest text that a body holds under the name of a secret."""
        return max(self._secrets_in(body, inside=False), key=len, default=None)

    def observe(self, asked: Question, answer: Answer) -> None:
        """Learn from a request that reached the server."""
        if asked.operation is None or not 200 <= answer.status < 300:
            return
        if asked.operation.id in CREATIONS:
            self._created(asked, answer)
            return
        if asked.method == "GET" and not asked.slug:
            earlier = self.lists.get((asked.operation.id, asked.query, asked.key), [])
            self.lists[asked.operation.id, asked.query, asked.key] = [*earlier[-1:], answer]
            return
        resource = self.resource(asked)
        if resource is None and asked.method == "GET":
            resource = self._seen(asked, answer)
        if resource is None:
            return
        if asked.operation.id in DELETIONS:
            resource.deleted = True
        elif asked.method == "GET":
            resource.reads_since_write += 1
            resource.first.setdefault(asked.operation.id, answer)
            resource.last[asked.operation.id] = answer
        else:
            self._written(resource, asked)

    def _created(self, asked: Question, answer: Answer) -> None:
        body = asked.json if isinstance(asked.json, dict) else {}
        shown = answer.json if isinstance(answer.json, dict) else {}
        data = shown.get("data")
        nested: dict[str, Any] = data if isinstance(data, dict) else shown
        assert asked.operation is not None
        kind = CREATIONS[asked.operation.id]
        slug = str(shown.get("slug", nested.get("slug")))
        former = self.named(kind, slug)
        made = Resource(kind, slug, shown.get("id", nested.get("id")), self.role(asked.key))
        made.former = former if former and former.deleted else None
        made.workspace = body.get("workspace_id")
        made.sent[asked.operation.id] = body
        made.secret = self.secret_of(body)
        self.resources.append(made)

    def _seen(self, asked: Question, answer: Answer) -> Resource | None:
        shown = answer.json
        slug = first_at(shown, "/slug")
        if slug is NOTHING or asked.operation is None:
            return None
        found = Resource(KINDS[asked.operation.path.split("/")[1]], slug, shown.get("id"))
        found.workspace = shown.get("workspace_id")
        self.resources.append(found)
        return found

    def _written(self, resource: Resource, asked: Question) -> None:
        assert asked.operation is not None
        resource.writes += 1
        resource.reads_since_write = 0
        resource.before = {**resource.before, **resource.last}
        resource.done.add(asked.operation.id)
        body = asked.json
        if isinstance(body, dict):
            resource.sent[asked.operation.id] = {**resource.sent.get(asked.operation.id, {}), **body}
            if secret := self.secret_of(body):
                resource.old_secret, resource.secret = resource.secret, secret
            for model in body.get("models", []) if isinstance(body.get("models"), list) else []:
                if isinstance(model, dict) and model.get("is_custom"):
                    resource.models[str(model.get("slug"))] = None

    def _secrets_in(self, value: Any, *, inside: bool) -> Iterator[str]:
        if isinstance(value, str) and inside:
            yield value
        elif isinstance(value, dict):
            for name, one in value.items():
                yield from self._secrets_in(one, inside=inside or name in self._secrets)
        elif isinstance(value, list):
            for one in value:
                yield from self._secrets_in(one, inside=inside)

    async def joined(self, asked: Question, seconds: float) -> bool:
        """Whether another request of the same operation on the same resource is under way within a time."""
        place = self._place(asked)
        if self.under_way.get(place, 0) > 1:
            self._waiting.setdefault(place, asyncio.Event()).set()
            return True
        event = self._waiting[place] = asyncio.Event()
        try:
            await asyncio.wait_for(event.wait(), seconds)
        except TimeoutError:
            return False
        return True

    @property
    def writing(self) -> bool:
        """Whether something that is no reading is under way."""
        return any(
            number and operation and self.contract.operations[operation].method != "GET"
            for (operation, _), number in self.under_way.items()
        )

    def begin(self, asked: Question) -> None:
        place = self._place(asked)
        self.under_way[place] = self.under_way.get(place, 0) + 1

    def end(self, asked: Question) -> None:
        self.under_way[self._place(asked)] -= 1

    def _place(self, asked: Question) -> tuple[str, str]:
        operation = asked.operation.id if asked.operation else ""
        named = asked.slug or first_at(asked.json, "/slug")
        return operation, named if isinstance(named, str) else ""
