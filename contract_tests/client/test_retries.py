"""What is sent again, what is not, and what is looked at in between; the waits are told, not waited for."""

from __future__ import annotations

import asyncio
import json
import logging
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
import tenacity
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from portkey_integrations import (
    APIConnectionError,
    AsyncPortkey,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    Event,
    NotFoundError,
    OutcomeUnknownError,
    Portkey,
    PortkeyError,
    RateLimitError,
    ServerError,
    retries,
)

from client.hostile import KEEP, RESET, Case, Server, head, integration, serving, sized

KEY = "pk-canary-0123456789"
CREATE = {"name": "n", "ai_provider_id": "openai", "slug": "s", "key": "sk-canary-0123456789"}
CREATED = {"id": "00000000-0000-4000-8000-000000000001", "slug": "s"}
LOST = Case("lost", [], RESET)
Sent = Callable[..., Any]


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retries, "BACKOFF", tenacity.wait_none())
    monkeypatch.setattr(retries, "JITTER", tenacity.wait_none())


def answer(status: int, body: Any = None, *headers: str) -> Case:
    content = json.dumps({} if body is None else body).encode()
    return Case(str(status), [head(status, *headers, sized(content)) + content], KEEP)


def stored(made: datetime, **other: Any) -> dict[str, Any]:
    found = {**CREATED, "name": "n", "ai_provider_id": "openai", "status": "active", "object": "integration"}
    return {
        **found,
        "configurations": {},
        "created_at": made.isoformat(),
        "organisation_id": CREATED["id"],
        **other,
    }


def found(made: timedelta = timedelta(), *, clock: bool = True, **other: Any) -> Case:
    """An integration under the slug that was made so long ago, by a server whose clock is not ours."""
    now = datetime(2031, 1, 1, tzinfo=UTC)
    return answer(
        200, stored(now - made, **other), *([f"Date: {format_datetime(now, usegmt=True)}"] if clock else [])
    )


class Scripted:
    """A server that gives answers one after the other, and a call of either client to it."""

    def __init__(self, server: Server, script: list[Case], asynchronous: bool = False) -> None:
        self.server = server
        self._script = script
        self._asynchronous = asynchronous
        self.events: list[Event] = []

    def __call__(self, operation: str, *, script: list[Case], **arguments: Any) -> Any:
        self._script[:] = script
        self.server.requests.clear()
        return self.call(self.server.url, operation, **arguments)

    def call(
        self, url: str, operation: str, max_retries: int = 2, total_timeout: float = 100, **arguments: Any
    ) -> Any:
        self.events.clear()
        settings: dict[str, Any] = {
            "api_key": KEY, "base_url": url, "max_retries": max_retries, "total_timeout": total_timeout,
            "on_event": self.events.append,
        }  # fmt: skip
        resource, _, name = operation.rpartition(".")
        if not self._asynchronous:
            with Portkey(**settings) as client:
                return getattr(getattr(client, resource), name)(**arguments)

        async def called() -> Any:
            async with AsyncPortkey(**settings) as client:
                return await getattr(getattr(client, resource), name)(**arguments)

        return asyncio.run(called())

    @property
    def sent(self) -> list[str]:
        """The methods and paths that arrived."""
        return [" ".join(one.decode().split(" ")[:2]).replace("/v1/", "/") for one in self.server.requests]

    @property
    def told(self) -> list[str]:
        return [one.found or one.kind for one in self.events]


@pytest.fixture(scope="module")
def listening() -> Iterator[tuple[Server, list[Case]]]:
    script: list[Case] = []
    with serving(lambda request: script.pop(0) if script else LOST) as server:
        yield server, script


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def sent(request: pytest.FixtureRequest, listening: tuple[Server, list[Case]]) -> Scripted:
    return Scripted(*listening, request.param)


def test_a_read_is_sent_again_until_it_is_answered(sent: Scripted) -> None:
    script = [answer(503), LOST, answer(200, stored(datetime.now(UTC)))]
    assert sent("integrations.retrieve", script=script, slug="s").slug == "s"
    assert sent.sent == ["GET /integrations/s"] * 3
    assert sent.told == ["attempt", "retry", "attempt", "retry", "attempt"]
    assert [one.attempt for one in sent.events if one.kind == "attempt"] == [1, 2, 3]
    assert [one.error for one in sent.events if one.kind == "attempt"] == [
        "ServerError",
        "APIConnectionError",
        None,
    ]


def test_the_last_failure_is_raised_with_the_number_of_attempts(sent: Scripted) -> None:
    with pytest.raises(ServerError, match="after 3 attempts") as caught:
        sent("integrations.retrieve", script=[answer(503)] * 9, slug="s")
    assert (caught.value.attempts, caught.value.retryable) == (3, True)
    assert len(sent.sent) == 3


def test_no_retries_is_one_attempt(sent: Scripted) -> None:
    with pytest.raises(ServerError) as caught:
        sent("integrations.retrieve", script=[answer(503)] * 9, slug="s", max_retries=0)
    assert (caught.value.attempts, len(sent.sent)) == (1, 1)


@pytest.mark.parametrize(
    ("status", "raised"),
    [(400, BadRequestError), (401, AuthenticationError), (404, NotFoundError), (501, ServerError)],
)
def test_what_another_try_does_not_help_is_not_tried_again(
    sent: Scripted, status: int, raised: type[PortkeyError]
) -> None:
    with pytest.raises(raised) as caught:
        sent("integrations.retrieve", script=[answer(status)] * 9, slug="s")
    assert len(sent.sent) == 1
    assert isinstance(caught.value, (BadRequestError, AuthenticationError, NotFoundError, ServerError))
    assert not caught.value.retryable


@pytest.mark.parametrize("operation", ["integrations.update", "integrations.delete"])
def test_what_can_be_repeated_is_sent_again_when_its_answer_is_lost(sent: Scripted, operation: str) -> None:
    sent(operation, script=[LOST, answer(200)], slug="s")
    assert len(sent.sent) == 2


def test_a_repeated_deletion_that_finds_nothing_says_why_that_may_be(sent: Scripted) -> None:
    with pytest.raises(NotFoundError, match="may be what removed it") as caught:
        sent("integrations.delete", script=[LOST, answer(404)], slug="s")
    assert caught.value.attempts == 2


@pytest.mark.parametrize("first", [LOST, answer(500), answer(503)], ids=["lost", "500", "503"])
def test_a_create_without_a_slug_is_not_sent_again_when_nobody_knows_its_outcome(
    sent: Scripted, first: Case
) -> None:
    create = {name: value for name, value in CREATE.items() if name != "slug"}
    with pytest.raises((APIConnectionError, ServerError), match="give a slug") as caught:
        sent("integrations.create", script=[first, answer(200, CREATED)], **create)
    assert (len(sent.sent), caught.value.retryable, caught.value.attempts) == (1, False, 1)


def test_a_create_that_was_refused_for_its_pace_is_sent_again(sent: Scripted) -> None:
    create = {name: value for name, value in CREATE.items() if name != "slug"}
    assert sent("integrations.create", script=[answer(429), answer(200, CREATED)], **create).slug == "s"
    assert sent.sent == ["POST /integrations"] * 2


def test_a_create_that_never_left_is_tried_again(sent: Scripted) -> None:
    with serving(lambda request: LOST) as closed:
        pass
    create: dict[str, Any] = {name: value for name, value in CREATE.items() if name != "slug"}
    with pytest.raises(APIConnectionError) as caught:
        sent.call(closed.url, "integrations.create", **create)
    assert (caught.value.sent, caught.value.retryable, caught.value.attempts) == (False, True, 3)


def test_a_create_with_a_slug_is_sent_again_when_a_look_finds_nothing(sent: Scripted) -> None:
    script = [LOST, answer(404), answer(200, CREATED)]
    assert sent("integrations.create", script=script, **CREATE).slug == "s"
    assert sent.sent == ["POST /integrations", "GET /integrations/s", "POST /integrations"]
    assert "nothing" in sent.told


def test_a_create_that_a_look_finds_done_is_answered_with_what_was_found(sent: Scripted) -> None:
    made = sent("integrations.create", script=[LOST, found()], **CREATE)
    assert made.to_dict() == CREATED
    assert sent.sent == ["POST /integrations", "GET /integrations/s"]
    assert "made here" in sent.told


def test_a_slow_create_that_is_done_after_the_look_is_found_by_the_next(sent: Scripted) -> None:
    made = sent("integrations.create", script=[answer(500), answer(404), answer(409), found()], **CREATE)
    assert made.to_dict() == CREATED
    assert sent.sent == ["POST /integrations", "GET /integrations/s"] * 2


@pytest.mark.parametrize(
    ("look", "said"),
    [
        (found(timedelta(hours=1)), "it was made before"),
        (found(name="another"), "its name is another"),
        (found(ai_provider_id="acme"), "its ai_provider_id is another"),
        (found(clock=False), "when it was made is not known"),
        (answer(403), "reading its slug failed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("between", [[], [answer(404), answer(409)]], ids=["at once", "after a conflict"])
def test_what_a_look_does_not_settle_is_told_as_unknown(
    sent: Scripted, between: list[Case], look: Case, said: str
) -> None:
    with pytest.raises(OutcomeUnknownError, match=said) as caught:
        sent("integrations.create", script=[LOST, *between, look, answer(200, CREATED)], **CREATE)
    assert isinstance(caught.value.__cause__, APIConnectionError)
    assert caught.value.attempts == 1 + len(between) // 2
    assert not caught.value.retryable


def test_a_conflict_with_what_is_gone_again_is_that_conflict(sent: Scripted) -> None:
    with pytest.raises(ConflictError):
        sent("integrations.create", script=[LOST, answer(404), answer(409), answer(404)], **CREATE)


def test_a_look_that_fails_for_now_is_made_again(sent: Scripted) -> None:
    script = [LOST, LOST, answer(404), answer(200, CREATED)]
    assert sent("integrations.create", script=script, **CREATE).slug == "s"
    assert sent.sent == [
        "POST /integrations",
        "GET /integrations/s",
        "GET /integrations/s",
        "POST /integrations",
    ]


def test_the_look_at_a_provider_names_its_workspace(sent: Scripted) -> None:
    create = {"name": "n", "integration_id": "i", "slug": "s", "workspace_id": "ws-1"}
    script = [LOST, answer(404), answer(200, CREATED)]
    assert sent("providers.create", script=script, **create).slug == "s"
    assert sent.sent[1] == "GET /providers/s?workspace_id=ws-1"


def test_a_server_is_given_the_time_that_it_asks_for(monkeypatch: pytest.MonkeyPatch, listening: Any) -> None:
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    sent = Scripted(*listening)
    now = datetime(2031, 1, 1, tzinfo=UTC)
    later = [format_datetime(one, usegmt=True) for one in (now, now + timedelta(seconds=42))]
    script = [
        answer(429, None, "Retry-After: 7"),
        answer(503, None, f"Retry-After: {later[1]}", f"Date: {later[0]}"),
        answer(200, stored(now)),
    ]
    sent("integrations.retrieve", script=script, slug="s")
    assert waited == [7, 42]
    assert [one.seconds for one in sent.events if one.kind == "retry"] == [7, 42]


def test_a_wait_beyond_the_bound_of_the_call_is_not_begun(sent: Scripted) -> None:
    with pytest.raises(RateLimitError) as caught:
        sent("integrations.retrieve", script=[answer(429, None, "Retry-After: 101")] * 2, slug="s")
    assert (caught.value.retry_after, caught.value.attempts, len(sent.sent)) == (101, 1, 1)


def test_a_storm_of_refusals_ends(sent: Scripted) -> None:
    with pytest.raises(RateLimitError):
        sent("integrations.list", script=[answer(429, None, "Retry-After: 0")] * 99, max_retries=30)
    assert len(sent.sent) == 31


def test_the_log_tells_every_attempt_and_every_wait(sent: Scripted, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="portkey_integrations")
    sent("integrations.retrieve", script=[answer(503), answer(200, stored(datetime.now(UTC)))], slug="s")
    levels = [(one.levelno, one.message) for one in caplog.records if one.name == "portkey_integrations"]
    assert [level for level, _ in levels] == [logging.DEBUG, logging.INFO, logging.DEBUG]
    assert "retrieveIntegration" in levels[1][1]


def test_a_hook_that_fails_does_not_touch_the_call(listening: tuple[Server, list[Case]]) -> None:
    server, script = listening
    script[:] = [answer(200, stored(datetime.now(UTC)))]

    def hook(event: Event) -> None:
        raise RuntimeError("the hook's own")

    with Portkey(api_key=KEY, base_url=server.url, on_event=hook) as client:
        assert client.integrations.retrieve(slug="s").slug == "s"


@pytest.fixture(scope="module")
def exported() -> InMemorySpanExporter:
    spans = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    trace.set_tracer_provider(provider)
    return spans


def test_each_attempt_is_a_span_by_the_conventions(sent: Scripted, exported: InMemorySpanExporter) -> None:
    exported.clear()
    with pytest.raises(NotFoundError):
        sent("providers.retrieve", script=[LOST, answer(404)], slug="s", workspace_id="ws-1")
    first, second = exported.get_finished_spans()
    assert first.name == second.name == "GET /providers/{slug}"
    assert first.kind is trace.SpanKind.CLIENT
    assert dict(first.attributes or {}) == {
        "http.request.method": "GET",
        "url.full": f"{sent.server.url}/providers/s",
        "url.template": "/providers/{slug}",
        "server.address": "127.0.0.1",
        "server.port": sent.server.port,
        "error.type": "APIConnectionError",
    }
    more = {"http.request.resend_count": 1, "http.response.status_code": 404, "error.type": "404"}
    assert dict(second.attributes or {}) == {**dict(first.attributes or {}), **more}
    assert second.status.status_code is trace.StatusCode.ERROR


def test_a_connection_that_is_closed_in_silence_costs_one_more_attempt() -> None:
    dice = random.Random(0)  # noqa: S311
    content = json.dumps(integration(dice)).encode()
    closes = Case("closes", [head(200, sized(content)) + content])
    with (
        serving(lambda request: closes) as server,
        Portkey(api_key=KEY, base_url=server.url, max_retries=5) as client,
    ):
        assert {client.integrations.retrieve(slug="s").slug for _ in range(100)} == {"s"}
