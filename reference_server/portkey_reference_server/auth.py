"""Who is calling: keys, what is stored of them, and what they may do."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from .contract import Operation
from .errors import forbidden, unauthorised
from .statements import Statement, Transaction
from .tables import ApiKey, Workspace
from .texts import AnyText

HEADER = "x-portkey-api-key"
_VISIBLE = 11  # "pk-" and eight of 43 characters: 208 of 256 bits stay unknown
_SALT_BYTES = 16


@dataclass(frozen=True)
class Caller:
    """The holder of a key: of a whole organisation, or of one workspace in it."""

    key_id: str
    key_prefix: str
    organisation_id: str
    workspace_id: str | None
    scopes: frozenset[str]

    @property
    def kind(self) -> str:
        """The kind of key, as the contract calls it."""
        return "organisation" if self.workspace_id is None else "workspace"


def prefix_of(key: str) -> str:
    """What may be seen of a key."""
    return key[:_VISIBLE]


def prefix_of_old(digest: str) -> str:
    """The same for a key of which release 0.1.0 kept the SHA-256 only."""
    return f"sha256:{digest[:_VISIBLE]}"


def hash_of(digest: bytes, salt: bytes) -> bytes:
    """What is stored of a key, from its SHA-256. Keys are 256 random bits: no slow hash makes them harder to
    search.
    """
    return hmac.digest(salt, digest, hashlib.sha256)


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
    salt = secrets.token_bytes(_SALT_BYTES)
    row = ApiKey(
        name=name,
        organisation_id=organisation_id,
        workspace_id=workspace.id if workspace else None,
        prefix=prefix_of(key),
        salt=salt,
        hash=hash_of(_digest(key), salt),
        scopes=sorted(scopes),
    )
    session.add(row)
    session.flush()
    return row, key


_BY_PREFIX = Statement(
    select(*ApiKey.__table__.columns).where(
        ApiKey.prefix.in_([bindparam("seen", type_=AnyText()), bindparam("of_old", type_=AnyText())])
    )
)


def find_key(session: Session, key: str) -> ApiKey | None:
    """What is stored of a key, revoked or not."""
    digest = _digest(key)
    rows = session.scalars(select(ApiKey).where(ApiKey.prefix.in_(_prefixes(key, digest).values())))
    return next((row for row in rows if hmac.compare_digest(row.hash, hash_of(digest, row.salt))), None)


def authenticate(transaction: Transaction, key: str | None) -> Caller:
    """The caller behind a key; raises 401."""
    if not key:
        raise unauthorised()
    digest = _digest(key)
    remembered = transaction.remembered()
    if (known := remembered.get(digest)) is not None:
        caller: Caller = known
        return caller
    for row in transaction.rows(_BY_PREFIX, _prefixes(key, digest)):
        if hmac.compare_digest(row.hash, hash_of(digest, row.salt)) and row.revoked_at is None:
            caller = Caller(row.id, row.prefix, row.organisation_id, row.workspace_id, frozenset(row.scopes))
            remembered[digest] = caller
            return caller
    raise unauthorised()


def authorise(caller: Caller, operation: Operation) -> None:
    """Raises 403 unless the caller has every scope that the operation asks of its kind of key."""
    if not operation.scopes[caller.kind] <= caller.scopes:
        raise forbidden()


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


def _prefixes(key: str, digest: bytes) -> dict[str, str]:
    return {"seen": prefix_of(key), "of_old": prefix_of_old(digest.hex())}
