"""When a fault acts: the words under `when` in a catalogue file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import quote

from faults.memory import Memory, Resource
from faults.messages import NOTHING, Answer, Question, at

TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "present": lambda value, wanted: (value is not NOTHING) is wanted,
    "matches": lambda value, pattern: isinstance(value, str) and re.search(pattern, value) is not None,
    "longer": lambda value, length: isinstance(value, str | list | dict) and len(value) > length,
    "above": lambda value, least: _number(value) and value > least,
    "below": lambda value, most: _number(value) and value < most,
    "in": lambda value, values: value in values,
    "not": lambda value, other: not holds(value, other),
    "kind": lambda value, name: type(value).__name__ == name,
    "empty": lambda value, wanted: value is not NOTHING and (not value) is wanted,
}
RESOURCES: dict[str, Callable[[Question, Memory], bool]] = {
    "known": lambda asked, memory: (found := memory.resource(asked)) is not None and not found.deleted,
    "deleted": lambda asked, memory: (found := memory.resource(asked)) is not None and found.deleted,
    "recreated": lambda asked, memory: (
        (found := memory.resource(asked)) is not None and found.former is not None
    ),
    "own": lambda asked, memory: (
        (found := memory.resource(asked)) is not None and found.role == memory.role(asked.key)
    ),
    "foreign": lambda asked, memory: (
        (found := memory.resource(asked)) is not None
        and not found.deleted
        and found.role not in ("", memory.role(asked.key))
    ),
    "unknown": lambda asked, memory: bool(asked.slug) and memory.resource(asked) is None,
}


def holds(value: Any, wanted: Any) -> bool:
    """Whether a value is as wanted: equal to it, or as the tests of a mapping say."""
    if isinstance(wanted, dict) and wanted and set(wanted) <= set(TESTS):
        return all(TESTS[name](value, argument) for name, argument in wanted.items())
    return type(value) is type(wanted) and bool(value == wanted)


@dataclass(frozen=True)
class When:
    """All of these must hold."""

    operation: tuple[str, ...] = ()
    """Ids of the contract's operations."""
    method: tuple[str, ...] = ()
    path: str | None = None
    """A pattern found in the path as sent."""
    named: str | None = None
    """`id` or `slug`: what the path names the resource by; `encoded`: percent-encoded more than need be."""
    key: tuple[str, ...] = ()
    """Roles of a target; `none` is no key, `unknown` one that the target does not name."""
    resource: tuple[str, ...] = ()
    """`known`, `unknown`, `deleted`, `recreated`, `own`, `foreign`."""
    query: Mapping[str, Any] = field(default_factory=dict)
    """Parameters by name; numbers are compared as numbers."""
    header: Mapping[str, Any] = field(default_factory=dict)
    """Headers of the request by name."""
    body: Mapping[str, Any] = field(default_factory=dict)
    """What the request's body holds at JSON pointers."""
    raw: str | None = None
    """A pattern found in the text of the request's body."""
    valid: bool | None = None
    """Whether the request's body is valid by the contract."""
    json: bool | None = None
    """Whether the request's body is JSON."""
    unknown: str | None = None
    """`field` or `parameter`: the request has one that the contract does not know."""
    sent: Mapping[str, Any] = field(default_factory=dict)
    """What was last sent for the resource, at JSON pointers, its creation and updates taken together."""
    owner: tuple[str, ...] = ()
    """Roles of the key that the resource was made with."""
    custom: bool | None = None
    """Whether the models that the query names are custom ones."""
    after: tuple[str, ...] = ()
    """The resource was written by one of these operations before."""
    busy: bool | None = None
    """Whether another request is writing."""
    writes: Any = None
    """How often the resource was written before."""
    reads: Any = None
    """How often the resource was read since its last write."""
    together: float | None = None
    """Another request of the same operation on the same resource is under way within so many seconds."""
    call: Any = None
    """The n-th request on the resource that all else holds for."""
    calls: Any = None
    """The n-th request of all that all else holds for."""
    status: tuple[str, ...] = ()
    """Of the answer: `200`, `4xx`."""
    answer: Mapping[str, Any] = field(default_factory=dict)
    """What the answer holds at JSON pointers."""

    @property
    def needs_answer(self) -> bool:
        return bool(self.status or self.answer)

    async def asks(self, asked: Question, memory: Memory) -> bool:
        """Whether a request is one of these, as far as it shows before it is answered."""
        operation = asked.operation.id if asked.operation else None
        resource = memory.resource(asked)
        reads = resource.reads_since_write if resource else 0
        return (
            (not self.operation or operation in self.operation)
            and (not self.method or asked.method in self.method)
            and (self.path is None or re.search(self.path, asked.path) is not None)
            and (self.named is None or self.named == _named(asked, resource.id if resource else None))
            and (not self.key or memory.role(asked.key) in self.key)
            and all(RESOURCES[word](asked, memory) for word in self.resource)
            and all(holds(_parameter(asked, name), wanted) for name, wanted in self.query.items())
            and all(holds(_header(asked, name), wanted) for name, wanted in self.header.items())
            and all(_any_holds(asked.json, pointer, wanted) for pointer, wanted in self.body.items())
            and (self.raw is None or re.search(self.raw, asked.body.decode(errors="replace")) is not None)
            and (self.valid is None or self.valid is _valid(asked, memory))
            and (self.json is None or self.json is (asked.json is not NOTHING))
            and (self.unknown is None or _unknown(asked, memory, self.unknown))
            and all(_any_holds(_sent(resource), pointer, wanted) for pointer, wanted in self.sent.items())
            and (not self.owner or (resource is not None and resource.role in self.owner))
            and (self.custom is None or self.custom is _custom(asked, resource))
            and (not self.after or (resource is not None and not resource.done.isdisjoint(self.after)))
            and (self.busy is None or self.busy is memory.writing)
            and (self.writes is None or holds(resource.writes if resource else 0, self.writes))
            and (self.reads is None or holds(reads, self.reads))
            and (self.together is None or await memory.joined(asked, self.together))
        )

    def answers(self, answer: Answer) -> bool:
        """Whether an answer is one of these."""
        kind = {str(answer.status), f"{answer.status // 100}xx"}
        return (not self.status or not kind.isdisjoint(self.status)) and all(
            _any_holds(answer.json, pointer, wanted) for pointer, wanted in self.answer.items()
        )

    def counts(self, number: int, of_all: int) -> bool:
        return (self.call is None or holds(number, self.call)) and (
            self.calls is None or holds(of_all, self.calls)
        )


LISTS = frozenset(one.name for one in fields(When) if str(one.type).startswith("tuple"))


def _any_holds(value: Any, pointer: str, wanted: Any) -> bool:
    return any(holds(one, wanted) for one in at(value, pointer) or [NOTHING])


def _named(asked: Question, identifier: str | None) -> str:
    if asked.segment != quote(asked.slug, safe=""):
        return "encoded"
    return "id" if asked.slug and asked.slug == identifier else "slug"


def _parameter(asked: Question, name: str) -> Any:
    value = asked.parameter(name)
    if value is None:
        return NOTHING
    return int(value) if re.fullmatch(r"-?[0-9]{1,18}", value) else value


def _header(asked: Question, name: str) -> Any:
    return next(
        (value.decode("latin-1") for known, value in asked.headers if known.decode() == name), NOTHING
    )


def _valid(asked: Question, memory: Memory) -> bool:
    return (
        asked.operation is not None
        and asked.json is not NOTHING
        and not memory.contract.request_errors(asked.operation, asked.json)
    )


def _unknown(asked: Question, memory: Memory, what: str) -> bool:
    if asked.operation is None:
        return False
    if what == "parameter":
        known = {str(one["name"]) for one in asked.operation.parameters if one["in"] == "query"}
        return any(name not in known for name, _ in asked.parameters)
    schema = memory.contract.request_schema(asked.operation)
    return isinstance(asked.json, dict) and not set(asked.json) <= set(schema.get("properties", {}))


def _sent(resource: Resource | None) -> dict[str, Any]:
    return {} if resource is None else resource.everything_sent


def _custom(asked: Question, resource: Resource | None) -> bool:
    named = (asked.parameter("slugs") or "").split(",")
    return resource is not None and all(slug in resource.models for slug in named)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
