"""Who is calling: keys, their digests, and what they may do."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from .contract import Operation
from .errors import forbidden, unauthorised
from .tables import ApiKey, Workspace

HEADER = "x-portkey-api-key"


@dataclass(frozen=True)
class Caller:
    """The holder of a key: of a whole organisation, or of one workspace in it."""

    organisation_id: str
    workspace_id: str | None
    scopes: frozenset[str]

    @property
    def kind(self) -> str:
        """The kind of key, as the contract calls it."""
        return "organisation" if self.workspace_id is None else "workspace"


def digest_of(key: str) -> str:
    """What is stored of a key. Keys are 256 random bits, so a plain hash cannot be searched."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def make_key(
    session: Session,
    *,
    name: str,
    organisation_id: str,
    workspace: Workspace | None,
    scopes: Iterable[str],
) -> tuple[ApiKey, str]:
    """Adds a key: its row, and the key itself, which is known to nobody afterwards."""
    key = f"pk-{secrets.token_urlsafe(32)}"
    row = ApiKey(
        name=name,
        organisation_id=organisation_id,
        workspace_id=workspace.id if workspace else None,
        digest=digest_of(key),
        scopes=sorted(scopes),
    )
    session.add(row)
    session.flush()
    return row, key


def authenticate(session: Session, key: str | None) -> Caller:
    """The caller behind a key; raises 401."""
    row = session.scalar(select(ApiKey).where(ApiKey.digest == digest_of(key))) if key else None
    if row is None or row.revoked_at is not None:
        raise unauthorised()
    return Caller(row.organisation_id, row.workspace_id, frozenset(row.scopes))


def authorise(caller: Caller, operation: Operation) -> None:
    """Raises 403 unless the caller has every scope that the operation asks of its kind of key."""
    if not operation.scopes[caller.kind] <= caller.scopes:
        raise forbidden()
