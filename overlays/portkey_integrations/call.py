"""One call of an operation, described once for the synchronous and the asynchronous client."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar

from portkey_integrations_api.types import UNSET, DecodeError, ModelOf, Operation, to_json

from .errors import InvalidArgumentError, InvalidResponseError, class_for
from .secret import Secret, without_secrets

if TYPE_CHECKING:
    import httpx

AnswerT = TypeVar("AnswerT")
REQUEST_ID = "x-portkey-trace-id"


class Call(Generic[AnswerT]):
    """What to send and how to read the answer; its `repr` shows no argument."""

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
                has it; what is UNSET is not sent.
            extra_body: Fields that the contract does not know, or forms that it does not; sent as they are.

        Raises:
            InvalidArgumentError: An argument is unknown, missing, of the wrong kind or cannot be sent.
        """
        self._operation = operation
        given = {name: value for name, value in arguments.items() if value is not UNSET}
        path = {name: _path_value(name, given.pop(name, None)) for name in operation.path_names}
        query = {name: given[name] for name in operation.query if name in given}
        body: Any = UNSET
        secrets: list[Secret] = []
        if isinstance(operation.body, ModelOf):
            body, secrets = _body(operation.id, operation.body, given, operation.query, extra_body)
        else:
            _refuse(operation.id, given.keys() - query.keys())
            if extra_body is not None:
                raise InvalidArgumentError(f"{operation.id} has no body for extra_body")
        self.request = _Request(operation.request(path=path, query=query, body=body))
        self.secrets = tuple(secrets)

    @property
    def method(self) -> str:
        return self._operation.method

    @property
    def path(self) -> str:
        return self.request.url

    def read(self, response: httpx.Response, key: Secret) -> AnswerT:
        """The decoded answer.

        Raises:
            APIStatusError: The status is an error; the type says which.
            InvalidResponseError: The status is a success and the body is not what the contract says.
        """
        status = response.status_code
        about: dict[str, Any] = {
            "method": self.method,
            "path": self.path,
            "status": status,
            "request_id": response.headers.get(REQUEST_ID),
        }
        if 200 <= status < 300:
            try:
                answer: AnswerT = self._operation.decode(self._operation.answer, response.content)
            except DecodeError as error:
                raise InvalidResponseError(
                    f"the answer is not what the contract says: {error}", **about
                ) from None
            return answer
        code, message = _told(response.content, (key, *self.secrets))
        raise class_for(status)(
            code=code,
            message=message,
            retry_after=_seconds(response.headers.get("retry-after")),
            **about,
        )

    def __repr__(self) -> str:
        return f"<Call {self.method} {self.path}>"


class _Request(dict[str, Any]):
    """The arguments of httpx's `request`; the `repr` that a traceback may show has no query and no body."""

    @property
    def url(self) -> str:
        url: str = self["url"]
        return url

    def __repr__(self) -> str:
        return f"<request {self['method']} {self.url}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a request is not pickled")


def _body(
    operation: str,
    codec: ModelOf,
    given: dict[str, Any],
    query: Mapping[str, Any],
    extra_body: Mapping[str, Any] | None,
) -> tuple[dict[str, Any], list[Secret]]:
    names = {field.wire: field for field in codec.type.FIELDS}
    _refuse(operation, given.keys() - names.keys() - query.keys())
    sent: dict[str, Any] = {}
    for name, value in given.items():
        if name in names:
            alias_of = names[name].alias_of
            if alias_of is None or alias_of not in given:
                sent[alias_of or name] = to_json(value)
    missing = [name for name, field in names.items() if field.required and name not in sent]
    if missing and not (extra_body and set(missing) <= extra_body.keys()):
        raise InvalidArgumentError(f"{operation} needs {' and '.join(missing)}")
    try:
        model = codec.type.from_dict({**sent, **(extra_body or {})})
    except DecodeError as error:
        raise InvalidArgumentError(f"{operation}: {error}") from None
    return model.to_dict(), [Secret(text) for text in model.secrets()]


def _refuse(operation: str, unknown: set[str]) -> None:
    if unknown:
        names = ", ".join(sorted(unknown))
        raise InvalidArgumentError(
            f"{operation} has no {names}; a field that the contract does not know goes into extra_body"
        )


def _path_value(name: str, value: Any) -> str:
    """A value that can be one segment of a path, once it is percent-encoded."""
    if not isinstance(value, str):
        raise InvalidArgumentError(f"{name} must be a string, not {type(value).__name__}")
    if value in ("", ".", ".."):
        raise InvalidArgumentError(f"{name} is {value!r}, which is not the name of anything in a path")
    if any(ord(character) < 32 or ord(character) == 127 for character in value):
        raise InvalidArgumentError(f"{name} has a control character, which a path cannot have")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise InvalidArgumentError(f"{name} is not valid Unicode") from None
    return value


def _told(content: bytes, secrets: Iterable[Secret]) -> tuple[str | None, str | None]:
    """The code and the message of an error body, in either of its forms, without the secrets they repeat."""
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return None, None
    if not isinstance(body, dict):
        return None, None
    told = body["data"] if isinstance(body.get("data"), dict) else body
    code, message = (
        without_secrets(told[name], secrets) if isinstance(told.get(name), str) else None
        for name in ("errorCode", "message")
    )
    return code, message


def _seconds(retry_after: str | None) -> float | None:
    try:
        seconds = float(retry_after or "")
    except ValueError:
        return None
    return seconds if 0 <= seconds < float("inf") else None
