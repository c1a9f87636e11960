"""Text that a server chose some of, made safe to look at."""

from __future__ import annotations

LINES = "\n\t"
"""What a command may hold besides printable characters."""


def printable(text: str, keep: str = "") -> str:
    """The text with escapes for what a reader would not see and a terminal or a page would act upon.

    Control characters, characters that turn the direction of writing and lone surrogates are written as in a
    Python literal; those in ``keep`` stay.
    """
    return "".join(
        one if one.isprintable() or one in keep else one.encode("unicode_escape").decode() for one in text
    )
