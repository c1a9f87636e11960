"""The keys and secrets that a recording holds: never shown, and looked for in what is answered later."""

from __future__ import annotations

import base64
import random
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from portkey_conformance.redaction import SHORTEST_HIDDEN, Secrets
from portkey_conformance.target import Key

ROLE = "recorded"
SHORTEST_SOUGHT = 12
"""A shorter value may be in an answer by chance."""
FEWEST_CHARACTERS = 8
"""One of fewer different characters is no secret, but a sample."""
PIECE = 16
"""So many characters in a row of a long secret count as the secret told."""
LONG = 28
WELL_KNOWN_BEGINNINGS = ("Bearer ", "Basic ", "eyJ", "-----BEGIN")
"""Of these, the first half may be the same in many."""
PUBLIC_KEPT = 20_000
SOUGHT_KEPT = 2_000
"""Secrets that are looked for at once: the latest."""
MASK_CHARACTERS = "*•.…xX●·"


@dataclass(frozen=True)
class _Piece:
    """What is looked for on behalf of a secret."""

    text: str
    secret: str
    form: str | None
    """In which disguise the text shows the secret; None is none."""
    whole: str | None = None
    """What must follow, the piece included; None where the piece is enough."""


class SeenSecrets(Secrets):
    """Keys and secrets as a recording shows them, one after another."""

    def __init__(self) -> None:
        super().__init__((), random.Random(0))  # noqa: S311 - it plants nothing
        self._keys: dict[str, Key] = {}
        self._sought: dict[str, list[_Piece]] = {}
        self._pieces: dict[int, dict[str, _Piece]] = {SHORTEST_SOUGHT: {}, PIECE: {}}
        """For each length, the pieces of secrets that are looked for."""
        self._public: OrderedDict[str, None] = OrderedDict()
        """Texts that were sent as no secret: an answer may hold them, whatever else they are."""

    @property
    def keys(self) -> int:
        """How many different API keys were seen."""
        return len(self._keys)

    def known_keys(self) -> Collection[str]:
        """The API keys that were seen, in clear."""
        return self._keys.keys()

    def key(self, value: str) -> Key:
        """The stand-in for an API key; the same value gives the same one."""
        if value not in self._keys:
            key = Key(ROLE, f"KEY_{len(self._keys) + 1}", value)
            self._keys[value] = key
            if len(value) >= SHORTEST_HIDDEN:
                self._shown[value] = f"${key.variable}"
            self._seek(value)
        return self._keys[value]

    def sent(self, body: Any, masks: Mapping[str, str], others: Iterable[str]) -> None:
        """Take note of the secrets in a request's body.

        Args:
            body: The JSON that was sent.
            masks: The contract's secret fields.
            others: What else was sent and is no secret: the path and the query.
        """
        hidden, plain = list(_leaves(body, masks, True)), [*_leaves(body, masks, False), *others]
        for text in hidden:
            self.hide(text)
            if not any(text in one for one in plain):
                self._seek(text)
        for text in plain:
            self._is_public(text)

    def answered(self, body: Any, masks: Mapping[str, str]) -> None:
        """Take note of what an answer should not have held, so that a report does not repeat it."""
        for text in hidden_in(body, masks):
            self.hide(text)

    def told_by(self, text: str) -> bool:
        """True if ``text`` holds a secret that was sent before, or a long piece of one, in clear."""
        return any(one.form is None and one.secret not in self._keys for one in self._told(text))

    def disguised_in(self, text: str) -> str | None:
        """How ``text`` hides a secret that was sent before; None if it has none."""
        found = (one.form for one in self._told(text) if one.secret not in self._keys)
        return next((form for form in found if form is not None), None)

    def keys_told_by(self, text: str) -> bool:
        """True if ``text`` holds an API key that was sent before."""
        return any(one.secret in self._keys for one in self._told(text))

    def _told(self, text: str) -> Iterator[_Piece]:
        for length, pieces in self._pieces.items():
            for at in range(len(text) - length + 1 if pieces else 0):
                found = pieces.get(text[at : at + length])
                if found is not None and (found.whole is None or text.startswith(found.whole, at)):
                    yield found

    def _seek(self, secret: str) -> None:
        if secret in self._sought or secret in self._public or not _is_unlike_chance(secret):
            return
        own = self._sought[secret] = []
        for form, text in _forms(secret):
            if len(secret) < LONG:
                own.append(_Piece(text[:SHORTEST_SOUGHT], secret, form, text))
                continue
            begin = len(text) // 2 if secret.startswith(WELL_KNOWN_BEGINNINGS) else 4
            places = range(begin, len(text) - PIECE + 1)
            own += [_Piece(text[at : at + PIECE], secret, form) for at in places]
        for one in own:
            self._pieces[len(one.text)].setdefault(one.text, one)
        if len(self._sought) > SOUGHT_KEPT:
            self._give_up(next(iter(self._sought)))

    def _give_up(self, secret: str) -> None:
        for one in self._sought.pop(secret):
            if self._pieces[len(one.text)].get(one.text) is one:
                del self._pieces[len(one.text)][one.text]

    def _is_public(self, text: str) -> None:
        if len(text) < SHORTEST_SOUGHT:
            return
        self._public[text] = None
        self._public.move_to_end(text)
        if len(self._public) > PUBLIC_KEPT:
            self._public.popitem(last=False)
        for secret in {one.secret for one in self._told(text)}:
            self._give_up(secret)


def hidden_in(body: Any, masks: Mapping[str, str]) -> Iterator[str]:
    """What an answer should not have held: the values of secret fields, and of masks that look like none."""
    yield from _leaves(body, masks, True)
    for text in _leaves(body, dict.fromkeys(masks.values(), ""), True):
        if len(text) >= SHORTEST_SOUGHT and not any(sign * 3 in text for sign in MASK_CHARACTERS):
            yield text


def _is_unlike_chance(secret: str) -> bool:
    """Whether a value is so much its own that an answer holds it for no other reason."""
    return (
        len(secret) >= SHORTEST_SOUGHT
        and len(set(secret)) >= FEWEST_CHARACTERS
        and "://" not in secret
        and (" " not in secret or secret.startswith(WELL_KNOWN_BEGINNINGS))
        and any(one.isdigit() or one.isupper() for one in secret)
        and not (secret.isdigit() or secret.startswith("$"))
    )


def _forms(secret: str) -> Iterator[tuple[str | None, str]]:
    """A secret in clear and in its disguises, each with its name."""
    yield None, secret
    yield "backwards", secret[::-1]
    if quote(secret, safe="") != secret:
        yield "percent-encoded", quote(secret, safe="")
    raw = secret.encode("utf-8", "replace")
    for shift in range(3):  # it may stand anywhere in what was encoded
        encoded = base64.b64encode(b"\0" * shift + raw).decode().rstrip("=")
        inside = encoded[(4 if shift else 0) : len(encoded) - 1]
        if len(inside) >= SHORTEST_SOUGHT:
            yield "in base64", inside
    yield "in hexadecimal", raw.hex()


def _leaves(node: Any, names: Mapping[str, str], hidden: bool, inside: bool = False) -> Iterator[str]:
    """The texts that are in secret fields, or those that are not."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from _leaves(value, names, hidden, inside or name in names)
    elif isinstance(node, list):
        for value in node:
            yield from _leaves(value, names, hidden, inside)
    elif isinstance(node, str) and node and inside is hidden:
        yield node
