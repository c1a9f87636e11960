"""What the run created, so that it can be taken away again; nothing else is ever deleted."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from portkey_conformance.exchanges import Exchange, Unanswered, Wire
from portkey_conformance.target import Key

DELETED_BY = {
    "createIntegration": "/integrations/",
    "createProvider": "/providers/",
    "createVirtualKey": "/virtual-keys/",
}
_GONE = frozenset({404, 410})
_IN_USE, _FORBIDDEN = 409, 403
_PAGES = 100
"""Pages of providers that are looked through for those of one integration."""
SILENCE = 3
"""After so many deletions in a row without an answer, the rest are not tried."""


@dataclass(frozen=True)
class Created:
    """One resource that this run made."""

    path: str
    """Where it is deleted, relative to the base URL, encoded."""
    names: frozenset[str]
    """Its slug and its id."""
    key: Key
    query: tuple[tuple[str, str], ...] = ()


class Ledger:
    """The resources that this run created and did not delete yet."""

    def __init__(self, wire: Wire, prefix: str) -> None:
        self._wire = wire
        self._prefixes: tuple[str, ...] = (prefix,)
        """What the names of all that the run creates begin with."""
        self._open: list[Created] = []
        self._every_name: set[str] = set()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._open)

    def also(self, prefix: str) -> None:
        """Take names that begin with ``prefix`` for the run's own, too."""
        if prefix not in self._prefixes:
            self._prefixes += (prefix,)

    def owns(self, name: object) -> bool:
        """True if ``name`` is the slug or id of something this run created (deleted since or not)."""
        return name in self._every_name

    def holds(self, name: str) -> bool:
        """True if ``name`` is the slug or id of something this run created and nobody deleted since."""
        return any(name in created.names for created in self._open)

    def position(self) -> int:
        """A mark to clean up from; see :meth:`clean`."""
        return len(self._open)

    def observe(self, exchange: Exchange) -> None:
        """Enter what a successful create made; strike what a successful delete took away."""
        operation = exchange.operation
        if operation is None or not exchange.ok:
            return
        if operation.id in DELETED_BY and exchange.method == "POST" and exchange.key is not None:
            names = _names(exchange)
            if names:
                self._enter(operation.id, names, exchange)
        elif operation.method == "DELETE" and not operation.path.endswith("/models"):
            with self._lock:
                self._open = [one for one in self._open if one.path != exchange.path]

    def clean(self, since: int = 0) -> list[Created]:
        """Delete what was created since a mark, newest first; give back what could not be deleted."""
        with self._lock:
            due = self._open[since:]
            self._open = self._open[:since]
        left: list[Created] = []
        silent = 0
        try:
            while due:
                created = due[-1]
                try:
                    if silent >= SILENCE or not self._delete(created):
                        left.append(created)
                    silent = silent if silent >= SILENCE else 0
                except Unanswered:
                    left.append(created)
                    silent += 1
                due.pop()
        finally:  # an interruption leaves some for the clean-up at the end
            with self._lock:
                self._open += [*due, *reversed(left)]
        return left

    def _enter(self, operation: str, names: list[str], exchange: Exchange) -> None:
        assert exchange.key is not None
        query: tuple[tuple[str, str], ...] = ()
        if operation != "createIntegration":
            sent = exchange.sent if isinstance(exchange.sent, dict) else {}
            workspace = sent.get("workspace_id") or dict(exchange.query).get("workspace_id")
            if isinstance(workspace, str):
                query = (("workspace_id", workspace),)
        created = Created(_at(DELETED_BY[operation], names[0]), frozenset(names), exchange.key, query)
        if operation == "createVirtualKey":
            self._enter_integration_behind(created)
        self._add(created)

    def _enter_integration_behind(self, virtual_key: Created) -> None:
        """Enter the integration that a server made to hold a virtual key, in case it outlives the key.

        One that was there before is not touched: what appeared with the key is called after it.
        """
        try:
            slug = self._read(virtual_key.path, virtual_key).get("integration_id")
            if not isinstance(slug, str) or not slug:
                return
            path = _at(DELETED_BY["createIntegration"], slug)
            name = slug if slug.startswith(self._prefixes) else self._read(path, virtual_key).get("name")
        except Unanswered:
            return
        if isinstance(name, str) and name.startswith(self._prefixes):
            self._add(Created(path, frozenset({slug}), virtual_key.key))

    def _read(self, path: str, created: Created) -> Mapping[str, Any]:
        query = dict(created.query) if path == created.path else {}
        return self._wire.send("GET", path, key=created.key, query=query, purpose="clean-up").body

    def _add(self, created: Created) -> None:
        with self._lock:
            self._open.append(created)
            self._every_name.update(created.names)

    def _delete(self, created: Created) -> bool:
        admin = self._wire.target.keys.get("admin", created.key)
        for key in dict.fromkeys((created.key, admin)):
            answer = self._wire.send(
                "DELETE", created.path, key=key, query=dict(created.query), purpose="clean-up"
            )
            if answer.status == _IN_USE and self._delete_providers_of(created):
                answer = self._wire.send("DELETE", created.path, key=key, purpose="clean-up")
            if answer.ok or answer.status in _GONE:
                return True
        if created.path.startswith(DELETED_BY["createIntegration"]):
            return False
        # A provider or virtual key that is not there may answer 403.
        found = self._wire.send("GET", created.path, key=admin, query=dict(created.query), purpose="clean-up")
        return found.status in (_FORBIDDEN, *_GONE)

    def _delete_providers_of(self, created: Created) -> bool:
        """Delete the providers of an integration, for a server that holds on to one in use; False if none."""
        target = self._wire.target
        admin = target.keys.get("admin", created.key)
        spaces = [one.id for one in (target.first, target.second) if one is not None]
        found: list[tuple[str, dict[str, str]]] = []
        for query in [{"workspace_id": space} for space in spaces] or [{}]:
            for page in range(_PAGES):
                asked = {**query, "current_page": page}
                listed = self._wire.send("GET", "/providers", key=admin, query=asked, purpose="clean-up")
                items = listed.body.get("data")
                for item in items if isinstance(items, list) else []:
                    if isinstance(item, dict) and item.get("integration_id") in created.names:
                        found.append((_at("/providers/", str(item.get("slug"))), query))
                if not items:
                    break
        for path, query in found:
            self._wire.send("DELETE", path, key=admin, query=query, purpose="clean-up")
        return bool(found)


def _at(collection: str, name: str) -> str:
    return collection + quote(name, safe="")


def _names(exchange: Exchange) -> list[str]:
    """The slug and id that a create answered, wherever it put them; the slug first."""
    sent = exchange.sent if isinstance(exchange.sent, dict) else {}
    nested = exchange.body.get("data")
    sources: Iterable[object] = (
        exchange.body.get("slug"),
        nested.get("slug") if isinstance(nested, dict) else None,
        sent.get("slug"),
        exchange.body.get("id"),
        nested.get("id") if isinstance(nested, dict) else None,
    )
    return list(dict.fromkeys(name for name in sources if isinstance(name, str) and name))
