"""Turns recorded entries into exchanges that the judge knows, without any key or secret to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

import httpx

from portkey_conformance.contract import Contract, Operation
from portkey_conformance.exchanges import KEY_HEADER, MISSING, Exchange, parsed
from portkey_conformance.passive.base_url import below, split_url
from portkey_conformance.passive.entries import Entry, header
from portkey_conformance.passive.seen_secrets import ROLE, SeenSecrets

SHOWN_HEADERS = frozenset({"content-type", "accept"})
KEYS_IN_QUERIES = frozenset(
    {KEY_HEADER, "api_key", "apikey", "api-key", "key", "token", "access_token", "authorization"}
)
OTHER_CREDENTIALS = ("authorization", "cookie", "proxy-authorization")
HIDDEN = "hidden"
UTF8 = ("utf-8", "replace")


@dataclass(frozen=True)
class Recorded:
    """An exchange of a recording, with what the recording does not tell."""

    entry: Entry
    exchange: Exchange
    alone: bool
    """Whether nothing overlapped it that could bear on it."""
    key_in_query: bool = False
    """Whether its query holds what may be a key."""
    key_in_url: bool = False
    """Whether its URL holds a key that is sent as one."""
    other_credentials: bool = False

    @property
    def sent_is_known(self) -> bool:
        return self.entry.request_body is not None

    @property
    def answer_is_known(self) -> bool:
        return self.entry.response_body is not None

    @property
    def keyless(self) -> bool:
        """Whether it was recorded without anything that could stand for a key."""
        return self.exchange.key is None and not self.other_credentials and bool(self.entry.request_headers)


def translated(
    entry: Entry, alone: bool, base_url: str, contract: Contract, secrets: SeenSecrets
) -> Recorded | None:
    """The exchange of an entry; None where it reaches no operation of the contract below the base URL."""
    path = below(entry, base_url)
    if path is None:
        return None
    operation = contract.operation_at(entry.method, path)
    if operation is None:
        return None
    split = split_url(entry.url)
    pairs = parse_qsl(split.query, keep_blank_values=True) if split else []
    value = header(entry.request_headers, KEY_HEADER)
    key = secrets.key(value) if value else None
    for name, one in pairs:
        if name.lower() in KEYS_IN_QUERIES and one:
            secrets.key(one)
    sent = MISSING if not entry.request_body else parsed(entry.request_body)
    query = tuple(_shown(operation, name, one) for name, one in pairs)
    secrets.sent(
        None if sent is MISSING else sent,
        contract.masks,
        [*map(unquote, path.split("/")), *(one for name, one in query if one != HIDDEN)],
    )
    text = entry.response_body or ""
    answer = parsed(text) if text else MISSING
    secrets.answered(None if answer is MISSING else answer, contract.masks)
    exchange = Exchange(
        operation=operation,
        method=entry.method,
        path=path,
        query=query,
        key=key,
        sent_headers=tuple(pair for pair in entry.request_headers if pair[0] in SHOWN_HEADERS),
        sent=sent,
        sent_text=_not_shown(entry.request_body) if sent is MISSING and entry.request_body else None,
        status=entry.status,
        headers=httpx.Headers(
            [(n.encode(), v.encode("utf-8", "replace")) for n, v in entry.response_headers]
        ),
        text=text,
        json=answer,
        purpose=ROLE,
    )
    known_keys = secrets.known_keys()
    return Recorded(
        entry,
        exchange,
        alone,
        key_in_query=any(name.lower() in KEYS_IN_QUERIES and one for name, one in pairs),
        key_in_url=any(one in known_keys for one in _texts(entry, pairs)),
        other_credentials=any(header(entry.request_headers, name) for name in OTHER_CREDENTIALS),
    )


def _texts(entry: Entry, pairs: list[tuple[str, str]]) -> list[str]:
    return [value for _, value in pairs] + [unquote(part) for part in entry.url.partition("?")[0].split("/")]


def _shown(operation: Operation, name: str, value: str) -> tuple[str, str]:
    """A pair of the query as it may be shown: the contract knows what its own parameters hold."""
    known = {one["name"] for one in operation.parameters if one.get("in") == "query"}
    return (name, value) if name in known or not value else (name, HIDDEN)


def _not_shown(body: str) -> str:
    return f"(a body of {len(body)} characters that is not JSON)"
