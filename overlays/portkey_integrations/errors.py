"""What can go wrong.

    PortkeyError
    ├── ConfigurationError                a client that cannot be made of what was given; a ValueError, too
    ├── InvalidArgumentError              an argument that cannot be sent; a ValueError, too
    └── RequestError                      a request that was tried
        ├── APIConnectionError            no answer
        │   ├── APITimeoutError           no answer in time
        │   └── IncompleteAnswerError     an answer that broke off
        ├── OutcomeUnknownError           a create that may or may not have been done
        └── ResponseError                 an answer
            ├── InvalidResponseError      a successful status with what the contract does not say
            │   ├── NotJSONError          a body that is not JSON, or that cannot be decompressed
            │   ├── UnexpectedShapeError  JSON that is not what the contract says
            │   ├── AnswerTooLargeError   a body beyond max_response_bytes
            │   ├── RepeatedPageError     a list whose next page is the one before
            │   └── KeyNotRotatedError    a mask that is not that of the key just sent
            └── APIStatusError            an error status
                ├── RedirectError             3xx  not followed; the key was sent nowhere else
                ├── BadRequestError           400  AB01
                ├── AuthenticationError       401  AB05
                ├── SubscriptionError         402  AB09
                ├── PermissionDeniedError     403  AB03
                ├── NotFoundError             404  AB08, AB02
                ├── ConflictError             409  AB07
                ├── PayloadTooLargeError      413
                ├── UnsupportedMediaTypeError 415
                ├── RateLimitError            429  AB06
                └── ServerError               5xx  AB04

No message, `repr`, traceback or pickle of these holds a key or another secret that was sent, nor a body. What
a server said is in them without its control characters.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any


class PortkeyError(Exception):
    """Whatever this package raises on purpose."""

    def __reduce__(self) -> tuple[Callable[..., PortkeyError], tuple[Any, ...]]:
        return _remade, (type(self), self.args, vars(self))


def _remade(kind: type[PortkeyError], args: tuple[Any, ...], attributes: Mapping[str, Any]) -> PortkeyError:
    error = kind.__new__(kind, *args)
    vars(error).update(attributes)
    return error


class ConfigurationError(PortkeyError, ValueError):
    """A client cannot be made of what was given, or is closed."""


class InvalidArgumentError(PortkeyError, ValueError):
    """An argument cannot be sent, or is not of the kind that the contract says; nothing was sent.

    Attributes:
        unknown: The names of arguments that the operation does not have.
    """

    unknown: frozenset[str] = frozenset()


class RequestError(PortkeyError):
    """Something went wrong with a request.

    Attributes:
        operation: The operation of the contract, e.g. retrieveIntegration.
        method: The HTTP method, e.g. GET.
        path: The path below the base URL, e.g. /integrations/openai-production.
        status: The HTTP status; None where there is no answer.
        code: The server's own code, e.g. AB08; None where it sends none.
        message: The server's message, secrets taken out; None where it sends none.
        request_id: What the server calls the request (header x-portkey-trace-id); None where it does not say.
        retryable: Whether the same call may be sent again: it may help, and can do no harm.
        attempts: How many times it was sent; looks at a slug do not count.
        next_step: What to do, as a sentence; empty where there is nothing to say.
    """

    next_step = ""

    def __init__(
        self,
        statement: str,
        *,
        operation: str,
        method: str,
        path: str,
        status: int | None = None,
        code: str | None = None,
        message: str | None = None,
        request_id: str | None = None,
        retryable: bool = False,
        next_step: str | None = None,
    ) -> None:
        super().__init__(statement)
        self.operation = operation
        self.method = method
        self.path = path
        self.status = status
        self.code = code
        self.message = message
        self.request_id = request_id
        self.retryable = retryable
        self.attempts = 1
        if next_step is not None:
            self.next_step = next_step

    def __str__(self) -> str:
        status = f"{self.status}, " if self.status is not None else ""
        named = f" (request id {self.request_id})" if self.request_id else ""
        tried = f" after {self.attempts} attempts" if self.attempts > 1 else ""
        said = f"{self.method} {self.path}: {status}{self.args[0]}{named}{tried}"
        return f"{said.rstrip('.')}. {self.next_step}" if self.next_step else said


class APIConnectionError(RequestError):
    """There is no answer: the host is unknown, refuses the connection or breaks it, or TLS fails.

    Attributes:
        sent: Whether the server may have got the request, and so may have acted on it.
    """

    def __init__(self, statement: str, *, sent: bool = True, **about: Any) -> None:
        super().__init__(statement, **about)
        self.sent = sent


class APITimeoutError(APIConnectionError):
    """There is no answer in time.

    Attributes:
        phase: What took too long: connect, write, read, pool (a free connection), or total (the whole call).
    """

    def __init__(self, statement: str, *, phase: str = "total", **about: Any) -> None:
        super().__init__(statement, **about)
        self.phase = phase


class IncompleteAnswerError(APIConnectionError):
    """The connection broke before the end of a successful answer; the server has probably acted."""


class OutcomeUnknownError(RequestError):
    """A create whose answer was lost, and a read of its slug did not settle whether it was done.

    Its cause is the failure that lost the answer. Something may stand under the slug now; it was not changed.
    """


class ResponseError(RequestError):
    """Something is wrong with an answer."""

    status: int


class InvalidResponseError(ResponseError):
    """A successful status with a body that is not what the contract says; the server has probably acted."""


class NotJSONError(InvalidResponseError):
    """The body is not JSON. A web page often means that the base URL is not that of the API."""

    next_step = "Check that the base URL is that of the API."


class UnexpectedShapeError(InvalidResponseError):
    """The body is JSON of another form than the contract says."""


class AnswerTooLargeError(InvalidResponseError):
    """The body is larger than the client's max_response_bytes; the rest was not read."""

    next_step = "Ask for smaller pages, or raise max_response_bytes."


class RepeatedPageError(InvalidResponseError):
    """The server gives the same page of a list again and again, so that the rest of it cannot be had."""


class KeyNotRotatedError(InvalidResponseError):
    """The server answered that the key is changed, and shows the mask of another one."""


class APIStatusError(ResponseError):
    """An error status.

    Attributes:
        retry_after: The seconds that the server asks to wait (header Retry-After); None where it does not.
    """

    def __init__(self, statement: str, *, retry_after: float | None = None, **about: Any) -> None:
        super().__init__(statement, **about)
        self.retry_after = retry_after


class RedirectError(APIStatusError):
    """3xx: the server points elsewhere. No redirect is followed, as the key would go along.

    Attributes:
        location: Where to, without query and credentials; None where it does not say.
        same_origin: Whether that is the scheme, host and port that were asked.
    """

    next_step = "If you trust where it points, make that the base URL."

    def __init__(self, statement: str, *, location: str | None, same_origin: bool, **about: Any) -> None:
        super().__init__(statement, **about)
        self.location = location
        self.same_origin = same_origin


class BadRequestError(APIStatusError):
    """400: something in the request is not valid; the message says what."""


class AuthenticationError(APIStatusError):
    """401: the key is unknown, malformed or revoked."""

    next_step = "Check the key in api_key or PORTKEY_API_KEY."


class SubscriptionError(APIStatusError):
    """402: the organisation's subscription does not cover the request."""


class PermissionDeniedError(APIStatusError):
    """403: the key lacks a scope, or the resource is not in its workspace."""

    next_step = "Check the scopes and the workspace of the key."


class NotFoundError(APIStatusError):
    """404: what the request names is not there, or not there for this key."""


class ConflictError(APIStatusError):
    """409: what the request would make exists already, or what it would remove is still referenced."""


class PayloadTooLargeError(APIStatusError):
    """413: the body is larger than the server takes."""


class UnsupportedMediaTypeError(APIStatusError):
    """415: the server does not take the body's media type."""


class RateLimitError(APIStatusError):
    """429: too many requests in too short a time; none of it was done."""

    next_step = "Wait, and try again."


class ServerError(APIStatusError):
    """5xx: the server failed; it may be worth another try."""


BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    402: SubscriptionError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    413: PayloadTooLargeError,
    415: UnsupportedMediaTypeError,
    429: RateLimitError,
}


def class_for(status: int) -> type[APIStatusError]:
    """The exception type of an error status that is no redirect."""
    return BY_STATUS.get(status, ServerError if status >= 500 else APIStatusError)
