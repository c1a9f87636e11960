"""Ten thousand wrong answers, each of which ends in the right exception, or in the right object, and in time.

Another seed or number of cases: `HOSTILE_SEED=7 HOSTILE_CASES=100000 pytest …`; a case that fails names
itself.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from portkey_integrations import APIConnectionError, AsyncPortkey, Portkey, RequestError
from portkey_integrations_api.models import IntegrationDetail

from client.hostile import FAMILIES, LARGEST, Case, Server, case, serving

SEED = int(os.environ.get("HOSTILE_SEED", "20260601"))
CASES = int(os.environ.get("HOSTILE_CASES", "10000"))
BLOCKS = 20
KEY = "pk-canary-0123456789"
HUNG = 120
"""Seconds after which a case counts as hung; none takes a hundredth of that."""
ATTEMPTS = 3
"""So often a case is sent that did not reach the server."""
PATIENCE: dict[str, dict[str, Any]] = {
    "long": {"timeout": 60, "total_timeout": 100},
    "medium": {"timeout": 1, "total_timeout": 5},
    "short": {"timeout": 0.06, "total_timeout": 0.2},
}


def numbered(request: bytes) -> Case:
    found = re.search(rb" /v1/integrations/(\d+) ", request)
    assert found, request
    return case(SEED, int(found[1]))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(numbered) as running:
        yield running


def settings(server: Server, patience: str) -> dict[str, Any]:
    bounds = {"max_retries": 0, "max_response_bytes": LARGEST, **PATIENCE[patience]}
    return {"api_key": KEY, "base_url": server.url, **bounds}


def wrong(number: int, outcome: Any) -> str | None:
    """What is wrong with what came of a case; None where nothing is."""
    expected = case(SEED, number)
    named = f"case {number} of seed {SEED} ({expected.name}): {outcome!r}"
    if isinstance(outcome, BaseException):
        right = type(outcome) in expected.raises
        told = (
            isinstance(outcome, RequestError) and outcome.path == f"/integrations/{number}" and str(outcome)
        )
        return None if right and told and KEY not in str(outcome) else named
    right = isinstance(outcome, IntegrationDetail) and not expected.raises
    return None if right and outcome.to_dict() == expected.body else named


def unasked(server: Server, number: int, outcome: Any) -> bool:
    """Whether a request went to a connection that the case before it had ended, and never reached the server.

    Nobody can know that beforehand (RFC 9112, 9.3.1): it is no answer to the case, which is sent again.
    """
    line = f"/integrations/{number} ".encode()
    return type(outcome) is APIConnectionError and not any(line in one for one in list(server.requests))


def block(index: int, half: int) -> list[int]:
    """The cases of a block, one half of which is for the synchronous client."""
    return [number for number in range(CASES) if number % BLOCKS == index and number // BLOCKS % 2 == half]


@pytest.mark.parametrize("index", range(BLOCKS))
def test_every_wrong_answer_ends_in_the_right_exception(server: Server, index: int) -> None:
    clients = {patience: Portkey(**settings(server, patience)) for patience in PATIENCE}

    def outcome(number: int) -> Any:
        for _ in range(ATTEMPTS):
            try:
                return clients[case(SEED, number).patience].integrations.retrieve(slug=str(number))
            except Exception as error:
                found = error
            if not unasked(server, number, found):
                break
        return found

    with ThreadPoolExecutor(8) as threads:
        running = {number: threads.submit(outcome, number) for number in block(index, 0)}
        found = [wrong(number, future.result(HUNG)) for number, future in running.items()]
    for client in clients.values():
        client.close()
    assert [one for one in found if one] == []


@pytest.mark.parametrize("index", range(BLOCKS))
def test_every_wrong_answer_ends_in_the_right_exception_when_awaited(server: Server, index: int) -> None:
    async def outcomes() -> list[tuple[int, Any]]:
        clients = {patience: AsyncPortkey(**settings(server, patience)) for patience in PATIENCE}
        free = asyncio.Semaphore(16)

        async def outcome(number: int) -> tuple[int, Any]:
            async with free:
                for _ in range(ATTEMPTS):
                    try:
                        client = clients[case(SEED, number).patience]
                        return number, await client.integrations.retrieve(slug=str(number))
                    except Exception as error:
                        found = error
                    if not unasked(server, number, found):
                        break
                return number, found

        async with asyncio.timeout(HUNG):
            found = await asyncio.gather(*map(outcome, block(index, 1)))
        for client in clients.values():
            await client.close()
        return found

    found = [wrong(number, one) for number, one in asyncio.run(outcomes())]
    assert [one for one in found if one] == []


def test_every_family_of_wrong_answers_is_among_the_cases() -> None:
    names = Counter(case(SEED, number).name.partition(" at ")[0].partition(":")[0] for number in range(1000))
    assert len(names) >= len(FAMILIES)
