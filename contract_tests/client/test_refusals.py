"""An argument that is refused takes no secret with it, into no frame of a traceback."""

from __future__ import annotations

import asyncio
import inspect
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from portkey_integrations import AsyncPortkey, Portkey, compat

CANARY = "canary-0123456789abcdef"
BEDROCK = {"aws_auth_type": "accessKey", "aws_region": "r", "aws_secret_access_key": CANARY}
REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("integrations.create", {"name": 3, "ai_provider_id": "openai", "key": CANARY}),
    ("integrations.create", {"ai_provider_id": "openai", "key": CANARY}),
    ("integrations.create", {"name": "a", "ai_provider_id": "openai", "kye": CANARY, "extra_body": {}}),
    ("integrations.create", {"name": "a", "ai_provider_id": "bedrock", "configurations": BEDROCK}),
    ("integrations.create", {"name": "a", "ai_provider_id": "openai", "key": CANARY, "extra_body": 3}),
    ("integrations.update", {"key": CANARY}),
    ("integrations.update", {"slug": "", "key": CANARY}),
    ("integrations.ensure", {"name": "a", "ai_provider_id": "openai", "key": CANARY}),
    ("integrations.ensure", {"slug": "a", "ai_provider_id": "openai", "key": CANARY, "name": 3}),
    ("integrations.ensure", {"slug": "a", "key": CANARY, "name": "a"}),
    ("integrations.rotate_key", {"slug": "", "new_key": CANARY}),
    ("integrations.rotate_key", {"slug": "a", "new_key": CANARY, "verfy": True}),
    ("virtual_keys.create", {"name": 3, "provider": "bedrock", "awsSecretAccessKey": CANARY}),
]


def traceback_of(call: Callable[[], Any]) -> str:
    """The text of a failure, with the locals of every frame but this module's."""
    try:
        made = call()
        if inspect.iscoroutine(made):
            asyncio.run(made)
    except (TypeError, ValueError) as error:
        told = traceback.TracebackException.from_exception(error, capture_locals=True)
        frames = [one for one in told.stack if one.filename != __file__]
        told.stack = traceback.StackSummary.from_list(frames)
        assert any(one.filename.endswith("resources.py") or "compat" in one.filename for one in frames)
        return "".join(told.format())
    raise AssertionError("it was not refused")


OURS, OFFICIAL = (Portkey, AsyncPortkey), (compat.Portkey, compat.AsyncPortkey)
CASES = [
    (client, method, arguments)
    for method, arguments in REFUSED
    # The official SDK has no conveniences, and sends what it does not know.
    for client in (
        OURS if "kye" in arguments or method.endswith(("ensure", "rotate_key")) else (*OURS, *OFFICIAL)
    )
]


@pytest.mark.parametrize(("client", "method", "arguments"), CASES)
def test_no_frame_of_a_refusal_holds_a_secret(
    client: Callable[..., Any], method: str, arguments: dict[str, Any]
) -> None:
    resource, name = method.split(".")
    called = getattr(getattr(client(api_key="k"), resource), name)
    assert CANARY not in traceback_of(lambda: called(**arguments))
