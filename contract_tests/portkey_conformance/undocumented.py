"""Fields of answers that the contract does not know: told as information, since answers are open."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from portkey_conformance.contract import Contract
from portkey_conformance.exchanges import MISSING, Exchange

LIMIT = 50
"""Fields kept for one operation."""

Schemas = list[Mapping[str, Any]]


class UndocumentedFields:
    """Collects, for each operation, where its answers have fields that the contract does not name.

    A field that the run itself sent is left out: a server may store what it does not know, and answer it.
    """

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._found: dict[str, set[str]] = defaultdict(set)
        self._sent: set[str] = set()
        self._lock = threading.Lock()

    def observe(self, exchange: Exchange) -> None:
        """Look at the body of a successful answer."""
        with self._lock:
            self._sent.update(_names(exchange.sent))
        if exchange.operation is None or not exchange.ok or exchange.json is MISSING:
            return
        schema = self._contract.response_schema(exchange.operation, exchange.status)
        if schema is None:
            return
        places = set(self._unknown([schema], exchange.json, ""))
        with self._lock:
            found = self._found[exchange.operation.id]
            found.update(sorted(places - found)[: LIMIT - len(found)])

    def by_operation(self) -> dict[str, list[str]]:
        """The fields found, as JSON pointers with ``*`` for any index; only operations that have some."""
        return {operation: sorted(found) for operation, found in sorted(self._found.items()) if found}

    def _unknown(self, schemas: Schemas, value: Any, place: str) -> Iterator[str]:
        applying = list(self._applying(schemas, value))
        if isinstance(value, list):
            items = [one["items"] for one in applying if "items" in one]
            for item in value if items else ():
                yield from self._unknown(items, item, f"{place}/*")
        elif isinstance(value, Mapping):
            yield from self._unknown_of_object(applying, value, place)

    def _unknown_of_object(self, applying: Schemas, value: Mapping[str, Any], place: str) -> Iterator[str]:
        properties: dict[str, Schemas] = defaultdict(list)
        for one in applying:
            # What a condition chooses stands in place of the union that it chooses from.
            for name, schema in one.get("properties", {}).items():
                properties[name].append(schema)
            for name, schema in self._chosen(one, value).items():
                properties[name] = [schema]
        others = [one["additionalProperties"] for one in applying if one.get("additionalProperties")]
        for name, inner in value.items():
            if name in properties:
                yield from self._unknown(properties[name], inner, f"{place}/{name}")
            elif others:
                maps = [other for other in others if isinstance(other, Mapping)]
                yield from self._unknown(maps, inner, f"{place}/*")
            elif properties and name not in self._sent:
                yield f"{place}/{name}"

    def _applying(self, schemas: Iterable[Any], value: Any) -> Iterator[Mapping[str, Any]]:
        """The schemas and all that they are composed of, whichever branch of a union holds."""
        for schema in schemas:
            resolved = self._contract.resolve(schema)
            if isinstance(resolved, Mapping):
                yield resolved
                for keyword in ("allOf", "anyOf", "oneOf"):
                    yield from self._applying(resolved.get(keyword, ()), value)

    def _chosen(self, schema: Mapping[str, Any], value: Mapping[str, Any]) -> Mapping[str, Any]:
        """The properties that the conditions of a schema choose for a value."""
        while "if" in schema:
            holds = self._contract.is_valid(schema["if"], value)
            chosen = schema.get("then" if holds else "else")
            if not isinstance(chosen, Mapping):
                return {}
            if "if" not in chosen:
                properties: Mapping[str, Any] = chosen.get("properties", {})
                return properties
            schema = chosen
        return {}


def _names(sent: Any) -> Iterator[str]:
    if isinstance(sent, Mapping):
        for name, value in sent.items():
            yield str(name)
            yield from _names(value)
    elif isinstance(sent, list):
        for value in sent:
            yield from _names(value)
