"""Real payloads, and the contract's own examples: accepted by the contract and given back by the client."""

from __future__ import annotations

import pytest

from client.contract import OPERATIONS, Payload, corpus, errors, examples, generated

PAYLOADS = corpus()
EXAMPLES = examples()


def test_there_is_a_corpus() -> None:
    assert len(PAYLOADS) >= 29


@pytest.mark.parametrize("payload", PAYLOADS, ids=str)
def test_the_contract_accepts_a_real_payload(payload: Payload) -> None:
    assert errors(payload.schema, payload.body) == []


@pytest.mark.parametrize("payload", [*PAYLOADS, *EXAMPLES], ids=str)
def test_the_client_gives_back_what_it_read(payload: Payload) -> None:
    assert payload.codec.encode(payload.codec.decode(payload.body, {})) == payload.body


def test_the_generated_client_has_every_operation_under_its_own_id() -> None:
    assert generated().keys() == OPERATIONS.keys()
