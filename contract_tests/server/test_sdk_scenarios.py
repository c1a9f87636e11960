"""The official SDKs of Portkey go through a whole scenario, in both dialects of the server.

Node's needs Node 20 or later and `make node-sdk`, which installs it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import portkey_ai
import pytest
from portkey_reference_server import LocalServer

from .api import LONG_SECRET, ROOT

NODE = ROOT / "contract_tests" / "node_sdk"
SAME: dict[str, Any] = {
    "created": "by-sdk",
    "listed": ["by-sdk"],
    "name": "Renamed",
    "mask": "sk*****ail",
    "model_is_gone": True,
    "access": ["ws-demo-first"],
    "providers": ["search"],
    "note": "changed",
    "virtual_keys": ["Voyage"],
    "virtual_key_note": "renewed",
    "deleted_integration": 404,
}
DIFFERENT: dict[str, dict[str, Any]] = {
    "contract": {
        "slug_by_id": "slug",
        "flags": [True, False],
        "virtual_key_names_its_workspace": True,
        "deleted_provider": 404,
        "deleted_virtual_key": 404,
    },
    "official": {
        "slug_by_id": "id",
        "flags": [1, "false"],
        "virtual_key_names_its_workspace": False,
        "deleted_provider": 403,
        "deleted_virtual_key": 403,
    },
}


@pytest.fixture(scope="module", params=DIFFERENT)
def server(request: pytest.FixtureRequest) -> Iterator[tuple[LocalServer, dict[str, Any]]]:
    """A server in each dialect, and what is to be seen of it."""
    with LocalServer(dialect=request.param) as started:
        yield started, SAME | DIFFERENT[request.param]


def test_the_official_python_sdk(server: tuple[LocalServer, dict[str, Any]]) -> None:
    started, expected = server
    started.reset()
    read_as_booleans = {"flags": [True, False]}  # by the types of that SDK, whatever was answered
    assert same_as_in_json(seen_by_python(started)) == same_as_in_json(expected | read_as_booleans)


@pytest.mark.skipif(
    shutil.which("node") is None or not (NODE / "node_modules").exists(),
    reason="needs Node 20 or later and the official Node SDK: make node-sdk",
)
def test_the_official_node_sdk(server: tuple[LocalServer, dict[str, Any]]) -> None:
    started, expected = server
    started.reset()
    variables = {
        "PORTKEY_BASE_URL": started.url,
        "PORTKEY_KEY": started.admin_key,
        "WORKSPACE_ID": started.workspaces["first"].id,
        "SECRET": LONG_SECRET,
    }
    done = subprocess.run(
        ["node", "scenario.mjs"],  # noqa: S607 - from the PATH
        cwd=NODE,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert same_as_in_json(json.loads(done.stdout)) == same_as_in_json(expected)


def seen_by_python(server: LocalServer) -> dict[str, Any]:
    """What scenario.mjs does, by the Python SDK; its types make every field optional."""
    sdk: Any = portkey_ai.Portkey(api_key=server.admin_key, base_url=server.url)
    integrations, providers, keys = sdk.integrations, sdk.providers, sdk.virtual_keys
    slug, workspace = "by-sdk", server.workspaces["first"].id
    seen: dict[str, Any] = {}

    created = integrations.create(name="By SDK", ai_provider_id="openai", key=LONG_SECRET, slug=slug)
    seen["created"] = created.slug
    seen["listed"] = [one.slug for one in integrations.list(type="organisation").data]
    integrations.update(slug=slug, name="Renamed")
    detail = integrations.retrieve(slug=slug)
    seen["name"], seen["mask"] = detail.name, detail.masked_key
    by_id = integrations.retrieve(slug=created.id).slug
    seen["slug_by_id"] = "id" if by_id == created.id else "slug"

    custom = {"slug": "mine", "enabled": True, "is_custom": True, "is_finetune": False}
    integrations.models.update(slug=slug, models=[custom])

    def mine() -> Any:
        return next((one for one in integrations.models.list(slug=slug).models if one.slug == "mine"), None)

    seen["flags"] = [mine().is_custom, mine().is_finetune]
    integrations.models.delete(slug=slug, slugs="mine")
    seen["model_is_gone"] = mine() is None

    grant = {"id": workspace, "enabled": True, "create_default_provider": False}
    integrations.workspaces.update(slug=slug, workspaces=[grant])
    seen["access"] = [one.id for one in integrations.workspaces.list(slug=slug).workspaces]

    providers.create(name="Search", integration_id=slug, workspace_id=workspace, slug="search")
    seen["providers"] = [one.slug for one in providers.list(workspace_id=workspace).data]
    providers.update(slug="search", workspace_id=workspace, note="changed")
    seen["note"] = providers.retrieve(slug="search", workspace_id=workspace).note
    providers.delete(slug="search", workspace_id=workspace)
    seen["deleted_provider"] = status(lambda: providers.retrieve(slug="search", workspace_id=workspace))

    key = keys.create(name="Voyage", provider="voyage", key=LONG_SECRET, workspace_id=workspace)
    seen["virtual_keys"] = [one["name"] for one in keys.list(workspace_id=workspace).data]
    keys.update(slug=key.slug, note="renewed")
    found = keys.retrieve(slug=key.slug)
    seen["virtual_key_note"] = found.note
    seen["virtual_key_names_its_workspace"] = "workspace_id" in found.model_dump(exclude_unset=True)
    keys.delete(slug=key.slug)
    seen["deleted_virtual_key"] = status(lambda: keys.retrieve(slug=key.slug))

    integrations.delete(slug=slug)
    seen["deleted_integration"] = status(lambda: integrations.retrieve(slug=slug))
    return seen


def status(call: Callable[[], Any]) -> int:
    try:
        call()
    except Exception as error:  # of a class of the SDK's own
        found: int = error.status_code  # type: ignore[attr-defined]
        return found
    return 200


def same_as_in_json(seen: dict[str, Any]) -> str:
    """For comparison: JSON tells `1` from `true`, and Python does not."""
    return json.dumps(seen, sort_keys=True)
