"""The judge finds a server that is wrong about one field, provider or view only, and names it exactly."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from faults.broken_server import Answer, Behaviour, Question, Server, World, broken_server, no_fault
from portkey_conformance import checks
from portkey_conformance.configurations import configurations
from portkey_conformance.contract import Contract
from portkey_conformance.exchanges import MISSING
from portkey_conformance.profiles import PROFILES
from portkey_conformance.runner import Settings, judge
from portkey_conformance.target import load_target
from portkey_conformance.verdicts import Verdict

INTEGRATION, PROVIDER, KEY = "/integrations/{slug}", "/providers/{slug}", "/virtual-keys/{slug}"
Json = dict[str, Any]
Change = Callable[[Json], Json]

NEIGHBOURS = frozenset({"RET-001", "RET-005", "UPD-002", "UPD-003", "UPD-008", "UPD-016", "CRE-011"})
"""Requirements that a fault of an integration's fields is easily taken for."""

ALL_CHECKS = dataclasses.replace(PROFILES["quick"], thorough=True)


class Silent:
    def step(self, phase: str, label: str, done: int, total: int) -> None:
        """Say nothing."""


def found(behaviour: Behaviour, folder: Path, only: frozenset[str]) -> set[str]:
    """The requirements, of some, that a server with that behaviour breaks."""
    with broken_server(folder, behaviour) as file:
        checks.load_all()
        target = load_target(None, file, {})
        outcome = judge(target, Contract.load(), Settings(ALL_CHECKS, 1, only), Silent())
    return {id_ for id_, ruling in outcome.rulings.items() if ruling.verdict is Verdict.FAIL}


def answers(method: str, path: str, change: Change) -> Behaviour:
    """A server whose answers of one operation are changed."""

    async def behaviour(asked: Question, server: Server, world: World) -> Answer:
        answer = await server(asked)
        changed = asked.on(method, path) and answer.status == 200
        return answer.with_json(change(answer.json)) if changed else answer

    return behaviour


def requests(method: str, path: str, change: Change) -> Behaviour:
    """A server that understands the bodies of one operation otherwise."""

    async def behaviour(asked: Question, server: Server, world: World) -> Answer:
        if asked.on(method, path) and asked.body.startswith(b"{"):
            asked = asked.with_json(change(asked.json))
        return await server(asked)

    return behaviour


def configuration_of(provider: str, *lost: str) -> Change:
    """Answers that lack some fields of one provider's configuration."""

    def change(shown: Json) -> Json:
        if shown["ai_provider_id"] != provider:
            return shown
        return {**shown, "configurations": without(shown["configurations"], *lost)}

    return change


def without(node: Any, *names: str) -> Any:
    return {name: value for name, value in node.items() if name not in names}


def also(wanted: str, **fields: Any) -> Change:
    """A body that says more, where it names a certain field."""
    return lambda sent: {**fields, **sent} if wanted in sent else sent


async def an_update_that_allows_all_models(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    if asked.on("PUT", INTEGRATION) and answer.status == 200:
        models = replace(asked, path=f"{asked.path}/models")
        await server(models.with_json({"models": [], "allow_all_models": True}))
    return answer


async def a_time_of_creation_that_moves(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    if asked.on("GET", INTEGRATION) and answer.status == 200 and answer.json["last_updated_at"]:
        return answer.with_json({**answer.json, "created_at": answer.json["last_updated_at"]})
    return answer


async def a_slug_that_remembers_its_description(asked: Question, server: Server, world: World) -> Answer:
    if asked.on("DELETE", INTEGRATION):
        before = await server(replace(asked, method="GET", body=b""))
        world.seen[asked.slug] = before.json.get("description")
    answer = await server(asked)
    if asked.on("POST", "/integrations") and answer.status == 200 and world.seen.get(answer.json["slug"]):
        update = replace(asked, method="PUT", path=f"/integrations/{answer.json['slug']}")
        await server(update.with_json({"description": world.seen[answer.json["slug"]]}))
    return answer


async def a_provider_that_takes_its_integration(asked: Question, server: Server, world: World) -> Answer:
    before = await server(replace(asked, method="GET", body=b"")) if asked.on("DELETE", PROVIDER) else None
    answer = await server(asked)
    if before is not None and before.status == answer.status == 200:
        await server(replace(asked, path=f"/integrations/{before.json['integration_id']}", query={}))
    return answer


async def half_of_a_refused_update(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    if asked.on("PUT", PROVIDER) and answer.status == 400 and isinstance(asked.json.get("note"), str):
        await server(asked.with_json({"note": asked.json["note"]}))
    return answer


async def a_conflict_that_overwrites(asked: Question, server: Server, world: World) -> Answer:
    answer = await server(asked)
    if asked.on("POST", "/integrations") and answer.status == 409:
        update = replace(asked, method="PUT", path=f"/integrations/{asked.json['slug']}")
        await server(update.with_json({"description": asked.json.get("description")}))
    return answer


def unnested(sent: Json) -> Json:
    listed = sent.get("deploymentConfig")
    sound = isinstance(listed, list) and all(isinstance(one, dict) for one in listed)
    return {**sent, "deploymentConfig": [without(one, "alias") for one in listed or []]} if sound else sent


FAULTS = {
    "sagemaker loses a field": (
        "RET-001",
        answers("GET", INTEGRATION, configuration_of("sagemaker", "amzn_sagemaker_session_id")),
    ),
    "vertex loses a flag": (
        "RET-001",
        answers("GET", INTEGRATION, configuration_of("vertex-ai", "vertex_map_metadata")),
    ),
    "an update of the name clears prices": (
        "UPD-003",
        requests("PUT", INTEGRATION, also("name", pricing_adjustments=None)),
    ),
    "an update of the key clears the description": (
        "UPD-003",
        requests("PUT", INTEGRATION, also("key", description=None)),
    ),
    "an update allows all models": ("UPD-016", an_update_that_allows_all_models),
    "an update moves the time of creation": ("RET-005", a_time_of_creation_that_moves),
    "a slug remembers": ("DEL-012", a_slug_that_remembers_its_description),
    "a provider takes its integration": ("DEL-007", a_provider_that_takes_its_integration),
    "a refused update of a provider is half done": ("PRV-010", half_of_a_refused_update),
    "a refused creation overwrites": ("CRE-012", a_conflict_that_overwrites),
    "a provider is wanted always": (
        "CRE-031",
        requests("POST", "/integrations", lambda sent: without(sent, "create_default_provider")),
    ),
    "an update of a provider's name resets its limits": (
        "PRV-002",
        requests("PUT", PROVIDER, also("name", rate_limits=None)),
    ),
    "a provider never expires": (
        "PRV-014",
        answers("GET", PROVIDER, lambda shown: {**shown, "status": "active"}),
    ),
    "a virtual key loses an alias": ("VKY-006", requests("POST", "/virtual-keys", unnested)),
    "a virtual key needs no secret": (
        "VKY-014",
        requests("POST", "/virtual-keys", also("awsRegion", awsSecretAccessKey="nothing-at-all")),
    ),
    "a note resets a virtual key's expiry": ("VKY-004", requests("PUT", KEY, also("note", expires_at=None))),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_under_its_name_and_no_other(name: str, tmp_path: Path) -> None:
    requirement, behaviour = FAULTS[name]
    mistaken_for = NEIGHBOURS if requirement in NEIGHBOURS else frozenset()
    assert found(behaviour, tmp_path, mistaken_for | {requirement}) == {requirement}


def test_a_server_without_a_fault_breaks_none_of_these(tmp_path: Path) -> None:
    only = frozenset(requirement for requirement, _ in FAULTS.values())
    assert found(no_fault, tmp_path, only) == set()


class Planting:
    """As much of a trial as configurations need."""

    contract = Contract.load()

    def secret(self, prefix: str = "sk", length: int = 32) -> str:
        return prefix.ljust(length, "0")


def test_a_body_that_lacks_a_field_is_told_once(tmp_path: Path) -> None:
    behaviour = requests("POST", "/integrations", lambda sent: {"name": "x", **sent})
    assert found(behaviour, tmp_path, frozenset({"CRE-006", "ERR-003"})) == {"CRE-006"}


@pytest.mark.parametrize("version", [0, 1])
def test_every_configuration_is_sound_and_together_they_have_every_field(version: int) -> None:
    contract = Planting.contract
    creation = contract.operations["createIntegration"]
    seen: dict[str, set[str]] = {}
    for one in configurations(Planting(), version):  # type: ignore[arg-type]
        body = {name: value for name, value in {"name": "any", **one.body}.items() if value is not MISSING}
        assert contract.request_errors(creation, body) == []
        seen.setdefault(one.provider, set()).update(one.fields)
    assert seen == {name: set(contract.configuration_fields(name) or ()) for name in seen}
    assert list(seen) == contract.configured_providers()


def test_a_check_comes_after_what_it_takes_for_granted() -> None:
    checks.load_all()
    last = {one.requirement: place for place, one in enumerate(checks.CHECKS)}
    for place, one in enumerate(checks.CHECKS):
        assert all(last[known] < place for known in one.given if known in last)
