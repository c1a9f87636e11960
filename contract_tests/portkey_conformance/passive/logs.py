"""Reads a log of JSON lines, one exchange a line; ``docs/passive.md`` describes the fields."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from portkey_conformance.passive.entries import (
    Broken,
    Entry,
    Unreadable,
    answered_body,
    first,
    header,
    headers_of,
    moment_of,
    sent_body,
    text_of,
    whole_number,
)
from portkey_conformance.passive.har import entry_of
from portkey_conformance.target import UsageError

STANDARD_INPUT = "-"
LONGEST_LINE = 64 * 2**20
"""A line of more characters is broken, and passed over without being kept."""

METHOD = ("method", "request_method", "http_method", "verb")
URL = ("url", "request_url", "uri", "request_uri", "path")
HOST = ("host", "http_host", "hostname")
STATUS = ("status", "status_code", "statusCode", "response_status", "response_code")
STARTED = ("started", "startedDateTime", "timestamp", "@timestamp", "time", "ts", "start_time")
SECONDS = ("duration", "seconds", "request_time", "elapsed", "duration_s")
MILLISECONDS = ("duration_ms", "elapsed_ms", "latency_ms", "responseTime", "took_ms")
REQUEST, RESPONSE = ("request", "req"), ("response", "resp", "res")
HEADERS, BODY = ("headers", "header"), ("body", "content", "data")
REQUEST_HEADERS = ("request_headers", "req_headers", "requestHeaders")
RESPONSE_HEADERS = ("response_headers", "resp_headers", "responseHeaders")
REQUEST_BODY = ("request_body", "req_body", "requestBody")
RESPONSE_BODY = ("response_body", "resp_body", "responseBody", "resp_content")


def read_log(file: str) -> Iterator[Entry | Broken]:
    """The entries of a log, one after another; ``-`` is standard input.

    Raises:
        UsageError: The file cannot be read, or no line of it is an object.
    """
    try:
        if file == STANDARD_INPUT:
            yield from _entries(sys.stdin, "standard input")
        else:
            with Path(file).open(encoding="utf-8-sig", errors="replace") as lines:
                yield from _entries(lines, file)
    except OSError as error:
        raise UsageError(f"--log {file} cannot be read: {error.strerror}.") from None


def _entries(lines: IO[str], name: str) -> Iterator[Entry | Broken]:
    some_object, number = False, 0
    for line, whole in _lines(lines):
        if not line.strip():
            continue
        number += 1
        try:
            if not whole:
                raise Unreadable("its line is too long")
            recorded = _object(line)
            some_object = True
            yield entry_of_line(recorded, number)
        except Unreadable as error:
            yield Broken(number, str(error))
    if number and not some_object:
        raise UsageError(f"--log {name} is not a log of JSON lines: no line of it is a JSON object.")


def _lines(lines: IO[str]) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it is all there."""
    while line := lines.readline(LONGEST_LINE):
        whole = line.endswith("\n") or len(line) < LONGEST_LINE
        yield line, whole
        while not whole:
            rest = lines.readline(LONGEST_LINE)
            whole = rest.endswith("\n") or len(rest) < LONGEST_LINE


def _object(line: str) -> Mapping[str, Any]:
    try:
        recorded = json.loads(line)
    except (ValueError, RecursionError):
        raise Unreadable("it is not JSON") from None
    if not isinstance(recorded, dict):
        raise Unreadable("it is no object")
    return recorded


def entry_of_line(recorded: Mapping[str, Any], number: int) -> Entry:
    """One line's object; an entry of a HAR is taken as well.

    Raises:
        Unreadable: It is broken.
    """
    if isinstance(recorded.get("request"), Mapping) and "startedDateTime" in recorded:
        return entry_of(recorded, number)
    request, response = _part(recorded, REQUEST), _part(recorded, RESPONSE)
    method = first(recorded, METHOD) or first(request, METHOD)
    url = first(recorded, URL) or first(request, URL)
    if not isinstance(method, str) or not isinstance(url, str):
        raise Unreadable("it has no method or no url")
    status = whole_number(_either(recorded, STATUS, response, STATUS))
    request_headers = headers_of(_either(recorded, REQUEST_HEADERS, request, HEADERS))
    response_headers = headers_of(_either(recorded, RESPONSE_HEADERS, response, HEADERS))
    if "://" not in url:
        host = _either(recorded, HOST, request, HOST) or header(request_headers, "host") or "recorded"
        url = f"http://{host}{url if url.startswith('/') else '/' + url}"
    started, coarse = moment_of(first(recorded, STARTED))
    return Entry(
        number=number,
        started=started,
        seconds=_duration(recorded, coarse),
        method=method.upper(),
        url=url,
        request_headers=request_headers,
        request_body=sent_body(
            text_of(_either(recorded, REQUEST_BODY, request, BODY)), None, method.upper(), request_headers
        ),
        status=status,
        response_headers=response_headers,
        all_headers=False,  # a log may choose which headers it writes
        response_body=answered_body(
            text_of(_either(recorded, RESPONSE_BODY, response, BODY)), status, response_headers
        ),
    )


def _part(recorded: Mapping[str, Any], names: tuple[str, ...]) -> Mapping[str, Any]:
    part = first(recorded, names)
    return part if isinstance(part, Mapping) else {}


def _either(
    recorded: Mapping[str, Any], names: tuple[str, ...], part: Mapping[str, Any], inner: tuple[str, ...]
) -> Any:
    flat = first(recorded, names)
    return first(part, inner) if flat is None else flat


def _duration(recorded: Mapping[str, Any], coarse: float) -> float | None:
    for names, unit in ((SECONDS, 1.0), (MILLISECONDS, 0.001)):
        taken = first(recorded, names)
        try:
            seconds = None if taken is None or isinstance(taken, bool) else float(taken) * unit
        except (TypeError, ValueError):
            continue
        if seconds is not None and seconds >= 0:
            return seconds + coarse
    return None
