"""Request bodies: from bytes to a JSON object that the rest of the server can trust."""

from __future__ import annotations

import json
from typing import Any

from .errors import invalid

DEEPEST = 64
"""Levels of nesting that a body may have; the deepest documented one has six."""


def parse_object(raw: bytes) -> dict[str, Any]:
    """The JSON object in `raw`, whatever Content-Type came with it.

    Refused with 400: text that is not UTF-8 or not JSON, NaN and infinities, a name given twice in one
    object (readers disagree on which one counts), half a surrogate pair, nesting deeper than `DEEPEST`, and
    anything but an object.
    """
    try:
        value = json.loads(
            raw.decode("utf-8-sig"),
            object_pairs_hook=_unique,
            parse_constant=_no_constant,
            parse_float=_number,
        )
    except RecursionError as error:
        raise invalid(f"The request body is nested deeper than {DEEPEST} levels.") from error
    except ValueError as error:  # undecodable bytes, bad JSON, an integer of thousands of digits
        raise invalid("The request body is not valid JSON.") from error
    if not isinstance(value, dict):
        raise invalid("The request body must be a JSON object.")
    _check_text_and_depth(value)
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise invalid("The request body names a field twice in one object.")
    return value


def _no_constant(_: str) -> Any:
    raise invalid("The request body holds NaN or an infinity, which JSON does not have.")


def _number(text: str) -> float | int:
    """JSON does not tell 1.0 from 1, so neither does what we store and answer."""
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise invalid("The request body holds a number that is out of range.")
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _check_text_and_depth(value: Any) -> None:
    level = [value]
    for _ in range(DEEPEST):
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                below += item
                below += item.values()
            elif isinstance(item, list):
                below += item
            elif isinstance(item, str):
                _check_text(item)
        if not below:
            return
        level = below
    raise invalid(f"The request body is nested deeper than {DEEPEST} levels.")


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise invalid("The request body holds text that is not valid Unicode.") from error
