"""`make screenshots`: five views of the console for the documentation.

The server is the one that `serve --demo` starts, and the report that of a quick run against it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path

import httpx
from conform import COMMAND, reference_server
from playwright.sync_api import Page, sync_playwright
from portkey_reference_server.targets import read_keys
from server.browsing import browsing, chromium, launched, sign_in

ROOT = Path(__file__).parents[1]
SECRET = "sk-not-a-key-of-anybody-"
INTEGRATIONS: tuple[Mapping[str, object], ...] = (
    {"name": "OpenAI production", "ai_provider_id": "openai", "description": "Shared by all teams"},
    {"name": "Anthropic research", "ai_provider_id": "anthropic"},
    {
        "name": "Azure OpenAI, Sweden",
        "ai_provider_id": "azure-openai",
        "configurations": {
            "azure_auth_mode": "entra",
            "azure_resource_name": "acme-sweden",
            "azure_deployment_config": [
                {
                    "azure_api_version": "2024-10-21",
                    "azure_deployment_name": "gpt-4o",
                    "azure_model_slug": "gpt-4o",
                    "is_default": True,
                }
            ],
            "azure_entra_tenant_id": "6fdc1e2c-acme",
            "azure_entra_client_id": "b1c7f0aa-portkey",
            "azure_entra_client_secret": SECRET + "9aZ",
        },
    },
    {
        "name": "Bedrock Frankfurt",
        "ai_provider_id": "bedrock",
        "configurations": {
            "aws_auth_type": "accessKey",
            "aws_region": "eu-central-1",
            "aws_access_key_id": "AKIAEXAMPLE",
            "aws_secret_access_key": SECRET + "Fr4",
        },
    },
    {"name": "Voyage for search", "ai_provider_id": "voyage", "workspace_id": "ws-demo-second"},
    {"name": "Gemini trial", "ai_provider_id": "google"},
)


def main(folder: Path) -> None:
    if chromium() is None:
        print("screenshots SKIPPED: there is no Chromium on this machine (apt install chromium)")
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        reports = Path(name) / "report"
        with reference_server(Path(name), ("--testing", "--conformance-report", str(reports))) as file:
            judging = [COMMAND, "conform", "--target", str(file), "--report", str(reports)]
            subprocess.run([*judging, "--profile", "quick"], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
            origin = tomllib.loads(file.read_text())["base_url"].removesuffix("/v1")
            key = read_keys(file)["admin"]
            fill(origin, key)
            spend(origin, key)
            shoot(origin, key, folder)


def fill(origin: str, key: str) -> None:
    """Makes integrations, grants with limits, a custom model, and a key that was rotated."""
    with httpx.Client(base_url=f"{origin}/v1", headers={"x-portkey-api-key": key}) as api:

        def send(method: str, path: str, body: object) -> None:
            api.request(method, path, json=body).raise_for_status()

        for number, integration in enumerate(INTEGRATIONS):
            secret = {} if "configurations" in integration else {"key": f"{SECRET}{number}x{number}"}
            send("POST", "/integrations", {**integration, **secret})
        budget = {
            "type": "cost",
            "credit_limit": 50_000,
            "alert_threshold": 40_000,
            "periodic_reset": "monthly",
        }
        send(
            "PUT",
            "/integrations/openai-production/workspaces",
            {
                "workspaces": [
                    {
                        "id": "ws-demo-first",
                        "enabled": True,
                        "usage_limits": [budget],
                        "rate_limits": [{"type": "requests", "unit": "rpm", "value": 600}],
                    },
                    {"id": "ws-demo-second", "enabled": True},
                ]
            },
        )
        send(
            "PUT",
            "/integrations/openai-production/models",
            {
                "models": [
                    {"slug": "gpt-4", "enabled": False},
                    {
                        "slug": "acme-support-ft",
                        "name": "Acme support",
                        "enabled": True,
                        "is_custom": True,
                        "base_model_slug": "gpt-4o-mini",
                    },
                ]
            },
        )
        send(
            "PUT",
            "/integrations/anthropic-research/workspaces",
            {"global_workspace_access": {"enabled": True}},
        )
        send("PUT", "/integrations/openai-production", {"key": SECRET + "n3W"})


def spend(origin: str, key: str) -> None:
    """Uses a part of a budget, as a gateway would count it."""
    with httpx.Client(base_url=origin, headers={"x-portkey-api-key": key}) as api:
        query = {"workspace_id": "ws-demo-first"}
        for provider in api.get("/v1/providers", params=query).raise_for_status().json()["data"]:
            use = {"provider": provider["slug"], "cost": 31_200, "tokens": 900_000}
            api.post("/_control/usage", json=use).raise_for_status()


def shoot(origin: str, key: str, folder: Path) -> None:
    """The views at the width of a desk, and one as a phone in the dark shows it."""
    one = "#/integrations/openai-production", "OpenAI production"
    with sync_playwright() as playwright:
        browser = launched(playwright)
        with browsing(browser, origin, height=760) as (page, _):
            sign_in(page, key)
            picture(page, folder / "integrations.png")
            show(page, *one)
            page.get_by_role("meter").wait_for()
            picture(page, folder / "integration.png")
            page.get_by_role("button", name="Rotate secrets").click()
            picture(page, folder / "rotate.png")
            page.keyboard.press("Escape")
            show(page, "#/audit", "Audit log")
            picture(page, folder / "audit.png")
            show(page, "#/conformance", "Conformance")
            picture(page, folder / "conformance.png")
        with browsing(browser, origin, theme="dark", width=390, height=844) as (page, _):
            sign_in(page, key)
            show(page, *one)
            page.get_by_role("meter").wait_for()
            picture(page, folder / "phone.png")
        browser.close()


def show(page: Page, address: str, heading: str) -> None:
    """Goes to a view and waits until it is there."""
    page.goto(f"/{address}")
    page.get_by_role("heading", name=heading, level=1).wait_for()


def picture(page: Page, file: Path) -> None:
    """What is to be seen of a page, when all of it has come."""
    page.wait_for_load_state("networkidle")
    page.mouse.move(0, 0)
    page.screenshot(path=file)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
