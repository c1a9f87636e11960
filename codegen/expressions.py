"""What the templates write for a property of the contract: its type annotation and its codec."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from openapi_python_client.parser import properties as p
from openapi_python_client.schema.untrusted_string import UntrustedString

Json = Mapping[str, Any]

PLAIN = {
    p.AnyProperty: ("Any", "ANY"),
    p.BooleanProperty: ("bool", "BOOLEAN"),
    p.FloatProperty: ("float", "NUMBER"),
    p.IntProperty: ("int", "INTEGER"),
    p.NoneProperty: ("None", "NULL"),
    p.StringProperty: ("str", "STRING"),
    # Text stays text: a parsed time would be encoded in another form than the one that was received.
    p.DateProperty: ("str", "STRING"),
    p.DateTimeProperty: ("str", "STRING"),
    p.UuidProperty: ("str", "STRING"),
}

AS_IT_IS = {
    "BOOLEAN": ("type(value) is bool",),
    "INTEGER": ("type(value) is int",),
    "NULL": ("value is None",),
    "NUMBER": ("type(value) is float", "type(value) is int"),
    "STRING": ("type(value) is str",),
}
"""For codecs: when a JSON value and the attribute for it are the same, in the order of what is likely."""


LIMITS = {
    "minimum": "At least {}.",
    "maximum": "At most {}.",
    "minLength": "Characters: at least {}.",
    "maxLength": "Characters: at most {}.",
    "minItems": "Items: at least {}.",
    "maxItems": "Items: at most {}.",
    "pattern": "Matches `{}`.",
    "format": "In the format {}.",
    "default": "The server's default is {}.",
}


class Expressions:
    """Writes annotations and codecs, looking up in the contract what the generator's parser does not keep."""

    def __init__(self, contract: Json) -> None:
        self._contract = contract
        self._schemas: Json = contract["components"]["schemas"]
        self._bodies = {
            operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
            for path in contract["paths"].values()
            for operation in path.values()
            if isinstance(operation, dict) and "requestBody" in operation
        }
        self._secret_models = {
            schema["$ref"].rpartition("/")[2]
            for component in self._schemas.values()
            for schema in component.get("properties", {}).values()
            if schema.get("writeOnly") and "$ref" in schema
        }

    def annotation(self, prop: Any) -> str:
        """The type of a property, without Unset."""
        return " | ".join(dict.fromkeys(self._annotations(prop)))

    def argument(self, prop: Any, owner: str = "") -> str:
        """The type of what a caller may give for a property of the schema `owner`.

        Plain data does as well as a model, and what gives a secret text when it is asked as well as the text.
        """
        given = list(self._arguments(prop))
        if self.is_secret(prop.name, owner):
            given = ["SecretText" if one == "str" else one for one in given]
        return " | ".join(dict.fromkeys(given))

    def limits(self, name: object, owner: str) -> str:
        """The bounds of a property in words, each a sentence; empty where it has none."""
        schema = self._property(owner, name)
        said = (words.format(schema[keyword]) for keyword, words in LIMITS.items() if keyword in schema)
        return " ".join(said)

    def alias_of(self, name: object, owner: str) -> str | None:
        """The name that a deprecated one stands for."""
        return self._property(owner, name).get("x-alias-of")

    def is_body(self, owner: str) -> bool:
        """Whether a schema is that of a request body."""
        return f"#/components/schemas/{owner}" in self._bodies

    def codec(self, prop: Any, owner: str = "") -> str:
        """The codec of a property of the schema `owner`."""
        if isinstance(prop, p.UnionProperty):
            return self._union(prop, owner)
        if isinstance(prop, p.ListProperty):
            return f"ListOf({self.codec(prop.inner_property)})"
        if isinstance(prop, p.ModelProperty):
            return f'ModelOf("{prop.class_info.module_name}", "{prop.class_info.name}")'
        if isinstance(prop, p.EnumProperty):
            return f'EnumOf("{prop.class_info.module_name}", "{prop.class_info.name}")'
        if isinstance(prop, p.ConstProperty):
            return "BOOLEAN" if isinstance(prop.value.raw_value, bool) else "STRING"
        return PLAIN[type(prop)][1]

    def taken_as_is(self, prop: Any) -> str:
        """When a JSON value, or UNSET, is itself the attribute of a property; empty where all are read."""
        conditions = [*self._as_it_is(prop), *([] if prop.required else ["value is UNSET"])]
        return " or ".join(dict.fromkeys(conditions))

    def given_as_is(self, prop: Any) -> str:
        """The JSON for an attribute that is not UNSET; a user may have set it to what is not JSON yet."""
        conditions = " or ".join(dict.fromkeys(self._as_it_is(prop)))
        return f"value if {conditions} else to_json(value)" if conditions else "to_json(value)"

    def in_contract_order(self, properties: Iterable[Any], owner: str) -> list[Any]:
        """Properties as the contract lists them; the generator puts required ones first."""
        order = list(self._schemas.get(owner, {}).get("properties", {}))
        return sorted(properties, key=lambda one: order.index(text_of(one.name)))

    def described(self, name: object, endpoint: Any) -> str:
        """What the contract says of a parameter, on one line."""
        path = self._contract["paths"][text_of(endpoint.path)]
        for one in [*path[endpoint.method].get("parameters", []), *path.get("parameters", [])]:
            if "$ref" in one:
                one = self._contract["components"]["parameters"][one["$ref"].rpartition("/")[2]]
            if one["name"] == text_of(name):
                return " ".join(one["description"].split())
        raise ValueError(f"{endpoint.name} has no parameter {text_of(name)}")

    def is_secret(self, name: object, owner: str) -> bool:
        """Whether a property is `writeOnly`."""
        return bool(self._property(owner, name).get("writeOnly"))

    def holds_secrets(self, owner: str) -> bool:
        """Whether a schema has secrets or is the value of one: then its unknown fields are hidden, too."""
        schema = self._schemas.get(owner, {})
        return owner in self._secret_models or any(
            one.get("writeOnly") for one in schema.get("properties", {}).values()
        )

    def _union(self, prop: p.UnionProperty, owner: str) -> str:
        models = [one for one in prop.inner_properties if isinstance(one, p.ModelProperty)]
        others = [one for one in prop.inner_properties if one not in models]
        members = [self.codec(one) for one in others]
        if len(models) > 1:
            members.append(self._choice(prop, owner, models))
        else:
            members += map(self.codec, models)
        if self._property(owner, prop.name).get("x-also-seen"):
            members = ["LENIENT_BOOLEAN" if member == "BOOLEAN" else member for member in members]
        return f"OneOf({', '.join(sorted(members))})" if len(members) > 1 else members[0]

    def _choice(self, prop: p.UnionProperty, owner: str, models: list[p.ModelProperty]) -> str:
        """A union of objects is never tried out: the contract's conditions say which member it is."""
        by_name = {self._component(model): self.codec(model) for model in models}
        chosen: dict[str, str] = {}
        discriminators = set()
        *conditions, otherwise = branches(self._schemas[owner])
        for field, value, branch in conditions:
            discriminators.add(field)
            chosen[value] = by_name[_referred(branch, prop.name)]
        if len(discriminators) != 1:
            raise ValueError(f"{owner}.{prop.name} is a union of objects without a condition that chooses")
        cases = ", ".join(f'"{value}": {codec}' for value, codec in chosen.items())
        default = by_name[_referred(otherwise[2], prop.name)]
        return f'ChosenBy("{discriminators.pop()}", {{{cases}}}, {default})'

    def _annotations(self, prop: Any) -> Iterator[str]:
        if isinstance(prop, p.UnionProperty):
            inner = [text for one in prop.inner_properties for text in self._annotations(one)]
            yield from sorted(inner, key=lambda text: (text == "None", text))
        elif isinstance(prop, p.ListProperty):
            yield f"list[{self.annotation(prop.inner_property)}]"
        elif isinstance(prop, p.ModelProperty):
            yield str(prop.class_info.name)
        elif isinstance(prop, p.EnumProperty):
            yield from (str(prop.class_info.name), "str")  # a value that the contract does not know yet
        elif isinstance(prop, p.ConstProperty):
            yield type(prop.value.raw_value).__name__
        else:
            yield PLAIN[type(prop)][0]

    def _as_it_is(self, prop: Any) -> Iterator[str]:
        members = prop.inner_properties if isinstance(prop, p.UnionProperty) else [prop]
        codecs = [self.codec(one) for one in members]
        for name, conditions in AS_IT_IS.items():
            if name in codecs:
                yield from conditions

    def _arguments(self, prop: Any) -> Iterator[str]:
        if isinstance(prop, p.UnionProperty):
            inner = [text for one in prop.inner_properties for text in self._arguments(one)]
            yield from sorted(inner, key=lambda text: (text == "None", text))
        elif isinstance(prop, p.ListProperty):
            yield f"Sequence[{self.argument(prop.inner_property)}]"
        elif isinstance(prop, p.ModelProperty):
            yield from ("Mapping[str, Any]", str(prop.class_info.name))
        else:
            yield from self._annotations(prop)

    def _property(self, owner: str, name: object) -> Json:
        found: Json = self._schemas.get(owner, {}).get("properties", {}).get(text_of(name), {})
        return found

    def _component(self, model: p.ModelProperty) -> str:
        wanted = str(model.class_info.name).lower()
        return next(name for name in self._schemas if name.lower() == wanted)


def branches(schema: Json) -> Iterator[tuple[str, str, Json]]:
    """Field, value and consequence of each condition of an if/then/else chain, and at last its `else`."""
    while "if" in schema:
        ((field, condition),) = schema["if"]["properties"].items()
        yield field, condition["const"], schema["then"]
        schema = schema["else"]
    yield "", "", schema


def text_of(value: object) -> str:
    """The text of a name; the generator wraps the document's, lest a template forgets to escape them."""
    return value.get_untrusted_value() if isinstance(value, UntrustedString) else str(value)


def _referred(branch: Json, name: object) -> str:
    """The component that a branch says a property is."""
    schema = branch["properties"][text_of(name)]
    reference = next(one["$ref"] for one in [schema, *schema.get("anyOf", [])] if "$ref" in one)
    return str(reference).rpartition("/")[2]
