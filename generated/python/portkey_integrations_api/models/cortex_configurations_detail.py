from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import (
    BOOLEAN,
    NULL,
    STRING,
    UNSET,
    Field,
    Model,
    ModelOf,
    OneOf,
    Unset,
)

if TYPE_CHECKING:
    from ..models.masked_custom_headers import MaskedCustomHeaders


@define(repr=False)
class CortexConfigurationsDetail(Model):
    """The schema CortexConfigurationsDetail.

    Attributes:
        snowflake_account: str
        custom_host: str | None, optional
        masked_custom_headers: MaskedCustomHeaders | str | None, optional
        is_key_required: bool | None, optional
    """

    snowflake_account: str
    custom_host: str | None | Unset = UNSET
    masked_custom_headers: MaskedCustomHeaders | str | None | Unset = UNSET
    is_key_required: bool | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("snowflake_account", "snowflake_account", STRING, required=True),
        Field("custom_host", "custom_host", OneOf(NULL, STRING), required=False),
        Field(
            "masked_custom_headers",
            "masked_custom_headers",
            OneOf(ModelOf("masked_custom_headers", "MaskedCustomHeaders"), NULL, STRING),
            required=False,
        ),
        Field("is_key_required", "is_key_required", OneOf(BOOLEAN, NULL), required=False),
    )
