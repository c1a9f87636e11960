"""UPD: an update changes what it names, and nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from portkey_conformance.appearance import IDENTITY, detail, require_kept, require_read, surroundings
from portkey_conformance.checks import check
from portkey_conformance.configurations import Configuration, configurations, one_of_each
from portkey_conformance.memory.values import same
from portkey_conformance.refusals import require_refused
from portkey_conformance.trial import (
    Integration,
    Provider,
    Trial,
    prepared,
    require,
    require_code,
    require_equal,
    require_status,
)
from portkey_conformance.verdicts import Skip, Violation

ODD_TEXTS = (
    "x",
    " Blanks before,  between and after ",
    "Composed caf\u00e9 and decomposed cafe\u0301",
    "beyond \U0001d54f the plane \U0001f511",
    'it\'s "quoted" \\ and / and % and <b> &amp; \u2028',
    "line\nbreak\ttab",
    "null",
    "007",
    "a" * 255,
    "a" * 1000,
)
"""Texts that servers stumble over: nothing in the contract lets one trim, fold, escape or cut a text."""

LACKING = {
    "default": "workload",
    "entra": "workload",
    "accessKey": "assumedRole",
    "basic": "serviceAccount",
}
"""For a mode of authentication another one, for which it has not the credentials."""
PRICES = {"multiplier": {"default": 1.5, "request_token": 2}}
MAPPING = {"target_field": "configurations.openai_project", "secret_reference_id": "conformance-reference"}


def _described(trial: Trial, **fields: Any) -> Integration:
    configuration = {"openai_organization": "org-1", "openai_project": "project-1"}
    return trial.integration(**{"description": "at first", "configurations": configuration, **fields})


def _changes(trial: Trial) -> dict[str, Any]:
    """Every field that an update has, with a new value each; secret mappings apart."""
    return {
        "name": trial.name(),
        "description": "then",
        "key": trial.secret("zz"),
        "configurations": {"openai_organization": "org-2", "openai_project": "project-2"},
        "pricing_adjustments": {"multiplier": {"default": 3}},
    }


def _refused(trial: Trial) -> list[dict[str, Any]]:
    """Updates that name something sound beside something that is not."""
    key = trial.secret("zz")
    return [
        {"description": "then", "name": 17},
        {"name": ["then"], "description": "then"},
        {"description": 17, "name": "then"},
        {"key": key, "description": 17},
        {"configurations": {"openai_organization": "org-2", "openai_project": 17}},
        {"name": "then", "configurations": "text"},
        {"description": "then", "pricing_adjustments": {"multiplier": {"default": -1}}},
        {"pricing_adjustments": None, "name": 17},
        {"key": key, "name": "then", "secret_mappings": [{"target_field": "name"}]},
    ]


@check("UPD-001")
def an_update_answers_200(trial: Trial) -> None:
    integration = trial.integration()
    for field, value in _changes(trial).items():
        answer = trial.admin.call("updateIntegration", integration.slug, body={field: value})
        require_status(answer, 200, because=f"for an update of {field}")
        require(isinstance(answer.json, dict), "an object", type(answer.json).__name__)


@check("UPD-002")
def an_update_is_read_back(trial: Trial) -> None:
    integration = _described(trial)
    changes = _changes(trial)
    for field in ("name", "description"):
        trial.update(integration, **{field: changes[field]})
        require_equal(trial.read(integration).get(field), changes[field], f"{field} after its update")
    trial.update(integration, description="")
    require_read(trial.read(integration).get("description"), "", "description after an empty text")


@check("UPD-002", thorough=True)
def every_field_of_every_configuration_is_updated(trial: Trial) -> None:
    for one, other in zip(configurations(trial), configurations(trial, 1), strict=True):
        made = trial.integration(**one.body)
        created = trial.read(made).get("configurations") or {}
        trial.update(made, configurations=dict(other.fields))
        stored = trial.read(made).get("configurations") or {}
        for field, value in other.fields.items():
            # A field that is not read as it was created is told by RET-001.
            if field not in trial.contract.masks and same(created.get(field), one.fields.get(field)):
                require_read(stored.get(field), value, f"configurations.{field} of {one} after its update")


@check("UPD-002", given=("CRE-003", "RET-001"))
def every_kind_of_text_is_kept_as_it_is(trial: Trial) -> None:
    integration = _described(trial)
    for text in ODD_TEXTS:
        trial.update(integration, description=text, name=f"{trial.prefix}{text}")
        stored = trial.read(integration)
        require_equal(stored.get("description"), text, "description after its update")
        require_equal(stored.get("name"), f"{trial.prefix}{text}", "name after its update")


@check("UPD-003")
def what_is_not_sent_is_kept(trial: Trial) -> None:
    integration = _described(trial, pricing_adjustments=PRICES)
    for field, value in _changes(trial).items():
        before = detail(trial, integration)
        trial.update(integration, **{field: value})
        moved = "masked_key" if field == "key" else field
        require_kept(
            before, detail(trial, integration), f"after an update of {field} alone", moved, *IDENTITY
        )


@check("UPD-003", thorough=True)
def a_configuration_is_kept_by_updates_of_other_fields(trial: Trial) -> None:
    for one in one_of_each(trial):
        made = trial.integration(**one.body)
        before = detail(trial, made)
        trial.update(made, name=trial.name(), description="then")
        because = f"of {one} after an update of name and description"
        require_kept(before, detail(trial, made), because, "name", "description", *IDENTITY)


@check("UPD-004", given=("UPD-002",))
def an_update_in_list_shows_too(trial: Trial) -> None:
    integration = _described(trial)
    changes = {"name": trial.name(), "description": "then"}
    trial.update(integration, **changes)
    for item in trial.walk("listIntegrations"):
        if item.get("slug") == integration.slug:
            for field, value in changes.items():
                if field == "name" or item.get(field) is not None:
                    require_equal(item.get(field), value, f"the {field} in the list after an update")
            return
    raise Violation("the updated integration in the list", "it is missing")


@check("UPD-005", given=("UPD-002", "UPD-003"))
def two_updates_in_a_row_both_hold(trial: Trial) -> None:
    integration = _described(trial)
    name = trial.name()
    trial.update(integration, name=name)
    trial.update(integration, description="later")
    stored = trial.read(integration)
    require_equal(stored.get("name"), name, "the name of the first update")
    require_equal(stored.get("description"), "later", "the description of the second update")


@check("UPD-006")
def slug_and_provider_stay(trial: Trial) -> None:
    integration = trial.integration()
    for fields in ({"slug": trial.name()}, {"ai_provider_id": "anthropic"}):
        body = {**fields, "name": trial.name()}
        answer = trial.admin.call("updateIntegration", integration.slug, body=body)
        require_status(answer, 200, 400, because="for a field that cannot be updated")
        stored = trial.read(integration)
        require_equal(stored.get("slug"), integration.slug, "slug")
        require_equal(stored.get("ai_provider_id"), "openai", "ai_provider_id")
        if "slug" in fields:
            found = trial.admin.call("retrieveIntegration", fields["slug"])
            require_status(found, 404, because="for a slug that an update named")


@check("UPD-007")
def a_refused_update_changes_nothing(trial: Trial) -> None:
    integration = _described(trial, pricing_adjustments=PRICES)
    before = detail(trial, integration)
    for body in _refused(trial):
        answer = trial.admin.call("updateIntegration", integration.slug, body=body)
        require_refused(answer)
        require_kept(before, detail(trial, integration), "after an update that was refused")


@check("UPD-008", given=("UPD-003",))
def an_empty_update_changes_nothing(trial: Trial) -> None:
    integration = _described(trial, pricing_adjustments=PRICES)
    before = detail(trial, integration)
    answer = trial.admin.call("updateIntegration", integration.slug, body={})
    require_status(answer, 200, 400, because="for an update of nothing")
    require_kept(before, detail(trial, integration), "after an update of nothing", *IDENTITY)


@check("UPD-009")
def what_is_not_there_cannot_be_updated(trial: Trial) -> None:
    for name in (trial.name(), str(uuid.uuid4())):
        answer = trial.admin.call("updateIntegration", name, body={"name": trial.name()})
        require_code(answer, 404, "AB08")


def _with_secrets(trial: Trial) -> list[Configuration]:
    """The configurations that hold a credential of their own, and one that only has secret headers."""
    held = {*trial.contract.masks} - {"custom_headers"}
    every = list(configurations(trial))
    return [one for one in every if held & set(one.fields) or one.provider == "openai"]


def _masks(trial: Trial, integration: Integration) -> Mapping[str, Any]:
    stored = trial.read(integration).get("configurations") or {}
    return {name: value for name, value in stored.items() if name in trial.contract.masks.values()}


@check("UPD-010", given=("UPD-003",), thorough=True)
def a_stored_secret_is_kept_when_left_out(trial: Trial) -> None:
    for one in _with_secrets(trial):
        made = trial.integration(**one.body)
        before = _masks(trial, made)
        body = {"configurations": one.without(*trial.contract.masks)}
        answer = trial.admin.call("updateIntegration", made.slug, body=body)
        if answer.status == 400:
            raise Skip("needs a server that takes a configuration without the secrets that it has stored")
        require_status(answer, 200, 400)
        after = _masks(trial, made)
        for name, mask in before.items():
            require_read(after.get(name), mask, f"{name} of {one}, whose secret was left out,")


@check("UPD-011", needs=("first",))
def an_update_changes_nothing_else(trial: Trial) -> None:
    name = trial.name()
    bystander, integration = _described(trial, name=name), _described(trial, name=name)
    trial.grant(bystander, trial.first)
    provider = trial.provider(bystander)
    before = {**detail(trial, bystander), **surroundings(trial, bystander, provider)}
    trial.update(integration, **_changes(trial))
    after = {**detail(trial, bystander), **surroundings(trial, bystander, provider)}
    require_kept(before, after, "after an update of another integration")


def _mapped(trial: Trial) -> Integration:
    """An integration with a secret mapping, where the server takes a reference that it does not know."""
    body = {
        "name": trial.name(),
        "slug": trial.name(),
        "ai_provider_id": "openai",
        "key": trial.secret(),
        "secret_mappings": [MAPPING],
    }
    answer = trial.admin.call("createIntegration", body=body)
    if not answer.ok:
        raise Skip("needs a server that takes a secret reference which it does not know")
    made = Integration(str(answer.body.get("slug")), None, str(body["key"]), answer)
    require_read(trial.read(made).get("secret_mappings"), [MAPPING], "secret mappings after the creation")
    return made


@check("UPD-012", given=("CRE-023",))
def an_empty_list_clears_the_secret_mappings(trial: Trial) -> None:
    integration = _mapped(trial)
    for field, value in _changes(trial).items():
        trial.update(integration, **{field: value})
        stored = trial.read(integration).get("secret_mappings")
        require_read(stored, [MAPPING], f"secret mappings after an update of {field} alone")
    trial.update(integration, secret_mappings=[])
    require_read(trial.read(integration).get("secret_mappings"), [], "secret mappings after an empty list")


@check("UPD-013", thorough=True)
def an_update_leaves_a_sound_configuration(trial: Trial) -> None:
    for one in configurations(trial):
        if one.mode in LACKING:
            made = trial.integration(**one.body)
            before = detail(trial, made)
            name = next(name for name, value in one.fields.items() if value == one.mode)
            mode = LACKING[one.mode]
            body = {"configurations": {**one.fields, name: mode}, "description": "then"}
            answer = trial.admin.call("updateIntegration", made.slug, body=body)
            require_code(answer, 400, "AB01", f"for {one} with {name} {mode}, without what that needs")
            require_kept(before, detail(trial, made), "after an update that was refused")


@check("UPD-014", given=("UPD-003", "UPD-010"), thorough=True)
def a_mask_sent_back_keeps_the_secret(trial: Trial) -> None:
    for one in _with_secrets(trial):
        made = trial.integration(**one.body)
        before = _masks(trial, made)
        body = {"configurations": {**one.without(*trial.contract.masks), **before}}
        answer = trial.admin.call("updateIntegration", made.slug, body=body)
        require_status(answer, 200, because=f"for the configuration of {one} with its masks in it")
        after = _masks(trial, made)
        for name, mask in before.items():
            require_read(after.get(name), mask, f"{name} of {one} after it was sent back")


@check("UPD-015", given=("CRE-023",))
def a_list_replaces_the_secret_mappings(trial: Trial) -> None:
    integration = _mapped(trial)
    others = [
        {"target_field": "key", "secret_reference_id": "another-reference", "secret_key": "openai"},
        {"target_field": "configurations.openai_organization", "secret_reference_id": "a-third-reference"},
    ]
    for mappings in (others, [MAPPING]):
        trial.update(integration, secret_mappings=mappings)
        stored = trial.read(integration).get("secret_mappings") or []
        require_equal(len(stored), len(mappings), "how many secret mappings are read after an update")
        shown = {one.get("target_field"): one for one in stored}
        for mapping in mappings:
            require_read(shown.get(mapping["target_field"]), mapping, "a secret mapping after its update")


@check("UPD-016", needs=("first",), thorough=True)
def an_update_leaves_what_hangs_on_the_integration(trial: Trial) -> None:
    integration, provider = _surrounded(trial)
    changes = _changes(trial)
    for names, moved in (
        (("name", "description"), ""),
        (("key",), "masked_api_key"),
        (("configurations", "pricing_adjustments"), "model_config"),
    ):
        before = surroundings(trial, integration, provider)
        trial.update(integration, **{name: changes[name] for name in names})
        because = f"after an update of {' and '.join(names)} of the integration"
        require_kept(before, surroundings(trial, integration, provider), because, moved)


def _surrounded(trial: Trial) -> tuple[Integration, Provider]:
    """An integration with a model of its own, access with limits and a provider."""
    integration = _described(trial)
    model = {"slug": "ft:gpt-4o:kept", "enabled": True, "is_custom": True, "base_model_slug": "gpt-4o"}
    body = {"models": [model], "allow_all_models": False}
    prepared(trial.admin.call("updateIntegrationModels", integration.slug, body=body), "write a model")
    limits = {"usage_limits": [{"type": "cost", "credit_limit": 100, "alert_threshold": 80}]}
    trial.grant(integration, trial.first, **limits)
    return integration, trial.provider(integration, note="stays")


@check("UPD-017")
def null_clears_a_description(trial: Trial) -> None:
    integration = _described(trial)
    trial.update(integration, description=None)
    require_read(trial.read(integration).get("description"), None, "description after null")
