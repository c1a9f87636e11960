"""Master keys: where they come from, and the data keys that are wrapped with them.

A source holds one master key of 32 bytes as URL-safe base64, or several with blanks between: the first
wraps, all unwrap. It is, in this order: what the command line names, the variables PORTKEY_MASTER_KEY (the
keys), PORTKEY_MASTER_KEY_FILE and PORTKEY_MASTER_KEY_COMMAND, and the file beside a SQLite database.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import shlex
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .errors import OperatorError

MASTER_KEY_VARIABLE = "PORTKEY_MASTER_KEY"
FILE_VARIABLE = "PORTKEY_MASTER_KEY_FILE"
COMMAND_VARIABLE = "PORTKEY_MASTER_KEY_COMMAND"
KEY_BYTES = 32
NONCE_BYTES = 12
_SECONDS_FOR_THE_COMMAND = 30


class MasterKeys:
    """The master keys that a source holds, the current one first. Its `repr` shows none."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self.by_id = {_id_of(key): key for key in keys}
        """The keys in clear, by the ids that are stored beside what they wrap: no way leads back to a key."""
        self.ids = tuple(self.by_id)

    @property
    def in_clear(self) -> tuple[bytes, ...]:
        """The keys themselves."""
        return tuple(self.by_id.values())

    def wrap(self, data_key: bytes, belongs_to: str) -> tuple[str, bytes]:
        """The id of the current master key, and the data key under it, bound to its own id."""
        nonce = os.urandom(NONCE_BYTES)
        cipher = AESGCM(self.by_id[self.ids[0]])
        return self.ids[0], nonce + cipher.encrypt(nonce, data_key, belongs_to.encode())

    def unwrap(self, wrapped: bytes, belongs_to: str, key_id: str) -> bytes:
        """The data key again; raises `InvalidTag` for altered bytes and where the master key is not here."""
        if key_id not in self.by_id:
            raise InvalidTag
        nonce, text = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        return AESGCM(self.by_id[key_id]).decrypt(nonce, text, belongs_to.encode())


@dataclass(frozen=True)
class MasterKeySource:
    """Where the master keys of a database are: in a file, printed by a command, or else in a variable."""

    file: Path | None = None
    command: str | None = field(default=None, repr=False)

    @staticmethod
    def from_environment(beside: Path | None) -> MasterKeySource:
        """What the environment names, or else the file `beside` the database."""
        if os.environ.get(MASTER_KEY_VARIABLE):
            return MasterKeySource()
        if command := os.environ.get(COMMAND_VARIABLE):
            return MasterKeySource(command=command)
        if file := os.environ.get(FILE_VARIABLE):
            return MasterKeySource(Path(file))
        if beside is None:
            raise OperatorError(
                f"This database needs a master key: set {MASTER_KEY_VARIABLE}, or name a file with"
                " --master-key-file."
            )
        return MasterKeySource(beside)

    def read(self) -> MasterKeys:
        """The keys that the source holds now; raises `OperatorError` where there are none."""
        if self.command is not None:
            return _decoded(_printed_by(self.command), "The command for the master key")
        if self.file is None:
            variable = os.environ.get(MASTER_KEY_VARIABLE, "")
            return _decoded(variable, f"The variable {MASTER_KEY_VARIABLE}")
        try:
            text = self.file.read_text("ascii")
        except FileNotFoundError as error:
            raise OperatorError(
                f"The master key of this database is missing: restore {self.file} or set"
                f" {MASTER_KEY_VARIABLE}."
            ) from error
        except (OSError, UnicodeDecodeError) as error:
            raise OperatorError(f"The master key file {self.file} cannot be read.") from error
        return _decoded(text, f"The file {self.file}")

    def make_if_missing(self) -> None:
        """Puts a new key into the file, where the source is one that is not there."""
        if self.file is None or self.file.exists():
            return
        self.write([new_key()])

    def write(self, keys: Sequence[bytes]) -> None:
        """Puts these keys into the file at once, for its owner alone; raises `OperatorError`."""
        if self.file is None:
            raise OperatorError("Only a file of master keys can be written.")
        lines = [base64.urlsafe_b64encode(key) for key in keys]
        try:
            descriptor, name = tempfile.mkstemp(dir=self.file.parent, prefix=f".{self.file.name}.")
            with os.fdopen(descriptor, "wb") as file:
                file.write(b"\n".join(lines) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, self.file)
        except OSError as error:
            raise OperatorError(f"The master key file {self.file} cannot be written.") from error


def new_key() -> bytes:
    """A fresh key, for a master or for data."""
    return os.urandom(KEY_BYTES)


def _id_of(key: bytes) -> str:
    return hmac.digest(key, b"portkey-integrations: id of a master key", hashlib.sha256).hex()[:16]


def _printed_by(command: str) -> str:
    try:
        result = subprocess.run(  # noqa: S603 - the operator's own command
            shlex.split(command),
            stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS_FOR_THE_COMMAND,
            check=False,
        )
    except (OSError, ValueError, IndexError, subprocess.TimeoutExpired) as error:
        raise OperatorError("The command for the master key cannot be run.", exit_code=3) from error
    if result.returncode:
        raise OperatorError(f"The command for the master key ended with {result.returncode}.", exit_code=3)
    return result.stdout.decode("ascii", "replace")


def _decoded(text: str, source: str) -> MasterKeys:
    try:
        keys = [base64.b64decode(word, altchars=b"-_", validate=True) for word in text.split()]
    except (binascii.Error, ValueError) as error:
        raise OperatorError(f"{source} does not hold URL-safe base64.") from error
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise OperatorError(f"{source} must hold a key of {KEY_BYTES} bytes as URL-safe base64.")
    return MasterKeys(keys)
