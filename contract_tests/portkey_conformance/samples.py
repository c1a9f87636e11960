"""Requests that a check can start from: the contract's own examples, made fresh for this run."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portkey_conformance.contract import Operation
from portkey_conformance.exchanges import MISSING, Exchange
from portkey_conformance.target import Workspace
from portkey_conformance.trial import Caller, Integration, Provider, Trial, prepared

CREATE_INTEGRATION = "createIntegration"


@dataclass(frozen=True)
class Request:
    """A request for an operation, ready to send with any key."""

    operation: Operation
    slug: str | None = None
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = MISSING

    @property
    def writes(self) -> bool:
        return self.operation.method != "GET"

    @property
    def creates(self) -> bool:
        return self.operation.method == "POST"

    def send(self, caller: Caller) -> Exchange:
        return caller.call(self.operation.id, self.slug, query=self.query, body=self.body)


@dataclass(frozen=True)
class Site:
    """An integration, a provider of it and a virtual key, with all that can be asked of them.

    Where the target has no workspace, there is neither a provider nor a virtual key: the operations on them
    then name a slug of nobody's.
    """

    integration: Integration
    model: str
    """A custom model of the integration."""
    workspace: Workspace | None
    provider: Provider | None
    virtual_key: Provider | None

    def requests(self, trial: Trial, *, by_id: bool = False, absent: bool = False) -> list[Request]:
        """A well-formed request for every operation, what takes something away last.

        Args:
            trial: Gives fresh names.
            by_id: Name the resources by their ids, where the server answered them.
            absent: Name resources that are not there.
        """
        workspace = {"workspace_id": self.workspace.id} if self.workspace else {}
        bodies = _bodies(trial, self, workspace)
        found = []
        for operation in trial.contract.operations.values():
            on_integration = operation.path.startswith("/integrations")
            query = {} if on_integration or operation.method == "POST" else dict(workspace)
            if operation.id == "deleteIntegrationModels":
                query = {"slugs": self.model}
            slug = None
            if "{slug}" in operation.path:
                resource = self._at(operation.path)
                slug = trial.name() if absent or resource is None else resource.slug
                slug = resource.id or slug if by_id and resource is not None else slug
            found.append(Request(operation, slug, query, bodies.get(operation.id, MISSING)))
        deletions = [one for one in found if one.operation.method == "DELETE"]
        return [one for one in found if one not in deletions] + deletions[::-1]

    def _at(self, path: str) -> Integration | Provider | None:
        if path.startswith("/integrations"):
            return self.integration
        return self.provider if path.startswith("/providers") else self.virtual_key


def site_of_the_organisation(trial: Trial) -> Site:
    """An integration of the organisation, used in the first workspace where the target has one."""
    integration = trial.integration(description=f"{trial.name()} described")
    workspace = trial.target.first
    if workspace is not None:
        trial.grant(integration, workspace)
    return _site(trial, integration, workspace)


def site_of_a_workspace(trial: Trial, workspace: Workspace, caller: Caller | None = None) -> Site:
    """An integration of one workspace, used there; made by the caller given, or by the admin key."""
    integration = trial.integration(
        caller,
        workspace_id=workspace.id,
        create_default_provider=False,
        description=f"{trial.name()} described",
    )
    return _site(trial, integration, workspace)


def _site(trial: Trial, integration: Integration, workspace: Workspace | None) -> Site:
    model = trial.name()
    body = {"models": [{"slug": model, "enabled": True, "is_custom": True}]}
    prepared(trial.admin.call("updateIntegrationModels", integration.slug, body=body), "add a model")
    if workspace is None:
        return Site(integration, model, None, None, None)
    note = f"{trial.name()} noted"
    provider = trial.provider(integration, workspace_id=workspace.id, note=note)
    virtual_key = trial.virtual_key(workspace_id=workspace.id, note=note)
    return Site(integration, model, workspace, provider, virtual_key)


def _bodies(trial: Trial, site: Site, workspace: Mapping[str, str]) -> dict[str, Any]:
    name = trial.name()
    changed = {"name": f"{name} changed"}
    limits = [{"type": "requests", "unit": "rpm", "value": 7}]
    access = [{"id": site.workspace.slug, "enabled": True, "rate_limits": limits}] if site.workspace else []
    openai = {"ai_provider_id": "openai", "key": trial.secret()}
    return {
        "createIntegration": {"name": name, "slug": f"{name}-i", **openai},
        "updateIntegration": {**changed, "description": f"{name} described", "key": trial.secret("zz")},
        "updateIntegrationModels": {
            "models": [
                {"slug": site.model, "enabled": False, "is_custom": True},
                {"slug": name, "enabled": True},
            ],
            "allow_all_models": False,
        },
        "updateIntegrationWorkspaces": {"workspaces": access, "create_default_provider": False},
        "createProvider": {
            "name": name,
            "slug": f"{name}-p",
            "integration_id": site.integration.slug,
            **workspace,
        },
        "updateProvider": {**changed, "note": f"{name} noted"},
        "createVirtualKey": {"name": name, "provider": "openai", "key": trial.secret(), **workspace},
        "updateVirtualKey": {**changed, "note": f"{name} noted", "key": trial.secret("zz")},
    }


def integration_examples(trial: Trial) -> dict[str, dict[str, Any]]:
    """The contract's examples of a create by name, each with a fresh slug, fresh secrets and no workspace.

    Examples that map secret references are left out: a reference must exist on the server.
    """
    operation = trial.contract.operations[CREATE_INTEGRATION]
    fresh = {}
    for name, body in trial.contract.request_examples(operation).items():
        if "secret_mappings" in body:
            continue
        kept = {key: copy.deepcopy(value) for key, value in body.items() if key not in _OF_A_WORKSPACE}
        fresh[name] = {**planted(trial, kept), "name": trial.name(), "slug": trial.name()}
    return fresh


def planted(trial: Trial, node: Any) -> Any:
    """A copy of a request body with a fresh secret wherever the contract has one."""
    if isinstance(node, dict):
        return {
            name: _fresh_secret(trial, value) if name in trial.contract.masks else planted(trial, value)
            for name, value in node.items()
        }
    if isinstance(node, list):
        return [planted(trial, value) for value in node]
    return node


def secrets_in(trial: Trial, node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Where a request body holds secrets, and each secret."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name in trial.contract.masks:
                yield (*path, name), value
            else:
                yield from secrets_in(trial, value, (*path, name))


def _fresh_secret(trial: Trial, value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _fresh_secret(trial, inner) for name, inner in value.items()}
    return trial.secret(length=40) if isinstance(value, str) else value


_OF_A_WORKSPACE = frozenset({"workspace_id", "create_default_provider", "default_provider_slug"})
