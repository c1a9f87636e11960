from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from ..types import (
    NULL,
    STRING,
    UNSET,
    Field,
    Model,
    OneOf,
    Unset,
    to_json,
    unread,
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

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("message", UNSET)
        self.message = value if type(value) is str else fields[0].read(value, src_dict)
        value = take("errorCode", UNSET)
        self.error_code = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[1].read(value, src_dict)
        )
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.message) is not UNSET:
            data["message"] = value if type(value) is str else to_json(value)
        if (value := self.error_code) is not UNSET:
            data["errorCode"] = value if value is None or type(value) is str else to_json(value)
        return data
