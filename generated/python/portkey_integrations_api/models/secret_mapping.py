from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import define, field

from ..types import (
    NULL,
    STRING,
    UNSET,
    EnumOf,
    Field,
    Model,
    OneOf,
    Unset,
    to_json,
    unread,
)

if TYPE_CHECKING:
    from ..models.secret_value_format import SecretValueFormat


@define(repr=False)
class SecretMapping(Model):
    """A field of an integration that is filled from an external vault. Each target is mapped once.

    Attributes:
        target_field: str. `key`, or `configurations.` and the name of a field. Matches `^(key|configurations\\..+)$`.
        secret_reference_id: str. The secret reference, by slug or id; of the same organisation, and visible to the workspace. Characters: at least 1.
        secret_key: str | None, optional. Which entry of a secret that has several.
        value_format: SecretValueFormat | str | None, optional
    """

    target_field: str
    secret_reference_id: str
    secret_key: str | None | Unset = UNSET
    value_format: SecretValueFormat | str | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("target_field", "target_field", STRING, required=True),
        Field("secret_reference_id", "secret_reference_id", STRING, required=True),
        Field("secret_key", "secret_key", OneOf(NULL, STRING), required=False),
        Field(
            "value_format",
            "value_format",
            OneOf(EnumOf("secret_value_format", "SecretValueFormat"), NULL),
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
        value = take("target_field", UNSET)
        self.target_field = value if type(value) is str else fields[0].read(value, src_dict)
        value = take("secret_reference_id", UNSET)
        self.secret_reference_id = value if type(value) is str else fields[1].read(value, src_dict)
        value = take("secret_key", UNSET)
        self.secret_key = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[2].read(value, src_dict)
        )
        value = take("value_format", UNSET)
        self.value_format = value if value is None or value is UNSET else fields[3].read(value, src_dict)
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.target_field) is not UNSET:
            data["target_field"] = value if type(value) is str else to_json(value)
        if (value := self.secret_reference_id) is not UNSET:
            data["secret_reference_id"] = value if type(value) is str else to_json(value)
        if (value := self.secret_key) is not UNSET:
            data["secret_key"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.value_format) is not UNSET:
            data["value_format"] = value if value is None else to_json(value)
        return data
