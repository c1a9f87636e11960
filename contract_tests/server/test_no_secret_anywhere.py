"""Canaries in every secret, and a search for them in all that the server leaves behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from portkey_reference_server.master_keys import MASTER_KEY_VARIABLE
from postgres import NoPostgresError, private_cluster

from .api import Api
from .databases import MASTER_KEY
from .processes import Server, ended, serving
from .test_operation import CANARY, write_everything

WORKERS = ("--workers", "2", "--verbose")
RECORDING = "traffic.har"


def play(server: Server, folder: Path, database_url: str) -> None:
    """Everything that takes a secret, well and badly; what is left is in the folder afterwards."""
    with server.client() as client:
        admin = Api(client, server.key("admin"))
        workspace = server.target["workspaces"]["first"]["id"]
        write_everything(admin, workspace)
        admin.integration(key=CANARY, configurations={"custom_headers": {"authorization": CANARY}})
        admin.integration(ai_provider_id="new", key=CANARY, configurations={"what_is_this": CANARY})
        admin.virtual_key(workspace_id=workspace, key=CANARY)
        for body in (f'{{"key": "{CANARY}"', f'{{"name": 1, "key": "{CANARY}"}}', f'["{CANARY}"]'):
            assert admin.send("POST", "/integrations", content=body).status_code == 400
        Api(client, f"pk-{CANARY}").get("/integrations", status=401)
    database = ("--database", database_url)
    for name, command in {
        "backup": ("serve", "backup", str(folder / "backup")),
        "check": ("serve", "check"),
        "audit": ("audit", "--limit", "1000", "--json"),
        "keys": ("keys", "list"),
        "rotation": ("serve", "rotate-master-key", "--reseal"),
    }.items():
        result = ended(*command, *database)
        assert result.returncode == 0, result.stderr
        (folder / f"{name}.txt").write_text(result.stdout + result.stderr)


def search(folder: Path, secrets: list[str], *, names: set[str]) -> None:
    """Fails for a file below the folder that holds a secret, and where one of the named ones is missing."""
    seen = set()
    for path in (Path(root) / name for root, _, files in os.walk(folder) for name in files):
        seen.add(path.name)
        content = path.read_bytes()
        if path.name != "target.env":  # which is there to hold the keys
            assert not [secret for secret in secrets if secret.encode() in content], path
    assert seen >= names


def keys_of(server: Server) -> list[str]:
    return [CANARY, *server.variables.values()]


def test_no_secret_is_in_the_files_of_a_server_on_sqlite(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'db.sqlite3'}"
    with serving(tmp_path, url, *WORKERS, "--record", str(tmp_path / RECORDING)) as server:
        play(server, tmp_path, url)
        names = {"db.sqlite3", "db.sqlite3-wal", "server.log", "backup", "audit.txt", "check.txt", RECORDING}
        search(tmp_path, keys_of(server), names=names)
    assert b"createIntegration 200" in (tmp_path / "server.log").read_bytes()
    assert b"redacted-" in (tmp_path / RECORDING).read_bytes()


@pytest.fixture
def master_key_file(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path_factory.mktemp("keys") / "master.key"
    file.write_text(MASTER_KEY)
    monkeypatch.setenv("PORTKEY_MASTER_KEY_FILE", str(file))
    monkeypatch.delenv(MASTER_KEY_VARIABLE, raising=False)
    return file


def test_no_secret_is_in_the_files_of_postgres(tmp_path: Path, master_key_file: Path) -> None:
    try:
        with private_cluster(options="-c log_statement=all -c log_min_duration_statement=0") as cluster:
            with serving(tmp_path, cluster.url, *WORKERS) as server:
                play(server, tmp_path, cluster.url)
                secrets = keys_of(server)
            cluster.stop()
            search(tmp_path, secrets, names={"server.log", "backup", "audit.txt"})
            search(cluster.folder, secrets, names={"cluster.log", "PG_VERSION"})
            log = (cluster.folder / "cluster.log").read_text()
            assert "INSERT INTO integrations" in log  # with its parameters
            cluster.start()
    except NoPostgresError as reason:
        pytest.skip(str(reason))
