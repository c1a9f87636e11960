"""The catalogue is whole, its words are checked, and its faults are caught under the right name."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from portkey_conformance.contract import Contract
from portkey_conformance.target import load_target

from faults.definitions import CatalogueError, load_catalogue
from faults.judging import failed, judged
from faults.proxy import FaultyProxy, served
from faults.reference import faulty_server

FAULTS = load_catalogue()
SAMPLE = (
    "a-key-is-read-in-clear",
    "a-refusal-quotes-the-body",
    "a-mask-stays-when-the-key-changes",
    "models-are-listed-without-a-key",
    "a-revoked-key-still-works",
    "a-read-only-key-deletes-integrations",
    "another-organisation-reads-an-integration",
    "bad-input-to-an-update-is-a-500",
    "a-404-has-a-body-of-its-own",
    "the-total-of-models-is-a-text",
    "a-page-begins-with-the-last-item-of-the-page-before",
    "the-filter-by-workspace-is-ignored",
    "the-total-is-one-too-many",
    "a-creation-answers-201",
    "a-taken-slug-succeeds",
    "the-time-of-creation-is-that-of-reading",
    "an-update-forgets-the-description",
    "an-update-clears-the-description",
    "a-deletion-only-says-so",
    "an-update-of-models-replaces-all",
    "workspaces-that-are-not-named-lose-access",
    "the-rate-limits-of-a-workspace-are-dropped",
    "prices-cannot-be-cleared",
    "an-update-of-a-provider-clears-its-note",
    "an-update-of-a-virtual-key-clears-its-note",
    "two-creations-at-once-both-succeed",
    "the-third-update-is-lost",
    "now-and-then-writing-fails",
)
"""At least one of each family; the score judges all."""


def test_a_server_without_a_fault_has_no_finding(tmp_path: Path) -> None:
    with faulty_server(tmp_path, None) as server:
        code, report = judged(server.target)
    assert (code, failed(report)) == (0, set())
    assert server.proxy.fired == 0


@pytest.mark.parametrize("name", SAMPLE)
def test_a_fault_is_caught_under_the_name_of_what_it_breaks(name: str, tmp_path: Path) -> None:
    fault = FAULTS[name]
    broken = {fault.requirement, *fault.also}
    with faulty_server(tmp_path, fault) as server:
        code, report = judged(server.target, "standard", sorted(broken))
    assert server.proxy.fired > 0
    assert code == 1
    assert failed(report) & broken
    findings = [one for entry in report["requirements"] for one in entry["findings"]]
    assert all("curl -sS " in step for one in findings for step in one["steps"])
    assert all(one["steps"] for one in findings)


def test_the_sample_has_a_fault_of_every_file() -> None:
    assert {FAULTS[name].family for name in SAMPLE} == {fault.family for fault in FAULTS.values()}


def test_every_family_of_requirements_has_a_fault() -> None:
    assert {fault.requirement[:3] for fault in FAULTS.values()} == set(Contract.load().families)


def test_the_faults_name_what_the_contract_has() -> None:
    contract = Contract.load()
    for fault in FAULTS.values():
        assert {fault.requirement, *fault.also} <= set(contract.requirements), fault.name
        assert fault.requirement not in fault.also, fault.name
        named = {one for rule in fault.rules for one in rule.when.operation}
        assert named <= set(contract.operations), fault.name


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- {name: x, requirement: SEC-001, do: [shout: {}]}", "x: rule 1: do: 'shout' means nothing"),
        ("- {name: x, requirement: SEC-001, whenn: {}, do: [remove: /a]}", "x: 'whenn' means nothing"),
        (
            "- {name: x, requirement: SEC-001, when: {stat: 2}, do: [remove: /a]}",
            "when: 'stat' means nothing",
        ),
        ("- {name: x, requirement: SEC-001, do: [remove: {att: /a}]}", "do: remove: "),
        ("- {name: x, requirement: SEC-001, do: [set: {at: /a, to: {the: moon}}]}", "do: set: .*moon"),
        ("- {name: x, requirement: SEC-001, do: [change: {at: /a, into: mush}]}", "no alteration 'mush'"),
        ("- {name: x, requirement: SEC-001, when: {status: 200}, do: [key: admin]}", "cannot wait for"),
        ("- {name: x, requirement: SEC-001}", "either do, with when, or rules is needed"),
        ("- {requirement: SEC-001, do: [remove: /a]}", "fault 1: name is needed"),
        ("name: x", "a list of faults is needed"),
        (
            "- {name: x, requirement: SEC-001, do: [remove: /a]}\n"
            "- {name: x, requirement: SEC-001, do: [remove: /a]}",
            "the name is there already",
        ),
    ],
)
def test_a_word_that_means_nothing_is_an_error_with_its_place(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "some.yaml").write_text(text)
    with pytest.raises(CatalogueError, match=f"some.yaml: .*{told}|some.yaml: {told}"):
        load_catalogue(tmp_path)


def test_the_proxy_stands_before_a_server_at_any_url(tmp_path: Path) -> None:
    with faulty_server(tmp_path, None) as good:
        target = load_target(None, good.target, {})
        keys = {role: key.value for role, key in target.keys.items()}
        proxy = FaultyProxy(target.base_url, keys, FAULTS["a-creation-answers-201"])
        body = {"name": "n", "slug": "some-slug", "ai_provider_id": "openai", "key": "sk-0123456789abcdef"}
        with (
            served(proxy) as origin,
            httpx.Client(base_url=f"{origin}/v1", headers={"x-portkey-api-key": keys["admin"]}) as client,
        ):
            assert client.post("/integrations", json=body).status_code == 201
            assert client.get("/integrations/some%2Dslug").json()["slug"] == "some-slug"
            assert client.get("/integrations?page_size=0").status_code == 400
            assert client.delete("/integrations/some-slug").status_code == 200
    assert (proxy.fired, proxy.answered) == (1, 4)
