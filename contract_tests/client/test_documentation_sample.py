"""The documentation's own sample, against the reference server; only its import and its key are ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from portkey_integrations import Portkey
from portkey_reference_server.app import app_on
from portkey_reference_server.contract import load_contract
from portkey_reference_server.demo import make_demo
from portkey_reference_server.serving import base_url_of, bind
from portkey_reference_server.storage import open_store

SAMPLE = """
from portkey_integrations import Portkey

# Initialize the Portkey client
portkey = Portkey(
    api_key="PORTKEY_API_KEY",
)

# Retrieve the specified virtual key
virtual_key = portkey.virtual_keys.retrieve(
    slug='VIRTUAL_KEY_SLUG'
)

print(virtual_key)
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, str, str]]:
    """A base URL, an organisation's key and a workspace."""
    contract = load_contract()
    store = open_store(f"sqlite:///{tmp_path / 'db.sqlite'}", create=True)
    with store.write() as session:
        demo = make_demo(session, contract, {})
    listener = bind("127.0.0.1", 0)
    running = uvicorn.Server(uvicorn.Config(app_on(store, contract), lifespan="off", log_config=None))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
    thread.start()
    yield base_url_of(listener), demo.keys["admin"], demo.workspaces["first"].id
    running.should_exit = True
    thread.join()
    listener.close()
    store.close()


def printed(sample: str, base_url: str) -> str:
    result = subprocess.run(  # noqa: S603 - the sample itself
        [sys.executable, "-c", sample],
        env={**os.environ, "PORTKEY_BASE_URL": base_url},
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stdout


def test_the_sample_prints_the_virtual_key_as_indented_json(server: tuple[str, str, str]) -> None:
    base_url, key, workspace = server
    with Portkey(api_key=key, base_url=base_url) as client:
        made = client.virtual_keys.create(
            name="Voyage", provider="voyage", key="pa-0123456789abcdef", workspace_id=workspace
        )
        slug = str(made.slug)
    text = printed(SAMPLE.replace('"PORTKEY_API_KEY"', repr(key)).replace("VIRTUAL_KEY_SLUG", slug), base_url)
    answer = json.loads(text)
    assert text.splitlines()[1].startswith('    "id": ')
    assert (answer["object"], answer["slug"], answer["key"]) == ("virtual-key", slug, "")
    assert "0123456789" not in text


def test_the_same_call_on_integrations_prints_the_integration(server: tuple[str, str, str]) -> None:
    base_url, key, _ = server
    with Portkey(api_key=key, base_url=base_url) as client:
        slug = client.integrations.create(
            name="OpenAI",
            ai_provider_id="openai",
            key="sk-0123456789abcdef",
            configurations={"openai_organization": "org", "openai_project": "proj"},
        ).slug
    sample = SAMPLE.replace("portkey.virtual_keys", "portkey.integrations")
    sample = sample.replace('"PORTKEY_API_KEY"', repr(key)).replace("VIRTUAL_KEY_SLUG", slug)
    answer = json.loads(printed(sample, base_url))
    assert answer["object"] == "integration"
    assert answer["configurations"] == {"openai_organization": "org", "openai_project": "proj"}


def test_the_sample_of_the_readme_runs(server: tuple[str, str, str]) -> None:
    base_url, key, workspace = server
    with Portkey(api_key=key, base_url=base_url) as client:
        client.virtual_keys.create(
            name="voyage-search", provider="voyage", key="pa-0123456789abcdef", workspace_id=workspace
        )
        slug = client.virtual_keys.list().data[0].slug
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    sample = readme.split("```python\n")[1].split("```")[0]
    sample = sample.replace('api_key="…"', f'api_key="{key}"').replace(
        "…", "72f988bf-86f1-41af-91ab-2d7cd011db47"
    )
    said = printed(sample.replace("voyage-search", slug), base_url)
    assert json.loads(said[: said.rindex("}") + 1])["object"] == "virtual-key"
    assert said.splitlines()[-1].startswith("404 AB08 ")
