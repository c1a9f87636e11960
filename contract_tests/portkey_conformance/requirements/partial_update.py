"""UPD: an update changes what it names, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portkey_conformance.checks import check
from portkey_conformance.trial import (
    Integration,
    Trial,
    require,
    require_code,
    require_equal,
    require_status,
)
from portkey_conformance.verdicts import Skip, Violation

ODD_TEXTS = (
    "Case and case",
    "trailing blank ",
    " leading blank",
    "two  blanks",
    "caf\u00e9",
    "cafe\u0301",
    "beyond \U0001d54f the plane \U0001f511",
    'it\'s "quoted" \\ and / and % and <b> &amp; \u2028',
    "line\nbreak\ttab",
    "null",
    "007",
    "a" * 255,
    "a" * 256,
    "a" * 1000,
)
"""Texts that servers stumble over: nothing in the contract lets one trim, fold, escape or cut a text."""

KEPT = ("id", "slug", "ai_provider_id", "name", "description", "masked_key", "status", "allow_all_models")


def _described(trial: Trial) -> Integration:
    return trial.integration(description="at first", configurations={"openai_organization": "org-1"})


def _unchanged(before: Mapping[str, Any], after: Mapping[str, Any], *but: str) -> None:
    for field in KEPT:
        if field not in but:
            require_equal(after.get(field), before.get(field), f"{field}, which the update did not name,")
    if "configurations" not in but:
        _same_configuration(before, after)


def _same_configuration(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    then, now = before.get("configurations") or {}, after.get("configurations") or {}
    for field, value in then.items():
        require_equal(now.get(field), value, f"configurations.{field}, which the update did not name,")


@check("UPD-001")
def an_update_answers_200(trial: Trial) -> None:
    integration = trial.integration()
    answer = trial.admin.call("updateIntegration", integration.slug, body={"name": trial.name()})
    require_status(answer, 200)
    require(isinstance(answer.json, dict), "an object", type(answer.json).__name__)


@check("UPD-002")
def an_update_is_read_back(trial: Trial) -> None:
    integration = _described(trial)
    name = trial.name()
    trial.update(integration, name=name)
    require_equal(trial.read(integration).get("name"), name, "name after its update")
    trial.update(integration, description="then")
    require_equal(trial.read(integration).get("description"), "then", "description after its update")
    trial.update(integration, configurations={"openai_organization": "org-2"})
    stored = trial.read(integration).get("configurations") or {}
    require_equal(stored.get("openai_organization"), "org-2", "configurations.openai_organization")


@check("UPD-003")
def what_is_not_sent_is_kept(trial: Trial) -> None:
    integration = _described(trial)
    for fields in ({"name": trial.name()}, {"description": "then"}, {"key": trial.secret("pk")}):
        before = trial.read(integration)
        trial.update(integration, **fields)
        named = "masked_key" if "key" in fields else next(iter(fields))
        _unchanged(before, trial.read(integration), named)


@check("UPD-004")
def an_update_in_list_shows_too(trial: Trial) -> None:
    integration = trial.integration()
    name = trial.name()
    trial.update(integration, name=name)
    for item in trial.walk("listIntegrations"):
        if item.get("slug") == integration.slug:
            require_equal(item.get("name"), name, "the name in the list after an update")
            return
    raise Violation("the updated integration in the list", "it is missing")


@check("UPD-005")
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
    body = {"slug": trial.name(), "ai_provider_id": "anthropic", "name": trial.name()}
    answer = trial.admin.call("updateIntegration", integration.slug, body=body)
    require_status(answer, 200, 400, because="for fields that cannot be updated")
    stored = trial.read(integration)
    require_equal(stored.get("slug"), integration.slug, "slug")
    require_equal(stored.get("ai_provider_id"), "openai", "ai_provider_id")


@check("UPD-007")
def a_refused_update_changes_nothing(trial: Trial) -> None:
    integration = _described(trial)
    before = trial.read(integration)
    body = {"description": "then", "name": 17}
    require_code(trial.admin.call("updateIntegration", integration.slug, body=body), 400, "AB01")
    _unchanged(before, trial.read(integration))


@check("UPD-008")
def an_empty_update_changes_nothing(trial: Trial) -> None:
    integration = _described(trial)
    before = trial.read(integration)
    answer = trial.admin.call("updateIntegration", integration.slug, body={})
    require_status(answer, 200, 400, because="for an update of nothing")
    _unchanged(before, trial.read(integration))


@check("UPD-009")
def what_is_not_there_cannot_be_updated(trial: Trial) -> None:
    answer = trial.admin.call("updateIntegration", trial.name(), body={"name": trial.name()})
    require_code(answer, 404, "AB08")


@check("UPD-010")
def a_stored_secret_is_kept_when_left_out(trial: Trial) -> None:
    integration, masked = _with_entra_secret(trial)
    trial.update(integration, configurations=_entra(trial) | {"azure_entra_tenant_id": "tenant-2"})
    stored = trial.read(integration).get("configurations") or {}
    require_equal(stored.get("masked_azure_entra_client_secret"), masked, "the mask of a secret left out")


def _entra(trial: Trial) -> dict[str, Any]:
    return {
        "azure_auth_mode": "entra",
        "azure_foundry_url": "https://models.example",
        "azure_entra_tenant_id": "tenant-1",
        "azure_entra_client_id": "client-1",
    }


def _with_entra_secret(trial: Trial) -> tuple[Integration, object]:
    configurations = _entra(trial) | {"azure_entra_client_secret": trial.secret(length=40)}
    integration = trial.integration(ai_provider_id="azure-ai", configurations=configurations)
    stored = trial.read(integration).get("configurations") or {}
    return integration, stored.get("masked_azure_entra_client_secret")


@check("UPD-011")
def an_update_changes_nothing_else(trial: Trial) -> None:
    bystander, integration = _described(trial), _described(trial)
    before = trial.read(bystander)
    trial.update(integration, name=trial.name(), description="then", key=trial.secret("zz"))
    _unchanged(before, trial.read(bystander))


@check("UPD-012")
def an_empty_list_clears_the_secret_mappings(trial: Trial) -> None:
    mapping = {"target_field": "key", "secret_reference_id": "conformance", "secret_key": "openai"}
    body = {
        "name": trial.name(),
        "slug": trial.name(),
        "ai_provider_id": "openai",
        "secret_mappings": [mapping],
    }
    answer = trial.admin.call("createIntegration", body=body)
    if not answer.ok:
        raise Skip("needs a server that takes a secret reference which it does not know")
    slug = str(answer.body.get("slug"))
    require_equal(len(trial.read(slug).get("secret_mappings") or []), 1, "secret mappings after the creation")
    trial.admin.call("updateIntegration", slug, body={"description": "then"})
    require_equal(len(trial.read(slug).get("secret_mappings") or []), 1, "secret mappings that were not sent")
    cleared = trial.admin.call("updateIntegration", slug, body={"secret_mappings": [], "key": trial.secret()})
    require_status(cleared, 200)
    require_equal(
        len(trial.read(slug).get("secret_mappings") or []), 0, "secret mappings after an empty list"
    )


@check("UPD-013")
def an_update_leaves_a_sound_configuration(trial: Trial) -> None:
    integration, _ = _with_entra_secret(trial)
    before = trial.read(integration)
    for configurations in (
        {"azure_auth_mode": "workload", "azure_foundry_url": "https://models.example"},
        {"azure_auth_mode": "by-magic", "azure_foundry_url": "https://models.example"},
        {"azure_auth_mode": 7},
    ):
        body = {"configurations": configurations}
        answer = trial.admin.call("updateIntegration", integration.slug, body=body)
        require_code(answer, 400, "AB01", f"for {configurations}")
    _unchanged(before, trial.read(integration))


@check("UPD-014")
def a_mask_sent_back_keeps_the_secret(trial: Trial) -> None:
    integration, masked = _with_entra_secret(trial)
    sent = _entra(trial) | {"masked_azure_entra_client_secret": masked, "azure_entra_tenant_id": "tenant-3"}
    answer = trial.admin.call("updateIntegration", integration.slug, body={"configurations": sent})
    require_status(answer, 200, because="for a configuration with its mask in it")
    stored = trial.read(integration).get("configurations") or {}
    require_equal(stored.get("masked_azure_entra_client_secret"), masked, "the mask after it was sent back")


@check("UPD-002")
def every_kind_of_text_is_kept_as_it_is(trial: Trial) -> None:
    integration = _described(trial)
    for text in ODD_TEXTS:
        trial.update(integration, description=text)
        require_equal(trial.read(integration).get("description"), text, "description after its update")
        trial.update(integration, name=f"{trial.prefix}{text}")
        require_equal(trial.read(integration).get("name"), f"{trial.prefix}{text}", "name after its update")


@check("UPD-002")
def null_clears_a_description(trial: Trial) -> None:
    integration = _described(trial)
    trial.update(integration, description=None)
    stored = trial.read(integration).get("description")
    require(stored in (None, ""), "no description after null", repr(stored))
