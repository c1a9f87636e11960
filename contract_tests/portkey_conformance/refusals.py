"""Which requirement says best that a body is refused, by where the body breaks its schema.

A fault is told under one name, whether a check sent the body or a generator made it.
"""

from __future__ import annotations

from portkey_conformance.checks import Observed, observation
from portkey_conformance.contract import Contract, Operation, SchemaError
from portkey_conformance.exchanges import MISSING, Exchange
from portkey_conformance.redaction import Secrets
from portkey_conformance.trial import require_code
from portkey_conformance.verdicts import Inconclusive

ANY_BODY = "ERR-003"
LIMITS = frozenset({"usage_limits", "rate_limits"})

BY_PLACE = {
    ("createIntegration", "", "required"): "CRE-006",
    ("createIntegration", "/configurations", "required"): "CRE-006",
    ("createIntegration", "/slug", "pattern"): "CRE-007",
    ("createIntegration", "/default_provider_slug", "pattern"): "CRE-017",
    ("createIntegration", "/default_provider_slug", "maxLength"): "CRE-017",
    ("createProvider", "", "required"): "PRV-021",
    ("createProvider", "/slug", "pattern"): "PRV-022",
    ("createVirtualKey", "", "required"): "VKY-015",
}
"""By operation, place and keyword: what is refused there has a requirement of its own."""
BOUNDS = frozenset({"enum", "maxLength", "minItems", "required"})


def requirement_on(operation: Operation, error: SchemaError) -> str:
    """The requirement that a server breaks where it takes a body with this error."""
    parts = error.location.split("/")
    if not LIMITS.isdisjoint(parts):
        return "LIM-002" if operation.id == "updateIntegrationWorkspaces" else "LIM-006"
    if "pricing_adjustments" in parts:
        return "PRI-003"
    if "pricing_config" in parts:
        return "PRI-006"
    if parts[-1] == "target_field" and error.keyword == "pattern":
        return "VKY-020" if "VirtualKey" in operation.id else "CRE-025"
    named = BY_PLACE.get((operation.id, error.location, error.keyword))
    if named is None and "configurations" in parts and error.keyword in BOUNDS:
        return "CRE-028"
    return named or ANY_BODY


def taken(requirement: str, exchange: Exchange, contract: Contract) -> Observed | bool | None:
    """What to observe of a body that breaks the contract in the way that is the requirement's."""
    operation = exchange.operation
    if operation is None or not operation.has_body or exchange.sent is MISSING:
        return None
    broken = [
        (requirement_on(operation, one), one) for one in contract.refusal_errors(operation, exchange.sent)
    ]
    errors = [one for name, one in broken if name == requirement]
    if not errors or (requirement == ANY_BODY and len(errors) < len(broken)):
        return None
    if not exchange.ok:
        return True
    return Observed(
        f"400 for a body that breaks its schema ({errors[0]})",
        f"{exchange.status} to {exchange.line}",
        f"{operation.id} {errors[0].location} {errors[0].keyword}",
    )


def observe_for(requirement: str) -> None:
    """Register an observation of all generated bodies; a check tells of those that it sends itself."""

    @observation(requirement)
    def generated(exchange: Exchange, contract: Contract, secrets: Secrets) -> Observed | bool | None:
        return None if exchange.purpose == "check" else taken(requirement, exchange, contract)


def require_refused(exchange: Exchange) -> None:
    """For a check of what a refusal leaves: that there was one, with 400 and AB01.

    Raises:
        Inconclusive: The body was taken, which the requirement on such bodies tells.
    """
    if exchange.ok:
        raise Inconclusive(f"{exchange.line} took a body that breaks its schema")
    require_code(exchange, 400, "AB01", "for a body that breaks its schema")
