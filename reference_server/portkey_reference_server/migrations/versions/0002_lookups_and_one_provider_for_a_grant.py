"""Lists read in order from an index; one provider for a grant; the global default where queries can ask."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column(
        "integrations", sa.Column("is_open_to_all", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    integrations = sa.table(
        "integrations",
        sa.column("is_open_to_all", sa.Boolean()),
        sa.column("global_access", sa.JSON()),
    )
    op.execute(
        integrations.update()
        .where(integrations.c.global_access["enabled"].as_boolean())
        .values(is_open_to_all=True)
    )
    # Which providers of old were made by a grant is not known: theirs are left to the code.
    op.add_column(
        "providers", sa.Column("made_by_grant", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_index("integrations_in_order", "integrations", ["organisation_id", "position"])
    op.create_index("providers_in_order", "providers", ["organisation_id", "position"])
    op.create_index("providers_of_a_workspace_in_order", "providers", ["workspace_id", "position"])
    op.create_index(
        "one_provider_for_a_grant",
        "providers",
        ["integration_id", "workspace_id"],
        unique=True,
        sqlite_where=sa.text("made_by_grant"),
        postgresql_where=sa.text("made_by_grant"),
    )
    op.drop_index("ix_providers_workspace_id", "providers")
