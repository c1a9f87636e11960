"""What the client makes of what is no answer: one exception type for each, and never a wrong object."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given, settings, strategies as st
from portkey_integrations import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AsyncPortkey,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    InvalidResponseError,
    NotFoundError,
    PayloadTooLargeError,
    PermissionDeniedError,
    Portkey,
    PortkeyError,
    RateLimitError,
    RedirectError,
    ServerError,
    SubscriptionError,
    UnsupportedMediaTypeError,
)

from client.contract import OPERATIONS, resolved

KEY = "pk-canary-0123456789"
URL = "http://127.0.0.1:1/v1"
CLASSES = {
    400: BadRequestError,
    401: AuthenticationError,
    402: SubscriptionError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    413: PayloadTooLargeError,
    415: UnsupportedMediaTypeError,
    429: RateLimitError,
    500: ServerError,
    503: ServerError,
    418: APIStatusError,
    302: RedirectError,
}
Handler = Callable[[httpx.Request], httpx.Response]


def answering(answer: httpx.Response | Exception) -> Handler:
    def handler(request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    return handler


def called(handler: Handler) -> Any:
    client = Portkey(
        api_key=KEY,
        base_url=URL,
        max_retries=0,
        http_client=httpx.Client(transport=httpx.MockTransport(handler)),
    )
    return client.integrations.retrieve(slug="a-slug")


def awaited(handler: Handler) -> Any:
    async def call() -> Any:
        http = httpx.AsyncClient(transport=httpx.MockTransport(handler))
        async with AsyncPortkey(api_key=KEY, base_url=URL, max_retries=0, http_client=http) as client:
            return await client.integrations.retrieve(slug="a-slug")

    return asyncio.run(call())


BOTH = pytest.mark.parametrize("call", [called, awaited], ids=["sync", "async"])


@BOTH
@pytest.mark.parametrize("status", CLASSES)
@pytest.mark.parametrize("form", ["nested", "flat"])
def test_an_error_status_becomes_its_exception(
    call: Callable[[Handler], Any], status: int, form: str
) -> None:
    told = {"message": "the message", "errorCode": "AB99"}
    body = {"success": False, "data": told} if form == "nested" else told
    headers = {"x-portkey-trace-id": "trace-1", "retry-after": "7"}
    with pytest.raises(APIStatusError) as caught:
        call(answering(httpx.Response(status, json=body, headers=headers)))
    error = caught.value
    assert type(error) is CLASSES[status]
    assert (error.status, error.code, error.message) == (status, "AB99", "the message")
    assert (error.request_id, error.retry_after) == ("trace-1", 7.0)
    assert (error.operation, error.attempts) == ("retrieveIntegration", 1)
    assert (error.method, error.path) == ("GET", "/integrations/a-slug")
    for part in (str(status), "AB99", "the message", "trace-1", "GET", "/integrations/a-slug"):
        assert part in str(error)


def test_every_documented_error_status_has_a_class_of_its_own() -> None:
    documented = {int(status) for one in OPERATIONS.values() for status in one["responses"]} - {200}
    assert documented <= CLASSES.keys()
    assert len({CLASSES[status] for status in documented}) == len(documented)


def test_the_contracts_own_error_examples_are_read() -> None:
    for definition in OPERATIONS.values():
        for status, response in definition["responses"].items():
            if status == "200":
                continue
            for example in resolved(response)["content"]["application/json"]["examples"].values():
                with pytest.raises(CLASSES[int(status)]) as caught:
                    called(answering(httpx.Response(int(status), json=example["value"])))
                told = example["value"].get("data", example["value"])
                assert isinstance(caught.value, APIStatusError)
                assert caught.value.message == told["message"]
                assert caught.value.code == told.get("errorCode")


GARBAGE = [
    b"",
    b"<html>Not here</html>",
    b'{"id": "x"',
    b"null",
    b"[]",
    b'"text"',
    b"{}",
    b"\xff\xfe",
    b"NaN",
    b"[" * 9999,
]


@BOTH
@pytest.mark.parametrize("body", GARBAGE, ids=lambda body: repr(body[:12]))
@pytest.mark.parametrize("status", [200, 201, 204])
def test_garbage_in_an_answer_is_an_invalid_response(
    call: Callable[[Handler], Any], body: bytes, status: int
) -> None:
    with pytest.raises(InvalidResponseError) as caught:
        call(answering(httpx.Response(status, content=body)))
    assert caught.value.status == status
    assert "GET /integrations/a-slug" in str(caught.value)


@pytest.mark.parametrize("body", GARBAGE, ids=lambda body: repr(body[:12]))
def test_garbage_in_an_error_is_still_that_error(body: bytes) -> None:
    with pytest.raises(NotFoundError) as caught:
        called(answering(httpx.Response(404, content=body)))
    assert caught.value.code is None
    assert caught.value.message is None


@settings(max_examples=100, deadline=None, database=None)
@given(body=st.binary(max_size=60), status=st.sampled_from([200, 400, 404, 500]))
def test_no_body_whatever_is_taken_for_an_integration(body: bytes, status: int) -> None:
    with pytest.raises(PortkeyError):
        called(answering(httpx.Response(status, content=body)))


@settings(max_examples=100, deadline=None, database=None)
@given(
    body=st.dictionaries(
        st.sampled_from(["success", "data", "message", "errorCode", "x"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=4),
            lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.just("message"), inner),
            max_leaves=3,
        ),
    )
)
def test_no_error_body_breaks_the_client(body: dict[str, Any]) -> None:
    with pytest.raises(BadRequestError):
        called(answering(httpx.Response(400, content=json.dumps(body).encode())))


@BOTH
@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (httpx.ConnectError("refused"), APIConnectionError),
        (httpx.RemoteProtocolError("broken"), APIConnectionError),
        (httpx.ConnectTimeout("late"), APITimeoutError),
        (httpx.ReadTimeout("late"), APITimeoutError),
    ],
)
def test_no_answer_is_a_connection_error_that_keeps_its_cause(
    call: Callable[[Handler], Any], raised: Exception, expected: type[APIConnectionError]
) -> None:
    with pytest.raises(expected) as caught:
        call(answering(raised))
    assert type(caught.value) is expected
    assert type(caught.value.__cause__) is type(raised)


def test_a_redirect_is_not_followed_with_the_key() -> None:
    seen = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.host)
        return httpx.Response(307, headers={"location": "https://elsewhere.example/"})

    with pytest.raises(RedirectError):
        called(handler)
    assert seen == ["127.0.0.1"]


@pytest.mark.parametrize("retry_after", ["-1", "soon", "nan", "inf", ""])
def test_a_retry_after_that_is_no_number_of_seconds_is_none(retry_after: str) -> None:
    with pytest.raises(RateLimitError) as caught:
        called(answering(httpx.Response(429, headers={"retry-after": retry_after})))
    assert caught.value.retry_after is None
