"""Text that is only shown on purpose, wherever it comes from."""

from __future__ import annotations

from .errors import ConfigurationError

TYPE_CHECKING = False  # type checkers know the name; typing's own is not worth its import
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator
    from typing import Any, NoReturn

    from portkey_integrations_api.types import SecretLike, SecretText

    Secretive = SecretText

    AsyncSecretive = Secretive | Callable[[], Awaitable[str | SecretLike]]

SHORTEST = 4
"""Shorter secrets are left in messages: to take them out would tear words apart and hide nothing."""
MASK = "***"
FILLING = "*.•…"
"""The characters that stand in a mask for those of the secret, besides runs of x."""


class Secret:
    """A text that no `repr`, format, copy or pickle shows; it is kept where no attribute leads to it."""

    __slots__ = ("reveal",)

    def __init__(self, text: Any) -> None:
        self.reveal: Callable[[], Any] = lambda: text
        """The text (or bytes) itself."""

    def __repr__(self) -> str:
        return f"Secret({MASK!r})"

    def __str__(self) -> str:
        return MASK

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is not pickled")


def is_secretive(value: object) -> bool:
    """Whether a value is not a text itself, and gives one when it is asked."""
    return hasattr(value, "get_secret_value") or (callable(value) and not isinstance(value, type))


def asked(value: Any) -> Any:
    """The text of a SecretStr-like object or of a callable; an awaitable is given back as it is."""
    if callable(value) and not hasattr(value, "get_secret_value"):
        value = value()
    return value.get_secret_value() if hasattr(value, "get_secret_value") else value


def ends_of(mask: str) -> tuple[str, str]:
    """The clear characters that a mask begins and ends with; none where nothing stands for the rest."""
    import re

    first, *others = re.split(rf"[xX]{{3,}}|[{FILLING}]", mask)
    return (first, others[-1]) if others else ("", "")


def checked_key(text: object) -> Secret:
    """The key for a header.

    Raises:
        ConfigurationError: It is not a text, or not one that a header carries.
    """
    if not isinstance(text, str):
        if hasattr(text, "close") and hasattr(text, "__await__"):
            text.close()  # a coroutine that nobody awaits warns, and tells of nothing that is not said here
            raise ConfigurationError("api_key gives an awaitable: AsyncPortkey awaits it, Portkey does not.")
        raise ConfigurationError(
            "api_key must be a string, an object with get_secret_value(), or a function that gives either, "
            f"not {type(text).__name__}."
        )
    if not text:
        raise ConfigurationError("api_key is empty.")
    if not (text.isascii() and text.isprintable()) or text != text.strip():
        raise ConfigurationError("api_key has characters that an HTTP header cannot carry.")
    return Secret(text)


def without_secrets(text: str, secrets: Iterable[Secret]) -> str:
    """The text with `***` for each secret that it repeats, be it plain or escaped for a URL, JSON or HTML, in
    any mixture of small and capital letters."""
    import re

    forms = {form for secret in secrets for form in _forms(secret.reveal()) if len(form) >= SHORTEST}
    longest_first = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return re.sub(longest_first, MASK, text, flags=re.IGNORECASE) if forms else text


def _forms(text: str) -> Iterator[str]:
    import base64
    import html
    import json
    from urllib.parse import quote, quote_plus

    yield text
    if len(text) < SHORTEST:
        return
    raw = text.encode("utf-8", "surrogatepass")
    yield from (quote(raw, safe=""), quote(raw), quote_plus(raw))
    for ascii_only in (True, False):
        escaped = json.dumps(text, ensure_ascii=ascii_only)[1:-1]
        yield escaped
        yield json.dumps(escaped, ensure_ascii=ascii_only)[1:-1]
        yield escaped.replace("/", "\\/")
    yield html.escape(text)
    yield repr(text)[1:-1]
    yield repr(raw)[2:-1]
    yield base64.b64encode(raw).decode().rstrip("=")


def printable(text: str, limit: int = 2000) -> str:
    """A server's text for a terminal or a log: control characters escaped, and cut where it is too long."""
    if not text.isprintable():
        text = "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)
    return text if len(text) <= limit else f"{text[:limit]}…"
