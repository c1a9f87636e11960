from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import define, field

from ..types import (
    NULL,
    STRING,
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
    from ..models.masked_custom_headers import MaskedCustomHeaders


@define(repr=False)
class ModelConfigurationsDetail(Model):
    """The schema ModelConfigurationsDetail.

    Attributes:
        custom_host: str | None, optional
        masked_custom_headers: MaskedCustomHeaders | str | None, optional
    """

    custom_host: str | None | Unset = UNSET
    masked_custom_headers: MaskedCustomHeaders | str | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("custom_host", "custom_host", OneOf(NULL, STRING), required=False),
        Field(
            "masked_custom_headers",
            "masked_custom_headers",
            OneOf(ModelOf("masked_custom_headers", "MaskedCustomHeaders"), NULL, STRING),
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
        value = take("custom_host", UNSET)
        self.custom_host = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[0].read(value, src_dict)
        )
        value = take("masked_custom_headers", UNSET)
        self.masked_custom_headers = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[1].read(value, src_dict)
        )
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.custom_host) is not UNSET:
            data["custom_host"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.masked_custom_headers) is not UNSET:
            data["masked_custom_headers"] = value if value is None or type(value) is str else to_json(value)
        return data
