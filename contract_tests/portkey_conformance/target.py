"""What the judge may use: the base URL, keys by role, and two workspaces.

The target file names environment variables and never holds a key. Values come from the environment or from
a ``target.env`` beside the file.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROLES = ("admin", "workspace", "other_workspace", "read_only", "other_organisation", "revoked")
DEFAULT_VARIABLE = "PORTKEY_API_KEY"

WHAT_A_ROLE_IS = {
    "admin": "an organisation key with every scope",
    "workspace": "a key of workspaces.first",
    "other_workspace": "a key of workspaces.second",
    "read_only": "an organisation key with only read and list scopes",
    "other_organisation": "an admin key of another organisation",
    "revoked": "a key that was revoked",
}


class UsageError(Exception):
    """The command line, the target file or the environment cannot be used as they are."""


@dataclass(frozen=True)
class Workspace:
    """A workspace that the judge may grant access to."""

    id: str
    slug: str

    @property
    def query(self) -> dict[str, str]:
        """The parameter that names it."""
        return {"workspace_id": self.id}


@dataclass(frozen=True)
class Key:
    """A key that the judge may send, and the environment variable that a reader finds it under."""

    role: str
    variable: str
    value: str = field(repr=False)


@dataclass(frozen=True)
class Target:
    """The server under judgement, with what its operator lets the judge use."""

    base_url: str
    keys: Mapping[str, Key]
    first: Workspace | None = None
    second: Workspace | None = None

    def missing(self, needs: tuple[str, ...]) -> list[str]:
        """What of ``needs`` (roles, ``first``, ``second``) this target lacks, and how to give it."""
        lacks = []
        for need in needs:
            if need in ("first", "second"):
                if getattr(self, need) is None:
                    lacks.append(f"[workspaces.{need}] with id and slug in the target file")
            elif need not in self.keys:
                lacks.append(f"keys.{need} in the target file ({WHAT_A_ROLE_IS[need]})")
        return lacks


def load_target(
    base_url: str | None, file: Path | None, environment: Mapping[str, str] | None = None
) -> Target:
    """Combine the command line, the target file and the environment.

    Raises:
        UsageError: No base URL, no key, or a file that cannot be read as a target.
    """
    environment = os.environ if environment is None else environment
    if file is None:
        return _without_file(base_url, environment)
    described = _read_toml(file)
    values = {**_read_env(file.with_name("target.env")), **environment}
    url = base_url or described.get("base_url")
    if url is not None and not isinstance(url, str):
        raise UsageError(f'{file}: base_url must be a string, such as "https://HOST/v1".')
    if not url:
        raise UsageError(f"No base URL: give one as argument or as base_url in {file}.")
    keys = {}
    for role, variable in _table(described, "keys", file).items():
        if role not in ROLES:
            raise UsageError(f"{file}: keys.{role} is not a role; the roles are {', '.join(ROLES)}.")
        if not isinstance(variable, str) or not variable.isidentifier():
            raise UsageError(f"{file}: keys.{role} must name an environment variable, not hold the key.")
        if values.get(variable):
            keys[role] = Key(role, variable, values[variable])
    if "admin" not in keys and environment.get(DEFAULT_VARIABLE):
        keys["admin"] = Key("admin", DEFAULT_VARIABLE, environment[DEFAULT_VARIABLE])
    if not keys:
        raise UsageError(
            f"No key: none of the variables that {file} names is set, nor is {DEFAULT_VARIABLE}."
        )
    if "admin" not in keys:
        raise UsageError(f"No admin key: set the variable that keys.admin in {file} names.")
    workspaces = _table(described, "workspaces", file)
    return Target(
        checked_url(url),
        keys,
        _workspace(workspaces, "first", file),
        _workspace(workspaces, "second", file),
    )


def _without_file(base_url: str | None, environment: Mapping[str, str]) -> Target:
    if not base_url:
        raise UsageError("No base URL: give one as argument, or a --target file with base_url.")
    key = environment.get(DEFAULT_VARIABLE)
    if not key:
        raise UsageError(f"No key: set {DEFAULT_VARIABLE}, or give a --target file that names variables.")
    return Target(checked_url(base_url), {"admin": Key("admin", DEFAULT_VARIABLE, key)})


def checked_url(url: str) -> str:
    if not url.startswith(("http://", "https://")) or not url.split("://", 1)[1].strip("/"):
        raise UsageError(f"{url!r} is not an http or https URL; it looks like https://HOST/v1.")
    if "?" in url or "#" in url:
        raise UsageError(f"{url!r}: a base URL has neither a query nor a fragment.")
    if "@" in url.split("://", 1)[1].split("/", 1)[0]:
        raise UsageError("The base URL must not carry a user name or password.")
    return url.rstrip("/")


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(f"{file} does not exist.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read: {error}.") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file} is not valid TOML: {error}.") from None


def _read_env(file: Path) -> dict[str, str]:
    """``NAME=value`` lines; quotes around a value and ``export`` before a name are taken off."""
    if not file.is_file():
        return {}
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read: {error}.") from None
    values = {}
    for line in text.splitlines():
        name, separator, value = line.strip().removeprefix("export ").partition("=")
        if separator and not name.startswith("#"):
            values[name.strip()] = value.strip().strip("\"'")
    return values


def _table(described: Mapping[str, Any], name: str, file: Path) -> Mapping[str, Any]:
    table = described.get(name, {})
    if not isinstance(table, dict):
        raise UsageError(f"{file}: {name} must be a table.")
    return table


def _workspace(workspaces: Mapping[str, Any], name: str, file: Path) -> Workspace | None:
    entry = workspaces.get(name)
    if entry is None:
        return None
    if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) for key in ("id", "slug")):
        raise UsageError(f"{file}: workspaces.{name} needs id and slug, both strings.")
    return Workspace(entry["id"], entry["slug"])
