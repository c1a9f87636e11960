from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

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
