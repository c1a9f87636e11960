"""`/integrations/{slug}/workspaces`: which workspaces may use an integration, and how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import access, grants, usage
from .calls import Call, given
from .clock import now
from .contract import Json
from .errors import invalid, not_found
from .limits import check_usage_limits, scheduled, shown, shown_access
from .tables import Grant, Integration, Workspace


def list_integration_workspaces(call: Call) -> Json:
    integration = access.integration_named(call, call.path["slug"])
    slugs = {workspace.id: workspace.slug for workspace in access.visible_workspaces(call)}
    entries = [
        {
            "id": slugs[grant.workspace_id],
            "enabled": grant.enabled,
            "usage_limits": shown(grant.usage_limits),
            "rate_limits": grant.rate_limits,
            "created_at": grant.created_at,
            "last_updated_at": grant.last_updated_at,
        }
        for grant in grants.grants_of(call.session, integration)
        if grant.workspace_id in slugs
    ]
    return {
        "object": "integration",
        "total": len(entries),
        "workspaces": entries,
        "global_workspace_access": shown_access(integration.global_access),
    }


def update_integration_workspaces(call: Call) -> Json:
    integration = access.integration_to_change(call)
    workspaces = access.workspaces_of_the_organisation(call)
    entries = _entries(call, integration, workspaces)
    own = {grant.workspace_id: grant for grant in grants.grants_of(call.session, integration)}
    before = {workspace.id for workspace in grants.with_access(integration, workspaces, own)}

    _change_global_access(call, integration)
    if _overrides(call.body) and integration.global_access is not None:
        _override(integration, own, keep={entry.workspace.id for entry in entries})
    for entry in entries:
        _change_grant(call, integration, own, entry)
    _reset_usage(call, integration, entries)

    after = grants.with_access(integration, workspaces, own)
    _follow_with_providers(call, integration, entries, before, after)
    integration.last_updated_at = now()
    return {}


@dataclass(frozen=True)
class _Entry:
    workspace: Workspace
    sent: Json


def _entries(call: Call, integration: Integration, workspaces: Sequence[Workspace]) -> list[_Entry]:
    named = {workspace.id: workspace for workspace in workspaces}
    named.update({workspace.slug: workspace for workspace in workspaces})
    entries: list[_Entry] = []
    for sent in call.body.get("workspaces") or []:
        if sent["id"] not in named:
            raise not_found("The workspace")
        entries.append(_Entry(named[sent["id"]], sent))
    if len({entry.workspace.id for entry in entries}) != len(entries):
        raise invalid("workspaces names a workspace twice.")
    for entry in entries:
        check_usage_limits(entry.sent.get("usage_limits"))
        if entry.sent["enabled"] and integration.workspace_id not in (None, entry.workspace.id):
            raise invalid("The integration belongs to one workspace and cannot be opened to another.")
    return entries


def _change_global_access(call: Call, integration: Integration) -> None:
    sent = call.body.get("global_workspace_access")
    if sent is None:
        return
    if sent["enabled"] and integration.workspace_id is not None:
        raise invalid("The integration belongs to one workspace and cannot be opened to all.")
    check_usage_limits(sent.get("usage_limits"))
    integration.global_access = {
        "enabled": sent["enabled"],
        "usage_limits": scheduled(sent.get("usage_limits")),
        "rate_limits": sent.get("rate_limits"),
    }


def _overrides(body: Json) -> bool:
    """The flag under its own name, or else under the one that the official SDKs send."""
    return bool(
        body.get("override_existing_workspace_access", body.get("override_existing_workspaces_access"))
    )


def _override(integration: Integration, own: Mapping[str, Grant], keep: set[str]) -> None:
    """Gives the global default to the grants that the request does not name."""
    default = integration.global_access or {}
    for grant in own.values():
        if grant.workspace_id not in keep:
            grant.enabled = default["enabled"]
            grant.usage_limits = default["usage_limits"]
            grant.rate_limits = default["rate_limits"]
            grant.last_updated_at = now()


def _change_grant(call: Call, integration: Integration, own: dict[str, Grant], entry: _Entry) -> None:
    grant = own.get(entry.workspace.id)
    if grant is None:
        grant = Grant(integration_id=integration.id, workspace_id=entry.workspace.id)
        own[entry.workspace.id] = grant
        call.session.add(grant)
    else:
        grant.last_updated_at = now()
    for name, value in given(entry.sent, "enabled", "usage_limits", "rate_limits").items():
        setattr(grant, name, scheduled(value) if name == "usage_limits" else value)


def _reset_usage(call: Call, integration: Integration, entries: list[_Entry]) -> None:
    asked = [entry.workspace.id for entry in entries if entry.sent.get("reset_usage")]
    usage.reset(call.session, grants.providers_of(call.session, integration, asked))
    usage.reset_workspaces(call.session, integration, asked)


def _follow_with_providers(
    call: Call,
    integration: Integration,
    entries: list[_Entry],
    before: set[str],
    after: Sequence[Workspace],
) -> None:
    """New access brings a default provider; access taken away takes its providers along."""
    lost = before - {workspace.id for workspace in after}
    grants.remove_providers(call, integration, lost)
    sent = {entry.workspace.id: entry.sent for entry in entries}
    wanted = call.body.get("create_default_provider") is not False
    slug = call.body.get("default_provider_slug")
    slugs: dict[str, str | None] = {}
    for workspace in after:
        entry = sent.get(workspace.id, {})
        if workspace.id in before or entry.get("create_default_provider", wanted) is False:
            continue
        own_slug = entry.get("default_provider_slug")
        slugs[workspace.id] = own_slug or slug
        if own_slug is None:
            slug = None  # one provider can have it; the others get slugs of their own
    grants.add_default_providers(call, integration, slugs)
