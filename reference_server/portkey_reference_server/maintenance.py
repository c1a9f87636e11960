"""`serve migrate`, `backup`, `check`, `rotate-master-key` and `references`: what an operator does
besides serving.

All of them work while servers run on the same database.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import select

from . import references as secret_references
from .audit import record_command
from .backups import back_up
from .errors import OperatorError
from .integrity import findings
from .master_keys import new_key
from .options import add_database, open_named_store, told
from .storage import Store
from .tables import DataKey, Integration, IntegrationModel
from .testing import check_not_for_tests
from .vault import Row, make_data_key, seal_anew, wrap_anew


def migrate(argv: list[str]) -> int:
    """Brings a database up to date, as a start does; gives the exit code."""
    parser = _parser("migrate", "Bring the tables of a database up to date, as a start of the server does.")

    def work(_: argparse.Namespace, store: Store) -> int:
        print(f"{store.database.name} is up to date.")
        return 0

    return _run(parser, argv, work, create=True)


def backup(argv: list[str]) -> int:
    """Copies a database that is in use; gives the exit code."""
    parser = _parser(
        "backup",
        "Copy a database that is in use: to a SQLite file, or to an archive for pg_restore. The master key"
        " is not in it.",
    )
    parser.add_argument("file", type=Path, help="a new file")

    def work(arguments: argparse.Namespace, store: Store) -> int:
        back_up(store.database, arguments.database, arguments.file)
        print(f"{arguments.file} holds {store.database.name}; the master key is kept elsewhere.")
        return 0

    return _run(parser, argv, work)


def check(argv: list[str]) -> int:
    """Looks whether a database is sound; gives 0, or 1 where something is wrong."""
    parser = _parser("check", "Look whether a database is sound and all its secrets open.")

    def work(_: argparse.Namespace, store: Store) -> int:
        found = list(findings(store))
        print(*(found or [f"{store.database.name} is sound."]), sep="\n")
        return 1 if found else 0

    return _run(parser, argv, work)


def rotate_master_key(argv: list[str]) -> int:
    """Wraps the data keys with another master key; gives the exit code."""
    parser = _parser(
        "rotate-master-key",
        "Wrap the data keys with a new master key, while servers run. A key file gets a new key and loses"
        " the old one. A variable or a command must hold the new key before the old one, with a blank"
        " between, and may drop the old one afterwards.",
    )
    parser.add_argument(
        "--reseal",
        action="store_true",
        help="also make a new data key and seal every secret with it, where a data key may be known",
    )

    def work(arguments: argparse.Namespace, store: Store) -> int:
        print(_rotated(store, reseal=arguments.reseal))
        return 0

    return _run(parser, argv, work)


def references(argv: list[str]) -> int:
    """Names the external secrets that mappings may refer to; gives the exit code."""
    parser = argparse.ArgumentParser(
        prog="portkey-integrations serve references",
        description="The secret references that mappings of an organisation may name. Where none is named,"
        " they may name any.",
    )
    secret_references.add_arguments(parser)
    return _run(parser, argv, secret_references.run)


COMMANDS: Mapping[str, Callable[[list[str]], int]] = {
    "migrate": migrate,
    "backup": backup,
    "check": check,
    "rotate-master-key": rotate_master_key,
    "references": references,
}


def _rotated(store: Store, *, reseal: bool) -> str:
    source = store.master_keys
    # Whoever changes the file is the only writer: of two rotations at once, one would lose the other's key.
    with store.write() as session:
        check_not_for_tests(session, store.database.name)
        keys = source.read()
        # A file of several keys is what an interrupted rotation leaves: it is brought to its end.
        if source.file is not None and len(keys.ids) == 1:
            source.write([new_key(), *keys.in_clear])
            keys = source.read()
        elif len(keys.ids) == 1 and not reseal:
            raise OperatorError(
                "There is one master key: put a new one before it, with a blank between, and run this again."
            )
        wrapped = wrap_anew(session, keys, store.database.name)
        if reseal:
            make_data_key(session, keys)
        record_command(session, "serve rotate-master-key", None, None)
    if reseal:
        _seal_all_anew(store)
    if source.file is not None:
        _drop_unused(store)
    return f"{wrapped} data keys are wrapped anew{', and every secret is sealed anew' if reseal else ''}."


def _drop_unused(store: Store) -> None:
    """Leaves in the file the master keys that something is wrapped with."""
    with store.write() as session:
        used = set(session.scalars(select(DataKey.master_key_id)))
        keys = store.master_keys.read()
        store.master_keys.write([key for name, key in keys.by_id.items() if name in used])


def _seal_all_anew(store: Store) -> None:
    store.vault.refresh()
    _seal_table_anew(store, Integration)
    _seal_table_anew(store, IntegrationModel)


def _seal_table_anew(store: Store, table: type[Row]) -> None:
    """A few rows at a time, so that the server's own writes come in between."""
    position = None
    while position != 0:
        with store.write() as session:
            position = seal_anew(session, store.vault, position or 0, table)


def _parser(command: str, description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"portkey-integrations serve {command}", description=description)
    add_database(parser, "the one that `serve` uses")
    return parser


def _run(
    parser: argparse.ArgumentParser,
    argv: list[str],
    work: Callable[[argparse.Namespace, Store], int],
    *,
    create: bool = False,
) -> int:
    arguments = parser.parse_args(argv)

    def with_store() -> int:
        store = open_named_store(arguments, create=create)
        try:
            return work(arguments, store)
        finally:
            store.close()

    return told(with_store)
