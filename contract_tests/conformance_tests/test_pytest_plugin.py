"""The pytest plugin: one item for each requirement, for an application in this process or a URL."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[2]

CONFTEST = """
import json, sys
sys.path.insert(0, {tests!r})
import pytest
from faults.broken_server import Answer, BrokenServer, World
from portkey_conformance.pytest_plugin import Subject, Workspace
from portkey_reference_server.app import app_on
from portkey_reference_server.contract import load_contract
from portkey_reference_server.demo import make_demo
from portkey_reference_server.storage import open_store

async def behaviour(asked, server, world):
    answer = await server(asked)
    if {broken} and asked.on("GET", "/integrations/{{slug}}") and answer.status == 200:
        return answer.with_json({{**answer.json, "masked_key": "the-same-for-everybody"}})
    return answer

@pytest.fixture(scope="session")
def portkey_conformance(tmp_path_factory):
    contract = load_contract()
    store = open_store(f"sqlite:///{{tmp_path_factory.mktemp('server') / 'db.sqlite'}}", create=True)
    with store.write() as session:
        demo = make_demo(session, contract, {{}})
    app = BrokenServer(app_on(store, contract), behaviour, World(demo))
    first, second = (Workspace(one.id, one.slug) for one in (demo.workspaces[n] for n in ("first", "second")))
    yield Subject(app, keys=demo.keys, first=first, second=second)
    store.close()
"""

TEST = """
def test_the_contract(portkey_requirement):
    portkey_requirement.holds()
"""


def project(pytester: pytest.Pytester, *, broken: bool) -> None:
    pytester.makeconftest(CONFTEST.format(tests=str(ROOT / "contract_tests"), broken=broken))
    pytester.makepyfile(TEST)


def test_each_requirement_is_an_item_against_an_application_in_this_process(
    pytester: pytest.Pytester,
) -> None:
    project(pytester, broken=False)
    result = pytester.runpytest_subprocess("-q", "-k", "SEC or PRO-003", "-p", "no:cacheprovider")
    outcome = result.parseoutcomes()
    assert outcome["passed"] > 8
    assert "failed" not in outcome


def test_a_broken_requirement_fails_with_the_requests_that_show_it(pytester: pytest.Pytester) -> None:
    project(pytester, broken=True)
    result = pytester.runpytest_subprocess(
        "-q", "-n", "2", "-k", "SEC-005 or CRE-001", "-p", "no:cacheprovider"
    )
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*MUST: A mask changes when its secret changes.*", "*curl *-X PUT*"])


def test_a_project_that_does_not_say_what_is_judged_is_told_how(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(TEST)
    result = pytester.runpytest_subprocess("-q", "-x", "-p", "no:cacheprovider")
    result.stdout.fnmatch_lines(["*Define a session fixture portkey_conformance*"])


def test_a_url_is_judged_too(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        textwrap.dedent(
            """
            import pytest
            from portkey_conformance.pytest_plugin import Subject

            @pytest.fixture(scope="session")
            def portkey_conformance():
                return Subject(url="http://127.0.0.1:1/v1", keys={"admin": "pk-any"})
            """
        )
    )
    pytester.makepyfile(TEST)
    result = pytester.runpytest_subprocess("-q", "-x", "-p", "no:cacheprovider")
    result.stdout.fnmatch_lines(["*Nothing listens at http://127.0.0.1:1/v1*"])
