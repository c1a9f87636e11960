from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from attrs import define, field

from ..types import (
    NULL,
    NUMBER,
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
    from ..models.image_multiplier import ImageMultiplier
    from ..models.unit_multipliers import UnitMultipliers


@define(repr=False)
class PricingMultiplier(Model):
    """A factor for each kind of token; `default` is for those that are not named. Closed.

    Attributes:
        default: float | None, optional At least 0.
        request_token: float | None, optional At least 0.
        response_token: float | None, optional At least 0.
        cache_read_input_token: float | None, optional At least 0.
        cache_write_input_token: float | None, optional At least 0.
        cache_read_audio_input_token: float | None, optional At least 0.
        request_audio_token: float | None, optional At least 0.
        response_audio_token: float | None, optional At least 0.
        reasoning_token: float | None, optional At least 0.
        prediction_accepted_token: float | None, optional At least 0.
        prediction_rejected_token: float | None, optional At least 0.
        request_image_token: float | None, optional At least 0.
        response_image_token: float | None, optional At least 0.
        request_text_token: float | None, optional At least 0.
        response_text_token: float | None, optional At least 0.
        cache_read_image_input_token: float | None, optional At least 0.
        cache_read_text_input_token: float | None, optional At least 0.
        cache_write_text_input_token: float | None, optional At least 0.
        cache_write_image_input_token: float | None, optional At least 0.
        image: ImageMultiplier | None, optional
        additional_units: UnitMultipliers | None, optional
    """

    default: float | None | Unset = UNSET
    request_token: float | None | Unset = UNSET
    response_token: float | None | Unset = UNSET
    cache_read_input_token: float | None | Unset = UNSET
    cache_write_input_token: float | None | Unset = UNSET
    cache_read_audio_input_token: float | None | Unset = UNSET
    request_audio_token: float | None | Unset = UNSET
    response_audio_token: float | None | Unset = UNSET
    reasoning_token: float | None | Unset = UNSET
    prediction_accepted_token: float | None | Unset = UNSET
    prediction_rejected_token: float | None | Unset = UNSET
    request_image_token: float | None | Unset = UNSET
    response_image_token: float | None | Unset = UNSET
    request_text_token: float | None | Unset = UNSET
    response_text_token: float | None | Unset = UNSET
    cache_read_image_input_token: float | None | Unset = UNSET
    cache_read_text_input_token: float | None | Unset = UNSET
    cache_write_text_input_token: float | None | Unset = UNSET
    cache_write_image_input_token: float | None | Unset = UNSET
    image: ImageMultiplier | None | Unset = UNSET
    additional_units: UnitMultipliers | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict)

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("default", "default", OneOf(NULL, NUMBER), required=False),
        Field("request_token", "request_token", OneOf(NULL, NUMBER), required=False),
        Field("response_token", "response_token", OneOf(NULL, NUMBER), required=False),
        Field("cache_read_input_token", "cache_read_input_token", OneOf(NULL, NUMBER), required=False),
        Field("cache_write_input_token", "cache_write_input_token", OneOf(NULL, NUMBER), required=False),
        Field(
            "cache_read_audio_input_token",
            "cache_read_audio_input_token",
            OneOf(NULL, NUMBER),
            required=False,
        ),
        Field("request_audio_token", "request_audio_token", OneOf(NULL, NUMBER), required=False),
        Field("response_audio_token", "response_audio_token", OneOf(NULL, NUMBER), required=False),
        Field("reasoning_token", "reasoning_token", OneOf(NULL, NUMBER), required=False),
        Field("prediction_accepted_token", "prediction_accepted_token", OneOf(NULL, NUMBER), required=False),
        Field("prediction_rejected_token", "prediction_rejected_token", OneOf(NULL, NUMBER), required=False),
        Field("request_image_token", "request_image_token", OneOf(NULL, NUMBER), required=False),
        Field("response_image_token", "response_image_token", OneOf(NULL, NUMBER), required=False),
        Field("request_text_token", "request_text_token", OneOf(NULL, NUMBER), required=False),
        Field("response_text_token", "response_text_token", OneOf(NULL, NUMBER), required=False),
        Field(
            "cache_read_image_input_token",
            "cache_read_image_input_token",
            OneOf(NULL, NUMBER),
            required=False,
        ),
        Field(
            "cache_read_text_input_token", "cache_read_text_input_token", OneOf(NULL, NUMBER), required=False
        ),
        Field(
            "cache_write_text_input_token",
            "cache_write_text_input_token",
            OneOf(NULL, NUMBER),
            required=False,
        ),
        Field(
            "cache_write_image_input_token",
            "cache_write_image_input_token",
            OneOf(NULL, NUMBER),
            required=False,
        ),
        Field("image", "image", OneOf(ModelOf("image_multiplier", "ImageMultiplier"), NULL), required=False),
        Field(
            "additional_units",
            "additional_units",
            OneOf(ModelOf("unit_multipliers", "UnitMultipliers"), NULL),
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
        value = take("default", UNSET)
        self.default = (
            value
            if value is None or type(value) is float or type(value) is int or value is UNSET
            else fields[0].read(value, src_dict)
        )
        value = take("request_token", UNSET)
        self.request_token = (
            value
            if value is None or type(value) is float or type(value) is int or value is UNSET
            else fields[1].read(value, src_dict)
        )
        value = take("response_token", UNSET)
        self.response_token = (
            value
            if value is None or type(value) is float or type(value) is int or value is UNSET
            else fields[2].read(value, src_dict)
        )
        value = take("cache_read_input_token", UNSET)
        self.cache_read_input_token = (
            value
            if value is None or type(value) is float or type(value) is int or value is UNSET
            else fields[3].read(value, src_dict)
        )
        value = take("cache_write_input_token", UNSET)
        self.cache_write_input_token = (
            value
            if value is None or type(value) is float or type(value) is int or value is UNSET
            else fields[4].read(value, src_dict)
        )
        value = take("cache_read_audio_input_token", UNSET)
        self.cache_read_audio_input_token = (
            value
            if value is None or type(value) is float or type(value) is int or value is UNSET
            else fields[5].read(value, src_dict)
        )
        value = take("request_audio_token", UNSET)
        self.request_audio_token = (
            value
            if value is None or type(value) is float or type(value) is int or value is UNSET
            else fields[6].read(value, src_dict)
        )
        value = take("response_audio_token", UNSET)
        self.response_audio_token = (
            value
            if value is None or type(value) is float or type(value) is int or value is UNSET
            else fields[7].read(value, src_dict)
        )
        value = take("reasoning_token", UNSET)
        self.reasoning_token = (
            value
            if value is None or type(value) is float or type(value) is int or value is UNSET
            else fields[8].read(value, src_dict)
        )
        value = take("prediction_accepted_token", UNSET)
        self.prediction_accepted_token = (
            value
            if value is None or type(value) is float or type(value) is int or value is UNSET
            else fields[9].read(value, src_dict)
        )
        value = take("prediction_rejected_token", UNSET)
        self.prediction_rejected_token = (
            value
            if value is None or type(value) is float or type(value) is int or value is UNSET
            else fields[10].read(value, src_dict)
        )
        value = take("request_image_token", UNSET)
        self.request_image_token = (
            value
            if value is None or type(value) is float or type(value) is int or value is UNSET
            else fields[11].read(value, src_dict)
        )
        value = take("response_image_token", UNSET)
        self.response_image_token = (
            value
            if value is None or type(value) is float or type(value) is int or value is UNSET
            else fields[12].read(value, src_dict)
        )
        value = take("request_text_token", UNSET)
        self.request_text_token = (
            value
            if value is None or type(value) is float or type(value) is int or value is UNSET
            else fields[13].read(value, src_dict)
        )
        value = take("response_text_token", UNSET)
        self.response_text_token = (
            value
            if value is None or type(value) is float or type(value) is int or value is UNSET
            else fields[14].read(value, src_dict)
        )
        value = take("cache_read_image_input_token", UNSET)
        self.cache_read_image_input_token = (
            value
            if value is None or type(value) is float or type(value) is int or value is UNSET
            else fields[15].read(value, src_dict)
        )
        value = take("cache_read_text_input_token", UNSET)
        self.cache_read_text_input_token = (
            value
            if value is None or type(value) is float or type(value) is int or value is UNSET
            else fields[16].read(value, src_dict)
        )
        value = take("cache_write_text_input_token", UNSET)
        self.cache_write_text_input_token = (
            value
            if value is None or type(value) is float or type(value) is int or value is UNSET
            else fields[17].read(value, src_dict)
        )
        value = take("cache_write_image_input_token", UNSET)
        self.cache_write_image_input_token = (
            value
            if value is None or type(value) is float or type(value) is int or value is UNSET
            else fields[18].read(value, src_dict)
        )
        value = take("image", UNSET)
        self.image = value if value is None or value is UNSET else fields[19].read(value, src_dict)
        value = take("additional_units", UNSET)
        self.additional_units = value if value is None or value is UNSET else fields[20].read(value, src_dict)
        self.additional_properties = rest or {}
        return self

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = to_json(self.additional_properties) if self.additional_properties else {}
        value: Any
        if (value := self.default) is not UNSET:
            data["default"] = (
                value if value is None or type(value) is float or type(value) is int else to_json(value)
            )
        if (value := self.request_token) is not UNSET:
            data["request_token"] = (
                value if value is None or type(value) is float or type(value) is int else to_json(value)
            )
        if (value := self.response_token) is not UNSET:
            data["response_token"] = (
                value if value is None or type(value) is float or type(value) is int else to_json(value)
            )
        if (value := self.cache_read_input_token) is not UNSET:
            data["cache_read_input_token"] = (
                value if value is None or type(value) is float or type(value) is int else to_json(value)
            )
        if (value := self.cache_write_input_token) is not UNSET:
            data["cache_write_input_token"] = (
                value if value is None or type(value) is float or type(value) is int else to_json(value)
            )
        if (value := self.cache_read_audio_input_token) is not UNSET:
            data["cache_read_audio_input_token"] = (
                value if value is None or type(value) is float or type(value) is int else to_json(value)
            )
        if (value := self.request_audio_token) is not UNSET:
            data["request_audio_token"] = (
                value if value is None or type(value) is float or type(value) is int else to_json(value)
            )
        if (value := self.response_audio_token) is not UNSET:
            data["response_audio_token"] = (
                value if value is None or type(value) is float or type(value) is int else to_json(value)
            )
        if (value := self.reasoning_token) is not UNSET:
            data["reasoning_token"] = (
                value if value is None or type(value) is float or type(value) is int else to_json(value)
            )
        if (value := self.prediction_accepted_token) is not UNSET:
            data["prediction_accepted_token"] = (
                value if value is None or type(value) is float or type(value) is int else to_json(value)
            )
        if (value := self.prediction_rejected_token) is not UNSET:
            data["prediction_rejected_token"] = (
                value if value is None or type(value) is float or type(value) is int else to_json(value)
            )
        if (value := self.request_image_token) is not UNSET:
            data["request_image_token"] = (
                value if value is None or type(value) is float or type(value) is int else to_json(value)
            )
        if (value := self.response_image_token) is not UNSET:
            data["response_image_token"] = (
                value if value is None or type(value) is float or type(value) is int else to_json(value)
            )
        if (value := self.request_text_token) is not UNSET:
            data["request_text_token"] = (
                value if value is None or type(value) is float or type(value) is int else to_json(value)
            )
        if (value := self.response_text_token) is not UNSET:
            data["response_text_token"] = (
                value if value is None or type(value) is float or type(value) is int else to_json(value)
            )
        if (value := self.cache_read_image_input_token) is not UNSET:
            data["cache_read_image_input_token"] = (
                value if value is None or type(value) is float or type(value) is int else to_json(value)
            )
        if (value := self.cache_read_text_input_token) is not UNSET:
            data["cache_read_text_input_token"] = (
                value if value is None or type(value) is float or type(value) is int else to_json(value)
            )
        if (value := self.cache_write_text_input_token) is not UNSET:
            data["cache_write_text_input_token"] = (
                value if value is None or type(value) is float or type(value) is int else to_json(value)
            )
        if (value := self.cache_write_image_input_token) is not UNSET:
            data["cache_write_image_input_token"] = (
                value if value is None or type(value) is float or type(value) is int else to_json(value)
            )
        if (value := self.image) is not UNSET:
            data["image"] = value if value is None else to_json(value)
        if (value := self.additional_units) is not UNSET:
            data["additional_units"] = value if value is None else to_json(value)
        return data
