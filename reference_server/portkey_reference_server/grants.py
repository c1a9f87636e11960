"""What a workspace's access to an integration brings with it: a grant, and a provider to use it through."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Boolean, ColumnElement, and_, bindparam, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from .audit import Change
from .calls import Call
from .errors import invalid
from .slugs import slug_from, slugs_from
from .statements import Statement, Transaction
from .tables import Grant, Integration, Provider, Workspace, new_id
from .texts import AnyText

_AT_ONCE = 5000
_NOTE = "Created automatically on integration access grant"


def open_to_own_workspace(
    call: Call,
    integration: Integration,
    workspace: Workspace,
    *,
    with_provider: bool,
    provider_slug: str | None,
) -> None:
    """Grants a workspace-scoped integration to its workspace."""
    call.session.add(Grant(integration_id=integration.id, workspace_id=workspace.id, enabled=True))
    call.session.flush()
    if with_provider:
        add_default_providers(call, integration, {workspace.id: provider_slug})


def add_default_providers(call: Call, integration: Integration, slugs: Mapping[str, str | None]) -> None:
    """Adds the providers that grants make: by the workspace's id the slug that was asked for, or None for
    one of our choice. Raises 400 for a slug that is taken.
    """
    asked = [slug for slug in slugs.values() if slug is not None]
    if len(set(asked)) < len(asked) or taken_provider_slugs(call.session, integration.organisation_id, asked):
        raise invalid("default_provider_slug is taken by another provider.")
    free = iter(
        slugs_from(
            integration.slug,
            len(slugs) - len(asked),
            fallback="provider",
            taken_of=lambda wanted: (
                taken_provider_slugs(call.session, integration.organisation_id, wanted)
                | wanted.intersection(asked)
            ),
        )
    )
    rows: list[dict[str, Any]] = [
        {
            "id": new_id(),
            "organisation_id": integration.organisation_id,
            "workspace_id": workspace_id,
            "integration_id": integration.id,
            "slug": next(free) if slug is None else slug,
            "name": integration.name,
            "note": _NOTE,
            "made_by_grant": True,
        }
        for workspace_id, slug in slugs.items()
    ]
    call.session.flush()
    if rows:
        # All at once; objects would be added one by one, each to learn its position.
        call.session.execute(insert(Provider), rows)
    call.changes.extend(Change("provider", row["id"], row["slug"]) for row in rows)


def taken_provider_slugs(session: Session, organisation_id: str, slugs: Collection[str]) -> set[str]:
    """Those of the slugs that would name two providers; an id is a name, too."""
    taken: set[str] = set()
    for some in portions(slugs):
        rows = session.execute(
            select(Provider.slug, Provider.id).where(
                Provider.organisation_id == organisation_id,
                or_(Provider.slug.in_(some), Provider.id.in_(some)),
            )
        )
        taken.update(name for row in rows for name in row)
    return taken.intersection(slugs)


def is_provider_slug_taken(session: Session, organisation_id: str, slug: str) -> bool:
    """Whether a slug would name two providers; an id is a name, too."""
    return bool(taken_provider_slugs(session, organisation_id, [slug]))


def free_provider_slug(
    session: Session, organisation_id: str, name: str, *, always_suffix: bool = False
) -> str:
    """A slug for a provider of that name."""
    return slug_from(
        name,
        fallback="provider",
        is_taken=lambda slug: is_provider_slug_taken(session, organisation_id, slug),
        always_suffix=always_suffix,
    )


_ACCESS = Statement(
    select(func.count().label("number"))
    .select_from(Workspace)
    .outerjoin(
        Grant,
        and_(
            Grant.workspace_id == Workspace.id,
            Grant.integration_id == bindparam("integration_id", type_=AnyText()),
        ),
    )
    .where(
        Workspace.organisation_id == bindparam("organisation_id", type_=AnyText()),
        or_(Grant.enabled, and_(Grant.enabled.is_(None), bindparam("by_default", type_=Boolean()))),
    )
)


def count_of_workspaces_with_access(transaction: Transaction, integration: Any) -> int:
    """How many workspaces may use an integration, given as such or as its row."""
    values = {
        "integration_id": integration.id,
        "organisation_id": integration.organisation_id,
        "by_default": _is_open_by_default(integration),
    }
    number: int = transaction.rows(_ACCESS, values)[0].number
    return number


def _is_open_by_default(integration: Any) -> bool:
    return integration.workspace_id is None and integration.is_open_to_all


def with_access(
    integration: Integration, workspaces: Sequence[Workspace], own: Mapping[str, Grant]
) -> list[Workspace]:
    """Those of the workspaces that may use an integration, by their own grant or by the global default."""
    by_default = _is_open_by_default(integration)
    return [
        workspace
        for workspace in workspaces
        if (own[workspace.id].enabled if workspace.id in own else by_default)
    ]


def grants_of(session: Session, integration: Integration) -> Sequence[Grant]:
    """The grants of single workspaces, in the order in which they were made."""
    return session.scalars(
        select(Grant)
        .where(Grant.integration_id == integration.id)
        .order_by(Grant.created_at, Grant.workspace_id)
    ).all()


def providers_of(
    session: Session, integration: Integration, workspace_ids: Collection[str]
) -> list[Provider]:
    """The providers through which workspaces use an integration."""
    return [
        provider
        for some in portions(workspace_ids)
        for provider in session.scalars(select(Provider).where(*_through(integration, some)))
    ]


def remove_providers(call: Call, integration: Integration, workspace_ids: Collection[str]) -> None:
    """Deletes the providers through which workspaces used an integration."""
    for provider in providers_of(call.session, integration, workspace_ids):
        call.changed(provider)
    for some in portions(workspace_ids):
        call.session.execute(delete(Provider).where(*_through(integration, some)))


def _through(integration: Integration, workspace_ids: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    return Provider.integration_id == integration.id, Provider.workspace_id.in_(workspace_ids)


def portions(values: Collection[str]) -> Iterator[Sequence[str]]:
    """The values in as many as one statement takes: SQLite has 32,766 parameters, PostgreSQL 65,535."""
    rows = list(values)
    return (rows[first : first + _AT_ONCE] for first in range(0, len(rows), _AT_ONCE))
