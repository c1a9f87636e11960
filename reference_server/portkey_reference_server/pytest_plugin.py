"""A pytest plugin: `portkey_server` is a reference server that is the same at the begin of each test.

    def test_the_key_is_rotated(portkey_server):
        client = Portkey(api_key=portkey_server.admin_key, base_url=portkey_server.url)

It runs in the process of the tests, so that pytest-xdist has one in each. What it starts with is an ini
option (`portkey_fixtures`, `portkey_chaos`, `portkey_dialect`), or for some tests the marker
`@pytest.mark.portkey_server(fixtures="state.yaml", chaos="429=0.1", dialect="official")`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:  # every pytest run with this package installed imports this module
    from .in_process import LocalServer

MARKER = "portkey_server"
SETTINGS = {
    "fixtures": "a state file, as `portkey-integrations export` writes it, from the ini file's directory",
    "chaos": "what goes wrong, e.g. 429=0.1,seed=7",
    "dialect": "contract, or official for the known deviations of the live service",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    for name, said in SETTINGS.items():
        parser.addini(f"portkey_{name}", f"of the server portkey_server: {said}", default="")


def pytest_configure(config: pytest.Config) -> None:
    names = ", ".join(f"{name}=…" for name in SETTINGS)
    config.addinivalue_line("markers", f"{MARKER}({names}): how the server of the test starts")


class _Servers:
    """Servers by how they start, each started once."""

    def __init__(self) -> None:
        self._servers: dict[tuple[tuple[str, str], ...], LocalServer] = {}

    def fresh(self, settings: dict[str, str]) -> LocalServer:
        """A server at the state of its start."""
        chosen = tuple(sorted(settings.items()))
        if chosen in self._servers:
            self._servers[chosen].reset()
        else:
            self._servers[chosen] = _started(settings)
        return self._servers[chosen]

    def close(self) -> None:
        for server in self._servers.values():
            server.close()


def _started(settings: dict[str, Any]) -> LocalServer:
    try:
        from .errors import OperatorError
        from .in_process import LocalServer
    except ImportError as error:
        pytest.fail(
            f"portkey_server needs the server: pip install 'portkey-integrations[server]' ({error.name}).",
            pytrace=False,
        )
    try:
        return LocalServer(**settings)
    except OperatorError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def _portkey_servers() -> Iterator[_Servers]:
    servers = _Servers()
    try:
        yield servers
    finally:
        servers.close()


@pytest.fixture
def portkey_server(request: pytest.FixtureRequest, _portkey_servers: _Servers) -> LocalServer:
    """A reference server with demonstration data: `url`, `app`, `keys`, `workspaces`, `reset()`."""
    settings = {name: str(request.config.getini(f"portkey_{name}")) for name in SETTINGS}
    marker = request.node.get_closest_marker(MARKER)
    if marker is not None:
        unknown = sorted(set(marker.kwargs) - set(SETTINGS))
        if unknown or marker.args:
            pytest.fail(f"@pytest.mark.{MARKER} takes {', '.join(SETTINGS)} by name.", pytrace=False)
        settings |= {name: str(value) for name, value in marker.kwargs.items()}
    chosen = {name: value for name, value in settings.items() if value}
    if "fixtures" in chosen:
        folder = request.config.inipath.parent if request.config.inipath else request.config.rootpath
        chosen["fixtures"] = str(folder / chosen["fixtures"])
    return _portkey_servers.fresh(chosen)


__all__ = ["portkey_server"]
