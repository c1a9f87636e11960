"""portkey_integrations."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

from portkey_integrations import AsyncPortkey, Portkey
from portkey_integrations_api.models import IntegrationDetail


def calls(url: str) -> Callable[[int], None]:
    client = Portkey(api_key="benchmark", base_url=url)

    def run(units: int) -> None:
        for _ in range(units):
            client.integrations.retrieve(slug="integration-1")

    return run


def crowd(url: str, at_once: str) -> Callable[[int], None]:
    client = AsyncPortkey(api_key="benchmark", base_url=url)
    runner = asyncio.Runner()

    async def work(turns: list[int]) -> None:
        while turns:
            turns.pop()
            await client.integrations.retrieve(slug="integration-1")

    async def all_of_them(units: int) -> None:
        turns = [0] * units
        await asyncio.gather(*(work(turns) for _ in range(int(at_once))))

    return lambda units: runner.run(all_of_them(units))


def details(file: str) -> Callable[[int], None]:
    data = json.loads(Path(file).read_bytes())

    def run(units: int) -> None:
        for _ in range(units):
            models = [IntegrationDetail.from_dict(one) for one in data]
            [one.to_dict() for one in models]

    return run
