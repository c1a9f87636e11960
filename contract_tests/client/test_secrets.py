"""No secret in a `repr`, log line, traceback, message or pickle of the client."""

from __future__ import annotations

import copy
import logging
import pickle
import traceback
from typing import Any

import httpx
import pytest
from portkey_integrations import (
    APIConnectionError,
    AsyncPortkey,
    BadRequestError,
    InvalidArgumentError,
    Portkey,
)
from portkey_integrations_api.client import AuthenticatedClient
from portkey_integrations_api.models import (
    BedrockConfigurations,
    CreateIntegrationRequest,
    CustomHeaders,
    OtherConfigurations,
    VertexServiceAccount,
)

KEY = "pk-canary-key-0123456789"
SECRET = "sk-canary-secret-0123456789"
URL = "http://127.0.0.1:1/v1"
BODY: dict[str, Any] = {
    "name": "a",
    "ai_provider_id": "bedrock",
    "key": SECRET,
    "configurations": {
        "aws_auth_type": "accessKey",
        "aws_region": "r",
        "aws_access_key_id": "a",
        "aws_secret_access_key": SECRET,
        "custom_headers": {"authorization": f"Bearer {SECRET}"},
        "a_field_of_tomorrow": SECRET,
    },
}


def has_canary(text: object) -> bool:
    return "canary" in str(text)


def refused() -> Portkey:
    """A client whose server quotes all that it was sent."""

    def handler(request: httpx.Request) -> httpx.Response:
        quoted = f"{request.headers['x-portkey-api-key']} sent {request.content.decode()}"
        return httpx.Response(400, json={"success": False, "data": {"message": quoted, "errorCode": KEY}})

    return Portkey(
        api_key=KEY,
        base_url=URL,
        max_retries=0,
        http_client=httpx.Client(transport=httpx.MockTransport(handler)),
    )


@pytest.mark.parametrize("make", [Portkey, AsyncPortkey])
def test_a_client_does_not_show_its_key(make: type[Portkey]) -> None:
    client = make(api_key=KEY, base_url=URL)
    shown = [client, client.integrations, vars(client), vars(client._settings)]
    assert not [one for one in shown if has_canary(repr(one)) or has_canary(one)]
    for copied in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError):
            copied(client)


def test_the_generated_client_does_not_show_its_token() -> None:
    client = AuthenticatedClient(base_url=URL, token=KEY, prefix="", auth_header_name="x-portkey-api-key")
    client.get_httpx_client()
    assert not has_canary(repr(client))


@pytest.mark.parametrize(
    "model",
    [
        CreateIntegrationRequest.from_dict(BODY),
        CreateIntegrationRequest(name="a", ai_provider_id="b", key=SECRET),
        BedrockConfigurations.from_dict(BODY["configurations"]),
        CustomHeaders.from_dict({"authorization": SECRET}),
        VertexServiceAccount.from_dict({"type": "service_account", "private_key": SECRET}),
        OtherConfigurations.from_dict({"their_token": SECRET}),
    ],
    ids=lambda model: type(model).__name__,
)
def test_a_model_shows_no_secret_and_sends_it_all_the_same(model: Any) -> None:
    assert not has_canary(repr(model))
    assert not has_canary(str(model))
    assert has_canary(model.to_dict())


def test_an_error_message_that_quotes_what_was_sent_is_cleaned() -> None:
    with pytest.raises(BadRequestError) as caught:
        refused().integrations.create(**BODY)
    error = caught.value
    assert not has_canary(f"{error} {error!r} {error.code} {error.message} {error.args} {vars(error)}")
    assert "***" in (error.message or "")


def _own_frames(error: BaseException) -> str:
    """A traceback with the locals of every frame, but for this test's own."""
    lines = traceback.TracebackException.from_exception(error, capture_locals=True)
    lines.stack = traceback.StackSummary.from_list([one for one in lines.stack if one.filename != __file__])
    return "".join(lines.format())


def test_a_traceback_with_locals_shows_no_secret_when_the_server_refuses() -> None:
    with pytest.raises(BadRequestError) as caught:
        refused().integrations.create(**BODY)
    assert not has_canary(_own_frames(caught.value))


def test_a_traceback_with_locals_shows_no_secret_when_there_is_no_server() -> None:
    with (
        pytest.raises(APIConnectionError) as caught,
        Portkey(api_key=KEY, base_url=URL, max_retries=0) as client,
    ):
        client.integrations.create(**BODY)
    text = _own_frames(caught.value)
    assert "ConnectError" in text
    assert not has_canary(text)


def test_a_traceback_with_locals_shows_no_secret_when_an_argument_is_refused() -> None:
    wrong = {**BODY, "slug": 3}
    with pytest.raises(InvalidArgumentError) as caught:
        refused().integrations.create(**wrong)
    assert not has_canary(str(caught.value))


def test_no_log_line_at_any_level_has_a_secret(caplog: pytest.LogCaptureFixture) -> None:
    for name in ("httpx", "httpcore", ""):
        caplog.set_level(logging.DEBUG, logger=name)
    with pytest.raises(BadRequestError):
        refused().integrations.create(**BODY)
    with pytest.raises(APIConnectionError), Portkey(api_key=KEY, base_url=URL, max_retries=0) as client:
        client.integrations.create(**BODY)
    assert caplog.records
    assert not has_canary(caplog.text)
