"""The models that each provider has, and what they cost: `catalogue.json`, which names its source and date.

Read when it is first asked for; `make_catalogue.py` beside the package makes a new edition.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("catalogue.json")


@dataclass(frozen=True)
class Price:
    """Cents of a dollar for a token."""

    request: float
    response: float


def built_in_models(ai_provider_id: str) -> Mapping[str, Price | None]:
    """A provider's models by slug, in the order in which they are listed, with what they cost where that is
    known; none for a provider that is not.
    """
    return _models_of(ai_provider_id) if ai_provider_id in _catalogue()["models"] else {}


@functools.cache
def _models_of(ai_provider_id: str) -> Mapping[str, Price | None]:
    models = _catalogue()["models"][ai_provider_id]
    return {slug: None if price is None else Price(*price) for slug, price in models.items()}


@functools.cache
def _catalogue() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(_FILE.read_text())
    return found
