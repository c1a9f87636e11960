"""What importing the client and making one costs: counted in modules, which no machine makes slower."""

from __future__ import annotations

import subprocess
import sys

import pytest

OURS = {
    "portkey_integrations",
    "portkey_integrations.client",
    "portkey_integrations.errors",
    "portkey_integrations.secret",
    "portkey_integrations_api",
}
CONSTRUCTED = (
    "import portkey_integrations as p; made = p.Portkey(api_key='k'), p.AsyncPortkey(api_key='k'); repr(made)"
)


def loaded(code: str) -> set[str]:
    """The modules that some code loads in a process of its own."""
    shown = f"import sys; before = set(sys.modules); {code}; print(*sorted(set(sys.modules) - before))"
    result = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", shown], capture_output=True, text=True, check=True
    )
    return set(result.stdout.split())


def test_importing_and_making_a_client_loads_this_package_alone() -> None:
    assert loaded(CONSTRUCTED) - {"__future__"} <= OURS


def test_a_base_url_of_ones_own_loads_neither_httpx_nor_models() -> None:
    more = loaded("import portkey_integrations as p; p.Portkey(api_key='k', base_url='https://a.example/v1')")
    assert not more & {"httpx", "attrs", "attr", "typing", "portkey_integrations_api.types"}


@pytest.mark.parametrize("module", ["tenacity", "opentelemetry", "portkey_integrations.retries"])
def test_a_call_that_succeeds_loads_nothing_for_failure(module: str) -> None:
    code = (
        "import httpx, portkey_integrations as p; "
        "http = httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(200, json={}))); "
        "p.Portkey(api_key='k', http_client=http).integrations.delete(slug='a')"
    )
    assert module not in loaded(code)


def test_sending_loads_little_more_than_httpx_itself() -> None:
    more = loaded("import portkey_integrations.transport") - loaded("import httpx, httpcore")
    assert not more & {"asyncio", "attr", "attrs", "concurrent", "email", "multiprocessing", "tenacity"}
    assert not [name for name in more if name.startswith("portkey_integrations_api.models")]
