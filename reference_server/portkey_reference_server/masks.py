"""Masks: what an answer shows in the place of a secret, e.g. `pa*****X7a`.

A secret of twelve or more characters shows its first two and last three; a shorter one shows stars only.
The number of stars is kept beside the secret and depends on its history alone: it starts at five whatever
the secret is, so it gives no clue to the length, and it goes on by one when a new secret would otherwise
look like the one it replaces, so that a mask always changes with its secret.
"""

from __future__ import annotations

from typing import Any

FEWEST_STARS = 5
MOST_STARS = 12
_SHORTEST_SHOWN = 12


def mask(secret: Any, stars: int = FEWEST_STARS) -> str:
    """The mask of `secret` with that many stars; a secret that is not text shows stars only."""
    if not isinstance(secret, str) or len(secret) < _SHORTEST_SHOWN:
        return "*" * stars
    return f"{secret[:2]}{'*' * stars}{secret[-3:]}"


def stars_after(old: Any, old_stars: int, new: Any) -> int:
    """How many stars `new` gets when it replaces `old`: as many as before, unless the masks would be the
    same.
    """
    if old == new or mask(old, old_stars) != mask(new, old_stars):
        return old_stars
    return FEWEST_STARS + (old_stars - FEWEST_STARS + 1) % (MOST_STARS - FEWEST_STARS + 1)
