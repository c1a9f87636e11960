from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import (
    BOOLEAN,
    STRING,
    UNSET,
    Field,
    Model,
    ModelOf,
    Unset,
)

if TYPE_CHECKING:
    from ..models.error_data import ErrorData


@define(repr=False)
class Error(Model):
    """What went wrong. A server should send the nested form, `{success: false, data: {message, errorCode}}`;
    the flat one, `{errorCode, message}`, is seen too.

    Attributes:
        success: bool, optional
        data: ErrorData, optional
        message: str, optional. For a person; the wording may change.
        error_code: str, optional. The server's own code, e.g. AB08.
    """

    success: bool | Unset = UNSET
    data: ErrorData | Unset = UNSET
    message: str | Unset = UNSET
    error_code: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("success", "success", BOOLEAN, required=False),
        Field("data", "data", ModelOf("error_data", "ErrorData"), required=False),
        Field("message", "message", STRING, required=False),
        Field("errorCode", "error_code", STRING, required=False),
    )
