"""Finds the base URL that a recording's requests have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import SplitResult, urlsplit

from portkey_conformance.contract import Contract
from portkey_conformance.exchanges import KEY_HEADER
from portkey_conformance.passive.entries import Entry, header

DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def found_in(entries: Iterable[Entry], contract: Contract) -> Counter[str]:
    """The base URLs below which entries reach operations of the contract, the likeliest first.

    A request that carries a key, and one that is answered JSON, says more than one that does not.
    """
    points: Counter[str] = Counter()
    for entry in entries:
        weight = 1
        weight += 4 * (header(entry.request_headers, KEY_HEADER) is not None)
        weight += 2 * ("json" in (header(entry.response_headers, "content-type") or ""))
        for base in _bases(entry, contract):
            points[base] += weight
    return Counter(dict(sorted(points.items(), key=lambda pair: (-pair[1], -len(pair[0]), pair[0]))))


def below(entry: Entry, base_url: str) -> str | None:
    """The path of an entry's request relative to a base URL, without its query; None if it is elsewhere."""
    split = split_url(entry.url)
    if split is None:
        return None
    url = origin(split) + split.path
    return url[len(base_url) :] if url.startswith(f"{base_url}/") else None


def normal(base_url: str) -> str:
    """A base URL as recorded ones are compared with it."""
    split = urlsplit(base_url)
    return (origin(split) + split.path).rstrip("/")


def split_url(url: str) -> SplitResult | None:
    """The parts of an http or https URL; None for any other."""
    try:
        split = urlsplit(url)
        return split if split.scheme in ("http", "https") and split.hostname else None
    except ValueError:
        return None


def origin(split: SplitResult) -> str:
    """Scheme, host and port, written in one way only, without any user name or password."""
    host = split.netloc.rpartition("@")[2].lower()
    return f"{split.scheme}://{host.removesuffix(DEFAULT_PORTS.get(split.scheme, ':'))}"


def _bases(entry: Entry, contract: Contract) -> Iterator[str]:
    split = split_url(entry.url)
    if split is None:
        return
    parts = split.path.split("/")
    for cut in range(1, len(parts)):
        rest = "/" + "/".join(parts[cut:])
        if contract.operation_at(entry.method, rest) is not None:
            yield origin(split) + "/".join(parts[:cut])
