"""`make compare-sdk`: one script under the official SDK and under `portkey_integrations.compat`.

Each runs against a fresh reference server, which records what it is sent. The script is the same but for the
line that imports the client.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from portkey_reference_server.app import app_on
from portkey_reference_server.contract import load_contract
from portkey_reference_server.demo import make_demo
from portkey_reference_server.serving import base_url_of, bind
from portkey_reference_server.storage import open_store
from starlette.types import Message, Receive, Scope, Send

OFFICIAL, OURS = "portkey_ai", "portkey_integrations.compat"
SCRIPT = """
from portkey_ai import Portkey

portkey = Portkey(api_key=API_KEY, base_url=BASE_URL)
i, m, w = portkey.integrations, portkey.integrations.models, portkey.integrations.workspaces
p, v = portkey.providers, portkey.virtual_keys

do("integrations.create", lambda: i.create(name="OpenAI", ai_provider_id="openai", key=KEY, slug="main"))
do("integrations.create, a field of tomorrow",
   lambda: i.create(name="Other", ai_provider_id="acme", slug="other", of_tomorrow={"a": [1]}))
do("integrations.create, a taken slug",
   lambda: i.create(name="OpenAI", ai_provider_id="openai", key=KEY, slug="main"))
do("integrations.list", lambda: i.list())
do("integrations.list, filtered", lambda: i.list(current_page=0, page_size=1, type="organisation"))
do("integrations.retrieve", lambda: i.retrieve(slug="main"))
do("integrations.retrieve, not there", lambda: i.retrieve(slug="nothing"))
do("integrations.retrieve, a slug to escape", lambda: i.retrieve(slug="main?x=/y"))
do("integrations.update", lambda: i.update(slug="main", description="shared", name="Main"))
do("models.list", lambda: m.list(slug="main"))
do("models.update",
   lambda: m.update(slug="main", models=[{"slug": "mine", "enabled": True, "is_custom": True}]))
do("models.delete", lambda: m.delete(slug="main", slugs="mine"))
do("workspaces.update",
   lambda: w.update(slug="main", workspaces=[{"id": WORKSPACE, "enabled": True}],
                    override_existing_workspaces_access=True))
do("workspaces.list", lambda: w.list(slug="main"))
do("providers.create",
   lambda: p.create(name="Search", integration_id="main", workspace_id=WORKSPACE, slug="search", note="n"))
do("providers.list", lambda: p.list(workspace_id=WORKSPACE))
do("providers.retrieve", lambda: p.retrieve(slug="search", workspace_id=WORKSPACE))
do("providers.update", lambda: p.update(slug="search", workspace_id=WORKSPACE, note="changed"))
do("providers.update, limits",
   lambda: p.update(slug="search", workspace_id=WORKSPACE,
                    rate_limits=[{"type": "requests", "unit": "rpm", "value": 5}]))
do("providers.retrieve, limits", lambda: p.retrieve(slug="search", workspace_id=WORKSPACE).rate_limits)
do("providers.delete", lambda: p.delete(slug="search", workspace_id=WORKSPACE))
made = do("virtual_keys.create",
   lambda: v.create(name="Voyage", provider="voyage", key=KEY, workspace_id=WORKSPACE, note="n"))
do("virtual_keys.list", lambda: v.list())
do("virtual_keys.list, a workspace", lambda: v.list(workspace_id=WORKSPACE))
do("virtual_keys.retrieve", lambda: v.retrieve(slug=made.slug))
do("virtual_keys.update", lambda: v.update(slug=made.slug, note="changed"))
do("virtual_keys.delete", lambda: v.delete(slug=made.slug))
do("integrations.delete", lambda: i.delete(slug="other"))
"""
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+Z?")


@dataclass
class Step:
    """A call of the script: the requests that it sent, and what it gave or raised."""

    name: str
    sent: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)
    answer: Any = None


@dataclass(frozen=True)
class Difference:
    """Where the two runs of a step are not the same."""

    step: str
    what: str
    official: Any
    ours: Any


def run(module: str, key: str = "sk-0123456789abcdefghij") -> list[Step]:
    """The script with the client of a module, on a server of its own."""
    steps: list[Step] = []

    def do(name: str, call: Callable[[], Any]) -> Any:
        steps.append(Step(name))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the official SDK uses what pydantic calls deprecated
            try:
                answer = call()
            except Exception as error:
                answer = type(error).__name__
        steps[-1].answer = _plain(answer)
        return answer

    with _server(steps) as (base_url, api_key, workspace):
        given = {"API_KEY": api_key, "BASE_URL": base_url, "WORKSPACE": workspace, "KEY": key, "do": do}
        exec(SCRIPT.replace(f"from {OFFICIAL} ", f"from {module} "), given)  # noqa: S102 - it stands above
    return _comparable(steps)


def differences(official: list[Step], ours: list[Step]) -> Iterator[Difference]:
    """What is not the same, in the order of the script."""
    for one, other in zip(official, ours, strict=True):
        assert one.name == other.name
        for index in range(max(len(one.sent), len(other.sent))):
            here, there = (
                run.sent[index] if index < len(run.sent) else ("", "", {}, None) for run in (one, other)
            )
            for what, left, right in zip(("method", "path", "query", "body"), here, there, strict=True):
                if left != right:
                    yield Difference(one.name, f"{what} sent", left, right)
        if one.answer != other.answer:
            yield Difference(one.name, "answer", one.answer, other.answer)


@contextlib.contextmanager
def _server(steps: list[Step]) -> Iterator[tuple[str, str, str]]:
    contract = load_contract()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'server.sqlite'}", create=True)
        with store.write() as session:
            demo = make_demo(session, contract, {})
        app = app_on(store, contract)

        async def recording(scope: Scope, receive: Receive, send: Send) -> None:
            message: Message = await receive()
            body = message.get("body", b"")
            while message.get("more_body"):
                message = await receive()
                body += message.get("body", b"")
            path = scope["raw_path"].decode().partition("?")[0].removeprefix("/v1")
            query = dict(parse_qsl(scope["query_string"].decode()))
            steps[-1].sent.append((scope["method"], path, query, json.loads(body) if body else None))
            whole = iter([{"type": "http.request", "body": body, "more_body": False}])

            async def replay() -> Message:
                return next(whole, {"type": "http.disconnect"})

            await app(scope, replay, send)

        listener = bind("127.0.0.1", 0)
        server = uvicorn.Server(uvicorn.Config(recording, lifespan="off", log_config=None))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield base_url_of(listener), demo.keys["admin"], demo.workspaces["first"].slug
        finally:
            server.should_exit = True
            thread.join()
            listener.close()
            store.close()


def _plain(answer: Any) -> Any:
    return answer.model_dump() if hasattr(answer, "model_dump") else answer


def _comparable(steps: list[Step]) -> list[Step]:
    """Without what two runs never share: ids (by the order they appear in), times and generated slugs."""
    names: dict[str, str] = {}

    def named(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: named(one) for name, one in value.items() if one is not None}
        if isinstance(value, (list, tuple)):
            return type(value)(named(one) for one in value)
        if isinstance(value, str):
            value = UUID.sub(lambda found: names.setdefault(found[0], f"<id {len(names)}>"), value)
            return re.sub(r"voyage-[a-z0-9]+", "<slug>", TIME.sub("<time>", value))
        return value

    return [Step(step.name, named(step.sent), named(step.answer)) for step in steps]


def main() -> int:
    official, ours = run(OFFICIAL), run(OURS)
    found = list(differences(official, ours))
    for step in ours:
        different = [one for one in found if one.step == step.name]
        print(f"{'differs' if different else 'same':8} {step.name}")
        for one in different:
            print(
                f"         {one.what}:\n           official: {one.official}\n           ours:     {one.ours}"
            )
    different_steps = {one.step for one in found}
    print(f"{len(ours)} calls, {len(different_steps)} with a difference, which the page explains:")
    print("docs/moving-from-portkey-ai.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
