"""A finding as something to run again: ``curl`` lines, a Python program, and data for ``conform --replay``.

What a server chose itself, such as an id, is taken from its answer when the sequence runs again. Exchanges
that were sent at once are sent at once again.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote

from portkey_conformance.exchanges import KEY_HEADER, MISSING, Exchange, encoded
from portkey_conformance.redaction import Secrets, without_secret_fields

_TOKEN = re.compile(r"@@(\w+)@@")
_CAPTURED = re.compile(r"(ID|SLUG)_\d+")
MADE_UP = "unknown"
"""The role of a key that is nobody's, and may be shown as it is."""
_READ = 'import json,sys; a = json.load(sys.stdin); print(a.get("{0}") or a["data"]["{0}"])'
LONGEST_ARGUMENT = 30_000
"""Characters of a body from which on it goes through a pipe: systems limit the arguments of a program."""
MANY = 9
"""From so many requests alike in a row on, they are written as a loop."""


class Reproduction:
    """The requests of a finding, ready to be written down; no secret and no key is in any form of it."""

    def __init__(
        self,
        exchanges: Iterable[Exchange],
        base_url: str,
        secrets: Secrets,
        masks: Mapping[str, str],
    ) -> None:
        self._base_url = base_url
        self._requests = list(_requests(list(exchanges), secrets, masks))

    def as_curl(self) -> tuple[str, ...]:
        """One shell line for each request, or for all those sent at once."""
        lines: list[str] = []
        for together, group in groupby(self._requests, key=lambda one: one["together"]):
            commands = [self._curl(request) for request in group]
            lines += [" & ".join([*commands, "wait"])] if together and len(commands) > 1 else commands
        return tuple(_looped(lines))

    def as_python(self) -> str:
        """A program for httpx that sends the requests and prints each answer."""
        roles = dict.fromkeys(request["key"] for request in self._requests if request["key"])
        lines = ["", "import httpx", "", f"api = httpx.Client(base_url={self._base_url!r})"]
        lines += [f'{_name(role)} = {{"{KEY_HEADER}": os.environ["{role}"]}}' for role in roles]
        for request in self._requests:
            lines += ["", *_python(request)]
        program = "\n".join(lines).lstrip("\n") + "\n"
        return f"import os\n\n{program}" if "os.environ" in program else program

    def as_json(self) -> list[dict[str, Any]]:
        """The requests as JSON data: what ``--replay`` reads."""
        return [{name: value for name, value in one.items() if value is not None} for one in self._requests]

    def _curl(self, request: Mapping[str, Any]) -> str:
        url = self._base_url + request["path"] + _query(request["query"])
        parts = ["curl", "-sS"]
        if request["method"] == "HEAD":
            parts.append("-I")
        elif request["method"] != "GET":
            parts += ["-X", request["method"]]
        parts.append(_quoted(url))
        if request["key"]:
            parts += ["-H", f'"{KEY_HEADER}: ${request["key"]}"']
        for name, value in request["headers"]:
            parts += ["-H", _quoted(f"{name}: {value}" if value else f"{name};")]
        text = request["text"]
        if text is not None and len(text) > LONGEST_ARGUMENT:
            parts = ["printf", "%s", _quoted(text), "|", *parts, "--data-binary", "@-"]
        elif text is not None:
            parts += ["--data-raw", _quoted(text)]
        if not request["capture"]:
            return " ".join([*parts, "-w", r"'\n%{http_code}\n'"])
        number = min(name.rsplit("_", 1)[1] for name in request["capture"])
        answer = f"ANSWER_{number}"
        takes = [
            f'{name}=$(printf %s "${answer}" | python3 -c {_quoted(_READ.format(field))})'
            for name, field in request["capture"].items()
        ]
        return "; ".join([f"{answer}=$({' '.join(parts)})", *takes])


def as_curl(exchange: Exchange, base_url: str, secrets: Secrets, masks: Mapping[str, str]) -> str:
    """One request as a ``curl`` line that runs where the key's variable is set, and tells no secret."""
    return Reproduction([exchange], base_url, secrets, masks).as_curl()[0]


def _requests(
    exchanges: Sequence[Exchange], secrets: Secrets, masks: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    # A key that was sent elsewhere than in its header is redacted to its variable, and stays one.
    tokens = {f"${variable}": variable for variable in secrets.variables}
    for number, exchange in enumerate(exchanges, start=1):
        later = "\n".join(_all_text(one) for one in exchanges[number:])
        text = exchange.sent_text
        if exchange.sent is not MISSING and text is None:
            text = encoded(without_secret_fields(exchange.sent, masks, secrets))
        key = exchange.key
        made_up = [(KEY_HEADER, key.value)] if key is not None and key.role == MADE_UP else []
        request = {
            "method": exchange.method,
            "path": exchange.path,
            "query": [list(pair) for pair in exchange.query],
            "key": exchange.key.variable if exchange.key and not made_up else None,
            "headers": [
                [name, value]
                for name, value in (*exchange.sent_headers, *made_up)
                if name != "accept" and (name != "content-type" or text is not None)
            ],
            "text": text,
            "together": exchange.together,
        }
        request = _with_tokens(json.loads(secrets.redact(json.dumps(request))), tokens)
        request["capture"] = {}
        for field, value in _chosen(exchange):
            if value not in tokens and value in later:
                tokens[value] = f"{field.upper()}_{number}"
                request["capture"][tokens[value]] = field
        request["capture"] = request["capture"] or None
        yield request


def _chosen(exchange: Exchange) -> Iterator[tuple[str, str]]:
    """The id and the slug that a creation answered and nobody had asked for."""
    if exchange.method != "POST" or not exchange.ok:
        return
    nested = exchange.body.get("data")
    for source in (exchange.body, nested if isinstance(nested, dict) else {}):
        for field in ("id", "slug"):
            value = source.get(field)
            if isinstance(value, str) and value and value not in _all_text(exchange):
                yield field, value


def _all_text(exchange: Exchange) -> str:
    sent = "" if exchange.sent is MISSING else encoded(exchange.sent)
    return "\n".join([exchange.path, *(value for _, value in exchange.query), sent, exchange.sent_text or ""])


def _with_tokens(node: Any, tokens: Mapping[str, str]) -> Any:
    if isinstance(node, str):
        for value, name in tokens.items():
            node = node.replace(value, f"@@{name}@@")
        return node
    if isinstance(node, list):
        return [_with_tokens(one, tokens) for one in node]
    if isinstance(node, dict):
        return {name: _with_tokens(one, tokens) for name, one in node.items()}
    return node


def _quoted(text: str) -> str:
    """The text as one word of a POSIX shell, its tokens as variables."""
    if shlex.quote(text) == text and not _TOKEN.search(text):
        return text
    inside = text.replace("'", "'\"'\"'")
    return _TOKEN.sub(lambda found: f"'\"${found[1]}\"'", f"'{inside}'")


def _query(pairs: Sequence[Sequence[str]]) -> str:
    def one(text: str) -> str:
        return "".join(
            part if _TOKEN.fullmatch(part) else quote(part) for part in re.split(r"(@@\w+@@)", text)
        )

    return "?" + "&".join(f"{one(name)}={one(value)}" for name, value in pairs) if pairs else ""


def _looped(lines: Sequence[str]) -> Iterator[str]:
    for line, group in groupby(lines):
        times = len(list(group))
        if times >= MANY:
            yield f"for i in $(seq {times}); do {line}; done"
        else:
            yield from [line] * times


def _variable(token: str) -> str:
    return _name(token) if _CAPTURED.fullmatch(token) else f'os.environ["{token}"]'


def _name(variable: str) -> str:
    return variable.lower()


def _python(request: Mapping[str, Any]) -> Iterator[str]:
    arguments = [repr(request["method"]), _literal(request["path"] + _query(request["query"]))]
    headers = [f"**{_name(request['key'])}"] if request["key"] else []
    headers += [f"{name!r}: {_literal(value)}" for name, value in request["headers"]]
    if headers:
        arguments.append(f"headers={{{', '.join(headers)}}}")
    if request["text"] is not None:
        arguments.append(f"content={_literal(request['text'])}")
    yield f"answer = api.request({', '.join(arguments)})"
    yield "print(answer.status_code, answer.text)"
    for name, field in (request["capture"] or {}).items():
        yield f'{_name(name)} = answer.json().get({field!r}) or answer.json()["data"][{field!r}]'


def _literal(text: str) -> str:
    """The text as Python source, its tokens as variables."""
    parts = [
        _variable(found[1]) if (found := _TOKEN.fullmatch(part)) else repr(part)
        for part in re.split(r"(@@\w+@@)", text)
        if part
    ]
    return " + ".join(parts) or repr("")
