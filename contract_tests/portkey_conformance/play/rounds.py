"""Rounds of every operation, as a client would do it: what fails one time in fifty shows in some of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from portkey_conformance.exchanges import MISSING, Exchange
from portkey_conformance.play.drawing import HARD, TEXTS, WHOLE
from portkey_conformance.target import Workspace
from portkey_conformance.trial import Trial

SECRETS = 24
PAGES = 12
"""Pages of one item that are read at most."""


class Rounds:
    """Creates, reads, updates, lists and deletes again; each answer is judged by whoever listens."""

    def __init__(self, trial: Trial, tick: Callable[[], None], number: int) -> None:
        self._trial = trial
        self._tick = tick
        self._secrets = [trial.secret(f"{chr(ord('a') + n)}r") for n in range(SECRETS)]
        self._turn = 0
        self._number = number
        self._changes = 0
        self._texts = 0

    def one(self) -> None:
        """One round, of integrations and of providers by turns."""
        self._number += 1
        first = self._trial.target.first
        if first is not None and self._number % 2:
            slug = self._integration(scoped=False)
            if slug:
                self._access(slug, first)
                self._call("deleteIntegration", slug)
        else:
            self._of_integrations()

    def _of_integrations(self) -> None:
        trial = self._trial
        # Several, so that an answer about another one would be seen, and pages have something to turn.
        slugs = [slug for scoped in (False, True, True, True) if (slug := self._integration(scoped=scoped))]
        for slug in slugs:
            self._call("retrieveIntegration", slug)
        for number, slug in enumerate(slugs[:2]):
            self._update(slug)
            if number == 0:
                self._models(slug)
            self._update(slug)
            self._update(slug)
        self._list("listIntegrations")
        if trial.target.first is not None:
            self._walk("listIntegrations", {"workspace_id": trial.target.first.id})
        for slug in slugs:
            self._call("deleteIntegration", slug)
            self._call("retrieveIntegration", slug)
        self._list("listIntegrations")
        if slugs:
            self._begin_anew(slugs[0])

    def _update(self, slug: str) -> None:
        self._call("updateIntegration", slug, body=self._change())
        self._call("retrieveIntegration", slug)

    def _begin_anew(self, slug: str) -> None:
        """What is gone stays gone, and what has its slug then is another thing."""
        for _ in range(3):
            self._call("retrieveIntegration", slug)
        body = {"name": f"{self._trial.prefix} anew", "slug": slug, "ai_provider_id": "openai"}
        if self._call("createIntegration", body={**body, "key": self._secret()}).ok:
            self._call("retrieveIntegration", slug)
            self._call("listIntegrationModels", slug)
            self._call("deleteIntegration", slug)

    def _integration(self, *, scoped: bool) -> str | None:
        first = self._trial.target.first
        slug = self._trial.name()
        body: dict[str, Any] = {
            "name": self._name(),
            "slug": slug,
            "ai_provider_id": "openai",
            "key": self._secret(),
            "description": self._text(),
            "configurations": {"openai_organization": f"org-{self._turn}"},
        }
        if scoped and first is not None:
            body |= {"workspace_id": first.id, "create_default_provider": False}
        return slug if self._call("createIntegration", body=body).ok else None

    def _change(self) -> dict[str, Any]:
        self._changes += 1
        prices = {"multiplier": {"default": self._changes, "image": {"default": 0.5}}}
        changes: tuple[dict[str, Any], ...] = (
            {"name": self._name()},
            {"key": self._secret()},
            {"description": self._text()},
            {"pricing_adjustments": prices},
            {"configurations": {"openai_organization": f"org-then-{self._changes}"}},
            {"pricing_adjustments": None},
            {"description": None},
            {},
        )
        return changes[self._changes % len(changes)]

    def _models(self, slug: str) -> None:
        for number in (1, 2):
            model = {"slug": f"ft:acme-{number}", "enabled": number == 1, "is_custom": True}
            models = [model | {"name": self._text(), "base_model_slug": "gpt-4o"}]
            self._call("updateIntegrationModels", slug, body={"models": models})
            self._call("listIntegrationModels", slug)
        self._call("deleteIntegrationModels", slug, query={"slugs": "ft:acme-1"})
        self._call("listIntegrationModels", slug)

    def _walk(self, operation: str, where: dict[str, str]) -> None:
        """Pages of one item each, if the list is short, to the one past its end."""
        for page in range(PAGES):
            query = {**where, "page_size": 1, "current_page": page}
            answer = self._call(operation, query=query)
            total = answer.body.get("total")
            if not answer.body.get("data") or not isinstance(total, int) or total >= PAGES:
                return

    def _access(self, slug: str, workspace: Workspace) -> None:
        limit = {"type": "requests", "unit": "rpm", "value": WHOLE[self._turn % len(WHOLE)]}
        grant = {
            "id": workspace.slug,
            "enabled": True,
            "rate_limits": [limit],
            "create_default_provider": False,
        }
        self._call(
            "updateIntegrationWorkspaces",
            slug,
            body={"workspaces": [grant], "create_default_provider": False},
        )
        self._call("listIntegrationWorkspaces", slug)
        where = {"workspace_id": workspace.id}
        provider = self._trial.name()
        body = {"name": self._name(), "slug": provider, "integration_id": slug}
        made = self._call("createProvider", body={**body, **where, "note": self._text()})
        key = self._call(
            "createVirtualKey",
            body={
                "name": self._name(),
                "note": self._text(),
                "provider": "openai",
                "key": self._secret(),
                **where,
            },
        )
        nested = key.body.get("data")
        named = key.body.get("slug") or (nested.get("slug") if isinstance(nested, dict) else None)
        if made.ok:
            self._use("Provider", provider, where)
        if key.ok and isinstance(named, str):
            self._use("VirtualKey", named, where)

    def _use(self, kind: str, slug: str, where: dict[str, str]) -> None:
        self._call(f"retrieve{kind}", slug, query=where)
        budget = {"type": "tokens", "credit_limit": WHOLE[self._turn % len(WHOLE)]}
        for body in ({"note": self._text()}, {"name": self._name()}, {"usage_limits": budget}):
            self._call(f"update{kind}", slug, query=where, body=body)
            self._call(f"retrieve{kind}", slug, query=where)
        self._list(f"list{kind}s", where)
        self._call(f"delete{kind}", slug, query=where)
        self._call(f"retrieve{kind}", slug, query=where)
        self._list(f"list{kind}s", where)

    def _list(self, operation: str, where: dict[str, str] | None = None) -> None:
        self._call(operation, query={**(where or {}), "page_size": 100})

    def _text(self) -> str:
        """The next of the texts that servers stumble over, with a number: no two in a row are the same."""
        self._texts += 1
        # By three, so that no field of a round gets the same kind in each of them.
        chosen = HARD if self._texts % 3 else TEXTS[self._texts // 3 % len(TEXTS)]
        return f"{self._texts} {chosen}"

    def _name(self) -> str:
        return f"{self._trial.prefix} {self._text()}"

    def _secret(self) -> str:
        self._turn += 1
        return self._secrets[self._turn % SECRETS]

    def _call(
        self,
        operation: str,
        slug: str | None = None,
        *,
        query: dict[str, Any] | None = None,
        body: Any = MISSING,
    ) -> Exchange:
        self._tick()
        return self._trial.admin.call(operation, slug, query=query, body=body)
