"""CRE: what a create answers, stores and refuses."""

from __future__ import annotations

import re
import uuid
from typing import Any

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


@check("CRE-013")
def a_create_changes_nothing_else(trial: Trial) -> None:
    bystander = trial.integration(description="stays")
    before = trial.read(bystander)
    trial.integration(name=str(before.get("name")), description="another")
    after = trial.read(bystander)
    for field in ("id", "slug", "name", "description", "masked_key", "created_at"):
        require_equal(after.get(field), before.get(field), f"{field} of an integration beside a new one")


def _modes(trial: Trial) -> list[tuple[str, dict[str, Any]]]:
    azure = {"azure_foundry_url": "https://models.example"}
    entra = {"azure_entra_tenant_id": "tenant", "azure_entra_client_id": "client"}
    aws = {"aws_region": "us-east-1"}
    vertex = {"vertex_region": "us-central1"}
    account = {"type": "service_account", "project_id": "p", "private_key": trial.secret(length=60)}
    return [
        ("azure-ai", {"azure_auth_mode": "default", **azure}),
        (
            "azure-ai",
            {
                "azure_auth_mode": "entra",
                **azure,
                **entra,
                "azure_entra_client_secret": trial.secret(length=40),
            },
        ),
        ("azure-ai", {"azure_auth_mode": "entraFederated", **azure, **entra}),
        ("azure-ai", {"azure_auth_mode": "managed", **azure}),
        (
            "azure-ai",
            {
                "azure_auth_mode": "workload",
                **azure,
                "azure_workload_tenant_id": "t",
                "azure_workload_client_id": "c",
            },
        ),
        (
            "bedrock",
            {
                "aws_auth_type": "accessKey",
                **aws,
                "aws_access_key_id": "AKIAEXAMPLE",
                "aws_secret_access_key": trial.secret(length=40),
            },
        ),
        ("bedrock", {"aws_auth_type": "assumedRole", **aws, "aws_role_arn": "arn:aws:iam::1:role/r"}),
        (
            "sagemaker",
            {
                "aws_auth_type": "assumedRole",
                **aws,
                "aws_role_arn": "arn:aws:iam::1:role/r",
                "amzn_sagemaker_model_name": "m",
            },
        ),
        ("vertex-ai", {"vertex_auth_type": "basic", **vertex, "vertex_project_id": "p"}),
        (
            "vertex-ai",
            {"vertex_auth_type": "serviceAccount", **vertex, "vertex_service_account_json": account},
        ),
        ("vertex-ai", {"vertex_auth_type": "workload", **vertex, "vertex_project_id": "p"}),
        ("workers-ai", {"workers_ai_account_id": "account"}),
        ("huggingface", {"huggingface_base_url": "https://models.example"}),
        ("cortex", {"snowflake_account": "account"}),
        (
            "openai",
            {"openai_organization": "org", "openai_project": "proj", "custom_host": "https://a.example"},
        ),
        ("some-future-provider", {"custom_host": "https://a.example"}),
    ]


@check("CRE-014")
def every_mode_is_taken(trial: Trial) -> None:
    for provider, configurations in _modes(trial):
        answer = _create(trial, ai_provider_id=provider, configurations=configurations)
        mode = next((value for name, value in configurations.items() if "auth" in name), "")
        require_status(answer, 200, because=f"for {provider} {mode} with its credentials".replace("  ", " "))
        stored = trial.read(str(answer.body.get("slug"))).get("configurations") or {}
        for name, value in configurations.items():
            if name not in trial.contract.masks:
                require_equal(stored.get(name), value, f"configurations.{name} of {provider}")


@check("CRE-015")
def a_key_that_is_needed_must_be_there(trial: Trial) -> None:
    for provider, configurations in (("openai", MISSING), ("workers-ai", {"workers_ai_account_id": "a"})):
        answer = _create(trial, ai_provider_id=provider, key=MISSING, configurations=configurations)
        require_code(answer, 400, "AB01", f"for {provider} without a key")
    made = _create(trial, key=MISSING, configurations={"is_key_required": False})
    require_status(made, 200, because="for openai where no key is needed")


@check("CRE-016", needs=("first",))
def an_integration_of_a_workspace_brings_its_provider(trial: Trial) -> None:
    slug = trial.name()
    trial.integration(workspace_id=trial.first.id, default_provider_slug=slug)
    answer = trial.admin.call("retrieveProvider", slug, query={"workspace_id": trial.first.id})
    require_status(answer, 200, because="for the provider that the integration brings")
    bare = trial.integration(workspace_id=trial.first.id, create_default_provider=False)
    items = trial.walk("listProviders", workspace_id=trial.first.id)
    if any(item.get("integration_id") == bare.slug for item in items):
        raise Violation("no provider with create_default_provider: false", "a provider")


@check("CRE-017", needs=("first",))
def a_default_provider_slug_has_its_bounds(trial: Trial) -> None:
    for slug in (f"{trial.name()} b", f"{trial.name()}é", trial.name().ljust(256, "a")):
        answer = _create(trial, workspace_id=trial.first.id, default_provider_slug=slug)
        require_code(answer, 400, "AB01", "for a default_provider_slug that slugs do not allow")
