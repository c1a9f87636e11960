"""Canaries in every secret field of every provider, and a search for them, for API keys and for the master
key in all that the server leaves behind or answers: as they are and in the encodings in which they might be.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import portkey_reference_server
import pytest
from portkey_reference_server.master_keys import MASTER_KEY_VARIABLE
from postgres import NoPostgresError, private_cluster

from .api import Api, contract
from .databases import MASTER_KEY
from .processes import Server, command_line, ended, serving
from .test_integrations import AZURE, BEDROCK

CORE = "qzcanaryx7f3e9a51"
"""In every planted secret; a mask shows less than this of it."""
CANARY = f"sk-{CORE}-0123456789"
UNKNOWN = "qzunknownx51a9e3f7"
"""In a field that nobody knows: it is answered as it was sent, and sealed like the others."""
ASTRAY = "qzastrayx9f1ea537"
"""Where no secret belongs, in a path: a recording of traffic has it, logs and metrics do not."""
HEADERS = {"authorization": f"Bearer {CANARY}"}
_AZURE = AZURE | {"azure_entra_client_secret": CANARY}
_AWS = BEDROCK | {"aws_secret_access_key": CANARY, "aws_session_token": CANARY}
RECORDING = "traffic.har"
_CONSOLE = Path(portkey_reference_server.__file__).parent / "console"

BY_SCHEMA: Mapping[str, tuple[str, dict[str, Any]]] = {
    "AnyConfigurations": ("a-new-provider", {"aws_secret_access_key": CANARY, "what_is_this": UNKNOWN}),
    "AzureAIConfigurations": (
        "azure-ai",
        {name: value for name, value in _AZURE.items() if "entra" in name or "mode" in name}
        | {"azure_foundry_url": "https://example.com"},
    ),
    "AzureOpenAIConfigurations": ("azure-openai", _AZURE),
    "BedrockConfigurations": ("bedrock", _AWS),
    "SageMakerConfigurations": ("sagemaker", _AWS),
    "VertexAIConfigurations": (
        "vertex-ai",
        {
            "vertex_auth_type": "serviceAccount",
            "vertex_region": "r",
            "vertex_service_account_json": {"private_key": CANARY, "more": [{"deep": CANARY}]},
        },
    ),
    "OpenAIConfigurations": ("openai", {}),
}
"""A provider and a configuration for each schema of one with a secret of its own; all get custom headers."""

LEFT_BY_EVERY_SERVER = frozenset(
    {
        "server.log",
        "backup",
        "audit.txt",
        "check.txt",
        "keys.txt",
        "rotation.txt",
        "answers",
        "metrics",
        "pages",
    }
)


def test_every_secret_of_the_contract_is_planted() -> None:
    planted = {(name, field) for name, (_, body) in BY_SCHEMA.items() for field in body}
    for name, schema in contract()["components"]["schemas"].items():
        for field, of_it in schema.get("properties", {}).items():
            if "x-masked-as" in of_it and name.endswith("Configurations") and field != "custom_headers":
                assert (name, field) in planted, f"{name}.{field}"


def forms(secret: str | bytes) -> Iterator[bytes]:
    """A secret as it is, and as it looks in encodings."""
    raw = secret.encode() if isinstance(secret, str) else secret
    yield from (
        raw,
        raw[::-1],
        raw.hex().encode(),
        raw.hex().upper().encode(),
        b"\0".join(raw[n : n + 1] for n in range(len(raw))),
    )
    yield from (quote(raw, safe="").encode(), "".join(f"%{byte:02x}" for byte in raw).encode())
    yield from (
        "".join(f"%{byte:02X}" for byte in raw).encode(),
        "".join(f"\\u{byte:04x}" for byte in raw).encode(),
    )
    yield from (hashlib.sha256(raw).digest(), hashlib.sha256(raw).hexdigest().encode())
    for before in range(3):  # where the groups of three begin, if it is in the midst of a text
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            whole = encode(bytes(before) + raw)
            yield whole[-(-before * 8 // 6) + 1 : len(whole) // 4 * 4 - 4]


@pytest.mark.parametrize("secret", [CORE, "pk-a0_b1-c2d3"])
def test_each_form_of_a_secret_is_found(secret: str) -> None:
    needles = list(forms(secret))
    for before in range(4):
        text = b"x" * before + secret.encode() + b"more"
        for haystack in (
            text,
            base64.b64encode(text),
            base64.urlsafe_b64encode(text),
            text.hex().encode(),
            text[::-1],
        ):
            assert any(needle in haystack for needle in needles)
    assert not any(needle in b"nothing of it" for needle in needles)


def plant(api: Api, workspace: str) -> None:
    """Writes secrets wherever there is a place for them, well and badly."""
    for provider, configuration in BY_SCHEMA.values():
        body = configuration | {"custom_headers": HEADERS}
        slug = api.integration(ai_provider_id=provider, key=CANARY, configurations=body)
        api.put(f"/integrations/{slug}", {"key": f"{CANARY}2", "configurations": body})
        model = {
            "slug": "m",
            "enabled": True,
            "is_custom": True,
            "configurations": {"custom_headers": HEADERS},
        }
        api.put(f"/integrations/{slug}/models", {"models": [model]})
        api.put(f"/integrations/{slug}/workspaces", {"workspaces": [{"id": workspace, "enabled": True}]})
    key = api.virtual_key(workspace_id=workspace, key=CANARY)
    api.put(f"/virtual-keys/{key}", {"key": f"{CANARY}3"})
    bedrock = {
        "provider": "bedrock",
        "awsSecretAccessKey": CANARY,
        "awsAccessKeyId": "AKIA",
        "awsRegion": "r",
    }
    api.virtual_key(workspace_id=workspace, **bedrock)
    wrong = [
        f'{{"key": "{CANARY}"',
        f'{{"name": 1, "key": "{CANARY}"}}',
        f'["{CANARY}"]',
        f'{{"key": ["{CANARY}"]}}',
    ]
    wrong += [
        f'{{"name": "n", "ai_provider_id": "openai", "key": "{CANARY}", "configurations": ["{CANARY}"]}}'
    ]
    for text in wrong:
        for path in ("/integrations", "/virtual-keys", "/providers"):
            assert api.send("POST", path, content=text).status_code == 400


def read_everything(api: Api, workspace: str) -> None:
    """Every operation that reads, of all that is there."""
    for kind in ("integrations", "providers", "virtual-keys"):
        query: dict[str, Any] = {} if kind == "integrations" else {"workspace_id": workspace}
        listed: list[dict[str, str]] = api.get(f"/{kind}", **query)["data"]
        assert listed
        for one in listed:
            api.get(f"/{kind}/{one['slug']}", **(query if kind == "providers" else {}))
    for one in api.get("/integrations")["data"]:
        api.get(f"/integrations/{one['slug']}/models")
        api.get(f"/integrations/{one['slug']}/workspaces")


def play(server: Server, folder: Path, database_url: str) -> None:
    """Everything that takes, shows or might keep a secret; what is left is in the folder afterwards."""
    answers = (folder / "answers").open("wb")

    def keep(response: httpx.Response) -> None:
        answers.write(repr(response.headers.raw).encode() + response.read())

    with answers, server.client(event_hooks={"response": [keep]}) as client:
        admin = Api(client, server.key("admin"))
        workspace = server.target["workspaces"]["first"]["id"]
        plant(admin, workspace)
        read_everything(admin, workspace)
        Api(client, f"pk-{CANARY}").get("/integrations", status=401)
        admin.get(f"/integrations/{ASTRAY}", status=404)
        origin = server.url.removesuffix("/v1")
        (folder / "metrics").write_bytes(client.get(f"{origin}/metrics").raise_for_status().content)
        with (folder / "pages").open("wb") as pages:
            for path in pages_of_the_console():
                pages.write(client.get(origin + path).raise_for_status().content)
    (folder / "processes").write_bytes(b"\n".join(map(command_line, [server.process.pid, *server.workers()])))
    for name, command in {
        "backup": ("serve", "backup", str(folder / "backup")),
        "check": ("serve", "check"),
        "audit": ("audit", "--limit", "1000", "--json"),
        "keys": ("keys", "list"),
        "rotation": ("serve", "rotate-master-key", "--reseal"),
    }.items():
        result = ended(*command, "--database", database_url)
        assert result.returncode == 0, result.stderr
        (folder / f"{name}.txt").write_text(result.stdout + result.stderr)


def pages_of_the_console() -> list[str]:
    """The paths of all that a browser is served."""
    assets = [f"/console/{file.name}" for file in (_CONSOLE / "static").iterdir() if file.is_file()]
    return ["/", "/docs", "/openapi.json", "/_console/audit", "/healthz", "/readyz", *assets]


def search(folder: Path, secrets: list[bytes], *, names: frozenset[str] | set[str], since: float = 0) -> None:
    """Fails for a file below the folder, written since a moment, that holds a secret, and where one of the
    named ones is missing.
    """
    needles = {needle for secret in secrets for needle in forms(secret)}
    seen = set()
    for path in (Path(root) / name for root, _, files in os.walk(folder) for name in files):
        if path.stat().st_mtime < since:
            continue
        seen.add(path.name)
        content = path.read_bytes()
        if path.name not in ("target.env", "db.sqlite3.key"):  # which are there to hold keys
            assert not [needle for needle in needles if needle in content], path
            assert ASTRAY.encode() not in content or path.name in (RECORDING, "cluster.log"), path
            assert UNKNOWN.encode() not in content or path.name in ("answers", RECORDING), path
    assert seen >= names


def secrets_of(server: Server, *master_keys: str) -> list[bytes]:
    in_clear = [base64.urlsafe_b64decode(key) for key in master_keys]
    return [CORE.encode(), *(key.encode() for key in server.variables.values()), *in_clear]


def test_no_secret_is_in_what_a_server_on_sqlite_leaves_and_answers(tmp_path: Path) -> None:
    file, recording = tmp_path / "db.sqlite3", tmp_path / RECORDING
    url = f"sqlite:///{file}"
    options = ("--workers", "2", "--log-format", "json", "--metrics", "--record", str(recording))
    with serving(tmp_path, url, *options) as server:
        old_master_key = file.with_name("db.sqlite3.key").read_text()
        play(server, tmp_path, url)
        fail_without_a_database(server, file)
        secrets = secrets_of(server, old_master_key, file.with_name("db.sqlite3.key").read_text())
        search(tmp_path, secrets, names=LEFT_BY_EVERY_SERVER | {"db.sqlite3", "db.sqlite3-wal", "processes"})
    search(tmp_path, secrets, names=LEFT_BY_EVERY_SERVER | {"db.sqlite3", RECORDING})
    log = (tmp_path / "server.log").read_bytes()
    assert b'"operation":"createIntegration","status":200' in log
    assert b'"error_id"' in log
    assert b"redacted-" in recording.read_bytes()


def fail_without_a_database(server: Server, file: Path) -> None:
    """Sends a secret that cannot be stored."""
    away = file.with_name("away")
    away.mkdir()
    for suffix in ("", "-wal", "-shm"):
        shutil.move(f"{file}{suffix}", away)
    with server.client() as client:
        body = {"name": "n", "ai_provider_id": "openai", "key": CANARY}
        response = client.post("/integrations", json=body)
        assert (response.status_code, CORE in response.text) == (500, False)
    for moved in away.iterdir():
        shutil.move(moved, file.parent)


@pytest.fixture
def master_key_file(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path_factory.mktemp("keys") / "master.key"
    file.write_text(MASTER_KEY)
    monkeypatch.setenv("PORTKEY_MASTER_KEY_FILE", str(file))
    monkeypatch.delenv(MASTER_KEY_VARIABLE, raising=False)
    return file


def test_no_secret_is_in_what_a_server_on_postgres_leaves_and_answers(
    tmp_path: Path, master_key_file: Path
) -> None:
    try:
        with private_cluster(options="-c log_statement=all -c log_min_duration_statement=0") as cluster:
            started = time.time() - 1
            with serving(tmp_path, cluster.url, "--workers", "2", "--verbose", "--metrics") as server:
                play(server, tmp_path, cluster.url)
                secrets = secrets_of(server, MASTER_KEY)
            cluster.stop()
            try:
                search(tmp_path, secrets, names=LEFT_BY_EVERY_SERVER)
                search(cluster.folder, secrets, names={"cluster.log", "pg_control"}, since=started)
                log = (cluster.folder / "cluster.log").read_text()
                assert "INSERT INTO integrations" in log  # with its parameters
            finally:
                cluster.start()
    except NoPostgresError as reason:
        pytest.skip(str(reason))
