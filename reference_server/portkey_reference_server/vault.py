"""Encryption at rest: provider credentials are sealed with AES-256-GCM before they reach the database.

They are sealed with data keys, which are stored wrapped with a master key that is stored elsewhere: a new
master key wraps the few data keys anew and touches no secret. A sealed document names its data key and is
bound to the row that it belongs to: moved to another row, it does not open.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select
from sqlalchemy.orm import Session

from .errors import OperatorError
from .master_keys import NONCE_BYTES, MasterKeys, new_key
from .statements import NotNowError
from .tables import DataKey, Integration, IntegrationModel

_UNDER_THE_MASTER_KEY, _UNDER_A_DATA_KEY = b"\x01", b"\x02"  # the first release knew the former only
_ID_BYTES = 16
_ROWS_AT_ONCE = 500

Row = TypeVar("Row", Integration, IntegrationModel)
DataKeys = Mapping[str, bytes]
"""Data keys in clear, by id, the current one last."""


class Vault:
    """Seals JSON documents with the current data key and opens those of any."""

    def __init__(self, keys: DataKeys, reload: Callable[[], DataKeys]) -> None:
        """`reload` reads the data keys again, for one that another process has made since."""
        self._reload = reload
        self._take(keys)

    def _take(self, keys: DataKeys) -> None:
        self._ciphers = {UUID(name).bytes: AESGCM(key) for name, key in keys.items()}
        self._current = UUID(list(keys)[-1]).bytes

    def refresh(self) -> None:
        """Takes the data keys that are stored now."""
        self._take(self._reload())

    def knows_key_of(self, sealed: bytes) -> bool:
        """Whether a document's data key is at hand."""
        return sealed[1 : 1 + _ID_BYTES] in self._ciphers

    def seal(self, document: Any, belongs_to: str) -> bytes:
        """`document` encrypted, bound to the id of the row that will hold it."""
        nonce, key = os.urandom(NONCE_BYTES), self._current
        text = json.dumps(document, separators=(",", ":")).encode()
        sealed = self._ciphers[key].encrypt(nonce, text, belongs_to.encode())
        return _UNDER_A_DATA_KEY + key + nonce + sealed

    def open(self, sealed: bytes, belongs_to: str) -> Any:
        """The document again; raises `InvalidTag` for another key, another row or altered bytes."""
        if sealed[:1] != _UNDER_A_DATA_KEY:
            raise InvalidTag
        key, rest = sealed[1 : 1 + _ID_BYTES], sealed[1 + _ID_BYTES :]
        if key not in self._ciphers:
            self.refresh()
        if key not in self._ciphers:
            raise InvalidTag
        return json.loads(
            self._ciphers[key].decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], belongs_to.encode())
        )


class VaultAtHand(Vault):
    """The same vault for those who cannot wait for a data key that is not known yet."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def seal(self, document: Any, belongs_to: str) -> bytes:
        return self._vault.seal(document, belongs_to)

    def open(self, sealed: bytes, belongs_to: str) -> Any:
        """The document again; raises `NotNowError` where the data key has to be read first."""
        if not self._vault.knows_key_of(sealed):
            raise NotNowError
        return self._vault.open(sealed, belongs_to)


def read_data_keys(session: Session, master_keys: MasterKeys, name: str) -> dict[str, bytes]:
    """Every data key of a database; raises `OperatorError` where the master keys do not unwrap one."""
    try:
        return {
            row.id: master_keys.unwrap(row.wrapped, row.id, row.master_key_id)
            for row in session.scalars(select(DataKey).order_by(DataKey.position))
        }
    except InvalidTag as error:
        raise OperatorError(f"The secrets in {name} were sealed with another master key.") from error


def make_data_key(session: Session, master_keys: MasterKeys) -> tuple[str, bytes]:
    """Adds a data key, which seals from now on."""
    name, key = str(uuid4()), new_key()
    master_key_id, wrapped = master_keys.wrap(key, name)
    session.add(DataKey(id=name, wrapped=wrapped, master_key_id=master_key_id))
    session.flush()
    return name, key


def wrap_anew(session: Session, master_keys: MasterKeys, name: str) -> int:
    """Wraps every data key with the current master key; gives how many were not yet."""
    keys = read_data_keys(session, master_keys, name)
    rows = session.scalars(select(DataKey).where(DataKey.master_key_id != master_keys.ids[0])).all()
    for row in rows:
        row.master_key_id, row.wrapped = master_keys.wrap(keys[row.id], row.id)
    session.flush()
    return len(rows)


def seal_anew(session: Session, vault: Vault, after: int, which: type[Row]) -> int:
    """Seals the secrets of the next few rows with the current data key; gives the last one's position, or 0
    when there are no more.
    """
    rows = session.scalars(
        select(which).where(which.position > after).order_by(which.position).limit(_ROWS_AT_ONCE)
    ).all()
    for row in rows:
        _seal_anew(row, vault.open, vault)
    session.flush()
    return rows[-1].position if rows else 0


def seal_all_of_the_first_release(session: Session, vault: Vault, master_keys: MasterKeys, name: str) -> None:
    """Seals with a data key what release 0.1.0 sealed with the master key itself."""
    ciphers = [AESGCM(key) for key in master_keys.in_clear]

    def open_old(sealed: bytes, belongs_to: str) -> Any:
        for cipher in ciphers:
            try:
                text = cipher.decrypt(
                    sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], belongs_to.encode()
                )
            except InvalidTag:
                continue
            return json.loads(text)
        raise OperatorError(f"The secrets in {name} were sealed with another master key.")

    rows: Iterable[Integration | IntegrationModel]
    for rows in (session.scalars(select(Integration)), session.scalars(select(IntegrationModel))):
        for row in rows:
            _seal_anew(row, open_old, vault)
    session.flush()


def _seal_anew(
    row: Integration | IntegrationModel, opened: Callable[[bytes, str], Any], vault: Vault
) -> None:
    if isinstance(row, Integration):
        row.sealed_credentials = vault.seal(opened(row.sealed_credentials, row.id), row.id)
    elif row.sealed_configurations is not None:
        row.sealed_configurations = vault.seal(opened(row.sealed_configurations, row.id), row.id)
