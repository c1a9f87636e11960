"""MOD: model access is written model by model, and only custom models can be removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portkey_conformance.checks import check
from portkey_conformance.exchanges import Exchange
from portkey_conformance.refusals import require_refused
from portkey_conformance.trial import (
    Integration,
    Trial,
    prepared,
    require,
    require_code,
    require_equal,
    require_status,
)
from portkey_conformance.verdicts import Inconclusive, Violation

CUSTOM = {
    "slug": "ft:gpt-4o:conf",
    "name": "Conformance",
    "enabled": True,
    "is_custom": True,
    "is_finetune": False,
    "base_model_slug": "gpt-4o",
}
FINE_TUNED = {**CUSTOM, "slug": "ft:gpt-4o:tuned", "is_finetune": True, "base_model_slug": "gpt-4"}
OFF = {**CUSTOM, "slug": "ft:gpt-4o:off", "enabled": False, "name": "Günther's \U0001f511 <model>"}
BUILT_IN = {"slug": "gpt-4o", "enabled": True}
ODD_SLUGS = (
    "ft:gpt-4o:org::id",
    "publishers/google/models/gemini-pro@001",
    "amazon.nova-pro-v1:0",
    "@cf/meta/llama-3_8b",
    "Model With Blanks (beta)",
    "50%-off+more&x=y#z?",
    "modèle-é",
)
"""Slugs that providers use, or could: nothing but a comma is special in one."""
HIDDEN_WHERE_FALSE = ("is_custom", "is_finetune")
"""Flags that may be null or absent where they are false."""


def _named(name: str) -> dict[str, Any]:
    return {**CUSTOM, "slug": f"ft:gpt-4o:{name}"}


def _put(trial: Trial, integration: Integration, *models: Mapping[str, Any], **fields: Any) -> Exchange:
    body = {"models": list(models), **fields}
    return trial.admin.call("updateIntegrationModels", integration.slug, body=body)


def _write(trial: Trial, integration: Integration, *models: Mapping[str, Any], **fields: Any) -> None:
    prepared(_put(trial, integration, *models, **fields), "write models")


def _remove(trial: Trial, integration: Integration, *slugs: str) -> Exchange:
    return trial.admin.call("deleteIntegrationModels", integration.slug, query={"slugs": ",".join(slugs)})


def _read(trial: Trial, integration: Integration) -> Mapping[str, Any]:
    return prepared(trial.admin.call("listIntegrationModels", integration.slug), "read models").body


def _models(trial: Trial, integration: Integration) -> dict[str, Mapping[str, Any]]:
    models = _read(trial, integration).get("models") or []
    return {str(model.get("slug")): model for model in models}


def _require_stored(models: Mapping[str, Mapping[str, Any]], sent: Mapping[str, Any]) -> None:
    slug = sent["slug"]
    if slug not in models:
        raise Violation(f"the model {slug}, which was written", "no such model")
    for field, value in sent.items():
        stored = models[slug].get(field)
        if field in HIDDEN_WHERE_FALSE and value is False and stored is None:
            continue
        require_equal(stored, value, f"{field} of {slug}")


def _require_same(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]], because: str
) -> None:
    """All models are listed as they were; one may have another time of its last update."""
    require_equal(sorted(after), sorted(before), f"the models {because}")
    for slug, model in before.items():
        for field in ("enabled", "name", "is_custom", "is_finetune", "base_model_slug", "pricing_config"):
            require_equal(after[slug].get(field), model.get(field), f"{field} of {slug} {because}")


@check("MOD-001")
def what_is_written_of_a_model_is_read(trial: Trial) -> None:
    integration = trial.integration()
    for group in ((CUSTOM, FINE_TUNED, OFF), (BUILT_IN,), ({**CUSTOM, "enabled": False, "name": "Later"},)):
        _write(trial, integration, *group)
        models = _models(trial, integration)
        for model in group:
            _require_stored(models, model)


@check("MOD-001")
def a_model_is_turned_off_and_on(trial: Trial) -> None:
    integration = trial.integration()
    for enabled in (False, True, False):
        for model in (BUILT_IN, CUSTOM):
            _write(trial, integration, {**model, "enabled": enabled})
            _require_stored(_models(trial, integration), {"slug": model["slug"], "enabled": enabled})


@check("MOD-001")
def the_host_of_a_model_is_read(trial: Trial) -> None:
    integration = trial.integration()
    host = "https://llm.example.com/v1"
    _write(trial, integration, {**CUSTOM, "configurations": {"custom_host": host}})
    stored = _models(trial, integration).get("ft:gpt-4o:conf", {}).get("configurations") or {}
    require_equal(stored.get("custom_host"), host, "configurations.custom_host of a custom model")


@check("MOD-002", given=("MOD-001",))
def models_that_are_not_named_keep_their_state(trial: Trial) -> None:
    integration = trial.integration()
    price = {"type": "static", "pay_as_you_go": {"request_token": {"price": 2}}}
    kept = [{**CUSTOM, "pricing_config": price}, FINE_TUNED, OFF, {**BUILT_IN, "enabled": False}]
    _write(trial, integration, *kept)
    before = _models(trial, integration)
    for model in ({"slug": "gpt-4", "enabled": False}, _named("new"), {**OFF, "slug": "ft:gpt-4o:of"}):
        _write(trial, integration, model)
    after = _models(trial, integration)
    for sent in kept:
        slug = str(sent["slug"])
        if slug in before:
            require(slug in after, f"{slug}, which was not named, to stay", "it is gone")
            one = {slug: before[slug]}, {slug: after[slug]}
            _require_same(*one, "after others were written")
    _write(trial, integration)
    _require_same(after, _models(trial, integration), "after an update that names none")


@check("MOD-003", thorough=True)
def allow_all_models_is_kept_until_it_is_sent(trial: Trial) -> None:
    integration = trial.integration()
    for allowed in (False, True, False):
        _write(trial, integration, allow_all_models=allowed)
        require_equal(_read(trial, integration).get("allow_all_models"), allowed, "allow_all_models")
        require_equal(trial.read(integration).get("allow_all_models"), allowed, "the detail's")
        _write(trial, integration, {"slug": "gpt-4", "enabled": True})
        _remove(trial, integration, "ft:gpt-4o:nobody's")
        trial.update(integration, name=trial.name())
        require_equal(
            _read(trial, integration).get("allow_all_models"), allowed, "allow_all_models, not sent"
        )
        require_equal(trial.read(integration).get("allow_all_models"), allowed, "the detail's, not sent")


@check("MOD-004")
def a_custom_model_is_removed(trial: Trial) -> None:
    integration = trial.integration()
    kept = [_named("conf-2"), FINE_TUNED, OFF]
    _write(trial, integration, CUSTOM, *kept)
    before = _models(trial, integration)
    require_status(_remove(trial, integration, "ft:gpt-4o:conf"), 200)
    models = _models(trial, integration)
    require("ft:gpt-4o:conf" not in models, "the removed custom model to be gone", "it is there")
    _require_same(
        {slug: one for slug, one in before.items() if slug != "ft:gpt-4o:conf"}, models, "after a removal"
    )
    require_status(_remove(trial, integration, str(OFF["slug"]), str(FINE_TUNED["slug"])), 200)
    left = {str(OFF["slug"]), str(FINE_TUNED["slug"])} & set(_models(trial, integration))
    require(not left, "custom models to be gone, fine-tuned or turned off", f"{sorted(left)} there")


@check("MOD-015", given=("MOD-001", "MOD-004"))
def a_removed_model_can_be_written_anew(trial: Trial) -> None:
    integration = trial.integration()
    price = {"type": "static", "pay_as_you_go": {"request_token": {"price": 2}}}
    _write(trial, integration, {**FINE_TUNED, "pricing_config": price})
    prepared(_remove(trial, integration, str(FINE_TUNED["slug"])), "remove a model")
    again = {"slug": FINE_TUNED["slug"], "enabled": True, "is_custom": True}
    _write(trial, integration, again)
    models = _models(trial, integration)
    _require_stored(models, again)
    left = models[str(FINE_TUNED["slug"])].get("pricing_config")
    require(not left, "no price of the model that was removed", repr(left))


@check("MOD-005")
def a_removal_names_its_models(trial: Trial) -> None:
    integration = trial.integration()
    _write(trial, integration, CUSTOM)
    answer = trial.admin.call("deleteIntegrationModels", integration.slug)
    require_code(answer, 400, "AB01", "for a removal that names no model")
    require(
        CUSTOM["slug"] in _models(trial, integration),
        "a model that was not named to stay",
        "it is gone",
    )


@check("MOD-014", given=("MOD-001", "MOD-004"))
def every_slug_is_kept_as_it_is(trial: Trial) -> None:
    integration = trial.integration()
    models = [{**CUSTOM, "slug": slug} for slug in ODD_SLUGS]
    _write(trial, integration, *models)
    missing = sorted(set(ODD_SLUGS) - set(_models(trial, integration)))
    require(not missing, "models with odd slugs, as they were written", f"none called {missing}")
    removed = [slug for slug in ODD_SLUGS if " " not in slug and "+" not in slug]
    require_status(_remove(trial, integration, *removed), 200)
    left = sorted(set(removed) & set(_models(trial, integration)))
    require(not left, "models with odd slugs to be removed", f"{left} there")


@check("MOD-006")
def a_body_names_the_models_where_the_query_does_not(trial: Trial) -> None:
    integration = trial.integration()
    other = _named("other")
    _write(trial, integration, CUSTOM, other)
    body = {"models": [CUSTOM["slug"]]}
    require_status(trial.admin.call("deleteIntegrationModels", integration.slug, body=body), 200)
    models = _models(trial, integration)
    require(CUSTOM["slug"] not in models, "the removed model to be gone", "it is there")
    require(other["slug"] in models, "a model that the body does not name to stay", "it is gone")


@check("MOD-016")
def a_body_beside_the_query_removes_nothing(trial: Trial) -> None:
    integration = trial.integration()
    other = _named("other")
    _write(trial, integration, CUSTOM, other)
    query, body = {"slugs": CUSTOM["slug"]}, {"models": [other["slug"]]}
    answer = trial.admin.call("deleteIntegrationModels", integration.slug, query=query, body=body)
    require_status(answer, 200, 400, because="for a removal with slugs and a body")
    models = _models(trial, integration)
    require(other["slug"] in models, "a model that slugs does not name to stay", "it is gone")


@check("MOD-007")
def an_update_of_models_answers_200(trial: Trial) -> None:
    integration = trial.integration()
    for models in ([CUSTOM], [BUILT_IN, CUSTOM, FINE_TUNED], []):
        answer = require_status(_put(trial, integration, *models), 200)
        require(isinstance(answer.json, dict), "an object", type(answer.json).__name__)


@check("MOD-008", given=("MOD-001", "MOD-003"), thorough=True)
def a_refused_update_of_models_changes_nothing(trial: Trial) -> None:
    integration = trial.integration()
    kept = [CUSTOM, {**BUILT_IN, "enabled": True}]
    _write(trial, integration, *kept, allow_all_models=True)
    before = _models(trial, integration)
    sound = {**CUSTOM, "enabled": False, "name": "Changed"}
    wrong: tuple[list[Any], ...] = (
        [sound, _named("new"), {"slug": "ft:gpt-4o:bad"}],
        [_named("new"), {**BUILT_IN, "enabled": False}, {"slug": "ft:gpt-4o:bad", "enabled": "yes"}],
        [sound, {"enabled": True}],
        [_named("new"), {**CUSTOM, "is_custom": "yes"}],
        [sound, {**FINE_TUNED, "pricing_config": {"type": "free"}}],
        [_named("new"), "ft:gpt-4o:text"],
    )
    for models in wrong:
        answer = _put(trial, integration, *models, allow_all_models=False)
        require_refused(answer)
        _require_same(before, _models(trial, integration), "after an update that was refused")
        require_equal(trial.read(integration).get("allow_all_models"), True, "allow_all_models, refused")
    alone = trial.admin.call("updateIntegrationModels", integration.slug, body={"allow_all_models": False})
    require_refused(alone)
    require_equal(trial.read(integration).get("allow_all_models"), True, "allow_all_models, refused")


@check("MOD-009")
def each_model_is_listed_once(trial: Trial) -> None:
    integration = trial.integration()
    _write(trial, integration, CUSTOM, BUILT_IN)
    _write(trial, integration, {**CUSTOM, "name": "Again"}, {**BUILT_IN, "enabled": False}, FINE_TUNED)
    slugs = [model.get("slug") for model in _read(trial, integration).get("models") or []]
    for slug in set(slugs):
        require_equal(slugs.count(slug), 1, f"how often {slug} is listed")


@check("MOD-013")
def the_total_counts_the_models(trial: Trial) -> None:
    integration = trial.integration()
    for written in ((), (CUSTOM, FINE_TUNED)):
        _write(trial, integration, *written)
        listed = _read(trial, integration)
        if listed.get("total") is not None:
            require_equal(listed["total"], len(listed.get("models") or []), "total of the models")


@check("MOD-010", given=("MOD-001", "MOD-004"))
def a_built_in_model_is_disabled_not_removed(trial: Trial) -> None:
    integration = trial.integration()
    _write(trial, integration, {**BUILT_IN, "is_custom": False}, CUSTOM)
    if _models(trial, integration).get("gpt-4o", {}).get("is_custom"):
        raise Inconclusive("gpt-4o of openai is told to be a custom model")
    require_status(_remove(trial, integration, "gpt-4o"), 200)
    models = _models(trial, integration)
    require("gpt-4o" in models, "a built-in model that was written to be listed still", "it is gone")
    require_equal(models["gpt-4o"].get("enabled"), False, "enabled of a built-in model that was removed")
    _write(trial, integration, BUILT_IN)
    _require_stored(_models(trial, integration), BUILT_IN)


@check("MOD-010", given=("MOD-001", "MOD-004"))
def a_built_in_model_that_nobody_wrote_is_disabled(trial: Trial) -> None:
    integration = trial.integration()
    listed = [
        slug
        for slug, model in _models(trial, integration).items()
        if not model.get("is_custom") and model.get("enabled") is True and "," not in slug
    ]
    if not listed:
        return  # which built-in models are listed is the server's choice
    require_status(_remove(trial, integration, listed[0]), 200)
    after = _models(trial, integration).get(listed[0], {})
    require(after.get("enabled") is not True, "a built-in model that was removed to be disabled", "enabled")


@check("MOD-011", given=("MOD-004",))
def a_removal_takes_several_models(trial: Trial) -> None:
    integration = trial.integration()
    _write(trial, integration, CUSTOM, FINE_TUNED, OFF)
    named = (str(CUSTOM["slug"]), "ft:gpt-4o:nobody's", str(OFF["slug"]))
    require_status(_remove(trial, integration, *named), 200, because="with a model that is not there")
    models = _models(trial, integration)
    for slug in named:
        require(slug not in models, f"{slug} to be gone", "it is there")
    require(FINE_TUNED["slug"] in models, "a model that was not named to stay", "it is gone")
    require_status(_remove(trial, integration, named[1]), 200, because="for a model that is not there")


@check("MOD-012", given=("MOD-001", "MOD-002"))
def models_belong_to_one_integration(trial: Trial) -> None:
    bystander, integration = trial.integration(), trial.integration()
    _write(trial, bystander, CUSTOM, BUILT_IN)
    _write(trial, integration, CUSTOM)
    before = _models(trial, bystander)
    _write(
        trial,
        integration,
        {**CUSTOM, "name": "Other"},
        {**BUILT_IN, "enabled": False},
        allow_all_models=False,
    )
    _write(trial, integration, FINE_TUNED)
    prepared(_remove(trial, integration, str(CUSTOM["slug"]), "gpt-4"), "remove models")
    _require_same(before, _models(trial, bystander), "after another integration's were written")
    require_equal(
        trial.read(bystander).get("allow_all_models"), True, "another integration's allow_all_models"
    )
