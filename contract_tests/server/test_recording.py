"""`serve --record`: the traffic as HAR, which a judge reads and in which no key is."""

from __future__ import annotations

import base64
import json
import os
import signal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from portkey_reference_server.aids import Aids
from portkey_reference_server.chaos import read_chaos
from portkey_reference_server.recording import HarFile, begin_recording

from .api import LONG_SECRET
from .conftest import Current, World
from .processes import ended, serving

CANARY = "canary-6b1f-secret-value"
OBJECT = {"private_key": CANARY, "nested": [{CANARY: CANARY}]}


@pytest.fixture
def file(world: World, live: tuple[str, Current], tmp_path: Path) -> Path:
    """The HAR file of the server of the test."""
    file = begin_recording(tmp_path / "traffic.har", "test")
    aids = Aids(record=file)
    live[1].app = aids.around(aids.app_on(world.store, world.contract), world.store, world.contract)
    return file


def entries(file: Path) -> list[Any]:
    return list(json.loads(file.read_text())["log"]["entries"])


def test_a_recording_is_whole_after_each_call(world: World, file: Path) -> None:
    assert entries(file) == []
    world.admin.integration(slug="one", description="told")
    (entry,) = entries(file)
    assert entry["request"]["method"] == "POST"
    assert entry["request"]["url"] == f"{world.base_url}/integrations"
    sent = json.loads(entry["request"]["postData"]["text"])
    assert (sent["slug"], sent["description"]) == ("one", "told")
    assert json.loads(entry["response"]["content"]["text"])["slug"] == "one"
    world.admin.get("/integrations/one")
    first, second = entries(file)
    assert first == entry
    assert json.loads(second["response"]["content"]["text"])["masked_key"] == "sk*****ail"


def test_no_key_and_no_secret_is_in_it(world: World, file: Path) -> None:
    def send(method: str, path: str, body: Any = None, **request: Any) -> None:
        headers = {"x-portkey-api-key": world.demo.keys["admin"]} | request.pop("headers", {})
        world.http.request(method, path, json=body, headers=headers, **request)

    integration = {"name": "n", "ai_provider_id": "openai", "key": CANARY}
    send("POST", "/integrations", {**integration, "slug": "one"})
    send(
        "PUT", "/integrations/one", {"key": f"{CANARY}2", "configurations": {"custom_headers": {"a": CANARY}}}
    )
    bedrock = {"aws_auth_type": "accessKey", "aws_region": "r", "aws_access_key_id": "a"}
    bedrock["aws_secret_access_key"] = CANARY
    send("POST", "/integrations", {"name": "n", "ai_provider_id": "bedrock", "configurations": bedrock})
    vertex = {
        "vertex_auth_type": "serviceAccount",
        "vertex_region": "r",
        "vertex_service_account_json": OBJECT,
    }
    send("POST", "/integrations", {"name": "n", "ai_provider_id": "vertex-ai", "configurations": vertex})
    unknown = {"token": CANARY, "value": CANARY, "list": [CANARY], "deep": {"name": CANARY}, "key": CANARY}
    send(
        "POST",
        "/integrations",
        {**integration, "slug": "free", "ai_provider_id": "acme", "configurations": unknown},
    )
    send("GET", "/integrations/free")
    send("POST", "/integrations", {**integration, "kye": CANARY, CANARY: 1, "api": {"key": [CANARY]}})
    send(
        "POST",
        "/virtual-keys",
        {"name": "v", "provider": "openai", "key": CANARY, "workspace_id": "ws-demo-first"},
    )
    send("GET", f"/integrations?key={quote(CANARY)}&{CANARY}=1")
    send("GET", f"/{CANARY}/{CANARY}")
    send("GET", "/integrations", headers={"authorization": f"Bearer {CANARY}", "cookie": f"a={CANARY}"})
    send("GET", "/integrations", headers={"x-portkey-api-key": CANARY})
    for raw in (
        f'{{"key": "{CANARY}"',
        f'{{"key": "{CANARY}", "key": 1}}',
        f'{{"a": NaN, "key": "{CANARY}"}}',
        f'["{CANARY}"]',
        f'"{CANARY}"',
        f'{{"configurations": "{CANARY}", "custom_headers": ["{CANARY}"]}}',
        CANARY,
    ):
        headers = {"x-portkey-api-key": world.demo.keys["admin"]}
        world.http.post("/integrations", content=raw, headers=headers)
    models = {"models": [{"slug": "m", "enabled": True, "configurations": {"custom_headers": {"b": CANARY}}}]}
    send("PUT", "/integrations/one/models", models)

    text = file.read_text()
    assert len(entries(file)) == 20
    for secret in (CANARY, *world.demo.keys.values()):
        encoded = base64.b64encode(secret.encode()).decode().rstrip("=")
        assert not [form for form in (secret, quote(secret, safe=""), encoded) if form in text]
    assert oct(file.stat().st_mode)[-3:] == "600"


def test_what_is_equal_stays_equal(world: World, file: Path) -> None:
    world.admin.integration(slug="one")
    world.admin.integration(slug="two")
    world.admin.integration(slug="three", key=f"{LONG_SECRET}-other")
    world.api("workspace").get("/integrations")
    keys = [json.loads(one["request"]["postData"]["text"])["key"] for one in entries(file)[:3]]
    assert keys[0] == keys[1] != keys[2]
    callers = [
        next(h["value"] for h in one["request"]["headers"] if h["name"] == "x-portkey-api-key")
        for one in entries(file)
    ]
    assert callers[0] == callers[2] != callers[3]


def test_the_judge_reads_it_and_finds_nothing(world: World, file: Path, tmp_path: Path) -> None:
    slug = world.admin.integration(slug="one", workspace_id=world.first.id)
    world.admin.put(f"/integrations/{slug}", {"key": f"{LONG_SECRET}-renewed"})
    world.admin.get(f"/integrations/{slug}")
    world.admin.get(f"/integrations/{slug}/models")
    world.admin.get("/integrations", page_size=1)
    world.admin.post("/integrations", {"name": "n"}, status=400)
    key = world.admin.virtual_key(workspace_id=world.first.id)
    world.admin.get(f"/virtual-keys/{key}")
    world.admin.get("/providers", workspace_id=world.first.id)
    world.admin.delete(f"/integrations/{slug}")
    world.admin.get(f"/integrations/{slug}", status=404)
    report = tmp_path / "report"
    judged = ended("conform", "--har", str(file), "--complete", "--report", str(report))
    assert judged.returncode == 0, judged.stdout + judged.stderr
    told = json.loads((report / "report.json").read_text())
    assert json.dumps(told).count('"pass"') > 20


def test_an_answer_that_broke_off_is_recorded_as_the_caller_saw_it(
    world: World, live: tuple[str, Current], tmp_path: Path
) -> None:
    file = begin_recording(tmp_path / "chaos.har", "test")
    aids = Aids(record=file, chaos=read_chaos("cut=0.5,reset=0.5"))
    live[1].app = aids.around(aids.app_on(world.store, world.contract), world.store, world.contract)
    for _ in range(8):
        with pytest.raises(httpx.TransportError):
            world.admin.get("/integrations")
    statuses = {one["response"]["status"] for one in entries(file)}
    assert statuses == {0, 200}


def test_a_full_disk_ends_neither_the_call_nor_the_recording(
    file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    har = HarFile(file)
    har.append({"first": 1})
    whole, write = file.read_bytes(), os.pwrite

    def half(descriptor: int, text: bytes, at: int) -> int:
        if b"second" not in text:
            return write(descriptor, text, at)
        write(descriptor, text[:9], at)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "pwrite", half)
    har.append({"second": 2})
    assert file.read_bytes() == whole
    assert "No space left" in caplog.text
    har.append({"third": 3})
    assert entries(file) == [{"first": 1}, {"third": 3}]


def test_several_workers_write_one_file_and_it_is_whole_when_they_are_killed(
    tmp_path: Path, database_url: str
) -> None:
    file = tmp_path / "traffic.har"
    file.write_text("of an earlier run")
    with serving(tmp_path, database_url, "--workers", "2", "--record", str(file), session=True) as server:
        for _ in range(20):
            with server.client() as client:
                client.get("/integrations")
        os.killpg(server.process.pid, signal.SIGKILL)
    assert len(entries(file)) == 20


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, database_url: str) -> None:
    file = str(tmp_path / "no" / "x.har")
    refused = ended("serve", "--port", "0", "--database", database_url, "--record", file)
    assert (refused.returncode, "cannot be written" in refused.stderr) == (3, True)
