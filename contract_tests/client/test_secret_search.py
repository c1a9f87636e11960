"""No secret in anything that the client can emit: canaries in every secret field of every provider's bodies,
calls that succeed, are refused by servers that repeat what they got, stall and break off, and every channel
through which something of a call can be seen afterwards.
"""

from __future__ import annotations

import asyncio
import base64
import copy
import faulthandler
import gc
import html
import io
import json
import logging
import pickle
import random
import re
import sys
import threading
import traceback
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any
from urllib.parse import quote

import pytest
import tenacity
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from portkey_integrations import AsyncPortkey, Event, Portkey, PortkeyError, RequestError, retries
from portkey_integrations.call import Call
from portkey_integrations_api.conditions import CONDITIONS, unmet
from portkey_integrations_api.models import CreateIntegrationRequest
from portkey_integrations_api.types import ChosenBy, Codec, ListOf, ModelOf

from client.contract import generated
from client.hostile import FIN, KEEP, RESET, STALL, Case, Server, head, serving, sized

MARK = "c4n4ry"
Found = dict[str, list[str]]


class Canaries:
    """Texts that nothing else has, each with all that some escaping changes."""

    def __init__(self) -> None:
        self._dice = random.Random(6)  # noqa: S311 - to be told apart, not to be secret
        self.planted: list[str] = []

    def plant(self, end: str = '"/+ &é<%\\') -> str:
        self.planted.append(f"sk-{MARK}{self._dice.getrandbits(128):032x}{end}")
        return self.planted[-1]

    def within(self, text: str) -> list[str]:
        """Those of which a text shows anything, plain or in base64."""
        forms = {one: (one[3:41], base64.b64encode(one.encode()).decode()[:48]) for one in self.planted}
        return [one for one, parts in forms.items() if any(part in text for part in parts)]


def filled(codec: ModelOf, canaries: Canaries, depth: int = 0) -> dict[str, Any]:
    """A body with all that is required and a canary in all that is secret, as the contract marks it."""
    body: dict[str, Any] = {}
    for field in codec.type.FIELDS:
        if isinstance(field.codec, ModelOf) and depth < 4:
            value: Any = filled(field.codec, canaries, depth + 1)
            if value or field.required:
                body[field.wire] = value
        elif field.secret:
            body[field.wire] = canaries.plant()
        elif isinstance(field.codec, ListOf) and isinstance(field.codec._items, ModelOf):
            if item := filled(field.codec._items, canaries, depth + 1):
                body[field.wire] = [item]
        elif field.required:
            body[field.wire] = "a"
    if codec.type.HIDES_ADDITIONAL:
        body["authorization"] = canaries.plant()
    return body


def _cases() -> dict[str, Codec]:
    (field,) = [one for one in CreateIntegrationRequest.FIELDS if one.wire == "configurations"]
    assert isinstance(field.codec, ChosenBy)
    return {**field.codec._cases, "voyage": field.codec._otherwise}


PROVIDERS = _cases()


def body_for(provider: str, canaries: Canaries) -> dict[str, Any]:
    codec = PROVIDERS[provider]
    assert isinstance(codec, ModelOf)
    configurations = filled(codec, canaries)
    body: dict[str, Any] = {"name": "a", "ai_provider_id": provider, "slug": "s", "key": canaries.plant()}
    body["configurations"] = configurations
    for _ in range(9):  # what is not secret, and needed all the same
        for name in unmet(CONDITIONS["createIntegration"], body):
            for one in name.partition(" (")[0].split(" and "):
                at, _, last = one.rpartition(".")
                (body if not at else body[at])[last] = canaries.plant() if last == "key" else "a"
    return body


ESCAPES: dict[str, Callable[[str], str]] = {
    "plain": str,
    "json": lambda text: json.dumps(text)[1:-1],
    "json twice": lambda text: json.dumps(json.dumps(text)[1:-1])[1:-1],
    "percent": lambda text: quote(text, safe=""),
    "percent, lower case": lambda text: re.sub("%..", lambda one: one[0].lower(), quote(text, safe="")),
    "percent, mixed case": lambda text: re.sub(
        "%..", lambda one: one[0].lower() if one.start() % 2 else one[0], quote(text, safe="")
    ),
    "html": html.escape,
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
}


def answered(status: int, content: bytes, *headers: str, end: str = KEEP) -> Case:
    return Case(str(status), [head(status, *headers, sized(content)) + content], end)


def outcomes(canaries: Canaries) -> dict[str, Case]:
    """What servers do that repeat all that was ever sent to them."""
    made: dict[str, Case] = {}
    for name, escape in ESCAPES.items():
        said = " ".join(escape(one) for one in canaries.planted)
        error = {"success": False, "data": {"message": said, "errorCode": escape(canaries.planted[0])}}
        for ascii_only in (True, False):
            content = json.dumps(error, ensure_ascii=ascii_only).encode()
            made[f"400, {name}, {ascii_only}"] = answered(400, content)
        made[f"200, not JSON, {name}"] = answered(200, f"<p>{said}</p>".encode())
        made[f"200, no object, {name}"] = answered(200, json.dumps([said]).encode())
        made[f"200, another type, {name}"] = answered(
            200, json.dumps({"id": {said: 1}, "success": [said]}).encode()
        )
    key = quote(canaries.planted[0])
    made["500"] = answered(
        500, json.dumps({"message": canaries.planted}).encode(), f"x-portkey-trace-id: {key}"
    )
    made["302"] = answered(302, b"", f"location: https://u:{key}@other.example/{key}?k={key}#{key}")
    made["encoded"] = answered(200, b"{}", f"content-encoding: {key}")
    made["reset"] = Case("reset", [], RESET)
    made["broken off"] = Case("off", [head(200, "Content-Length: 9999") + canaries.planted[0].encode()], FIN)
    made["no HTTP"] = Case("no HTTP", [f"{key} {key}\r\n\r\n".encode()], FIN)
    made["a wrong header"] = Case("header", [f"HTTP/1.1 200 OK\r\n{key} {key}\r\n\r\n".encode()], FIN)
    made["stalls"] = Case("stalls", [], STALL)
    made["stalls in the body"] = Case("stalls", [head(200, "Content-Length: 9")], STALL)
    done = {"id": "00000000-0000-4000-8000-000000000001", "slug": "s", "success": True}
    made["success"] = answered(200, json.dumps(done).encode())
    return made


def texts_of(root: object) -> Iterator[str]:
    """All texts that attributes and containers lead to; functions, classes and modules end the walk."""
    seen: set[int] = set()
    ahead: list[object] = [root]
    while ahead:
        one = ahead.pop()
        if id(one) in seen or isinstance(one, (FunctionType, ModuleType, type, logging.Logger)):
            continue
        seen.add(id(one))
        if isinstance(one, str):
            yield one
        elif isinstance(one, (bytes, bytearray)):
            yield bytes(one).decode("utf-8", "replace")
        elif isinstance(one, dict):
            ahead += [*one.keys(), *one.values()]
        elif isinstance(one, (list, tuple, set, frozenset)):
            ahead += one
        else:
            ahead += getattr(one, "__dict__", {}).values()
            for kind in type(one).__mro__:
                names = getattr(kind, "__slots__", ())
                for name in (names,) if isinstance(names, str) else names:
                    ahead.append(getattr(one, name, None))


def chain(error: BaseException) -> Iterator[BaseException]:
    ahead: list[BaseException | None] = [error]
    seen: set[int] = set()
    while ahead:
        one = ahead.pop()
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            yield one
            ahead += [one.__cause__, one.__context__, *getattr(one, "exceptions", ())]


def with_locals(error: BaseException) -> str:
    """Tracebacks of the whole chain with the locals of every frame, but for the tests' own."""
    lines = []
    for one in chain(error):
        told = traceback.TracebackException.from_exception(one, capture_locals=True, compact=True)
        told.stack = traceback.StackSummary.from_list([at for at in told.stack if at.filename != __file__])
        lines += list(told.format(chain=False))
    return "".join(lines)


def look_at_error(error: BaseException, found: Found) -> None:
    for one in chain(error):
        found["str, repr and args of exceptions"] += [str(one), repr(one), repr(one.args)]
        found["notes of exceptions"] += [str(getattr(one, "__notes__", []))]
        found["attributes of exceptions"] += texts_of(vars(one))
    found["the chain of causes and contexts"] += [repr(list(chain(error)))]
    found["tracebacks"] += traceback.format_exception(error)
    found["tracebacks with locals"] += [with_locals(error)]
    found["JSON of the attributes of exceptions"] += [json.dumps(vars(error), default=repr)]
    found["pickles and copies of exceptions"] += [
        pickle.dumps(error).decode("latin-1"),
        repr(copy.copy(error)),
        repr(vars(copy.deepcopy(error))),
    ]


def look_at_client(client: Any, found: Found) -> None:
    shown = [client, client._settings, client.integrations, client.integrations.models, client.providers]
    found["repr and str of the client, its settings and resources"] += [f"{one!r} {one}" for one in shown]
    found["what attributes of the client lead to"] += texts_of(client)
    for copied in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError) as refused:
            copied(client)
        found["pickles and copies of the client"] += [str(refused.value)]


def look_at_call(call: Call[Any], body: dict[str, Any], found: Found) -> None:
    found["repr and attributes of a Call"] += [repr(call), str(call), *texts_of(call)]
    for copied in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError) as refused:
            copied(call)
        found["pickles and copies of a Call"] += [str(refused.value)]
    model = CreateIntegrationRequest.from_dict(body)
    found["repr, str and raw of request models"] += [repr(model), str(model), repr(model.raw)]


class _Lines(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines += [self.format(record), repr(record.args), repr(vars(record))]


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Iterator[Found]:
    """The channels that are open all the time: logs, warnings."""
    monkeypatch.setattr(retries, "BACKOFF", tenacity.wait_none())
    monkeypatch.setattr(retries, "JITTER", tenacity.wait_none())
    seen: Found = defaultdict(list)
    handler = _Lines(seen["logs at DEBUG"])
    names = ("", "httpx", "httpcore", "hpack", "h11", "asyncio", "portkey_integrations", "tenacity")
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    logging.getLogger().addHandler(handler)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = lambda message, *_: seen["warnings"].append(f"{message!r}")
        yield seen
    logging.getLogger().removeHandler(handler)
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    from opentelemetry import trace

    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    return exporter


def calls(body: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    update = {
        name: value
        for name, value in body.items()
        if name in {field.wire for field in generated()["updateIntegration"].body.type.FIELDS}  # type: ignore[union-attr]
    }
    return [("create", body), ("update", {**update, "slug": "s"})]


def call_threaded(run: Callable[[], object]) -> str:
    """What a thread prints that a failure ends."""
    written = io.StringIO()

    def told(args: threading.ExceptHookArgs) -> None:
        traceback.print_exception(args.exc_type, args.exc_value, args.exc_traceback, file=written)

    before, threading.excepthook = threading.excepthook, told
    try:
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
    finally:
        threading.excepthook = before
    return written.getvalue()


def patience(case: str) -> dict[str, Any]:
    return {"timeout": 0.1 if case.startswith("stalls") else 60, "max_retries": 1}


@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_no_canary_anywhere(
    provider: str,
    asynchronous: bool,
    found: Found,
    spans: InMemorySpanExporter,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    canaries = Canaries()
    key = canaries.plant("")
    body = body_for(provider, canaries)
    planned = outcomes(canaries)
    current = [Case("", [])]
    with serving(lambda request: current[0]) as server, (tmp_path / "dump").open("w+") as dump:

        def hook(event: Event) -> None:
            found["values of the hook"] += [repr(event), *texts_of(event)]
            faulthandler.dump_traceback(dump, all_threads=True)

        for name, case in planned.items():
            current[0] = case
            options = {"api_key": key, "base_url": server.url, "on_event": hook, **patience(name)}
            for method, arguments in calls(body):
                failure = (_awaited if asynchronous else _called)(options, method, arguments, found)
                assert (failure is None) == (name == "success"), (name, method, failure)
                if failure is not None:
                    assert isinstance(failure, RequestError), (name, method, failure)
                    look_at_error(failure, found)
        dump.seek(0)
        found["a dump of faulthandler"] += [dump.read()]
        _sent_all(server, canaries)
    look_at_call(Call(generated()["createIntegration"], body), body, found)
    found["exceptions that the garbage collector knows"] += [
        f"{one!r} {one.args} {getattr(one, '__dict__', '')}"
        for one in gc.get_objects()
        if isinstance(one, (PortkeyError, tenacity.RetryError, tenacity.RetryCallState, OSError))
        for one in [one if isinstance(one, BaseException) else RuntimeError(repr(one))]
    ]
    found["spans of OpenTelemetry"] += [one.to_json() for one in spans.get_finished_spans()]
    warnings.warn("so that this channel is open", stacklevel=1)
    out, err = capfd.readouterr()
    found["standard output and error"] += [out, err, "looked at"]
    leaks = [
        f"{channel}: …{text[max(at - 60, 0) : at + 60]}…"
        for channel, texts in found.items()
        for text in sorted(set(texts))
        if canaries.within(text)
        for at in [text.find(MARK)]
    ]
    assert not leaks, "\n".join(leaks[:20])
    assert found["warnings"]
    assert len(found) >= 20
    assert not [channel for channel, texts in found.items() if not any(texts)]


def _sent_all(server: Server, canaries: Canaries) -> None:
    """They were sent, or nothing would have been searched for."""
    received = "".join(one.decode() for one in server.requests)
    assert not [one for one in canaries.planted if one[3:41] not in received]


def _called(
    options: dict[str, Any], method: str, arguments: dict[str, Any], found: Found
) -> BaseException | None:
    failure: BaseException | None = None
    with Portkey(**options) as client:
        try:
            print(getattr(client.integrations, method)(**arguments))
        except PortkeyError as error:
            failure = error
            found["sys.exc_info"] += [repr(sys.exc_info()[:2])]
        look_at_client(client, found)
        if failure is not None and "reset" in str(failure).lower():
            run = getattr(client.integrations, method)
            found["what a thread prints that fails"] += [call_threaded(lambda: run(**arguments))]
    return failure


def _awaited(
    options: dict[str, Any], method: str, arguments: dict[str, Any], found: Found
) -> BaseException | None:
    async def run() -> BaseException | None:
        async with AsyncPortkey(**options) as client:
            asyncio.get_running_loop().set_debug(True)
            task = asyncio.ensure_future(getattr(client.integrations, method)(**arguments))
            stack = io.StringIO()
            await asyncio.sleep(0)
            task.print_stack(file=stack)
            found["repr and stack of tasks and coroutines"] += [
                repr(task),
                repr(task.get_coro()),
                stack.getvalue(),
            ]
            failure: BaseException | None = None
            try:
                print(await task)
            except PortkeyError as error:
                failure = error
                found["sys.exc_info"] += [repr(sys.exc_info()[:2])]
            found["repr and stack of tasks and coroutines"] += [repr(task)]
            look_at_client(client, found)
            return failure

    return asyncio.run(run())


def test_the_search_finds_what_there_is_to_find() -> None:
    canaries = Canaries()
    text = canaries.plant()

    elsewhere: dict[str, Any] = {}
    source = "def fails(secret):\n    raise failure"
    failure = PortkeyError("no secret")
    exec(compile(source, "elsewhere", "exec"), {"failure": failure}, elsewhere)  # noqa: S102 - the line above
    with pytest.raises(PortkeyError) as caught:
        elsewhere["fails"](text)
    assert canaries.within(with_locals(caught.value)) == [text]
    shown: Found = defaultdict(list)
    error = PortkeyError(text)
    error.add_note(text)
    look_at_error(error, shown)
    assert not [channel for channel, texts in shown.items() if not any(map(canaries.within, texts))]
    for escape in ESCAPES.values():
        assert canaries.within(escape(text)) == [text]
    assert canaries.within("".join(texts_of([{"a": (text.encode(),)}]))) == [text]
