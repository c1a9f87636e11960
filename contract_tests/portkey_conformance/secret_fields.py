"""Secrets in every field that the contract has for one, of every provider, and the masks in their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portkey_conformance.configurations import configurations
from portkey_conformance.masks import FIRST, LAST
from portkey_conformance.trial import Trial

UNKNOWN_PROVIDER = "acme-internal"
LENGTH = 40


@dataclass(frozen=True)
class Planted:
    """The credentials of one integration, with a planted secret in each place for one."""

    provider: str
    key: str | None = field(repr=False)
    fields: Mapping[str, Any] = field(repr=False)

    @property
    def body(self) -> dict[str, Any]:
        """What a creation says of it."""
        return {"ai_provider_id": self.provider, "key": self.key, "configurations": dict(self.fields)}


@dataclass(frozen=True)
class Shown:
    """A mask in an answer, and the secret that it stands for."""

    place: str
    mask: Any = field(repr=False)
    secret: Any = field(repr=False)


def every_provider(trial: Trial) -> Iterator[Planted]:
    """For every provider that the contract knows, and one it does not, the mode that takes most secrets."""
    most: dict[str, Mapping[str, Any]] = {}
    for one in configurations(trial):
        if _count(trial, one.fields) > _count(trial, most.get(one.provider, {})):
            most[one.provider] = one.fields
    most[UNKNOWN_PROVIDER] = {
        "custom_host": "https://llm.internal.example.com/v1",
        "custom_headers": {"authorization": trial.secret("Bearer ", LENGTH)},
        "cell": "eu-7",
    }
    for provider, fields in most.items():
        yield Planted(provider, trial.secret("ab", LENGTH), fields)


def rotated(trial: Trial, planted: Planted) -> Planted:
    """The same with other secrets, which differ from the old ones wherever a mask may show them."""
    return _replanted(trial, planted, lambda old: _unlike(trial, old))


def with_length(trial: Trial, planted: Planted, length: int) -> Planted:
    """The same with secrets of so many characters."""
    return _replanted(
        trial, planted, lambda old: trial.secret("ab" if length > LAST + FIRST else "a", length)
    )


def short(trial: Trial, planted: Planted, length: int) -> Planted:
    """The same with secrets so short that nothing of them may be shown."""
    return with_length(trial, planted, length)


def masks_in(trial: Trial, node: Any, planted: Planted) -> Iterator[Shown]:
    """Every mask in an answer about an integration, its provider or its virtual key, with its secret."""
    secrets = {
        trial.contract.masks[name]: value
        for name, value in planted.fields.items()
        if name in trial.contract.masks
    }
    secrets |= {"masked_key": planted.key, "masked_api_key": planted.key}
    yield from _shown(node, secrets, "")


def _shown(node: Any, secrets: Mapping[str, Any], place: str) -> Iterator[Shown]:
    if isinstance(node, list):
        for one in node:
            yield from _shown(one, secrets, place)
    for name, value in node.items() if isinstance(node, dict) else ():
        secret = secrets.get(name)
        where = f"{place}.{name}".strip(".")
        if secret is None or value in (None, ""):
            yield from _shown(value, secrets, where)
        elif isinstance(value, dict) and isinstance(secret, dict):
            for entry, mask in value.items():
                if entry in secret:
                    yield Shown(f"{where}.{entry}", mask, secret[entry])
        else:
            yield Shown(where, value, secret)


def _replanted(trial: Trial, planted: Planted, other: Callable[[str], str]) -> Planted:
    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            return {name: walk(value) for name, value in node.items()}
        return other(node) if isinstance(node, str) and trial.secrets.told_by(node) else node

    fields = {
        name: walk(value) if name in trial.contract.masks else value for name, value in planted.fields.items()
    }
    return Planted(planted.provider, None if planted.key is None else other(planted.key), fields)


def _unlike(trial: Trial, old: str) -> str:
    """A secret that no mask can show as it may show the old one."""
    prefix = "yz" if old[0] != "y" else "mn"
    while True:
        new = trial.secret(prefix, max(len(old), LENGTH))
        if all(one != other for one, other in zip(new[-LAST:], old[-LAST:], strict=True)):
            return new


def _count(trial: Trial, fields: Mapping[str, Any]) -> int:
    return sum(name in trial.contract.masks for name in fields)
