"""What is shipped: the four packages and the contract, nothing of the tests; and how long the client is."""

from __future__ import annotations

import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from client.contract import ROOT

TARGET = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"][
    "targets"
]["wheel"]
CLIENT = ROOT / "overlays" / "portkey_integrations"
COMMAND_LINE = ("cli.py", "__main__.py", "commands", "state")
MOST_LINES = 2500


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a wheel that is built of what git knows, but for those about the wheel itself."""
    folder = tmp_path_factory.mktemp("wheel")
    (file,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(file) as wheel:
        return {name: wheel.read(name) for name in wheel.namelist() if ".dist-info/" not in name}


def tracked(folder: str) -> list[str]:
    command = ["git", "ls-files", "--", folder]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    return listed.stdout.splitlines()


def test_the_wheel_has_the_packages_and_the_contract_and_no_more(shipped: dict[str, bytes]) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a checkout, so that it is not known which files belong to it")
    expected = set(TARGET["force-include"].values())
    for package in TARGET["packages"]:
        above = str(Path(package).parent)
        expected |= {file.removeprefix(f"{above}/") for file in tracked(package)}
    assert shipped.keys() - expected == set()
    assert expected - shipped.keys() == set()


def test_the_wheel_has_no_tests_no_corpus_and_no_recordings(shipped: dict[str, bytes]) -> None:
    for name in shipped:
        parts = Path(name).parts
        assert not {"corpus", "tests", "vectors", "recordings", "__pycache__"} & set(parts), name
        assert not parts[-1].startswith("test_"), name


@pytest.mark.parametrize(
    "package", ["portkey_integrations", "portkey_integrations_api", "portkey_conformance"]
)
def test_a_package_says_that_it_is_typed(shipped: dict[str, bytes], package: str) -> None:
    assert f"{package}/py.typed" in shipped


def test_the_hand_written_library_stays_short() -> None:
    """Lines that are not blank, comments and docstrings included; without the command line, which reads and
    writes state files and is a program of its own.
    """
    files = [file for file in CLIENT.rglob("*.py") if file.relative_to(CLIENT).parts[0] not in COMMAND_LINE]
    assert "client.py" in {file.name for file in files}
    counted = {
        file.name: sum(1 for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
        for file in files
    }
    assert sum(counted.values()) < MOST_LINES, counted
