"""The standard library alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit


def calls(url: str) -> Callable[[int], None]:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc)

    def run(units: int) -> None:
        for _ in range(units):
            path = f"{parts.path}/integrations/integration-1"
            connection.request("GET", path, headers={"x-portkey-api-key": "benchmark"})
            json.loads(connection.getresponse().read())

    return run


def details(file: str) -> Callable[[int], None]:
    """json.loads alone, which reads the text and makes no models: the time that everybody spends before."""
    text = Path(file).read_bytes()

    def run(units: int) -> None:
        for _ in range(units):
            json.loads(text)

    return run
