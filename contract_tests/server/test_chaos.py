"""`serve --chaos`: calls that go wrong as often as was said, and always the same ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import httpx
import pytest
from portkey_reference_server.aids import Aids
from portkey_reference_server.chaos import read_chaos
from portkey_reference_server.errors import OperatorError

from .api import LONG_SECRET, check_answer
from .conftest import Current, World

Send = Callable[..., httpx.Response]


@pytest.fixture
def started(world: World, live: tuple[str, Current]) -> Callable[[str], Send]:
    """Puts chaos around the server; gives what sends one call on a connection of its own."""

    def start(spec: str) -> Send:
        aids = Aids(chaos=read_chaos(spec))
        app = aids.app_on(world.store, world.contract)
        live[1].app = aids.around(app, world.store, world.contract)

        def send(method: str = "GET", path: str = "/integrations", **request: object) -> httpx.Response:
            headers = {"x-portkey-api-key": world.demo.keys["admin"]}
            return world.http.request(method, path, headers=headers, **request)  # type: ignore[arg-type]

        return send

    return start


def outcome(send: Send) -> str:
    try:
        return str(send().status_code)
    except httpx.ReadError:
        return "reset"
    except httpx.RemoteProtocolError:
        return "cut"


def test_the_same_seed_makes_the_same_calls_go_wrong(started: Callable[[str], Send]) -> None:
    spec = "429=0.2,500=0.1,reset=0.1,cut=0.2,seed={}"
    runs = []
    for seed in (7, 7, 8):
        send = started(spec.format(seed))
        runs.append([outcome(send) for _ in range(60)])
    assert runs[0] == runs[1] != runs[2]
    counted = Counter(runs[0])
    assert set(counted) == {"200", "429", "500", "reset", "cut"}
    assert counted["200"] > counted["reset"]


def test_a_refusal_is_the_documented_error_and_tells_when_to_come_back(
    started: Callable[[str], Send],
) -> None:
    answer = started("429=1:3s")()
    check_answer("GET", answer)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3")
    assert answer.json()["data"]["errorCode"] == "AB06"
    answer = started("500=1")()
    assert (answer.status_code, answer.json()["data"]["errorCode"]) == (500, "AB04")


def test_what_was_refused_was_not_done_and_what_broke_off_may_have_been(
    world: World, live: tuple[str, Current], started: Callable[[str], Send]
) -> None:
    def slugs_after(spec: str, error: type[Exception] | None) -> set[str]:
        send = started(spec)
        for number in range(8):
            body = {"name": "n", "slug": f"n{number}", "ai_provider_id": "openai", "key": LONG_SECRET}
            if error is None:
                assert send("POST", json=body).status_code >= 429
            else:
                with pytest.raises(error):
                    send("POST", json=body)
        live[1].app = Aids().app_on(world.store, world.contract)
        slugs = {one["slug"] for one in world.admin.get("/integrations")["data"]}
        for slug in slugs:
            world.admin.delete(f"/integrations/{slug}")
        return slugs

    assert slugs_after("429=0.5,500=0.5", None) == set()
    assert 0 < len(slugs_after("reset=1", httpx.ReadError)) < 8
    assert len(slugs_after("cut=1", httpx.RemoteProtocolError)) == 8


def test_a_delay_lets_the_call_be_answered(
    started: Callable[[str], Send], monkeypatch: pytest.MonkeyPatch
) -> None:
    waited = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr("portkey_reference_server.chaos.asyncio.sleep", sleep)
    assert started("delay=1:200ms")().status_code == 200
    assert waited == [0.2]


def test_nothing_but_the_api_meets_it(started: Callable[[str], Send], world: World) -> None:
    started("500=1")
    for path in ("/", "/healthz", "/readyz", "/openapi.json"):
        assert world.http.get(world.base_url.removesuffix("/v1") + path).status_code == 200


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("", "does not understand ''"),
        ("boom=1", "does not understand 'boom=1'"),
        ("500=2", "500 needs a rate from 0 to 1"),
        ("500=-1", "500 needs a rate"),
        ("500=nan", "500 needs a rate"),
        ("delay=0.1", "delay needs a time such as"),
        ("delay=0.1:1h", "delay needs a time such as"),
        ("500=0.1,500=0.1", "names 500 twice"),
        ("500=0.6,reset=0.6", "more than 1 together"),
        ("seed=x", "does not understand 'seed=x'"),
        ("reset=0.1:1s", "does not understand"),
    ],
)
def test_a_specification_that_is_not_understood_is_refused(spec: str, said: str) -> None:
    with pytest.raises(OperatorError, match=said):
        read_chaos(spec)
