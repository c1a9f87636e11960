from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import define, field

from ..types import (
    BOOLEAN,
    STRING,
    UNSET,
    Field,
    Model,
    ModelOf,
    Unset,
    to_json,
    unread,
)

if TYPE_CHECKING:
    from ..models.custom_headers import CustomHeaders


@define(repr=False)
class OpenAIConfigurations(Model):
    """The schema OpenAIConfigurations.

    Attributes:
        openai_organization: str, optional
        openai_project: str, optional
        custom_host: str, optional. The URL to call in place of the provider's own.
        custom_headers: CustomHeaders, optional. Headers for the provider, by name. Their values are secrets, since they carry tokens.
        is_key_required: bool, optional. False where the provider is called without a key.
    """

    openai_organization: str | Unset = UNSET
    openai_project: str | Unset = UNSET
    custom_host: str | Unset = UNSET
    custom_headers: CustomHeaders | Unset = UNSET
    is_key_required: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("openai_organization", "openai_organization", STRING, required=False),
        Field("openai_project", "openai_project", STRING, required=False),
        Field("custom_host", "custom_host", STRING, required=False),
        Field(
            "custom_headers",
            "custom_headers",
            ModelOf("custom_headers", "CustomHeaders"),
            required=False,
            secret=True,
        ),
        Field("is_key_required", "is_key_required", BOOLEAN, required=False),
    )
    HIDES_ADDITIONAL: ClassVar[bool] = True

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        rest = unread(src_dict)
        fields = cls.FIELDS
        take = rest.pop
        self = cls.__new__(cls)
        self._came_as = src_dict
        value = take("openai_organization", UNSET)
        self.openai_organization = (
            value if type(value) is str or value is UNSET else fields[0].read(value, src_dict)
        )
        value = take("openai_project", UNSET)
        self.openai_project = (
            value if type(value) is str or value is UNSET else fields[1].read(value, src_dict)
        )
        value = take("custom_host", UNSET)
        self.custom_host = value if type(value) is str or value is UNSET else fields[2].read(value, src_dict)
        value = take("custom_headers", UNSET)
        self.custom_headers = value if value is UNSET else fields[3].read(value, src_dict)
        value = take("is_key_required", UNSET)
        self.is_key_required = (
            value if type(value) is bool or value is UNSET else fields[4].read(value, src_dict)
        )
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.openai_organization) is not UNSET:
            data["openai_organization"] = value if type(value) is str else to_json(value)
        if (value := self.openai_project) is not UNSET:
            data["openai_project"] = value if type(value) is str else to_json(value)
        if (value := self.custom_host) is not UNSET:
            data["custom_host"] = value if type(value) is str else to_json(value)
        if (value := self.custom_headers) is not UNSET:
            data["custom_headers"] = to_json(value)
        if (value := self.is_key_required) is not UNSET:
            data["is_key_required"] = value if type(value) is bool else to_json(value)
        return data
