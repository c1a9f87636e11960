"""PRV: a provider is one workspace's way to use an integration."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

from portkey_conformance.appearance import (
    both_views,
    detail,
    provider_view,
    require_kept,
    require_names,
    require_read,
    surroundings,
)
from portkey_conformance.checks import check
from portkey_conformance.exchanges import MISSING, Exchange
from portkey_conformance.refusals import observe_for, require_refused
from portkey_conformance.target import Workspace
from portkey_conformance.trial import (
    Integration,
    Provider,
    Trial,
    prepared,
    require,
    require_code,
    require_equal,
    require_missing,
    require_status,
)
from portkey_conformance.verdicts import Skip, Violation

observe_for("PRV-021")
observe_for("PRV-022")

SLUG = re.compile(r"[a-zA-Z0-9_-]+")
IDENTITY = ("id", "slug", "integration_id", "workspace_id", "ai_provider_name", "created_at", "object")
LONG_NOTE = f" Composed caf\u00e9, decomposed cafe\u0301, \U0001f511 {'a' * 300} "
PAST, FUTURE = "2020-02-03T04:05:06Z", "2041-02-03T04:05:06Z"

WRITTEN: dict[str, Any] = {
    "note": "a note, with ünïcode and 'quotes'",
    "usage_limits": {
        "type": "cost",
        "credit_limit": 100,
        "alert_threshold": 80,
        "periodic_reset": "monthly",
    },
    "rate_limits": [{"type": "requests", "unit": "rpm", "value": 60}],
    "expires_at": FUTURE,
}
REWRITTEN: dict[str, Any] = {
    "name": "another name",
    "note": "another note ",
    "usage_limits": {
        "type": "tokens",
        "credit_limit": 5000,
        "alert_threshold": 4000,
        "periodic_reset": "weekly",
    },
    "rate_limits": [{"type": "tokens", "unit": "rph", "value": 9000}],
    "expires_at": "2042-03-04T05:06:07Z",
}
REFUSED: tuple[dict[str, Any], ...] = (
    {"name": "changed", "rate_limits": [{"type": "requests", "unit": "never", "value": 1}]},
    {"note": "changed", "usage_limits": {"type": "cost", "credit_limit": 0}},
    {"usage_limits": {"type": "tokens", "credit_limit": 7}, "name": 17},
    {"rate_limits": [], "expires_at": "tomorrow"},
    {"expires_at": PAST, "note": 17},
)
"""Updates that name something sound beside something that is not."""


def _usable(trial: Trial, *workspaces: Workspace) -> Integration:
    """An integration that workspaces, the first if none is named, may use."""
    integration = trial.integration()
    trial.grant(integration, *(workspaces or (trial.first,)))
    return integration


def _create(trial: Trial, integration: Integration, **fields: Any) -> Exchange:
    body = {
        "name": trial.name(),
        "slug": trial.name(),
        "integration_id": integration.slug,
        "workspace_id": trial.first.id,
        **fields,
    }
    return trial.admin.call(
        "createProvider", body={name: value for name, value in body.items() if value is not MISSING}
    )


def _update(trial: Trial, provider: Provider, **fields: Any) -> Exchange:
    return trial.admin.call("updateProvider", provider.slug, query=provider.query, body=fields)


def _updates(trial: Trial) -> Iterator[tuple[Provider, str, Any]]:
    """A provider with every field, and each field's new value, one after the other."""
    provider = trial.provider(**WRITTEN)
    for field, value in REWRITTEN.items():
        yield provider, field, f"{trial.prefix} {value}" if field == "name" else value


@check("PRV-001", needs=("first",))
def a_provider_is_created_and_read(trial: Trial) -> None:
    integration = _usable(trial)
    written = {"slug": trial.name(), "name": f"{trial.prefix} Name \U0001d54f ", "note": LONG_NOTE}
    stored = trial.read_provider(trial.provider(integration, **written))
    for field, value in {**written, "integration_id": integration.slug, "object": "provider"}.items():
        require_equal(stored.get(field), value, field)
    require_names(stored.get("ai_provider_name"), "openai")


@check("PRV-002", needs=("first",))
def an_update_of_a_provider_is_partial(trial: Trial) -> None:
    for provider, field, value in _updates(trial):
        before = provider_view(trial, provider)
        prepared(_update(trial, provider, **{field: value}), "update the provider")
        because = f"after an update of {field} alone"
        require_kept(before, provider_view(trial, provider), because, field, *IDENTITY)


@check("PRV-002", needs=("first",))
def resetting_usage_keeps_all_else(trial: Trial) -> None:
    provider = trial.provider(**WRITTEN)
    before = provider_view(trial, provider)
    prepared(_update(trial, provider, reset_usage=True), "reset the usage")
    own = ("reset_usage", "last_reset_at", "next_usage_reset_at")
    require_kept(before, provider_view(trial, provider), "after its usage was reset", *own)


@check("PRV-003", needs=("first",))
def the_workspace_of_an_update_may_be_in_its_body(trial: Trial) -> None:
    provider = trial.provider()
    for workspace in (trial.first.id, trial.first.slug):
        body = {"name": trial.name(), "workspace_id": workspace}
        require_status(trial.admin.call("updateProvider", provider.slug, body=body), 200)
        require_equal(trial.read_provider(provider).get("name"), body["name"], "name after its update")


@check("PRV-004")
def an_organisation_key_names_the_workspace(trial: Trial) -> None:
    _require_organisation_key(trial)
    require_code(trial.admin.call("listProviders"), 400, "AB01", "without workspace_id")


@check("PRV-004", needs=("first",))
def an_organisation_key_names_the_workspace_of_a_creation(trial: Trial) -> None:
    _require_organisation_key(trial)
    answer = _create(trial, _usable(trial), workspace_id=MISSING)
    require_code(answer, 400, "AB01", "without workspace_id")


def _require_organisation_key(trial: Trial) -> None:
    # What a workspace key creates is in its own workspace, whether the body names one or not.
    if not trial.admin_is_of_the_organisation():
        raise Skip("needs an organisation key as keys.admin; this one belongs to a workspace")


@check("PRV-005", needs=("first",))
def an_unknown_integration_has_no_providers(trial: Trial) -> None:
    for unknown in (trial.name(), str(uuid.uuid4())):
        body = {"name": trial.name(), "integration_id": unknown, "workspace_id": trial.first.id}
        require_status(trial.admin.call("createProvider", body=body), 400, 403, 404)


@check("PRV-006", needs=("first",))
def what_is_not_there_is_told(trial: Trial) -> None:
    query = {"workspace_id": trial.first.id}
    for slug in (trial.name(), str(uuid.uuid4())):
        require_missing(trial.admin.call("retrieveProvider", slug, query=query))
        require_missing(trial.admin.call("deleteProvider", slug, query=query))
        require_missing(trial.admin.call("updateProvider", slug, query=query, body={"name": trial.name()}))


@check("PRV-007", needs=("first", "workspace"))
def a_workspace_key_works_in_its_own_workspace(trial: Trial) -> None:
    provider = trial.provider()
    because = "for a provider of the key's own workspace"
    answer = trial.as_role("workspace").call("retrieveProvider", provider.slug)
    require_equal(require_status(answer, 200, because=because).body.get("slug"), provider.slug, "slug")
    require_status(trial.as_role("workspace").call("listProviders"), 200, because="without workspace_id")
    listed = trial.walk("listProviders", trial.as_role("workspace"))
    require(any(item.get("slug") == provider.slug for item in listed), "the provider in the list", "none")


@check("PRV-008", needs=("first",))
def a_taken_slug_is_refused(trial: Trial) -> None:
    integration = _usable(trial)
    answer = _create(trial, integration, slug=trial.provider(integration).slug)
    require_code(answer, 409, "AB07", "for a slug that is taken in the workspace")


@check("PRV-008", needs=("first",))
def a_slug_that_a_virtual_key_has_is_refused(trial: Trial) -> None:
    answer = _create(trial, _usable(trial), slug=trial.virtual_key().slug)
    require_code(answer, 409, "AB07", "for a slug that a virtual key of the workspace has")


@check("PRV-009", needs=("first",), given=("PRV-001",))
def an_update_of_a_provider_is_read_back(trial: Trial) -> None:
    for provider, field, value in _updates(trial):
        answer = require_status(_update(trial, provider, **{field: value}), 200)
        require_equal(answer.body.get("slug"), provider.slug, "the slug that an update answers")
        if provider.id is not None:
            require_equal(answer.body.get("id"), provider.id, "the id that an update answers")
        if not field.endswith("limits"):
            require_read(trial.read_provider(provider).get(field), value, f"{field} after its update")


@check("PRV-010", needs=("first",))
def a_refused_update_of_a_provider_changes_nothing(trial: Trial) -> None:
    provider = trial.provider(**WRITTEN)
    before = both_views(trial, provider)
    for body in REFUSED:
        require_refused(_update(trial, provider, **body))
        require_kept(before, both_views(trial, provider), "after an update that was refused")


@check("PRV-010", needs=("first",))
def a_refused_creation_of_a_provider_changes_nothing(trial: Trial) -> None:
    integration = _usable(trial)
    provider = trial.provider(integration, **WRITTEN)
    before = both_views(trial, provider)
    taken = _create(trial, integration, slug=provider.slug, note="changed")
    require_status(taken, 409, because="for a slug that is taken")
    require_kept(before, both_views(trial, provider), "after a creation of its slug that was refused")
    for body in REFUSED:
        refused, slug = {"name": trial.name(), **body}, trial.name()
        require_refused(_create(trial, integration, slug=slug, **refused))
        found = trial.admin.call("retrieveProvider", slug, query=provider.query)
        require_status(found, 404, 403, because="after a creation that was refused")


@check("PRV-011", needs=("first",))
def a_provider_is_the_same_at_every_reading(trial: Trial) -> None:
    provider = trial.provider(**WRITTEN)
    first = both_views(trial, provider)
    require_kept(first, both_views(trial, provider), "at the second reading")


@check("PRV-011", needs=("first",))
def the_identity_of_a_provider_never_changes(trial: Trial) -> None:
    provider = trial.provider(**WRITTEN)
    before = both_views(trial, provider)
    prepared(_update(trial, provider, **REWRITTEN), "update the provider")
    key = trial.admin.call(
        "updateVirtualKey", provider.slug, query=provider.query, body={"note": "then", "name": trial.name()}
    )
    prepared(key, "update the virtual key")
    require_kept(before, both_views(trial, provider), "after an update", *REWRITTEN, "status")


@check("PRV-012", needs=("first",))
def writing_a_provider_changes_no_other(trial: Trial) -> None:
    integration = _usable(trial)
    bystander = trial.provider(integration, name=f"{trial.prefix} same", **WRITTEN)
    before = both_views(trial, bystander)
    written = trial.provider(integration, name=f"{trial.prefix} same")
    prepared(_update(trial, written, **REWRITTEN), "update a provider")
    prepared(_update(trial, written, note=None, usage_limits=None, rate_limits=None), "clear a provider")
    require_kept(before, both_views(trial, bystander), "while another provider is written")


@check("PRV-012", needs=("first",))
def writing_a_virtual_key_changes_no_other(trial: Trial) -> None:
    bystander = trial.virtual_key(name=f"{trial.prefix} same", **WRITTEN)
    before = both_views(trial, bystander)
    written = trial.virtual_key(name=f"{trial.prefix} same")
    body = {**REWRITTEN, "key": trial.secret("zz")}
    prepared(
        trial.admin.call("updateVirtualKey", written.slug, query=written.query, body=body),
        "update a virtual key",
    )
    require_kept(before, both_views(trial, bystander), "while another virtual key is written")


@check("PRV-013", needs=("first",))
def a_provider_is_found_by_its_id(trial: Trial) -> None:
    provider = trial.provider(**WRITTEN)
    if provider.id is None:
        raise Skip("a creation of a provider that answers an id")
    by_id = Provider(provider.id, provider.id, provider.workspace, provider.created)
    answer = trial.admin.call("retrieveProvider", provider.id, query=provider.query)
    require_status(answer, 200, because="by id")
    require_equal(answer.body.get("slug"), provider.slug, "slug, asked for by id")
    require_equal(answer.body.get("name"), trial.read_provider(provider).get("name"), "name, asked for by id")
    require_status(_update(trial, by_id, note="by id"), 200, because="by id")
    require_equal(trial.read_provider(provider).get("note"), "by id", "note, updated by id")
    deleted = trial.admin.call("deleteProvider", provider.id, query=provider.query)
    require_status(deleted, 200, because="by id")
    for name in (provider.slug, provider.id):
        require_missing(trial.admin.call("retrieveProvider", name, query=provider.query), "deleted by id")


@check("PRV-014", needs=("first",))
def a_time_of_expiry_is_read_back(trial: Trial) -> None:
    for moment in ("2041-02-03T04:05:06.789+02:00", PAST):
        provider = trial.provider(expires_at=moment)
        require_read(trial.read_provider(provider).get("expires_at"), moment, "expires_at")
        expected = "expired" if moment == PAST else "active"
        for seen in (trial.read_provider(provider), trial.read_virtual_key(provider)):
            require_equal(seen.get("status"), expected, f"status of one that expires at {moment}")


@check("PRV-014", needs=("first",), given=("PRV-009",))
def a_provider_expires_by_an_update(trial: Trial) -> None:
    provider = trial.provider()
    prepared(_update(trial, provider, expires_at=PAST), "update the provider")
    require_equal(trial.read_provider(provider).get("status"), "expired", "status after its time has passed")


@check("PRV-015", needs=("first",))
def a_slug_is_generated_when_none_is_given(trial: Trial) -> None:
    integration, name = _usable(trial), f"{trial.name()} Ünï / code"
    made = [_create(trial, integration, name=name, slug=MISSING) for _ in range(2)]
    slugs = [str(require_status(one, 200, because="without a slug").body.get("slug")) for one in made]
    for slug in slugs:
        require(SLUG.fullmatch(slug) is not None, "a slug of letters, digits, _ and -", repr(slug))
    require(slugs[0] != slugs[1], "two slugs for two providers of one name", "the same slug twice")


@check("PRV-016", needs=("first", "second"))
def a_provider_is_found_in_its_own_workspace_only(trial: Trial) -> None:
    provider = trial.provider(_usable(trial, trial.first, trial.second))
    elsewhere = {"workspace_id": trial.second.id}
    because = "in another workspace than the provider's"
    require_missing(trial.admin.call("retrieveProvider", provider.slug, query=elsewhere), because)
    changed = trial.admin.call("updateProvider", provider.slug, query=elsewhere, body={"note": "elsewhere"})
    require_missing(changed, because)
    require_missing(trial.admin.call("deleteProvider", provider.slug, query=elsewhere), because)
    require(trial.read_provider(provider).get("note") != "elsewhere", "its own note", "one written elsewhere")
    if any(
        item.get("slug") == provider.slug
        for item in trial.walk("listProviders", workspace_id=trial.second.id)
    ):
        raise Violation("a list without another workspace's provider", "it is listed")


@check("PRV-017", needs=("first",), given=("PRV-009",))
def null_clears_a_note(trial: Trial) -> None:
    provider = trial.provider(**WRITTEN)
    prepared(_update(trial, provider, note=None), "update the provider")
    for seen in (trial.read_provider(provider), trial.read_virtual_key(provider)):
        require_read(seen.get("note"), None, "note after null")


@check("PRV-018", needs=("first",))
def the_integration_is_named_by_slug_or_id(trial: Trial) -> None:
    integration = _usable(trial)
    for name in (integration.slug, integration.id):
        if name is None:
            raise Skip("a creation of an integration that answers an id")
        answer = _create(trial, integration, integration_id=name)
        require_status(answer, 200, because=f"for the integration {name}")
        provider = Provider(str(answer.body.get("slug")), None, trial.first.id, answer)
        stored = trial.read_provider(provider)
        require_equal(stored.get("integration_id"), integration.slug, "integration_id")


@check("PRV-019", needs=("first",))
def a_creation_of_a_provider_answers_its_id_and_slug(trial: Trial) -> None:
    integration, slugs = _usable(trial), [f"{trial.name()}-AZaz09_-", trial.name()]
    answers = [require_status(_create(trial, integration, slug=slug), 200) for slug in slugs]
    for slug, answer in zip(slugs, answers, strict=True):
        require_equal(answer.body.get("slug"), slug, "the slug of a creation that names one")
        found = trial.admin.call("retrieveProvider", slug, query={"workspace_id": trial.first.id})
        require_equal(found.body.get("id") or answer.body.get("id"), answer.body.get("id"), "id")
    require(answers[0].body.get("id") != answers[1].body.get("id"), "an id for each", "the same id twice")


@check("PRV-020", needs=("first",))
def a_new_provider_is_active(trial: Trial) -> None:
    for one in (trial.provider(**WRITTEN), trial.virtual_key()):
        for seen in (trial.read_provider(one), trial.read_virtual_key(one)):
            require_equal(seen.get("status"), "active", "status of a new provider")


@check("PRV-021", needs=("first",))
def a_provider_needs_a_name_and_an_integration(trial: Trial) -> None:
    integration = _usable(trial)
    for missing in ("name", "integration_id"):
        require_code(_create(trial, integration, **{missing: MISSING}), 400, "AB01", f"without {missing}")


@check("PRV-022", needs=("first",))
def a_provider_slug_has_allowed_characters_only(trial: Trial) -> None:
    integration = _usable(trial)
    for suffix in (" b", "/b", ".b", "é", "%20", "\n"):
        answer = _create(trial, integration, slug=trial.name() + suffix)
        require_code(answer, 400, "AB01", f"for a slug with {suffix[0]!r}")


@check("PRV-023", needs=("first",))
def a_workspace_is_named_by_id_or_slug(trial: Trial) -> None:
    integration = _usable(trial)
    for name in (trial.first.id, trial.first.slug):
        answer = _create(trial, integration, workspace_id=name)
        require_status(answer, 200, because=f"in the workspace {name}")
        for query in ({"workspace_id": trial.first.id}, {"workspace_id": trial.first.slug}):
            found = trial.admin.call("retrieveProvider", str(answer.body.get("slug")), query=query)
            require_status(found, 200, because="in its workspace, by id or slug")


@check("PRV-024", needs=("first",), given=("PRV-009", "PRV-014"))
def null_clears_a_time_of_expiry(trial: Trial) -> None:
    provider = trial.provider(expires_at=PAST)
    prepared(_update(trial, provider, expires_at=None), "update the provider")
    stored = trial.read_provider(provider)
    require_read(stored.get("expires_at"), None, "expires_at after null")
    require_equal(stored.get("status"), "active", "status of one that does not expire any more")


@check("PRV-025", needs=("first",))
def writing_a_provider_leaves_its_integration(trial: Trial) -> None:
    integration = trial.integration(description="stays", configurations={"openai_project": "p"})
    trial.grant(integration, trial.first)
    before = {**detail(trial, integration), **surroundings(trial, integration)}
    provider = trial.provider(integration, **WRITTEN)
    prepared(_update(trial, provider, **REWRITTEN), "update the provider")
    after = {**detail(trial, integration), **surroundings(trial, integration)}
    require_kept(before, after, "after a provider of it was written")


@check("PRV-026", needs=("first", "second"), given=("PRV-008",))
def one_slug_in_two_workspaces_is_two_providers(trial: Trial) -> None:
    integration = _usable(trial, trial.first, trial.second)
    one = trial.provider(integration, note="the first")
    answer = _create(trial, integration, slug=one.slug, workspace_id=trial.second.id, note="the second")
    if answer.status == 409:
        raise Skip("needs a server that lets two workspaces use one provider slug")
    other = Provider(one.slug, None, trial.second.id, require_status(answer, 200, 409))
    require_equal(trial.read_provider(one).get("note"), "the first", "the note in the first workspace")
    require_equal(trial.read_provider(other).get("note"), "the second", "the note in the second workspace")
