"""`/virtual-keys`: the older view of providers, which makes an integration and its provider in one call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, exists, select

from . import access, grants, integrations, providers, usage
from .calls import Call, page
from .clock import now
from .contract import Json
from .secret_mappings import checked_mappings
from .tables import Integration, Provider, Workspace

_SAME_PROVIDER = {"open-ai": "openai"}
"""Ids that this view has of old, and what integrations call them."""

_IMPLIED: Mapping[str, Json] = {
    "azure-openai": {"azure_auth_mode": "default"},
    "bedrock": {"aws_auth_type": "accessKey"},
    "vertex-ai": {"vertex_auth_type": "basic"},
}
"""Configuration that integrations spell out and this view has no field for."""


def list_virtual_keys(call: Call) -> Json:
    workspace = access.workspace_to_use(call, call.query["workspace_id"])
    rows, total = access.visible_providers(call.caller, workspace), access.total_of_providers(call, workspace)
    total, found = page(call, rows, Provider.position, total=total)
    return {"object": "list", "total": total, "data": _items(call, found)}


def create_virtual_key(call: Call) -> Json:
    body = call.body
    workspace = access.required_workspace(call, body.get("workspace_id"))
    ai_provider_id: str = _SAME_PROVIDER.get(body["provider"]) or body["provider"]
    configurations = _new_configurations(call, ai_provider_id)
    mappings = _mappings_in(body.get("secret_mappings") or [])
    integrations.check_could_be_created(call, ai_provider_id, body.get("key"), configurations, mappings)
    integration = integrations.new_integration(
        call,
        name=body["name"],
        slug=None,
        ai_provider_id=ai_provider_id,
        workspace=workspace,
        key=body.get("key"),
        configurations=configurations,
        secret_mappings=mappings,
        made_by_virtual_key=True,
    )
    grants.open_to_own_workspace(call, integration, workspace, with_provider=False, provider_slug=None)
    provider = Provider(
        organisation_id=call.caller.organisation_id,
        workspace_id=workspace.id,
        integration_id=integration.id,
        slug=grants.free_provider_slug(call.session, call.caller.organisation_id, body["name"]),
    )
    providers.apply(call, provider)
    call.session.add(provider)
    call.session.flush()
    call.changed(provider)
    names = {"id": provider.id, "slug": provider.slug}
    return {"success": True, "data": names, **names, "object": "virtual-key"}


def retrieve_virtual_key(call: Call) -> Json:
    provider = _named(call)
    integration = providers.integration_of(call, provider)
    standings = usage.standings(call.session, [provider], {integration.id: integration})
    return _detail(call, provider, integration, standings[provider.id])


def update_virtual_key(call: Call) -> Json:
    provider = _named(call)
    integration = providers.integration_of(call, provider)
    key, configurations = call.body.get("key"), _configurations(call, "UpdateVirtualKeyRequest")
    mappings = call.body.get("secret_mappings")
    if key is not None or configurations or mappings is not None:
        access.check_may_change(call.caller, integration)
        integrations.change_credentials(call, integration, key, configurations or None)
        if mappings is not None:
            integration.secret_mappings = checked_mappings(
                call,
                _mappings_in(mappings),
                ai_provider_id=integration.ai_provider_id,
                workspace_id=integration.workspace_id,
            )
        integration.last_updated_at = now()
    providers.apply(call, provider)
    provider.last_updated_at = now()
    call.changed(provider)
    return {"success": True}


def delete_virtual_key(call: Call) -> Json:
    """Deletes the provider, and the integration too where it was made to hold this key and nobody else uses
    it.
    """
    provider = _named(call)
    integration_id = provider.integration_id
    call.changed(provider)
    call.session.execute(delete(Provider).where(Provider.id == provider.id))
    call.session.execute(
        delete(Integration).where(
            Integration.id == integration_id,
            Integration.made_by_virtual_key,
            ~exists().where(Provider.integration_id == integration_id),
        )
    )
    return {}


def _named(call: Call) -> Provider:
    return access.provider_named(call, call.path["slug"], None, "The virtual key")


def _configurations(call: Call, schema_name: str) -> Json:
    """The configuration that a request carries, under the names that integrations have for it."""
    sent = call.contract.configuration_names(schema_name, call.body)
    for deployment in sent.get("azure_deployment_config", []):
        # Integrations tell a deployment from the model that it deploys; this view knows one name for both.
        deployment.setdefault("azure_model_slug", deployment["azure_deployment_name"])
    return sent


def _new_configurations(call: Call, ai_provider_id: str) -> Json:
    """The same for a new integration, with what this view leaves to be understood."""
    sent = _IMPLIED.get(ai_provider_id, {}) | _configurations(call, "CreateVirtualKeyRequest")
    if ai_provider_id == "azure-openai" and "azure_deployment_config" not in sent:
        name, version = sent.pop("azure_deployment_name", None), sent.pop("azure_api_version", None)
        if name is not None and version is not None:
            sent["azure_deployment_config"] = [
                {"azure_deployment_name": name, "azure_api_version": version, "azure_model_slug": name}
            ]
    return sent


def _mappings_in(mappings: list[Any]) -> list[Any]:
    """Secret mappings as integrations name their targets; this view says `model_config.` for
    `configurations.`.
    """
    return [_retargeted(mapping, "model_config.", "configurations.") for mapping in mappings]


def _mappings_out(mappings: list[Any]) -> list[Any]:
    return [_retargeted(mapping, "configurations.", "model_config.") for mapping in mappings]


def _retargeted(mapping: Json, old: str, new: str) -> Json:
    target: str = mapping["target_field"]
    return {**mapping, "target_field": new + target[len(old) :] if target.startswith(old) else target}


def _detail(call: Call, provider: Provider, integration: Integration, standing: usage.Standing) -> Json:
    credentials = integrations.credentials_of(call, integration)
    return {
        "id": provider.id,
        "ai_provider_name": integration.ai_provider_id,
        "model_config": credentials.masked_configurations,
        "key": "",
        "masked_api_key": credentials.masked_key,
        "slug": provider.slug,
        "name": provider.name,
        "usage_limits": standing.usage_limits,
        "status": standing.status,
        "note": provider.note,
        "created_at": provider.created_at,
        "expires_at": provider.expires_at,
        "last_reset_at": standing.last_reset_at,
        "rate_limits": provider.rate_limits or [],
        "integration_id": integration.slug,
        "workspace_id": provider.workspace_id,
        "secret_mappings": _mappings_out(integration.secret_mappings),
        "tags": None,
        "object": "virtual-key",
    }


def _items(call: Call, found: Sequence[Provider]) -> list[Json]:
    integrations = providers.integrations_of(call, found)
    standings = usage.standings(call.session, found, integrations)
    ids = {provider.workspace_id for provider in found}
    workspaces = call.session.scalars(select(Workspace).where(Workspace.id.in_(ids)))
    names = {workspace.id: workspace.name for workspace in workspaces}
    return [
        {
            **_item(call, provider, integrations[provider.integration_id], standings[provider.id]),
            "workspace_name": names[provider.workspace_id],
        }
        for provider in found
    ]


def _item(call: Call, provider: Provider, integration: Integration, standing: usage.Standing) -> Json:
    detail = _detail(call, provider, integration, standing)
    return {
        **detail,
        "organisation_id": provider.organisation_id,
        "provider": detail["ai_provider_name"],
        "reset_usage": None,
        "rate_limits": provider.rate_limits,
    }
