"""PRI: prices and adjustments are stored as sent; their objects are closed."""

from __future__ import annotations

from portkey_conformance.checks import check
from portkey_conformance.memory.values import same
from portkey_conformance.refusals import observe_for
from portkey_conformance.trial import Trial, prepared, require, require_code, require_equal
from portkey_conformance.verdicts import Violation

observe_for("PRI-003")
observe_for("PRI-006")

ADJUSTMENTS = {"multiplier": {"default": 1.5, "request_token": 2, "image": {"default": 0.5}}}


@check("PRI-001")
def adjustments_are_read_back(trial: Trial) -> None:
    stored = trial.read(trial.integration(pricing_adjustments=ADJUSTMENTS)).get("pricing_adjustments")
    multiplier = stored.get("multiplier") if isinstance(stored, dict) else None
    if not isinstance(multiplier, dict):
        raise Violation("pricing_adjustments with a multiplier", repr(stored))
    for field in ("default", "request_token"):
        require_equal(multiplier.get(field), ADJUSTMENTS["multiplier"][field], f"multiplier.{field}")


@check("PRI-002")
def null_clears_the_adjustments(trial: Trial) -> None:
    integration = trial.integration(pricing_adjustments=ADJUSTMENTS)
    trial.update(integration, pricing_adjustments=None)
    require_equal(trial.read(integration).get("pricing_adjustments"), None, "pricing_adjustments after null")


@check("PRI-003")
def an_unknown_adjustment_is_refused(trial: Trial) -> None:
    integration = trial.integration()
    for adjustments in (
        {"multiplier": {"per_wish": 1}},
        {"multiplier": {"default": -1}},
        {"multiplier": {"image": {"per_wish": 1}}},
        {"divisor": {"default": 1}},
    ):
        answer = trial.admin.call(
            "updateIntegration", integration.slug, body={"pricing_adjustments": adjustments}
        )
        require_code(answer, 400, "AB01", f"for {adjustments}")


@check("PRI-004")
def the_price_of_a_model_is_read_back(trial: Trial) -> None:
    integration = trial.integration()
    price = {
        "type": "static",
        "pay_as_you_go": {"request_token": {"price": 0.5}, "response_token": {"price": 1.25}},
    }
    model = {"slug": "ft:gpt-4o:priced", "enabled": True, "is_custom": True, "pricing_config": price}
    answer = trial.admin.call("updateIntegrationModels", integration.slug, body={"models": [model]})
    prepared(answer, "write a model with a price")
    listed = prepared(trial.admin.call("listIntegrationModels", integration.slug), "read models").body
    found = [one for one in listed.get("models") or [] if one.get("slug") == model["slug"]]
    stored = found[0].get("pricing_config") if found else None
    require(same(stored, price), f"pricing_config of the model to be {price}", repr(stored))


@check("PRI-006")
def a_price_out_of_bounds_is_refused(trial: Trial) -> None:
    integration = trial.integration()
    wrong: tuple[dict[str, object], ...] = (
        {"type": "dynamic"},
        {"pay_as_you_go": {"request_token": {"price": 1}}},
        {"type": "static", "pay_as_you_go": {"request_token": {"price": -1}}},
        {"type": "static", "pay_as_you_go": {"response_token": {"price": -0.000001}}},
        {"type": "static", "pay_as_you_go": {"response_token": {"price": "1"}}},
        {"type": "static", "pay_as_you_go": {"request_token": {}}},
    )
    for price in wrong:
        model = {"slug": "ft:gpt-4o:priced", "enabled": True, "is_custom": True, "pricing_config": price}
        answer = trial.admin.call("updateIntegrationModels", integration.slug, body={"models": [model]})
        require_code(answer, 400, "AB01", f"for {price}")
