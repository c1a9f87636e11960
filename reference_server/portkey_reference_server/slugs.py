"""Names for people in URLs: slugs made from names."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from .errors import invalid

_LONGEST_STEM = 60
_MOST_BYTES = 2000  # of what a slug is indexed by; an entry of a PostgreSQL index holds 2,700


def check_length(slug: str, what: str) -> None:
    """Raises 400 for a slug that is too long to be looked up."""
    if len(slug.encode()) > _MOST_BYTES:
        raise invalid(f"{what} is longer than {_MOST_BYTES} bytes.")


def slug_from(
    name: str, *, fallback: str, is_taken: Callable[[str], bool], always_suffix: bool = False
) -> str:
    """A slug that is not taken: the name in lower case, with a random suffix where it must or is asked to
    have one.
    """
    stem = _stem(name, fallback)
    if not always_suffix and not is_taken(stem):
        return stem
    while is_taken(slug := _suffixed(stem)):
        pass
    return slug


def slugs_from(
    name: str, count: int, *, fallback: str, taken_of: Callable[[set[str]], set[str]]
) -> list[str]:
    """So many different slugs of that name, of which one has no suffix where it is free; `taken_of` tells
    which of some are taken.
    """
    stem = _stem(name, fallback)
    wanted = {stem} if count else set()
    found: list[str] = []
    while len(found) < count:
        while len(found) + len(wanted) < count:
            wanted.add(_suffixed(stem))
        wanted.difference_update(found)
        found += sorted(wanted - taken_of(wanted))
        wanted = set()
    return found


def _stem(name: str, fallback: str) -> str:
    return re.sub(r"[^a-z0-9_-]+", "-", name.lower())[:_LONGEST_STEM].strip("-") or fallback


def _suffixed(stem: str) -> str:
    return f"{stem}-{secrets.token_hex(3)}"
