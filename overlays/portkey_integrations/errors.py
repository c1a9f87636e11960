"""What can go wrong.

    PortkeyError
    ├── ConfigurationError            no key, or a base URL that cannot be used (a ValueError, too)
    ├── InvalidArgumentError          an argument that cannot be sent (a ValueError, too)
    ├── APIConnectionError            no answer
    │   └── APITimeoutError           no answer in time
    ├── InvalidResponseError          an answer that is not what the contract says
    └── APIStatusError                an answer with an error status
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

No message, `repr` or traceback of these holds a key or another secret that was sent.
"""

from __future__ import annotations


class PortkeyError(Exception):
    """Whatever this package raises on purpose."""


class ConfigurationError(PortkeyError, ValueError):
    """A client cannot be made of what was given."""


class InvalidArgumentError(PortkeyError, ValueError):
    """An argument cannot be sent, or is not of the kind that the contract says; nothing was sent."""


class RequestError(PortkeyError):
    """Something went wrong with a request.

    Attributes:
        method: The HTTP method, e.g. GET.
        path: The path below the base URL, e.g. /integrations/openai-production.
    """

    def __init__(self, statement: str, *, method: str, path: str) -> None:
        self.method = method
        self.path = path
        super().__init__(f"{method} {path}: {statement}")


class APIConnectionError(RequestError):
    """There is no answer: the host is unknown, refuses the connection or breaks it, or TLS fails."""


class APITimeoutError(APIConnectionError):
    """There is no answer in time; whether the server acted is not known."""


class ResponseError(RequestError):
    """Something is wrong with an answer.

    Attributes:
        status: The HTTP status.
        request_id: What the server calls the request (header x-portkey-trace-id); None where it does not say.
    """

    def __init__(
        self, statement: str, *, method: str, path: str, status: int, request_id: str | None
    ) -> None:
        self.status = status
        self.request_id = request_id
        named = f" (request id {request_id})" if request_id else ""
        super().__init__(f"{status}, {statement}{named}", method=method, path=path)


class InvalidResponseError(ResponseError):
    """A successful status with a body that is not what the contract says: no JSON, or JSON of another form.

    An HTML page often means that the base URL is not that of the API.
    """


class APIStatusError(ResponseError):
    """An error status.

    Attributes:
        status: The HTTP status.
        code: The server's own code, e.g. AB08; None where it sends none.
        message: The server's message, secrets taken out; None where the body is not an error body.
        request_id: What the server calls the request; None where it does not say.
        retry_after: The seconds that the server asks to wait (header Retry-After); None where it does not.
    """

    next_step = ""

    def __init__(
        self,
        *,
        method: str,
        path: str,
        status: int,
        code: str | None = None,
        message: str | None = None,
        request_id: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        self.code = code
        self.message = message
        self.retry_after = retry_after
        said = message or "without the documented error body"
        statement = f"{code} {said}" if code else said
        if self.next_step:
            statement = f"{statement.rstrip('.')}. {self.next_step}"
        super().__init__(statement, method=method, path=path, status=status, request_id=request_id)


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
    """429: too many requests in too short a time."""

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
    """The exception type of an error status."""
    return BY_STATUS.get(status, ServerError if status >= 500 else APIStatusError)
