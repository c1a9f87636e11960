"""What is stored: organisations, workspaces, keys, integrations with their models and grants, and providers.

A provider and a virtual key are one row of `providers`. Everything that hangs on an integration, a
workspace or an organisation goes with it through the foreign keys. `position` is the order of creation,
which lists keep.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, validates

from .clock import now
from .texts import AnyText

type_of_json = JSON(none_as_null=True)
# SQLite numbers rows by itself only where the type is INTEGER, which holds 64 bits there.
type_of_position = BigInteger().with_variant(Integer(), "sqlite")


def new_id() -> str:
    """A fresh resource id."""
    return str(uuid4())


class Base(DeclarativeBase):
    """The root of the tables."""

    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it by this name
        dict[str, Any]: type_of_json,
        list[Any]: type_of_json,
        bytes: LargeBinary,
        str: AnyText(),
    }


class DataKey(Base):
    """A key that seals secrets, itself wrapped with a master key; the last one seals what is new."""

    __tablename__ = "data_keys"
    __table_args__ = ({"sqlite_autoincrement": True},)

    position: Mapped[int] = mapped_column(type_of_position, primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    wrapped: Mapped[bytes]
    master_key_id: Mapped[str]
    created_at: Mapped[str] = mapped_column(default=now)


class Organisation(Base):
    __tablename__ = "organisations"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[str] = mapped_column(default=now)


class Workspace(Base):
    __tablename__ = "workspaces"
    __table_args__ = (UniqueConstraint("organisation_id", "slug"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    slug: Mapped[str]
    name: Mapped[str]
    created_at: Mapped[str] = mapped_column(default=now)


class ApiKey(Base):
    """A caller's key: a salted hash, never the key. With a workspace it is a workspace key, without one an
    admin key.
    """

    __tablename__ = "api_keys"
    __table_args__ = (Index("api_keys_by_prefix", "prefix"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    workspace_id: Mapped[str | None] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    name: Mapped[str]
    prefix: Mapped[str]
    """What is seen of the key, and finds it."""
    salt: Mapped[bytes]
    hash: Mapped[bytes]
    scopes: Mapped[list[Any]]
    created_at: Mapped[str] = mapped_column(default=now)
    revoked_at: Mapped[str | None]


class Integration(Base):
    __tablename__ = "integrations"
    __table_args__ = (
        UniqueConstraint("organisation_id", "slug"),
        Index("integrations_in_order", "organisation_id", "position"),
        {"sqlite_autoincrement": True},
    )

    position: Mapped[int] = mapped_column(type_of_position, primary_key=True)
    id: Mapped[str] = mapped_column(unique=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    workspace_id: Mapped[str | None] = mapped_column(
        ForeignKey("workspaces.id", ondelete="CASCADE"), index=True
    )
    slug: Mapped[str]
    name: Mapped[str]
    description: Mapped[str | None]
    ai_provider_id: Mapped[str]
    made_by_virtual_key: Mapped[bool] = mapped_column(default=False)
    """Made to hold the credentials of a virtual key, and deleted with it."""
    sealed_credentials: Mapped[bytes]
    secret_mappings: Mapped[list[Any]] = mapped_column(default=list)
    pricing_adjustments: Mapped[dict[str, Any] | None]
    allow_all_models: Mapped[bool] = mapped_column(default=True)
    global_access: Mapped[dict[str, Any] | None]
    is_open_to_all: Mapped[bool] = mapped_column(default=False, server_default=false())
    """What `global_access` says, where queries can ask for it."""
    created_at: Mapped[str] = mapped_column(default=now)
    last_updated_at: Mapped[str | None]

    @validates("global_access")
    def _open_or_close(self, _: str, settings: dict[str, Any] | None) -> dict[str, Any] | None:
        self.is_open_to_all = settings is not None and bool(settings["enabled"])
        return settings


class IntegrationModel(Base):
    """What a caller said of one model; models that are not mentioned have no row."""

    __tablename__ = "integration_models"
    __table_args__ = (UniqueConstraint("integration_id", "slug"), {"sqlite_autoincrement": True})

    position: Mapped[int] = mapped_column(type_of_position, primary_key=True)
    id: Mapped[str] = mapped_column(unique=True, default=new_id)
    integration_id: Mapped[str] = mapped_column(ForeignKey("integrations.id", ondelete="CASCADE"))
    slug: Mapped[str]
    name: Mapped[str | None]
    enabled: Mapped[bool]
    is_custom: Mapped[bool | None]
    is_finetune: Mapped[bool | None]
    base_model_slug: Mapped[str | None]
    pricing_config: Mapped[dict[str, Any] | None]
    sealed_configurations: Mapped[bytes | None]
    created_at: Mapped[str] = mapped_column(default=now)
    last_updated_at: Mapped[str | None]


class Grant(Base):
    """What one workspace may do with an integration; a workspace without a row has the global default."""

    __tablename__ = "grants"

    integration_id: Mapped[str] = mapped_column(
        ForeignKey("integrations.id", ondelete="CASCADE"), primary_key=True
    )
    workspace_id: Mapped[str] = mapped_column(
        ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    enabled: Mapped[bool]
    usage_limits: Mapped[list[Any] | None]
    rate_limits: Mapped[list[Any] | None]
    created_at: Mapped[str] = mapped_column(default=now)
    last_updated_at: Mapped[str | None]


class Provider(Base):
    """An integration as one workspace uses it: `/providers` and `/virtual-keys` are two views of this row."""

    __tablename__ = "providers"
    __table_args__ = (
        UniqueConstraint("organisation_id", "slug"),
        Index("providers_in_order", "organisation_id", "position"),
        Index("providers_of_a_workspace_in_order", "workspace_id", "position"),
        Index(
            "one_provider_for_a_grant",
            "integration_id",
            "workspace_id",
            unique=True,
            sqlite_where=text("made_by_grant"),
        ),
        {"sqlite_autoincrement": True},
    )

    position: Mapped[int] = mapped_column(type_of_position, primary_key=True)
    id: Mapped[str] = mapped_column(unique=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    integration_id: Mapped[str] = mapped_column(ForeignKey("integrations.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str]
    name: Mapped[str]
    note: Mapped[str | None]
    made_by_grant: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Made because access was given; there is at most one for each grant."""
    usage_limits: Mapped[dict[str, Any] | None]
    rate_limits: Mapped[list[Any] | None]
    expires_at: Mapped[str | None]
    last_reset_at: Mapped[str | None]
    created_at: Mapped[str] = mapped_column(default=now)
    last_updated_at: Mapped[str | None]


class _Usage:
    """What was used since a moment: since the budget last started again, or since the first use."""

    cost: Mapped[int] = mapped_column(BigInteger, default=0)
    """In millionths of a cent: whole numbers, so that sums are exact."""
    tokens: Mapped[int] = mapped_column(BigInteger, default=0)
    since: Mapped[str] = mapped_column(default=now)
    rates: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By unit, what was counted in the last minute, hour and day that had any use."""


class ProviderUsage(_Usage, Base):
    """What was used through one provider; one that was never used has no row."""

    __tablename__ = "provider_usage"

    provider_id: Mapped[str] = mapped_column(ForeignKey("providers.id", ondelete="CASCADE"), primary_key=True)


class WorkspaceUsage(_Usage, Base):
    """What a workspace used of an integration, through whichever of its providers."""

    __tablename__ = "workspace_usage"

    integration_id: Mapped[str] = mapped_column(
        ForeignKey("integrations.id", ondelete="CASCADE"), primary_key=True
    )
    workspace_id: Mapped[str] = mapped_column(
        ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class SecretReference(Base):
    """An external secret that mappings may name; with a workspace, that workspace alone sees it."""

    __tablename__ = "secret_references"
    __table_args__ = (UniqueConstraint("organisation_id", "slug"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    workspace_id: Mapped[str | None] = mapped_column(
        ForeignKey("workspaces.id", ondelete="CASCADE"), index=True
    )
    slug: Mapped[str]
    created_at: Mapped[str] = mapped_column(default=now)


class ClockSetting(Base):
    """The clock that a test set, for all workers; at most one row."""

    __tablename__ = "clock"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    moment: Mapped[str]
    """What it showed when the machine's clock showed `set_at`, or shows where that is null."""
    set_at: Mapped[str | None]


class AuditEntry(Base):
    """Who did what to which resource. It outlives all that it tells of, so it refers to nothing."""

    __tablename__ = "audit_log"
    __table_args__ = (
        Index("audit_log_of_an_organisation", "organisation_id", "position"),
        Index("audit_log_of_a_resource", "resource_id", "position"),
        {"sqlite_autoincrement": True},
    )

    position: Mapped[int] = mapped_column(type_of_position, primary_key=True)
    at: Mapped[str] = mapped_column(default=now)
    organisation_id: Mapped[str | None]
    key_id: Mapped[str | None]
    """The API key that was used, where one was."""
    actor: Mapped[str]
    """The visible prefix of that key, or the operator's name on the machine."""
    operation: Mapped[str]
    """The id of an operation of the contract, or a command."""
    resource_type: Mapped[str | None]
    resource_id: Mapped[str | None]
    resource_slug: Mapped[str | None]
    address: Mapped[str | None]
    request_id: Mapped[str | None]


class Count(Base):
    """How many rows of a table an organisation has in a workspace; triggers keep it."""

    __tablename__ = "counts"

    organisation_id: Mapped[str] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True
    )
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    """Empty for what belongs to no workspace."""
    counted: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)
