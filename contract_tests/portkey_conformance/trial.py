"""What a check works with: callers by role, fresh resources, and the words to say what is wrong."""

from __future__ import annotations

import itertools
import random
import string
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from portkey_conformance.contract import Contract
from portkey_conformance.exchanges import MISSING, Exchange, Unanswered, Wire
from portkey_conformance.ledger import Ledger
from portkey_conformance.redaction import Secrets
from portkey_conformance.target import Key, Target, Workspace
from portkey_conformance.verdicts import Inconclusive, Skip, Violation

NO_SUCH_KEY = Key("unknown", "SOME_UNKNOWN_KEY", "pk-no-such-key-0000000000")
PAGE = 50
LONGEST_WALK = 200
"""Pages read of one list before a check gives up: an organisation may hold far more than ours."""
SURE = 5
"""A size of pages that every server is taken to allow."""
QUIET_TRIES = 4

Result = TypeVar("Result")


class Caller:
    """Calls operations of the contract with one key."""

    def __init__(self, wire: Wire, key: Key | None, together: int = 0) -> None:
        self._wire = wire
        self._together = together
        self.key = key

    def call(
        self,
        operation: str,
        slug: str | None = None,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = MISSING,
        text: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Exchange:
        """Perform an operation by its id and give the exchange, whatever its status."""
        described = self._wire.contract.operations[operation]
        path = described.url_path(**({} if slug is None else {"slug": slug}))
        return self._wire.send(
            described.method,
            path,
            key=self.key,
            query=query,
            body=body,
            text=text,
            headers=headers,
            together=self._together,
        )


@dataclass(frozen=True)
class Integration:
    """An integration made for one check."""

    slug: str
    id: str | None
    secret: str = field(repr=False)
    created: Exchange = field(repr=False)


@dataclass(frozen=True)
class Provider:
    """A provider, or virtual key, made for one check."""

    slug: str
    id: str | None
    workspace: str
    created: Exchange = field(repr=False)

    @property
    def query(self) -> dict[str, str]:
        return {"workspace_id": self.workspace}


class Trial:
    """The world of one check."""

    def __init__(self, wire: Wire, ledger: Ledger, prefix: str, source: random.Random) -> None:
        self.wire = wire
        self.ledger = ledger
        self.prefix = prefix
        self.random = source
        self._batches = itertools.count(1)

    @property
    def contract(self) -> Contract:
        return self.wire.contract

    @property
    def target(self) -> Target:
        return self.wire.target

    @property
    def secrets(self) -> Secrets:
        return self.wire.secrets

    @property
    def first(self) -> Workspace:
        assert self.target.first is not None
        return self.target.first

    @property
    def second(self) -> Workspace:
        assert self.target.second is not None
        return self.target.second

    @property
    def admin(self) -> Caller:
        return self.as_role("admin")

    @property
    def nobody(self) -> Caller:
        """Calls without a key."""
        return Caller(self.wire, None)

    @property
    def stranger(self) -> Caller:
        """Calls with a key that no server knows."""
        return Caller(self.wire, NO_SUCH_KEY)

    def as_role(self, role: str) -> Caller:
        return Caller(self.wire, self.target.keys[role])

    def at_once(
        self, calls: Sequence[Callable[[Caller], Result]], caller: Caller | None = None
    ) -> list[Result]:
        """What the calls give, all begun at the same moment; each is handed the caller to call with.

        Their bodies are made beforehand: a trial's names and secrets are for one thread.

        Raises:
            Inconclusive: A request among them got no answer, which says nothing of the order of the others.
        """
        together = Caller(self.wire, (caller or self.admin).key, next(self._batches))
        start = threading.Barrier(len(calls))

        def begun(call: Callable[[Caller], Result]) -> Result:
            start.wait()
            return call(together)

        # An interruption waits for all of them, so that what they made is known.
        with self.wire.interrupts.deferred(), ThreadPoolExecutor(len(calls)) as threads:
            results = [threads.submit(begun, call) for call in calls]
        try:
            return [result.result() for result in results]
        except Unanswered as error:
            raise Inconclusive(f"no answer to a request among others sent at once: {error}") from error

    def name(self) -> str:
        """A fresh slug, good as a name too; it starts with the run's prefix."""
        return f"{self.prefix}-{''.join(self.random.choices(string.ascii_lowercase + string.digits, k=10))}"

    def secret(self, prefix: str = "sk", length: int = 32) -> str:
        """A fresh provider secret that must never come back."""
        return self.secrets.plant(prefix, length)

    def integration(self, caller: Caller | None = None, **fields: Any) -> Integration:
        """Create an integration, ``openai`` with a key unless ``fields`` say otherwise.

        Raises:
            Inconclusive: The server did not create it; another requirement tells why.
        """
        secret = fields.get("key") or self.secret()
        body = {"name": self.name(), "slug": self.name(), "ai_provider_id": "openai", "key": secret, **fields}
        body = {name: value for name, value in body.items() if value is not MISSING}
        created = (caller or self.admin).call("createIntegration", body=body)
        slug = prepared(created, "create an integration").body.get("slug") or body.get("slug")
        if not isinstance(slug, str):
            raise Inconclusive("creating an integration answered no slug")
        return Integration(slug, _text(created.body.get("id")), str(secret), created)

    def grant(self, integration: Integration, *workspaces: Workspace, **fields: Any) -> Exchange:
        """Enable an integration for workspaces, without the default providers."""
        entries = [
            {"id": one.slug, "enabled": True, "create_default_provider": False, **fields}
            for one in workspaces
        ]
        return prepared(
            self.admin.call(
                "updateIntegrationWorkspaces",
                integration.slug,
                body={"workspaces": entries, "create_default_provider": False},
            ),
            "enable the integration for a workspace",
        )

    def provider(self, integration: Integration | None = None, **fields: Any) -> Provider:
        """Create a provider in the first workspace, over a fresh enabled integration unless one is given."""
        if integration is None:
            integration = self.integration()
            self.grant(integration, self.first)
        body = {
            "name": self.name(),
            "slug": self.name(),
            "integration_id": integration.slug,
            "workspace_id": self.first.id,
            **fields,
        }
        created = prepared(self.admin.call("createProvider", body=body), "create a provider")
        slug = _text(created.body.get("slug")) or str(body["slug"])
        return Provider(slug, _text(created.body.get("id")), str(body["workspace_id"]), created)

    def virtual_key(self, **fields: Any) -> Provider:
        """Create a virtual key in the first workspace."""
        body = {
            "name": self.name(),
            "provider": "openai",
            "key": self.secret(),
            "workspace_id": self.first.id,
            **fields,
        }
        body = {name: value for name, value in body.items() if value is not MISSING}
        created = prepared(self.admin.call("createVirtualKey", body=body), "create a virtual key")
        data = created.body.get("data")
        nested = data if isinstance(data, dict) else {}
        slug = _text(created.body.get("slug")) or _text(nested.get("slug"))
        if slug is None:
            raise Inconclusive("creating a virtual key answered no slug")
        key_id = _text(created.body.get("id")) or _text(nested.get("id"))
        return Provider(slug, key_id, str(body["workspace_id"]), created)

    def read(self, integration: Integration | str) -> Mapping[str, Any]:
        """An integration as the admin key reads it now."""
        slug = integration if isinstance(integration, str) else integration.slug
        return prepared(self.admin.call("retrieveIntegration", slug), "read the integration").body

    def read_provider(self, provider: Provider) -> Mapping[str, Any]:
        answer = self.admin.call("retrieveProvider", provider.slug, query=provider.query)
        return prepared(answer, "read the provider").body

    def read_virtual_key(self, key: Provider) -> Mapping[str, Any]:
        answer = self.admin.call("retrieveVirtualKey", key.slug, query=key.query)
        return prepared(answer, "read the virtual key").body

    def update(self, integration: Integration, **fields: Any) -> Exchange:
        """Send a partial update that must be accepted."""
        return prepared(
            self.admin.call("updateIntegration", integration.slug, body=fields), "update the integration"
        )

    def admin_is_of_the_organisation(self) -> bool:
        """Whether the admin key is an organisation's, and not one of a workspace that is all there is."""
        integration = self.integration()
        stored = self.read(integration)
        if stored.get("workspace_id") is not None:
            return False
        if stored.get("type") is not None:
            return bool(stored["type"] == "organisation")
        listed = self.walk("listIntegrations", type="organisation")
        return any(item.get("slug") == integration.slug for item in listed)

    def require_an_organisation(self, integration: Integration) -> None:
        """Skip where the admin key is bound to a workspace, so that what it makes is the workspace's.

        What is told of an integration says so; and a workspace key lists providers without a workspace.
        """
        stored = self.read(integration)
        told = [stored[name] for name in ("workspace_id", "type") if stored.get(name) is not None]
        bound = told != ["organisation"] if told else self.admin.call("listProviders").ok
        if bound:
            raise Skip("needs an organisation key as keys.admin; this one belongs to a workspace")

    def walk(
        self, operation: str, caller: Caller | None = None, size: int = PAGE, **query: Any
    ) -> Iterator[Mapping[str, Any]]:
        """Every item of a list, page by page.

        Raises:
            Inconclusive: The list is longer than a run may read.
        """
        for items in self._each_page(operation, size, query, caller):
            yield from (item for item in items if isinstance(item, dict))

    def pages(self, operation: str, size: int, **query: Any) -> list[list[Any]]:
        """All pages of a list that nobody wrote to meanwhile, as far as its total tells.

        The size grows with the list, so that a long one does not take hundreds of requests.

        Raises:
            Inconclusive: Others kept writing to the list.
        """
        for _ in range(QUIET_TRIES):
            first = prepared(self.admin.call(operation, query={"page_size": size, **query}), "read a list")
            total = first.body.get("total")
            grown = max(size, total // 50 + 1) if isinstance(total, int) else size
            found = list(self._each_page(operation, grown, query))
            last = prepared(self.admin.call(operation, query={"page_size": size, **query}), "read a list")
            if last.body.get("total") == total:
                return found
        raise Inconclusive("others kept writing to the list while it was read")

    def _each_page(
        self, operation: str, size: int, query: Mapping[str, Any], caller: Caller | None = None
    ) -> Iterator[list[Any]]:
        sized: dict[str, Any] = {"page_size": size}
        for page in range(LONGEST_WALK):
            asked = {"current_page": page, **sized, **query}
            answer = (caller or self.admin).call(operation, query=asked)
            if answer.status == 400 and page == 0 and size > SURE:
                sized = {}  # a server may refuse a size above its maximum: then its own will do
                answer = (caller or self.admin).call(operation, query={"current_page": page, **query})
            items = prepared(answer, "read a page of the list").body.get("data")
            if not isinstance(items, list):
                raise Inconclusive("a list answered no data array")
            yield items
            if not items:
                return
        raise Inconclusive(f"the list has more than {LONGEST_WALK} pages")


def prepared(exchange: Exchange, what: str) -> Exchange:
    """The exchange, if it succeeded.

    Raises:
        Inconclusive: It did not, so what the check is about cannot be seen.
    """
    if not exchange.ok:
        raise Inconclusive(f"could not {what}: {exchange.line} answered {exchange.summary}")
    return exchange


def require_status(exchange: Exchange, *allowed: int, because: str = "") -> Exchange:
    """The exchange, if its status is one of ``allowed``.

    Raises:
        Violation: It is another one.
        Inconclusive: It is a server error, which is told once, by the requirement on server errors.
    """
    if exchange.status in allowed:
        return exchange
    if exchange.status >= 500:
        raise Inconclusive(f"{exchange.line} answered {exchange.summary}, told by the requirement on 5xx")
    wanted = " or ".join(str(status) for status in allowed)
    raise Violation(
        f"{wanted}{' ' + because if because else ''}",
        f"{exchange.summary} to {exchange.line}",
        evidence=[exchange],
    )


def require_code(exchange: Exchange, status: int, code: str, because: str = "") -> Exchange:
    """The exchange, if its status is ``status`` and its error code, where it has one, is ``code``."""
    require_status(exchange, status, because=because)
    if exchange.error_code not in (None, code):
        raise Violation(
            f"error code {code} with {status}",
            f"{exchange.error_code} to {exchange.line}",
            evidence=[exchange],
        )
    return exchange


def require_missing(exchange: Exchange, because: str = "") -> Exchange:
    """The exchange, if it says that the resource is not there: 404 with AB08, or 403 with AB03.

    The live API answers some of what is not in the caller's workspace with 403, which it cannot tell apart
    from what is nowhere.
    """
    require_status(exchange, 404, 403, because=because)
    return require_code(exchange, exchange.status, "AB08" if exchange.status == 404 else "AB03", because)


def require_equal(actual: object, expected: object, what: str) -> None:
    """Raises Violation unless both are the same JSON (``True`` is not ``1``)."""
    if type(actual) is not type(expected) and not (_number(actual) and _number(expected)):
        raise Violation(f"{what} to be {_shown(expected)}", _shown(actual))
    if actual != expected:
        raise Violation(f"{what} to be {_shown(expected)}", _shown(actual))


def require(condition: bool, expected: str, actual: str) -> None:
    if not condition:
        raise Violation(expected, actual)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 160 else text[:157] + "…"


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
