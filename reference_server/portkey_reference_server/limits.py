"""Usage limits: the rules that a schema does not say, and what a reset does."""

from __future__ import annotations

from typing import Any

from .clock import now
from .errors import invalid
from .tables import Provider


def check_usage_limits(limits: Any) -> None:
    """Raises 400 for a limit that resets in two ways; takes one limit, a list of them, or None."""
    for limit in limits if isinstance(limits, list) else [limits or {}]:
        if limit.get("periodic_reset") is not None and limit.get("periodic_reset_days") is not None:
            raise invalid("usage_limits has both periodic_reset and periodic_reset_days: send one.")


def reset_usage(provider: Provider) -> None:
    """Makes an exhausted provider active again."""
    provider.is_exhausted = False
    provider.last_reset_at = now()
