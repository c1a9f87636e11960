from __future__ import annotations

from typing import Any, ClassVar

from attrs import define, field

from ..types import (
    NULL,
    STRING,
    UNSET,
    Field,
    Model,
    OneOf,
    Unset,
)


@define(repr=False)
class ErrorData(Model):
    """The schema ErrorData.

    Attributes:
        message: str. For a person; the wording may change.
        error_code: str | None, optional. The server's own code, e.g. AB08.
    """

    message: str
    error_code: str | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("message", "message", STRING, required=True),
        Field("errorCode", "error_code", OneOf(NULL, STRING), required=False),
    )
