"""Requests that a check can start from: the contract's own examples, made fresh for this run."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portkey_conformance.contract import Operation
from portkey_conformance.exchanges import MISSING, Exchange
from portkey_conformance.trial import Caller, Integration, Trial

CREATE_INTEGRATION = "createIntegration"


@dataclass(frozen=True)
class Request:
    """A request for an operation, ready to send with any key."""

    operation: Operation
    slug: str | None = None
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = MISSING

    def send(self, caller: Caller) -> Exchange:
        return caller.call(self.operation.id, self.slug, query=self.query, body=self.body)


def requests_about(trial: Trial, integration: Integration) -> Iterator[Request]:
    """A well-formed request for every operation; those on integrations are about the one given.

    Where the target has no workspace, the operations on providers and virtual keys name a slug of nobody's.
    """
    workspace = {"workspace_id": trial.target.first.id} if trial.target.first else {}
    nobody = trial.name()
    bodies = {
        "createIntegration": {"name": nobody, "ai_provider_id": "openai", "key": trial.secret()},
        "updateIntegration": {"name": f"{nobody} changed"},
        "updateIntegrationModels": {"models": [{"slug": "gpt-4", "enabled": True}]},
        "updateIntegrationWorkspaces": {"workspaces": []},
        "createProvider": {"name": nobody, "integration_id": integration.slug, **workspace},
        "updateProvider": {"name": f"{nobody} changed"},
        "createVirtualKey": {"name": nobody, "provider": "openai", "key": trial.secret(), **workspace},
        "updateVirtualKey": {"name": f"{nobody} changed"},
    }
    for operation in trial.contract.operations.values():
        on_integration = operation.path.startswith("/integrations")
        slug = (integration.slug if on_integration else nobody) if "{slug}" in operation.path else None
        query: dict[str, Any] = {} if on_integration or operation.method == "POST" else dict(workspace)
        if operation.id == "deleteIntegrationModels":
            query = {"slugs": "no-such-model"}
        yield Request(operation, slug, query, bodies.get(operation.id, MISSING))


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
