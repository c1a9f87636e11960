from __future__ import annotations

from typing import Any, ClassVar

from attrs import define, field

from ..types import (
    STRING,
    Codec,
    Field,
    Model,
)


@define(repr=False)
class CustomHeaders(Model):
    """Headers for the provider, by name. Their values are secrets, since they carry tokens."""

    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = ()
    ADDITIONAL: ClassVar[Codec] = STRING
    HIDES_ADDITIONAL: ClassVar[bool] = True
