"""CON: what is asked at the same time is answered as if it had been asked in some order.

Each check first does in a row what it then does at once: where that fails already, another requirement tells
it. A race shows now and then only, so each is run several times; all of its requests are the evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from portkey_conformance.checks import check
from portkey_conformance.exchanges import Exchange
from portkey_conformance.trial import Caller, Integration, Trial, prepared
from portkey_conformance.verdicts import Inconclusive, Violation

Call = Callable[[Caller], Exchange]

ROUNDS = 4
AT_ONCE = 5
FEW = 6
"""A page with fewer items than this is taken to be a whole list, if it is as long as the total says."""
NO_PROVIDER = {"create_default_provider": False}


def _calling(operation: str, slug: str | None = None, **sent: Any) -> Call:
    return lambda caller: caller.call(operation, slug, **sent)


def _raced(trial: Trial, calls: Sequence[Call]) -> list[Exchange]:
    """The answers to calls that are made at once.

    Raises:
        Inconclusive: One is a server error, which another requirement tells.
    """
    answers = trial.at_once(calls)
    for answer in answers:
        if answer.status >= 500:
            raise Inconclusive(f"{answer.line} answered {answer.summary} among others sent at once")
    return answers


def _beforehand(holds: bool, requirement: str) -> None:
    if not holds:
        raise Inconclusive(f"fails in a row already, which {requirement} tells")


def _summaries(answers: Sequence[Exchange]) -> str:
    return ", ".join(sorted(answer.summary for answer in answers))


def _one_succeeds(answers: Sequence[Exchange], refused: tuple[int, ...], what: str) -> Exchange:
    """The answer that succeeded.

    Raises:
        Violation: None or several did, or another was refused otherwise than it must be.
    """
    winners = [answer for answer in answers if answer.ok]
    if len(winners) != 1 or any(answer.status not in refused for answer in answers if not answer.ok):
        words = " or ".join(str(status) for status in refused)
        raise Violation(
            f"one success and {words} for the others, {what}", _summaries(answers), evidence=answers
        )
    return winners[0]


@check("CON-001", thorough=True)
def one_creation_of_a_slug_succeeds(trial: Trial) -> None:
    def creation(slug: str) -> Call:
        body = {"name": trial.name(), "slug": slug, "ai_provider_id": "openai", "key": trial.secret()}
        return _calling("createIntegration", body=body)

    taken = trial.integration().slug
    _beforehand(creation(taken)(trial.admin).status == 409, "CRE-005")
    for _ in range(ROUNDS):
        slug = trial.name()
        answers = _raced(trial, [creation(slug) for _ in range(AT_ONCE)])
        made = _one_succeeds(answers, (409,), "of creations of one slug at once")
        stored = trial.read(slug).get("id")
        if stored != made.body.get("id"):
            raise Violation("the integration whose creation succeeded", "another one", evidence=answers)
    listed = [item.get("slug") for item in trial.walk("listIntegrations")].count(slug)
    if listed != 1:
        raise Violation("one integration with the slug in the list", f"{listed} of them", evidence=answers)


def _changes(number: int) -> Iterator[dict[str, Any]]:
    yield {"name": f"conformance {number}"}
    yield {"description": f"description {number}"}
    yield {"configurations": {"openai_organization": f"org-{number}"}}
    yield {"pricing_adjustments": {"multiplier": {"default": number + 0.5}}}
    yield {"secret_mappings": []}


def _lost(stored: Mapping[str, Any], changes: Sequence[Mapping[str, Any]]) -> list[str]:
    """The fields of the changes that are stored otherwise."""
    shown = {
        "name": stored.get("name"),
        "description": stored.get("description"),
        "configurations": {
            "openai_organization": (stored.get("configurations") or {}).get("openai_organization")
        },
        "pricing_adjustments": {
            "multiplier": {
                "default": ((stored.get("pricing_adjustments") or {}).get("multiplier") or {}).get("default")
            }
        },
        "secret_mappings": stored.get("secret_mappings") or [],
    }
    return [name for change in changes for name, value in change.items() if shown[name] != value]


@check("CON-002", thorough=True)
def updates_of_different_fields_all_hold(trial: Trial) -> None:
    integration = trial.integration()
    for change in _changes(0):
        trial.update(integration, **change)
    _beforehand(not _lost(trial.read(integration), list(_changes(0))), "UPD-002 or UPD-003")
    for number in range(1, ROUNDS + 1):
        changes = list(_changes(number))
        answers = _raced(
            trial, [_calling("updateIntegration", integration.slug, body=change) for change in changes]
        )
        # A server may tell one of them that it came in the way of another; that one need not hold.
        done = [change for change, answer in zip(changes, answers, strict=True) if answer.ok]
        read = prepared(trial.admin.call("retrieveIntegration", integration.slug), "read the integration")
        if lost := _lost(read.body, done):
            raise Violation(
                "every field of updates that were sent at once",
                f"the value of before in {', '.join(lost)}",
                evidence=[*answers, read],
            )


@check("CON-007", thorough=True)
def an_update_holds_whole_or_not_at_all(trial: Trial) -> None:
    integration = trial.integration()
    trial.update(integration, name="conformance", description="conformance")

    def reads(caller: Caller) -> list[Exchange]:
        return [caller.call("retrieveIntegration", integration.slug) for _ in range(3)]

    for number in range(ROUNDS):
        texts = [f"conformance {number}-{one}" for one in range(4)]
        # In either order of the fields, since a server may write them in the order in which they come.
        bodies = [
            dict.fromkeys(("name", "description")[:: -1 if place % 2 else 1], text)
            for place, text in enumerate(texts)
        ]
        writes = [_calling("updateIntegration", integration.slug, body=body) for body in bodies]
        results = trial.at_once([*(_alone(write) for write in writes), reads])
        answers = [answer for result in results for answer in result]
        last = trial.admin.call("retrieveIntegration", integration.slug)
        for read in (*results[-1], last):
            name, description = read.body.get("name"), read.body.get("description")
            if read.ok and name != description:
                raise Violation(
                    "name and description of one of the updates that were sent at once",
                    f"the name {name!r} and the description {description!r}",
                    evidence=[*answers, last],
                )


@check("CON-003")
def one_deletion_succeeds(trial: Trial) -> None:
    first = trial.integration()
    prepared(trial.admin.call("deleteIntegration", first.slug), "delete an integration")
    _beforehand(trial.admin.call("deleteIntegration", first.slug).status == 404, "DEL-004")
    for _ in range(ROUNDS):
        integration = trial.integration()
        answers = _raced(trial, [_calling("deleteIntegration", integration.slug)] * 4)
        _one_succeeds(answers, (404, 409), "of deletions at once")


@check("CON-008", needs=("first",), thorough=True)
def an_update_does_not_bring_back_what_is_deleted(trial: Trial) -> None:
    for _ in range(ROUNDS):
        integration = trial.integration()
        entry = {"id": trial.first.slug, "enabled": True, **NO_PROVIDER}
        writes = [
            _calling("updateIntegration", integration.slug, body={"name": trial.name()}),
            _calling("updateIntegration", integration.slug, body={"description": "beside a deletion"}),
            _calling("updateIntegrationModels", integration.slug, body={"models": [_custom("beside")]}),
            _calling(
                "updateIntegrationWorkspaces", integration.slug, body={"workspaces": [entry], **NO_PROVIDER}
            ),
        ]
        delete = _calling("deleteIntegration", integration.slug)
        answers = _raced(trial, [*writes[:2], delete, *writes[2:]])
        if not answers[2].ok:
            raise Inconclusive(f"the deletion answered {answers[2].summary}")
        for operation in ("retrieveIntegration", "listIntegrationModels", "listIntegrationWorkspaces"):
            read = trial.admin.call(operation, integration.slug)
            if read.ok:
                raise Violation(
                    "404 for what was deleted while others updated it",
                    f"{read.summary} to {read.line}",
                    evidence=[*answers, read],
                )


@check("CON-004", needs=("first",), thorough=True)
def a_list_is_whole_while_others_write(trial: Trial) -> None:
    scope = {"workspace_id": trial.first.id}
    own: dict[str, Any] = {"workspace_id": trial.first.id, **NO_PROVIDER}
    there = {trial.integration(**own).slug for _ in range(2)}

    def lists(caller: Caller) -> list[Exchange]:
        return [caller.call("listIntegrations", query=scope) for _ in range(3)]

    for _ in range(ROUNDS):
        gone, leaves = trial.integration(**own).slug, trial.integration(**own).slug
        prepared(trial.admin.call("deleteIntegration", gone), "delete an integration")
        bodies = [
            {"name": trial.name(), "slug": trial.name(), "ai_provider_id": "openai", "key": trial.secret()}
            for _ in range(2)
        ]
        writes = [_calling("createIntegration", body={**body, **own}) for body in bodies]
        writes.append(_calling("deleteIntegration", leaves))
        results = trial.at_once([*(_alone(write) for write in writes), lists, lists])
        answers = [answer for result in results for answer in result]
        for page in answers[len(writes) :]:
            _judge_page(page, there, gone, answers)
        for body in bodies:
            trial.admin.call("deleteIntegration", body["slug"])


def _alone(call: Call) -> Callable[[Caller], list[Exchange]]:
    return lambda caller: [call(caller)]


def _judge_page(page: Exchange, there: set[str], gone: str, answers: Sequence[Exchange]) -> None:
    items = prepared(page, "list integrations").body.get("data") or []
    shown = [item.get("slug") for item in items if isinstance(item, dict)]
    if len(set(shown)) != len(shown):
        raise Violation("each integration once on a page", "one of them twice", evidence=answers)
    if gone in shown:
        raise Violation("nothing that was deleted before", "a deleted integration", evidence=answers)
    if len(shown) == page.body.get("total") and len(shown) < FEW and not there <= set(shown):
        raise Violation(
            "what nobody deletes, on a page with all there is", "a page without it", evidence=answers
        )


def _custom(name: str) -> dict[str, Any]:
    return {"slug": f"ft:gpt-4o:{name}", "enabled": True, "is_custom": True, "base_model_slug": "gpt-4o"}


def _models(trial: Trial, integration: Integration) -> tuple[set[str], Exchange]:
    read = prepared(trial.admin.call("listIntegrationModels", integration.slug), "read models")
    return {str(model.get("slug")) for model in read.body.get("models") or []}, read


@check("CON-005", thorough=True)
def writes_of_different_models_all_hold(trial: Trial) -> None:
    integration = trial.integration()
    for name in ("one", "two"):
        body = {"models": [_custom(name)]}
        prepared(trial.admin.call("updateIntegrationModels", integration.slug, body=body), "write models")
    _beforehand({"ft:gpt-4o:one", "ft:gpt-4o:two"} <= _models(trial, integration)[0], "MOD-001 or MOD-002")
    for number in range(ROUNDS):
        leaves = _custom(f"{number}-leaves")
        body = {"models": [leaves]}
        prepared(trial.admin.call("updateIntegrationModels", integration.slug, body=body), "write models")
        models = [_custom(f"{number}-{one}") for one in range(AT_ONCE - 1)]
        writes = [
            _calling("updateIntegrationModels", integration.slug, body={"models": [one]}) for one in models
        ]
        removal = _calling("deleteIntegrationModels", integration.slug, query={"slugs": leaves["slug"]})
        answers = _raced(trial, [*writes, removal])
        shown, read = _models(trial, integration)
        written = {one["slug"] for one, answer in zip(models, answers, strict=False) if answer.ok}
        if not written <= shown:
            raise Violation(
                "every model that was written at once with others",
                f"{len(written - shown)} of {len(written)} missing",
                evidence=[*answers, read],
            )
        if answers[-1].ok and leaves["slug"] in shown:
            raise Violation("the model removed", "it is there", evidence=[*answers, read])


@check("CON-009", needs=("first", "second"))
def writes_of_different_workspaces_all_hold(trial: Trial) -> None:
    integration = trial.integration()

    def written(value: int) -> list[Call]:
        limits = [{"type": "requests", "unit": "rpm", "value": value}]
        return [
            _calling(
                "updateIntegrationWorkspaces",
                integration.slug,
                body={
                    "workspaces": [{"id": one.slug, "enabled": True, "rate_limits": limits, **NO_PROVIDER}],
                    **NO_PROVIDER,
                },
            )
            for one in (trial.first, trial.second)
        ]

    def lost(value: int) -> tuple[list[str], Exchange]:
        read = prepared(
            trial.admin.call("listIntegrationWorkspaces", integration.slug), "read workspace access"
        )
        held = {
            entry.get("id"): [one.get("value") for one in entry.get("rate_limits") or []]
            for entry in read.body.get("workspaces") or []
            if entry.get("enabled") is True
        }
        return [one.slug for one in (trial.first, trial.second) if held.get(one.slug) != [value]], read

    for call in written(1):
        prepared(call(trial.admin), "write workspace access")
    _beforehand(not lost(1)[0], "ACC-001, ACC-003 or LIM-001")
    for number in range(ROUNDS):
        value = 100 + number
        answers = _raced(trial, written(value))
        if not all(answer.ok for answer in answers):
            continue
        missing, read = lost(value)
        if missing:
            raise Violation(
                "the access of both workspaces that were written at once",
                f"that of before for {' and '.join(missing)}",
                evidence=[*answers, read],
            )


@check("CON-006", needs=("first",), thorough=True)
def one_creation_of_a_provider_slug_succeeds(trial: Trial) -> None:
    integration = trial.integration()
    trial.grant(integration, trial.first)

    def creation(slug: str) -> Call:
        body = {
            "name": trial.name(),
            "slug": slug,
            "integration_id": integration.slug,
            "workspace_id": trial.first.id,
        }
        return _calling("createProvider", body=body)

    taken = trial.provider(integration).slug
    _beforehand(creation(taken)(trial.admin).status == 409, "PRV-008")
    for _ in range(ROUNDS):
        slug = trial.name()
        answers = _raced(trial, [creation(slug) for _ in range(AT_ONCE)])
        _one_succeeds(answers, (409,), "of creations of one provider slug at once")


def _providers(trial: Trial, integration: Integration) -> list[Mapping[str, Any]]:
    items = trial.walk("listProviders", workspace_id=trial.first.id)
    return [item for item in items if item.get("integration_id") == integration.slug]


@check("CON-010", needs=("first",), thorough=True)
def access_given_at_once_makes_one_provider(trial: Trial) -> None:
    body = {"workspaces": [{"id": trial.first.slug, "enabled": True}]}
    for number in range(ROUNDS + 1):
        integration = trial.integration()
        grant = _calling("updateIntegrationWorkspaces", integration.slug, body=body)
        if not number:
            grant(trial.admin), grant(trial.admin)
            _beforehand(len(_providers(trial, integration)) == 1, "ACC-005 or ACC-016")
            continue
        answers = _raced(trial, [grant] * 8)
        made = len(_providers(trial, integration))
        if any(answer.ok for answer in answers) and made != 1:
            raise Violation(
                "one provider where access is given several times at once", f"{made}", evidence=answers
            )


@check("CON-011", needs=("first",), thorough=True)
def no_provider_outlives_the_access_taken_away_beside_its_creation(trial: Trial) -> None:
    integration = trial.integration()
    revoked = {"workspaces": [{"id": trial.first.slug, "enabled": False}], **NO_PROVIDER}
    revoke = _calling("updateIntegrationWorkspaces", integration.slug, body=revoked)
    for number in range(ROUNDS + 1):
        trial.grant(integration, trial.first)
        creations = [
            _calling(
                "createProvider",
                body={
                    "name": trial.name(),
                    "integration_id": integration.slug,
                    "workspace_id": trial.first.id,
                },
            )
            for _ in range(AT_ONCE - 1)
        ]
        if not number:
            prepared(creations[0](trial.admin), "create a provider")
            prepared(revoke(trial.admin), "take access away")
            _beforehand(not _active(trial, integration), "ACC-013")
            continue
        answers = _raced(trial, [*creations[:2], revoke, *creations[2:]])
        if answers[2].ok and (left := _active(trial, integration)):
            raise Violation(
                "no active provider in a workspace whose access was taken away beside their creation",
                f"{left} of them",
                evidence=answers,
            )


def _active(trial: Trial, integration: Integration) -> int:
    return sum(item.get("status") == "active" for item in _providers(trial, integration))
