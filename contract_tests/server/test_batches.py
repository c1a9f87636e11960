"""Writes that wait together: one transaction for many calls, and still each for itself."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from portkey_reference_server.clock import clock_from, now, using
from portkey_reference_server.errors import ApiError, conflict
from portkey_reference_server.tables import Workspace
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from .api import LONG_SECRET, Api
from .conftest import World

Work = Callable[[Session], Any]


def organisation(world: World) -> str:
    with world.store.read() as session:
        return session.get_one(Workspace, world.first.id).organisation_id


def adding(slug: str, organisation_id: str) -> Work:
    def work(session: Session) -> str:
        session.add(Workspace(organisation_id=organisation_id, slug=slug, name=slug))
        return slug

    return work


def together(world: World, works: list[Work]) -> list[Future[Any]]:
    """Submits works so that they wait together: behind one that waits for them."""
    has_begun, all_are_submitted = threading.Event(), threading.Event()

    def first(_: Session) -> None:
        has_begun.set()
        assert all_are_submitted.wait(30)

    ahead = world.store.submit(organisation(world), first)
    assert has_begun.wait(30)
    futures = [world.store.submit(organisation(world), work) for work in works]
    all_are_submitted.set()
    assert ahead.result(30) is None
    return futures


def slugs(world: World) -> set[str]:
    with world.store.read() as session:
        return set(session.scalars(select(Workspace.slug)))


@pytest.fixture
def commits(world: World) -> list[object]:
    seen: list[object] = []
    event.listen(world.store.database.engine, "commit", seen.append)
    return seen


def test_what_waits_together_is_committed_together(world: World, commits: list[object]) -> None:
    found = together(world, [adding(f"w{n}", organisation(world)) for n in range(20)])
    assert [future.result(30) for future in found] == [f"w{n}" for n in range(20)]
    assert slugs(world) >= {f"w{n}" for n in range(20)}
    assert len(commits) == 2


def test_a_refusal_takes_nobody_along_and_leaves_nothing(world: World) -> None:
    def refused(session: Session) -> None:
        adding("half", organisation(world))(session)
        session.flush()
        raise conflict("no")

    one, bad, other = together(
        world, [adding("one", organisation(world)), refused, adding("other", organisation(world))]
    )
    assert (one.result(30), other.result(30)) == ("one", "other")
    with pytest.raises(ApiError):
        bad.result(30)
    assert {"one", "other"} <= slugs(world)
    assert "half" not in slugs(world)


def test_a_failure_takes_nobody_along_and_leaves_nothing(world: World) -> None:
    def failing(session: Session) -> None:
        adding("half", organisation(world))(session)
        session.flush()
        raise LookupError

    def clashing(session: Session) -> None:
        adding("one", organisation(world))(session)  # the constraint that holds is the database's
        session.flush()

    one, bad, clash, other = together(
        world,
        [adding("one", organisation(world)), failing, clashing, adding("other", organisation(world))],
    )
    assert (one.result(30), other.result(30)) == ("one", "other")
    for future in (bad, clash):
        with pytest.raises(Exception, match=r"^$|IntegrityError|UNIQUE|unique"):
            future.result(30)
    assert "half" not in slugs(world)


def test_what_is_not_committed_is_not_answered(world: World) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("the disk is gone")

    before = slugs(world)
    listening = world.store.database.engine, "commit", fail
    works = [adding(f"w{n}", organisation(world)) for n in range(3)]

    def break_the_commit(_: Session) -> None:
        event.listen(*listening)

    found = together(world, [*works, break_the_commit])
    try:
        for future in found:
            with pytest.raises(RuntimeError):
                future.result(30)
    finally:
        event.remove(*listening)
    assert slugs(world) == before


def test_each_work_sees_what_was_done_before_it(world: World) -> None:
    def rename(session: Session) -> None:
        session.scalars(select(Workspace).where(Workspace.slug == "one")).one().name = "renamed"

    def name(session: Session) -> str:
        return session.scalars(select(Workspace.name).where(Workspace.slug == "one")).one()

    found = together(world, [adding("one", organisation(world)), name, rename, name])
    assert [future.result(30) for future in found] == ["one", "one", None, "renamed"]


def test_the_clock_of_a_call_holds_for_its_work(world: World) -> None:
    with using(clock_from("2030-01-02T03:04:05Z,frozen")):
        set_by_a_test = world.store.submit(organisation(world), lambda _: now())
    assert set_by_a_test.result(30) == "2030-01-02T03:04:05.000Z"
    assert world.store.submit(organisation(world), lambda _: now()).result(30) < "2030"


def test_calls_at_once_are_each_answered_for_what_they_did(world: World, admin: Api) -> None:
    def create(number: int) -> tuple[int, int]:
        body = {"name": "n", "slug": f"s{number % 10}", "ai_provider_id": "openai", "key": LONG_SECRET}
        answer = admin.send("POST", "/integrations", json=body)
        return number % 10, answer.status_code

    with ThreadPoolExecutor(16) as callers:
        found = list(callers.map(create, range(60)))
    for number in range(10):
        assert sorted(status for slug, status in found if slug == number) == [200] + [409] * 5
    assert admin.get("/integrations")["total"] == 10
