"""The credentials of an integration: its key and its configuration, and how they look from outside.

An answer is made from `masked_configurations`, never from `configurations`. The whole document is sealed
before it is stored, free-form fields included: what an unknown provider calls a secret is not ours to
guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .contract import Json, SecretField
from .masks import FEWEST_STARS, mask, stars_after

Secrets = Mapping[str, SecretField]
_KEY = "key"


@dataclass(frozen=True)
class Credentials:
    """A key and a configuration in clear; neither is shown in a `repr`."""

    secrets: Secrets = field(repr=False)
    """The secret fields of the contract, by name."""
    key: str | None = field(default=None, repr=False)
    configurations: Json = field(default_factory=dict, repr=False)
    stars: Mapping[str, int] = field(default_factory=dict, repr=False)
    """The stars of each mask, by the place of its secret, where they are more than the fewest."""

    def document(self) -> Json:
        """What is sealed and stored."""
        return {"key": self.key, "configurations": self.configurations, "stars": self.stars}

    @property
    def masked_key(self) -> str:
        """The mask of the key; empty where there is none."""
        return mask(self.key, self._stars_at(_KEY)) if self.key else ""

    @property
    def masked_configurations(self) -> Json:
        """The configuration with each secret replaced by its mask, under the mask's own name."""
        masked: Json = self._masked(self.configurations)
        return masked

    def updated(self, key: str | None, configurations: Json) -> Credentials:
        """Credentials after a partial update: what is sent replaces what is stored, all else stays.

        `key` None keeps the key. A secret whose own mask is sent back is kept. A field under a masked name
        is a part of an answer and never becomes anything.
        """
        sent = without_masks(configurations, self.secrets)
        merged = self.configurations | {
            name: self._kept(name, value) if name in self.secrets else value for name, value in sent.items()
        }
        new = Credentials(
            self.secrets, self.key if key is None or key == self.masked_key else key, merged, self.stars
        )
        before = dict(self._places())
        stars = {
            place: stars_after(before[place], self._stars_at(place), secret)
            for place, secret in new._places()
            if place in before
        }
        return Credentials(self.secrets, new.key, merged, stars)

    def _kept(self, name: str, value: Any) -> Any:
        """The value that is meant by what was sent for a secret field: a mask means the secret behind it."""
        stored = self.configurations.get(name)
        if isinstance(value, str) and stored is not None and value == self._mask_of(name, stored):
            return stored
        if isinstance(value, dict) and isinstance(stored, dict) and self.secrets[name].kind == "map":
            masks = self._mask_of(name, stored)
            return {
                entry: stored[entry] if masks.get(entry) == text else text for entry, text in value.items()
            }
        return value

    def _masked(self, item: Any) -> Any:
        if isinstance(item, list):
            return [self._masked(value) for value in item]
        if not isinstance(item, dict):
            return item
        answer: Json = {}
        for name, value in item.items():
            if name not in self.secrets:
                answer[name] = self._masked(value)
            elif value is not None:
                answer[self.secrets[name].masked_as] = self._mask_of(name, value)
        return answer

    def _mask_of(self, name: str, value: Any) -> Any:
        if self.secrets[name].kind == "map" and isinstance(value, dict):
            return {entry: mask(text, self._stars_at(f"{name}/{entry}")) for entry, text in value.items()}
        return mask(value, self._stars_at(name))

    def _places(self) -> Iterator[tuple[str, Any]]:
        """Every secret and where it stands."""
        if self.key:
            yield _KEY, self.key
        for name, value in self.configurations.items():
            if name not in self.secrets or value is None:
                continue
            if self.secrets[name].kind == "map" and isinstance(value, dict):
                yield from ((f"{name}/{entry}", text) for entry, text in value.items())
            else:
                yield name, value

    def _stars_at(self, place: str) -> int:
        return self.stars.get(place, FEWEST_STARS)


def without_masks(configurations: Json, secrets: Secrets) -> Json:
    """The configuration without fields that only answers have."""
    masked = {secret.masked_as for secret in secrets.values()}
    return {name: value for name, value in configurations.items() if name not in masked}
