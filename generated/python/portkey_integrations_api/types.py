"""How JSON becomes models and models become JSON, and what an operation sends and answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, Literal, Self, TypeVar, final

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol, TypeAlias

    import httpx

    class SecretLike(Protocol):
        """What pydantic's SecretStr and its like have."""

        def get_secret_value(self) -> str: ...

    SecretText: TypeAlias = str | SecretLike | Callable[[], str | SecretLike]
    """A secret, or what gives it when it is asked."""

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


class NotJSON(DecodeError):
    """A body that is not JSON at all."""


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
    kinds: tuple[type, ...] = ()
    """Python's types of the values that it accepts whatever they are; it may accept some of other types, too."""

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
    if type(value) in _SCALARS:
        return value
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, Enum):
        return value._value_
    if isinstance(value, (list, tuple)):
        return [to_json(one) for one in value if one is not UNSET]
    if isinstance(value, Mapping):
        return {name: to_json(one) for name, one in value.items() if one is not UNSET}
    return _as_text(value)


def _as_text(value: Any) -> Any:
    """Times and UUIDs as JSON has them; anything else as it is."""
    from datetime import date
    from uuid import UUID

    if isinstance(value, date):  # which a datetime is, too
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


class _Plain(Codec):
    def __init__(self, expected: str, *types: type) -> None:
        self.expected = expected
        self.kinds = types

    def accepts(self, value: object) -> bool:
        return isinstance(value, self.kinds) and (bool in self.kinds or not isinstance(value, bool))


class _Integer(Codec):
    expected = "an integer"
    kinds = (int,)

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

_SCALARS: Final = frozenset({bool, int, float, str, type(None)})
_NO_SIBLINGS: Final[Mapping[str, Any]] = {}


class EnumOf(Codec):
    """A member of an enum, or the text as it is where the contract does not know it yet."""

    expected = "a string"
    kinds = (str,)

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name
        self._members: Mapping[str, Any] | None = None

    def accepts(self, value: object) -> bool:
        return isinstance(value, str)

    def decode(self, value: Any, siblings: Mapping[str, Any]) -> Any:
        if type(value) is not str:
            super().decode(value, siblings)
        if self._members is None:
            self._members = {one.value: one for one in _model(self._module, self._name)}
        return self._members.get(value, value)


class ModelOf(Codec):
    """An object of one schema."""

    expected = "an object"
    kinds = (dict,)

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
        return (self._type or self.type).from_dict(value)


class ListOf(Codec):
    """An array of items of one kind."""

    expected = "an array"
    kinds = (list,)

    def __init__(self, items: Codec) -> None:
        self._items = items

    def accepts(self, value: object) -> bool:
        return isinstance(value, list)

    def decode(self, value: Any, siblings: Mapping[str, Any]) -> Any:
        if type(value) is not list:
            super().decode(value, siblings)
        decoded: list[Any] = []
        append, decode = decoded.append, self._items.decode
        try:
            for item in value:
                append(decode(item, _NO_SIBLINGS))
        except DecodeError as error:
            raise error.within(len(decoded)) from None
        return decoded


class OneOf(Codec):
    """One of several kinds that JSON itself tells apart."""

    def __init__(self, *members: Codec) -> None:
        self._members = members
        self.expected = " or ".join(dict.fromkeys(member.expected for member in members))
        self._by_kind: dict[type, Callable[[Any, Mapping[str, Any]], Any]] = {}
        for member in members:
            if not member.kinds:
                break  # It may accept what a later one accepts, too, so that the type alone does not decide.
            for kind in member.kinds:
                self._by_kind.setdefault(kind, member.decode)
        self.kinds = tuple(self._by_kind)

    def accepts(self, value: object) -> bool:
        return any(member.accepts(value) for member in self._members)

    def decode(self, value: Any, siblings: Mapping[str, Any]) -> Any:
        decode = self._by_kind.get(type(value))
        if decode is not None:
            return decode(value, siblings)
        for member in self._members:
            if member.accepts(value):
                return member.decode(value, siblings)
        raise DecodeError(self.expected, _kind(value))


class ChosenBy(Codec):
    """An object whose schema is chosen by a field beside it, as the conditions of the contract say."""

    expected = "an object"
    kinds = (dict,)

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


class Field:
    """A property of a schema and the attribute that holds it."""

    __slots__ = ("_decode", "alias_of", "codec", "name", "required", "secret", "wire")

    def __init__(
        self,
        wire: str,
        name: str,
        codec: Codec,
        required: bool,
        secret: bool = False,
        alias_of: str | None = None,
    ) -> None:
        self.wire = wire
        self.name = name
        self.codec = codec
        self._decode = codec.decode
        self.required = required
        self.secret = secret
        self.alias_of = alias_of

    def read(self, value: Any, siblings: Mapping[str, Any]) -> Any:
        """What its attribute holds for a JSON value, or for UNSET where the object has none; raises DecodeError."""
        if value is UNSET:
            if self.required:
                raise DecodeError(self.codec.expected, "nothing", (self.wire,))
            return value
        try:
            return self._decode(value, siblings)
        except DecodeError as error:
            raise error.within(self.wire) from None

    def __repr__(self) -> str:
        return f"<Field {self.wire}>"


class Model:
    """What all schemas share. Unknown fields are kept in `additional_properties` and given back.

    `from_dict` and `to_dict` of each schema are written out, since they are where the time goes: a value of
    the type that the contract says is taken as it is, and its field reads, or refuses, any other.
    """

    __slots__ = ("_came_as",)
    _came_as: Mapping[str, Any]

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
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """The JSON object for the model; attributes that are UNSET are left out."""
        raise NotImplementedError

    @property
    def raw(self) -> dict[str, Any]:
        """The JSON as it came, with `***` in the place of every secret; a copy, made anew each time.

        Unlike `to_dict`, it does not change with the attributes, and has the server's own spelling and order. Of
        a model that was not read from JSON, or of a copy, it is what `to_dict` gives, without the secrets.
        """
        try:
            came_as = self._came_as
        except AttributeError:
            return self.redacted()
        told: dict[str, Any] = _without_secrets(came_as, self.from_dict(came_as))
        return told

    def redacted(self) -> dict[str, Any]:
        """The same, with `***` in the place of every secret; not meant to be sent."""
        hides = self.HIDES_ADDITIONAL
        # A debugger may show a model that is not made yet.
        unknown = getattr(self, "additional_properties", None) or {}
        data = {name: "***" if hides else _redacted(one) for name, one in unknown.items()}
        for field in self.FIELDS:
            value = getattr(self, field.name, UNSET)
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


def _without_secrets(came_as: Any, read: Any) -> Any:
    """A copy of JSON with `***` in the place of every secret that the schemas of what was read of it name."""
    if isinstance(read, Model):
        fields = {field.wire: field for field in read.FIELDS}
        told = {}
        for name, value in came_as.items():
            if name in fields:
                hidden = fields[name].secret and value is not None
                inner = getattr(read, fields[name].name)
            else:
                hidden = read.HIDES_ADDITIONAL
                inner = read.additional_properties[name]
            told[name] = "***" if hidden else _without_secrets(value, inner)
        return told
    if isinstance(read, list):
        return [_without_secrets(*one) for one in zip(came_as, read, strict=True)]
    return to_json(came_as)


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


def unread(src_dict: Mapping[str, Any]) -> dict[str, Any]:
    """The properties of a JSON object, to take those from that a schema knows; raises DecodeError."""
    if type(src_dict) is dict:
        return src_dict.copy()
    if isinstance(src_dict, Mapping):
        return dict(src_dict)
    raise DecodeError("an object", _kind(src_dict))


def read_all(values: Mapping[str, Any], codec: Codec, siblings: Mapping[str, Any]) -> dict[str, Any]:
    """The properties that a schema has no name for, read by its codec for them; raises DecodeError."""
    decoded: dict[str, Any] = {}
    for name, value in values.items():
        try:
            decoded[name] = codec.decode(value, siblings)
        except DecodeError as error:
            raise error.within(name) from None
    return decoded


class Response(Generic[T]):
    """An answer of an operation."""

    __slots__ = ("content", "headers", "parsed", "status_code")

    def __init__(
        self, status_code: int, content: bytes, headers: MutableMapping[str, str], parsed: T | None
    ) -> None:
        self.status_code = status_code
        self.content = content
        self.headers = headers
        self.parsed = parsed

    def __repr__(self) -> str:
        return f"Response(status_code={self.status_code}, parsed={self.parsed!r})"


class Operation(Generic[AnswerT, ErrorT]):
    """An operation of the contract: what it sends and what it answers.

    Attributes:
        id: Its operationId.
        method: In capitals.
        path: With the names of its parameters in braces.
        path_names: These names.
        query: The codec of each query parameter.
        body: That of the request body, where it takes one.
        answer: That of an answer with 200.
        error: That of any other documented answer.
        errors: The statuses other than 200 that are documented.
    """

    __slots__ = ("answer", "body", "error", "errors", "id", "method", "path", "path_names", "query")

    def __init__(
        self,
        *,
        id: str,
        method: str,
        path: str,
        query: Mapping[str, Codec],
        body: Codec | None,
        answer: Codec,
        error: Codec,
        errors: frozenset[int],
    ) -> None:
        self.id = id
        self.method = method
        self.path = path
        self.path_names = tuple(part.partition("}")[0] for part in path.split("{")[1:])
        self.query = query
        self.body = body
        self.answer = answer
        self.error = error
        self.errors = errors

    def request(
        self, *, path: Mapping[str, str], query: Mapping[str, Any], body: Any = UNSET
    ) -> dict[str, Any]:
        """The arguments of `httpx.Client.request`; what is UNSET is not sent, and path values are percent-encoded."""
        kwargs: dict[str, Any] = {
            "method": self.method,
            "url": self.path.format_map({name: _segment(value) for name, value in path.items()})
            if path
            else self.path,
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
            raise NotJSON(codec.expected, "what is not JSON") from None
        return codec.decode(data, _NO_SIBLINGS)

    def __repr__(self) -> str:
        return f"<Operation {self.id}>"


def _segment(value: str) -> str:
    """A text as one segment of a path; a slug or an id is one already."""
    if value.isascii() and value.replace("-", "").replace("_", "").isalnum():
        return value
    from urllib.parse import quote

    return quote(value, safe="")


__all__ = ["UNSET", "DecodeError", "NotJSON", "Operation", "Response", "Unset"]
