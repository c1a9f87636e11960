"""`serve references`: the secret references that an organisation's mappings may name."""

from __future__ import annotations

import argparse

from sqlalchemy import delete, or_, select

from .audit import Change, record_command
from .errors import OperatorError
from .keys import organisation_named, workspace_named
from .options import add_database
from .storage import Store
from .tables import Organisation, SecretReference, Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    commands = parser.add_subparsers(required=True, dest="what", metavar="add|list|remove")
    add = commands.add_parser("add", help="let mappings name a reference")
    add.add_argument("--workspace", help="slug or id: only this workspace sees it (default: all do)")
    remove = commands.add_parser("remove", help="let mappings name it no more; those that are there stay")
    for command in (add, remove):
        command.add_argument("slug", help="what a mapping names as secret_reference_id")
        command.add_argument("--organisation", help="name or id (default: the only one there is)")
    listing = commands.add_parser("list", help="show them: slug, id, who sees it, organisation")
    for command in (add, listing, remove):
        add_database(command, "the one that `serve` uses")


def run(arguments: argparse.Namespace, store: Store) -> int:
    """Does what was asked; raises `OperatorError`."""
    {"add": _add, "list": _list, "remove": _remove}[arguments.what](arguments, store)
    return 0


def _add(arguments: argparse.Namespace, store: Store) -> None:
    with store.write() as session:
        organisation = organisation_named(session, arguments.organisation, make=False)
        workspace = None
        if arguments.workspace is not None:
            workspace = workspace_named(session, organisation, arguments.workspace, make=False)
        named = select(SecretReference.id).where(
            SecretReference.organisation_id == organisation.id, SecretReference.slug == arguments.slug
        )
        if session.scalar(named) is not None:
            raise OperatorError(f"There is a reference {arguments.slug} already.")
        reference = SecretReference(
            organisation_id=organisation.id, workspace_id=workspace and workspace.id, slug=arguments.slug
        )
        session.add(reference)
        session.flush()
        change = Change("secret_reference", reference.id, reference.slug)
        record_command(session, "references add", change, organisation.id)
        print(reference.id)


def _list(_: argparse.Namespace, store: Store) -> None:
    with store.read() as session:
        rows = session.execute(
            select(SecretReference, Organisation.name, Workspace.slug)
            .join(Organisation, Organisation.id == SecretReference.organisation_id)
            .outerjoin(Workspace, Workspace.id == SecretReference.workspace_id)
            .order_by(Organisation.name, SecretReference.slug)
        )
        for reference, organisation, workspace in rows:
            print(reference.slug, reference.id, workspace or "all workspaces", organisation, sep="\t")


def _remove(arguments: argparse.Namespace, store: Store) -> None:
    with store.write() as session:
        organisation = organisation_named(session, arguments.organisation, make=False)
        found = session.scalars(
            select(SecretReference).where(
                SecretReference.organisation_id == organisation.id,
                or_(SecretReference.slug == arguments.slug, SecretReference.id == arguments.slug),
            )
        ).first()
        if found is None:
            raise OperatorError(f"There is no reference {arguments.slug}: see `serve references list`.")
        session.execute(delete(SecretReference).where(SecretReference.id == found.id))
        change = Change("secret_reference", found.id, found.slug)
        record_command(session, "references remove", change, organisation.id)
