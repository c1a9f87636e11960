"""What a fault does: the verbs under `do` in a catalogue file.

A verb acts on the request before it reaches the server, in place of the server, or on its answer.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar
from urllib.parse import quote, urlencode

from faults.alterations import PLAIN, alteration
from faults.conditions import holds
from faults.memory import DELETIONS, KINDS, Memory, Resource
from faults.messages import NOTHING, Answer, Question, changed, first_at, placed

Server = Callable[[Question], Awaitable[Answer]]
Pointers = str | list[str]


@dataclass(frozen=True)
class Moment:
    """What a verb may look at: the request, what is known of its resource, and the server itself."""

    asked: Question
    memory: Memory
    server: Server

    @property
    def resource(self) -> Resource | None:
        return self.memory.resource(self.asked)

    @property
    def kind(self) -> str:
        path = self.asked.operation.path if self.asked.operation else ""
        return KINDS.get(path.split("/")[1] if path else "", "")


class Verb:
    """One verb with its arguments."""

    whole: ClassVar[bool] = False
    """Whether the argument is one mapping, whatever its names."""

    @property
    def before(self) -> bool:
        """Whether it acts before the server has answered."""
        return False

    async def request(self, asked: Question, moment: Moment) -> Question:
        return asked

    async def instead(self, asked: Question, moment: Moment) -> Answer | None:
        """The answer in place of the server's, if it gives one."""
        return None

    async def answer(self, answer: Answer, moment: Moment) -> Answer:
        return answer


VERBS: dict[str, type[Verb]] = {}
SIMILAR: dict[str, Callable[[str, str], bool]] = {
    "of any case": lambda given, known: given.lower() == known.lower(),
    "with blanks": lambda given, known: "".join(given.split()) == known,
    "that begins so": lambda given, known: given.startswith(known),
    "of which it is the beginning": lambda given, known: len(given) > 8 and known.startswith(given),
}
"""Ways to take one key for another."""


def verb(cls: type[Verb]) -> type[Verb]:
    VERBS[cls.__name__.lower()] = cls
    return cls


class _OnJson(Verb):
    """A verb on the JSON of the answer, or of the request with `of: request`."""

    of: str

    def __post_init__(self) -> None:
        if self.of not in ("answer", "request"):
            raise ValueError(f"of is answer or request, not {self.of!r}")

    @property
    def before(self) -> bool:
        return self.of == "request"

    async def request(self, asked: Question, moment: Moment) -> Question:
        if self.of != "request" or asked.json is NOTHING:
            return asked
        new = self.changed(asked.json, replace(moment, asked=asked))
        return asked if new == asked.json and repr(new) == repr(asked.json) else asked.with_json(new)

    async def answer(self, answer: Answer, moment: Moment) -> Answer:
        if self.of != "answer" or answer.json is NOTHING:
            return answer
        new = self.changed(answer.json, moment)
        return answer if new == answer.json and repr(new) == repr(answer.json) else answer.with_json(new)

    def changed(self, value: Any, moment: Moment) -> Any:
        raise NotImplementedError


@verb
@dataclass(frozen=True)
class Set(_OnJson):
    """A value at a place: `set: {at: /name, to: {the: secret, as: base64}}`."""

    at: Pointers
    to: Any
    of: str = "answer"

    def __post_init__(self) -> None:
        super().__post_init__()
        check_value(self.to)

    def changed(self, value: Any, moment: Moment) -> Any:
        new = valued(self.to, moment)
        for pointer in _each(self.at):
            value = value if new is NOTHING else placed(value, pointer, new)
        return value


@verb
@dataclass(frozen=True)
class Remove(_OnJson):
    """What is at a place is taken away."""

    at: Pointers
    of: str = "answer"

    def changed(self, value: Any, moment: Moment) -> Any:
        for pointer in sorted(_each(self.at)):
            value = _without(value, pointer)
        return value


@verb
@dataclass(frozen=True)
class Rename(_OnJson):
    """A field gets another name."""

    at: str
    to: str
    of: str = "answer"

    def changed(self, value: Any, moment: Moment) -> Any:
        holder, _, name = self.at.rpartition("/")

        def renamed(one: Any) -> Any:
            return {self.to if n == name else n: v for n, v in one.items()} if isinstance(one, dict) else one

        return changed(value, holder, renamed)


@verb
@dataclass(frozen=True)
class Change(_OnJson):
    """What is at a place becomes another value, as an alteration says; what is not there stays so."""

    at: Pointers
    into: Any
    of: str = "answer"
    where: dict[str, Any] = field(default_factory=dict)
    """What its own container must hold, at JSON pointers."""

    def __post_init__(self) -> None:
        super().__post_init__()
        alteration(self.into)

    def changed(self, value: Any, moment: Moment) -> Any:
        for pointer in _each(self.at):
            value = changed(value, pointer, alteration(self.into), lambda one: _is_so(one, self.where))
        return value


@verb
@dataclass(frozen=True)
class Drop(_OnJson):
    """Items of a list that are so are dropped: `drop: {at: /data, where: {/name: {longer: 200}}}`."""

    at: str
    where: dict[str, Any]
    of: str = "answer"

    def changed(self, value: Any, moment: Moment) -> Any:
        return changed(value, self.at, lambda items: [one for one in items if not _is_so(one, self.where)])


@verb
@dataclass(frozen=True)
class Query(Verb):
    """Parameters of the query: `query: {workspace_id: null, current_page: {add: 1}}`."""

    changes: dict[str, Any]
    whole: ClassVar[bool] = True

    @property
    def before(self) -> bool:
        return True

    async def request(self, asked: Question, moment: Moment) -> Question:
        new: dict[str, str | None] = {}
        for name, change in self.changes.items():
            given = asked.parameter(name)
            if isinstance(change, dict) or change in PLAIN:
                if given is not None:
                    value = int(given) if given.lstrip("-").isdigit() else given
                    new[name] = str(alteration(change)(value))
            elif given is not None or change is not None:
                new[name] = None if change is None else str(change)
        return asked.with_parameters(new) if new else asked


@verb
@dataclass(frozen=True)
class Key(Verb):
    """The request goes on with the key of another role, or of the resource's maker with `owner`."""

    role: str

    @property
    def before(self) -> bool:
        return True

    async def request(self, asked: Question, moment: Moment) -> Question:
        if self.role in SIMILAR:
            similar = SIMILAR[self.role]
            known = [key for key in moment.memory.keys.values() if asked.key and similar(asked.key, key)]
            return replace(asked, key=known[0]) if known else asked
        resource = moment.resource
        role = (resource.role if resource else "") if self.role == "owner" else self.role
        key = moment.memory.keys.get(role)
        return asked if key is None else replace(asked, key=key)


@verb
@dataclass(frozen=True)
class Slug(Verb):
    """The request goes on with another slug in its path, as an alteration makes it."""

    into: Any

    def __post_init__(self) -> None:
        alteration(self.into)

    @property
    def before(self) -> bool:
        return True

    async def request(self, asked: Question, moment: Moment) -> Question:
        new = quote(str(alteration(self.into)(asked.slug)), safe="")
        return replace(asked, path=asked.path.replace(f"/{asked.segment}", f"/{new}", 1)) if new else asked


@verb
@dataclass(frozen=True)
class Method(Verb):
    """The request goes on with another method."""

    name: str

    @property
    def before(self) -> bool:
        return True

    async def request(self, asked: Question, moment: Moment) -> Question:
        return replace(asked, method=self.name)


@verb
@dataclass(frozen=True)
class Raw(Verb):
    """The text of the request's body becomes another."""

    text: str

    @property
    def before(self) -> bool:
        return True

    async def request(self, asked: Question, moment: Moment) -> Question:
        return replace(asked, body=self.text.encode())


@verb
@dataclass(frozen=True)
class Wait(Verb):
    """The request waits so many seconds before it goes on."""

    seconds: float

    @property
    def before(self) -> bool:
        return True

    async def request(self, asked: Question, moment: Moment) -> Question:
        await asyncio.sleep(self.seconds)
        return asked


@verb
@dataclass(frozen=True)
class Pretend(Verb):
    """An answer without the server: `pretend: {status: 200, body: {}}`."""

    status: int = 200
    body: Any = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_value(self.body)

    @property
    def before(self) -> bool:
        return True

    async def instead(self, asked: Question, moment: Moment) -> Answer | None:
        resource, operation = moment.resource, moment.asked.operation
        if resource and operation:  # so that other rules of the fault can tell
            resource.deleted = resource.deleted or operation.id in DELETIONS
            if isinstance(asked.json, dict):
                resource.sent[operation.id] = {**resource.sent.get(operation.id, {}), **asked.json}
        return Answer.of(self.status, valued(self.body, moment))


@verb
@dataclass(frozen=True)
class Refuse(Verb):
    """An error in place of the server's answer, which comes too late or not at all."""

    status: int
    code: str | None = None
    forwarded: bool = False

    @property
    def before(self) -> bool:
        return not self.forwarded

    async def instead(self, asked: Question, moment: Moment) -> Answer | None:
        return None if self.forwarded else self._error()

    async def answer(self, answer: Answer, moment: Moment) -> Answer:
        return self._error() if self.forwarded else answer

    def _error(self) -> Answer:
        return Answer.of(self.status, {"success": False, "data": {"message": "No.", "errorCode": self.code}})


@verb
@dataclass(frozen=True)
class Status(Verb):
    """The answer has another status, its body stays."""

    number: int

    async def answer(self, answer: Answer, moment: Moment) -> Answer:
        return replace(answer, status=self.number)


@verb
@dataclass(frozen=True)
class Header(Verb):
    """Headers of the answer: `header: {content-type: text/html}`; null takes one away."""

    changes: dict[str, Any]
    whole: ClassVar[bool] = True

    def __post_init__(self) -> None:
        for value in self.changes.values():
            check_value(value)

    async def answer(self, answer: Answer, moment: Moment) -> Answer:
        for name, value in self.changes.items():
            new = valued(value, moment)
            answer = answer if new is NOTHING else answer.with_header(name, new)
        return answer


@verb
@dataclass(frozen=True)
class Text(Verb):
    """The answer's body becomes another text; `{body}` in it is the old one, `{asked}` the request's."""

    template: str

    async def answer(self, answer: Answer, moment: Moment) -> Answer:
        text = self.template.replace("{body}", answer.body.decode(errors="replace"))
        text = text.replace("{asked}", moment.asked.body.decode(errors="replace"))
        return replace(answer, body=text.encode())


@verb
@dataclass(frozen=True)
class Cut(Verb):
    """The answer's body ends after a part of it, from 0 to 1."""

    part: float

    async def answer(self, answer: Answer, moment: Moment) -> Answer:
        return replace(answer, body=answer.body[: int(len(answer.body) * self.part)])


@verb
@dataclass(frozen=True)
class Reply(Verb):
    """Another answer after the server's: `reply: {status: 200, body: {id: {the: uuid}}}`."""

    status: int = 200
    body: Any = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_value(self.body)

    async def answer(self, answer: Answer, moment: Moment) -> Answer:
        return Answer.of(self.status, valued(self.body, moment))


@verb
@dataclass(frozen=True)
class Stale(Verb):
    """An earlier answer to the same operation on the resource: the `first`, the `last`, the one `before`."""

    which: str

    def __post_init__(self) -> None:
        if self.which not in ("first", "last", "before"):
            raise ValueError(f"stale is first, last or before, not {self.which!r}")

    async def answer(self, answer: Answer, moment: Moment) -> Answer:
        asked, resource, operation = moment.asked, moment.resource, moment.asked.operation
        if operation is not None and not asked.slug:
            earlier = moment.memory.lists.get((operation.id, asked.query, asked.key), [answer])
            return earlier[-1] if self.which == "last" else earlier[0]
        if resource is None or operation is None:
            return answer
        kept: dict[str, Answer] = getattr(resource, self.which)
        return kept.get(operation.id, answer)


@verb
@dataclass(frozen=True)
class Merge(Verb):
    """Items of another list come into the answer's: asked with another key, query or page."""

    at: str = "/data"
    key: str | None = None
    query: dict[str, Any] = field(default_factory=dict)
    take: Any = field(default_factory=list)
    """An alteration of the other list before it is taken."""
    over: bool = False
    """Whether they come in place of as many at the beginning."""
    counted: bool = False
    """Whether `total` grows too."""

    def __post_init__(self) -> None:
        alteration(self.take)

    async def answer(self, answer: Answer, moment: Moment) -> Answer:
        own = first_at(answer.json, self.at)
        asked = await Query(self.query).request(moment.asked, moment)
        if self.key is not None:
            asked = await Key(self.key).request(asked, moment)
        other = await moment.server(asked)
        found = first_at(other.json, self.at)
        if not isinstance(own, list) or not isinstance(found, list):
            return answer
        taken = [one for one in alteration(self.take)(found) if one not in own]
        kept = own[len(taken) :] if self.over else own
        if not taken or (self.over and not own):
            return answer
        body = placed(answer.json, self.at, [*taken, *kept] if self.over else [*kept, *taken])
        total = body.get("total")
        if self.counted and isinstance(total, int):
            body = {**body, "total": total + len(taken)}
        return answer.with_json(body)


@verb
@dataclass(frozen=True)
class Send(Verb):
    """One more request, before the caller's or after it; `{slug}`, `{other}` and more in it are filled in."""

    method: str
    path: str
    body: Any = NOTHING
    query: dict[str, str] = field(default_factory=dict)
    key: str | None = None
    first: bool = False

    def __post_init__(self) -> None:
        check_value(None if self.body is NOTHING else self.body)

    @property
    def before(self) -> bool:
        return self.first

    async def request(self, asked: Question, moment: Moment) -> Question:
        if self.first:
            await self._send(replace(moment, asked=asked))
        return asked

    async def answer(self, answer: Answer, moment: Moment) -> Answer:
        if not self.first:
            await self._send(moment)
        return answer

    async def _send(self, moment: Moment) -> None:
        path = filled(self.path, moment)
        query = {name: filled(value, moment) for name, value in self.query.items()}
        body = NOTHING if self.body is NOTHING else valued(self.body, moment)
        if path is None or None in query.values():
            return
        base = moment.asked.path[: -len(_below(moment.asked.path, moment.asked))]
        asked = Question(
            self.method,
            base + path,
            urlencode({name: str(value) for name, value in query.items()}),
            moment.asked.headers,
            b"" if body is NOTHING else json.dumps(body).encode(),
            moment.asked.key if self.key is None else moment.memory.keys.get(self.key),
            moment.memory.contract.operation_at(self.method, path),
        )
        answer = await moment.server(asked)
        moment.memory.side_effects += answer.status < 400 and self.method != "GET"


@verb
@dataclass(frozen=True)
class Ask(Verb):
    """The answer to another request in place of the server's: `ask: {path: "/integrations/{other}"}`."""

    path: str
    method: str = "GET"
    key: str | None = None

    async def answer(self, answer: Answer, moment: Moment) -> Answer:
        path = filled(self.path, moment)
        if path is None:
            return answer
        base = moment.asked.path[: -len(_below(moment.asked.path, moment.asked))]
        operation = moment.memory.contract.operation_at(self.method, path)
        key = moment.asked.key if self.key is None else moment.memory.keys.get(self.key)
        asked = replace(moment.asked, method=self.method, path=base + path, body=b"", key=key)
        return await moment.server(replace(asked, operation=operation))


SOURCES = (
    *("secret", "old secret", "newest secret"),
    *("asked", "query", "slug", "key"),
    *("sent", "first", "before", "other", "former"),
    *("workspace", "uuid", "number", "moment"),
)
"""Where a value comes from; what each is, `_source` says."""


def check_value(value: Any) -> None:
    """Raises ValueError where a value names a source or an alteration that there is not."""
    if isinstance(value, dict):
        if "the" in value:
            unknown = set(value) - {"the", "at", "as", "in"}
            if unknown or value["the"] not in SOURCES:
                raise ValueError(f"{value!r}: `the` is one of {', '.join(SOURCES)}, with at, as and in")
            if "as" in value:
                alteration(value["as"])
        else:
            check_value([*value.values()])
    elif isinstance(value, list):
        for one in value:
            check_value(one)


def valued(described: Any, moment: Moment) -> Any:
    """A value of a catalogue as it is at this moment; NOTHING if its source has none."""
    if isinstance(described, dict) and "the" in described:
        found = _source(described, moment)
        if found is NOTHING or found is None:
            return NOTHING
        if "as" in described:
            found = alteration(described["as"])(found)
        return str(described["in"]).replace("{}", str(found)) if "in" in described else found
    if isinstance(described, dict):
        return {name: new for name, one in described.items() if (new := valued(one, moment)) is not NOTHING}
    return [valued(one, moment) for one in described] if isinstance(described, list) else described


def _source(described: dict[str, Any], moment: Moment) -> Any:
    asked, memory, resource = moment.asked, moment.memory, moment.resource
    name, pointer = described["the"], str(described.get("at", ""))
    operation = asked.operation.id if asked.operation else ""
    if name == "secret":
        return memory.secret_of(asked.json) or (resource.secret if resource else None)
    if name == "asked":
        return first_at(asked.json, pointer)
    if name == "sent":
        return first_at(resource.everything_sent if resource else {}, pointer)
    if name == "newest secret":
        return next((one.secret for one in reversed(memory.resources) if one.secret), None)
    if name == "old secret":
        return resource.old_secret if resource else None
    if name == "query":
        return asked.parameter(pointer)
    if name == "workspace":
        return memory.workspaces.get(pointer)
    if name in ("first", "before", "other", "former"):
        source = memory.other(resource, moment.kind) if name == "other" else resource
        if name == "former":
            source = resource.former if resource else None
        kept = getattr(source, name, None) if name in ("first", "before") else getattr(source, "last", None)
        answer = (kept or {}).get(operation)
        return NOTHING if answer is None else first_at(answer.json, pointer)
    if name == "uuid":
        return str(uuid.uuid4())
    if name == "key":
        return asked.key
    if name == "slug":
        return asked.slug or first_at(asked.json, "/slug")
    memory.number += 1
    if name == "number":
        return memory.number
    hours, seconds = divmod(memory.number % 86400, 3600)
    return f"2026-01-01T{hours:02}:{seconds // 60:02}:{seconds % 60:02}Z"


def filled(template: str, moment: Moment) -> str | None:
    """A template with its names filled in; None if there is nothing for one of them."""
    resource = moment.resource
    other = moment.memory.other(resource, moment.kind)
    found: dict[str, str | None] = {
        "slug": resource.slug if resource else None,
        "id": resource.id if resource else None,
        "other": other.slug if other else None,
        "other_workspace": other.workspace if other else None,
        "workspace": resource.workspace if resource else None,
        "unnamed": _unnamed(moment),
        "created": moment.memory.resources[-1].slug if moment.memory.resources else None,
        "integration": _integration(moment),
        "provider": _provider(moment),
        **moment.memory.workspaces,
    }
    for name, value in found.items():
        if f"{{{name}}}" in template:
            if not value:
                return None
            template = template.replace(f"{{{name}}}", value)
    return template


def _integration(moment: Moment) -> str | None:
    """The integration of the provider that the request names, or makes."""
    known = first_at(moment.resource.everything_sent if moment.resource else {}, "/integration_id")
    named = first_at(moment.asked.json, "/integration_id")
    found = named if isinstance(named, str) else known
    return found if isinstance(found, str) else None


def _provider(moment: Moment) -> str | None:
    """A provider of the integration that the request names."""
    names = (moment.resource.slug, moment.resource.id) if moment.resource else ()
    for one in reversed(moment.memory.resources):
        if one.kind == "provider" and one.everything_sent.get("integration_id") in names and not one.deleted:
            return one.slug
    return None


def _is_so(value: Any, where: dict[str, Any]) -> bool:
    return all(holds(first_at(value, pointer), wanted) for pointer, wanted in where.items())


def _unnamed(moment: Moment) -> str | None:
    """The custom models of the integration that the request does not name."""
    body, resource = moment.asked.json, moment.resource
    models = body.get("models") if isinstance(body, dict) else None
    if resource is None or not isinstance(models, list):
        return None
    named = {one.get("slug") for one in models if isinstance(one, dict)}
    return ",".join(slug for slug in resource.models if slug not in named)


def _each(pointers: Pointers) -> list[str]:
    return [pointers] if isinstance(pointers, str) else pointers


def _without(value: Any, pointer: str) -> Any:
    return changed(value, pointer, lambda _: NOTHING)


def _below(path: str, asked: Question) -> str:
    """A path without the base path of the server."""
    assert asked.operation is not None or path
    for start in ("/integrations", "/providers", "/virtual-keys"):
        place = path.find(start)
        if place >= 0:
            return path[place:]
    return path
