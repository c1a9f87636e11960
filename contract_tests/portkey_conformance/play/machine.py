"""The machine: steps that any key may take in any order on several resources at once.

A step only sends; what it sends is drawn, and what comes back is judged by whoever listens to the wire.
"""

from __future__ import annotations

import contextlib
import copy
import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from portkey_conformance.exchanges import MISSING, Exchange
from portkey_conformance.memory import Disagreement
from portkey_conformance.play.drawing import SLUG_ENDS, Bodies, rate_limit, usage_limits
from portkey_conformance.target import Workspace
from portkey_conformance.trial import Caller, Trial

SECRETS = 24
MOST = 4
"""Resources of a kind that are there at once."""
PAGES = 12
"""Pages that a walk reads at most."""
MODELS = (
    "gpt-4o",
    "gpt-4",
    "ft:gpt-4o:acme",
    "Model-X",
    "model-x",
    "mod\u00e8le",
    "in house 1",
    "a.b/c:d@e+f",
)
LISTS = ("listIntegrations", "listProviders", "listVirtualKeys")
SHARED = ("name", "note", "usage_limits", "rate_limits", "expires_at", "key", "reset_usage")
"""What an update of a virtual key may say whatever its provider."""
OTHERS = ("read_only", "workspace", "other_workspace", "other_organisation", "revoked", "nobody")

anyone = st.integers(0, 7)
"""Which of the resources a step is about: an index, taken round."""
roles = st.sampled_from((*("admin",) * 8, *OTHERS))
page_sizes = st.sampled_from((1, 1, 2, 3, 10, 100))


class TimeIsUp(BaseException):
    """Ends a game in the middle; no error, so Hypothesis lets it through."""


class Disagreed(Exception):  # noqa: N818 - names what happened
    """A step showed what no step had shown: Hypothesis keeps its example, for other runs to begin with."""


@dataclass
class Own:
    """A resource that a game made."""

    slug: str
    id: str | None
    caller: Caller
    workspace: Workspace | None = None
    provider: str = "openai"
    configurations: dict[str, Any] = field(default_factory=dict)
    as_key: bool = False
    gone: bool = False


class Table:
    """What games are played with, and when they end."""

    def __init__(
        self,
        trial: Trial,
        tick: Callable[[], None],
        found: Callable[[], Sequence[Disagreement]],
    ) -> None:
        self.trial = trial
        self.tick = tick
        """Called before each request; raises when the time is up."""
        self.found = found
        """All disagreements of the run so far."""
        self.known: set[tuple[str, ...]] = set()
        self.bodies = Bodies(trial.contract)
        self.secrets = [trial.secret(f"{chr(ord('a') + n)}k", 24 + n) for n in range(SECRETS)]
        creation = trial.contract.operations["createIntegration"]
        self.examples = [
            copy.deepcopy(body)
            for body in trial.contract.request_examples(creation).values()
            if "secret_mappings" not in body
        ]
        self.turn = 0

    @functools.cached_property
    def workspaces(self) -> list[Workspace]:
        both = (self.trial.target.first, self.trial.target.second)
        return [one for one in both if one is not None]

    def secret(self) -> str:
        self.turn += 1
        return self.secrets[self.turn % SECRETS]

    def caller(self, role: str) -> Caller | None:
        if role == "nobody":
            return self.trial.nobody
        return self.trial.as_role(role) if role in self.trial.target.keys else None

    def planted(self, node: Any, hidden: bool = False) -> Any:
        """A copy of a body with a planted secret wherever the contract has one."""
        masks = self.trial.contract.masks
        if isinstance(node, Mapping):
            return {name: self.planted(one, hidden or name in masks) for name, one in node.items()}
        if isinstance(node, list):
            return [self.planted(one, hidden) for one in node]
        return self.secret() if hidden and isinstance(node, str) else node

    def fresh(self) -> set[tuple[str, ...]]:
        """What was found since it was last asked."""
        seen = {(one.requirement, *one.about) for one in self.found()[-MOST * 4 :]}
        fresh = seen - self.known
        self.known |= fresh
        return fresh


class Moot(Exception):  # noqa: N818 - names what happened
    """This step says nothing here; the game goes on."""


def need(condition: object) -> None:
    """Give up the step unless the condition holds. (Hypothesis's own ``assume`` would give up the game.)"""
    if not condition:
        raise Moot


def step(**drawn: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Any]:
    """A rule whose end looks at what the memory made of it.

    No rule has a precondition: what may be drawn must not depend on what a server answers.
    """

    def made(function: Callable[..., None]) -> Any:
        @functools.wraps(function)
        def stepped(self: Machine, **given: Any) -> None:
            with contextlib.suppress(Moot):
                function(self, **given)
            if self.table.fresh():
                raise Disagreed(function.__name__)

        register: Any = rule  # its overloads do not take what is only known as a mapping
        return register(**drawn)(stepped)

    return made


class Machine(RuleBasedStateMachine):
    """One game: what was made in it, under the names that it has."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table = table
        self.trial = table.trial
        self.integrations: list[Own] = []
        self.providers: list[Own] = []

    # Integrations

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        with contextlib.suppress(Moot):
            self._create(data, None)

    @step(data=st.data(), role=roles)
    def create_integration(self, data: st.DataObject, role: str) -> None:
        caller = self._by(role)
        need(sum(not one.gone for one in self.integrations) < MOST)
        self._create(data, caller)

    @step(which=anyone, data=st.data())
    def create_under_a_slug_that_was_used(self, which: int, data: st.DataObject) -> None:
        """It is refused while the other is there, and is a new thing where the other is gone."""
        old = self._of(self.integrations, which)
        self._create(data, None, slug=old.slug)
        self._read_integration(old, by_id=False)

    def _create(self, data: st.DataObject, caller: Caller | None, slug: str | None = None) -> None:
        example = data.draw(st.sampled_from(self.table.examples))
        drawn = data.draw(self.table.bodies.of("createIntegration"))
        sent = {"ai_provider_id": example["ai_provider_id"], **drawn, "name": self._name(drawn["name"])}
        sent["slug"] = slug or f"{self.trial.name()}{data.draw(st.sampled_from(SLUG_ENDS))}"
        if "key" in example or "key" in drawn:
            sent["key"] = self.table.secret()
        configurations = self.table.planted(example.get("configurations", {}))
        if configurations:
            sent["configurations"] = configurations
        scope = data.draw(st.sampled_from((None, None, *self.table.workspaces)))
        if scope is not None:
            sent |= {
                "workspace_id": data.draw(st.sampled_from((scope.id, scope.slug))),
                "create_default_provider": False,
            }
        caller = caller or self.trial.admin
        answer = self._call(caller, "createIntegration", body=sent)
        need(answer.ok)
        made = Own(
            str(answer.body.get("slug") or sent["slug"]),
            _text(answer.body.get("id")),
            caller,
            scope,
            sent["ai_provider_id"],
            configurations,
        )
        self.integrations = [one for one in self.integrations if one.slug != made.slug] + [made]
        self._look_at_integration(made, data)

    @step(which=anyone, by_id=st.booleans(), role=roles)
    def read_integration(self, which: int, by_id: bool, role: str) -> None:
        self._read_integration(self._of(self.integrations, which), by_id=by_id, caller=self._by(role))

    @step(which=anyone, by_id=st.booleans())
    def read_twice(self, which: int, by_id: bool) -> None:
        one = self._of(self.integrations, which)
        self._read_integration(one, by_id=by_id)
        self._read_integration(one, by_id=False)

    @step(which=anyone, by_id=st.booleans(), role=roles, data=st.data())
    def update_integration(self, which: int, by_id: bool, role: str, data: st.DataObject) -> None:
        one = self._of(self.integrations, which)
        sent = self.table.planted(data.draw(self.table.bodies.of("updateIntegration")))
        if "name" in sent:
            sent["name"] = self._name(sent["name"])
        if data.draw(st.integers(0, 3)) == 0 and one.configurations:
            sent["configurations"] = self._changed(one, data)
        self._call(self._by(role), "updateIntegration", _named(one, by_id), body=sent)
        self._look_at_integration(one, data)

    def _changed(self, one: Own, data: st.DataObject) -> dict[str, Any]:
        """The whole configuration, with another text in each field that is a free text and no secret."""
        contract, end = self.trial.contract, data.draw(st.sampled_from(("-2", "-3", "-\u00e4")))
        changed = {}
        for name, value in one.configurations.items():
            schema = contract.configuration_schema(one.provider, name)
            free = schema.get("type") == "string" and not set(schema) & {"enum", "pattern", "format", "const"}
            if isinstance(value, str) and name not in contract.masks and free:
                value = f"{value}{end}"
            changed[name] = value
        return dict(self.table.planted(changed))

    @step(which=anyone, data=st.data())
    def update_wrongly(self, which: int, data: st.DataObject) -> None:
        """A body of which one part is wrong: none of it may be written."""
        operations = ("updateIntegration", "updateIntegrationModels", "updateIntegrationWorkspaces")
        operation = data.draw(st.sampled_from(operations))
        one = self._of(self.integrations, which)
        sent = {"description": "half a write", **data.draw(self.table.bodies.wrong(operation))}
        self._call(None, operation, one.slug, body=sent)
        self._read_integration(one, by_id=False)
        if operation != "updateIntegration":
            self._call(None, operation.replace("update", "list"), one.slug)

    @step(which=anyone, by_id=st.booleans(), role=roles, again=st.booleans())
    def delete_integration(self, which: int, by_id: bool, role: str, again: bool) -> None:
        one = self._of(self.integrations, which)
        answer = self._call(self._by(role), "deleteIntegration", _named(one, by_id))
        if answer.ok:
            one.gone = True
        self._read_integration(one, by_id=not by_id)
        for provider in self.providers:
            if provider.provider == one.slug:
                provider.gone = provider.gone or answer.ok
                self._read_provider(provider, as_key=again)
        for other in self.integrations[-2:]:
            self._read_integration(other, by_id=False)
        if again and answer.ok:
            self._call(None, "deleteIntegration", one.slug)

    # Lists

    @step(data=st.data(), role=roles)
    def read_a_list(self, data: st.DataObject, role: str) -> None:
        operation = data.draw(st.sampled_from(LISTS))
        query = self._filter(operation, data)
        query |= data.draw(
            st.fixed_dictionaries({}, optional={"page_size": page_sizes, "current_page": st.integers(0, 2)})
        )
        self._call(self._by(role), operation, query=query)

    @step(data=st.data(), size=page_sizes)
    def walk(self, data: st.DataObject, size: int) -> None:
        """Every page of a list, the one past its end too."""
        operation = data.draw(st.sampled_from(LISTS))
        self._walk(operation, self._filter(operation, data), size)

    @step(data=st.data(), which=anyone)
    def walk_in_exact_pages(self, data: st.DataObject, which: int) -> None:
        """Pages of a size that the list is a multiple of, and the page past the end."""
        operation = data.draw(st.sampled_from(LISTS))
        query = self._filter(operation, data)
        total = self._call(None, operation, query={**query, "page_size": 1}).body.get("total")
        need(isinstance(total, int) and 0 < total < 1000)
        assert isinstance(total, int)
        sizes = [size for size in range(1, total + 1) if total % size == 0 and total // size <= PAGES]
        self._walk(operation, query, sizes[which % len(sizes)])

    def _walk(self, operation: str, query: Mapping[str, Any], size: int) -> None:
        for page in range(PAGES):
            answer = self._call(None, operation, query={**query, "current_page": page, "page_size": size})
            total = answer.body.get("total")
            if not answer.body.get("data"):
                return
            if page == 0 and isinstance(total, int) and total > size * (PAGES - 1):
                self._walk(operation, query, total // (PAGES - 2) + 1)
                return

    def _filter(self, operation: str, data: st.DataObject) -> dict[str, Any]:
        if operation == "listIntegrations":
            query: dict[str, Any] = {}
            kind = data.draw(st.sampled_from((None, None, "all", "organisation", "workspace")))
            if kind:
                query["type"] = kind
            scope = data.draw(st.sampled_from((None, *self.table.workspaces)))
            return query if scope is None else {**query, "workspace_id": scope.id}
        need(self.table.workspaces)
        scope = data.draw(st.sampled_from(self.table.workspaces))
        return {"workspace_id": data.draw(st.sampled_from((scope.id, scope.slug)))}

    # Models

    @step(which=anyone, by_id=st.booleans(), role=roles, data=st.data())
    def update_models(self, which: int, by_id: bool, role: str, data: st.DataObject) -> None:
        one = self._of(self.integrations, which)
        sent = self.table.planted(data.draw(self.table.bodies.of("updateIntegrationModels")))
        slugs = data.draw(st.permutations(MODELS))
        for model, slug in zip(sent["models"], slugs, strict=False):
            model["slug"] = slug
        self._call(self._by(role), "updateIntegrationModels", _named(one, by_id), body=sent)
        self._call(None, "listIntegrationModels", _named(one, not by_id))
        if "allow_all_models" in sent:
            self._read_integration(one, by_id=by_id)

    @step(which=anyone, by_id=st.booleans(), role=roles)
    def list_models(self, which: int, by_id: bool, role: str) -> None:
        one = self._of(self.integrations, which)
        self._call(self._by(role), "listIntegrationModels", _named(one, by_id))

    @step(
        which=anyone, role=roles, slugs=st.lists(st.sampled_from(MODELS), min_size=1, max_size=2, unique=True)
    )
    def delete_models(self, which: int, role: str, slugs: list[str]) -> None:
        one = self._of(self.integrations, which)
        query = {"slugs": ",".join(slugs)}
        self._call(self._by(role), "deleteIntegrationModels", one.slug, query=query)
        self._call(None, "listIntegrationModels", one.slug)

    # Workspace access

    @step(which=anyone, by_id=st.booleans(), role=roles, data=st.data())
    def update_workspaces(self, which: int, by_id: bool, role: str, data: st.DataObject) -> None:
        one = self._of(self.integrations, which)
        need(self.table.workspaces)
        sent: dict[str, Any] = {"create_default_provider": False}
        limits = st.fixed_dictionaries(
            {"enabled": st.sampled_from((True, True, True, False))},
            optional={
                "usage_limits": st.none() | st.lists(usage_limits(), max_size=1),
                "rate_limits": st.none() | st.lists(rate_limit, max_size=1),
            },
        )
        reachable = [one.workspace] if one.workspace else self.table.workspaces
        named = data.draw(st.lists(st.sampled_from(reachable), unique=True, max_size=2))
        sent["workspaces"] = [
            {"id": data.draw(st.sampled_from((each.id, each.slug))), **data.draw(limits)} for each in named
        ]
        if one.workspace is None and data.draw(st.integers(0, 3)) == 0:
            sent["global_workspace_access"] = data.draw(limits)
            override = data.draw(st.none() | st.booleans())
            if override is not None:
                sent["override_existing_workspace_access"] = override
        self._call(self._by(role), "updateIntegrationWorkspaces", _named(one, by_id), body=sent)
        self._call(None, "listIntegrationWorkspaces", _named(one, not by_id))
        if "global_workspace_access" in sent:
            self._read_integration(one, by_id=by_id)

    @step(which=anyone, by_id=st.booleans(), role=roles)
    def list_workspaces(self, which: int, by_id: bool, role: str) -> None:
        one = self._of(self.integrations, which)
        self._call(self._by(role), "listIntegrationWorkspaces", _named(one, by_id))

    # Providers and virtual keys

    @step(which=anyone, by_id=st.booleans(), data=st.data())
    def create_provider(self, which: int, by_id: bool, data: st.DataObject) -> None:
        need(self.table.workspaces and sum(not one.gone for one in self.providers) < MOST)
        one = self._of(self.integrations, which)
        scope = one.workspace or data.draw(st.sampled_from(self.table.workspaces))
        if not one.gone:
            grant = {"id": scope.slug, "enabled": True, "create_default_provider": False}
            body = {"workspaces": [grant], "create_default_provider": False}
            self._call(None, "updateIntegrationWorkspaces", one.slug, body=body)
        drawn = data.draw(self.table.bodies.of("createProvider"))
        old = [each for each in self.providers if each.workspace == scope and not each.as_key]
        slug = old[which % len(old)].slug if old and which == 7 else self.trial.name()
        sent = {**drawn, "name": self._name(drawn["name"]), "integration_id": _named(one, by_id)}
        sent |= {"workspace_id": data.draw(st.sampled_from((scope.id, scope.slug))), "slug": slug}
        answer = self._call(None, "createProvider", body=sent)
        need(answer.ok)
        made = Own(
            str(answer.body.get("slug") or slug),
            _text(answer.body.get("id")),
            self.trial.admin,
            scope,
            one.slug,
        )
        self.providers = [each for each in self.providers if each.slug != made.slug] + [made]
        self._look_at_provider(made, data)

    @step(data=st.data())
    def create_virtual_key(self, data: st.DataObject) -> None:
        need(self.table.workspaces and sum(not one.gone for one in self.providers) < MOST)
        scope = data.draw(st.sampled_from(self.table.workspaces))
        drawn = data.draw(self.table.bodies.of("createVirtualKey"))
        sent = {name: value for name, value in drawn.items() if name in SHARED}
        sent |= {"name": self._name(drawn["name"]), "provider": "openai", "key": self.table.secret()}
        sent["workspace_id"] = data.draw(st.sampled_from((scope.id, scope.slug)))
        sent.pop("reset_usage", None)
        answer = self._call(None, "createVirtualKey", body=sent)
        nested = answer.body.get("data")
        nested = nested if isinstance(nested, dict) else {}
        slug = _text(answer.body.get("slug")) or _text(nested.get("slug"))
        need(answer.ok and slug)
        assert slug is not None
        identity = _text(answer.body.get("id")) or _text(nested.get("id"))
        self.providers.append(Own(slug, identity, self.trial.admin, scope, as_key=True))
        self._look_at_provider(self.providers[-1], data)

    @step(which=anyone, as_key=st.booleans(), by_id=st.booleans(), role=roles)
    def read_provider(self, which: int, as_key: bool, by_id: bool, role: str) -> None:
        one = self._of(self.providers, which)
        self._read_provider(one, as_key=as_key, by_id=by_id, caller=self._by(role))

    @step(which=anyone, as_key=st.booleans(), by_id=st.booleans(), role=roles, data=st.data())
    def update_provider(self, which: int, as_key: bool, by_id: bool, role: str, data: st.DataObject) -> None:
        """Through either view, whichever it was made in; the workspace in the query or in the body."""
        one = self._of(self.providers, which)
        operation = "updateVirtualKey" if as_key else "updateProvider"
        drawn = self.table.planted(data.draw(self.table.bodies.of(operation)))
        sent = {name: value for name, value in drawn.items() if name in SHARED}
        if not one.as_key:
            sent.pop("key", None)  # it would be the key of an integration that others use, too
        if "name" in sent:
            sent["name"] = self._name(sent["name"])
        query = _where(one)
        if not as_key and data.draw(st.booleans()):
            sent |= query
            query = {}
        self._call(self._by(role), operation, _named(one, by_id), query=query, body=sent)
        self._look_at_provider(one, data)

    @step(which=anyone, as_key=st.booleans(), data=st.data())
    def update_provider_wrongly(self, which: int, as_key: bool, data: st.DataObject) -> None:
        one = self._of(self.providers, which)
        operation = "updateVirtualKey" if as_key else "updateProvider"
        sent = {"note": "half a write", **data.draw(self.table.bodies.wrong(operation))}
        self._call(None, operation, one.slug, query=_where(one), body=sent)
        self._read_provider(one, as_key=not as_key)

    @step(which=anyone, as_key=st.booleans(), by_id=st.booleans(), role=roles)
    def delete_provider(self, which: int, as_key: bool, by_id: bool, role: str) -> None:
        one = self._of(self.providers, which)
        operation = "deleteVirtualKey" if as_key else "deleteProvider"
        answer = self._call(self._by(role), operation, _named(one, by_id), query=_where(one))
        one.gone = one.gone or answer.ok
        for each in (one, *self.providers[-2:]):
            self._read_provider(each, as_key=not as_key)
        for integration in self.integrations:
            if integration.slug == one.provider:
                self._read_integration(integration, by_id=False)

    # What the steps share

    def _look_at_integration(self, one: Own, data: st.DataObject) -> None:
        """Read what was written through one view or two."""
        if data.draw(st.integers(0, 3)):
            self._read_integration(one, by_id=data.draw(st.booleans()))
        if data.draw(st.integers(0, 3)) == 0:
            self._call(None, "listIntegrations", query={"page_size": 100})

    def _look_at_provider(self, one: Own, data: st.DataObject) -> None:
        first = data.draw(st.booleans())
        self._read_provider(one, as_key=first, by_id=data.draw(st.booleans()))
        if data.draw(st.booleans()):
            self._read_provider(one, as_key=not first)
        if data.draw(st.integers(0, 3)) == 0:
            self._call(None, "listVirtualKeys" if first else "listProviders", query=_where(one))

    def _read_integration(self, one: Own, *, by_id: bool, caller: Caller | None = None) -> Exchange:
        return self._call(caller, "retrieveIntegration", _named(one, by_id))

    def _read_provider(
        self, one: Own, *, as_key: bool, by_id: bool = False, caller: Caller | None = None
    ) -> Exchange:
        operation = "retrieveVirtualKey" if as_key else "retrieveProvider"
        return self._call(caller, operation, _named(one, by_id), query=_where(one))

    def _call(
        self,
        caller: Caller | None,
        operation: str,
        slug: str | None = None,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = MISSING,
    ) -> Exchange:
        self.table.tick()
        return (caller or self.trial.admin).call(operation, slug, query=query, body=body)

    def _by(self, role: str) -> Caller:
        caller = self.table.caller(role)
        need(caller)
        assert caller is not None
        return caller

    def _of(self, of: list[Own], which: int) -> Own:
        need(of)
        return of[which % len(of)]

    def _name(self, text: str) -> str:
        return f"{self.trial.prefix} {text}"


def _named(one: Own, by_id: bool) -> str:
    return one.id if by_id and one.id else one.slug


def _where(one: Own) -> dict[str, str]:
    return {"workspace_id": one.workspace.id} if one.workspace else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
