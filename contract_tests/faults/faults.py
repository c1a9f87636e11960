"""The faults: what each server does wrong, and the requirement that a judge must name for it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

from faults.broken_server import Answer, Behaviour, Question, Server, World

INTEGRATION = "/integrations/{slug}"
MODELS = f"{INTEGRATION}/models"
WORKSPACES = f"{INTEGRATION}/workspaces"
VIRTUAL_KEY = "/virtual-keys/{slug}"


@dataclass(frozen=True)
class Fault:
    """One way to be wrong."""

    name: str
    requirement: str
    also: frozenset[str]
    """Requirements that the same fault breaks, so that naming them too is no false alarm."""
    behaviour: Behaviour

    def __str__(self) -> str:
        return self.name


FAULTS: list[Fault] = []


def fault(requirement: str, *also: str) -> Callable[[Behaviour], Behaviour]:
    def register(behaviour: Behaviour) -> Behaviour:
        FAULTS.append(Fault(behaviour.__name__, requirement, frozenset(also), behaviour))
        return behaviour

    return register


async def no_fault(asked: Question, server: Server, world: World) -> Answer:
    return await server(asked)


@fault("SEC-001", "SEC-002", "PRO-003")
async def a_key_in_clear(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    if asked.on("POST", "/integrations") and answer.status == 200:
        world.seen[answer.json["slug"]] = asked.json.get("key")
    if asked.on("GET", INTEGRATION) and world.seen.get(asked.slug):
        return answer.with_json({**answer.json, "key": world.seen[asked.slug]})
    return answer


@fault("SEC-009")
async def an_error_that_quotes_the_body(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    if answer.status == 400 and asked.body:
        quoted = {"message": f"invalid: {asked.body.decode(errors='replace')}", "errorCode": "AB01"}
        return answer.with_json({"success": False, "data": quoted})
    return answer


@fault("SEC-005")
async def a_stale_mask(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    if asked.on("GET", INTEGRATION) and answer.status == 200:
        mask = world.seen.setdefault(asked.slug, answer.json["masked_key"])
        return answer.with_json({**answer.json, "masked_key": mask})
    return answer


@fault("CRE-001")
async def a_creation_that_answers_201(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    return (
        replace(answer, status=201) if asked.on("POST", "/integrations") and answer.status == 200 else answer
    )


@fault("CRE-005")
async def a_taken_slug_that_is_taken_again(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    if asked.on("POST", "/integrations") and answer.status == 409:
        return Answer(200, b"").with_json({"id": str(uuid.uuid4()), "slug": asked.json["slug"]})
    return answer


@fault("RET-004", "RET-005")
async def a_time_of_creation_that_is_the_time_of_reading(
    asked: Question, server: Server, world: World
) -> Answer:
    answer = await server(asked)
    if asked.on("GET", INTEGRATION) and answer.status == 200:
        world.seen["reads"] = world.seen.get("reads", 0) + 1
        seconds = world.seen["reads"] % 86400
        moment = f"2026-01-01T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}Z"
        return answer.with_json({**answer.json, "created_at": moment})
    return answer


@fault("UPD-002", "UPD-005")
async def a_lost_update(asked: Question, server: Server, world: World) -> Answer:
    if asked.on("PUT", INTEGRATION) and "description" in asked.json:
        asked = asked.with_json({k: v for k, v in asked.json.items() if k != "description"})
    return await server(asked)


@fault("UPD-003", "UPD-005", "UPD-008")
async def an_update_that_forgets_what_it_does_not_say(
    asked: Question, server: Server, world: World
) -> Answer:
    if asked.on("PUT", INTEGRATION) and asked.body.startswith(b"{"):
        asked = asked.with_json({"description": None, **asked.json})
    return await server(asked)


@fault("DEL-002", "DEL-003", "DEL-004", "DEL-006")
async def a_deletion_that_only_says_so(asked: Question, server: Server, world: World) -> Answer:
    if asked.on("DELETE", INTEGRATION):
        found = await server(replace(asked, method="GET", body=b""))
        if found.status == 200 and asked.key == world.demo.keys["admin"]:
            return Answer(200, b"{}")
    return await server(asked)


@fault("LST-002")
async def a_page_that_repeats_the_last_item_of_the_page_before(
    asked: Question, server: Server, world: World
) -> Answer:
    answer = await server(asked)
    page = asked.query.get("current_page", "0")
    if asked.on("GET", "/integrations") and answer.status == 200 and page.isdigit() and int(page) > 0:
        before = await server(replace(asked, query={**asked.query, "current_page": str(int(page) - 1)}))
        data = answer.json["data"]
        if data and before.json["data"]:
            return answer.with_json({**answer.json, "data": [before.json["data"][-1], *data[1:]]})
    return answer


@fault("LST-006")
async def a_filter_that_is_ignored(asked: Question, server: Server, world: World) -> Answer:
    if asked.on("GET", "/integrations"):
        asked = replace(asked, query={k: v for k, v in asked.query.items() if k != "workspace_id"})
    return await server(asked)


@fault("LST-009")
async def a_total_of_one_page(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    if asked.on("GET", "/integrations") and answer.status == 200:
        return answer.with_json({**answer.json, "total": len(answer.json["data"])})
    return answer


@fault("AUT-001", "AUT-004")
async def an_operation_that_needs_no_key(asked: Question, server: Server, world: World) -> Answer:
    if asked.on("GET", MODELS) and asked.key is None:
        asked = replace(asked, key=world.demo.keys["admin"])
    return await server(asked)


@fault("AUT-003")
async def a_revoked_key_that_still_works(asked: Question, server: Server, world: World) -> Answer:
    if asked.key == world.demo.keys["revoked"]:
        asked = replace(asked, key=world.demo.keys["admin"])
    return await server(asked)


@fault("AZN-001", "AZN-002")
async def an_unauthorised_deletion(asked: Question, server: Server, world: World) -> Answer:
    if asked.on("DELETE", INTEGRATION) and asked.key == world.demo.keys["read_only"]:
        asked = replace(asked, key=world.demo.keys["admin"])
    return await server(asked)


@fault("AZN-006", "AZN-007", "SEC-001")
async def another_organisations_key_that_reads(asked: Question, server: Server, world: World) -> Answer:
    if asked.on("GET", INTEGRATION) and asked.key == world.demo.keys["other_organisation"]:
        asked = replace(asked, key=world.demo.keys["admin"])
    return await server(asked)


@fault("PRO-002")
async def a_status_that_nobody_documents(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    return replace(answer, status=422) if asked.path == "/providers" and answer.status == 400 else answer


@fault("PRO-003")
async def a_total_that_is_text(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    if asked.on("GET", MODELS) and answer.status == 200:
        return answer.with_json({**answer.json, "total": str(answer.json["total"])})
    return answer


@fault("ERR-001")
async def a_500_on_bad_input(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    return replace(answer, status=500) if asked.on("PUT", INTEGRATION) and answer.status == 400 else answer


@fault("ERR-002")
async def an_error_body_of_its_own(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    return answer.with_json({"detail": "Not Found"}) if answer.status == 404 else answer


@fault("MOD-002")
async def an_upsert_that_replaces(asked: Question, server: Server, world: World) -> Answer:
    before = await server(replace(asked, method="GET", body=b"")) if asked.on("PUT", MODELS) else None
    answer = await server(asked)
    if before is not None and before.status == answer.status == 200:
        named = {model["slug"] for model in asked.json["models"]}
        custom = {model["slug"] for model in before.json["models"] if model["is_custom"]}
        if gone := sorted(custom - named):
            await server(replace(asked, method="DELETE", query={"slugs": ",".join(gone)}, body=b""))
    return answer


@fault("ACC-002", "ACC-001", "ACC-003", "ACC-006", "LIM-001")
async def a_workspace_by_its_uuid(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    if asked.on("GET", WORKSPACES) and answer.status == 200:
        ids = {workspace.slug: workspace.id for workspace in world.demo.workspaces.values()}
        entries = [{**entry, "id": ids[entry["id"]]} for entry in answer.json["workspaces"]]
        return answer.with_json({**answer.json, "workspaces": entries})
    return answer


@fault("LIM-001")
async def rate_limits_that_are_dropped(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    if asked.on("GET", WORKSPACES) and answer.status == 200:
        entries = [{**entry, "rate_limits": None} for entry in answer.json["workspaces"]]
        return answer.with_json({**answer.json, "workspaces": entries})
    return answer


@fault("PRI-002")
async def prices_that_cannot_be_cleared(asked: Question, server: Server, world: World) -> Answer:
    if asked.on("PUT", INTEGRATION) and asked.json.get("pricing_adjustments", ...) is None:
        asked = asked.with_json({k: v for k, v in asked.json.items() if k != "pricing_adjustments"})
    return await server(asked)


@fault("PRV-002")
async def an_update_that_clears_a_note(asked: Question, server: Server, world: World) -> Answer:
    if asked.on("PUT", "/providers/{slug}") and asked.body.startswith(b"{"):
        asked = asked.with_json({"note": None, **asked.json})
    return await server(asked)


@fault("SEC-002", "PRO-003", "VKY-003")
async def a_virtual_key_that_shows_its_key(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    if asked.on("GET", VIRTUAL_KEY) and answer.status == 200:
        return answer.with_json({**answer.json, "key": "sk-somebody-elses-key-000"})
    return answer


@fault("VKY-004")
async def an_update_that_clears_the_note_of_a_virtual_key(
    asked: Question, server: Server, world: World
) -> Answer:
    if asked.on("PUT", VIRTUAL_KEY) and asked.body.startswith(b"{"):
        asked = asked.with_json({"note": None, **asked.json})
    return await server(asked)
