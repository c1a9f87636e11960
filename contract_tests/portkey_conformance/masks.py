"""What a mask may tell of its secret."""

from __future__ import annotations

FIRST, LAST = 2, 3
"""So many leading and trailing characters of a long secret may appear in its mask."""
LONG = 12
"""From this length on, a secret's mask may show characters of it."""


def trouble(mask: object, secret: str) -> str | None:
    """What is wrong with a mask, or None. The words tell nothing of the secret."""
    if not isinstance(mask, str):
        return f"the mask is {type(mask).__name__}, not a string"
    if secret in mask:
        return "the mask holds the secret in clear"
    leading, trailing, inside = (
        _leading(mask, secret),
        _leading(mask[::-1], secret[::-1]),
        _inside(mask, secret),
    )
    if len(secret) < LONG:
        shown = leading or trailing or inside >= FIRST
        return "the mask of a short secret shows characters of it" if shown else None
    if leading > FIRST:
        return f"the mask shows the first {leading} characters"
    if trailing > LAST:
        return f"the mask shows the last {trailing} characters"
    if inside > max(FIRST, LAST):
        return f"the mask shows {inside} characters in a row"
    return None


def _leading(mask: str, secret: str) -> int:
    count = 0
    for shown, hidden in zip(mask, secret, strict=False):
        if shown != hidden:
            break
        count += 1
    return count


def _inside(mask: str, secret: str) -> int:
    return max(
        (
            length
            for start in range(len(secret))
            for length in range(1, len(secret) - start + 1)
            if secret[start : start + length] in mask
        ),
        default=0,
    )
