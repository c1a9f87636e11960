"""How many integrations and providers there are, without counting them: triggers keep the numbers.

A list tells its total, and counting a million rows takes longer than reading a page of them. The numbers
change in the transaction of what they count, whoever writes and whatever a deletion takes along.
"""

from __future__ import annotations

from sqlalchemy import DDL, bindparam, event, func, select

from .statements import Statement, Transaction
from .tables import Base, Count, Integration, Provider
from .texts import AnyText

NO_WORKSPACE = ""
"""Stands for the workspace of an integration that belongs to the whole organisation."""

COUNTED: dict[str, type[Integration] | type[Provider]] = {
    "integrations": Integration,
    "providers": Provider,
}


def total(
    transaction: Transaction,
    what: type[Integration] | type[Provider],
    organisation_id: str,
    *,
    workspace_id: str | None = None,
    in_workspaces: bool | None = None,
) -> int:
    """How many an organisation has: all, those of one workspace, those of any, or those of none."""
    values = {"organisation_id": organisation_id, "counted": what.__tablename__}
    if workspace_id is not None:
        [(number,)] = transaction.rows(_OF_ONE_WORKSPACE, {**values, "workspace_id": workspace_id})
    else:
        [(number,)] = transaction.rows(_TOTALS[in_workspaces], values)
    return int(number or 0)


_ALL = select(func.sum(Count.number).label("number")).where(
    Count.organisation_id == bindparam("organisation_id", type_=AnyText()),
    Count.counted == bindparam("counted", type_=AnyText()),
)
_OF_ONE_WORKSPACE = Statement(_ALL.where(Count.workspace_id == bindparam("workspace_id", type_=AnyText())))
_TOTALS = {
    None: Statement(_ALL),
    True: Statement(_ALL.where(Count.workspace_id != NO_WORKSPACE)),
    False: Statement(_ALL.where(Count.workspace_id == NO_WORKSPACE)),
}


def triggers(dialect: str, counted: str) -> list[str]:
    """The statements that make the triggers of a table."""
    added = f"""
        INSERT INTO counts (organisation_id, workspace_id, counted, number)
        VALUES (NEW.organisation_id, coalesce(NEW.workspace_id, ''), '{counted}', 1)
        ON CONFLICT (organisation_id, workspace_id, counted) DO UPDATE SET number = counts.number + 1;
    """  # noqa: S608 - our own names
    removed = f"""
        UPDATE counts SET number = number - 1
        WHERE organisation_id = OLD.organisation_id AND workspace_id = coalesce(OLD.workspace_id, '')
        AND counted = '{counted}';
    """  # noqa: S608 - our own names
    made = []
    for name, moment, statement in (("added", "INSERT", added), ("removed", "DELETE", removed)):
        trigger = f"{counted}_{name}"
        if dialect == "sqlite":
            made.append(f"CREATE TRIGGER {trigger} AFTER {moment} ON {counted} BEGIN {statement} END")
        else:
            made.append(
                f"CREATE OR REPLACE FUNCTION count_{trigger}() RETURNS trigger LANGUAGE plpgsql"
                f" AS $$ BEGIN {statement} RETURN NULL; END $$"
            )
            made.append(
                f"CREATE TRIGGER {trigger} AFTER {moment} ON {counted}"
                f" FOR EACH ROW EXECUTE FUNCTION count_{trigger}()"
            )
    return made


for _counted in COUNTED:
    for _dialect in ("sqlite", "postgresql"):
        for _statement in triggers(_dialect, _counted):
            event.listen(
                Base.metadata.tables[_counted],
                "after_create",
                DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call]
            )
