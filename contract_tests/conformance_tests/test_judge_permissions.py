"""The table of who may do what, and the secrets and masks of every provider that are judged with it."""

from __future__ import annotations

import random
from collections.abc import Iterator

import httpx
import pytest
from portkey_conformance import checks
from portkey_conformance.contract import Contract
from portkey_conformance.exchanges import Wire
from portkey_conformance.ledger import Ledger
from portkey_conformance.permissions import MALFORMED, TABLE, Whose
from portkey_conformance.redaction import Secrets
from portkey_conformance.secret_fields import (
    UNKNOWN_PROVIDER,
    Planted,
    every_provider,
    masks_in,
    rotated,
    short,
    with_length,
)
from portkey_conformance.target import ROLES, Key, Target
from portkey_conformance.trial import Trial


@pytest.fixture
def trial() -> Iterator[Trial]:
    """A trial that sends nothing."""
    contract = Contract.load()
    target = Target("http://nowhere/v1", {"admin": Key("admin", "ADMIN", "pk-admin")})
    source = random.Random(3)  # noqa: S311
    wire = Wire(
        target, contract, Secrets([], source), transport=httpx.MockTransport(lambda _: httpx.Response(500))
    )
    yield Trial(wire, Ledger(wire, "conf-000000"), "conf-000000", source)
    wire.close()


def test_every_demand_of_the_table_is_a_requirement_that_a_check_decides() -> None:
    checks.load_all()
    demanded = {
        demand.requirement
        for row in TABLE.values()
        for demand in (row.read, row.create, row.change)
        if demand
    }
    assert demanded <= {one.requirement for one in checks.CHECKS}
    assert demanded <= Contract.load().requirements.keys()


def test_every_kind_of_key_has_a_row() -> None:
    kinds = {kind for kind, _ in TABLE}
    assert kinds == {*ROLES, "none", "empty", "malformed", "unknown"}
    assert {whose for _, whose in TABLE} == set(Whose)


def test_no_malformed_key_could_be_somebodys() -> None:
    assert not any(20 <= len(text) <= 200 for text in MALFORMED)


def test_every_provider_and_every_secret_field_of_the_contract_is_planted(trial: Trial) -> None:
    planted = list(every_provider(trial))
    assert {one.provider for one in planted} == {*trial.contract.configured_providers(), UNKNOWN_PROVIDER}
    fields = {name for one in planted for name in one.fields if name in trial.contract.masks}
    of_integrations = {name for name in trial.contract.masks if name == name.lower()} - {"key"}
    assert fields == of_integrations
    assert all(one.key and trial.secrets.told_by(one.key) for one in planted)


def test_what_is_planted_could_be_created(trial: Trial) -> None:
    creation = trial.contract.operations["createIntegration"]
    for one in every_provider(trial):
        for planted in (one, rotated(trial, one), short(trial, one, 11), with_length(trial, one, 200)):
            assert trial.contract.request_errors(creation, {"name": "any", **planted.body}) == []


def test_a_rotated_secret_differs_wherever_a_mask_may_show_it(trial: Trial) -> None:
    for one in every_provider(trial):
        old, new = one.key, rotated(trial, one).key
        assert old
        assert new
        assert all(
            before != after for before, after in zip(old[:2] + old[-3:], new[:2] + new[-3:], strict=True)
        )


def test_masks_are_found_at_every_depth_with_the_secret_that_each_stands_for(trial: Trial) -> None:
    planted = Planted("openai", "the-key", {"custom_headers": {"a": "first", "b": "second"}})
    node = {
        "masked_api_key": "th*",
        "data": [{"model_config": {"masked_custom_headers": {"a": "fi*", "b": "se*"}}}],
        "masked_key": "",
    }
    found = {shown.place: (shown.mask, shown.secret) for shown in masks_in(trial, node, planted)}
    assert found == {
        "masked_api_key": ("th*", "the-key"),
        "data.model_config.masked_custom_headers.a": ("fi*", "first"),
        "data.model_config.masked_custom_headers.b": ("se*", "second"),
    }
