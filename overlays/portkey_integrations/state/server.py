"""What a server has, in the form of a state file."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable
from itertools import count
from typing import Any, TypeVar

from .. import AsyncPortkey, operations
from ..errors import NotFoundError
from ..pages import everything
from .form import Json, Mask, Place, integration_form, settled, shaped, spelled

T = TypeVar("T")


async def each(work: Callable[[T], Awaitable[None]], items: Iterable[T], concurrency: int) -> None:
    """Work on all items, so many at a time; the first exception ends it."""
    limit = asyncio.Semaphore(concurrency)

    async def one(item: T) -> None:
        async with limit:
            await work(item)

    await asyncio.gather(*map(one, items))


async def organisation(
    client: AsyncPortkey, concurrency: int, left_out: list[str], only: Collection[str] | None = None
) -> tuple[dict[str, Json], list[str]]:
    """The integrations by slug, those of `only` where it is given; and the slugs of all.

    `left_out` gets what the form of a state file does not have.
    """
    slugs = sorted([item.slug async for item in everything(client, operations.list_integrations)])
    found: dict[str, Json] = {slug: {} for slug in slugs if only is None or slug in only}

    async def read(slug: str) -> None:
        try:
            found[slug] = await integration(client, slug, left_out)
        except NotFoundError:
            del found[slug]  # deleted since it was listed

    await each(read, [*found], concurrency)
    return found, slugs


async def integration(client: AsyncPortkey, slug: str, left_out: list[str]) -> Json:
    """One integration with its models and workspaces."""
    detail, models, access = await asyncio.gather(
        client.send(operations.retrieve_integration(slug=slug)),
        client.send(operations.list_integration_models(slug=slug)),
        client.send(operations.list_integration_workspaces(slug=slug)),
    )
    told = {**detail.to_dict(), **models.to_dict(), **access.to_dict()}
    default = told.get("global_workspace_access") or told.get("global_workspace_access_settings")
    told["global_workspace_access"] = default
    if told.get("workspace_id") and len(told["workspaces"]) == 1:
        told["workspace_id"] = told["workspaces"][0]["id"]  # the slug, where the detail may have the id
    missed: list[Place] = []
    made: Json = shaped(told, integration_form(detail.ai_provider_id), _mask, missed)
    left_out += (f"{slug}.{spelled(place)}" for place in missed if place[0] == "configurations")
    return settled(made)


def _mask(name: str, field: Json, holder: Json, place: Place) -> Any:
    found = holder.get(field["x-masked-as"])
    if isinstance(found, dict):
        return {one: Mask(str(mask)) for one, mask in sorted(found.items())}
    return Mask(str(found), of_map="$ref" not in field) if found else None


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


def with_references(integrations: Iterable[Json], left_out: list[str]) -> tuple[list[Json], list[str]]:
    """The same with a reference in the place of each mask, and without what says nothing; the variables."""
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
            made = {}
            for name, one in value.items():
                if isinstance(one, Mask) and one.of_map:
                    left_out.append(".".join((*place, name)))
                else:
                    made[name] = referred(one, *place, *([] if name == "configurations" else [name]))
            return made
        return value

    return [referred(_without_default(one), one["slug"]) for one in integrations], variables


def _named(item: Any) -> list[str]:
    return [item["slug"]] if isinstance(item, dict) and "slug" in item else []


def _without_default(integration: Json) -> Json:
    """An integration without models and workspaces that are as those which nobody names."""
    made, default = dict(integration), integration.get("global_workspace_access", {"enabled": False})
    for name, key, neutral, says in (
        ("models", "slug", {"enabled": True}, not made.get("allow_all_models", True)),
        ("workspaces", "id", {"enabled": False}, default["enabled"]),
    ):
        kept = [one for one in made.pop(name, []) if says or one != {key: one[key], **neutral}]
        made |= {name: kept} if kept else {}
    return {name: made[name] for name in integration if name in made}
