"""Full configurations of every provider, for each of its modes of authentication, from the contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portkey_conformance.exchanges import MISSING
from portkey_conformance.trial import Trial

ONLY_IN = {
    "azure_entra_tenant_id": ("entra", "entraFederated"),
    "azure_entra_client_id": ("entra", "entraFederated"),
    "azure_entra_client_secret": ("entra",),
    "azure_managed_client_id": ("managed",),
    "azure_workload_tenant_id": ("workload",),
    "azure_workload_client_id": ("workload",),
    "aws_access_key_id": ("accessKey",),
    "aws_secret_access_key": ("accessKey",),
    "aws_session_token": ("accessKey",),
    "aws_role_arn": ("assumedRole",),
    "aws_external_id": ("assumedRole",),
    "vertex_service_account_json": ("serviceAccount",),
}
"""The modes that a credential belongs to; every other field goes with all of them."""

REALISTIC = {
    "aws_region": ("eu-central-1", "us-west-2"),
    "aws_access_key_id": ("AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE"),
    "aws_role_arn": ("arn:aws:iam::123456789012:role/gateway", "arn:aws:iam::123456789012:role/other"),
    "vertex_region": ("europe-west4", "us-central1"),
    "azure_api_version": ("2024-10-21", "2025-01-01-preview"),
    "azure_entra_tenant_id": ("72f988bf-86f1-41af-91ab-2d7cd011db47", "0f3a1c52-1111-4c6e-9a59-3f0a5e8a7d21"),
    "azure_entra_client_id": ("11111111-2222-3333-4444-555555555555", "66666666-2222-3333-4444-555555555555"),
}
"""Two values of a field that some server may look at closely."""
URLS = frozenset({"custom_host", "azure_foundry_url", "huggingface_base_url"})


@dataclass(frozen=True)
class Configuration:
    """A configuration that an integration of a provider can be created with."""

    provider: str
    mode: str
    """The mode of authentication; empty where the provider has none."""
    fields: Mapping[str, Any] = field(repr=False)
    key: Any = field(repr=False)
    """The key, where one is needed; ``MISSING`` otherwise."""

    def __str__(self) -> str:
        return f"{self.provider} {self.mode}".strip()

    @property
    def body(self) -> dict[str, Any]:
        """What a creation says of it."""
        return {"ai_provider_id": self.provider, "key": self.key, "configurations": dict(self.fields)}

    def without(self, *names: str) -> dict[str, Any]:
        """Its fields but for some."""
        return {name: value for name, value in self.fields.items() if name not in names}


def configurations(trial: Trial, version: int = 0) -> Iterator[Configuration]:
    """Every documented provider in every documented mode, with every field that goes with it.

    Args:
        trial: Whose contract is read, and who plants the secrets.
        version: 0 or 1: no field of the one has the value of the other, but for the mode.
    """
    for provider in trial.contract.configured_providers():
        fields = sorted(trial.contract.configuration_fields(provider) or ())
        schemas = {name: trial.contract.resolve(_schema(trial, provider, name)) for name in fields}
        chooser = next((name for name, schema in schemas.items() if "enum" in schema), None)
        for mode in schemas[chooser]["enum"] if chooser else ("",):
            chosen = {
                name: mode if name == chooser else _value(trial, name, schema, version)
                for name, schema in schemas.items()
                if mode in ONLY_IN.get(name, (mode,))
            }
            yield Configuration(provider, mode, chosen, _key(trial, provider, chosen))


def one_of_each(trial: Trial) -> Iterator[Configuration]:
    """Each documented provider in one of its modes, one with a secret of its own where there is one."""
    held = {*trial.contract.masks} - {"custom_headers"}
    by_provider: dict[str, Configuration] = {}
    for one in configurations(trial):
        if one.provider not in by_provider or held & set(one.fields):
            by_provider[one.provider] = one
    yield from by_provider.values()


def _key(trial: Trial, provider: str, chosen: Mapping[str, Any]) -> Any:
    """A key, where the contract asks for one even if nothing stands in its place."""
    plain = {name: value for name, value in chosen.items() if name != "custom_headers"}
    body = {"name": "any", "ai_provider_id": provider, "configurations": plain}
    creation = trial.contract.operations["createIntegration"]
    return trial.secret() if trial.contract.request_errors(creation, body) else MISSING


def _schema(trial: Trial, provider: str, name: str) -> Mapping[str, Any]:
    return trial.contract.configuration_schema(provider, name)


def _value(trial: Trial, name: str, schema: Mapping[str, Any], version: int) -> Any:
    if name == "azure_deployment_config":
        return _deployments(version)
    if name in trial.contract.masks:
        return _secret(trial, name, schema)
    if schema.get("type") == "boolean":
        return version == 0
    if name in REALISTIC:
        return REALISTIC[name][version]
    return f"https://{version}.models.example/v1" if name in URLS else f"{name}-{version}"


def _secret(trial: Trial, name: str, schema: Mapping[str, Any]) -> Any:
    if schema.get("additionalProperties"):
        return {"authorization": trial.secret("Bearer ", 40), "x-tenant-token": trial.secret(length=40)}
    if schema.get("type") == "object":
        return {"type": "service_account", "project_id": "acme", "private_key": trial.secret(length=60)}
    return trial.secret(length=40)


def _deployments(version: int) -> list[dict[str, Any]]:
    first = {
        "azure_deployment_name": f"gpt-4o-{version}",
        "azure_api_version": REALISTIC["azure_api_version"][version],
        "azure_model_slug": f"gpt-4o-model-{version}",
        "alias": f"alias-{version}",
        "is_default": version == 0,
    }
    second = {
        "azure_deployment_name": f"gpt-4o-mini-{version}",
        "azure_api_version": REALISTIC["azure_api_version"][1 - version],
        "azure_model_slug": f"gpt-4o-mini-model-{version}",
        "is_default": version == 1,
    }
    return [first, second]
