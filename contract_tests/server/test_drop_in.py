"""One script runs under the official SDK and under ours; where they differ is known, and on purpose."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from compare_sdk import OFFICIAL, OURS, Step, differences, run
from portkey_integrations import InvalidArgumentError
from portkey_integrations.compat import Answer, AsyncPortkey, NotFoundError, Portkey

from .conftest import World

ON_PURPOSE = {
    ("integrations.list", "query sent"),
    ("integrations.retrieve, a slug to escape", "path sent"),
    ("integrations.retrieve, a slug to escape", "query sent"),
    ("integrations.retrieve, a slug to escape", "answer"),
    ("workspaces.update", "body sent"),
    ("providers.list", "query sent"),
    ("providers.update", "body sent"),
    ("providers.update, limits", "body sent"),
}
PAGE = Path(__file__).parents[2] / "docs" / "moving-from-portkey-ai.md"


@pytest.fixture(scope="module")
def runs() -> tuple[list[Step], list[Step]]:
    return run(OFFICIAL), run(OURS)


def test_the_same_script_sends_and_gets_the_same_but_for_what_is_on_purpose(
    runs: tuple[list[Step], list[Step]],
) -> None:
    found = list(differences(*runs))
    assert {(one.step, one.what) for one in found} == ON_PURPOSE
    by_step = {(one.step, one.what): one for one in found}
    renamed = by_step["workspaces.update", "body sent"]
    assert renamed.official.pop("override_existing_workspaces_access") is True
    assert renamed.ours.pop("override_existing_workspace_access") is True
    assert renamed.official == renamed.ours
    for step, size in (("integrations.list", "100"), ("providers.list", "50")):
        listed = by_step[step, "query sent"]
        assert {"current_page": "0", "page_size": size, **listed.ours} == listed.official
    for step in ("providers.update", "providers.update, limits"):
        updated = by_step[step, "body sent"]
        assert updated.ours.pop("workspace_id")
        assert updated.ours == updated.official


def test_every_call_of_the_script_sends_one_request_and_is_answered(
    runs: tuple[list[Step], list[Step]],
) -> None:
    for steps in runs:
        assert [len(step.sent) for step in steps] == [1] * len(steps)
        assert {step.answer for step in steps if isinstance(step.answer, str)} <= {
            "ConflictError",
            "NotFoundError",
        }


def test_the_page_lists_each_call_and_each_difference(runs: tuple[list[Step], list[Step]]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([a-z_.]+)\(", page, re.MULTILINE))
    assert listed == {step.name.partition(",")[0] for step in runs[0]}
    for step, _ in ON_PURPOSE:
        assert f"`{step.partition(',')[0]}(" in page


def test_an_answer_reads_as_an_official_one() -> None:
    answer = Answer({"slug": "a", "rate_limits": [{"value": 5}], "note": None})
    assert (answer.slug, answer["slug"], answer.get("slug")) == ("a", "a", "a")
    assert (answer.absent, answer["absent"], answer.get("absent", 3), answer.get("note", 4)) == (
        None,
        None,
        3,
        4,
    )
    assert answer.rate_limits[0].value == answer.rate_limits[0]["value"] == 5
    assert answer.dict() == answer.model_dump(exclude_none=True)
    assert str(answer).startswith('{\n    "slug": "a"')


def test_what_the_official_sdk_does_not_have_is_not_there(world: World) -> None:
    with Portkey(api_key=world.demo.keys["admin"], base_url=world.base_url) as portkey:
        for name in ("ensure", "iter_grants", "nothing"):
            with pytest.raises(AttributeError, match=name):
                getattr(portkey.integrations, name)
        with pytest.raises(InvalidArgumentError, match="has no nothing"):
            portkey.integrations.list(nothing=1)


def test_the_asynchronous_client_moves_in_the_same_way(world: World) -> None:
    async def script() -> list[Any]:
        async with AsyncPortkey(api_key=world.demo.keys["admin"], base_url=world.base_url) as portkey:
            made = await portkey.integrations.create(
                name="a", ai_provider_id="acme", slug="a", of_tomorrow=True
            )
            await portkey.integrations.workspaces.update(
                slug="a", workspaces=[{"id": world.first.slug, "enabled": True}]
            )
            access = await portkey.integrations.workspaces.list(slug="a")
            await portkey.integrations.delete(slug="a")
            try:
                await portkey.integrations.retrieve(slug="a")
            except NotFoundError as error:
                return [made.slug, access.workspaces[0].id, error.status]
            return []

    assert asyncio.run(script()) == ["a", world.first.slug, 404]
