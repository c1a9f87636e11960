"""Text that is only shown on purpose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

SHORTEST = 4
"""Shorter secrets are left in messages: to take them out would tear words apart and hide nothing."""
MASK = "***"


class Secret:
    """A text that no `repr`, format or pickle shows."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself."""
        return self._text

    def __repr__(self) -> str:
        return f"Secret({MASK!r})"

    def __str__(self) -> str:
        return MASK

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is not pickled")


def without_secrets(text: str, secrets: Iterable[Secret]) -> str:
    """The text with `***` in the place of each secret that it repeats."""
    for secret in sorted(secrets, key=lambda one: -len(one.reveal())):
        if len(secret.reveal()) >= SHORTEST:
            text = text.replace(secret.reveal(), MASK)
    return text
