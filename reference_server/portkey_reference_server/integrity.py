"""What must be true of a database, and is by its constraints and transactions: `serve check` looks anyway."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Select, and_, func, or_, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, aliased

from .counts import COUNTED, NO_WORKSPACE
from .storage import Store
from .tables import Count, Grant, Integration, IntegrationModel, Provider, Workspace

_MOST_NAMED = 10


def findings(store: Store) -> Iterator[str]:
    """A sentence for each thing that is wrong; none where nothing is."""
    try:
        yield from _in_the_database(store)
    except DBAPIError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        yield f"The database cannot be read to its end: {reason}"


def _in_the_database(store: Store) -> Iterator[str]:
    with store.read() as session:
        if session.get_bind().dialect.name == "sqlite":
            yield from _of_the_file(session)
        for rule, broken in _RULES.items():
            ids = session.scalars(broken.limit(_MOST_NAMED)).all()
            if ids:
                yield f"{rule}: {', '.join(ids)}"
        yield from _wrong_counts(session)
        yield from _secrets_that_do_not_open(store, session)


def _of_the_file(session: Session) -> Iterator[str]:
    for (line,) in session.execute(text("PRAGMA integrity_check")):
        if line != "ok":
            yield f"SQLite: {line}"
    for table, row, of, _ in session.execute(text("PRAGMA foreign_key_check")):
        yield f"SQLite: row {row} of {table} refers to a row of {of} that is not there"


def _wrong_counts(session: Session) -> Iterator[str]:
    kept = {
        (row.organisation_id, row.workspace_id, row.counted): row.number
        for row in session.scalars(select(Count))
        if row.number != 0
    }
    counted = {}
    for name, table in COUNTED.items():
        workspace = func.coalesce(table.workspace_id, NO_WORKSPACE)
        for organisation_id, workspace_id, number in session.execute(
            select(table.organisation_id, workspace, func.count()).group_by(table.organisation_id, workspace)
        ):
            counted[organisation_id, workspace_id, name] = number
    if kept != counted:
        yield "The numbers of integrations and providers that are kept are not those that are there"


def _secrets_that_do_not_open(store: Store, session: Session) -> Iterator[str]:
    columns = (
        ("integration", select(Integration.id, Integration.sealed_credentials)),
        ("model", select(IntegrationModel.id, IntegrationModel.sealed_configurations)),
    )
    for kind, rows in columns:
        for name, sealed in session.execute(rows.execution_options(yield_per=1000)):
            try:
                if sealed is not None:
                    store.vault.open(sealed, name)
            except InvalidTag:
                yield f"The secrets of the {kind} {name} do not open"


_namesake: Any = aliased(Integration)
_other: Any = aliased(Provider)
_RULES: dict[str, Select[Any]] = {
    "Integrations in a workspace of another organisation": select(Integration.id)
    .join(Workspace, Workspace.id == Integration.workspace_id)
    .where(Workspace.organisation_id != Integration.organisation_id),
    "Integrations without the grant of their own workspace": select(Integration.id)
    .outerjoin(
        Grant,
        and_(Grant.integration_id == Integration.id, Grant.workspace_id == Integration.workspace_id),
    )
    .where(Integration.workspace_id.is_not(None), Grant.integration_id.is_(None)),
    "Integrations granted to another organisation": select(Integration.id)
    .join(Grant, Grant.integration_id == Integration.id)
    .join(Workspace, Workspace.id == Grant.workspace_id)
    .where(Workspace.organisation_id != Integration.organisation_id),
    "Providers of another organisation than their integration or workspace": select(Provider.id)
    .join(Integration, Integration.id == Provider.integration_id)
    .join(Workspace, Workspace.id == Provider.workspace_id)
    .where(
        or_(
            Integration.organisation_id != Provider.organisation_id,
            Workspace.organisation_id != Provider.organisation_id,
        )
    ),
    "Integrations whose slug is the id of another": select(Integration.id).join(
        _namesake,
        and_(_namesake.id == Integration.slug, _namesake.organisation_id == Integration.organisation_id),
    ),
    "Providers whose slug is the id of another": select(Provider.id).join(
        _other, and_(_other.id == Provider.slug, _other.organisation_id == Provider.organisation_id)
    ),
}
