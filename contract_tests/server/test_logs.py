"""What the server logs: a line for each event, in text or JSON, without secrets, safe to look at."""

from __future__ import annotations

import json
import logging
import socket
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from portkey_reference_server import logs
from portkey_reference_server.logs import FORMATS, LogFormat, log_to_stderr
from portkey_reference_server.master_keys import MASTER_KEY_VARIABLE

from .api import LONG_SECRET
from .databases import MASTER_KEY, fresh_database
from .processes import Server, serving

HOSTILE = "a\nb\r\x1b[31mred\x1b]0;title\x07\u202e\u2028'\"\\{}%s"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("logs")
    with fresh_database(folder) as url, pytest.MonkeyPatch.context() as environment:
        environment.setenv(MASTER_KEY_VARIABLE, MASTER_KEY)
        with serving(folder, url, "--log-format", "json") as server:
            yield server


def lines(server: Server) -> list[dict[str, Any]]:
    whole, _, _ = server.errors.read_text().rpartition("\n")
    return [json.loads(line) for line in whole.splitlines()]


def more_lines(server: Server, before: int, count: int) -> list[dict[str, Any]]:
    """What was logged since there were `before` lines; an answer may be here before its line is."""
    give_up = time.monotonic() + 30
    while len(found := lines(server)[before:]) < count and time.monotonic() < give_up:
        time.sleep(0.02)
    return found


def test_a_request_is_one_line_that_says_who_did_what(server: Server) -> None:
    before = len(lines(server))
    with server.client() as client:
        answer = client.get("/integrations", params={"page_size": 7})
        refused = client.get("/integrations", headers={"x-portkey-api-key": LONG_SECRET})
    by_id = {line["request_id"]: line for line in more_lines(server, before, 2) if "request_id" in line}
    line = by_id[answer.headers["x-portkey-trace-id"]]
    assert (line["operation"], line["status"], line["address"]) == ("listIntegrations", 200, "127.0.0.1")
    assert line["key_prefix"] == server.key("admin")[:11]
    assert line["duration_ms"] > 0
    assert len(line["organisation_id"]) == 36
    assert (line["level"], line["message"]) == ("info", "request")
    line = by_id[refused.headers["x-portkey-trace-id"]]
    assert (line["status"], line["key_prefix"], line["organisation_id"]) == (401, None, None)


def test_lines_of_uvicorn_have_the_same_form(server: Server) -> None:
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname or "", address.port or 0)) as connection:
        connection.sendall(b"NONSENSE\r\n\x1b[31m\r\n\r\n")
        while connection.recv(1000):
            pass
    levels = {line["level"] for line in lines(server) if line["logger"] == "uvicorn.error"}
    assert levels == {"info", "warning"}


def test_hostile_text_makes_no_line_of_its_own(server: Server) -> None:
    before = len(lines(server))
    with server.client() as client:
        client.get("/integrations/%0A%1B%5B31m%7B%22level%22%3A%22error%22%7D")
        client.get("/%0A%1B%5B31m")
        client.post("/integrations", json={"name": HOSTILE, "ai_provider_id": HOSTILE, "key": LONG_SECRET})
    assert len(more_lines(server, before, 3)) == 3
    raw = server.errors.read_bytes()
    assert b"\x1b" not in raw
    assert LONG_SECRET.encode() not in raw


@contextmanager
def logging_as(form: LogFormat) -> Iterator[None]:
    """Python's log as the server sets it up, in place of what pytest catches it with."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()
    log_to_stderr(form, requests=False)
    try:
        yield
    finally:
        logging.captureWarnings(False)
        root.handlers[:] = handlers
        root.setLevel(level)


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_logged_is_one_printable_line(form: LogFormat, capsys: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings(), logging_as(form):
        warnings.simplefilter("always")
        logging.getLogger("uvicorn.error").warning("odd: %s", HOSTILE)
        warnings.warn(HOSTILE, stacklevel=1)
        logging.getLogger("anybody").info("not wanted")
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert all(line.isprintable() for line in told)
    if form == "json":
        assert json.loads(told[0])["message"] == f"odd: {HOSTILE}".strip()


@pytest.mark.parametrize("form", FORMATS)
def test_an_exception_is_told_without_its_message(
    form: LogFormat, capsys: pytest.CaptureFixture[str]
) -> None:
    with logging_as(form):
        try:
            raise RuntimeError(LONG_SECRET) from ValueError(LONG_SECRET)
        except RuntimeError:
            logging.getLogger("uvicorn.error").exception("Exception in ASGI application\n")
    told = capsys.readouterr().err
    assert LONG_SECRET not in told
    assert len(told.splitlines()) == 1
    assert "RuntimeError" in told
    assert f"{Path(__file__)}:" in told


def test_an_error_of_the_server_carries_its_id(capsys: pytest.CaptureFixture[str]) -> None:
    fields = logs.with_fields(error_id="some-id", operation="listIntegrations")
    with logging_as("json"):
        logging.getLogger("portkey_reference_server.app").error("failed", extra=fields)
    line = json.loads(capsys.readouterr().err)
    assert (line["error_id"], line["operation"], line["level"]) == ("some-id", "listIntegrations", "error")
