"""Why a request is refused."""

from __future__ import annotations

CODES = {400: "AB01", 401: "AB05", 403: "AB03", 404: "AB08", 409: "AB07", 429: "AB06"}
GERMAN = {
    400: "Die Anfrage ist ungültig.",
    401: "Der Schlüssel fehlt oder gilt nicht.",
    403: "Das ist nicht erlaubt.",
    404: "Das gibt es nicht.",
    405: "Diese Methode gibt es hier nicht.",
    409: "Das gibt es schon, oder es wird noch gebraucht.",
    413: "Das ist zu groß.",
    415: "Das ist kein JSON.",
    429: "Das ist zu oft.",
}


class Refusal(Exception):  # noqa: N818 - an answer, which is no error of ours
    """An answer of 4xx. The message names fields, and never holds what was sent in them."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
