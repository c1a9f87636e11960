"""Which workspaces, integrations and providers a caller can see, and who may use what.

What belongs to another organisation is not there. What belongs to another workspace is not there for a
workspace key either: an answer that told the two apart would tell that the thing exists.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from . import counts
from .auth import Caller
from .calls import Call
from .errors import forbidden, invalid, not_found
from .statements import Statement
from .tables import Grant, Integration, Provider, Workspace
from .texts import AnyText


def find_workspace(session: Session, organisation_id: str, name: str) -> Workspace | None:
    """An organisation's workspace by its slug or its id."""
    found = session.scalars(
        select(Workspace).where(
            Workspace.organisation_id == organisation_id, or_(Workspace.slug == name, Workspace.id == name)
        )
    ).all()
    return min(found, key=lambda workspace: workspace.slug != name, default=None)


def workspace_named(call: Call, name: str) -> Workspace:
    """The same, or 404."""
    workspace = find_workspace(call.session, call.caller.organisation_id, name)
    if workspace is None:
        raise not_found("The workspace")
    return workspace


def workspaces_of_the_organisation(call: Call) -> Sequence[Workspace]:
    """All workspaces of the caller's organisation, oldest first."""
    rows = select(Workspace).where(Workspace.organisation_id == call.caller.organisation_id)
    return call.session.scalars(rows.order_by(Workspace.created_at, Workspace.id)).all()


def visible_workspaces(call: Call) -> Sequence[Workspace]:
    """The workspaces that the caller's key reaches."""
    rows = select(Workspace).where(Workspace.organisation_id == call.caller.organisation_id)
    if call.caller.workspace_id is not None:
        rows = rows.where(Workspace.id == call.caller.workspace_id)
    return call.session.scalars(rows).all()


def workspace_to_use(call: Call, name: str | None) -> Workspace | None:
    """The workspace that a call is about: a workspace key's own whatever was sent, else the one that was
    named.
    """
    if call.caller.workspace_id is not None:
        return call.session.get_one(Workspace, call.caller.workspace_id)
    return None if name is None else workspace_named(call, name)


def required_workspace(call: Call, name: str | None) -> Workspace:
    """The same, or 400 where an organisation key named none."""
    workspace = workspace_to_use(call, name)
    if workspace is None:
        raise invalid("workspace_id is required with an organisation key.")
    return workspace


def enabled_in(workspace_id: str | BindParameter[str]) -> ColumnElement[bool]:
    """The condition that a workspace may use an integration."""
    own = select(Grant).where(Grant.integration_id == Integration.id, Grant.workspace_id == workspace_id)
    return or_(
        own.where(Grant.enabled).exists(),
        and_(Integration.workspace_id.is_(None), Integration.is_open_to_all, ~own.exists()),
    )


def visible_integrations(caller: Caller) -> Select[Integration]:
    """The integrations that a caller can read."""
    statement = _VISIBLE if caller.workspace_id is None else _VISIBLE_IN_A_WORKSPACE
    return statement.params(**_of(caller))


# Written once, for every call runs one of them: SQLAlchemy takes longer to put a statement together than the
# database to run it.
_ORGANISATION = bindparam("organisation_of_caller", type_=AnyText())
_WORKSPACE = bindparam("workspace_of_caller", type_=AnyText())
_NAME = bindparam("name_in_path", type_=AnyText())
_VISIBLE = select(Integration).where(Integration.organisation_id == _ORGANISATION)
_VISIBLE_IN_A_WORKSPACE = _VISIBLE.where(
    or_(
        Integration.workspace_id == _WORKSPACE,
        and_(Integration.workspace_id.is_(None), enabled_in(_WORKSPACE)),
    )
)
_HAS_THE_NAME = or_(Integration.slug == _NAME, Integration.id == _NAME)
_NAMED = _VISIBLE.where(_HAS_THE_NAME)
_NAMED_IN_A_WORKSPACE = _VISIBLE_IN_A_WORKSPACE.where(_HAS_THE_NAME)
_COLUMNS = Integration.__table__.columns
# A slug comes before an id, and mostly it is one: each is another index, of which only one is read then.
_ROWS_NAMED = [
    Statement(_VISIBLE.where(column == _NAME).with_only_columns(*_COLUMNS))
    for column in (Integration.slug, Integration.id)
]
_ROWS_NAMED_IN_A_WORKSPACE = [
    Statement(_VISIBLE_IN_A_WORKSPACE.where(column == _NAME).with_only_columns(*_COLUMNS))
    for column in (Integration.slug, Integration.id)
]


def _of(caller: Caller) -> dict[str, str | None]:
    return {"organisation_of_caller": caller.organisation_id, "workspace_of_caller": caller.workspace_id}


def integration_named(call: Call, name: str) -> Integration:
    """An integration that the caller can read, by its slug or its id; or 404."""
    statement = _NAMED if call.caller.workspace_id is None else _NAMED_IN_A_WORKSPACE
    found = call.session.scalars(statement, {**_of(call.caller), "name_in_path": name}).all()
    if not found:
        raise not_found("The integration")
    return min(found, key=lambda integration: integration.slug != name)


def integration_seen(call: Call, name: str) -> Any:
    """The same to look at only: its row, with the columns of `Integration` as attributes."""
    wanted = {**_of(call.caller), "name_in_path": name}
    for statement in _ROWS_NAMED if call.caller.workspace_id is None else _ROWS_NAMED_IN_A_WORKSPACE:
        if found := call.transaction.rows(statement, wanted):
            return found[0]
    raise not_found("The integration")


def integration_to_change(call: Call) -> Integration:
    """The integration in the path, where the caller may change it: a workspace only changes its own."""
    integration = integration_named(call, call.path["slug"])
    check_may_change(call.caller, integration)
    call.changed(integration)
    return integration


def check_may_change(caller: Caller, integration: Integration) -> None:
    """Raises 403 for a workspace key and an integration of the organisation."""
    if caller.workspace_id not in (None, integration.workspace_id):
        raise forbidden("An integration of the organisation is changed with an organisation key.")


def check_enabled(call: Call, integration: Integration, workspace: Workspace) -> None:
    """Raises 403 unless the workspace may use the integration."""
    usable = exists().where(Integration.id == integration.id, enabled_in(workspace.id))
    if not call.session.scalar(select(usable)):
        raise forbidden("The integration is not enabled for this workspace.")


def visible_providers(caller: Caller, workspace: Workspace | None) -> Select[Provider]:
    """The providers that a caller can see, of one workspace or of all."""
    rows = select(Provider).where(Provider.organisation_id == caller.organisation_id)
    if caller.workspace_id is not None:
        rows = rows.where(Provider.workspace_id == caller.workspace_id)
    return rows if workspace is None else rows.where(Provider.workspace_id == workspace.id)


def total_of_providers(call: Call, workspace: Workspace | None) -> int:
    """How many `visible_providers` there are."""
    return counts.total(
        call.transaction,
        Provider,
        call.caller.organisation_id,
        workspace_id=call.caller.workspace_id if workspace is None else workspace.id,
    )


def provider_named(call: Call, name: str, workspace_name: str | None, what: str) -> Provider:
    """A provider that the caller can see, by its slug or its id; or 404."""
    workspace = workspace_to_use(call, workspace_name)
    found = call.session.scalars(
        visible_providers(call.caller, workspace).where(or_(Provider.slug == name, Provider.id == name))
    ).all()
    if not found:
        raise not_found(what)
    return min(found, key=lambda provider: provider.slug != name)
