"""What the server logs, as text or JSON: one line for one event, with no secret and nothing with which a
caller could forge a line or steer a terminal.

An exception is told by its kind and the places that it passed. Its message is not: it may quote a secret.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from sqlalchemy.exc import DBAPIError

LogFormat = Literal["text", "json"]
FORMATS: tuple[LogFormat, ...] = ("text", "json")

_FIELDS = "portkey_fields"
_PACKAGE = str(Path(__file__).parent)
_ExceptionInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None] | None
)


def log_to_stderr(form: LogFormat, *, requests: bool) -> None:
    """Sends the lines of this process, uvicorn's and Python's warnings among them, to standard error.

    Without `requests` that is warnings and errors only.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(_Json() if form == "json" else _Text())
    logging.basicConfig(level=logging.INFO if requests else logging.WARNING, handlers=[handler])
    logging.captureWarnings(True)


def with_fields(**fields: Any) -> Mapping[str, Any]:
    """The `extra` of a log line that gives it these fields in JSON."""
    return {_FIELDS: fields}


def where(error: BaseException) -> str:
    """The kind of an error, the lines of ours that it passed and the one where it arose."""
    kind = type(error).__name__
    if isinstance(error, DBAPIError):  # the database's own name for it
        code = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
        kind = f"{kind} {type(error.orig).__name__} {code}"
    frames = traceback.extract_tb(error.__traceback__)
    passed = [frame for frame in frames[:-1] if frame.filename.startswith(_PACKAGE)] + frames[-1:]
    return " ".join([kind, *(f"{frame.filename}:{frame.lineno}" for frame in passed)])


class _OneLine(logging.Formatter):
    def formatException(self, ei: _ExceptionInfo) -> str:  # noqa: N802 - overridden
        return where(ei[1]) if ei and ei[1] else ""

    @staticmethod
    def _moment_of(record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class _Text(_OneLine):
    def format(self, record: logging.LogRecord) -> str:
        message = record.getMessage().strip()
        if record.exc_info:
            message = f"{message}: {self.formatException(record.exc_info)}"
        return f"{self._moment_of(record)} {record.levelname} {_printable(message)}"


class _Json(_OneLine):
    def format(self, record: logging.LogRecord) -> str:
        document = {
            "time": self._moment_of(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": record.process,
            "message": record.getMessage().strip(),
            **getattr(record, _FIELDS, {}),
        }
        if record.exc_info:
            document["exception"] = self.formatException(record.exc_info)
        return json.dumps(document, separators=(",", ":"))  # in ASCII: a terminal finds nothing to obey


def _printable(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )
