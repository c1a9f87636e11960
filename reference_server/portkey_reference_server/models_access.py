"""`/integrations/{slug}/models`: which models an integration offers, custom ones among them.

A model that nobody mentioned is a built-in one and enabled; a row is stored for each that was mentioned.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from . import access
from .bodies import parse_object
from .calls import Call, given
from .catalogue import built_in_models
from .clock import now
from .contract import Json
from .credentials import Credentials
from .errors import invalid
from .slugs import check_length
from .tables import Integration, IntegrationModel, new_id

_PLAIN_FIELDS = ("name", "enabled", "is_custom", "is_finetune", "base_model_slug", "pricing_config")


def list_integration_models(call: Call) -> Json:
    integration = access.integration_named(call, call.path["slug"])
    stored = _stored(call, integration)
    built_in = built_in_models(integration.ai_provider_id)
    models = [
        _answer(call, stored[slug]) if slug in stored else _untouched(integration, slug) for slug in built_in
    ]
    models += [_answer(call, model) for slug, model in stored.items() if slug not in built_in]
    return {
        "object": "list",
        "total": len(models),
        "allow_all_models": integration.allow_all_models,
        "models": models,
    }


def update_integration_models(call: Call) -> Json:
    integration = access.integration_to_change(call)
    stored = _stored(call, integration)
    built_in = built_in_models(integration.ai_provider_id)
    for sent in call.body["models"]:
        check_length(sent["slug"], "models[].slug")
        model = stored.get(sent["slug"])
        if model is None:
            is_built_in = sent["slug"] in built_in and not sent.get("is_custom")
            model = _new(integration, sent["slug"], is_built_in)
            call.session.add(model)
            stored[model.slug] = model
        else:
            model.last_updated_at = now()
        for name, value in given(sent, *_PLAIN_FIELDS).items():
            setattr(model, name, value)
        if "configurations" in sent:
            _change_configurations(call, model, sent["configurations"])
    if call.body.get("allow_all_models") is not None:
        integration.allow_all_models = call.body["allow_all_models"]
    return {}


def delete_integration_models(call: Call) -> Json:
    integration = access.integration_to_change(call)
    stored = _stored(call, integration)
    built_in = built_in_models(integration.ai_provider_id)
    for slug in _slugs_to_delete(call):
        model = stored.get(slug)
        if model is not None and model.is_custom and slug not in built_in:
            call.session.delete(stored.pop(slug))
        elif model is not None:
            model.enabled = False
            model.last_updated_at = now()
        elif slug in built_in:
            stored[slug] = _new(integration, slug, is_built_in=True)
            stored[slug].enabled = False
            call.session.add(stored[slug])
    return {}


def _slugs_to_delete(call: Call) -> list[str]:
    """The query's list; where there is none, the body's, which one well-known client sends."""
    if call.query["slugs"] is not None:
        slugs = [slug for slug in call.query["slugs"].split(",") if slug]
    else:
        slugs = _slugs_in_body(parse_object(call.raw_body).get("models"))
    if not slugs:
        raise invalid("The query parameter slugs must name at least one model.")
    return slugs


def _slugs_in_body(models: Any) -> list[str]:
    """Slugs, or models that have one."""
    if isinstance(models, list):
        named = [model.get("slug") if isinstance(model, dict) else model for model in models]
        slugs = [slug for slug in named if isinstance(slug, str)]
        if len(slugs) == len(named):
            return slugs
    raise invalid("models must be a list of model slugs.")


def _stored(call: Call, integration: Integration) -> dict[str, IntegrationModel]:
    rows = call.session.scalars(
        select(IntegrationModel)
        .where(IntegrationModel.integration_id == integration.id)
        .order_by(IntegrationModel.position)
    )
    return {model.slug: model for model in rows}


def _change_configurations(call: Call, model: IntegrationModel, sent: Any) -> None:
    if sent is None:
        model.sealed_configurations = None
        return
    credentials = _credentials(call, model).updated(None, sent)
    model.sealed_configurations = call.vault.seal(credentials.document(), model.id)


def _credentials(call: Call, model: IntegrationModel) -> Credentials:
    document = call.vault.open(model.sealed_configurations, model.id) if model.sealed_configurations else {}
    return Credentials(call.contract.secret_fields, **document)


def _answer(call: Call, model: IntegrationModel) -> Json:
    return {
        "slug": model.slug,
        "name": model.name,
        "enabled": model.enabled,
        "is_custom": model.is_custom,
        "is_finetune": model.is_finetune,
        "base_model_slug": model.base_model_slug,
        "pricing_config": model.pricing_config,
        "configurations": _credentials(call, model).masked_configurations,
        "created_at": model.created_at,
        "last_updated_at": model.last_updated_at,
    }


def _new(integration: Integration, slug: str, is_built_in: bool) -> IntegrationModel:
    """The row of a model that is mentioned for the first time; a built-in one stays what it was."""
    model = IntegrationModel(id=new_id(), integration_id=integration.id, slug=slug)
    if is_built_in:
        model.name, model.is_custom, model.is_finetune = slug, False, False
    return model


def _untouched(integration: Integration, slug: str) -> Json:
    return {
        "slug": slug,
        "name": slug,
        "enabled": True,
        "is_custom": False,
        "is_finetune": False,
        "base_model_slug": None,
        # A price that somebody set for it; what the provider takes is in the catalogue.
        "pricing_config": None,
        "configurations": {},
        "created_at": integration.created_at,
        "last_updated_at": None,
    }
