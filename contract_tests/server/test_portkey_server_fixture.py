"""The fixture `portkey_server`, in projects of its users."""

from __future__ import annotations

import subprocess
import sys

import pytest
from portkey_reference_server import LocalServer
from portkey_reference_server.errors import OperatorError

from .api import LONG_SECRET

pytest_plugins = ["pytester"]

INI = """
[pytest]
portkey_fixtures = states/state.yaml
"""
STATE = """
version: 1
integrations:
- {slug: loaded, name: Loaded, ai_provider_id: openai, key: {env: NOT_SET_AT_ALL}}
"""
TESTS = """
import asyncio
import os

import httpx
import pytest
from portkey_integrations import Portkey


def slugs(server):
    with httpx.Client(base_url=server.url, headers=server.headers(), trust_env=False) as client:
        return [one["slug"] for one in client.get("/integrations").json()["data"]]


@pytest.mark.parametrize("number", range(3))
def test_each_test_begins_with_the_state_of_the_start(portkey_server, number):
    assert slugs(portkey_server) == ["loaded"]
    client = Portkey(api_key=portkey_server.admin_key, base_url=portkey_server.url)
    client.integrations.create(name="n", ai_provider_id="openai", key="k" * 20, slug="mine")
    assert slugs(portkey_server) == ["loaded", "mine"]


def test_a_test_can_return_to_it_in_between(portkey_server):
    client = Portkey(api_key=portkey_server.admin_key, base_url=portkey_server.url)
    client.integrations.delete(slug="loaded")
    portkey_server.reset()
    assert slugs(portkey_server) == ["loaded"]


def test_it_is_an_application_without_a_port(portkey_server):
    async def asked():
        transport = httpx.ASGITransport(portkey_server.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://server/v1") as client:
            return await client.get("/integrations", headers=portkey_server.headers("workspace"))

    assert asyncio.run(asked()).status_code == 200


@pytest.mark.portkey_server(dialect="official")
def test_it_speaks_a_dialect(portkey_server):
    answer = httpx.get(f"{portkey_server.url}/virtual-keys/none", headers=portkey_server.headers())
    assert answer.status_code == 403


@pytest.mark.portkey_server(chaos="429=0.5,seed=3")
@pytest.mark.parametrize("number", range(2))
def test_the_same_calls_go_wrong_in_each_test(portkey_server, number):
    url, headers = f"{portkey_server.url}/integrations", portkey_server.headers()
    assert [httpx.get(url, headers=headers).status_code for _ in range(6)] == [200, 200, 200, 200, 429, 200]


@pytest.mark.portkey_server(fixtures="")
def test_keys_and_workspaces_are_told_and_shown_nowhere(portkey_server):
    assert slugs(portkey_server) == []
    url = f"{portkey_server.url}/providers"
    own = httpx.get(url, headers=portkey_server.headers("workspace"))
    assert own.status_code == 200
    assert portkey_server.workspaces["first"].slug.startswith("ws-")
    assert portkey_server.workspace_key == portkey_server.keys["workspace"]
    assert not [key for key in portkey_server.keys.values() if key in repr(portkey_server)]
"""


def test_it_is_the_same_at_the_begin_of_each_test_on_several_processes(pytester: pytest.Pytester) -> None:
    pytester.path.joinpath("pytest.ini").write_text(INI)
    pytester.mkdir("states").joinpath("state.yaml").write_text(STATE)
    pytester.makepyfile(TESTS)
    result = pytester.runpytest_subprocess("-q", "-n", "2", "-p", "no:cacheprovider", "--strict-markers")
    assert result.parseoutcomes() == {"passed": 9}, result.stdout.str()


def test_what_cannot_be_used_is_told_in_a_sentence(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.portkey_server(chaos="boom=1")
        def test_chaos(portkey_server): pass

        @pytest.mark.portkey_server(fixtures="none.yaml")
        def test_fixtures(portkey_server): pass

        @pytest.mark.portkey_server(dialects="official")
        def test_name(portkey_server): pass
        """
    )
    result = pytester.runpytest_inprocess("-q", "-p", "no:cacheprovider", "-p", "no:xdist")
    assert result.parseoutcomes() == {"errors": 3}
    said = result.stdout.str()
    assert "--chaos does not understand 'boom=1'" in said
    assert "none.yaml cannot be read" in said
    assert "takes fixtures, chaos, dialect by name" in said
    assert "Traceback" not in said


def test_who_does_not_use_it_does_not_load_it() -> None:
    program = "import sys, portkey_reference_server.pytest_plugin; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    assert "pytest" in loaded.stdout.split()
    assert not {"sqlalchemy", "starlette", "uvicorn", "yaml", "jsonschema_rs"} & set(loaded.stdout.split())


def test_everything_is_gone_when_it_is_closed() -> None:
    with LocalServer() as server:
        assert server.url.startswith("http://127.0.0.1:")
        assert LONG_SECRET not in repr(server)
    with pytest.raises(OperatorError, match="There is no dialect french"):
        LocalServer(dialect="french")
