"""Moments as the API writes them: RFC 3339, UTC, milliseconds."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """The present moment, e.g. `2026-05-02T12:31:48.000Z`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def is_past(moment: str | None) -> bool:
    """Whether a moment that a caller sent is behind us; one that the calendar does not know never is."""
    if moment is None:
        return False
    try:
        parsed = datetime.fromisoformat(moment)
    except ValueError:  # RFC 3339 allows a leap second and the year 0; datetime knows neither
        return False
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)) < datetime.now(UTC)
