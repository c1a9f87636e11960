"""What a workspace's access to an integration brings with it: a grant, and a provider to use it through."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Boolean, and_, bindparam, delete, func, or_, select
from sqlalchemy.orm import Session

from .calls import Call
from .errors import invalid
from .slugs import slug_from
from .tables import Grant, Integration, Provider, Workspace
from .texts import AnyText

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
        add_default_provider(call, integration, workspace, provider_slug)


def add_default_provider(
    call: Call, integration: Integration, workspace: Workspace, slug: str | None
) -> Provider:
    """The provider that a grant makes; raises 400 for a slug that is taken."""
    if slug is None:
        slug = free_provider_slug(call.session, integration.organisation_id, integration.slug)
    elif is_provider_slug_taken(call.session, integration.organisation_id, slug):
        raise invalid("default_provider_slug is taken by another provider.")
    provider = Provider(
        organisation_id=integration.organisation_id,
        workspace_id=workspace.id,
        integration_id=integration.id,
        slug=slug,
        name=integration.name,
        note=_NOTE,
        made_by_grant=True,
    )
    call.session.add(provider)
    call.session.flush()
    call.changed(provider)
    return provider


def is_provider_slug_taken(session: Session, organisation_id: str, slug: str) -> bool:
    """Whether a slug would name two providers; an id is a name, too."""
    return bool(
        session.scalar(
            select(func.count()).where(
                Provider.organisation_id == organisation_id,
                or_(Provider.slug == slug, Provider.id == slug),
            )
        )
    )


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


_ACCESS = (
    select(func.count())
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


def count_of_workspaces_with_access(session: Session, integration: Integration) -> int:
    """How many workspaces may use an integration."""
    return (
        session.scalar(
            _ACCESS,
            {
                "integration_id": integration.id,
                "organisation_id": integration.organisation_id,
                "by_default": _is_open_by_default(integration),
            },
        )
        or 0
    )


def _is_open_by_default(integration: Integration) -> bool:
    return integration.workspace_id is None and integration.is_open_to_all


def workspaces_with_access(session: Session, integration: Integration) -> list[Workspace]:
    """The workspaces that may use an integration, by their own grant or by the global default."""
    by_default = _is_open_by_default(integration)
    own = {grant.workspace_id: grant.enabled for grant in grants_of(session, integration)}
    workspaces = session.scalars(
        select(Workspace)
        .where(Workspace.organisation_id == integration.organisation_id)
        .order_by(Workspace.created_at, Workspace.id)
    )
    return [workspace for workspace in workspaces if own.get(workspace.id, by_default)]


def grants_of(session: Session, integration: Integration) -> Sequence[Grant]:
    """The grants of single workspaces, in the order in which they were made."""
    return session.scalars(
        select(Grant)
        .where(Grant.integration_id == integration.id)
        .order_by(Grant.created_at, Grant.workspace_id)
    ).all()


def providers_of(session: Session, integration: Integration, workspace: Workspace) -> Sequence[Provider]:
    """The providers through which a workspace uses an integration."""
    return session.scalars(
        select(Provider).where(
            Provider.integration_id == integration.id, Provider.workspace_id == workspace.id
        )
    ).all()


def remove_providers(call: Call, integration: Integration, workspace_id: str) -> None:
    """Deletes the providers through which a workspace used an integration."""
    of_both = (Provider.integration_id == integration.id, Provider.workspace_id == workspace_id)
    for provider in call.session.scalars(select(Provider).where(*of_both)):
        call.changed(provider)
    call.session.execute(delete(Provider).where(*of_both))
