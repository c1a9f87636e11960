"""An organisation with everything in it: each provider and mode of the corpus, limits, models, headers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from portkey_integrations import Portkey

ROOT = Path(__file__).resolve().parents[2]
CORPUS = sorted((ROOT / "contract_tests" / "corpus").glob("create-integration.*.json"))
AWKWARD = (
    "no",
    "1e3",
    "0o17",
    "12:30",
    "null",
    "~",
    "- a",
    "# b",
    "ä 日本 😀",
    "a: b",
    " c ",
    '"',
    "a\nb\n",
    "\u2028",
)
"""Texts that a reader of YAML may take for something else."""
Json = dict[str, Any]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONTRACT = yaml.load((ROOT / "openapi.yaml").read_bytes(), _LOADER)  # noqa: S506 - both are safe


def secret_names(node: Any = _CONTRACT["components"]) -> Iterator[str]:
    """The fields that the contract calls secret."""
    if isinstance(node, dict):
        for name, value in node.items():
            if isinstance(value, dict) and "x-masked-as" in value:
                yield name
            yield from secret_names(value)
    elif isinstance(node, list):
        for value in node:
            yield from secret_names(value)


SECRET_NAMES = frozenset(secret_names())


def integrations() -> Iterator[Json]:
    """Requests that make integrations, with slugs."""
    for file in CORPUS:
        told = json.loads(file.read_text(encoding="utf-8"))
        if told["direction"] == "request":
            slug = file.stem.partition(".")[2]
            body = {**told["body"], "slug": slug}
            if "workspace_id" in body:
                body |= {"workspace_id": "ws-demo-first", "default_provider_slug": f"{slug}-default"}
            yield body
    headers = {"Authorization": "Bearer token-0123456789", "x-tenant": "tenant-secret-42"}
    yield {
        "slug": "in-house",
        "name": "In-house models",
        "ai_provider_id": "acme-internal",
        "key": "acme-key-0123456789",
        "configurations": {
            "custom_headers": headers,
            "custom_host": "https://llm.example.com/v1",
            "cell": {"region": "eu-7", "weights": [1, 2.5, "1e3"], "on": False},
        },
    }
    for index, text in enumerate(AWKWARD):
        yield {
            "slug": f"awkward-{index}",
            "name": text,
            "description": text * 2,
            "ai_provider_id": "openai",
            "key": f"sk-awkward-0123456789-{index}",
        }


def fill(client: Portkey) -> Json:
    """Makes the organisation; gives the variables that hold its secrets, as `export` names them."""
    variables: Json = {}
    for body in integrations():
        client.integrations.create(**body)
        _add_secrets(variables, body, (body["slug"],))
    models = [
        {"slug": "gpt-4o", "enabled": False},
        {"slug": "gpt-4", "enabled": True, "pricing_config": _price(0.5)},
        {
            "slug": "ft:acme",
            "enabled": True,
            "is_custom": True,
            "is_finetune": True,
            "base_model_slug": "gpt-4o",
        },
        {
            "slug": "own,model/1",
            "name": "Our own",
            "enabled": True,
            "is_custom": True,
            "configurations": {
                "custom_host": "https://m.example.com",
                "custom_headers": {"k": "header-secret-77"},
            },
        },
    ]
    client.integrations.models.update(slug="awkward-0", models=models)
    _add_secrets(variables, {"models": models}, ("awkward-0",))
    client.integrations.models.update(slug="awkward-1", models=models[:3], allow_all_models=False)
    client.integrations.update(
        slug="awkward-2",
        pricing_adjustments={
            "multiplier": {"default": 1.1, "image": {"default": 2}, "additional_units": {"s": 3}}
        },
        secret_mappings=[{"target_field": "key", "secret_reference_id": "vault-key", "value_format": "json"}],
    )
    limits = {
        "usage_limits": [
            {"type": "tokens", "credit_limit": 7, "alert_threshold": 3, "periodic_reset_days": 9}
        ],
        "rate_limits": [{"type": "requests", "unit": "rpm", "value": 60}],
    }
    first = {"id": "ws-demo-first", "enabled": True, **limits, "default_provider_slug": "first-team"}
    second = {"id": "ws-demo-second", "enabled": False}
    third = {"id": "ws-demo-third", "enabled": True, "create_default_provider": False}
    client.integrations.workspaces.update(slug="awkward-0", workspaces=[third, first, second])
    client.integrations.workspaces.update(
        slug="awkward-1",
        workspaces=[{"id": "ws-demo-second", "enabled": True}],
        global_workspace_access={"enabled": True, **limits},
    )
    client.integrations.workspaces.update(
        slug="in-house", workspaces=[{"id": "ws-demo-second", "enabled": True}]
    )
    return variables


def _price(price: float) -> Json:
    return {
        "type": "static",
        "pay_as_you_go": {"request_token": {"price": price}, "response_token": {"price": 1}},
    }


def _add_secrets(variables: Json, value: Any, place: tuple[str, ...]) -> None:
    if isinstance(value, list):
        for one in value:
            _add_secrets(
                variables, one, (*place, one["slug"]) if isinstance(one, dict) and "slug" in one else place
            )
    elif isinstance(value, dict):
        for name, one in value.items():
            here = place if name == "configurations" else (*place, name)
            if name not in SECRET_NAMES:
                _add_secrets(variables, one, here)
            elif name == "custom_headers":
                variables |= {_variable((*here, header)): text for header, text in one.items()}
            else:
                variables[_variable(here)] = one if isinstance(one, str) else json.dumps(one)


def _variable(place: tuple[str, ...]) -> str:
    text = "_".join(("secret", *place)).upper()
    return "".join(one if one.isascii() and one.isalnum() else "_" for one in text)
