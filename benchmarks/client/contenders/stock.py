"""What openapi-python-client makes of the same contract with its own templates."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from stock_client import AuthenticatedClient
from stock_client.api.integrations import retrieve_integration
from stock_client.models import IntegrationDetail


def calls(url: str) -> Callable[[int], None]:
    client = AuthenticatedClient(
        base_url=url, token="benchmark", prefix="", auth_header_name="x-portkey-api-key"
    )

    def run(units: int) -> None:
        for _ in range(units):
            retrieve_integration.sync("integration-1", client=client)

    return run


def details(file: str) -> Callable[[int], None]:
    data = json.loads(Path(file).read_bytes())

    def run(units: int) -> None:
        for _ in range(units):
            models = [IntegrationDetail.from_dict(one) for one in data]
            [one.to_dict() for one in models]

    return run
