"""What an ordinary client sends in a day: a bit of everything, and some mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from faults.broken_server import Behaviour, broken_server
from portkey_conformance.target import Target, load_target

from passive_tests.recording_proxy import recording_proxy

KEY = "sk-proj-GH7JKqLM4NPzQRs2TVwX9YZb"
ROTATED = "zk-live-55aQw8Er7Ty6Ui9Op0As1Df"
AWS_SECRET = "wJalrXUtnFEMIK7MDENGbPxRfiCYZ0PASSIVE1KEY"
CLIENT_SECRET = "8Q~aBcD3fGhIjK1mNoPqRsTuVwXyZ0"


@contextmanager
def recorded(folder: Path, behaviour: Behaviour) -> Iterator[dict[str, Any]]:
    """The HAR of :func:`a_day` on a server with that behaviour."""
    with broken_server(folder, behaviour) as file:
        target = load_target(None, file, {})
        with recording_proxy(target.base_url) as recording:
            a_day(recording.base_url, target)
        yield recording.har()


def a_day(base_url: str, target: Target) -> None:
    """Send some eighty requests with the keys of a target, one after another."""
    assert target.first is not None
    assert target.second is not None
    with httpx.Client(base_url=base_url, headers={"content-type": "application/json"}) as http:
        admin = _Caller(http, target.keys["admin"].value)
        _integrations(admin)
        _lists(admin, target)
        _models(admin)
        _workspaces(admin, target)
        _providers(admin, target)
        _virtual_keys(admin, target)
        _strangers(http, target)
        _deletions(admin)


class _Caller:
    def __init__(self, http: httpx.Client, key: str | None) -> None:
        self._http = http
        self._headers = {} if key is None else {"x-portkey-api-key": key}

    def __call__(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        answer = self._http.request(method, path, params=query, json=body, headers=self._headers)
        try:
            return answer.json()
        except ValueError:
            return {}


def _integrations(admin: _Caller) -> None:
    for slug in ("alpha", "beta", "gamma"):
        body = {"name": f"The {slug}", "slug": slug, "ai_provider_id": "openai", "key": KEY}
        admin("POST", "/integrations", body)
    made = admin("POST", "/integrations", {"name": "No slug", "ai_provider_id": "openai", "key": KEY})
    bedrock: dict[str, Any] = {
        "aws_auth_type": "accessKey",
        "aws_region": "us-east-1",
        "aws_access_key_id": "AKIAIOSFODNN7EXAMPLE",
        "aws_secret_access_key": AWS_SECRET,
    }
    delta: dict[str, Any] = {"name": "Bedrock", "slug": "delta", "ai_provider_id": "bedrock"}
    admin("POST", "/integrations", {**delta, "configurations": bedrock})
    admin("GET", "/integrations/delta")
    for slug in ("alpha", "beta", made.get("slug"), made.get("id")):
        admin("GET", f"/integrations/{slug}")
    admin("PUT", "/integrations/alpha", {"description": "Changed", "key": ROTATED})
    admin("GET", "/integrations/alpha")
    admin("PUT", "/integrations/alpha", {"pricing_adjustments": {"multiplier": {"default": 1.5}}})
    admin("GET", "/integrations/alpha")
    admin("GET", "/integrations/nobody")
    # Mistakes, each with a secret along.
    for wrong in (
        {"name": 7, "ai_provider_id": "openai", "key": KEY},
        {"ai_provider_id": "openai", "key": KEY},
        {"name": "Wrong", "slug": "a b", "ai_provider_id": "openai", "key": KEY},
        {"name": "Taken", "slug": "alpha", "ai_provider_id": "openai", "key": KEY},
        ["no object"],
    ):
        admin("POST", "/integrations", wrong)
    admin("PUT", "/integrations/alpha", {"name": 7, "key": KEY})
    admin("PUT", "/integrations/alpha", {"pricing_adjustments": {"nonsense": 1}})


def _lists(admin: _Caller, target: Target) -> None:
    assert target.first is not None
    assert target.second is not None
    for number, workspace in enumerate((target.first, target.second)):
        body = {"name": "Scoped", "slug": f"scoped-{number}", "ai_provider_id": "openai", "key": KEY}
        admin("POST", "/integrations", {**body, "workspace_id": workspace.id})
    admin("GET", "/integrations")
    for page in range(4):
        admin("GET", "/integrations", page_size=2, current_page=page)
    for kind in ("workspace", "organisation", "all", "nobody's"):
        admin("GET", "/integrations", type=kind)
    for size in ("0", "-1", "ten"):
        admin("GET", "/integrations", page_size=size)
    admin("GET", "/integrations", current_page=99)
    admin("GET", "/integrations", workspace_id=target.first.id)


def _models(admin: _Caller) -> None:
    custom = {"slug": "ft:gpt-4o:ours", "enabled": True, "is_custom": True, "base_model_slug": "gpt-4o"}
    admin("PUT", "/integrations/alpha/models", {"models": [custom, {"slug": "gpt-4", "enabled": False}]})
    admin("GET", "/integrations/alpha/models")
    admin("PUT", "/integrations/alpha/models", {"models": "none"})
    admin("DELETE", "/integrations/alpha/models")
    admin("DELETE", "/integrations/alpha/models", slugs="ft:gpt-4o:ours")
    admin("GET", "/integrations/alpha/models")


def _workspaces(admin: _Caller, target: Target) -> None:
    assert target.first is not None
    assert target.second is not None
    limits = {"usage_limits": [{"type": "cost", "credit_limit": 10, "periodic_reset": "monthly"}]}
    entries = [{"id": one.slug, "enabled": True, **limits} for one in (target.first, target.second)]
    admin("PUT", "/integrations/alpha/workspaces", {"workspaces": entries})
    admin("GET", "/integrations/alpha/workspaces")
    wrong = {"id": target.first.slug, "enabled": True, "rate_limits": [{"type": "wishes", "value": 1}]}
    admin("PUT", "/integrations/alpha/workspaces", {"workspaces": [wrong]})


def _providers(admin: _Caller, target: Target) -> None:
    assert target.first is not None
    workspace = target.first.id
    for name in ("one", "two"):
        body = {"name": name, "slug": name, "integration_id": "alpha", "workspace_id": workspace}
        admin("POST", "/providers", {**body, "note": "A note"})
        admin("GET", f"/providers/{name}", workspace_id=workspace)
    admin("PUT", "/providers/one", {"name": "One", "workspace_id": workspace}, workspace_id=workspace)
    admin("GET", "/providers/one", workspace_id=workspace)
    admin("GET", "/providers", workspace_id=workspace, page_size=1)
    admin("GET", "/providers", workspace_id=workspace, page_size=1, current_page=1)
    admin("GET", "/providers")
    wrong = {"type": "cost", "credit_limit": -1}
    third: dict[str, Any] = {"name": "three", "integration_id": "alpha", "workspace_id": workspace}
    admin("POST", "/providers", {**third, "usage_limits": wrong})
    admin("DELETE", "/providers/two", workspace_id=workspace)
    admin("GET", "/providers/two", workspace_id=workspace)


def _virtual_keys(admin: _Caller, target: Target) -> None:
    assert target.first is not None
    workspace = target.first.id
    body = {"name": "A key", "provider": "openai", "key": KEY, "workspace_id": workspace, "note": "A note"}
    made = admin("POST", "/virtual-keys", body)
    slug = made.get("slug") or made.get("data", {}).get("slug")
    admin("GET", f"/virtual-keys/{slug}", workspace_id=workspace)
    admin("PUT", f"/virtual-keys/{slug}", {"note": "Another", "key": ROTATED}, workspace_id=workspace)
    admin("GET", f"/virtual-keys/{slug}", workspace_id=workspace)
    admin("GET", "/virtual-keys", workspace_id=workspace)
    admin("DELETE", f"/virtual-keys/{slug}", workspace_id=workspace)
    admin("GET", f"/virtual-keys/{slug}", workspace_id=workspace)


def _strangers(http: httpx.Client, target: Target) -> None:
    for key in (None, "pk-nobody-has-this-one-0000", target.keys["read_only"].value):
        stranger = _Caller(http, key)
        stranger("GET", "/integrations")
        stranger("GET", "/integrations/alpha")
        stranger("GET", "/integrations/alpha/models")
        stranger("GET", "/integrations/alpha/workspaces")
        stranger("PUT", "/integrations/alpha", {"name": "Not theirs"})
        stranger("DELETE", "/integrations/beta")


def _deletions(admin: _Caller) -> None:
    gone = admin("GET", "/integrations/gamma")
    admin("DELETE", "/integrations/gamma")
    admin("GET", "/integrations/gamma")
    admin("GET", f"/integrations/{gone.get('id')}")
    admin("GET", "/integrations")
    admin("DELETE", "/integrations/gamma")
