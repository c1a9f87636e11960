"""Shows every exchange of a run to every observation, and turns what they see into findings."""

from __future__ import annotations

import dataclasses
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from portkey_conformance.checks import Observation, Observed
from portkey_conformance.exchanges import Exchange, Wire
from portkey_conformance.replay import PURPOSE, Replay
from portkey_conformance.reproduction import Reproduction
from portkey_conformance.verdicts import Finding, Ruling

LISTED = 2
"""So many of the items of a list are made again to show a finding in it."""
HISTORY = 6
"""Writes to one resource that are shown before the answer that breaks a requirement."""
CONFIRMATIONS = 3


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
        self._broken: dict[int, tuple[str, str]] = {}
        self._told_elsewhere: set[tuple[str, str]] = set()
        self._seen: list[tuple[Observation, Exchange, Sequence[Exchange], Finding]] = []
        self._judged: Counter[tuple[str, str]] = Counter()
        self._failed: Counter[tuple[str, str]] = Counter()

    def observe(self, exchange: Exchange) -> None:
        """Let every observation look at the exchange."""
        if exchange.purpose == PURPOSE:
            return
        with self._lock:
            for observation in self._observations:
                self._judge(observation, exchange)
            if exchange.ok and exchange.method != "GET":
                for slug in _resources(exchange):
                    first, *later = [*self._writes[slug], exchange]
                    self._writes[slug] = [first, *later[1 - HISTORY :]]

    def broken_by(self, exchange: Exchange) -> str | None:
        """The requirement that an observation saw this exchange break, if any did."""
        return self._broken.get(id(exchange), (None,))[0]

    def withdraw(self, exchange: Exchange) -> None:
        """Take back what an exchange shows, here and later: a check tells it more exactly."""
        with self._lock:
            requirement, cause = self._broken[id(exchange)]
            self._told_elsewhere.add((requirement, cause))
            ruling = self._rulings[requirement]
            ruling.findings = [one for one in ruling.findings if one.cause != cause]

    def forget(self, exchanges: Iterable[Exchange]) -> None:
        """Drop what is known of exchanges that nobody will ask for again."""
        for exchange in exchanges:
            self._broken.pop(id(exchange), None)

    def settle(self, replay: Replay) -> None:
        """Send the sequence of each finding again, to make it short and to say how often it shows.

        Raises:
            Unanswered: The server stopped answering.
        """
        for observation, exchange, sequence, finding in self._seen:
            ruling = self._rulings[finding.requirement]
            if finding in ruling.findings:
                settled = self._settled(replay, observation, exchange, sequence, finding)
                ruling.findings[ruling.findings.index(finding)] = settled

    def written_down(self, finding: Finding, sequence: Sequence[Exchange]) -> Finding:
        """The finding with the sequence that shows it, in every form."""
        wire = self._wire
        written = Reproduction(sequence, wire.target.base_url, wire.secrets, wire.contract.masks)
        return dataclasses.replace(
            finding,
            steps=written.as_curl(),
            python=written.as_python(),
            requests=tuple(written.as_json()),
            seconds=finding.seconds or (sequence[-1].at - wire.started if sequence else 0.0),
        )

    def _settled(
        self,
        replay: Replay,
        observation: Observation,
        exchange: Exchange,
        sequence: Sequence[Exchange],
        finding: Finding,
    ) -> Finding:
        def shows(answered: Sequence[Exchange]) -> bool:
            last = observation.run(answered[-1], self._wire.contract, self._wire.secrets)
            return isinstance(last, Observed)

        failures = sum(replay.shows(sequence, shows) for _ in range(CONFIRMATIONS))
        if failures == CONFIRMATIONS:
            finding = dataclasses.replace(finding, tries=CONFIRMATIONS + 1, failures=CONFIRMATIONS + 1)
            return self.written_down(finding, replay.shortest(sequence, shows))
        where = observation.requirement, exchange.operation.id if exchange.operation else exchange.method
        tries = self._judged[where] + CONFIRMATIONS
        return dataclasses.replace(finding, tries=tries, failures=self._failed[where] + failures)

    def _judge(self, observation: Observation, exchange: Exchange) -> None:
        seen = observation.run(exchange, self._wire.contract, self._wire.secrets)
        if seen is None or seen is False:
            return
        ruling = self._rulings[observation.requirement]
        where = observation.requirement, exchange.operation.id if exchange.operation else exchange.method
        self._judged[where] += 1
        if seen is True:
            ruling.passed += 1
            return
        self._failed[where] += 1
        if exchange.purpose == "check":
            self._broken[id(exchange)] = observation.requirement, seen.cause
        if (observation.requirement, seen.cause) in self._told_elsewhere:
            return
        if any(known.cause == seen.cause for known in ruling.findings):
            return
        redact = self._wire.secrets.redact
        sequence = [*self._before(exchange), exchange]
        finding = self.written_down(
            Finding(
                requirement=observation.requirement,
                operation=exchange.operation.id if exchange.operation else None,
                expected=redact(seen.expected),
                actual=redact(seen.actual),
                steps=(),
                source=exchange.purpose,
                cause=seen.cause,
            ),
            sequence,
        )
        if ruling.add(finding):
            self._seen.append((observation, exchange, sequence, finding))

    def _before(self, exchange: Exchange) -> list[Exchange]:
        """The writes that led to the state of all that an exchange is about, in their order."""
        found: dict[int, Exchange] = {}
        due = [*_resources(exchange), *_listed(exchange, self._writes)]
        while due:
            for write in self._writes.get(due.pop(), []):
                if id(write) not in found:
                    found[id(write)] = write
                    due += _rests_on(write)
        return sorted(found.values(), key=lambda one: one.at)


def _rests_on(write: Exchange) -> list[str]:
    """The integration that a provider is made of."""
    name = write.sent.get("integration_id") if isinstance(write.sent, dict) else None
    return [name] if isinstance(name, str) else []


def _listed(exchange: Exchange, known: Mapping[str, Sequence[Exchange]]) -> list[str]:
    """Some of what a list shows and this run wrote: enough to show what is wrong with the list."""
    items = exchange.body.get("data") if exchange.method == "GET" else None
    slugs = [item.get("slug") for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return [slug for slug in slugs if isinstance(slug, str) and slug in known][-LISTED:]


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
