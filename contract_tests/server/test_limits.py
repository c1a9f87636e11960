"""When budgets start again, and the windows of rates: moments in, moments out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from portkey_reference_server.limits import last_reset, next_reset, window

WEEKLY: dict[str, Any] = {"periodic_reset": "weekly"}
MONTHLY: dict[str, Any] = {"periodic_reset": "monthly"}


def days(number: int) -> dict[str, Any]:
    return {"periodic_reset_days": number}


def named(moment: str) -> dict[str, Any]:
    return {"next_usage_reset_at": moment}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("limit", "moment", "expected"),
    [
        (WEEKLY, "2026-03-31T12:00", "2026-04-05"),  # a Tuesday, and the Sunday after it
        (WEEKLY, "2026-04-05", "2026-04-12"),
        (WEEKLY, "2026-04-04T23:59:59.999", "2026-04-05"),
        (WEEKLY, "2026-12-31", "2027-01-03"),
        (MONTHLY, "2026-01-31T23:59", "2026-02-01"),
        (MONTHLY, "2026-02-01", "2026-03-01"),
        (MONTHLY, "2028-02-29T12:00", "2028-03-01"),
        (MONTHLY, "2026-12-15", "2027-01-01"),
        (days(30), "2026-01-31T10:00", "2026-03-02T10:00"),
        (days(1) | named("2026-01-01T06:00:00Z"), "2026-03-31T12:00", "2026-04-01T06:00"),
        (days(7) | named("2026-04-09T06:00:00Z"), "2026-03-31T12:00", "2026-04-09T06:00"),
        (MONTHLY | named("2026-04-20T09:00:00+02:00"), "2026-03-31T12:00", "2026-04-20T07:00"),
        (MONTHLY | named("2026-04-20T09:00:00Z"), "2026-04-20T09:00", "2026-05-01"),
        (WEEKLY | named("2020-01-01T00:00:00Z"), "2026-03-31T12:00", "2026-04-05"),
        (named("2026-05-01T00:00:00Z"), "2026-03-31T12:00", "2026-05-01"),
        (named("2026-05-01t00:00:00z"), "2026-03-31T12:00", "2026-05-01"),
        (WEEKLY | named("2016-12-31T23:59:60Z"), "2026-03-31T12:00", "2026-04-05"),
        (days(365), "9999-12-30", "9999-12-31T23:59:59"),
    ],
)
def test_a_budget_starts_again_at_the_next_boundary(
    limit: dict[str, Any], moment: str, expected: str
) -> None:
    assert next_reset(limit, at(moment)) == at(expected)


@pytest.mark.parametrize("limit", [{}, named("2026-01-01T00:00:00Z"), named("0000-01-01T00:00:00Z")])
def test_a_budget_without_a_period_that_is_ahead_never_starts_again(limit: dict[str, Any]) -> None:
    assert next_reset(limit, at("2026-03-31T12:00")) is None


@pytest.mark.parametrize(
    ("limit", "since", "moment", "expected"),
    [
        (WEEKLY, "2026-03-31T12:00", "2026-04-04T23:59", None),
        (WEEKLY, "2026-03-31T12:00", "2026-04-05", "2026-04-05"),
        (WEEKLY, "2026-03-31T12:00", "2026-05-01", "2026-04-26"),
        (MONTHLY, "2026-01-31T12:00", "2026-02-28T12:00", "2026-02-01"),
        (MONTHLY, "2026-02-01", "2026-02-28T12:00", None),
        (days(30), "2026-01-01T10:00", "2026-01-31T09:59", None),
        (days(30), "2026-01-01T10:00", "2026-03-15", "2026-03-02T10:00"),
        (days(30) | named("2026-01-05T00:00:00Z"), "2026-01-01", "2026-02-10", "2026-02-04"),
        (days(30) | named("2026-01-05T00:00:00Z"), "2026-01-06", "2026-01-20", None),
        (MONTHLY | named("2026-04-20T09:00:00Z"), "2026-03-31T12:00", "2026-04-02", None),
        (MONTHLY | named("2026-04-20T09:00:00Z"), "2026-03-31T12:00", "2026-04-21", "2026-04-20T09:00"),
        (MONTHLY | named("2026-04-20T09:00:00Z"), "2026-03-31T12:00", "2026-05-02", "2026-05-01"),
        (named("2026-04-20T09:00:00Z"), "2026-03-31T12:00", "2027-01-01", "2026-04-20T09:00"),
        (named("2026-04-20T09:00:00Z"), "2026-04-21", "2027-01-01", None),
        ({}, "2026-03-31T12:00", "2027-01-01", None),
        (None, "2026-03-31T12:00", "2027-01-01", None),
    ],
)
def test_use_from_before_the_last_boundary_is_over(
    limit: dict[str, Any] | None, since: str, moment: str, expected: str | None
) -> None:
    assert last_reset(limit, at(since), at(moment)) == (expected and at(expected))


@pytest.mark.parametrize(
    ("unit", "start", "end"),
    [
        ("rpm", "2026-03-31T12:34", "2026-03-31T12:35"),
        ("rph", "2026-03-31T12:00", "2026-03-31T13:00"),
        ("rpd", "2026-03-31T00:00", "2026-04-01T00:00"),
    ],
)
def test_rates_are_counted_in_whole_minutes_hours_and_days(unit: str, start: str, end: str) -> None:
    assert window(unit, at("2026-03-31T12:34:56.789")) == (at(start), at(end))
