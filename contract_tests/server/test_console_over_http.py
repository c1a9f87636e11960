"""The console as any HTTP client sees it: pages and their headers, and what `/_console` tells to whom."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest
from portkey_reference_server.app import app_on
from portkey_reference_server.console import console_routes
from portkey_reference_server.contract import Contract
from starlette.routing import Mount, Route

from .api import LONG_SECRET
from .conftest import Current, Gateway, World

PAGES = [
    "/",
    "/console/main.js",
    "/console/console.css",
    "/openapi.json",
    "/docs",
    "/docs/redoc.standalone.js",
]
INTERNAL = ["/_console/audit", "/_console/report", "/_console/report.html"]
REPORT = {"report.json": '{"schema_version": 1}', "report.html": "<!doctype html><title>Report</title>"}


@pytest.fixture
def origin(world: World) -> str:
    return world.base_url.removesuffix("/v1")


@pytest.fixture
def reports(world: World, live: tuple[str, Current], loaded_contract: Contract, tmp_path: Path) -> Path:
    """The directory of the report that the server of the test shows, with nothing in it."""
    folder = tmp_path / "report"
    folder.mkdir()
    live[1].app = app_on(world.store, loaded_contract, folder)
    return folder


def get(world: World, url: str, key: str | None = None) -> httpx.Response:
    headers = {} if key is None else {"x-portkey-api-key": world.demo.keys[key]}
    return world.http.get(url, headers=headers)


def policy(response: httpx.Response) -> Mapping[str, str]:
    directives = response.headers["content-security-policy"].split(";")
    return {name: value for name, _, value in (one.strip().partition(" ") for one in directives)}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_served_with_headers_that_keep_it_to_itself(world: World, origin: str, path: str) -> None:
    answer = get(world, origin + path)
    assert answer.status_code == 200
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in answer.headers
    assert "set-cookie" not in answer.headers
    assert policy(answer)["default-src"] == "'none'"
    assert policy(answer)["frame-ancestors"] == "'none'"
    assert policy(answer)["script-src"] == "'self'"


def test_the_console_has_no_inline_code_and_its_policy_allows_none(world: World, origin: str) -> None:
    answer = get(world, origin + "/")
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert policy(answer)["require-trusted-types-for"] == "'script'"
    assert policy(answer)["trusted-types"] == "'none'"
    page = answer.text.lower()
    assert "<style" not in page
    assert " style=" not in page
    assert " on" not in page.partition("<body>")[2].replace(" on the", "")
    assert page.count("<script") == page.count('<script type="module" src="') == 1


def test_the_reference_is_of_the_contract_that_is_served(
    world: World, origin: str, loaded_contract: Contract
) -> None:
    served = get(world, origin + "/openapi.json").json()
    assert served["info"]["version"] == loaded_contract.version
    assert len(served["paths"]) == len({operation.path for operation in loaded_contract.operations})


@pytest.mark.parametrize(
    "path", ["/console/", "/console/..%2f__init__.py", "/docs/../internal.py", "/console/no.js"]
)
def test_what_is_not_a_file_of_the_console_is_not_there(world: World, origin: str, path: str) -> None:
    answer = get(world, origin + path)
    assert answer.status_code == 404
    assert answer.json()["success"] is False


@pytest.mark.parametrize("path", INTERNAL)
@pytest.mark.parametrize(
    ("key", "status"),
    [(None, 401), ("revoked", 401), ("workspace", 403), ("other_organisation", 200), ("read_only", 200)],
)
def test_internal_pages_are_for_keys_of_an_organisation_that_may_read_everything(
    world: World, origin: str, reports: Path, path: str, key: str | None, status: int
) -> None:
    for name, content in REPORT.items():
        (reports / name).write_text(content)
    answer = get(world, origin + path, key)
    assert answer.status_code == status
    assert answer.headers["cache-control"] == "no-store"


def test_the_audit_log_of_the_own_organisation_is_read_a_page_at_a_time(world: World, origin: str) -> None:
    for name in ("one", "two", "three"):
        world.admin.integration(slug=name)
    world.api("other_organisation").integration(slug="foreign")
    answer = get(world, origin + "/_console/audit?page_size=2", "admin").json()
    assert answer["total"] >= 3
    assert [entry["resource_slug"] for entry in answer["data"]] == ["three", "two"]
    assert {entry["operation"] for entry in answer["data"]} == {"createIntegration"}
    second = get(world, origin + "/_console/audit?page_size=2&current_page=1", "admin").json()
    assert second["data"][0]["resource_slug"] == "one"
    everything = get(world, origin + "/_console/audit", "admin").text
    assert "foreign" not in everything
    assert LONG_SECRET not in everything
    assert world.demo.keys["admin"] not in everything
    about = get(world, origin + "/_console/audit?resource=two", "admin").json()
    assert [entry["resource_slug"] for entry in about["data"]] == ["two"]


@pytest.mark.parametrize("query", ["page_size=0", "current_page=-1", "page_size=many", "current_page=1e3"])
def test_a_page_of_the_audit_log_that_cannot_be_is_refused(world: World, origin: str, query: str) -> None:
    assert get(world, f"{origin}/_console/audit?{query}", "admin").status_code == 400


def test_a_page_past_the_end_of_the_audit_log_is_empty(world: World, origin: str) -> None:
    far = f"{origin}/_console/audit?current_page={10**30}"
    assert get(world, far, "admin").json()["data"] == []


def test_a_report_is_served_as_it_lies_there(world: World, origin: str, reports: Path) -> None:
    assert get(world, origin + "/_console/report", "admin").status_code == 404
    for name, content in REPORT.items():
        (reports / name).write_text(content)
    assert get(world, origin + "/_console/report", "admin").json() == json.loads(REPORT["report.json"])
    page = get(world, origin + "/_console/report.html", "admin")
    assert page.text == REPORT["report.html"]
    assert "sandbox" in policy(page)


def test_a_server_that_was_given_no_report_says_so(world: World, origin: str) -> None:
    answer = get(world, origin + "/_console/report", "admin")
    assert answer.status_code == 404
    assert "--conformance-report" in answer.json()["data"]["message"]


def test_nothing_of_the_console_is_written_to(world: World, origin: str, loaded_contract: Contract) -> None:
    routes = console_routes(world.store, loaded_contract, None)
    paths = [route.path for route in routes if isinstance(route, Route)]
    mounted = [f"{route.path}/any" for route in routes if isinstance(route, Mount)]
    headers = {"x-portkey-api-key": world.demo.keys["admin"]}
    for path in [*paths, *mounted, *INTERNAL]:
        for method in ("POST", "PUT", "DELETE"):
            assert world.http.request(method, origin + path, headers=headers).status_code in (404, 405)


def test_what_is_used_is_told_to_whoever_may_read_it(world: World, gateway: Gateway, origin: str) -> None:
    admin = world.admin
    slug = admin.integration()
    entries = [{"id": place.id, "enabled": True} for place in (world.first, world.second)]
    admin.put(f"/integrations/{slug}/workspaces", {"workspaces": entries})
    names = {
        place.slug: admin.get("/providers", workspace_id=place.id)["data"][0]["slug"]
        for place in (world.first, world.second)
    }
    for number, name in enumerate(names.values(), start=1):
        gateway.uses(name, cost=number, tokens=10 * number)
    url = f"{origin}/_console/usage?integration={slug}"

    def told(key: str) -> tuple[dict[str, int], dict[str, int]]:
        answer = get(world, url, key)
        assert answer.status_code == 200
        used = answer.json()[slug]
        workspaces = {name: one["cost"] for name, one in used["workspaces"].items()}
        return workspaces, {name: one["tokens"] for name, one in used["providers"].items()}

    first, second = world.first.slug, world.second.slug
    assert told("admin") == ({first: 1, second: 2}, {names[first]: 10, names[second]: 20})
    assert told("workspace") == ({first: 1}, {names[first]: 10})
    for key, status in (("other_organisation", 404), ("revoked", 401), (None, 401)):
        assert get(world, url, key).status_code == status
