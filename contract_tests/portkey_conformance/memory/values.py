"""Whether an answer says what a request wrote."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

A_DAY = 86400.0
"""So far apart two clocks are not, in seconds."""
EXACT = 2**53
"""Beyond this, JSON readers may round an integer (RFC 8259, section 6)."""
RECKONED = "next_usage_reset_at"
"""When a budget starts again: once that is over, or where it is left open, the server may tell the next."""
_UNSURE = frozenset({"Cc", "Cs", "Cn", "Co"})


def comparable(value: Any) -> bool:
    """False for what JSON, Unicode or a database may carry in more than one way."""
    if isinstance(value, str):
        return not any(unicodedata.category(one) in _UNSURE for one in value)
    if isinstance(value, bool) or value is None:
        return True
    if isinstance(value, int | float):
        return abs(value) < EXACT
    if isinstance(value, Mapping):
        return all(comparable(one) for one in (*value, *value.values()))
    return all(comparable(one) for one in value)


def same(shown: Any, written: Any) -> bool:
    """Whether an answer says what was written: it may say more, and may leave out what is null or empty."""
    if written is None:
        return shown in (None, "") or (isinstance(shown, list | dict) and not shown)
    if isinstance(written, bool) or isinstance(shown, bool):
        return shown is written
    if isinstance(written, Mapping):
        if not written and shown is None:
            return True
        return isinstance(shown, Mapping) and all(
            same(shown.get(name), one) or (name == RECKONED and _may_go_on(shown.get(name), one))
            for name, one in written.items()
        )
    if isinstance(written, list):
        if not written and shown is None:
            return True
        return (
            isinstance(shown, list)
            and len(shown) == len(written)
            and all(same(one, other) for one, other in zip(shown, written, strict=True))
        )
    if isinstance(written, int | float):
        return isinstance(shown, int | float) and shown == written
    if written == "" and shown is None:
        return True
    return isinstance(shown, str) and (shown == written or _same_time(shown, written))


def _same_time(*texts: str) -> bool:
    """Whether both are times, and the same one to the second."""
    try:
        first, second = (datetime.fromisoformat(text) for text in texts)
        return (
            first.tzinfo is not None
            and second.tzinfo is not None
            and abs((first - second).total_seconds()) < 1
        )
    except (ValueError, OverflowError):
        return False


def _may_go_on(shown: object, written: object) -> bool:
    """Whether a time that was written need not be what is read: it may be over, and what is read is one."""
    is_open = written is None or expiry(written) is not False
    return is_open and (shown is None or (isinstance(shown, str) and _same_time(shown, shown)))


def is_past(text: object) -> bool:
    """Whether a text is a time that has passed."""
    try:
        moment = datetime.fromisoformat(str(text))
        return moment.tzinfo is not None and moment <= datetime.now(UTC)
    except (ValueError, OverflowError):
        return False


def expiry(value: object) -> bool | None:
    """Whether a time of expiry has passed; None where it is too near to say, or is no time."""
    if value is None:
        return False
    try:
        moment = datetime.fromisoformat(str(value))
        away = (moment - datetime.now(UTC)).total_seconds() if moment.tzinfo is not None else 0.0
    except (ValueError, OverflowError):
        return None
    return None if abs(away) < A_DAY else away < 0


def short(value: object) -> str:
    """The value for a message."""
    text = repr(value)
    return text if len(text) <= 160 else text[:157] + "…"
