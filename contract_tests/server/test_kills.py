"""A few rounds of `make kill-server`."""

from __future__ import annotations

import random
from typing import Any

import httpx
import pytest
from postgres import NoPostgresError

from .kills import WRITERS, Writer, WrongError, run


def test_killed_under_load_the_server_has_what_it_answered() -> None:
    assert run(2, seed=1, workers=2, postgres=False) >= 2 * WRITERS


def test_a_killed_server_and_a_killed_postgres_have_what_was_answered() -> None:
    try:
        assert run(2, seed=1, workers=1, postgres=True) >= 2 * WRITERS
    except NoPostgresError as reason:
        pytest.skip(str(reason))


def written(token: int) -> dict[str, str]:
    """What an answer shows of one update."""
    return {"name": f"n{token}", "description": f"d{token}", "masked_key": f"sk*****{token % 1000:03}"}


class _Answers:
    """A server that has lost, or half done, what it answered."""

    def __init__(self, **changes: object) -> None:
        self._detail = {"type": "organisation", **written(1000007)} | changes

    def get(self, path: str, **_: object) -> httpx.Response:
        documents: dict[str, Any] = {"models": {"models": []}, "workspaces": {"workspaces": []}}
        document = documents.get(path.rpartition("/")[2], self._detail)
        return httpx.Response(200, json=document, request=httpx.Request("GET", "http://server"))


@pytest.mark.parametrize("lost", [written(1000006), {"name": "n1000006"}, {"masked_key": "sk*****006"}])
def test_a_lost_write_and_a_half_of_one_are_found(lost: dict[str, str]) -> None:
    writer = Writer("w", random.Random(), [])  # noqa: S311 - chooses nothing here
    writer.things["w-1"] = {"scoped": False, "fields": 1000007, "models": None, "access": None}
    writer.check(_Answers())  # type: ignore[arg-type]
    with pytest.raises(WrongError):
        writer.check(_Answers(**lost))  # type: ignore[arg-type]
