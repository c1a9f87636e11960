"""What this server remembers."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any


def now() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    return str(uuid.uuid4())


@dataclass
class Workspace:
    slug: str
    name: str
    id: str = field(default_factory=new_id)


@dataclass
class Access:
    """What a workspace, or every workspace without an entry of its own, may do with an integration."""

    enabled: bool
    usage_limits: list[dict[str, Any]] | None = None
    rate_limits: list[dict[str, Any]] | None = None


@dataclass
class Integration:
    slug: str
    ai_provider_id: str
    name: str
    workspace: Workspace | None
    key: str = ""
    description: str | None = None
    configurations: dict[str, Any] = field(default_factory=dict)
    secret_mappings: list[dict[str, Any]] = field(default_factory=list)
    pricing_adjustments: dict[str, Any] | None = None
    unknown: dict[str, Any] = field(default_factory=dict)
    models: dict[str, dict[str, Any]] = field(default_factory=dict)
    allow_all_models: bool = True
    access: dict[str, Access] = field(default_factory=dict)
    """By the id of a workspace."""
    default: Access | None = None
    made_by_virtual_key: bool = False
    id: str = field(default_factory=new_id)
    created_at: datetime = field(default_factory=now)
    updated_at: datetime | None = None

    def access_of(self, workspace: Workspace) -> Access | None:
        return self.access.get(workspace.id, self.default)

    def enabled_for(self, workspace: Workspace) -> bool:
        access = self.access_of(workspace)
        return access is not None and access.enabled


@dataclass
class Provider:
    slug: str
    name: str
    integration: Integration
    workspace: Workspace
    note: str | None = None
    usage_limits: dict[str, Any] | None = None
    rate_limits: list[dict[str, Any]] | None = None
    expires_at: str | None = None
    secret_mappings: list[dict[str, Any]] = field(default_factory=list)
    id: str = field(default_factory=new_id)
    created_at: datetime = field(default_factory=now)
    updated_at: datetime | None = None


@dataclass
class Organisation:
    workspaces: list[Workspace]
    integrations: list[Integration] = field(default_factory=list)
    providers: list[Provider] = field(default_factory=list)
    id: str = field(default_factory=new_id)

    def workspace(self, named: str) -> Workspace | None:
        return next((one for one in self.workspaces if named in (one.id, one.slug)), None)

    def integration(self, named: str) -> Integration | None:
        by_slug = (one for one in self.integrations if one.slug == named)
        return next(by_slug, None) or next((one for one in self.integrations if one.id == named), None)

    def provider(self, named: str, workspace: Workspace | None) -> Provider | None:
        there = [one for one in self.providers if workspace in (None, one.workspace)]
        by_slug = (one for one in there if one.slug == named)
        return next(by_slug, None) or next((one for one in there if one.id == named), None)


@dataclass(frozen=True)
class Key:
    organisation: Organisation
    workspace: Workspace | None
    scopes: frozenset[str]
    revoked: bool = False

    @property
    def kind(self) -> str:
        return "organisation" if self.workspace is None else "workspace"


@dataclass
class World:
    """Two organisations, the first with three workspaces, and a key of each role that a judge may be told."""

    scopes: frozenset[str]
    organisations: list[Organisation] = field(init=False)
    keys: dict[str, Key] = field(init=False, repr=False)
    roles: dict[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        spaces = [Workspace(f"ws-{name}-{secrets.token_hex(3)}", name) for name in ("one", "two", "three")]
        ours, theirs = Organisation(spaces), Organisation([Workspace("ws-elsewhere", "elsewhere")])
        reading = frozenset(one for one in self.scopes if one.endswith((".read", ".list")))
        by_role = {
            "admin": Key(ours, None, self.scopes),
            "workspace": Key(ours, spaces[0], self.scopes),
            "other_workspace": Key(ours, spaces[1], self.scopes),
            "read_only": Key(ours, None, reading),
            "other_organisation": Key(theirs, None, self.scopes),
            "revoked": Key(ours, None, self.scopes, revoked=True),
        }
        self.organisations = [ours, theirs]
        self.roles = {role: f"other-{secrets.token_urlsafe(24)}" for role in by_role}
        self.keys = {self.roles[role]: key for role, key in by_role.items()}
