from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import define, field

from ..types import (
    NULL,
    UNSET,
    Field,
    Model,
    ModelOf,
    OneOf,
    Unset,
    to_json,
    unread,
)

if TYPE_CHECKING:
    from ..models.token_price import TokenPrice


@define(repr=False)
class PayAsYouGo(Model):
    """The schema PayAsYouGo.

    Attributes:
        request_token: TokenPrice | None, optional
        response_token: TokenPrice | None, optional
    """

    request_token: TokenPrice | None | Unset = UNSET
    response_token: TokenPrice | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field(
            "request_token",
            "request_token",
            OneOf(ModelOf("token_price", "TokenPrice"), NULL),
            required=False,
        ),
        Field(
            "response_token",
            "response_token",
            OneOf(ModelOf("token_price", "TokenPrice"), NULL),
            required=False,
        ),
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("request_token", UNSET)
        self.request_token = value if value is None or value is UNSET else fields[0].read(value, src_dict)
        value = take("response_token", UNSET)
        self.response_token = value if value is None or value is UNSET else fields[1].read(value, src_dict)
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.request_token) is not UNSET:
            data["request_token"] = value if value is None else to_json(value)
        if (value := self.response_token) is not UNSET:
            data["response_token"] = value if value is None else to_json(value)
        return data
