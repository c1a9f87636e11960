"""`make scratch-project`: build the wheel and use the pytest plugins in projects outside the repository.

They judge an application in their own process, and a server by its URL, and test a client against
`portkey_server`, all with pytest-xdist.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from conform import reference_server

ROOT = Path(__file__).parents[1]

IN_PROCESS = """
import pytest
from portkey_conformance.pytest_plugin import Subject, Workspace
from portkey_reference_server.app import app_on
from portkey_reference_server.contract import load_contract
from portkey_reference_server.demo import make_demo
from portkey_reference_server.storage import open_store


@pytest.fixture(scope="session")
def portkey_conformance(tmp_path_factory):
    contract = load_contract()
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('server') / 'db.sqlite'}", create=True)
    with store.write() as session:
        demo = make_demo(session, contract, {})
    places = {name: Workspace(place.id, place.slug) for name, place in demo.workspaces.items()}
    yield Subject(app_on(store, contract), keys=demo.keys, first=places["first"], second=places["second"])
    store.close()
"""

BY_URL = """
import os
from pathlib import Path

import pytest
from portkey_conformance.pytest_plugin import Subject


@pytest.fixture(scope="session")
def portkey_conformance():
    return Subject(target=Path(os.environ["TARGET"]))
"""

PAGES = """
import asyncio
import sys

import httpx
from portkey_reference_server.app import create_app


async def main():
    app = create_app(f"sqlite:///{sys.argv[1]}/db.sqlite")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://server") as client:
        for path in ("/", "/console/main.js", "/openapi.json", "/docs", "/docs/redoc.standalone.js"):
            (await client.get(path)).raise_for_status()


asyncio.run(main())
"""

TEST = """
def test_the_contract(portkey_requirement):
    portkey_requirement.holds()
"""

AGAINST_THE_SERVER = """
import asyncio

import httpx
import pytest
from portkey_integrations import NotFoundError, Portkey


@pytest.mark.parametrize("number", range(4))
def test_each_test_begins_with_the_loaded_state(portkey_server, number):
    with Portkey(api_key=portkey_server.admin_key, base_url=portkey_server.url) as client:
        assert client.integrations.retrieve(slug="loaded").name == "Loaded"
        client.integrations.delete(slug="loaded")
        with pytest.raises(NotFoundError):
            client.integrations.retrieve(slug="loaded")


@pytest.mark.portkey_server(dialect="official")
def test_an_application_without_a_port(portkey_server):
    async def asked():
        transport = httpx.ASGITransport(portkey_server.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://server/v1") as client:
            return await client.get("/virtual-keys/none", headers=portkey_server.headers())

    assert asyncio.run(asked()).status_code == 403
"""

STATE = """
version: 1
integrations:
- {slug: loaded, name: Loaded, ai_provider_id: openai, key: {env: KEY_THAT_NOBODY_NEEDS}}
"""


def installed(folder: Path) -> Path:
    """A Python with the wheel and what the lock names; nothing of the checkout is on its path."""
    python = folder / "venv" / "bin" / "python"
    venv.create(folder / "venv", with_pip=True)
    pip = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    run([*pip, "install", "--require-hashes", "-r", str(ROOT / "requirements-dev.lock")])
    run([*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)])
    (wheel,) = folder.glob("*.whl")
    run([*pip, "install", "--no-deps", str(wheel)])
    return python


def against_the_server(python: Path, project: Path) -> None:
    """Run tests that use `portkey_server`, on two processes; end the program if they fail."""
    project.mkdir()
    (project / "pytest.ini").write_text("[pytest]\nportkey_fixtures = state.yaml\n")
    (project / "state.yaml").write_text(STATE)
    (project / "test_client.py").write_text(AGAINST_THE_SERVER)
    run([str(python), "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider"], cwd=project)


def judged(python: Path, project: Path, conftest: str, **variables: str) -> None:
    """Run the project's tests on two processes; end the program if they fail."""
    project.mkdir()
    (project / "conftest.py").write_text(conftest)
    (project / "test_contract.py").write_text(TEST)
    run([str(python), "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider"], cwd=project, **variables)


def run(command: list[str], cwd: Path | None = None, **variables: str) -> None:
    done = subprocess.run(command, cwd=cwd, env={**os.environ, **variables}, check=False)  # noqa: S603
    if done.returncode:
        sys.exit(f"{' '.join(command[:4])} … ended with {done.returncode}")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="portkey-integrations-") as name:
        folder = Path(name)
        python = installed(folder)
        print("the pages that the server has for a browser", flush=True)
        (folder / "pages").mkdir()
        run([str(python), "-c", PAGES, str(folder / "pages")], cwd=folder / "pages")
        print("tests of a client against portkey_server:", flush=True)
        against_the_server(python, folder / "against_the_server")
        print("an application in the process of the tests:", flush=True)
        judged(python, folder / "in_process", IN_PROCESS)
        print("a server by its URL:", flush=True)
        server = folder / "server"
        server.mkdir()
        with reference_server(server) as target:
            judged(python, folder / "by_url", BY_URL, TARGET=str(target))
    print("scratch-project passed")


if __name__ == "__main__":
    main()
