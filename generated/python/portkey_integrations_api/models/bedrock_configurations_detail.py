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
    from ..models.masked_custom_headers import MaskedCustomHeaders


@define(repr=False)
class BedrockConfigurationsDetail(Model):
    """The schema BedrockConfigurationsDetail.

    Attributes:
        aws_auth_type: AWSAuthType | str. `accessKey` needs both halves of an access key, `assumedRole` the ARN of a role.
        aws_region: str
        aws_access_key_id: str | None, optional
        masked_aws_secret_access_key: str | None, optional
        masked_aws_session_token: str | None, optional
        aws_role_arn: str | None, optional
        aws_external_id: str | None, optional
        custom_host: str | None, optional
        masked_custom_headers: MaskedCustomHeaders | str | None, optional
        is_key_required: bool | None, optional
    """

    aws_auth_type: AWSAuthType | str
    aws_region: str
    aws_access_key_id: str | None | Unset = UNSET
    masked_aws_secret_access_key: str | None | Unset = UNSET
    masked_aws_session_token: str | None | Unset = UNSET
    aws_role_arn: str | None | Unset = UNSET
    aws_external_id: str | None | Unset = UNSET
    custom_host: str | None | Unset = UNSET
    masked_custom_headers: MaskedCustomHeaders | str | None | Unset = UNSET
    is_key_required: bool | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("aws_auth_type", "aws_auth_type", EnumOf("aws_auth_type", "AWSAuthType"), required=True),
        Field("aws_region", "aws_region", STRING, required=True),
        Field("aws_access_key_id", "aws_access_key_id", OneOf(NULL, STRING), required=False),
        Field(
            "masked_aws_secret_access_key",
            "masked_aws_secret_access_key",
            OneOf(NULL, STRING),
            required=False,
        ),
        Field("masked_aws_session_token", "masked_aws_session_token", OneOf(NULL, STRING), required=False),
        Field("aws_role_arn", "aws_role_arn", OneOf(NULL, STRING), required=False),
        Field("aws_external_id", "aws_external_id", OneOf(NULL, STRING), required=False),
        Field("custom_host", "custom_host", OneOf(NULL, STRING), required=False),
        Field(
            "masked_custom_headers",
            "masked_custom_headers",
            OneOf(ModelOf("masked_custom_headers", "MaskedCustomHeaders"), NULL, STRING),
            required=False,
        ),
        Field("is_key_required", "is_key_required", OneOf(BOOLEAN, NULL), required=False),
    )
