"""The seven rows of the table: what is measured, of whom, and what is to be reached."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import payloads
from applying import applied
from environments import Environments
from measuring import Samples, canned_server, figures, processes, turns

OURS = "portkey_integrations"
BARE = "bare Python"
BY_HAND = "http.client by hand"
HTTPX = "raw httpx"
STOCK = "stock openapi-python-client"
SDK = "portkey_ai"
PYDANTIC = "pydantic v2"
LOADS = "json.loads alone"
AIOHTTP = "aiohttp"
APPLY = "portkey-integrations apply"
LOOP = "loop with portkey_ai, a call per grant"
SHORT_LOOP = "loop with portkey_ai, a call per integration"

RESIDENT = (
    "; print(int(open('/proc/self/statm').read().split()[1]) * __import__('os').sysconf('SC_PAGE_SIZE'))"
    if Path("/proc/self/statm").exists()
    else "; import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
)
"""Prints the bytes in memory; elsewhere than on Linux, the most that there were."""


@dataclass(frozen=True)
class Goal:
    """What our figure may be at most, as a multiple of a peer's."""

    peer: str
    at_most: float
    words: str


@dataclass(frozen=True)
class Row:
    """A row of the table.

    Attributes:
        title: What is measured.
        unit: Of its figures: ms, µs or MiB.
        per_unit: How many of them a second, or a byte, is.
        rounds: How often each contender is measured.
        ours: The contender that the goals are for.
        goals: What is to be reached.
        measure: Gives the samples of all contenders that the environments have, in so many rounds and with so
            large a part of the work.
    """

    title: str
    unit: str
    per_unit: float
    rounds: int
    goals: tuple[Goal, ...]
    measure: Callable[[Environments, int, float], Samples]
    ours: str = OURS


def starts(environments: Environments, then: str = "") -> dict[str, list[str]]:
    """A process that imports and makes a client, of each contender."""
    return _commands(
        environments,
        then,
        {
            BARE: "pass",
            HTTPX: "import httpx; httpx.Client()",
            STOCK: "from stock_client import AuthenticatedClient; "
            "AuthenticatedClient(base_url='http://127.0.0.1/v1', token='benchmark')",
            OURS: "from portkey_integrations import Portkey; Portkey(api_key='benchmark')",
        },
        {SDK: "from portkey_ai import Portkey; Portkey(api_key='benchmark')"},
    )


def first_answers(environments: Environments, url: str) -> dict[str, list[str]]:
    """A process that asks once and ends."""
    host, _, path = url.removeprefix("http://").partition("/")
    target = f"{url}/integrations/integration-1"
    key = "{'x-portkey-api-key': 'benchmark'}"
    return _commands(
        environments,
        "",
        {
            BARE: "pass",
            BY_HAND: "import json, http.client; "
            f"c = http.client.HTTPConnection({host!r}); "
            f"c.request('GET', '/{path}/integrations/integration-1', headers={key}); "
            "assert json.loads(c.getresponse().read())['slug'] == 'integration-1'",
            HTTPX: f"import httpx, json; c = httpx.Client(headers={key}); "
            f"assert json.loads(c.get({target!r}).content)['slug'] == 'integration-1'",
            STOCK: "from stock_client import AuthenticatedClient; "
            "from stock_client.api.integrations import retrieve_integration; "
            f"c = AuthenticatedClient(base_url={url!r}, token='benchmark', prefix='', "
            "auth_header_name='x-portkey-api-key'); "
            "assert retrieve_integration.sync('integration-1', client=c).slug == 'integration-1'",
            OURS: "from portkey_integrations import Portkey; "
            f"c = Portkey(api_key='benchmark', base_url={url!r}); "
            "assert c.integrations.retrieve(slug='integration-1').slug == 'integration-1'",
        },
        {
            SDK: f"from portkey_ai import Portkey; c = Portkey(api_key='benchmark', base_url={url!r}); "
            "assert c.integrations.retrieve(slug='integration-1').slug == 'integration-1'"
        },
    )


def _commands(
    environments: Environments, then: str, client: dict[str, str], peers: dict[str, str]
) -> dict[str, list[str]]:
    commands = {name: [environments.client, "-I", "-c", code + then] for name, code in client.items()}
    if environments.peers is None:
        del commands[STOCK]
        return commands
    return commands | {name: [environments.peers, "-I", "-c", code + then] for name, code in peers.items()}


def _workers(
    environments: Environments, client: dict[str, str], peers: dict[str, str]
) -> dict[str, tuple[str, str]]:
    workers = {name: (environments.client, module) for name, module in client.items()}
    if environments.peers is None:
        workers.pop(STOCK, None)
        return workers
    return workers | {name: (environments.peers, module) for name, module in peers.items()}


def _imports(environments: Environments, rounds: int, scale: float) -> Samples:
    return processes(starts(environments), rounds)


def _memory(environments: Environments, rounds: int, scale: float) -> Samples:
    return figures(starts(environments, RESIDENT), rounds)


def _first(environments: Environments, rounds: int, scale: float) -> Samples:
    with canned_server() as url:
        return processes(first_answers(environments, url), rounds)


def _call(environments: Environments, rounds: int, scale: float) -> Samples:
    workers = _workers(
        environments,
        {BY_HAND: "by_hand", HTTPX: "raw_httpx", STOCK: "stock", OURS: "ours"},
        {SDK: "official_sdk"},
    )
    with canned_server() as url:
        return turns(workers, "calls", [url], _part(300, scale), rounds)


def _decode(environments: Environments, rounds: int, scale: float) -> Samples:
    workers = _workers(
        environments, {LOADS: "by_hand", STOCK: "stock", OURS: "ours"}, {PYDANTIC: "pydantic_models"}
    )
    with TemporaryDirectory() as folder:
        file = Path(folder, "details.json")
        file.write_text(json.dumps(payloads.details(1000)), "utf-8")
        return turns(workers, "details", [str(file)], 1, rounds)


def _async(environments: Environments, rounds: int, scale: float) -> Samples:
    calls = _part(2000, scale)
    workers = _workers(environments, {HTTPX: "raw_httpx", OURS: "ours"}, {AIOHTTP: "aiohttp_alone"})
    with canned_server() as url:
        samples = turns(workers, "crowd", [url, "50"], calls, rounds)
    return {name: [one * calls for one in found] for name, found in samples.items()}


def _apply(environments: Environments, rounds: int, scale: float) -> Samples:
    ways = {APPLY: "apply", SHORT_LOOP: "integration", LOOP: "grant"}
    return applied(ways, _part(500, scale), 20, rounds)


def _part(of_all: int, scale: float) -> int:
    return max(1, round(of_all * scale))


ROWS = {
    "import": Row(
        "Import and make a client, as a process",
        "ms",
        1e3,
        15,
        (Goal(BARE, 3.0, "≤ 3× bare Python"), Goal(SDK, 1 / 20, "≥ 20× faster than portkey_ai")),
        _imports,
    ),
    "first": Row(
        "Start to first answer, as a process",
        "ms",
        1e3,
        15,
        (Goal(HTTPX, 1.15, "≤ 1.15× raw httpx"),),
        _first,
    ),
    "call": Row(
        "One call on a warm connection, decoded",
        "µs",
        1e6,
        25,
        (Goal(HTTPX, 1.0, "≤ 1.0× raw httpx; aim at 0.6×"),),
        _call,
    ),
    "decode": Row(
        "Decode and encode a list of 1,000 details",
        "ms",
        1e3,
        25,
        (Goal(STOCK, 1 / 3, "≥ 3× faster than stock"),),
        _decode,
    ),
    "async": Row(
        "2,000 calls, asynchronous, 50 at once", "ms", 1e3, 9, (Goal(HTTPX, 1.1, "≤ 1.1× raw httpx"),), _async
    ),
    "memory": Row(
        "Memory after import", "MiB", 1 / 2**20, 5, (Goal(BARE, 1.5, "≤ 1.5× bare Python"),), _memory
    ),
    "apply": Row(
        "Apply 500 integrations × 20 workspaces",
        "s",
        1.0,
        3,
        (Goal(LOOP, 1 / 5, "≥ 5× faster than a loop with portkey_ai"),),
        _apply,
        APPLY,
    ),
}
