"""CRE: what a create answers, stores and refuses."""

from __future__ import annotations

import re
import uuid

from portkey_conformance.checks import check
from portkey_conformance.exchanges import MISSING, Exchange
from portkey_conformance.samples import integration_examples
from portkey_conformance.trial import Trial, require, require_code, require_equal, require_status
from portkey_conformance.verdicts import Violation

SLUG = re.compile(r"[a-zA-Z0-9_-]+")


def _create(trial: Trial, **fields: object) -> Exchange:
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


@check("CRE-003")
def what_was_created_is_there(trial: Trial) -> None:
    for name, body in integration_examples(trial).items():
        made = trial.integration(**{"key": MISSING, **body})
        stored = trial.read(made)
        for field in ("name", "ai_provider_id", "description"):
            if field in body:
                require_equal(stored.get(field), body[field], f"{field} of the example {name}")


@check("CRE-004")
def a_slug_is_generated_when_none_is_given(trial: Trial) -> None:
    name = trial.name()
    made = [trial.integration(name=name, slug=MISSING) for _ in range(2)]
    for one in made:
        require(SLUG.fullmatch(one.slug) is not None, "a slug of letters, digits, _ and -", repr(one.slug))
    require(made[0].slug != made[1].slug, "two slugs for two integrations of one name", "the same slug twice")


@check("CRE-005")
def a_taken_slug_is_refused(trial: Trial) -> None:
    integration = trial.integration()
    require_code(_create(trial, slug=integration.slug), 409, "AB07", "for a slug that is taken")


@check("CRE-006")
def a_required_field_must_be_there(trial: Trial) -> None:
    for missing in ("name", "ai_provider_id"):
        require_code(_create(trial, **{missing: MISSING}), 400, "AB01", f"without {missing}")


@check("CRE-007")
def a_slug_has_allowed_characters_only(trial: Trial) -> None:
    for suffix in (" b", "/b", ".b", "é", "%20"):
        require_code(
            _create(trial, slug=trial.name() + suffix), 400, "AB01", f"for a slug with {suffix[0]!r}"
        )


@check("CRE-008")
def a_configuration_of_another_provider_is_refused(trial: Trial) -> None:
    bedrock = {
        "aws_auth_type": "accessKey",
        "aws_region": "us-east-1",
        "aws_access_key_id": "AKIAEXAMPLE",
        "aws_secret_access_key": trial.secret(length=40),
    }
    for provider in ("azure-openai", "azure-ai", "vertex-ai"):
        answer = _create(trial, ai_provider_id=provider, configurations=bedrock)
        require_code(answer, 400, "AB01", f"for {provider} with a bedrock configuration")


@check("CRE-009")
def conditional_credentials_must_be_complete(trial: Trial) -> None:
    half_a_pair = {
        "aws_auth_type": "accessKey",
        "aws_region": "us-east-1",
        "aws_access_key_id": "AKIAEXAMPLE",
    }
    no_role = {"aws_auth_type": "assumedRole", "aws_region": "us-east-1"}
    for configurations in (half_a_pair, no_role):
        answer = _create(trial, ai_provider_id="bedrock", key=MISSING, configurations=configurations)
        require_code(answer, 400, "AB01", "for bedrock without its credentials")
    entra = {
        "azure_auth_mode": "entra",
        "azure_foundry_url": "https://a.example",
        "azure_entra_tenant_id": "t",
    }
    answer = _create(trial, ai_provider_id="azure-ai", key=MISSING, configurations=entra)
    require_code(answer, 400, "AB01", "for entra without client id and secret")


@check("CRE-010")
def an_unknown_provider_keeps_a_free_form_configuration(trial: Trial) -> None:
    configurations = {"some_region": "north", "some_number": 3, "some_list": ["a", "b"]}
    made = trial.integration(ai_provider_id="some-future-provider", configurations=configurations)
    stored = trial.read(made).get("configurations")
    require(isinstance(stored, dict), "an object of configurations", repr(stored))
    assert isinstance(stored, dict)
    for name, value in configurations.items():
        require_equal(stored.get(name), value, f"configurations.{name}")


@check("CRE-011")
def an_unknown_field_is_no_error(trial: Trial) -> None:
    slug = trial.name()
    answer = _create(trial, slug=slug, some_future_field={"a": 1})
    if not answer.ok:
        require_status(answer, 200, because="for a field that the contract does not know")
    require_equal(answer.body.get("slug"), slug, "the slug, with an unknown field beside it")


@check("CRE-012")
def a_refused_create_leaves_nothing(trial: Trial) -> None:
    slug = trial.name()
    _create(trial, slug=slug, ai_provider_id=MISSING)
    require_status(trial.admin.call("retrieveIntegration", slug), 404, because="after a refused create")
