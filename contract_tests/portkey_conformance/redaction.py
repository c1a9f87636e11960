"""Keeps every key and every secret that the suite knows out of what it prints and writes.

A key is shown as the shell variable that holds it. A planted secret is shown as a stand-in value, so that a
printed command still runs.
"""

from __future__ import annotations

import json
import random
import re
import threading
from collections.abc import Iterable
from typing import Any

from portkey_conformance import disguises
from portkey_conformance.disguises import LETTERS, WINDOW
from portkey_conformance.target import Key

SHORTEST_HIDDEN = 4
"""A shorter value is hidden where it stands, not in every text that happens to hold it."""


class Secrets:
    """The keys in use and the secrets planted so far."""

    def __init__(self, keys: Iterable[Key], source: random.Random) -> None:
        self._shown = {key.value: f"${key.variable}" for key in keys}
        self._sent_keys = tuple(self._shown)
        self._planted: list[str] = []
        self._windows: set[str] = set()
        self._fields: dict[str, str] = {}
        self._stand_ins = 0
        self._source = source
        self._lock = threading.Lock()

    def plant(self, prefix: str = "sk", length: int = 32) -> str:
        """A new secret to send: unlike anything else, and known to this object from now on."""
        with self._lock:
            inside = "".join(self._source.choices(LETTERS, k=length - len(prefix) - 1))
            secret = f"{prefix}-{inside}"
            self._planted.append(secret)
            self._shown[secret] = self._next_stand_in(secret)
            core = secret[len(prefix) :]
            self._windows.update(core[at : at + WINDOW] for at in range(len(core) - WINDOW + 1))
            return secret

    def hide(self, text: str) -> None:
        """Never show a text that came from elsewhere; one that is very short is not known again."""
        with self._lock:
            if len(text) >= SHORTEST_HIDDEN and text not in self._shown:
                self._shown[text] = self._next_stand_in(text)

    def stand_in(self, text: str) -> str:
        """What is shown in a secret field that holds ``text``; of its length, so that it does the same."""
        if not any(one.isalnum() for one in text):
            return text
        with self._lock:
            if text not in self._shown and text not in self._fields:
                self._fields[text] = self._next_stand_in(text)
            return self._shown.get(text) or self._fields[text]

    def _next_stand_in(self, text: str) -> str:
        self._stand_ins += 1
        number = str(self._stand_ins)
        # Another beginning and another end for each: a mask may show them.
        start = chr(ord("a") + self._stand_ins % 26) + chr(ord("a") + self._stand_ins // 26 % 26)
        filling = "-stand-in-for-a-secret" + "-" * len(text)
        room = max(len(text) - len(number) - len(start), 0)
        return f"{start}{filling[:room]}{number}"[: max(len(text), 1)]

    def told_by(self, text: str) -> bool:
        """True if ``text`` holds a planted secret or a long enough piece of one, in clear."""
        return self._holds_window(disguises.runs(text))

    def holds_whole(self, text: str) -> bool:
        """True if ``text`` holds a planted secret from its first character to its last."""
        return any(secret in text for secret in self._planted)

    def disguised_in(self, text: str) -> str | None:
        """How ``text`` hides a planted secret or a piece of one, like ``in base64``; None if it has none."""
        return next(
            (form for form, least, runs in disguises.hidden(text) if self._holds_window(runs, least)), None
        )

    def _holds_window(self, runs: Iterable[str], least: int = WINDOW) -> bool:
        """Whether one of the runs has so many characters of a planted secret in a row."""
        for run in runs:
            alike = 0
            for at in range(len(run) - WINDOW + 1):
                alike = alike + 1 if run[at : at + WINDOW] in self._windows else 0
                if alike + WINDOW - 1 >= least and alike:
                    return True
        return False

    @property
    def variables(self) -> list[str]:
        """The variables that the keys in use are shown as."""
        return [shown[1:] for shown in self._shown.values() if shown.startswith("$")]

    def keys_told_by(self, text: str) -> bool:
        """True if ``text`` holds one of the API keys that the suite sends.

        A very short one, or one that is part of a longer word, may be there by chance.
        """
        return any(
            re.search(rf"(?<![A-Za-z0-9]){re.escape(value)}(?![A-Za-z0-9])", text)
            for value in self._sent_keys
            if len(value) >= WINDOW and value in text
        )

    def redact(self, text: str) -> str:
        """``text`` with each key and each planted secret replaced by what may be shown."""
        for value, shown in sorted(self._shown.items(), key=lambda pair: -len(pair[0])):
            text = text.replace(value, shown)
            escaped = json.dumps(value)[1:-1]
            if escaped != value:
                text = text.replace(escaped, shown)
        return text


def without_secret_fields(body: Any, names: Iterable[str], secrets: Secrets) -> Any:
    """A copy of a request body whose secret fields, at any depth, hold stand-ins."""
    secret = frozenset(names)

    def walk(node: Any, hidden: bool) -> Any:
        if isinstance(node, dict):
            return {key: walk(value, hidden or key in secret) for key, value in node.items()}
        if isinstance(node, list):
            return [walk(value, hidden) for value in node]
        return secrets.stand_in(node) if hidden and isinstance(node, str) else node

    return walk(body, False)
