from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import define, field

from ..types import (
    BOOLEAN,
    STRING,
    UNSET,
    Field,
    Model,
    ModelOf,
    Unset,
    to_json,
    unread,
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

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("success", UNSET)
        self.success = value if type(value) is bool or value is UNSET else fields[0].read(value, src_dict)
        value = take("data", UNSET)
        self.data = value if value is UNSET else fields[1].read(value, src_dict)
        value = take("message", UNSET)
        self.message = value if type(value) is str or value is UNSET else fields[2].read(value, src_dict)
        value = take("errorCode", UNSET)
        self.error_code = value if type(value) is str or value is UNSET else fields[3].read(value, src_dict)
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.success) is not UNSET:
            data["success"] = value if type(value) is bool else to_json(value)
        if (value := self.data) is not UNSET:
            data["data"] = to_json(value)
        if (value := self.message) is not UNSET:
            data["message"] = value if type(value) is str else to_json(value)
        if (value := self.error_code) is not UNSET:
            data["errorCode"] = value if type(value) is str else to_json(value)
        return data
