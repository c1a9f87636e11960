"""What the owner of some resources sees of them in every view, to tell whether a request changed anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from portkey_conformance.exchanges import Exchange
from portkey_conformance.samples import Request, Site
from portkey_conformance.trial import Trial, prepared
from portkey_conformance.verdicts import Violation

Leaves = dict[tuple[str, ...], Any]


class Views:
    """A site as its owner sees it; looked at twice, so that what changes by itself is left out."""

    def __init__(self, trial: Trial, site: Site) -> None:
        self._trial = trial
        self._reads = list(_reads(trial, site))
        first = {name: prepared(read, "read what was made") for name, read in self._look()}
        again = dict(self._look())
        self.leaves = self._leaves(first)
        """Each documented value that is seen, by the read and the place in its answer."""
        self._settled = self._leaves(again)

    def require_unchanged(self, because: str) -> None:
        """Raises Violation if any view says otherwise than before."""
        after = dict(self._look())
        leaves = self._leaves(after)
        for place in {**self.leaves, **leaves}:
            then, now = self.leaves.get(place), leaves.get(place)
            if then != now and then == self._settled.get(place):
                answer = after[place[0]]
                what = ".".join(place[1:]) or "the answer"
                raise Violation(
                    f"nothing changed by {because}",
                    f"{what} is another one in {answer.line}"
                    if answer.ok
                    else f"{answer.summary} to {answer.line}",
                    evidence=[answer],
                )

    def _look(self) -> Iterator[tuple[str, Exchange]]:
        for operation, slug, query in self._reads:
            yield f"{operation} {slug}", self._trial.admin.call(operation, slug, query=query)

    def _leaves(self, looks: Mapping[str, Exchange]) -> Leaves:
        found: Leaves = {}
        for name, answer in looks.items():
            assert answer.operation is not None
            schema = self._trial.contract.response_schema(answer.operation, 200) or {}
            shown = self._trial.contract.described(schema, answer.body) if answer.ok else answer.status
            found |= {(name, *place): value for place, value in leaves(shown)}
        return found


def require_nothing_made(trial: Trial, requests: Iterable[Request], because: str) -> None:
    """Raises Violation if what a request asked to create is there."""
    names = {one.body["name"] for one in requests if one.creates}
    for request in requests:
        slug = request.body.get("slug") if request.creates else None
        if slug is not None:
            reads = {"createIntegration": "retrieveIntegration", "createProvider": "retrieveProvider"}
            query = {name: request.body[name] for name in ("workspace_id",) if name in request.body}
            answer = trial.admin.call(reads[request.operation.id], slug, query=query)
            if answer.ok:
                raise Violation(
                    f"nothing made by {because}", f"it is there: {answer.line}", evidence=[answer]
                )
    workspace: dict[str, Any] = {"workspace_id": trial.first.id} if trial.target.first else {}
    for item in trial.walk("listVirtualKeys", **workspace):
        if item.get("name") in names:
            raise Violation(f"nothing made by {because}", "a virtual key of that name is listed")


def leaves(node: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every value in a JSON document that is neither an object nor a list, and its place."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from leaves(value, (*place, name))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from leaves(value, (*place, str(number)))
    else:
        yield place, node


def _reads(trial: Trial, site: Site) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    for operation in ("retrieveIntegration", "listIntegrationModels", "listIntegrationWorkspaces"):
        yield operation, site.integration.slug, {}
    for provider in (site.provider, site.virtual_key):
        if provider is not None:
            yield "retrieveProvider", provider.slug, provider.query
            yield "retrieveVirtualKey", provider.slug, provider.query
    if site.virtual_key is not None:
        behind = trial.read_virtual_key(site.virtual_key).get("integration_id")
        if isinstance(behind, str):
            yield "retrieveIntegration", behind, {}
