"""Sending a failed call again, where that can help and do no harm; imported upon the first failure only.

How often, how long and whether at all is tenacity's to carry out; what is read in between is said here, once
for both clients: a generator yields the calls to send and is given their answers.
"""

from __future__ import annotations

import json
import time
from datetime import datetime
from email.utils import parsedate_to_datetime
from importlib import import_module
from logging import DEBUG, INFO
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

import portkey_integrations_api.api
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    Retrying,
    retry_if_exception,
    wait_exponential,
    wait_random,
)

from .call import REPEATABLE, Answer, Call
from .conveniences import run, run_async
from .errors import (
    APIConnectionError,
    APIStatusError,
    ConflictError,
    NotFoundError,
    OutcomeUnknownError,
    RateLimitError,
    RequestError,
)
from .events import tell
from .secret import Secret

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator

    from .client import Settings

T = TypeVar("T")
BACKOFF = wait_exponential(multiplier=0.5, max=8)
JITTER = wait_random(0, 0.5)
SLACK = 1.0
"""Seconds by which a time of creation may lie before the call that made it: servers tell whole seconds."""
NOTHING, MADE_HERE, SOMETHING_ELSE = "nothing", "made here", "something else"


class _Look(Call[tuple[dict[str, Any], str | None]]):
    """Reads what stands under the slug of a create, as plain data, with the server's clock."""

    def read(self, answer: Answer) -> tuple[dict[str, Any], str | None]:
        super().read(answer)
        assert answer.content is not None  # noqa: S101 - it has just been read
        return json.loads(answer.content.reveal()), answer.headers.get("date")


class Again(Generic[T]):
    """The attempts after a first one that failed."""

    def __init__(self, settings: Settings, call: Call[T], failure: RequestError, started: float) -> None:
        self.settings = settings
        self.call = call
        self.failure = failure
        self.deadline = started + settings.total
        self._started = started
        self._unsure = _may_have_acted(failure)
        self._times = 1
        self.policy: dict[str, Any] = {
            "retry": retry_if_exception(lambda error: isinstance(error, RequestError) and error.retryable),
            "stop": self._stop,
            "wait": self._wait,
            "before_sleep": self._tell,
            "reraise": True,
        }

    def _stop(self, state: RetryCallState) -> bool:
        too_late = time.monotonic() + state.upcoming_sleep >= self.deadline
        return too_late or state.attempt_number > self.settings.max_retries

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, APIStatusError) else None
        return max(BACKOFF(state), asked or 0.0) + JITTER(state)

    def _tell(self, state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        about = (self.call, state.attempt_number, state.upcoming_sleep, getattr(error, "status", None))
        tell(self.settings, INFO, "retry", *about, type(error).__name__)

    def steps(self, number: int) -> Generator[Call[Any], Any, T]:
        """The calls of one attempt; its answer is the call's."""
        call = self.call
        if call.method in REPEATABLE or not self._unsure:
            return (yield from self._sent())
        found = yield from self._looked(number)
        if found is None:
            try:
                return (yield from self._sent())
            except ConflictError:  # the attempt without an answer was only slow, or somebody else was quicker
                found = yield from self._looked(number)
                if found is None:
                    raise
        return found

    def _sent(self) -> Generator[Call[Any], Any, T]:
        self._times += 1
        try:
            answer: T = yield self.call
            return answer
        except RequestError as error:
            error.attempts = self._times
            if isinstance(error, NotFoundError) and self._unsure and self.call.method == "DELETE":
                error.next_step = "An attempt before had no answer: it may be what removed it."
            self._unsure = self._unsure or _may_have_acted(error)
            if not isinstance(error, ConflictError):
                self.failure = error
            raise

    def _looked(self, number: int) -> Generator[Call[Any], Any, T | None]:
        """What the create answers, had it been seen; None where nothing stands under the slug."""
        call = self.call
        sent = Secret(json.loads(call.content.reveal()) if call.content else {})
        started = time.perf_counter()
        try:
            reader = _reader(call)
            query = {name: sent.reveal()[name] for name in reader.query if name in sent.reveal()}
            stored, clock = yield _Look(reader, {"slug": call.slug, **query})
        except NotFoundError as error:
            self._tell_of(number, started, error.status, NOTHING)
            return None
        except RequestError as error:
            said = f"reading its slug failed: {error.status or 'no status'}, {error.args[0]}"
            raise self._unsettled(said, error.retryable) from self.failure
        other = self._other(sent.reveal(), stored, clock)
        self._tell_of(number, started, 200, SOMETHING_ELSE if other else MADE_HERE)
        if other:
            said = f"its slug is that of something that this call did not make: {other}"
            raise self._unsettled(said) from self.failure
        codec: Any = call.operation.answer
        wires = [field.wire for field in codec.type.FIELDS]
        made: T = codec.decode({name: stored[name] for name in wires if name in stored}, {})
        return made

    def _other(self, sent: dict[str, Any], stored: dict[str, Any], clock: str | None) -> str | None:
        """Why what is stored was not made by this call; None where it was.

        It was if what the create has to say is what is stored, and if it was made after the first attempt by
        the server's own clock.
        """
        codec: Any = self.call.operation.body
        for field in codec.type.FIELDS:
            if field.required and field.wire in stored and stored[field.wire] != sent.get(field.wire):
                return f"its {field.wire} is another"
        try:
            made = datetime.fromisoformat(stored["created_at"]).timestamp()
            now = parsedate_to_datetime(clock or "").timestamp()
        except (KeyError, TypeError, ValueError):
            return "when it was made is not known"
        elapsed = time.monotonic() - self._started
        return None if made >= now - elapsed - SLACK else "it was made before"

    def _tell_of(self, number: int, started: float, status: int | None, found: str) -> None:
        took = time.perf_counter() - started
        tell(self.settings, DEBUG, "looked", self.call, number, took, status, None, found)

    def _unsettled(self, why: str, retryable: bool = False) -> OutcomeUnknownError:
        error = OutcomeUnknownError(
            f"the answer was lost ({self.failure.args[0]}), and {why}",
            **self.call.about,
            retryable=retryable,
            next_step="Look at what stands under the slug before you send it again.",
        )
        error.attempts = self._times
        return error


class _Sender(NamedTuple):
    """Sends the calls of one attempt."""

    attempt: Callable[[Call[Any], int, float], Any]
    number: int
    deadline: float

    def send(self, call: Call[Any]) -> Any:
        return self.attempt(call, self.number, self.deadline)


def again(more: Again[T], attempt: Callable[[Call[Any], int, float], Any]) -> T:
    """Send a call again that failed once, as the settings allow; raises the last failure."""
    for one in Retrying(**more.policy):
        with one:
            number = one.retry_state.attempt_number
            if number == 1:
                raise more.failure
            return run(_Sender(attempt, number, more.deadline), more.steps(number))
    raise more.failure  # not reached: tenacity raises the last one


async def again_async(more: Again[T], attempt: Callable[[Call[Any], int, float], Awaitable[Any]]) -> T:
    """As `again`, awaited."""
    async for one in AsyncRetrying(**more.policy):
        with one:
            number = one.retry_state.attempt_number
            if number == 1:
                raise more.failure
            return await run_async(_Sender(attempt, number, more.deadline), more.steps(number))
    raise more.failure


def _may_have_acted(error: RequestError) -> bool:
    """Whether the server may have done what the failed attempt asked for."""
    if isinstance(error, APIConnectionError):
        return error.sent
    return isinstance(error, APIStatusError) and not isinstance(error, RateLimitError) and error.status >= 500


def _reader(call: Call[Any]) -> Any:
    """The operation that reads, by its slug, what a create makes."""
    package = portkey_integrations_api.api
    for module in walk_packages(package.__path__, f"{package.__name__}."):
        operation = None if module.ispkg else import_module(module.name).OPERATION
        if operation and (operation.method, operation.path) == ("GET", f"{call.operation.path}/{{slug}}"):
            return operation
    raise LookupError(f"{call.operation.id} has no operation that reads what it makes")
