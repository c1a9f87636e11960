"""Use of budgets and rates: who is exhausted by it, whose it is, and when it starts again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from portkey_reference_server.clock import clock_from

from .api import Api
from .conftest import Gateway, World
from .processes import ended, serving

BUDGET: dict[str, Any] = {"type": "cost", "credit_limit": 100, "alert_threshold": 80}
TOKENS: dict[str, Any] = {"type": "tokens", "credit_limit": 1000}


class Limited:
    """A provider of the first workspace with limits, and one without in the same workspace."""

    def __init__(self, world: World, **limits: Any) -> None:
        self.admin, self.workspace = world.admin, world.first
        self.integration = self.admin.integration()
        self.open(world.first.id, create_default_provider=False)
        self.slug = self.admin.provider(self.integration, world.first.id, name="limited", **limits)
        self.other = self.admin.provider(self.integration, world.first.id, name="other")

    def open(self, workspace: str, **sent: Any) -> None:
        entry = {"id": workspace, "enabled": True, **sent}
        self.admin.put(f"/integrations/{self.integration}/workspaces", {"workspaces": [entry]})

    def detail(self, slug: str | None = None) -> Any:
        return self.admin.get(f"/providers/{slug or self.slug}", workspace_id=self.workspace.id)

    def status(self, slug: str | None = None) -> Any:
        status = self.detail(slug)["status"]
        key = self.admin.get(f"/virtual-keys/{slug or self.slug}")
        [listed] = [
            one
            for one in self.admin.get("/providers", workspace_id=self.workspace.id)["data"]
            if one["slug"] == (slug or self.slug)
        ]
        [item] = [
            one for one in self.admin.get("/virtual-keys")["data"] if one["slug"] == (slug or self.slug)
        ]
        assert key["status"] == listed["status"] == item["status"] == status
        return status

    def reset(self, slug: str | None = None) -> None:
        self.admin.put(
            f"/providers/{slug or self.slug}", {"reset_usage": True}, workspace_id=self.workspace.id
        )


def test_a_provider_is_exhausted_when_its_money_is_spent(world: World, gateway: Gateway) -> None:
    limited = Limited(world, usage_limits=BUDGET)
    assert gateway.uses(limited.slug, cost=99.999999)["status"] == "active"
    assert limited.status() == "active"
    assert gateway.uses(limited.slug, cost=0.000001)["status"] == "exhausted"
    assert limited.status() == "exhausted"
    assert limited.status(limited.other) == "active"


def test_tokens_count_against_a_budget_of_tokens_only(world: World, gateway: Gateway) -> None:
    limited = Limited(world, usage_limits=TOKENS)
    gateway.uses(limited.slug, cost=5000, tokens=999)
    assert limited.status() == "active"
    gateway.uses(limited.slug, tokens=1)
    assert limited.status() == "exhausted"


def test_a_gateway_lets_nothing_through_an_exhausted_provider(world: World, gateway: Gateway) -> None:
    limited = Limited(world, usage_limits=BUDGET)
    last = gateway.uses(limited.slug, cost=150)
    assert last["allowed"] is True, "what a request costs is known when it is over"
    refused = gateway.uses(limited.slug, cost=1)
    assert refused["allowed"] is False
    assert (refused["refused_by"]["field"], refused["refused_by"]["of"]) == ("usage_limits", "provider")
    assert refused["status_code"] == 412
    assert refused["used"]["provider"]["cost"] == 150, "what is refused is not counted"


def test_many_small_costs_add_up_exactly(world: World, gateway: Gateway) -> None:
    limited = Limited(world, usage_limits=BUDGET | {"credit_limit": 1})
    used = [gateway.uses(limited.slug, cost=0.1)["status"] for _ in range(10)]
    assert used == ["active"] * 9 + ["exhausted"]


def test_the_alert_is_told_once(world: World, gateway: Gateway) -> None:
    limited = Limited(world, usage_limits=BUDGET)
    alerts = [gateway.uses(limited.slug, cost=cost)["alerts"] for cost in (79, 1, 1)]
    assert alerts == [[], ["provider"], []]


@pytest.mark.parametrize("view", ["providers", "virtual-keys"])
def test_reset_usage_makes_an_exhausted_provider_active(world: World, gateway: Gateway, view: str) -> None:
    limited = Limited(world, usage_limits=BUDGET)
    gateway.uses(limited.slug, cost=100)
    assert limited.status() == "exhausted"
    body = {"reset_usage": True, "workspace_id": world.first.id}
    world.admin.put(f"/{view}/{limited.slug}", body)
    assert limited.status() == "active"
    assert limited.detail()["last_reset_at"] == "2026-03-31T12:00:00.000Z"
    assert gateway.uses(limited.slug, cost=1)["used"]["provider"]["cost"] == 1


def test_a_higher_limit_makes_an_exhausted_provider_active(world: World, gateway: Gateway) -> None:
    limited = Limited(world, usage_limits=BUDGET)
    gateway.uses(limited.slug, cost=100)
    for limits, status in (
        (BUDGET | {"credit_limit": 101}, "active"),
        (BUDGET, "exhausted"),
        (None, "active"),
    ):
        world.admin.put(f"/providers/{limited.slug}", {"usage_limits": limits}, workspace_id=world.first.id)
        assert limited.status() == status


def test_a_workspace_shares_its_limit_among_its_providers(world: World, gateway: Gateway) -> None:
    limited = Limited(world)
    limited.open(world.first.id, usage_limits=[BUDGET])
    gateway.uses(limited.slug, cost=60)
    refused = gateway.uses(limited.other, cost=40)
    assert refused["used"]["workspace"]["cost"] == 100
    assert limited.status() == limited.status(limited.other) == "exhausted"
    made_later = world.admin.provider(limited.integration, world.first.id, name="later")
    assert limited.status(made_later) == "exhausted"
    assert gateway.uses(made_later)["refused_by"]["of"] == "workspace"


def test_reset_usage_of_a_provider_leaves_the_limit_of_its_workspace(world: World, gateway: Gateway) -> None:
    limited = Limited(world, usage_limits=BUDGET)
    limited.open(world.first.id, usage_limits=[BUDGET])
    gateway.uses(limited.slug, cost=100)
    limited.reset()
    assert limited.status() == "exhausted"
    limited.open(world.first.id, reset_usage=True)
    assert limited.status() == "active"
    assert limited.detail()["last_reset_at"] == "2026-03-31T12:00:00.000Z"


def test_reset_usage_of_a_workspace_resets_its_providers_and_no_others(
    world: World, gateway: Gateway
) -> None:
    limited = Limited(world, usage_limits=BUDGET)
    limited.open(world.second.id, create_default_provider=False)
    elsewhere = world.admin.provider(limited.integration, world.second.id, usage_limits=BUDGET)
    for slug in (limited.slug, elsewhere):
        gateway.uses(slug, cost=100)
    limited.open(world.first.id, reset_usage=True)
    assert limited.status() == "active"
    there = world.admin.get(f"/providers/{elsewhere}", workspace_id=world.second.id)
    assert there["status"] == "exhausted"


def test_the_default_limits_each_workspace_alone(world: World, gateway: Gateway) -> None:
    admin = world.admin
    integration = admin.integration()
    path = f"/integrations/{integration}/workspaces"
    admin.put(path, {"global_workspace_access": {"enabled": True, "usage_limits": [BUDGET]}})
    providers = {
        one["workspace_id"]: one["slug"]
        for name in ("first", "second")
        for one in admin.get("/providers", workspace_id=world.demo.workspaces[name].id)["data"]
    }
    gateway.uses(providers[world.first.id], cost=100)
    statuses = [
        admin.get(f"/providers/{providers[id_]}", workspace_id=id_)["status"]
        for id_ in (world.first.id, world.second.id)
    ]
    assert statuses == ["exhausted", "active"]


@pytest.mark.parametrize(
    ("period", "told", "still", "then"),
    [
        ({"periodic_reset": "weekly"}, "2026-04-05", "2026-04-04T23:59:59Z", "2026-04-05T00:00:00Z"),
        ({"periodic_reset": "monthly"}, "2026-04-01", "2026-03-31T23:59:59Z", "2026-04-01T00:00:00Z"),
        ({"periodic_reset_days": 3}, "2026-04-03T12:00", "2026-04-03T11:59:59Z", "2026-04-03T12:00:00Z"),
        (
            {"periodic_reset": "monthly", "next_usage_reset_at": "2026-04-20T00:00:00Z"},
            "2026-04-20",
            "2026-04-19T23:59:59Z",
            "2026-04-20T00:00:00Z",
        ),
        (
            {"next_usage_reset_at": "2026-04-20T00:00:00Z"},
            "2026-04-20",
            "2026-04-19T23:59:59Z",
            "2026-04-20T00:00:00Z",
        ),
    ],
)
def test_a_budget_starts_again_after_its_period(
    world: World, gateway: Gateway, period: dict[str, Any], told: str, still: str, then: str
) -> None:
    limited = Limited(world, usage_limits=BUDGET | period)
    limited.open(world.first.id, usage_limits=[BUDGET | period])
    gateway.uses(limited.slug, cost=100)
    assert limited.detail()["usage_limits"]["next_usage_reset_at"].startswith(told)
    gateway.clock(now=still)
    assert limited.status() == "exhausted"
    gateway.clock(now=then)
    assert limited.status() == "active"
    assert limited.detail()["last_reset_at"][:19] == then[:19]
    assert gateway.uses(limited.slug, cost=1)["used"]["provider"] == {
        "cost": 1,
        "tokens": 0,
        "since": then.replace("Z", ".000Z"),
    }
    assert limited.detail()["last_reset_at"][:19] == then[:19]


def test_a_limit_tells_its_next_reset_when_one_is_over(world: World, gateway: Gateway) -> None:
    limited = Limited(world, usage_limits=BUDGET | {"periodic_reset": "monthly"})
    limited.open(world.first.id, usage_limits=[BUDGET | {"periodic_reset": "weekly"}])
    path = f"/integrations/{limited.integration}/workspaces"
    default = {"enabled": True, "usage_limits": [BUDGET | {"periodic_reset_days": 10}]}
    world.admin.put(path, {"global_workspace_access": default})

    def told() -> list[str]:
        access = world.admin.get(path)
        settings = world.admin.get(f"/integrations/{limited.integration}")["global_workspace_access_settings"]
        assert settings == access["global_workspace_access"]
        limits = [
            limited.detail()["usage_limits"],
            *access["workspaces"][0]["usage_limits"],
            *settings["usage_limits"],
        ]
        return [limit["next_usage_reset_at"][:16] for limit in limits]

    assert told() == ["2026-04-01T00:00", "2026-04-05T00:00", "2026-04-10T12:00"]
    gateway.clock(now="2026-04-10T12:00:00Z")
    assert told() == ["2026-05-01T00:00", "2026-04-12T00:00", "2026-04-20T12:00"]


def test_a_reset_that_was_over_when_it_was_sent_is_read_until_the_next_one(
    world: World, gateway: Gateway
) -> None:
    long_ago = {"periodic_reset": "monthly", "next_usage_reset_at": "2000-01-01T00:00:00Z"}
    limited = Limited(world, usage_limits=BUDGET | long_ago)
    assert limited.detail()["usage_limits"] == BUDGET | long_ago
    gateway.clock(now="2026-04-01T00:00:00Z")
    told = BUDGET | long_ago | {"next_usage_reset_at": "2026-05-01T00:00:00.000Z"}
    assert limited.detail()["usage_limits"] == told


def test_a_limit_that_does_not_start_again_tells_no_reset(world: World, gateway: Gateway) -> None:
    limited = Limited(world, usage_limits=BUDGET)
    assert limited.detail()["usage_limits"] == BUDGET


def test_a_provider_expires_when_the_clock_says_so(world: World, gateway: Gateway) -> None:
    limited = Limited(world, usage_limits=BUDGET, expires_at="2026-03-31T13:00:00Z")
    gateway.uses(limited.slug, cost=100)
    assert limited.status() == "exhausted"
    gateway.clock(advance_seconds=3601)
    assert limited.status() == "expired"
    refused = gateway.uses(limited.slug)
    assert (refused["allowed"], refused["refused_by"]["field"]) == (False, "expires_at")


@pytest.mark.parametrize("unit", ["rpm", "rph", "rpd"])
def test_requests_beyond_a_rate_are_refused_until_its_time_is_over(
    world: World, gateway: Gateway, unit: str
) -> None:
    seconds = {"rpm": 60, "rph": 3600, "rpd": 12 * 3600}[unit]
    limited = Limited(world, rate_limits=[{"type": "requests", "unit": unit, "value": 3}])
    assert [gateway.uses(limited.slug)["allowed"] for _ in range(4)] == [True, True, True, False]
    refused = gateway.uses(limited.slug)
    assert (refused["status_code"], refused["refused_by"]["retry_after"]) == (429, seconds)
    assert (refused["refused_by"]["of"], refused["refused_by"]["used"]) == ("provider", 3)
    assert refused["status"] == "active", "a rate that is reached does not exhaust a provider"
    gateway.clock(advance_seconds=seconds)
    assert gateway.uses(limited.slug, requests=3)["allowed"] is True
    assert gateway.uses(limited.slug)["allowed"] is False


def test_a_rate_of_tokens_refuses_what_begins_after_it_is_reached(world: World, gateway: Gateway) -> None:
    limited = Limited(world, rate_limits=[{"type": "tokens", "unit": "rpm", "value": 100}])
    assert gateway.uses(limited.slug, tokens=150)["allowed"] is True
    assert gateway.uses(limited.slug, tokens=1)["allowed"] is False


def test_a_workspace_shares_its_rate(world: World, gateway: Gateway) -> None:
    limited = Limited(world)
    limited.open(world.first.id, rate_limits=[{"type": "requests", "unit": "rpm", "value": 1}])
    assert gateway.uses(limited.slug)["allowed"] is True
    assert gateway.uses(limited.other)["refused_by"]["of"] == "workspace"


def test_use_that_comes_at_once_is_counted_to_the_last(world: World, gateway: Gateway) -> None:
    limited = Limited(world)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: gateway.uses(limited.slug, cost=0.5, tokens=3), range(40)))
    used = gateway.uses(limited.slug, requests=0)["used"]
    assert [(used[whose]["cost"], used[whose]["tokens"]) for whose in ("provider", "workspace")] == [
        (20, 120),
        (20, 120),
    ]


def test_a_reset_among_uses_loses_no_use_after_it(world: World, gateway: Gateway) -> None:
    limited = Limited(world)
    steps = ["use"] * 20 + ["reset"] + ["use"] * 20

    def step(kind: str) -> None:
        limited.reset() if kind == "reset" else gateway.uses(limited.slug, tokens=1)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(step, steps))
    used = gateway.uses(limited.slug, requests=0)["used"]
    assert used["workspace"]["tokens"] == 40
    assert used["provider"]["tokens"] <= 40
    limited.reset()
    gateway.uses(limited.slug, tokens=1)
    assert gateway.uses(limited.slug, requests=0)["used"]["provider"]["tokens"] == 1


def test_access_that_is_written_at_once_for_several_workspaces_all_holds(world: World) -> None:
    path = f"/integrations/{world.admin.integration()}/workspaces"
    places = [world.demo.workspaces[name] for name in ("first", "second", "third")]

    def write(number: int) -> None:
        limit = {"type": "cost", "credit_limit": 1 + number // len(places)}
        entry = {"id": places[number % len(places)].id, "enabled": True, "usage_limits": [limit]}
        world.admin.put(path, {"workspaces": [entry | {"reset_usage": True}]})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(24)))
    entries = world.admin.get(path)["workspaces"]
    assert {entry["id"] for entry in entries} == {place.slug for place in places}
    assert all(1 <= entry["usage_limits"][0]["credit_limit"] <= 8 for entry in entries)
    for place in places:
        assert world.admin.get("/providers", workspace_id=place.id)["total"] == 1


def test_a_reset_of_a_workspace_among_uses_is_whole(world: World, gateway: Gateway) -> None:
    limited = Limited(world)
    steps = ["use"] * 15 + ["reset"] + ["use"] * 15

    def step(kind: str) -> None:
        if kind == "reset":
            limited.open(world.first.id, reset_usage=True)
        else:
            gateway.uses(limited.slug, tokens=1)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(step, steps))
    used = gateway.uses(limited.slug, requests=0)["used"]
    assert used["provider"]["tokens"] == used["workspace"]["tokens"] <= 30


def test_a_deleted_provider_takes_its_use_along_but_not_its_workspaces(
    world: World, gateway: Gateway
) -> None:
    limited = Limited(world)
    limited.open(world.first.id, usage_limits=[BUDGET])
    gateway.uses(limited.slug, cost=100)
    world.admin.delete(f"/providers/{limited.slug}", workspace_id=world.first.id)
    assert limited.status(limited.other) == "exhausted"
    world.admin.delete(f"/integrations/{limited.integration}")


FINE_TUNED: dict[str, Any] = {
    "slug": "ft:gpt-4o:ours",
    "enabled": True,
    "is_custom": True,
    "is_finetune": True,
    "base_model_slug": "gpt-4o",
}
OWN_PRICE = {
    "type": "static",
    "pay_as_you_go": {"request_token": {"price": 0.5}, "response_token": {"price": 0.25}},
}


@pytest.mark.parametrize(
    ("model", "written", "adjusted", "cost"),
    [
        ("gpt-4o", [], None, 1000 * 0.00025 + 100 * 0.001),
        ("gpt-4o", [], {"multiplier": {"default": 2}}, 2 * (1000 * 0.00025 + 100 * 0.001)),
        ("gpt-4o", [], {"multiplier": {"default": 2, "request_token": 0}}, 2 * 100 * 0.001),
        ("ft:gpt-4o:ours", [FINE_TUNED], None, 1000 * 0.00025 + 100 * 0.001),
        ("ft:gpt-4o:ours", [FINE_TUNED | {"pricing_config": OWN_PRICE}], None, 1000 * 0.5 + 100 * 0.25),
        ("gpt-4o", [{"slug": "gpt-4o", "enabled": True, "pricing_config": OWN_PRICE}], None, 525),
        ("ft:gpt-4o:ours", [FINE_TUNED | {"base_model_slug": "ft:gpt-4o:ours"}], None, 0),
        ("never-heard-of", [], None, 0),
    ],
)
def test_the_use_of_a_model_costs_its_price(
    world: World, gateway: Gateway, model: str, written: list[Any], adjusted: Any, cost: float
) -> None:
    limited = Limited(world)
    world.admin.put(f"/integrations/{limited.integration}", {"pricing_adjustments": adjusted})
    world.admin.put(f"/integrations/{limited.integration}/models", {"models": written})
    used = gateway.uses(limited.slug, model=model, request_tokens=1000, response_tokens=100)["used"]
    assert used["provider"]["cost"] == pytest.approx(cost)
    assert used["provider"]["tokens"] == 1100


@pytest.mark.parametrize(
    ("model", "allow_all", "allowed"),
    [
        ("gpt-4o", True, False),
        ("gpt-4", False, True),
        ("never-heard-of", True, True),
        ("never-heard-of", False, False),
        ("ft:gpt-4o:ours", False, True),
    ],
)
def test_only_a_model_that_may_be_used_is(
    world: World, gateway: Gateway, model: str, allow_all: bool, allowed: bool
) -> None:
    limited = Limited(world)
    models = [{"slug": "gpt-4o", "enabled": False}, FINE_TUNED]
    body = {"models": models, "allow_all_models": allow_all}
    world.admin.put(f"/integrations/{limited.integration}/models", body)
    answer = gateway.uses(limited.slug, model=model, request_tokens=10)
    assert answer["allowed"] is allowed
    assert (answer["refused_by"] is None) is allowed
    assert answer["used"]["provider"]["tokens"] == (10 if allowed else 0)


def test_use_is_counted_for_who_may_see_the_provider(world: World, gateway: Gateway) -> None:
    limited = Limited(world)
    assert gateway.uses(limited.slug, by="workspace")["allowed"] is True
    for key, status in (("other_workspace", 404), ("other_organisation", 404), ("revoked", 401)):
        response = world.http.post(
            world.base_url.removesuffix("/v1") + "/_control/usage",
            json={"provider": limited.slug},
            headers={"x-portkey-api-key": world.demo.keys[key]},
        )
        assert response.status_code == status


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("usage", {}),
        ("usage", {"provider": 1}),
        ("usage", {"provider": "x", "cost": -1}),
        ("usage", {"provider": "x", "cost": True}),
        ("usage", {"provider": "x", "tokens": 1.5}),
        ("usage", {"provider": "x", "requests": 1e300}),
        ("clock", {}),
        ("clock", {"now": "noon"}),
        ("clock", {"now": "2026-03-31T12:00:00"}),
        ("clock", {"now": "1969-12-31T23:59:59Z"}),
        ("clock", {"advance_seconds": -1}),
        ("clock", {"advance_seconds": 1e12}),
        ("clock", {"frozen": "yes"}),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(
    world: World, gateway: Gateway, path: str, body: dict[str, Any]
) -> None:
    url = world.base_url.removesuffix("/v1") + f"/_control/{path}"
    response = world.http.post(url, json=body, headers={"x-portkey-api-key": world.demo.keys["admin"]})
    assert response.status_code == 400, response.text
    clock = world.http.get(url.replace("usage", "clock")).json()
    assert clock == {"now": "2026-03-31T12:00:00.000Z", "frozen": True}


def test_a_refusal_says_no_word_of_what_was_sent_and_takes_no_large_body(
    world: World, gateway: Gateway
) -> None:
    url = world.base_url.removesuffix("/v1") + "/_control/clock"
    refused = world.http.post(url, json={"now": "sk-pasted-by-mistake"})
    assert refused.status_code == 400
    assert "sk-" not in refused.text
    assert world.http.post(url, json={"now": "x" * 100_000}).status_code == 413


def test_the_clock_stamps_what_is_made(world: World, gateway: Gateway) -> None:
    slug = world.admin.integration()
    detail = world.admin.get(f"/integrations/{slug}")
    assert detail["created_at"] == "2026-03-31T12:00:00.000Z"
    gateway.clock(machine=True)
    later = world.admin.get(f"/integrations/{world.admin.integration(name='later')}")
    assert later["created_at"] > "2026-04"


def test_a_clock_runs_on_from_where_it_was_set(world: World, gateway: Gateway) -> None:
    set_to = gateway.clock(now="2030-01-01T00:00:00Z", frozen=False)
    later = gateway.clock(advance_seconds=86_400)
    assert set_to["now"].startswith("2030-01-01T")
    assert set_to["frozen"] is False
    assert later["now"].startswith("2030-01-02T")
    made: Api = world.admin
    assert made.get(f"/integrations/{made.integration()}")["created_at"] >= later["now"]


def test_workers_show_one_clock_and_count_one_use(tmp_path: Path, database_url: str) -> None:
    options = ("--clock", "2030-01-01T00:00:00Z,frozen", "--testing", "--workers", "2")
    with serving(tmp_path, database_url, *options) as server:
        control = server.url.replace("/v1", "/_control")

        def made(number: int) -> str:
            body = {"name": f"integration {number}", "ai_provider_id": "openai", "key": "any"}
            with server.client() as http:  # a connection each, so that both workers get some
                slug = http.post("/integrations", json=body).json()["slug"]
                created_at: str = http.get(f"/integrations/{slug}").json()["created_at"]
                return created_at

        def used(_: int) -> int:
            with server.client() as http:
                answer = http.post(f"{control}/usage", json={"provider": slug, "tokens": 5, "cost": 0.1})
                return answer.status_code

        with ThreadPoolExecutor(4) as pool, server.client("workspace") as http:
            assert set(pool.map(made, range(8))) == {"2030-01-01T00:00:00.000Z"}
            http.post(f"{control}/clock", json={"now": "2031-01-01T00:00:00Z"})
            assert set(pool.map(made, range(8))) == {"2031-01-01T00:00:00.000Z"}
            body = {"name": "shared", "provider": "openai", "key": "any"}
            slug = http.post("/virtual-keys", json=body).json()["slug"]
            assert set(pool.map(used, range(24))) == {200}
            told = http.post(f"{control}/usage", json={"provider": slug, "requests": 0}).json()["used"]
    assert told["provider"] == told["workspace"]
    assert (told["provider"]["tokens"], told["provider"]["cost"]) == (120, pytest.approx(2.4))


@pytest.mark.parametrize("text", ["noon", "2030-01-01T00:00:00", "2030-01-01T00:00:00Z,stopped", ""])
def test_a_clock_that_cannot_be_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match="moment"):
        clock_from(text)


def test_such_a_clock_is_a_mistake_of_usage(tmp_path: Path) -> None:
    result = ended("serve", "--port", "0", "--clock", "1900-01-01T00:00:00Z", cwd=tmp_path)
    assert result.returncode == 2
    assert "--clock" in result.stderr
    assert "Traceback" not in result.stderr
