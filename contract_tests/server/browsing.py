"""Debian's Chromium, driven by Playwright, and what it complains of."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from playwright.sync_api import Browser, Page, Playwright

_TELL_REFUSALS = """addEventListener("securitypolicyviolation", (event) =>
    console.error(`policy: ${event.violatedDirective} refused ${event.blockedURI}`))"""

Theme = Literal["dark", "light"]


def chromium() -> str | None:
    """The browser of this machine: what `PORTKEY_TEST_CHROMIUM` names, or Debian's."""
    return os.environ.get("PORTKEY_TEST_CHROMIUM") or shutil.which("chromium")


def launched(playwright: Playwright) -> Browser:
    """A browser without a window; `chromium` must have found one."""
    return playwright.chromium.launch(executable_path=chromium())


@dataclass
class Complaints:
    """What a page should not give rise to: errors in its console, exceptions, refusals of its own policy,
    failed requests and requests to elsewhere.

    A refused request is written to the console by the browser itself, whatever the page makes of it; only
    those of a status in `expected` are let pass.
    """

    origin: str
    expected: set[int] = field(default_factory=set)
    heard: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.add_init_script(_TELL_REFUSALS)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.heard.append(f"exception: {error}"))
        page.on("request", lambda request: self._address(request.url))
        page.on("requestfailed", self._failed)

    def _console(self, message: Any) -> None:
        if message.type != "error":
            return
        if any(f"the server responded with a status of {status}" in message.text for status in self.expected):
            return
        self.heard.append(f"console: {message.text}")

    def _address(self, url: str) -> None:
        if not url.startswith((self.origin, "data:", "blob:")):
            self.heard.append(f"request to {url}")

    def _failed(self, request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":  # a view that was left gives up what it asked for
            self.heard.append(f"failed: {request.url}: {request.failure}")


@contextmanager
def browsing(
    browser: Browser,
    origin: str,
    *,
    theme: Theme = "light",
    width: int = 1280,
    height: int = 800,
    **options: Any,
) -> Iterator[tuple[Page, Complaints]]:
    """A page of its own, with nothing stored, and what it complains of."""
    context = browser.new_context(
        base_url=origin,
        color_scheme=theme,
        locale="en-GB",
        timezone_id="UTC",
        reduced_motion="reduce",
        viewport={"width": width, "height": height},
        **options,
    )
    complaints = Complaints(origin)
    try:
        page = context.new_page()
        complaints.listen(page)
        yield page, complaints
    finally:
        context.close()


def sign_in(page: Page, key: str) -> None:
    """Opens the console and signs in; the list of integrations is shown then."""
    page.goto("/")
    page.get_by_label("API key").fill(key)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Integrations", exact=True).wait_for()
