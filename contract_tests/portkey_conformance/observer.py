"""Shows every exchange of a run to every observation, and turns what they see into findings."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping

from portkey_conformance.checks import Observation, Observed
from portkey_conformance.exchanges import Exchange, Unanswered, Wire, as_curl
from portkey_conformance.verdicts import Finding, Ruling

HISTORY = 6
"""Writes to one resource that are shown before the answer that breaks a requirement."""


class Observer:
    """Keeps, for each resource, the writes that led to its state: a finding is shown from the start."""

    def __init__(
        self, wire: Wire, observations: Iterable[Observation], rulings: Mapping[str, Ruling]
    ) -> None:
        self._wire = wire
        self._observations = [one for one in observations if one.requirement in rulings]
        self._rulings = rulings
        self._writes: dict[str, list[Exchange]] = defaultdict(list)
        self._lock = threading.Lock()
        self._repeating = False
        self._broken: dict[int, str] = {}

    def observe(self, exchange: Exchange) -> None:
        """Let every observation look at the exchange."""
        if self._repeating:
            return
        with self._lock:
            for observation in self._observations:
                self._judge(observation, exchange)
            if exchange.ok and exchange.method != "GET":
                for slug in _resources(exchange):
                    self._writes[slug] = [*self._writes[slug], exchange][-HISTORY:]

    def broken_by(self, exchange: Exchange) -> str | None:
        """The requirement that an observation saw this exchange break, if any did."""
        return self._broken.get(id(exchange))

    def forget(self, exchanges: Iterable[Exchange]) -> None:
        """Drop what is known of exchanges that nobody will ask for again."""
        for exchange in exchanges:
            self._broken.pop(id(exchange), None)

    def steps(self, exchange: Exchange) -> tuple[str, ...]:
        """The ``curl`` commands that lead to an exchange, itself last."""
        before = [write for slug in _resources(exchange) for write in self._writes.get(slug, [])]
        sequence = list({id(one): one for one in [*before, exchange]}.values())
        return self.as_commands(sequence)

    def as_commands(self, sequence: Iterable[Exchange]) -> tuple[str, ...]:
        wire = self._wire
        return tuple(
            as_curl(one, wire.target.base_url, wire.secrets, wire.contract.masks) for one in sequence
        )

    def _judge(self, observation: Observation, exchange: Exchange) -> None:
        seen = observation.run(exchange, self._wire.contract, self._wire.secrets)
        ruling = self._rulings[observation.requirement]
        if seen is True:
            ruling.passed += 1
        elif isinstance(seen, Observed):
            if exchange.purpose == "check":
                self._broken[id(exchange)] = observation.requirement
            if any(known.cause == seen.cause for known in ruling.findings):
                return
            redact = self._wire.secrets.redact
            ruling.add(
                Finding(
                    requirement=observation.requirement,
                    operation=exchange.operation.id if exchange.operation else None,
                    expected=redact(seen.expected),
                    actual=redact(seen.actual),
                    steps=self.steps(exchange),
                    reproduced=self._again(observation, exchange, seen),
                    source=exchange.purpose,
                    cause=seen.cause,
                )
            )

    def _again(self, observation: Observation, exchange: Exchange, seen: Observed) -> bool:
        """True if a read, sent once more, shows the same; a write is not repeated: its answer is a fact."""
        if exchange.method != "GET":
            return True
        self._repeating = True
        try:
            repeated = self._wire.send(
                exchange.method,
                exchange.path,
                key=exchange.key,
                query=dict(exchange.query),
                headers=dict(exchange.sent_headers),
                purpose=exchange.purpose,
            )
        except Unanswered:
            return False
        finally:
            self._repeating = False
        second = observation.run(repeated, self._wire.contract, self._wire.secrets)
        return isinstance(second, Observed)


def _resources(exchange: Exchange) -> list[str]:
    """The slugs that an exchange is about: in its path, and sent or answered by a create."""
    found = []
    parts = exchange.path.strip("/").split("/")
    if len(parts) > 1:
        found.append(parts[1])
    if exchange.method == "POST":
        sent = exchange.sent if isinstance(exchange.sent, dict) else {}
        nested = exchange.body.get("data")
        for source in (sent, exchange.body, nested if isinstance(nested, dict) else {}):
            found += [source[name] for name in ("slug", "id") if isinstance(source.get(name), str)]
    return list(dict.fromkeys(found))
