"""Reads HAR 1.2 as browsers, proxies and test tools write it."""

from __future__ import annotations

import base64
import binascii
import codecs
import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from portkey_conformance.passive.entries import (
    Broken,
    Entry,
    Unreadable,
    answered_body,
    headers_of,
    moment_of,
    sent_body,
    whole_number,
)
from portkey_conformance.target import UsageError

LARGE = 200 * 2**20
"""From this many bytes on, a user is told that the file is read into memory as a whole."""
LARGEST_BODY = 64 * 2**20
_GZIP = b"\x1f\x8b"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_har(file: Path) -> list[Entry | Broken]:
    """The entries of a HAR file.

    Raises:
        UsageError: The file cannot be read, or is no HAR.
    """
    try:
        raw = file.read_bytes()
        text = raw.decode(next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8"))
    except OSError as error:
        raise UsageError(f"--har {file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"--har {file} is not a HAR file: it is not text in UTF-8.") from None
    del raw
    try:
        document = json.loads(text)
    except ValueError as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise UsageError(f"--har {file} is not a HAR file: it is not JSON{where}; was it cut off?") from None
    except RecursionError:
        raise UsageError(f"--har {file} is not a HAR file: it is nested too deeply.") from None
    entries = entries_of(document)
    if entries is None:
        raise UsageError(f"--har {file} is not a HAR file: it has no log.entries.")
    return entries


def entries_of(document: object) -> list[Entry | Broken] | None:
    """The entries of a HAR; None if it is something else."""
    log = document.get("log") if isinstance(document, Mapping) else None
    entries = log.get("entries") if isinstance(log, Mapping) else None
    return list(_entries(entries)) if isinstance(entries, list) else None


def entry_of(recorded: object, number: int) -> Entry:
    """One entry of ``log.entries``.

    Raises:
        Unreadable: It is broken.
    """
    if not isinstance(recorded, Mapping):
        raise Unreadable("it is no object")
    request, response = recorded.get("request"), recorded.get("response")
    if not isinstance(request, Mapping) or not isinstance(response, Mapping):
        raise Unreadable("it has no request or no response")
    method, url = request.get("method"), request.get("url")
    if not isinstance(method, str) or not isinstance(url, str):
        raise Unreadable("its request has no method or no url")
    started, coarse = moment_of(recorded.get("startedDateTime"))
    taken: Any = recorded.get("time")
    known = isinstance(taken, int | float) and not isinstance(taken, bool) and taken >= 0
    request_headers = headers_of(request.get("headers"))
    response_headers = _answered_headers(response)
    status = whole_number(response.get("status"))
    return Entry(
        number=number,
        started=started,
        seconds=float(taken) / 1000 + coarse if known else None,
        method=method.upper(),
        url=url,
        request_headers=request_headers,
        request_body=sent_body(
            _text(request.get("postData")), request.get("bodySize"), method.upper(), request_headers
        ),
        status=status,
        response_headers=response_headers,
        all_headers=bool(response.get("headers")),
        response_body=answered_body(_text(response.get("content")), status, response_headers),
    )


def _entries(recorded: list[Any]) -> Iterator[Entry | Broken]:
    for number, one in enumerate(recorded, start=1):
        try:
            yield entry_of(one, number)
        except Unreadable as error:
            yield Broken(number, str(error))


def _answered_headers(response: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    headers = headers_of(response.get("headers"))
    content = response.get("content")
    kind = content.get("mimeType") if isinstance(content, Mapping) else None
    if headers or not isinstance(kind, str) or kind in ("", "x-unknown"):
        return headers
    return (("content-type", kind),)


def _text(content: object) -> str | None:
    """The text of ``postData`` or ``content``; None where there is none, or none that can be read."""
    text = content.get("text") if isinstance(content, Mapping) else None
    if not isinstance(text, str) or not isinstance(content, Mapping):
        return None
    if content.get("encoding") != "base64":
        return text
    try:
        raw = base64.b64decode(text)
        if raw.startswith(_GZIP):
            unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            raw = unpacker.decompress(raw, LARGEST_BODY)
            if not unpacker.eof:
                return None
        return raw.decode("utf-8")
    except (binascii.Error, zlib.error, UnicodeDecodeError):
        return None  # other compressions, and what is no text


__all__ = ["LARGE", "entries_of", "entry_of", "read_har"]
