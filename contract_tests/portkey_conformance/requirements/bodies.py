"""ERR: bodies that break their schema in one place, for every place that the contract describes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from portkey_conformance import refusals
from portkey_conformance.checks import Observed, check
from portkey_conformance.configurations import configurations
from portkey_conformance.exchanges import MISSING, Exchange
from portkey_conformance.trial import Trial
from portkey_conformance.verdicts import Violation

WRONG: Mapping[str, Any] = {
    "string": 7,
    "integer": "7",
    "boolean": "true",
    "array": {"0": "text"},
    "object": "text",
}
"""For each JSON type, a value of another one."""


def _is_refused(answer: Exchange, trial: Trial) -> None:
    """Raises Violation if a body was taken that no other requirement has a better word for."""
    seen = refusals.taken(refusals.ANY_BODY, answer, trial.contract)
    if isinstance(seen, Observed):
        raise Violation(seen.expected, seen.actual, evidence=[answer])


def _wrong(trial: Trial, schema: Mapping[str, Any]) -> Iterator[Any]:
    """Values that a schema does not allow, by their type alone."""
    types: set[str] = set()
    for one in trial.contract.alternatives(schema):
        given = one.get("type", [])
        types |= set(given if isinstance(given, list) else [given])
    named = sorted(types & set(WRONG))
    if len(named) == 1:
        yield WRONG[named[0]]
        if "null" not in types:
            yield None


@check("ERR-003", needs=("first",), thorough=True)
def every_field_of_another_type_is_refused(trial: Trial) -> None:
    for operation, slug, query, base in _sound(trial):
        schema = trial.contract.request_schema(trial.contract.operations[operation])
        for name, described in schema.get("properties", {}).items():
            # What a creation and an update have in common is sent once as another type and once as null.
            values = list(_wrong(trial, described))
            for value in values[-1:] if operation.startswith("update") else values[:1]:
                body = {field: v for field, v in {**base, name: value}.items() if v is not MISSING}
                _is_refused(trial.admin.call(operation, slug, query=query, body=body), trial)


def _sound(trial: Trial) -> Iterator[tuple[str, str | None, Mapping[str, str] | None, dict[str, Any]]]:
    """A body that the contract allows, for every operation that takes one."""
    integration = trial.integration()
    trial.grant(integration, trial.first)
    provider = trial.provider(integration)
    workspace = {"workspace_id": trial.first.id}
    of_integration = {"integration_id": integration.slug}
    of_openai = {"provider": "openai", "key": trial.secret()}
    named = {"name": trial.name()}
    openai = {"ai_provider_id": "openai", "key": trial.secret()}
    yield "createIntegration", None, None, {**named, **openai}
    yield "updateIntegration", integration.slug, None, dict(named)
    yield "updateIntegrationModels", integration.slug, None, {"models": []}
    yield "updateIntegrationWorkspaces", integration.slug, None, {"workspaces": []}
    yield "createProvider", None, None, {**named, **of_integration, **workspace}
    yield "updateProvider", provider.slug, provider.query, dict(named)
    yield "createVirtualKey", None, None, {**named, **of_openai, **workspace}
    yield "updateVirtualKey", provider.slug, provider.query, dict(named)


@check("ERR-003", thorough=True)
def every_field_of_a_configuration_of_another_type_is_refused(trial: Trial) -> None:
    seen: set[str] = set()
    for one in configurations(trial):
        for name in sorted(set(one.fields) - seen):
            seen.add(name)
            for value in [*_wrong(trial, trial.contract.configuration_schema(one.provider, name))][:1]:
                body = {**one.body, "configurations": {**one.fields, name: value}, "name": trial.name()}
                sent = {field: v for field, v in body.items() if v is not MISSING}
                _is_refused(trial.admin.call("createIntegration", body=sent), trial)


@check("ERR-001", needs=("first",))
def texts_with_control_characters_get_no_server_error(trial: Trial) -> None:
    """A server may take or refuse them; the observation judges the answers."""
    texts = ("\u0000", "\u0001\u001f\u007f\ufffe\uffff\u202e\u2029\U0010ffff")
    for text in texts:
        odd = f"{trial.prefix}{text}"
        made = {"name": odd, "ai_provider_id": "openai", "key": trial.secret(), "description": text}
        trial.admin.call("createIntegration", body={**made, "slug": trial.name()})
        trial.admin.call("createIntegration", body={**made, "configurations": {"openai_project": text}})
        key = {"name": odd, "provider": "openai", "key": trial.secret(), "note": text}
        trial.admin.call("createVirtualKey", body={**key, "workspace_id": trial.first.id})
        trial.admin.call("retrieveIntegration", odd)
