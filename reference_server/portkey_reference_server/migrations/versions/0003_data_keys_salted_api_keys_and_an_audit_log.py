"""Data keys between the master key and secrets; API keys as salted hashes with a prefix; an audit log."""

import secrets

import sqlalchemy as sa
from alembic import op

from portkey_reference_server.auth import hash_of, prefix_of_old

revision = "0003"
down_revision = "0002"

_JSON = sa.JSON(none_as_null=True)
_POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "data_keys",
        sa.Column("position", _POSITION, primary_key=True, nullable=False),
        sa.Column("id", sa.String(), nullable=False, unique=True),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("master_key_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.drop_table("vault_check")  # data keys unwrap with the right master key only
    _salt_api_keys()
    op.create_table(
        "audit_log",
        sa.Column("position", _POSITION, primary_key=True, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String()),
        sa.Column("key_id", sa.String()),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("resource_type", sa.String()),
        sa.Column("resource_id", sa.String()),
        sa.Column("resource_slug", sa.String()),
        sa.Column("address", sa.String()),
        sa.Column("request_id", sa.String()),
        sqlite_autoincrement=True,
    )
    op.create_index("audit_log_of_an_organisation", "audit_log", ["organisation_id", "position"])
    op.create_index("audit_log_of_a_resource", "audit_log", ["resource_id", "position"])


def _salt_api_keys() -> None:
    """The table is made anew: a column that is unique cannot be dropped in SQLite."""
    old = sa.table(
        "api_keys",
        *map(sa.column, ("id", "organisation_id", "workspace_id", "name", "digest", "created_at")),
        sa.column("scopes", _JSON),
        sa.column("revoked_at"),
    )
    rows = [dict(row._mapping) for row in op.get_bind().execute(sa.select(old))]
    op.drop_table("api_keys")
    new = op.create_table(
        "api_keys",
        sa.Column("id", sa.String(), nullable=False, primary_key=True),
        sa.Column(
            "organisation_id",
            sa.String(),
            sa.ForeignKey("organisations.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("workspace_id", sa.String(), sa.ForeignKey("workspaces.id", ondelete="CASCADE")),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("scopes", _JSON, nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("revoked_at", sa.String()),
    )
    op.create_index("api_keys_by_prefix", "api_keys", ["prefix"])
    for row in rows:
        digest, salt = row.pop("digest"), secrets.token_bytes(16)
        hashed = hash_of(bytes.fromhex(digest), salt)
        op.execute(new.insert().values(**row, prefix=prefix_of_old(digest), salt=salt, hash=hashed))
