"""One recorded exchange, whichever tool wrote it down.

What is not known of it is told apart from what is empty.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Headers = tuple[tuple[str, str], ...]
MILLISECOND = 0.001
NO_CONTENT = 204
DEEPEST = 100
_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})


class Unreadable(Exception):  # noqa: N818 - names what it is
    """An entry that is broken; the message says how."""


@dataclass(frozen=True)
class Broken:
    """An entry of a recording that nobody can read."""

    number: int
    why: str


@dataclass(frozen=True)
class Entry:
    """A request and its answer as they were recorded."""

    number: int
    """Its place in the recording, from 1."""
    started: float | None
    """Seconds since 1970; None where the recording does not tell."""
    seconds: float | None
    """How long it took at most; None where the recording does not tell."""
    method: str
    url: str
    request_headers: Headers = field(repr=False)
    request_body: str | None = field(repr=False)
    """None where it was not recorded, or not wholly; empty where there was none."""
    status: int
    """0 where there was no answer."""
    response_headers: Headers = field(repr=False)
    all_headers: bool
    """Whether the answer's headers are recorded completely: one that is missing was not sent."""
    response_body: str | None = field(repr=False)
    """None where it was not recorded, or not wholly; empty where there was none."""

    @property
    def writes(self) -> bool:
        return self.method not in _WITHOUT_BODY

    @property
    def where(self) -> str:
        """The entry for people: its number and its time."""
        if self.started is None:
            return f"entry {self.number}"
        moment = datetime.fromtimestamp(self.started, UTC).isoformat(timespec="milliseconds")
        return f"entry {self.number} ({moment.replace('+00:00', 'Z')})"


def header(headers: Headers, name: str) -> str | None:
    """The first header of that name, which is in lower case."""
    return next((value for one, value in headers if one == name), None)


def headers_of(recorded: object) -> Headers:
    """Headers from a list of name and value, or from a mapping; what is neither is left out."""
    pairs: list[tuple[object, object]] = []
    if isinstance(recorded, Mapping):
        pairs = list(recorded.items())
    elif isinstance(recorded, list):
        for one in recorded:
            if isinstance(one, Mapping):
                pairs.append((one.get("name"), one.get("value")))
            elif isinstance(one, list) and len(one) == 2:
                pairs.append((one[0], one[1]))
    found: list[tuple[str, str]] = []
    for name, value in pairs:
        values = value if isinstance(value, list) else [value]
        if isinstance(name, str) and not name.startswith(":"):
            found += [(name.lower(), one) for one in values if isinstance(one, str)]
    return tuple(found)


def sent_body(text: str | None, size: object, method: str, headers: Headers) -> str | None:
    """The body of a request as it was sent, empty if none was, None if nobody can say.

    Args:
        text: What was recorded of it.
        size: How many bytes were sent, if the recording says.
        method: The request's method.
        headers: The request's headers.
    """
    if text:
        return text if _is_whole(text, headers) else None
    length = _number(header(headers, "content-length"))
    none_sent = length == 0 or (length is None and (method in _WITHOUT_BODY or size == 0))
    return "" if none_sent and header(headers, "transfer-encoding") is None else None


def answered_body(text: str | None, status: int, headers: Headers) -> str | None:
    """The body of an answer, empty if there was none, None if nobody can say."""
    if text:
        return text if _is_whole(text, headers) else None
    return "" if status == NO_CONTENT or _number(header(headers, "content-length")) == 0 else None


def _is_whole(text: str, headers: Headers) -> bool:
    """False where a recorder may have cut a body off, or put something of its own in its place."""
    if _is_deep(text):
        return False  # more than a judge can look into
    try:
        json.loads(text)
    except ValueError:
        length = _number(header(headers, "content-length"))
        if length is not None and header(headers, "content-encoding") in (None, "", "identity"):
            return length == len(text.encode("utf-8", "replace"))
        # A page of HTML is told by its beginning; JSON that does not end may have been cut.
        return text.lstrip()[:1] == "<"
    return True


def _is_deep(text: str) -> bool:
    """Whether brackets are nested deeply, those in strings counted with them."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return False
    depth = deepest = 0
    for one in text:
        if one in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif one in "]}":
            depth -= 1
    return deepest > DEEPEST


def moment_of(recorded: object) -> tuple[float | None, float]:
    """A time in seconds since 1970, and how coarse it is written.

    Takes ISO 8601 text, or a number of seconds, milliseconds or microseconds.
    """
    if isinstance(recorded, bool):
        return None, 0.0
    if isinstance(recorded, int | float):
        return _epoch(float(recorded), isinstance(recorded, int))
    if not isinstance(recorded, str):
        return None, 0.0
    try:
        moment = datetime.fromisoformat(recorded.strip())
    except ValueError:
        try:
            return _epoch(float(recorded), "." not in recorded)
        except ValueError:
            return None, 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    fraction = recorded.rpartition(".")[2] if "." in recorded else ""
    digits = len(fraction) - len(fraction.lstrip("0123456789"))
    return moment.timestamp(), 10.0**-digits if digits <= 3 else 0.0


def _epoch(number: float, whole: bool) -> tuple[float | None, float]:
    if not 0 < number < 1e17:
        return None, 0.0
    if number > 1e14:
        return number / 1e6, 0.0
    if number > 1e11:
        return number / 1e3, MILLISECOND if whole else 0.0
    return number, 1.0 if whole else 0.0


def whole_number(recorded: object) -> int:
    """A status, as a number or as text.

    Raises:
        Unreadable: It is neither.
    """
    if isinstance(recorded, int) and not isinstance(recorded, bool):
        return recorded
    number = _number(recorded) if isinstance(recorded, str) else None
    if number is None:
        raise Unreadable("its status is no number")
    return number


def text_of(recorded: Any) -> str | None:
    """A body as text, where a recording holds it as JSON data."""
    if recorded is None or isinstance(recorded, str):
        return recorded
    return json.dumps(recorded)


def first(source: Mapping[str, Any], names: Iterable[str]) -> Any:
    """The value of the first of these names that is there."""
    return next((source[name] for name in names if source.get(name) is not None), None)


def _number(text: object) -> int | None:
    return int(text) if isinstance(text, str) and text.isascii() and text.strip().isdecimal() else None
