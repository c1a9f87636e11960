"""Payloads that are wrong in one way, derived from real ones: the contract refuses each.

The rules stand on what is known of the API and not on the schemas: a schema that forgets a required field
or a bound lets a payload of these through, and its test fails.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from client.contract import Payload, corpus, errors, examples, is_valid

MISSING = object()
PAYLOADS = [*corpus(), *examples()]

Wrong = tuple[Any, ...]
TEXT: Wrong = (1, True, [], {})
"""What is no string."""
OBJECT: Wrong = ("x", 1, [])
ARRAY: Wrong = ("x", 1, {})
BOOLEAN: Wrong = ("yes", 2, [])
INTEGER: Wrong = ("1", 1.5, [])

SLUG = ("", "a b", "a/b", "é", "a.b", "a%20b")
SECRETS = {
    "aws_secret_access_key": "wJalrXUtnFEMI",
    "aws_session_token": "FwoGZXIvYXdz",
    "azure_entra_client_secret": "entra-secret",
    "vertex_service_account_json": {"private_key": "x"},
    "custom_headers": {"authorization": "Bearer x"},
}
CONFIGURATIONS: dict[str, dict[str, Any]] = {
    "azure-openai": {
        "azure_auth_mode": "default",
        "azure_resource_name": "r",
        "azure_deployment_config": [
            {"azure_api_version": "v", "azure_deployment_name": "d", "azure_model_slug": "gpt-4"}
        ],
    },
    "azure-ai": {"azure_auth_mode": "default", "azure_foundry_url": "https://x.example.com"},
    "bedrock": {
        "aws_auth_type": "accessKey",
        "aws_region": "us-east-1",
        "aws_access_key_id": "a",
        "aws_secret_access_key": "b",
    },
    "vertex-ai": {"vertex_auth_type": "basic", "vertex_region": "r", "vertex_project_id": "p"},
    "workers-ai": {"workers_ai_account_id": "a"},
    "cortex": {"snowflake_account": "a"},
}
NEEDED: dict[tuple[str, str], tuple[str, ...]] = {
    ("azure_auth_mode", "entra"): (
        "azure_entra_tenant_id",
        "azure_entra_client_id",
        "azure_entra_client_secret",
    ),
    ("azure_auth_mode", "entraFederated"): ("azure_entra_tenant_id", "azure_entra_client_id"),
    ("azure_auth_mode", "workload"): ("azure_workload_tenant_id", "azure_workload_client_id"),
    ("aws_auth_type", "accessKey"): ("aws_access_key_id", "aws_secret_access_key"),
    ("aws_auth_type", "assumedRole"): ("aws_role_arn",),
    ("vertex_auth_type", "basic"): ("vertex_project_id",),
    ("vertex_auth_type", "serviceAccount"): ("vertex_service_account_json",),
}
"""The credentials of each mode of authentication."""


@dataclass(frozen=True)
class Rule:
    """A place in a payload and what must not be there; MISSING where something must be."""

    place: str
    wrong: Wrong
    where_there: bool = False
    """Only in payloads that have the place: elsewhere it would be a field that nobody knows."""


def required(*places: str) -> list[Rule]:
    return [Rule(place, (MISSING,)) for place in places]


def never(place: str, *wrong: Any) -> Rule:
    return Rule(place, wrong)


def wherever(place: str, *wrong: Any) -> Rule:
    return Rule(place, wrong, where_there=True)


LIMIT = [
    never("type", "wishes", 1),
    never("credit_limit", 0, -1, *INTEGER),
    never("alert_threshold", 0, *INTEGER),
    never("periodic_reset", "daily", 7),
    never("periodic_reset_days", 0, 366, "7"),
]
RATE = [
    *required("type", "unit", "value"),
    never("type", "wishes"),
    never("unit", "rps", 1),
    never("value", *INTEGER),
]


def under(place: str, rules: list[Rule]) -> list[Rule]:
    return [Rule(f"{place}/{rule.place}", rule.wrong) for rule in rules]


MODEL = [
    *required("slug", "enabled"),
    never("slug", *TEXT),
    never("enabled", *BOOLEAN),
    never("is_custom", *BOOLEAN),
    never("base_model_slug", 1, []),
    never("pricing_config/type", "dynamic", MISSING),
    never("pricing_config/pay_as_you_go/request_token/price", -1, "1", MISSING),
]
WORKSPACE = [
    *required("id", "enabled"),
    never("id", *TEXT),
    never("enabled", *BOOLEAN),
    never("usage_limits", {"credit_limit": 1}, [{"credit_limit": 1}, {"credit_limit": 2}]),
    *under("usage_limits/0", LIMIT),
    *under("rate_limits/0", RATE),
]
ACCESS = [*required("enabled"), never("enabled", *BOOLEAN), never("usage_limits", {}, [{}, {}])]
MAPPING = [
    *required("target_field", "secret_reference_id"),
    never("target_field", "keys", "model_config.x", "", 1),
    never("secret_reference_id", 1, None),
    never("value_format", "yaml"),
]
PRICING = [
    never("surprise", 1),
    never("multiplier/default", -0.1, "1"),
    never("multiplier/unheard_of_token", 1),
    never("multiplier/image", {"best": 1}),
]
SUMMARY = [
    *required("id", "slug", "name", "ai_provider_id", "status", "created_at", "object"),
    never("id", "not-a-uuid", 1, None),
    never("slug", *TEXT, None),
    never("name", *TEXT, None),
    never("status", "paused", 1, None),
    never("created_at", "yesterday", 1, None),
    never("last_updated_at", "yesterday", 1),
    never("object", "thing", 1),
    never("key", "sk-in-clear"),
]
ERROR = [never("success", True, "false"), never("data/message", *TEXT), never("data", MISSING, "x", 1)]
PROVIDER = [
    *required("name", "slug", "status", "integration_id", "object"),
    never("status", "paused", 1),
    never("usage_limits", [], "x"),
    never("rate_limits", {}, "x"),
    never("object", "thing"),
    never("key", "sk-in-clear"),
    *under("usage_limits", LIMIT),
    *under("rate_limits/0", RATE),
]
VIRTUAL_KEY = [
    *required("name", "slug", "status", "object"),
    never("status", "paused", 1),
    never("key", "sk-in-clear", 1),
    never("masked_api_key", 1, {}),
    never("usage_limits", [], "x"),
    *(never(f"model_config/{name}", value) for name, value in SECRETS.items()),
]
RULES: dict[tuple[str, str], list[Rule]] = {
    ("createIntegration", "request"): [
        *required("name", "ai_provider_id"),
        never("name", "", None, *TEXT),
        never("ai_provider_id", None, *TEXT),
        never("slug", *SLUG, *TEXT),
        never("key", *TEXT),
        never("configurations", *OBJECT),
        never("secret_mappings", *ARRAY),
        never("create_default_provider", *BOOLEAN),
        never("default_provider_slug", *SLUG, "a" * 256),
        *under("secret_mappings/0", MAPPING),
        *under("pricing_adjustments", PRICING),
        never("configurations/custom_headers", "x", {"a": 1}),
        never("configurations/is_key_required", *BOOLEAN),
        wherever("configurations/azure_auth_mode", "password", MISSING),
        wherever("configurations/azure_resource_name", MISSING, 1),
        wherever("configurations/azure_foundry_url", MISSING, 1),
        wherever("configurations/azure_deployment_config", MISSING, [], {}),
        wherever("configurations/azure_deployment_config/0/azure_api_version", MISSING, "v" * 31),
        wherever("configurations/azure_deployment_config/0/azure_deployment_name", MISSING),
        wherever("configurations/azure_deployment_config/0/azure_model_slug", MISSING),
        wherever("configurations/aws_auth_type", MISSING, "password"),
        wherever("configurations/aws_region", MISSING, 1),
        wherever("configurations/vertex_auth_type", MISSING, "password"),
        wherever("configurations/vertex_region", MISSING, 1),
        wherever("configurations/vertex_service_account_json", "{}", 1),
    ],
    ("updateIntegration", "request"): [
        never("name", "", None, *TEXT),
        never("key", *TEXT, None),
        never("secret_mappings", *ARRAY, None),
        *under("pricing_adjustments", PRICING),
    ],
    ("createIntegration", "response"): [*required("id", "slug"), never("id", "x", 1), never("slug", *TEXT)],
    ("retrieveIntegration", "response"): [
        *SUMMARY,
        never("masked_key", 1, {}),
        never("allow_all_models", "yes", 1),
        never("workspace_count", "1", 1.5, -1),
        never("configurations", *OBJECT),
        *(never(f"configurations/{name}", value) for name, value in SECRETS.items()),
        *under("global_workspace_access_settings", ACCESS),
        *under("global_workspace_access_settings/usage_limits/0", LIMIT),
        *under("global_workspace_access_settings/rate_limits/0", RATE),
    ],
    ("listIntegrations", "response"): [
        *required("object", "total", "data"),
        never("total", *INTEGER, -1),
        never("data", *ARRAY),
        never("object", "array"),
        *under("data/0", SUMMARY),
    ],
    ("updateIntegrationModels", "request"): [
        *required("models"),
        never("models", *ARRAY, None),
        never("allow_all_models", *BOOLEAN),
        *under("models/0", MODEL),
        *under("models/1", MODEL),
    ],
    ("listIntegrationModels", "response"): [
        *required("models"),
        never("models", *ARRAY),
        never("models/1/is_custom", 1, "true"),
        never("models/1/configurations/custom_headers", {"a": "b"}),
    ],
    ("updateIntegrationWorkspaces", "request"): [
        never("workspaces", *ARRAY),
        never("override_existing_workspace_access", *BOOLEAN),
        *under("workspaces/0", WORKSPACE),
        *under("global_workspace_access", ACCESS),
    ],
    ("listIntegrationWorkspaces", "response"): [
        *required("total", "workspaces"),
        *under("workspaces/0", WORKSPACE),
    ],
    ("createProvider", "request"): [
        *required("name", "integration_id"),
        never("name", "", *TEXT),
        never("integration_id", *TEXT),
        never("slug", *SLUG),
        never("usage_limits", [], "x"),
        never("rate_limits", {}),
        never("expires_at", "tomorrow", 1),
        *under("usage_limits", LIMIT),
        *under("rate_limits/0", RATE),
    ],
    ("createProvider", "response"): required("id", "slug"),
    ("updateProvider", "response"): required("id", "slug"),
    ("retrieveProvider", "response"): PROVIDER,
    ("listProviders", "response"): [*required("object", "total", "data"), *under("data/0", PROVIDER)],
    ("createVirtualKey", "request"): [
        *required("name", "provider"),
        never("name", "", *TEXT),
        never("provider", *TEXT),
        never("key", *TEXT),
        never("awsRegion", 1),
        never("usage_limits", [], "x"),
        *under("usage_limits", LIMIT),
    ],
    ("createVirtualKey", "response"): [never("data/slug", 1, MISSING), never("success", MISSING, "yes")],
    ("retrieveVirtualKey", "response"): VIRTUAL_KEY,
    ("listVirtualKeys", "response"): [*required("total", "data"), *under("data/0", VIRTUAL_KEY)],
}


def wrong_payloads() -> Iterator[tuple[str, Payload, Any]]:
    for payload in PAYLOADS:
        is_error = payload.direction == "response" and payload.status != 200
        rules = ERROR if is_error else RULES.get((payload.operation, payload.direction), [])
        if is_error and "data" not in payload.body:
            continue
        for rule in rules:
            if rule.where_there and broken(payload.body, rule.place, MISSING) is None:
                continue
            for wrong in rule.wrong:
                body = broken(payload.body, rule.place, wrong)
                if body is not None:
                    what = "missing" if wrong is MISSING else repr(wrong)[:24]
                    yield f"{payload.name}: {rule.place} {what}", payload, body
        if (payload.operation, payload.direction) == ("createIntegration", "request"):
            yield from wrong_configurations(payload)
        if (payload.operation, payload.direction) == ("updateIntegration", "request"):
            for name, value in (
                ("azure_auth_mode", "password"),
                ("aws_auth_type", "x"),
                ("custom_headers", 1),
            ):
                body = {**payload.body, "configurations": {name: value}}
                yield f"{payload.name}: configurations/{name} {value}", payload, body


def wrong_configurations(payload: Payload) -> Iterator[tuple[str, Payload, Any]]:
    own = payload.body["ai_provider_id"]
    configurations = payload.body.get("configurations", {})
    if own in CONFIGURATIONS:
        for other, foreign in CONFIGURATIONS.items():
            if other != own:
                body = {**payload.body, "configurations": foreign}
                yield f"{payload.name}: the configuration of {other}", payload, body
        without = {name: value for name, value in payload.body.items() if name != "configurations"}
        yield f"{payload.name}: no configuration", payload, without
    for (field, mode), names in NEEDED.items():
        if configurations.get(field) == mode and "secret_mappings" not in payload.body:
            for name in names:
                body = broken(payload.body, f"configurations/{name}", MISSING)
                yield f"{payload.name}: {mode} without {name}", payload, body
    keyless = "custom_headers" in configurations or "secret_mappings" in payload.body
    if own in ("openai", "huggingface", "workers-ai", "cortex") and not keyless:
        yield f"{payload.name}: no key", payload, broken(payload.body, "key", MISSING)


def broken(body: Any, place: str, wrong: Any) -> Any:
    """A copy with one place changed; None where the payload has no such place."""
    changed = copy.deepcopy(body)
    *path, last = place.split("/")
    node = changed
    for step in path:
        try:
            node = node[int(step)] if isinstance(node, list) else node[step]
        except (LookupError, ValueError, TypeError):
            return None
    if isinstance(node, list):
        if wrong is MISSING or not last.isdigit() or int(last) >= len(node):
            return None
        node[int(last)] = wrong
    elif not isinstance(node, dict):
        return None
    elif wrong is MISSING:
        if last not in node:
            return None
        del node[last]
    else:
        node[last] = wrong
    return changed


WRONG = list(wrong_payloads())


def test_at_least_150_wrong_payloads_are_derived() -> None:
    assert len({name for name, _, _ in WRONG}) >= 150


@pytest.mark.parametrize(("payload", "body"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_the_contract_refuses_a_payload_that_is_wrong_in_one_way(payload: Payload, body: Any) -> None:
    assert is_valid(payload.schema, payload.body), errors(payload.schema, payload.body)
    assert not is_valid(payload.schema, body)
