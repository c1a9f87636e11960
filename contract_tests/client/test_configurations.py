"""A configuration is made of what its way to sign in takes, and what that needs is missed before sending."""

from __future__ import annotations

import inspect
import json
import pickle
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from portkey_integrations import InvalidArgumentError, Portkey, PortkeyError, configurations, operations
from portkey_integrations.configurations import (
    AccessKey,
    AssumedRole,
    AzureDefault,
    AzureOpenAI,
    Basic,
    Bedrock,
    Entra,
    OpenAI,
    VertexAI,
    VertexWorkload,
    virtual_key_fields,
)
from portkey_integrations_api import configurations as generated
from portkey_integrations_api.conditions import CONDITIONS, unmet
from portkey_integrations_api.types import UNSET, Model

from client.contract import SCHEMAS, corpus, is_valid

DEPLOYMENT = {
    "azure_api_version": "2024-10-21",
    "azure_deployment_name": "gpt-4o",
    "azure_model_slug": "gpt-4o",
}
PROVIDERS: dict[str, Any] = {
    one.AI_PROVIDER_ID: one
    for one in vars(generated).values()
    if "AI_PROVIDER_ID" in getattr(one, "__dict__", ())
}
MODES = generated.Mode.__subclasses__()
REQUEST = {"$ref": "#/components/schemas/CreateIntegrationRequest"}
VALUES = {
    "azure_deployment_config": [DEPLOYMENT],
    "vertex_service_account_json": {"type": "service_account"},
    "custom_headers": {"authorization": "Bearer t"},
    "is_key_required": True,
    "vertex_skip_ptu_cost_attribution": True,
    "vertex_map_metadata": False,
}


def arguments(kind: type[Any], full: bool, auth: Any = None) -> dict[str, Any]:
    """Arguments of a class: all of them, or those that it needs."""
    fields = {name.split("_", 1)[-1]: value for name, value in VALUES.items()} | VALUES
    given: dict[str, Any] = {}
    for one in inspect.signature(kind).parameters.values():
        if one.name == "auth":
            given["auth"] = auth
        elif full or one.default is not UNSET:
            given[one.name] = fields.get(one.name, f"some {one.name}"[:30])
    return given


def every_way(full: bool) -> Iterator[tuple[str, Model]]:
    """Each provider with each of its ways to sign in."""
    for provider, kind in PROVIDERS.items():
        auth = inspect.signature(kind).parameters.get("auth")
        names = auth.annotation.split(" | ") if auth else [None]
        for name in names:
            mode = name and getattr(generated, name)
            made = mode and mode(**arguments(mode, full))
            yield provider, kind(**arguments(kind, full, made))


@pytest.mark.parametrize("full", [True, False], ids=["all", "needed"])
def test_what_the_classes_make_is_what_the_contract_takes(full: bool) -> None:
    made = list(every_way(full))
    assert {provider for provider, _ in made} == PROVIDERS.keys()
    for provider, configuration in made:
        body: dict[str, Any] = {"name": "a", "ai_provider_id": provider, "key": "k"}
        assert is_valid(REQUEST, {**body, "configurations": configuration.to_dict()}), provider
        assert operations.create_integration(**body, configurations=configuration)  # type: ignore[arg-type]


def test_every_provider_mode_and_field_of_the_contract_has_its_place() -> None:
    chain = SCHEMAS["CreateIntegrationRequest"]
    known = set()
    while "if" in chain:
        known.add(chain["if"]["properties"]["ai_provider_id"]["const"])
        chain = chain["else"]
    assert known == PROVIDERS.keys()
    told: dict[str, set[str]] = {}
    for provider, configuration in every_way(full=True):
        told.setdefault(provider, set()).update(configuration.to_dict())
    for provider, kind in PROVIDERS.items():
        assert told[provider] == {field.wire for field in kind.FIELDS}
    modes = [
        value
        for name in ("AzureAuthMode", "AWSAuthType", "VertexAuthType")
        for value in SCHEMAS[name]["enum"]
    ]
    assert sorted(mode.VALUE for mode in MODES) == sorted(modes)


def test_a_credential_that_a_class_needs_cannot_be_left_out() -> None:
    with pytest.raises(TypeError, match="client_secret"):
        Entra(tenant_id="t", client_id="c")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="auth"):
        Bedrock(region="eu-west-1")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"ai_provider_id": "openai"}, "needs key (It has a key, or"),
        ({"ai_provider_id": "openai", "key": ""}, "needs key"),
        ({"ai_provider_id": "bedrock"}, "needs configurations"),
        (
            {
                "ai_provider_id": "azure-ai",
                "configurations": {
                    "azure_auth_mode": "entra",
                    "azure_foundry_url": "u",
                    "azure_entra_tenant_id": "t",
                },
            },
            "needs configurations.azure_entra_client_id and configurations.azure_entra_client_secret",
        ),
        (
            {
                "ai_provider_id": "bedrock",
                "configurations": {"aws_auth_type": "assumedRole", "aws_region": "r"},
            },
            "needs configurations.aws_role_arn",
        ),
        (
            {
                "ai_provider_id": "vertex-ai",
                "configurations": {"vertex_auth_type": "serviceAccount", "vertex_region": "r"},
            },
            "needs configurations.vertex_service_account_json",
        ),
        (
            {
                "ai_provider_id": "vertex-ai",
                "configurations": {"vertex_auth_type": "basic", "vertex_region": "r"},
                "secret_mappings": [{"target_field": "key", "secret_reference_id": "r"}],
            },
            "needs configurations.vertex_project_id",
        ),
    ],
)
def test_a_missing_credential_is_named_before_sending(body: dict[str, Any], said: str) -> None:
    def never(request: httpx.Request) -> httpx.Response:
        raise AssertionError("something was sent")

    client = Portkey(api_key="k" * 20, http_client=httpx.Client(transport=httpx.MockTransport(never)))
    with pytest.raises(InvalidArgumentError) as caught:
        client.integrations.create(name="a", **body)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        {"ai_provider_id": "openai", "configurations": {"is_key_required": False}},
        {"ai_provider_id": "openai", "configurations": OpenAI(custom_headers={"authorization": "Bearer t"})},
        {
            "ai_provider_id": "openai",
            "secret_mappings": [{"target_field": "key", "secret_reference_id": "vault"}],
        },
        {
            "ai_provider_id": "bedrock",
            "configurations": {"aws_auth_type": "accessKey", "aws_region": "r"},
            "secret_mappings": [
                {"target_field": "configurations.aws_secret_access_key", "secret_reference_id": "vault"}
            ],
        },
        {"ai_provider_id": "bedrock", "configurations": {"aws_auth_type": "of tomorrow", "aws_region": "r"}},
        {"ai_provider_id": "a provider of tomorrow"},
    ],
)
def test_what_the_contract_lets_through_is_let_through(body: dict[str, Any]) -> None:
    assert operations.create_integration(name="a", **body)


FIELDS = sorted({field for kind in PROVIDERS.values() for field in (one.wire for one in kind.FIELDS)})
BODIES = st.fixed_dictionaries(
    {"name": st.just("a"), "ai_provider_id": st.sampled_from([*PROVIDERS, "acme"])},
    optional={
        "key": st.sampled_from(["", "k"]),
        "configurations": st.fixed_dictionaries(
            {},
            optional={
                "azure_auth_mode": st.sampled_from(SCHEMAS["AzureAuthMode"]["enum"]),
                "aws_auth_type": st.sampled_from(SCHEMAS["AWSAuthType"]["enum"]),
                "vertex_auth_type": st.sampled_from(SCHEMAS["VertexAuthType"]["enum"]),
                "is_key_required": st.booleans(),
                **{
                    name: st.just(VALUES.get(name, "v"))
                    for name in FIELDS
                    if not name.endswith(("_auth_mode", "_auth_type")) and name != "is_key_required"
                },
            },
        ),
        "secret_mappings": st.lists(
            st.builds(
                lambda target: {"target_field": target, "secret_reference_id": "r"},
                st.sampled_from(
                    ["key", "configurations.azure_x", "configurations.aws_x", "configurations.vertex_x"]
                ),
            ),
            max_size=2,
        ),
    },
)


@settings(max_examples=400, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(body=BODIES)
def test_the_conditions_hold_where_a_json_schema_validator_says_so(body: dict[str, Any]) -> None:
    conditions = {name: SCHEMAS["CreateIntegrationRequest"][name] for name in ("if", "then", "else")}
    # What schemas say of a configuration's own fields, models say; the rest is the conditions'.
    needed = _without_schemas(conditions)
    assert is_valid(needed, body) == (not unmet(CONDITIONS["createIntegration"], body))


def _without_schemas(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {name: _without_schemas(one) for name, one in node.items() if name != "$ref"}
    return [_without_schemas(one) for one in node] if isinstance(node, list) else node


@pytest.mark.parametrize(
    "payload", [one for one in corpus() if one.operation == "createIntegration"], ids=str
)
def test_every_real_creation_meets_the_conditions(payload: Any) -> None:
    if payload.direction == "request":
        assert unmet(CONDITIONS["createIntegration"], payload.body) == []


def test_a_class_of_another_provider_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="'bedrock'"):
        operations.create_integration(
            name="a",
            ai_provider_id="sagemaker",
            configurations=Bedrock(auth=AssumedRole(role_arn="arn"), region="r"),
        )


def test_neither_a_configuration_nor_a_way_to_sign_in_shows_its_secret() -> None:
    auth = Entra(tenant_id="t", client_id="c", client_secret="canary-secret")
    made = AzureOpenAI(auth=auth, resource_name="r", deployment_config=[DEPLOYMENT])
    assert "canary" not in repr(auth) + str(auth) + repr(made) + str(made)
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(auth)


def test_a_secret_may_be_what_gives_it_when_it_is_asked() -> None:
    sent: list[Any] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content))
        return httpx.Response(500)

    client = Portkey(api_key="k" * 20, http_client=httpx.Client(transport=httpx.MockTransport(handler)))
    auth = AccessKey(access_key_id="AKIA", secret_access_key=lambda: "from the vault")
    with pytest.raises(PortkeyError):
        client.integrations.create(
            name="a", ai_provider_id="bedrock", configurations=Bedrock(auth=auth, region="r")
        )
    assert sent[0]["configurations"]["aws_secret_access_key"] == "from the vault"


@pytest.mark.parametrize(
    ("configuration", "fields"),
    [
        (
            Bedrock(auth=AccessKey(access_key_id="i", secret_access_key="s"), region="r"),
            {"awsAccessKeyId": "i", "awsSecretAccessKey": "s", "awsRegion": "r"},
        ),
        (VertexAI(auth=Basic(project_id="p"), region="r"), {"vertexProjectId": "p", "vertexRegion": "r"}),
        (
            AzureOpenAI(auth=AzureDefault(), resource_name="r", deployment_config=[DEPLOYMENT]),
            {
                "resourceName": "r",
                "deploymentConfig": [{"apiVersion": "2024-10-21", "deploymentName": "gpt-4o"}],
            },
        ),
    ],
)
def test_a_virtual_key_has_the_same_under_its_own_names(configuration: Model, fields: dict[str, Any]) -> None:
    made = virtual_key_fields(configuration)
    assert made == fields
    assert is_valid(
        {"$ref": "#/components/schemas/CreateVirtualKeyRequest"},
        {"name": "a", "provider": configuration.AI_PROVIDER_ID, **made},  # type: ignore[attr-defined]
    )
    assert operations.create_virtual_key(name="a", provider="x", **made)


@pytest.mark.parametrize(
    ("configuration", "said"),
    [
        (Bedrock(auth=AssumedRole(role_arn="a"), region="r"), "no aws_auth_type assumedRole"),
        (VertexAI(auth=VertexWorkload(project_id="p"), region="r"), "no vertex_auth_type workload"),
        (OpenAI(custom_host="https://a.example"), "no field for custom_host"),
        (
            Bedrock(auth=AccessKey(access_key_id="i", secret_access_key="s", session_token="t"), region="t"),
            "no field for aws_session_token",
        ),
        (
            AzureOpenAI(
                auth=AzureDefault(),
                resource_name="r",
                deployment_config=[{**DEPLOYMENT, "azure_model_slug": "gpt-4o-mini"}],
            ),
            "no field for azure_model_slug",
        ),
    ],
)
def test_what_a_virtual_key_cannot_have_is_told_and_not_lost(configuration: Model, said: str) -> None:
    with pytest.raises(InvalidArgumentError, match=said):
        virtual_key_fields(configuration)


def test_the_package_offers_every_class() -> None:
    assert {*generated.__all__} <= {*vars(configurations)}
