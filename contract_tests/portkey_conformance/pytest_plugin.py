"""A pytest plugin: each requirement of the contract is one test item against your application or server.

Say in your ``conftest.py`` what is judged::

    import pytest
    from portkey_conformance.pytest_plugin import Subject, Workspace

    @pytest.fixture(scope="session")
    def portkey_conformance() -> Subject:
        return Subject(app, keys={"admin": "…"}, first=Workspace(id="…", slug="ws-first"))

and write one test, which becomes one item for each requirement::

    def test_the_contract(portkey_requirement):
        portkey_requirement.holds()
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from portkey_conformance.contract import Contract
from portkey_conformance.profiles import PROFILES
from portkey_conformance.target import ROLES, Key, Target, UsageError, Workspace, checked_url, load_target

if (
    TYPE_CHECKING
):  # every pytest run with this package installed imports this module: what is slow comes later
    from portkey_conformance.pytest_session import RequirementItem, Session

FIXTURE = "portkey_requirement"


@dataclass(frozen=True)
class Subject:
    """What is judged: an application in this process, or the server at a URL."""

    app: Any = None
    """An ASGI or WSGI application; no port is opened."""
    url: str | None = None
    """The base URL of a server, such as ``http://127.0.0.1:8787/v1``."""
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    """API keys by role: ``admin`` and any other of :data:`portkey_conformance.target.ROLES`."""
    first: Workspace | None = None
    second: Workspace | None = None
    base_path: str = "/v1"
    """Where an application has the API."""
    target: Path | None = None
    """A target file in place of ``url``, ``keys`` and the workspaces."""
    allow_shared: bool = False
    """Whether to write to an account that holds what the judge did not create."""

    def resolved(self) -> tuple[Target, httpx.BaseTransport | None]:
        """The target, and what carries requests to it if it is in this process.

        Raises:
            UsageError: It is not complete, or has both an application and a URL.
        """
        from portkey_conformance.in_process import HOST, transport_for

        if self.target is not None:
            return load_target(self.url, self.target), None
        if (self.app is None) == (self.url is None):
            raise UsageError("A Subject needs an app or a url, one of them.")
        unknown = sorted(set(self.keys) - set(ROLES))
        if unknown:
            raise UsageError(f"{unknown[0]} is not a role; the roles are {', '.join(ROLES)}.")
        if not self.keys.get("admin"):
            raise UsageError("A Subject needs keys with the role admin.")
        keys = {role: Key(role, f"PORTKEY_{role.upper()}_KEY", value) for role, value in self.keys.items()}
        url = checked_url(self.url or f"{HOST}/{self.base_path.strip('/')}")
        transport = None if self.app is None else transport_for(self.app)
        return Target(url, keys, self.first, self.second), transport


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("portkey-conformance")
    group.addoption(
        "--portkey-profile",
        choices=list(PROFILES),
        help="how much is generated besides the checks (default: the ini option portkey_profile, or quick)",
    )
    parser.addini("portkey_profile", "how much is generated besides the checks", default="quick")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if FIXTURE in metafunc.fixturenames:
        requirements = list(Contract.load().requirements.values())
        metafunc.parametrize(FIXTURE, requirements, ids=[one.id for one in requirements], indirect=True)


@pytest.fixture(scope="session")
def portkey_conformance() -> Subject:
    """What is judged: override this fixture with one that gives a :class:`Subject`."""
    raise pytest.UsageError(
        "Define a session fixture portkey_conformance that gives a portkey_conformance.pytest_plugin.Subject."
    )


@pytest.fixture(scope="session")
def _portkey_session(portkey_conformance: Subject, pytestconfig: pytest.Config) -> Iterator[Session]:
    chosen = pytestconfig.getoption("--portkey-profile") or pytestconfig.getini("portkey_profile")
    if chosen not in PROFILES:
        raise pytest.UsageError(f"portkey_profile must be one of {', '.join(PROFILES)}.")
    from portkey_conformance.pytest_session import Session

    session = Session(portkey_conformance, chosen)
    try:
        yield session
    finally:
        session.close()


@pytest.fixture
def portkey_requirement(request: pytest.FixtureRequest, _portkey_session: Session) -> RequirementItem:
    """One requirement of the contract; call its ``holds()``."""
    from portkey_conformance.pytest_session import RequirementItem

    return RequirementItem(request.param, _portkey_session)


__all__ = ["Subject", "Workspace"]
