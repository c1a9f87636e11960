"""``report.html``: complete, closed to the network, and deaf to what a server wrote into it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from portkey_conformance.report import html
from small_report import small_report


class Page(HTMLParser):
    """The tags of a page with their attributes, its text, and what is inside ``style`` and ``script``."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.inside: dict[str, str] = {"style": "", "script": ""}
        self._open = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        self._open = tag

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open in self.inside:
            self.inside[self._open] += data
        else:
            self.text += data

    def values(self, name: str) -> list[str]:
        return [value for _, attributes in self.tags if (value := attributes.get(name)) is not None]


@pytest.fixture(scope="module")
def source() -> str:
    return html.as_html(small_report())


@pytest.fixture(scope="module")
def page(source: str) -> Page:
    return Page(source)


def test_a_servers_text_is_shown_and_is_neither_markup_nor_script(page: Page, source: str) -> None:
    assert "<script>alert(1)</script>" in page.text
    assert Counter(tag for tag, _ in page.tags)["script"] == 1
    assert not {tag for tag, _ in page.tags} & {"b", "img", "iframe", "object", "link"}
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert "\x1b" not in source
    assert "\x00" not in source


def test_a_page_with_a_lone_surrogate_can_be_written() -> None:
    report = small_report()
    report["requirements"][0]["findings"][0]["actual"] = "a name \ud800 with half a character"
    assert "\\ud800" in html.as_html(report).encode().decode()


def test_nothing_is_loaded_and_nothing_is_sent(page: Page, source: str) -> None:
    (policy,) = (attributes["content"] for _, attributes in page.tags if "http-equiv" in attributes)
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    for name, text in page.inside.items():
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert all(link.startswith("#") for link in page.values("href"))
    assert page.values("src") == page.values("action") == page.values("style") == []
    assert not re.search(r"url\(|@import", page.inside["style"])


def test_every_link_leads_somewhere_and_every_id_is_there_once(page: Page) -> None:
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.values("href")} <= set(ids)
    assert set(" ".join(page.values("aria-labelledby")).split()) <= set(ids)


def test_it_tells_what_was_found_how_often_and_how_to_see_it(page: Page) -> None:
    text = page.text
    assert "1 of the 3 MUSTs that were judged is broken." in text
    assert "flaky: in 3 of 40 tries" in text
    assert "at every one of 3 tries" in text
    assert (
        'curl -sS -X POST http://127.0.0.1:8787/v1/integrations -H "x-portkey-api-key: $PORTKEY_API_KEY"'
        in text
    )
    assert "import os\n\nimport httpx\n" in text
    assert "export PORTKEY_API_KEY=…" in text
    assert "Accepted until 2027-03-01: our proxy does that; ticket 7" in text
    assert "needs keys.read_only" in text
    assert "500 in the preparation" in text
    assert "25 Nov 2026, 01:02 UTC" in text
    assert "Could not delete 1 of what the run created" in text


def test_the_matrix_has_every_requirement_by_family_and_at_the_operation_of_each_finding(source: str) -> None:
    by_family, by_operation = re.findall(r'<table class="matrix">.*?</table>', source, re.DOTALL)
    requirements = [one["id"] for one in small_report()["requirements"]]
    assert re.findall(r'title="([A-Z]+-\d+),', by_family) == requirements
    row = re.search(r"PUT /integrations/\{slug\}.*?</tr>", by_operation, re.DOTALL)
    assert row is not None
    assert re.findall(r'title="(.*?):', row[0]) == ["CRE-001, not met"]


def test_a_requirement_that_is_broken_elsewhere_is_not_shown_as_broken_at_an_operation() -> None:
    report = small_report()
    report["requirements"][0]["operations"] = ["createIntegration", "listIntegrations"]
    row = re.search(r"GET /integrations</code>.*?</tr>", html.as_html(report), re.DOTALL)
    assert row is not None
    assert 'class="cell elsewhere"' in row[0]


def test_each_verdict_can_be_hidden_without_a_script(page: Page) -> None:
    for verdict in html.WORDS:
        assert f"show-{verdict}" in page.values("id")
        assert f'#show-{verdict}:not(:checked)) [data-verdict="{verdict}"]' in page.inside["style"]
        assert verdict in page.values("data-verdict")


def test_a_report_without_findings_has_no_part_for_them() -> None:
    report = small_report()
    report["requirements"] = report["requirements"][1:2]
    report["notes"], report["undocumented_fields"] = [], {}
    page = Page(html.as_html(report))
    for name in ("findings", "accepted", "not-judged", "notes", "undocumented"):
        assert name not in page.values("id")
    assert "Every MUST that was judged holds" in page.text
