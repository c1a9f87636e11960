"""The tables as release 0.1.0 makes them, on SQLite only."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_JSON = sa.JSON(none_as_null=True)
_POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _id(*, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(
        "id", sa.String(), nullable=False, primary_key=primary_key, unique=not primary_key or None
    )


def _refers_to(table: str) -> sa.Column[str]:
    name = f"{table.removesuffix('s')}_id"
    return sa.Column(name, sa.String(), sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=False)


def _created() -> sa.Column[str]:
    return sa.Column("created_at", sa.String(), nullable=False)


def _updated() -> sa.Column[str]:
    return sa.Column("last_updated_at", sa.String())


def upgrade() -> None:
    op.create_table(
        "vault_check", _id(primary_key=True), sa.Column("sealed", sa.LargeBinary(), nullable=False)
    )
    op.create_table(
        "organisations",
        _id(primary_key=True),
        sa.Column("name", sa.String(), nullable=False, unique=True),
        _created(),
    )
    op.create_table(
        "workspaces",
        _id(primary_key=True),
        _refers_to("organisations"),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        _created(),
        sa.UniqueConstraint("organisation_id", "slug"),
    )
    op.create_table(
        "api_keys",
        _id(primary_key=True),
        _refers_to("organisations"),
        sa.Column("workspace_id", sa.String(), sa.ForeignKey("workspaces.id", ondelete="CASCADE")),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False, unique=True),
        sa.Column("scopes", _JSON, nullable=False),
        _created(),
        sa.Column("revoked_at", sa.String()),
    )
    op.create_table(
        "integrations",
        sa.Column("position", _POSITION, primary_key=True, nullable=False),
        _id(),
        _refers_to("organisations"),
        sa.Column(
            "workspace_id", sa.String(), sa.ForeignKey("workspaces.id", ondelete="CASCADE"), index=True
        ),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String()),
        sa.Column("ai_provider_id", sa.String(), nullable=False),
        sa.Column("made_by_virtual_key", sa.Boolean(), nullable=False),
        sa.Column("sealed_credentials", sa.LargeBinary(), nullable=False),
        sa.Column("secret_mappings", _JSON, nullable=False),
        sa.Column("pricing_adjustments", _JSON),
        sa.Column("allow_all_models", sa.Boolean(), nullable=False),
        sa.Column("global_access", _JSON),
        _created(),
        _updated(),
        sa.UniqueConstraint("organisation_id", "slug"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "integration_models",
        sa.Column("position", _POSITION, primary_key=True, nullable=False),
        _id(),
        _refers_to("integrations"),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String()),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("is_custom", sa.Boolean()),
        sa.Column("is_finetune", sa.Boolean()),
        sa.Column("base_model_slug", sa.String()),
        sa.Column("pricing_config", _JSON),
        sa.Column("sealed_configurations", sa.LargeBinary()),
        _created(),
        _updated(),
        sa.UniqueConstraint("integration_id", "slug"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "grants",
        _refers_to("integrations"),
        _refers_to("workspaces"),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("usage_limits", _JSON),
        sa.Column("rate_limits", _JSON),
        _created(),
        _updated(),
        sa.PrimaryKeyConstraint("integration_id", "workspace_id"),
    )
    op.create_index("ix_grants_workspace_id", "grants", ["workspace_id"])
    op.create_table(
        "providers",
        sa.Column("position", _POSITION, primary_key=True, nullable=False),
        _id(),
        _refers_to("organisations"),
        _refers_to("workspaces"),
        _refers_to("integrations"),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("note", sa.String()),
        sa.Column("is_exhausted", sa.Boolean(), nullable=False),
        sa.Column("usage_limits", _JSON),
        sa.Column("rate_limits", _JSON),
        sa.Column("expires_at", sa.String()),
        sa.Column("last_reset_at", sa.String()),
        _created(),
        _updated(),
        sa.UniqueConstraint("organisation_id", "slug"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_providers_workspace_id", "providers", ["workspace_id"])
    op.create_index("ix_providers_integration_id", "providers", ["integration_id"])
