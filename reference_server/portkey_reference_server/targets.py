"""The two files that tell a judge where a server is and what it may use: `target.toml` and, beside it,
`target.env`.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .errors import OperatorError

VARIABLES: Mapping[str, str] = {
    "admin": "PORTKEY_ADMIN_KEY",
    "workspace": "PORTKEY_WORKSPACE_KEY",
    "other_workspace": "PORTKEY_OTHER_WORKSPACE_KEY",
    "read_only": "PORTKEY_READ_ONLY_KEY",
    "other_organisation": "PORTKEY_OTHER_ORGANISATION_KEY",
    "revoked": "PORTKEY_REVOKED_KEY",
}
"""The environment variable of each key that a target can name."""


@dataclass(frozen=True)
class TargetWorkspace:
    """A workspace that a judge may use."""

    id: str
    slug: str


@dataclass(frozen=True)
class Target:
    """Where a server is, its keys, and its workspaces by name."""

    base_url: str
    keys: Mapping[str, str] = field(repr=False)
    workspaces: Mapping[str, TargetWorkspace]

    def write(self, file: Path) -> None:
        """Writes both files into a directory, made if missing; the keys go to the one that is private."""
        lines = [f'base_url = "{self.base_url}"', "", "[keys]"]
        lines += [f'{name} = "{VARIABLES[name]}"' for name in self.keys]
        for name, workspace in self.workspaces.items():
            lines += ["", f"[workspaces.{name}]", f'id = "{workspace.id}"', f'slug = "{workspace.slug}"']
        values = [f"{VARIABLES[name]}={key}" for name, key in self.keys.items()]
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            _replace(environment_file(file), "\n".join(values) + "\n", mode=0o600)
            _replace(file, "\n".join(lines) + "\n", mode=0o644)
        except OSError as error:
            raise OperatorError(f"The target file {file} cannot be written.") from error


def environment_file(target_file: Path) -> Path:
    """The file of keys beside a target file."""
    return target_file.with_name("target.env")


def read_keys(target_file: Path) -> dict[str, str]:
    """The keys that were written beside a target file, or none."""
    try:
        lines = environment_file(target_file).read_text().splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    values = dict(line.split("=", 1) for line in lines if "=" in line)
    return {name: values[variable] for name, variable in VARIABLES.items() if variable in values}


def _replace(file: Path, text: str, *, mode: int) -> None:
    """Writes a file at once, so that nobody reads half of it, and with its mode from the first byte."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(descriptor, "w") as temporary:
            temporary.write(text)
        os.chmod(name, mode)
        os.replace(name, file)
    except OSError:
        os.unlink(name)
        raise
