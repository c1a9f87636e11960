"""The machine: steps that anybody may take in any order, each answer held against what is remembered."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from portkey_conformance.exchanges import Exchange
from portkey_conformance.model import values
from portkey_conformance.model.memory import (
    Held,
    RememberedIntegration,
    RememberedProvider,
    Thing,
    same,
)
from portkey_conformance.target import Workspace
from portkey_conformance.trial import Caller, Trial
from portkey_conformance.verdicts import Inconclusive, Violation

anyone = st.integers(0, 7)
"""Which of the resources a step is about: an index, taken round."""
PAGES = 40
WRONG_UPDATES = (
    {"name": 5},
    {"pricing_adjustments": {"per_wish": 1}},
    {"configurations": "none"},
    {"pricing_adjustments": {"multiplier": {"default": -1}}},
)


class Broken(Violation):
    """The server remembers otherwise; names the requirement."""

    def __init__(self, requirement: str, expected: str, actual: str, evidence: Iterable[Exchange]) -> None:
        super().__init__(expected, actual, evidence=tuple(evidence))
        self.requirement = requirement


class Moot(Exception):  # noqa: N818 - names what happened
    """This step says nothing here; the game goes on."""


def need(condition: object) -> None:
    """Give up the step unless the condition holds. (Hypothesis's own ``assume`` would give up the game.)"""
    if not condition:
        raise Moot


def _or_moot(function: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(function)
    def stepped(self: Machine, **drawn: Any) -> None:
        with contextlib.suppress(Moot):
            function(self, **drawn)

    return stepped


def step(**drawn: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Any]:
    return lambda function: rule(target=None, **drawn)(_or_moot(function))


def begin_with(**drawn: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Any]:
    return lambda function: initialize(target=None, **drawn)(_or_moot(function))


class Play:
    """What one game is played with, and what it found."""

    def __init__(self, trial: Trial, muted: Iterable[str], tick: Callable[[], None]) -> None:
        self.trial = trial
        self.muted = set(muted)
        """Requirements that are known to be broken: seen again, they say nothing new."""
        self.tick = tick
        """Called before each step; raises when the time is up."""
        self.found: tuple[Broken, list[Exchange]] | None = None
        self.times = 0
        self.steps = 0

    def keep(self, broken: Broken, recorded: list[Exchange]) -> None:
        """Keep the shortest sequence that breaks something; others break it again."""
        self.times += 1
        if self.found is None or len(recorded) <= len(self.found[1]):
            self.found = broken, list(recorded)


class Machine(RuleBasedStateMachine):
    """Everything that a run of steps has made, and what is remembered of it."""

    play: Play

    def __init__(self) -> None:
        super().__init__()
        self.trial = self.play.trial
        self.integrations: list[RememberedIntegration] = []
        self.gone: list[str] = []
        self.providers: list[RememberedProvider] = []
        self.gone_providers: list[RememberedProvider] = []
        self._open = ExitStack()
        self.recorded = self._open.enter_context(self.trial.wire.recording())
        self._mark = self.trial.ledger.position()

    def teardown(self) -> None:
        self._open.close()
        self.trial.ledger.clean(self._mark)

    def call(
        self, operation: str, slug: str | None = None, *, by: Caller | None = None, **sent: Any
    ) -> Exchange:
        self.play.tick()
        self.play.steps += 1
        return (by or self.trial.admin).call(operation, slug, **sent)

    def done(self, answer: Exchange) -> Exchange:
        """The answer of a step that has to succeed; where it does not, the rest of this game says nothing."""
        need(answer.ok)
        return answer

    def broken(self, requirement: str, expected: str, actual: str, *evidence: Exchange) -> None:
        if requirement in self.play.muted:
            return
        found = Broken(requirement, expected, actual, evidence)
        self.play.keep(found, self.recorded)
        raise found

    def compare(self, thing: Thing, shown: Mapping[str, Any], answer: Exchange) -> None:
        for name, held in thing.differences(shown):
            self.broken(held.blame, f"{name} to be {_short(held.value)}", _short(shown.get(name)), answer)
            held.value, held.seen = shown.get(name), True  # known to be broken: go on from what is there

    def refused(self, requirement: str, answer: Exchange, statuses: Iterable[int], why: str) -> None:
        """A step that must be refused; a 5xx or a rate limit is told elsewhere."""
        if answer.status in statuses or answer.status >= 500 or answer.status == 429:
            return
        wanted = " or ".join(str(status) for status in statuses)
        self.broken(requirement, f"{wanted} {why}", f"{answer.summary} to {answer.line}", answer)
        need(False)

    @begin_with(name=values.texts)
    def begin(self, name: str) -> None:
        self._create(name, {}, None)

    @step(
        name=values.texts,
        description=values.optional_texts,
        organisation=st.none() | values.texts,
        prices=st.none() | values.adjustments,
        scoped=st.booleans(),
    )
    def create(
        self, name: str, description: str | None, organisation: str | None, prices: Any, scoped: bool
    ) -> None:
        need(len(self.integrations) < 5)
        fields: dict[str, Any] = {"description": description}
        if organisation is not None:
            fields["configurations"] = {"openai_organization": organisation, "openai_project": "proj"}
        if prices is not None:
            fields["pricing_adjustments"] = prices
        self._create(name, fields, self.trial.target.first if scoped else None)

    def _create(self, name: str, fields: dict[str, Any], workspace: Workspace | None) -> None:
        secret = self.trial.secret()
        body: dict[str, Any] = {"name": f"{self.trial.prefix} {name}", "slug": self.trial.name()}
        body |= {"ai_provider_id": "openai", "key": secret, **fields}
        if workspace is not None:
            body |= {"workspace_id": workspace.id, "create_default_provider": False}
        answer = self.done(self.call("createIntegration", body=body))
        made = RememberedIntegration(str(body["slug"]), _text(answer.body.get("id")), secret=secret)
        made.workspace = workspace.slug if workspace else None
        wanted = {name: value for name, value in body.items() if name in ("name", "slug", "ai_provider_id")}
        made.write(wanted | {"status": "active", "object": "integration"} | fields, "CRE-003", "RET-004")
        self.integrations.append(made)
        self._read(made, made.slug)

    @step(which=anyone)
    def create_again(self, which: int) -> None:
        thing = self._integration(which)
        body = {"name": self.trial.name(), "slug": thing.slug, "ai_provider_id": "openai", "key": "k" * 12}
        self.refused("CRE-005", self.call("createIntegration", body=body), (409,), "for a slug that is taken")
        thing.untouched("CRE-012")
        self._read(thing, thing.slug)

    @step(which=anyone, by_id=st.booleans())
    def read(self, which: int, by_id: bool) -> None:
        thing = self._integration(which)
        self._read(thing, thing.id if by_id and thing.id else thing.slug)

    @step(
        which=anyone,
        fields=st.fixed_dictionaries(
            {},
            optional={
                "name": values.texts,
                "description": values.optional_texts,
                "pricing_adjustments": values.adjustments,
            },
        ),
        then_read=st.booleans(),
    )
    def update(self, which: int, fields: dict[str, Any], then_read: bool) -> None:
        thing = self._integration(which)
        if "name" in fields:
            fields = {**fields, "name": f"{self.trial.prefix} {fields['name']}"}
        self.done(self.call("updateIntegration", thing.slug, body=fields))
        thing.write(fields, "UPD-002", "UPD-003" if fields else "UPD-008")
        if then_read:
            self._read(thing, thing.slug)

    @step(which=anyone, organisation=values.texts)
    def update_configuration(self, which: int, organisation: str) -> None:
        thing = self._integration(which)
        configurations = {"openai_organization": organisation}
        self.done(self.call("updateIntegration", thing.slug, body={"configurations": configurations}))
        # Whether the other fields of a configuration are kept is the server's to decide.
        thing.write({"configurations": configurations}, "UPD-002", "UPD-003")
        self._read(thing, thing.slug)

    @step(which=anyone, wrong=st.sampled_from(WRONG_UPDATES))
    def update_wrongly(self, which: int, wrong: dict[str, Any]) -> None:
        thing = self._integration(which)
        answer = self.call("updateIntegration", thing.slug, body={"description": "half a write", **wrong})
        self.refused("ERR-003", answer, (400,), "for a body that breaks its schema")
        thing.untouched("UPD-007")
        self._read(thing, thing.slug)

    @step(which=anyone)
    def rotate(self, which: int) -> None:
        thing = self._integration(which)
        before = self._read(thing, thing.slug).body.get("masked_key")
        secret = self.trial.secret()
        # A mask may show no more than an end: two secrets that end alike may have one mask.
        while any(one == other for one, other in zip(secret[-3:], thing.secret[-3:], strict=True)):
            secret = self.trial.secret()
        self.done(self.call("updateIntegration", thing.slug, body={"key": secret}))
        thing.secret = secret
        thing.untouched("UPD-003")
        answer = self._read(thing, thing.slug)
        if answer.body.get("masked_key") == before:
            self.broken("SEC-005", "another mask after the key changed", "the mask of the key before", answer)

    @step(which=anyone)
    @precondition(lambda self: len(self.integrations) > 1)
    def delete(self, which: int) -> None:
        thing = self._integration(which)
        self.done(self.call("deleteIntegration", thing.slug))
        self.integrations.remove(thing)
        self.gone.append(thing.slug)
        lost = [one for one in self.providers if one.integration == thing.slug]
        self.providers = [one for one in self.providers if one.integration != thing.slug]
        for one in lost:
            answer = self.call("retrieveProvider", one.slug, query=self._own(one))
            self.refused("DEL-006", answer, (404, 403), "for a provider whose integration is deleted")
        for other in self.integrations:
            other.untouched("DEL-005")
            self._read(other, other.slug, "DEL-005")

    @step(
        which=anyone,
        operation=st.sampled_from(("retrieveIntegration", "updateIntegration", "deleteIntegration")),
    )
    @precondition(lambda self: self.gone)
    def touch_what_is_gone(self, which: int, operation: str) -> None:
        slug = self.gone[which % len(self.gone)]
        sent: dict[str, Any] = (
            {"body": {"name": self.trial.name()}} if operation == "updateIntegration" else {}
        )
        requirement = {"retrieveIntegration": "DEL-002", "updateIntegration": "UPD-009"}.get(
            operation, "DEL-004"
        )
        self.refused(requirement, self.call(operation, slug, **sent), (404,), "for what was deleted")

    @step(
        size=values.page_sizes,
        kind=st.sampled_from((None, "all", "organisation", "workspace")),
        here=st.booleans(),
    )
    def walk(self, size: int, kind: str | None, here: bool) -> None:
        """Each resource that the filters let through is on exactly one page, and none that they do not."""
        query = {"type": kind} if kind else {}
        first = self.trial.target.first
        if here and first is not None:
            query["workspace_id"] = first.id
        items, last = self._items("listIntegrations", size, query)
        shown = {str(item.get("slug")): item for item in items}
        slugs = [item.get("slug") for item in items]
        for thing in self.integrations:
            of_kind = kind in (None, "all", "workspace" if thing.workspace else "organisation")
            # What else a workspace's list holds is the server's to say: those that it may use, or its own.
            expected = of_kind and (not here or thing.workspace is not None)
            times = slugs.count(thing.slug)
            if expected and times != 1:
                requirement = "LST-002" if times else "LST-001"
                self.broken(requirement, f"{thing.slug} once over pages of {size}", f"{times} times", last)
            if not of_kind and times:
                self.broken("LST-007", f"no {thing.slug} with type={kind}", "it is listed", last)
            if times == 1 and thing.held["name"].seen:
                held = thing.held["name"]
                if not same(shown[thing.slug].get("name"), held.value):
                    told = _short(shown[thing.slug].get("name"))
                    self.broken("UPD-004", f"name {_short(held.value)} in the list", told, last)
        for slug in self.gone:
            if slug in slugs:
                self.broken("DEL-003", f"no {slug}, which was deleted, in the list", "it is listed", last)

    @step(which=anyone, model=values.models, enabled=st.booleans())
    def write_model(self, which: int, model: str, enabled: bool) -> None:
        thing = self._integration(which)
        body: dict[str, Any] = {"slug": model, "enabled": enabled}
        if model.startswith("ft:"):
            body |= {"is_custom": True, "is_finetune": True, "base_model_slug": "gpt-4o"}
        self.done(self.call("updateIntegrationModels", thing.slug, body={"models": [body]}))
        for held in thing.models.values():
            held.blame = "MOD-002" if held.seen else held.blame
        thing.models[model] = Held(enabled, "MOD-001")
        self._read_models(thing)

    @step(which=anyone, allow=st.booleans())
    def allow_all_models(self, which: int, allow: bool) -> None:
        thing = self._integration(which)
        self.done(
            self.call("updateIntegrationModels", thing.slug, body={"models": [], "allow_all_models": allow})
        )
        thing.write({"allow_all_models": allow}, "MOD-003", "MOD-003")
        self._read_models(thing)
        self._read(thing, thing.slug)

    @step(which=anyone, model=values.models.filter(lambda slug: slug.startswith("ft:")))
    def remove_model(self, which: int, model: str) -> None:
        thing = self._integration(which)
        need(model in thing.models)
        self.done(self.call("deleteIntegrationModels", thing.slug, query={"slugs": model}))
        thing.models[model] = Held(None, "MOD-004")
        for held in thing.models.values():
            held.blame = "MOD-004" if held.seen else held.blame
        self._read_models(thing)
        del thing.models[model]

    def _read_models(self, thing: RememberedIntegration) -> None:
        answer = self.done(self.call("listIntegrationModels", thing.slug))
        listed = answer.body.get("models")
        shown = {one.get("slug"): one.get("enabled") for one in listed or [] if isinstance(one, dict)}
        for model, held in thing.models.items():
            wrong = model in shown if held.value is None else shown.get(model, False) is not held.value
            if wrong:
                wanted = "gone" if held.value is None else f"enabled: {held.value}"
                told = f"enabled: {shown[model]}" if model in shown else "not there"
                self.broken(held.blame, f"the model {model} to be {wanted}", told, answer)
            held.seen = True

    @step(
        which=anyone,
        second=st.booleans(),
        usage=st.none() | values.usage_limit,
        rate=st.none() | values.rate_limit,
    )
    @precondition(lambda self: self.trial.target.first and self.trial.target.second)
    def grant(self, which: int, second: bool, usage: Any, rate: Any) -> None:
        thing = self._integration(which)
        need(thing.workspace is None)
        workspace = self.trial.second if second else self.trial.first
        limits = {"usage_limits": [usage]} if usage else {}
        limits |= {"rate_limits": [rate]} if rate else {}
        entry = {"id": workspace.slug, "enabled": True, "create_default_provider": False, **limits}
        body = {"workspaces": [entry], "create_default_provider": False}
        self.done(self.call("updateIntegrationWorkspaces", thing.slug, body=body))
        for slug, other in thing.access.items():
            if slug != workspace.slug:
                other.untouched("ACC-003")
        granted = thing.access.setdefault(workspace.slug, Thing(workspace.slug, workspace.id))
        granted.held = {"enabled": Held(True, "ACC-001")}  # limits that are not sent again may stay or go
        granted.held |= {name: Held(value, "LIM-001") for name, value in limits.items()}
        answer = self.done(self.call("listIntegrationWorkspaces", thing.slug))
        entries = {one.get("id"): one for one in answer.body.get("workspaces") or [] if isinstance(one, dict)}
        for slug, access in thing.access.items():
            self.compare(access, entries.get(slug, {}), answer)

    @step(which=anyone, name=values.texts, note=values.optional_texts, usage=st.none() | values.usage_limit)
    @precondition(lambda self: self.trial.target.first)
    def create_provider(self, which: int, name: str, note: str | None, usage: Any) -> None:
        first = self.trial.first
        usable = [one for one in self.integrations if first.slug in one.access or one.workspace == first.slug]
        need(usable and len(self.providers) < 5)
        integration = usable[which % len(usable)]
        fields = {"name": f"{self.trial.prefix} {name}", "note": note} | (
            {"usage_limits": usage} if usage else {}
        )
        slug = self.trial.name()
        body = {**fields, "slug": slug, "integration_id": integration.slug, "workspace_id": first.id}
        answer = self.done(self.call("createProvider", body=body))
        made = RememberedProvider(slug, _text(answer.body.get("id")), workspace=first.id)
        made.integration = integration.slug
        made.write({**fields, "slug": slug, "integration_id": integration.slug}, "PRV-001", "PRV-002")
        if usage:
            made.held["usage_limits"].blame = "LIM-003"
        self.providers.append(made)
        self._read_provider(made, as_key=False)

    @step(name=values.texts, note=values.optional_texts)
    @precondition(lambda self: self.trial.target.first)
    def create_virtual_key(self, name: str, note: str | None) -> None:
        need(len(self.providers) < 5)
        first = self.trial.first
        fields = {"name": f"{self.trial.prefix} {name}", "note": note}
        body = {**fields, "provider": "openai", "key": self.trial.secret(), "workspace_id": first.id}
        answer = self.done(self.call("createVirtualKey", body=body))
        data = answer.body.get("data")
        nested = data if isinstance(data, dict) else {}
        slug = _text(answer.body.get("slug")) or _text(nested.get("slug"))
        need(slug)
        made = RememberedProvider(str(slug), None, workspace=first.id, made_as="virtual_key")
        made.write({**fields, "slug": slug, "object": "virtual-key"}, "VKY-001", "VKY-004")
        self.providers.append(made)
        self._read_provider(made, as_key=True)

    @step(
        which=anyone,
        fields=st.fixed_dictionaries({}, optional={"name": values.texts, "note": values.optional_texts}),
        as_key=st.booleans(),
    )
    @precondition(lambda self: self.providers)
    def update_provider(self, which: int, fields: dict[str, Any], as_key: bool) -> None:
        thing = self.providers[which % len(self.providers)]
        if "name" in fields:
            fields = {**fields, "name": f"{self.trial.prefix} {fields['name']}"}
        operation = "updateVirtualKey" if as_key else "updateProvider"
        self.done(self.call(operation, thing.slug, query=self._own(thing), body=fields))
        kept = "VKY-004" if as_key else "PRV-002"
        thing.write(fields, kept, kept)
        self._read_provider(thing, as_key=as_key)
        self._read_provider(thing, as_key=not as_key)

    @step(which=anyone, as_key=st.booleans())
    @precondition(lambda self: self.providers)
    def delete_provider(self, which: int, as_key: bool) -> None:
        thing = self.providers[which % len(self.providers)]
        operation = "deleteVirtualKey" if as_key else "deleteProvider"
        self.done(self.call(operation, thing.slug, query=self._own(thing)))
        self.providers.remove(thing)
        requirement = "VKY-005" if as_key else "DEL-007"
        for view in ("retrieveProvider", "retrieveVirtualKey"):
            answer = self.call(view, thing.slug, query=self._own(thing))
            self.refused(requirement, answer, (404, 403), "for what was deleted")
        self.gone_providers.append(thing)
        for integration in self.integrations:
            if integration.slug == thing.integration:
                integration.untouched("DEL-007")
                self._read(integration, integration.slug, "DEL-007")

    @step(size=values.page_sizes, as_keys=st.booleans())
    @precondition(lambda self: self.trial.target.first)
    def walk_providers(self, size: int, as_keys: bool) -> None:
        operation = "listVirtualKeys" if as_keys else "listProviders"
        items, last = self._items(operation, size, {"workspace_id": self.trial.first.id})
        slugs = [item.get("slug") for item in items]
        requirement = "VKY-007" if as_keys else "LST-012"
        for thing in self.providers:
            times = slugs.count(thing.slug)
            # A provider that was not made as a virtual key may be left out of their list.
            if times != 1 and not (as_keys and times == 0 and thing.made_as == "provider"):
                self.broken(requirement, f"{thing.slug} once over pages of {size}", f"{times} times", last)
        for thing in self.gone_providers:
            if thing.slug in slugs:
                self.broken(
                    "DEL-003", f"no {thing.slug}, which was deleted, in the list", "it is listed", last
                )

    @step(
        which=anyone,
        role=st.sampled_from(("read_only", "workspace", "other_workspace", "other_organisation", "revoked")),
        operation=st.sampled_from(("updateIntegration", "deleteIntegration", "updateIntegrationModels")),
    )
    def intrude(self, which: int, role: str, operation: str) -> None:
        """A key that must not write tries to; nothing may have changed after it."""
        need(role in self.trial.target.keys)
        thing = self._integration(which)
        first = self.trial.target.first
        need(not (role == "workspace" and (first is None or thing.workspace == first.slug)))
        need(not (role == "workspace" and thing.workspace is None and first is None))
        requirement, kept, statuses = {
            "read_only": ("AZN-001", "AZN-002", (403,)),
            "workspace": ("AZN-004", "AZN-004", (403, 404)),
            "other_workspace": ("AZN-005" if thing.workspace else "AZN-004",) * 2 + ((403, 404),),
            "other_organisation": ("AZN-006", "AZN-006", (403, 404)),
            "revoked": ("AUT-003", "AUT-005", (401,)),
        }[role]
        body: dict[str, Any] = {"models": []} if operation.endswith("Models") else {"name": self.trial.name()}
        sent = {} if operation == "deleteIntegration" else {"body": body}
        answer = self.call(operation, thing.slug, by=self.trial.as_role(role), **sent)
        self.refused(requirement, answer, statuses, f"to a key of the kind {role}")
        thing.untouched(kept)
        self._read(thing, thing.slug, kept)

    def _integration(self, which: int) -> RememberedIntegration:
        need(self.integrations)
        return self.integrations[which % len(self.integrations)]

    def _read(self, thing: RememberedIntegration, name: str, lost: str = "RET-001") -> Exchange:
        answer = self.call("retrieveIntegration", name)
        if answer.status in (404, 403):
            requirement = lost if name == thing.slug else "RET-002"
            self.broken(requirement, f"200 for {name}, which nobody deleted", answer.summary, answer)
        self.done(answer)
        self.compare(thing, answer.body, answer)
        return answer

    def _read_provider(self, thing: RememberedProvider, *, as_key: bool) -> None:
        operation = "retrieveVirtualKey" if as_key else "retrieveProvider"
        answer = self.call(operation, thing.slug, query=self._own(thing))
        if answer.status in (404, 403):
            self.broken("VKY-002", f"200 for {thing.slug}, in both views", answer.summary, answer)
        self.done(answer)
        hidden = {"object", "usage_limits"} if as_key != (thing.made_as == "virtual_key") else set()
        view = RememberedProvider(thing.slug, thing.id)
        view.held = {name: held for name, held in thing.held.items() if name not in hidden}
        self.compare(view, answer.body, answer)

    def _own(self, thing: RememberedProvider) -> dict[str, str]:
        return {"workspace_id": str(thing.workspace)}

    def _items(
        self, operation: str, size: int, query: Mapping[str, str]
    ) -> tuple[list[Mapping[str, Any]], Exchange]:
        """Every item of a list; the size grows with the list, so that others' resources cost no time."""
        last = self.done(self.call(operation, query={**query, "page_size": size}))
        total = last.body.get("total")
        if isinstance(total, int) and total > size * PAGES:
            size = total // PAGES + 1
        items: list[Mapping[str, Any]] = []
        for page in range(PAGES + 2):
            last = self.done(self.call(operation, query={**query, "current_page": page, "page_size": size}))
            data = last.body.get("data")
            if not isinstance(data, list) or not data:
                return items, last
            items += [item for item in data if isinstance(item, dict)]
        raise Inconclusive("the list has too many pages")


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 160 else text[:157] + "…"
