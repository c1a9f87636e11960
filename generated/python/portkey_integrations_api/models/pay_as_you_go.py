from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import (
    NULL,
    UNSET,
    Field,
    Model,
    ModelOf,
    OneOf,
    Unset,
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
