"""CRE: what a create answers, stores and refuses."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

from portkey_conformance.appearance import (
    IDENTITY,
    detail,
    provider_view,
    require_kept,
    require_read,
    surroundings,
)
from portkey_conformance.checks import check
from portkey_conformance.configurations import Configuration, configurations, one_of_each
from portkey_conformance.exchanges import MISSING, Exchange
from portkey_conformance.refusals import observe_for, require_refused
from portkey_conformance.requirements.partial_update import ODD_TEXTS
from portkey_conformance.samples import integration_examples
from portkey_conformance.trial import (
    Integration,
    Trial,
    prepared,
    require,
    require_code,
    require_equal,
    require_status,
)
from portkey_conformance.verdicts import Skip, Violation

observe_for("CRE-006")
observe_for("CRE-007")
observe_for("CRE-017")
observe_for("CRE-025")
observe_for("CRE-028")

SLUG = re.compile(r"[a-zA-Z0-9_-]+")
UNKNOWN = {"some_future_field": {"a": [1, None, "text"]}, "someOther": None}
"""Fields that the contract does not know, for any object that is not closed."""
MAPPING: dict[str, Any] = {
    "target_field": "key",
    "secret_reference_id": "conformance-reference",
    "secret_key": "openai",
}
FREE_FORM: dict[str, Any] = {
    "some_region": "north",
    "some_number": 3,
    "some_fraction": 0.5,
    "some_flag": False,
    "some_list": ["a", "b"],
    "some_object": {"of": {"objects": ["and", "lists"]}},
}


def _create(trial: Trial, **fields: Any) -> Exchange:
    body = {
        "name": trial.name(),
        "slug": trial.name(),
        "ai_provider_id": "openai",
        "key": trial.secret(),
        **fields,
    }
    return trial.admin.call(
        "createIntegration", body={name: value for name, value in body.items() if value is not MISSING}
    )


def require_references(trial: Trial) -> None:
    """Skip unless the server takes a secret reference that it does not know: nothing here makes one."""
    if not _create(trial, secret_mappings=[MAPPING]).ok:
        raise Skip("needs a server that takes a secret reference which it does not know")


def providers_of(trial: Trial, integration: Integration) -> list[str]:
    """The slugs of an integration's providers in the first workspace, as the list shows them."""
    listed = trial.walk("listProviders", workspace_id=trial.first.id)
    return [str(item.get("slug")) for item in listed if item.get("integration_id") == integration.slug]


@check("CRE-001")
def a_create_answers_200(trial: Trial) -> None:
    require_status(_create(trial), 200)


@check("CRE-002")
def a_create_answers_the_id_and_the_slug(trial: Trial) -> None:
    slug = trial.name()
    answer = trial.integration(slug=slug).created
    require_equal(answer.body.get("slug"), slug, "the slug of a create that names one")
    identity = answer.body.get("id")
    try:
        uuid.UUID(str(identity))
    except ValueError:
        raise Violation("a uuid as id", repr(identity), evidence=[answer]) from None
    require_equal(trial.read(slug).get("id"), identity, "the id, as the creation answered it,")


@check("CRE-003")
def what_was_created_is_there(trial: Trial) -> None:
    for name, body in integration_examples(trial).items():
        made = trial.integration(**{"key": MISSING, **body})
        found = trial.admin.call("retrieveIntegration", made.slug)
        require_status(found, 200, because=f"for the example {name}, which was just created")
        stored = dict(found.body)
        for field in ("name", "ai_provider_id", "description"):
            if field in body:
                require_equal(stored.get(field), body[field], f"{field} of the example {name}")
        for field, value in body.get("configurations", {}).items():
            if field not in trial.contract.masks:
                shown = (stored.get("configurations") or {}).get(field)
                require_read(shown, value, f"configurations.{field} of the example {name}")


@check("CRE-003", thorough=True)
def every_kind_of_text_is_read_as_it_was_created(trial: Trial) -> None:
    for text in ODD_TEXTS:
        stored = trial.read(trial.integration(name=text, description=f"{text}."))
        require_equal(stored.get("name"), text, "name")
        require_equal(stored.get("description"), f"{text}.", "description")


@check("CRE-004")
def a_slug_is_generated_when_none_is_given(trial: Trial) -> None:
    plain = trial.name()
    names = (plain, plain, plain.upper(), f"{plain} Ünï / code?# 🔑 {'x' * 300}")
    answers = [_create(trial, name=name, slug=MISSING) for name in names]
    for answer in answers:
        require_status(answer, 200, because="for an integration without a slug")
    made = [Integration(str(one.body.get("slug")), one.body.get("id"), "", one) for one in answers]
    for one in made:
        require(SLUG.fullmatch(one.slug) is not None, "a slug of letters, digits, _ and -", repr(one.slug))
        require_equal(trial.read(one).get("id"), one.id, "the id of what its generated slug names")
    require(len({one.slug for one in made}) == len(made), "a slug for each integration", "one slug twice")


@check("CRE-005")
def a_taken_slug_is_refused(trial: Trial) -> None:
    integration = trial.integration()
    require_code(_create(trial, slug=integration.slug), 409, "AB07", "for a slug that is taken")
    other = _create(trial, slug=integration.slug, ai_provider_id="anthropic")
    require_code(other, 409, "AB07", "for a slug that an integration of another AI provider has")


@check("CRE-005", needs=("first",))
def a_slug_is_taken_for_workspaces_too(trial: Trial) -> None:
    integration = trial.integration()
    answer = _create(trial, slug=integration.slug, workspace_id=trial.first.id)
    require_code(answer, 409, "AB07", "for a slug that an integration of the organisation has")


@check("CRE-006")
def a_required_field_must_be_there(trial: Trial) -> None:
    for missing in ("name", "ai_provider_id"):
        require_code(_create(trial, **{missing: MISSING}), 400, "AB01", f"without {missing}")


@check("CRE-006")
def a_required_field_of_a_configuration_must_be_there(trial: Trial) -> None:
    for one in one_of_each(trial):
        required = sorted(trial.contract.configuration_required(one.provider))
        for missing in required:
            answer = _create(trial, **{**one.body, "configurations": one.without(missing)})
            require_code(answer, 400, "AB01", f"for {one} without {missing}")
        if required:
            answer = _create(trial, **{**one.body, "configurations": MISSING})
            require_code(answer, 400, "AB01", f"for {one} without a configuration")


@check("CRE-007")
def a_slug_has_allowed_characters_only(trial: Trial) -> None:
    for suffix in (" b", "/b", ".b", "é", "%20", "\n", "🔑", "~"):
        require_code(
            _create(trial, slug=trial.name() + suffix), 400, "AB01", f"for a slug with {suffix[0]!r}"
        )
    require_code(_create(trial, slug=""), 400, "AB01", "for an empty slug")


@check("CRE-008")
def a_configuration_of_another_provider_is_refused(trial: Trial) -> None:
    known = list(one_of_each(trial))
    for one, other in zip(known, [*known[3:], *known[:3]], strict=True):
        if trial.contract.configuration_required(one.provider) - set(other.fields):
            answer = _create(trial, **{**other.body, "ai_provider_id": one.provider, "key": trial.secret()})
            require_code(answer, 400, "AB01", f"for {one.provider} with the configuration of {other}")


@check("CRE-009")
def conditional_credentials_must_be_complete(trial: Trial) -> None:
    creation = trial.contract.operations["createIntegration"]
    for one in configurations(trial):
        optional = set(one.fields) - trial.contract.configuration_required(one.provider)
        for missing in sorted(optional - {"custom_headers"}):
            body = {"name": "any", **one.body, "configurations": one.without(missing, "custom_headers")}
            body = {name: value for name, value in body.items() if value is not MISSING}
            if trial.contract.request_errors(creation, body):
                answer = _create(trial, **{"key": MISSING, **body, "name": trial.name()})
                require_code(answer, 400, "AB01", f"for {one} without {missing}")


@check("CRE-010")
def an_unknown_provider_keeps_a_free_form_configuration(trial: Trial) -> None:
    for provider in ("some-future-provider", "anthropic", "voyage"):
        slug = trial.name()
        answer = _create(trial, slug=slug, ai_provider_id=provider, configurations=FREE_FORM)
        require_status(answer, 200, because=f"for the AI provider {provider}")
        stored = trial.read(slug).get("configurations")
        require(isinstance(stored, dict), "an object of configurations", repr(stored))
        assert isinstance(stored, dict)
        for name, value in FREE_FORM.items():
            require_equal(stored.get(name), value, f"configurations.{name} of {provider}")


@check("CRE-011")
def an_unknown_field_is_no_error(trial: Trial) -> None:
    slug, name = trial.name(), trial.name()
    written = {"name": name, "description": "known", "configurations": {"openai_project": "p", **UNKNOWN}}
    answer = _create(trial, slug=slug, **written, **UNKNOWN)
    require_status(answer, 200, because="for fields that the contract does not know")
    stored = trial.read(slug)
    require_equal(stored.get("slug"), slug, "the slug, with an unknown field beside it")
    for field in ("name", "description"):
        require_equal(stored.get(field), written[field], f"{field}, with an unknown field beside it")


@check("CRE-011")
def an_update_with_unknown_fields_is_no_error(trial: Trial) -> None:
    integration = trial.integration(description="at first", configurations={"openai_project": "p"})
    before = detail(trial, integration)
    answers_own = {
        "id": str(uuid.uuid4()),
        "object": "something",
        "status": "archived",
        "created_at": "2001-02-03T04:05:06Z",
        "organisation_id": str(uuid.uuid4()),
        "masked_key": "zz*****zzz",
        "workspace_count": 7,
    }
    for fields in (UNKNOWN, answers_own):
        answer = trial.admin.call("updateIntegration", integration.slug, body=fields)
        require_status(answer, 200, 400, because="for an update of unknown fields alone")
        sent = {"description": "at first", **fields}
        answer = trial.admin.call("updateIntegration", integration.slug, body=sent)
        require_status(answer, 200, because="for fields that an update does not know")
        require_kept(before, detail(trial, integration), "after an update with unknown fields", *IDENTITY)
        stored = trial.read(integration)
        for field in answers_own:
            require(stored.get(field) != answers_own[field], f"its own {field}", "what was sent")


@check("CRE-011", needs=("first",))
def models_and_workspaces_with_unknown_fields_are_no_error(trial: Trial) -> None:
    integration = trial.integration()
    model = {"slug": "ft:unknown", "enabled": False, "is_custom": True, **UNKNOWN}
    answer = trial.admin.call(
        "updateIntegrationModels", integration.slug, body={"models": [model], **UNKNOWN}
    )
    require_status(answer, 200, because="for fields that a model does not have")
    limits = [{"type": "requests", "unit": "rpm", "value": 60, **UNKNOWN}]
    entry = {"id": trial.first.id, "enabled": True, "rate_limits": limits, **UNKNOWN}
    body = {"workspaces": [entry], "create_default_provider": False, **UNKNOWN}
    answer = trial.admin.call("updateIntegrationWorkspaces", integration.slug, body=body)
    require_status(answer, 200, because="for fields that workspace access does not have")
    shown = surroundings(trial, integration)
    require_read(shown.get(("models", "ft:unknown", "enabled")), False, "enabled, beside an unknown field,")
    enabled = shown.get(("workspaces", trial.first.slug, "enabled"))
    require_read(enabled, True, "enabled, beside an unknown field,")


@check("CRE-011", needs=("first",))
def providers_and_virtual_keys_with_unknown_fields_are_no_error(trial: Trial) -> None:
    integration = trial.integration()
    trial.grant(integration, trial.first)
    workspace = {"workspace_id": trial.first.id}
    limits = {"usage_limits": {"type": "cost", "credit_limit": 10, **UNKNOWN}, "note": "known"}
    for operation, update, body in (
        ("createProvider", "updateProvider", {"integration_id": integration.slug}),
        ("createVirtualKey", "updateVirtualKey", {"provider": "openai", "key": trial.secret()}),
    ):
        sent = {"name": trial.name(), **workspace, **body, **limits, **UNKNOWN}
        made = trial.admin.call(operation, body=sent)
        require_status(made, 200, because="for fields that the contract does not know")
        nested = made.body.get("data")
        slug = str(made.body.get("slug") or (nested if isinstance(nested, dict) else {}).get("slug"))
        found = trial.admin.call("retrieveProvider", slug, query=workspace)
        require_read(found.body.get("note"), "known", "note, beside an unknown field,")
        changed = trial.admin.call(update, slug, query=workspace, body={**UNKNOWN, "note": "then"})
        require_status(changed, 200, because="for fields that the contract does not know")
        found = trial.admin.call("retrieveProvider", slug, query=workspace)
        require_read(found.body.get("note"), "then", "note, beside an unknown field,")


@check("CRE-012")
def a_refused_create_leaves_nothing(trial: Trial) -> None:
    slugs = []
    for fields in (
        {"ai_provider_id": MISSING},
        {"name": 17},
        {"configurations": {"openai_project": 17}},
        {"ai_provider_id": "bedrock", "configurations": {"aws_auth_type": "accessKey", "aws_region": "r"}},
        {"pricing_adjustments": {"multiplier": {"default": -1}}},
        {"secret_mappings": [{"target_field": "name", "secret_reference_id": "r"}]},
    ):
        slugs.append(trial.name())
        answer = _create(trial, slug=slugs[-1], **fields)
        if answer.ok:
            slugs.pop()  # the requirement that it breaks tells that
            continue
        found = trial.admin.call("retrieveIntegration", slugs[-1])
        require_status(found, 404, because="after a creation that was refused")
    listed = {str(item.get("slug")) for item in trial.walk("listIntegrations")}
    require(listed.isdisjoint(slugs), "nothing of a refused creation in the list", "its slug")


@check("CRE-012")
def a_refused_create_of_a_taken_slug_changes_nothing(trial: Trial) -> None:
    integration = trial.integration(description="stays", configurations={"openai_project": "stays"})
    before = {**detail(trial, integration), **surroundings(trial, integration)}
    other = {"description": "new", "configurations": {"openai_project": "new"}, "key": trial.secret("zz")}
    require_status(_create(trial, slug=integration.slug, **other), 409, because="for a slug that is taken")
    after = {**detail(trial, integration), **surroundings(trial, integration)}
    require_kept(before, after, "after a creation of its slug that was refused")


@check("CRE-012", needs=("first",))
def a_refused_create_leaves_no_provider(trial: Trial) -> None:
    slug, provider = trial.name(), trial.name()
    body = {"workspace_id": trial.first.id, "default_provider_slug": provider, "name": 17}
    require_refused(_create(trial, slug=slug, **body))
    found = trial.admin.call("retrieveProvider", provider, query={"workspace_id": trial.first.id})
    require_status(found, 404, 403, because="for the provider of a creation that was refused")


@check("CRE-013", needs=("first",))
def a_create_changes_nothing_else(trial: Trial) -> None:
    bystander = trial.integration(description="stays", configurations={"openai_project": "stays"})
    trial.grant(bystander, trial.first)
    provider = trial.provider(bystander)
    before = {**detail(trial, bystander), **surroundings(trial, bystander, provider)}
    trial.integration(
        name=trial.read(bystander).get("name"),
        workspace_id=trial.first.id,
        description="another",
        configurations={"openai_project": "another"},
    )
    after = {**detail(trial, bystander), **surroundings(trial, bystander, provider)}
    require_kept(before, after, "after another integration of its name was created")


@check("CRE-014", thorough=True)
def every_mode_is_taken(trial: Trial) -> None:
    for one in configurations(trial):
        answer = _create(trial, **one.body)
        require_status(answer, 200, because=f"for {one} with its credentials")


@check("CRE-015")
def a_key_that_is_needed_must_be_there(trial: Trial) -> None:
    for one in configurations(trial):
        if one.key is not MISSING:
            bare = one.without("custom_headers", "is_key_required")
            for key in (MISSING, ""):
                answer = _create(trial, **{**one.body, "configurations": bare, "key": key})
                require_code(answer, 400, "AB01", f"for {one} without a key")


@check("CRE-015")
def a_key_may_come_from_elsewhere(trial: Trial) -> None:
    headers = {"custom_headers": {"authorization": trial.secret("Bearer ", 40)}}
    for instead in ({"is_key_required": False}, headers):
        made = _create(trial, key=MISSING, configurations=instead)
        require_status(made, 200, because=f"for openai with {next(iter(instead))} in place of a key")


@check("CRE-016", needs=("first",))
def an_integration_of_a_workspace_brings_its_provider(trial: Trial) -> None:
    for workspace in (trial.first.id, trial.first.slug):
        slug = trial.name()
        made = trial.integration(workspace_id=workspace, default_provider_slug=slug)
        answer = trial.admin.call("retrieveProvider", slug, query={"workspace_id": trial.first.id})
        require_status(answer, 200, because="for the provider that the integration brings")
        require_equal(answer.body.get("integration_id"), made.slug, "integration_id of that provider")


@check("CRE-016", needs=("first",))
def it_brings_one_also_where_no_slug_is_asked_for(trial: Trial) -> None:
    for asked in (MISSING, True):
        made = trial.integration(workspace_id=trial.first.id, create_default_provider=asked)
        require_equal(len(providers_of(trial, made)), 1, "how many providers such an integration brings")


@check("CRE-017", needs=("first",), given=("CRE-016",))
def a_default_provider_slug_has_its_bounds(trial: Trial) -> None:
    for slug in (f"{trial.name()} b", f"{trial.name()}é", f"{trial.name()}\n", trial.name().ljust(256, "a")):
        answer = _create(trial, workspace_id=trial.first.id, default_provider_slug=slug)
        require_code(answer, 400, "AB01", "for a default_provider_slug that slugs do not allow")
    longest = trial.name().ljust(255, "a")
    answer = _create(trial, workspace_id=trial.first.id, default_provider_slug=longest)
    require_status(answer, 200, because="for a default_provider_slug of 255 characters")


@check("CRE-018", needs=("first",))
def an_integration_belongs_where_it_was_made_for(trial: Trial) -> None:
    for workspace in (trial.first.id, trial.first.slug):
        stored = trial.read(trial.integration(workspace_id=workspace))
        named = stored.get("workspace_id")
        require(
            named in (None, trial.first.id, trial.first.slug),
            "its own workspace in workspace_id",
            repr(named),
        )
        require_equal(stored.get("type") or "workspace", "workspace", "type of a workspace's integration")
    stored = trial.read(trial.integration())
    if not trial.admin_is_of_the_organisation():
        raise Skip("needs an organisation key as keys.admin; this one belongs to a workspace")
    require_equal(stored.get("type") or "organisation", "organisation", "type of an integration without one")


@check("CRE-018", needs=("first", "second"))
def a_workspace_s_integration_is_listed_under_it(trial: Trial) -> None:
    made = trial.integration(workspace_id=trial.first.id)
    for workspace, listed in ((trial.first, 1), (trial.second, 0)):
        items = trial.walk("listIntegrations", workspace_id=workspace.id)
        count = sum(item.get("slug") == made.slug for item in items)
        require_equal(
            count, listed, f"how often the list of {workspace.slug} has an integration of the first"
        )


@check("CRE-019", needs=("first",), given=("CRE-016",))
def a_default_provider_slug_that_is_taken_is_refused(trial: Trial) -> None:
    taken, slug = trial.provider(note="stays"), trial.name()
    before = provider_view(trial, taken)
    answer = _create(trial, slug=slug, workspace_id=trial.first.id, default_provider_slug=taken.slug)
    require_status(answer, 400, 409, because="for a default_provider_slug that is taken")
    require_status(trial.admin.call("retrieveIntegration", slug), 404, because="after it was refused")
    require_kept(before, provider_view(trial, taken), "after its slug was asked for again")


@check("CRE-020", needs=("first",))
def an_integration_of_the_organisation_brings_no_provider(trial: Trial) -> None:
    made = trial.integration(create_default_provider=True, default_provider_slug=trial.name())
    if not trial.admin_is_of_the_organisation():
        raise Skip("needs an organisation key as keys.admin; this one belongs to a workspace")
    require_equal(providers_of(trial, made), [], "the providers of an integration that no workspace may use")


@check("CRE-021", given=("CRE-002",))
def a_slug_has_every_allowed_character(trial: Trial) -> None:
    for suffix in (
        "-abcdefghijklmnopqrstuvwxyz",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "_0123456789_",
        "--__--",
        "_",
    ):
        slug = trial.name() + suffix
        answer = require_status(_create(trial, slug=slug), 200, because=f"for the slug {slug}")
        require_equal(answer.body.get("slug"), slug, "the slug that a creation answers")
        found = trial.admin.call("retrieveIntegration", slug)
        require_status(found, 200, because="for a slug that was just taken")
        require_equal(found.body.get("slug"), slug, "slug")


@check("CRE-022", given=("CRE-002", "CRE-021"))
def slugs_that_differ_in_case_do_not_share_an_integration(trial: Trial) -> None:
    lower = trial.integration(description="lower")
    answer = _create(trial, slug=lower.slug.swapcase(), description="upper")
    if answer.status == 409:
        raise Skip("needs a server that tells slugs apart by case")
    upper = require_status(answer, 200, 409).body
    for slug, identity, words in (
        (lower.slug, lower.id, "lower"),
        (lower.slug.swapcase(), upper.get("id"), "upper"),
    ):
        stored = trial.read(slug)
        require_equal(stored.get("slug"), slug, "slug of two that differ in case")
        require_equal(stored.get("id"), identity, f"the id of {slug}")
        require_equal(stored.get("description"), words, f"the description of {slug}")
    prepared(trial.admin.call("deleteIntegration", lower.slug.swapcase()), "delete one of them")
    require_status(trial.admin.call("retrieveIntegration", lower.slug), 200, because="for the other of them")


@check("CRE-023")
def secret_mappings_are_read_back(trial: Trial) -> None:
    require_references(trial)
    written: list[dict[str, Any]] = [
        MAPPING,
        {
            "target_field": "configurations.openai_project",
            "secret_reference_id": "another-reference",
            "secret_key": None,
            "value_format": "string",
        },
        {
            "target_field": "configurations.custom_headers",
            "secret_reference_id": "a-third-reference",
            "value_format": "json",
        },
    ]
    stored = trial.read(trial.integration(secret_mappings=written)).get("secret_mappings")
    shown = {one.get("target_field"): one for one in stored or []}
    require_equal(len(stored or []), len(written), "how many secret mappings are read")
    for mapping in written:
        require_read(shown.get(mapping["target_field"]), mapping, f"the mapping of {mapping['target_field']}")


@check("CRE-024")
def a_target_is_mapped_once(trial: Trial) -> None:
    require_references(trial)
    twice = [MAPPING, {**MAPPING, "secret_reference_id": "another"}]
    require_code(_create(trial, secret_mappings=twice), 400, "AB01", "for a target that is mapped twice")
    integration = trial.integration(secret_mappings=[MAPPING])
    answer = trial.admin.call("updateIntegration", integration.slug, body={"secret_mappings": twice})
    require_code(answer, 400, "AB01", "for an update that maps a target twice")


@check("CRE-025")
def a_target_is_the_key_or_a_field_of_the_configuration(trial: Trial) -> None:
    integration = trial.integration()
    for target in ("name", "model_config.openai_project", "configurations.", "configurations", "KEY", ""):
        body = {"secret_mappings": [{**MAPPING, "target_field": target}]}
        # A server that does not know the reference may say that first.
        answer = _create(trial, **body)
        require_status(answer, 400, 403, 404, because=f"for the target {target!r}")
        answer = trial.admin.call("updateIntegration", integration.slug, body=body)
        require_status(answer, 400, 403, 404, because=f"for the target {target!r}")


@check("CRE-026")
def a_mapped_key_is_optional(trial: Trial) -> None:
    require_references(trial)
    for one in configurations(trial):
        if one.key is not MISSING:
            bare = one.without("custom_headers", "is_key_required")
            body = {**one.body, "configurations": bare, "key": MISSING, "secret_mappings": [MAPPING]}
            require_status(_create(trial, **body), 200, because=f"for {one} whose key comes from a vault")


@check("CRE-028")
def a_value_of_a_configuration_has_its_bounds(trial: Trial) -> None:
    for one in one_of_each(trial):
        for name, value in one.fields.items():
            for wrong in _out_of_bounds(name, value):
                fields = {**one.fields, name: wrong}
                answer = _create(trial, **{**one.body, "configurations": fields})
                require_code(answer, 400, "AB01", f"for {one} with {name} {str(wrong)[:40]!r}")


def _out_of_bounds(name: str, value: Any) -> Iterator[Any]:
    if name.endswith(("_auth_type", "_auth_mode")):
        yield from (str(value).upper(), "by-magic", "")
    if name == "azure_api_version":
        yield "2" * 31
    if name == "azure_deployment_config":
        yield []
        for needed in ("azure_api_version", "azure_deployment_name", "azure_model_slug"):
            yield [value[0], {field: item for field, item in value[1].items() if field != needed}]
        yield [{**value[0], "azure_api_version": "2" * 31}]


@check("CRE-028", thorough=True)
def an_update_has_the_same_bounds(trial: Trial) -> None:
    for one in one_of_each(trial):
        values = [
            (name, wrong) for name, value in one.fields.items() for wrong in _out_of_bounds(name, value)
        ]
        if values:
            made = trial.integration(**one.body)
            for name, wrong in values:
                body = {"configurations": {**one.fields, name: wrong}}
                answer = trial.admin.call("updateIntegration", made.slug, body=body)
                require_code(answer, 400, "AB01", f"for an update of {one} with {name} {str(wrong)[:40]!r}")


@check("CRE-028")
def the_longest_version_is_taken(trial: Trial) -> None:
    for one in one_of_each(trial):
        if one.provider.startswith("azure"):
            deployments = [{**item, "azure_api_version": "2" * 30} for item in _deployments(one)]
            longest = {"azure_api_version": "2" * 30, "azure_deployment_config": deployments}
            fields = {**one.fields, **{name: v for name, v in longest.items() if name in one.fields}}
            answer = _create(trial, **{**one.body, "configurations": fields})
            require_status(answer, 200, because=f"for {one} with a version of 30 characters")


def _deployments(one: Configuration) -> list[dict[str, Any]]:
    return list(one.fields.get("azure_deployment_config", []))


@check("CRE-029")
def null_is_as_if_it_were_not_sent(trial: Trial) -> None:
    slug = trial.name()
    answer = _create(trial, slug=slug, description=None, pricing_adjustments=None)
    require_status(answer, 200, because="for fields that may be null")
    stored = trial.read(slug)
    for field in ("description", "pricing_adjustments"):
        require_read(stored.get(field), None, f"{field}, sent as null,")
    for one in configurations(trial):
        if "aws_external_id" in one.fields:
            body = {**one.body, "configurations": {**one.fields, "aws_external_id": None}}
            made = _create(trial, **body)
            require_status(made, 200, because=f"for {one} with a null aws_external_id")
            shown = trial.read(str(made.body.get("slug"))).get("configurations") or {}
            require_read(shown.get("aws_external_id"), None, "configurations.aws_external_id, sent as null,")


@check("CRE-030")
def every_creation_has_an_id_of_its_own(trial: Trial) -> None:
    made = [trial.integration() for _ in range(3)]
    for one in made:
        prepared(trial.admin.call("deleteIntegration", one.slug), "delete an integration")
    made += [trial.integration() for _ in range(3)]
    identities = [one.id for one in made]
    require(len(set(identities)) == len(made), "six ids for six creations", f"{len(set(identities))}")


@check("CRE-031", needs=("first",))
def no_provider_is_brought_where_none_is_wanted(trial: Trial) -> None:
    bare = trial.integration(workspace_id=trial.first.id, create_default_provider=False)
    require_equal(providers_of(trial, bare), [], "the providers with create_default_provider false")


@check("CRE-032", needs=("first",))
def the_workspace_of_an_integration_may_use_it(trial: Trial) -> None:
    integration = trial.integration(workspace_id=trial.first.id, create_default_provider=False)
    body = {"name": trial.name(), "integration_id": integration.slug, "workspace_id": trial.first.id}
    answer = trial.admin.call("createProvider", body=body)
    require_status(answer, 200, because="for a provider of a workspace's own integration")
