"""VKY: a virtual key is the older view of a provider and the credentials behind it."""

from __future__ import annotations

from portkey_conformance.checks import check
from portkey_conformance.trial import Trial, require, require_equal, require_missing, require_status
from portkey_conformance.verdicts import Violation


@check("VKY-001", needs=("first",))
def a_virtual_key_is_created_and_read(trial: Trial) -> None:
    name = trial.name()
    key = trial.virtual_key(name=name, note="a note")
    require_status(key.created, 200)
    stored = trial.read_virtual_key(key)
    for field, value in (("slug", key.slug), ("name", name), ("note", "a note"), ("object", "virtual-key")):
        require_equal(stored.get(field), value, field)


@check("VKY-002", needs=("first",))
def it_is_a_provider_too(trial: Trial) -> None:
    key = trial.virtual_key()
    answer = trial.admin.call("retrieveProvider", key.slug, query=key.query)
    require_status(answer, 200, because="for a virtual key, read as a provider")
    provider = trial.provider()
    answer = trial.admin.call("retrieveVirtualKey", provider.slug, query=provider.query)
    require_status(answer, 200, because="for a provider, read as a virtual key")


@check("VKY-003", needs=("first",))
def its_key_is_masked(trial: Trial) -> None:
    stored = trial.read_virtual_key(trial.virtual_key())
    require(stored.get("key") in (None, ""), "an empty key", "a key that holds something")


@check("VKY-004", needs=("first",))
def an_update_of_a_virtual_key_is_partial(trial: Trial) -> None:
    key = trial.virtual_key(note="at first")
    before = trial.read_virtual_key(key)
    body = {"name": trial.name()}
    require_status(trial.admin.call("updateVirtualKey", key.slug, query=key.query, body=body), 200)
    after = trial.read_virtual_key(key)
    require_equal(after.get("name"), body["name"], "name after its update")
    for field in ("note", "slug", "masked_api_key"):
        require_equal(after.get(field), before.get(field), f"{field}, which the update did not name,")


@check("VKY-005", needs=("first",))
def a_deleted_virtual_key_is_gone(trial: Trial) -> None:
    key = trial.virtual_key()
    require_status(trial.admin.call("deleteVirtualKey", key.slug, query=key.query), 200)
    require_missing(trial.admin.call("retrieveVirtualKey", key.slug, query=key.query))


@check("VKY-006", needs=("first",))
def a_configuration_is_read_under_its_own_names(trial: Trial) -> None:
    key = trial.virtual_key(
        provider="bedrock",
        awsAccessKeyId="AKIAIOSFODNN7EXAMPLE",
        awsSecretAccessKey=trial.secret(length=40),
        awsRegion="us-east-1",
    )
    stored = trial.read_virtual_key(key).get("model_config") or {}
    require_equal(stored.get("aws_region"), "us-east-1", "model_config.aws_region")
    require("aws_secret_access_key" not in stored, "no aws_secret_access_key in model_config", "the field")


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
    slug = trial.name()
    require_missing(trial.admin.call("retrieveVirtualKey", slug))
    require_missing(trial.admin.call("updateVirtualKey", slug, body={"name": trial.name()}))
    require_missing(trial.admin.call("deleteVirtualKey", slug))
