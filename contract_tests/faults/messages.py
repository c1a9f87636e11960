"""Requests on their way in and answers on their way out, and the places inside their JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode

from portkey_conformance.contract import Operation

KEY_HEADER = b"x-portkey-api-key"
NOTHING: Any = object()
"""No JSON, or no value at a place."""
Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True)
class Question:
    """A request on its way in."""

    method: str
    path: str
    """From the root of the host, as sent: percent-encoded."""
    query: str
    headers: Headers
    body: bytes
    key: str | None
    operation: Operation | None
    """The operation of the contract that it reaches, if any."""

    @property
    def json(self) -> Any:
        return _parsed(self.body)

    @property
    def segment(self) -> str:
        """The slug of the path as sent; empty where the operation has none."""
        if self.operation is None or "{slug}" not in self.operation.path:
            return ""
        place = self.operation.path.split("/").index("{slug}") - len(self.operation.path.split("/"))
        return self.path.split("/")[place]

    @property
    def slug(self) -> str:
        """What the path names: a slug or an id; empty where the operation has none."""
        return unquote(self.segment)

    @property
    def parameters(self) -> list[tuple[str, str]]:
        return parse_qsl(self.query, keep_blank_values=True)

    def parameter(self, name: str) -> str | None:
        return next((value for known, value in self.parameters if known == name), None)

    def with_json(self, body: Any) -> Question:
        return replace(self, body=json.dumps(body).encode())

    def with_parameters(self, changes: dict[str, str | None]) -> Question:
        """The same with parameters replaced; None takes one away."""
        kept = [(name, value) for name, value in self.parameters if name not in changes]
        given = [(name, value) for name, value in changes.items() if value is not None]
        return replace(self, query=urlencode(kept + given))


@dataclass(frozen=True)
class Answer:
    """An answer on its way out."""

    status: int
    headers: Headers
    body: bytes

    @property
    def json(self) -> Any:
        return _parsed(self.body)

    def with_json(self, body: Any) -> Answer:
        return replace(self, body=json.dumps(body).encode())

    def with_header(self, name: str, value: str | None) -> Answer:
        """The same with a header replaced; None takes it away."""
        kept = tuple(header for header in self.headers if header[0].lower() != name.encode())
        given = () if value is None else ((name.encode(), value.encode()),)
        return replace(self, headers=(*kept, *given))

    @classmethod
    def of(cls, status: int, body: Any) -> Answer:
        return cls(status, ((b"content-type", b"application/json"),), json.dumps(body).encode())


def at(value: Any, pointer: str) -> list[Any]:
    """The values at a JSON pointer, where ``*`` is every item or field."""
    return [holder[name] for holder, name in places(value, pointer) if _has(holder, name)]


def first_at(value: Any, pointer: str) -> Any:
    return next(iter(at(value, pointer)), NOTHING)


def places(value: Any, pointer: str) -> Iterator[tuple[Any, Any]]:
    """Each container and the name inside it that a pointer names; the last name need not be there."""
    holder = {"": value}
    yield from _places(holder, ["", *pointer.split("/")[1:]] if pointer else [""])


def changed(
    value: Any,
    pointer: str,
    change: Callable[[Any], Any],
    inside: Callable[[Any], bool] = lambda _: True,
) -> Any:
    """A copy with what is at the pointer changed, in containers that are so; ``NOTHING`` takes it away."""
    holder = json.loads(json.dumps({"": value}))
    for container, name in list(_places(holder, ["", *pointer.split("/")[1:]] if pointer else [""])):
        if not _has(container, name) or not inside(container):
            continue
        new = change(container[name])
        if new is NOTHING:
            del container[name]
        else:
            container[name] = new
    return holder[""]


def placed(value: Any, pointer: str, new: Any) -> Any:
    """A copy with ``new`` at the pointer, where its container is there."""
    holder = json.loads(json.dumps({"": value}))
    for container, name in list(_places(holder, ["", *pointer.split("/")[1:]] if pointer else [""])):
        if isinstance(container, dict) or _has(container, name):
            container[name] = new
    return holder[""]


def _places(holder: Any, names: list[str]) -> Iterator[tuple[Any, Any]]:
    name, *rest = names
    if isinstance(holder, dict):
        found: list[Any] = list(holder) if name == "*" else [name]
    elif isinstance(holder, list):
        everything = list(range(len(holder)))
        found = everything if name == "*" else [int(name)] if name.isdigit() else []
    else:
        return
    for one in found:
        if not rest:
            yield holder, one
        elif _has(holder, one):
            yield from _places(holder[one], rest)


def _has(holder: Any, name: Any) -> bool:
    return name in holder if isinstance(holder, dict) else isinstance(name, int) and name < len(holder)


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):  # nested too deeply to read is not read, and handed on as it is
        return NOTHING
