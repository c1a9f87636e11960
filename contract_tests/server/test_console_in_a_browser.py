"""The console in Debian's Chromium: the whole story, what goes wrong on the way, and what axe finds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from portkey_reference_server import usage
from portkey_reference_server.app import app_on
from portkey_reference_server.contract import Contract
from portkey_reference_server.demo import make_demo
from portkey_reference_server.masks import mask
from portkey_reference_server.tables import Integration, Provider
from sqlalchemy import select

from .browsing import Complaints, Theme, browsing, chromium, launched, sign_in
from .conftest import Current, World

pytestmark = pytest.mark.skipif(
    chromium() is None, reason="there is no Chromium on this machine: apt install chromium"
)

REPORT = {
    "base_url": "https://portkey.example.com/v1",
    "started": "2026-06-01T08:00:00Z",
    "profile": "quick",
    "requests": 12,
    "seed": 1,
    "notes": ["An integration could not be deleted."],
    "summary": {"pass": 1, "fail": 1, "accepted": 0, "skip": 0, "inconclusive": 0},
    "requirements": [
        {
            "id": "SEC-005",
            "level": "MUST",
            "verdict": "fail",
            "statement": "A mask changes with its secret.",
            "evidence": "D",
            "reason": "",
            "findings": [{"expected": "another mask", "actual": "<b>the same</b>", "steps": ["curl -X PUT"]}],
        },
        {
            "id": "PRO-001",
            "level": "MUST",
            "verdict": "pass",
            "statement": "Every answer is JSON.",
            "evidence": "S",
            "reason": "",
            "findings": [],
        },
    ],
}
FIRST_SECRET = "sk-canary-first-8f2b6c1d-ABC"
SECOND_SECRET = "sk-canary-second-5e0a9d7c-XYZ"
PHONE = 360


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = launched(playwright)
        yield found
        found.close()


@pytest.fixture
def origin(world: World, live: tuple[str, Current], loaded_contract: Contract, tmp_path: Path) -> str:
    """Where the console is, on a server that has a conformance report to show."""
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "report.json").write_text(json.dumps(REPORT))
    (tmp_path / "report" / "report.html").write_text("<!doctype html><title>Report</title>")
    live[1].app = app_on(world.store, loaded_contract, tmp_path / "report")
    return world.base_url.removesuffix("/v1")


@pytest.fixture
def visit(browser: Browser, origin: str) -> Iterator[tuple[Page, Complaints]]:
    """A page on which no error may be left at the end of the test."""
    with browsing(browser, origin) as (page, complaints):
        yield page, complaints
        assert complaints.heard == []


@pytest.fixture
def page(visit: tuple[Page, Complaints]) -> Page:
    return visit[0]


@pytest.fixture
def complaints(visit: tuple[Page, Complaints]) -> Complaints:
    return visit[1]


def dialog(page: Page, title: str) -> Locator:
    return page.get_by_role("dialog", name=title)


def row(page: Page | Locator, text: str) -> Locator:
    return page.get_by_role("row").filter(has_text=text)


def grant(world: World, slug: str) -> None:
    """Gives the first workspace access to an integration, and so a provider."""
    access = {"workspaces": [{"id": world.first.id, "enabled": True}]}
    world.admin.put(f"/integrations/{slug}/workspaces", access)


def everything_in(page: Page) -> str:
    """All that a script in the page, or somebody who looks over a shoulder at its tools, could read."""
    return str(
        page.evaluate(
            """() => JSON.stringify([
                document.documentElement.outerHTML, document.cookie, location.href, history.state,
                Object.entries(localStorage), Object.entries(sessionStorage),
                [...document.querySelectorAll("input, textarea")].map((input) => input.value),
            ])"""
        )
    )


def test_the_whole_story_from_sign_in_to_sign_out(page: Page, world: World) -> None:
    key = world.demo.keys["admin"]
    sign_in(page, key)
    expect(page.get_by_text("There are no integrations here yet.")).to_be_visible()

    page.get_by_role("button", name="New integration").click()
    form = dialog(page, "New integration")
    form.get_by_label("Name").fill("Shared OpenAI")
    form.get_by_label("AI provider ID").fill("openai")
    form.get_by_label("Key", exact=True).fill(FIRST_SECRET)
    form.get_by_role("button", name="Create").click()
    expect(page.get_by_role("status")).to_contain_text("Created shared-openai.")
    expect(form).to_have_count(0)
    expect(row(page, "shared-openai")).to_contain_text(mask(FIRST_SECRET))
    expect(row(page, "shared-openai")).to_contain_text("0 workspaces")

    page.get_by_role("link", name="Shared OpenAI").click()
    expect(page.get_by_role("heading", name="Shared OpenAI")).to_be_focused()
    expect(page.get_by_role("region", name="Secrets")).to_contain_text(mask(FIRST_SECRET))
    expect(page.get_by_role("region", name="Models")).to_contain_text("gpt-4o-mini")

    page.get_by_role("button", name="Grant access").click()
    form = dialog(page, "Grant access")
    form.get_by_label("Workspace").fill(world.first.slug)
    budget = form.get_by_role("group", name="Usage limits")
    budget.get_by_label("Type").select_option("cost")
    budget.get_by_label("Credit limit").fill("50000")
    form.get_by_role("button", name="Grant").click()
    expect(page.get_by_role("status")).to_contain_text(f"Granted to {world.first.slug}.")
    granted = row(page.get_by_role("region", name="Workspaces"), world.first.slug)
    expect(granted).to_contain_text("granted")
    expect(granted).to_contain_text("$500.00")
    expect(granted).to_contain_text("shared-openai")

    page.get_by_role("button", name="Rotate secrets").click()
    form = dialog(page, "Rotate secrets of Shared OpenAI")
    form.get_by_label("Key").fill(SECOND_SECRET)
    form.get_by_role("button", name="Replace").click()
    expect(page.get_by_role("status")).to_contain_text(f"{mask(FIRST_SECRET)} is now {mask(SECOND_SECRET)}")
    expect(page.get_by_role("region", name="Secrets")).to_contain_text(mask(SECOND_SECRET))
    expect(page.get_by_role("region", name="Secrets")).not_to_contain_text(mask(FIRST_SECRET))

    page.get_by_role("link", name="Providers").click()
    expect(row(page, world.first.slug)).to_contain_text(mask(SECOND_SECRET))

    page.go_back()
    page.get_by_role("button", name=f"Revoke from {world.first.slug}").click()
    dialog(page, f"Revoke access of {world.first.slug}?").get_by_role("button", name="Revoke").click()
    expect(granted).to_contain_text("revoked")
    assert world.admin.get("/integrations/shared-openai/workspaces")["workspaces"][0]["enabled"] is False

    page.get_by_role("link", name="Audit log").click()
    entries = page.get_by_role("row")
    expect(entries.nth(1)).to_contain_text("updateIntegrationWorkspaces")
    for operation in ("createIntegration", "updateIntegration", "updateIntegrationWorkspaces"):
        expect(entries.filter(has_text=operation).first).to_contain_text("shared-openai")
    expect(entries.nth(1)).to_contain_text(key[:8])

    held = everything_in(page)
    for secret in (key, FIRST_SECRET, SECOND_SECRET):
        assert secret not in held

    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "Shared OpenAI" not in everything_in(page)
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_secret_leaves_its_input_when_it_is_sent_and_when_it_is_not(
    page: Page, complaints: Complaints, world: World
) -> None:
    complaints.expected = {409}
    world.admin.integration(slug="taken")
    sign_in(page, world.demo.keys["admin"])
    page.get_by_role("button", name="New integration").click()
    form = dialog(page, "New integration")
    form.get_by_label("Name").fill("Another")
    form.get_by_label("AI provider ID").fill("openai")
    form.get_by_label("Slug", exact=True).fill("taken")
    form.get_by_label("Key", exact=True).fill(FIRST_SECRET)
    form.get_by_role("button", name="Create").click()
    expect(form.get_by_role("alert")).to_contain_text("There is an integration with this slug already.")
    expect(form.get_by_role("alert")).to_contain_text("AB07")
    expect(form.get_by_role("alert")).to_be_in_viewport(ratio=1)
    assert FIRST_SECRET not in everything_in(page)
    form.get_by_label("Key", exact=True).fill(SECOND_SECRET)
    page.keyboard.press("Escape")
    # A dialog that is closed has no role any more, and is there a moment longer.
    expect(page.locator("dialog")).to_have_count(0)
    assert SECOND_SECRET not in everything_in(page)


def test_every_input_for_a_secret_of_the_contract_hides_it(page: Page, world: World) -> None:
    sign_in(page, world.demo.keys["admin"])
    page.get_by_role("button", name="New integration").click()
    form = dialog(page, "New integration")
    names = set()
    for provider in ("openai", "azure-openai", "bedrock", "vertex-ai"):
        form.get_by_label("AI provider ID").fill(provider)
        form.get_by_label("AI provider ID").press("Tab")
        for field in form.locator("input[type=password]").all():
            assert field.get_attribute("autocomplete") == "new-password"
            names.add(field.get_attribute("name"))
    assert names >= {"key", "custom_headers", "azure_entra_client_secret", "aws_secret_access_key"}
    assert names >= {"aws_session_token", "vertex_service_account_json"}


def test_the_form_asks_for_the_configuration_of_the_chosen_provider(page: Page, world: World) -> None:
    sign_in(page, world.demo.keys["admin"])
    page.get_by_role("button", name="New integration").click()
    form = dialog(page, "New integration")
    form.get_by_label("Name").fill("Azure")
    form.get_by_label("AI provider ID").fill("azure-openai")
    form.get_by_label("AI provider ID").press("Tab")
    form.get_by_label("Azure auth mode").select_option("entra")
    form.get_by_label("Azure resource name").fill("acme")
    form.get_by_label("Azure API version").fill("2024-10-21")
    form.get_by_label("Azure deployment name").fill("gpt-4o")
    form.get_by_label("Azure model slug").fill("gpt-4o")
    form.get_by_role("group", name="Configuration").get_by_text("More settings").click()
    form.get_by_label("Azure entra tenant ID").fill("tenant")
    form.get_by_label("Azure entra client ID").fill("client")
    form.get_by_label("Azure entra client secret").fill(FIRST_SECRET)
    form.get_by_label("Custom headers").fill('{"x-token": "header-canary-123456"}')
    form.get_by_role("button", name="Create").click()
    expect(row(page, "azure-openai")).to_contain_text(mask(FIRST_SECRET))
    stored = world.admin.get("/integrations/azure")["configurations"]
    assert stored["azure_deployment_config"][0]["azure_model_slug"] == "gpt-4o"
    assert stored["masked_azure_entra_client_secret"] == mask(FIRST_SECRET)
    page.get_by_role("link", name="Azure").click()
    expect(page.get_by_role("region", name="Secrets")).to_contain_text("x-token")


def test_a_secret_that_is_no_json_is_not_quoted_in_the_error(page: Page, world: World) -> None:
    world.admin.integration(slug="mine", name="Mine")
    sign_in(page, world.demo.keys["admin"])
    page.get_by_role("link", name="Mine").click()
    page.get_by_role("button", name="Rotate secrets").click()
    form = dialog(page, "Rotate secrets of Mine")
    form.get_by_label("Custom headers").fill(FIRST_SECRET)
    form.get_by_role("button", name="Replace").click()
    expect(form.get_by_role("alert")).to_contain_text("Custom headers must be a JSON object.")
    assert FIRST_SECRET not in everything_in(page)


def test_a_key_that_the_server_does_not_know_is_refused(page: Page, complaints: Complaints) -> None:
    complaints.expected = {401}
    page.goto("/")
    page.get_by_label("API key").fill("pk-unknown")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("Unauthorised")
    expect(page.get_by_label("API key")).to_have_value("")
    expect(page.get_by_role("link", name="Providers")).to_be_hidden()


def test_a_key_that_is_revoked_meanwhile_ends_the_session(
    page: Page, complaints: Complaints, world: World, loaded_contract: Contract
) -> None:
    complaints.expected = {401}
    sign_in(page, world.demo.keys["admin"])
    with world.store.write() as session:
        make_demo(session, loaded_contract, {})  # revokes the keys of before
    page.get_by_role("link", name="Providers").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("Unauthorised")


def test_a_workspace_key_sees_its_own_and_is_told_what_it_may_not(
    page: Page, complaints: Complaints, world: World
) -> None:
    complaints.expected = {403}
    world.api("workspace").integration(name="Ours")
    world.admin.integration(name="Not for all")
    sign_in(page, world.demo.keys["workspace"])
    expect(row(page, "Ours")).to_contain_text(world.first.slug)
    expect(row(page, "Not for all")).to_have_count(0)
    page.get_by_role("link", name="Conformance").click()
    expect(page.get_by_role("alert")).to_contain_text("a key of the organisation")


def test_a_list_is_shown_a_page_at_a_time_and_filtered_by_the_server(page: Page, world: World) -> None:
    for number in range(23):
        world.admin.integration(name=f"Number {number}")
    world.admin.integration(name="Own", workspace_id=world.second.id)
    sign_in(page, world.demo.keys["admin"])
    expect(page.get_by_text("1–20 of 24")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("21–24 of 24")).to_be_visible()
    expect(page.get_by_role("button", name="Next")).to_be_disabled()
    page.get_by_label("Belonging to").select_option("workspace")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("1–1 of 1")).to_be_visible()
    expect(row(page, "Own")).to_contain_text(world.second.slug)
    page.go_back()
    expect(page.get_by_text("21–24 of 24")).to_be_visible()


def test_what_the_server_says_is_text_and_never_markup(page: Page, world: World) -> None:
    name = "<img src=x onerror=alert(1)><b>bold</b>"
    slug = world.admin.integration(name=name, description=name)
    grant(world, slug)
    sign_in(page, world.demo.keys["admin"])
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.get_by_role("link", name="Providers").click()
    expect(row(page, name)).to_be_visible()
    assert page.locator("main img, main b").count() == 0


def test_a_budget_that_is_used_up_is_shown_and_started_again(page: Page, world: World) -> None:
    slug = world.admin.integration(name="Shared")
    limits = {"usage_limits": {"type": "tokens", "credit_limit": 9000}}
    name = "worn"
    grant(world, slug)
    world.admin.provider(slug, world.first.id, slug=name, **limits)
    use(world, name, tokens=9000)
    sign_in(page, world.demo.keys["admin"])
    page.get_by_role("link", name="Shared").click()
    expect(page.get_by_role("meter")).to_have_attribute("value", "9000")
    page.get_by_role("link", name="Providers").click()
    worn = row(page, name)
    expect(worn).to_contain_text("exhausted")
    expect(worn).to_contain_text("all used of 9,000 tokens")
    page.get_by_role("button", name=f"Reset use of {name}").click()
    expect(worn).to_contain_text("active")
    assert world.admin.get(f"/providers/{name}", workspace_id=world.first.id)["status"] == "active"


def test_models_are_added_switched_and_removed(page: Page, world: World) -> None:
    slug = world.admin.integration(name="Shared")
    sign_in(page, world.demo.keys["admin"])
    page.get_by_role("link", name="Shared").click()
    page.get_by_role("button", name="Disable gpt-4o", exact=True).click()
    expect(page.get_by_role("button", name="Enable gpt-4o", exact=True)).to_be_visible()
    page.get_by_role("button", name="Add a model").click()
    form = dialog(page, "Add a model")
    form.get_by_label("Slug (required)", exact=True).fill("our-own")
    form.get_by_role("button", name="Add", exact=True).click()
    expect(row(page, "our-own")).to_contain_text("custom")
    page.get_by_role("button", name="Refuse others").click()
    expect(page.get_by_text("Models that are not listed are refused.")).to_be_visible()
    answer = world.admin.get(f"/integrations/{slug}/models")
    states = {model["slug"]: model["enabled"] for model in answer["models"]}
    assert states["gpt-4o"] is False
    assert states["our-own"] is True
    assert answer["allow_all_models"] is False
    page.get_by_role("button", name="Remove our-own").click()
    expect(row(page, "our-own")).to_have_count(0)


def test_a_default_for_all_workspaces_is_set(page: Page, world: World) -> None:
    slug = world.admin.integration(name="Shared")
    sign_in(page, world.demo.keys["admin"])
    page.get_by_role("link", name="Shared").click()
    page.get_by_role("button", name="Default for all").click()
    form = dialog(page, "Default for all workspaces")
    form.get_by_label("Enabled").select_option("yes")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_text("All other workspaces: open")).to_be_visible()
    assert world.admin.get(f"/integrations/{slug}")["workspace_count"] == 3


def test_a_dialog_is_used_with_the_keyboard_alone(page: Page, world: World) -> None:
    world.admin.integration(name="Shared", key=FIRST_SECRET)
    sign_in(page, world.demo.keys["admin"])
    page.get_by_role("link", name="Shared").press("Enter")
    opener = page.get_by_role("button", name="Rotate secrets")
    opener.press("Enter")
    expect(dialog(page, "Rotate secrets of Shared").get_by_label("Key")).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    opener.press("Enter")
    page.keyboard.type(SECOND_SECRET)
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Secrets")).to_contain_text(mask(SECOND_SECRET))
    expect(page.get_by_role("heading", name="Shared", exact=True)).to_be_focused()


def test_the_navigation_can_be_skipped(page: Page, world: World) -> None:
    sign_in(page, world.demo.keys["admin"])
    address = page.url
    page.locator(".skip").focus()
    expect(page.get_by_text("Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    assert page.url == address


def test_the_report_is_shown_and_saved(page: Page, world: World) -> None:
    sign_in(page, world.demo.keys["admin"])
    page.get_by_role("link", name="Conformance").click()
    expect(row(page, "SEC-005")).to_contain_text("fail")
    expect(page.get_by_text("An integration could not be deleted.")).to_be_visible()
    page.get_by_text("1 finding", exact=True).click()
    expect(page.get_by_text("Was: <b>the same</b>")).to_be_visible()
    page.get_by_label("Verdict").select_option("pass")
    expect(row(page, "SEC-005")).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save report.html").click()
    assert "<title>Report</title>" in download.value.path().read_text()


def test_the_reference_shows_the_contract_without_the_network(page: Page) -> None:
    page.goto("/docs")
    expect(page.get_by_role("heading", name="Portkey Integrations API")).to_be_visible()
    expect(page.get_by_role("heading", name="List integrations")).to_be_visible()


VIEWS = ["Integrations", "an integration", "Providers", "Audit log", "Conformance"]
DIALOGS = ["New integration", "Rotate secrets", "Grant access", "Delete"]


def test_a_bar_shows_how_much_of_a_budget_is_used(page: Page, world: World) -> None:
    slug = world.admin.integration(name="Shared")
    limit = {"type": "cost", "credit_limit": 10_000, "alert_threshold": 8000, "periodic_reset": "monthly"}
    entry = {"id": world.first.id, "enabled": True, "create_default_provider": False, "usage_limits": [limit]}
    world.admin.put(f"/integrations/{slug}/workspaces", {"workspaces": [entry]})
    for name, credit_limit in (("half", 5000), ("unused", 7000)):
        limits = {"usage_limits": {"type": "cost", "credit_limit": credit_limit}}
        world.admin.provider(slug, world.first.id, slug=name, **limits)
    use(world, "half", cost=2500)
    sign_in(page, world.demo.keys["admin"])
    page.get_by_role("link", name="Shared").click()
    bar = page.get_by_role("meter")
    expect(bar).to_have_attribute("value", "2500")
    expect(bar).to_have_attribute("max", "10000")
    expect(bar).to_have_accessible_name("Used of $100.00 a month, alert at $80.00")
    expect(page.get_by_text("$25.00 used of $100.00 a month, alert at $80.00")).to_be_visible()
    page.get_by_role("link", name="Providers").click()
    expect(row(page, "half")).to_contain_text("$25.00 used of $50.00")
    expect(row(page, "unused")).to_contain_text("$0.00 used of $70.00")


def use(world: World, slug: str, **amounts: int) -> None:
    """Counts use of a provider, as a gateway would."""
    with world.store.write() as session:
        provider = session.scalars(select(Provider).where(Provider.slug == slug)).one()
        of_it = select(Integration).where(Integration.id == provider.integration_id)
        usage.count(session, provider, session.scalars(of_it).one(), usage.Use(**amounts))


def views(page: Page, world: World) -> Iterator[str]:
    """Shows one view after the other, and dialogs, each with something in it; gives its name."""
    page.goto("/")
    yield "sign in"
    slug = world.admin.integration(name="Shared", description="For all")
    limits = {"usage_limits": [{"type": "cost", "credit_limit": 900}]}
    entries = [{"id": world.first.id, "enabled": True, **limits}, {"id": world.second.id, "enabled": False}]
    world.admin.put(f"/integrations/{slug}/workspaces", {"workspaces": entries})
    for provider in world.admin.get("/providers", workspace_id=world.first.id)["data"]:
        use(world, provider["slug"], cost=900)
    sign_in(page, world.demo.keys["admin"])
    for view in VIEWS:
        if view == "an integration":
            page.get_by_role("link", name="Shared").click()
            page.get_by_role("heading", name="Models").wait_for()
        else:
            page.get_by_role("link", name=view).click()
            page.get_by_role("heading", name=view, level=1).wait_for()
        page.wait_for_load_state("networkidle")
        yield view
        for title in DIALOGS:
            opener = page.get_by_role("main").get_by_role("button", name=title)
            if opener.count():
                opener.first.click()
                yield f"{view}: {title}"
                page.keyboard.press("Escape")
                page.get_by_role("dialog").wait_for(state="detached")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, origin: str, world: World, theme: Theme) -> None:
    found = {}
    # axe is put into the page as a script, which the page's own policy would refuse.
    with browsing(browser, origin, theme=theme, bypass_csp=True) as (page, _):
        for view in views(page, world):
            for violation in Axe().run(page).response["violations"]:
                if violation["impact"] in ("serious", "critical"):
                    found[view, violation["id"]] = [node["html"] for node in violation["nodes"]]
    assert found == {}


def test_no_view_is_wider_than_a_narrow_phone(browser: Browser, origin: str, world: World) -> None:
    too_wide = """() => [...document.querySelectorAll("html, main, main *:not(code), dialog")]
        .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline")
        .filter((one) => !one.matches(".hidden, select, input") && !one.closest("thead"))
        .map((one) => one.outerHTML.slice(0, 80))"""
    with browsing(browser, origin, width=PHONE, height=740) as (page, _):
        for view in views(page, world):
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, view
            assert page.evaluate(too_wide) == [], view
