"""What `portkey-integrations keys` does."""

from __future__ import annotations

import argparse

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from . import access
from .audit import Change, record_command
from .auth import make_key
from .clock import now
from .contract import Contract
from .demo import read_only
from .errors import OperatorError
from .storage import Store
from .tables import ApiKey, Organisation, Workspace


def create_key(store: Store, contract: Contract, arguments: argparse.Namespace) -> None:
    """Makes a key and prints it: the only time that it can be read."""
    known = contract.scopes("organisation" if arguments.workspace is None else "workspace")
    scopes = frozenset(arguments.scope or known)
    if unknown := sorted(scopes - known):
        raise OperatorError(f"Unknown scopes: {', '.join(unknown)}. Known: {', '.join(sorted(known))}.")
    if arguments.read_only:
        scopes = read_only(scopes)
    with store.write() as session:
        organisation = organisation_named(session, arguments.organisation, make=arguments.make)
        workspace = None
        if arguments.workspace is not None:
            workspace = workspace_named(session, organisation, arguments.workspace, make=arguments.make)
        row, key = make_key(
            session,
            name=arguments.name,
            organisation_id=organisation.id,
            workspace=workspace,
            scopes=scopes,
        )
        record_command(session, "keys create", Change("api_key", row.id), organisation.id)
    print(key)


def list_keys(store: Store, contract: Contract, arguments: argparse.Namespace) -> None:
    """Prints a line for each key, oldest first."""
    with store.read() as session:
        rows = session.execute(
            select(ApiKey, Organisation.name, Workspace.slug)
            .join(Organisation, Organisation.id == ApiKey.organisation_id)
            .outerjoin(Workspace, Workspace.id == ApiKey.workspace_id)
            .order_by(ApiKey.created_at, ApiKey.id)
        )
        for key, organisation, workspace in rows:
            state = "revoked" if key.revoked_at else "active"
            print(key.id, state, workspace or "admin", organisation, f"{key.prefix}…", key.name, sep="\t")


def revoke_key(store: Store, contract: Contract, arguments: argparse.Namespace) -> None:
    """Revokes a key; a running server refuses it from its next call on."""
    with store.write() as session:
        key = session.get(ApiKey, arguments.id)
        if key is None:
            raise OperatorError("There is no key with this id: see `portkey-integrations keys list`.")
        key.revoked_at = key.revoked_at or now()
        record_command(session, "keys revoke", Change("api_key", key.id), key.organisation_id)


def organisation_named(session: Session, name: str | None, *, make: bool) -> Organisation:
    """An organisation by name or id, or the only one. Raises `OperatorError`, unless one is made."""
    if name is None:
        found = session.scalars(select(Organisation)).all()
        if len(found) == 1:
            return found[0]
        raise OperatorError(
            f"There are {len(found)} organisations: name one with --organisation"
            f"{' and --make' if not found else ''}."
        )
    organisation = session.scalar(
        select(Organisation).where(or_(Organisation.name == name, Organisation.id == name))
    )
    if organisation is None:
        if not make:
            raise OperatorError(f"There is no organisation {name}: add --make to make it.")
        organisation = Organisation(name=name)
        session.add(organisation)
        session.flush()
    return organisation


def workspace_named(session: Session, organisation: Organisation, name: str, *, make: bool) -> Workspace:
    """The same for a workspace of it, by slug or id."""
    workspace = access.find_workspace(session, organisation.id, name)
    if workspace is None:
        if not make:
            raise OperatorError(f"There is no workspace {name}: add --make to make it.")
        workspace = Workspace(organisation_id=organisation.id, slug=name, name=name)
        session.add(workspace)
        session.flush()
    return workspace
