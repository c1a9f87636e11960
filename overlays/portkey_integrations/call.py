"""One call of an operation, described once for the synchronous and the asynchronous client."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import quote, urlencode, urljoin, urlsplit

from portkey_integrations_api.conditions import CONDITIONS, unmet
from portkey_integrations_api.types import UNSET, DecodeError, ModelOf, NotJSON, Operation, to_json

from .errors import (
    APIStatusError,
    InvalidArgumentError,
    NotJSONError,
    RedirectError,
    RequestError,
    UnexpectedShapeError,
    class_for,
)
from .secret import Secret, asked, is_secretive, printable, without_secrets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import httpx

AnswerT = TypeVar("AnswerT")
REQUEST_ID = "x-portkey-trace-id"
REPEATABLE = frozenset({"GET", "PUT", "DELETE"})
"""Methods that may be sent again whether or not the server acted on them (RFC 9110, 9.2.2)."""
NOT_IMPLEMENTED = 501
_path_names: dict[str, tuple[str, ...]] = {}


class Answer:
    """What came back, and what it is judged with; its `repr` shows no body."""

    __slots__ = ("base_url", "content", "headers", "key", "status")

    def __init__(
        self, status: int, headers: httpx.Headers, content: bytes | None, key: Secret, base_url: str
    ) -> None:
        self.status = status
        self.headers = headers
        self.content = None if content is None else Secret(content)
        """The body, decompressed; None for an error status whose body did not come whole."""
        self.key = key
        self.base_url = base_url


class Call(Generic[AnswerT]):
    """What to send and how to read the answer; its `repr` shows no argument."""

    __slots__ = ("_operation", "content", "path", "query", "secrets", "slug")

    def __init__(
        self,
        operation: Operation[AnswerT, Any],
        arguments: Mapping[str, Any],
        extra_body: Mapping[str, Any] | None = None,
    ) -> None:
        """
        Args:
            operation: The operation of the contract.
            arguments: Path and query parameters and fields of the body by name, each wherever the operation
                has it; what is UNSET is not sent. A secret may be a text, an object with `get_secret_value()`
                or a function that gives either.
            extra_body: Fields that the contract does not know, or forms that it does not; sent as they are.

        Raises:
            InvalidArgumentError: An argument is unknown, missing, of the wrong kind or cannot be sent.
        """
        self._operation = operation
        refused = None
        try:
            self._describe(arguments, extra_body)
        except InvalidArgumentError as error:
            refused = error.with_traceback(None)  # without the frames that hold what was refused
        del arguments, extra_body
        if refused is not None:
            raise refused

    def _describe(self, arguments: Mapping[str, Any], extra_body: Mapping[str, Any] | None) -> None:
        operation = self._operation
        given = {name: value for name, value in arguments.items() if value is not UNSET}
        names = _path_names.get(operation.id)
        if names is None:
            names = _path_names[operation.id] = operation.path_names
        path = {name: quote(_path_value(name, given.pop(name, None)), safe="") for name in names}
        self.path = operation.path.format_map(path) if path else operation.path
        query = {name: given[name] for name in operation.query if given.get(name) is not None}
        self.query = urlencode(_sent_query(operation, query), quote_via=quote) if query else ""
        self.secrets: tuple[Secret, ...] = ()
        self.content: Secret | None = None
        self.slug: str | None = None
        """The slug that a create gives, by which its outcome can be read."""
        if isinstance(operation.body, ModelOf):
            secrets: list[Secret] = []
            body = _body(operation.id, operation.body, given, operation.query, extra_body, secrets)
            self.content = Secret(_encoded(operation.id, body))
            self.secrets = tuple(secrets)
            if operation.method not in REPEATABLE and isinstance(body.get("slug"), str):
                self.slug = body["slug"]
        else:
            _refuse(operation.id, given.keys() - operation.query.keys())
            if extra_body is not None:
                raise InvalidArgumentError(f"{operation.id} has no body for extra_body")

    @property
    def operation(self) -> Operation[AnswerT, Any]:
        return self._operation

    @property
    def method(self) -> str:
        return self._operation.method

    @property
    def about(self) -> dict[str, Any]:
        """What every exception says of the request."""
        return {"operation": self._operation.id, "method": self.method, "path": self.path}

    @property
    def repeatable(self) -> bool:
        """Whether it may be sent again when nobody knows what the first time did; for a create, once its slug
        has been read."""
        return self.method in REPEATABLE or self.slug is not None

    def read(self, answer: Answer) -> AnswerT:
        """The decoded answer.

        Raises:
            APIStatusError: The status is an error; the type says which.
            InvalidResponseError: The status is a success and the body is not what the contract says.
        """
        if not 200 <= answer.status < 300:
            raise self._status_error(answer)
        content = b"" if answer.content is None else answer.content.reveal()
        try:
            decoded: AnswerT = self._operation.decode(self._operation.answer, content)
        except DecodeError as error:
            wrong = error
        else:
            return decoded
        del content
        raise self._invalid(answer, wrong)

    def _invalid(self, answer: Answer, wrong: DecodeError) -> RequestError:
        kind = NotJSONError if isinstance(wrong, NotJSON) else UnexpectedShapeError
        said = without_secrets(f"the answer is not what the contract says: {wrong}", self._hidden(answer))
        return kind(printable(said), **self.about, **self._seen(answer))

    def _status_error(self, answer: Answer) -> APIStatusError:
        code, message = self._told(answer)
        said = message or "without the documented error body"
        statement = f"{code} {said}" if code else said
        about = {
            **self.about,
            **self._seen(answer),
            "code": code,
            "message": message,
            "retry_after": _seconds(answer.headers),
        }
        if 300 <= answer.status < 400:
            location, same = self._location(answer)
            where = f"a redirect to {location}" if location else "a redirect that does not say where to"
            said = f"{where}, which is not followed{f'; {statement}' if message else ''}"
            return RedirectError(said, location=location, same_origin=same, **about)
        again = answer.status == 429 or (answer.status >= 500 and answer.status != NOT_IMPLEMENTED)
        about["retryable"] = again and (answer.status == 429 or self.repeatable)
        if again and not about["retryable"]:
            about["next_step"] = UNSURE
        return class_for(answer.status)(statement, **about)

    def _hidden(self, answer: Answer) -> Iterable[Secret]:
        return (answer.key, *self.secrets)

    def _seen(self, answer: Answer) -> dict[str, Any]:
        named = answer.headers.get(REQUEST_ID)
        return {
            "status": answer.status,
            "request_id": printable(without_secrets(named, self._hidden(answer)), 200) if named else None,
        }

    def _told(self, answer: Answer) -> tuple[str | None, str | None]:
        """The code and the message of an error body, in either form, without the secrets that they repeat."""
        try:
            body = json.loads(b"" if answer.content is None else answer.content.reveal())
        except (ValueError, RecursionError):
            return None, None
        if not isinstance(body, dict):
            return None, None
        told = body["data"] if isinstance(body.get("data"), dict) else body
        code, message = (
            printable(without_secrets(told[name], self._hidden(answer)))
            if isinstance(told.get(name), str)
            else None
            for name in ("errorCode", "message")
        )
        return code, message

    def _location(self, answer: Answer) -> tuple[str | None, bool]:
        """Where a redirect points, without what may be secret in it, and whether that is where we asked."""
        given = answer.headers.get("location")
        if not given:
            return None, False
        try:
            asked_of = urlsplit(answer.base_url)
            to = urlsplit(urljoin(answer.base_url + self.path, given))
            same = (to.scheme, to.hostname, to.port) == (asked_of.scheme, asked_of.hostname, asked_of.port)
            shown = f"{to.scheme}://{to.netloc.rpartition('@')[2]}{to.path}"
        except ValueError:
            return None, False
        return printable(without_secrets(shown, self._hidden(answer)), 300), same

    def __repr__(self) -> str:
        return f"<Call {self.method} {self.path}>"


UNSURE = (
    "Whether it was done is not known: look before you send it again, or give a slug that can be looked up."
)


def _body(
    operation: str,
    codec: ModelOf,
    given: dict[str, Any],
    query: Mapping[str, Any],
    extra_body: Mapping[str, Any] | None,
    secrets: list[Secret],
) -> dict[str, Any]:
    names = {field.wire: field for field in codec.type.FIELDS}
    _refuse(operation, given.keys() - names.keys() - query.keys())
    meant = getattr(given.get("configurations"), "AI_PROVIDER_ID", None)
    if meant is not None and meant != given.get("ai_provider_id", meant):
        raise InvalidArgumentError(f"{operation}: the configurations are those of {meant!r}")
    sent: dict[str, Any] = {}
    for name, value in given.items():
        if name in names:
            alias_of = names[name].alias_of
            if alias_of is None or alias_of not in given:
                sent[alias_of or name] = _plain(operation, name, to_json(value), secrets)
    missing = [name for name, field in names.items() if field.required and name not in sent]
    if missing and not (extra_body and set(missing) <= extra_body.keys()):
        raise InvalidArgumentError(f"{operation} needs {' and '.join(missing)}")
    try:
        if extra_body is not None:
            sent.update(_plain(operation, "extra_body", to_json(dict(extra_body)), secrets))
        model = codec.type.from_dict(sent)
    except (DecodeError, TypeError, ValueError) as error:
        said = str(error) if isinstance(error, DecodeError) else "extra_body must be a mapping"
        raise InvalidArgumentError(f"{operation}: {said}") from None
    secrets.extend(Secret(text) for text in model.secrets())
    data: dict[str, Any] = model.to_dict()
    if (condition := CONDITIONS.get(operation)) and (lacking := unmet(condition, data)):
        raise InvalidArgumentError(f"{operation} needs {' and '.join(lacking)}")
    return data


def _plain(operation: str, name: str, value: Any, secrets: list[Secret]) -> Any:
    """Plain data, with the texts of all that gives its text when it is asked, which count as secrets."""
    if isinstance(value, dict):
        return {key: _plain(operation, f"{name}.{key}", one, secrets) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(operation, f"{name}[{index}]", one, secrets) for index, one in enumerate(value)]
    if value is None or isinstance(value, (str, int, float)) or not is_secretive(value):
        return value
    text = _asked(operation, name, value)
    if isinstance(text, str):
        secrets.append(Secret(text))
    return text


def _asked(operation: str, name: str, value: Any) -> Any:
    try:
        text = asked(value)
    except Exception as error:
        raise InvalidArgumentError(f"{operation}: what gives {name} raised {type(error).__name__}") from error
    if hasattr(text, "__await__"):
        if hasattr(text, "close"):
            text.close()
        raise InvalidArgumentError(f"{operation}: {name} gives an awaitable; await it first")
    return text


def _encoded(operation: str, body: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    except UnicodeEncodeError:
        said = "a text that is not valid Unicode"
    except (TypeError, ValueError, RecursionError) as error:
        kinds = {TypeError: "a value that JSON does not have", ValueError: "NaN, an infinity or a circle"}
        said = kinds.get(type(error), "too many levels")
    for name, value in body.items():  # which of them it is
        try:
            json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
        except (TypeError, ValueError, RecursionError):
            raise InvalidArgumentError(f"{operation}: {name} has {said}, which cannot be sent") from None
    raise InvalidArgumentError(f"{operation}: the body has {said}, which cannot be sent")


def _refuse(operation: str, unknown: set[str]) -> None:
    if unknown:
        names = ", ".join(sorted(unknown))
        refusal = InvalidArgumentError(
            f"{operation} has no {names}; a field that the contract does not know goes into extra_body"
        )
        refusal.unknown = frozenset(unknown)
        raise refusal


def _path_value(name: str, value: Any) -> str:
    """A value that can be one segment of a path, once it is percent-encoded."""
    if not isinstance(value, str):
        raise InvalidArgumentError(f"{name} must be a string, not {type(value).__name__}")
    if value in ("", ".", ".."):
        raise InvalidArgumentError(f"{name} is {value!r}, which is not the name of anything in a path")
    if not value.isprintable() and any(ord(character) < 32 or ord(character) == 127 for character in value):
        raise InvalidArgumentError(f"{name} has a control character, which a path cannot have")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise InvalidArgumentError(f"{name} is not valid Unicode") from None
    return value


def _sent_query(operation: Operation[Any, Any], query: Mapping[str, Any]) -> dict[str, Any]:
    sent = {}
    for name, value in query.items():
        value = to_json(value)
        if not operation.query[name].accepts(value):
            raise InvalidArgumentError(
                f"{operation.id}: {name} must be {operation.query[name].expected}, not {type(value).__name__}"
            )
        try:
            sent[name] = str(value).encode()
        except UnicodeEncodeError:
            raise InvalidArgumentError(f"{operation.id}: {name} is not valid Unicode") from None
    return sent


def _seconds(headers: httpx.Headers) -> float | None:
    """The seconds that a Retry-After asks to wait; a date is compared with the server's own clock."""
    given = headers.get("retry-after")
    if given is None:
        return None
    try:
        seconds = float(given) if given[:1].isdigit() else _until(given, headers.get("date"))
    except (ValueError, TypeError, OverflowError):
        return None
    return seconds if 0 <= seconds < float("inf") else None


def _until(then: str, now: str | None) -> float:
    from email.utils import parsedate_to_datetime

    at = parsedate_to_datetime(then).timestamp()
    try:
        since = parsedate_to_datetime(now or "").timestamp()
    except ValueError:
        since = time.time()
    return max(0.0, at - since)
