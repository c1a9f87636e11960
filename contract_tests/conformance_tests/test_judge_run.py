"""A run of the judge: what it finds, what it says of it, and what it leaves behind."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from portkey_conformance import checks, report
from portkey_conformance.checks import Check, Observation, Observed
from portkey_conformance.contract import Contract
from portkey_conformance.exchanges import Exchange
from portkey_conformance.interrupts import Interrupts
from portkey_conformance.ledger import Created, Ledger
from portkey_conformance.preflight import NotJudgeable
from portkey_conformance.profiles import Profile
from portkey_conformance.redaction import Secrets
from portkey_conformance.runner import Settings, judge
from portkey_conformance.target import Key, Target
from portkey_conformance.trial import Trial, require, require_equal, require_status
from portkey_conformance.verdicts import Inconclusive, Outcome, Skip, Verdict
from small_contract import small_contract
from small_server import KEY, small_server

NO_FUZZING = Profile("none", (), seconds=1, examples=1, sequences=0)
FUZZING = Profile(
    "some", ("examples", "coverage", "fuzzing", "stateful"), seconds=20, examples=5, sequences=2
)


class Silent:
    def step(self, phase: str, label: str, done: int, total: int) -> None:
        """Say nothing."""


Judge = Callable[..., Outcome]


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Judge:
    """Run checks of the test's own against a URL."""

    def run(
        url: str,
        *entries: Check | Observation,
        profile: Profile = NO_FUZZING,
        shared: bool = False,
        **levels: str,
    ) -> Outcome:
        monkeypatch.setattr(checks, "CHECKS", [one for one in entries if isinstance(one, Check)])
        monkeypatch.setattr(checks, "OBSERVATIONS", [one for one in entries if isinstance(one, Observation)])
        monkeypatch.setattr(checks, "load_all", lambda: None)
        contract = small_contract(**(levels or {"CRE_001": "MUST"}))
        target = Target(url, {"admin": Key("admin", "PORTKEY_API_KEY", KEY)})
        return judge(target, contract, Settings(profile, 7, allow_shared=shared), Silent())

    return run


def check(function: Callable[[Trial], None], requirement: str = "CRE-001", **more: Any) -> Check:
    return Check(requirement, function.__name__, more.get("needs", ()), more.get("given", ()), function)


def names_are_kept(trial: Trial) -> None:
    integration = trial.integration()
    name = trial.name()
    trial.update(integration, name=name)
    require_equal(trial.read(integration).get("name"), name, "name")


def creates_answer_200(trial: Trial) -> None:
    require_status(trial.integration().created, 200)


def test_a_check_that_holds_passes(judged: Judge) -> None:
    with small_server() as (url, _):
        outcome = judged(url, check(names_are_kept))
    assert outcome.rulings["CRE-001"].verdict is Verdict.PASS


def test_a_lost_update_is_shown_as_create_update_and_read(judged: Judge) -> None:
    with small_server(forgets_names=True) as (url, _):
        outcome = judged(url, check(names_are_kept))
    (finding,) = outcome.rulings["CRE-001"].findings
    assert [step.split("http")[0].split("-X ")[-1].strip() for step in finding.steps] == [
        "POST",
        "PUT",
        "curl -sS",
    ]


def test_a_failure_that_does_not_come_again_is_told_with_how_often_it_was_tried(judged: Judge) -> None:
    with small_server(fails_first_update_only=True) as (url, _):
        outcome = judged(url, check(names_are_kept))
    ruling = outcome.rulings["CRE-001"]
    assert ruling.verdict is Verdict.FAIL
    (finding,) = ruling.findings
    assert not finding.reproduced
    assert (finding.failures, finding.tries > 3) == (1, True)


def test_a_status_that_is_wrong_does_not_keep_other_checks_from_their_verdict(judged: Judge) -> None:
    with small_server(create_status=201) as (url, _):
        outcome = judged(
            url, check(creates_answer_200), check(names_are_kept, "CRE-002"), CRE_001="MUST", CRE_002="MUST"
        )
    assert outcome.rulings["CRE-001"].verdict is Verdict.FAIL
    assert outcome.rulings["CRE-002"].verdict is Verdict.PASS


def test_one_fault_is_told_once_by_the_requirement_that_others_take_for_granted(judged: Judge) -> None:
    with small_server(forgets_names=True) as (url, _):
        outcome = judged(
            url,
            check(names_are_kept),
            check(names_are_kept, "CRE-002", given=("CRE-001",)),
            CRE_001="MUST",
            CRE_002="MUST",
        )
    assert outcome.rulings["CRE-001"].verdict is Verdict.FAIL
    assert outcome.rulings["CRE-002"].verdict is Verdict.INCONCLUSIVE
    assert "CRE-001" in outcome.rulings["CRE-002"].reason


def test_what_a_target_lacks_is_skipped_with_what_it_would_take(judged: Judge) -> None:
    with small_server() as (url, _):
        outcome = judged(url, check(names_are_kept, needs=("read_only",)))
    ruling = outcome.rulings["CRE-001"]
    assert ruling.verdict is Verdict.SKIP
    assert "keys.read_only" in ruling.reason


def test_a_check_may_skip_itself_or_give_up(judged: Judge) -> None:
    def skips(trial: Trial) -> None:
        raise Skip("a longer list")

    def gives_up(trial: Trial) -> None:
        raise Inconclusive("others keep writing")

    with small_server() as (url, _):
        outcome = judged(url, check(skips), check(gives_up, "CRE-002"), CRE_001="MUST", CRE_002="MUST")
    assert outcome.rulings["CRE-001"].reason == "a longer list"
    assert outcome.rulings["CRE-002"].verdict is Verdict.INCONCLUSIVE


def test_nothing_is_written_where_others_have_resources_unless_that_is_allowed(judged: Judge) -> None:
    with small_server() as (url, state):
        state.integrations["theirs"] = {"id": "1", "slug": "theirs", "name": "n", "ai_provider_id": "openai"}
        with pytest.raises(NotJudgeable, match="--allow-shared"):
            judged(url, check(names_are_kept))
        assert state.created == 0
        state.integrations["theirs"]["slug"] = "conf-0a1b2c-left-by-a-run-that-was-killed"
        judged(url, check(names_are_kept))
        assert state.created > 0


def test_an_interrupted_clean_up_between_checks_loses_sight_of_nothing(
    judged: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    def creates_many(trial: Trial) -> None:
        for _ in range(5):
            trial.integration()

    deletions = 0
    delete = Ledger._delete

    def interrupted(ledger: Ledger, created: Created) -> bool:
        nonlocal deletions
        deletions += 1
        if deletions == 3:
            raise KeyboardInterrupt
        return delete(ledger, created)

    monkeypatch.setattr(Ledger, "_delete", interrupted)
    with small_server() as (url, state):
        outcome = judged(url, check(creates_many))
        assert outcome.interrupted
        assert not state.integrations


def test_what_a_run_created_is_gone_afterwards_and_nothing_else(judged: Judge) -> None:
    with small_server() as (url, state):
        state.integrations["theirs"] = {"id": "1", "slug": "theirs", "name": "n", "ai_provider_id": "openai"}
        levels = {"CRE_001": "MUST", "ERR_001": "MUST"}
        entries = check(names_are_kept), check(creates_answer_200), no_5xx()
        judged(url, *entries, profile=FUZZING, shared=True, **levels)
        assert state.created > 5
        assert list(state.integrations) == ["theirs"]
        assert not [line for line in state.paths if "theirs" in line]


def test_what_cannot_be_deleted_is_told(judged: Judge) -> None:
    with small_server(refuses_deletes=True) as (url, _):
        outcome = judged(url, check(creates_answer_200))
    assert any("Could not delete 2" in note for note in outcome.notes)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_cleans_up_and_tells_what_was_judged_so_far(
    judged: Judge, number: signal.Signals
) -> None:
    def interrupted(trial: Trial) -> None:
        trial.integration()
        signal.raise_signal(number)

    with small_server() as (url, state):
        outcome = judged(
            url, check(creates_answer_200), check(interrupted, "CRE-002"), CRE_001="MUST", CRE_002="MUST"
        )
        assert state.integrations == {}
    assert outcome.interrupted
    assert outcome.rulings["CRE-001"].verdict is Verdict.PASS
    assert outcome.rulings["CRE-002"].verdict is Verdict.SKIP


def test_a_key_that_may_only_read_is_told_before_anything_is_judged(judged: Judge) -> None:
    with small_server(reads_only=True) as (url, _), pytest.raises(NotJudgeable) as told:
        judged(url, check(creates_answer_200))
    assert "PORTKEY_API_KEY is refused createIntegration (403 AB03)" in str(told.value)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_was_being_created_at_the_interruption_is_cleaned_up_too(
    judged: Judge, number: signal.Signals
) -> None:
    with small_server(signals_while_creating=int(number)) as (url, state):
        outcome = judged(url, check(creates_answer_200))
        assert (state.created, state.integrations) == (1, {})
    assert outcome.interrupted


def test_a_signal_is_not_forgotten_where_the_request_fails() -> None:
    interrupts = Interrupts()

    def request() -> None:
        with interrupts.deferred():
            signal.raise_signal(signal.SIGINT)
            raise OSError("no answer")

    with interrupts.raised(), pytest.raises(KeyboardInterrupt):
        request()


def test_a_server_that_hangs_at_the_end_is_not_asked_for_every_deletion(judged: Judge) -> None:
    with small_server() as (url, state):

        def many_and_then_silence(trial: Trial) -> None:
            for _ in range(9):
                trial.integration()
            state.faults.drops_everything = True
            state.paths.clear()

        outcome = judged(url, check(many_and_then_silence))
        tried = [line for line in state.paths if line.startswith("DELETE")]
    assert any("Could not delete 9" in note for note in outcome.notes)
    assert len(set(tried)) == 3


def test_an_undocumented_field_is_told_and_is_no_failure(judged: Judge) -> None:
    with small_server(hidden_field="owner") as (url, _):
        outcome = judged(url, check(names_are_kept))
    assert outcome.rulings["CRE-001"].verdict is Verdict.PASS
    assert "/owner" in outcome.undocumented_fields["retrieveIntegration"]
    assert report.of(outcome, small_contract())["undocumented_fields"] == outcome.undocumented_fields


def test_a_field_that_the_run_sent_is_not_told_as_undocumented(judged: Judge) -> None:
    with small_server(hidden_field="owner") as (url, _):

        def sends_an_owner(trial: Trial) -> None:
            trial.read(trial.integration(owner="me"))

        outcome = judged(url, check(sends_an_owner))
    assert "/owner" not in outcome.undocumented_fields["retrieveIntegration"]


def no_5xx() -> Observation:
    def observe(exchange: Exchange, contract: Contract, secrets: Secrets) -> Observed | bool | None:
        if 0 < exchange.status < 500:
            return True
        return Observed("no 5xx", exchange.summary, "5xx")

    return Observation("ERR-001", observe)


def test_generated_requests_find_a_500_that_no_check_asked_for(judged: Judge) -> None:
    with small_server(fails_on_wrong_names=True) as (url, _):
        outcome = judged(url, no_5xx(), profile=FUZZING, ERR_001="MUST")
    (finding,) = outcome.rulings["ERR-001"].findings
    assert finding.operation == "createIntegration"
    assert finding.source == "generated"
    assert len(outcome.broken_musts) == 1


def test_generated_requests_find_a_connection_that_is_dropped(judged: Judge) -> None:
    with small_server(drops_on_wrong_names=True) as (url, _):
        outcome = judged(url, no_5xx(), profile=FUZZING, ERR_001="MUST")
    (finding,) = outcome.rulings["ERR-001"].findings
    assert finding.actual == "no HTTP answer"


def test_a_should_that_fails_is_shown_but_breaks_no_must(judged: Judge) -> None:
    with small_server(forgets_names=True) as (url, _):
        outcome = judged(url, check(names_are_kept), CRE_001="SHOULD")
    assert outcome.rulings["CRE-001"].verdict is Verdict.FAIL
    assert outcome.broken_musts == []


def test_no_key_and_no_secret_is_in_the_report(judged: Judge, tmp_path: Path) -> None:
    planted: list[str] = []

    def tells(trial: Trial) -> None:
        integration = trial.integration()
        planted.append(integration.secret)
        mask = trial.read(integration).get("masked_key")
        require(mask != integration.secret, "a mask", f"the key {mask}")

    with small_server(tells_keys=True) as (url, _):
        outcome = judged(url, check(tells))
    assert outcome.rulings["CRE-001"].verdict is Verdict.FAIL
    report.write(report.of(outcome, small_contract()), tmp_path)
    for name in report.FILES:
        text = (tmp_path / name).read_text()
        assert KEY not in text
        assert not [secret for secret in planted if secret in text]
    entries = json.loads((tmp_path / "report.json").read_text())
    assert entries["seed"] == 7
    assert entries["contract_version"] == "0.0.1"
    assert entries["requirements"][0]["verdict"] == "fail"
    assert "$PORTKEY_API_KEY" in entries["requirements"][0]["findings"][0]["steps"][0]


def test_html_from_a_wrong_base_path_is_not_judged(judged: Judge) -> None:
    with small_server(html=True) as (url, _), pytest.raises(NotJudgeable, match=r"answers HTML .* base path"):
        judged(url, check(names_are_kept))


def test_a_path_that_is_no_api_is_not_judged(judged: Judge) -> None:
    with small_server() as (url, _), pytest.raises(NotJudgeable, match="base path"):
        judged(url.removesuffix("/v1") + "/admin", check(names_are_kept))


def test_a_server_that_is_not_there_is_not_judged(judged: Judge) -> None:
    with small_server() as (url, _):
        pass
    with pytest.raises(NotJudgeable, match="Nothing listens"):
        judged(url, check(names_are_kept))


def test_tls_that_fails_is_told_as_such(judged: Judge) -> None:
    with small_server() as (url, _), pytest.raises(NotJudgeable, match="TLS fails"):
        judged(url.replace("http://", "https://"), check(names_are_kept))


def test_a_key_that_is_refused_is_told_by_its_variable(
    judged: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("small_server.KEY", "pk-another")
    with (
        small_server() as (url, _),
        pytest.raises(NotJudgeable, match="refused the key in PORTKEY_API_KEY") as told,
    ):
        judged(url, check(names_are_kept))
    assert KEY not in str(told.value)
