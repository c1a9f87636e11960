"""AUT: a request without a valid key gets 401, before anything else is looked at."""

from __future__ import annotations

from portkey_conformance.checks import check
from portkey_conformance.exchanges import KEY_HEADER
from portkey_conformance.samples import requests_about
from portkey_conformance.target import Key
from portkey_conformance.trial import Caller, Trial, require_code, require_equal, require_status

MALFORMED_KEYS = ("x", "Bearer x", "pk-" + "0" * 512)


@check("AUT-001")
def no_key_is_refused_everywhere(trial: Trial) -> None:
    integration = trial.integration()
    for request in requests_about(trial, integration):
        require_status(request.send(trial.nobody), 401, because="without a key")


@check("AUT-002")
def an_unknown_key_is_refused_everywhere(trial: Trial) -> None:
    integration = trial.integration()
    for request in requests_about(trial, integration):
        require_status(request.send(trial.stranger), 401, because="with a key that nobody has")


@check("AUT-002")
def a_malformed_key_is_refused(trial: Trial) -> None:
    for text in MALFORMED_KEYS:
        caller = Caller(trial.wire, Key("unknown", "SOME_MALFORMED_KEY", text))
        require_status(caller.call("listIntegrations"), 401, because="with a malformed key")


@check("AUT-003", needs=("revoked",))
def a_revoked_key_is_refused_everywhere(trial: Trial) -> None:
    integration = trial.integration()
    for request in requests_about(trial, integration):
        require_status(request.send(trial.as_role("revoked")), 401, because="with a revoked key")


@check("AUT-004")
def a_missing_key_is_told_before_any_other_error(trial: Trial) -> None:
    absent = trial.name()
    for caller in (trial.nobody, trial.stranger):
        because = "before any other error"
        require_status(caller.call("retrieveIntegration", absent), 401, because=because)
        require_status(caller.call("deleteIntegration", absent), 401, because=because)
        require_status(caller.call("createIntegration", body={"name": 1}), 401, because=because)
        require_status(caller.call("createIntegration", text="{not json"), 401, because=because)
        require_status(caller.call("listIntegrations", query={"page_size": -1}), 401, because=because)


@check("AUT-005")
def a_refused_request_changes_nothing(trial: Trial) -> None:
    integration = trial.integration()
    before = trial.read(integration)
    for caller in (trial.nobody, trial.stranger):
        caller.call("updateIntegration", integration.slug, body={"name": trial.name()})
        caller.call("deleteIntegration", integration.slug)
    require_equal(trial.read(integration).get("name"), before.get("name"), "the name after refused writes")


@check("AUT-006")
def a_refusal_has_the_code_of_its_kind(trial: Trial) -> None:
    require_code(trial.nobody.call("listIntegrations"), 401, "AB05")
    require_code(trial.stranger.call("listIntegrations"), 401, "AB05")


@check("AUT-007")
def a_key_in_the_query_is_no_key(trial: Trial) -> None:
    secret = trial.secrets.plant("pk")
    require_status(trial.nobody.call("listIntegrations", query={KEY_HEADER: secret}), 401)


@check("AUT-008")
def a_key_that_is_almost_right_is_refused(trial: Trial) -> None:
    assert trial.admin.key is not None
    key = trial.admin.key.value
    almost = [key[:-1], key + "0", key[: len(key) // 2], key[1:], f"{key}x", key[::-1]]
    almost += [swapped for swapped in (key.swapcase(),) if swapped != key]
    for text in almost:
        caller = Caller(trial.wire, Key("unknown", "A_KEY_THAT_IS_ALMOST_RIGHT", text))
        answer = caller.call("listIntegrations", query={"page_size": 1})
        require_status(answer, 401, because="with a key that is almost right")
