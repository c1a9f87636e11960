"""Writes the model catalogue of the reference server from a checkout of Portkey's public list of models.

    git clone https://github.com/Portkey-AI/models
    python reference_server/make_catalogue.py models

Only facts carry over: which models a provider has, and what a token of each costs.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

_SOURCE = "https://github.com/Portkey-AI/models"
_TARGET = Path(__file__).parent / "portkey_reference_server" / "catalogue.json"
_NOT_MODELS = {"default", "description", "name"}


def main(checkout: Path) -> None:
    revision = ("git", "-C", str(checkout), "log", "-1", "--format=%H %cs")
    commit, date = subprocess.run(revision, check=True, capture_output=True, text=True).stdout.split()  # noqa: S603
    prices = {file.stem: _read(file) for file in (checkout / "pricing").glob("*.json")}
    listed = {file.stem: _read(file) for file in (checkout / "general").glob("*.json")}
    models = {
        provider: {
            slug: _price(prices.get(provider, {}), slug)
            # Prices are also given for what is no model of its own, such as a size of image of one.
            for slug in sorted((listed.get(provider) or prices[provider]).keys() - _NOT_MODELS)
        }
        for provider in sorted({*prices, *listed})
    }
    document = {
        "source": _SOURCE,
        "commit": commit,
        "date": date,
        "prices": "cents of a dollar for a token of a request and of its response; null where none is known",
        "models": {provider: found for provider, found in models.items() if found},
    }
    _TARGET.write_text(_lines(document))
    print(f"{_TARGET}: {sum(map(len, models.values()))} models of {len(document['models'])} providers")


def _read(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text())
    return found


def _price(prices: dict[str, Any], slug: str) -> list[float] | None:
    """The price of a model; of one that costs more in long requests, that of short ones."""
    names = [slug, *(name for name in sorted(prices) if name.startswith(f"{slug}-lte-"))]
    entry: dict[str, Any] = next((prices[name] for name in names if name in prices), {})
    rates = (entry.get("pricing_config") or {}).get("pay_as_you_go") or {}
    request, response = ((rates.get(name) or {}).get("price") for name in ("request_token", "response_token"))
    return [request or 0, response or 0] if request or response else None


def _lines(document: dict[str, Any]) -> str:
    """JSON with a line for each provider, so that a new edition shows what changed."""

    def compact(value: object) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    head = [f"{compact(key)}: {compact(value)}" for key, value in document.items() if key != "models"]
    providers = [f"{compact(key)}: {compact(value)}" for key, value in document["models"].items()]
    return "{\n" + ",\n".join([*head, '"models": {\n' + ",\n".join(providers) + "\n}"]) + "\n}\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
