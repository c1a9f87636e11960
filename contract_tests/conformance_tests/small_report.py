"""A report with one of everything that a report may show, hostile text of a server included."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from portkey_conformance import report
from portkey_conformance.report import Report
from portkey_conformance.verdicts import Accepted, Finding, Outcome, rulings_for
from small_contract import small_contract

HOSTILE = "<script>alert(1)</script> \x1b[2J\n::error::forged | **bold** `x` ]]> \x00 & 100%"
URL = "http://127.0.0.1:8787/v1"

FINDING = Finding(
    requirement="CRE-001",
    operation="createIntegration",
    expected="200",
    actual=f"201 with {HOSTILE}",
    steps=(
        f"curl -sS -X POST {URL}/integrations -H \"x-portkey-api-key: $PORTKEY_API_KEY\" --data-raw '<b>'",
    ),
    python="import os\n\nimport httpx\n",
    requests=(
        {"method": "POST", "path": "/integrations", "query": [], "headers": [], "key": "PORTKEY_API_KEY"},
    ),
    tries=3,
    failures=3,
    check="a_creation_answers_200",
    cause="a_creation_answers_200",
)
FLAKY = replace(
    FINDING,
    operation="updateIntegration",
    actual="an old name",
    tries=40,
    failures=3,
    check="",
    source="memory",
    cause="flaky",
)
KNOWN = replace(
    FINDING,
    requirement="CRE-003",
    actual="a name in capitals",
    cause="known",
    accepted=Accepted("our proxy does that; ticket 7", date(2027, 3, 1)),
)


def small_outcome() -> Outcome:
    """CRE-001 fails twice, CRE-002 passes, CRE-003 is accepted, ERR-001 inconclusive, ERR-002 skipped."""
    contract = small_contract(
        CRE_001="MUST", CRE_002="MUST", CRE_003="MUST", ERR_001="SHOULD", ERR_002="MUST"
    )
    rulings = rulings_for(contract.requirements.values())
    rulings["CRE-001"].add(FINDING)
    rulings["CRE-001"].add(FLAKY)
    rulings["CRE-002"].passed = 1
    rulings["CRE-003"].add(KNOWN)
    rulings["ERR-001"].undecided.append(f"500 in the preparation: {HOSTILE}")
    rulings["ERR-002"].skipped.append("needs keys.read_only")
    return Outcome(
        rulings,
        seed=7,
        profile="quick",
        base_url=URL,
        contract_version=contract.version,
        seconds=1.5,
        requests=12,
        started=datetime(2026, 11, 25, 1, 2, 3, tzinfo=UTC),
        notes=[f"Could not delete 1 of what the run created: {HOSTILE}."],
        undocumented_fields={"retrieveIntegration": [f"/{HOSTILE}"]},
    )


def small_report() -> Report:
    """The report of :func:`small_outcome`."""
    return report.of(
        small_outcome(),
        small_contract(CRE_001="MUST", CRE_002="MUST", CRE_003="MUST", ERR_001="SHOULD", ERR_002="MUST"),
    )
