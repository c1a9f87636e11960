"""Sends a sequence of exchanges again, under fresh names, to see whether it shows the same."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from typing import Any

from portkey_conformance.exchanges import MISSING, Exchange, Unanswered, Wire
from portkey_conformance.ledger import Ledger

Shows = Callable[[Sequence[Exchange]], bool]
"""Whether exchanges show what is looked for."""
PURPOSE = "replay"


class Replay:
    """Sends sequences again on behalf of a run."""

    def __init__(self, wire: Wire, ledger: Ledger, prefix: str, source: random.Random) -> None:
        self._wire = wire
        self._ledger = ledger
        self._prefix = prefix
        self._source = source

    def shortest(self, sequence: Sequence[Exchange], shows: Shows) -> list[Exchange]:
        """The sequence without the requests that it shows the same without; its last one stays.

        Raises:
            Unanswered: The server stopped answering.
        """
        kept = list(sequence)
        for exchange in sequence[:-1]:
            fewer = [one for one in kept if one is not exchange]
            if self.shows(fewer, shows):
                kept = fewer
        return kept

    def shows(self, sequence: Sequence[Exchange], shows: Shows) -> bool:
        """Whether the sequence, sent again, shows what is looked for; what it made is deleted.

        Raises:
            Unanswered: The server stopped answering.
        """
        return shows(self.again(sequence))

    def again(self, sequence: Sequence[Exchange]) -> list[Exchange]:
        """The answers to the sequence, sent again.

        Raises:
            Unanswered: The server stopped answering.
        """
        mark = self._ledger.position()
        fresh = "".join(self._source.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=6))
        names = {self._prefix: f"{self._prefix[: -len(fresh)]}{fresh}"}
        self._ledger.also(names[self._prefix])
        answered: list[Exchange] = []
        try:
            for together, group in groupby(sequence, key=lambda one: one.together):
                batch = list(group)
                if together:
                    answered += self._at_once(batch, names)
                else:
                    for exchange in batch:
                        answered.append(self._send(exchange, names))
                        names.update(_chosen(exchange, answered[-1]))
        finally:
            self._ledger.clean(mark)
        return answered

    def _at_once(self, batch: list[Exchange], names: dict[str, str]) -> list[Exchange]:
        with ThreadPoolExecutor(len(batch)) as threads:
            return list(threads.map(lambda one: self._send(one, names), batch))

    def _send(self, exchange: Exchange, names: dict[str, str]) -> Exchange:
        def renamed(text: str) -> str:
            for old, new in names.items():
                text = text.replace(old, new)
            return text

        body: Any = MISSING
        if exchange.sent is not MISSING:
            body = json.loads(renamed(json.dumps(exchange.sent)))
        return self._wire.send(
            exchange.method,
            renamed(exchange.path),
            key=exchange.key,
            query={name: renamed(value) for name, value in exchange.query},
            body=body,
            text=None if exchange.sent_text is None else renamed(exchange.sent_text),
            headers=dict(exchange.sent_headers),
            purpose=PURPOSE,
            together=exchange.together,
        )


def _chosen(then: Exchange, now: Exchange) -> Iterator[tuple[str, str]]:
    """What the server chose itself the first time, and now."""
    if then.method == "POST" and then.ok and now.ok:
        for before, after in zip(_names(then), _names(now), strict=True):
            if isinstance(before, str) and isinstance(after, str) and len(before) >= 8:
                yield before, after


def _names(exchange: Exchange) -> Iterable[object]:
    nested = exchange.body.get("data")
    for source in (exchange.body, nested if isinstance(nested, dict) else {}):
        for field in ("id", "slug"):
            yield source.get(field)


__all__ = ["PURPOSE", "Replay", "Unanswered"]
