from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from ..types import (
    STRING,
    Codec,
    Field,
    Model,
    read_all,
    to_json,
    unread,
)


@define(repr=False)
class CustomHeaders(Model):
    """Headers for the provider, by name. Their values are secrets, since they carry tokens."""

    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = ()
    ADDITIONAL: ClassVar[Codec] = STRING
    HIDES_ADDITIONAL: ClassVar[bool] = True

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        self = cls.__new__(cls)
        self._came_as = src_dict
        self.additional_properties = read_all(rest, cls.ADDITIONAL, src_dict)
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        return data
