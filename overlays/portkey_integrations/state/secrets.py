"""Secrets of a state file: references to where they are, compared with the masks that the API answers."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..secret import MASK, Secret

LARGEST = 1 << 20
FILLING = "*.•…"


@dataclass(frozen=True)
class Mask:
    """What the API shows in the place of a secret."""

    text: str

    def __str__(self) -> str:
        return MASK


@dataclass(frozen=True)
class Wanted:
    """A secret that a state file refers to; None where it is not to be read."""

    secret: Secret | None
    is_json: bool = False

    def __str__(self) -> str:
        return MASK

    def reveal(self) -> Any:
        """What is sent: the text, or the JSON in it."""
        text = self.secret.reveal() if self.secret else ""
        return json.loads(text) if self.is_json else text

    def is_behind(self, mask: Mask) -> bool | None:
        """Whether the mask can be that of this secret; None where it does not tell.

        True means that the characters which the mask shows are those of the secret, no more. Runs of x are
        seen as filling, too.
        """
        shown = re.sub("[xX]{3,}", "*", mask.text)
        start = re.match(f"[^{FILLING}]*", shown)
        end = re.search(f"[^{FILLING}]*$", shown)
        if self.secret is None or self.is_json or not start or not end or start[0] == shown:
            return None
        text = self.secret.reveal()
        if not text.startswith(start[0]) or not text.endswith(end[0]):
            return False
        return True if start[0] or end[0] else None


def kept_at(reference: dict[str, str], folder: Path, is_json: bool) -> Wanted:
    """The secret that a reference names; raises ValueError that says what is missing, never the secret."""
    if "env" in reference:
        name = f"the variable {reference['env']}"
        text = os.environ.get(reference["env"], "")
    else:
        file = folder / reference["file"]
        name = f"the file {reference['file']}"
        try:
            with file.open(encoding="utf-8") as opened:
                text = opened.read(LARGEST + 1).rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            said = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            raise ValueError(f"{name} cannot be read: {said}") from None
    if not text or len(text) > LARGEST:
        raise ValueError(f"{name} is {'too large' if text else 'not set, or empty'}")
    if is_json:
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise ValueError(f"{name} must hold a JSON object")
    return Wanted(Secret(text), is_json)
