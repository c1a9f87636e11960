"""Whether a model may be used through an integration, and what its use costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from .catalogue import Price, built_in_models
from .tables import Integration, IntegrationModel

_DEAREST = 1e12
"""Prices and factors may be any numbers; their product stays one."""


def may_be_used(session: Session, integration: Integration, slug: str) -> bool:
    """Whether a model is enabled; one that is not listed is where all models are allowed."""
    stored = _stored(session, integration, slug)
    if stored is not None:
        return stored.enabled
    return integration.allow_all_models or slug in built_in_models(integration.ai_provider_id)


def price_of(session: Session, integration: Integration, slug: str) -> Price | None:
    """What a model costs, the integration's adjustments included: by the price that was written for it, else
    by its provider's, else by that of the model that it is based on. None where no price is known.
    """
    price = _listed(session, integration, slug)
    if price is None:
        return None
    factors = (integration.pricing_adjustments or {}).get("multiplier") or {}
    return Price(
        min(price.request * _factor(factors, "request_token"), _DEAREST),
        min(price.response * _factor(factors, "response_token"), _DEAREST),
    )


def _listed(session: Session, integration: Integration, slug: str) -> Price | None:
    passed: set[str] = set()
    while slug not in passed:  # a model may be based on itself, if only by mistake
        passed.add(slug)
        stored = _stored(session, integration, slug)
        rates = ((stored.pricing_config if stored else None) or {}).get("pay_as_you_go")
        if rates is not None:
            return Price(_rate(rates, "request_token"), _rate(rates, "response_token"))
        built_in = built_in_models(integration.ai_provider_id).get(slug)
        if built_in is not None or stored is None or stored.base_model_slug is None:
            return built_in
        slug = stored.base_model_slug
    return None


def _stored(session: Session, integration: Integration, slug: str) -> IntegrationModel | None:
    return session.scalar(
        select(IntegrationModel).where(
            IntegrationModel.integration_id == integration.id, IntegrationModel.slug == slug
        )
    )


def _rate(rates: Mapping[str, Any], kind: str) -> float:
    return float((rates.get(kind) or {}).get("price") or 0)


def _factor(factors: Mapping[str, Any], kind: str) -> float:
    named = factors.get(kind)
    factor = factors.get("default") if named is None else named
    return 1 if factor is None else float(factor)
