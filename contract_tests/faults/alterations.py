"""What can become of a value on its way in or out: `as: lower`, `as: {cut: 255}`."""

from __future__ import annotations

import base64
import html
import json
import random
import re
import unicodedata
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from faults.messages import NOTHING

PLAIN: dict[str, Callable[[Any], Any]] = {
    # Texts
    "lower": lambda text: str(text).lower(),
    "upper": lambda text: str(text).upper(),
    "trimmed": lambda text: str(text).strip(),
    "composed": lambda text: unicodedata.normalize("NFC", str(text)),
    "compatible": lambda text: unicodedata.normalize("NFKC", str(text)),
    "html": lambda text: html.escape(str(text)),
    "without astral": lambda text: re.sub("[\U00010000-\U0010ffff]", "�", str(text)),
    "ascii": lambda text: str(text).encode("ascii", "replace").decode(),
    "mojibake": lambda text: str(text).encode().decode("latin-1"),
    "single blanks": lambda text: re.sub(r"\s+", " ", str(text)),
    "reversed": lambda text: str(text)[::-1],
    "base64": lambda text: base64.b64encode(str(text).encode()).decode(),
    "hex": lambda text: str(text).encode().hex(),
    "percent": lambda text: "".join(f"%{byte:02X}" for byte in str(text).encode()),
    "quoted": lambda text: quote(str(text), safe=""),
    "first half": lambda text: str(text)[: len(str(text)) // 2],
    "second half": lambda text: str(text)[len(str(text)) // 2 :],
    "stars": lambda text: "*" * len(str(text)),
    "slug": lambda text: re.sub("[^A-Za-z0-9_-]+", "-", str(text)),
    "up to comma": lambda text: str(text).split(",")[0],
    "plain date": lambda text: str(text)[:10],
    # Kinds
    "text": lambda value: value if isinstance(value, str) else json.dumps(value),
    "number": lambda value: int(value) if isinstance(value, bool) else float(value),
    "list": lambda value: [value],
    "object": lambda value: {"value": value},
    "first item": lambda value: value[0] if isinstance(value, list) and value else value,
    "null": lambda _: None,
    "null if empty": lambda value: value if value or value is False or value == 0 else None,
    "null if false": lambda value: None if value in (False, 0, "") else value,
    "nothing": lambda _: NOTHING,
    "disabled model": lambda slug: {"models": [{"slug": slug, "enabled": False, "is_custom": True}]},
    # Numbers
    "whole": lambda number: round(number),
    "cents": lambda number: round(number, 2),
    "32 bits": lambda number: (number + 2**31) % 2**32 - 2**31 if isinstance(number, int) else number,
    "float": lambda number: int(float(number)) if isinstance(number, int) else number,
    # Lists
    "without first": lambda items: items[1:],
    "without last": lambda items: items[:-1],
    "first twice": lambda items: [*items[:1], *items],
    "first only": lambda items: items[:1],
    "last only": lambda items: items[-1:],
    "last twice": lambda items: [*items, *items[-1:]],
    "last for first": lambda items: [*items[:-1], *items[:1]] if len(items) > 1 else items,
    "backwards": lambda items: items[::-1],
    "shuffled": lambda items: random.sample(items, len(items)),
    "joined": lambda items: ",".join(map(str, items)),
}
WITH: dict[str, Callable[[Any, Any], Any]] = {
    "is": lambda _, new: new,
    "cut": lambda value, length: value[:length],
    "from": lambda value, start: value[start:],
    "add": lambda number, more: number + more if isinstance(number, int | float) else number,
    "at most": lambda number, most: min(number, most),
    "times": lambda number, factor: number * factor,
    "before": lambda text, prefix: f"{prefix}{text}",
    "after": lambda text, suffix: f"{text}{suffix}",
    "replace": lambda text, pair: str(text).replace(*pair),
    "masked": lambda text, ends: f"{text[: ends[0]]}*****{text[len(text) - ends[1] :]}",
    "starred": lambda text, ends: (
        text[: ends[0]] + "*" * (len(text) - sum(ends)) + text[len(text) - ends[1] :]
    ),
    "first of": lambda body, name: {**body, name: body[name][:1]},
    "only": lambda body, names: {name: body[name] for name in names if name in body},
    "but": lambda body, changes: {**body, **changes},
}


class UnknownAlterationError(ValueError):
    """No alteration has this name."""


def alteration(described: Any) -> Callable[[Any], Any]:
    """The function that a catalogue describes: a name, a name with an argument, or a list of them in order.

    Null stays null and what an alteration does not fit stays as it is, as on a server that converts.

    Raises:
        UnknownAlterationError: It has no such name.
    """
    if isinstance(described, list):
        steps = [alteration(one) for one in described]
        return lambda value: _in_turn(steps, value)
    if isinstance(described, str) and described in PLAIN:
        return _tolerant(PLAIN[described])
    if isinstance(described, dict) and len(described) == 1:
        ((name, argument),) = described.items()
        if name in WITH:
            if name == "is":
                return lambda _: argument
            return _tolerant(lambda value: WITH[name](value, argument))
    raise UnknownAlterationError(f"no alteration {described!r}; there are {', '.join([*PLAIN, *WITH])}")


def _in_turn(steps: list[Callable[[Any], Any]], value: Any) -> Any:
    for step in steps:
        value = step(value)
    return value


def _tolerant(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def altered(value: Any) -> Any:
        if value is None:
            return None
        try:
            return function(value)
        except (TypeError, ValueError, AttributeError, LookupError):
            return value

    return altered
