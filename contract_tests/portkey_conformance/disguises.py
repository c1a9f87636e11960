"""The forms in which a planted secret may come back: in clear, encoded, escaped, reversed, in another case.

A planted secret is a run of letters that neither a uuid, a timestamp nor a word is made of, so that a match
is never chance. Everything here takes text to such runs; which of them are secrets, the caller knows.
"""

from __future__ import annotations

import binascii
import functools
import html
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_to_bytes

LETTERS = "GHJKLMNPQRSTVWXYZ"
"""What planted secrets are made of."""
WINDOW = 8
"""So many characters in a row of a secret count as the secret told."""
FOLDED_WINDOW = 12
"""So many in another case: lower-case names are made of the same letters by chance, but not for so long."""

_CLEAR = re.compile(rf"[{LETTERS}-]{{{WINDOW},}}")
_ANY_CASE = re.compile(rf"[{LETTERS}{LETTERS.lower()}-]{{{FOLDED_WINDOW},}}")
_ESCAPED = re.compile(r"\\+u([0-9a-fA-F]{4})|\\+x([0-9a-fA-F]{2})")
# The shortest that can hold a window: 8 bytes that begin anywhere in a group of three, or as pairs of digits.
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{11,}")
_HEX = re.compile(r"[0-9A-Fa-f]{16,}")
_STANDARD = str.maketrans("-_", "+/")


def runs(text: str) -> list[str]:
    """The runs of a text that a secret in clear would be in."""
    return _CLEAR.findall(text)


def hidden(text: str) -> Iterator[tuple[str, int, Iterable[str]]]:
    """Each disguise: its name, how many characters in a row count, and the runs that a text holds."""
    yield "reversed", WINDOW, [run[::-1] for run in runs(text)]
    yield "in another case", FOLDED_WINDOW, [run.upper() for run in _ANY_CASE.findall(text)]
    plain = text.replace("\\/", "/") if "\\/" in text else text
    yield "in base64", WINDOW, [run for token in _BASE64.findall(plain) for run in _in_base64(token)]
    yield "in hexadecimal", WINDOW, [run for token in _HEX.findall(plain) for run in _in_hex(token)]
    if "\\" in text:
        yield "escaped", WINDOW, runs(_ESCAPED.sub(lambda found: chr(int(found[1] or found[2], 16)), text))
    if "%" in text:
        yield "percent-encoded", WINDOW, runs(unquote_to_bytes(text).decode("latin-1"))
    if "&#" in text:
        yield "escaped", WINDOW, runs(html.unescape(text))


@functools.lru_cache(maxsize=65536)
def _in_base64(token: str) -> tuple[str, ...]:
    """What a token holds, decoded from each of the places where a group of four may begin."""
    standard = token.translate(_STANDARD)
    found: list[str] = []
    for start in range(4):
        groups = standard[start : start + (len(standard) - start) // 4 * 4]
        rest = standard[start + len(groups) :]
        if len(rest) > 1:  # the last one or two bytes, without their padding
            groups += rest.ljust(4, "A")
        found += _all_forms(binascii.a2b_base64(groups))
    return tuple(found)


@functools.lru_cache(maxsize=65536)
def _in_hex(token: str) -> tuple[str, ...]:
    return tuple(
        run
        for start in range(2)
        for run in _all_forms(bytes.fromhex(token[start : start + (len(token) - start) // 2 * 2]))
    )


def _all_forms(decoded: bytes) -> list[str]:
    """The runs in decoded bytes, as they stand and turned round."""
    found = runs(decoded.decode("latin-1"))
    return [*found, *(run[::-1] for run in found)]
