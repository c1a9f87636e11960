"""Encryption at rest: provider credentials are sealed with AES-256-GCM before they reach the database.

The master key comes from the environment variable PORTKEY_MASTER_KEY (32 bytes, URL-safe base64) or from a
file beside the database, made at first start with mode 600. A sealed document is bound to the row that it
belongs to: moved to another row, it does not open.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .errors import OperatorError

MASTER_KEY_VARIABLE = "PORTKEY_MASTER_KEY"
_KEY_BYTES = 32
_NONCE_BYTES = 12
_FORMAT = b"\x01"


class Vault:
    """Seals and opens JSON documents with one master key."""

    def __init__(self, master_key: bytes) -> None:
        self._cipher = AESGCM(master_key)

    def seal(self, document: Any, belongs_to: str) -> bytes:
        """`document` encrypted, bound to the id of the row that will hold it."""
        nonce = os.urandom(_NONCE_BYTES)
        text = json.dumps(document, separators=(",", ":")).encode()
        return _FORMAT + nonce + self._cipher.encrypt(nonce, text, belongs_to.encode())

    def open(self, sealed: bytes, belongs_to: str) -> Any:
        """The document again; raises `InvalidTag` for another key, another row or altered bytes."""
        nonce, text = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        if sealed[:1] != _FORMAT:
            raise InvalidTag
        return json.loads(self._cipher.decrypt(nonce, text, belongs_to.encode()))


def load_vault(key_file: Path | None, *, create: bool, environ: Mapping[str, str] | None = None) -> Vault:
    """The vault of a database, its master key from the environment or else from `key_file`, where it has one.

    With `create` a missing file is made. Raises `OperatorError` where there is no usable key.
    """
    encoded = (os.environ if environ is None else environ).get(MASTER_KEY_VARIABLE)
    if encoded:
        return Vault(_decoded(encoded, f"The variable {MASTER_KEY_VARIABLE}"))
    if key_file is None:
        raise OperatorError(f"This database needs a master key: set {MASTER_KEY_VARIABLE}.")
    if create:
        _make_key_file(key_file)
    try:
        text = key_file.read_text("ascii")
    except FileNotFoundError as error:
        raise OperatorError(
            f"The master key of this database is missing: restore {key_file} or set {MASTER_KEY_VARIABLE}."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise OperatorError(f"The master key file {key_file} cannot be read.") from error
    return Vault(_decoded(text, f"The file {key_file}"))


def _make_key_file(key_file: Path) -> None:
    try:
        descriptor = os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    except OSError as error:
        raise OperatorError(f"The master key file {key_file} cannot be written.") from error
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.urlsafe_b64encode(os.urandom(_KEY_BYTES)) + b"\n")


def _decoded(text: str, source: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise OperatorError(f"{source} does not hold URL-safe base64.") from error
    if len(key) != _KEY_BYTES:
        raise OperatorError(f"{source} must hold a key of {_KEY_BYTES} bytes as URL-safe base64.")
    return key
