from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import define, field

from ..types import (
    BOOLEAN,
    NULL,
    STRING,
    UNSET,
    EnumOf,
    Field,
    Model,
    ModelOf,
    OneOf,
    Unset,
    to_json,
    unread,
)

if TYPE_CHECKING:
    from ..models.aws_auth_type import AWSAuthType
    from ..models.custom_headers import CustomHeaders


@define(repr=False)
class BedrockConfigurations(Model):
    """The schema BedrockConfigurations.

    Attributes:
        aws_auth_type: AWSAuthType | str. `accessKey` needs both halves of an access key, `assumedRole` the ARN of a role.
        aws_region: str
        aws_access_key_id: str, optional
        aws_secret_access_key: str, optional
        aws_session_token: str, optional
        aws_role_arn: str, optional
        aws_external_id: str | None, optional
        custom_host: str, optional. The URL to call in place of the provider's own.
        custom_headers: CustomHeaders, optional. Headers for the provider, by name. Their values are secrets, since they carry tokens.
        is_key_required: bool, optional. False where the provider is called without a key.
    """

    aws_auth_type: AWSAuthType | str
    aws_region: str
    aws_access_key_id: str | Unset = UNSET
    aws_secret_access_key: str | Unset = UNSET
    aws_session_token: str | Unset = UNSET
    aws_role_arn: str | Unset = UNSET
    aws_external_id: str | None | Unset = UNSET
    custom_host: str | Unset = UNSET
    custom_headers: CustomHeaders | Unset = UNSET
    is_key_required: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("aws_auth_type", "aws_auth_type", EnumOf("aws_auth_type", "AWSAuthType"), required=True),
        Field("aws_region", "aws_region", STRING, required=True),
        Field("aws_access_key_id", "aws_access_key_id", STRING, required=False),
        Field("aws_secret_access_key", "aws_secret_access_key", STRING, required=False, secret=True),
        Field("aws_session_token", "aws_session_token", STRING, required=False, secret=True),
        Field("aws_role_arn", "aws_role_arn", STRING, required=False),
        Field("aws_external_id", "aws_external_id", OneOf(NULL, STRING), required=False),
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
        value = take("aws_auth_type", UNSET)
        self.aws_auth_type = fields[0].read(value, src_dict)
        value = take("aws_region", UNSET)
        self.aws_region = value if type(value) is str else fields[1].read(value, src_dict)
        value = take("aws_access_key_id", UNSET)
        self.aws_access_key_id = (
            value if type(value) is str or value is UNSET else fields[2].read(value, src_dict)
        )
        value = take("aws_secret_access_key", UNSET)
        self.aws_secret_access_key = (
            value if type(value) is str or value is UNSET else fields[3].read(value, src_dict)
        )
        value = take("aws_session_token", UNSET)
        self.aws_session_token = (
            value if type(value) is str or value is UNSET else fields[4].read(value, src_dict)
        )
        value = take("aws_role_arn", UNSET)
        self.aws_role_arn = value if type(value) is str or value is UNSET else fields[5].read(value, src_dict)
        value = take("aws_external_id", UNSET)
        self.aws_external_id = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[6].read(value, src_dict)
        )
        value = take("custom_host", UNSET)
        self.custom_host = value if type(value) is str or value is UNSET else fields[7].read(value, src_dict)
        value = take("custom_headers", UNSET)
        self.custom_headers = value if value is UNSET else fields[8].read(value, src_dict)
        value = take("is_key_required", UNSET)
        self.is_key_required = (
            value if type(value) is bool or value is UNSET else fields[9].read(value, src_dict)
        )
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.aws_auth_type) is not UNSET:
            data["aws_auth_type"] = to_json(value)
        if (value := self.aws_region) is not UNSET:
            data["aws_region"] = value if type(value) is str else to_json(value)
        if (value := self.aws_access_key_id) is not UNSET:
            data["aws_access_key_id"] = value if type(value) is str else to_json(value)
        if (value := self.aws_secret_access_key) is not UNSET:
            data["aws_secret_access_key"] = value if type(value) is str else to_json(value)
        if (value := self.aws_session_token) is not UNSET:
            data["aws_session_token"] = value if type(value) is str else to_json(value)
        if (value := self.aws_role_arn) is not UNSET:
            data["aws_role_arn"] = value if type(value) is str else to_json(value)
        if (value := self.aws_external_id) is not UNSET:
            data["aws_external_id"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.custom_host) is not UNSET:
            data["custom_host"] = value if type(value) is str else to_json(value)
        if (value := self.custom_headers) is not UNSET:
            data["custom_headers"] = to_json(value)
        if (value := self.is_key_required) is not UNSET:
            data["is_key_required"] = value if type(value) is bool else to_json(value)
        return data
