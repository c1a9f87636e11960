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
    from ..models.masked_custom_headers import MaskedCustomHeaders


@define(repr=False)
class SageMakerConfigurationsDetail(Model):
    """The schema SageMakerConfigurationsDetail.

    Attributes:
        aws_auth_type: AWSAuthType | str. `accessKey` needs both halves of an access key, `assumedRole` the ARN of a role.
        aws_region: str
        aws_access_key_id: str | None, optional
        masked_aws_secret_access_key: str | None, optional
        masked_aws_session_token: str | None, optional
        aws_role_arn: str | None, optional
        aws_external_id: str | None, optional
        amzn_sagemaker_custom_attributes: str | None, optional
        amzn_sagemaker_target_model: str | None, optional
        amzn_sagemaker_target_variant: str | None, optional
        amzn_sagemaker_target_container_hostname: str | None, optional
        amzn_sagemaker_inference_id: str | None, optional
        amzn_sagemaker_enable_explanations: str | None, optional
        amzn_sagemaker_inference_component: str | None, optional
        amzn_sagemaker_session_id: str | None, optional
        amzn_sagemaker_model_name: str | None, optional
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
    amzn_sagemaker_custom_attributes: str | None | Unset = UNSET
    amzn_sagemaker_target_model: str | None | Unset = UNSET
    amzn_sagemaker_target_variant: str | None | Unset = UNSET
    amzn_sagemaker_target_container_hostname: str | None | Unset = UNSET
    amzn_sagemaker_inference_id: str | None | Unset = UNSET
    amzn_sagemaker_enable_explanations: str | None | Unset = UNSET
    amzn_sagemaker_inference_component: str | None | Unset = UNSET
    amzn_sagemaker_session_id: str | None | Unset = UNSET
    amzn_sagemaker_model_name: str | None | Unset = UNSET
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
        Field(
            "amzn_sagemaker_custom_attributes",
            "amzn_sagemaker_custom_attributes",
            OneOf(NULL, STRING),
            required=False,
        ),
        Field(
            "amzn_sagemaker_target_model", "amzn_sagemaker_target_model", OneOf(NULL, STRING), required=False
        ),
        Field(
            "amzn_sagemaker_target_variant",
            "amzn_sagemaker_target_variant",
            OneOf(NULL, STRING),
            required=False,
        ),
        Field(
            "amzn_sagemaker_target_container_hostname",
            "amzn_sagemaker_target_container_hostname",
            OneOf(NULL, STRING),
            required=False,
        ),
        Field(
            "amzn_sagemaker_inference_id", "amzn_sagemaker_inference_id", OneOf(NULL, STRING), required=False
        ),
        Field(
            "amzn_sagemaker_enable_explanations",
            "amzn_sagemaker_enable_explanations",
            OneOf(NULL, STRING),
            required=False,
        ),
        Field(
            "amzn_sagemaker_inference_component",
            "amzn_sagemaker_inference_component",
            OneOf(NULL, STRING),
            required=False,
        ),
        Field("amzn_sagemaker_session_id", "amzn_sagemaker_session_id", OneOf(NULL, STRING), required=False),
        Field("amzn_sagemaker_model_name", "amzn_sagemaker_model_name", OneOf(NULL, STRING), required=False),
        Field("custom_host", "custom_host", OneOf(NULL, STRING), required=False),
        Field(
            "masked_custom_headers",
            "masked_custom_headers",
            OneOf(ModelOf("masked_custom_headers", "MaskedCustomHeaders"), NULL, STRING),
            required=False,
        ),
        Field("is_key_required", "is_key_required", OneOf(BOOLEAN, NULL), required=False),
    )

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
            value
            if value is None or type(value) is str or value is UNSET
            else fields[2].read(value, src_dict)
        )
        value = take("masked_aws_secret_access_key", UNSET)
        self.masked_aws_secret_access_key = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[3].read(value, src_dict)
        )
        value = take("masked_aws_session_token", UNSET)
        self.masked_aws_session_token = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[4].read(value, src_dict)
        )
        value = take("aws_role_arn", UNSET)
        self.aws_role_arn = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[5].read(value, src_dict)
        )
        value = take("aws_external_id", UNSET)
        self.aws_external_id = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[6].read(value, src_dict)
        )
        value = take("amzn_sagemaker_custom_attributes", UNSET)
        self.amzn_sagemaker_custom_attributes = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[7].read(value, src_dict)
        )
        value = take("amzn_sagemaker_target_model", UNSET)
        self.amzn_sagemaker_target_model = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[8].read(value, src_dict)
        )
        value = take("amzn_sagemaker_target_variant", UNSET)
        self.amzn_sagemaker_target_variant = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[9].read(value, src_dict)
        )
        value = take("amzn_sagemaker_target_container_hostname", UNSET)
        self.amzn_sagemaker_target_container_hostname = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[10].read(value, src_dict)
        )
        value = take("amzn_sagemaker_inference_id", UNSET)
        self.amzn_sagemaker_inference_id = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[11].read(value, src_dict)
        )
        value = take("amzn_sagemaker_enable_explanations", UNSET)
        self.amzn_sagemaker_enable_explanations = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[12].read(value, src_dict)
        )
        value = take("amzn_sagemaker_inference_component", UNSET)
        self.amzn_sagemaker_inference_component = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[13].read(value, src_dict)
        )
        value = take("amzn_sagemaker_session_id", UNSET)
        self.amzn_sagemaker_session_id = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[14].read(value, src_dict)
        )
        value = take("amzn_sagemaker_model_name", UNSET)
        self.amzn_sagemaker_model_name = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[15].read(value, src_dict)
        )
        value = take("custom_host", UNSET)
        self.custom_host = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[16].read(value, src_dict)
        )
        value = take("masked_custom_headers", UNSET)
        self.masked_custom_headers = (
            value
            if value is None or type(value) is str or value is UNSET
            else fields[17].read(value, src_dict)
        )
        value = take("is_key_required", UNSET)
        self.is_key_required = (
            value
            if type(value) is bool or value is None or value is UNSET
            else fields[18].read(value, src_dict)
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
            data["aws_access_key_id"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.masked_aws_secret_access_key) is not UNSET:
            data["masked_aws_secret_access_key"] = (
                value if value is None or type(value) is str else to_json(value)
            )
        if (value := self.masked_aws_session_token) is not UNSET:
            data["masked_aws_session_token"] = (
                value if value is None or type(value) is str else to_json(value)
            )
        if (value := self.aws_role_arn) is not UNSET:
            data["aws_role_arn"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.aws_external_id) is not UNSET:
            data["aws_external_id"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.amzn_sagemaker_custom_attributes) is not UNSET:
            data["amzn_sagemaker_custom_attributes"] = (
                value if value is None or type(value) is str else to_json(value)
            )
        if (value := self.amzn_sagemaker_target_model) is not UNSET:
            data["amzn_sagemaker_target_model"] = (
                value if value is None or type(value) is str else to_json(value)
            )
        if (value := self.amzn_sagemaker_target_variant) is not UNSET:
            data["amzn_sagemaker_target_variant"] = (
                value if value is None or type(value) is str else to_json(value)
            )
        if (value := self.amzn_sagemaker_target_container_hostname) is not UNSET:
            data["amzn_sagemaker_target_container_hostname"] = (
                value if value is None or type(value) is str else to_json(value)
            )
        if (value := self.amzn_sagemaker_inference_id) is not UNSET:
            data["amzn_sagemaker_inference_id"] = (
                value if value is None or type(value) is str else to_json(value)
            )
        if (value := self.amzn_sagemaker_enable_explanations) is not UNSET:
            data["amzn_sagemaker_enable_explanations"] = (
                value if value is None or type(value) is str else to_json(value)
            )
        if (value := self.amzn_sagemaker_inference_component) is not UNSET:
            data["amzn_sagemaker_inference_component"] = (
                value if value is None or type(value) is str else to_json(value)
            )
        if (value := self.amzn_sagemaker_session_id) is not UNSET:
            data["amzn_sagemaker_session_id"] = (
                value if value is None or type(value) is str else to_json(value)
            )
        if (value := self.amzn_sagemaker_model_name) is not UNSET:
            data["amzn_sagemaker_model_name"] = (
                value if value is None or type(value) is str else to_json(value)
            )
        if (value := self.custom_host) is not UNSET:
            data["custom_host"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.masked_custom_headers) is not UNSET:
            data["masked_custom_headers"] = value if value is None or type(value) is str else to_json(value)
        if (value := self.is_key_required) is not UNSET:
            data["is_key_required"] = value if type(value) is bool or value is None else to_json(value)
        return data
