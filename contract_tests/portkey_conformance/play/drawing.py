"""Bodies drawn from the contract's own schemas, with a bias toward what servers stumble over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import strategies as st

from portkey_conformance.contract import Contract

Drawn = st.SearchStrategy[Any]

TEXTS = (
    "plain",
    "beyond \U0001d54f the plane \U0001f511",
    "trailing blank ",
    "cafe\u0301",
    "caf\u00e9",
    "x" * 256,
    "Plain",
    'it\'s "quoted" \\ and / and % and <b> &amp; \u2028',
    "two  blanks",
    "stra\u00dfe",
    "null",
    "\u0130stanbul",
    "007",
    "x" * 255,
    "PLAIN",
    " leading blank",
    "\u202eright to left",
    "'; DROP TABLE integrations; --",
    "{{name}} ${name} %s",
    "0",
    "1e3",
    "true",
    "[]",
    "\u00fc" * 255,
)
"""Nothing in the contract lets a server trim, fold, normalise, escape, convert or cut a text."""
HARD = 'caf\u00e9 cafe\u0301  \U0001d54f "quoted" \\ <b> % trailing '
"""Most of it in one."""
WHOLE = (2**31, 2**53 - 1, 1, 2**31 + 1, 2, 2**31 - 1, 100)
FACTORS = (0, 1, 0.5, 1.1, 1.25, 1e-7, 2**31, 123456.789)
DATES = (
    "2031-01-02T03:04:05Z",
    "2031-01-02T03:04:05.678Z",
    "2032-02-29T23:59:59+00:00",
    "2031-06-01T00:00:00+02:00",
)
RESETS: tuple[dict[str, Any], ...] = (
    {},
    {"periodic_reset": "monthly"},
    {"periodic_reset": "weekly"},
    {"periodic_reset": None},
    {"periodic_reset_days": 1},
    {"periodic_reset_days": 365},
)
SLUG_ENDS = ("", "-", "_", "A", "a", "0", "-_-", "__proto__", "null", "models", "Z9_-z")
"""What slugs end with besides letters: each is of allowed characters only."""
DEEPEST = 6
LEFT_OUT = frozenset(
    {"workspace_id", "slug", "integration_id", "ai_provider_id", "provider", "configurations", "id"}
    | {"secret_mappings", "next_usage_reset_at", "default_provider_slug", "create_default_provider"}
)
"""What whoever sends a body puts there himself, or what a server may refuse for reasons of its own."""

_characters = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"))
texts: Drawn = st.sampled_from(TEXTS) | st.sampled_from(TEXTS) | st.text(_characters, max_size=12)
whole: Drawn = st.sampled_from(WHOLE)


@st.composite
def usage_limits(draw: st.DrawFn) -> dict[str, Any]:
    """A budget whose alert is not above it, and that starts again in one way at most."""
    limit: dict[str, Any] = {"type": draw(st.sampled_from(("cost", "tokens"))), "credit_limit": draw(whole)}
    alert = draw(st.none() | whole)
    if alert is not None and alert <= limit["credit_limit"]:
        limit["alert_threshold"] = alert
    limit |= draw(st.sampled_from(RESETS))
    return limit


rate_limit: Drawn = st.fixed_dictionaries(
    {
        "type": st.sampled_from(("requests", "tokens")),
        "unit": st.sampled_from(("rpd", "rph", "rpm")),
        "value": whole,
    }
)
OWN: Mapping[str, Drawn] = {"UsageLimits": usage_limits(), "RateLimit": rate_limit}
"""Components that are drawn by hand, since their rules are more than a schema says."""


class Bodies:
    """A strategy for the body of each operation, made once."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._of: dict[str, Drawn] = {}
        self._wrong: dict[str, Drawn] = {}

    def of(self, operation: str) -> Drawn:
        """Valid bodies, but for what only their sender can know."""
        if operation not in self._of:
            schema = self._contract.request_schema(self._contract.operations[operation])
            self._of[operation] = self._object(schema, 0)
        return self._of[operation]

    def wrong(self, operation: str) -> Drawn:
        """One field with a value that its schema does not allow."""
        if operation not in self._wrong:
            described = self._contract.operations[operation]
            schema = self._contract.request_schema(described)
            candidates = [
                {name: value}
                for name, part in schema.get("properties", {}).items()
                for value in _wrong_for(self._contract.resolve(part))
            ]
            bodies = [one for one in candidates if self._contract.request_errors(described, one)]
            self._wrong[operation] = st.sampled_from(bodies)
        return self._wrong[operation]

    def _any(self, schema: Any, depth: int) -> Drawn:
        name = str(schema.get("$ref", "")).rsplit("/", 1)[-1]
        if name in OWN:
            return OWN[name]
        schema = self._contract.resolve(schema)
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema:
                return st.one_of([self._any(one, depth) for one in schema[keyword]])
        if "const" in schema:
            return st.just(schema["const"])
        if "enum" in schema:
            return st.sampled_from(schema["enum"])
        kinds = schema.get("type", "object")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        return st.one_of([self._of_kind(kind, schema, depth) for kind in kinds])

    def _of_kind(self, kind: str, schema: Mapping[str, Any], depth: int) -> Drawn:
        if kind == "null":
            return st.none()
        if kind == "boolean":
            return st.booleans()
        if kind == "integer":
            return st.sampled_from([one for one in WHOLE if one <= schema.get("maximum", one)])
        if kind == "number":
            return st.sampled_from(FACTORS)
        if kind == "string":
            return self._text(schema)
        if kind == "array":
            items = self._any(schema.get("items", {}), depth + 1)
            return st.lists(items, max_size=min(2, schema.get("maxItems", 2)))
        return self._object(schema, depth + 1)

    def _text(self, schema: Mapping[str, Any]) -> Drawn:
        if schema.get("format") == "date-time":
            return st.sampled_from(DATES)
        longest = schema.get("maxLength")
        if longest is not None:
            return st.sampled_from([one for one in TEXTS if len(one) <= longest])
        return texts.filter(bool) if schema.get("minLength") else texts

    def _object(self, schema: Mapping[str, Any], depth: int) -> Drawn:
        required = set(schema.get("required", ())) - LEFT_OUT
        named = {name: one for name, one in schema.get("properties", {}).items() if name not in LEFT_OUT}
        if depth > DEEPEST:
            named = {name: one for name, one in named.items() if name in required}
        parts = {name: self._any(one, depth) for name, one in named.items()}
        further = schema.get("additionalProperties")
        if not parts and isinstance(further, Mapping):
            return st.dictionaries(
                st.sampled_from(("a", "A", "x-y", "w\u00f6rd")), self._any(further, depth), max_size=2
            )
        return st.fixed_dictionaries(
            {name: one for name, one in parts.items() if name in required},
            optional={name: one for name, one in parts.items() if name not in required},
        )


def _wrong_for(schema: Mapping[str, Any]) -> Iterator[Any]:
    """Values that are likely not to be allowed; whoever takes them makes sure."""
    yield from (7, "text", [], {}, True, -1, [7], {"per_wish": 1}, {"multiplier": {"default": -1}})
    yield from ({"credit_limit": 0}, {"type": "wishes"}, [{"type": "requests"}], [{"enabled": True}])
    if schema.get("minLength"):
        yield ""
