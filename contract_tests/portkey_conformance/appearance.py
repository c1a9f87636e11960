"""Everything that shows a resource at one moment: what a check compares to say what a request changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from portkey_conformance.memory.values import same, short
from portkey_conformance.trial import Integration, Provider, Trial, prepared
from portkey_conformance.verdicts import Violation

Shown = Mapping[tuple[str, ...], Any]
"""The documented values of one or more answers, by what shows them and where they stand in it."""

IDENTITY = ("id", "slug", "organisation_id", "workspace_id", "type", "object", "created_at")
"""What never changes; RET-005 and PRV-011 tell where it does."""
MOVES = frozenset({"last_updated_at"})
"""What a write to something may change beside what it names."""


def detail(trial: Trial, integration: Integration) -> Shown:
    """An integration as its own answer shows it."""
    return documented(trial, "retrieveIntegration", trial.read(integration), "integration")


def surroundings(trial: Trial, integration: Integration, *providers: Provider) -> Shown:
    """What hangs on an integration: its models, its workspaces and its providers."""
    shown: dict[tuple[str, ...], Any] = {}
    for operation, items, name in (
        ("listIntegrationModels", "models", "slug"),
        ("listIntegrationWorkspaces", "workspaces", "id"),
    ):
        answer = prepared(trial.admin.call(operation, integration.slug), "read what hangs on an integration")
        known = trial.contract.described(_schema(trial, operation), answer.body)
        for item in known.get(items) or []:
            shown |= dict(_flat(item, (items, str(item.get(name)))))
        shown |= dict(_flat({one: value for one, value in known.items() if one != items}, (items,)))
    for provider in providers:
        shown |= both_views(trial, provider)
    return shown


def both_views(trial: Trial, provider: Provider) -> Shown:
    """A provider, or virtual key, as a provider and as a virtual key."""
    return {**provider_view(trial, provider), **key_view(trial, provider)}


def provider_view(trial: Trial, provider: Provider) -> Shown:
    return documented(trial, "retrieveProvider", trial.read_provider(provider), f"provider {provider.slug}")


def key_view(trial: Trial, key: Provider) -> Shown:
    return documented(trial, "retrieveVirtualKey", trial.read_virtual_key(key), f"virtual key {key.slug}")


def documented(trial: Trial, operation: str, body: Mapping[str, Any], name: str) -> Shown:
    """What the contract describes of an answer: the rest is the server's own, and may change as it likes."""
    return dict(_flat(trial.contract.described(_schema(trial, operation), body), (name,)))


def require_kept(before: Shown, after: Shown, because: str, *but: str) -> None:
    """Raises Violation where a value is another one now, but for fields named in ``but``."""
    expected_to_move = {*MOVES, *but}
    for place in sorted({*before, *after}):
        then, now = before.get(place), after.get(place)
        if expected_to_move.isdisjoint(place[1:]) and not _unchanged(then, now):
            raise Violation(f"{'.'.join(place)} to be {short(then)} {because}", short(now))


def require_read(actual: object, written: object, what: str) -> None:
    """Raises Violation unless an answer says what was written; null, empty and absent are one."""
    if not same(actual, written):
        raise Violation(f"{what} to be {short(written)}", short(actual))


def require_names(shown: object, provider: str) -> None:
    """Raises Violation unless a name is absent or that of an AI provider, in whichever spelling."""
    plain = "".join(one for one in str(shown or provider).casefold() if one.isalnum())
    if plain != "".join(one for one in provider if one.isalnum()):
        raise Violation(f"{provider}, in whichever spelling, or nothing", "another AI provider")


def _unchanged(before: Any, after: Any) -> bool:
    if isinstance(before, str) and isinstance(after, str):
        return before == after  # one view tells a time to the same precision at every reading
    return same(after, before) and same(before, after)


def _schema(trial: Trial, operation: str) -> Mapping[str, Any]:
    return trial.contract.response_schema(trial.contract.operations[operation], 200) or {}


def _flat(node: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, value in node.items():
        if isinstance(value, Mapping) and value and len(path) < 3:
            yield from _flat(value, (*path, name))
        else:
            yield (*path, name), value
