"""The memory of a run: which answers disagree with what was written, and under which requirement."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import httpx
import pytest
from portkey_conformance.contract import Contract
from portkey_conformance.exchanges import MISSING, Exchange
from portkey_conformance.memory import Memory
from portkey_conformance.memory.values import same
from portkey_conformance.target import Key, Target, Workspace

ROLES = ("admin", "workspace", "other_workspace", "read_only", "other_organisation", "revoked")
TARGET = Target(
    "http://api.test/v1",
    {role: Key(role, f"{role.upper()}_KEY", f"pk-{role}") for role in ROLES},
    Workspace("6e5a9f93-ae3a-46b4-a87d-2464d373ef7e", "ws-first"),
    Workspace("0b0e7a52-0c5f-4f3e-9d3e-5d9a7c3f1a11", "ws-second"),
)
FIRST = {"workspace_id": "6e5a9f93-ae3a-46b4-a87d-2464d373ef7e"}
Script = Sequence[Exchange]


@functools.cache
def contract() -> Contract:
    return Contract.load()


def identity(slug: str) -> str:
    return str(uuid5(NAMESPACE_URL, slug))


def call(
    operation: str,
    slug: str | None = None,
    answer: Any = None,
    *,
    sent: Any = MISSING,
    status: int = 200,
    role: str | None = "admin",
    query: dict[str, str] | None = None,
    purpose: str = "model",
    together: int = 0,
) -> Exchange:
    described = contract().operations[operation]
    return Exchange(
        operation=described,
        method=described.method,
        path=described.url_path(**({} if slug is None else {"slug": slug})),
        query=tuple((query or {}).items()),
        key=None if role is None else TARGET.keys[role],
        sent_headers=(),
        sent=sent,
        sent_text=None,
        status=status,
        headers=httpx.Headers(),
        text="",
        json={} if answer is None else answer,
        purpose=purpose,
        together=together,
    )


def create(slug: str, role: str = "admin", id_of: str = "", **fields: Any) -> Exchange:
    sent = {"name": slug, "slug": slug, "ai_provider_id": "openai", "key": "ab-0123456789-yz", **fields}
    answer = {"id": identity(id_of or slug), "slug": slug}
    return call("createIntegration", None, answer, sent=sent, role=role)


def detail(slug: str, **fields: Any) -> dict[str, Any]:
    shown = {"id": identity(slug), "slug": slug, "name": slug, "ai_provider_id": "openai", "status": "active"}
    return {**shown, "created_at": "2026-01-01T00:00:00Z", "object": "integration", **fields}


def read(slug: str, role: str = "admin", named: str = "", **fields: Any) -> Exchange:
    return call("retrieveIntegration", named or slug, detail(slug, **fields), role=role)


def missing(operation: str, slug: str, **more: Any) -> Exchange:
    error = {"success": False, "data": {"message": "no", "errorCode": "AB08"}}
    return call(operation, slug, error, status=404, **more)


def update(slug: str, sent: Any, **more: Any) -> Exchange:
    return call("updateIntegration", slug, {}, sent=sent, **more)


def delete(slug: str) -> Exchange:
    return call("deleteIntegration", slug, {})


def listed(*slugs: str, total: Any = None, **query: str) -> Exchange:
    data = [detail(slug) for slug in slugs]
    answer = {"object": "list", "total": len(data) if total is None else total, "data": data}
    return call("listIntegrations", None, answer, query=query)


def models(slug: str, *shown: dict[str, Any], allow: bool = True) -> Exchange:
    answer = {"allow_all_models": allow, "models": list(shown)}
    return call("listIntegrationModels", slug, answer)


def put_models(slug: str, *sent: dict[str, Any], **more: Any) -> Exchange:
    return call("updateIntegrationModels", slug, {}, sent={"models": list(sent), **more})


def grant(slug: str, workspace: str, **fields: Any) -> Exchange:
    entry = {"id": workspace, "enabled": True, "create_default_provider": False, **fields}
    return call("updateIntegrationWorkspaces", slug, {}, sent={"workspaces": [entry]})


def access(slug: str, *entries: dict[str, Any], role: str = "admin") -> Exchange:
    answer = {"total": len(entries), "workspaces": list(entries)}
    return call("listIntegrationWorkspaces", slug, answer, role=role)


def create_provider(slug: str, integration: str, **fields: Any) -> Exchange:
    sent = {"name": slug, "slug": slug, "integration_id": integration, **FIRST, **fields}
    return call("createProvider", None, {"id": identity(slug), "slug": slug}, sent=sent)


def create_key(slug: str, **fields: Any) -> Exchange:
    sent = {"name": slug, "provider": "openai", "key": "ab-0123456789-yz", **FIRST, **fields}
    return call("createVirtualKey", None, {"id": identity(slug), "slug": slug}, sent=sent)


def provider(slug: str, as_key: bool = False, role: str = "admin", **fields: Any) -> Exchange:
    shown = {"id": identity(slug), "slug": slug, "name": slug, "status": "active", "integration_id": "one"}
    shown |= {"object": "virtual-key" if as_key else "provider", **fields}
    operation = "retrieveVirtualKey" if as_key else "retrieveProvider"
    return call(operation, slug, shown, query=FIRST, role=role)


def providers(*slugs: str, as_keys: bool = False) -> Exchange:
    data = [provider(slug).json for slug in slugs]
    operation = "listVirtualKeys" if as_keys else "listProviders"
    answer = {"object": "list", "total": len(data), "data": data}
    return call(operation, None, answer, query=FIRST)


def put_provider(slug: str, sent: Any, as_key: bool = False) -> Exchange:
    operation = "updateVirtualKey" if as_key else "updateProvider"
    return call(operation, slug, {"id": identity(slug), "slug": slug}, sent=sent, query=FIRST)


def delete_provider(slug: str, as_key: bool = False) -> Exchange:
    operation = "deleteVirtualKey" if as_key else "deleteProvider"
    return call(operation, slug, {}, query=FIRST)


def disagreements(script: Script) -> list[str]:
    memory = Memory(contract(), TARGET, lambda name: True)
    return [one.requirement for exchange in script for one in memory.observe(exchange)]


WITH_PROVIDER = (create("one"), grant("one", "ws-first"), create_provider("p", "one", note="a"))
CUSTOM = {"slug": "mine", "enabled": True, "is_custom": True}
LIMIT = {"type": "requests", "unit": "rpm", "value": 7}

BROKEN: dict[str, tuple[Script, str]] = {
    "a creation that loses a description": ((create("one", description="a"), read("one")), "RET-001"),
    "a creation that is not there": ((create("one"), missing("retrieveIntegration", "one")), "CRE-003"),
    "an id that finds nothing": (
        (create("one"), read("one"), missing("retrieveIntegration", identity("one"))),
        "RET-002",
    ),
    "a slug that is taken again": ((create("one"), create("one")), "CRE-005"),
    "a lost update": ((create("one"), update("one", {"name": "b"}), read("one")), "UPD-002"),
    "a description that null does not clear": (
        (create("one", description="a"), update("one", {"description": None}), read("one", description="a")),
        "UPD-017",
    ),
    "an update that clears another field": (
        (
            create("one", description="a"),
            read("one", description="a"),
            update("one", {"name": "b"}),
            read("one", name="b"),
        ),
        "UPD-003",
    ),
    "an update that changes another integration": (
        (create("one"), create("two"), read("one"), update("two", {"name": "b"}), read("one", name="b")),
        "UPD-011",
    ),
    "two reads that differ": (
        (create("one"), read("one"), read("one", created_at="2026-01-02T00:00:00Z")),
        "RET-004",
    ),
    "an answer about another resource": (
        (create("one"), create("two"), read("one"), read("two"), read("two", named="one")),
        "RET-004",
    ),
    "prices that null does not clear": (
        (
            create("one", pricing_adjustments={"multiplier": {"default": 2}}),
            update("one", {"pricing_adjustments": None}),
            read("one", pricing_adjustments={"multiplier": {"default": 2}}),
        ),
        "PRI-002",
    ),
    "a mask that outlives its key": (
        (
            create("one"),
            read("one", masked_key="ab***"),
            update("one", {"key": "xy-0123456789-qq"}),
            read("one", masked_key="ab***"),
        ),
        "SEC-005",
    ),
    "a deleted integration that is found": ((create("one"), delete("one"), read("one")), "DEL-002"),
    "a deleted integration that is listed": ((create("one"), delete("one"), listed("one")), "DEL-003"),
    "a deletion that takes another with it": (
        (create("one"), create("two"), read("one"), delete("two"), missing("retrieveIntegration", "one")),
        "DEL-005",
    ),
    "a second deletion that succeeds": ((create("one"), delete("one"), delete("one")), "DEL-004"),
    "a new integration with an old description": (
        (
            create("one", description="a"),
            read("one", description="a"),
            delete("one"),
            create("one", id_of="new"),
            call("retrieveIntegration", "one", detail("one", id=identity("new"), description="a")),
        ),
        "CRE-003",
    ),
    "a provider that outlives its integration": ((*WITH_PROVIDER, delete("one"), provider("p")), "DEL-006"),
    "a list without what was created": ((create("one"), create("two"), listed("one")), "LST-001"),
    "a list that loses an item": (
        (create("one"), create("two"), listed("one", "two"), listed("one")),
        "LST-002",
    ),
    "a page that repeats an item": (
        (
            create("one"),
            create("two"),
            listed("one", total=2, page_size="1", current_page="0"),
            listed("one", total=2, page_size="1", current_page="1"),
            listed(total=2, page_size="1", current_page="2"),
        ),
        "LST-002",
    ),
    "a total that is too small": (
        (create("one"), create("two"), listed("one", total=1, page_size="1")),
        "LST-009",
    ),
    "a total that its pages do not have": (
        (
            create("one"),
            listed("one", total=2, page_size="1", current_page="0"),
            listed(total=2, page_size="1", current_page="1"),
        ),
        "LST-009",
    ),
    "an integration of another workspace in a filtered list": (
        (create("one", workspace_id="ws-second"), listed("one", **FIRST)),
        "LST-006",
    ),
    "an integration of a workspace among those of the organisation": (
        (create("one", workspace_id="ws-second"), listed("one", type="organisation")),
        "LST-007",
    ),
    "a list that shows the name from before an update": (
        (create("one"), update("one", {"name": "b"}), read("one", name="b"), listed("one")),
        "UPD-004",
    ),
    "a model that is not written": (
        (create("one"), put_models("one", CUSTOM), models("one", {**CUSTOM, "enabled": False})),
        "MOD-001",
    ),
    "models that replace the others": (
        (
            create("one"),
            put_models("one", CUSTOM),
            models("one", CUSTOM),
            put_models("one", {"slug": "other", "enabled": True}),
            models("one", {"slug": "other", "enabled": True}),
        ),
        "MOD-002",
    ),
    "a custom model that stays": (
        (
            create("one"),
            put_models("one", CUSTOM),
            models("one", CUSTOM),
            call("deleteIntegrationModels", "one", {}, query={"slugs": "mine"}),
            models("one", CUSTOM),
        ),
        "MOD-004",
    ),
    "a model that is listed twice": ((create("one"), models("one", CUSTOM, CUSTOM)), "MOD-009"),
    "access that is not given": (
        (create("one"), grant("one", "ws-first"), access("one", {"id": "ws-first", "enabled": False})),
        "ACC-001",
    ),
    "access that is not taken away": (
        (
            create("one"),
            grant("one", "ws-first"),
            grant("one", "ws-first", enabled=False),
            access("one", {"id": "ws-first", "enabled": True}),
        ),
        "ACC-001",
    ),
    "limits that are dropped": (
        (
            create("one"),
            grant("one", "ws-first", rate_limits=[LIMIT]),
            access("one", {"id": "ws-first", "enabled": True, "rate_limits": None}),
        ),
        "LIM-001",
    ),
    "a workspace by its uuid": (
        (create("one"), access("one", {"id": FIRST["workspace_id"], "enabled": True})),
        "ACC-002",
    ),
    "a provider that loses its note": ((*WITH_PROVIDER, provider("p")), "PRV-001"),
    "a provider that is no virtual key": (
        (*WITH_PROVIDER, provider("p", note="a"), missing("retrieveVirtualKey", "p", query=FIRST)),
        "VKY-002",
    ),
    "a view that does not see an update": (
        (
            *WITH_PROVIDER,
            put_provider("p", {"note": "b"}),
            provider("p", note="b"),
            provider("p", as_key=True, note="a"),
        ),
        "VKY-013",
    ),
    "a view that does not see a deletion": (
        (
            *WITH_PROVIDER,
            delete_provider("p"),
            missing("retrieveProvider", "p", query=FIRST),
            provider("p", as_key=True, note="a"),
        ),
        "VKY-021",
    ),
    "a provider that is found after its deletion": (
        (*WITH_PROVIDER, delete_provider("p"), provider("p", note="a")),
        "DEL-007",
    ),
    "an update that clears a note": (
        (*WITH_PROVIDER, provider("p", note="a"), put_provider("p", {"name": "q"}), provider("p", name="q")),
        "PRV-002",
    ),
    "a provider whose time has passed and that is active": (
        (
            *WITH_PROVIDER,
            put_provider("p", {"expires_at": "2020-01-01T00:00:00Z"}),
            provider("p", note="a", expires_at="2020-01-01T00:00:00Z"),
        ),
        "PRV-014",
    ),
    "a provider that is not listed": ((*WITH_PROVIDER, providers()), "LST-012"),
    "a virtual key that is not listed": ((create_key("k"), providers(as_keys=True)), "VKY-007"),
    "another organisation that reads": ((create("one"), read("one", role="other_organisation")), "AZN-006"),
    "another workspace that reads": (
        (create("one", workspace_id="ws-first"), read("one", role="other_workspace")),
        "AZN-005",
    ),
    "a write that a refusal let through": (
        (
            create("one"),
            read("one"),
            call("updateIntegration", "one", {}, sent={"name": "b"}, status=403, role="read_only"),
            read("one", name="b"),
        ),
        "AZN-002",
    ),
    "access that is gone after the key of another workspace has read": (
        (
            create("a"),
            grant("a", "ws-first"),
            grant("a", "ws-second"),
            access("a", {"id": "ws-second", "enabled": True}, role="other_workspace"),
            access("a", {"id": "ws-second", "enabled": True}),
        ),
        "ACC-001",
    ),
    "a key that was revoked and reads": ((create("one"), read("one", role="revoked")), "AUT-003"),
    "a key that may only read and writes": (
        (create("one"), update("one", {"name": "b"}, role="read_only")),
        "AZN-001",
    ),
}

SOUND: dict[str, Script] = {
    "a provider's own model is there again once a custom one of its name is removed": (
        create("a"),
        put_models("a", {"slug": "gpt-4", "enabled": False, "is_custom": True}),
        models("a", {"slug": "gpt-4", "enabled": False, "is_custom": True}),
        call("deleteIntegrationModels", "a", {}, query={"slugs": "gpt-4"}),
        models("a", {"slug": "gpt-4", "enabled": True, "is_custom": False}),
    ),
    "a provider's own model that was written as a custom one is disabled when it is removed": (
        create("a"),
        put_models("a", {"slug": "gpt-4", "enabled": True, "is_custom": True}),
        models("a", {"slug": "gpt-4", "enabled": True, "is_custom": True}),
        call("deleteIntegrationModels", "a", {}, query={"slugs": "gpt-4"}),
        models("a", {"slug": "gpt-4", "enabled": False, "is_custom": True}),
    ),
    "a workspace is told of its own access only": (
        create("a"),
        grant("a", "ws-first"),
        access("a", {"id": "ws-first", "enabled": True}),
        update("a", {"name": "b"}, status=404, role="other_organisation"),
        grant("a", "ws-second"),
        access("a", {"id": "ws-second", "enabled": True}, role="other_workspace"),
    ),
    "virtual keys of two workspaces under one slug": (
        create_key("k"),
        create_key("k", workspace_id="ws-second", name="l"),
        provider("k", as_key=True),
        provider("k", as_key=True, name="l"),
    ),
    "a provider that is in the list of providers only": (*WITH_PROVIDER, providers(as_keys=True)),
    "a list of virtual keys that ignores the workspace": (
        create_key("k", workspace_id="ws-second"),
        providers("k", as_keys=True),
    ),
    "what was written is read": (create("one", description="a"), *(read("one", description="a"),) * 2),
    "fields that are null, empty or absent": (
        create("one", description=None, secret_mappings=[]),
        read("one", description=""),
        read("one", secret_mappings=None),
        read("one"),
    ),
    "fields that nobody sent": (create("one"), read("one", x_region="eu"), read("one", x_region="us")),
    "times of another precision": (
        create("one"),
        read("one", created_at="2026-01-01T00:00:00.482Z"),
        read("one", created_at="2026-01-01T00:00:00+00:00"),
    ),
    "a mask that changes with its key": (
        create("one"),
        read("one", masked_key="ab***"),
        update("one", {"key": "xy-0123456789-qq"}),
        read("one", masked_key="xy***"),
    ),
    "a mask that stays where an end of the key does": (
        create("one"),
        read("one", masked_key="***yz"),
        update("one", {"key": "xy-0123456789-yz"}),
        read("one", masked_key="***yz"),
    ),
    "a write that got no clear answer": (
        create("one"),
        update("one", {"name": "b"}, status=500),
        read("one"),
    ),
    "a body that was sent as a text": (
        create("one"),
        dataclasses.replace(update("one", MISSING), sent_text='{"name": "b"}'),
        read("one", name="b"),
    ),
    "writes that were sent at once": (
        create("one"),
        update("one", {"name": "b"}, together=1),
        update("one", {"name": "c"}, together=1),
        read("one", name="c"),
    ),
    "another organisation under the same slug": (
        create("one"),
        create("one", role="other_organisation", id_of="theirs"),
        call("retrieveIntegration", "one", detail("one", id=identity("theirs")), role="other_organisation"),
        read("one"),
    ),
    "a workspace key that may not see what it may not use": (
        create("one"),
        missing("retrieveIntegration", "one", role="workspace"),
        read("one", role="workspace"),
    ),
    "a page size that is lowered": (
        create("one"),
        create("two"),
        listed("one", total=2, page_size="100", current_page="0"),
        listed("two", total=2, page_size="100", current_page="1"),
        listed(total=2, page_size="100", current_page="2"),
    ),
    "a list that others write to": (
        create("one"),
        listed("one", "theirs"),
        listed("one"),
        listed("theirs", total=2, page_size="1", current_page="0"),
        listed("theirs", total=2, page_size="1", current_page="1"),
        listed(total=2, page_size="1", current_page="2"),
    ),
    "a list of the organisation's for a workspace": (create("one"), listed(**FIRST), listed("one", **FIRST)),
    "a slug that is used again": (
        create("one", description="a"),
        read("one", description="a"),
        delete("one"),
        missing("retrieveIntegration", "one"),
        create("one", id_of="new"),
        call("retrieveIntegration", "one", detail("one", id=identity("new"))),
    ),
    "access that is taken away by leaving it out": (
        create("one"),
        grant("one", "ws-first"),
        grant("one", "ws-first", enabled=False),
        access("one"),
    ),
    "a virtual key that leaves out what the provider's view has": (
        *WITH_PROVIDER,
        provider("p", note="a", last_updated_at="2026-01-01T00:00:00Z"),
        provider("p", as_key=True, note="a"),
    ),
    "a provider that is read through the other view first": (
        *WITH_PROVIDER,
        put_provider("p", {"note": "b"}),
        provider("p", as_key=True, note="b"),
        provider("p", note="b"),
    ),
    "a provider that expires in years": (
        *WITH_PROVIDER,
        put_provider("p", {"expires_at": "2099-01-01T00:00:00Z"}),
        provider("p", note="a", expires_at="2099-01-01T00:00:00Z"),
    ),
    "a configuration that is merged or replaced": (
        create("one", configurations={"openai_organization": "a", "openai_project": "b"}),
        update("one", {"configurations": {"openai_organization": "c"}}),
        read("one", configurations={"openai_organization": "c", "openai_project": "b"}),
        read("one", configurations={"openai_organization": "c"}),
    ),
    "numbers that JSON readers round": (
        *WITH_PROVIDER,
        put_provider("p", {"usage_limits": {"credit_limit": 2**53 + 1}}),
        provider("p", note="a", usage_limits={"credit_limit": 2**53}),
    ),
}


@pytest.mark.parametrize(("script", "requirement"), BROKEN.values(), ids=BROKEN.keys())
def test_a_disagreement_is_told_once_under_the_requirement_that_it_breaks(
    script: Script, requirement: str
) -> None:
    assert disagreements(script) == [requirement]


@pytest.mark.parametrize("script", SOUND.values(), ids=SOUND.keys())
def test_what_a_server_may_do_is_no_disagreement(script: Script) -> None:
    assert disagreements(script) == []


def test_a_disagreement_shows_what_was_done_to_another_resource() -> None:
    script = (create("one"), create("two"), read("one"), update("two", {"name": "b"}), read("one", name="b"))
    memory = Memory(contract(), TARGET, lambda name: True)
    (found,) = [one for exchange in script for one in memory.observe(exchange)]
    assert found.sequence == script


def test_what_got_no_answer_may_have_been_written() -> None:
    memory = Memory(contract(), TARGET, lambda name: True)
    memory.observe(create("one"))
    memory.lose(update("one", {"name": "b"}))
    assert memory.observe(read("one", name="b")) == []


def test_how_often_it_shows_is_counted_over_the_run() -> None:
    memory = Memory(contract(), TARGET, lambda name: True)
    found = []
    memory.observe(create("one"))
    for number in range(20):
        memory.observe(update("one", {"name": f"{number}"}))
        found += memory.observe(read("one", name="lost" if number == 7 else f"{number}"))
    (lost,) = [one for one in found if one.requirement == "UPD-002"]
    assert memory.times(lost) == (1, 19)


def test_every_requirement_that_the_memory_names_is_in_the_contract() -> None:
    assert {requirement for _, requirement in BROKEN.values()} <= set(contract().requirements)


@pytest.mark.parametrize(
    ("written", "shown", "agrees"),
    [
        ("2000-01-01T00:00:00Z", "2000-01-01T00:00:00Z", True),
        ("2000-01-01T00:00:00Z", "2098-01-01T00:00:00.000Z", True),  # it is over, and the next is told
        ("2000-01-01T00:00:00Z", None, True),
        ("2000-01-01T00:00:00Z", "soon", False),
        (None, "2098-01-01T00:00:00Z", True),  # it was left to the server
        ("2098-01-01T00:00:00Z", "2098-01-01T00:00:00.000Z", True),
        ("2098-01-01T00:00:00Z", "2098-01-02T00:00:00Z", False),
        ("2098-01-01T00:00:00Z", None, False),
    ],
)
def test_a_budget_starts_again_when_it_was_told_to_or_later_where_that_is_over(
    written: str | None, shown: str | None, agrees: bool
) -> None:
    sent = {"type": "cost", "credit_limit": 5, "periodic_reset": "weekly", "next_usage_reset_at": written}
    assert same({**sent, "next_usage_reset_at": shown}, sent) is agrees
