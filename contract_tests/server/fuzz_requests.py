"""What the fuzzer sends: bodies from the contract's schemas and examples, the same gone wrong, and bytes that
are no HTTP. All of it follows from a seed.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from .api import contract, resolved

CANARY = "canary-of-the-fuzzer"
"""In every secret that is sent; in nothing that is answered."""
WORKSPACE, INTEGRATION = "@a-workspace@", "@an-integration@"
"""Stand in bodies for what is only known when they are sent."""
_REFERENCES = {"workspace_id": WORKSPACE, "integration_id": INTEGRATION, "id": WORKSPACE}
_DEEPEST = 8
_OF_A_KIND = 150

_WORDS = [
    "a",
    "n",
    "name-1",
    "é",
    "日本",
    "💥",
    "\u202e\u2028",
    "x" * 300,
    "%00%0a",
    "' OR 1=1 --",
    "{{7*7}}",
    " ",
]
_VALUES: list[Any] = [
    *(None, True, False, 0, -1, 1, 1.5, 10**30, -(10**30), 2**63, 2**31, 1e308, -0.0),
    *("", " ", "\x00", "a\x00b", "\x1b[31m", "\ufeff", "é" * 200, "x" * 5000, "../..", "0", "null", "true"),
    *([], {}, [[]], [None], {"": ""}, {"a": {"b": {"c": {"d": {}}}}}, ["x"] * 500, {"$ref": "#"}),
]
_RAW = [
    *(
        b"",
        b" ",
        b"{",
        b"}",
        b"[]",
        b"null",
        b'"text"',
        b"0",
        b"nan",
        b"{'a': 1}",
        b"name=n&key=k",
        b"\xff\xfe\x00",
    ),
    *(
        b"\x00" * 100,
        b"[" * 5000,
        b'{"a":' * 3000,
        b'{"a":' * 70 + b"1" + b"}" * 70,
        b'{"a":' + b"9" * 5000 + b"}",
    ),
    *(
        b'{"a":1e999}',
        b'{"a":NaN}',
        b'{"a":-Infinity}',
        b'{"a":1,"a":2}',
        b'{"\\ud800":1}',
        b'{"a":"\\udfff"}',
    ),
    *(b'{"a":"\xc3\x28"}', b'{"a":"\xed\xa0\x80"}', b'\xef\xbb\xbf{"a":1}', b'{"a":1}trailing', b'{"a":1,}'),
    *(b'{"name":"n","ai_provider_id":"openai","key":"' + b"k" * 60_000 + b'"}', b"{" + b" " * 200_000 + b"}"),
]
_SLUGS = [
    *(
        "nothing-of-that-name",
        "%00",
        "%ff",
        "%C3%A9",
        "a%2Fmodels",
        "..",
        "%2e%2e",
        "x" * 300,
        "%F0%9F%92%A5",
        "*",
    ),
    *("00000000-0000-4000-8000-000000000000", "a%20b", "%", "%zz", "'", '"', "<script>", "a;b", "a,b", "-"),
]
_NUMBERS = [
    "0",
    "1",
    "7",
    "100",
    "-1",
    "",
    "x",
    "1.5",
    "1e3",
    "9" * 18,
    "9" * 30,
    "9" * 4000,
    "%31",
    "١",
    " 1",
    "+1",
]


_BODY = b'{"name":"n"}'
_NO_REQUESTS = [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x07" * 200,
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"\r\n" * 50,
]
_VERSIONS = [b"HTTP/9.9", b"HTTP/1", b"http/1.1", b"HTTP/1.0", b""]
_CHUNKED = b"transfer-encoding: chunked\r\n"
_ENDS_OF_HEADS = [
    b"content-length: -1\r\n\r\n" + _BODY,
    b"content-length: 1\r\ncontent-length: 2\r\n\r\n" + _BODY,
    b"content-length: " + b"9" * 30 + b"\r\n\r\n",
    b"content-length: 99999999999\r\n\r\n" + _BODY,
    _CHUNKED + b"content-length: 3\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    b"transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    _CHUNKED + b"\r\nzz\r\n",
    _CHUNKED + b"\r\nfffffffffffffffff\r\nabc",
    _CHUNKED + b"\r\n1;" + b"x" * 5000 + b"\r\na\r\n0\r\n\r\n",
    _CHUNKED + b"\r\n0\r\nx: y\r\n\r\nGET / HTTP/1.1\r\n",
    _CHUNKED + b"\r\nc\r\n" + _BODY + b"\r\n0\r\n\r\n",
    b"x y: z\r\n\r\n",
    b": nameless\r\n\r\n",
    b"folded: a\r\n b\r\n\r\n",
    b"x: \x00\x01\x7f\xff\r\n\r\n",
    *(b"x: " + b"y" * length + b"\r\n\r\n" for length in (5_000, 70_000, 300_000)),
    *(b"x: y\r\n" * number + b"\r\n" for number in (50, 500, 20_000)),
    b"connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n"
    b"sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
    b"connection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAA\r\n\r\n",
    b"expect: 100-continue\r\ncontent-length: 12\r\n\r\n" + _BODY,
    b"expect: 100-continue\r\ncontent-length: 5000000\r\n\r\n",
    b"expect: nonsense\r\n\r\n",
    b"host: another\r\n\r\n",
    b"content-encoding: gzip\r\ncontent-length: 12\r\n\r\n" + _BODY,
    *(b"content-length: 3000000\r\n\r\n" + b"x" * sent for sent in (10, 100_000, 500_000)),
]


@dataclass(frozen=True)
class Operation:
    """One of the contract, and the bodies for it: as they should be, and not."""

    id: str
    method: str
    path: str
    query: Sequence[str]
    kind: str
    """The resource that it is about, as its path names it."""
    good: Sequence[bytes] = field(repr=False)
    bad: Sequence[bytes] = field(repr=False)

    @property
    def makes_one(self) -> bool:
        return self.method == "POST"

    @property
    def removes_one(self) -> bool:
        return self.method == "DELETE" and self.path.endswith("{slug}")


def operations(seed: int) -> list[Operation]:
    """All of the contract, each with its pool of bodies."""
    random = Random(f"{seed}/bodies")  # noqa: S311 - chooses what to send, guards nothing
    found = []
    for path, item in contract()["paths"].items():
        for method, operation in item.items():
            if "operationId" not in operation:
                continue
            parameters = [
                resolved(one) for one in (*operation.get("parameters", ()), *item.get("parameters", ()))
            ]
            good, bad = _bodies(operation, random)
            found.append(
                Operation(
                    id=operation["operationId"],
                    method=method.upper(),
                    path=path,
                    query=[one["name"] for one in parameters if one["in"] == "query"],
                    kind=path.split("/")[1],
                    good=good,
                    bad=bad,
                )
            )
    return found


def slug(random: Random, own: Sequence[str], *, good: bool) -> str:
    """One that is there, or anything that stands in a path."""
    if own and (good or random.random() < 0.5):
        return random.choice(own)
    return random.choice(_SLUGS)


def query(random: Random, operation: Operation, workspaces: Sequence[str], *, good: bool) -> str:
    """A query for an operation, often empty."""
    pairs = []
    for name in operation.query:
        if name == "workspace_id" and (good or random.random() < 0.3):
            pairs.append(f"{name}={random.choice(workspaces)}")
        elif good and name in ("current_page", "page_size"):
            pairs.append(f"{name}={random.randrange(1, 8)}")
        elif name == "slugs":
            pairs.append(f"{name}={random.choice(['m1', 'm1,m2', 'gpt-4o', ',', ''])}")
        elif not good and random.random() < 0.4:
            pairs += [f"{name}={random.choice(_NUMBERS)}"] * random.choice([1, 1, 2])
    if not good and random.random() < 0.2:
        pairs.append(
            random.choice(["=", "&&", "a", "%ff=%ff", "a=" + "b" * 3000, "slugs=a", "type=nothing", "a[]=1"])
        )
    return "?" + "&".join(pairs) if pairs else ""


def no_http(random: Random, start: bytes) -> bytes:
    """Bytes that are hardly HTTP; `start` is the head of a request that is, without its end."""
    match random.randrange(12):
        case 0:
            return random.randbytes(random.randrange(1, 2000))
        case 1 | 2:
            return random.choice(_NO_REQUESTS)
        case 3:
            return start.replace(b"\r\n", b"\n") + b"\n"
        case 4:
            return start.replace(b"HTTP/1.1", random.choice(_VERSIONS)) + b"\r\n"
        case 5:
            return start.replace(b" ", b"  ", 1) + b"\r\n"
    return start + random.choice(_ENDS_OF_HEADS)


def _bodies(operation: Mapping[str, Any], random: Random) -> tuple[list[bytes], list[bytes]]:
    if "requestBody" not in operation:
        return [b""], [b"", b"{}", *_RAW]
    media = resolved(operation["requestBody"])["content"]["application/json"]
    schema = media["schema"]
    documents = [
        _filled(resolved(one)["value"], schema, random) for one in media.get("examples", {}).values()
    ]
    documents += [_sample(schema, random) for _ in range(_OF_A_KIND)]
    worse = [_damaged(random.choice(documents), random) for _ in range(2 * _OF_A_KIND)]
    raw = [*_RAW, *(_cut(_text(one), random) for one in random.choices(documents, k=_OF_A_KIND // 2))]
    return [_text(one) for one in documents], [*map(_text, worse), *raw]


def _text(document: Any) -> bytes:
    return json.dumps(document, allow_nan=False, separators=(",", ":")).encode()


def _properties(schema: Any) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    schema = resolved(schema)
    for part in (
        schema,
        *map(resolved, (*schema.get("allOf", ()), *schema.get("anyOf", ()), *schema.get("oneOf", ()))),
    ):
        found |= part.get("properties", {}) if isinstance(part, dict) else {}
    return found


def _filled(document: Any, schema: Any, random: Random) -> Any:
    """An example with references to what is there, and canaries for its secrets."""
    if isinstance(document, list):
        items = resolved(schema).get("items", {})
        return [_filled(one, items, random) for one in document]
    if not isinstance(document, dict):
        return document
    properties = _properties(schema)
    return {
        name: _value_of(name, properties.get(name, {}), value, random) for name, value in document.items()
    }


def _value_of(name: str, schema: Any, value: Any, random: Random) -> Any:
    if name in _REFERENCES:
        return _REFERENCES[name]
    if resolved(schema).get("writeOnly") and isinstance(value, str):
        return f"sk-{CANARY}-{random.randrange(10**6)}"
    return _filled(value, schema, random)


def _sample(schema: Any, random: Random, depth: int = 0) -> Any:
    """A document that mostly keeps the schema."""
    schema = resolved(schema)
    if schema is True or not schema or depth > _DEEPEST:
        return random.choice(_WORDS)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return random.choice(schema["enum"])
    for several in ("oneOf", "anyOf"):
        if several in schema and "properties" not in schema:
            return _sample(random.choice(schema[several]), random, depth + 1)
    kinds = schema.get("type", "object" if "properties" in schema or "allOf" in schema else "string")
    kind = random.choice(kinds) if isinstance(kinds, list) else kinds
    match kind:
        case "object":
            return _sample_of_object(schema, random, depth)
        case "array":
            most = min(schema.get("maxItems", 3), 3)
            return [
                _sample(schema.get("items", {}), random, depth + 1) for _ in range(random.randrange(most + 1))
            ]
        case "string":
            return _sample_of_text(schema, random)
        case "integer":
            return random.randrange(schema.get("minimum", 0), schema.get("maximum", 10_000) + 1)
        case "number":
            return random.choice([schema.get("minimum", 0), 1, 2.5, 1e6])
        case "boolean":
            return random.random() < 0.5
    return None


def _sample_of_object(schema: Mapping[str, Any], random: Random, depth: int) -> Any:
    required = schema.get("required", ())
    document = {}
    for name, of_it in _properties(schema).items():
        if name in _REFERENCES and (name in required or random.random() < 0.5):
            document[name] = _REFERENCES[name]
        elif name == "slug" and depth == 0:
            continue  # mostly a conflict; what the server makes of the name is not
        elif name in required or random.random() < 0.4:
            value = _sample(of_it, random, depth + 1)
            document[name] = _value_of(name, of_it, value, random) if isinstance(value, str) else value
    extra = schema.get("additionalProperties")
    if isinstance(extra, dict) and random.random() < 0.5:
        secret = resolved(extra).get("writeOnly")
        document[random.choice(_WORDS)] = f"sk-{CANARY}" if secret else _sample(extra, random, depth + 1)
    return document


def _sample_of_text(schema: Mapping[str, Any], random: Random) -> str:
    match schema.get("format"):
        case "date-time":
            return random.choice(
                ["2030-01-01T00:00:00Z", "2020-02-29T23:59:59.999+02:00", "9999-12-31T23:59:59Z"]
            )
        case "uuid":
            return "00000000-0000-4000-8000-000000000000"
        case "uri":
            return "https://example.com/v1"
    if "pattern" in schema:
        return f"p{random.randrange(10**6)}"
    return random.choice(_WORDS)


def _damaged(document: Any, random: Random) -> Any:
    """A copy in which one to three places are not as they were."""
    damaged = copy.deepcopy(document)
    for _ in range(random.randrange(1, 4)):
        places = list(_places(damaged))
        if not places:
            return copy.deepcopy(random.choice(_VALUES))
        holder, key = random.choice(places)
        match random.randrange(4):
            case 0 if isinstance(holder, dict):
                del holder[key]
            case 1 if isinstance(holder, dict):
                name = random.choice(["unknown", "", "__proto__", "id", "slug", "x" * 300])
                holder[name] = copy.deepcopy(random.choice(_VALUES))
            case 2:
                holder[key] = [holder[key]]
            case _:
                holder[key] = copy.deepcopy(random.choice(_VALUES))
    return damaged


def _places(document: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(document, dict | list):
        for key in list(document) if isinstance(document, dict) else range(len(document)):
            yield document, key
            yield from _places(document[key])


def _cut(text: bytes, random: Random) -> bytes:
    """A text with one place cut off, doubled or overwritten."""
    at = random.randrange(len(text))
    match random.randrange(3):
        case 0:
            return text[:at]
        case 1:
            return text[:at] + text[max(0, at - 20) :]
    return text[:at] + random.randbytes(3) + text[at + 3 :]
