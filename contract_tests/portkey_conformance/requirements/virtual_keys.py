"""VKY: a virtual key is the older view of a provider and the credentials behind it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from portkey_conformance.appearance import both_views, key_view, require_kept, require_names, require_read
from portkey_conformance.checks import check
from portkey_conformance.exchanges import MISSING, Exchange
from portkey_conformance.refusals import observe_for, require_refused
from portkey_conformance.requirements.providers import LONG_NOTE, PAST, REFUSED, REWRITTEN, WRITTEN
from portkey_conformance.trial import (
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

observe_for("VKY-015")
observe_for("VKY-020")

SLUG = re.compile(r"[a-zA-Z0-9_-]+")
IN_BOTH = (
    "id",
    "slug",
    "name",
    "note",
    "status",
    "usage_limits",
    "rate_limits",
    "expires_at",
    "created_at",
    "integration_id",
    "ai_provider_name",
    "model_config",
)


def _of_providers(trial: Trial, version: int = 0) -> Iterator[dict[str, Any]]:
    """A virtual key's fields for every AI provider that has some of its own."""
    key = {"key": trial.secret()}
    deployment = {
        "apiVersion": ("2024-10-21", "2025-01-01-preview")[version],
        "deploymentName": f"gpt-4o-{version}",
        "alias": f"alias-{version}",
        "is_default": version == 0,
    }
    second = {"apiVersion": "2024-06-01", "deploymentName": f"mini-{version}"}
    yield {
        "provider": "azure-openai",
        "resourceName": f"resource-{version}",
        "deploymentConfig": [deployment, second],
        **key,
    }
    yield {
        "provider": "bedrock",
        "awsAccessKeyId": ("AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE")[version],
        "awsSecretAccessKey": trial.secret(length=40),
        "awsRegion": ("eu-central-1", "us-west-2")[version],
    }
    yield {
        "provider": "vertex-ai",
        "vertexProjectId": f"project-{version}",
        "vertexRegion": ("europe-west4", "us-central1")[version],
    }
    yield {"provider": "workers-ai", "workersAiAccountId": f"account-{version}", **key}


def _create(trial: Trial, **fields: Any) -> Exchange:
    body = {
        "name": trial.name(),
        "provider": "openai",
        "key": trial.secret(),
        "workspace_id": trial.first.id,
        **fields,
    }
    return trial.admin.call(
        "createVirtualKey", body={name: value for name, value in body.items() if value is not MISSING}
    )


def _update(trial: Trial, of: Provider, **fields: Any) -> Exchange:
    return trial.admin.call("updateVirtualKey", of.slug, query=of.query, body=fields)


def _configuration(trial: Trial, node: Any, schema: Mapping[str, Any]) -> Any:
    """What a virtual key's fields fill in a configuration, under the names that integrations have for it."""
    schema = trial.contract.resolve(schema)
    if isinstance(node, list):
        return [_configuration(trial, item, schema.get("items", {})) for item in node]
    if not isinstance(node, Mapping):
        return node
    filled = {}
    for name, value in node.items():
        known = schema.get("properties", {}).get(name, {})
        if "x-configuration-field" in known and name not in trial.contract.masks:
            filled[known["x-configuration-field"]] = _configuration(trial, value, known)
    return filled


def _expected(trial: Trial, fields: Mapping[str, Any]) -> dict[str, Any]:
    schema = trial.contract.request_schema(trial.contract.operations["createVirtualKey"])
    return dict(_configuration(trial, fields, schema))


def _require_configuration(trial: Trial, key: Provider, fields: Mapping[str, Any], when: str) -> None:
    stored = trial.read_virtual_key(key).get("model_config") or {}
    for name, value in _expected(trial, fields).items():
        require_read(stored.get(name), value, f"model_config.{name} {when}")


@check("VKY-001", needs=("first",))
def a_virtual_key_is_created_and_read(trial: Trial) -> None:
    written = {
        "name": f"{trial.prefix} Name \U0001d54f ",
        "note": LONG_NOTE,
        "expires_at": WRITTEN["expires_at"],
    }
    key = trial.virtual_key(**written)
    require_status(key.created, 200)
    stored = trial.read_virtual_key(key)
    for field, value in {**written, "slug": key.slug, "object": "virtual-key"}.items():
        require_read(stored.get(field), value, field)
    require_names(stored.get("ai_provider_name"), "openai")


@check("VKY-002", needs=("first",))
def it_is_a_provider_too(trial: Trial) -> None:
    key = trial.virtual_key()
    answer = trial.admin.call("retrieveProvider", key.slug, query=key.query)
    require_status(answer, 200, because="for a virtual key, read as a provider")
    provider = trial.provider()
    answer = trial.admin.call("retrieveVirtualKey", provider.slug, query=provider.query)
    require_status(answer, 200, because="for a provider, read as a virtual key")


@check("VKY-002", needs=("first",))
def it_is_listed_as_a_provider_too(trial: Trial) -> None:
    both = {trial.virtual_key().slug, trial.provider().slug}
    for operation in ("listProviders", "listVirtualKeys"):
        listed = {item.get("slug") for item in trial.walk(operation, workspace_id=trial.first.id)}
        require(both <= listed, f"a provider and a virtual key in {operation}", "not both of them")


@check("VKY-003", needs=("first",))
def its_key_is_masked(trial: Trial) -> None:
    stored = trial.read_virtual_key(trial.virtual_key())
    require(stored.get("key") in (None, ""), "an empty key", "a key that holds something")
    require(bool(stored.get("masked_api_key")), "the mask of the key in masked_api_key", "nothing")


@check("VKY-004", needs=("first",))
def an_update_of_a_virtual_key_is_partial(trial: Trial) -> None:
    key = trial.virtual_key(**WRITTEN)
    for field, value in {**REWRITTEN, "name": trial.name(), "key": trial.secret("zz")}.items():
        before = key_view(trial, key)
        prepared(_update(trial, key, **{field: value}), "update the virtual key")
        moved = "masked_api_key" if field == "key" else field
        require_kept(before, key_view(trial, key), f"after an update of {field} alone", moved, "created_at")


@check("VKY-004", needs=("first",), thorough=True)
def an_update_keeps_the_credentials_that_it_does_not_name(trial: Trial) -> None:
    for fields, changed in zip(_of_providers(trial), _of_providers(trial, 1), strict=True):
        key = trial.virtual_key(**{"key": MISSING, **fields})
        own = [name for name in _expected(trial, fields) if name in _expected(trial, changed)]
        names = [name for name in fields if _expected(trial, {name: fields[name]})]
        for name, field in zip(names, own, strict=True):
            before = key_view(trial, key)
            prepared(_update(trial, key, **{name: changed[name]}), "update the virtual key")
            require_kept(before, key_view(trial, key), f"after an update of {name} alone", field)


@check("VKY-005", needs=("first",))
def a_deleted_virtual_key_is_gone(trial: Trial) -> None:
    key = trial.virtual_key()
    answer = require_status(trial.admin.call("deleteVirtualKey", key.slug, query=key.query), 200)
    require(isinstance(answer.json, dict), "an object", type(answer.json).__name__)
    for name in (key.slug, key.id or key.slug):
        require_missing(trial.admin.call("retrieveVirtualKey", name, query=key.query), "after the deletion")
        require_missing(trial.admin.call("deleteVirtualKey", name, query=key.query), "a second time")
        require_missing(
            trial.admin.call("updateVirtualKey", name, query=key.query, body={"note": "x"}), "after it"
        )


@check("VKY-006", needs=("first",), thorough=True)
def a_configuration_is_read_under_its_own_names(trial: Trial) -> None:
    for fields in _of_providers(trial):
        key = trial.virtual_key(**{"key": MISSING, **fields})
        _require_configuration(trial, key, fields, f"of {fields['provider']}")
        stored = trial.read_virtual_key(key).get("model_config") or {}
        if "awsSecretAccessKey" in fields:
            require(bool(stored.get("masked_aws_secret_access_key")), "the mask of its secret", "none")
        require(not set(stored) & set(fields), "no field under the name of this view", "one that is")


@check("VKY-006", needs=("first",))
def one_deployment_may_be_told_without_a_list(trial: Trial) -> None:
    fields = {"resourceName": "resource", "apiVersion": "2024-10-21", "deploymentName": "gpt-4o"}
    answer = _create(trial, provider="azure-openai", **fields)
    if answer.status == 400:
        raise Skip("needs a server that takes a deployment outside deploymentConfig")
    slug = str(require_status(answer, 200, 400).body.get("slug"))
    stored = trial.read_virtual_key(Provider(slug, None, trial.first.id, answer)).get("model_config") or {}
    listed = stored.get("azure_deployment_config") or [{}]
    for name in ("azure_api_version", "azure_deployment_name"):
        shown = stored.get(name, listed[0].get(name))
        require_equal(shown, _expected(trial, fields)[name], f"model_config.{name}")


@check("VKY-007", needs=("first",))
def a_virtual_key_is_listed(trial: Trial) -> None:
    key = trial.virtual_key()
    listed = [item.get("slug") for item in trial.walk("listVirtualKeys", workspace_id=trial.first.id)]
    require_equal(listed.count(key.slug), 1, "how often the virtual key is listed")


@check("VKY-008", needs=("first",))
def a_creation_can_be_read_in_both_ways(trial: Trial) -> None:
    answer = trial.virtual_key().created.body
    data = answer.get("data")
    if not isinstance(data, dict):
        raise Violation("data with the id and the slug", "no object data")
    for field in ("id", "slug"):
        require_equal(answer.get(field), data.get(field), f"{field} at the top")
        require(answer.get(field) is not None, f"{field} at the top and in data", "neither")


@check("VKY-009", needs=("first",))
def what_is_not_there_is_told(trial: Trial) -> None:
    for slug in (trial.name(), str(uuid.uuid4())):
        require_missing(trial.admin.call("retrieveVirtualKey", slug))
        require_missing(trial.admin.call("updateVirtualKey", slug, body={"name": trial.name()}))
        require_missing(trial.admin.call("deleteVirtualKey", slug))


@check("VKY-010", needs=("first",), given=("VKY-001",))
def an_update_of_a_virtual_key_is_read_back(trial: Trial) -> None:
    key = trial.virtual_key(**WRITTEN)
    for field, value in {**REWRITTEN, "name": trial.name(), "key": trial.secret("zz")}.items():
        answer = require_status(_update(trial, key, **{field: value}), 200, because=f"for a new {field}")
        require(isinstance(answer.json, dict), "an object", type(answer.json).__name__)
        if field != "key" and not field.endswith("limits"):
            require_read(trial.read_virtual_key(key).get(field), value, f"{field} after its update")


@check("VKY-010", needs=("first",), given=("VKY-006",), thorough=True)
def an_update_of_its_configuration_is_read_back(trial: Trial) -> None:
    for fields, changed in zip(_of_providers(trial), _of_providers(trial, 1), strict=True):
        key = trial.virtual_key(**{"key": MISSING, **fields})
        sent = {name: value for name, value in changed.items() if name != "provider"}
        require_status(_update(trial, key, **sent), 200, because=f"for {fields['provider']}")
        _require_configuration(trial, key, changed, f"of {fields['provider']}, after its update")


@check("VKY-011", needs=("first",), thorough=True)
def a_refused_update_of_a_virtual_key_changes_nothing(trial: Trial) -> None:
    fields = list(_of_providers(trial))[1]
    key = trial.virtual_key(**{"key": MISSING, **fields, **WRITTEN})
    before = both_views(trial, key)
    for body in (*REFUSED, {"awsRegion": "us-west-2", "note": 17}, {"name": "changed", "awsRegion": 17}):
        require_refused(_update(trial, key, **body))
        require_kept(before, both_views(trial, key), "after an update that was refused")


@check("VKY-011", needs=("first",))
def a_refused_creation_of_a_virtual_key_leaves_nothing(trial: Trial) -> None:
    names = set()
    for body in REFUSED:
        refused = {**body, "name": body["name"] if body.get("name") == 17 else trial.name()}
        names.add(refused["name"])
        require_refused(_create(trial, **refused))
    for operation in ("listVirtualKeys", "listProviders"):
        listed = {item.get("name") for item in trial.walk(operation, workspace_id=trial.first.id)}
        require(not listed & names, f"nothing in {operation} of creations that were refused", "one of them")
    listed = {item.get("name") for item in trial.walk("listIntegrations")}
    require(not listed & names, "no integration of a creation that was refused", "one of them")


@check("VKY-012", needs=("first",))
def a_virtual_key_is_found_by_its_id(trial: Trial) -> None:
    key = trial.virtual_key(**WRITTEN)
    if key.id is None:
        raise Skip("a creation of a virtual key that answers an id")
    by_id = Provider(key.id, key.id, key.workspace, key.created)
    answer = trial.admin.call("retrieveVirtualKey", key.id, query=key.query)
    require_equal(require_status(answer, 200, because="by id").body.get("slug"), key.slug, "slug, by id")
    require_equal(answer.body.get("name"), trial.read_virtual_key(key).get("name"), "name, by id")
    require_status(_update(trial, by_id, note="by id"), 200, because="by id")
    require_equal(trial.read_virtual_key(key).get("note"), "by id", "note, updated by id")
    deleted = trial.admin.call("deleteVirtualKey", key.id, query=key.query)
    require_status(deleted, 200, because="by id")
    for name in (key.slug, key.id):
        require_missing(trial.admin.call("retrieveVirtualKey", name, query=key.query), "deleted by id")


def _require_agreement(trial: Trial, one: Provider, when: str) -> None:
    provider, key = trial.read_provider(one), trial.read_virtual_key(one)
    for field in IN_BOTH:
        if field in provider and field in key:
            require_read(
                key[field], provider[field], f"{field} of the virtual key, as its provider has it {when},"
            )


@check(
    "VKY-013", needs=("first",), given=("VKY-001", "VKY-010", "PRV-001", "PRV-009", "PRV-014"), thorough=True
)
def both_views_of_one_virtual_key_agree(trial: Trial) -> None:
    for one in (trial.virtual_key(**WRITTEN), trial.provider(**WRITTEN)):
        _require_agreement(trial, one, "from the start")
        prepared(_update(trial, one, **REWRITTEN), "update the virtual key")
        _require_agreement(trial, one, "after an update as a virtual key")
        body = {**WRITTEN, "name": trial.name(), "expires_at": PAST}
        prepared(
            trial.admin.call("updateProvider", one.slug, query=one.query, body=body), "update the provider"
        )
        _require_agreement(trial, one, "after an update as a provider")
        prepared(_update(trial, one, note=None, expires_at=None, usage_limits=None), "update the virtual key")
        _require_agreement(trial, one, "after it was cleared as a virtual key")


@check("VKY-014", needs=("first",))
def credentials_that_make_no_integration_are_refused(trial: Trial) -> None:
    half = next(one for one in _of_providers(trial) if one["provider"] == "bedrock")
    answer = _create(trial, **{"key": MISSING, **half, "awsSecretAccessKey": MISSING})
    require_code(answer, 400, "AB01", "for bedrock with an access key id and no secret")
    require_code(_create(trial, key=MISSING), 400, "AB01", "for openai without a key")


@check("VKY-015", needs=("first",))
def a_virtual_key_needs_a_name_and_a_provider(trial: Trial) -> None:
    for missing in ("name", "provider"):
        require_code(_create(trial, **{missing: MISSING}), 400, "AB01", f"without {missing}")


@check("VKY-016", needs=("first",), given=("VKY-006",))
def the_snake_case_spelling_is_an_unknown_field(trial: Trial) -> None:
    for fields, other in list(zip(_of_providers(trial), _of_providers(trial, 1), strict=True))[:2]:
        key = trial.virtual_key(**{"key": MISSING, **fields, **_expected(trial, other)})
        _require_configuration(trial, key, fields, "with its snake_case spelling beside it")
        prepared(_update(trial, key, **_expected(trial, other)), "update the virtual key")
        _require_configuration(trial, key, fields, "after an update under its snake_case spelling")


@check("VKY-017", needs=("first",))
def a_virtual_key_brings_its_integration(trial: Trial) -> None:
    slug = trial.read_virtual_key(trial.virtual_key(provider="voyage")).get("integration_id")
    if not isinstance(slug, str) or not slug:
        raise Skip("needs a virtual key that names its integration")
    answer = trial.admin.call("retrieveIntegration", slug)
    require_status(answer, 200, because="for the integration behind a virtual key")
    require_equal(answer.body.get("ai_provider_id"), "voyage", "ai_provider_id of the integration behind it")
    require(answer.body.get("type") in (None, "workspace"), "an integration of the workspace", "another type")


@check("VKY-019", needs=("first",))
def a_mapped_key_of_a_virtual_key_is_optional(trial: Trial) -> None:
    mapping = {"target_field": "key", "secret_reference_id": f"{trial.prefix}-reference"}
    if not _create(trial, secret_mappings=[mapping]).ok:
        raise Skip("needs a server that takes a secret reference which it does not know")
    answer = _create(trial, key=MISSING, secret_mappings=[mapping])
    require_status(answer, 200, because="for a key that comes from a vault")


@check("VKY-020", needs=("first",))
def a_target_of_a_secret_mapping_is_sound(trial: Trial) -> None:
    def mapped(*targets: str) -> Exchange:
        mappings = [{"target_field": target, "secret_reference_id": "reference"} for target in targets]
        return _create(trial, secret_mappings=mappings)

    for target in ("name", "configurations.aws_region", "model_config.", "model_config", ""):
        require_code(mapped(target), 400, "AB01", f"for the target {target!r}")
    require_code(mapped("key", "key"), 400, "AB01", "for a target that is mapped twice")


@check("VKY-021", needs=("first",), thorough=True)
def what_is_deleted_in_one_view_is_gone_in_the_other(trial: Trial) -> None:
    for one in (trial.virtual_key(), trial.provider()):
        prepared(trial.admin.call("deleteProvider", one.slug, query=one.query), "delete it as a provider")
        found = trial.admin.call("retrieveVirtualKey", one.slug, query=one.query)
        require_missing(found, "as a virtual key, deleted as a provider")
    for one in (trial.virtual_key(), trial.provider()):
        prepared(
            trial.admin.call("deleteVirtualKey", one.slug, query=one.query), "delete it as a virtual key"
        )
        found = trial.admin.call("retrieveProvider", one.slug, query=one.query)
        require_missing(found, "as a provider, deleted as a virtual key")


@check("VKY-022", needs=("first",))
def every_virtual_key_has_a_slug_of_its_own(trial: Trial) -> None:
    name = f"{trial.name()} Ünï / code"
    made = [trial.virtual_key(name=name), trial.virtual_key(name=name)]
    for one in made:
        for field in ("slug", "id"):
            told = _told(one, field)
            require(len(set(told)) < 2, f"one {field} of a virtual key, wherever it is told", repr(told))
        require(SLUG.fullmatch(one.slug) is not None, "a slug of letters, digits, _ and -", repr(one.slug))
    require(made[0].slug != made[1].slug, "two slugs for two virtual keys of one name", "the same slug twice")
    require(made[0].id is None or made[0].id != made[1].id, "an id for each", "the same id twice")


def _told(key: Provider, field: str) -> list[object]:
    """What the answer to a creation tells of a field: beside `data`, in it, or both."""
    body = key.created.body
    nested = body.get("data")
    sources = (body, nested if isinstance(nested, dict) else {})
    return [source[field] for source in sources if source.get(field) is not None]


@check("VKY-023", needs=("first",), given=("VKY-010",))
def null_clears_a_note_and_a_time_of_expiry(trial: Trial) -> None:
    key = trial.virtual_key(**WRITTEN)
    for field in ("note", "expires_at"):
        prepared(_update(trial, key, **{field: None}), "update the virtual key")
        for seen in (trial.read_virtual_key(key), trial.read_provider(key)):
            require_read(seen.get(field), None, f"{field} after null")


@check("VKY-024", needs=("first",))
def every_ai_provider_is_taken(trial: Trial) -> None:
    for provider in ("open-ai", "anthropic", "some-future-provider"):
        answer = _create(trial, provider=provider)
        require_status(answer, 200, because=f"for a virtual key of {provider}")
