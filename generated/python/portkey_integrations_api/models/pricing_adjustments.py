from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import (
    UNSET,
    Field,
    Model,
    ModelOf,
    Unset,
)

if TYPE_CHECKING:
    from ..models.pricing_multiplier import PricingMultiplier


@define(repr=False)
class PricingAdjustments(Model):
    """Factors on the prices that usage is charged with. Closed.

    Attributes:
        multiplier: PricingMultiplier, optional. A factor for each kind of token; `default` is for those that are not named. Closed.
    """

    multiplier: PricingMultiplier | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("multiplier", "multiplier", ModelOf("pricing_multiplier", "PricingMultiplier"), required=False),
    )
