"""What it takes to make a server what a state file says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from .. import operations
from ..call import Call
from .form import Json, Mask, Wanted, integration_form, part, resolved

PARTS = ("allow_all_models", "models", "global_workspace_access", "workspaces")
"""What has operations of its own."""
NO_ACCESS: Json = {"enabled": False}
OWN_ACCESS: Json = {"enabled": True}
FIXED = ("ai_provider_id", "workspace_id")
"""What no operation changes."""


@dataclass(frozen=True)
class Difference:
    """One place where the file and the server differ; None is nothing."""

    path: str
    before: Any
    after: Any


@dataclass
class Change:
    """What is to be done to one integration: `create`, `update` or `delete` it."""

    slug: str
    action: str
    differences: list[Difference] = field(default_factory=list)
    calls: list[Call[Any]] = field(default_factory=list, repr=False)
    wanted: Json = field(default_factory=dict, repr=False)

    @property
    def is_closed(self) -> bool:
        """Whether an integration is made that offers no model but those which the file names."""
        return self.action == "create" and not self.wanted.get("allow_all_models", True)


@dataclass
class Plan:
    """Changes; notes on what is kept, or cannot be compared or cleared; and what forbids to apply it."""

    changes: list[Change] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)


def compare(
    wanted: list[Json], actual: Mapping[str, Json], slugs: list[str], *, prune: bool, rotate: bool
) -> Plan:
    """The changes from `actual` to `wanted`.

    Args:
        wanted: The integrations of the file.
        actual: Those of the server, by slug.
        slugs: All that the server has.
        prune: Take away what the file does not have; else it is kept and noted.
        rotate: Write every secret, whatever its mask tells.
    """
    made = Plan()
    for one in wanted:
        _Comparison(one, actual.get(one["slug"]), made, prune, rotate).run()
    others = sorted({*slugs} - {one["slug"] for one in wanted})
    if prune:
        for slug in others:
            made.changes.append(Change(slug, "delete", [], [operations.delete_integration(slug=slug)]))
    elif others:
        made.notes.append(f"integrations that are not in the file, kept: {', '.join(others)}")
    return made


class _Comparison:
    def __init__(self, wanted: Json, actual: Json | None, made: Plan, prune: bool, rotate: bool) -> None:
        self.wanted, self.actual, self.is_new = wanted, actual or {}, actual is None
        self.slug: str = wanted["slug"]
        self.form = integration_form(wanted["ai_provider_id"])
        self.plan, self.prune, self.rotate = made, prune, rotate
        self.change = Change(self.slug, "create" if self.is_new else "update", wanted=wanted)
        self.untold: list[str] = []
        self.kept: list[str] = []
        self.uncleared: list[str] = []

    def run(self) -> None:
        for name in () if self.is_new else FIXED:
            before, after = self.actual.get(name), self.wanted.get(name)
            if before != after:
                said = f"{name} is {before} and cannot become {after}: delete it first, or take another slug"
                self.plan.obstacles.append(f"{self.slug}: {said}")
                return
        self._fields()
        self._models()
        self._workspaces()
        if self.change.calls:
            self.plan.changes.append(self.change)
        for places, said in (
            (self.untold, "the mask does not tell whether this changed; --rotate writes it"),
            (self.kept, "not in the file, kept"),
            (self.uncleared, "not in the file, and the API does not clear it"),
        ):
            if places:
                self.plan.notes.append(f"{self.slug}: {said}: {', '.join(places)}")

    def _fields(self) -> None:
        own = {name: value for name, value in self.wanted.items() if name not in PARTS}
        if self.is_new:
            self.change.differences += self._differences(own, {}, "", self.form)
            self.change.calls.append(operations.create_integration(**filled(own, None, self.form)))
            return
        sent: Json = {}
        for name in self.form["properties"]:
            before, after = self.actual.get(name), own.get(name)
            form = part(self.form, name)
            if name not in PARTS and (found := [*self._differences(after, before, name, form)]):
                self.change.differences += found
                sent |= filled({name: after} if name in own else {}, {name: before}, self.form)
        if sent:
            self.change.calls.append(operations.update_integration(slug=self.slug, **sent))

    def _models(self) -> None:
        form, is_open = part(self.form, "models"), self.wanted.get("allow_all_models", True)
        body: Json = {}
        if is_open != self.actual.get("allow_all_models", True):
            body["allow_all_models"] = is_open
            self.change.differences.append(Difference("allow_all_models", not is_open, is_open))
        sent, gone = self._members("models", "slug", {}, {"enabled": is_open})
        custom = [one["slug"] for one in gone if one.get("is_custom")]
        others = (one for one in gone if one["slug"] not in custom)
        sent += [filled({"slug": one["slug"], "enabled": is_open}, one, form) for one in others]
        if sent or body:
            # One that says nothing of its kind is of the kind that the server likes.
            fields: Json = resolved(form["items"])["properties"]
            kind = {name: field["default"] for name, field in fields.items() if "default" in field}
            body["models"] = [{**kind, **one} for one in sent]
            self.change.calls.append(operations.update_integration_models(slug=self.slug, **body))
        if custom:
            self.change.calls.append(operations.delete_integration_models(slug=self.slug, slugs=custom))

    def _workspaces(self) -> None:
        name, form = "global_workspace_access", part(self.form, "global_workspace_access")
        before, after = self.actual.get(name, NO_ACCESS), self.wanted.get(name, NO_ACCESS)
        # What belongs to a workspace is open to it, whatever the default; its provider came when it was made.
        own = {"create_default_provider": False} if "workspace_id" in self.wanted and self.is_new else {}
        own_default = (OWN_ACCESS, OWN_ACCESS) if "workspace_id" in self.wanted else None
        default, neutral = own_default or (before, after)
        sent, gone = self._members("workspaces", "id", default, neutral)
        sent += [filled({"id": one["id"], **neutral}, one, part(self.form, "workspaces")) for one in gone]
        sent = [{**one, **own} for one in sent]
        bodies: list[Json] = [{"workspaces": sent}] if sent else []
        if found := [*self._differences(after, before, name, form)]:
            # Last, since the providers that it makes may take the slugs that workspaces are to have.
            self.change.differences += found
            bodies.append({name: filled(after, before, form)})
        for body in bodies:
            self.change.calls.append(operations.update_integration_workspaces(slug=self.slug, **body))

    def _members(self, name: str, key: str, default: Json, neutral: Json) -> tuple[list[Json], list[Json]]:
        """The members to write, and those to take away.

        `default` is what one is that the server does not name, if it is anything; `neutral` what one will be
        that the file does not name. While the default changes, nothing that is as it was is taken for given:
        the server may have written it out.
        """
        form = part(self.form, name)
        there = {one[key]: one for one in self.actual.get(name, [])}
        sent = []
        for one in self.wanted.get(name, []):
            path, is_there, as_default = f"{name}.{one[key]}", one[key] in there, {key: one[key], **default}
            before = there.pop(one[key], as_default if default == neutral else None)
            doubtful = default != neutral and is_there and before == as_default
            if name == "models" and before and "name" not in one and not one.get("is_custom"):
                before = {**before, "name": None}  # a built-in model has one of the server's choice
            if (found := [*self._differences(one, before, path, form)]) or doubtful:
                self.change.differences += found if found and is_there else [Difference(path, None, one)]
                sent.append(filled(one, before, form))
        gone = [one for one in there.values() if one != {key: one[key], **neutral}]
        if not self.prune:
            self.kept += [f"{name}.{one[key]}" for one in gone]
            return sent, []
        # Commas separate the models that are to be removed.
        stuck = [one for one in gone if one.get("is_custom") and "," in one[key]]
        self.uncleared += [f"{name}.{one[key]}" for one in stuck]
        gone = [one for one in gone if one not in stuck]
        self.change.differences += [Difference(f"{name}.{one[key]}", one, None) for one in gone]
        return sent, gone

    def _differences(self, after: Any, before: Any, path: str, form: Json) -> Iterator[Difference]:
        form = resolved(form)
        if isinstance(after, Wanted) or isinstance(before, Mask):
            if after is None:
                self.kept.append(path)
                return
            same = after.is_behind(before) if isinstance(after, Wanted) and before else None
            if before is None or self.rotate or same is False:
                yield Difference(path, before, after)
            elif same is None:
                self.untold.append(path)
        elif after is None and before and "x-masked-as" in form:
            self.kept.append(path)
        elif isinstance(before, dict) and (isinstance(after, dict) or "x-null-clears" not in form):
            after = after or {}
            for name in [*after, *(one for one in before if one not in after)]:
                place, field_form = f"{path}.{name}".lstrip("."), part(form, name)
                if "x-only-when-made" in field_form:
                    continue
                if name not in after and (
                    "x-masked-as" in form
                    or (
                        path.endswith("configurations")
                        and field_form.keys().isdisjoint({"x-masked-as", "x-null-clears"})
                    )
                ):
                    self.uncleared.append(place)
                else:
                    yield from self._differences(after.get(name), before.get(name), place, field_form)
        elif isinstance(after, list) and isinstance(before, list) and len(after) == len(before):
            for index, (one, other) in enumerate(zip(after, before, strict=True)):
                yield from self._differences(one, other, f"{path}[{index}]", form.get("items", {}))
        elif after != before:
            yield Difference(path, before, after)


def filled(wanted: Any, actual: Any, form: Json) -> Any:
    """What to send for `wanted`: secrets in clear, and what it takes to clear what only `actual` has."""
    form = resolved(form)
    if isinstance(wanted, Wanted):
        return wanted.to_send()
    if isinstance(wanted, list):
        before = actual[: len(wanted)] if isinstance(actual, list) else []
        return [filled(one, old, form.get("items", {})) for one, old in zip_longest(wanted, before)]
    if not isinstance(wanted, dict):
        return wanted
    made = {
        name: filled(value, actual and actual.get(name), part(form, name))
        for name, value in wanted.items()
        if not (actual and actual.get("enabled", True)) or "x-only-when-made" not in part(form, name)
    }
    for name in (actual or {}).keys() - wanted.keys():
        cleared = part(form, name)
        if "default" in cleared:
            made[name] = cleared["default"]
        elif "x-null-clears" in cleared:
            made[name] = None
        elif cleared.get("type") == "array":
            made[name] = []
    return made
