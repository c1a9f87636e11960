"""What a server may decide as it likes, each taken here otherwise than the reference server takes it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from faults.broken_server import Answer, Behaviour, Question, Server, World

LIBERTIES: list[Behaviour] = []
OPTIONAL = (
    "description",
    "note",
    "secret_mappings",
    "pricing_adjustments",
    "tags",
    "last_reset_at",
    "expires_at",
)
"""Fields of an answer that may be null or absent."""
SLUG = re.compile(r"[A-Za-z0-9_-]+")
LARGEST_PAGE = 1000
LOWERED_PAGE = 10
LARGEST_BODY = 200_000


def liberty(behaviour: Behaviour) -> Behaviour:
    LIBERTIES.append(behaviour)
    return behaviour


async def every_liberty(asked: Question, server: Server, world: World) -> Answer:
    """A server that takes all of them at once."""
    for behaviour in LIBERTIES:
        server = _with(behaviour, server, world)
    return await server(asked)


def _with(behaviour: Behaviour, server: Server, world: World) -> Server:
    async def answered(asked: Question) -> Answer:
        return await behaviour(asked, server, world)

    return answered


@liberty
async def fields_that_the_contract_does_not_know(asked: Question, server: Server, world: World) -> Answer:
    return _mapped(await server(asked), lambda shown: {"x_region": "eu", **shown, "x_links": {"self": "…"}})


@liberty
async def absent_instead_of_null(asked: Question, server: Server, world: World) -> Answer:
    def without(shown: dict[str, Any]) -> dict[str, Any]:
        return {name: v for name, v in shown.items() if v is not None or name not in OPTIONAL}

    return _mapped(await server(asked), without)


@liberty
async def null_where_there_is_no_key(asked: Question, server: Server, world: World) -> Answer:
    return _mapped(
        await server(asked),
        lambda shown: {
            n: None if n == "masked_key" and v == "" else v for n, v in shown.items() if n != "key"
        },
    )


@liberty
async def masks_of_dots_that_show_only_an_end(asked: Question, server: Server, world: World) -> Answer:
    def hidden(shown: dict[str, Any]) -> dict[str, Any]:
        return {
            name: _dotted(value) if name.startswith("masked_") else value for name, value in shown.items()
        }

    return _mapped(await server(asked), hidden)


@liberty
async def times_without_a_fraction(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    return replace(answer, body=re.sub(rb"(\d\d:\d\d:\d\d)\.\d+Z", rb"\1+00:00", answer.body))


@liberty
async def messages_of_its_own(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    if answer.status < 400:
        return answer
    data = {**answer.json["data"], "message": "Nein.", "help": "https://example.com/errors"}
    return answer.with_json({"data": data, "success": False})


@liberty
async def a_deletion_that_says_what_is_gone(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    return (
        answer.with_json({"deleted": True}) if asked.method == "DELETE" and answer.status == 200 else answer
    )


@liberty
async def the_last_item_first(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    if asked.method == "GET" and answer.status == 200 and isinstance(answer.json.get("data"), list):
        return answer.with_json({**answer.json, "data": answer.json["data"][::-1]})
    return answer


@liberty
async def a_page_size_above_its_own_limit_is_refused(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    size = asked.query.get("page_size", "")
    if answer.status == 200 and size.isdigit() and int(size) > LARGEST_PAGE:
        return _refusal(400, "AB01")
    return answer


@liberty
async def a_page_size_above_its_own_default_is_lowered(
    asked: Question, server: Server, world: World
) -> Answer:
    size = asked.query.get("page_size", "")
    if size.isdigit() and LOWERED_PAGE < int(size) <= LARGEST_PAGE:
        asked = replace(asked, query={**asked.query, "page_size": str(LOWERED_PAGE)})
    return await server(asked)


@liberty
async def a_slug_that_could_not_exist_is_a_bad_request(
    asked: Question, server: Server, world: World
) -> Answer:
    answer = await server(asked)
    return _refusal(400, "AB01") if answer.status == 404 and not SLUG.fullmatch(asked.slug) else answer


@liberty
async def another_organisation_is_forbidden(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    if answer.status == 404 and asked.slug and asked.key == world.demo.keys["other_organisation"]:
        there = await server(replace(asked, method="GET", key=world.demo.keys["admin"], body=b""))
        return _refusal(403, "AB03") if there.status == 200 else answer
    return answer


@liberty
async def another_workspace_is_hidden(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    if answer.status in (403, 404) and asked.slug and asked.key == world.demo.keys["other_workspace"]:
        return _refusal(404, "AB08") if answer.status == 403 else answer
    return answer


@liberty
async def a_body_that_is_no_json_is_an_unsupported_media_type(
    asked: Question, server: Server, world: World
) -> Answer:
    answer = await server(asked)
    if answer.status == 400 and asked.body and asked.method in ("POST", "PUT") and not _is_json(asked.body):
        return _refusal(415, "AB01")
    return answer


@liberty
async def a_large_body_is_too_large(asked: Question, server: Server, world: World) -> Answer:
    if len(asked.body) <= LARGEST_BODY:
        return await server(asked)
    known = await server(replace(asked, method="GET", path="/integrations", query={}, body=b""))
    return known if known.status == 401 else _refusal(413, "AB01")


@liberty
async def too_many_requests_now_and_then(asked: Question, server: Server, world: World) -> Answer:
    world.seen["requests"] = world.seen.get("requests", 0) + 1
    if world.seen["requests"] % 250:
        return await server(asked)
    return replace(_refusal(429, "AB06"), headers=((b"retry-after", b"0"),))


def _refusal(status: int, code: str) -> Answer:
    return Answer(status, b"").with_json({"success": False, "data": {"message": "Nein.", "errorCode": code}})


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):  # deeply nested: whatever it is, it is refused
        return False
    return True


def _mapped(answer: Answer, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Answer:
    """An answer with its object, and each item of its list, changed."""
    if answer.status != 200:
        return answer
    shown = answer.json
    if isinstance(shown.get("data"), list):
        return answer.with_json(change({**shown, "data": [change(item) for item in shown["data"]]}))
    nested = shown.get("configurations")
    if isinstance(nested, dict):
        shown = {**shown, "configurations": change(nested)}
    return answer.with_json(change(shown))


def _dotted(mask: Any) -> Any:
    if isinstance(mask, dict):
        return {name: _dotted(value) for name, value in mask.items()}
    return f"••••{mask[-3:]}" if isinstance(mask, str) and mask.strip("*") else mask
