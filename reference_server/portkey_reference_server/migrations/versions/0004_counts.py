"""How many integrations and providers there are, kept by triggers."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

# As the triggers were when this revision was written: those of `counts.py` may change, these not.
_ADDED = """
    INSERT INTO counts (organisation_id, workspace_id, counted, number)
    VALUES (NEW.organisation_id, coalesce(NEW.workspace_id, ''), '{counted}', 1)
    ON CONFLICT (organisation_id, workspace_id, counted) DO UPDATE SET number = counts.number + 1;
"""
_REMOVED = """
    UPDATE counts SET number = number - 1
    WHERE organisation_id = OLD.organisation_id AND workspace_id = coalesce(OLD.workspace_id, '')
    AND counted = '{counted}';
"""
_THOSE_THERE = """
    INSERT INTO counts (organisation_id, workspace_id, counted, number)
    SELECT organisation_id, coalesce(workspace_id, ''), '{counted}', count(*) FROM {counted}
    GROUP BY organisation_id, coalesce(workspace_id, '')
"""


def upgrade() -> None:
    op.create_table(
        "counts",
        sa.Column(
            "organisation_id",
            sa.String(),
            sa.ForeignKey("organisations.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("counted", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "workspace_id", "counted"),
    )
    for counted in ("integrations", "providers"):
        op.execute(_THOSE_THERE.format(counted=counted))
        _make_trigger(counted, "added", "INSERT", _ADDED.format(counted=counted))
        _make_trigger(counted, "removed", "DELETE", _REMOVED.format(counted=counted))


def _make_trigger(counted: str, name: str, moment: str, statement: str) -> None:
    trigger = f"{counted}_{name}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {trigger} AFTER {moment} ON {counted} BEGIN {statement} END")
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION count_{trigger}() RETURNS trigger LANGUAGE plpgsql"
        f" AS $$ BEGIN {statement} RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {trigger} AFTER {moment} ON {counted}"
        f" FOR EACH ROW EXECUTE FUNCTION count_{trigger}()"
    )
