"""Databases of earlier releases, of later ones, and of others."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from portkey_reference_server import schema
from portkey_reference_server.contract import Contract
from portkey_reference_server.errors import OperatorError
from portkey_reference_server.master_keys import MASTER_KEY_VARIABLE
from portkey_reference_server.storage import Database, find_database, open_store
from portkey_reference_server.tables import Base
from sqlalchemy import inspect, text

from .api import Api
from .conftest import Current, World, world_on
from .databases import MASTER_KEY, on_sqlite_only

RELEASES = Path(__file__).with_name("releases")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = find_database(database_url, create=True)
    yield found
    found.engine.dispose()


def tables(database: Database) -> dict[str, Any]:
    """Columns, keys and indexes, without the order of columns, which an alteration cannot choose."""
    inspector = inspect(database.engine)
    return {
        name: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"])
                for column in inspector.get_columns(name)
            },
            "primary": sorted(inspector.get_pk_constraint(name)["constrained_columns"]),
            "unique": sorted(tuple(one["column_names"]) for one in inspector.get_unique_constraints(name)),
            "foreign": sorted(
                (one["constrained_columns"], one["referred_table"], one["options"].get("ondelete"))
                for one in inspector.get_foreign_keys(name)
            ),
            "indexes": sorted(
                (one["name"], one["column_names"], bool(one["unique"])) for one in inspector.get_indexes(name)
            ),
        }
        for name in inspector.get_table_names()
    }


def triggers(database: Database) -> dict[str, str]:
    """What each does, without regard to blanks."""
    statements = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname, pg_get_triggerdef(t.oid) || prosrc FROM pg_trigger t"
        " JOIN pg_proc p ON p.oid = tgfoid WHERE NOT tgisinternal",
    }
    with database.reading() as session:
        rows = session.execute(text(statements[database.engine.dialect.name])).all()
    return {name: " ".join(statement.split()) for name, statement in rows}


def test_the_revisions_make_the_same_tables_as_a_new_database_has(database: Database) -> None:
    with database.migrating() as connection:
        schema.migrate(connection, database.name)
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    migrated, migrated_triggers = tables(database), triggers(database)
    with database.migrating() as connection:
        Base.metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
        schema.bring_up_to_date(connection, database.name)
    assert migrated == tables(database)
    assert migrated_triggers == triggers(database)
    assert len(migrated_triggers) == 4


def test_the_revision_that_a_start_expects_is_the_last_one() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).with_name("migrations")))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]


@pytest.fixture
def world_of_old(
    live: tuple[str, Current], loaded_contract: Contract, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, str]]:
    """The keys of a server on the database that release 0.1.0 left."""
    monkeypatch.setenv(MASTER_KEY_VARIABLE, MASTER_KEY)
    path = of_release(tmp_path)
    with world_on(live, loaded_contract, f"sqlite:///{path}"):
        yield json.loads((RELEASES / "0.1.0.keys.json").read_text())


def of_release(folder: Path, name: str = "0.1.0") -> Path:
    """A database as that release left it, with the master key of the tests."""
    path = folder / "old.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.executescript((RELEASES / f"{name}.sql").read_text())
    connection.close()
    return path


@on_sqlite_only
def test_a_database_of_the_first_release_keeps_all_that_it_holds(
    world_of_old: dict[str, str], http: Any
) -> None:
    keys = world_of_old
    api = Api(http, keys["admin"])
    azure = api.get("/integrations/azure-of-old")
    assert azure["description"] == "shared"
    assert azure["configurations"]["masked_azure_entra_client_secret"] == "en*****123"
    assert api.get("/integrations/openai-of-old")["masked_key"] == "sk*****789"
    models = {model["slug"]: model for model in api.get("/integrations/openai-of-old/models")["models"]}
    assert models["mine"]["configurations"]["masked_custom_headers"] == {"authorization": "Be*****old"}
    access = api.get("/integrations/openai-of-old/workspaces")
    assert access["global_workspace_access"]["enabled"] is True
    assert [one["usage_limits"][0]["credit_limit"] for one in access["workspaces"]] == [10]
    assert api.get("/providers/provider-of-old")["usage_limits"]["credit_limit"] == 5
    assert api.get("/virtual-keys/virtual-of-old")["masked_api_key"] == "vk*****789"
    assert [item["slug"] for item in api.get("/integrations")["data"]][:2] == [
        "azure-of-old",
        "openai-of-old",
    ]

    assert api.get("/integrations")["total"] == len(api.get("/integrations")["data"]) == 3

    workspace = Api(http, keys["workspace"])
    assert workspace.get("/integrations/openai-of-old")["slug"] == "openai-of-old"
    assert Api(http, keys["other_workspace"]).get("/integrations/openai-of-old")["workspace_count"] == 3
    Api(http, keys["revoked"]).get("/integrations", status=401)


@on_sqlite_only
def test_a_database_of_the_first_release_can_be_written(world_of_old: dict[str, str], http: Any) -> None:
    api = Api(http, world_of_old["admin"])
    api.put("/integrations/openai-of-old", {"key": "sk-another-key-0987654321"})
    assert api.get("/integrations/openai-of-old")["masked_key"] == "sk*****321"
    total = api.get("/integrations")["total"]
    api.delete("/integrations/openai-of-old")
    assert api.get("/integrations")["total"] == total - 1
    api.get("/providers/provider-of-old", status=404)


def test_a_database_of_a_later_release_is_refused_and_left_alone(world: World) -> None:
    with world.store.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(OperatorError, match="later release"):
        open_store(world.database_url, create=True)
    with world.store.read() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_a_revision_that_fails_leaves_everything_as_it_was(database: Database) -> None:
    """Here the second revision finds an index of its own name."""
    with database.migrating() as connection:
        schema.migrate(connection, database.name, to="0001")
        connection.execute(text("CREATE INDEX providers_in_order ON providers (name)"))
    before = tables(database)
    with pytest.raises(OperatorError, match="left as it was"), database.migrating() as connection:
        schema.bring_up_to_date(connection, database.name)
    assert tables(database) == before
    with database.reading() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == "0001"


def test_tables_of_something_else_are_left_alone(database: Database, database_url: str) -> None:
    with database.migrating() as connection:
        connection.execute(text("CREATE TABLE aunts (name VARCHAR(10))"))
    with pytest.raises(OperatorError, match="something else"):
        open_store(database_url, create=True)
    assert set(tables(database)) == {"aunts"}
