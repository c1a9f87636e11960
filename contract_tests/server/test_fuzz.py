"""A small part of `make fuzz-server`, and that it would find what it looks for."""

from __future__ import annotations

import random
from hashlib import sha256
from typing import Any

import pytest

from .api import contract
from .fuzz import Answer, Game, Memory, Player, WrongError, logged_wrong, run
from .fuzz_requests import CANARY, Operation, operations

GAME = Game(host="", port=0, seed=1, keys={"admin": "k"}, workspaces=["w"])
HEAD = b"http/1.1 400 \r\nx-portkey-trace-id: i"
BODY = b'{"success":false,"data":{"message":"m","errorCode":"AB01"}}'


def test_a_few_thousand_requests_do_no_harm(loaded_contract: Any) -> None:
    outcome = run(3000, seed=7)
    assert sum(outcome.report.sent.values()) >= 3000
    succeeded = {name.split()[0] for name in outcome.report.answered if name.endswith(" 200")}
    assert {operation.id for operation in loaded_contract.operations} <= succeeded


def test_what_is_sent_follows_from_the_seed() -> None:
    once, again, other = operations(1), operations(1), operations(2)

    def digest(found: list[Operation]) -> bytes:
        return sha256(b"".join(body for one in found for body in (*one.good, *one.bad))).digest()

    assert digest(once) == digest(again) != digest(other)
    assert len(once) == sum(
        "operationId" in one for item in contract()["paths"].values() for one in item.values()
    )
    assert any(CANARY.encode() in body for one in once for body in one.good)


@pytest.mark.parametrize(
    ("status", "head", "body"),
    [
        (500, HEAD, BODY),
        (418, HEAD, BODY),
        (400, HEAD, b"{}"),
        (400, HEAD, b"Bad Request"),
        (404, HEAD, BODY.replace(b"false", b"true")),
        (400, b"http/1.1 400 ", BODY),
        (200, HEAD, CANARY.encode()),
        (400, HEAD, BODY.replace(b'"m"', f'"{CANARY}"'.encode())),
    ],
)
def test_a_wrong_answer_is_found(status: int, head: bytes, body: bytes) -> None:
    player = Player(GAME, [], 0)
    player.judge(Answer(400, HEAD, BODY), "good", b"GET")
    with pytest.raises(WrongError):
        player.judge(Answer(status, head, body), "good", b"GET")


def test_growth_of_memory_is_measured_from_the_second_tenth_to_the_last() -> None:
    memory = Memory(1000)
    memory.looks = [(done, 100 + done + random.Random(done).randrange(9)) for done in range(0, 1001, 5)]  # noqa: S311
    assert memory.of_tenth(10) - memory.of_tenth(2) == pytest.approx(800, abs=10)


@pytest.mark.parametrize(
    "line", ["Traceback (most recent call last):", "… ERROR x failed", f"… WARNING {CANARY}"]
)
def test_what_the_log_may_not_say_is_found(line: str) -> None:
    assert list(logged_wrong(f"… WARNING Invalid HTTP request received.\n{line}"))
    assert not list(logged_wrong("… WARNING Invalid HTTP request received."))
