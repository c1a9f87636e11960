"""No false alarm: what a server may decide for itself is never held against it, and nothing of it is left."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from portkey_conformance.target import Target, load_target
from stored import stored

from faults.broken_server import Behaviour, broken_server, no_fault
from faults.judging import failed, judged
from faults.liberties import every_liberty


@pytest.mark.parametrize("behaviour", [no_fault, every_liberty])
def test_a_server_that_conforms_has_no_finding_and_keeps_nothing_of_the_run(
    behaviour: Behaviour, tmp_path: Path
) -> None:
    with broken_server(tmp_path, behaviour) as file:
        target = load_target(None, file, {})
        made_before(target)
        before = stored(tmp_path / "db.sqlite")
        code, report = judged(file, profile="standard")
        after = stored(tmp_path / "db.sqlite")
    assert (code, failed(report)) == (0, set())
    assert report["summary"]["inconclusive"] == 0
    assert after == before


@pytest.mark.parametrize(
    ("role", "ends_with"), [("admin", 0), ("workspace", 0), ("other_organisation", 0), ("read_only", 3)]
)
def test_one_key_alone_of_whatever_kind_gives_no_false_alarm(
    role: str, ends_with: int, tmp_path: Path
) -> None:
    with broken_server(tmp_path, no_fault) as file:
        target = load_target(None, file, {})
        alone = tmp_path / "alone"
        alone.mkdir()
        (alone / "target.toml").write_text(f'base_url = "{target.base_url}"\n[keys]\nadmin = "ONLY_KEY"\n')
        (alone / "target.env").write_text(f"ONLY_KEY={target.keys[role].value}\n")
        code, report = judged(alone / "target.toml")
    assert code == ends_with
    assert failed(report) == set()


def made_before(target: Target) -> None:
    """What the server's owner has on it: an integration, and a virtual key with one behind it."""
    assert target.first is not None
    virtual_key = {"provider": "openai", "key": "sk-0123456789abcdef", "workspace_id": target.first.id}
    integration = {"ai_provider_id": "openai", "slug": "theirs", "key": "sk-0123456789abcdef"}
    for path, body in (("integrations", integration), ("virtual-keys", virtual_key)):
        answer = httpx.post(
            f"{target.base_url}/{path}",
            json={"name": "theirs", **body},
            headers={"x-portkey-api-key": target.keys["admin"].value},
        )
        answer.raise_for_status()
