"""Generated requests: Schemathesis makes them from the contract, the observations judge the answers.

Every operation gets the contract's examples, each boundary of its schemas, and random valid and invalid data;
a stateful phase follows the contract's links. A guard in front of each request keeps the run to itself: a
path names a resource of this run or one that cannot exist, and no other workspace is granted anything.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import re
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx
import schemathesis
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.hooks import GLOBAL_HOOK_DISPATCHER, HookContext

from portkey_conformance.exchanges import KEY_HEADER, MISSING, NO_ANSWER, Exchange, Unanswered, parsed
from portkey_conformance.in_process import as_wsgi
from portkey_conformance.profiles import Profile
from portkey_conformance.progress import Progress
from portkey_conformance.trial import Integration, Provider, Trial
from portkey_conformance.verdicts import Inconclusive

CHECKED_BY_SCHEMATHESIS = {
    "use_after_free": "DEL-002",
    "ensure_resource_availability": "CRE-003",
    "ignored_auth": "AUT-001",
}
"""Schemathesis's own checks over several requests, and the requirement that is broken where one fails.

Those of one answer (its status, content type, schema) are left out: the observations judge the same answers,
and know what a server may decide for itself. So are those of positive and negative data: the guard changes a
case after it was made, so that they would judge another request than was sent; ERR-003 judges what was sent.
"""
CREATES = ("createIntegration", "createProvider", "createVirtualKey")
SLUG_LIMIT = 255
SLUG = re.compile(r"[A-Za-z0-9_-]+")
SECRET_POOL = 24


Tell = Callable[[str, Sequence[Exchange], str], None]


def fuzz(trial: Trial, profile: Profile, seed: int, tell: Tell, progress: Progress) -> None:
    """Send generated requests with the admin key; the trial's observers judge what comes back.

    Args:
        trial: What the run works with.
        profile: How much is generated.
        seed: Repeats what is generated.
        tell: Takes what Schemathesis finds: the requirement, the requests that show it, what came of them.
        progress: Told of each step.

    Raises:
        KeyboardInterrupt: The run was interrupted.
        Unanswered: The server stopped answering.
    """
    guard = _Guard(trial)
    gone: list[Exchange] = []
    cases: dict[str, Exchange] = {}
    schema = schemathesis.openapi.from_dict(
        trial.contract.document, config=_configuration(trial, profile, seed)
    )

    if trial.wire.transport is not None:
        schema.app = as_wsgi(trial.wire.transport, trial.target)

    def after_call(
        context: HookContext, case: schemathesis.Case[Any], response: schemathesis.Response
    ) -> None:
        exchange = _exchange(trial, response)
        cases[case.id] = exchange
        trial.wire.tell(exchange)
        _read_back(trial, exchange)

    def after_network_error(context: HookContext, case: schemathesis.Case[Any], request: Any) -> None:
        dropped = _unanswered(trial, request)
        if trial.wire.still_answers():
            trial.wire.tell(dropped)
        else:
            gone.append(dropped)

    def tell_failures(recorder: ScenarioRecorder) -> None:
        for name, sequence, actual in _failures(recorder, cases):
            tell(CHECKED_BY_SCHEMATHESIS[name], sequence, actual)
        cases.clear()

    schema.hook(after_call)
    schema.hook(after_network_error)
    with _guarded(guard), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _follow(from_schema(schema).execute(), trial, profile, progress, tell_failures, gone)
    if gone:
        trial.wire.recent.append(gone[0])
        raise Unanswered(f"none to {gone[0].line}", gone[0])


READ_BY = {
    "createIntegration": "retrieveIntegration",
    "updateIntegration": "retrieveIntegration",
    "deleteIntegration": "retrieveIntegration",
    "updateIntegrationModels": "listIntegrationModels",
    "deleteIntegrationModels": "listIntegrationModels",
    "updateIntegrationWorkspaces": "listIntegrationWorkspaces",
    "createProvider": "retrieveProvider",
    "updateProvider": "retrieveProvider",
    "deleteProvider": "retrieveProvider",
    "createVirtualKey": "retrieveVirtualKey",
    "updateVirtualKey": "retrieveVirtualKey",
    "deleteVirtualKey": "retrieveVirtualKey",
}


def _read_back(trial: Trial, written: Exchange) -> None:
    """Read what a generated request wrote to, so that the memory sees what became of it."""
    reading = READ_BY.get(written.operation.id) if written.operation else None
    sent = written.sent if isinstance(written.sent, dict) else {}
    nested = written.body.get("data")
    named = written.body.get("slug") or (nested.get("slug") if isinstance(nested, dict) else None)
    slug = named or sent.get("slug") if written.method == "POST" else unquote(written.path.split("/")[2])
    if reading is None or written.key is None or not isinstance(slug, str) or not SLUG.fullmatch(slug):
        return
    workspace = dict(written.query).get("workspace_id") or sent.get("workspace_id")
    about_provider = not reading.startswith(("retrieveIntegration", "listIntegration"))
    query = {"workspace_id": str(workspace)} if about_provider and workspace else {}
    with contextlib.suppress(Unanswered):
        trial.admin.call(reading, slug, query=query)


def _follow(
    stream: Any,
    trial: Trial,
    profile: Profile,
    progress: Progress,
    tell_failures: Callable[[ScenarioRecorder], None],
    gone: list[Exchange],
) -> None:
    total = len(trial.contract.operations) * len(profile.phases)
    done = 0
    stopped = False
    # Schemathesis would fill a time limit of its own with repetitions: ours only ends a run that is slow.
    deadline = time.monotonic() + profile.seconds
    try:
        for event in stream:
            if not stopped and (gone or time.monotonic() > deadline):
                stopped = True
                stream.stop()
            if isinstance(event, events.ScenarioStarted):
                progress.step(
                    "generated", f"{event.phase.value} {event.label or ''}", min(done, total), total
                )
            elif isinstance(event, events.ScenarioFinished):
                done += 1
                tell_failures(event.recorder)
            elif isinstance(event, events.Interrupted) and not stopped:
                raise KeyboardInterrupt
            elif isinstance(event, events.FatalError):
                raise event.exception
    except KeyboardInterrupt:
        stream.stop()
        for _ in stream:  # the request under way is answered before anything is cleaned up
            pass
        raise


def _failures(
    recorder: ScenarioRecorder, cases: Mapping[str, Exchange]
) -> Iterator[tuple[str, list[Exchange], str]]:
    """What Schemathesis's own checks found in a scenario: the check, the requests, what came of them."""
    for case_id, nodes in recorder.checks.items():
        for node in nodes:
            if node.failure_info is None or node.name not in CHECKED_BY_SCHEMATHESIS or case_id not in cases:
                continue
            if node.name == "ignored_auth":
                asked = dataclasses.replace(cases[case_id], key=None)
                yield node.name, [asked], "an answer to a request without a valid key"
                continue
            chain = [case_id]
            while parent := recorder.cases[chain[-1]].parent_id:
                chain.append(parent)
            sequence = [cases[one] for one in reversed(chain) if one in cases]
            # Whether a provider is found depends on the workspace that the request names.
            if all(one.path.startswith("/integrations") for one in sequence):
                yield node.name, sequence, sequence[-1].summary


def _configuration(trial: Trial, profile: Profile, seed: int) -> schemathesis.Config:
    assert trial.admin.key is not None
    return schemathesis.Config.from_dict(
        {
            "seed": seed,
            "cache": {"enabled": False},
            "base-url": trial.target.base_url,
            "headers": {KEY_HEADER: trial.admin.key.value},
            "workers": 1,
            "continue-on-failure": True,
            "request-timeout": 30,
            "suppress-health-check": ["all"],
            "checks": {
                "enabled": False,
                **{name: {"enabled": True} for name in CHECKED_BY_SCHEMATHESIS},
            },
            "generation": {
                "database": "none",
                "no-shrink": True,
                "max-examples": profile.examples,
                "with-security-parameters": False,
            },
            "phases": {
                "examples": {"enabled": "examples" in profile.phases},
                "coverage": {"enabled": "coverage" in profile.phases, "unexpected-methods": []},
                "fuzzing": {"enabled": "fuzzing" in profile.phases},
                "stateful": {
                    "enabled": "stateful" in profile.phases,
                    "max-steps": 6,
                    "generation": {"max-examples": max(1, profile.sequences)},
                },
            },
        }
    )


@contextmanager
def _guarded(guard: _Guard) -> Iterator[None]:
    # Schemathesis runs `before_call` hooks from its global registry only, not from the schema's own.
    def before_call(context: HookContext, case: schemathesis.Case[Any], kwargs: dict[str, Any]) -> None:
        guard.adjust(case)

    schemathesis.hook(before_call)
    try:
        yield
    finally:
        GLOBAL_HOOK_DISPATCHER.unregister(before_call)


class _Guard:
    """Rewrites each generated case so that it touches only what this run made."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial
        self._secrets = [trial.secret() for _ in range(SECRET_POOL)]
        self._turn = 0
        self._integration: Integration | None = None
        self._provider: Provider | None = None
        self._virtual_key: Provider | None = None

    def adjust(self, case: schemathesis.Case[Any]) -> None:
        self._turn += 1
        self._adjust_path(case)
        self._adjust_query(case)
        if isinstance(case.body, dict):
            case.body = self._adjusted_body(case)

    def _adjust_path(self, case: schemathesis.Case[Any]) -> None:
        if "{slug}" not in case.path:
            return
        value = case.path_parameters.get("slug")
        if isinstance(value, str) and self._trial.ledger.owns(value):
            return
        # A made-up slug finds nothing: most requests are worth more on a resource that is there.
        resident = self._resident(case.path) if case.method in ("GET", "PUT") and self._turn % 4 else None
        case.path_parameters["slug"] = resident or self._impossible(value)

    def _adjust_query(self, case: schemathesis.Case[Any]) -> None:
        workspace = case.query.get("workspace_id") if case.query else None
        if isinstance(workspace, str) and self._trial.target.first and self._turn % 8:
            case.query["workspace_id"] = self._trial.first.id

    def _adjusted_body(self, case: schemathesis.Case[Any]) -> dict[str, Any]:
        body = json.loads(json.dumps(case.body, default=str))
        assert isinstance(body, dict)
        if case.operation.definition.raw.get("operationId") in CREATES:
            for name in ("slug", "name", "default_provider_slug"):
                value = body.get(name)
                if isinstance(value, str) and value:
                    body[name] = f"{self._trial.prefix}-{self._turn}-{value}"[:SLUG_LIMIT]
        if isinstance(body.get("integration_id"), str) and not self._trial.ledger.owns(
            body["integration_id"]
        ):
            body["integration_id"] = self._resident("/integrations") or self._impossible("none")
        if isinstance(body.get("workspace_id"), str):
            first = self._trial.target.first
            body["workspace_id"] = first.id if first and self._turn % 8 else self._impossible("workspace")
        self._keep_to_own_workspaces(body)
        return dict(_with_planted(body, self._trial.contract.masks, self._secrets, self._turn))

    def _keep_to_own_workspaces(self, body: dict[str, Any]) -> None:
        settings = body.get("global_workspace_access")
        if isinstance(settings, dict) and settings.get("enabled") is not False and "enabled" in settings:
            settings["enabled"] = False
        entries = body.get("workspaces")
        for entry in entries if isinstance(entries, list) else []:
            if isinstance(entry, dict) and isinstance(entry.get("id"), str):
                first = self._trial.target.first
                entry["id"] = first.slug if first and self._turn % 8 else self._impossible("workspace")

    def _impossible(self, value: object) -> str:
        """A name that is nobody's: it starts with this run's prefix."""
        return f"{self._trial.prefix}-x-{value}"

    def _resident(self, path: str) -> str | None:
        """The slug of a resource of the kind that ``path`` addresses, made when first asked for."""
        try:
            if path.startswith("/integrations"):
                return self._own_integration().slug
            if self._trial.target.first is None:
                return None
            if path.startswith("/providers"):
                if not self._is_there(self._provider):
                    self._provider = self._trial.provider(self._own_integration())
                assert self._provider is not None
                return self._provider.slug
            if not self._is_there(self._virtual_key):
                self._virtual_key = self._trial.virtual_key()
        except Inconclusive:
            return None
        assert self._virtual_key is not None
        return self._virtual_key.slug

    def _is_there(self, resident: Integration | Provider | None) -> bool:
        return resident is not None and self._trial.ledger.holds(resident.slug)

    def _own_integration(self) -> Integration:
        if self._integration is None or not self._is_there(self._integration):
            self._integration = self._trial.integration()
            if self._trial.target.first is not None:
                self._trial.grant(self._integration, self._trial.first)
        return self._integration


def _with_planted(node: Any, masks: Mapping[str, str], secrets: list[str], turn: int) -> Any:
    """``node`` with a planted secret in each secret field that held a text."""
    if isinstance(node, dict):
        return {
            name: secrets[turn % len(secrets)]
            if name in masks and isinstance(value, str) and value
            else _with_planted(value, masks, secrets, turn)
            for name, value in node.items()
        }
    if isinstance(node, list):
        return [_with_planted(value, masks, secrets, turn) for value in node]
    return node


def _exchange(trial: Trial, response: schemathesis.Response) -> Exchange:
    """What Schemathesis sent and received, in the form that the suite judges."""
    headers = [(name, value) for name, values in response.headers.items() for value in values]
    answered = response.content.decode("utf-8", "replace")
    return _as_sent(trial, response.request, response.status_code, httpx.Headers(headers), answered)


def _unanswered(trial: Trial, request: Any) -> Exchange:
    return _as_sent(trial, request, NO_ANSWER, httpx.Headers(), "")


def _as_sent(trial: Trial, request: Any, status: int, headers: httpx.Headers, answered: str) -> Exchange:
    base = urlsplit(trial.target.base_url).path
    parts = urlsplit(str(request.url))
    path = parts.path.removeprefix(base)
    raw = request.body
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw
    sent = parsed(text) if isinstance(text, str) and text else MISSING
    method = str(request.method)
    has_key = KEY_HEADER in {name.lower() for name in request.headers}
    return Exchange(
        operation=trial.contract.operation_at(method, path),
        method=method,
        path=path,
        query=tuple(parse_qsl(parts.query, keep_blank_values=True)),
        key=trial.admin.key if has_key else None,
        sent_headers=_shown_headers(request.headers),
        sent=sent,
        sent_text=text if isinstance(text, str) and text and sent is MISSING else None,
        status=status,
        headers=headers,
        text=answered,
        json=parsed(answered),
        purpose="generated",
    )


def _shown_headers(headers: Mapping[str, str | bytes]) -> tuple[tuple[str, str], ...]:
    kept = {name.lower(): value for name, value in headers.items()}
    return tuple(
        (name, value.decode("latin-1") if isinstance(value, bytes) else value)
        for name in ("content-type",)
        if (value := kept.get(name)) is not None
    )
