"""Errors as the API tells them, one function per documented code; and those of the operator at the terminal.

A message names fields and rules of the contract, never a value that a caller sent: values may be secrets.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """An answer other than success: a status, a documented code and a sentence."""

    def __init__(
        self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers

    def body(self) -> dict[str, Any]:
        """The documented error body."""
        return {"success": False, "data": {"message": self.message, "errorCode": self.code}}


def invalid(message: str) -> ApiError:
    """400 AB01: the request breaks a rule of the contract."""
    return ApiError(400, "AB01", message)


def unauthorised() -> ApiError:
    """401 AB05: no key, an unknown key or a revoked one; the answer does not say which."""
    return ApiError(401, "AB05", "Unauthorised request: send a valid key in the header x-portkey-api-key.")


def forbidden(message: str = "You do not have enough permissions to execute this request.") -> ApiError:
    """403 AB03: the key is good but may not do this."""
    return ApiError(403, "AB03", message)


def not_found(what: str) -> ApiError:
    """404 AB08: not there, or not there for this caller; the answer does not say which."""
    return ApiError(404, "AB08", f"{what} was not found.")


def method_not_allowed() -> ApiError:
    """405: the path exists, the method on it does not."""
    return ApiError(405, "AB01", "This method is not available here.")


def malformed() -> ApiError:
    """400 AB01: what came is no HTTP; the connection ends."""
    return ApiError(400, "AB01", "This is not a valid HTTP request.")


def too_slow() -> ApiError:
    """408: the request did not arrive in time; the connection ends."""
    return ApiError(408, "AB01", "The request did not arrive in time.")


def head_too_large(limit: int) -> ApiError:
    """431: the line and the headers of the request are longer than this server reads; the connection ends."""
    return ApiError(431, "AB01", f"The head of the request is larger than {limit} bytes.")


def conflict(message: str) -> ApiError:
    """409 AB07: there is one already."""
    return ApiError(409, "AB07", message)


def too_large(limit: int) -> ApiError:
    """413: the body is longer than this server reads."""
    return ApiError(413, "AB01", f"The request body is larger than {limit} bytes.")


def too_many_requests(seconds: int) -> ApiError:
    """429 AB06: the key has made too many calls; it may make one in so many seconds."""
    message = f"Too many requests with this key: try again in {seconds} s."
    return ApiError(429, "AB06", message, {"Retry-After": str(seconds)})


def internal(error_id: str) -> ApiError:
    """500 AB04: a defect of this server or its database; what happened is in the log, not in the answer."""
    return ApiError(500, "AB04", f"Something went wrong in the server. Its log tells more under {error_id}.")


class OperatorError(Exception):
    """A mistake at the terminal, told in one sentence: `exit_code` 2 for usage, 3 for what the machine
    refuses.
    """

    def __init__(self, message: str, exit_code: int = 2) -> None:
        super().__init__(message)
        self.exit_code = exit_code
