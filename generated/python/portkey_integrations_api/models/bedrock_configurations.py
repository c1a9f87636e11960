from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

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
