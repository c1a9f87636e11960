"""What a server has, in the form of a state file."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from itertools import count
from typing import Any, TypeVar

from .. import AsyncPortkey, operations
from ..pages import everything
from .form import Json, Mask, Place, integration_form, shaped

T = TypeVar("T")
LeftOut = dict[str, list[Place]]


async def each(work: Callable[[T], Awaitable[None]], items: Iterable[T], concurrency: int) -> None:
    """Work on all items, so many at a time; the first exception ends it."""
    waiting = iter(items)

    async def worker() -> None:
        for item in waiting:
            await work(item)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(concurrency):
                group.create_task(worker())
    except BaseExceptionGroup as several:
        raise several.exceptions[0] from None


async def organisation(
    client: AsyncPortkey, concurrency: int, only: Iterable[str] | None = None
) -> tuple[dict[str, Json], list[str], LeftOut]:
    """The integrations by slug, those of `only` where it is given; the slugs of all; what was left out."""
    slugs = sorted([item.slug async for item in everything(client, operations.list_integrations)])
    found: dict[str, Json] = {}
    left_out: LeftOut = defaultdict(list)
    wanted = slugs if only is None else sorted({*only} & {*slugs})

    async def read(slug: str) -> None:
        found[slug] = await _integration(client, slug, left_out[slug])

    await each(read, wanted, concurrency)
    return {slug: found[slug] for slug in wanted}, slugs, {name: one for name, one in left_out.items() if one}


async def _integration(client: AsyncPortkey, slug: str, left_out: list[Place]) -> Json:
    detail, models, access = await asyncio.gather(
        client.send(operations.retrieve_integration(slug=slug)),
        client.send(operations.list_integration_models(slug=slug)),
        client.send(operations.list_integration_workspaces(slug=slug)),
    )
    told = {**detail.to_dict(), **models.to_dict(), **access.to_dict()}
    told["global_workspace_access"] = told.get("global_workspace_access") or told.get(
        "global_workspace_access_settings"
    )
    if told.get("workspace_id") and len(told["workspaces"]) == 1:
        told["workspace_id"] = told["workspaces"][0]["id"]  # the slug, where the detail may have the id
    missed: list[Place] = []
    made: Json = shaped(told, integration_form(detail.ai_provider_id), _mask, missed)
    left_out += (place for place in missed if place[0] == "configurations")
    return made


def _mask(name: str, field: Json, holder: Mapping[str, Any], place: Place) -> Any:
    found = holder.get(field["x-masked-as"])
    if isinstance(found, Mapping):
        return {one: Mask(str(mask)) for one, mask in sorted(found.items())}
    return Mask(str(found)) if found and "additionalProperties" not in field else None


async def add_providers(client: AsyncPortkey, integrations: list[Json], concurrency: int) -> int:
    """Adds to each grant the slug of the provider that it brought, or that it brought none.

    Gives the number of providers that workspaces have besides; a state file does not hold them.
    """
    grants = [(one, grant) for one in integrations for grant in one.get("workspaces", []) if grant["enabled"]]
    providers: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)

    async def read(workspace: str) -> None:
        async for one in everything(client, operations.list_providers, workspace_id=workspace):
            providers[one.integration_id, workspace].append((one.created_at, one.slug))

    await each(read, sorted({grant["id"] for _, grant in grants}), concurrency)
    for integration, grant in grants:
        made = sorted(providers[integration["slug"], grant["id"]])
        holder = integration if "workspace_id" in integration else grant
        holder |= {"default_provider_slug": made[0][1]} if made else {"create_default_provider": False}
    return sum(len(made) - 1 for made in providers.values() if made)


def with_references(integrations: Iterable[Json]) -> tuple[list[Json], list[str]]:
    """The same with a reference in the place of each mask, without models that say nothing; the variables."""
    variables: list[str] = []

    def referred(value: Any, *place: str) -> Any:
        if isinstance(value, Mask):
            plain = re.sub("[^A-Z0-9]", "_", "_".join(("secret", *place)).upper())
            names = (plain if number == 1 else f"{plain}_{number}" for number in count(1))
            variables.append(next(one for one in names if one not in variables))
            return {"env": variables[-1]}
        if isinstance(value, list):
            return [referred(one, *place, *_named(one)) for one in value]
        if isinstance(value, dict):
            return {
                name: referred(one, *place, *([] if name == "configurations" else [name]))
                for name, one in value.items()
            }
        return value

    made = []
    for one in integrations:
        is_open = one.get("allow_all_models", True)
        named = [m for m in one.get("models", []) if not is_open or m != {"slug": m["slug"], "enabled": True}]
        made.append(referred({**one, "models": named} if named else {**one, "models": None}, one["slug"]))
    return [{name: value for name, value in one.items() if value is not None} for one in made], variables


def _named(item: Any) -> list[str]:
    return [item["slug"]] if isinstance(item, dict) and "slug" in item else []
