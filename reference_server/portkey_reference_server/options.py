"""What the commands of the server have in common: the database, its master key, and how a mistake is told."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from .errors import OperatorError
from .master_keys import COMMAND_VARIABLE, FILE_VARIABLE, MASTER_KEY_VARIABLE, MasterKeySource
from .storage import Store, open_store

DEFAULT_DATABASE = "sqlite:///portkey-reference.sqlite3"


def add_database(parser: argparse.ArgumentParser, note: str) -> None:
    """Adds the options that name a database and its master key."""
    parser.add_argument(
        "--database",
        default=DEFAULT_DATABASE,
        metavar="URL",
        help=f"sqlite:///FILE or postgresql://USER@HOST/DATABASE, {note} (default: %(default)s)",
    )
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "--master-key-file",
        type=Path,
        metavar="FILE",
        help=f"file of the master key, made where it and the database are missing (default: {FILE_VARIABLE},"
        " or the database's name with .key)",
    )
    source.add_argument(
        "--master-key-command",
        metavar="COMMAND",
        help=f"prints the master key (default: {COMMAND_VARIABLE}); the key itself is taken from"
        f" {MASTER_KEY_VARIABLE}",
    )


def master_key_source(arguments: argparse.Namespace) -> MasterKeySource | None:
    """What the options name, or None to leave it to the environment."""
    if arguments.master_key_file is None and arguments.master_key_command is None:
        return None
    return MasterKeySource(arguments.master_key_file, arguments.master_key_command)


def open_named_store(arguments: argparse.Namespace, *, create: bool) -> Store:
    """The database that the options name; raises `OperatorError`."""
    return open_store(arguments.database, create=create, master_keys=master_key_source(arguments))


def told(work: Callable[[], int | None]) -> int:
    """Runs a command; gives its exit code, after telling a mistake in one sentence."""
    try:
        return work() or 0
    except OperatorError as error:
        print(error, file=sys.stderr)
        return error.exit_code
