"""MOD: model access is written model by model, and only custom models can be removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portkey_conformance.checks import check
from portkey_conformance.trial import (
    Integration,
    Trial,
    prepared,
    require,
    require_equal,
    require_status,
)

CUSTOM = {"slug": "ft:gpt-4o:conf", "enabled": True, "is_custom": True, "base_model_slug": "gpt-4o"}


def _write(trial: Trial, integration: Integration, *models: Mapping[str, Any], **fields: Any) -> None:
    body = {"models": list(models), **fields}
    prepared(trial.admin.call("updateIntegrationModels", integration.slug, body=body), "write models")


def _read(trial: Trial, integration: Integration) -> Mapping[str, Any]:
    return prepared(trial.admin.call("listIntegrationModels", integration.slug), "read models").body


def _models(trial: Trial, integration: Integration) -> dict[str, Mapping[str, Any]]:
    models = _read(trial, integration).get("models") or []
    return {str(model.get("slug")): model for model in models}


@check("MOD-001")
def what_is_written_of_a_model_is_read(trial: Trial) -> None:
    integration = trial.integration()
    _write(trial, integration, CUSTOM)
    stored = _models(trial, integration).get("ft:gpt-4o:conf", {})
    for field in ("enabled", "is_custom", "base_model_slug"):
        require_equal(stored.get(field), CUSTOM[field], f"{field} of a custom model")


@check("MOD-002")
def models_that_are_not_named_keep_their_state(trial: Trial) -> None:
    integration = trial.integration()
    _write(trial, integration, CUSTOM, {"slug": "gpt-4", "enabled": True})
    _write(trial, integration, {"slug": "gpt-4", "enabled": False})
    models = _models(trial, integration)
    require("ft:gpt-4o:conf" in models, "a model that was not named to stay", "it is gone")
    require_equal(models["ft:gpt-4o:conf"].get("enabled"), True, "enabled of a model that was not named")
    require_equal(models.get("gpt-4", {}).get("enabled", False), False, "enabled of the model that was")


@check("MOD-003")
def allow_all_models_is_kept_until_it_is_sent(trial: Trial) -> None:
    integration = trial.integration()
    _write(trial, integration, allow_all_models=False)
    require_equal(_read(trial, integration).get("allow_all_models"), False, "allow_all_models")
    _write(trial, integration, {"slug": "gpt-4", "enabled": True})
    require_equal(_read(trial, integration).get("allow_all_models"), False, "allow_all_models, not sent")
    require_equal(trial.read(integration).get("allow_all_models"), False, "allow_all_models of the detail")


@check("MOD-004")
def a_custom_model_is_removed(trial: Trial) -> None:
    integration = trial.integration()
    _write(trial, integration, CUSTOM, {**CUSTOM, "slug": "ft:gpt-4o:keep"})
    answer = trial.admin.call("deleteIntegrationModels", integration.slug, query={"slugs": "ft:gpt-4o:conf"})
    require_status(answer, 200)
    models = _models(trial, integration)
    require("ft:gpt-4o:conf" not in models, "the removed custom model to be gone", "it is there")
    require("ft:gpt-4o:keep" in models, "the other custom model to stay", "it is gone")


@check("MOD-005")
def a_removal_names_its_models(trial: Trial) -> None:
    answer = trial.admin.call("deleteIntegrationModels", trial.integration().slug)
    require_status(answer, 400, because="for a removal that names no model")


@check("MOD-006")
def a_body_names_the_models_where_the_query_does_not(trial: Trial) -> None:
    integration = trial.integration()
    _write(trial, integration, CUSTOM)
    body = {"models": [CUSTOM["slug"]]}
    require_status(trial.admin.call("deleteIntegrationModels", integration.slug, body=body), 200)
    require(CUSTOM["slug"] not in _models(trial, integration), "the removed model to be gone", "it is there")
