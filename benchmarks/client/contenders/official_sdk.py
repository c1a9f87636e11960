"""portkey_ai."""

from __future__ import annotations

from collections.abc import Callable

from portkey_ai import Portkey


def calls(url: str) -> Callable[[int], None]:
    client = Portkey(api_key="benchmark", base_url=url)

    def run(units: int) -> None:
        for _ in range(units):
            client.integrations.retrieve(slug="integration-1")

    return run
