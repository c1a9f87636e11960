"""`--demo`: an organisation with three workspaces and keys of every kind, and a second organisation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from .auth import find_key, make_key
from .clock import now
from .contract import Contract
from .tables import ApiKey, Organisation, Workspace
from .targets import TargetWorkspace

DEMO_ORGANISATION = "demo"
_OTHER_ORGANISATION = "demo-other"
_WORKSPACES = {"first": "ws-demo-first", "second": "ws-demo-second", "third": "ws-demo-third"}
_OTHER_WORKSPACE = "ws-demo-other"


@dataclass(frozen=True)
class Demo:
    """What a judge needs of the demonstration data."""

    keys: Mapping[str, str] = field(repr=False)
    replaced_keys: bool
    """Whether keys of an earlier start were revoked for these."""
    workspaces: Mapping[str, TargetWorkspace]


def make_demo(session: Session, contract: Contract, known_keys: Mapping[str, str]) -> Demo:
    """Makes the demonstration data, or finds it.

    Keys that an earlier start wrote down, `known_keys`, stay valid where they are complete and still match;
    else all demonstration keys are revoked and made anew, for what is stored of a key does not give it
    back.
    """
    organisation = _organisation(session, DEMO_ORGANISATION)
    other = _organisation(session, _OTHER_ORGANISATION)
    workspaces = {name: _workspace(session, organisation, slug) for name, slug in _WORKSPACES.items()}
    _workspace(session, other, _OTHER_WORKSPACE)
    session.flush()
    for_target = {name: TargetWorkspace(w.id, w.slug) for name, w in workspaces.items()}

    if _still_match(session, known_keys):
        return Demo(known_keys, replaced_keys=False, workspaces=for_target)

    replaced = _revoke_all(session, organisation, other)
    everything = contract.scopes("organisation")

    def key(
        name: str, of: Organisation, workspace: Workspace | None, scopes: Iterable[str]
    ) -> tuple[ApiKey, str]:
        return make_key(
            session, name=f"demo {name}", organisation_id=of.id, workspace=workspace, scopes=scopes
        )

    in_workspace = contract.scopes("workspace")
    made = {
        "admin": key("admin", organisation, None, everything),
        "workspace": key("workspace", organisation, workspaces["first"], in_workspace),
        "other_workspace": key("other_workspace", organisation, workspaces["second"], in_workspace),
        "read_only": key("read_only", organisation, None, read_only(everything)),
        "other_organisation": key("other_organisation", other, None, everything),
        "revoked": key("revoked", organisation, None, everything),
    }
    made["revoked"][0].revoked_at = now()
    return Demo(
        {name: secret for name, (_, secret) in made.items()}, replaced_keys=replaced, workspaces=for_target
    )


def _revoke_all(session: Session, *organisations: Organisation) -> bool:
    """Revokes the demonstration keys; whether there were any."""
    ids = [organisation.id for organisation in organisations]
    keys = session.scalars(
        select(ApiKey).where(
            ApiKey.organisation_id.in_(ids), ApiKey.name.startswith("demo "), ApiKey.revoked_at.is_(None)
        )
    ).all()
    for key in keys:
        key.revoked_at = now()
    return bool(keys)


def read_only(scopes: Iterable[str]) -> frozenset[str]:
    """Those of the scopes that change nothing."""
    return frozenset(scope for scope in scopes if scope.rpartition(".")[2] in ("read", "list"))


def _organisation(session: Session, name: str) -> Organisation:
    organisation = session.scalar(select(Organisation).where(Organisation.name == name))
    if organisation is None:
        organisation = Organisation(name=name)
        session.add(organisation)
        session.flush()
    return organisation


def _workspace(session: Session, organisation: Organisation, slug: str) -> Workspace:
    workspace = session.scalar(
        select(Workspace).where(Workspace.organisation_id == organisation.id, Workspace.slug == slug)
    )
    if workspace is None:
        workspace = Workspace(organisation_id=organisation.id, slug=slug, name=slug)
        session.add(workspace)
    return workspace


def _still_match(session: Session, keys: Mapping[str, str]) -> bool:
    names = ("admin", "workspace", "other_workspace", "read_only", "other_organisation", "revoked")
    for name in names:
        row = find_key(session, keys.get(name, ""))
        if row is None or row.name != f"demo {name}" or (row.revoked_at is None) != (name != "revoked"):
            return False
    return True
