"""Judges a recording: nothing is sent, and what the recording does not show is not judged."""

from __future__ import annotations

import dataclasses
import hashlib
import time
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from portkey_conformance import checks, refusals
from portkey_conformance.checks import Observed
from portkey_conformance.contract import Contract
from portkey_conformance.exchanges import Exchange
from portkey_conformance.memory import Disagreement, Memory
from portkey_conformance.passive import rules
from portkey_conformance.passive.base_url import below, found_in
from portkey_conformance.passive.entries import NO_CONTENT, Broken, Entry, header
from portkey_conformance.passive.order import WINDOW, in_order
from portkey_conformance.passive.over_time import Contradiction, OverTime
from portkey_conformance.passive.seen_secrets import ROLE, SeenSecrets
from portkey_conformance.passive.translation import Recorded, translated
from portkey_conformance.progress import Progress
from portkey_conformance.reproduction import Reproduction
from portkey_conformance.requirements.protocol import concerns_the_contract
from portkey_conformance.target import Target
from portkey_conformance.undocumented import UndocumentedFields
from portkey_conformance.verdicts import Finding, Outcome, rulings_for

NOTHING_SHOWS_IT = "nothing in the recording shows it"
SHOWN_IN_PART = "nothing in the recording contradicts it, nor shows all of it"
ONLY_STATUS = frozenset({"ERR-001", "PRO-002"})
"""Observations that need neither the headers nor the body of an answer."""
WITHOUT_BODY = ONLY_STATUS | {"PRO-004"}
OF_HEADERS = frozenset({"PRO-001", "PRO-004"})
"""Observations of a header that may be missing: only a complete list of headers shows that."""
SAMPLE = 1000
"""So many entries tell the base URL of a log."""
MISSHAPEN = "PRO-003"
HISTORY = 6
RESOURCES = 2_000
FORGET_AFTER = 5_000
"""After so many creations the memory begins anew: a log may be long."""
EXAMPLES = 50
"""Entries that look the same are known by their digests, so many of the latest."""
DUPLICATES = 20_000


class NoTraffic(Exception):  # noqa: N818 - names what it is
    """The recording holds no request that the contract knows."""


@dataclass(frozen=True)
class Reading:
    """How a recording is judged."""

    base_url: str | None = None
    """Below which requests count; None finds it."""
    complete: bool = False
    """Whether no write of the time is missing from it."""
    only: frozenset[str] | None = None
    whole: bool = False
    """Whether the entries are all in memory, so that they may be in any order."""


@dataclass
class _Told:
    """A finding on its way, and the other entries that show the same."""

    finding: Finding
    sequence: tuple[Exchange, ...]
    times: int = 1
    last: str = ""


@dataclass
class _Counts:
    judged: int = 0
    elsewhere: int = 0
    twice: int = 0
    broken: int = 0
    why_broken: list[str] = field(default_factory=list)
    without_answer: int = 0
    bodies_missing: int = 0
    without_time: int = 0
    keys_in_urls: list[int] = field(default_factory=list)


def judge_recording(
    entries: Iterable[Entry | Broken], contract: Contract, reading: Reading, progress: Progress
) -> Outcome:
    """Judge recorded entries.

    Raises:
        NoTraffic: None of them reaches an operation of the contract.
        UsageError: The recording cannot be read.
    """
    checks.load_all()
    return _Judgement(contract, reading, progress).of(entries)


class _Judgement:
    def __init__(self, contract: Contract, reading: Reading, progress: Progress) -> None:
        self._contract = contract
        self._reading = reading
        self._progress = progress
        self._rulings = rulings_for(
            one for one in contract.requirements.values() if reading.only is None or one.id in reading.only
        )
        self._secrets = SeenSecrets()
        self._counts = _Counts()
        self._told: dict[tuple[str, str], _Told] = {}
        self._undocumented = UndocumentedFields(contract)
        self._over_time = OverTime(contract)
        self._writes: OrderedDict[str, list[Exchange]] = OrderedDict()
        self._keyless: list[Recorded] = []
        self._keyless_refused = 0
        self._memory: Memory | None = None
        self._creations = 0
        self._gaps = False
        """Whether some write is known to be missing, so that the recording is not complete."""
        self._in_part: set[str] = set()
        self._unsure: set[tuple[str, ...]] = set()
        self._others: Counter[str] = Counter()

    def of(self, entries: Iterable[Entry | Broken]) -> Outcome:
        started = time.monotonic()
        stream = self._readable(iter(entries))
        base_url = self._reading.base_url
        if base_url is None:
            sample = list(stream) if self._reading.whole else _some(stream, SAMPLE)
            self._others = found_in(sample, self._contract)
            if not self._others:
                raise NoTraffic("The recording holds no request that the contract knows.")
            base_url = next(iter(self._others))
            stream = _chained(sample, stream)
        self._base_url = base_url
        concerned = self._unique(self._below(stream))
        for entry, alone in in_order(concerned, None if self._reading.whole else WINDOW):
            recorded = translated(entry, alone, base_url, self._contract, self._secrets)
            if recorded is None:
                self._counts.elsewhere += 1
                continue
            self._judge(recorded)
        if not self._counts.judged:
            raise NoTraffic(f"The recording holds no request below {base_url} that the contract knows.")
        self._settle_keyless()
        for contradiction, recorded in self._over_time.settle():
            self._tell_contradiction(contradiction, recorded)
        self._write_down()
        outcome = Outcome(self._rulings, 0, ROLE, base_url, self._contract.version)
        for requirement, times in self._over_time.agreed.items():
            self._holds(requirement, times)
        for requirement, ruling in self._rulings.items():
            if not ruling.findings and not ruling.passed and not ruling.undecided:
                ruling.skipped.append(SHOWN_IN_PART if requirement in self._in_part else NOTHING_SHOWS_IT)
        outcome.requests = self._counts.judged
        outcome.seconds = time.monotonic() - started
        outcome.notes += self._notes()
        redact = self._secrets.redact
        outcome.undocumented_fields = {
            operation: [redact(place) for place in places]
            for operation, places in self._undocumented.by_operation().items()
        }
        return outcome

    # What comes in

    def _readable(self, entries: Iterator[Entry | Broken]) -> Iterator[Entry]:
        for one in entries:
            if isinstance(one, Broken):
                self._counts.broken += 1
                if len(self._counts.why_broken) < 3:
                    self._counts.why_broken.append(f"entry {one.number}: {one.why}")
                self._gaps = True  # it may have been any write
            else:
                yield one

    def _below(self, entries: Iterator[Entry]) -> Iterator[Entry]:
        for entry in entries:
            path = below(entry, self._base_url)
            if path is None or self._contract.operation_at(entry.method, path) is None:
                self._counts.elsewhere += 1
            elif not 100 <= entry.status < 600:
                self._counts.without_answer += 1
                self._gaps = self._gaps or entry.writes
            else:
                yield entry

    def _unique(self, entries: Iterator[Entry]) -> Iterator[Entry]:
        """Each entry once: some tools write one down twice."""
        known: OrderedDict[bytes, None] = OrderedDict()
        for entry in entries:
            if entry.started is None:
                self._counts.without_time += 1
                yield entry
                continue
            text = repr((entry.started, entry.method, entry.url, entry.request_body, entry.status))
            digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
            if digest in known:
                self._counts.twice += 1
                continue
            known[digest] = None
            if len(known) > DUPLICATES:
                known.popitem(last=False)
            yield entry

    # What is judged

    def _judge(self, recorded: Recorded) -> None:
        exchange, entry = recorded.exchange, recorded.entry
        self._counts.judged += 1
        self._progress.step("recorded", exchange.line, self._counts.judged, 0)
        if recorded.key_in_url:
            self._counts.keys_in_urls.append(entry.number)
        if not recorded.answer_is_known and exchange.status not in (204, 304):
            self._counts.bodies_missing += 1
        if recorded.answer_is_known:
            self._undocumented.observe(exchange)
        if MISSHAPEN not in self._observe(recorded):
            # What has another shape than it should has other values, too: that is told already.
            for contradiction in self._over_time.observe(recorded):
                self._tell_contradiction(contradiction, recorded)
            self._remember(recorded)
        self._look_for_a_key(recorded)
        if exchange.ok and entry.writes:
            for name in _names(exchange):
                self._writes[name] = [*self._writes.get(name, []), exchange][-HISTORY:]
                self._writes.move_to_end(name)
                if len(self._writes) > RESOURCES:
                    self._writes.popitem(last=False)

    def _observe(self, recorded: Recorded) -> set[str]:
        """Look at one exchange alone, and give the requirements that it breaks."""
        exchange = recorded.exchange
        broken: set[str] = set()
        for observation in checks.OBSERVATIONS:
            requirement = observation.requirement
            # Bodies that should have been refused are told by a rule, each under one requirement only.
            told_by_a_rule = (
                requirement == refusals.ANY_BODY or observation.run.__module__ == refusals.__name__
            )
            if told_by_a_rule or not self._can_see(requirement, recorded):
                continue
            seen = observation.run(exchange, self._contract, self._secrets)
            broken |= self._take(requirement, seen, recorded)
        for requirement, rule in rules.rules_for(exchange, self._contract):
            if recorded.answer_is_known or rule in rules.WITHOUT_AN_ANSWERS_BODY:
                if rule is rules.a_removal_that_names_nothing_is_refused and not recorded.sent_is_known:
                    continue
                if rule in rules.CREATIONS and not recorded.sent_is_known:
                    continue
                seen = rule(exchange, self._contract, self._secrets)
                broken |= self._take(requirement, seen, recorded)
        return broken

    def _can_see(self, requirement: str, recorded: Recorded) -> bool:
        """Whether the recording tells enough of an exchange for an observation."""
        headers = recorded.entry.response_headers
        if requirement == "PRO-001" and recorded.exchange.status == NO_CONTENT:
            return False  # that there is nothing is told by its status
        if requirement == "ERR-005" and recorded.exchange.status >= 500:
            return False  # that there is a 5xx at all is told
        if requirement in OF_HEADERS and not recorded.entry.all_headers:
            wanted = "content-type" if requirement == "PRO-001" else "retry-after"
            if header(headers, wanted) is None:
                return False
        return recorded.answer_is_known or requirement in WITHOUT_BODY

    def _take(self, requirement: str, seen: Observed | bool | None, recorded: Recorded) -> set[str]:
        if seen is None or seen is False:
            return set()
        if seen is True:
            self._holds(requirement, 1)
            return set()
        before = [one for name in _names(recorded.exchange) for one in self._writes.get(name, [])]
        self._tell(requirement, seen.expected, seen.actual, seen.cause, recorded, before)
        return {requirement}

    def _holds(self, requirement: str, times: int) -> None:
        """Something holds that a requirement asks for, if not all of it."""
        if requirement in rules.IN_PART:
            self._in_part.add(requirement)
        elif requirement in self._rulings:
            self._rulings[requirement].passed += times

    def _tell_contradiction(self, one: Contradiction, recorded: Recorded) -> None:
        before = [each.exchange for each in one.before]
        self._tell(one.requirement, one.expected, one.actual, one.cause, recorded, before)

    def _tell(
        self,
        requirement: str,
        expected: str,
        actual: str,
        cause: str,
        recorded: Recorded,
        before: Sequence[Exchange],
    ) -> None:
        if requirement not in self._rulings:
            return
        known = self._told.get((requirement, cause))
        if known is not None:
            known.times += 1
            known.last = recorded.entry.where
            return
        exchange = recorded.exchange
        redact = self._secrets.redact
        finding = Finding(
            requirement=requirement,
            operation=exchange.operation.id if exchange.operation else None,
            expected=redact(expected),
            actual=f"{redact(actual)}; {recorded.entry.where}",
            steps=(),
            source=ROLE,
            cause=redact(cause),
        )
        sequence = tuple({id(one): one for one in (*before, exchange)}.values())
        self._told[(requirement, cause)] = _Told(finding, sequence)

    def _write_down(self) -> None:
        for told in self._told.values():
            finding = told.finding
            actual = finding.actual
            if told.times > 1:
                more = "once more" if told.times == 2 else f"{told.times - 1} times more"
                actual += f", and {more} up to {told.last}"
            written = Reproduction(told.sequence, self._base_url, self._secrets, self._contract.masks)
            # A secret may have been seen as one only after the finding was made.
            redact = self._secrets.redact
            self._rulings[finding.requirement].add(
                dataclasses.replace(
                    finding,
                    expected=redact(finding.expected),
                    actual=redact(actual),
                    steps=written.as_curl(),
                    python=written.as_python(),
                    requests=tuple(written.as_json()),
                )
            )

    # Keys

    def _look_for_a_key(self, recorded: Recorded) -> None:
        if not recorded.keyless:
            return
        if recorded.exchange.status == 401:
            self._keyless_refused += 1
        elif concerns_the_contract(recorded.exchange) and recorded.exchange.status < 500:
            self._keyless += [recorded] if len(self._keyless) < EXAMPLES else []

    def _settle_keyless(self) -> None:
        """Judge requests without a key, if the recording shows keys at all: they may have been cut out."""
        if not self._secrets.keys:
            return
        for recorded in self._keyless:
            exchange = recorded.exchange
            # Without a scope there would be a key: 403 is no better than an answer.
            requirement = "AUT-001" if exchange.ok or exchange.status == 403 else "AUT-004"
            if exchange.ok and recorded.key_in_query:
                requirement = "AUT-007"
            where = exchange.operation.id if exchange.operation else exchange.method
            self._take(
                requirement,
                Observed("401 without a key", f"{exchange.summary} to {exchange.line}", f"{where} keyless"),
                recorded,
            )
        if self._keyless_refused and not self._keyless and "AUT-001" in self._rulings:
            self._rulings["AUT-001"].passed += self._keyless_refused

    # What was written before

    def _remember(self, recorded: Recorded) -> None:
        """Hold an answer against what the recording itself wrote before."""
        exchange = recorded.exchange
        if not (recorded.alone and recorded.sent_is_known and recorded.answer_is_known):
            if recorded.entry.writes:
                self._memory = None
            return
        if self._memory is None or self._creations > FORGET_AFTER:
            target = Target(self._base_url, {})
            self._memory, self._creations = Memory(self._contract, target, lambda name: True), 0
        self._creations += exchange.method == "POST"
        if self._reading.complete and self._secrets.keys == 1 and exchange.key is not None:
            # Whoever wrote it all may read it all.
            exchange = dataclasses.replace(exchange, key=dataclasses.replace(exchange.key, role="admin"))
        for one in self._memory.observe(exchange):
            self._disagrees(one, recorded)

    def _disagrees(self, one: Disagreement, recorded: Recorded) -> None:
        if self._reading.complete and not self._gaps:
            before = [
                dataclasses.replace(each, key=each.key and dataclasses.replace(each.key, role=ROLE))
                for each in one.sequence[:-1]
            ]
            self._tell(one.requirement, one.expected, one.actual, " ".join(one.about), recorded, before)
            return
        ruling = self._rulings.get(one.requirement)
        if ruling is None or (one.requirement, *one.about) in self._unsure:
            return
        self._unsure.add((one.requirement, *one.about))
        ruling.undecided.append(
            self._secrets.redact(
                f"{recorded.entry.where} shows {one.actual} where the recording expects {one.expected}; "
                "a write that the recording lacks would explain it (--complete says that none is missing)"
            )
        )

    # What is told of the recording

    def _notes(self) -> list[str]:
        counts = self._counts
        told = [
            (counts.elsewhere, "to other hosts or paths, not judged"),
            (counts.twice, "recorded twice, judged once"),
            (counts.without_answer, "without an answer, not judged"),
            (
                counts.bodies_missing,
                "without the whole body of an answer, judged by status and headers only",
            ),
            (counts.without_time, "without a time: what comes before what is not judged there"),
        ]
        notes = [f"{_entries(number)} {words}." for number, words in told if number]
        if counts.broken:
            notes.append(f"{_entries(counts.broken)} broken, not judged ({'; '.join(counts.why_broken)}).")
        if counts.keys_in_urls:
            shown = ", ".join(map(str, counts.keys_in_urls[:5]))
            more = f" and {len(counts.keys_in_urls) - 5} more" if len(counts.keys_in_urls) > 5 else ""
            notes.append(
                f"An API key stands in the URL of entry {shown}{more}: URLs are logged on their way; "
                "send it in a header, and replace the key."
            )
        others = [base for base in self._others if base != self._base_url]
        if others:
            notes.append(
                f"What went to {self._base_url} is judged; --base-url takes another: {', '.join(others[:5])}."
            )
        if self._keyless and not self._secrets.keys:
            notes.append("The recording shows no key anywhere: whether one is asked for is not judged.")
        return notes


def _entries(number: int) -> str:
    return f"{number} {'entry' if number == 1 else 'entries'}"


def _some(stream: Iterator[Entry], number: int) -> list[Entry]:
    return [entry for _, entry in zip(range(number), stream, strict=False)]


def _chained(sample: Iterable[Entry], stream: Iterator[Entry]) -> Iterator[Entry]:
    yield from sample
    yield from stream


def _names(exchange: Exchange) -> list[str]:
    """The resources that an exchange is about: in its path, and answered by a creation."""
    collection, _, rest = exchange.path.strip("/").partition("/")
    slug = rest.partition("/")[0]
    nested = exchange.body.get("data")
    sources = (exchange.body, nested if isinstance(nested, dict) else {})
    made = [source.get(name) for source in sources for name in ("slug", "id") if exchange.method == "POST"]
    return [f"{collection}/{name}" for name in dict.fromkeys((slug, *made)) if isinstance(name, str) and name]


__all__ = ["NoTraffic", "Reading", "judge_recording"]
