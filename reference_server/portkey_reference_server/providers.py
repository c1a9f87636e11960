"""`/providers`: an integration as one workspace uses it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select

from . import access, grants, usage
from .calls import Call, given, page
from .clock import now
from .contract import Json
from .errors import conflict
from .limits import check_usage_limits, scheduled
from .slugs import check_length
from .tables import Integration, Provider


def list_providers(call: Call) -> Json:
    workspace = access.required_workspace(call, call.query["workspace_id"])
    rows, total = access.visible_providers(call.caller, workspace), access.total_of_providers(call, workspace)
    total, found = page(call, rows, Provider.position, total=total)
    return {"object": "list", "total": total, "data": _details(call, found)}


def create_provider(call: Call) -> Json:
    body = call.body
    workspace = access.required_workspace(call, body.get("workspace_id"))
    integration = access.integration_named(call, body["integration_id"])
    access.check_enabled(call, integration, workspace)
    slug = body.get("slug")
    check_length(slug or "", "slug")
    if slug is None:
        slug = grants.free_provider_slug(
            call.session, call.caller.organisation_id, body["name"], always_suffix=True
        )
    elif grants.is_provider_slug_taken(call.session, call.caller.organisation_id, slug):
        raise conflict("There is a provider with this slug already.")
    provider = Provider(
        organisation_id=call.caller.organisation_id,
        workspace_id=workspace.id,
        integration_id=integration.id,
        slug=slug,
    )
    apply(call, provider)
    call.session.add(provider)
    call.session.flush()
    call.changed(provider)
    return {"id": provider.id, "slug": provider.slug, "object": "provider"}


def retrieve_provider(call: Call) -> Json:
    return _details(call, [_named(call, call.query["workspace_id"])])[0]


def update_provider(call: Call) -> Json:
    # The query is the documented place; clients in the field send it in the body.
    provider = _named(call, call.query["workspace_id"] or call.body.get("workspace_id"))
    apply(call, provider)
    provider.last_updated_at = now()
    call.changed(provider)
    return {"id": provider.id, "slug": provider.slug}


def delete_provider(call: Call) -> Json:
    provider = _named(call, call.query["workspace_id"])
    call.changed(provider)
    call.session.execute(delete(Provider).where(Provider.id == provider.id))
    return {}


def apply(call: Call, provider: Provider) -> None:
    """Writes the sent fields that a provider and a virtual key share into the row of both."""
    changes = given(call.body, "name", "note", "usage_limits", "rate_limits", "expires_at")
    check_usage_limits(changes.get("usage_limits"))
    if "usage_limits" in changes:
        changes["usage_limits"] = scheduled(changes["usage_limits"])
    for name, value in changes.items():
        setattr(provider, name, value)
    if call.body.get("reset_usage"):
        usage.reset(call.session, [provider])


def integration_of(call: Call, provider: Provider) -> Integration:
    """The integration behind a provider."""
    return call.session.scalars(select(Integration).where(Integration.id == provider.integration_id)).one()


def integrations_of(call: Call, found: Sequence[Provider]) -> Mapping[str, Integration]:
    """The integrations behind providers, by id."""
    ids = {provider.integration_id for provider in found}
    rows = call.session.scalars(select(Integration).where(Integration.id.in_(ids)))
    return {integration.id: integration for integration in rows}


def _named(call: Call, workspace_name: str | None) -> Provider:
    return access.provider_named(call, call.path["slug"], workspace_name, "The provider")


def _details(call: Call, found: Sequence[Provider]) -> list[Json]:
    integrations = integrations_of(call, found)
    standings = usage.standings(call.session, found, integrations)
    return [
        _detail(provider, integrations[provider.integration_id], standings[provider.id]) for provider in found
    ]


def _detail(provider: Provider, integration: Integration, standing: usage.Standing) -> Json:
    return {
        "id": provider.id,
        "name": provider.name,
        "slug": provider.slug,
        "workspace_id": provider.workspace_id,
        "integration_id": integration.slug,
        "ai_provider_name": integration.ai_provider_id,
        "note": provider.note,
        "status": standing.status,
        "usage_limits": standing.usage_limits,
        "rate_limits": provider.rate_limits,
        "reset_usage": None,
        "last_reset_at": standing.last_reset_at,
        "expires_at": provider.expires_at,
        "created_at": provider.created_at,
        "last_updated_at": provider.last_updated_at,
        "object": "provider",
    }
