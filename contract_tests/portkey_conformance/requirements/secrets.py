"""SEC: no stored secret ever comes back; what comes back is a mask that tells next to nothing."""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from portkey_conformance import masks
from portkey_conformance.checks import Observed, check, observation
from portkey_conformance.configurations import configurations
from portkey_conformance.contract import Contract
from portkey_conformance.exchanges import MISSING, Exchange
from portkey_conformance.redaction import Secrets
from portkey_conformance.secret_fields import (
    Planted,
    Shown,
    every_provider,
    masks_in,
    rotated,
    short,
    with_length,
)
from portkey_conformance.trial import Caller, Integration, Provider, Trial, prepared, require
from portkey_conformance.verdicts import Violation

LENGTHS = (12, 40, 200)
SHORT_LENGTHS = (5, 8, 11)
CONFIRMATIONS = 6


@observation("SEC-001")
def no_answer_tells_a_secret(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    if exchange.status >= 400:
        return None
    if not secrets.told_by(_said(exchange)) or _only_masks_tell(exchange, contract, secrets):
        return True
    return _told(exchange, "no stored or sent secret in an answer", "a secret in clear")


@observation("SEC-009")
def no_error_tells_a_secret(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    if exchange.status < 400:
        return None
    form = "in clear" if secrets.told_by(_said(exchange)) else secrets.disguised_in(_said(exchange))
    return True if form is None else _told(exchange, "an error without a secret", f"a secret {form}")


@observation("SEC-013")
def no_answer_tells_a_secret_in_disguise(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    if exchange.status >= 400:
        return None
    said = _said(exchange)
    form = None if secrets.told_by(said) else secrets.disguised_in(said)
    return True if form is None else _told(exchange, "no secret in an answer", f"a secret {form}")


@observation("SEC-012")
def no_answer_tells_a_key_of_a_caller(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    if not secrets.keys_told_by(_said(exchange)):
        return True
    return _told(exchange, "no key that authenticates requests in an answer", "one of the keys in use")


@observation("SEC-002")
def no_answer_has_a_secret_field(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    if not exchange.ok or exchange.json is MISSING:
        return None
    for name, value in _fields(exchange.json):
        if name in contract.masks and value not in (None, ""):
            where = exchange.operation.id if exchange.operation else exchange.method
            return Observed(
                f"{contract.masks[name]} in place of {name}",
                f"a field {name} that holds something",
                f"{where} {name}",
            )
    return True


@check("SEC-001", needs=("first",), thorough=True)
def no_view_tells_a_secret_to_any_key(trial: Trial) -> None:
    """The observation judges the answers; this reads every view with every key that may."""
    roles = [role for role in ("admin", "read_only", "workspace") if role in trial.target.keys]
    for number, planted in enumerate(every_provider(trial)):
        integration, provider = _used(trial, planted)
        list(_views(trial, integration, provider, trial.as_role(roles[number % len(roles)])))
    for role in roles:
        for operation in ("listIntegrations", "listProviders", "listVirtualKeys"):
            trial.as_role(role).call(operation, query={"workspace_id": trial.first.id, "page_size": 100})


@check("SEC-003", thorough=True)
def a_mask_shows_the_first_two_and_the_last_three_characters_at_most(trial: Trial) -> None:
    for planted in every_provider(trial):
        answer = _detail(trial, trial.integration(**planted.body))
        for shown in masks_in(trial, answer.body, planted):
            _hides(shown, answer)


@check("SEC-003", thorough=True)
def the_mask_of_a_short_secret_shows_nothing(trial: Trial) -> None:
    for planted in every_provider(trial):
        for length in SHORT_LENGTHS if planted.provider == "openai" else SHORT_LENGTHS[-1:]:
            brief = short(trial, planted, length)
            answer = _detail(trial, trial.integration(**brief.body))
            for shown in masks_in(trial, answer.body, brief):
                _hides(shown, answer)


@check("SEC-003")
def a_mask_hides_as_much_after_its_secret_changed(trial: Trial) -> None:
    for planted in list(every_provider(trial))[::5]:
        integration = trial.integration(**planted.body)
        changed = rotated(trial, planted)
        trial.update(integration, key=changed.key, configurations=dict(changed.fields))
        answer = _detail(trial, integration)
        for shown in masks_in(trial, answer.body, changed):
            _hides(shown, answer)


@check("SEC-004", given=("SEC-003",), thorough=True)
def a_mask_does_not_tell_the_length(trial: Trial) -> None:
    for planted in every_provider(trial):

        def detail(length: int, planted: Planted = planted) -> tuple[Planted, Exchange]:
            longer = with_length(trial, planted, length)
            return longer, _detail(trial, trial.integration(**longer.body))

        _tells_no_length(trial, detail, LENGTHS[::2])
        if planted.provider == "openai":
            _tells_no_length(trial, detail, LENGTHS)
            _tells_no_length(trial, detail, SHORT_LENGTHS)


@check("SEC-005")
def a_mask_changes_with_its_secret(trial: Trial) -> None:
    for planted in every_provider(trial):
        integration = trial.integration(**planted.body)
        before = _detail(trial, integration)
        changed = rotated(trial, planted)
        trial.update(integration, key=changed.key, configurations=dict(changed.fields))
        _is_another(trial, before, _detail(trial, integration), planted, changed)


@check("SEC-005")
def the_mask_of_a_key_that_changes_alone_changes(trial: Trial) -> None:
    planted = next(iter(every_provider(trial)))
    integration = trial.integration(**planted.body)
    seen = [_detail(trial, integration).body.get("masked_key")]
    for _ in range(3):
        planted = rotated(trial, planted)
        trial.update(integration, key=planted.key)
        after = _detail(trial, integration)
        if after.body.get("masked_key") == seen[-1]:
            raise Violation("another masked_key after the key changed", "the one before", evidence=[after])
        seen.append(after.body.get("masked_key"))


@check("SEC-006", thorough=True)
def every_secret_of_a_configuration_is_masked(trial: Trial) -> None:
    for one in every_provider(trial):
        answer = _detail(trial, trial.integration(**one.body))
        stored = answer.body.get("configurations")
        stored = stored if isinstance(stored, dict) else {}
        for name, secret in one.fields.items():
            mask = trial.contract.masks.get(name)
            if mask is None:
                continue
            empty = stored.get(mask) in (None, "", {})
            if empty or (_is_map(secret, stored[mask]) and set(stored[mask]) != set(secret)):
                raise Violation(
                    f"configurations.{mask} of {one.provider}", "none, or not of all", evidence=[answer]
                )


@check("SEC-007", given=("SEC-003", "SEC-004", "SEC-005"), thorough=True)
def a_mask_that_is_sent_back_never_becomes_the_secret(trial: Trial) -> None:
    for planted in every_provider(trial):
        integration = trial.integration(**planted.body)
        before = _detail(trial, integration)
        stored = before.body.get("configurations")
        other = trial.secret("mq", 40)
        sent = {
            name: (dict.fromkeys(mask, other) if isinstance(mask, dict) else other)
            if name.startswith("masked_")
            else mask
            for name, mask in (stored if isinstance(stored, dict) else {}).items()
        }
        body = {"name": trial.name(), "masked_key": other, "configurations": sent}
        answer = trial.admin.call("updateIntegration", integration.slug, body=body)
        after = _detail(trial, integration)
        were = {shown.place: shown.mask for shown in masks_in(trial, before.body, planted)}
        for shown in masks_in(trial, after.body, planted):
            if shown.mask not in (None, "", were.get(shown.place)):
                raise Violation(
                    f"{shown.place} as it was after masks were sent", "another one", evidence=[answer, after]
                )


@check("SEC-008", thorough=True)
def what_is_no_secret_is_not_masked(trial: Trial) -> None:
    seen: set[tuple[str, str]] = set()
    for one in configurations(trial):
        fields = {(one.provider, name) for name in one.fields}
        if fields <= seen:
            continue
        seen |= fields
        answer = _detail(trial, trial.integration(**one.body))
        stored = answer.body.get("configurations")
        stored = stored if isinstance(stored, dict) else {}
        _no_identifier_is_masked(trial, one.fields, stored, answer)
        for name, value in one.fields.items():
            if isinstance(value, str) and name not in trial.contract.masks and stored.get(name) != value:
                raise Violation(f"configurations.{name} as it was written", "none", evidence=[answer])


@check("SEC-008", needs=("first",), thorough=True)
def what_is_no_secret_is_not_masked_in_other_views(trial: Trial) -> None:
    for planted in every_provider(trial):
        if not any(name.endswith("_id") for name in planted.fields):
            continue
        _, provider = _used(trial, planted)
        for operation in ("retrieveProvider", "retrieveVirtualKey"):
            answer = trial.admin.call(operation, provider.slug, query=provider.query)
            stored = prepared(answer, "read it").body.get("model_config")
            _no_identifier_is_masked(
                trial, planted.fields, stored if isinstance(stored, dict) else {}, answer
            )


@check("SEC-009", thorough=True)
def no_error_repeats_what_was_sent_for_an_integration(trial: Trial) -> None:
    """The observation judges the answers; this sends secrets in requests that must fail."""
    for planted in every_provider(trial):
        body = {"name": trial.name(), "slug": trial.name(), **planted.body}
        create = "createIntegration"
        trial.admin.call(create, body={**body, "name": 1})
        trial.admin.call(create, body={**body, "slug": "a b"})
        trial.admin.call("updateIntegration", trial.name(), body=body)
    prepared(trial.admin.call(create, body=body), "create an integration")
    trial.admin.call(create, body={**body, "key": trial.secret()})
    for key in ([trial.secret()], {"value": trial.secret()}, {trial.secret(): 1}):
        trial.admin.call(create, body={"name": "n", "ai_provider_id": "openai", "key": key})
        trial.admin.call("updateIntegration", str(body["slug"]), body={"key": key})
    trial.admin.call(create, text='{"key": "' + trial.secret())
    trial.admin.call("updateIntegration", str(body["slug"]), text='{"key": "' + trial.secret())
    headers = {"custom_headers": {"authorization": trial.secret()}}
    model = {"slug": trial.name(), "enabled": "yes", "is_custom": True, "configurations": headers}
    trial.admin.call("updateIntegrationModels", str(body["slug"]), body={"models": [model]})
    trial.admin.call("updateIntegrationModels", trial.name(), body={"models": [{**model, "enabled": True}]})
    trial.admin.call("retrieveIntegration", trial.secret())
    trial.admin.call("listIntegrations", query={"type": trial.secret()})


@check("SEC-009")
def no_error_repeats_what_was_sent_for_a_virtual_key(trial: Trial) -> None:
    workspace = {"workspace_id": trial.target.first.id} if trial.target.first else {}
    secret = {"key": trial.secret(), "awsSecretAccessKey": trial.secret(length=40)}
    sent = {"name": trial.name(), "provider": "bedrock", "awsRegion": "us-east-1", **secret, **workspace}
    for wrong in ({"name": 1}, {"provider": 7}, {"key": [trial.secret()]}, {"rate_limits": trial.secret()}):
        trial.admin.call("createVirtualKey", body={**sent, **wrong})
        trial.admin.call("updateVirtualKey", trial.name(), body={**sent, **wrong})
    trial.admin.call("createVirtualKey", body={**sent, "awsAccessKeyId": ""})
    trial.admin.call("updateVirtualKey", trial.name(), body=sent)
    trial.admin.call("createVirtualKey", text='{"key": "' + trial.secret())


@check("SEC-010", needs=("first",), thorough=True)
def the_mask_of_a_virtual_key_hides_its_key(trial: Trial) -> None:
    for length in (*SHORT_LENGTHS, *LENGTHS):
        planted, answer = _virtual_key(trial, length)
        for shown in masks_in(trial, answer.body, planted):
            _hides(shown, answer)


@check("SEC-010", needs=("first",))
def the_mask_of_a_virtual_key_does_not_tell_the_length(trial: Trial) -> None:
    _tells_no_length(trial, lambda length: _virtual_key(trial, length), LENGTHS)


@check("SEC-010", needs=("first",))
def the_masks_of_a_virtual_key_change_with_its_secrets(trial: Trial) -> None:
    planted = Planted("bedrock", trial.secret("ab", 40), {"aws_secret_access_key": trial.secret("ab", 40)})
    key = trial.virtual_key(**_as_virtual_key(planted))
    before = _read_virtual_key(trial, key)
    changed = rotated(trial, planted)
    body = {"key": changed.key, "awsSecretAccessKey": changed.fields["aws_secret_access_key"]}
    answer = trial.admin.call("updateVirtualKey", key.slug, query=key.query, body=body)
    prepared(answer, "change the secrets of a virtual key")
    _is_another(trial, before, _read_virtual_key(trial, key), planted, changed)


@check("SEC-011")
def the_custom_headers_of_a_model_are_masked(trial: Trial) -> None:
    integration = trial.integration()
    planted = Planted("openai", None, {"custom_headers": {"authorization": trial.secret("Bearer ", 48)}})
    before = _with_model_headers(trial, integration, planted)
    for answer, sent in (before, _with_model_headers(trial, integration, rotated(trial, planted))):
        found = list(masks_in(trial, answer.body, sent))
        require(bool(found), "masked_custom_headers of a model", "no such field")
        for shown in found:
            _hides(shown, answer)


@check("SEC-011")
def the_masks_of_a_model_change_and_do_not_tell_the_length(trial: Trial) -> None:
    integration = trial.integration()
    planted = Planted("openai", None, {"custom_headers": {"authorization": trial.secret("ab", 48)}})
    changed = rotated(trial, planted)
    before, _ = _with_model_headers(trial, integration, planted)
    after, _ = _with_model_headers(trial, integration, changed)
    _is_another(trial, before, after, planted, changed)

    def model(length: int) -> tuple[Planted, Exchange]:
        longer = with_length(trial, planted, length)
        return longer, _with_model_headers(trial, integration, longer)[0]

    _tells_no_length(trial, model, LENGTHS)


@check("SEC-012")
def no_refusal_tells_the_key_of_the_caller(trial: Trial) -> None:
    """The observation judges the answers; this has each key refused what it may not do, or asks wrongly."""
    integration = trial.integration()
    for role in trial.target.keys:
        caller = trial.as_role(role)
        caller.call("updateIntegration", integration.slug, body={"name": 7})
        caller.call("retrieveIntegration", trial.name())
        caller.call("listVirtualKeys", query={"page_size": -1})


@check("SEC-014", needs=("first",), given=("SEC-003", "SEC-005", "SEC-010"), thorough=True)
def no_view_shows_a_mask_of_what_was_before(trial: Trial) -> None:
    for planted in list(every_provider(trial))[::5]:
        integration, provider = _used(trial, planted)
        old = _masks_seen(trial, integration, provider, planted)
        changed = rotated(trial, planted)
        trial.update(integration, key=changed.key, configurations=dict(changed.fields))
        _shows_none_of(trial, old, integration, provider)


@check("SEC-014", needs=("first",), given=("SEC-003", "SEC-005", "SEC-010"))
def no_view_shows_a_mask_of_what_a_virtual_key_had_before(trial: Trial) -> None:
    planted = Planted("bedrock", trial.secret("ab", 40), {"aws_secret_access_key": trial.secret("ab", 40)})
    key = trial.virtual_key(**_as_virtual_key(planted))
    behind = str(trial.read_virtual_key(key).get("integration_id"))
    integration = Integration(behind, None, "", key.created)
    old = _masks_seen(trial, integration, key, planted)
    changed = rotated(trial, planted)
    body = {"key": changed.key, "awsSecretAccessKey": changed.fields["aws_secret_access_key"]}
    prepared(trial.admin.call("updateVirtualKey", key.slug, query=key.query, body=body), "change the secrets")
    _shows_none_of(trial, old, integration, key)


@check("SEC-015", needs=("first",), given=("SEC-003", "SEC-010"), thorough=True)
def every_view_masks_as_the_integration_does(trial: Trial) -> None:
    used = [(planted, *_used(trial, planted)) for planted in every_provider(trial)]
    for planted, _, provider in used:
        for operation in ("retrieveProvider", "retrieveVirtualKey"):
            answer = trial.admin.call(operation, provider.slug, query=provider.query)
            for shown in masks_in(trial, prepared(answer, "read it").body, planted):
                _hides(shown, answer)
    by_slug = {provider.slug: planted for planted, _, provider in used}
    by_slug |= {integration.slug: planted for planted, integration, _ in used}
    for operation in ("listIntegrations", "listProviders", "listVirtualKeys"):
        for item in trial.walk(operation, workspace_id=trial.first.id):
            planted_there = by_slug.get(str(item.get("slug")))
            for shown in masks_in(trial, item, planted_there) if planted_there else ():
                _hides(shown, None)


@check("SEC-015", needs=("first",), given=("SEC-003", "SEC-010"), thorough=True)
def every_view_masks_short_secrets_wholly(trial: Trial) -> None:
    for planted in list(every_provider(trial))[::3]:
        brief = short(trial, planted, SHORT_LENGTHS[-1])
        integration, provider = _used(trial, brief)
        for answer in _views(trial, integration, provider, trial.admin):
            for shown in masks_in(trial, answer.body, brief):
                _hides(shown, answer)


def _said(exchange: Exchange) -> str:
    """All that an answer says, its headers included."""
    return "\n".join((exchange.text, *exchange.headers.values()))


def _only_masks_tell(exchange: Exchange, contract: Contract, secrets: Secrets) -> bool:
    """Whether it is masks only that show too much of a secret: what they may show is judged apart."""
    names = frozenset(contract.masks.values())
    shown = [json.dumps(value) for name, value in _fields(exchange.json) if name in names]
    if any(secrets.holds_whole(text) for text in shown):
        return False
    rest = json.dumps(_without(exchange.json, names))
    return bool(shown) and not secrets.told_by("\n".join((rest, *exchange.headers.values())))


def _without(node: Any, names: frozenset[str]) -> Any:
    if isinstance(node, dict):
        return {name: _without(value, names) for name, value in node.items() if name not in names}
    return [_without(value, names) for value in node] if isinstance(node, list) else node


def _told(exchange: Exchange, expected: str, actual: str) -> Observed:
    where = exchange.operation.id if exchange.operation else exchange.method
    kind = "error" if exchange.status >= 400 else "answer"
    return Observed(expected, f"{actual} in the {exchange.status} to {exchange.line}", f"{where} {kind}")


def _fields(node: Any, *, resource: bool = True) -> Iterator[tuple[str, Any]]:
    """The fields of an answer at any depth; ``key`` only where it is that of a resource.

    Elsewhere, as in a list of labels, or in a configuration that is free-form, it may be any word.
    """
    if isinstance(node, dict):
        for name, value in node.items():
            if resource or name != "key":
                yield name, value
            yield from _fields(value, resource=resource and name == "data")
    elif isinstance(node, list):
        for value in node:
            yield from _fields(value, resource=resource)


def _detail(trial: Trial, integration: Integration) -> Exchange:
    return prepared(trial.admin.call("retrieveIntegration", integration.slug), "read the integration")


def _read_virtual_key(trial: Trial, key: Provider) -> Exchange:
    answer = trial.admin.call("retrieveVirtualKey", key.slug, query=key.query)
    return prepared(answer, "read the virtual key")


def _used(trial: Trial, planted: Planted) -> tuple[Integration, Provider]:
    """An integration of the first workspace with the planted secrets, and a provider of it."""
    integration = trial.integration(
        **planted.body, workspace_id=trial.first.id, create_default_provider=False
    )
    return integration, trial.provider(integration)


def _virtual_key(trial: Trial, length: int) -> tuple[Planted, Exchange]:
    secret = {"aws_secret_access_key": trial.secret("ab"[: length - 4], length)}
    planted = Planted("bedrock", trial.secret("ab"[: length - 4], length), secret)
    return planted, _read_virtual_key(trial, trial.virtual_key(**_as_virtual_key(planted)))


def _as_virtual_key(planted: Planted) -> dict[str, Any]:
    return {
        "provider": "bedrock",
        "key": planted.key,
        "awsAccessKeyId": "AKIAIOSFODNN7EXAMPLE",
        "awsSecretAccessKey": planted.fields["aws_secret_access_key"],
        "awsRegion": "us-east-1",
    }


def _with_model_headers(trial: Trial, integration: Integration, planted: Planted) -> tuple[Exchange, Planted]:
    """The models of an integration after one was written with the planted headers."""
    model = {"slug": "conf-model", "enabled": True, "is_custom": True, "configurations": dict(planted.fields)}
    answer = trial.admin.call("updateIntegrationModels", integration.slug, body={"models": [model]})
    prepared(answer, "write a model with headers")
    listed = trial.admin.call("listIntegrationModels", integration.slug)
    return prepared(listed, "list the models"), planted


def _views(trial: Trial, integration: Integration, provider: Provider, caller: Caller) -> Iterator[Exchange]:
    """The answers that show something of an integration and its provider."""
    for operation in ("retrieveIntegration", "listIntegrationModels", "listIntegrationWorkspaces"):
        yield caller.call(operation, integration.slug)
    for operation in ("retrieveProvider", "retrieveVirtualKey"):
        yield caller.call(operation, provider.slug, query=provider.query)


def _hides(shown: Shown, answer: Exchange | None) -> None:
    trouble = masks.trouble(shown.mask, shown.secret) if isinstance(shown.secret, str) else None
    if isinstance(shown.secret, dict):
        trouble = next(
            (said for one in shown.secret.values() if (said := masks.trouble(shown.mask, str(one)))), None
        )
    if trouble:
        raise Violation(
            f"{shown.place} to hide its secret", trouble, evidence=[] if answer is None else [answer]
        )


def _is_another(trial: Trial, before: Exchange, after: Exchange, planted: Planted, changed: Planted) -> None:
    were = {shown.place: shown.mask for shown in masks_in(trial, before.body, planted)}
    for shown in masks_in(trial, after.body, changed):
        if isinstance(shown.secret, str) and shown.mask == were.get(shown.place):
            raise Violation(
                f"another {shown.place} after the secret changed", "the mask before", evidence=[after]
            )


def _tells_no_length(
    trial: Trial, sample: Callable[[int], tuple[Planted, Exchange]], lengths: tuple[int, ...]
) -> None:
    """Hold masks of secrets of several lengths against each other; a number of stars drawn by lot is fine."""
    seen: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))

    def look() -> Exchange:
        for length in lengths:
            planted, answer = sample(length)
            for shown in masks_in(trial, answer.body, planted):
                seen[shown.place][length].add(len(str(shown.mask)))
        return answer

    last = look()
    if all(len(set.union(*one.values())) == 1 for one in seen.values()):
        return
    for _ in range(CONFIRMATIONS):
        last = look()
    for place, one in seen.items():
        ranges = sorted((min(each), max(each)) for each in one.values())
        told = len(set(ranges)) > 1 and all(low == high for low, high in ranges)
        if told or all(shorter[1] < longer[0] for shorter, longer in itertools.pairwise(ranges)):
            raise Violation(
                f"{place} of one length for secrets of {', '.join(map(str, lengths))} characters",
                f"lengths {ranges}",
                evidence=[last],
            )


def _no_identifier_is_masked(
    trial: Trial, sent: Mapping[str, Any], stored: Mapping[str, Any], answer: Exchange
) -> None:
    """Hold what is shown of a configuration against what was sent; a view need not show all of it."""
    for name, value in sent.items():
        if name in trial.contract.masks:
            continue
        shown = stored.get(name, value)
        if f"masked_{name}" in stored or (isinstance(value, str) and shown not in (value, None)):
            raise Violation(f"{name} as it was written", "a mask, or another text", evidence=[answer])


def _is_map(secret: Any, mask: Any) -> bool:
    return isinstance(secret, dict) and isinstance(mask, dict)


def _masks_seen(trial: Trial, integration: Integration, provider: Provider, planted: Planted) -> set[str]:
    """The masks that any view shows and that show something."""
    return {
        shown.mask
        for answer in _views(trial, integration, provider, trial.admin)
        for shown in masks_in(trial, answer.body, planted)
        if isinstance(shown.mask, str) and any(one.isalnum() for one in shown.mask)
    }


def _shows_none_of(trial: Trial, old: set[str], integration: Integration, provider: Provider) -> None:
    for answer in _views(trial, integration, provider, trial.admin):
        if any(json.dumps(mask) in answer.text for mask in old):
            raise Violation(
                "no mask of a secret that was replaced", f"one in {answer.line}", evidence=[answer]
            )
    for operation in ("listIntegrations", "listProviders", "listVirtualKeys"):
        for item in trial.walk(operation, workspace_id=trial.first.id):
            if item.get("slug") in (integration.slug, provider.slug):
                text = json.dumps(item)
                require(
                    not any(json.dumps(mask) in text for mask in old),
                    "no mask of a secret that was replaced",
                    f"one in {operation}",
                )
