"""What the client sends is what the contract allows, and what cannot be sent is refused before sending."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import httpx
import portkey_ai.api_resources.apis.integrations as official_integrations
import portkey_ai.api_resources.apis.providers as official_providers
import portkey_ai.api_resources.apis.virtual_keys as official_virtual_keys
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from portkey_integrations import (
    UNSET,
    AsyncPortkey,
    ConfigurationError,
    InvalidArgumentError,
    Portkey,
    PortkeyError,
    operations,
    resources,
)
from portkey_integrations_api.models import CreateIntegrationRequest, UsageLimits
from schemathesis import GenerationMode, openapi

from client.contract import (
    CONTRACT_FILE,
    OPERATIONS,
    body_schema,
    contract_operations,
    errors,
    generated,
    is_valid,
    resolved,
)

KEY = "pk-canary-0123456789"
URL = "http://127.0.0.1:1/v1"
QUIET = settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
SCHEMATHESIS = openapi.from_path(str(CONTRACT_FILE))
METHODS = {
    "listIntegrations": ("integrations", "list"),
    "createIntegration": ("integrations", "create"),
    "retrieveIntegration": ("integrations", "retrieve"),
    "updateIntegration": ("integrations", "update"),
    "deleteIntegration": ("integrations", "delete"),
    "listIntegrationModels": ("integrations.models", "list"),
    "updateIntegrationModels": ("integrations.models", "update"),
    "deleteIntegrationModels": ("integrations.models", "delete"),
    "listIntegrationWorkspaces": ("integrations.workspaces", "list"),
    "updateIntegrationWorkspaces": ("integrations.workspaces", "update"),
    "listProviders": ("providers", "list"),
    "createProvider": ("providers", "create"),
    "retrieveProvider": ("providers", "retrieve"),
    "updateProvider": ("providers", "update"),
    "deleteProvider": ("providers", "delete"),
    "listVirtualKeys": ("virtual_keys", "list"),
    "createVirtualKey": ("virtual_keys", "create"),
    "retrieveVirtualKey": ("virtual_keys", "retrieve"),
    "updateVirtualKey": ("virtual_keys", "update"),
    "deleteVirtualKey": ("virtual_keys", "delete"),
}


def method_of(client: Any, operation: str) -> Callable[..., Any]:
    resource, name = METHODS[operation]
    for part in resource.split("."):
        client = getattr(client, part)
    method: Callable[..., Any] = getattr(client, name)
    return method


def sent(operation: str, arguments: dict[str, Any]) -> httpx.Request:
    """The request that a call sends."""
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(500)

    http = httpx.Client(transport=httpx.MockTransport(handler))
    with pytest.raises(PortkeyError):
        method_of(Portkey(api_key=KEY, base_url=URL, max_retries=0, http_client=http), operation)(**arguments)
    return seen[0]


def sent_async(operation: str, arguments: dict[str, Any]) -> httpx.Request:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(500)

    async def call() -> None:
        http = httpx.AsyncClient(transport=httpx.MockTransport(handler))
        await method_of(AsyncPortkey(api_key=KEY, base_url=URL, max_retries=0, http_client=http), operation)(
            **arguments
        )

    with pytest.raises(PortkeyError):
        asyncio.run(call())
    return seen[0]


def arguments_of(operation: str) -> st.SearchStrategy[dict[str, Any]]:
    """Arguments that the contract allows, made by Schemathesis from the contract."""
    path, method = next(
        (path, method) for method, path, one in contract_operations() if one["operationId"] == operation
    )
    known = generated()[operation]
    names = {field.wire for field in known.body.type.FIELDS} if known.body else set()  # type: ignore[attr-defined]

    def as_arguments(case: Any) -> dict[str, Any]:
        body = case.body if isinstance(case.body, dict) else {}
        return {
            **{name: str(value) for name, value in (case.path_parameters or {}).items()},
            **{name: value for name, value in (case.query or {}).items() if name in known.query},
            **{name: value for name, value in body.items() if name in names},
        }

    cases = SCHEMATHESIS[path][method].as_strategy(generation_mode=GenerationMode.POSITIVE)
    return cases.map(as_arguments)


STRATEGIES = {operation: arguments_of(operation) for operation in OPERATIONS}


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
@QUIET
@given(data=st.data())
def test_every_request_validates_against_the_contract(operation: str, data: st.DataObject) -> None:
    arguments = data.draw(STRATEGIES[operation])
    refusal = ""
    try:
        request = sent(operation, arguments)
    except InvalidArgumentError as refused:
        refusal = str(refused)
    if refusal:
        assert refusal.startswith("slug "), "only what a path cannot carry is refused"
        return
    method, path = next(
        (method, path) for method, path, one in contract_operations() if one["operationId"] == operation
    )
    assert request.method == method
    raw = request.url.raw_path.decode().partition("?")[0]
    assert re.fullmatch(re.sub(r"\{slug\}", "([^/?#]+)", f"/v1{path}"), raw)
    if "slug" in arguments and "{slug}" in path:
        assert unquote(raw.split("/")[3]) == arguments["slug"]
    assert request.headers["x-portkey-api-key"] == KEY
    _check_query(operation, request, arguments)
    if request.content:
        body = json.loads(request.content)
        assert errors(body_schema(operation, "request", None), body) == []
        assert request.headers["content-type"] == "application/json"


def _check_query(operation: str, request: httpx.Request, arguments: dict[str, Any]) -> None:
    parameters = {
        one["name"]: one
        for one in map(resolved, OPERATIONS[operation].get("parameters", []))
        if one["in"] == "query"
    }
    assert set(request.url.params) == {name for name in parameters if arguments.get(name) is not None}
    for name, value in request.url.params.items():
        wanted = resolved(parameters[name]["schema"])
        assert is_valid(wanted, int(value) if wanted.get("type") == "integer" else value)


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
@settings(parent=QUIET, max_examples=5)
@given(data=st.data())
def test_the_asynchronous_client_sends_the_same(operation: str, data: st.DataObject) -> None:
    arguments = data.draw(STRATEGIES[operation])
    try:
        one = sent(operation, arguments)
    except InvalidArgumentError:
        return
    other = sent_async(operation, arguments)
    assert (one.method, one.url, one.content) == (other.method, other.url, other.content)
    assert one.headers == other.headers


def test_what_is_unset_is_not_sent_and_none_is_null() -> None:
    request = sent("updateIntegration", {"slug": "a", "description": None, "name": UNSET})
    assert json.loads(request.content) == {"description": None}


def test_no_default_of_the_server_is_sent() -> None:
    assert sent("listIntegrations", {}).url.query == b""
    request = sent("createIntegration", {"name": "a", "ai_provider_id": "acme"})
    assert json.loads(request.content) == {"name": "a", "ai_provider_id": "acme"}


def test_models_and_plain_data_are_sent_alike() -> None:
    given_as_model = UsageLimits(credit_limit=10, alert_threshold=8)
    plain = {"credit_limit": 10, "alert_threshold": 8}
    bodies = [
        json.loads(sent("updateProvider", {"slug": "a", "usage_limits": limits}).content)
        for limits in (given_as_model, plain)
    ]
    assert bodies[0] == bodies[1] == {"usage_limits": plain}


def test_a_misspelt_flag_of_the_official_sdk_is_sent_under_the_contracts_name() -> None:
    request = sent("updateIntegrationWorkspaces", {"slug": "a", "override_existing_workspaces_access": True})
    assert json.loads(request.content) == {"override_existing_workspace_access": True}


def test_the_contracts_name_wins_over_its_alias() -> None:
    flags = {"override_existing_workspaces_access": True, "override_existing_workspace_access": False}
    request = sent("updateIntegrationWorkspaces", {"slug": "a", **flags})
    assert json.loads(request.content) == {"override_existing_workspace_access": False}


@pytest.mark.parametrize("slugs", [["a", "b"], "a,b", ("a", "b")])
def test_model_slugs_are_sent_with_commas(slugs: Any) -> None:
    assert sent("deleteIntegrationModels", {"slug": "i", "slugs": slugs}).url.params["slugs"] == "a,b"


def test_what_the_contract_does_not_know_goes_through_extra_body() -> None:
    request = sent("updateIntegration", {"slug": "a", "extra_body": {"shade": {"of": "blue"}}})
    assert json.loads(request.content) == {"shade": {"of": "blue"}}


@pytest.mark.parametrize("slug", ["a b", "é", "a/b", "a?b#c", "%2e%2e", "%", "a.b", "..a", "日本", "a+b&c"])
def test_a_slug_is_percent_encoded(slug: str) -> None:
    raw = sent("retrieveVirtualKey", {"slug": slug}).url.raw_path.decode()
    assert raw.count("/") == 3
    assert not set("?#") & set(raw)
    assert unquote(raw.rpartition("/")[2]) == slug


@pytest.mark.parametrize("slug", ["", ".", "..", "a\nb", "\x00", "\x7f", "\ud800", None, 3, b"a"])
@pytest.mark.parametrize("operation", [name for name in METHODS if "slug}" in generated()[name].path])
def test_a_slug_that_cannot_be_sent_is_refused_before_sending(operation: str, slug: Any) -> None:
    client = Portkey(api_key=KEY, base_url=URL, max_retries=0, http_client=httpx.Client(transport=_never()))
    more = {"slugs": "a"} if operation == "deleteIntegrationModels" else {}
    if operation == "updateIntegrationModels":
        more = {"models": []}  # type: ignore[dict-item]
    with pytest.raises(InvalidArgumentError, match="slug"):
        method_of(client, operation)(slug=slug, **more)


@pytest.mark.parametrize(
    ("operation", "arguments", "said"),
    [
        ("createIntegration", {"name": "a"}, "needs ai_provider_id"),
        ("createIntegration", {"name": 3, "ai_provider_id": "a"}, "name: expected a string, found a number"),
        ("updateIntegration", {"slug": "a", "nmae": "b"}, "has no nmae"),
        ("retrieveProvider", {"slug": "a", "workspace": "b"}, "has no workspace"),
        ("updateProvider", {"slug": "a", "rate_limits": {}}, "rate_limits: expected an array or null"),
        ("deleteIntegrationModels", {"slug": "a", "slugs": ["b,c"]}, "comma"),
        (
            "createIntegration",
            {"name": "a", "ai_provider_id": "bedrock", "configurations": {"aws_region": "r"}},
            "configurations.aws_auth_type: expected a string, found nothing",
        ),
    ],
)
def test_an_argument_that_cannot_be_meant_is_refused_before_sending(
    operation: str, arguments: dict[str, Any], said: str
) -> None:
    client = Portkey(api_key=KEY, base_url=URL, max_retries=0, http_client=httpx.Client(transport=_never()))
    with pytest.raises(InvalidArgumentError, match=re.escape(said)):
        method_of(client, operation)(**arguments)


def _never() -> httpx.MockTransport:
    def handler(request: httpx.Request) -> httpx.Response:
        raise AssertionError("something was sent")

    return httpx.MockTransport(handler)


OFFICIAL = {
    "integrations": official_integrations.Integrations,
    "integrations.models": official_integrations.IntegrationsModels,
    "integrations.workspaces": official_integrations.IntegrationsWorkspaces,
    "providers": official_providers.Providers,
    "virtual_keys": official_virtual_keys.VirtualKeys,
}


@pytest.mark.parametrize("operation", METHODS)
def test_every_argument_of_the_official_sdk_is_taken(operation: str) -> None:
    resource, name = METHODS[operation]
    official = inspect.signature(getattr(OFFICIAL[resource], name)).parameters.values()
    named = {one.name for one in official if one.kind is not one.VAR_KEYWORD} - {"self"}
    known = generated()[operation]
    taken = {*known.path_names, *known.query}
    if known.body is not None:
        taken |= {field.wire for field in known.body.type.FIELDS}  # type: ignore[attr-defined]
    assert named <= taken


def test_every_operation_has_a_method_in_both_clients() -> None:
    assert METHODS.keys() == OPERATIONS.keys()
    client, asynchronous = Portkey(api_key=KEY), AsyncPortkey(api_key=KEY)
    for operation in METHODS:
        one, other = method_of(client, operation), method_of(asynchronous, operation)
        # A list is walked with `async for`, too.
        assert inspect.iscoroutinefunction(other) or operation.startswith("list")
        assert inspect.signature(one) == inspect.signature(other)
        assert inspect.getdoc(one) == inspect.getdoc(other)
        assert f"operation {operation}" in (inspect.getdoc(one) or "")


def test_every_description_of_a_call_is_used() -> None:
    described = {
        name
        for name, one in vars(operations).items()
        if inspect.isfunction(one) and not name.startswith("_") and name != "wraps"
    }
    used = {
        method.__wrapped__.__name__
        for resource in vars(resources).values()
        if inspect.isclass(resource) and resource.__module__ == resources.__name__
        for method in vars(resource).values()
        if hasattr(method, "__wrapped__") and method.__wrapped__.__module__.endswith(".operations")
    }
    assert described == used
    assert len(described) == 20


def test_key_and_base_url_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTKEY_API_KEY", KEY)
    monkeypatch.setenv("PORTKEY_BASE_URL", "https://gateway.example.com/v1/")
    seen = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append((str(request.url), request.headers["x-portkey-api-key"]))
        return httpx.Response(404)

    client = Portkey(http_client=httpx.Client(transport=httpx.MockTransport(handler)))
    with pytest.raises(PortkeyError):
        client.providers.retrieve(slug="a")
    assert seen == [("https://gateway.example.com/v1/providers/a", KEY)]


@pytest.mark.parametrize("make", [Portkey, AsyncPortkey])
def test_a_client_without_a_key_says_where_to_put_it(
    monkeypatch: pytest.MonkeyPatch, make: Callable[[], object]
) -> None:
    monkeypatch.delenv("PORTKEY_API_KEY", raising=False)
    with pytest.raises(ConfigurationError, match="PORTKEY_API_KEY"):
        make()


@pytest.mark.parametrize("key", ["a\nb", "clé", " padded ", "a\x00"])
def test_a_key_that_no_header_carries_is_refused_without_being_shown(key: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Portkey(api_key=key)
    assert key not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["ftp://x/v1", "x", "//x/v1", "https://", "https://u:p@x/v1", "https://x/v1?a=b", "https://x/#a"]
)
def test_a_base_url_that_cannot_be_used_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="base_url"):
        Portkey(api_key=KEY, base_url=url)


def test_a_key_that_would_travel_unencrypted_is_warned_of() -> None:
    with pytest.warns(UserWarning, match="unencrypted"):
        Portkey(api_key=KEY, base_url="http://gateway.example.com/v1")


def test_a_request_model_can_be_built_and_sent_by_hand() -> None:
    model = CreateIntegrationRequest(name="a", ai_provider_id="acme", key="k" * 20)
    assert model.to_dict() == {"name": "a", "ai_provider_id": "acme", "key": "k" * 20}
