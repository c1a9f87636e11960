"""Limits: the rules that a schema does not say, when a budget starts again, and windows of rates.

All of it is UTC. A `weekly` budget starts again on Sunday at 00:00 and a `monthly` one on the first of the
month at 00:00, whenever it was set, as Portkey documents; `periodic_reset_days` counts from the moment of
writing, or from the `next_usage_reset_at` that was sent. A `next_usage_reset_at` moves the next reset only:
after it the period goes on. Without a period it is the one time that the budget starts again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from .clock import LAST, present, read, written
from .errors import invalid

NEXT = "next_usage_reset_at"
_WRITTEN_AT = "written_at"  # stored with a limit whose NEXT was over when it was sent; not of the contract
_SUNDAY = 6
_WINDOWS: Mapping[str, timedelta] = {
    "rpm": timedelta(minutes=1),
    "rph": timedelta(hours=1),
    "rpd": timedelta(days=1),
}
_START_OF_WINDOWS = datetime(1970, 1, 1, tzinfo=UTC)


def check_usage_limits(limits: Any) -> None:
    """Raises 400 for a limit that resets in two ways; takes one limit, a list of them, or None."""
    for limit in limits if isinstance(limits, list) else [limits or {}]:
        if limit.get("periodic_reset") is not None and limit.get("periodic_reset_days") is not None:
            raise invalid("usage_limits has both periodic_reset and periodic_reset_days: send one.")


def scheduled(limits: Any) -> Any:
    """Sent usage limits as they are stored: one with a period that does not say when it starts again gets
    that moment.
    """
    return _each(limits, _scheduled)


def shown(limits: Any) -> Any:
    """Stored usage limits as they are answered: a reset that is over has made way for the next one."""
    return _each(limits, _shown)


def shown_access(access: dict[str, Any] | None) -> dict[str, Any] | None:
    """The stored access of the workspaces that have none of their own, as it is answered."""
    return access and {**access, "usage_limits": shown(access.get("usage_limits"))}


def only(limits: Any) -> dict[str, Any] | None:
    """One limit, whether it stands alone or in a list of at most one."""
    return (limits[0] if limits else None) if isinstance(limits, list) else limits


def last_reset(limit: dict[str, Any] | None, since: datetime, moment: datetime) -> datetime | None:
    """When a budget of which use is counted `since` then last started again, if it did up to `moment`."""
    if limit is None:
        return None
    named = read(limit.get(NEXT))
    last: datetime | None
    if named is not None and named > moment:
        return None
    if days := limit.get("periodic_reset_days"):
        first = named or _plus(since, days)
        last = None if first > moment else first + (moment - first) // timedelta(days) * timedelta(days)
    elif period := limit.get("periodic_reset"):
        last = _start(period, moment)
        last = last if named is None else max(named, last)
    else:
        last = named
    return last if last is not None and last > since else None


def next_reset(limit: dict[str, Any], moment: datetime) -> datetime | None:
    """When a budget starts again after `moment`; counted from there where nothing else says."""
    named = read(limit.get(NEXT))
    if named is not None and named > moment:
        return named
    if days := limit.get("periodic_reset_days"):
        steps = 1 if named is None else (moment - named) // timedelta(days) + 1
        return _plus(named or moment, steps * days)
    if period := limit.get("periodic_reset"):
        start = _start(period, moment)
        if period == "weekly":
            return _plus(start, 7)
        return _start(period, _plus(start, 31))
    return None


def window(unit: str, moment: datetime) -> tuple[datetime, datetime]:
    """The minute, the hour or the day that a rate is counted in: its start and its end."""
    length = _WINDOWS[unit]
    start = _START_OF_WINDOWS + (moment - _START_OF_WINDOWS) // length * length
    return start, start + length


def _each(limits: Any, change: Any) -> Any:
    if isinstance(limits, list):
        return [change(limit) for limit in limits]
    return None if limits is None else change(limits)


def _scheduled(limit: dict[str, Any]) -> dict[str, Any]:
    moment = present()
    limit = {name: value for name, value in limit.items() if name != _WRITTEN_AT}
    if NEXT in limit:
        named = read(limit[NEXT])
        return limit if named is None or named > moment else {**limit, _WRITTEN_AT: written(moment)}
    coming = next_reset(limit, moment)
    return limit if coming is None else {**limit, NEXT: written(coming)}


def _shown(limit: dict[str, Any]) -> dict[str, Any]:
    named = read(limit.get(NEXT))
    if named is None:
        return limit
    moment = present()
    if (sent_at := read(limit.get(_WRITTEN_AT))) is not None:  # read as it was sent, until a period ends
        limit = {name: value for name, value in limit.items() if name != _WRITTEN_AT}
        named = next_reset(limit, sent_at)
    coming = None if named is None or named > moment else next_reset(limit, moment)
    return limit if coming is None else {**limit, NEXT: written(coming)}


def _start(period: str, moment: datetime) -> datetime:
    """The start of the week or the month of a moment."""
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if period == "weekly":
        return day - timedelta((day.weekday() - _SUNDAY) % 7)
    return day.replace(day=1)


def _plus(moment: datetime, days: int) -> datetime:
    try:
        return moment + timedelta(days)
    except OverflowError:
        return LAST
