"""Plays against a server: random sequences of all operations with several keys, and steady repetition.

It only draws and sends. The memory, the observations and the checks judge what comes back.
"""

from portkey_conformance.play.playing import play

__all__ = ["play"]
