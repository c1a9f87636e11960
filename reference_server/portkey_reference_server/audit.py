"""The audit log: who did what to which resource, written in the transaction of what it tells of.

It holds names and ids, never a field that a request carried.
"""

from __future__ import annotations

import getpass
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from .tables import AuditEntry, Organisation


@dataclass(frozen=True)
class Change:
    """A resource that was made, changed or deleted."""

    resource_type: str
    resource_id: str
    resource_slug: str | None = None


def record_command(
    session: Session, command: str, change: Change | None, organisation_id: str | None
) -> None:
    """Notes what an operator did on the machine itself."""
    session.add(
        AuditEntry(
            organisation_id=organisation_id,
            actor=f"operator {_user()}",
            operation=command,
            resource_type=change and change.resource_type,
            resource_id=change and change.resource_id,
            resource_slug=change and change.resource_slug,
        )
    )


def entries(
    session: Session,
    *,
    organisation: str | None = None,
    resource: str | None = None,
    since: str | None = None,
    limit: int | None = None,
) -> Iterator[AuditEntry]:
    """The last `limit` entries, oldest first: of an organisation by name or id, of a resource by slug or id,
    from a moment on (RFC 3339, UTC).
    """
    rows = select(AuditEntry)
    if organisation is not None:
        ids = select(Organisation.id).where(Organisation.name == organisation)
        rows = rows.where(
            or_(AuditEntry.organisation_id.in_(ids), AuditEntry.organisation_id == organisation)
        )
    if resource is not None:
        rows = rows.where(or_(AuditEntry.resource_id == resource, AuditEntry.resource_slug == resource))
    if since is not None:
        rows = rows.where(AuditEntry.at >= since)
    found = session.scalars(rows.order_by(AuditEntry.position.desc()).limit(limit)).all()
    yield from reversed(found)


@dataclass(frozen=True)
class Page:
    """Some entries of the log, and how many there are."""

    total: int
    entries: Sequence[AuditEntry]


def entries_page(
    session: Session, organisation_id: str, *, resource: str | None, page: int, size: int
) -> Page:
    """A page of an organisation's entries, newest first; of a resource by slug or id, or of all. The first
    page is 0.
    """
    rows = select(AuditEntry).where(AuditEntry.organisation_id == organisation_id)
    if resource:
        rows = rows.where(or_(AuditEntry.resource_id == resource, AuditEntry.resource_slug == resource))
    total = session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    if page * size >= total:  # also keeps numbers beyond the database's integers out of the statement
        return Page(total, [])
    newest = rows.order_by(AuditEntry.position.desc())
    return Page(total, session.scalars(newest.limit(min(size, total)).offset(page * size)).all())


def as_document(entry: AuditEntry) -> dict[str, Any]:
    """Every field of an entry, but for its place in the log."""
    names = [column.key for column in AuditEntry.__table__.columns if column.key != "position"]
    return {name: getattr(entry, name) for name in names}


def as_line(entry: AuditEntry) -> str:
    """An entry for a terminal: nothing in it controls one."""
    resource = " ".join(filter(None, (entry.resource_type, entry.resource_slug or entry.resource_id)))
    fields = (entry.at, entry.actor, entry.operation, resource, entry.address, entry.request_id)
    line = "\t".join(field or "-" for field in fields)
    return "".join(c if c.isprintable() or c == "\t" else repr(c)[1:-1] for c in line)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without a name
        return "unknown"
