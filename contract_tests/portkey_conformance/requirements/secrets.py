"""SEC: no stored secret ever comes back; what comes back is a mask that tells next to nothing."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from portkey_conformance import masks
from portkey_conformance.checks import Observed, check, observation
from portkey_conformance.contract import Contract
from portkey_conformance.exchanges import MISSING, Exchange
from portkey_conformance.redaction import Secrets
from portkey_conformance.samples import integration_examples, secrets_in
from portkey_conformance.trial import Trial, prepared, require, require_equal
from portkey_conformance.verdicts import Violation

KEY_LENGTHS = (16, 40, 120)
MASKS_OF_A_LENGTH = 4
"""So many masks of one length of key tell apart whether the length of a mask comes from it, or by chance."""


@observation("SEC-001")
def no_answer_tells_a_secret(
    exchange: Exchange, contract: Contract, secrets: Secrets
) -> Observed | bool | None:
    if exchange.status >= 400 or not secrets.told_by(_said(exchange)):
        return True if exchange.status < 400 else None
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


@check("SEC-003")
def a_mask_tells_at_most_two_and_three_characters(trial: Trial) -> None:
    integration = trial.integration(key=trial.secret("ab", 40))
    _check_mask(trial.read(integration).get("masked_key"), integration.secret, "masked_key")


@check("SEC-003")
def a_short_secret_is_all_stars(trial: Trial) -> None:
    integration = trial.integration(key=trial.secret("q", 10))
    _check_mask(trial.read(integration).get("masked_key"), integration.secret, "masked_key of a short key")


@check("SEC-004")
def a_mask_does_not_tell_the_length(trial: Trial) -> None:
    seen = {length: [_length_of_mask(trial, length)] for length in KEY_LENGTHS}
    if len({lengths[0] for lengths in seen.values()}) == 1:
        return
    # A server may give each mask a length by chance: then keys of one length have masks of several.
    for length in KEY_LENGTHS * (MASKS_OF_A_LENGTH - 1):
        seen[length].append(_length_of_mask(trial, length))
    ranges = sorted((min(lengths), max(lengths)) for lengths in seen.values())
    told = all(low == high for low, high in ranges)
    told |= all(one[1] < other[0] for one, other in itertools.pairwise(ranges))
    require(
        not told, "masks whose length has nothing to do with the key's", f"lengths of masks by key: {seen}"
    )


def _length_of_mask(trial: Trial, length: int) -> int:
    mask = trial.read(trial.integration(key=trial.secret("ab", length))).get("masked_key")
    return len(mask) if isinstance(mask, str) else 0


@check("SEC-005")
def a_mask_changes_with_its_secret(trial: Trial) -> None:
    integration = trial.integration(key=trial.secret("ab", 40))
    before = trial.read(integration).get("masked_key")
    rotated = trial.secret("yz", 40)
    trial.update(integration, key=rotated)
    after = trial.read(integration).get("masked_key")
    require(after != before, "another mask after the key changed", "the mask of the key before")
    _check_mask(after, rotated, "masked_key after the key changed")


@check("SEC-006")
def every_secret_of_a_configuration_is_masked(trial: Trial) -> None:
    for name, body in integration_examples(trial).items():
        hidden = [(path, secret) for path, secret in secrets_in(trial, body.get("configurations") or {})]
        if not hidden:
            continue
        stored = trial.read(trial.integration(**{"key": MISSING, **body})).get("configurations")
        for path, secret in hidden:
            _is_masked(trial, stored if isinstance(stored, dict) else {}, path[-1], secret, name)


@check("SEC-007")
def a_mask_sent_back_never_becomes_the_secret(trial: Trial) -> None:
    integration = trial.integration(key=trial.secret("ab", 40))
    mask = trial.read(integration).get("masked_key")
    answer = trial.admin.call(
        "updateIntegration", integration.slug, body={"masked_key": mask, "name": trial.name()}
    )
    prepared(answer, "send a mask back")
    require_equal(trial.read(integration).get("masked_key"), mask, "masked_key after it was sent back")


@check("SEC-008")
def an_identifier_stays_as_it_is(trial: Trial) -> None:
    configurations = {
        "aws_auth_type": "accessKey",
        "aws_region": "us-east-1",
        "aws_access_key_id": "AKIAIOSFODNN7EXAMPLE",
        "aws_secret_access_key": trial.secret("wJ", 40),
    }
    made = trial.integration(ai_provider_id="bedrock", key=MISSING, configurations=configurations)
    stored = trial.read(made).get("configurations") or {}
    for name in ("aws_access_key_id", "aws_region", "aws_auth_type"):
        require_equal(stored.get(name), configurations[name], f"configurations.{name}")


@check("SEC-009")
def an_error_does_not_repeat_the_secret(trial: Trial) -> None:
    secret = trial.secret("ab", 40)
    bodies = (
        {"name": 1, "ai_provider_id": "openai", "key": secret},
        {"name": trial.name(), "ai_provider_id": "openai", "key": [secret]},
        {"name": trial.name(), "ai_provider_id": "openai", "key": {"value": secret}},
        {
            "name": trial.name(),
            "ai_provider_id": "bedrock",
            "configurations": {"aws_auth_type": "accessKey", "aws_secret_access_key": secret},
        },
    )
    answers = [trial.admin.call("createIntegration", body=body) for body in bodies]
    answers.append(trial.admin.call("createIntegration", text='{"key": "' + secret))
    for answer in answers:
        if trial.secrets.told_by(answer.text):
            raise Violation("an error that does not repeat what was sent", "the secret", evidence=[answer])


def _said(exchange: Exchange) -> str:
    """All that an answer says, its headers included."""
    return "\n".join((exchange.text, *exchange.headers.values()))


def _told(exchange: Exchange, expected: str, actual: str) -> Observed:
    where = exchange.operation.id if exchange.operation else exchange.method
    kind = "error" if exchange.status >= 400 else "answer"
    return Observed(expected, f"{actual} in the {exchange.status} to {exchange.line}", f"{where} {kind}")


def _fields(node: Any) -> list[tuple[str, Any]]:
    if isinstance(node, dict):
        return [pair for name, value in node.items() for pair in ((name, value), *_fields(value))]
    if isinstance(node, list):
        return [pair for value in node for pair in _fields(value)]
    return []


def _is_masked(trial: Trial, stored: Mapping[str, Any], field: str, secret: Any, example: str) -> None:
    masked_as = trial.contract.masks[field]
    mask = stored.get(masked_as)
    require(field not in stored, f"no configurations.{field} in the example {example}", "the field itself")
    require(mask is not None, f"configurations.{masked_as} in the example {example}", "no such field")
    if isinstance(secret, str):
        _check_mask(mask, secret, masked_as)
    elif field == "custom_headers" and isinstance(mask, dict) and isinstance(secret, dict):
        for name, value in secret.items():
            _check_mask(mask.get(name), value, f"{masked_as}.{name}")


def _check_mask(mask: object, secret: str, name: str) -> None:
    trouble = masks.trouble(mask, secret)
    if trouble:
        raise Violation(f"{name} to hide its secret", trouble)
