"""Text as callers send it, in databases that cannot hold all of it.

PostgreSQL has no character U+0000, which JSON has. There it is stored as two others; SQLite stores it as
it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import Dialect, String, TypeDecorator

_ESCAPE = "\x1a"  # ASCII calls it SUBSTITUTE
_STORED = {"\x00": f"{_ESCAPE}0", _ESCAPE: f"{_ESCAPE}1"}
_MEANT = {stored: meant for meant, stored in _STORED.items()}


class AnyText(TypeDecorator[str]):
    """A column of any text, compared and given back as it was sent."""

    impl = String
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        return None if dialect.name == "sqlite" else storable

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        return None if dialect.name == "sqlite" else _meant


def storable(text: str | None) -> str | None:
    """`text` without U+0000."""
    if text is None or ("\x00" not in text and _ESCAPE not in text):
        return text
    return re.sub(f"[\x00{_ESCAPE}]", lambda found: _STORED[found[0]], text)


def _meant(text: str | None) -> str | None:
    if text is None or _ESCAPE not in text:
        return text
    return re.sub(f"{_ESCAPE}[01]", lambda found: _MEANT[found[0]], text)
