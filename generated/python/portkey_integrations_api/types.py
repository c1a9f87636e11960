"""How JSON becomes models and models become JSON, and what an operation sends and answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, MutableMapping
from datetime import date, datetime
from enum import Enum
from importlib import import_module
from string import Formatter
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, Literal, Self, TypeVar, final
from urllib.parse import quote
from uuid import UUID

from attrs import define, frozen

if TYPE_CHECKING:
    import httpx

AnswerT = TypeVar("AnswerT")
ErrorT = TypeVar("ErrorT")
T = TypeVar("T")


@final
class Unset:
    """The type of UNSET."""

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __copy__(self) -> Unset:
        return self

    def __deepcopy__(self, memo: object) -> Unset:
        return self

    def __reduce__(self) -> str:
        return "UNSET"


UNSET: Final = Unset()
"""Not there: a field that is not sent, or was not in the answer. None is null."""


class DecodeError(ValueError):
    """JSON that is not what the contract says.

    Attributes:
        path: Where, e.g. `data[0].status`; empty for the whole.
        expected: What the contract says should be there.
        found: The kind of what is there; never the value, which may be a secret.
    """

    def __init__(self, expected: str, found: str, path: tuple[str | int, ...] = ()) -> None:
        self.expected = expected
        self.found = found
        self.steps = path
        super().__init__(expected, found, path)

    @property
    def path(self) -> str:
        return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.steps).lstrip(
            "."
        )

    def within(self, step: str | int) -> DecodeError:
        """The same, seen from one level further out."""
        return DecodeError(self.expected, self.found, (step, *self.steps))

    def __str__(self) -> str:
        return f"{self.path or 'the body'}: expected {self.expected}, found {self.found}"


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "an array"
        case Mapping():
            return "an object"
        case Unset():
            return "nothing"
    return type(value).__name__


class Codec:
    """Reads one kind of JSON value, and writes it."""

    expected: str

    def accepts(self, value: object) -> bool:
        """Whether a JSON value is of this kind."""
        raise NotImplementedError

    def decode(self, value: Any, siblings: Mapping[str, Any]) -> Any:
        """The value as a model's attribute; raises DecodeError."""
        if not self.accepts(value):
            raise DecodeError(self.expected, _kind(value))
        return value

    def encode(self, value: Any) -> Any:
        """JSON for an attribute: models, enums, times and what holds them become plain data."""
        return to_json(value)


def to_json(value: Any) -> Any:
    """Plain data for a value that a user may have set; what is UNSET in it is left out."""
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {name: to_json(one) for name, one in value.items() if one is not UNSET}
    if isinstance(value, (list, tuple)):
        return [to_json(one) for one in value if one is not UNSET]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value


class _Plain(Codec):
    def __init__(self, expected: str, *types: type) -> None:
        self.expected = expected
        self._types = types

    def accepts(self, value: object) -> bool:
        return isinstance(value, self._types) and (bool in self._types or not isinstance(value, bool))


class _Integer(Codec):
    expected = "an integer"

    def accepts(self, value: object) -> bool:
        # JSON does not tell 1.0 from 1.
        return (isinstance(value, int) and not isinstance(value, bool)) or (
            isinstance(value, float) and value.is_integer()
        )


class _Any(Codec):
    expected = "anything"

    def accepts(self, value: object) -> bool:
        return True


class _LenientBoolean(Codec):
    expected = "a boolean"
    _READ: ClassVar[Mapping[object, bool]] = {0: False, 1: True, "false": False, "true": True}

    def accepts(self, value: object) -> bool:
        return isinstance(value, (bool, int, str)) and value in self._READ

    def decode(self, value: Any, siblings: Mapping[str, Any]) -> Any:
        return self._READ[super().decode(value, siblings)]


ANY: Final = _Any()
BOOLEAN: Final = _Plain("a boolean", bool)
INTEGER: Final = _Integer()
LENIENT_BOOLEAN: Final = _LenientBoolean()
NULL: Final = _Plain("null", type(None))
NUMBER: Final = _Plain("a number", int, float)
STRING: Final = _Plain("a string", str)


class EnumOf(Codec):
    """A member of an enum, or the text as it is where the contract does not know it yet."""

    expected = "a string"

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name
        self._members: Mapping[str, Any] | None = None

    def accepts(self, value: object) -> bool:
        return isinstance(value, str)

    def decode(self, value: Any, siblings: Mapping[str, Any]) -> Any:
        if self._members is None:
            self._members = {one.value: one for one in _model(self._module, self._name)}
        return self._members.get(super().decode(value, siblings), value)


class ModelOf(Codec):
    """An object of one schema."""

    expected = "an object"

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name
        self._type: Any = None

    @property
    def type(self) -> Any:
        """The class, imported when it is first needed."""
        if self._type is None:
            self._type = _model(self._module, self._name)
        return self._type

    def accepts(self, value: object) -> bool:
        return isinstance(value, Mapping)

    def decode(self, value: Any, siblings: Mapping[str, Any]) -> Any:
        return self.type.from_dict(value)


class ListOf(Codec):
    """An array of items of one kind."""

    expected = "an array"

    def __init__(self, items: Codec) -> None:
        self._items = items

    def accepts(self, value: object) -> bool:
        return isinstance(value, list)

    def decode(self, value: Any, siblings: Mapping[str, Any]) -> Any:
        decoded = []
        for index, item in enumerate(super().decode(value, siblings)):
            try:
                decoded.append(self._items.decode(item, {}))
            except DecodeError as error:
                raise error.within(index) from None
        return decoded


class OneOf(Codec):
    """One of several kinds that JSON itself tells apart."""

    def __init__(self, *members: Codec) -> None:
        self._members = members
        self.expected = " or ".join(dict.fromkeys(member.expected for member in members))

    def accepts(self, value: object) -> bool:
        return any(member.accepts(value) for member in self._members)

    def decode(self, value: Any, siblings: Mapping[str, Any]) -> Any:
        for member in self._members:
            if member.accepts(value):
                return member.decode(value, siblings)
        raise DecodeError(self.expected, _kind(value))


class ChosenBy(Codec):
    """An object whose schema is chosen by a field beside it, as the conditions of the contract say."""

    expected = "an object"

    def __init__(self, field: str, cases: Mapping[str, Codec], otherwise: Codec) -> None:
        self._field = field
        self._cases = cases
        self._otherwise = otherwise

    def accepts(self, value: object) -> bool:
        return isinstance(value, Mapping)

    def decode(self, value: Any, siblings: Mapping[str, Any]) -> Any:
        chosen = siblings.get(self._field)
        codec = self._cases.get(chosen, self._otherwise) if isinstance(chosen, str) else self._otherwise
        return codec.decode(value, siblings)


@frozen
class Field:
    """A property of a schema and the attribute that holds it."""

    wire: str
    name: str
    codec: Codec
    required: bool
    secret: bool = False
    alias_of: str | None = None


class Model:
    """What all schemas share. Unknown fields are kept in `additional_properties` and given back."""

    __slots__ = ()

    FIELDS: ClassVar[tuple[Field, ...]]
    ADDITIONAL: ClassVar[Codec] = ANY
    HIDES_ADDITIONAL: ClassVar[bool] = False

    if TYPE_CHECKING:
        additional_properties: dict[str, Any]

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """The model for a JSON object.

        Raises:
            DecodeError: A required field is missing or a value is of the wrong kind.
        """
        if not isinstance(src_dict, Mapping):
            raise DecodeError("an object", _kind(src_dict))
        rest = dict(src_dict)
        self = cls.__new__(cls)
        for field in cls.FIELDS:
            value = rest.pop(field.wire, UNSET)
            if value is not UNSET:
                try:
                    value = field.codec.decode(value, src_dict)
                except DecodeError as error:
                    raise error.within(field.wire) from None
            elif field.required:
                raise DecodeError(field.codec.expected, "nothing", (field.wire,))
            setattr(self, field.name, value)
        if cls.ADDITIONAL is not ANY:
            for name, value in rest.items():
                try:
                    rest[name] = cls.ADDITIONAL.decode(value, src_dict)
                except DecodeError as error:
                    raise error.within(name) from None
        setattr(self, "additional_properties", rest)
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object for the model; attributes that are UNSET are left out."""
        data = {name: to_json(value) for name, value in self.additional_properties.items()}
        for field in self.FIELDS:
            value = getattr(self, field.name)
            if value is not UNSET:
                data[field.wire] = field.codec.encode(value)
        return data

    def redacted(self) -> dict[str, Any]:
        """The same, with `***` in the place of every secret; not meant to be sent."""
        hides = self.HIDES_ADDITIONAL
        data = {name: "***" if hides else _redacted(one) for name, one in self.additional_properties.items()}
        for field in self.FIELDS:
            value = getattr(self, field.name)
            if value is not UNSET:
                data[field.wire] = "***" if (field.secret and value is not None) else _redacted(value)
        return data

    def secrets(self) -> Iterator[str]:
        """Every text that is, or is within, a secret."""
        if self.HIDES_ADDITIONAL:
            yield from _texts(self.additional_properties)
        for field in self.FIELDS:
            value = getattr(self, field.name)
            if field.secret:
                yield from _texts(to_json(value))
            else:
                yield from _secrets_in(value)

    def __str__(self) -> str:
        """Indented JSON, as the documentation shows it, with `***` in the place of every secret."""
        return json.dumps(self.redacted(), indent=4, ensure_ascii=False, default=repr)

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self.redacted().items())
        return f"{type(self).__name__}({values})"

    @property
    def additional_keys(self) -> list[str]:
        """The names of the unknown fields."""
        return list(self.additional_properties)

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


def _redacted(value: Any) -> Any:
    if isinstance(value, Model):
        return value.redacted()
    if isinstance(value, Mapping):
        return {name: _redacted(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_redacted(one) for one in value]
    return to_json(value)


def _secrets_in(value: Any) -> Iterator[str]:
    if isinstance(value, Model):
        yield from value.secrets()
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _secrets_in(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _secrets_in(one)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _texts(one)


def _constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


_read = json.JSONDecoder(parse_constant=_constant).decode


def _model(module: str, name: str) -> Any:
    return getattr(import_module(f"{__package__}.models.{module}"), name)


@define
class Response(Generic[T]):
    """An answer of an operation."""

    status_code: int
    content: bytes
    headers: MutableMapping[str, str]
    parsed: T | None


@frozen
class Operation(Generic[AnswerT, ErrorT]):
    """An operation of the contract: what it sends and what it answers."""

    id: str
    method: str
    path: str
    query: Mapping[str, Codec]
    body: Codec | None
    answer: Codec
    error: Codec
    errors: frozenset[int]
    """The statuses other than 200 that are documented."""

    @property
    def path_names(self) -> tuple[str, ...]:
        """The names of the path parameters."""
        return tuple(name for _, name, _, _ in Formatter().parse(self.path) if name is not None)

    def request(
        self, *, path: Mapping[str, str], query: Mapping[str, Any], body: Any = UNSET
    ) -> dict[str, Any]:
        """The arguments of `httpx.Client.request`; what is UNSET is not sent, and path values are percent-encoded."""
        kwargs: dict[str, Any] = {
            "method": self.method,
            "url": self.path.format_map({name: quote(value, safe="") for name, value in path.items()}),
        }
        params = {
            name: to_json(value) for name, value in query.items() if value is not UNSET and value is not None
        }
        if params:
            kwargs["params"] = params
        if body is not UNSET:
            kwargs["json"] = to_json(body)
        return kwargs

    def response(
        self, response: httpx.Response, raise_on_unexpected_status: bool = False
    ) -> Response[AnswerT | ErrorT]:
        """The answer, decoded by its status.

        Raises:
            DecodeError: The body is not what the contract says for the status.
            errors.UnexpectedStatus: The status is not documented, and `raise_on_unexpected_status` is true.
        """
        parsed: Any = None
        if response.status_code == 200 or response.status_code in self.errors:
            codec = self.answer if response.status_code == 200 else self.error
            parsed = self.decode(codec, response.content)
        elif raise_on_unexpected_status:
            from .errors import UnexpectedStatus

            raise UnexpectedStatus(response.status_code, response.content)
        return Response(response.status_code, response.content, response.headers, parsed)

    def decode(self, codec: Codec, content: bytes) -> Any:
        """A body decoded by one of the operation's codecs; raises DecodeError."""
        try:
            data = _read(content.decode())
        except (ValueError, RecursionError):
            raise DecodeError(codec.expected, "what is not JSON") from None
        return codec.decode(data, {})


__all__ = ["UNSET", "DecodeError", "Operation", "Response", "Unset"]
