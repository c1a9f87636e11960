"""The memory of a run: what it wrote to its own resources, and what each answer must say of them.

It knows a resource from the answer to its creation, and judges answers about that resource only. Where
somebody else may have written meanwhile, or a write got no clear answer, it says nothing.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from portkey_conformance.contract import Contract
from portkey_conformance.exchanges import MISSING, Exchange
from portkey_conformance.memory.lists import Lists
from portkey_conformance.memory.things import Held, Place, Thing
from portkey_conformance.memory.values import comparable, expiry, is_past, same, short
from portkey_conformance.target import Target

DETAIL, KEY, MODELS, WORKSPACES = "detail", "key", "models", "workspaces"

IDENTITY = frozenset(
    {"id", "slug", "created_at", "organisation_id", "workspace_id", "type", "integration_id"}
)
"""Fields that no update changes."""
OF_INTEGRATION = ("name", "description", "secret_mappings", "pricing_adjustments")
OF_PROVIDER = ("name", "note", "usage_limits", "rate_limits", "expires_at")
SEEN_OF_INTEGRATION = (
    "created_at",
    "organisation_id",
    "type",
    "status",
    "allow_all_models",
)
SEEN_OF_PROVIDER = ("created_at", "status")
OF_MODEL = ("enabled", "name", "is_custom", "is_finetune", "base_model_slug", "pricing_config")
OF_ACCESS = ("enabled", "usage_limits", "rate_limits")
OPEN = 8
"""Resources gone that are still watched."""

ACCEPTED_BY = {
    "createIntegration": "CRE-001",
    "updateIntegration": "UPD-001",
    "deleteIntegration": "DEL-001",
    "updateIntegrationModels": "MOD-007",
    "updateIntegrationWorkspaces": "ACC-008",
    "createProvider": "PRV-019",
    "updateProvider": "PRV-009",
    "deleteProvider": "DEL-007",
    "createVirtualKey": "VKY-001",
    "updateVirtualKey": "VKY-010",
    "deleteVirtualKey": "VKY-005",
}
"""What is broken where a sound write of the admin key to a resource that is there is refused."""


BYSTANDING = frozenset(
    {"CRE-013", "UPD-011", "DEL-005", "DEL-009", "PRV-012", "MOD-012", "ACC-014", "DEL-011", "RET-005"}
)
"""Broken where something done elsewhere changes a resource: if that does not always show, it was not that."""
BY_ID = {"provider": "PRV-013", "key": "VKY-012"}
"""What is broken where a provider is not reached by its id, through each of its views."""
GONE_BY = {"DEL-007": "provider", "VKY-005": "key"}
"""What is broken if a provider is found that was deleted, and the view that it was deleted through."""

CERTAIN = frozenset({"ACC-002", "ACC-010", "MOD-009", "CRE-005", "PRV-008"}) | frozenset(ACCEPTED_BY.values())


@dataclass(frozen=True)
class Disagreement:
    """An answer that is not what it must be after what was written."""

    requirement: str
    place: tuple[str, ...]
    """What it is about: the kind of resource and the place in it."""
    expected: str
    actual: str
    sequence: tuple[Exchange, ...]
    """The creation, the writes since, and the answer."""
    certain: bool = False
    """Whether the answer alone breaks the requirement, whatever else the server does wrong."""
    idle: str | None = None
    """The requirement to name in its place, where it shows without a write between two reads."""
    bystanding: bool = False
    """Whether it is about what was done to another resource: if it does not always show, it was not that."""

    @property
    def about(self) -> tuple[str, ...]:
        """The same for all that shows the same fault: the kind, the view and the field."""
        return _about(self.place)


class Memory:
    """Remembers the run's own resources; tells each answer that says otherwise."""

    def __init__(self, contract: Contract, target: Target, owns: Callable[[object], bool]) -> None:
        self._contract = contract
        self._owns = owns
        self._uuids = {one.id: one.slug for one in (target.first, target.second) if one is not None}
        homes = {"workspace": target.first, "other_workspace": target.second}
        self._homes = {
            role: one.slug for role, one in homes.items() if one is not None and role in target.keys
        }
        """The workspace of each workspace key."""
        self._workspaces = set(self._uuids) | set(self._uuids.values())
        self._by_name: dict[tuple[str, str], Thing] = {}
        self._living: dict[str, dict[int, Thing]] = {}
        self._refused: dict[str, Exchange] = {}
        """Slugs of creations that were refused, so that nothing is to be found there."""
        self.held_true: Counter[tuple[str, ...]] = Counter()
        """How often an answer was as it must be, by the requirement and what it was about."""
        self.held_false: Counter[tuple[str, ...]] = Counter()
        """How often it was not."""
        self._lists = Lists(self)
        self._count = 0
        self._sent: dict[int, int] = {}
        """The order of the exchanges that may be shown again."""
        self._homes_of: dict[str, set[str | None]] = defaultdict(set)
        """The workspaces in which a provider of that slug was made; a server may let several have it."""
        self._strangers: set[str] = set()
        """Names of what another organisation's key made: they say nothing of ours."""
        self._lock = threading.Lock()

    def thing(self, kind: str, name: str | None) -> Thing | None:
        """The resource of that slug or id, if this run made it."""
        return self._by_name.get((kind, name)) if name else None

    def living(self, kind: str) -> list[Thing]:
        """The resources of a kind that are known to be there."""
        return [one for one in self._all(kind) if not one.uncertain]

    def workspace_slug(self, name: object) -> str | None:
        """The slug of a workspace, named either way; None if it is none of the run's."""
        slug = self._uuids.get(str(name), str(name))
        return slug if slug in self._workspaces else None

    def observe(self, exchange: Exchange) -> list[Disagreement]:
        """Learn from an exchange, or find what is wrong with it."""
        operation = exchange.operation
        if operation is None:
            return []
        with self._lock:
            self._count += 1
            self._sent[id(exchange)] = self._count
            if exchange.method != "GET":
                self._lists.written()
            raw = exchange.sent_text is not None and exchange.method != "GET" and exchange.ok
            if exchange.together or raw:  # what a text that is no body of ours says is for its check to judge
                self._lose_sight(exchange)
                return []
            if exchange.purpose in ("model", "replay") and exchange.ok and self._may_not(exchange):
                wrong = self._let_in(exchange)
                self.held_false[(wrong.requirement, *wrong.about)] += 1
                self._lose_sight(exchange)
                return [wrong]
            if exchange.key is not None and exchange.key.role == "other_organisation":
                return list(self._from_another_organisation(exchange))
            handler = getattr(self, f"_{_snake(operation.id)}", None)
            found: list[Disagreement] = list(handler(exchange)) if handler else []
            self.held_false.update((one.requirement, *one.about) for one in found)
            return found

    def times(self, one: Disagreement) -> tuple[int, int]:
        """How often an answer was so, and how often it was as it must be, of all that could be compared."""
        about = (one.requirement, *one.about)
        return max(1, self.held_false[about]), self.held_true[about]

    def lose(self, exchange: Exchange) -> None:
        """A request got no answer: nobody knows what came of it."""
        if exchange.operation is not None and exchange.method != "GET":
            with self._lock:
                self._lose_sight(exchange)

    # Keys that may not

    def _may_not(self, exchange: Exchange) -> bool:
        """Whether the key may not do this anywhere, whatever it is about."""
        role = exchange.key.role if exchange.key else None
        return role in (None, "revoked") or (role == "read_only" and exchange.method != "GET")

    def _let_in(self, exchange: Exchange) -> Disagreement:
        role = exchange.key.role if exchange.key else None
        blame = {None: "AUT-001", "revoked": "AUT-003"}.get(role, "AZN-001")
        operation = exchange.operation.id if exchange.operation else ""
        words = "403 for a key that may only read" if blame == "AZN-001" else "401 without a valid key"
        name = _slug(exchange)
        thing = self.thing("integration", name) or self.thing("provider", name)
        sequence = (*(self._story(thing) if thing else ()), exchange)
        return Disagreement(
            blame, ("anything", "let in", operation), words, exchange.summary, sequence, certain=True
        )

    # Another organisation

    def _from_another_organisation(self, exchange: Exchange) -> Iterator[Disagreement]:
        """What its key does among its own says nothing of ours; ours it neither sees nor changes."""
        operation = exchange.operation
        assert operation is not None
        kind = "integration" if operation.path.startswith("/integrations") else "provider"
        if operation.method == "POST":
            if exchange.ok:
                self._strangers.update(name for name in _made(exchange) if name)
            return
        if "{slug}" not in operation.path:
            yield from self._listed_elsewhere(kind, exchange)
            return
        name = _slug(exchange)
        thing = self.thing(kind, name)
        if thing is None or thing.uncertain or name in self._strangers:
            return
        if operation.method != "GET":
            thing.keep(exchange)
            thing.happened("AZN-014")
        if exchange.ok and not thing.gone:
            words = f"404 or 403 to {operation.id} with a key of another organisation"
            yield self._wrong(
                "AZN-006", thing, ("elsewhere", operation.id), words, exchange.summary, exchange
            )
            if operation.method != "GET":
                self._drop(thing)

    def _listed_elsewhere(self, kind: str, exchange: Exchange) -> Iterator[Disagreement]:
        items = exchange.body.get("data") if exchange.ok else None
        for item in items if isinstance(items, list) else []:
            thing = self.thing(kind, item.get("id")) if isinstance(item, dict) else None
            if thing is not None and thing.id not in self._strangers:
                requirement = "AZN-007" if kind == "integration" else "AZN-011"
                words = "a list without what belongs to another organisation"
                yield self._wrong(requirement, thing, ("elsewhere", "list"), words, thing.slug, exchange)
                return

    # Integrations

    def _create_integration(self, exchange: Exchange) -> Iterator[Disagreement]:
        sent = self._described(exchange)
        slug = _text(sent.get("slug"))
        known = self.thing("integration", slug)
        if not exchange.ok:
            # One that is taken is there; so is one of ours that the memory has lost sight of.
            refused = 400 <= exchange.status < 500 and exchange.status != 409
            if slug and refused and known is None and not self._owns(slug):
                self._refused[slug] = exchange
            if known is not None:
                self._after_refusal(known, exchange, "CRE-012")
            yield from self._refusal_of_sound(exchange, None)
            return
        made = _text(exchange.body.get("slug")) or slug
        if made is None or not self._owns(made):
            return
        if known is not None and known.gone is None:
            yield self._wrong(
                "CRE-005", known, ("slug",), "409 for a slug that is taken", exchange.summary, exchange
            )
            self._drop(known)
            return
        self._refused.pop(made, None)
        self._pass_by("integration", "CRE-013", (exchange,))
        thing = Thing("integration", made, _text(exchange.body.get("id")), exchange, "RET-004")
        for name in OF_INTEGRATION:
            if name in sent:
                blame = {"pricing_adjustments": "PRI-001", "secret_mappings": "CRE-023"}.get(name, "RET-001")
                thing.write((DETAIL, name), sent[name], blame, updated=False)
        for name in ("ai_provider_id",):
            thing.write((DETAIL, name), sent.get(name), "RET-001", updated=False)
        self._configure(thing, sent.get("configurations"), "RET-001")
        thing.write((DETAIL, "slug"), made, "RET-002", updated=False)
        thing.held[(DETAIL, "allow_all_models")] = Held(True, "RET-006", chosen=True)
        if thing.id:
            thing.write((DETAIL, "id"), thing.id, "CRE-002", updated=False)
        thing.workspace = self._made_in(exchange)
        thing.secret_ends = _ends(sent.get("key"))
        if known is not None:
            self._begin_anew(thing, known, sent)
        thing.scoped = exchange.key is None or exchange.key.role != "admin" or "workspace_id" in sent
        self._enter(thing)

    def _begin_anew(self, thing: Thing, former: Thing, sent: Mapping[str, Any]) -> None:
        """A slug that was deleted is used again: of what had it before, nothing is left."""
        thing.former = self._story(former)
        for name in ("description", "pricing_adjustments", "secret_mappings"):
            if name not in sent:
                thing.write((DETAIL, name), None, "CRE-003", updated=False)
        for place, held in former.held.items():
            if place[0] == MODELS and place[-1] == "is_custom" and held.value is True:
                thing.write(place[:2], None, "CRE-003", updated=False)
        mask, before, now = former.held.get((DETAIL, "masked_key")), former.secret_ends, thing.secret_ends
        if mask is not None and before and now and before[0] != now[0] and before[1] != now[1]:
            thing.held[("stale", "masked_key")] = Held(mask.value, "SEC-005", shown=mask.shown)

    def _retrieve_integration(self, exchange: Exchange) -> Iterator[Disagreement]:
        thing, wrong = self._looked_up("integration", exchange)
        yield from wrong
        if thing is None:
            return
        if exchange.body.get("global_workspace_access_settings") is None:
            # A server may write the default out as an entry for each workspace.
            thing.forget((DETAIL, "global_workspace_access_settings"))
        yield from self._compared(thing, exchange, exchange.body, (DETAIL,))
        self._see(thing, exchange.body, SEEN_OF_INTEGRATION, exchange)
        yield from self._mask(thing, exchange, DETAIL, "masked_key")
        configurations = exchange.body.get("configurations")
        if isinstance(configurations, dict):
            for name, value in configurations.items():
                if name.startswith("masked_"):
                    thing.held.setdefault((DETAIL, "configurations", name), _chosen(value, thing, exchange))

    def _update_integration(self, exchange: Exchange) -> Iterator[Disagreement]:
        thing = self._written("integration", exchange)
        if thing is None:
            return
        if not exchange.ok:
            self._after_refusal(thing, exchange, "UPD-007")
            yield from self._refusal_of_sound(exchange, thing)
            return
        sent = self._described(exchange)
        thing.happened("UPD-003" if sent else "CRE-011" if exchange.sent else "UPD-008")
        for place, one in thing.held.items():
            if place[:1] == (DETAIL,) and place[-1] in IDENTITY and not one.settled:
                one.blame = "RET-005"
            if place[-1] in ("slug", "ai_provider_id") and place[-1] in sent:
                one.blame = "UPD-006"
            if place[0] in (MODELS, WORKSPACES) and one.blame == "UPD-003" and not one.settled:
                one.blame = "UPD-016"
        for name in OF_INTEGRATION:
            if name in sent:
                blame = "UPD-002"
                if name == "pricing_adjustments":
                    blame = "PRI-001" if sent[name] is not None else "PRI-002"
                if name == "secret_mappings":
                    blame = "UPD-015" if sent[name] else "UPD-012"
                if name == "description" and sent[name] is None:
                    blame = "UPD-017"
                thing.write((DETAIL, name), sent[name], blame)
        if "configurations" in sent:
            thing.forget((DETAIL, "configurations"))
            self._configure(thing, sent["configurations"], "UPD-002")
        self._rotate(thing, sent, DETAIL, "masked_key")
        self._pass_by("integration", "UPD-011", self._story(thing), but=thing)
        for provider in self._of(thing):
            provider.happened("UPD-003", because=(exchange,))
            provider.forget((KEY, "masked_api_key"), (DETAIL, "ai_provider_name"))

    def _delete_integration(self, exchange: Exchange) -> Iterator[Disagreement]:
        thing = self.thing("integration", _slug(exchange))
        if thing is None:
            self._lose_those_over(_slug(exchange))
            return
        if thing.gone:
            if exchange.ok:
                yield self._wrong(
                    "DEL-004", thing, (), "404 for a second deletion", exchange.summary, exchange
                )
            return
        if not exchange.ok:
            self._written("integration", exchange)
            self._after_refusal(thing, exchange, "AZN-002")
            if exchange.status != 409:
                yield from self._refusal_of_sound(exchange, thing)
            return
        thing.keep(exchange)
        thing.gone = "DEL-002"
        for provider in self._of(thing):
            provider.gone = "DEL-006"
            provider.keep(exchange)
        self._pass_by("integration", "DEL-005", self._story(thing), but=thing)

    def _list_integrations(self, exchange: Exchange) -> Iterator[Disagreement]:
        yield from self._listed("integration", exchange)

    # Models

    def _update_integration_models(self, exchange: Exchange) -> Iterator[Disagreement]:
        thing = self._written("integration", exchange)
        if thing is None:
            return
        if not exchange.ok:
            self._after_refusal(thing, exchange, "MOD-008")
            yield from self._refusal_of_sound(exchange, thing)
            return
        sent = self._described(exchange)
        thing.happened("UPD-003")
        for place, one in thing.held.items():
            if place[0] == MODELS and one.blame == "UPD-003" and not one.settled:
                one.blame = "MOD-002"
            if place[-1] == "allow_all_models" and not one.settled:
                one.blame = "MOD-003"
        self._pass_by("integration", "MOD-012", self._story(thing), but=thing, below=(MODELS,))
        if isinstance(sent.get("allow_all_models"), bool):
            thing.write((DETAIL, "allow_all_models"), sent["allow_all_models"], "MOD-003")
        models = [one for one in sent.get("models") or [] if isinstance(one, dict)]
        for model in models:
            slug = _text(model.get("slug"))
            # A model is written as a whole or field by field, as the server decides.
            thing.forget((MODELS, str(slug)))
            if slug is None or not comparable(slug) or sum(one.get("slug") == slug for one in models) > 1:
                continue
            for name in OF_MODEL:
                if name in model:
                    blame = "PRI-004" if name == "pricing_config" else "MOD-001"
                    thing.write((MODELS, slug, name), model[name], blame)
            where = model.get("configurations")
            if isinstance(where, dict) and "custom_host" in where:
                thing.write((MODELS, slug, "configurations", "custom_host"), where["custom_host"], "MOD-001")
        # Whether a model is custom is not for a later update to take back; that is not judged here.

    def _delete_integration_models(self, exchange: Exchange) -> Iterator[Disagreement]:
        thing = self._written("integration", exchange)
        if thing is None:
            return
        if not exchange.ok:
            self._after_refusal(thing, exchange, "MOD-005")
            yield from ()
            return
        named = set(",".join(value for name, value in exchange.query if name == "slugs").split(","))
        if exchange.sent is not MISSING:
            thing.forget((MODELS,))
            return
        thing.happened("MOD-004")
        for slug in named:
            custom = thing.held.get((MODELS, slug, "is_custom"))
            built_in = custom is not None and custom.value is False
            was_known = (MODELS, slug, "enabled") in thing.held
            thing.forget((MODELS, slug))
            if was_known and custom is not None and custom.value is True:
                thing.write((MODELS, slug), None, "MOD-004")
            elif was_known and built_in:
                thing.held[(MODELS, slug, "enabled")] = Held(False, "MOD-010", chosen=True)

    def _list_integration_models(self, exchange: Exchange) -> Iterator[Disagreement]:
        thing, wrong = self._looked_up("integration", exchange)
        yield from wrong
        if thing is None:
            return
        listed = exchange.body.get("models")
        if not isinstance(listed, list):
            return
        shown: dict[str, Any] = {}
        for model in listed:
            slug = model.get("slug") if isinstance(model, dict) else None
            if isinstance(slug, str):
                if slug in shown and comparable(slug):
                    yield self._wrong(
                        "MOD-009", thing, (MODELS,), "each model once", f"{short(slug)} twice", exchange
                    )
                shown[slug] = model
                removed = thing.held.get((MODELS, slug))
                if removed is not None and removed.value is None and _may_be_built_in(model):
                    thing.forget((MODELS, slug))  # the provider's own model, which a custom one had hidden
        yield from self._compared(thing, exchange, shown, (MODELS,))
        allowed = thing.held.get((DETAIL, "allow_all_models"))
        answered = exchange.body.get("allow_all_models")
        if allowed is not None and isinstance(answered, bool) and answered is not allowed.value:
            blame = allowed.blame if allowed.blame.startswith("MOD") else "MOD-003"
            yield self._wrong(
                blame,
                thing,
                (DETAIL, "allow_all_models"),
                f"allow_all_models {allowed.value}",
                str(answered),
                exchange,
            )

    # Workspace access

    def _update_integration_workspaces(self, exchange: Exchange) -> Iterator[Disagreement]:
        thing = self._written("integration", exchange)
        if thing is None:
            return
        if not exchange.ok:
            self._after_refusal(thing, exchange, "ACC-009")
            yield from self._refusal_of_sound(exchange, thing)
            return
        sent = self._described(exchange)
        thing.happened("UPD-003")
        for place, one in thing.held.items():
            if place[0] == WORKSPACES and not one.settled and one.blame == "UPD-003":
                one.blame = "ACC-003"
        self._pass_by("integration", "ACC-014", self._story(thing), but=thing, below=(WORKSPACES,))
        thing.forget((DETAIL, "workspace_count"))
        override = sent.get(
            "override_existing_workspace_access", sent.get("override_existing_workspaces_access")
        )
        default = sent.get("global_workspace_access")
        if override or isinstance(default, dict):
            thing.forget((WORKSPACES,))
        if isinstance(default, dict) and isinstance(default.get("enabled"), bool):
            thing.forget((DETAIL, "global_workspace_access_settings"))
            for name in OF_ACCESS:
                if default.get(name) is not None:
                    place = (DETAIL, "global_workspace_access_settings", name)
                    thing.write(place, default[name], "LIM-007")
            if not default["enabled"]:  # no settings at all say the same
                thing.forget((DETAIL, "global_workspace_access_settings"))
        entries = [one for one in sent.get("workspaces") or [] if isinstance(one, dict)]
        for entry in entries:
            slug = self._uuids.get(str(entry.get("id")), str(entry.get("id")))
            if slug not in self._workspaces or self._named_twice(entries, slug):
                thing.forget((WORKSPACES, slug))
                continue
            thing.forget((WORKSPACES, slug))
            for name in OF_ACCESS:
                if name in entry and (name == "enabled" or entry.get("enabled") is True):
                    thing.write(
                        (WORKSPACES, slug, name), entry[name], "ACC-001" if name == "enabled" else "LIM-001"
                    )
            if entry.get("enabled") is False:
                # No entry says the same, and its limits may go with it.
                thing.forget((WORKSPACES, slug))
                thing.held[(WORKSPACES, slug, "enabled")] = Held(False, "ACC-001", chosen=True)
        taken = override or isinstance(default, dict) or any(one.get("enabled") is False for one in entries)
        if taken:
            for provider in self._of(thing):
                self._drop(provider)

    def _named_twice(self, entries: list[dict[str, Any]], slug: str) -> bool:
        return sum(self._uuids.get(str(one.get("id")), str(one.get("id"))) == slug for one in entries) > 1

    def _list_integration_workspaces(self, exchange: Exchange) -> Iterator[Disagreement]:
        thing, wrong = self._looked_up("integration", exchange)
        yield from wrong
        if thing is None:
            return
        entries = exchange.body.get("workspaces")
        if not isinstance(entries, list):
            return
        shown: dict[str, Any] = {}
        for entry in entries:
            name = entry.get("id") if isinstance(entry, dict) else None
            if name in self._uuids and name not in self._uuids.values():
                yield self._wrong(
                    "ACC-002", thing, (WORKSPACES, "id"), "a workspace by its slug", "its uuid", exchange
                )
                name = self._uuids[str(name)]
            if isinstance(name, str):
                if name in shown:
                    yield self._wrong(
                        "ACC-010", thing, (WORKSPACES,), "each workspace once", f"{name} twice", exchange
                    )
                shown[name] = entry
        home = self._homes.get(exchange.key.role if exchange.key else "")
        # The key of a workspace need not be told of the access that others have.
        yield from self._compared(thing, exchange, shown, (WORKSPACES, home) if home else (WORKSPACES,))

    # Providers and virtual keys

    def _create_provider(self, exchange: Exchange) -> Iterator[Disagreement]:
        sent = self._described(exchange)
        slug = _text(sent.get("slug"))
        known = self.thing("provider", slug)
        parent = self.thing("integration", _text(sent.get("integration_id")))
        if not exchange.ok:
            if known is not None and known.gone is None:
                self._after_refusal(known, exchange, "PRV-010")
            if parent is not None and parent.gone is None:
                access = parent.held.get((WORKSPACES, self._workspace_of(exchange) or "", "enabled"))
                self._after_refusal(parent, exchange, "PRV-010")
                taken = known is not None and known.gone is None
                if access is not None and access.value is True and not taken:
                    yield from self._refusal_of_sound(exchange, parent)
            return
        made = _text(exchange.body.get("slug")) or slug
        if made is None or not self._owns(made):
            return
        workspace = self._made_in(exchange)
        if known is not None and known.gone is None:
            if known.workspace == workspace and workspace is not None:
                yield self._wrong(
                    "PRV-008", known, ("slug",), "409 for a slug that is taken", exchange.summary, exchange
                )
            self._drop(known)
            return
        if self._is_ambiguous(made, workspace):
            return
        thing = Thing("provider", made, _text(exchange.body.get("id")), exchange, "PRV-011")
        thing.there.blame = "PRV-001"
        thing.workspace = workspace
        thing.parent = parent.slug if parent else None
        for name in OF_PROVIDER:
            if name in sent:
                blame = "LIM-003" if name in ("usage_limits", "rate_limits") else "PRV-001"
                thing.write((DETAIL, name), sent[name], blame, updated=False)
        if parent:
            thing.write((DETAIL, "integration_id"), parent.slug, "PRV-001", updated=False)
        thing.write((DETAIL, "slug"), made, "PRV-001", updated=False)
        self._pass_by("provider", "PRV-012", self._story(thing), but=thing)
        self._enter(thing)

    def _retrieve_provider(self, exchange: Exchange) -> Iterator[Disagreement]:
        yield from self._provider_read(exchange, "PRV-011")

    def _update_provider(self, exchange: Exchange) -> Iterator[Disagreement]:
        yield from self._provider_updated(exchange, "PRV-009", "PRV-002", "PRV-010")

    def _delete_provider(self, exchange: Exchange) -> Iterator[Disagreement]:
        yield from self._provider_deleted(exchange, "DEL-007")

    def _list_providers(self, exchange: Exchange) -> Iterator[Disagreement]:
        yield from self._listed("provider", exchange)

    def _create_virtual_key(self, exchange: Exchange) -> Iterator[Disagreement]:
        sent = self._described(exchange)
        if not exchange.ok:
            yield from self._refusal_of_sound(exchange, None)
            return
        data = exchange.body.get("data")
        nested = data if isinstance(data, dict) else {}
        made = _text(exchange.body.get("slug")) or _text(nested.get("slug"))
        if made is None or not self._owns(made):
            return
        if self._is_ambiguous(made, self._made_in(exchange)):
            return
        identity = _text(exchange.body.get("id")) or _text(nested.get("id"))
        thing = Thing("provider", made, identity, exchange, "PRV-011")
        thing.there.blame = "VKY-001"
        thing.workspace = self._made_in(exchange)
        for name in OF_PROVIDER:
            if name in sent:
                blame = "LIM-004" if name in ("usage_limits", "rate_limits") else "VKY-001"
                thing.write((DETAIL, name), sent[name], blame, updated=False)
        thing.write((DETAIL, "slug"), made, "VKY-001", updated=False)
        thing.secret_ends = _ends(sent.get("key"))
        self._pass_by("provider", "PRV-012", self._story(thing), but=thing)
        self._enter(thing)

    def _retrieve_virtual_key(self, exchange: Exchange) -> Iterator[Disagreement]:
        yield from self._provider_read(exchange, "PRV-011")

    def _update_virtual_key(self, exchange: Exchange) -> Iterator[Disagreement]:
        yield from self._provider_updated(exchange, "VKY-010", "VKY-004", "VKY-011")

    def _delete_virtual_key(self, exchange: Exchange) -> Iterator[Disagreement]:
        yield from self._provider_deleted(exchange, "VKY-005")

    def _list_virtual_keys(self, exchange: Exchange) -> Iterator[Disagreement]:
        yield from self._listed("provider", exchange)

    def _provider_read(self, exchange: Exchange, idle: str) -> Iterator[Disagreement]:
        thing, wrong = self._looked_up("provider", exchange)
        yield from wrong
        if thing is None:
            return
        shown = exchange.body.get("id")
        if _view(exchange) == "key" and thing.id and shown and shown != thing.id:
            return  # another workspace's of the same slug, which this view does not tell apart
        yield from self._compared(thing, exchange, exchange.body, (DETAIL,))
        yield from self._expiry(thing, exchange)
        self._see(thing, exchange.body, SEEN_OF_PROVIDER, exchange)
        if exchange.operation is not None and exchange.operation.id == "retrieveVirtualKey":
            yield from self._mask(thing, exchange, KEY, "masked_api_key")

    def _expiry(self, thing: Thing, exchange: Exchange) -> Iterator[Disagreement]:
        """A provider is expired once its time has passed, and not before."""
        held, status = thing.held.get((DETAIL, "expires_at")), exchange.body.get("status")
        if held is None or not held.settled or not isinstance(status, str):
            return
        over, place = expiry(held.value), (DETAIL, "expired")
        if over is None or over is (status == "expired"):
            self._count_true("PRV-014", thing, place)
            return
        words = f"a provider that expires at {held.value} to be {'expired' if over else 'active'}"
        yield self._wrong("PRV-014", thing, place, words, status, exchange, held)

    def _provider_updated(
        self, exchange: Exchange, written: str, kept: str, refused: str
    ) -> Iterator[Disagreement]:
        thing = self._written("provider", exchange)
        if thing is None:
            return
        if not exchange.ok:
            self._after_refusal(thing, exchange, refused)
            yield from self._refusal_of_sound(exchange, thing)
            return
        sent = self._described(exchange)
        thing.happened(kept)
        for name in OF_PROVIDER:
            if name in sent:
                blame = "LIM-005" if name in ("usage_limits", "rate_limits") else written
                thing.write((DETAIL, name), sent[name], blame, through=_view(exchange))
        self._pass_by("provider", "PRV-012", self._story(thing), but=thing)
        if "expires_at" in sent or "reset_usage" in sent or "usage_limits" in sent:
            thing.forget((DETAIL, "status"))
        if set(sent) - {*OF_PROVIDER, "workspace_id", "reset_usage"}:
            parent = self.thing("integration", thing.parent)
            if parent is not None:
                parent.forget((DETAIL, "masked_key"), (DETAIL, "configurations"))
        self._rotate(thing, sent if written.startswith("VKY") else {}, KEY, "masked_api_key")

    def _provider_deleted(self, exchange: Exchange, gone: str) -> Iterator[Disagreement]:
        thing = self.thing("provider", _slug(exchange))
        if thing is None:
            return
        if not self._reached(thing, exchange):
            if exchange.ok and not thing.gone:
                self._drop(thing)
            return
        if thing.gone:
            if exchange.ok:
                yield self._wrong(
                    thing.gone, thing, (), "404 for a second deletion", exchange.summary, exchange
                )
            return
        if not exchange.ok:
            self._written("provider", exchange)
            self._after_refusal(thing, exchange, "AZN-002")
            yield from self._refusal_of_sound(exchange, thing)
            return
        thing.keep(exchange)
        thing.gone, thing.gone_in = gone, _view(exchange)
        parent = self.thing("integration", thing.parent)
        if parent is not None:
            parent.happened("DEL-011", because=self._story(thing))
        self._pass_by("provider", "DEL-009", self._story(thing), but=thing)

    # What all have in common

    def _pass_by(
        self,
        kind: str,
        blame: str,
        because: tuple[Exchange, ...],
        *,
        but: Thing | None = None,
        below: Place = (),
    ) -> None:
        """Something was done to one resource that must not change the others of its kind."""
        for other in self._all(kind):
            if other is not but:
                other.happened(blame, below=below, because=because)

    def _story(self, thing: Thing) -> tuple[Exchange, ...]:
        """What it takes to bring a resource to where it is now."""
        parent = self._by_name.get(("integration", thing.parent or ""))
        before = (parent.created, *parent.writes) if parent and thing.kind == "provider" else ()
        return (*before, *thing.former, thing.created, *thing.writes)

    def _looked_up(self, kind: str, exchange: Exchange) -> tuple[Thing | None, list[Disagreement]]:
        """The resource that a read is about, if the answer shows it, and what is wrong with its presence."""
        name = _slug(exchange)
        refused = self._refused.get(name)
        if kind == "integration" and refused is not None and exchange.ok:
            del self._refused[name]
            words = "404 after a creation that was refused"
            return None, [
                Disagreement("CRE-012", (kind, "refused"), words, exchange.summary, (refused, exchange))
            ]
        thing = self.thing(kind, name)
        if thing is None or thing.uncertain or not self._reached(thing, exchange):
            return None, []
        if thing.gone and exchange.ok and _took_its_slug(thing, exchange.body):
            self._drop(thing)
            return None, []
        if thing.gone:
            return None, self._found_again(thing, exchange)
        view = _view(exchange)
        home = self._homes.get(exchange.key.role if exchange.key else "")
        if exchange.ok and home and thing.workspace not in (None, home):
            operation = exchange.operation.id if exchange.operation else ""
            words = f"403 or 404 to {operation} with a key of another workspace"
            return None, [
                self._wrong("AZN-005", thing, ("elsewhere", operation), words, exchange.summary, exchange)
            ]
        if exchange.ok:
            self._count_true(thing.there.blame, thing, ())
            thing.found(view, exchange)
            another = self._another(thing, exchange)
            return (thing if exchange.body and not another else None), another
        if exchange.status in (404, 400) and exchange.key is not None and exchange.key.role == "admin":
            blame = thing.there.blame
            home_view = _view(thing.created)
            if view != home_view and home_view not in thing.there.shown_in:
                return None, []  # whether it is not there, or only not seen so, its own view will tell
            if view and thing.there.shown_in and view not in thing.there.shown_in:
                blame = "VKY-002"
            elif (
                name == thing.id
                and name != thing.slug
                and blame in (thing.idle, "CRE-003", "PRV-001", "VKY-001")
            ):
                blame = "RET-002" if kind == "integration" else BY_ID[view]
            elif blame == thing.idle:
                blame = {"RET-004": "RET-001"}.get(blame, blame)
            words = f"200 for {name}, which is there"
            return None, [self._wrong(blame, thing, (), words, exchange.summary, exchange, thing.there)]
        return None, []

    def _found_again(self, thing: Thing, exchange: Exchange) -> list[Disagreement]:
        """A read of what was deleted."""
        assert thing.gone is not None
        view = _view(exchange)
        if not exchange.ok:
            self._count_true(thing.gone, thing, ())
            if view == thing.gone_in:
                thing.gone_in = ""
            return []
        if thing.gone_in and view != thing.gone_in:
            return []  # whether the deletion or this view is wrong, only the other view can tell
        other_view = view and thing.gone in GONE_BY and GONE_BY[thing.gone] != view
        blame = "VKY-021" if other_view else thing.gone
        wrong = self._wrong(blame, thing, (), "404 for what was deleted", exchange.summary, exchange)
        return [wrong]

    def _another(self, thing: Thing, exchange: Exchange) -> list[Disagreement]:
        """An answer about another resource than was asked for."""
        shown = exchange.body
        if "models" in shown or "workspaces" in shown:
            return []
        slug, identity = shown.get("slug"), shown.get("id")
        if slug in (None, thing.slug, thing.id) or (identity is not None and identity == thing.id):
            return []
        if thing.id is None and slug == _slug(exchange):
            return []
        blame = thing.idle if any(one.settled for one in thing.held.values()) else _read_by(thing)
        words = f"the answer about {thing.slug}"
        return [self._wrong(blame, thing, ("another",), words, f"one about {slug}", exchange, thing.there)]

    def _count_true(self, requirement: str, thing: Thing, place: Place) -> None:
        self.held_true[(requirement, *_about((thing.kind, *place)))] += 1

    def _compared(
        self, thing: Thing, exchange: Exchange, shown: Mapping[str, Any], below: Place
    ) -> Iterator[Disagreement]:
        view = _view(exchange)
        absent: set[Place] = set()
        for place, held, answered, alike in thing.differences(shown, below, view, exchange):
            blame = self._precise(place, held, shown)
            if alike:
                self._count_true(blame, thing, place)
                continue
            if below[0] in (MODELS, WORKSPACES) and place[1] not in shown:
                place = (*place[:2], "there")
                if place in absent:
                    continue
                absent.add(place)
            if held.settled and view and held.shown_in and view not in held.shown_in:
                blame = "VKY-013"
            if isinstance(answered, Mapping) and held.value is None:
                answered = "something"
            words = f"{_told(place)} to be {short(held.value)}"
            if place[-1] == "there":
                words = f"{short(place[1])} among the {place[0]}"
            yield self._wrong(blame, thing, place, words, short(answered), exchange, held)

    def _precise(self, place: Place, held: Held, shown: Mapping[str, Any]) -> str:
        if place[:2] == (DETAIL, "configurations") and len(place) == 3:
            configurations = shown.get("configurations")
            if isinstance(configurations, dict) and f"masked_{place[2]}" in configurations:
                return "SEC-008"
            if place[2].startswith("masked_") and held.blame == "UPD-002":
                return "UPD-010"
        return held.blame

    def _listed(self, kind: str, exchange: Exchange) -> Iterator[Disagreement]:
        items = exchange.body.get("data") if exchange.ok else None
        shown = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
        role = exchange.key.role if exchange.key else "none"
        for item in shown:
            thing = self.thing(kind, _text(item.get("slug")))
            if thing is None or thing.uncertain:
                continue
            if thing.gone and _took_its_slug(thing, item):
                self._drop(thing)
            elif thing.gone:
                words = "a list without what was deleted"
                yield self._wrong("DEL-003", thing, ("listed",), words, "it is still listed", exchange)
                self._drop(thing)
            elif role in self._homes and thing.workspace not in (None, self._homes[role]):
                words = "a list without what belongs to another workspace"
                blame = "AZN-005" if kind == "integration" else "AZN-009"
                yield self._wrong(blame, thing, ("elsewhere", "list"), words, thing.slug, exchange)
            else:
                yield from self._item(thing, item, exchange)
        if role == "admin":
            for trouble in self._lists.read(kind, exchange):
                others = [one for each in trouble.others for one in self._story(each)]
                yield self._wrong(
                    trouble.requirement,
                    trouble.thing,
                    trouble.place,
                    trouble.expected,
                    trouble.actual,
                    exchange,
                    because=(*others, *trouble.pages),
                )

    def _item(self, thing: Thing, item: Mapping[str, Any], exchange: Exchange) -> Iterator[Disagreement]:
        """An item of a list says what its own answer says."""
        for place, held in thing.held.items():
            # Whether a write or the list is wrong, only the resource itself can tell.
            if place[0] != DETAIL or len(place) != 2 or place[1] not in item or not held.settled:
                continue
            where = ("list", place[1])
            blame = "UPD-004" if held.updated and thing.kind == "integration" else "LST-013"
            if same(item[place[1]], held.value):
                self._count_true(blame, thing, where)
                continue
            words = f"{place[1]} in the list to be {short(held.value)}"
            yield self._wrong(blame, thing, where, words, short(item[place[1]]), exchange, held)

    def _written(self, kind: str, exchange: Exchange) -> Thing | None:
        """The resource that a write is about; what it is now is unknown where the answer is a 5xx or none."""
        thing = self.thing(kind, _slug(exchange))
        if thing is None and kind == "integration":
            self._lose_those_over(_slug(exchange))
        if thing is None or thing.gone or thing.uncertain:
            return None
        if not self._reached(thing, exchange):
            if exchange.ok:
                self._drop(thing)
            return None
        thing.keep(exchange)
        if exchange.status >= 500 or exchange.status < 200:
            self._drop(thing)
            return None
        return thing

    def _after_refusal(self, thing: Thing, exchange: Exchange, otherwise: str) -> None:
        """A write was refused: what differs from now on was changed by it."""
        if exchange.status >= 500 or exchange.status < 400:
            self._drop(thing)
            return
        role = exchange.key.role if exchange.key else "none"
        by_role = {
            "read_only": "AZN-002",
            "workspace": "AZN-014",
            "other_workspace": "AZN-014",
            "other_organisation": "AZN-014",
            "revoked": "AUT-005",
            "none": "AUT-005",
        }
        blame = "AUT-005" if exchange.status == 401 else by_role.get(role, otherwise)
        thing.happened(blame if role != "admin" or exchange.status == 401 else otherwise)

    def _refusal_of_sound(self, exchange: Exchange, thing: Thing | None) -> Iterator[Disagreement]:
        """A write that the contract allows, by a key that may do it, to what is there, was refused."""
        operation = exchange.operation
        assert operation is not None
        if exchange.purpose not in ("check", "model", "replay") or exchange.status not in (
            400,
            403,
            404,
            422,
        ):
            return
        if exchange.key is None or exchange.key.role != "admin" or exchange.sent_text is not None:
            return
        if not self._workspaces_named(exchange) <= self._workspaces or not self._may_be_given(
            exchange, thing
        ):
            return  # what is not there, or not allowed, may be the workspace
        if thing is not None and _slug(exchange) == thing.id != thing.slug:
            words = f"200 to {operation.id} with the id in place of the slug"
            blame = "RET-007" if thing.kind == "integration" else BY_ID[_view(exchange)]
            yield self._wrong(blame, thing, ("by id", operation.id), words, exchange.summary, exchange)
            return
        if thing is not None and exchange.status == 404 and exchange.method == "PUT":
            yield self._wrong(
                thing.there.blame if thing.there.settled is False else ACCEPTED_BY[operation.id],
                thing,
                (),
                "200 for what is there",
                exchange.summary,
                exchange,
            )
            return
        if not self._is_sound(exchange, thing):
            return
        blame = self._told_of_workspace(exchange) or ACCEPTED_BY[operation.id]
        words = f"200 for a request that the contract allows, to {operation.id}"
        if thing is not None:
            yield self._wrong(blame, thing, ("sound", operation.id), words, exchange.summary, exchange)
        elif operation.id in ("createIntegration", "createVirtualKey"):
            yield Disagreement(blame, ("sound", operation.id), words, exchange.summary, (exchange,))

    def _told_of_workspace(self, exchange: Exchange) -> str | None:
        """What is broken if it is the way that a provider's workspace is named which was refused."""
        assert exchange.operation is not None
        named = exchange.sent.get("workspace_id") if isinstance(exchange.sent, dict) else None
        by_slug = named in self._uuids.values() and named not in self._uuids
        if exchange.operation.id == "createProvider" and by_slug:
            return "PRV-023"
        in_body = named is not None and not any(name == "workspace_id" for name, _ in exchange.query)
        return "PRV-003" if exchange.operation.id == "updateProvider" and in_body else None

    def _is_sound(self, exchange: Exchange, thing: Thing | None) -> bool:
        operation = exchange.operation
        assert operation is not None
        sent = exchange.sent
        if operation.method == "DELETE":
            return not exchange.query or all(name == "workspace_id" for name, _ in exchange.query)
        if not isinstance(sent, dict) or not sent or self._contract.request_errors(operation, sent):
            return False
        if not comparable(sent) or (operation.id == "createVirtualKey" and not self._is_plain_key(sent)):
            return False
        if operation.id == "updateVirtualKey" and set(sent) - {*OF_PROVIDER, "workspace_id", "key"}:
            return False
        if operation.id == "updateIntegrationWorkspaces" and (thing is None or thing.scoped):
            return False  # what belongs to one workspace need not be opened to another
        properties = set(self._contract.request_schema(operation).get("properties", {}))
        return (
            set(sent) <= properties
            and not is_past(sent.get("expires_at"))  # a server may see no sense in it
            and not sent.get("secret_mappings")
            and "default_provider_slug" not in str(sent)
            and (operation.id != "updateIntegration" or self._is_whole(sent.get("configurations"), thing))
        )

    def _is_ambiguous(self, slug: str, workspace: str | None) -> bool:
        """Whether providers of several workspaces have one slug: then nobody knows which is meant."""
        self._homes_of[slug].add(workspace)
        if len(self._homes_of[slug]) == 1:
            return False
        known = self.thing("provider", slug)
        if known is not None:
            self._drop(known)
        return True

    def _may_be_given(self, exchange: Exchange, thing: Thing | None) -> bool:
        """Whether access can be given for sure: what is of one workspace may not be for others to use."""
        assert exchange.operation is not None
        if exchange.operation.id != "updateIntegrationWorkspaces" or thing is None:
            return True
        kind = thing.held.get((DETAIL, "type"))
        if kind is not None and kind.value == "organisation":
            return True
        if isinstance(exchange.sent, dict) and exchange.sent.get("global_workspace_access"):
            return False
        named = {self._uuids.get(name, name) for name in self._workspaces_named(exchange)}
        return (kind is None and thing.workspace is None) or named <= {thing.workspace}

    def _is_plain_key(self, sent: Mapping[str, Any]) -> bool:
        """Whether a virtual key needs nothing but its key: what others need, a schema does not say."""
        known = self._contract.configuration_fields(str(sent.get("provider"))) is not None
        simple = sent.get("provider") == "openai" or not known
        return (
            simple
            and bool(sent.get("key"))
            and "workspace_id" in sent
            and set(sent) <= {*OF_PROVIDER, "provider", "key", "workspace_id"}
        )

    def _workspaces_named(self, exchange: Exchange) -> set[str]:
        sent = exchange.sent if isinstance(exchange.sent, dict) else {}
        entries = sent.get("workspaces")
        named = {str(sent["workspace_id"])} if "workspace_id" in sent else set()
        named |= {value for name, value in exchange.query if name == "workspace_id"}
        return named | {
            str(one.get("id"))
            for one in (entries if isinstance(entries, list) else [])
            if isinstance(one, dict)
        }

    def _is_whole(self, configurations: Any, thing: Thing | None) -> bool:
        """Whether a configuration says all that its provider needs, whatever is stored."""
        provider = thing.held.get((DETAIL, "ai_provider_id")) if thing else None
        if configurations is None or provider is None:
            return configurations is None
        return self._contract.configuration_holds(str(provider.value), configurations)

    def _described(self, exchange: Exchange) -> Mapping[str, Any]:
        """The body without what the contract does not know of it, but for what a create cannot change."""
        if not isinstance(exchange.sent, dict) or exchange.operation is None:
            return {}
        schema = self._contract.request_schema(exchange.operation)
        known = self._contract.described(schema, exchange.sent)
        for name in ("slug", "ai_provider_id", "configurations"):
            if name in exchange.sent:
                known[name] = exchange.sent[name]
        return dict(known)

    def _configure(self, thing: Thing, configurations: Any, blame: str) -> None:
        if not isinstance(configurations, Mapping):
            return
        provider = thing.held.get((DETAIL, "ai_provider_id"))
        provider_id = str(provider.value) if provider else ""
        known = self._contract.configuration_fields(provider_id)
        if known is None and blame == "RET-001":
            blame = "CRE-010"
        for name, value in configurations.items():
            if (
                name in self._contract.masks
                or name.startswith("masked_")
                or (known is not None and name not in known)
            ):
                continue
            if known is not None:
                value = self._contract.described(
                    self._contract.configuration_schema(provider_id, name), value
                )
            thing.write((DETAIL, "configurations", name), value, blame)

    def _rotate(self, thing: Thing, sent: Mapping[str, Any], view: str, field: str) -> None:
        """A key was sent: its mask is another one afterwards, if the keys differ at both ends."""
        if "key" not in sent:
            return
        ends = _ends(sent["key"])
        old = thing.held.pop((view, field), None)
        before = thing.secret_ends
        thing.secret_ends = ends
        if old is not None and ends and before and ends[0] != before[0] and ends[1] != before[1]:
            thing.held[("stale", field)] = Held(old.value, "SEC-005", shown=old.shown)

    def _mask(self, thing: Thing, exchange: Exchange, view: str, field: str) -> Iterator[Disagreement]:
        shown = exchange.body.get(field)
        stale = thing.held.pop(("stale", field), None)
        place = (view, field)
        if stale is not None and shown:
            blame = "SEC-010" if view == KEY else "SEC-005"
            if shown == stale.value:
                words = f"another {field} after the key changed"
                yield self._wrong(blame, thing, place, words, "the mask of the key before", exchange, stale)
            else:
                self._count_true(blame, thing, place)
        held = thing.held.get(place)
        if held is None:
            thing.held[place] = _chosen(shown, thing, exchange)
        elif view == KEY:
            if same(shown, held.value):
                self._count_true(held.blame, thing, place)
                held.confirm(thing.idle, "key", exchange)
            else:
                thing.held[place] = _chosen(shown, thing, exchange)
                yield self._wrong(
                    held.blame, thing, place, f"{field} as it was", "another one", exchange, held
                )

    def _see(
        self, thing: Thing, shown: Mapping[str, Any], fields: tuple[str, ...], exchange: Exchange
    ) -> None:
        """Remember what the server chose itself: it has no reason to choose again."""
        for name in fields:
            place = (DETAIL, name)
            if name == "status" and (DETAIL, "expires_at") in thing.held:
                continue  # it changes with time
            if place not in thing.held and name in shown and exchange.key and exchange.key.role == "admin":
                thing.held[place] = _chosen(shown[name], thing, exchange)

    def _reached(self, thing: Thing, exchange: Exchange) -> bool:
        """Whether a request names the right workspace, where it has to name one."""
        if thing.kind == "integration":
            return True
        if exchange.key is None or exchange.key.role != "admin":
            return exchange.status in (401, 403, 404)
        workspace = self._workspace_of(exchange)
        return thing.workspace is not None and workspace == thing.workspace

    def _made_in(self, exchange: Exchange) -> str | None:
        """The workspace of what was created: a workspace key forces its own, whichever one is named."""
        role = exchange.key.role if exchange.key else ""
        if role != "admin":
            return self._homes.get(role)
        workspace = self._workspace_of(exchange)
        return workspace if workspace in self._workspaces else None

    def _workspace_of(self, exchange: Exchange) -> str | None:
        named = [value for name, value in exchange.query if name == "workspace_id"]
        sent = exchange.sent.get("workspace_id") if isinstance(exchange.sent, dict) else None
        given = {self._uuids.get(str(one), str(one)) for one in (*named, sent) if one is not None}
        return given.pop() if len(given) == 1 else None

    def _wrong(
        self,
        requirement: str,
        thing: Thing,
        place: Place,
        expected: str,
        actual: str,
        exchange: Exchange,
        held: Held | None = None,
        because: tuple[Exchange, ...] = (),
    ) -> Disagreement:
        seen = (held.shown,) if held is not None and held.shown is not None else ()
        because += held.because if held is not None else ()
        sequence = {id(one): one for one in (*self._story(thing), *because, *seen, exchange)}
        return Disagreement(
            requirement,
            (thing.kind, *place),
            expected,
            actual,
            tuple(sorted(sequence.values(), key=lambda one: self._sent.get(id(one), 0))),
            requirement in CERTAIN,
            thing.idle,
            requirement in BYSTANDING,
        )

    def _lose_sight(self, exchange: Exchange) -> None:
        """Requests sent at once: what came of them is for whoever sent them to judge."""
        for kind in ("integration", "provider"):
            sent = self._described(exchange)
            made = _made(exchange) if exchange.method == "POST" else ()
            for name in (_slug(exchange), sent.get("slug"), *made):
                thing = self.thing(kind, _text(name))
                for lost in [] if thing is None else [thing, *self._of(thing)]:
                    self._drop(lost)
        if exchange.operation is not None and exchange.operation.path.startswith("/integrations/"):
            self._lose_those_over(_slug(exchange))

    def _lose_those_over(self, integration: str) -> None:
        """An integration that a server made to hold a virtual key was written to: it may be any of them."""
        for provider in self._all("provider"):
            if provider.parent in (None, integration):
                self._drop(provider)

    def _enter(self, thing: Thing) -> None:
        self._living.setdefault(thing.kind, {})[id(thing)] = thing
        for name in thing.names:
            self._by_name[(thing.kind, name)] = thing

    def _drop(self, thing: Thing) -> None:
        thing.uncertain = True
        for name in thing.names:
            if self._by_name.get((thing.kind, name)) is thing:
                del self._by_name[(thing.kind, name)]

    def _all(self, kind: str) -> list[Thing]:
        """What this run made of a kind and nobody deleted; it is asked for at every write."""
        living = self._living.get(kind, {})
        for key, thing in list(living.items()):
            if thing.gone or not any(self._by_name.get((kind, name)) is thing for name in thing.names):
                del living[key]
        return list(living.values())

    def _of(self, integration: Thing) -> list[Thing]:
        return [one for one in self._all("provider") if one.parent == integration.slug]


def _about(place: Place) -> tuple[str, ...]:
    return (*place[:2], place[-1])


def _view(exchange: Exchange) -> str:
    """Through which of its two views a provider is reached; empty for an integration."""
    name = exchange.operation.id if exchange.operation else ""
    return "key" if "VirtualKey" in name else "provider" if "Provider" in name else ""


def _read_by(thing: Thing) -> str:
    """What is broken where a resource is not read as it was created."""
    if thing.kind == "integration":
        return "RET-001"
    return "VKY-001" if _view(thing.created) == "key" else "PRV-001"


def _made(exchange: Exchange) -> Iterator[str | None]:
    """The slug and the id that a creation answered, wherever it put them."""
    data = exchange.body.get("data")
    for source in (exchange.body, data if isinstance(data, dict) else {}):
        yield from (_text(source.get("slug")), _text(source.get("id")))


def _slug(exchange: Exchange) -> str:
    """The second part of the path, decoded."""
    return unquote([*exchange.path.split("/"), "", ""][2])


def _took_its_slug(gone: Thing, shown: Mapping[str, Any]) -> bool:
    """Whether what is shown under the slug of a deleted resource is one that the server made since.

    It makes integrations for virtual keys, and providers for access, and chooses their slugs itself.
    """
    identity = shown.get("id")
    return gone.id is not None and identity is not None and identity != gone.id


def _snake(name: str) -> str:
    return "".join(f"_{one.lower()}" if one.isupper() else one for one in name)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _chosen(value: Any, thing: Thing, exchange: Exchange) -> Held:
    """What the server chose itself, as it was seen."""
    view = frozenset({_view(exchange)})
    return Held(value, thing.idle, settled=True, chosen=True, shown=exchange, shown_in=view)


def _ends(key: object) -> tuple[str, str] | None:
    return (key[0], key[-1]) if isinstance(key, str) and len(key) >= 12 else None


def _told(place: Place) -> str:
    return ".".join(place[1:]) if place[0] == DETAIL else " ".join(place)


def _may_be_built_in(model: Mapping[str, Any]) -> bool:
    """Whether a model that is listed after its removal may be the provider's own, which is disabled then."""
    return model.get("enabled") is False or model.get("is_custom") in (None, False, 0, "false", "0")
