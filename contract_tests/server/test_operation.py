"""What an operator does with the database of a server that runs: backup, check, master keys, audit log."""

from __future__ import annotations

import base64
import json
import os
import shutil
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from portkey_reference_server.master_keys import MASTER_KEY_VARIABLE
from sqlalchemy import text

from .api import LONG_SECRET, Api
from .conftest import World
from .databases import on_postgres_only, on_sqlite_only
from .processes import ended

WRITES = {
    "createIntegration",
    "updateIntegration",
    "deleteIntegration",
    "updateIntegrationModels",
    "deleteIntegrationModels",
    "updateIntegrationWorkspaces",
    "createProvider",
    "updateProvider",
    "deleteProvider",
    "createVirtualKey",
    "updateVirtualKey",
    "deleteVirtualKey",
}
CANARY = "canary-in-everything-0123456789"


def write_everything(api: Api, workspace: str) -> None:
    """Every operation that changes something, each with a canary where it takes a secret."""
    headers = {"custom_headers": {"authorization": CANARY}}
    slug = api.integration(key=CANARY, configurations=headers)
    api.put(f"/integrations/{slug}", {"key": f"{CANARY}2", "configurations": headers})
    model = {"slug": "m", "enabled": True, "is_custom": True, "configurations": headers}
    api.put(f"/integrations/{slug}/models", {"models": [model]})
    api.delete(f"/integrations/{slug}/models", slugs="m")
    api.put(f"/integrations/{slug}/workspaces", {"workspaces": [{"id": workspace, "enabled": True}]})
    provider = api.provider(slug, workspace)
    api.put(f"/providers/{provider}", {"note": "changed"}, workspace_id=workspace)
    api.delete(f"/providers/{provider}", workspace_id=workspace)
    key = api.virtual_key(workspace_id=workspace, key=CANARY)
    api.put(f"/virtual-keys/{key}", {"key": f"{CANARY}3"})
    api.delete(f"/virtual-keys/{key}")
    api.delete(f"/integrations/{slug}")


def command(world: World, *arguments: str) -> str:
    """What a command on the database of a test says; it succeeds."""
    result = ended(*arguments, "--database", world.database_url)
    assert result.returncode == 0, result.stderr
    return result.stdout


def audit(world: World, *arguments: str) -> list[dict[str, str]]:
    lines = command(world, "audit", "--json", "--limit", "1000", *arguments).splitlines()
    return [json.loads(line) for line in lines]


def test_the_audit_log_tells_of_every_write(world: World, admin: Api) -> None:
    write_everything(admin, world.first.id)
    entries = audit(world)
    assert {entry["operation"] for entry in entries} == WRITES
    for entry in entries:
        assert world.demo.keys["admin"].startswith(entry["actor"])
        assert entry["resource_type"] in ("integration", "provider")
        assert entry["resource_id"]
        assert entry["address"] == "127.0.0.1"
    assert CANARY not in json.dumps(entries)


def test_an_entry_has_the_request_id_of_its_answer(world: World, admin: Api) -> None:
    response = admin.send("POST", "/integrations", json={"name": "n", "ai_provider_id": "x", "key": "k"})
    [entry] = audit(world, "--resource", response.json()["slug"])
    assert entry["request_id"] == response.headers["x-portkey-trace-id"]
    assert entry["operation"] == "createIntegration"
    assert entry["resource_id"] == response.json()["id"]


def test_a_write_that_is_refused_leaves_no_entry(world: World, admin: Api) -> None:
    slug = admin.integration()
    before = audit(world)
    admin.put(f"/integrations/{slug}", {"name": ""}, status=400)
    admin.post("/integrations", {"name": "n", "ai_provider_id": "x", "key": "k", "slug": slug}, status=409)
    admin.delete("/integrations/nobody", status=404)
    assert audit(world) == before


def test_a_default_provider_and_its_removal_are_in_the_audit_log(world: World, admin: Api) -> None:
    slug = admin.integration()
    for enabled in (True, False):
        grant = {"workspaces": [{"id": world.first.slug, "enabled": enabled}]}
        admin.put(f"/integrations/{slug}/workspaces", grant)
    about = [entry for entry in audit(world) if entry["operation"] == "updateIntegrationWorkspaces"]
    kinds = [entry["resource_type"] for entry in about]
    assert kinds == ["integration", "provider", "integration", "provider"]
    assert about[1]["resource_id"] == about[3]["resource_id"]


def test_keys_that_are_made_and_revoked_are_in_the_audit_log(world: World) -> None:
    key = command(world, "keys", "create", "--organisation", "demo", "--name", "ours").split()[-1]
    listed = command(world, "keys", "list")
    [line] = [line for line in listed.splitlines() if "ours" in line]
    assert key[:11] in line
    assert key not in listed
    command(world, "keys", "revoke", line.split()[0])
    entries = audit(world, "--organisation", "demo")
    assert [entry["operation"] for entry in entries] == ["keys create", "keys revoke"]
    assert all(entry["actor"].startswith("operator ") for entry in entries)


def test_the_audit_log_of_another_organisation_is_apart(world: World, admin: Api) -> None:
    admin.integration(slug="ours")
    world.api("other_organisation").integration(slug="theirs")
    assert [entry["resource_slug"] for entry in audit(world, "--organisation", "demo-other")] == ["theirs"]
    assert len(audit(world, "--since", "2999-01-01T00:00:00Z")) == 0
    assert "theirs" in command(world, "audit")


@on_sqlite_only
def test_a_backup_is_a_database_that_serves(world: World, admin: Api, tmp_path: Path) -> None:
    slug = admin.integration(key=CANARY)
    copy = tmp_path / "copy.sqlite3"
    command(world, "serve", "backup", str(copy))
    admin.delete(f"/integrations/{slug}")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert CANARY.encode() not in copy.read_bytes()
    key_file = ("--master-key-file", str(tmp_path / "world.sqlite3.key"))
    checked = ended("serve", "check", "--database", f"sqlite:///{copy}", *key_file)
    assert checked.returncode == 0, checked.stderr
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT slug FROM integrations").fetchall() == [(slug,)]


@on_postgres_only
def test_a_backup_is_an_archive_that_restores(world: World, admin: Api, tmp_path: Path) -> None:
    admin.integration(key=CANARY, slug="kept")
    copy = tmp_path / "copy.dump"
    command(world, "serve", "backup", str(copy))
    content = copy.read_bytes()
    assert content.startswith(b"PGDMP")
    assert CANARY.encode() not in content


def test_a_backup_replaces_nothing_and_leaves_no_half_of_one(world: World, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("mine")
    result = ended("serve", "backup", str(there), "--database", world.database_url)
    assert (result.returncode, len(result.stderr.splitlines())) == (2, 1)
    assert there.read_text() == "mine"
    result = ended("serve", "backup", str(tmp_path / "no" / "folder"), "--database", world.database_url)
    assert (result.returncode, len(result.stderr.splitlines())) == (2, 1)
    assert not [file for file in tmp_path.iterdir() if file.name.startswith(".")]


def test_a_sound_database_is_said_to_be_sound(world: World, admin: Api) -> None:
    write_everything(admin, world.first.id)
    admin.virtual_key(workspace_id=world.first.id)
    assert "is sound" in command(world, "serve", "check")


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("UPDATE integrations SET sealed_credentials = (SELECT wrapped FROM data_keys)", "do not open"),
        ("DELETE FROM grants", "without the grant"),
        ("UPDATE counts SET number = number + 1", "numbers"),
        ("UPDATE integrations SET slug = (SELECT id FROM integrations WHERE slug = 'n')", "slug is the id"),
        (
            "UPDATE providers SET organisation_id = (SELECT id FROM organisations WHERE name = 'demo-other')",
            "another organisation",
        ),
    ],
)
def test_damage_is_found(world: World, admin: Api, damage: str, told: str) -> None:
    admin.virtual_key(name="n", workspace_id=world.first.id)
    with world.store.write() as session:
        session.execute(text(damage))
    result = ended("serve", "check", "--database", world.database_url)
    assert result.returncode == 1
    assert told in result.stdout


@on_sqlite_only
def test_a_damaged_file_is_found(world: World, admin: Api, tmp_path: Path) -> None:
    for number in range(50):
        admin.integration(name=f"n{number}", description="x" * 1000)
    copy = tmp_path / "copy.sqlite3"
    command(world, "serve", "backup", str(copy))
    shutil.copy(tmp_path / "world.sqlite3.key", tmp_path / "copy.sqlite3.key")
    with sqlite3.connect(copy) as connection:
        page = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'integrations_in_order'"
        ).fetchone()[0]
    content = bytearray(copy.read_bytes())
    content[(page - 1) * 4096 + 200 : page * 4096] = bytes(4096 - 200)
    copy.write_bytes(content)
    result = ended("serve", "check", "--database", f"sqlite:///{copy}")
    assert result.returncode == 1
    assert "integrations_in_order" in result.stdout or "malformed" in result.stdout
    assert result.stderr == ""


@pytest.fixture
def two_keys() -> tuple[str, ...]:
    return tuple(base64.urlsafe_b64encode(os.urandom(32)).decode() for _ in range(2))


@on_sqlite_only
@pytest.mark.parametrize("reseal", [(), ("--reseal",)])
def test_a_key_file_is_rotated_while_the_server_runs(
    world: World, admin: Api, tmp_path: Path, reseal: tuple[str, ...]
) -> None:
    slug = admin.integration(key=LONG_SECRET)
    key_file = tmp_path / "world.sqlite3.key"
    before = key_file.read_text()
    with world.store.read() as session:
        sealed = session.scalar(text("SELECT sealed_credentials FROM integrations"))
    command(world, "serve", "rotate-master-key", *reseal)
    assert len(key_file.read_text().split()) == 1
    assert before.strip() not in key_file.read_text()
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600

    assert admin.get(f"/integrations/{slug}")["masked_key"] == "sk*****ail"
    admin.put(f"/integrations/{slug}", {"key": f"{LONG_SECRET}-new"})
    assert admin.get(f"/integrations/{slug}")["masked_key"] == "sk*****new"
    assert "is sound" in command(world, "serve", "check")
    with world.store.read() as session:
        assert (session.scalar(text("SELECT count(*) FROM data_keys")) == 2) == bool(reseal)
        assert session.scalar(text("SELECT sealed_credentials FROM integrations")) != sealed

    key_file.write_text(before)
    result = ended("serve", "check", "--database", world.database_url)
    assert result.returncode == 2
    assert "another master key" in result.stderr


@on_sqlite_only
def test_a_rotation_that_was_interrupted_is_brought_to_its_end(world: World, tmp_path: Path) -> None:
    """It stopped after the new key was put before the old one in the file."""
    key_file = tmp_path / "world.sqlite3.key"
    new = base64.urlsafe_b64encode(os.urandom(32)).decode()
    key_file.write_text(f"{new}\n{key_file.read_text()}")
    assert "is sound" in command(world, "serve", "check")
    command(world, "serve", "rotate-master-key")
    assert key_file.read_text().split() == [new]
    assert "is sound" in command(world, "serve", "check")


@on_sqlite_only
def test_rotations_at_the_same_time_lose_no_key(world: World, admin: Api) -> None:
    admin.integration(key=LONG_SECRET)
    rotate = ("serve", "rotate-master-key", "--database", world.database_url)
    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(lambda _: ended(*rotate), range(4)))
    assert [result.stderr for result in results] == [""] * 4
    assert "is sound" in command(world, "serve", "check")


def test_a_key_in_a_variable_is_rotated_by_naming_both(
    world: World, admin: Api, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, two_keys: tuple[str, ...]
) -> None:
    admin.integration(key=LONG_SECRET)
    old = os.environ.get(MASTER_KEY_VARIABLE) or (tmp_path / "world.sqlite3.key").read_text().strip()
    monkeypatch.setenv(MASTER_KEY_VARIABLE, old)
    result = ended("serve", "rotate-master-key", "--database", world.database_url)
    assert result.returncode == 2
    assert old not in result.stderr
    monkeypatch.setenv(MASTER_KEY_VARIABLE, f"{two_keys[0]} {old}")
    command(world, "serve", "rotate-master-key")
    monkeypatch.setenv(MASTER_KEY_VARIABLE, two_keys[0])
    assert "is sound" in command(world, "serve", "check")
    monkeypatch.setenv(MASTER_KEY_VARIABLE, two_keys[1])
    result = ended("serve", "check", "--database", world.database_url)
    assert "another master key" in result.stderr


def test_a_command_can_print_the_master_key(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    key = os.environ.get(MASTER_KEY_VARIABLE) or (tmp_path / "world.sqlite3.key").read_text().strip()
    monkeypatch.delenv(MASTER_KEY_VARIABLE, raising=False)
    vault = tmp_path / "vault"
    vault.write_text(key)
    assert "is sound" in command(world, "serve", "check", "--master-key-command", f"cat {vault}")
    for wrong in ("false", "no-such-program", "echo", "echo !!!"):
        result = ended(*("serve", "check", "--database", world.database_url, "--master-key-command", wrong))
        assert result.returncode in (2, 3)
        assert len(result.stderr.splitlines()) == 1
