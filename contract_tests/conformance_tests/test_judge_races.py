"""The judge finds a server that reads, waits a moment, and writes what it read."""

from __future__ import annotations

import asyncio
import dataclasses
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from faults.broken_server import Answer, Behaviour, Question, Server, World, broken_server, no_fault
from faults.liberties import every_liberty
from portkey_conformance import checks
from portkey_conformance.contract import Contract
from portkey_conformance.profiles import PROFILES
from portkey_conformance.runner import Settings, judge
from portkey_conformance.target import load_target
from portkey_conformance.verdicts import Verdict

WINDOW = 0.003
INTEGRATION = "/integrations/{slug}"
MODELS = f"{INTEGRATION}/models"
WORKSPACES = f"{INTEGRATION}/workspaces"
FAMILY = "CON"

ALL_CHECKS = dataclasses.replace(PROFILES["quick"], thorough=True)


class Silent:
    def step(self, phase: str, label: str, done: int, total: int) -> None:
        """Say nothing."""


def found(behaviour: Behaviour, folder: Path) -> set[str]:
    """The requirements on concurrency that a server with that behaviour breaks."""
    contract = Contract.load()
    only = frozenset(one for one in contract.requirements if one.startswith(FAMILY))
    with broken_server(folder, behaviour) as file:
        checks.load_all()
        target = load_target(None, file, {})
        outcome = judge(target, contract, Settings(ALL_CHECKS, 1, only), Silent())
    undecided = [one.reason for one in outcome.rulings.values() if one.verdict is Verdict.INCONCLUSIVE]
    assert not undecided
    return {id_ for id_, ruling in outcome.rulings.items() if ruling.verdict is Verdict.FAIL}


def get(asked: Question, path: str) -> Question:
    return replace(asked, method="GET", path=path, body=b"")


async def slug_checked_first(asked: Question, server: Server, world: World) -> Answer:
    if not asked.on("POST", "/integrations"):
        return await server(asked)
    before = await server(get(asked, f"/integrations/{asked.json.get('slug')}"))
    await asyncio.sleep(WINDOW)
    answer = await server(asked)
    if before.status == 404 and answer.status == 409:
        return Answer(200, b"").with_json({"id": str(uuid.uuid4()), "slug": asked.json["slug"]})
    return answer


async def provider_slug_checked_first(asked: Question, server: Server, world: World) -> Answer:
    if not asked.on("POST", "/providers") or "slug" not in asked.json:
        return await server(asked)
    path, query = f"/providers/{asked.json['slug']}", {"workspace_id": asked.json["workspace_id"]}
    before = await server(replace(get(asked, path), query=query))
    await asyncio.sleep(WINDOW)
    answer = await server(asked)
    if before.status == 404 and answer.status == 409:
        return Answer(200, b"").with_json({"id": str(uuid.uuid4()), "slug": asked.json["slug"]})
    return answer


async def whole_row_written_back(asked: Question, server: Server, world: World) -> Answer:
    if asked.on("PUT", INTEGRATION):
        before = await server(get(asked, asked.path))
        await asyncio.sleep(WINDOW)
        if before.status == 200:
            row = {name: before.json[name] for name in ("name", "description", "pricing_adjustments")}
            asked = asked.with_json({**row, **asked.json})
    return await server(asked)


async def fields_written_one_by_one(asked: Question, server: Server, world: World) -> Answer:
    if not asked.on("PUT", INTEGRATION) or len(asked.json) < 2:
        return await server(asked)
    answer = Answer(200, b"{}")
    for name, value in asked.json.items():
        answer = await server(asked.with_json({name: value}))
        await asyncio.sleep(WINDOW)
    return answer


async def deletion_of_what_was_read(asked: Question, server: Server, world: World) -> Answer:
    if not asked.on("DELETE", INTEGRATION):
        return await server(asked)
    before = await server(get(asked, asked.path))
    await asyncio.sleep(WINDOW)
    answer = await server(asked)
    return replace(answer, status=200) if before.status == 200 else answer


async def update_that_inserts(asked: Question, server: Server, world: World) -> Answer:
    if not asked.on("PUT", INTEGRATION):
        return await server(asked)
    before = await server(get(asked, asked.path))
    await asyncio.sleep(WINDOW)
    answer = await server(asked)
    if before.status == 200 and answer.status == 404:
        row = {name: before.json[name] for name in ("name", "slug", "ai_provider_id")}
        body = {**row, **asked.json, "key": "sk-written-back-000000"}
        return await server(replace(asked, method="POST", path="/integrations").with_json(body))
    return answer


async def models_written_back(asked: Question, server: Server, world: World) -> Answer:
    if not asked.on("PUT", MODELS):
        return await server(asked)
    before = await server(get(asked, asked.path))
    await asyncio.sleep(WINDOW)
    answer = await server(asked)
    after = await server(get(asked, asked.path))
    if answer.status == before.status == after.status == 200:
        kept = {model["slug"] for model in (*before.json["models"], *asked.json["models"])}
        lost = [model["slug"] for model in after.json["models"] if model["slug"] not in kept]
        if lost:
            gone = replace(asked, method="DELETE", query={"slugs": ",".join(lost)}, body=b"")
            await server(gone)
    return answer


async def access_written_back(asked: Question, server: Server, world: World) -> Answer:
    if not asked.on("PUT", WORKSPACES):
        return await server(asked)
    before = await server(get(asked, asked.path))
    await asyncio.sleep(WINDOW)
    if before.status == 200 and "workspaces" in asked.json:
        named = {entry["id"] for entry in asked.json["workspaces"]}
        rest = [
            {name: entry[name] for name in ("id", "enabled", "usage_limits", "rate_limits")}
            for entry in before.json["workspaces"]
            if entry["id"] not in named
        ]
        asked = asked.with_json({**asked.json, "workspaces": [*asked.json["workspaces"], *rest]})
    return await server(asked)


async def provider_made_for_whoever_saw_none(asked: Question, server: Server, world: World) -> Answer:
    if not asked.on("PUT", WORKSPACES) or asked.json.get("create_default_provider") is False:
        return await server(asked)
    before = await server(get(asked, asked.path))
    await asyncio.sleep(WINDOW)
    answer = await server(asked)
    made = world.seen.get(asked.slug, 0)
    world.seen[asked.slug] = made + 1
    if before.json["total"] == 0 and made:
        workspace = world.demo.workspaces["first"].id
        body = {"name": "again", "integration_id": asked.slug, "workspace_id": workspace}
        await server(replace(asked, method="POST", path="/providers").with_json(body))
    return answer


async def access_checked_first(asked: Question, server: Server, world: World) -> Answer:
    if not asked.on("POST", "/providers"):
        return await server(asked)
    access = f"/integrations/{asked.json.get('integration_id')}/workspaces"
    before = await server(get(asked, access))
    await asyncio.sleep(WINDOW)
    answer = await server(asked)
    if before.status == 200 and before.json["total"] and before.json["workspaces"][0]["enabled"]:
        world.seen.setdefault("late", []).append(asked.json["integration_id"])
    return answer


async def late_provider_listed(asked: Question, server: Server, world: World) -> Answer:
    """A provider whose creation was let in before access was taken away stays in the list."""
    refused = asked.on("POST", "/providers")
    answer = await access_checked_first(asked, server, world)
    if refused and answer.status == 403 and asked.json["integration_id"] in world.seen.get("late", []):
        made = {"id": str(uuid.uuid4()), "slug": "late", "object": "provider"}
        world.seen["left"] = asked.json["integration_id"]
        return Answer(200, b"").with_json(made)
    if asked.on("GET", "/providers") and asked.query.get("current_page") == "0" and "left" in world.seen:
        item: dict[str, Any] = {
            "name": "late",
            "slug": "late",
            "integration_id": world.seen["left"],
            "status": "active",
            "created_at": "2026-01-01T00:00:00Z",
            "object": "provider",
        }
        return answer.with_json({**answer.json, "data": [*answer.json["data"], item]})
    return answer


async def page_that_shifts(asked: Question, server: Server, world: World) -> Answer:
    """A list read in two halves, with writes in between."""
    answer = await server(asked)
    if asked.on("GET", "/integrations") and answer.status == 200 and len(answer.json["data"]) > 1:
        half = len(answer.json["data"]) // 2
        await asyncio.sleep(WINDOW)
        later = await server(asked)
        data = [*answer.json["data"][: half + 1], *later.json["data"][half:]]
        shifted = len(later.json["data"]) != len(answer.json["data"])
        return answer.with_json({**answer.json, "data": data if shifted else answer.json["data"]})
    return answer


@pytest.mark.parametrize(
    ("behaviour", "requirements"),
    [
        (slug_checked_first, {"CON-001"}),
        (whole_row_written_back, {"CON-002"}),
        (fields_written_one_by_one, {"CON-007"}),
        (deletion_of_what_was_read, {"CON-003"}),
        (update_that_inserts, {"CON-008"}),
        (page_that_shifts, {"CON-004"}),
        (models_written_back, {"CON-005"}),
        (access_written_back, {"CON-009"}),
        (provider_slug_checked_first, {"CON-006"}),
        (provider_made_for_whoever_saw_none, {"CON-010"}),
        (late_provider_listed, {"CON-011"}),
        (no_fault, set()),
        (every_liberty, set()),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_a_race_is_found_under_its_name(behaviour: Behaviour, requirements: set[str], tmp_path: Path) -> None:
    assert found(behaviour, tmp_path) == requirements
