"""How the commands of the judge end."""

HOLDS, FINDINGS, USAGE, NOT_JUDGED, INTERRUPTED = 0, 1, 2, 3, 130
