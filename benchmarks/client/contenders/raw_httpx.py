"""httpx with json.loads, and nothing else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import httpx

HEADERS = {"x-portkey-api-key": "benchmark"}


def calls(url: str) -> Callable[[int], None]:
    client = httpx.Client(headers=HEADERS)

    def run(units: int) -> None:
        for _ in range(units):
            json.loads(client.get(f"{url}/integrations/integration-1").raise_for_status().content)

    return run


def crowd(url: str, at_once: str) -> Callable[[int], None]:
    # As many connections as are used at once stay open; by httpx's default, 20 would.
    limits = httpx.Limits(max_keepalive_connections=int(at_once))
    client = httpx.AsyncClient(headers=HEADERS, limits=limits)
    runner = asyncio.Runner()

    async def work(turns: list[int]) -> None:
        while turns:
            turns.pop()
            answer = await client.get(f"{url}/integrations/integration-1")
            json.loads(answer.raise_for_status().content)

    async def all_of_them(units: int) -> None:
        turns = [0] * units
        await asyncio.gather(*(work(turns) for _ in range(int(at_once))))

    return lambda units: runner.run(all_of_them(units))
