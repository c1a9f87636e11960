from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import (
    NULL,
    UNSET,
    EnumOf,
    Field,
    Model,
    ModelOf,
    OneOf,
    Unset,
)

if TYPE_CHECKING:
    from ..models.pay_as_you_go import PayAsYouGo
    from ..models.pricing_type import PricingType


@define(repr=False)
class PricingConfig(Model):
    """The price of a model, in cents of a dollar a token.

    Attributes:
        type_: PricingType | str
        pay_as_you_go: PayAsYouGo | None, optional
    """

    type_: PricingType | str
    pay_as_you_go: PayAsYouGo | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("type", "type_", EnumOf("pricing_type", "PricingType"), required=True),
        Field(
            "pay_as_you_go",
            "pay_as_you_go",
            OneOf(ModelOf("pay_as_you_go", "PayAsYouGo"), NULL),
            required=False,
        ),
    )
