"""`export`, `plan` and `apply`: what is exported is applied, and exported again, byte by byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from portkey_reference_server.contract import Contract
from portkey_reference_server.fixtures import read_fixtures
from portkey_reference_server.storage import open_store

from . import organisations
from .conftest import Run, Server, serving
from .others import other


@pytest.fixture
def source(start: Callable[[str], Server], monkeypatch: pytest.MonkeyPatch) -> Server:
    """A server with everything, whose secrets are in the environment."""
    server = start("source")
    for name, value in organisations.fill(server.client).items():
        monkeypatch.setenv(name, value)
    return server


def test_what_is_exported_and_applied_to_an_empty_server_is_exported_again_byte_by_byte(
    start: Callable[[str], Server], source: Server, run: Run, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    assert run(source, "export", first).code == 0
    empty = start("empty")
    applied = run(empty, "apply", first)
    assert applied.code == 0, applied.err
    assert run(empty, "export", second).code == 0
    assert second.read_bytes() == first.read_bytes()


def test_what_is_exported_is_loaded_by_a_server_at_its_start_and_exported_again_byte_by_byte(
    contract: Contract, source: Server, run: Run, tmp_path: Path
) -> None:
    first, second, database = tmp_path / "first.yaml", tmp_path / "second.yaml", tmp_path / "loaded.sqlite3"
    assert run(source, "export", first).code == 0
    store = open_store(f"sqlite:///{database}", create=True)
    assert read_fixtures(first, contract).load(store, contract) == []
    store.close()
    with serving(contract, database) as loaded:
        planned = run(loaded, "plan", first)
        assert (planned.code, "Nothing to change." in planned.out) == (0, True), planned.out + planned.err
        assert run(loaded, "export", second).code == 0
    assert second.read_bytes() == first.read_bytes()


def test_a_plan_on_an_unchanged_server_is_empty(source: Server, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "state.yaml"
    run(source, "export", file)
    for options in ([], ["--prune"], ["--no-secrets"]):
        planned = run(source, "plan", file, *options)
        assert (planned.code, "Nothing to change." in planned.out) == (0, True), planned.out + planned.err


@pytest.mark.parametrize("name", ["other", "mixed:1", "mixed:5", "mixed:8"])
def test_it_holds_for_servers_that_use_their_liberties(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    with other(name) as source, other(name) as empty:
        for variable, value in organisations.fill(source.client).items():
            monkeypatch.setenv(variable, value)
        assert run(source, "export", first).code == 0
        assert run(empty, "apply", first).code == 0
        for server in (source, empty):
            planned = run(server, "plan", first)
            assert planned.code == 0, planned.out
        assert run(empty, "export", second).code == 0
    assert second.read_bytes() == first.read_bytes()
