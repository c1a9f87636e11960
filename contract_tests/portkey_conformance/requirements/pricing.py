"""PRI: prices and adjustments are stored as sent; their objects are closed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from portkey_conformance.checks import check
from portkey_conformance.exchanges import Exchange
from portkey_conformance.memory.values import same
from portkey_conformance.refusals import observe_for
from portkey_conformance.trial import Integration, Trial, prepared, require, require_code, require_equal
from portkey_conformance.verdicts import Violation

observe_for("PRI-003")
observe_for("PRI-006")

NUMBERS = (1.5, 2, 0, 0.000001, 1e-7, 12.5, 0.1, 3.125, 1000000, 0.333333)
"""Numbers that a server must not round, cut or turn into text."""
ADJUSTMENTS: Mapping[str, Any] = {
    "multiplier": {"default": 1.5, "request_token": 2, "image": {"default": 0.5}}
}
CUSTOM = {"slug": "ft:gpt-4o:priced", "enabled": True, "is_custom": True}
PRICES: tuple[Mapping[str, Any], ...] = (
    {
        "type": "static",
        "pay_as_you_go": {"request_token": {"price": 0.5}, "response_token": {"price": 1.25}},
    },
    {
        "type": "static",
        "pay_as_you_go": {"request_token": {"price": 1e-7}, "response_token": {"price": 0}},
    },
    {"type": "static", "pay_as_you_go": {"request_token": {"price": 12}}},
    {"type": "static"},
)


def _every_multiplier(trial: Trial, offset: int) -> dict[str, Any]:
    """Adjustments with each multiplier that the contract names."""
    schemas = trial.contract.document["components"]["schemas"]
    names = [name for name in schemas["PricingMultiplier"]["properties"] if name not in _NESTED]
    numbers = {name: NUMBERS[(place + offset) % len(NUMBERS)] for place, name in enumerate(names)}
    return {
        "multiplier": {
            **numbers,
            "image": {"default": NUMBERS[offset]},
            "additional_units": {"web_search": NUMBERS[offset + 1], "any other/unit": NUMBERS[offset + 2]},
        }
    }


_NESTED = ("image", "additional_units")


def _require_adjusted(stored: Any, sent: Mapping[str, Any]) -> None:
    shown = stored.get("multiplier") if isinstance(stored, dict) else None
    if not isinstance(shown, dict):
        raise Violation("pricing_adjustments with a multiplier", repr(stored))
    for name, value in sent["multiplier"].items():
        if isinstance(value, dict):
            nested = shown.get(name)
            for inner, number in value.items():
                answered = nested.get(inner) if isinstance(nested, dict) else nested
                require_equal(answered, number, f"multiplier.{name}.{inner}")
        else:
            require_equal(shown.get(name), value, f"multiplier.{name}")


@check("PRI-001")
def adjustments_are_read_back(trial: Trial) -> None:
    integration = trial.integration(pricing_adjustments=ADJUSTMENTS)
    _require_adjusted(trial.read(integration).get("pricing_adjustments"), ADJUSTMENTS)
    for number in (3, 0.25):
        sent = {"multiplier": {"default": number, "response_token": number}}
        trial.update(integration, pricing_adjustments=sent)
        _require_adjusted(trial.read(integration).get("pricing_adjustments"), sent)


@check("PRI-005", given=("PRI-001",))
def every_multiplier_is_read_back(trial: Trial) -> None:
    sent = _every_multiplier(trial, 0)
    integration = trial.integration(pricing_adjustments=sent)
    _require_adjusted(trial.read(integration).get("pricing_adjustments"), sent)
    for offset in (3, 6):
        sent = _every_multiplier(trial, offset)
        trial.update(integration, pricing_adjustments=sent)
        _require_adjusted(trial.read(integration).get("pricing_adjustments"), sent)


@check("PRI-002")
def null_clears_the_adjustments(trial: Trial) -> None:
    integration = trial.integration(pricing_adjustments=ADJUSTMENTS)
    trial.update(integration, pricing_adjustments=None)
    require_equal(trial.read(integration).get("pricing_adjustments"), None, "pricing_adjustments after null")


@check("UPD-003", given=("PRI-001",))
def adjustments_that_are_not_sent_are_kept(trial: Trial) -> None:
    integration = trial.integration(pricing_adjustments=ADJUSTMENTS)
    updates: tuple[dict[str, Any], ...] = (
        {"name": trial.name()},
        {"description": "then", "key": trial.secret("zz")},
        {"configurations": {"openai_organization": "org-2"}},
    )
    for fields in updates:
        trial.update(integration, **fields)
        stored = trial.read(integration).get("pricing_adjustments")
        require(
            same(stored, ADJUSTMENTS),
            f"the pricing_adjustments of before, after {list(fields)}",
            repr(stored),
        )


def _wrong_adjustments(trial: Trial) -> Iterator[Mapping[str, Any]]:
    names = trial.contract.document["components"]["schemas"]["PricingMultiplier"]["properties"]
    yield {"divisor": {"default": 1}}
    yield {"multiplier": {"default": 1}, "currency": "EUR"}
    yield {"multiplier": {"per_wish": 1}}
    yield {"multiplier": {"default": 1, "defualt": 1}}
    yield {"multiplier": {"image": {"per_wish": 1}}}
    yield {"multiplier": {"image": {"default": 1, "quality": "high"}}}
    yield {"multiplier": {"image": {"default": -1}}}
    yield {"multiplier": {"additional_units": {"web_search": -0.5}}}
    yield {"multiplier": {"additional_units": {"web_search": "much"}}}
    yield {"multiplier": {"default": "1.5"}}
    yield {"multiplier": {"default": [1]}}
    yield {"multiplier": 2}
    for place, name in enumerate(name for name in names if name not in _NESTED):
        yield {"multiplier": {name: -1 if place % 2 else -0.000001}}


@check("PRI-003", thorough=True)
def an_adjustment_that_is_wrong_is_refused(trial: Trial) -> None:
    integration = trial.integration()
    for adjustments in _wrong_adjustments(trial):
        body = {"pricing_adjustments": adjustments}
        answer = trial.admin.call("updateIntegration", integration.slug, body=body)
        require_code(answer, 400, "AB01", f"for {adjustments}")


@check("PRI-003")
def a_creation_with_a_wrong_adjustment_is_refused(trial: Trial) -> None:
    needed = {"name": trial.name(), "ai_provider_id": "openai", "key": trial.secret()}
    for adjustments in itertools.islice(_wrong_adjustments(trial), 14):
        answer = trial.admin.call("createIntegration", body={**needed, "pricing_adjustments": adjustments})
        require_code(answer, 400, "AB01", f"for a creation with {adjustments}")


def _priced(trial: Trial, integration: Integration, price: Any) -> Exchange:
    body = {"models": [{**CUSTOM, "pricing_config": price}]}
    return trial.admin.call("updateIntegrationModels", integration.slug, body=body)


def _price(trial: Trial, integration: Integration) -> Any:
    listed = prepared(trial.admin.call("listIntegrationModels", integration.slug), "read models").body
    found = [one for one in listed.get("models") or [] if one.get("slug") == CUSTOM["slug"]]
    require(bool(found), "the model that was written", "no such model")
    return found[0].get("pricing_config")


@check("PRI-004")
def the_price_of_a_model_is_read_back(trial: Trial) -> None:
    integration = trial.integration()
    for price in PRICES:
        prepared(_priced(trial, integration, None), "clear a price")
        prepared(_priced(trial, integration, price), "write a model with a price")
        stored = _price(trial, integration)
        require(same(stored, price), f"pricing_config to be {price}", repr(stored))


@check("PRI-007", given=("PRI-004",))
def null_clears_the_price_of_a_model(trial: Trial) -> None:
    integration = trial.integration()
    prepared(_priced(trial, integration, PRICES[0]), "write a model with a price")
    prepared(_priced(trial, integration, None), "clear a price")
    stored = _price(trial, integration)
    require(not stored, "no pricing_config after null", repr(stored))


@check("PRI-006")
def a_price_of_another_type_is_refused(trial: Trial) -> None:
    integration = trial.integration()
    wrong: tuple[Any, ...] = (
        {"type": "dynamic"},
        {"type": "static", "pay_as_you_go": {"response_token": {"price": "1"}}},
        {"type": "static", "pay_as_you_go": {"request_token": {"price": [1]}}},
        {"type": "static", "pay_as_you_go": {"request_token": 1}},
        "cheap",
    )
    for price in wrong:
        require_code(_priced(trial, integration, price), 400, "AB01", f"for the price {price}")
