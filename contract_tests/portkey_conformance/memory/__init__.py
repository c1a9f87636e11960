"""What a server that conforms remembers: every answer of a run is held against what was written before."""

from portkey_conformance.memory.remembered import Disagreement, Memory

__all__ = ["Disagreement", "Memory"]
