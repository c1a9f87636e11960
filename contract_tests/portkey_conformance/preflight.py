"""Before the run: can this server be judged at all, and with this key?"""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Mapping
from typing import Any

import httpx

from portkey_conformance.exchanges import MISSING, Exchange, Unanswered, Wire
from portkey_conformance.target import Key
from portkey_conformance.trial import Trial


class NotJudgeable(Exception):  # noqa: N818 - names what happened
    """The server cannot be judged; the message says why and what to do, in one sentence."""


def confirm_judgeable(wire: Wire, key: Key) -> None:
    """List one integration with the admin key.

    Raises:
        NotJudgeable: No connection, TLS fails, the key is refused, or something else than the API answers.
    """
    url = wire.target.base_url
    try:
        answer = wire.send("GET", "/integrations", key=key, query={"page_size": 1}, purpose="preflight")
    except Unanswered as error:
        raise NotJudgeable(_why_unanswered(url, error)) from error
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise NotJudgeable(f"{url} cannot be requested ({error}); check the base URL and the key.") from error
    trouble = _why_unfit(url, key, answer)
    if trouble:
        raise NotJudgeable(trouble)


OWN = re.compile(r"conf-[0-9a-f]{6}")
"""What the name or slug of anything begins with that a run of the judge created."""


def confirm_unshared(trial: Trial) -> None:
    """Look whether the account holds what no run of the judge created, before anything is written to it.

    Raises:
        NotJudgeable: It does; the message says how to go on all the same.
    """
    asked: list[tuple[str, dict[str, Any]]] = [("listIntegrations", {})]
    if trial.target.first is not None:
        asked += [(operation, trial.first.query) for operation in ("listProviders", "listVirtualKeys")]
    for operation, query in asked:
        if operation not in trial.contract.operations:
            continue
        items = trial.admin.call(operation, query={**query, "page_size": 100}).body.get("data")
        for item in items if isinstance(items, list) else []:
            if isinstance(item, dict) and not _is_own(item):
                kind = {"listIntegrations": "integrations", "listProviders": "providers"}.get(
                    operation, "virtual keys"
                )
                raise NotJudgeable(
                    f"{trial.target.base_url} holds {kind} that the judge did not create: it may be in use. "
                    "Nothing was written. Give --allow-shared to judge it all the same (only what the run "
                    "creates is touched), or --read-only to send nothing but GET."
                )


def _is_own(item: Mapping[str, Any]) -> bool:
    return any(OWN.match(str(item.get(field) or "")) for field in ("name", "slug", "integration_id"))


def confirm_permitted(trial: Trial) -> None:
    """Create an integration, and list what else the run will touch: a key without the scope is told here.

    Raises:
        NotJudgeable: The key may not do one of these.
    """
    mark = trial.ledger.position()
    body = {"name": trial.name(), "slug": trial.name(), "ai_provider_id": "openai", "key": trial.secret()}
    asked: list[tuple[str, dict[str, Any]]] = [
        ("createIntegration", {"body": body}),
        ("listVirtualKeys", {"query": {"page_size": 1}}),
    ]
    if trial.target.first is not None:
        asked.append(("listProviders", {"query": {"workspace_id": trial.target.first.id}}))
    try:
        for operation, sent in asked:
            if operation not in trial.contract.operations:
                continue
            answer = trial.admin.call(operation, **sent)
            if answer.status == httpx.codes.FORBIDDEN and answer.key is not None:
                raise NotJudgeable(
                    f"The key in {answer.key.variable} is refused {operation} ({answer.summary}); "
                    "use an organisation key with every scope of integrations, providers and virtual keys."
                )
    except Unanswered as error:
        raise NotJudgeable(f"The server stopped answering ({error}).") from error
    finally:
        trial.ledger.clean(mark)


def _why_unanswered(url: str, error: Unanswered) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return (
                f"TLS fails at {url}: {cause.verify_message}; "
                "use a certificate that this machine trusts, or set SSL_CERT_FILE to its authority."
            )
        if isinstance(cause, ssl.SSLError):
            return (
                f"TLS fails at {url}: {cause.reason or cause}; check whether the server speaks https there."
            )
        if isinstance(cause, httpx.ConnectTimeout | httpx.ReadTimeout):
            return f"{url} did not answer in time; check the host, the port and any proxy."
        if isinstance(cause, ConnectionRefusedError):
            return f"Nothing listens at {url} (connection refused); start the server or correct the base URL."
        cause = cause.__cause__ or cause.__context__
    return f"No answer from {url} ({error}); check the host, the port and any proxy."


def _why_unfit(url: str, key: Key, answer: Exchange) -> str | None:
    kind = answer.headers.get("content-type", "")
    if answer.status == httpx.codes.UNAUTHORIZED:
        return f"The server refused the key in {key.variable} (401); set that variable to a valid admin key."
    if answer.status == httpx.codes.FORBIDDEN and isinstance(answer.json, dict):
        return (
            f"The key in {key.variable} may not list integrations (403 {answer.error_code or ''}".rstrip()
            + "); use an organisation key with every scope of integrations, providers and virtual keys."
        )
    if 300 <= answer.status < 400:
        where = answer.headers.get("location", "elsewhere")
        return f"{url} redirects ({answer.status}) to {where}; give the final base URL."
    if ("html" in kind and answer.json is MISSING) or answer.text.lstrip()[:1] == "<":
        return f"{url} answers HTML ({answer.status}), not the API; the base path is probably wrong (…/v1?)."
    if answer.json is MISSING and answer.status != httpx.codes.INTERNAL_SERVER_ERROR:
        return (
            f"{url}/integrations answers {answer.status} without JSON; "
            "the base path is probably wrong (…/v1?)."
        )
    if answer.status in (400, 404, 405) or (answer.ok and not isinstance(answer.json, dict)):
        shown = json.dumps(answer.json)[:120]
        return (
            f"{url}/integrations answers {answer.status} ({shown}), not a list of integrations; "
            "the base path is probably wrong (…/v1?)."
        )
    return None
