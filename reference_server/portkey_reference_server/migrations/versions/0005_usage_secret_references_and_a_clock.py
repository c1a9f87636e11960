"""What is used of limits, secret references, and the clock that a test sets.

Whether a provider is exhausted follows from what is used; nothing ever set the column that said so.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def _usage() -> list[sa.Column[Any]]:
    return [
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("tokens", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.String(), nullable=False),
        sa.Column("rates", sa.JSON(none_as_null=True), nullable=False),
    ]


def _of(name: str, table: str, *, primary_key: bool = False, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(
        name,
        sa.String(),
        sa.ForeignKey(f"{table}.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=nullable,
    )


def upgrade() -> None:
    op.create_table("provider_usage", _of("provider_id", "providers", primary_key=True), *_usage())
    op.create_table(
        "workspace_usage",
        _of("integration_id", "integrations", primary_key=True),
        _of("workspace_id", "workspaces", primary_key=True),
        *_usage(),
    )
    op.create_index("ix_workspace_usage_workspace_id", "workspace_usage", ["workspace_id"])
    op.create_table(
        "secret_references",
        sa.Column("id", sa.String(), primary_key=True),
        _of("organisation_id", "organisations"),
        _of("workspace_id", "workspaces", nullable=True),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.UniqueConstraint("organisation_id", "slug"),
    )
    op.create_index("ix_secret_references_workspace_id", "secret_references", ["workspace_id"])
    op.create_table(
        "clock",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("moment", sa.String(), nullable=False),
        sa.Column("set_at", sa.String(), nullable=True),
    )
    op.drop_column("providers", "is_exhausted")
