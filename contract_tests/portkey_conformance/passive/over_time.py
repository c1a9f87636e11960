"""What several exchanges show together, whatever else happened that the recording lacks.

An id is a uuid: nothing else ever has it. So what was created once was created at one time, and what was
deleted never comes back, however many writes nobody recorded.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from portkey_conformance import masks
from portkey_conformance.contract import Contract
from portkey_conformance.exchanges import Exchange
from portkey_conformance.memory.values import same
from portkey_conformance.passive.rules import UUID, slug_in
from portkey_conformance.passive.translation import Recorded

KEPT = 20_000
"""Resources that are remembered: the latest."""

LONGEST_KEY = 400

KINDS = {"/integrations": "integration", "/providers": "provider", "/virtual-keys": "virtual key"}
STABLE = {
    "integration": (
        ("created_at", "RET-005"),
        ("organisation_id", "RET-005"),
        ("slug", "UPD-006"),
        ("ai_provider_id", "UPD-006"),
    ),
    "provider": (("created_at", "PRV-011"), ("slug", "PRV-011")),
    "virtual key": (("created_at", "PRV-011"), ("slug", "PRV-011")),
}
"""What no write changes, and which requirement says so."""
GONE = {"integration": "DEL-002", "provider": "DEL-007", "virtual key": "VKY-005"}
LISTED = {"integration": "DEL-003", "provider": "DEL-007", "virtual key": "VKY-005"}
MASKED = {"integration": ("masked_key", "SEC-003"), "virtual key": ("masked_api_key", "SEC-010")}
DETAILS = frozenset({"retrieveIntegration", "retrieveProvider", "retrieveVirtualKey"})
DELETIONS = frozenset({"deleteIntegration", "deleteProvider", "deleteVirtualKey"})

K = TypeVar("K")
V = TypeVar("V")
Address = tuple[str, str, str, str]
"""Kind, slug, workspace named and key: what was asked for."""


@dataclass(frozen=True)
class Contradiction:
    """Exchanges that cannot all be right."""

    requirement: str
    expected: str
    actual: str
    cause: str
    before: tuple[Recorded, ...]
    """What led to it, the last exchange apart."""


@dataclass
class _Known:
    """What answers said of one id."""

    first: Recorded
    fields: dict[tuple[bool, str], str] = field(default_factory=dict)
    """By whether a list said it, and by name."""
    since: dict[tuple[bool, str], Recorded] = field(default_factory=dict)
    deleted: Recorded | None = None


class OverTime:
    """Remembers ids, and tells of each answer that contradicts an earlier one."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._known: OrderedDict[tuple[str, str], _Known] = OrderedDict()
        self._at: OrderedDict[Address, set[str]] = OrderedDict()
        self._secrets: OrderedDict[Address, tuple[str, Recorded]] = OrderedDict()
        self._moved: set[tuple[str, str]] = set()
        self._differing: dict[tuple[str, str], tuple[Contradiction, Recorded]] = {}
        self.agreed: dict[str, int] = {}
        """For each requirement, how many answers agreed with earlier ones."""

    def observe(self, recorded: Recorded) -> Iterator[Contradiction]:
        """Learn from an exchange, or find what it contradicts."""
        exchange = recorded.exchange
        operation = exchange.operation
        assert operation is not None
        kind = KINDS.get("/" + exchange.path.split("/")[1])
        if kind is None or not exchange.ok:
            return
        if operation.id in DELETIONS:
            self._deleted(kind, recorded)
        elif operation.id in DETAILS and recorded.answer_is_known:
            yield from self._shown(kind, exchange.body, recorded, GONE)
            yield from self._masked(kind, recorded)
            identity = exchange.body.get("id")
            if isinstance(identity, str):
                _keep(self._at, _address(kind, exchange), set()).add(identity)
        elif operation.method == "GET" and recorded.answer_is_known and "{" not in operation.path:
            items = exchange.body.get("data")
            for item in items if isinstance(items, list) else ():
                if isinstance(item, dict):
                    yield from self._shown(kind, item, recorded, LISTED)
        elif operation.method in ("POST", "PUT") and not operation.path.endswith(("/models", "/workspaces")):
            self._written(kind, recorded)

    def _shown(
        self, kind: str, shown: Mapping[str, Any], recorded: Recorded, gone: Mapping[str, str]
    ) -> Iterator[Contradiction]:
        identity = shown.get("id")
        if not isinstance(identity, str) or not UUID.fullmatch(identity):
            return
        known = _keep(self._known, (kind, identity.lower()), _Known(recorded))
        if known.deleted is not None and _after(recorded, known.deleted):
            yield Contradiction(
                gone[kind],
                f"nothing of the {kind} {identity} after its deletion in {known.deleted.entry.where}",
                f"it is answered to {recorded.exchange.line}",
                f"{kind} gone",
                (known.first, known.deleted),
            )
            known.deleted = None
        elif known.deleted is not None:
            return
        for name, requirement in STABLE[kind]:
            value = shown.get(name)
            if not isinstance(value, str) or (name == "slug" and value == identity):
                continue
            self._held_against_the_other_view(kind, name, value, known, recorded, gone is LISTED)
            place = (gone is LISTED, name)
            earlier = known.fields.setdefault(place, value)
            since = known.since.setdefault(place, recorded)
            if same(value, earlier):
                if since is not recorded:
                    self.agreed[requirement] = self.agreed.get(requirement, 0) + 1
                continue
            yield Contradiction(
                requirement,
                f"{name} of the {kind} {identity} to stay {earlier!r}, as in {since.entry.where}",
                f"{value!r} in answer to {recorded.exchange.line}",
                f"{kind} {name}",
                (since,),
            )
            known.fields[place], known.since[place] = value, recorded
            self._moved.add((kind, name))

    def settle(self) -> list[tuple[Contradiction, Recorded]]:
        """Where a list and an item's own answer said different things, and each always said the same."""
        return [told for place, told in self._differing.items() if place not in self._moved]

    def _held_against_the_other_view(
        self, kind: str, name: str, value: str, known: _Known, recorded: Recorded, listed: bool
    ) -> None:
        other = (not listed, name)
        if other in known.fields and not same(value, known.fields[other]):
            where, elsewhere = ("a list", "its own answer") if listed else ("its own answer", "a list")
            since = known.since[other]
            words = f"{name} to be {known.fields[other]!r}, as {elsewhere} says in {since.entry.where}"
            told = Contradiction("LST-013", words, f"{value!r} in {where}", f"{kind} {name} listed", (since,))
            self._differing.setdefault((kind, name), (told, recorded))

    def _deleted(self, kind: str, recorded: Recorded) -> None:
        exchange = recorded.exchange
        slug = slug_in(exchange)
        ids = set(self._at.pop(_address(kind, exchange), ()))
        if UUID.fullmatch(slug):
            ids.add(slug)
        for identity in ids:
            known = self._known.get((kind, identity.lower()))
            if known is not None and _after(recorded, known.first):
                known.deleted = recorded

    def _written(self, kind: str, recorded: Recorded) -> None:
        """Remember the id of what was created, and its key, to hold its mask against it."""
        exchange = recorded.exchange
        sent = exchange.sent if isinstance(exchange.sent, dict) else {}
        data = exchange.body.get("data")
        nested: Mapping[str, Any] = data if isinstance(data, dict) else {}
        slug = slug_in(exchange) or exchange.body.get("slug") or nested.get("slug") or sent.get("slug")
        if not isinstance(slug, str):
            return
        address = _address(kind, exchange, slug)
        identity = exchange.body.get("id") or nested.get("id")
        if exchange.method == "POST" and isinstance(identity, str) and UUID.fullmatch(identity):
            _keep(self._known, (kind, identity.lower()), _Known(recorded))
            _keep(self._at, address, set()).add(identity)
        key = sent.get("key")
        if isinstance(key, str) and masks.LONG <= len(key) <= LONGEST_KEY:
            _keep(self._secrets, address, (key, recorded))
            self._secrets[address] = (key, recorded)
        elif "key" in sent or not recorded.sent_is_known:
            self._secrets.pop(address, None)

    def _masked(self, kind: str, recorded: Recorded) -> Iterator[Contradiction]:
        name, requirement = MASKED.get(kind, ("", ""))
        mask = recorded.exchange.body.get(name)
        held = self._secrets.get(_address(kind, recorded.exchange))
        if held is None or not isinstance(mask, str) or not mask:
            return
        secret, sent = held
        ends = secret[: masks.FIRST + 1] + secret[-masks.LAST - 1 :]
        if any(one in "*.•…" for one in ends):
            return  # the secret looks like a mask of its own
        trouble = masks.trouble(mask, secret)
        if trouble is None:
            self.agreed[requirement] = self.agreed.get(requirement, 0) + 1
        else:
            words = f"{name} to hide the key that was sent in {sent.entry.where}"
            yield Contradiction(requirement, words, trouble, f"{kind} mask", (sent,))


def _keep(kept: OrderedDict[K, V], key: K, new: V) -> V:
    value = kept.setdefault(key, new)
    kept.move_to_end(key)
    if len(kept) > KEPT:
        kept.popitem(last=False)
    return value


def _address(kind: str, exchange: Exchange, slug: str | None = None) -> Address:
    named = [value for name, value in exchange.query if name == "workspace_id"]
    sent = exchange.sent.get("workspace_id") if isinstance(exchange.sent, dict) else None
    workspace = next((one for one in (*named, sent) if isinstance(one, str)), "")
    return (
        kind,
        slug_in(exchange) if slug is None else slug,
        "" if kind == "integration" else workspace,
        exchange.key.variable if exchange.key else "",
    )


def _after(later: Recorded, earlier: Recorded) -> bool:
    """Whether one exchange surely began when another one had ended."""
    begin, end = later.entry.started, earlier.entry.started
    return (
        begin is not None
        and end is not None
        and earlier.entry.seconds is not None
        and begin > end + earlier.entry.seconds
    )
