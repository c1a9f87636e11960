"""aiohttp with json.loads."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import aiohttp


def crowd(url: str, at_once: str) -> Callable[[int], None]:
    runner = asyncio.Runner()

    async def started() -> aiohttp.ClientSession:
        return aiohttp.ClientSession(headers={"x-portkey-api-key": "benchmark"})

    session = runner.run(started())

    async def work(turns: list[int]) -> None:
        while turns:
            turns.pop()
            async with session.get(f"{url}/integrations/integration-1") as answer:
                json.loads(await answer.read())

    async def all_of_them(units: int) -> None:
        turns = [0] * units
        await asyncio.gather(*(work(turns) for _ in range(int(at_once))))

    return lambda units: runner.run(all_of_them(units))
