from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

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
